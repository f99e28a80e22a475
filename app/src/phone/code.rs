//! What an unlock code may look like, and how it is read from a keyboard.

/// Fewest characters of an unlock code.
pub const MIN_CODE_CHARS: usize = 6;

/// Why a new code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// Fewer than [`MIN_CODE_CHARS`] characters.
    TooShort,
    /// One character repeated, or a run such as 123456 or 987654.
    TooSimple,
}

/// The code as it enters the key derivation: outer spaces gone, full-width characters made plain, because a
/// Chinese keyboard may give either for the same key.
#[must_use]
pub fn plain_code(typed: &str) -> String {
    typed.trim().chars().map(plain_char).collect()
}

fn plain_char(typed: char) -> char {
    match typed {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(typed) - 0xfee0).unwrap_or(typed),
        other => other,
    }
}

/// Checks a code that a person wants to set.
///
/// # Errors
/// The fault to name beside the field.
pub fn check_new_code(typed: &str) -> Result<(), CodeFault> {
    let code: Vec<u32> = plain_code(typed).chars().map(u32::from).collect();
    if code.len() < MIN_CODE_CHARS {
        return Err(CodeFault::TooShort);
    }
    let pairs = || code.iter().zip(code.iter().skip(1));
    let repeated = pairs().all(|(a, b)| a == b);
    let rising = pairs().all(|(a, b)| a.checked_add(1) == Some(*b));
    let falling = pairs().all(|(a, b)| b.checked_add(1) == Some(*a));
    if repeated || rising || falling {
        Err(CodeFault::TooSimple)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_plain_digits_are_one_code() {
        assert_eq!(plain_code(" ２０４８６１　"), "204861");
        assert_eq!(plain_code("a b"), "a b");
    }

    #[test]
    fn short_and_simple_codes_are_refused() {
        assert_eq!(check_new_code("20486"), Err(CodeFault::TooShort));
        for simple in ["111111", "123456", "987654", "１２３４５６", "abcdefg"] {
            assert_eq!(check_new_code(simple), Err(CodeFault::TooSimple), "{simple}");
        }
        assert_eq!(check_new_code("204861"), Ok(()));
        assert_eq!(check_new_code("水库大坝青山"), Ok(()));
    }
}

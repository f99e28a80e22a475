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
    /// The code that holds already.
    AsBefore,
    /// The repetition is another.
    Differs,
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

/// Checks a choice as it was typed: the code, its repetition, and that it is not the present one where there is one.
///
/// # Errors
/// The first fault in the order of reading.
pub fn check_choice(typed: &str, again: &str, present: Option<&str>) -> Result<(), CodeFault> {
    check_new_code(typed)?;
    if present.is_some_and(|present| plain_code(present) == plain_code(typed)) {
        return Err(CodeFault::AsBefore);
    }
    if plain_code(typed) == plain_code(again) {
        Ok(())
    } else {
        Err(CodeFault::Differs)
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

    #[test]
    fn a_changed_code_is_held_to_the_rule_of_the_first_one() {
        let change = |typed, again| check_choice(typed, again, Some("204861"));
        assert_eq!(change("20486", "20486"), Err(CodeFault::TooShort));
        assert_eq!(change("654321", "654321"), Err(CodeFault::TooSimple));
        assert_eq!(change("731904", "731904"), Ok(()));
    }

    #[test]
    fn the_same_code_again_and_a_slip_in_the_repetition_are_named() {
        assert_eq!(
            check_choice("２０４８６１", "204861", Some("204861")),
            Err(CodeFault::AsBefore)
        );
        assert_eq!(check_choice("204861", "204816", None), Err(CodeFault::Differs));
        assert_eq!(check_choice("204861", " ２０４８６１", None), Ok(()));
    }
}

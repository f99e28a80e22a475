//! Enrolment codes: ten characters that a person can read out and copy by hand, good once, for 14 days.

use domain::text::compact;

use super::session::DAY_MS;

/// How long a code holds.
pub const CODE_HOLDS_MS: i64 = 14 * DAY_MS;
/// Capital letters and digits that nobody mistakes for another in handwriting: no 0 O, 1 I, 2 Z, 5 S, 8 B.
const ALPHABET: [char; 26] = [
    'A', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'T', 'U', 'V', 'W', 'X', 'Y',
    '3', '4', '6', '7', '9',
];
/// Characters of a code.
const LENGTH: usize = 10;

/// A new code as it is printed, in two groups: `ACDEF-GHJKM`. 47 random bits behind a slow hash and a throttle.
#[must_use]
pub fn new_code() -> String {
    let mut code = String::new();
    while code.len() < LENGTH {
        let lot = rand::random_range(0..ALPHABET.len());
        code.extend(ALPHABET.get(lot));
    }
    let (left, right) = code.split_at(LENGTH / 2);
    format!("{left}-{right}")
}

/// A code as it is hashed: whatever case, width, spaces and hyphens it was typed with.
#[must_use]
pub fn tidy_code(typed: &str) -> String {
    compact(typed)
        .to_uppercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(LENGTH * 2)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_typed_by_hand() {
        let code = new_code();
        assert_eq!(code.len(), LENGTH + 1);
        let typed = format!(" {} ", code.to_lowercase().replace('-', " － "));
        assert_eq!(tidy_code(&typed), code.replace('-', ""));
    }

    #[test]
    fn codes_do_not_repeat() {
        assert_ne!(new_code(), new_code());
    }
}

//! Text that people and offices send: what is allowed, and how it is tidied.

/// Why a text is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// A NUL or control character; PostgreSQL cannot hold NUL, so both engines refuse alike.
    #[error("control character")]
    Control,
    /// More characters than the field holds.
    #[error("too long")]
    TooLong,
}

/// Checks a text against control characters (line feed and tab are allowed) and a length in characters.
///
/// # Errors
/// The first fault found.
pub fn check(text: &str, max_chars: usize) -> Result<(), TextFault> {
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(TextFault::Control);
    }
    if text.chars().count() > max_chars {
        return Err(TextFault::TooLong);
    }
    Ok(())
}

/// Tidies a cell of a workbook: full-width digits, letters and punctuation become half-width,
/// ideographic and no-break spaces become spaces, the ends are trimmed.
#[must_use]
pub fn tidy(text: &str) -> String {
    let narrow: String = text
        .chars()
        .map(narrow)
        .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}'))
        .collect();
    narrow.trim().to_owned()
}

/// Tidies and removes every space inside: for codes, numbers and names of headings.
#[must_use]
pub fn compact(text: &str) -> String {
    tidy(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn narrow(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        other => other,
    }
}

/// A number as offices write it: thousands separators, spaces, full-width digits, a trailing 元 or 户.
#[must_use]
pub fn number(text: &str) -> Option<i64> {
    let plain: String = compact(text).chars().filter(|c| *c != ',').collect();
    let plain = plain.trim_end_matches(['元', '户', '人', '个', '月']);
    match plain.split_once('.') {
        Some((whole, fraction)) if fraction.chars().all(|c| c == '0') => whole.parse().ok(),
        Some(_) => None,
        None => plain.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_refused_but_lines_are_not() {
        assert_eq!(check("一\n二\t三", 10), Ok(()));
        assert_eq!(check("一\u{0}", 10), Err(TextFault::Control));
        assert_eq!(check("一\u{7f}", 10), Err(TextFault::Control));
        assert_eq!(check("一二三", 2), Err(TextFault::TooLong));
    }

    #[test]
    fn office_habits_are_tidied() {
        assert_eq!(tidy("\u{3000}第１组 \u{200b}"), "第1组");
        assert_eq!(compact(" 户 编 号 "), "户编号");
        assert_eq!(number("２６，３１８ 元"), Some(26_318));
        assert_eq!(number("12.00"), Some(12));
        assert_eq!(number("12.5"), None);
        assert_eq!(number("约三千"), None);
    }
}

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

/// Why a text is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// No number at all, or one too large to hold.
    #[error("not a number")]
    NotANumber,
    /// A number with a fraction.
    #[error("not whole")]
    Fraction,
}

/// A whole number as offices write it: thousands separators, spaces, full-width digits, a trailing 元 or 户,
/// and a decimal point with nothing but noughts behind it.
///
/// # Errors
/// [`NumberFault`].
pub fn number(text: &str) -> Result<i64, NumberFault> {
    let plain: String = compact(text).chars().filter(|c| *c != ',').collect();
    let plain = plain.trim_end_matches(['元', '户', '人', '个', '月']);
    let whole = |digits: &str| digits.parse().map_err(|_| NumberFault::NotANumber);
    let Some((digits, fraction)) = plain.split_once('.') else {
        return whole(plain);
    };
    let number = if digits.is_empty() { 0 } else { whole(digits)? };
    if !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(NumberFault::NotANumber);
    }
    if fraction.chars().any(|c| c != '0') {
        return Err(NumberFault::Fraction);
    }
    Ok(number)
}

/// An amount of money in whole yuan, half a yuan and more rounded up: what a bill says to the fen.
///
/// # Errors
/// As [`number`], but for a fraction.
pub fn yuan(text: &str) -> Result<i64, NumberFault> {
    let plain = compact(text);
    let plain = plain.trim_start_matches(['¥', '￥']).trim_end_matches('元');
    let Some((whole, fraction)) = plain.split_once('.') else {
        return number(plain);
    };
    if whole.starts_with('-') || !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(NumberFault::NotANumber);
    }
    let whole = if whole.is_empty() { 0 } else { number(whole)? };
    let more = i64::from(fraction.starts_with(['5', '6', '7', '8', '9']));
    whole.checked_add(more).ok_or(NumberFault::NotANumber)
}

/// An area in hundredths of a mu, as offices write it: as [`number`], with a fraction and a trailing 亩; what is behind the
/// second place is rounded.
///
/// # Errors
/// [`NumberFault::NotANumber`].
pub fn hundredths(text: &str) -> Result<u32, NumberFault> {
    let plain: String = compact(text).chars().filter(|c| *c != ',').collect();
    let plain = plain.trim_end_matches('亩');
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let all_digits = |digits: &str| digits.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(NumberFault::NotANumber);
    }
    let places: String = fraction.chars().chain("00".chars()).take(2).collect();
    let more = u32::from(fraction.chars().nth(2).is_some_and(|digit| digit >= '5'));
    let area: Option<u32> = format!("{whole}{places}").parse().ok();
    area.and_then(|area| area.checked_add(more))
        .ok_or(NumberFault::NotANumber)
}

/// A text of digits without the `.0` that a spreadsheet puts behind numbers; any other text as it is.
#[must_use]
pub fn without_point(text: &str) -> &str {
    let Some((digits, fraction)) = text.split_once('.') else {
        return text;
    };
    let all_digits = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let noughts = !fraction.is_empty() && fraction.chars().all(|c| c == '0');
    if all_digits && noughts { digits } else { text }
}

/// The first number in a text: 3 of 第3组; a text without one comes last.
#[must_use]
pub fn first_number(text: &str) -> u64 {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(u64::MAX)
}

/// The last number in a text: 12 of 第3组12号.
#[must_use]
pub fn last_number(text: &str) -> u64 {
    let backwards: String = text
        .chars()
        .rev()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let digits: String = backwards.chars().rev().collect();
    digits.parse().unwrap_or(u64::MAX)
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
        assert_eq!(number("２６，３１８ 元"), Ok(26_318));
    }

    #[test]
    fn whole_numbers_may_have_a_point_and_others_say_so() {
        assert_eq!(number("3.0"), Ok(3));
        assert_eq!(number("１２．００ 个月"), Ok(12));
        assert_eq!(number("-5.0"), Ok(-5));
        assert_eq!(number("12.5"), Err(NumberFault::Fraction));
        assert_eq!(number(".5"), Err(NumberFault::Fraction));
        assert_eq!(number("12.五"), Err(NumberFault::NotANumber));
        assert_eq!(number("1.2.3"), Err(NumberFault::NotANumber));
        assert_eq!(number("约三千"), Err(NumberFault::NotANumber));
        assert_eq!(without_point("10012345678.0"), "10012345678");
        assert_eq!(without_point("2021.6"), "2021.6");
        assert_eq!(without_point("A.0"), "A.0");
    }

    #[test]
    fn money_is_rounded_to_the_yuan() {
        assert_eq!(yuan("38,200.49"), Ok(38_200));
        assert_eq!(yuan("￥３８２００．５０ 元"), Ok(38_201));
        assert_eq!(yuan("12000"), Ok(12_000));
        assert_eq!(yuan(".6"), Ok(1));
        assert_eq!(yuan("三万"), Err(NumberFault::NotANumber));
        assert_eq!(yuan("1.2.3"), Err(NumberFault::NotANumber));
    }

    #[test]
    fn areas_are_read_to_two_places() {
        assert_eq!(hundredths("３．５ 亩"), Ok(350));
        assert_eq!(hundredths("1,200"), Ok(120_000));
        assert_eq!(hundredths("0.050"), Ok(5));
        assert_eq!(hundredths("12."), Ok(1_200));
        assert_eq!(hundredths(".25"), Ok(25));
        assert_eq!(hundredths("1.005"), Ok(101));
        assert_eq!(hundredths("3.3000000000000003"), Ok(330));
        for text in ["", ".", "-3", "三亩", "1.2.3", "99999999"] {
            assert_eq!(hundredths(text), Err(NumberFault::NotANumber), "{text}");
        }
    }

    #[test]
    fn groups_and_houses_are_ordered_as_people_count() {
        assert!(first_number("第2组") < first_number("第10组"));
        assert_eq!(last_number("第3组12号"), 12);
        assert_eq!(first_number("老屋场"), u64::MAX);
    }
}

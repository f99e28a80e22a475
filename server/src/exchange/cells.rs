//! Reading cells as offices write them: codes, choices, dates, figures, yes and no.

use super::table::{Column, Line};
use chrono::{Days, NaiveDate};
use domain::exchange::ReasonCode;
use domain::identity::{IdFault, carries_personal_number};
use domain::text::{self, NumberFault, TextFault};
use std::ops::RangeInclusive;

/// Longest number of a village, team, person or household.
const CODE_MAX: usize = 32;

impl Line<'_> {
    /// The tidied text of a cell; refused when it holds control characters or more than `max` characters.
    pub fn words(&mut self, column: &'static Column, max: usize) -> Option<String> {
        let words = text::tidy(self.raw(column));
        self.checked(column, words, max)
    }

    /// What somebody wrote, with the punctuation it was written with; none when empty.
    pub fn sentence(&mut self, column: &'static Column, max: usize) -> Option<String> {
        let words = self.raw(column).trim().to_owned();
        self.checked(column, words, max)
    }

    /// As [`Line::sentence`], empty where there is none, and refused where it carries somebody's number: more people
    /// read it than may know that.
    pub fn told(&mut self, column: &'static Column, max: usize) -> String {
        let words = self.sentence(column, max).unwrap_or_default();
        if carries_personal_number(&words) {
            self.refuse(column, ReasonCode::PersonalNumber);
        }
        words
    }

    fn checked(&mut self, column: &'static Column, words: String, max: usize) -> Option<String> {
        match text::check(&words, max) {
            Ok(()) => Some(words).filter(|words| !words.is_empty()),
            Err(TextFault::Control) => {
                self.refuse(column, ReasonCode::ControlCharacter);
                None
            }
            Err(TextFault::TooLong) => {
                self.refuse(column, ReasonCode::TooLong);
                None
            }
        }
    }

    /// As [`Line::words`], refused when empty.
    pub fn needed(&mut self, column: &'static Column, max: usize, if_empty: ReasonCode) -> Option<String> {
        let before = self.notes().len();
        let words = self.words(column, max);
        if words.is_none() && self.notes().len() == before {
            self.refuse(column, if_empty);
        }
        words
    }

    /// An office's number, such as `V001`; refused when empty or of another shape.
    pub fn code(&mut self, column: &'static Column) -> Option<String> {
        let code = code_of(self.raw(column));
        if code.is_empty() {
            self.refuse(column, ReasonCode::Missing);
            return None;
        }
        if !is_code(&code) {
            self.refuse(column, ReasonCode::BadCode);
            return None;
        }
        Some(code)
    }

    /// One value of an enumeration, or none when the cell is empty; refused when unknown.
    pub fn choice<T>(&mut self, column: &'static Column, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let words = text::compact(self.raw(column));
        if is_nothing(&words) {
            return None;
        }
        let value = read(&words);
        if value.is_none() {
            self.refuse(column, ReasonCode::UnknownValue);
        }
        value
    }

    /// As [`Line::choice`], refused when empty.
    pub fn needed_choice<T>(
        &mut self,
        column: &'static Column,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if is_nothing(&text::compact(self.raw(column))) {
            self.refuse(column, ReasonCode::Missing);
            return None;
        }
        self.choice(column, read)
    }

    /// Several values of an enumeration; refused when one is unknown.
    pub fn choices<T>(&mut self, column: &'static Column, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let raw = self.raw(column);
        let mut values = Vec::new();
        let mut unknown = false;
        for word in several(raw).filter(|word| !is_nothing(word)) {
            match read(&word) {
                Some(value) => values.push(value),
                None => unknown = true,
            }
        }
        if unknown {
            self.refuse(column, ReasonCode::UnknownValue);
        }
        values
    }

    /// Yes or no, or none when the cell is empty; refused when it is neither.
    pub fn flag(&mut self, column: &'static Column) -> Option<bool> {
        let words = text::compact(self.raw(column)).to_uppercase();
        match text::without_point(&words) {
            "" => None,
            "是" | "有" | "√" | "Y" | "YES" | "1" | "TRUE" | "已参加" | "参加" => Some(true),
            "否" | "无" | "没有" | "×" | "X" | "N" | "NO" | "0" | "FALSE" | "未参加" => Some(false),
            _ => {
                self.refuse(column, ReasonCode::UnknownValue);
                None
            }
        }
    }

    /// A whole number, or none when the cell is empty; refused when it is none, not whole or out of range.
    pub fn count(&mut self, column: &'static Column, range: RangeInclusive<i64>) -> Option<i64> {
        let words = text::compact(self.raw(column));
        if is_nothing(&words) {
            return None;
        }
        let plain = words.trim_start_matches(['¥', '￥']).trim_end_matches('年');
        let number = match text::number(plain) {
            Ok(number) => number,
            Err(fault) => {
                self.refuse(column, reason_of(fault));
                return None;
            }
        };
        if !range.contains(&number) {
            self.refuse(column, ReasonCode::OutOfRange);
            return None;
        }
        Some(number)
    }

    /// An area in hundredths of a mu, or none when the cell is empty; refused when it is none.
    pub fn area(&mut self, column: &'static Column) -> Option<u32> {
        let words = text::compact(self.raw(column));
        if is_nothing(&words) {
            return None;
        }
        let area = text::hundredths(&words).ok();
        if area.is_none() {
            self.refuse(column, ReasonCode::BadArea);
        }
        area
    }

    /// An amount in whole yuan, or none when the cell is empty; refused when it is none or out of range.
    pub fn yuan(&mut self, column: &'static Column, range: RangeInclusive<i64>) -> Option<i64> {
        let words = text::compact(self.raw(column));
        if is_nothing(&words) {
            return None;
        }
        match text::yuan(&words) {
            Ok(amount) if range.contains(&amount) => Some(amount),
            Ok(_) => {
                self.refuse(column, ReasonCode::OutOfRange);
                None
            }
            Err(fault) => {
                self.refuse(column, reason_of(fault));
                None
            }
        }
    }

    /// A date, or none when the cell is empty; refused when it cannot be read.
    pub fn date(&mut self, column: &'static Column) -> Option<NaiveDate> {
        let words = text::tidy(self.raw(column));
        if is_nothing(&words) {
            return None;
        }
        let date = date_of(&words);
        if date.is_none() {
            self.refuse(column, ReasonCode::BadDate);
        }
        date
    }
}

const fn reason_of(fault: NumberFault) -> ReasonCode {
    match fault {
        NumberFault::NotANumber => ReasonCode::BadNumber,
        NumberFault::Fraction => ReasonCode::NotWhole,
    }
}

/// Why an identity number is refused, as the report says it.
#[must_use]
pub fn id_reason(fault: IdFault, number: &str) -> ReasonCode {
    match fault {
        // A spreadsheet keeps 15 digits of a number: an 18-digit one ends in zeros then, or shows its exponent.
        IdFault::CheckDigit if number.ends_with("000") => ReasonCode::IdRounded,
        IdFault::Shape if number.contains("E+") => ReasonCode::IdRounded,
        IdFault::Shape => ReasonCode::IdShape,
        IdFault::CheckDigit => ReasonCode::IdCheckDigit,
        IdFault::BirthDate => ReasonCode::IdBirthDate,
        IdFault::Disability => ReasonCode::IdDisability,
    }
}

/// An office's number without spaces, narrow and in capitals.
#[must_use]
pub fn code_of(raw: &str) -> String {
    text::compact(raw)
        .to_ascii_uppercase()
        .replace(['–', '—', '‐'], "-")
}

/// Whether a text has the shape of an office's number.
#[must_use]
pub fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.chars().count() <= CODE_MAX
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The parts of a cell that lists several values.
pub fn several(raw: &str) -> impl Iterator<Item = String> {
    text::tidy(raw)
        .split(['、', ',', ';', '\n', '|'])
        .flat_map(|part| part.split("/"))
        .map(text::compact)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

/// What offices write to say that there is nothing to write.
fn is_nothing(words: &str) -> bool {
    matches!(words, "" | "-" | "--" | "/" | "无" | "没有" | "——")
}

/// Reads a date: `2021-06-01`, `2021/6/1`, `2021.6.1`, `2021年6月1日`, `20210601`, with or without a time,
/// or the bare day number of a cell that lost its date format.
#[must_use]
pub fn date_of(words: &str) -> Option<NaiveDate> {
    let words = text::tidy(words);
    let day = if words.contains('年') {
        text::compact(&words)
    } else {
        let day = words.split([' ', 'T']).next().unwrap_or("");
        text::without_point(day).to_owned()
    };
    let groups: Vec<&str> = day
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    match groups.as_slice() {
        [year, month, date] if year.len() == 4 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)
        }
        [all] if all.len() == 8 && *all == day => NaiveDate::parse_from_str(all, "%Y%m%d").ok(),
        [serial] if serial.len() == 5 && *serial == day => {
            NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial.parse().ok()?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_way_that_offices_write_them() {
        let day = NaiveDate::from_ymd_opt(2021, 6, 1);
        for text in [
            "2021-06-01",
            "2021/6/1",
            "2021.6.1",
            "2021年6月1日",
            "2021 年 6 月 1 日",
            "20210601",
            "２０２１－６－１",
            "2021-06-01 00:00:00",
            "44348",
            "44348.0",
        ] {
            assert_eq!(date_of(text), day, "{text}");
        }
        for text in ["", "2021", "2021-13-01", "21-6-1", "去年", "2021-06", "1-6-2021"] {
            assert_eq!(date_of(text), None, "{text}");
        }
    }

    #[test]
    fn codes_are_narrow_capitals() {
        assert_eq!(code_of(" ｖ００１－０００２ "), "V001-0002");
        assert!(is_code("V001-0002") && !is_code("合计") && !is_code("") && !is_code("V 1"));
    }

    #[test]
    fn lists_are_split_at_every_usual_mark() {
        let parts: Vec<_> = several("V062、V063，V064；V065/V001").collect();
        assert_eq!(parts, ["V062", "V063", "V064", "V065", "V001"]);
    }
}

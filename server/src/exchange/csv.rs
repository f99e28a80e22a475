//! Lists as text with commas between the cells (CSV), as departments' systems write them: their characters and their rows.

use std::str::Chars;

/// What stands between cells; the first of these that occurs in the first line is it.
const SEPARATORS: [char; 3] = [',', '\t', ';'];

/// Reads the characters of a file: UTF-8 with or without its mark, else GB 18030, which Excel writes in this country.
/// None where they are neither, and where the file holds a NUL, as no text does.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(std::borrow::Cow::into_owned),
    }
}

/// The rows of a text: cells in quotes may hold separators, line ends and doubled quotes (RFC 4180). Each with the
/// number that Excel shows for it: a line end inside a cell does not begin a row.
#[derive(Debug)]
pub struct Rows<'t> {
    rest: Chars<'t>,
    separator: char,
    number: u32,
}

impl<'t> Rows<'t> {
    /// The rows of a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let first = text.lines().next().unwrap_or("");
        let separator = SEPARATORS.into_iter().find(|mark| first.contains(*mark));
        Self {
            rest: text.chars(),
            separator: separator.unwrap_or(','),
            number: 0,
        }
    }

    /// One cell, and whether another of the row follows.
    fn cell(&mut self) -> (String, bool) {
        let mut cell = String::new();
        let mut quoted = false;
        while let Some(c) = self.rest.next() {
            match c {
                '"' if quoted && self.rest.as_str().starts_with('"') => {
                    self.rest.next();
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                // A sign of equality before the quotes keeps a long number from becoming a figure.
                '"' if cell.is_empty() || cell == "=" => {
                    cell.clear();
                    quoted = true;
                }
                _ if quoted => cell.push(c),
                '\r' if self.rest.as_str().starts_with('\n') => {}
                '\r' | '\n' => return (cell, false),
                _ if c == self.separator => return (cell, true),
                _ => cell.push(c),
            }
        }
        (cell, false)
    }
}

impl Iterator for Rows<'_> {
    type Item = (u32, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.as_str().is_empty() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let mut cells = Vec::new();
        loop {
            let (cell, more) = self.cell();
            cells.push(cell);
            if !more {
                return Some((self.number, cells));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        Rows::of(text).collect()
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn cells_may_hold_separators_quotes_and_line_ends() {
        let text = "姓名,说明\r\n聂满姣,\"两次住院，\"\"自付\"\"多,\n还在治\"\n\n刘建国,";
        assert_eq!(
            rows(text),
            [
                row(1, &["姓名", "说明"]),
                row(2, &["聂满姣", "两次住院，\"自付\"多,\n还在治"]),
                row(3, &[""]),
                row(4, &["刘建国", ""]),
            ]
        );
    }

    #[test]
    fn tabs_and_semicolons_separate_where_no_comma_does() {
        assert_eq!(
            rows("甲\t乙\n1,5\t2"),
            [row(1, &["甲", "乙"]), row(2, &["1,5", "2"])]
        );
        assert_eq!(rows("甲;乙"), [row(1, &["甲", "乙"])]);
        assert!(rows("").is_empty());
    }

    #[test]
    fn a_number_kept_from_becoming_a_figure_is_read() {
        let text = "证件号码,姓名\n=\"999999195306199210\",甲";
        assert_eq!(rows(text).get(1), Some(&row(2, &["999999195306199210", "甲"])));
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_with_the_file() {
        assert_eq!(
            rows("甲,乙\n\"丙,丁\n戊"),
            [row(1, &["甲", "乙"]), row(2, &["丙,丁\n戊"])]
        );
    }

    #[test]
    fn characters_are_utf_8_or_gb_18030() {
        assert_eq!(decode("姓名".as_bytes()).as_deref(), Some("姓名"));
        assert_eq!(decode("\u{feff}姓名".as_bytes()).as_deref(), Some("姓名"));
        assert_eq!(decode(b"\xd0\xd5\xc3\xfb").as_deref(), Some("姓名"));
        // A rare character of four bytes.
        assert_eq!(
            decode(b"\x82\x31\xa2\x38").map(|text| text.chars().count()),
            Some(1)
        );
        assert_eq!(decode(b"\xff\xfe\x0a\x4e"), None, "UTF-16");
        assert_eq!(decode(b"a\0b"), None);
        assert_eq!(decode(b"\xd0\xd5\xff"), None);
    }
}

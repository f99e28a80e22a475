//! A workbook written as spreadsheet programs do: shared texts, plain numbers, deflated parts.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::BenchFault;
use crate::exchange::Workbook;
use crate::exchange::workbook::{Row, Sheet, letters};

/// Digits up to which a text is written as a number; longer ones are identity numbers and telephones.
const NUMBER_DIGITS: usize = 9;
const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes the workbook; gives the size of the file in bytes.
pub fn write(book: &Workbook, path: &Path) -> Result<u64, BenchFault> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    let mut texts = Texts::default();
    part(&mut zip, "[Content_Types].xml", TYPES)?;
    part(&mut zip, "_rels/.rels", ROOT)?;
    part(&mut zip, "xl/workbook.xml", &index(book))?;
    part(&mut zip, "xl/_rels/workbook.xml.rels", &relations(book))?;
    for (sheet, at) in book.sheets.iter().zip(1_u32..) {
        zip.start_file(
            format!("xl/worksheets/sheet{at}.xml"),
            SimpleFileOptions::default(),
        )?;
        sheet_part(&mut zip, sheet, &mut texts)?;
    }
    zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default())?;
    texts.write(&mut zip)?;
    zip.finish()?
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?
        .sync_all()?;
    Ok(std::fs::metadata(path)?.len())
}

fn part(zip: &mut ZipWriter<BufWriter<File>>, name: &str, text: &str) -> Result<(), BenchFault> {
    zip.start_file(name, SimpleFileOptions::default())?;
    Ok(zip.write_all(text.as_bytes())?)
}

fn index(book: &Workbook) -> String {
    let mut xml = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>"#);
    for (sheet, at) in book.sheets.iter().zip(1_u32..) {
        let name = escaped(&sheet.name);
        // Writing to a string cannot fail; here and below.
        let _ = write!(xml, r#"<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>"#);
    }
    xml.push_str("</sheets></workbook>");
    xml
}

fn relations(book: &Workbook) -> String {
    let mut xml = String::from(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    );
    for (_, at) in book.sheets.iter().zip(1_u32..) {
        let _ = write!(
            xml,
            r#"<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>"#
        );
    }
    let _ = write!(
        xml,
        r#"<Relationship Id="rIdTexts" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
    );
    xml
}

fn sheet_part<'b>(out: &mut impl Write, sheet: &'b Sheet, texts: &mut Texts<'b>) -> Result<(), BenchFault> {
    write!(out, r#"<worksheet xmlns="{MAIN}"><sheetData>"#)?;
    for row in sheet.rows() {
        row_part(out, row, texts)?;
    }
    Ok(write!(out, "</sheetData></worksheet>")?)
}

fn row_part<'b>(out: &mut impl Write, row: Row<'b>, texts: &mut Texts<'b>) -> Result<(), BenchFault> {
    let number = row.number;
    write!(out, r#"<row r="{number}">"#)?;
    for (column, text) in row.cells() {
        let column = letters(column);
        if is_number(text) {
            write!(out, r#"<c r="{column}{number}"><v>{text}</v></c>"#)?;
        } else {
            let at = texts.number_of(text);
            write!(out, r#"<c r="{column}{number}" t="s"><v>{at}</v></c>"#)?;
        }
    }
    Ok(write!(out, "</row>")?)
}

fn is_number(text: &str) -> bool {
    let plain = !text.starts_with('0') || text == "0";
    plain && text.len() <= NUMBER_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The texts of all sheets, each once.
#[derive(Default)]
struct Texts<'b> {
    known: HashMap<&'b str, usize>,
    in_order: Vec<&'b str>,
}

impl<'b> Texts<'b> {
    fn number_of(&mut self, text: &'b str) -> usize {
        let next = self.in_order.len();
        let at = *self.known.entry(text).or_insert(next);
        if at == next {
            self.in_order.push(text);
        }
        at
    }

    fn write(&self, out: &mut impl Write) -> Result<(), BenchFault> {
        write!(out, r#"<sst xmlns="{MAIN}">"#)?;
        for text in &self.in_order {
            write!(out, "<si><t>{}</t></si>", escaped(text))?;
        }
        Ok(write!(out, "</sst>")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::Reader;

    #[test]
    fn what_was_written_is_read_again() {
        let mut sheet = Sheet::named("农户");
        assert!(sheet.push(1, [(0, "户编号"), (2, "A<&>")].into_iter()));
        assert!(sheet.push(3, [(0, "V001-0001"), (1, "42"), (2, "01")].into_iter()));
        let place = super::super::place::Place::make().unwrap();
        let file = place.file("book.xlsx");
        write(&Workbook { sheets: vec![sheet] }, &file).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&file).unwrap();
        let range = book.worksheet_range("农户").unwrap();
        let text = |row, column| range.get_value((row, column)).map(ToString::to_string);
        assert_eq!(text(0, 2).as_deref(), Some("A<&>"));
        assert_eq!(text(2, 0).as_deref(), Some("V001-0001"));
        assert_eq!(text(2, 1).as_deref(), Some("42"));
        assert_eq!(text(2, 2).as_deref(), Some("01"));
    }
}

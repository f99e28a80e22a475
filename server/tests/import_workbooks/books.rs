//! Workbooks made in code: sheets as rows of text that a test can edit before they are written.

use rust_xlsxwriter::{ExcelDateTime, Format};
use server::exchange::Workbook;
use server::exchange::workbook::Row;
use std::io::Write;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook to be written.
#[derive(Clone)]
pub struct Book(pub Vec<(String, Vec<Vec<String>>)>);

impl Book {
    /// The rows of a packed workbook.
    pub fn of(workbook: &Workbook) -> Self {
        let row = |row: Row<'_>| {
            let mut texts = Vec::new();
            for (column, text) in row.cells() {
                texts.resize(usize::from(column), String::new());
                texts.push(text.to_owned());
            }
            texts
        };
        let sheets = workbook.sheets.iter();
        Self(
            sheets
                .map(|sheet| (sheet.name.clone(), sheet.rows().map(row).collect()))
                .collect(),
        )
    }

    pub fn rows(&mut self, sheet: &str) -> &mut Vec<Vec<String>> {
        &mut self.0.iter_mut().find(|(name, _)| name == sheet).unwrap().1
    }

    /// A cell by sheet, row from 1 as Excel counts, and heading of the first row.
    pub fn cell(&mut self, sheet: &str, row: usize, heading: &str) -> &mut String {
        let rows = self.rows(sheet);
        let column = rows[0].iter().position(|text| text == heading).unwrap();
        let width = rows[0].len();
        let cells = &mut rows[row - 1];
        cells.resize(width, String::new());
        &mut cells[column]
    }

    pub fn set(mut self, sheet: &str, row: usize, heading: &str, text: &str) -> Self {
        text.clone_into(self.cell(sheet, row, heading));
        self
    }

    /// Writes every cell as text.
    pub fn write(&self, path: &Path) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        for (name, rows) in &self.0 {
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).unwrap();
            for (at, row) in rows.iter().enumerate() {
                for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                    let (at, column) = (u32::try_from(at).unwrap(), u16::try_from(column).unwrap());
                    sheet.write_string(at, column, text).unwrap();
                }
            }
        }
        workbook.save(path).unwrap();
    }

    /// Writes figures as numbers and ISO dates as real dates, as a spreadsheet would.
    pub fn write_typed(&self, path: &Path) {
        self.write_figures(path, |figure| figure);
    }

    /// As [`Book::write_typed`], with figures that carry the rounding error of a formula.
    pub fn write_reckoned(&self, path: &Path) {
        self.write_figures(path, f64::next_up);
    }

    fn write_figures(&self, path: &Path, reckon: fn(f64) -> f64) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (name, rows) in &self.0 {
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).unwrap();
            for (at, row) in rows.iter().enumerate() {
                for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                    let (at, column) = (u32::try_from(at).unwrap(), u16::try_from(column).unwrap());
                    let is_date = text.len() == 10 && text.matches('-').count() == 2;
                    if let (true, Ok(day)) = (is_date, ExcelDateTime::parse_from_str(text)) {
                        sheet.write_datetime_with_format(at, column, &day, &date).unwrap();
                    } else if text.len() < 10 && text.chars().all(|c| c.is_ascii_digit()) {
                        sheet
                            .write_number(at, column, reckon(text.parse::<f64>().unwrap()))
                            .unwrap();
                    } else {
                        sheet.write_string(at, column, text).unwrap();
                    }
                }
            }
        }
        workbook.save(path).unwrap();
    }
}

/// Writes a workbook as bare as can be, row by row: for a whole district, and for files that no spreadsheet writes.
pub struct Bare<W: Write + std::io::Seek> {
    zip: ZipWriter<W>,
}

impl<W: Write + std::io::Seek> Bare<W> {
    pub fn new(to: W, sheets: &[&str]) -> Self {
        let mut zip = ZipWriter::new(to);
        let mut types = String::new();
        let mut list = String::new();
        let mut relations = String::new();
        for (at, name) in sheets.iter().enumerate() {
            let at = at + 1;
            types += &format!(
                "<Override PartName=\"/xl/worksheets/sheet{at}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
            );
            list += &format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>");
            relations += &format!(
                "<Relationship Id=\"rId{at}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
            );
        }
        relations += "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>";
        let parts = [
            ("[Content_Types].xml", format!("<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>")),
            ("_rels/.rels", "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()),
            ("xl/workbook.xml", format!("<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{list}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", format!("<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>")),
        ];
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        Self { zip }
    }

    /// Adds a part of which the content is written by a function.
    pub fn part(&mut self, name: &str, write: impl FnOnce(&mut ZipWriter<W>)) {
        self.zip
            .start_file(name, SimpleFileOptions::default().large_file(false))
            .unwrap();
        write(&mut self.zip);
    }

    /// Adds the `at`-th sheet, from 1, with this XML of rows.
    pub fn sheet(&mut self, at: usize, rows: impl FnOnce(&mut ZipWriter<W>)) {
        self.part(&format!("xl/worksheets/sheet{at}.xml"), |zip| {
            zip.write_all(b"<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>").unwrap();
            rows(zip);
            zip.write_all(b"</sheetData></worksheet>").unwrap();
        });
    }

    pub fn finish(self) -> W {
        self.zip.finish().unwrap()
    }
}

/// Writes a packed workbook of any size with inline strings.
pub fn write_large(workbook: &Workbook, path: &Path) {
    let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut bare = Bare::new(file, &names);
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        bare.sheet(at + 1, |zip| {
            let mut line = String::new();
            for row in sheet.rows() {
                line.clear();
                line += &format!("<row r=\"{}\">", row.number);
                for (column, text) in row.cells() {
                    let letters = server::exchange::workbook::letters(column);
                    line += &format!(
                        "<c r=\"{letters}{}\" t=\"inlineStr\"><is><t>{text}</t></is></c>",
                        row.number
                    );
                }
                line += "</row>";
                zip.write_all(line.as_bytes()).unwrap();
            }
        });
    }
    bare.finish().into_inner().unwrap();
}

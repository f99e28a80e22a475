//! Tables written as a workbook: plain cells, frozen headings, and on every page who took it out.

use domain::papers::sheets::{Cell, Sheet};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// The number of the size of paper in workbooks.
const A4: u8 = 9;
/// Width of a column, in characters.
const WIDTH: f64 = 14.0;

/// Writes tables as a workbook in memory. The last sheet says what it is, and `mark` who took it out and when, which
/// also stands at the foot of every printed page, so that a stray copy can be traced (domain.md §11.3).
///
/// # Errors
/// As the writer's: more lines or longer texts than a workbook holds.
pub fn workbook(sheets: &[Sheet], mark: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let dated = Format::new().set_num_format("yyyy-mm-dd");
    for sheet in sheets {
        let page = book.add_worksheet();
        fill(page, sheet, &bold, &dated)?;
        page.set_footer(format!("&L{}", mark.replace('&', "&&")));
    }
    let about = book.add_worksheet();
    about
        .set_name("说明")?
        .set_paper_size(A4)
        .set_column_width(0, 90.0)?;
    let lines = [
        mark,
        "列的次序同全国系统的字段次序，便于对照和粘贴；空着的列是本系统没有采集的内容。",
        "号码只显示部分，完整号码须在系统内说明理由后查看。",
        "以全国防返贫监测信息系统为准，本表只供对照录入。",
    ];
    for (row, line) in (0_u32..).zip(lines) {
        about.write_string(row, 0, line)?;
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet, bold: &Format, dated: &Format) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?
        .set_landscape()
        .set_paper_size(A4)
        .set_repeat_rows(0, 0)?
        .set_freeze_panes(1, 0)?;
    for (column, heading) in (0_u16..).zip(&sheet.headings) {
        page.set_column_width(column, WIDTH)?;
        page.write_string_with_format(0, column, *heading, bold)?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            put(page, (row, column), cell, dated)?;
        }
    }
    Ok(())
}

/// One cell. Words are written as words, so that none becomes a formula and no number loses digits.
fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    dated: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(words) => {
            page.write_string(row, column, words)?;
        }
        // A workbook's numbers are floating: what is longer than any amount of a household stands as words.
        Cell::Number(number) => match i32::try_from(*number) {
            Ok(number) => {
                page.write_number(row, column, number)?;
            }
            Err(_) => {
                page.write_string(row, column, number.to_string())?;
            }
        },
        Cell::Day(day) => {
            let day = ExcelDateTime::parse_from_str(&day.to_string())?;
            page.write_datetime_with_format(row, column, &day, dated)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn one(cell: Cell) -> Vec<Sheet> {
        vec![Sheet {
            name: "农户",
            headings: vec!["户主"],
            rows: vec![vec![cell]],
        }]
    }

    fn read_back(sheets: &[Sheet]) -> (Vec<String>, Data) {
        let bytes = workbook(sheets, "导出人工号 P001").unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        let range = book.worksheet_range("农户").unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("户主".into())));
        (names, range.get_value((1, 0)).cloned().unwrap_or(Data::Empty))
    }

    #[test]
    fn words_stay_words_and_figures_figures() {
        let (names, cell) = read_back(&one(Cell::Text("=1+1".into())));
        assert_eq!(names, ["农户", "说明"]);
        assert_eq!(cell, Data::String("=1+1".into()), "no formula");
        let number = "9990****0012".to_owned();
        assert_eq!(
            read_back(&one(Cell::Text(number.clone()))).1,
            Data::String(number)
        );
        assert_eq!(read_back(&one(Cell::Number(-5))).1, Data::Float(-5.0));
        assert_eq!(read_back(&one(Cell::Empty)).1, Data::Empty);
        let day = read_back(&one(Cell::Day("2026-03-01".parse().unwrap()))).1;
        assert!(matches!(day, Data::DateTime(_)), "{day:?}");
    }
}

//! A workbook as text cells with coordinates, packed so that five million cells stay near 100 MB.

/// The name under which a list as text is the one sheet of a workbook.
pub const TEXT_SHEET: &str = "CSV";

/// The sheets of a workbook, in its order.
#[derive(Debug, Default)]
pub struct Workbook {
    /// The sheets.
    pub sheets: Vec<Sheet>,
}

/// One sheet: rows of text cells; empty cells are not kept.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name as the workbook has it.
    pub name: String,
    text: String,
    cells: Vec<PackedCell>,
    rows: Vec<PackedRow>,
}

#[derive(Debug)]
struct PackedCell {
    column: u16,
    end: u32,
}

#[derive(Debug)]
struct PackedRow {
    number: u32,
    end: u32,
}

/// A row of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    /// Its number as Excel shows it, from 1.
    pub number: u32,
    first: usize,
    end: usize,
}

impl Sheet {
    /// An empty sheet.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a row: its number from 1 and its cells as column (from 0) and text. Returns false when the sheet
    /// holds more than can be addressed.
    pub fn push<'t>(&mut self, number: u32, cells: impl Iterator<Item = (u16, &'t str)>) -> bool {
        for (column, text) in cells {
            self.text.push_str(text);
            let Ok(end) = u32::try_from(self.text.len()) else {
                return false;
            };
            self.cells.push(PackedCell { column, end });
        }
        let Ok(end) = u32::try_from(self.cells.len()) else {
            return false;
        };
        self.rows.push(PackedRow { number, end });
        true
    }

    /// How many rows hold anything.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row by its position among the rows that hold anything.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<Row<'_>> {
        let row = self.rows.get(at)?;
        let before = at.checked_sub(1).and_then(|at| self.rows.get(at));
        Some(Row {
            sheet: self,
            number: row.number,
            first: before.map_or(0, |row| index(row.end)),
            end: index(row.end),
        })
    }

    /// All rows that hold anything.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).filter_map(|at| self.row(at))
    }

    fn cell(&self, at: usize) -> Option<(u16, &str)> {
        let cell = self.cells.get(at)?;
        let before = at.checked_sub(1).and_then(|at| self.cells.get(at));
        let start = before.map_or(0, |cell| index(cell.end));
        Some((cell.column, self.text.get(start..index(cell.end))?))
    }
}

impl<'a> Row<'a> {
    /// The cells, as column from 0 and text.
    pub fn cells(self) -> impl Iterator<Item = (u16, &'a str)> {
        (self.first..self.end).filter_map(move |at| self.sheet.cell(at))
    }

    /// The text of a column; empty when the cell is.
    #[must_use]
    pub fn text(self, column: u16) -> &'a str {
        self.cells()
            .find(|(at, _)| *at == column)
            .map_or("", |(_, text)| text)
    }
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// The letters of a column, such as 0 → `A` and 27 → `AB`.
#[must_use]
pub fn letters(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut name = Vec::new();
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).unwrap_or(0);
        name.push(char::from(b'A' + letter));
        rest /= 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_by_row_and_column() {
        let mut sheet = Sheet::named("村");
        assert!(sheet.push(3, [(0, "V001"), (2, "万宝镇")].into_iter()));
        assert!(sheet.push(7, [(1, "花溪村")].into_iter()));
        let rows: Vec<_> = sheet.rows().collect();
        assert_eq!(
            (rows[0].number, rows[0].text(2), rows[0].text(1)),
            (3, "万宝镇", "")
        );
        assert_eq!((rows[1].number, rows[1].text(1)), (7, "花溪村"));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(letters(0), "A");
        assert_eq!(letters(25), "Z");
        assert_eq!(letters(26), "AA");
        assert_eq!(letters(59), "BH");
    }
}

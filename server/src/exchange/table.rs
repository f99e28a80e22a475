//! Finding a template's sheet and headings, however the office moved them, and walking its rows.

use super::report::Reporter;
use super::workbook::{Row, Sheet, Workbook};
use domain::exchange::{Fate, ReasonCode};
use domain::text;

/// Headings are looked for in so many rows from the top: title rows may stand above them.
const HEADER_ROWS: u32 = 20;

/// What a column's cells tell about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Nothing that a report may not repeat.
    Plain,
    /// Identity numbers.
    IdNumber,
    /// Telephone numbers.
    Phone,
}

/// A column of a template.
#[derive(Debug)]
pub struct Column {
    /// Its place in the template.
    pub slot: usize,
    /// Its heading.
    pub heading: &'static str,
    /// Other headings that offices use for it.
    pub aliases: &'static [&'static str],
    /// How a report may repeat its cells.
    pub privacy: Privacy,
    /// Whether a sheet without it is refused; not for what templates of before did not ask.
    pub required: bool,
}

/// A sheet of a template; headings are required but for the optional ones, cells may be empty.
#[derive(Debug)]
pub struct Template {
    /// Its name.
    pub sheet: &'static str,
    /// Other names that offices use for it.
    pub aliases: &'static [&'static str],
    /// Its columns; `slot` is the position here.
    pub columns: &'static [&'static Column],
}

/// Declares the columns of one template sheet as constants and the template itself.
macro_rules! template {
    ($(#[$meta:meta])* $name:ident = $sheet:literal $sheet_aliases:expr;
     $($slot:literal $column:ident = $heading:literal $aliases:expr, $privacy:ident $(, $optional:ident)?;)+) => {
        $(
            #[doc = $heading]
            pub static $column: $crate::exchange::table::Column = $crate::exchange::table::Column {
                slot: $slot,
                heading: $heading,
                aliases: &$aliases,
                privacy: $crate::exchange::table::Privacy::$privacy,
                required: {
                    let remarks: &[&str] = &[$(stringify!($optional))?];
                    remarks.is_empty()
                },
            };
        )+
        $(#[$meta])*
        pub static $name: $crate::exchange::table::Template = $crate::exchange::table::Template {
            sheet: $sheet,
            aliases: &$sheet_aliases,
            columns: &[$(&$column),+],
        };
    };
}
pub(super) use template;

/// A sheet whose headings were found.
#[derive(Debug)]
pub struct Table<'a> {
    sheet: &'a Sheet,
    template: &'static Template,
    columns: Vec<Option<u16>>,
    below: usize,
}

impl<'a> Table<'a> {
    /// Finds the template's sheet and headings; what is missing is reported as a refusal.
    #[must_use]
    pub fn open(
        workbook: &'a Workbook,
        template: &'static Template,
        reporter: &mut Reporter,
    ) -> Option<Self> {
        let Some(sheet) = workbook
            .sheets
            .iter()
            .find(|sheet| template.is_named(&sheet.name))
        else {
            reporter.about_sheet(template.sheet, None, ReasonCode::MissingSheet, true);
            return None;
        };
        Self::of_sheet(sheet, template, reporter)
    }

    /// As [`Table::open`], but a workbook without the sheet is a workbook without it: templates of before did not ask.
    #[must_use]
    pub fn open_where_there(
        workbook: &'a Workbook,
        template: &'static Template,
        reporter: &mut Reporter,
    ) -> Option<Self> {
        let mut sheets = workbook.sheets.iter();
        let sheet = sheets.find(|sheet| template.is_named(&sheet.name))?;
        Self::of_sheet(sheet, template, reporter)
    }

    /// As [`Table::open`], but where only one sheet holds anything, its name does not matter: lists of departments are
    /// named as each likes.
    #[must_use]
    pub fn open_only(
        workbook: &'a Workbook,
        template: &'static Template,
        reporter: &mut Reporter,
    ) -> Option<Self> {
        let mut filled = workbook.sheets.iter().filter(|sheet| !sheet.is_empty());
        match (filled.next(), filled.next()) {
            (Some(only), None) => Self::of_sheet(only, template, reporter),
            _ => Self::open(workbook, template, reporter),
        }
    }

    fn of_sheet(sheet: &'a Sheet, template: &'static Template, reporter: &mut Reporter) -> Option<Self> {
        let (at, _) = sheet
            .rows()
            .enumerate()
            .take_while(|(_, row)| row.number <= HEADER_ROWS)
            .map(|(at, row)| (at, template.matches(row)))
            .filter(|(_, matches)| *matches > 0)
            .max_by_key(|(at, matches)| (*matches, std::cmp::Reverse(*at)))
            .unwrap_or((0, 0));
        let mut table = Self {
            sheet,
            template,
            columns: vec![None; template.columns.len()],
            below: at.saturating_add(1),
        };
        table.map_headings(sheet.row(at), reporter).then_some(table)
    }

    fn map_headings(&mut self, header: Option<Row<'_>>, reporter: &mut Reporter) -> bool {
        for (at, text) in header.into_iter().flat_map(Row::cells) {
            let Some(column) = self.template.column(text) else {
                let heading: String = text::tidy(text).chars().take(20).collect();
                reporter.about_sheet(
                    &self.sheet.name,
                    Some((&heading, Some(at))),
                    ReasonCode::IgnoredColumn,
                    false,
                );
                continue;
            };
            match self.columns.get_mut(column.slot) {
                Some(place @ None) => *place = Some(at),
                _ => reporter.about_sheet(
                    &self.sheet.name,
                    Some((column.heading, Some(at))),
                    ReasonCode::DuplicateHeading,
                    false,
                ),
            }
        }
        let missing = |column: &&&Column| column.required && self.column_of(column).is_none();
        let missing: Vec<_> = self.template.columns.iter().filter(missing).collect();
        for column in &missing {
            let place = Some((column.heading, None));
            reporter.about_sheet(&self.sheet.name, place, ReasonCode::MissingHeading, true);
        }
        missing.is_empty()
    }

    /// The sheet's name as the workbook has it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.sheet.name
    }

    /// Where a column of the template stands in this sheet.
    #[must_use]
    pub fn column_of(&self, column: &Column) -> Option<u16> {
        self.columns.get(column.slot).copied().flatten()
    }

    /// The positions of the rows below the headings that hold anything of the template.
    pub fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        (self.below..self.sheet.len()).filter(|at| !self.is_blank(*at))
    }

    fn is_blank(&self, at: usize) -> bool {
        self.sheet.row(at).is_none_or(|row| {
            let mut cells = row
                .cells()
                .filter(|(column, _)| self.columns.contains(&Some(*column)));
            cells.all(|(_, text)| text::tidy(text).is_empty())
        })
    }

    /// One cell of the row at a position, as it stands.
    #[must_use]
    pub fn raw(&self, at: usize, column: &Column) -> &'a str {
        match (self.sheet.row(at), self.column_of(column)) {
            (Some(row), Some(column)) => row.text(column),
            _ => "",
        }
    }

    /// The row at a position, to be read cell by cell.
    #[must_use]
    pub fn line(&'a self, at: usize) -> Line<'a> {
        let mut texts = vec![""; self.columns.len()];
        let row = self.sheet.row(at);
        for (column, text) in row.into_iter().flat_map(Row::cells) {
            let slot = self.columns.iter().position(|place| *place == Some(column));
            if let Some(place) = slot
                .and_then(|slot| texts.get_mut(slot))
                .filter(|place| place.is_empty())
            {
                *place = text;
            }
        }
        Line {
            table: self,
            number: row.map_or(0, |row| row.number),
            texts,
            about: String::new(),
            notes: Vec::new(),
        }
    }
}

impl Template {
    fn is_named(&self, name: &str) -> bool {
        let name = bare(name);
        name == self.sheet || self.aliases.contains(&name.as_str())
    }

    fn column(&self, heading: &str) -> Option<&'static Column> {
        let heading = bare(heading);
        self.columns
            .iter()
            .find(|column| column.heading == heading || column.aliases.contains(&heading.as_str()))
            .copied()
    }

    fn matches(&self, row: Row<'_>) -> usize {
        row.cells()
            .filter(|(_, text)| self.column(text).is_some())
            .count()
    }
}

/// A name without spaces, required marks, remarks in brackets and the endings that offices add to sheets.
fn bare(name: &str) -> String {
    let name = text::compact(name);
    let name = name.trim_matches(['*', ':']);
    let name = name.split('(').next().unwrap_or(name);
    let name = name
        .strip_suffix("信息表")
        .or_else(|| name.strip_suffix('表'))
        .unwrap_or(name);
    name.to_owned()
}

/// Something to say about a row.
#[derive(Clone, Debug)]
pub struct Note {
    /// The column, where one cell is meant.
    pub column: Option<&'static Column>,
    /// What to say.
    pub reason: ReasonCode,
    /// The cell's text, not masked yet.
    pub value: Option<String>,
    /// Whether it refuses the row.
    pub refuses: bool,
    /// The fate under which it is listed, where it is not the row's.
    pub fate: Option<Fate>,
}

/// A row below the headings, with what was found wrong or worth a look.
#[derive(Debug)]
pub struct Line<'a> {
    table: &'a Table<'a>,
    number: u32,
    texts: Vec<&'a str>,
    /// What the row is about, such as a household number.
    pub about: String,
    notes: Vec<Note>,
}

impl<'a> Line<'a> {
    /// The table.
    #[must_use]
    pub fn table(&self) -> &'a Table<'a> {
        self.table
    }

    /// The row's number as Excel shows it.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// A cell as it stands.
    #[must_use]
    pub fn raw(&self, column: &Column) -> &'a str {
        self.texts.get(column.slot).copied().unwrap_or("")
    }

    /// What there is to say about the row.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether the row cannot be imported.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.notes.iter().any(|note| note.refuses)
    }

    /// Refuses the row because of a cell.
    pub fn refuse(&mut self, column: &'static Column, reason: ReasonCode) {
        self.note(column, reason, true);
    }

    /// Remarks on a cell; the row is taken.
    pub fn remark(&mut self, column: &'static Column, reason: ReasonCode) {
        self.note(column, reason, false);
    }

    /// Remarks on the row under a fate of its own, with a value to show.
    pub fn remark_as(
        &mut self,
        column: Option<&'static Column>,
        reason: ReasonCode,
        fate: Fate,
        value: &str,
    ) {
        self.notes.push(Note {
            column,
            reason,
            value: (!value.is_empty()).then(|| value.to_owned()),
            refuses: false,
            fate: Some(fate),
        });
    }

    fn note(&mut self, column: &'static Column, reason: ReasonCode, refuses: bool) {
        let raw = self.raw(column);
        self.notes.push(Note {
            column: Some(column),
            reason,
            value: (!raw.is_empty()).then(|| text::tidy(raw)),
            refuses,
            fate: None,
        });
    }
}

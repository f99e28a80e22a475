//! Collecting the fates of rows into a report: exact counts, and at most so many lines.

use super::table::{Column, Line, Note};
use super::workbook;
use domain::exchange::{
    ColumnRef, Fate, ImportKind, ImportReport, LINES_MAX, ReasonCode, RowFate, Subject, Tally,
};
use domain::identity;
use std::collections::BTreeMap;

/// How pressing a line is: refused, with a reason, updated, new, unchanged.
const DRAWERS: usize = 5;

/// Collects fates while a plan is made.
#[derive(Debug)]
pub struct Reporter {
    kind: ImportKind,
    tallies: BTreeMap<Subject, Tally>,
    lines: [Vec<RowFate>; DRAWERS],
    left_out: u64,
}

impl Reporter {
    /// A reporter with nothing in it.
    #[must_use]
    pub fn new(kind: ImportKind) -> Self {
        Self {
            kind,
            tallies: BTreeMap::new(),
            lines: std::array::from_fn(|_| Vec::new()),
            left_out: 0,
        }
    }

    /// Counts a row and lists why it matters. A row with a refusing note is refused whatever `fate` says.
    pub fn row(&mut self, subject: Subject, line: &Line<'_>, fate: Fate) {
        let fate = if line.is_refused() { Fate::Refused } else { fate };
        self.count(subject, fate);
        let counted = (subject, fate);
        if line.notes().is_empty() {
            self.list(fate, None, || line.fate(counted, fate, None));
        }
        for note in line.notes() {
            let fate = if note.refuses {
                Fate::Refused
            } else {
                note.fate.unwrap_or(fate)
            };
            self.list(fate, Some(note.reason), || line.fate(counted, fate, Some(note)));
        }
    }

    /// Lists something that concerns a sheet or the whole file; a refusal is counted.
    pub fn about_sheet(
        &mut self,
        sheet: &str,
        column: Option<(&str, Option<u16>)>,
        reason: ReasonCode,
        refuses: bool,
    ) {
        let fate = if refuses { Fate::Refused } else { Fate::Unchanged };
        if refuses {
            self.count(Subject::Workbook, fate);
        }
        self.list(fate, Some(reason), || RowFate {
            counted: refuses.then_some((Subject::Workbook, fate)),
            sheet: sheet.to_owned(),
            row: 0,
            column: column.map(|(heading, at)| ColumnRef {
                letters: at.map(workbook::letters).unwrap_or_default(),
                heading: heading.to_owned(),
            }),
            about: String::new(),
            fate,
            reason: Some(reason),
            value: None,
        });
    }

    /// Counts a part of a row, such as one of the villages that it names, and lists it under its name.
    pub fn part(&mut self, subject: Subject, line: &Line<'_>, about: &str, fate: Fate) {
        self.count(subject, fate);
        self.list(fate, None, || RowFate {
            about: about.to_owned(),
            ..line.fate((subject, fate), fate, None)
        });
    }

    fn count(&mut self, subject: Subject, fate: Fate) {
        self.tallies.entry(subject).or_default().count(fate);
    }

    /// Lists something known to the system that no row of the file mentions.
    pub fn absent(&mut self, sheet: &str, about: &str, reason: ReasonCode) {
        self.list(Fate::Kept, Some(reason), || RowFate {
            counted: None,
            sheet: sheet.to_owned(),
            row: 0,
            column: None,
            about: about.to_owned(),
            fate: Fate::Kept,
            reason: Some(reason),
            value: None,
        });
    }

    /// The report. Committable when something was counted and nothing was refused.
    #[must_use]
    pub fn finish(self) -> ImportReport {
        let refused = self.tallies.values().any(|tally| tally.refused > 0);
        let [pressing @ .., _unchanged] = &self.lines;
        let cut = pressing
            .iter()
            .map(Vec::len)
            .sum::<usize>()
            .saturating_sub(LINES_MAX);
        let mut lines = in_file_order(self.lines);
        lines.truncate(LINES_MAX);
        ImportReport {
            kind: self.kind,
            committable: !refused && !self.tallies.is_empty(),
            tallies: self.tallies,
            lines,
            left_out: self
                .left_out
                .saturating_add(u64::try_from(cut).unwrap_or(u64::MAX)),
        }
    }

    /// Files a line by how pressing it is.
    fn list(&mut self, fate: Fate, reason: Option<ReasonCode>, line: impl FnOnce() -> RowFate) {
        let [refused, noted, updated, new, unchanged] = &mut self.lines;
        let drawer = match (fate, reason) {
            (Fate::Refused, _) => refused,
            (_, Some(_)) | (Fate::Kept | Fate::Unmatched, None) => noted,
            (Fate::Updated, None) => updated,
            (Fate::New, None) => new,
            (Fate::Unchanged, None) => unchanged,
        };
        if drawer.len() < LINES_MAX {
            drawer.push(line());
        } else if (fate, reason) != (Fate::Unchanged, None) {
            self.left_out = self.left_out.saturating_add(1);
        }
    }
}

/// The drawers one after another, each by sheet and row.
fn in_file_order(drawers: [Vec<RowFate>; DRAWERS]) -> Vec<RowFate> {
    let mut sheets: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for mut drawer in drawers {
        for line in &drawer {
            if !sheets.contains(&line.sheet) {
                sheets.push(line.sheet.clone());
            }
        }
        let place = |line: &RowFate| sheets.iter().position(|sheet| *sheet == line.sheet);
        drawer.sort_by_key(|line| (place(line), line.row));
        lines.append(&mut drawer);
    }
    lines
}

impl Line<'_> {
    /// What the row is about; a person's number in the column of codes stays hidden.
    fn shown_about(&self) -> String {
        if identity::carries_personal_number(&self.about) {
            return "****".to_owned();
        }
        self.about.clone()
    }

    fn fate(&self, counted: (Subject, Fate), fate: Fate, note: Option<&Note>) -> RowFate {
        RowFate {
            counted: Some(counted),
            sheet: self.table().name().to_owned(),
            row: self.number(),
            column: note.and_then(|note| note.column).map(|column| ColumnRef {
                letters: self
                    .table()
                    .column_of(column)
                    .map(workbook::letters)
                    .unwrap_or_default(),
                heading: column.heading.to_owned(),
            }),
            about: self.shown_about(),
            fate,
            reason: note.map(|note| note.reason),
            value: note.and_then(|note| note.value.as_deref().map(|value| shown(note.column, value))),
        }
    }
}

/// A cell's text as a report may show it: numbers of people masked, long text cut, controls made visible.
fn shown(column: Option<&Column>, value: &str) -> String {
    const SHOWN_CHARS: usize = 40;
    let visible: String = value
        .chars()
        .take(SHOWN_CHARS)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    match column.map(|column| column.privacy) {
        Some(super::table::Privacy::IdNumber) => identity::mask_id(&visible),
        Some(super::table::Privacy::Phone) => identity::mask_phone(&visible),
        _ if carries_long_number(&visible) => "****".to_owned(),
        _ => visible,
    }
}

/// A run of eleven digits or more might be somebody's number in the wrong column.
fn carries_long_number(text: &str) -> bool {
    let narrow = domain::text::compact(text);
    narrow
        .split(|c: char| !c.is_ascii_digit())
        .any(|run| run.len() >= 11)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn numbers_of_people_never_show() {
        assert_eq!(shown(None, "999999195306199210"), "****");
        assert_eq!(shown(None, "电话 １００１６８３７２６６"), "****");
        assert_eq!(shown(None, "第3组"), "第3组");
        assert_eq!(shown(None, "a\u{0}b"), "a\u{fffd}b");
    }
}

//! What came of a workbook: a fate for every row, with reasons that say what to do (issue 2 §2).

mod codes;

pub use codes::{Fate, ImportKind, ReasonCode, Subject};

use crate::lang::Lang;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most lines that a report lists; its counts are exact all the same.
pub const LINES_MAX: usize = 5_000;

/// The column of a cell, as Excel shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ColumnRef {
    /// Its letters, such as `C`; empty where the column is missing.
    #[n(0)]
    pub letters: String,
    /// Its heading, as the template writes it.
    #[n(1)]
    pub heading: String,
}

/// What becomes of one row, or why one of its cells matters. A row with several reasons has several lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RowFate {
    /// The sheet's name; empty when the file as a whole is meant.
    #[n(0)]
    pub sheet: String,
    /// The row as Excel numbers it, from 1; 0 when no row is meant.
    #[n(1)]
    pub row: u32,
    /// The column, where one cell is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(2)]
    pub column: Option<ColumnRef>,
    /// What the row is about, such as a household number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(3), default)]
    pub about: String,
    /// Its fate.
    #[n(4)]
    pub fate: Fate,
    /// Why, where there is more to say than the fate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(5)]
    pub reason: Option<ReasonCode>,
    /// What stands in the cell; identity and telephone numbers are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub value: Option<String>,
    /// Under which of the counts its row stands; none where no row is counted. One cell may be kept while the row as
    /// a whole is updated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(7)]
    pub counted: Option<(Subject, Fate)>,
}

impl RowFate {
    /// The words for people: the reason's where there is one, else the fate's.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &'static str {
        self.reason
            .map_or(self.fate.label(lang), |reason| reason.label(lang))
    }
}

/// How many rows of a subject have which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Tally {
    /// New rows.
    #[n(0)]
    pub new: u64,
    /// Rows that change what is known.
    #[n(1)]
    pub updated: u64,
    /// Rows that say what is known already.
    #[n(2)]
    pub unchanged: u64,
    /// Rows of which something was kept as it is.
    #[n(3)]
    pub kept: u64,
    /// Rows that cannot be imported.
    #[n(4)]
    pub refused: u64,
    /// Rows about people whom the register does not have.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub unmatched: u64,
}

impl Tally {
    /// Counts one more row.
    pub const fn count(&mut self, fate: Fate) {
        let of_fate = match fate {
            Fate::New => &mut self.new,
            Fate::Updated => &mut self.updated,
            Fate::Unchanged => &mut self.unchanged,
            Fate::Kept => &mut self.kept,
            Fate::Refused => &mut self.refused,
            Fate::Unmatched => &mut self.unmatched,
        };
        *of_fate = of_fate.saturating_add(1);
    }

    /// Rows of a fate.
    #[must_use]
    pub const fn of(&self, fate: Fate) -> u64 {
        match fate {
            Fate::New => self.new,
            Fate::Updated => self.updated,
            Fate::Unchanged => self.unchanged,
            Fate::Kept => self.kept,
            Fate::Refused => self.refused,
            Fate::Unmatched => self.unmatched,
        }
    }

    /// All rows of the subject.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.new
            .saturating_add(self.updated)
            .saturating_add(self.unchanged)
            .saturating_add(self.kept)
            .saturating_add(self.refused)
            .saturating_add(self.unmatched)
    }

    /// Rows that a commit writes.
    #[must_use]
    pub const fn to_write(&self) -> u64 {
        self.new.saturating_add(self.updated)
    }
}

/// The report of a dry run; the commit does exactly this, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ImportReport {
    /// Which workbook it is.
    #[n(0)]
    pub kind: ImportKind,
    /// Exact counts by subject.
    #[n(1)]
    pub tallies: BTreeMap<Subject, Tally>,
    /// The lines, most pressing fate first, then in the order of the file; unchanged rows last.
    #[n(2)]
    pub lines: Vec<RowFate>,
    /// Lines beyond [`LINES_MAX`] that are counted but not listed, those of unchanged rows aside.
    #[n(3)]
    pub left_out: u64,
    /// Whether it may be committed: nothing is refused.
    #[n(4)]
    pub committable: bool,
}

impl ImportReport {
    /// The counts of a subject; zeros where the file has none.
    #[must_use]
    pub fn tally(&self, subject: Subject) -> Tally {
        self.tallies.get(&subject).copied().unwrap_or_default()
    }

    /// The fates that its rows can have, in the order in which it counts them.
    pub fn fates(&self) -> impl Iterator<Item = Fate> + use<> {
        let kind = self.kind;
        Fate::COUNTED.into_iter().filter(move |fate| fate.is_of(kind))
    }

    /// Whether a commit would write anything.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.tallies.values().any(|tally| tally.to_write() > 0)
    }

    /// Whether some line has this reason.
    #[must_use]
    pub fn has(&self, reason: ReasonCode) -> bool {
        self.lines.iter().any(|line| line.reason == Some(reason))
    }

    /// The report on a file that could not be read at all.
    #[must_use]
    pub fn unreadable(kind: ImportKind, reason: ReasonCode) -> Self {
        let mut tally = Tally::default();
        tally.count(Fate::Refused);
        Self {
            kind,
            tallies: BTreeMap::from([(Subject::Workbook, tally)]),
            lines: vec![RowFate {
                sheet: String::new(),
                row: 0,
                column: None,
                about: String::new(),
                fate: Fate::Refused,
                reason: Some(reason),
                value: None,
                counted: Some((Subject::Workbook, Fate::Refused)),
            }],
            left_out: 0,
            committable: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_file_is_one_clear_refusal() {
        let report = ImportReport::unreadable(ImportKind::Roster, ReasonCode::NotAWorkbook);
        assert!(!report.committable && !report.writes());
        assert!(report.lines[0].words(Lang::Zh).contains("另存为"));
        assert_eq!(report.tally(Subject::Workbook).refused, 1);
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<ImportReport>(&json).unwrap(), report);
    }

    #[test]
    fn only_a_list_names_people_whom_nobody_knows() {
        let of = |kind| ImportReport::unreadable(kind, ReasonCode::NotATable);
        assert!(
            of(ImportKind::Warnings)
                .fates()
                .any(|fate| fate == Fate::Unmatched)
        );
        assert!(
            !of(ImportKind::Households)
                .fates()
                .any(|fate| fate == Fate::Unmatched)
        );
        let mut tally = Tally::default();
        for fate in Fate::COUNTED {
            tally.count(fate);
        }
        assert_eq!(
            (tally.total(), tally.to_write(), tally.of(Fate::Unmatched)),
            (6, 2, 1)
        );
    }
}

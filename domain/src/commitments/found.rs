//! What was found, in the order in which it is told: by line, and within a line by subject.

use super::{Finding, LineCode, Subject};
use std::collections::BTreeMap;

/// Findings as they come: put where they belong at once, for to sort thousands of them takes a slow phone longer than to
/// find them.
#[derive(Default)]
pub(super) struct Found {
    lines: BTreeMap<LineCode, OfLine>,
    count: usize,
}

/// Of one line: of the village, of households, of members.
#[derive(Default)]
struct OfLine([Vec<Finding>; 3]);

impl OfLine {
    fn of(&mut self, subject: Subject) -> &mut Vec<Finding> {
        let [village, households, members] = &mut self.0;
        match subject {
            Subject::Village => village,
            Subject::Household(_) => households,
            Subject::Member(..) => members,
        }
    }
}

impl Found {
    /// Puts a finding behind all that come before it or are its equals: quickly where households come in the order of
    /// their ids.
    pub(super) fn push(&mut self, finding: Finding) {
        let of_kind = self.lines.entry(finding.line).or_default().of(finding.subject);
        let before = of_kind.iter().rposition(|other| other.subject <= finding.subject);
        of_kind.insert(before.map_or(0, |place| place.saturating_add(1)), finding);
        self.count = self.count.saturating_add(1);
    }

    pub(super) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.push(finding);
        }
    }

    /// Whether anything was found of a line.
    pub(super) fn has(&self, line: LineCode) -> bool {
        self.lines.contains_key(&line)
    }

    /// All of it, in order.
    pub(super) fn told(self) -> Vec<Finding> {
        let mut all = Vec::with_capacity(self.count);
        for of_kind in self.lines.into_values().flat_map(|of_line| of_line.0) {
            all.extend(of_kind);
        }
        all
    }
}

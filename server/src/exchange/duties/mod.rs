//! The duty list 责任清单: each row is an item with one body that leads it (domain.md §6 R5). The list says what is to be
//! done, by whom and by when; how it stands is told at the desks and is not touched by an import.

mod template;

use super::Reporter;
use super::table::{Line, Table};
use super::workbook::Workbook;
use crate::store::ListedDuty;
use chrono::{Days, NaiveDate};
use domain::duty::{Body, BodyKind, DutyItem, DutyTerms};
use domain::exchange::{Fate, ImportKind, ImportReport, ReasonCode, Subject};
use domain::identity::carries_personal_number;
use domain::text;
use std::collections::{BTreeMap, BTreeSet};
use template as t;

/// Longest name of a body.
const NAME_MAX: usize = 50;
/// Longest wording of a task, an item or of those who help.
const WORDING_MAX: usize = 300;
/// Due days that make sense, on either side of today; one further off is a slip of the pen.
const AROUND: Days = Days::new(5 * 366);

/// What an import of the list would do.
#[derive(Debug)]
pub struct DutiesPlan {
    /// The items to write: new and changed ones only.
    pub rows: Vec<ListedDuty>,
    /// The fate of every row.
    pub report: ImportReport,
}

/// Plans the import over the items that are known now; writes nothing. `townships`: those of the roster.
#[must_use]
pub fn plan(
    workbook: &Workbook,
    known: &[DutyItem],
    townships: &BTreeSet<String>,
    today: NaiveDate,
) -> DutiesPlan {
    let mut reporter = Reporter::new(ImportKind::Duties);
    let mut rows = Vec::new();
    if let Some(table) = Table::open_only(workbook, &t::DUTIES, &mut reporter) {
        let known: BTreeMap<&str, &DutyItem> = known.iter().map(|item| (item.code.as_str(), item)).collect();
        let mut seen = BTreeSet::new();
        for at in table.positions() {
            let mut line = table.line(at);
            let listed = read(&mut line, &mut seen, townships, today);
            let Some(listed) = listed.filter(|_| !line.is_refused()) else {
                reporter.row(Subject::Duties, &line, Fate::Refused);
                continue;
            };
            let fate = match known.get(listed.code.as_str()) {
                None => Fate::New,
                Some(item) if item.terms == listed.terms => Fate::Unchanged,
                Some(_) => Fate::Updated,
            };
            reporter.row(Subject::Duties, &line, fate);
            if fate != Fate::Unchanged {
                rows.push(listed);
            }
        }
        if seen.is_empty() {
            reporter.about_sheet(table.name(), None, ReasonCode::NoRows, true);
        }
        let absent = known
            .values()
            .filter(|item| !item.terms.withdrawn && !seen.contains(&item.code));
        for item in absent {
            reporter.absent(table.name(), &item.code, ReasonCode::DutyNotInFile);
        }
    }
    let report = reporter.finish();
    if !report.committable {
        rows.clear();
    }
    DutiesPlan { rows, report }
}

fn read(
    line: &mut Line<'_>,
    seen: &mut BTreeSet<String>,
    townships: &BTreeSet<String>,
    today: NaiveDate,
) -> Option<ListedDuty> {
    let code = line.code(&t::CODE);
    if let Some(code) = &code {
        line.about.clone_from(code);
        if !seen.insert(code.clone()) {
            line.refuse(&t::CODE, ReasonCode::DuplicateRow);
        }
    }
    let task = line.sentence(&t::TASK, WORDING_MAX).unwrap_or_default();
    let before = line.notes().len();
    let wording = line.sentence(&t::WORDING, WORDING_MAX);
    if wording.is_none() && line.notes().len() == before {
        line.refuse(&t::WORDING, ReasonCode::Missing);
    }
    let partners = line.sentence(&t::PARTNERS, WORDING_MAX).unwrap_or_default();
    for column in [&t::TASK, &t::WORDING, &t::PARTNERS] {
        if carries_personal_number(&text::tidy(line.raw(column))) {
            line.refuse(column, ReasonCode::PersonalNumber);
        }
    }
    let body = body(line, townships);
    let cycle = line.needed_choice(&t::CYCLE, t::cycle_of);
    let due = due(line, today);
    let withdrawn = line.flag(&t::WITHDRAWN).unwrap_or_default();
    Some(ListedDuty {
        code: code?,
        terms: DutyTerms {
            task,
            wording: wording?,
            body: body?,
            partners,
            cycle: cycle?,
            due: due?,
            withdrawn,
        },
    })
}

/// A township is one of the roster; what has a township's name and is not there is a slip of the pen; any other is a
/// department, under the name that the list has.
fn body(line: &mut Line<'_>, townships: &BTreeSet<String>) -> Option<Body> {
    let name = line.needed(&t::BODY, NAME_MAX, ReasonCode::Missing)?;
    let name = text::compact(&name);
    if let Some(township) = townships.iter().find(|known| text::compact(known) == name) {
        return Some(Body {
            kind: BodyKind::Township,
            name: township.clone(),
        });
    }
    if ["镇", "乡", "街道", "街道办事处"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        line.refuse(&t::BODY, ReasonCode::UnknownTownship);
        return None;
    }
    Some(Body {
        kind: BodyKind::Department,
        name,
    })
}

fn due(line: &mut Line<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let before = line.notes().len();
    let due = line.date(&t::DUE);
    match due {
        None if line.notes().len() == before => line.refuse(&t::DUE, ReasonCode::Missing),
        Some(day)
            if today.checked_sub_days(AROUND).is_some_and(|first| day < first)
                || today.checked_add_days(AROUND).is_some_and(|last| day > last) =>
        {
            line.refuse(&t::DUE, ReasonCode::OutOfRange);
        }
        _ => {}
    }
    due
}

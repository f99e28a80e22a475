//! Departments' warning lists 部门预警名单: each line meets a member of the register by identity number and becomes a
//! flag for the leader, or is told as unmatched and leaves nothing behind (domain.md §4.6).

mod rows;
mod template;

pub use template::department_of;

use super::Reporter;
use super::named::{self, Ground};
use super::table::{Line, Table};
use super::workbook::Workbook;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use domain::exchange::{Fate, ImportKind, ImportReport, ReasonCode, Subject};
use domain::household::{Household, Member};
use domain::ids::{FlagId, HouseholdId, MemberId};
use domain::risk::RelapseFlag;
use domain::risk::warning::{Department, ListedWarning, Warning, WarningKind};
use rows::Said;
use std::collections::BTreeSet;
use template as t;
use uuid::Uuid;

/// The namespace of flags that follow from lists; never change it.
const LISTS: Uuid = Uuid::from_u128(0x3f9c_18d2_6a47_5be0_9c31_e2a8_70d4_b516);

/// What an import of a list would do.
#[derive(Debug)]
pub struct WarningsPlan {
    /// The warnings that become flags.
    pub rows: Vec<ListedWarning>,
    /// The fate of every row.
    pub report: ImportReport,
}

/// The flag of a department's warning: from member, kind (which is one department's) and day, so that the same line
/// in whatever list is the same flag. Not from the identity number, as the flag's identity travels to phones.
#[must_use]
pub fn flag_id(member: MemberId, kind: WarningKind, happened_on: NaiveDate) -> FlagId {
    let name = format!("{member}\n{}\n{happened_on}", kind.code());
    FlagId(Uuid::new_v5(&LISTS, name.as_bytes()))
}

/// Plans the import of a list over what the store knows; writes nothing. `sender`: the one department whose list it
/// is, where the importer said so.
///
/// # Errors
/// When the store cannot be asked; faults of the file are in the report.
pub async fn plan(
    workbook: &Workbook,
    store: &Store,
    sender: Option<Department>,
    today: NaiveDate,
) -> Result<WarningsPlan, StoreError> {
    let mut reporter = Reporter::new(ImportKind::Warnings);
    let Some(table) = Table::open_only(workbook, &t::WARNINGS, &mut reporter) else {
        return Ok(WarningsPlan {
            rows: Vec::new(),
            report: reporter.finish(),
        });
    };
    let lines = named::read(&table, &mut reporter, |line| rows::read(line, sender, today));
    let ground = Ground::of(store, &lines).await?;
    let met = ground.meet(lines, |_, member, said| Some(listed(member, said)));
    let rows = settle(met, store, &mut reporter).await?;
    let report = reporter.finish();
    let rows = if report.committable { rows } else { Vec::new() };
    Ok(WarningsPlan { rows, report })
}

/// The warning that a line is of a member.
fn listed((household, member): (&Household, &Member), said: Said) -> ListedWarning {
    ListedWarning {
        flag: flag_id(member.id, said.kind, said.happened_on),
        household: household.id,
        village: household.village.clone(),
        warning: Warning {
            kind: said.kind,
            member: member.id,
            happened_on: said.happened_on,
            amount: said.amount,
        },
        sent_on: said.sent_on,
        words: said.words,
    }
}

/// Reports every line, and gives those that become flags.
async fn settle(
    met: Vec<(Line<'_>, Option<ListedWarning>)>,
    store: &Store,
    reporter: &mut Reporter,
) -> Result<Vec<ListedWarning>, StoreError> {
    let listed = || met.iter().filter_map(|(_, listed)| listed.as_ref());
    let ids: Vec<FlagId> = listed().map(|listed| listed.flag).collect();
    let households: Vec<HouseholdId> = listed().map(|listed| listed.household).collect();
    let known = store.flags_of(&ids).await?;
    let open = store.households_with_open_flags(&households).await?;
    let mut taken: BTreeSet<FlagId> = BTreeSet::new();
    let mut rows = Vec::new();
    for (mut line, listed) in met {
        let fate = match listed {
            None => Fate::Unmatched,
            Some(listed) => {
                let fate = fate(&mut line, &listed, known.get(&listed.flag), &mut taken);
                if fate == Fate::New {
                    if open.contains(&listed.household) {
                        line.remark_as(None, ReasonCode::OpenFlag, fate, "");
                    }
                    rows.push(listed);
                }
                fate
            }
        };
        reporter.row(Subject::Warnings, &line, fate);
    }
    Ok(rows)
}

fn fate(
    line: &mut Line<'_>,
    listed: &ListedWarning,
    known: Option<&RelapseFlag>,
    taken: &mut BTreeSet<FlagId>,
) -> Fate {
    match known {
        Some(known) if listed.says_what(known) => Fate::Unchanged,
        Some(_) => {
            line.remark_as(None, ReasonCode::WarnedBefore, Fate::Kept, "");
            Fate::Kept
        }
        None if taken.insert(listed.flag) => Fate::New,
        None => {
            line.remark_as(None, ReasonCode::WarnedTwice, Fate::Unchanged, "");
            Fate::Unchanged
        }
    }
}

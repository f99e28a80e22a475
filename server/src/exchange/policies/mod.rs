//! Departments' lists of policies 部门政策名单: who receives which policy, for which period. A line that meets a member of the
//! register becomes a finding of that household (domain.md §6, rows P1–P5, P7, P8); one that meets nobody leaves nothing.

mod rows;
mod template;

use super::Reporter;
use super::named::{self, Ground};
use super::table::{Line, Table};
use super::workbook::Workbook;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use domain::entitlement::codes::{EntitlementSource, EntitlementStatus};
use domain::entitlement::rules::{CHECKS_MAX, check_content};
use domain::entitlement::{EntitlementContent, EntitlementFile, EntitlementKey, ListedPolicy, Listing};
use domain::exchange::{Fate, ImportKind, ImportReport, ReasonCode, Subject};
use domain::household::{Household, Member};
use domain::ids::{HouseholdId, OpId};
use domain::risk::warning::Department;
use rows::Said;
use std::collections::{BTreeMap, BTreeSet};
use template as t;
use uuid::Uuid;

/// The namespace of findings that follow from lists; never change it.
const LISTS: Uuid = Uuid::from_u128(0x7d41_0b96_e3a8_4c17_8f52_6b0e_91d7_c2a4);

/// What an import of a list would do.
#[derive(Debug)]
pub struct PoliciesPlan {
    /// The lines that become findings.
    pub rows: Vec<ListedPolicy>,
    /// The fate of every row.
    pub report: ImportReport,
}

/// Plans the import of a list over what the store knows; writes nothing. `sender`: the one department whose list it is,
/// where the importer said so.
///
/// # Errors
/// When the store cannot be asked; faults of the file are in the report.
pub async fn plan(
    workbook: &Workbook,
    store: &Store,
    sender: Option<Department>,
    today: NaiveDate,
) -> Result<PoliciesPlan, StoreError> {
    let mut reporter = Reporter::new(ImportKind::Policies);
    let Some(table) = Table::open_only(workbook, &t::POLICIES, &mut reporter) else {
        return Ok(PoliciesPlan {
            rows: Vec::new(),
            report: reporter.finish(),
        });
    };
    let lines = named::read(&table, &mut reporter, |line| rows::read(line, sender, today));
    let ground = Ground::of(store, &lines).await?;
    let met = ground.meet(lines, |line, member, said| found(line, member, said, today));
    let rows = settle(met, store, &mut reporter).await?;
    let report = reporter.finish();
    let rows = if report.committable { rows } else { Vec::new() };
    Ok(PoliciesPlan { rows, report })
}

/// The finding that a line is of whom it names; none where it says what cannot be of that household.
fn found(
    line: &mut Line<'_>,
    (household, member): (&Household, &Member),
    said: Said,
    today: NaiveDate,
) -> Option<ListedPolicy> {
    let key = match said.kind.of_member() {
        true => EntitlementKey::of(member.id, said.kind),
        false => EntitlementKey::own(said.kind),
    };
    if said.kind.of_resettled() && !household.resettled {
        line.remark_as(
            Some(&t::POLICY),
            ReasonCode::PolicyNotResettled,
            Fate::Kept,
            line.raw(&t::POLICY),
        );
        return None;
    }
    let content = EntitlementContent {
        key,
        status: said.status,
        on: said.on,
        source: EntitlementSource::DepartmentList,
        stopped_on: said.from.filter(|_| said.status.is_stop()),
        words: said.words,
        seen: Vec::new(),
    };
    // What a phone may not record a list may not say.
    if check_content(&content, household, today).is_err() {
        line.refuse(&t::STATUS, ReasonCode::UnknownValue);
        return None;
    }
    let listing = Listing {
        department: said.department,
        since: said.from.filter(|_| said.status == EntitlementStatus::Receiving),
    };
    Some(listed(household, (content, listing), said.until))
}

/// The finding of a line: its identity follows from all that it says, its period and not the day of the import, so that the same line in whatever list is the same
/// finding. Not from the identity number, as it travels to phones.
fn listed(
    household: &Household,
    (content, listing): (EntitlementContent, Listing),
    until: NaiveDate,
) -> ListedPolicy {
    let member = content.key.member.map(|member| member.to_string());
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let parts = [
        household.id.to_string(),
        member.unwrap_or_default(),
        content.key.kind.code().to_owned(),
        content.status.code().to_owned(),
        until.to_string(),
        day(content.stopped_on),
        day(listing.since),
        listing.department.code().to_owned(),
        content.words.clone(),
    ];
    ListedPolicy {
        op: OpId(Uuid::new_v5(&LISTS, parts.join("\n").as_bytes())),
        household: household.id,
        village: household.village.clone(),
        content,
        listing,
    }
}

/// What the list said already of a policy of somebody.
type Taken = BTreeMap<(HouseholdId, EntitlementKey), EntitlementStatus>;

/// Reports every line, and gives those that become findings.
async fn settle(
    met: Vec<(Line<'_>, Option<ListedPolicy>)>,
    store: &Store,
    reporter: &mut Reporter,
) -> Result<Vec<ListedPolicy>, StoreError> {
    let households: BTreeSet<HouseholdId> = met
        .iter()
        .filter_map(|(_, listed)| Some(listed.as_ref()?.household))
        .collect();
    let households: Vec<HouseholdId> = households.into_iter().collect();
    let files = store.entitlements_of(&households).await?;
    let mut taken = Taken::new();
    let mut rows = Vec::new();
    for (mut line, listed) in met {
        let Some(listed) = listed else {
            let fate = line.notes().iter().find_map(|note| note.fate);
            reporter.row(Subject::Policies, &line, fate.unwrap_or(Fate::Unmatched));
            continue;
        };
        let fate = fate(&mut line, &listed, files.get(&listed.household), &mut taken);
        reporter.row(Subject::Policies, &line, fate);
        if matches!(fate, Fate::New | Fate::Updated) {
            rows.push(listed);
        }
    }
    Ok(rows)
}

fn fate(
    line: &mut Line<'_>,
    listed: &ListedPolicy,
    file: Option<&EntitlementFile>,
    taken: &mut Taken,
) -> Fate {
    let key = (listed.household, listed.content.key);
    match taken.get(&key) {
        Some(status) if *status == listed.content.status => {
            line.remark_as(None, ReasonCode::PolicyListedTwice, Fate::Unchanged, "");
            return Fate::Unchanged;
        }
        Some(_) => {
            line.refuse(&t::STATUS, ReasonCode::PolicyTwoAnswers);
            return Fate::Refused;
        }
        None => {}
    }
    taken.insert(key, listed.content.status);
    let Some(file) = file else {
        return Fate::New;
    };
    if file.times(listed.op) > 0 {
        return Fate::Unchanged;
    }
    if file.checks.len() >= CHECKS_MAX {
        line.refuse(&t::POLICY, ReasonCode::PolicyFull);
        return Fate::Refused;
    }
    let fate = match listed.replaces(file).is_empty() {
        true => Fate::New,
        false => Fate::Updated,
    };
    if listed.differs_from_others(file) {
        line.remark_as(None, ReasonCode::PolicyDiffers, fate, "");
    }
    fate
}

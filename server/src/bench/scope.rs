//! A team's scope of so many records, for what a phone loads first.

use domain::handover::Leaving;
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::risk::{FlagContent, Triage};
use domain::sync::Outcome;

use super::BenchFault;
use super::district::{self, SEED, Setting};
use crate::demo::visits::{Moment, Step, leader_first, script};
use crate::demo::{DemoAccounts, Dice, register, roster};
use crate::exchange::Workbook;
use crate::exchange::workbook::Sheet;
use crate::store::{RegisterHousehold, Store};
use std::collections::BTreeSet;

/// Fewest records: the households that the demonstration's year of visits is about, and the visits.
const FEWEST: u32 = 300;

/// What was filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Who signs in.
    pub accounts: DemoAccounts,
    /// Households of the team.
    pub households: usize,
    /// Their visits.
    pub visits: usize,
}

/// Fills an empty database so that the demonstration member's team has exactly so many records: households
/// of its one village, and the year of visits that the demonstration has.
///
/// # Errors
/// [`BenchFault`].
pub async fn fill(store: &Store, records: u32, setting: &Setting) -> Result<Filled, BenchFault> {
    if records < FEWEST {
        return Err(BenchFault::new(format!("a scope has at least {FEWEST} records")));
    }
    let accounts = district::open_accounts(store, setting).await?;
    let leader = store.actor(&accounts.leader).await?;
    let leader = leader.ok_or_else(|| BenchFault::new("the roster has no leader"))?;
    let known = store.roster().await?;
    let people = district::people(store, &known).await?;
    let team: Vec<Actor> = people
        .into_iter()
        .filter(|person| person.team == leader.team)
        .collect();

    let wide = register::workbook(SEED, records, setting.today);
    let mut rows = district::plan(store, &gathered(&wide), setting).await?;
    rows.sort_by(|a, b| a.household.code.cmp(&b.household.code));
    let steps = year_of(&rows, &leader_first(team), setting);
    let visits = steps
        .iter()
        .filter(|step| matches!(step.operation.body, OperationBody::LogVisit { .. }))
        .count();
    let others = visits
        .saturating_add(flags(&steps))
        .saturating_add(files(&steps, &rows))
        .saturating_add(requests(&steps))
        .saturating_add(day_files(&steps))
        .saturating_add(policy_files(&steps))
        .saturating_add(handovers(&steps))
        .saturating_add(works(&steps));
    rows.truncate(rows.len().saturating_sub(others));
    store
        .save_register(&rows, &accounts.district, setting.now, &|_| {})
        .await?;
    let households = rows.len();
    drop(rows);
    send(store, steps, setting).await?;
    check(store, &leader, records).await?;
    Ok(Filled {
        accounts,
        households,
        visits,
    })
}

/// The flags that these visits raise: records of the scope as well.
fn flags(steps: &[Step]) -> usize {
    let raised = steps.iter().filter_map(|step| match &step.operation.body {
        OperationBody::LogVisit { visit, content, .. }
        | OperationBody::ReviseVisit { visit, content, .. } => {
            FlagContent::of_visit(content).alarms().then_some(*visit)
        }
        _ => None,
    });
    raised.collect::<BTreeSet<_>>().len()
}

/// The requests that were raised.
fn requests(steps: &[Step]) -> usize {
    let raised = |step: &&Step| matches!(step.operation.body, OperationBody::RaiseRequest { .. });
    steps.iter().filter(raised).count()
}

/// The people whose months were confirmed: each has one file of days.
fn day_files(steps: &[Step]) -> usize {
    let files = steps.iter().filter_map(|step| step.operation.body.days());
    files.collect::<BTreeSet<_>>().len()
}

/// The households of whose policies something is found: each has one file of that.
fn policy_files(steps: &[Step]) -> usize {
    let files = steps.iter().filter_map(|step| match &step.operation.body {
        OperationBody::RecordEntitlement { household, .. } => Some(*household),
        _ => None,
    });
    files.collect::<BTreeSet<_>>().len()
}

/// The entries of the work log.
fn works(steps: &[Step]) -> usize {
    let logged = |step: &&Step| matches!(step.operation.body, OperationBody::LogWork { .. });
    steps.iter().filter(logged).count()
}

/// The handovers that were begun.
fn handovers(steps: &[Step]) -> usize {
    let begun = steps.iter().filter_map(|step| step.operation.body.handover());
    begun.map(Leaving::id).collect::<BTreeSet<_>>().len()
}

/// The monitoring files, one a household: those in which a plan begins, and those that the confirmation of a flag opens
/// where the household is not monitored already.
fn files(steps: &[Step], rows: &[RegisterHousehold]) -> usize {
    let planned = steps.iter().filter_map(|step| match &step.operation.body {
        OperationBody::NameContact { household, .. } | OperationBody::AddMeasure { household, .. } => {
            Some(*household)
        }
        _ => None,
    });
    let planned: BTreeSet<HouseholdId> = planned.collect();
    let confirmed = steps.iter().filter_map(|step| match &step.operation.body {
        OperationBody::TriageFlag {
            triage: Triage::Confirm,
            household,
            ..
        } => *household,
        _ => None,
    });
    let confirmed: BTreeSet<HouseholdId> = confirmed.collect();
    let has_one = |row: &&RegisterHousehold| {
        let id = &row.household.id;
        planned.contains(id) || (row.household.monitored().is_none() && confirmed.contains(id))
    };
    rows.iter().filter(has_one).count()
}

/// Counts again, in the feed that the phone will read.
async fn check(store: &Store, leader: &Actor, records: u32) -> Result<(), BenchFault> {
    let Some(team) = &leader.team else {
        return Err(BenchFault::new("the leader has no team"));
    };
    let there = store.feed(team, 0, 1).await?.records;
    if there != u64::from(records) {
        return Err(BenchFault::new(format!(
            "the scope has {there} records instead of {records}"
        )));
    }
    Ok(())
}

/// The visits are about the first households, however many follow.
fn year_of(rows: &[RegisterHousehold], team: &[Actor], setting: &Setting) -> Vec<Step> {
    let households: Vec<Household> = rows.iter().take(100).map(|row| row.household.clone()).collect();
    let moment = Moment {
        today: setting.today,
        now: setting.now,
    };
    script(
        Dice::of(SEED, 1_000),
        team,
        &households,
        moment,
        &setting.config,
        true,
    )
}

async fn send(store: &Store, steps: Vec<Step>, setting: &Setting) -> Result<(), BenchFault> {
    for Step { operation, at } in steps {
        let Some(actor) = store.actor(&operation.author).await? else {
            continue;
        };
        let outcomes = store
            .apply(actor, vec![operation], setting.config.clone(), at)
            .await?;
        if let Some(Outcome::Refused { refusal }) = outcomes.into_iter().map(|one| one.outcome).next() {
            return Err(BenchFault::new(format!(
                "an operation is refused: {}",
                refusal.code.code()
            )));
        }
    }
    Ok(())
}

/// The same households, all in the first village.
fn gathered(wide: &Workbook) -> Workbook {
    let codes = Codes(roster::village_id(0));
    let mut sheets: Vec<Sheet> = wide
        .sheets
        .iter()
        .map(|sheet| codes.moved(sheet, false))
        .collect();
    if let (Some(first), Some(households)) = (sheets.first_mut(), wide.sheets.first()) {
        *first = codes.moved(households, true);
    }
    Workbook { sheets }
}

/// The village to which all households go.
struct Codes(String);

impl Codes {
    /// Of `V002-0007` here.
    fn of(&self, code: &str) -> String {
        format!("{}-{}", self.0, code.replace(['V', '-'], ""))
    }

    /// A sheet whose first column is the household's code, and whose second is the village's where it is.
    fn moved(&self, sheet: &Sheet, names_village: bool) -> Sheet {
        let mut moved = Sheet::named(&sheet.name);
        for row in sheet.rows() {
            let heading = row.number == 1;
            let code = self.of(row.text(0));
            let cells = row.cells().map(|(column, text)| match column {
                0 if !heading => (column, code.as_str()),
                1 if !heading && names_village => (column, self.0.as_str()),
                _ => (column, text),
            });
            moved.push(row.number, cells);
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn households_of_all_villages_gather_in_one() {
        let wide = register::workbook(SEED, 130, Setting::present().today);
        let book = gathered(&wide);
        let first = book.sheets.first().unwrap();
        let codes: std::collections::BTreeSet<&str> = first.rows().skip(1).map(|row| row.text(0)).collect();
        assert_eq!(codes.len(), 130);
        assert!(first.rows().skip(1).all(|row| row.text(1) == "V001"));
        assert_eq!(first.row(0).unwrap().text(0), "户编号");
    }
}

//! One line for each household, made once for Today and for the list: name, place, tier, when due.

use crate::ledger::View;
use chrono::NaiveDate;
use domain::config::Config;
use domain::due::{Due, due};
use domain::household::Household;
use domain::household::codes::{HouseholdType, MonitorCategory};
use domain::ids::{HouseholdId, VillageId};
use domain::risk::order::is_unsettled;
use domain::screening::{Persons, ScreeningRule, screen_among};
use domain::text::{first_number, last_number};
use domain::visit::Visit;
use std::collections::BTreeMap;

/// Days before the end of the interval from which a household counts as due.
pub const SOON_DAYS: i64 = 7;

/// What lists show of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The household.
    pub id: HouseholdId,
    /// Its village.
    pub village: VillageId,
    /// The name by which people call it.
    pub name: String,
    /// Villagers' group.
    pub group: String,
    /// Address.
    pub address: String,
    /// Number of members.
    pub people: usize,
    /// Base type.
    pub household_type: HouseholdType,
    /// Category under which it is monitored now.
    pub monitor: Option<MonitorCategory>,
    /// When it is due.
    pub due: Due,
    /// Whether the household is no longer there: then nobody has to visit it.
    pub gone: bool,
    /// Whether a flag of it is not settled, and then whether one cannot wait.
    pub flag: Option<bool>,
    /// The rules of screening that found something, each once.
    pub screened: Vec<ScreeningRule>,
}

impl Line {
    /// Whether a visit is due now or within [`SOON_DAYS`].
    #[must_use]
    pub const fn is_due(&self) -> bool {
        !self.gone && self.due.days_left <= SOON_DAYS
    }

    /// Whether the interval is over; a household never visited has none yet, and is due.
    #[must_use]
    pub const fn is_past(&self) -> bool {
        !self.gone && (self.due.days_left < 0 || self.due.by.is_none())
    }

    /// Whether a flag of it cannot wait: then it stands first in every list.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.flag == Some(true)
    }

    fn place(&self) -> (&VillageId, u64, &str, u64, &str) {
        (
            &self.village,
            first_number(&self.group),
            &self.group,
            last_number(&self.address),
            &self.address,
        )
    }
}

fn screened(
    persons: &Persons<'_>,
    household: &Household,
    flagged: bool,
    on: (&Config, NaiveDate),
) -> Vec<ScreeningRule> {
    let found = screen_among(persons, household, flagged, on).into_iter();
    let mut rules: Vec<ScreeningRule> = found.map(|finding| finding.rule).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// All households in scope, by village, group and house number.
#[must_use]
pub fn outline(view: &View) -> Vec<Line> {
    let config = view.config();
    let mut visits: BTreeMap<HouseholdId, Vec<&Visit>> = BTreeMap::new();
    for visit in view.records.visits() {
        visits.entry(visit.household).or_default().push(visit);
    }
    let mut flags: BTreeMap<HouseholdId, bool> = BTreeMap::new();
    for flag in view
        .records
        .flags()
        .filter(|flag| is_unsettled(flag, &view.records))
    {
        *flags.entry(flag.household).or_default() |= flag.is_urgent();
    }
    let none = Vec::new();
    let persons = Persons::of(view.records.households());
    let line = |household: &Household| Line {
        id: household.id,
        village: household.village.clone(),
        name: household.name().to_owned(),
        group: household.group.clone(),
        address: household.address.clone(),
        people: household.members.len(),
        household_type: household.household_type,
        monitor: household.monitored(),
        due: due(
            household,
            visits.get(&household.id).unwrap_or(&none).iter().copied(),
            view.today,
            &config,
        ),
        gone: household.reduced.is_some(),
        flag: flags.get(&household.id).copied(),
        screened: screened(
            &persons,
            household,
            flags.contains_key(&household.id),
            (&config, view.today),
        ),
    };
    let mut lines: Vec<Line> = view.records.households().map(line).collect();
    lines.sort_by(|a, b| a.place().cmp(&b.place()));
    lines
}

/// The due ones: those with a sign that cannot wait, then longest past first, then near ones together.
#[must_use]
pub fn due_first(lines: &[Line]) -> Vec<&Line> {
    let mut due: Vec<&Line> = lines.iter().filter(|line| line.is_due()).collect();
    let key = |line: &Line| (!line.is_urgent(), line.due.days_left);
    due.sort_by(|a, b| (key(a), a.place()).cmp(&(key(b), b.place())));
    due
}

//! The pack of a handover, made from the records: what is open at each household, who was there, what to know.

use super::codes::LineKind;
use super::{Change, Handover, HandoverEntry, HandoverLine};
use crate::case::MonitoringFile;
use crate::case::order::{awaited, due};
use crate::config::Config;
use crate::due::{VisitTier, tier};
use crate::household::Household;
use crate::identification::IdentifyStep;
use crate::ids::{HouseholdId, StaffId};
use crate::plan::Measure;
use crate::record::{RecordMap, Records};
use crate::request::Request;
use crate::risk::order::stands;
use crate::risk::{FlagStatus, RelapseFlag};
use crate::visit::Visit;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Something that is open at a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open<'a> {
    /// What.
    pub what: OpenKind<'a>,
    /// By when; none where no day is set.
    pub by: Option<NaiveDate>,
    /// It cannot wait: an urgent flag, or a case that came of one or goes the green channel.
    pub urgent: bool,
}

/// What is open at a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenKind<'a> {
    /// A flag for a risk, undecided, watched, or confirmed without a case.
    Flag(&'a RelapseFlag),
    /// An identification case, and the step for which it waits; none where it waits for days to pass.
    Case(Option<IdentifyStep>),
    /// A risk elimination under way.
    Elimination,
    /// A measure of the plan that goes on.
    Measure(&'a Measure),
    /// A request that the household has no answer to.
    Request(&'a Request),
}

/// A household in the pack.
#[derive(Clone, Debug)]
pub struct Home<'a> {
    /// The household.
    pub household: &'a Household,
    /// How closely it is followed.
    pub tier: VisitTier,
    /// What is open: what cannot wait, then the nearest day, what has no day last.
    pub open: Vec<Open<'a>>,
    /// The last day on which somebody was met.
    pub last_met: Option<NaiveDate>,
    /// Of a monitored household: whether who takes over has been there; none while nobody came.
    pub introduced: Option<bool>,
    /// What to know, oldest first.
    pub notes: Vec<(&'a HandoverEntry, &'a HandoverLine)>,
}

impl Home<'_> {
    /// The nearest day of what is open.
    #[must_use]
    pub fn by(&self) -> Option<NaiveDate> {
        self.open.iter().filter_map(|open| open.by).min()
    }

    /// Whether something there cannot wait.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.open.iter().any(|open| open.urgent)
    }
}

/// What somebody has to know who takes over a village.
#[derive(Clone, Debug, Default)]
pub struct Pack<'a> {
    /// Where something cannot wait, then monitored households, then those with something open or a note; of each the nearest
    /// day first.
    pub homes: Vec<Home<'a>>,
    /// The other households, by register number.
    pub others: Vec<&'a Household>,
}

/// What is known of the visits to a household.
#[derive(Clone, Copy, Default)]
struct Seen {
    last_met: Option<NaiveDate>,
    introduced: bool,
}

/// Makes the pack of a change of people from the records of its village.
#[must_use]
pub fn pack<'a>(
    records: &'a RecordMap,
    change: &Change,
    handover: Option<&'a Handover>,
    today: NaiveDate,
    config: &Config,
) -> Pack<'a> {
    let village = &change.of.village;
    let incoming = change.incoming.as_ref();
    let mut seen = seen(records, change);
    let mut open = open(records, change, today, config);
    let mut notes: BTreeMap<HouseholdId, Vec<(&HandoverEntry, &HandoverLine)>> = BTreeMap::new();
    let known = handover.into_iter().flat_map(|one| one.lines(LineKind::Know));
    for (entry, line) in known {
        if let Some(household) = line.household {
            notes.entry(household).or_default().push((entry, line));
        }
    }
    let mut pack = Pack::default();
    for household in records.households().filter(|home| home.village == *village) {
        let tier = tier(household);
        let (open, notes) = (open.remove(&household.id), notes.remove(&household.id));
        if tier != VisitTier::Active && open.is_none() && notes.is_none() {
            pack.others.push(household);
            continue;
        }
        let seen = seen.remove(&household.id).unwrap_or_default();
        let monitored = tier == VisitTier::Active;
        pack.homes.push(Home {
            household,
            tier,
            open: open.unwrap_or_default(),
            last_met: seen.last_met,
            introduced: incoming.filter(|_| monitored).map(|_| seen.introduced),
            notes: notes.unwrap_or_default(),
        });
    }
    pack.homes.sort_by(|a, b| {
        let order = |home: &Home<'_>| {
            let by = home.by();
            (
                !home.is_urgent(),
                home.tier != VisitTier::Active,
                by.is_none(),
                by,
            )
        };
        let register = |home: &Home<'a>| &home.household.code;
        order(a).cmp(&order(b)).then_with(|| register(a).cmp(register(b)))
    });
    pack.others.sort_by(|a, b| a.code.cmp(&b.code));
    pack
}

fn was_there(visit: &Visit, person: &StaffId) -> bool {
    visit.author == *person || visit.content.companions.contains(person)
}

fn seen(records: &RecordMap, change: &Change) -> BTreeMap<HouseholdId, Seen> {
    let mut seen: BTreeMap<HouseholdId, Seen> = BTreeMap::new();
    let of_village = |visit: &&Visit| visit.village == change.of.village && visit.qualifies();
    for visit in records.visits().filter(of_village) {
        let one = seen.entry(visit.household).or_default();
        let on = visit.counted_on();
        one.last_met = one.last_met.max(Some(on));
        let incoming = change.incoming.as_ref();
        one.introduced |= incoming.is_some_and(|(staff, _, from)| on >= *from && was_there(visit, staff));
    }
    seen
}

/// What is open, by household: what cannot wait, then the nearest day.
fn open<'a>(
    records: &'a RecordMap,
    change: &Change,
    today: NaiveDate,
    config: &Config,
) -> BTreeMap<HouseholdId, Vec<Open<'a>>> {
    let village = &change.of.village;
    let mut all: BTreeMap<HouseholdId, Vec<Open<'a>>> = BTreeMap::new();
    let mut files: BTreeMap<HouseholdId, &MonitoringFile> = BTreeMap::new();
    for file in records.monitoring_files().filter(|file| file.village == *village) {
        files.insert(file.household, file);
        let list = of_file(file, (today, config));
        if !list.is_empty() {
            all.entry(file.household).or_default().extend(list);
        }
    }
    for flag in records.flags().filter(|flag| flag.village == *village) {
        let by = match flag.status() {
            FlagStatus::Raised => flag.triage_by(config),
            FlagStatus::Watch => flag.recheck_on(),
            FlagStatus::Confirmed if waits(flag, records, &files) => None,
            _ => continue,
        };
        let (what, urgent) = (OpenKind::Flag(flag), flag.is_urgent());
        all.entry(flag.household)
            .or_default()
            .push(Open { what, by, urgent });
    }
    for request in records.requests() {
        if request.village == *village && request.is_open() {
            all.entry(request.household).or_default().push(Open {
                what: OpenKind::Request(request),
                by: Some(request.due()),
                urgent: false,
            });
        }
    }
    for list in all.values_mut() {
        list.sort_by_key(|open| (!open.urgent, open.by.is_none(), open.by));
    }
    all
}

/// Whether a confirmed flag has led to nothing yet.
fn waits(flag: &RelapseFlag, records: &RecordMap, files: &BTreeMap<HouseholdId, &MonitoringFile>) -> bool {
    let monitored = records
        .household(flag.household)
        .is_some_and(|home| home.monitored().is_some());
    let file = files.get(&flag.household).copied();
    !monitored && file.is_none_or(|file| file.running().is_none()) && stands(flag, file)
}

fn of_file<'a>(file: &'a MonitoringFile, (today, config): (NaiveDate, &Config)) -> Vec<Open<'a>> {
    let case = file.running().map(|case| Open {
        what: OpenKind::Case(awaited(case.state(today))),
        by: due(case, today, &config.holidays),
        urgent: case.is_pressing(),
    });
    let elimination = file.eliminating().filter(|one| one.is_running()).map(|_| Open {
        what: OpenKind::Elimination,
        by: None,
        urgent: false,
    });
    let measures = file.plan.in_force().filter(|measure| measure.is_open());
    let measures = measures.map(|measure| Open {
        what: OpenKind::Measure(measure),
        by: measure.content.planned_end,
        urgent: false,
    });
    case.into_iter().chain(elimination).chain(measures).collect()
}

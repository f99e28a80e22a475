//! What the desks of village, township and district read of cases, and what they send.

use super::codes::{CaseState, Department};
use super::order::{AtState, compare_due, due, is_late, waits_for};
use super::{Deed, IdentificationCase, MonitoringFile, Step};
use crate::calendar::Holidays;
use crate::config::Config;
use crate::elimination::codes::EliminationState;
use crate::elimination::desk::{EliminationLine, count};
use crate::elimination::precheck::Criterion;
use crate::household::Household;
use crate::ids::{HouseholdId, OpId, VillageId};
use crate::income::{CountingRule, MonitoringLine};
use crate::risk::FlagContent;
use crate::roster::Role;
use crate::screening::{Finding, RuleRow, doubts_of};
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where a household lies, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Place {
    /// The household's name.
    #[n(0)]
    pub name: String,
    /// The villagers' group.
    #[n(1)]
    pub group: String,
    /// The village.
    #[n(2)]
    pub village: String,
    /// The township or street.
    #[n(3)]
    pub township: String,
}

/// One household's present case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct CaseLine {
    /// The household.
    #[n(0)]
    pub household: HouseholdId,
    /// Where it is.
    #[n(1)]
    pub place: Place,
    /// The village's number.
    #[n(2)]
    pub village: VillageId,
    /// Where the case stands today.
    #[n(3)]
    pub state: CaseState,
    /// T0.
    #[cbor(n(4), with = "crate::cbor::day")]
    pub seen_on: NaiveDate,
    /// The last day for what it waits for, where that is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(5), with = "crate::cbor::maybe_day", default)]
    pub due: Option<NaiveDate>,
    /// Whether that day has passed.
    #[n(6)]
    pub late: bool,
    /// Green channel.
    #[n(7)]
    pub expedited: bool,
    /// Whether the reader's role has the next step.
    #[n(8)]
    pub mine: bool,
    /// The sign could not wait.
    #[serde(default)]
    #[cbor(n(9), default)]
    pub urgent: bool,
    /// The last day for the departments' comparison, while it is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(10), with = "crate::cbor::maybe_day", default)]
    pub compare_by: Option<NaiveDate>,
    /// The departments that were asked and have not answered, while their comparison is awaited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(11), default)]
    pub unanswered: Vec<Department>,
}

impl CaseLine {
    /// The line of a case as somebody of a role reads it.
    #[must_use]
    pub fn of(
        file: &MonitoringFile,
        case: &IdentificationCase,
        place: Place,
        (role, today, holidays): (Role, NaiveDate, &Holidays),
    ) -> Self {
        let compare_by = compare_due(case, today, holidays);
        Self {
            household: file.household,
            place,
            village: file.village.clone(),
            state: case.state(today),
            seen_on: case.seen_on,
            due: due(case, today, holidays),
            late: is_late(case, today, holidays),
            expedited: case.progress().expedited,
            mine: waits_for(case, role, today),
            urgent: case.urgent,
            compare_by,
            unanswered: compare_by.map(|_| case.unanswered()).unwrap_or_default(),
        }
    }
}

/// What is open in a township, step by step: each figure opens its list. No score, and no order but that of names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct TownshipLine {
    /// The township or street.
    #[n(0)]
    pub township: String,
    /// Cases at each open state, in the order of the procedure, with what is late.
    #[n(1)]
    pub cases: Vec<AtState>,
    /// Eliminations at each open state, in the order of the procedure; their steps have no last day.
    #[n(2)]
    pub eliminations: Vec<(EliminationState, u64)>,
}

/// The lines of townships, by name; those where nothing is open stand with noughts.
#[must_use]
pub fn by_township(
    townships: impl IntoIterator<Item = String>,
    lines: &[CaseLine],
    eliminations: &[EliminationLine],
) -> Vec<TownshipLine> {
    let names: BTreeSet<String> = townships.into_iter().collect();
    let line = |township: String| {
        let here = |place: &Place| place.township == township;
        let cases = CaseState::ALL.iter().copied().filter(|state| state.is_open());
        let at_state = |state| {
            let at = lines
                .iter()
                .filter(|line| line.state == state && here(&line.place));
            at.fold(
                AtState {
                    state,
                    cases: 0,
                    late: 0,
                },
                |at, line| AtState {
                    cases: at.cases.saturating_add(1),
                    late: at.late.saturating_add(u64::from(line.late)),
                    ..at
                },
            )
        };
        let ends = eliminations
            .iter()
            .filter(|line| here(&line.place))
            .map(|line| line.state);
        let ends = count(ends).into_iter().filter(|(state, _)| state.is_open());
        TownshipLine {
            cases: cases.map(at_state).collect(),
            eliminations: ends.collect(),
            township,
        }
    };
    names.into_iter().map(line).collect()
}

/// `GET /api/v1/cases`: the pipeline of the reader's place, and the cases in it in the order in which they need
/// somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct CaseBoard {
    /// The day for which it is reckoned.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// Every state with its count and what is late.
    #[n(1)]
    pub pipeline: Vec<AtState>,
    /// The cases.
    #[n(2)]
    pub lines: Vec<CaseLine>,
    /// The eliminations.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub eliminations: Vec<EliminationLine>,
    /// What is open in each township of the reader's place, by name.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub townships: Vec<TownshipLine>,
}

/// `GET /api/v1/cases/{household}`: one file with what a decision rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct CasePage {
    /// The day for which it is reckoned.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// Where it is.
    #[n(1)]
    pub place: Place,
    /// The file.
    #[n(2)]
    pub file: MonitoringFile,
    /// The household as it is recorded now, numbers masked.
    #[n(3)]
    pub household: Household,
    /// What was seen at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(4)]
    pub seen: Option<FlagContent>,
    /// The criteria of the elimination that runs, as they stand on that day; empty where none runs.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub criteria: Vec<Criterion>,
    /// The public holidays by which its days are counted.
    #[serde(default)]
    #[cbor(n(6), default)]
    pub holidays: Holidays,
    /// The household's unsettled flags, urgent first.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub open_flags: Vec<FlagContent>,
    /// The income lines against which its calculations stand.
    #[serde(default)]
    #[cbor(n(8), default)]
    pub income_lines: Vec<MonitoringLine>,
    /// The district's rules on lines of income that places count differently.
    #[serde(default)]
    #[cbor(n(9), default)]
    pub counting_rules: Vec<CountingRule>,
    /// The rules of screening that the district set, by which what was found is looked at.
    #[serde(default)]
    #[cbor(n(10), default)]
    pub screening: Vec<RuleRow>,
}

impl CasePage {
    /// What speaks against what was found at home, for whoever decides.
    #[must_use]
    pub fn doubts(&self) -> Vec<Finding> {
        let Some(case) = self.file.present() else {
            return Vec::new();
        };
        let config = Config {
            income_lines: self.income_lines.clone(),
            counting_rules: self.counting_rules.clone(),
            screening: self.screening.clone(),
            ..Config::default()
        };
        doubts_of(case, &self.household, (&config, self.today))
    }
}

/// `POST /api/v1/cases/{household}` and `/api/v1/cases/{household}/elimination`: a step taken at a desk. Sent again with
/// the same number it is answered as before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DeskStep<D = Deed> {
    /// The operation's number, made in the browser.
    #[n(0)]
    pub op: OpId,
    /// The browser's clock at the tap.
    #[n(1)]
    pub recorded_at: Millis,
    /// The number of state-changing steps that the person saw (VP09).
    #[n(2)]
    pub rev: u32,
    /// The step.
    #[n(3)]
    pub step: Step<D>,
    /// The day for which the page was reckoned: a desk's own clock may be wrong.
    #[cbor(n(4), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
}

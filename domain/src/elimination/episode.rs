//! Monitoring as a history: where a household stands, and its episodes 监测期, one after the other (domain.md §4.10).

use super::codes::{EliminationKind, EliminationWay, MonitoringStatus};
use super::{Elimination, Reduction, ReductionReason};
use crate::case::{IdentificationCase, MonitoringFile};
use crate::household::Household;
use crate::ids::OpId;
use chrono::NaiveDate;

/// By what an episode began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Only the register says that the household is monitored, and not since when.
    Register,
    /// The district's decision in a case.
    Identified,
    /// An elimination was taken back by this operation.
    RolledBack(OpId),
}

/// By what an episode ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The risk was eliminated, in this way.
    Elimination(EliminationWay),
    /// The household is no longer there, for this reason.
    Reduction(ReductionReason),
}

/// How an episode ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The nomination of the elimination that ended it, or the operation that recorded the natural reduction.
    pub op: OpId,
    /// The day of the decision, or since when the household is no longer there.
    pub until: NaiveDate,
    /// By what.
    pub by: EndedBy,
    /// The operation that took the decision back, if one did: the next episode goes on from there.
    pub rolled_back_by: Option<OpId>,
}

/// One interval in which a household is monitored. A later one stands after it and never overwrites it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    /// The identification case, by the operation that opened it; none where only the register says so.
    pub case: Option<OpId>,
    /// By what it began.
    pub begin: Begin,
    /// Its first day; none where only the register says so.
    pub from: Option<NaiveDate>,
    /// How it ended; none while it lasts.
    pub ended: Option<Ended>,
}

/// Where the household stands; none where it is not and was not monitored. The file is none where the household has
/// none yet.
#[must_use]
pub fn status(household: &Household, file: Option<&MonitoringFile>) -> Option<MonitoringStatus> {
    household.monitor?;
    if household.reduced.is_some() {
        return Some(MonitoringStatus::NaturallyReduced);
    }
    let pending = file.is_some_and(|file| file.eliminating().is_some());
    Some(match household.eliminated.is_some() {
        true => MonitoringStatus::Eliminated,
        false if pending => MonitoringStatus::EliminationPending,
        false => MonitoringStatus::Active,
    })
}

/// The episodes of a household, the first one first.
#[must_use]
pub fn episodes(household: &Household, file: Option<&MonitoringFile>) -> Vec<Episode> {
    let cases: &[IdentificationCase] = file.map_or(&[], |file| &file.cases);
    let eliminations: &[Elimination] = file.map_or(&[], |file| &file.eliminations);
    let reductions: &[Reduction] = file.map_or(&[], |file| &file.reductions);
    let identified = cases
        .iter()
        .filter_map(|case| Some((case.op, case.identified_on()?)));
    let identified: Vec<(OpId, NaiveDate)> = identified.collect();
    let of = |case: Option<OpId>| eliminations.iter().filter(move |one| one.ends == case);
    let gone = |case: Option<OpId>| {
        let mut gone = reductions.iter();
        gone.find(|one| one.ends == case && !one.after_elimination)
    };
    let mut found = Vec::new();
    // What only the register says came before every case: where the household is monitored, no case is opened (VP01).
    let by_register = household.monitor.is_some() && identified.is_empty();
    let ended = of(None).any(|one| one.last(EliminationKind::Decide).is_some());
    if by_register || ended || gone(None).is_some() {
        found.extend(intervals(None, (Begin::Register, None), of(None), gone(None)));
    }
    for (case, from) in identified {
        let case = Some(case);
        found.extend(intervals(
            case,
            (Begin::Identified, Some(from)),
            of(case),
            gone(case),
        ));
    }
    found
}

/// The first day of the present episode; none where the household is not monitored, or only the register says that it
/// is.
#[must_use]
pub fn monitored_since(household: &Household, file: Option<&MonitoringFile>) -> Option<NaiveDate> {
    household.monitored()?;
    let present = episodes(household, file).pop()?;
    present.from.filter(|_| present.ended.is_none())
}

/// The intervals of one identification: each decision ends one, each rollback begins the next; the last one may end
/// because the household is no longer there.
fn intervals<'a>(
    case: Option<OpId>,
    (begin, from): (Begin, Option<NaiveDate>),
    eliminations: impl Iterator<Item = &'a Elimination>,
    gone: Option<&Reduction>,
) -> Vec<Episode> {
    let mut present = Episode {
        case,
        begin,
        from,
        ended: None,
    };
    let mut found = Vec::new();
    for one in eliminations {
        let Some(decided) = one.last(EliminationKind::Decide) else {
            continue;
        };
        let back = one.last(EliminationKind::Rollback);
        present.ended = Some(Ended {
            op: one.op,
            until: decided.day(),
            by: EndedBy::Elimination(one.way()),
            rolled_back_by: back.map(|entry| entry.op),
        });
        found.push(present);
        let Some(back) = back else {
            return found;
        };
        present = Episode {
            case,
            begin: Begin::RolledBack(back.op),
            from: Some(back.day()),
            ended: None,
        };
    }
    present.ended = gone.map(|gone| Ended {
        op: gone.op,
        until: gone.on,
        by: EndedBy::Reduction(gone.reason),
        rolled_back_by: None,
    });
    found.push(present);
    found
}

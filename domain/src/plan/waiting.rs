//! What of the plans waits for the team, and until when: the same days as line A5 of the four not-removes, and those of
//! each measure (domain.md §4.8, §6).

use super::codes::MeasureStatus;
use super::{Measure, Plan};
use crate::case::MonitoringFile;
use crate::commitments::{LineCode, row_on};
use crate::config::Config;
use crate::elimination::monitored_since;
use crate::household::Household;
use crate::time::{days_between, plus_days};
use chrono::NaiveDate;

/// What a plan waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited<'a> {
    /// The first measure.
    Plan,
    /// Another measure: none is open, and nothing has moved since this day.
    NextMeasure(NaiveDate),
    /// The end of a measure, which is planned for this day.
    End(&'a Measure, NaiveDate),
    /// Progress of a measure that has stood still since this day.
    Progress(&'a Measure, NaiveDate),
    /// The beginning of a measure, which was planned for this day.
    Start(&'a Measure, NaiveDate),
}

/// One thing that a household's plan waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanWait<'a> {
    /// What.
    pub what: Awaited<'a>,
    /// The last day for it; none where nobody knows since when the household is monitored, and it is due now.
    pub by: Option<NaiveDate>,
}

/// A household whose plan waits for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting<'a> {
    /// The household.
    pub household: &'a Household,
    /// What waits with the nearest deadline.
    pub first: PlanWait<'a>,
    /// How much more of it waits.
    pub more: usize,
}

impl PlanWait<'_> {
    /// Days until the deadline; negative when it has passed.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        self.by.map_or(0, |by| days_between(today, by))
    }
}

/// The last day for the plan of a household that has been monitored since a day (`plan_due_days`, §4.8); none where the
/// district set none.
#[must_use]
pub fn plan_due(since: NaiveDate, config: &Config) -> Option<NaiveDate> {
    (config.plan_due_days > 0).then(|| plus_days(since, config.plan_due_days))
}

/// The last day for progress of what moved last on a day; the days do not run from before the present episode (A5).
#[must_use]
pub fn progress_due(moved_on: NaiveDate, since: Option<NaiveDate>, days: u32) -> NaiveDate {
    plus_days(since.map_or(moved_on, |since| moved_on.max(since)), days)
}

/// What the plan of a household waits for, nearest deadline first: a monitored household without a plan, from the first
/// day on; late or due soon (`four.soon_days`), a measure whose planned end comes and one without progress for the days
/// of A5; and one that should have begun. Each measure is told once.
///
/// What runs on after the elimination waits for its end only, and where nobody lives any more nothing waits (§4.8, §4.10).
#[must_use]
pub fn waits<'a>(
    household: &'a Household,
    file: Option<&'a MonitoringFile>,
    today: NaiveDate,
    config: &Config,
) -> Vec<PlanWait<'a>> {
    let helped = household.monitored().is_some() || file.is_some_and(MonitoringFile::helps_first);
    if household.reduced.is_some() || !helped && file.is_none() {
        return Vec::new();
    }
    let since = monitored_since(household, file);
    let days = row_on(config, LineCode::A5, today).filter(|row| !row.off);
    let days = days.and_then(|row| row.days);
    let plan = file.map(|file| &file.plan);
    let measures = plan.map_or(&[][..], |plan| &plan.measures);
    let mut waits: Vec<PlanWait<'_>> = measures
        .iter()
        .filter(|measure| measure.is_open())
        .filter_map(|measure| of_measure(measure, helped.then_some((since, days)), today))
        .collect();
    if household.monitored().is_some() {
        waits.extend(of_plan(plan, since, days, config));
    }
    let soon = i64::from(config.four.soon_days);
    waits.retain(|wait| wait.what == Awaited::Plan || wait.days_left(today) <= soon);
    waits.sort_by_key(|wait| wait.by.unwrap_or(today));
    waits
}

/// The plan as a whole: whether there is one, and where none of its measures is open, whether another came.
fn of_plan<'a>(
    plan: Option<&Plan>,
    since: Option<NaiveDate>,
    days: Option<u32>,
    config: &Config,
) -> Option<PlanWait<'a>> {
    let moved = plan.and_then(|plan| plan.in_force().map(Measure::moved_on).max());
    let Some(moved) = moved else {
        let by = since.map(|since| plan_due(since, config).or_else(|| Some(plus_days(since, days?))));
        return match by {
            // No figure is set: nothing is due.
            Some(None) => None,
            by => Some(PlanWait {
                what: Awaited::Plan,
                by: by.flatten(),
            }),
        };
    };
    let open = plan.is_some_and(|plan| plan.measures.iter().any(Measure::is_open));
    let days = days.filter(|_| !open)?;
    Some(PlanWait {
        what: Awaited::NextMeasure(moved),
        by: Some(progress_due(moved, since, days)),
    })
}

/// What a measure waits for first; `moves` where it has to begin and to move, with since when and within how many days.
fn of_measure(
    measure: &Measure,
    moves: Option<(Option<NaiveDate>, Option<u32>)>,
    today: NaiveDate,
) -> Option<PlanWait<'_>> {
    let end = measure
        .content
        .planned_end
        .map(|end| (Awaited::End(measure, end), end));
    let start = measure.content.start;
    let late = moves.is_some() && measure.status() == MeasureStatus::Planned && start < today;
    let begin = late.then_some((Awaited::Start(measure, start), start));
    let still = moves.and_then(|(since, days)| {
        let moved = measure.moved_on();
        Some((
            Awaited::Progress(measure, moved),
            progress_due(moved, since, days?),
        ))
    });
    let all = [begin, end, still].into_iter().flatten();
    let (what, by) = all.min_by_key(|(_, by)| *by)?;
    Some(PlanWait { what, by: Some(by) })
}

/// The households whose plans wait for something, each once, nearest deadline first, then by household.
#[must_use]
pub fn in_order<'a>(
    households: impl Iterator<Item = (&'a Household, Option<&'a MonitoringFile>)>,
    today: NaiveDate,
    config: &Config,
) -> Vec<Waiting<'a>> {
    let mut found: Vec<Waiting<'a>> = households
        .filter_map(|(household, file)| {
            let waits = waits(household, file, today, config);
            Some(Waiting {
                household,
                first: *waits.first()?,
                more: waits.len().saturating_sub(1),
            })
        })
        .collect();
    found.sort_by_key(|one| (one.first.by.unwrap_or(today), one.household.id));
    found
}

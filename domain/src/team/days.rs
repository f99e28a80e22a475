//! What each day of a person was, derived from the work recorded, from leave and from what the leader confirmed.

use super::codes::{DayMark, DayStatus, LeaveKind};
use super::{DayNote, DaysFile, figure_of};
use crate::calendar::Holidays;
use crate::case::codes::StepKind;
use crate::case::{CaseEntry, MonitoringFile};
use crate::config::Config;
use crate::elimination::EliminationEntry;
use crate::elimination::codes::EliminationKind;
use crate::ids::{OpId, StaffId, VisitId, WorkId};
use crate::record::RecordMap;
use crate::time::{first_of_month, plus_days};
use crate::visit::Visit;
use crate::visit::codes::VisitMode;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Something that a person did in the village on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A visit, as its author or as somebody who came along.
    Visit(VisitId),
    /// A step of a case that is taken in the village: home verification, review meeting, notice.
    Step(OpId),
    /// An entry of the work log, as its author or as somebody who took part.
    Log(WorkId),
}

/// One day of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOf {
    /// The day.
    pub on: NaiveDate,
    /// What it was.
    pub status: DayStatus,
    /// What was recorded that day in the village, oldest record first.
    pub work: Vec<Work>,
    /// The leave that covers it.
    pub leave: Option<OpId>,
    /// What was confirmed of it.
    pub mark: Option<DayNote>,
    /// Work was recorded on a day of leave (VT04); nobody is stopped by it.
    pub overlap: bool,
}

/// A person's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthOfDays {
    /// Its first day.
    pub month: NaiveDate,
    /// Every day of it, in order.
    pub days: Vec<DayOf>,
    /// Days on site.
    pub on_site: u32,
    /// Days of leave, official trips among them.
    pub away: u32,
    /// Days of which nothing is known.
    pub unconfirmed: u32,
    /// The figure for this month; none where the district set none, which is then said.
    pub wanted: Option<u32>,
}

impl MonthOfDays {
    /// Days short of the figure; 0 where it is reached or where there is none.
    #[must_use]
    pub fn short_of(&self) -> u32 {
        self.wanted
            .map_or(0, |wanted| wanted.saturating_sub(self.on_site))
    }
}

/// Everything that a person did in the village, by day. Visits by phone or video and what is done at a desk are no
/// days on site.
#[must_use]
pub fn work_of(records: &RecordMap, person: &StaffId) -> BTreeMap<NaiveDate, Vec<Work>> {
    let mut work: BTreeMap<NaiveDate, Vec<Work>> = BTreeMap::new();
    for visit in records.visits().filter(|visit| was_at(visit, person)) {
        work.entry(visit.counted_on())
            .or_default()
            .push(Work::Visit(visit.id));
    }
    for file in records.monitoring_files() {
        for (on, op) in steps_of(file, person) {
            work.entry(on).or_default().push(Work::Step(op));
        }
    }
    for log in records.works().filter(|log| log.shows_there(person)) {
        work.entry(log.counted_on()).or_default().push(Work::Log(log.id));
    }
    work
}

fn was_at(visit: &Visit, person: &StaffId) -> bool {
    let there = matches!(
        visit.content.mode,
        VisitMode::InHome | VisitMode::Field | VisitMode::Meeting
    );
    there && (visit.author == *person || visit.content.companions.contains(person))
}

/// Steps of the procedures of a household that this person took in the village, with the days on which they count.
fn steps_of(file: &MonitoringFile, person: &StaffId) -> Vec<(NaiveDate, OpId)> {
    let of_case = |entry: &CaseEntry| {
        let there = entry.by == *person && is_in_village(entry.step.deed.kind());
        there.then(|| (entry.day(), entry.op))
    };
    let of_elimination = |entry: &EliminationEntry| {
        let there = entry.by == *person && ends_in_village(entry.step.deed.kind());
        there.then(|| (entry.day(), entry.op))
    };
    let cases = file.cases.iter().flat_map(|case| &case.steps).filter_map(of_case);
    let ended = file.eliminations.iter().flat_map(|one| &one.steps);
    cases.chain(ended.filter_map(of_elimination)).collect()
}

const fn is_in_village(kind: StepKind) -> bool {
    matches!(
        kind,
        StepKind::Authorise
            | StepKind::Verify
            | StepKind::FindNotQualified
            | StepKind::Agree
            | StepKind::Disagree
            | StepKind::HangNotice
    )
}

const fn ends_in_village(kind: EliminationKind) -> bool {
    matches!(
        kind,
        EliminationKind::Verify
            | EliminationKind::FindNotStable
            | EliminationKind::Agree
            | EliminationKind::Disagree
            | EliminationKind::HangNotice
    )
}

/// What one day of a person was.
///
/// Leave with everybody's consent comes first; then what the leader confirmed of the day; then the work recorded; then
/// the public calendar, by whose days off nobody has to be anywhere. What is left is to be confirmed. `records` are the
/// visits and cases as they are known here, `file` the person's own, none where there is none yet.
#[must_use]
pub fn day_status(
    records: &RecordMap,
    file: Option<&DaysFile>,
    person: &StaffId,
    (on, holidays): (NaiveDate, &Holidays),
) -> DayOf {
    let work = work_of(records, person).remove(&on).unwrap_or_default();
    let marks = file.map_or(&[][..], |file| confirmed_marks(file, on));
    day(file, marks, work, (on, holidays))
}

fn day(
    file: Option<&DaysFile>,
    marks: &[DayNote],
    work: Vec<Work>,
    (on, holidays): (NaiveDate, &Holidays),
) -> DayOf {
    let leave = file.and_then(|file| file.leaves.iter().find(|leave| leave.covers(on)));
    let mark = marks.iter().find(|note| note.on == on).cloned();
    let status = if let Some(leave) = leave {
        match leave.content.kind {
            LeaveKind::Official => DayStatus::Official,
            _ => DayStatus::Leave,
        }
    } else if let Some(note) = &mark {
        match note.mark {
            DayMark::ExtraDay => DayStatus::OnSite,
            DayMark::Rest => DayStatus::Rest,
            DayMark::NotHere => DayStatus::Unconfirmed,
        }
    } else if !work.is_empty() {
        DayStatus::OnSite
    } else if holidays.is_working_day(on) == Some(false) {
        DayStatus::Rest
    } else {
        DayStatus::Unconfirmed
    };
    DayOf {
        on,
        status,
        overlap: leave.is_some() && !work.is_empty(),
        leave: leave.map(|leave| leave.op),
        work,
        mark,
    }
}

fn confirmed_marks(file: &DaysFile, on: NaiveDate) -> &[DayNote] {
    let confirmed = file.confirmed(first_of_month(on));
    confirmed.map_or(&[][..], |entry| entry.content.marks.as_slice())
}

/// A person's month: every day, with the counts against the figure that is in force.
///
/// `claimed` are marks that nobody has confirmed yet, to be counted as if they were, so that people see what they are
/// about to confirm; none for what counts now. `month` is its first day.
#[must_use]
pub fn month(
    records: &RecordMap,
    (file, claimed): (Option<&DaysFile>, Option<&[DayNote]>),
    person: &StaffId,
    month: NaiveDate,
    config: &Config,
) -> MonthOfDays {
    let mut work = work_of(records, person);
    let marks = claimed.unwrap_or_else(|| file.map_or(&[][..], |file| confirmed_marks(file, month)));
    let mut days = Vec::with_capacity(31);
    let mut on = month;
    while on.month() == month.month() && on.year() == month.year() {
        let done = work.remove(&on).unwrap_or_default();
        days.push(day(file, marks, done, (on, &config.holidays)));
        let next = plus_days(on, 1);
        if next == on {
            break;
        }
        on = next;
    }
    let count = |wanted: &[DayStatus]| {
        let counted = days.iter().filter(|day| wanted.contains(&day.status)).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    };
    MonthOfDays {
        month,
        on_site: count(&[DayStatus::OnSite]),
        away: count(&[DayStatus::Leave, DayStatus::Official]),
        unconfirmed: count(&[DayStatus::Unconfirmed]),
        wanted: figure_of(&config.days_on_site, month).map(|figure| figure.days),
        days,
    }
}

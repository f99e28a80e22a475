//! Lines of monitored and eliminated households: contact person (R4), plan (A5), look-backs (S4).

use super::codes::{CommitmentStatus, Rule, Why};
use super::{Desk, Evidence, Finding, Found, LineRow, Of, Remedy, Subject, well};
use crate::due::VisitTier;
use crate::elimination::{Eliminated, monitored_since};
use crate::ids::HouseholdId;
use crate::plan::waiting::{plan_due, progress_due};
use crate::plan::{Measure, Plan};
use crate::time::plus_days;
use crate::visit::Visit;
use crate::visit::codes::Purpose;
use chrono::NaiveDate;

pub(super) fn lines(desk: &Desk<'_>, of: &Of<'_>, found: &mut Found) {
    if of.household.monitored().is_some() {
        let since = monitored_since(of.household, of.file);
        for row in desk.by(Rule::ContactNamed) {
            found.push(contact(desk, row, of, since));
        }
        for row in desk.by(Rule::PlanMoves) {
            found.push(plan(desk, row, of, since));
        }
    }
    if let Some(eliminated) = &of.household.eliminated {
        for row in desk.by(Rule::LookBacks) {
            found.push(look_back(desk, row, of, eliminated));
        }
    }
}

/// What is missing puts a line: due while its days last, for somebody has something to do; broken afterwards, and at
/// once where nobody knows since when.
fn missing(desk: &Desk<'_>, by: Option<NaiveDate>) -> CommitmentStatus {
    match by.map(|by| desk.at(by)) {
        Some(CommitmentStatus::OnTrack | CommitmentStatus::DueSoon) => CommitmentStatus::DueSoon,
        _ => CommitmentStatus::Breached,
    }
}

/// R4: somebody keeps in touch. A gap begins with the monitoring, or when the last contact person left.
fn contact(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>, since: Option<NaiveDate>) -> Finding {
    let subject = Subject::Household(of.household.id);
    let plan = of.file.map(|file| &file.plan);
    if let Some(contact) = plan.and_then(Plan::contact) {
        return well(
            row,
            subject,
            Why::ContactNamed,
            vec![Evidence::Contact(contact.op)],
        );
    }
    let left = plan
        .and_then(|plan| plan.contacts.last())
        .and_then(|last| last.to);
    let by = since
        .max(left)
        .map(|since| plus_days(since, row.days.unwrap_or_default()));
    Finding {
        status: missing(desk, by),
        by,
        remedy: Some(Remedy::NameContact(of.household.id)),
        ..well(row, subject, Why::ContactMissing, Vec::new())
    }
}

/// A5: there is a plan when it is due, and its measures move. The days run from the last movement of any measure that
/// was not stopped, and not from before the present episode.
fn plan(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>, since: Option<NaiveDate>) -> Finding {
    let household = of.household.id;
    let subject = Subject::Household(household);
    let days = row.days.unwrap_or_default();
    let in_force = || of.file.iter().flat_map(|file| file.plan.in_force());
    let Some(last) = in_force().max_by_key(|measure| (measure.moved_on(), measure.op)) else {
        // Where the district set none, only the days without progress count.
        let by = since.map(|since| plan_due(since, desk.config).unwrap_or_else(|| plus_days(since, days)));
        return Finding {
            status: missing(desk, by),
            by,
            remedy: Some(Remedy::PlanMeasure(household)),
            ..well(row, subject, Why::PlanMissing, Vec::new())
        };
    };
    let by = progress_due(last.moved_on(), since, days);
    let status = desk.at(by);
    let why = match status {
        CommitmentStatus::Breached => Why::PlanStuck,
        CommitmentStatus::DueSoon => Why::PlanSlowing,
        _ => Why::PlanMoving,
    };
    Finding {
        status,
        by: Some(by),
        remedy: status.is_open().then(|| moves(household, in_force())),
        ..well(row, subject, why, vec![Evidence::Measure(last.op)])
    }
}

/// What moves a plan: progress of the open measure that has waited longest, or another measure where none is open.
fn moves<'a>(household: HouseholdId, in_force: impl Iterator<Item = &'a Measure>) -> Remedy {
    let waits = in_force
        .filter(|measure| measure.is_open())
        .min_by_key(|measure| (measure.moved_on(), measure.op));
    match waits {
        Some(measure) => Remedy::RecordProgress(household, measure.op),
        None => Remedy::PlanMeasure(household),
    }
}

/// S4: somebody of the household was met at a look-back within the time, which begins with the decision. The row's own
/// days where it has some, else the interval of the tier (§4.9).
fn look_back(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>, eliminated: &Eliminated) -> Finding {
    let household = of.household.id;
    let looked_back = |visit: &&&Visit| {
        visit.qualifies()
            && visit.content.purposes.contains(&Purpose::Lookback)
            && visit.counted_on() >= eliminated.on
    };
    // They come in the order of their days.
    let last = of.visits.iter().rfind(looked_back);
    let from = last.map_or(eliminated.on, |visit| visit.counted_on());
    let tier = || desk.config.interval(VisitTier::Eliminated);
    let by = plus_days(from, row.days.unwrap_or_else(tier));
    let status = desk.at(by);
    let why = match status {
        CommitmentStatus::Breached => Why::LookBackPast,
        CommitmentStatus::DueSoon => Why::LookBackSoon,
        _ => Why::LookedBack,
    };
    let evidence = last.map(|visit| Evidence::Visit(visit.id)).into_iter().collect();
    let visit = Remedy::Visit(household, Purpose::Lookback);
    Finding {
        status,
        by: Some(by),
        remedy: status.is_open().then_some(visit),
        ..well(row, Subject::Household(household), why, evidence)
    }
}

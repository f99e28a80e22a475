//! The end of a run in words that no clock decides: operations and visits by name, without dates and times.

use crate::cast::household_name;
use crate::end::End;
use crate::oracle::Oracle;
use domain::case::{IdentificationCase, MonitoringFile};
use domain::elimination::Elimination;
use domain::entitlement::{EntitlementCheck, EntitlementFile};
use domain::handover::{Handover, HandoverEvent};
use domain::household::Household;
use domain::household::facts::FieldName;
use domain::ids::OpId;
use domain::record::{Place, Record};
use domain::request::{Request, RequestEntry, RequestEvent};
use domain::risk::{FlagEntry, FlagEvent, RelapseFlag};
use domain::team::{DaysFile, Leave, LeaveEvent};
use domain::visit::{HistoryEntry, Visit, VisitEvent};
use domain::work::{WorkEntry, WorkLog};
use std::collections::BTreeMap;

/// The end of a run, line by line.
#[must_use]
pub fn of(end: &End, oracle: &Oracle) -> Vec<String> {
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for line in end.records.values() {
        let (name, says) = match &line.record {
            Record::Household(household) => (household_name(household.id), facts(household, oracle)),
            Record::Visit(visit) => (visit_name(visit, oracle), reviews(visit, oracle)),
            Record::Explanation(said) => (format!("explanation {}", said.id), said.line.code().to_owned()),
            Record::Flag(flag) => (flag_name(flag, oracle), triages(flag, oracle)),
            Record::Request(request) => (request_name(request, oracle), request_steps(request, oracle)),
            Record::Days(file) => (
                format!("days of {} in {}", file.staff, file.team),
                days(file, oracle),
            ),
            Record::Entitlements(file) => (
                format!("policies of {}", household_name(file.household)),
                policies(file, oracle),
            ),
            Record::Handover(handover) => (
                format!("handover of {} in {}", handover.of.staff, handover.of.village),
                entries(handover, oracle),
            ),
            Record::Work(work) => (format!("work {}", work.id), work_lines(work, oracle)),
            Record::Monitoring(file) => (format!("case of {}", household_name(file.household)), steps(file)),
        };
        let place = match line.record.place() {
            Place::Village(village) => village.as_str(),
            Place::Team(team) => team.as_str(),
        };
        lines.insert(name, format!("version {}, {place}: {says}", line.version));
    }
    for (op, kept) in &end.operations {
        let outcome = serde_json::to_string(&kept.outcome).unwrap_or_default();
        lines.insert(format!("operation {}", oracle.name(*op)), outcome);
    }
    lines
        .into_iter()
        .map(|(name, says)| format!("{name}: {says}"))
        .collect()
}

fn visit_name(visit: &Visit, oracle: &Oracle) -> String {
    match oracle.visit(visit.id) {
        Some(name) => format!("visit {name}"),
        None => format!("unknown visit {}", visit.id),
    }
}

fn flag_name(flag: &RelapseFlag, oracle: &Oracle) -> String {
    match oracle.flag(flag.id) {
        Some(name) => format!("flag {name}"),
        None => format!("unknown flag {}", flag.id),
    }
}

fn steps(file: &MonitoringFile) -> String {
    let case = |case: &IdentificationCase| {
        let steps = case.steps.iter().map(|entry| entry.step.deed.kind().code());
        steps.collect::<Vec<_>>().join(", ")
    };
    let elimination = |one: &Elimination| {
        let steps = one.steps.iter().map(|entry| entry.step.deed.kind().code());
        ["ELIMINATION"]
            .into_iter()
            .chain(steps)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let cases = file.cases.iter().map(case);
    let all = cases.chain(file.eliminations.iter().map(elimination));
    all.collect::<Vec<_>>().join("; ")
}

fn triages(flag: &RelapseFlag, oracle: &Oracle) -> String {
    let history = flag.history.iter().map(|entry| triage(entry, oracle));
    format!(
        "revision {}, {}, urgent {}: {}",
        flag.rev,
        flag.status().code(),
        flag.is_urgent(),
        history.collect::<Vec<_>>().join(", ")
    )
}

fn triage(entry: &FlagEntry, oracle: &Oracle) -> String {
    let kind = match &entry.event {
        FlagEvent::Raised => "raised",
        FlagEvent::Revised { .. } => "revised",
        FlagEvent::Triaged { .. } => "triaged",
        FlagEvent::LateTriage { .. } => "triaged too late",
        FlagEvent::LateRevision { .. } => "revised too late",
    };
    let (rev, by, op) = (entry.rev, &entry.by, oracle.name(entry.op));
    format!("{kind} at {rev} by {by} in {op}")
}

fn request_name(request: &Request, oracle: &Oracle) -> String {
    match oracle.request(request.id) {
        Some(name) => format!("request {name}"),
        None => format!("unknown request {}", request.id),
    }
}

fn request_steps(request: &Request, oracle: &Oracle) -> String {
    let line = |entry: &RequestEntry| {
        let kind = match &entry.event {
            RequestEvent::Raised => "raised".to_owned(),
            RequestEvent::Stepped { step } => step.kind().code().to_owned(),
            RequestEvent::LateStep { step } => format!("{} too late", step.kind().code()),
        };
        let (rev, by, op) = (entry.rev, &entry.by, oracle.name(entry.op));
        format!("{kind} at {rev} by {by} in {op}")
    };
    let history: Vec<String> = request.history.iter().map(line).collect();
    let (status, open) = (request.status().code(), request.is_open());
    format!(
        "revision {}, {status}, open {open}: {}",
        request.rev,
        history.join(", ")
    )
}

fn days(file: &DaysFile, oracle: &Oracle) -> String {
    let leave = |leave: &Leave| {
        let steps = leave.steps.iter().map(|entry| {
            let kind = match &entry.event {
                LeaveEvent::Decided { decision } if decision.approve => "agreed to",
                LeaveEvent::Decided { .. } => "refused",
                LeaveEvent::Cancelled => "withdrawn",
                LeaveEvent::Returned { .. } => "ended",
            };
            format!(", {kind} by {} in {}", entry.by, oracle.name(entry.op))
        });
        format!("leave in {}{}", oracle.name(leave.op), steps.collect::<String>())
    };
    let leaves = file.leaves.iter().map(leave);
    let months = file.months.iter().map(|entry| {
        let (by, days) = (&entry.by, entry.content.on_site);
        format!("a month of {days} days by {by} in {}", oracle.name(entry.op))
    });
    leaves.chain(months).collect::<Vec<_>>().join("; ")
}

fn policies(file: &EntitlementFile, oracle: &Oracle) -> String {
    let line = |check: &EntitlementCheck| {
        let content = &check.content;
        let mut seen: Vec<String> = content.seen.iter().map(|op| oracle.name(*op)).collect();
        seen.sort();
        format!(
            "{} {} by {} in {} instead of {seen:?}",
            content.key.kind.code(),
            content.status.code(),
            check.by,
            oracle.name(check.op)
        )
    };
    let checks: Vec<String> = file.checks.iter().map(line).collect();
    checks.join("; ")
}

fn entries(handover: &Handover, oracle: &Oracle) -> String {
    let entry = handover.entries.iter().map(|entry| {
        let what = match &entry.event {
            HandoverEvent::Written { line } => line.kind.code(),
            HandoverEvent::Signed { side, .. } => side.code(),
        };
        format!("{what} by {} in {}", entry.by, oracle.name(entry.op))
    });
    entry.collect::<Vec<_>>().join("; ")
}

fn work_lines(work: &WorkLog, oracle: &Oracle) -> String {
    let line = |entry: &WorkEntry| format!("{} in {}", entry.by, oracle.name(entry.op));
    let lines: Vec<String> = work.history.iter().map(line).collect();
    format!("{} {}", work.content.words, lines.join("; "))
}

fn set_by(op: Option<OpId>, oracle: &Oracle) -> String {
    op.map_or_else(|| "register".to_owned(), |op| oracle.name(op))
}

fn facts(household: &Household, oracle: &Oracle) -> String {
    let members = household
        .members
        .iter()
        .map(|member| (Some(member.id), &member.facts));
    let mut words = Vec::new();
    for (at, (_, facts)) in std::iter::once((None, &household.facts))
        .chain(members)
        .enumerate()
    {
        for name in FieldName::ALL {
            let (value, mark) = (facts.value(*name), facts.mark(*name));
            if value.is_some() || mark.is_some() {
                let by = set_by(mark.and_then(|mark| mark.op), oracle);
                words.push(format!("{at}.{}={value:?} by {by}", name.code()));
            }
            for rival in facts.rivals(*name) {
                words.push(format!(
                    "{at}.{} or {:?} by {}",
                    name.code(),
                    rival.value,
                    oracle.name(rival.op)
                ));
            }
        }
    }
    words.join(", ")
}

fn reviews(visit: &Visit, oracle: &Oracle) -> String {
    let history = visit.history.iter().map(|entry| event(entry, oracle));
    let conflicts = visit.conflicts.iter().map(|field| field.name.code());
    format!(
        "revision {}, {}, conflicts {:?}: {}",
        visit.rev,
        visit.status.code(),
        conflicts.collect::<Vec<_>>(),
        history.collect::<Vec<_>>().join(", ")
    )
}

fn event(entry: &HistoryEntry, oracle: &Oracle) -> String {
    let kind = match &entry.event {
        VisitEvent::Logged => "logged",
        VisitEvent::Revised { .. } => "revised",
        VisitEvent::Reviewed { .. } => "reviewed",
        VisitEvent::Addendum { .. } => "added to",
        VisitEvent::LateRevision { .. } => "revised too late",
    };
    format!(
        "{kind} at {} by {} in {}",
        entry.rev,
        entry.by,
        oracle.name(entry.op)
    )
}

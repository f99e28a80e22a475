//! Raising a flag, by a visit or by itself, and deciding on it.

use super::visits::known_household;
use super::{Context, Effect, case, revision_entry};
use crate::household::Household;
use crate::ids::{FlagId, HouseholdId, VillageId, VisitId};
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::risk::order::is_unsettled;
use crate::risk::{FlagContent, FlagEvent, REASON_MAX, RelapseFlag, Triage};
use crate::visit::Visit;
use crate::visit::rules::{NOTE_MAX, check_required, check_text};

/// Whose flag it is and where.
struct Subject<'a> {
    id: FlagId,
    household: HouseholdId,
    village: &'a VillageId,
    visit: Option<VisitId>,
}

fn new(
    subject: &Subject<'_>,
    content: FlagContent,
    operation: &Operation,
    context: Context<'_>,
) -> RelapseFlag {
    RelapseFlag {
        id: subject.id,
        household: subject.household,
        village: subject.village.clone(),
        team: context.actor.team.clone(),
        raised_by: operation.author.clone(),
        raised_by_name: context.actor.name.clone(),
        visit: subject.visit,
        rev: 1,
        recorded_on: operation.recorded_on,
        content,
        triage: None,
        history: vec![revision_entry(operation, 1, FlagEvent::Raised, context)],
        joined: None,
    }
}

fn only(flag: RelapseFlag) -> Effect {
    Effect::of(Record::Flag(Box::new(flag)))
}

/// What a visit, logged or corrected, makes of its flag: raises it, corrects it while nobody has decided, or
/// leaves what it says now beside the decision. None where the flag stays as it is.
pub(super) fn of_visit(
    visit: &Visit,
    operation: &Operation,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Option<RelapseFlag>, Refusal> {
    let content = FlagContent::of_visit(&visit.content);
    let id = FlagId::of_visit(visit.id);
    let Some(known) = records.flag(id) else {
        let subject = Subject {
            id,
            household: visit.household,
            village: &visit.village,
            visit: Some(visit.id),
        };
        let raised = content
            .alarms()
            .then(|| new(&subject, content, operation, context));
        return Ok(raised);
    };
    if known.visit != Some(visit.id) {
        return Err(Refusal::plain(RefusalCode::AlreadyExists));
    }
    // A page of the feed may have told the flag before its visit.
    let told = known.history.iter().any(|entry| entry.op == operation.id);
    if told || known.content == content {
        return Ok(None);
    }
    let mut flag = known.clone();
    let event = if flag.triage.is_some() {
        let content = Box::new(content);
        FlagEvent::LateRevision { content }
    } else {
        flag.rev = flag.rev.saturating_add(1);
        let before = Box::new(std::mem::replace(&mut flag.content, content));
        FlagEvent::Revised { before }
    };
    flag.history
        .push(revision_entry(operation, flag.rev, event, context));
    Ok(Some(flag))
}

pub(super) fn raise(
    operation: &Operation,
    (id, household): (FlagId, HouseholdId),
    content: &FlagContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household: Household = known_household(household, records, context)?;
    context.require(Action::RaiseFlag, &household.village, Some(&operation.author))?;
    // The number of a visit belongs to the visit's own flag; whose it is stays unsaid.
    if records.flag(id).is_some() || records.visit(VisitId(id.0)).is_some() {
        return Err(Refusal::plain(RefusalCode::NotFound));
    }
    if content.seen_on > operation.recorded_on {
        return Err(Refusal::at(RefusalCode::SeenInFuture, "seen_on"));
    }
    if content.signals.is_empty() && content.words.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::NoSignal, "signals"));
    }
    check_text("words", &content.words, NOTE_MAX)?;
    let subject = Subject {
        id,
        household: household.id,
        village: &household.village,
        visit: None,
    };
    // Only a department's own list warns: what a phone says of one is not taken over.
    let content = FlagContent {
        warning: None,
        source: content.source.filter(|source| source.is_said()),
        ..content.clone()
    };
    Ok(only(new(&subject, content, operation, context)))
}

/// A leader may decide on the leader's own flag: a team has one leader, and the triage only sorts. What follows
/// is verified by two people and decided by others (decision 0017).
pub(super) fn triage(
    operation: &Operation,
    (id, rev, household): (FlagId, u32, Option<HouseholdId>),
    triage: &Triage,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut flag = records
        .flag(id)
        .filter(|flag| context.actor.sees(&flag.village))
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    context.require(Action::TriageFlag, &flag.village, None)?;
    check_reasons(triage, operation)?;
    // A restored server lacks what the leader read: it may come back from a colleague's phone (decision 0009).
    if rev > flag.rev {
        return Err(Refusal::plain(RefusalCode::NewerRevision));
    }
    let event = if rev == flag.rev && flag.awaits_triage() {
        check_target(&flag, triage, records)?;
        flag.rev = flag.rev.saturating_add(1);
        flag.triage = Some(triage.clone());
        FlagEvent::Triaged {
            triage: triage.clone(),
        }
    } else {
        // The decision holds for what was read, and the first one stands; the other is kept for all to read.
        FlagEvent::LateTriage {
            triage: triage.clone(),
        }
    };
    let holds = matches!(&event, FlagEvent::Triaged { .. });
    flag.history
        .push(revision_entry(operation, flag.rev, event, context));
    let household = household.filter(|household| *household == flag.household);
    let beside: Vec<Record> = match triage {
        Triage::Confirm if holds => household
            .and_then(|household| case::on_confirmation(operation, household, &flag, records, context))
            .into_iter()
            .collect(),
        Triage::Merge { into } if holds => merged(&flag, *into, household, records),
        _ => Vec::new(),
    };
    let mut effect = only(flag);
    effect.records.extend(beside);
    Ok(effect)
}

/// What a merge makes of the flag that stays, and of the case that runs on it: the limit runs from the first finding, and
/// what cannot wait goes on standing first.
fn merged(
    flag: &RelapseFlag,
    into: FlagId,
    household: Option<HouseholdId>,
    records: &impl Records,
) -> Vec<Record> {
    let Some(mut stays) = records.flag(into).cloned() else {
        return Vec::new();
    };
    stays.take_in(flag);
    let file = household
        .and_then(|household| records.monitoring(household))
        .and_then(|file| case::on_merge(file, &stays));
    let stays = Record::Flag(Box::new(stays));
    let file = file.map(|file| Record::Monitoring(Box::new(file)));
    [stays].into_iter().chain(file).collect()
}

fn check_reasons(triage: &Triage, operation: &Operation) -> Result<(), Refusal> {
    match triage {
        Triage::Confirm | Triage::Merge { .. } => Ok(()),
        Triage::Watch { recheck_on, reason } => {
            if *recheck_on <= operation.recorded_on {
                return Err(Refusal::at(RefusalCode::RecheckNotLater, "recheck_on"));
            }
            check_required("reason", reason, REASON_MAX)
        }
        Triage::Dismiss {
            reason,
            household_view,
        } => {
            check_required("reason", reason, REASON_MAX)?;
            check_text("household_view", household_view, REASON_MAX)
        }
    }
}

/// A flag merges only into another unsettled one of its household, so that no chain leads back.
fn check_target(flag: &RelapseFlag, triage: &Triage, records: &impl Records) -> Result<(), Refusal> {
    let Some(into) = triage.into_flag() else {
        return Ok(());
    };
    let fits = |target: &RelapseFlag| {
        target.id != flag.id && target.household == flag.household && is_unsettled(target, records)
    };
    match records.flag(into) {
        Some(target) if fits(target) => Ok(()),
        _ => Err(Refusal::at(RefusalCode::MergeElsewhere, "into")),
    }
}

//! Leave asked for, decided and ended; months confirmed by the person and by the leader (domain.md §7.3).

use super::{Context, Effect, entry};
use crate::ids::{DaysId, OpId, StaffId, TeamId};
use crate::operation::{Operation, Whose};
use crate::policy::{Action, Actor};
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::roster::Role;
use crate::team::{
    DaysFile, LEAVES_MAX, Leave, LeaveContent, LeaveDecision, LeaveEntry, LeaveEvent, MONTHS_MAX,
    MonthContent, MonthEntry, check_decision, check_leave, check_month, decides, path,
};
use crate::visit::rules::check_required;
use chrono::NaiveDate;

/// Longest name of a person, in characters.
const NAME_MAX: usize = 60;

/// The file of a person, as it is or as it begins. Where there is none, only the own team can begin one.
fn file(
    whose: &Whose,
    action: Action,
    records: &impl Records,
    context: Context<'_>,
) -> Result<DaysFile, Refusal> {
    let Whose { team, staff, name } = whose;
    let known = known(team, staff, records);
    let own = context.actor.team.as_ref() == Some(team);
    if !context.actor.may_in_team(action, team, staff) || !(known.is_some() || own) {
        return Err(Refusal::plain(RefusalCode::NotAllowed));
    }
    check_required("name", name, NAME_MAX)?;
    Ok(known
        .cloned()
        .unwrap_or_else(|| DaysFile::new(team.clone(), staff.clone(), name.trim().to_owned())))
}

fn known<'a>(team: &TeamId, staff: &StaffId, records: &'a impl Records) -> Option<&'a DaysFile> {
    let file = records.days(DaysId::of(team, staff))?;
    (file.team == *team && file.staff == *staff).then_some(file)
}

fn only(file: DaysFile) -> Effect {
    Effect::of(Record::Days(Box::new(file)))
}

/// Asks for leave, for oneself or, as the leader, for a member without a phone.
pub(super) fn ask(
    operation: &Operation,
    whose: &Whose,
    content: &LeaveContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut file = file(whose, Action::AskLeave, records, context)?;
    let Some(figures) = context.config.leave else {
        return Err(Refusal::plain(RefusalCode::NoLeaveFigures));
    };
    check_leave(content)?;
    if file.leaves.len() >= LEAVES_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    let leads = context.actor.role == Role::TeamLeader && whose.staff == operation.author;
    file.leaves.push(Leave {
        op: operation.id,
        asked_by: operation.author.clone(),
        path: path(content.days(), leads, figures),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        content: content.clone(),
        steps: Vec::new(),
    });
    Ok(only(file))
}

/// The level that a leave waits for decides: the leader, then township and district at their desks; what was decided
/// there on paper the leader enters.
pub(super) fn decide(
    operation: &Operation,
    (team, staff, leave): (&TeamId, &StaffId, OpId),
    decision: &LeaveDecision,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let Actor { role, .. } = *context.actor;
    let may = context.actor.may_in_team(Action::DecideLeave, team, staff);
    if !may || !decides(role, decision.level) {
        return Err(Refusal::plain(RefusalCode::NotAllowed));
    }
    check_decision(decision, role)?;
    let fits = |leave: &Leave| match leave.waits_for() {
        Some(level) if level == decision.level => Ok(()),
        // Decided at the desk or from paper meanwhile, or withdrawn: no order to keep to.
        waits if waits.is_none() || leave.was_decided_by(decision.level) => Err(RefusalCode::CaseMoved),
        _ => Err(RefusalCode::NotThisStep),
    };
    let event = LeaveEvent::Decided {
        decision: decision.clone(),
    };
    let step = entry(operation, event, context);
    stepped((team, staff, leave), fits, step, records)
}

/// The person withdraws it, or is back.
pub(super) fn end(
    operation: &Operation,
    (team, staff, leave): (&TeamId, &StaffId, OpId),
    back_on: Option<NaiveDate>,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    if !context.actor.may_in_team(Action::AskLeave, team, staff) {
        return Err(Refusal::plain(RefusalCode::NotAllowed));
    }
    let event = match back_on {
        Some(back_on) if back_on > operation.recorded_on => {
            return Err(Refusal::at(RefusalCode::StepInFuture, "back_on"));
        }
        Some(back_on) => LeaveEvent::Returned { back_on },
        None => LeaveEvent::Cancelled,
    };
    let fits = |leave: &Leave| {
        let fits = match back_on {
            Some(back_on) => leave.is_approved() && back_on > leave.content.from,
            // What has begun is ended, not withdrawn.
            None => {
                leave.waits_for().is_some() || operation.recorded_on <= leave.content.from && leave.is_open()
            }
        };
        fits.then_some(()).ok_or(RefusalCode::NotThisStep)
    };
    let step = entry(operation, event, context);
    stepped((team, staff, leave), fits, step, records)
}

fn stepped(
    (team, staff, leave): (&TeamId, &StaffId, OpId),
    fits: impl Fn(&Leave) -> Result<(), RefusalCode>,
    step: LeaveEntry,
    records: &impl Records,
) -> Result<Effect, Refusal> {
    let not_found = || Refusal::plain(RefusalCode::NotFound);
    let mut file = known(team, staff, records).cloned().ok_or_else(not_found)?;
    let leave = file.leaves.iter_mut().find(|known| known.op == leave);
    let leave = leave.ok_or_else(not_found)?;
    fits(leave).map_err(|code| Refusal::at(code, "step"))?;
    leave.steps.push(step);
    Ok(only(file))
}

/// Confirms a month: the person what it was, the leader what the person confirmed. Whoever had not read the newest
/// confirmation is told so (VP09).
pub(super) fn confirm(
    operation: &Operation,
    whose: &Whose,
    content: &MonthContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut file = file(whose, Action::ConfirmMonth, records, context)?;
    check_month(content, operation.recorded_on, context.config)?;
    let newest = file.newest(content.month);
    if newest.map(|entry| entry.op) != content.seen {
        // A restored server lacks what the person had read: it may come back from a colleague's phone (decision 0009).
        let unread = content.seen.is_none_or(|seen| file.times(seen) > 0);
        return Err(Refusal::plain(match unread {
            true => RefusalCode::CaseMoved,
            false => RefusalCode::NewerRevision,
        }));
    }
    let leads = context.actor.role == Role::TeamLeader;
    let anew = newest.is_some_and(|entry| entry.leads || entry.by == operation.author);
    // In a member's place, or once more: that needs a word.
    let for_another = newest.is_none() && whose.staff != operation.author;
    if (anew || for_another) && content.words.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::MonthReason, "words"));
    }
    if file.months.len() >= MONTHS_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    file.months.push(MonthEntry {
        op: operation.id,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        leads,
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        content: content.clone(),
    });
    Ok(only(file))
}

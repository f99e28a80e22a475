//! The reducer: an operation and the records it reads become changed records, or a refusal.
//!
//! The phone runs it at once on its local records; the server runs the same function inside one
//! transaction and has the last word (design.md §2).

mod case;
mod days;
mod elimination;
mod entitlements;
mod explain;
mod facts;
mod flags;
mod handover;
mod income;
mod plan;
mod requests;
mod resolve;
mod review;
mod visits;
mod work;

use crate::case::MonitoringFile;
use crate::config::Config;
use crate::history::{Entry, RevisionEntry};
use crate::household::Household;
use crate::household::facts::FieldKey;
use crate::ids::{StaffId, VillageId};
use crate::operation::{Operation, OperationBody};
use crate::policy::{Action, Actor};
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::time::Millis;

/// What surrounds an operation: who is acting and by which figures.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The author, with the relations that hold now.
    pub actor: &'a Actor,
    /// Dated configuration.
    pub config: &'a Config,
    /// The server's time of receipt; none on the phone.
    pub received_at: Option<Millis>,
}

impl Context<'_> {
    /// Refuses what the author may not do to a thing of a village, recorded by `author` where it has one.
    fn require(self, action: Action, village: &VillageId, author: Option<&StaffId>) -> Result<(), Refusal> {
        match self.actor.may(action, village, author) {
            true => Ok(()),
            false => Err(Refusal::plain(RefusalCode::NotAllowed)),
        }
    }
}

/// What an operation changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// The changed records, whole.
    pub records: Vec<Record>,
    /// Facts that now hold two values because of this operation.
    pub conflicts: Vec<FieldKey>,
}

impl Effect {
    /// One changed record, and no fact with two values.
    fn of(record: Record) -> Self {
        Self {
            records: vec![record],
            conflicts: Vec::new(),
        }
    }
}

/// Applies one operation.
///
/// # Errors
/// The rule that forbids it. The records are unchanged then.
pub fn apply(operation: &Operation, records: &impl Records, context: Context<'_>) -> Result<Effect, Refusal> {
    if operation.author != context.actor.staff {
        return Err(Refusal::plain(RefusalCode::WrongAuthor));
    }
    match &operation.body {
        OperationBody::LogVisit {
            visit,
            household,
            content,
        } => visits::log(operation, *visit, *household, content, records, context),
        OperationBody::ReviseVisit {
            visit,
            household,
            base_rev,
            content,
        } => visits::revise(
            operation,
            (*visit, *household, *base_rev),
            content,
            records,
            context,
        ),
        OperationBody::ReviewVisit { visit, rev, decision } => {
            review::review(operation, *visit, *rev, decision, records, context)
        }
        OperationBody::AddAddendum { visit, text } => {
            review::addendum(operation, *visit, text, records, context)
        }
        OperationBody::ResolveConflict {
            household,
            field,
            base,
            keep,
            seen,
        } => resolve::resolve(
            operation,
            (*household, *field, *base),
            keep.as_ref(),
            seen,
            records,
            context,
        ),
        OperationBody::RecordIncome { household, content } => {
            income::record(operation, *household, content, records, context)
        }
        OperationBody::ExplainLine { explanation, said } => {
            explain::explain(operation, *explanation, said, records, context)
        }
        OperationBody::ConfirmExplanation { explanation } => {
            explain::confirm(operation, *explanation, records, context)
        }
        OperationBody::RaiseFlag {
            flag,
            household,
            content,
        } => flags::raise(operation, (*flag, *household), content, records, context),
        OperationBody::TriageFlag {
            flag,
            rev,
            triage,
            household,
        } => flags::triage(operation, (*flag, *rev, *household), triage, records, context),
        OperationBody::RaiseRequest {
            request,
            household,
            visit,
            content,
        } => requests::raise(
            operation,
            (*request, *household, *visit),
            content,
            records,
            context,
        ),
        OperationBody::StepRequest {
            request,
            household,
            base_rev,
            step,
        } => requests::step(
            operation,
            (*request, *household, *base_rev),
            step,
            records,
            context,
        ),
        OperationBody::OpenCase { household, flag } => {
            case::open(operation, *household, *flag, records, context)
        }
        OperationBody::AddMeasure { household, content } => {
            plan::add(operation, *household, content, records, context)
        }
        OperationBody::ProgressMeasure {
            household,
            measure,
            step,
        } => plan::progress(operation, (*household, *measure), step, records, context),
        OperationBody::NameContact {
            household,
            name,
            unit,
            from,
        } => plan::contact(operation, *household, (name, unit, *from), records, context),
        OperationBody::SignPlan {
            household,
            measures,
            opinion,
        } => plan::sign(operation, (*household, *measures, opinion), records, context),
        OperationBody::StepCase { household, rev, step } => {
            case::step(operation, (*household, *rev), step, records, context)
        }
        OperationBody::NominateElimination {
            household,
            way,
            words,
            on,
        } => {
            let said = elimination::Nomination {
                way: *way,
                words,
                on: *on,
            };
            elimination::nominate(operation, *household, &said, records, context)
        }
        OperationBody::ReduceNaturally {
            household,
            reason,
            on,
            words,
        } => {
            let said = elimination::Reducing {
                reason: *reason,
                words,
                on: *on,
            };
            elimination::reduce(operation, *household, &said, records, context)
        }
        OperationBody::StepElimination { household, rev, step } => {
            elimination::step(operation, (*household, *rev), step, records, context)
        }
        OperationBody::AskLeave { whose, content } => days::ask(operation, whose, content, records, context),
        OperationBody::DecideLeave {
            team,
            staff,
            leave,
            decision,
        } => days::decide(operation, (team, staff, *leave), decision, records, context),
        OperationBody::EndLeave {
            team,
            staff,
            leave,
            back_on,
        } => days::end(operation, (team, staff, *leave), *back_on, records, context),
        OperationBody::ConfirmMonth { whose, content } => {
            days::confirm(operation, whose, content, records, context)
        }
        OperationBody::RecordEntitlement { household, content } => {
            entitlements::record(operation, *household, content, records, context)
        }
        OperationBody::WriteHandover { of, line } => handover::write(operation, of, line, records, context),
        OperationBody::SignHandover {
            of,
            side,
            whom,
            words,
        } => handover::sign(operation, of, (*side, whom, words), records, context),
        OperationBody::LogWork {
            work,
            village,
            content,
        } => work::log(operation, (*work, village), content, records, context),
        OperationBody::StrikeWork { work, why } => work::strike(operation, *work, why, records, context),
    }
}

/// The monitoring file of a household; a new one where it has none yet.
fn file_of(household: &Household, records: &impl Records) -> MonitoringFile {
    let known = records.monitoring(household.id).cloned();
    known.unwrap_or_else(|| MonitoringFile::new(household.id, household.village.clone()))
}

/// The line of a history for what an operation does.
fn entry<E>(operation: &Operation, event: E, context: Context<'_>) -> Entry<E> {
    Entry {
        op: operation.id,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        event,
    }
}

/// The same for a record that counts its revisions.
fn revision_entry<E>(operation: &Operation, rev: u32, event: E, context: Context<'_>) -> RevisionEntry<E> {
    RevisionEntry {
        op: operation.id,
        rev,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        event,
    }
}

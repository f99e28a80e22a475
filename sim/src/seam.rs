//! Where parts meet: the office's own work, damage, and the deliberate faults of [`crate::mutant`].

use crate::cast::{self, PEOPLE, TEAMS, VILLAGES, household_id};
use crate::dice::Dice;
use crate::fault::Outcome;
use crate::mutant::Mutant;
use crate::office::{Answer, Done, Office};
use crate::oracle::Oracle;
use crate::phone::Phone;
use crate::plan::Deed;
use app::ledger::model::{QueueState, Stored};
use app::phone::batch::Batch;
use domain::cbor;
use domain::household::facts::FieldName;
use domain::ids::{FlagId, HouseholdId, OpId, RequestId, StaffId, TeamId, VillageId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::record::RecordKey;
use domain::refusal::{Refusal, RefusalCode};
use domain::sync::{OperationOutcome, Outcome as Answered, SyncReply, SyncRequest};
use domain::time::Millis;
use server::routes::AppState;
use server::store::{RegisterHousehold, Roster, StoreError};
use uuid::Uuid;

/// Damages one record of a phone's store: a wrong version, or it is missing. None when it has none.
///
/// # Errors
/// When it cannot be written down.
pub fn drift(phone: &Phone, oracle: &Oracle, dice: &mut Dice) -> Outcome<Option<Batch>> {
    let Some(open) = &phone.open else { return Ok(None) };
    let mut keys: Vec<_> = open.model.base.keys().collect();
    // Visits, flags and requests by name: their identities come from the phones' clocks.
    keys.sort_by_key(|key| match key {
        RecordKey::Days(id) => (Some(HouseholdId(id.0)), None, true),
        RecordKey::Handover(id) => (Some(HouseholdId(id.0)), None, false),
        RecordKey::Work(id) => (Some(HouseholdId(id.0)), None, false),
        RecordKey::Household(id) => (Some(*id), None, false),
        RecordKey::Monitoring(id) => (Some(*id), None, true),
        RecordKey::Entitlements(id) => (Some(*id), None, true),
        RecordKey::Visit(id) => (None, oracle.visit(*id), false),
        RecordKey::Explanation(_) => (None, None, false),
        RecordKey::Flag(id) => (None, oracle.flag(*id), false),
        RecordKey::Request(id) => (None, oracle.request(*id), false),
    });
    let Some((key, stored)) = dice
        .pick(&keys)
        .and_then(|key| open.model.base.get_key_value(key))
    else {
        return Ok(None);
    };
    if dice.percent(50) {
        return Ok(Some(Batch {
            delete_records: vec![key.to_string()],
            ..Batch::default()
        }));
    }
    let wrong = Stored {
        version: stored.version.saturating_add(1_000),
        record: stored.record.clone(),
    };
    Ok(Some(Batch {
        put_records: vec![(key.to_string(), cbor::to_vec(&wrong))],
        ..Batch::default()
    }))
}

/// The beginning of an answer, as a cut connection leaves it.
#[must_use]
pub fn cut(answer: Answer) -> Answer {
    let half = answer.body.len() / 2;
    let body = answer.body.get(..half).unwrap_or_default().to_owned();
    Answer { body, ..answer }
}

/// What a portal or a proxy says.
#[must_use]
pub fn stranger(status: u16) -> Answer {
    Answer {
        status,
        ours: false,
        body: b"<html>please sign in to this network</html>".to_vec(),
    }
}

/// The office changes roster, register or accounts. Whether anything was to do.
///
/// # Errors
/// When the store refuses what no weather explains.
pub fn office_work(office: &mut Office, deed: Deed) -> Outcome<Done<bool>> {
    let done = office.work(|app| async move { change(&app, deed).await })?;
    Ok(match done {
        Done::Yes(changed) => Done::Yes(changed?),
        Done::Down => Done::Down,
        Done::Crashed => Done::Crashed,
    })
}

async fn change(app: &AppState, deed: Deed) -> Result<bool, StoreError> {
    let by = StaffId::from("SIM");
    let now = app.clock.now();
    match deed {
        Deed::MoveVillage(at, to) => move_village(app, at, to, &by, now).await,
        Deed::MoveHousehold(n, to) => {
            let village = VILLAGES.get(to).map_or("", |(id, ..)| *id);
            register(app, n, &by, |household| household.village = village.into()).await
        }
        Deed::Register(n) => {
            let address = format!("新{}号", now.0 % 997);
            register(app, n, &by, |household| household.address = address).await
        }
        Deed::Post(at, leads, to) => {
            let (Some((id, ..)), Some(team)) = (PEOPLE.get(at), TEAMS.get(to)) else {
                return Ok(false);
            };
            let row = cast::person(id, cast::role(leads), Some((*team).into()));
            app.store.create_staff(&row, now).await.map(|()| true)
        }
        Deed::Account(at, closed) => {
            let id = PEOPLE.get(at).map_or("", |(id, ..)| *id);
            app.store
                .close_account(&id.into(), closed, now)
                .await
                .map(|()| true)
        }
        _ => Ok(false),
    }
}

async fn move_village(
    app: &AppState,
    at: usize,
    to: Option<usize>,
    by: &StaffId,
    now: Millis,
) -> Result<bool, StoreError> {
    let Some(village) = VILLAGES.get(at).map(|(id, ..)| VillageId::from(*id)) else {
        return Ok(false);
    };
    let target: Option<TeamId> = to.and_then(|to| TEAMS.get(to)).map(|team| (*team).into());
    let mut teams = app.store.roster().await?.teams;
    for team in &mut teams {
        team.villages.retain(|led| *led != village);
        if Some(&team.id) == target.as_ref() {
            team.villages.push(village.clone());
        }
    }
    let roster = Roster {
        teams,
        ..Roster::default()
    };
    app.store.save_roster(&roster, by, now).await.map(|()| true)
}

async fn register(
    app: &AppState,
    n: u128,
    by: &StaffId,
    change: impl FnOnce(&mut domain::household::Household),
) -> Result<bool, StoreError> {
    let villages: Vec<VillageId> = VILLAGES.iter().map(|(id, ..)| (*id).into()).collect();
    let all = app.store.households_in(&villages).await?;
    let Some(mut household) = all.into_iter().find(|household| household.id == household_id(n)) else {
        return Ok(false);
    };
    change(&mut household);
    let row = RegisterHousehold {
        household,
        numbers: vec![],
        phone: None,
    };
    let now = app.clock.now();
    app.store
        .save_register(&[row], by, now, &|_| {})
        .await
        .map(|()| true)
}

/// [`Mutant::ForgetBeforeAck`].
///
/// # Errors
/// When the store refuses.
pub fn forget_sent(phone: &mut Phone, request: &SyncRequest) -> Outcome<()> {
    let sent: Vec<u64> = request.operations.iter().map(|operation| operation.seq).collect();
    phone.damage(Batch {
        delete_outbox: sent,
        ..Batch::default()
    })
}

/// Faults of the server on the way in.
///
/// # Errors
/// When the request cannot be read.
pub fn at_the_door(mutant: Mutant, body: Vec<u8>, copy: bool, office: &mut Office) -> Outcome<Vec<u8>> {
    let mut request: SyncRequest = cbor::from_slice(&body)?;
    match mutant {
        Mutant::TwiceOnDuplicate if copy => request.operations.iter_mut().for_each(renew),
        Mutant::RefuseWrongClocks => {
            let now = office.clock();
            request
                .operations
                .retain(|operation| !is_a_day_wrong(operation, now));
        }
        Mutant::AnswerBeforeCommit if unlucky(&request) => request.operations.clear(),
        Mutant::LastWriterWins => overwrite(&mut request, office)?,
        _ => return Ok(body),
    }
    Ok(cbor::to_vec(&request))
}

/// One batch in four, always the same ones.
fn unlucky(request: &SyncRequest) -> bool {
    let first = request.operations.first();
    first.is_some_and(|operation| operation.id.0.as_u128().is_multiple_of(4))
}

fn renew(operation: &mut Operation) {
    let other = |id: Uuid| Uuid::from_u128(id.as_u128() ^ 0x5555_5555);
    operation.id = OpId(other(operation.id.0));
    if let OperationBody::LogVisit { visit, .. } = &mut operation.body {
        *visit = VisitId(other(visit.0));
    }
    if let OperationBody::RaiseFlag { flag, .. } = &mut operation.body {
        *flag = FlagId(other(flag.0));
    }
    if let OperationBody::RaiseRequest { request, .. } = &mut operation.body {
        *request = RequestId(other(request.0));
    }
}

/// The water of every household is overwritten, whatever the change rests on.
fn overwrite(request: &mut SyncRequest, office: &mut Office) -> Outcome<()> {
    let villages: Vec<VillageId> = VILLAGES.iter().map(|(id, ..)| (*id).into()).collect();
    let known = office.work(|app| async move { app.store.households_in(&villages).await })?;
    let Done::Yes(known) = known else { return Ok(()) };
    let known = known?;
    for operation in &mut request.operations {
        let (OperationBody::LogVisit {
            household, content, ..
        }
        | OperationBody::ReviseVisit {
            household, content, ..
        }) = &mut operation.body
        else {
            continue;
        };
        let household = known.iter().find(|known| known.id == *household);
        for change in &mut content.changes {
            if let (FieldName::WaterGuarantee, Some(household)) = (change.field.name, household) {
                change.base = household.field_version(&change.field);
            }
        }
    }
    Ok(())
}

/// Faults of the server on the way out.
///
/// # Errors
/// When the answer cannot be read.
pub fn on_the_way_out(mutant: Mutant, body: &[u8], answer: Answer) -> Outcome<Answer> {
    if answer.status != 200 {
        return Ok(answer);
    }
    let mut reply: SyncReply = cbor::from_slice(&answer.body)?;
    match mutant {
        Mutant::CursorSkips if reply.changes.len() > 1 => {
            reply.changes.remove(0);
        }
        Mutant::FeedForgets
            if !reply.changes.is_empty() && cbor::from_slice::<SyncRequest>(body)?.cursor > 0 =>
        {
            reply.changes.pop();
        }
        Mutant::AnswerBeforeCommit if reply.outcomes.is_empty() => {
            let request: SyncRequest = cbor::from_slice(body)?;
            // What was asked stands in the request as the phone sent it; what was kept is nothing.
            let ids = request.operations.iter().map(|operation| operation.id);
            reply.outcomes = ids.map(|op| answered(op, Answered::Applied, &reply)).collect();
        }
        Mutant::RefuseWrongClocks => {
            let request: SyncRequest = cbor::from_slice(body)?;
            let wrong = request.operations.iter();
            let wrong = wrong.filter(|operation| is_a_day_wrong(operation, reply.server_time));
            let refusal = Refusal::plain(RefusalCode::VisitInFuture);
            let refused: Vec<OperationOutcome> = wrong
                .map(|operation| {
                    let outcome = Answered::Refused {
                        refusal: refusal.clone(),
                    };
                    answered(operation.id, outcome, &reply)
                })
                .collect();
            reply.outcomes.extend(refused);
        }
        _ => return Ok(answer),
    }
    Ok(Answer {
        body: cbor::to_vec(&reply),
        ..answer
    })
}

fn is_a_day_wrong(operation: &Operation, now: Millis) -> bool {
    // Work may lie on the phone for weeks; only what cannot be is called wrong.
    const DAY: i64 = 24 * 60 * 60 * 1000;
    operation.recorded_at.0 > now.0.saturating_add(DAY) || operation.recorded_at.0 < cast::START - DAY
}

fn answered(op: OpId, outcome: Answered, reply: &SyncReply) -> OperationOutcome {
    OperationOutcome {
        op,
        outcome,
        received_at: reply.server_time,
        duplicate: false,
    }
}

/// Faults of the phone when it hears an answer.
pub fn at_the_ear(mutant: Mutant, phone: &mut Phone, reply: &mut SyncReply) {
    let Some(open) = phone.open.as_mut() else { return };
    match mutant {
        Mutant::SkipEpoch => {
            if let Some(epoch) = &open.model.cursor.epoch {
                reply.epoch.clone_from(epoch);
            }
        }
        Mutant::DigestOnFaith => reply.repair = false,
        _ => {}
    }
}

/// Faults of the phone after it has kept an answer.
///
/// # Errors
/// When the store refuses.
pub fn after_keeping(mutant: Mutant, phone: &mut Phone) -> Outcome<()> {
    if mutant == Mutant::LeaveSilently {
        phone.notices = 0;
    }
    let Some(open) = phone.open.as_ref().filter(|_| mutant == Mutant::DropOnRefusal) else {
        return Ok(());
    };
    let refused = open.model.outbox.iter();
    let refused = refused.filter(|(_, queued)| matches!(queued.state, QueueState::Attention { .. }));
    let delete_outbox: Vec<u64> = refused.map(|(number, _)| *number).collect();
    if delete_outbox.is_empty() {
        return Ok(());
    }
    phone.damage(Batch {
        delete_outbox,
        ..Batch::default()
    })
}

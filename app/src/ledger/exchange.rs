//! One exchange with the server: what is asked, and what each kind of answer does to the phone.
//!
//! The law of this file: no answer deletes work. An operation ends as durably answered or as needing a
//! person, and in every other case it still waits.

use super::model::{Model, QueueState, Queued, Stored};
use domain::cbor;
use domain::ids::DeviceId;
use domain::operation::Operation;
use domain::record::RecordKey;
use domain::refusal::{Refusal, RefusalCode};
use domain::sync::{BATCH_OPERATIONS, Outcome, PROTOCOL, REQUEST_BYTES, SyncReply, SyncRequest};
use domain::time::Millis;
use std::sync::Arc;

/// Operations that were answered are kept this long, to be offered to a server restored from a backup.
pub const KEEP_SENT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// What an answer of the server means for the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The exchange took place.
    Reply(Box<SyncReply>),
    /// No way to our server now: no signal, a portal in between, overload. Try again later.
    Later {
        /// Seconds that the server asked to wait.
        retry_after: Option<u64>,
    },
    /// The session has ended; a sign-in is needed before anything can be sent.
    SignIn,
    /// The batch is too large or cannot be read: send less at once.
    Split,
    /// The app is too old or too new for this server; what waits goes on waiting.
    Protocol,
}

/// Reads an answer. `ours` tells by its content type whether it comes from our server, `retry_after` the
/// seconds that it asks to wait.
#[must_use]
pub fn meaning(status: u16, ours: bool, body: &[u8], retry_after: Option<u64>) -> Meaning {
    match status {
        200 if ours => match cbor::from_slice(body) {
            Ok(reply) => Meaning::Reply(Box::new(reply)),
            Err(_) => Meaning::Later { retry_after: None },
        },
        401 if ours => Meaning::SignIn,
        400 | 413 | 422 if ours => Meaning::Split,
        409 if ours => Meaning::Protocol,
        _ => Meaning::Later {
            retry_after: retry_after.filter(|_| ours),
        },
    }
}

/// The next request: at most `batch` operations that can be sent, oldest first.
#[must_use]
pub fn request(model: &Model, device: DeviceId, batch: usize, complete: bool) -> SyncRequest {
    SyncRequest {
        protocol: PROTOCOL,
        device,
        epoch: model.cursor.epoch.clone(),
        team: model.cursor.team.clone(),
        cursor: model.cursor.change,
        reference: model
            .reference
            .as_ref()
            .map(|reference| reference.version.clone())
            .unwrap_or_default(),
        digest: complete.then(|| model.digest()),
        operations: fitting(&model.sendable(), batch.clamp(1, BATCH_OPERATIONS)),
        announced: given_out(model, device),
        staff: Some(model.me.staff.clone()),
    }
}

/// The highest running number that this device has given out, as far as it still keeps what bears it: what is let go
/// was answered.
fn given_out(model: &Model, device: DeviceId) -> Option<u64> {
    let own = |queued: &&Queued| queued.operation.device == device;
    let numbers = model
        .outbox
        .values()
        .filter(own)
        .map(|queued| queued.operation.seq);
    numbers.max()
}

/// The first operations, at most `batch` of them and as many as fit into one request; one in any case.
fn fitting(sendable: &[&Operation], batch: usize) -> Vec<Operation> {
    let mut room = REQUEST_BYTES;
    let mut fitting = Vec::new();
    for operation in sendable.iter().take(batch) {
        let left = room.checked_sub(cbor::to_vec(*operation).len());
        if left.is_none() && !fitting.is_empty() {
            break;
        }
        room = left.unwrap_or_default();
        fitting.push((*operation).clone());
    }
    fitting
}

/// What changed in the model and has to be kept in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Records set.
    pub put: Vec<RecordKey>,
    /// Records that left the scope.
    pub removed: Vec<RecordKey>,
    /// Outbox entries changed.
    pub queued: Vec<u64>,
    /// Outbox entries let go: answered long ago.
    pub let_go: Vec<u64>,
    /// Reference data changed.
    pub reference: bool,
    /// Records that left this phone's scope because they moved to another team.
    pub left_scope: usize,
}

/// Takes an answer into the model. The caller keeps what was touched in one durable transaction before
/// anybody is told. Ages are counted by the server's clock: the phone's may be a year ahead.
pub fn take(model: &mut Model, reply: SyncReply) -> Touched {
    let mut touched = Touched::default();
    let restored = model
        .cursor
        .epoch
        .as_ref()
        .is_some_and(|epoch| *epoch != reply.epoch);
    let other_team = model.cursor.team.as_ref().is_some_and(|team| *team != reply.team);
    if restored {
        offer_again(model, reply.server_time, &mut touched);
    }
    if reply.reference.is_some() {
        offer_unread(model, &mut touched);
    }
    settle(model, &reply, &mut touched);
    if restored || other_team || reply.repair {
        // The reply starts over at change 0 when epoch or team differ; after a repair the next one does.
        // What is here stays readable until the new pull is complete; then what was not told again goes.
        model.stale = model.base.keys().copied().collect();
        model.cursor.change = 0;
    }
    model.cursor.epoch = Some(reply.epoch);
    model.cursor.team = Some(reply.team);
    if !reply.repair {
        for entry in reply.changes {
            if let Some(record) = entry.record {
                model.base.insert(
                    entry.key,
                    Stored {
                        version: entry.version,
                        record: Arc::new(record),
                    },
                );
                model.stale.remove(&entry.key);
                touched.put.push(entry.key);
            } else if model.base.remove(&entry.key).is_some() {
                touched.removed.push(entry.key);
                touched.left_scope = touched.left_scope.saturating_add(1);
            }
        }
        model.cursor.change = reply.cursor;
        if reply.cursor >= reply.head {
            drop_stale(model, &mut touched);
        }
    }
    if let Some(reference) = reply.reference {
        model.me.team = Some(reference.team.id.clone());
        model.me.role = reference.me.role;
        model.me.name.clone_from(&reference.me.name);
        model.reference = Some(Arc::new(reference));
        touched.reference = true;
    }
    let gone = !touched.removed.is_empty();
    if gone
        || touched
            .put
            .iter()
            .any(|key| matches!(key, RecordKey::Household(_)))
    {
        model.index();
    }
    let_go_of_old(model, reply.server_time, &mut touched);
    wait_no_longer(model, reply.server_time, &mut touched);
    touched
}

/// A server restored from a backup may lack what it once answered: everything still kept is offered again, and
/// what was never answered may rest on what was lost.
fn offer_again(model: &mut Model, since: Millis, touched: &mut Touched) {
    for (number, queued) in &mut model.outbox {
        if !matches!(queued.state, QueueState::Attention { .. }) {
            queued.state = QueueState::Again { since };
            touched.queued.push(*number);
        }
    }
}

/// Another version of the server tells the reference data anew: what the one before could not read, because it was
/// older than this app, is sent again. Nothing of it was stored there, so that it may go under its old id.
fn offer_unread(model: &mut Model, touched: &mut Touched) {
    for (number, queued) in &mut model.outbox {
        let unread = matches!(&queued.state, QueueState::Attention { refusal } if refusal.code == RefusalCode::Malformed);
        if unread {
            queued.state = QueueState::Waiting;
            touched.queued.push(*number);
        }
    }
}

/// What waited in vain for others since a restore is sent all the same: the server has the last word.
fn wait_no_longer(model: &mut Model, server_time: Millis, touched: &mut Touched) {
    for (number, queued) in &mut model.outbox {
        let since = match queued.state {
            QueueState::Again { since } => since,
            _ => continue,
        };
        if server_time.0.saturating_sub(since.0) > KEEP_SENT_MS {
            queued.state = QueueState::Waiting;
            touched.queued.push(*number);
        }
    }
}

fn drop_stale(model: &mut Model, touched: &mut Touched) {
    for key in std::mem::take(&mut model.stale) {
        if model.base.remove(&key).is_some() {
            touched.removed.push(key);
            // A visit may only wait for its author's phone to offer it again; a household has left.
            let left = matches!(key, RecordKey::Household(_));
            touched.left_scope = touched.left_scope.saturating_add(usize::from(left));
        }
    }
}

fn settle(model: &mut Model, reply: &SyncReply, touched: &mut Touched) {
    for answer in &reply.outcomes {
        let Some((number, _)) = model.queued(answer.op) else {
            continue;
        };
        let state = match &answer.outcome {
            Outcome::Applied | Outcome::ConflictKept { .. } => QueueState::Sent {
                received_at: answer.received_at,
                until_change: reply.head,
            },
            Outcome::Refused { refusal } => QueueState::Attention {
                refusal: refusal.clone(),
            },
            Outcome::Unknown => continue,
        };
        if let Some(queued) = model.outbox.get_mut(&number) {
            queued.state = state;
            touched.queued.push(number);
        }
    }
}

fn let_go_of_old(model: &mut Model, server_time: Millis, touched: &mut Touched) {
    let change = model.cursor.change;
    let old = |queued: &Queued| match queued.state {
        QueueState::Sent {
            received_at,
            until_change,
        } => change >= until_change && server_time.0.saturating_sub(received_at.0) > KEEP_SENT_MS,
        _ => false,
    };
    let numbers: Vec<u64> = model
        .outbox
        .iter()
        .filter(|(_, queued)| old(queued))
        .map(|(n, _)| *n)
        .collect();
    for number in numbers {
        model.outbox.remove(&number);
        touched.let_go.push(number);
    }
}

/// Isolates an operation that the server cannot even read when it is sent alone.
pub fn set_aside(model: &mut Model, number: u64) {
    if let Some(queued) = model.outbox.get_mut(&number) {
        queued.state = QueueState::Attention {
            refusal: Refusal::plain(RefusalCode::Malformed),
        };
    }
}

/// The number of the oldest operation that can be sent.
#[must_use]
pub fn oldest_waiting(model: &Model) -> Option<u64> {
    let oldest = model.sendable().first().map(|operation| operation.id)?;
    model.queued(oldest).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::example::addendum;
    use domain::ids::OpId;
    use uuid::Uuid;

    const LATER: Meaning = Meaning::Later { retry_after: None };

    #[test]
    fn long_notes_go_in_several_requests_and_one_too_long_goes_alone() {
        let operation = |text: usize| addendum(DeviceId(Uuid::nil()), 1, text);
        let sent = |long: &Operation, batch| fitting(&vec![long; 100], batch).len();
        assert_eq!(sent(&operation(100), BATCH_OPERATIONS), 100);
        assert_eq!(sent(&operation(100), 7), 7);
        assert_eq!(sent(&operation(REQUEST_BYTES / 10), BATCH_OPERATIONS), 9);
        assert_eq!(sent(&operation(2 * REQUEST_BYTES), BATCH_OPERATIONS), 1);
    }

    #[test]
    fn a_phone_announces_the_numbers_that_it_gave_and_not_those_carried_to_it() {
        let mine = DeviceId(Uuid::from_u128(1));
        let mut model = Model::new(domain::api::Me {
            staff: "P001".into(),
            name: String::new(),
            role: domain::roster::Role::TeamMember,
            team: None,
        });
        assert_eq!(request(&model, mine, 1, false).announced, None);
        let mut queue = |number, device, seq, state| {
            let operation = Operation {
                id: OpId(Uuid::from_u128(number)),
                ..addendum(device, seq, 0)
            };
            let place = u64::try_from(number).unwrap();
            model.outbox.insert(place, Queued { operation, state });
        };
        queue(1, mine, 1, QueueState::Waiting);
        queue(2, DeviceId(Uuid::from_u128(9)), 40, QueueState::Waiting);
        let refusal = Refusal::plain(RefusalCode::Malformed);
        queue(3, mine, 2, QueueState::Attention { refusal });
        // Also what no request carries now.
        assert_eq!(request(&model, mine, 1, false).announced, Some(2));
    }

    #[test]
    fn only_our_own_messages_count_as_an_answer() {
        assert_eq!(meaning(200, false, b"<html>", Some(3)), LATER);
        assert_eq!(meaning(200, true, b"{}", None), LATER);
        assert_eq!(meaning(200, true, b"", None), LATER);
        assert_eq!(meaning(401, false, b"portal", None), LATER);
        assert_eq!(meaning(401, true, b"", None), Meaning::SignIn);
        assert_eq!(meaning(413, true, b"", None), Meaning::Split);
    }

    #[test]
    fn a_reply_that_was_cut_short_is_none() {
        let reply = SyncReply {
            epoch: "e".to_owned(),
            team: "T01".into(),
            outcomes: Vec::new(),
            changes: Vec::new(),
            cursor: 1,
            head: 2,
            digest: domain::record::ScopeDigest(3),
            repair: false,
            reference: None,
            server_time: Millis(4),
        };
        let whole = cbor::to_vec(&reply);
        assert_eq!(meaning(200, true, &whole, None), Meaning::Reply(Box::new(reply)));
        for end in 0..whole.len() {
            assert_eq!(meaning(200, true, &whole[..end], None), LATER);
        }
    }

    #[test]
    fn no_status_but_the_durable_answer_settles_anything() {
        for status in 300..600 {
            assert!(!matches!(meaning(status, true, b"", None), Meaning::Reply(_)));
        }
        assert_eq!(
            meaning(503, true, b"", Some(7)),
            Meaning::Later { retry_after: Some(7) }
        );
    }
}

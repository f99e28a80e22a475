//! How the model is written into the vault and read back.

use super::exchange::Touched;
use super::model::{Cursor, Model, QueueState, Queued, Stored};
use crate::phone::PhoneError;
use crate::phone::address::Area;
use crate::phone::batch::{Batch, Snapshot};
use domain::api::Me;
use domain::cbor;
use domain::record::RecordKey;
use domain::sync::Reference;
use domain::time::Millis;
use minicbor::Decode;
use std::sync::Arc;

const ME: &str = "me";
const CURSOR: &str = "cursor";
const REFERENCE: &str = "reference";
const EXCHANGED: &str = "exchanged";
/// What the person let go before it was sent: a note for each, of when, under its id or its photo's name. Nothing of what
/// it said is kept.
const DISCARDED: &str = "discarded:";
/// Behind it, where an identity stands otherwise: what went with the person's earlier store on this phone.
const EARLIER: &str = "earlier";
/// Answered operations lie among the records, so that the outbox holds exactly what was never answered: it
/// can then be counted on a locked phone.
const SENT: &str = "sent:";

/// Reads the model out of a vault. Records that cannot be read are left out, and the cursor goes back to
/// the start so that the server sends them again; operations that cannot be read, or not whole, stay in the store as
/// they are and are counted: what a newer version of the app wrote must not be sent in part and called applied.
///
/// # Errors
/// [`PhoneError::Corrupt`] when not even the person can be read.
pub fn read(snapshot: &Snapshot) -> Result<Model, PhoneError> {
    let note = |name: &str| {
        snapshot
            .meta
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_slice())
    };
    let me: Me = note(ME).and_then(parse).ok_or(PhoneError::Corrupt("person"))?;
    let mut model = Model::new(me);
    model.set_aside = snapshot.set_aside;
    model.cursor = note(CURSOR).and_then(parse).unwrap_or_default();
    model.reference = note(REFERENCE).and_then(parse::<Reference>).map(Arc::new);
    model.exchanged = note(EXCHANGED).and_then(time);
    for (_, note) in snapshot
        .meta
        .iter()
        .filter(|(name, _)| name.starts_with(DISCARDED))
    {
        let (count, last) = model.discarded.unwrap_or_default();
        let (more, at) = let_go(note);
        model.discarded = Some((count.saturating_add(more), last.max(at)));
    }
    let in_outbox = |place: &&(Area, String)| place.0 == Area::Outbox;
    model.damaged = snapshot.damaged.iter().filter(in_outbox).count();
    // The server does not tell the outbox again.
    let mut unread = snapshot.damaged.len() > model.damaged;
    for (key, value) in &snapshot.records {
        if let Some(number) = key.strip_prefix(SENT) {
            if let (Ok(number), Some(queued)) = (number.parse(), whole(value)) {
                model.outbox.insert(number, queued);
            }
            continue;
        }
        match (key.parse::<RecordKey>(), parse::<Stored>(value)) {
            (Ok(key), Some(stored)) => {
                model.base.insert(key, stored);
            }
            _ => unread = true,
        }
    }
    for (number, value) in &snapshot.outbox {
        match whole(value) {
            Some(queued) => {
                model.outbox.insert(*number, queued);
            }
            None => model.unread = model.unread.saturating_add(1),
        }
    }
    if unread {
        model.cursor = Cursor {
            change: 0,
            ..model.cursor
        };
    }
    model.index();
    Ok(model)
}

/// The first note of a new vault: whose it is.
#[must_use]
pub fn birth(me: &Me) -> Batch {
    Batch {
        put_meta: vec![(ME.to_owned(), cbor::to_vec(me))],
        ..Batch::default()
    }
}

/// The note that something was let go before it was sent.
#[must_use]
pub fn discarded(what: impl std::fmt::Display, at: Millis) -> (String, Vec<u8>) {
    (format!("{DISCARDED}{what}"), at.0.to_be_bytes().to_vec())
}

/// What the person has let go for good, as many and when last, once they sign out and so throw away `more` as well.
#[must_use]
pub fn thrown_away(earlier: Option<(usize, Millis)>, more: usize, at: Millis) -> Option<(usize, Millis)> {
    let (count, last) = earlier.unwrap_or_default();
    let last = if more > 0 { last.max(at) } else { last };
    let all = count.saturating_add(more);
    (all > 0).then_some((all, last))
}

/// The note of what went with the person's earlier store: how many, and when last.
#[must_use]
pub fn discarded_earlier((count, last): (usize, Millis)) -> (String, Vec<u8>) {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let note = [last.0.to_be_bytes(), count.to_be_bytes()].concat();
    (format!("{DISCARDED}{EARLIER}"), note)
}

/// How many were let go by one note, and when: one, where it tells no number.
fn let_go(note: &[u8]) -> (usize, Millis) {
    let (at, count) = note.split_at_checked(8).unwrap_or((note, &[]));
    let count = count.try_into().map_or(1, u64::from_be_bytes);
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    (count, time(at).unwrap_or_default())
}

/// One new operation as it is queued, under the number that it got.
#[must_use]
pub fn queued(queued: &Queued) -> Vec<u8> {
    cbor::to_vec(queued)
}

/// Everything that an exchange touched, as one batch.
#[must_use]
pub fn touched(model: &Model, touched: &Touched) -> Batch {
    let mut batch = Batch {
        delete_records: touched.removed.iter().map(ToString::to_string).collect(),
        ..Batch::default()
    };
    batch
        .delete_records
        .extend(touched.let_go.iter().map(|number| format!("{SENT}{number}")));
    // What is answered with the day of long ago, as it was first received, goes at once from where it waited.
    batch.delete_outbox.extend(&touched.let_go);
    for key in &touched.put {
        if let Some(stored) = model.base.get(key) {
            batch.put_records.push((key.to_string(), cbor::to_vec(stored)));
        }
    }
    for number in &touched.queued {
        let Some(entry) = model.outbox.get(number) else {
            continue;
        };
        let sent = format!("{SENT}{number}");
        if matches!(entry.state, QueueState::Sent { .. }) {
            batch.delete_outbox.push(*number);
            batch.put_records.push((sent, cbor::to_vec(entry)));
        } else {
            batch.delete_records.push(sent);
            batch.put_outbox.push((*number, cbor::to_vec(entry)));
        }
    }
    batch
        .put_meta
        .push((CURSOR.to_owned(), cbor::to_vec(&model.cursor)));
    batch.put_meta.extend(model.exchanged.map(exchanged));
    if let (true, Some(reference)) = (touched.reference, &model.reference) {
        batch
            .put_meta
            .push((REFERENCE.to_owned(), cbor::to_vec(reference.as_ref())));
        batch.put_meta.push((ME.to_owned(), cbor::to_vec(&model.me)));
    }
    batch
}

/// The note of when the last exchange ended.
#[must_use]
pub fn exchanged(at: Millis) -> (String, Vec<u8>) {
    (EXCHANGED.to_owned(), at.0.to_be_bytes().to_vec())
}

fn time(bytes: &[u8]) -> Option<Millis> {
    let at = bytes.try_into().ok()?;
    Some(Millis(i64::from_be_bytes(at)))
}

/// An operation of the queue, if all of it can be read.
fn whole(bytes: &[u8]) -> Option<Queued> {
    parse::<Queued>(bytes).filter(|queued| cbor::says_all(queued, bytes))
}

/// A stored value, if it can be read.
#[must_use]
pub fn parse<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Option<T> {
    cbor::from_slice(bytes).ok()
}

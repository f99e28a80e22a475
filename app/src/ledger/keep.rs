//! How the model is written into the vault and read back.

use super::exchange::Touched;
use super::model::{Cursor, Model, QueueState, Queued, Stored};
use crate::phone::PhoneError;
use crate::phone::batch::{Batch, Snapshot};
use domain::api::Me;
use domain::record::RecordKey;
use domain::sync::Reference;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

const ME: &str = "me";
const CURSOR: &str = "cursor";
const REFERENCE: &str = "reference";
/// Answered operations lie among the records, so that the outbox holds exactly what was never answered: it
/// can then be counted on a locked phone.
const SENT: &str = "sent:";

/// Reads the model out of a vault. Records that cannot be read are left out, and the cursor goes back to
/// the start so that the server sends them again; operations that cannot be read stay in the store.
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
    model.cursor = note(CURSOR).and_then(parse).unwrap_or_default();
    model.reference = note(REFERENCE).and_then(parse::<Reference>).map(Arc::new);
    let mut unread = !snapshot.damaged.is_empty();
    for (key, value) in &snapshot.records {
        if let Some(number) = key.strip_prefix(SENT) {
            if let (Ok(number), Some(queued)) = (number.parse(), parse::<Queued>(value)) {
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
        if let Some(queued) = parse::<Queued>(value) {
            model.outbox.insert(*number, queued);
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
///
/// # Errors
/// [`PhoneError::Corrupt`] if the person cannot be written down.
pub fn birth(me: &Me) -> Result<Batch, PhoneError> {
    Ok(Batch {
        put_meta: vec![(ME.to_owned(), json(me)?)],
        ..Batch::default()
    })
}

/// One new operation as it is queued, under the number that it got.
///
/// # Errors
/// [`PhoneError::Corrupt`] if it cannot be written down.
pub fn queued(queued: &Queued) -> Result<Vec<u8>, PhoneError> {
    json(queued)
}

/// Everything that an exchange touched, as one batch.
///
/// # Errors
/// [`PhoneError::Corrupt`] if something cannot be written down.
pub fn touched(model: &Model, touched: &Touched) -> Result<Batch, PhoneError> {
    let mut batch = Batch {
        delete_records: touched.removed.iter().map(ToString::to_string).collect(),
        ..Batch::default()
    };
    batch
        .delete_records
        .extend(touched.let_go.iter().map(|number| format!("{SENT}{number}")));
    for key in &touched.put {
        if let Some(stored) = model.base.get(key) {
            batch.put_records.push((key.to_string(), json(stored)?));
        }
    }
    for number in &touched.queued {
        let Some(entry) = model.outbox.get(number) else {
            continue;
        };
        let sent = format!("{SENT}{number}");
        if matches!(entry.state, QueueState::Sent { .. }) {
            batch.delete_outbox.push(*number);
            batch.put_records.push((sent, json(entry)?));
        } else {
            batch.delete_records.push(sent);
            batch.put_outbox.push((*number, json(entry)?));
        }
    }
    batch.put_meta.push((CURSOR.to_owned(), json(&model.cursor)?));
    if let (true, Some(reference)) = (touched.reference, &model.reference) {
        batch
            .put_meta
            .push((REFERENCE.to_owned(), json(reference.as_ref())?));
        batch.put_meta.push((ME.to_owned(), json(&model.me)?));
    }
    Ok(batch)
}

/// A value as stored.
///
/// # Errors
/// [`PhoneError::Corrupt`] if it cannot be written down.
pub fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, PhoneError> {
    serde_json::to_vec(value).map_err(|_| PhoneError::Corrupt("value to store"))
}

/// A stored value, if it can be read.
#[must_use]
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

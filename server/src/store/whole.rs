//! Records as their rows have them: read to be shown, and read whole or not at all where they are written again.

use super::error::{Result, StoreError};
use domain::record::Record;
use serde_json::Value;
use std::io;

/// The record of a row, to be shown. The kind stands first in what we write; known before the rest is read, nothing is
/// held in between. Where it stands elsewhere, or is not known here, the slower reading decides.
pub(super) fn read(body: &str) -> Result<Record> {
    Ok(match kind_of(body) {
        Some("household") => Record::Household(serde_json::from_str(body)?),
        Some("visit") => Record::Visit(serde_json::from_str(body)?),
        Some("explanation") => Record::Explanation(serde_json::from_str(body)?),
        Some("flag") => Record::Flag(serde_json::from_str(body)?),
        Some("monitoring") => Record::Monitoring(serde_json::from_str(body)?),
        Some("request") => Record::Request(serde_json::from_str(body)?),
        Some("days") => Record::Days(serde_json::from_str(body)?),
        Some("entitlements") => Record::Entitlements(serde_json::from_str(body)?),
        Some("handover") => Record::Handover(serde_json::from_str(body)?),
        Some("work") => Record::Work(serde_json::from_str(body)?),
        _ => serde_json::from_str(body)?,
    })
}

fn kind_of(body: &str) -> Option<&str> {
    let rest = body.strip_prefix(r#"{"kind":""#)?;
    rest.split_once('"').map(|(kind, _)| kind)
}

/// The record of a row that is going to be written again.
///
/// # Errors
/// [`StoreError::Corrupt`] also where a newer version of this program wrote something into it that this one does not
/// know and would leave out: after a roll-back such a record waits for that version.
pub(super) fn record(body: &str) -> Result<Record> {
    let record = read(body)?;
    // Written by this version, as nearly all are, both are the same text.
    if !is_text_of(&record, body) && !says_all(&serde_json::to_value(&record)?, &serde_json::from_str(body)?)
    {
        return Err(StoreError::corrupt("a record of a newer version of this program"));
    }
    Ok(record)
}

/// Whether a record would be written as this text. Compared while it is written, and no further than the first
/// difference: nothing of it is kept.
fn is_text_of(record: &Record, body: &str) -> bool {
    let mut rest = Rest(body.as_bytes());
    serde_json::to_writer(&mut rest, record).is_ok() && rest.0.is_empty()
}

/// What of a text was not written yet.
struct Rest<'t>(&'t [u8]);

impl io::Write for Rest<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.strip_prefix(bytes).ok_or(io::ErrorKind::InvalidData)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether `kept` says all that `stored` says; what says nothing may be missing.
fn says_all(kept: &Value, stored: &Value) -> bool {
    match (kept, stored) {
        (Value::Object(kept), Value::Object(stored)) => stored.iter().all(|(name, value)| {
            says_nothing(value) || kept.get(name).is_some_and(|kept| says_all(kept, value))
        }),
        (Value::Array(kept), Value::Array(stored)) => {
            kept.len() == stored.len()
                && kept
                    .iter()
                    .zip(stored)
                    .all(|(kept, stored)| says_all(kept, stored))
        }
        _ => kept == stored || says_nothing(stored),
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::RecordKey;
    use serde_json::json;

    #[test]
    fn the_kind_is_known_before_the_rest_is_read() {
        for kind in RecordKey::KINDS {
            assert_eq!(kind_of(&format!(r#"{{"kind":"{kind}","id":"x"}}"#)), Some(kind));
        }
        assert_eq!(kind_of(r#"{"id":"x","kind":"visit"}"#), None);
        assert_eq!(kind_of(""), None);
    }

    #[test]
    fn what_would_be_left_out_is_noticed() {
        let kept = json!({"a": 1, "list": [{"b": "x"}], "new": []});
        assert!(says_all(&kept, &kept));
        assert!(says_all(&kept, &json!({"a": 1, "list": [{"b": "x", "c": ""}]})));
        assert!(says_all(
            &kept,
            &json!({"a": 1, "gone": null, "zero": 0, "no": false})
        ));
        assert!(!says_all(&kept, &json!({"a": 2})));
        assert!(!says_all(&kept, &json!({"more": "words"})));
        assert!(!says_all(&kept, &json!({"list": [{"b": "x", "c": 3}]})));
        assert!(!says_all(&kept, &json!({"list": [{"b": "x"}, {"b": "y"}]})));
    }
}

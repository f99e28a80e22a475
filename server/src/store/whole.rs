//! A record that is going to be written again: read whole, or not at all.

use super::error::{Result, StoreError};
use domain::record::Record;
use serde_json::Value;

/// The record of a row that is going to be written again.
///
/// # Errors
/// [`StoreError::Corrupt`] also where a newer version of this program wrote something into it that this one does not
/// know and would leave out: after a roll-back such a record waits for that version.
pub(super) fn record(body: &str) -> Result<Record> {
    let record: Record = serde_json::from_str(body)?;
    let again = serde_json::to_string(&record)?;
    // Written by this version, as nearly all are, both are the same text.
    if again != body && !says_all(&serde_json::from_str(&again)?, &serde_json::from_str(body)?) {
        return Err(StoreError::corrupt("a record of a newer version of this program"));
    }
    Ok(record)
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
    use serde_json::json;

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

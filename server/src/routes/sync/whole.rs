//! Whether an operation written in JSON was read whole, as `domain::cbor::says_all` tells it of CBOR.

use serde::Serialize;
use serde_json::Value;

/// Whether a value says all that was sent, and that it was read from. Reading passes over fields that this version
/// does not know; what is kept of such a value is not what was sent. Fields that say nothing may be missing.
pub fn says_all<T: Serialize>(value: &T, sent: &Value) -> bool {
    serde_json::to_value(value).is_ok_and(|kept| holds(&kept, sent))
}

fn holds(kept: &Value, sent: &Value) -> bool {
    match (kept, sent) {
        (Value::Object(kept), Value::Object(sent)) => sent.iter().all(|(name, said)| {
            kept.get(name)
                .map_or_else(|| says_nothing(said), |kept| holds(kept, said))
        }),
        (Value::Array(kept), Value::Array(sent)) => {
            kept.len() == sent.len() && kept.iter().zip(sent).all(|(kept, said)| holds(kept, said))
        }
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
            says_nothing(sent)
        }
        // Known and read: an identity or a number may be written in several ways.
        _ => true,
    }
}

/// As whoever does not know the field reads it.
fn says_nothing(said: &Value) -> bool {
    match said {
        Value::Null => true,
        Value::Bool(said) => !said,
        Value::Number(said) => said.as_i64() == Some(0),
        Value::String(said) => said.is_empty(),
        Value::Array(said) => said.is_empty(),
        Value::Object(said) => said.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_kept_is_found_wherever_it_stands() {
        let kept = json!({"a": 1, "b": {"c": ["x"], "d": [{"e": true}]}});
        let whole = |sent: Value| says_all(&kept, &sent);
        assert!(whole(kept.clone()));
        assert!(whole(json!({"a": 1})), "what was left out got its default");
        assert!(
            whole(json!({"a": 1, "b": {"c": ["X"]}})),
            "the same in another spelling"
        );
        assert!(!whole(json!({"a": 1, "more": 1})));
        assert!(!whole(json!({"b": {"c": ["x"], "more": "x"}})));
        assert!(!whole(json!({"b": {"d": [{"e": true, "more": {"f": 1}}]}})));
        assert!(!whole(json!({"b": {"c": ["x", "more"]}})));
        assert!(!whole(json!({"a": {"more": 1}})));
    }

    #[test]
    fn a_field_that_says_nothing_may_be_missing() {
        let kept = json!({"a": 1});
        for nothing in [
            json!(null),
            json!(false),
            json!(0),
            json!(""),
            json!([]),
            json!({}),
        ] {
            let sent = json!({"a": 1, "more": nothing});
            assert!(says_all(&kept, &sent), "{sent}");
        }
        for something in [
            json!(true),
            json!(1),
            json!(0.5),
            json!("x"),
            json!([0]),
            json!({"b": 0}),
        ] {
            let sent = json!({"a": 1, "more": something});
            assert!(!says_all(&kept, &sent), "{sent}");
        }
    }
}

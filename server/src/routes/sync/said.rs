//! What an operation written in JSON says. Its text is read once; the id, the operation, and whether that is all of it are
//! then taken from what was read.

use std::fmt;

use domain::text;
use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A text as it was read.
pub struct Said {
    /// What it says.
    pub value: Value,
    /// No text anywhere in it holds NUL or another control character, which one of the two databases cannot keep.
    pub clean: bool,
    /// A name stands twice in one of its maps: each reader would make something else of it.
    pub doubled: bool,
}

impl Said {
    /// Reads it; none where it cannot be read, as with half a character in it or a number beyond all bounds.
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let mut said = Self {
            value: Value::Null,
            clean: true,
            doubled: false,
        };
        let value = Part(&mut said).deserialize(&mut reader).ok()?;
        reader.end().ok()?;
        said.value = value;
        Some(said)
    }
}

/// A part of the text, of which is noted what is amiss with it.
struct Part<'a>(&'a mut Said);

impl Part<'_> {
    fn hear(&mut self, words: &str) {
        self.0.clean &= text::check(words, usize::MAX).is_ok();
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_str<E>(mut self, words: &str) -> Result<Value, E> {
        self.hear(words);
        Ok(words.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Part(&mut *self.0))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            self.hear(&name);
            let said = fields.next_value_seed(Part(&mut *self.0))?;
            self.0.doubled |= map.insert(name, said).is_some();
        }
        Ok(Value::Object(map))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, said: bool) -> Result<Value, E> {
        Ok(said.into())
    }

    fn visit_i64<E>(self, said: i64) -> Result<Value, E> {
        Ok(said.into())
    }

    fn visit_u64<E>(self, said: u64) -> Result<Value, E> {
        Ok(said.into())
    }

    fn visit_f64<E>(self, said: f64) -> Result<Value, E> {
        Ok(said.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_stands() {
        let text = r#"{"a": [1, -2, 0.5, "好\n", null, true, {"b": {}}], "c": []}"#;
        let said = Said::read(text).unwrap();
        assert_eq!(said.value, serde_json::from_str::<Value>(text).unwrap());
        assert!(said.clean && !said.doubled);
    }

    #[test]
    fn what_is_amiss_is_found_wherever_it_hides() {
        for odd in [
            r#"{"a": [{"b": "\u0000"}]}"#,
            r#"{"a\u0001": 1}"#,
            r#"["一\u0007"]"#,
        ] {
            assert!(!Said::read(odd).unwrap().clean, "{odd}");
        }
        for twice in [r#"{"a": 1, "a": 1}"#, r#"[{"b": {"a": 1, "c": 2, "a": null}}]"#] {
            assert!(Said::read(twice).unwrap().doubled, "{twice}");
        }
        // The one that a reader would pass over is looked at as well.
        let hidden = Said::read(r#"{"a": "\u0000", "a": "好"}"#).unwrap();
        assert!(hidden.doubled && !hidden.clean);
        for none in [r#""\ud800""#, "1e999", "[1", "[1] 2", ""] {
            assert!(Said::read(none).is_none(), "{none}");
        }
    }
}

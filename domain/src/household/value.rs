//! The value of a fact, in both forms of the wire.

use minicbor::data::Type;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder, decode};
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Count(i64),
    /// Text, or the code of an enumeration.
    Words(String),
    /// Several codes.
    Codes(Vec<String>),
}

/// By what stands there: trying one shape after the other would hold the value, and word an error for each that it is
/// not.
impl<'de> Deserialize<'de> for FactValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Shapes)
    }
}

struct Shapes;

impl<'de> Visitor<'de> for Shapes {
    type Value = FactValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of a fact")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<FactValue, E> {
        Ok(FactValue::Flag(flag))
    }

    fn visit_i64<E>(self, count: i64) -> Result<FactValue, E> {
        Ok(FactValue::Count(count))
    }

    fn visit_u64<E: de::Error>(self, count: u64) -> Result<FactValue, E> {
        let count = i64::try_from(count).map_err(|_| E::custom("a count that is too large"))?;
        Ok(FactValue::Count(count))
    }

    fn visit_str<E>(self, words: &str) -> Result<FactValue, E> {
        Ok(FactValue::Words(words.to_owned()))
    }

    fn visit_string<E>(self, words: String) -> Result<FactValue, E> {
        Ok(FactValue::Words(words))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<FactValue, A::Error> {
        let mut codes = Vec::new();
        while let Some(code) = items.next_element()? {
            codes.push(code);
        }
        Ok(FactValue::Codes(codes))
    }
}

impl<C> Encode<C> for FactValue {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        match self {
            Self::Flag(flag) => e.bool(*flag)?.ok(),
            Self::Count(count) => e.i64(*count)?.ok(),
            Self::Words(words) => e.str(words)?.ok(),
            Self::Codes(codes) => e.encode(codes)?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for FactValue {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        match d.datatype()? {
            Type::Bool => d.bool().map(Self::Flag),
            Type::String => d.str().map(|words| Self::Words(words.to_owned())),
            Type::Array => d.decode().map(Self::Codes),
            _ => d.i64().map(Self::Count),
        }
    }
}

impl FactValue {
    /// The text or code, for values that are one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Words(words) => Some(words),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_shape_tells_what_it_is() {
        let read = |text: &str| serde_json::from_str::<FactValue>(text).ok();
        assert_eq!(read("true"), Some(FactValue::Flag(true)));
        assert_eq!(read("-3"), Some(FactValue::Count(-3)));
        assert_eq!(read("9223372036854775807"), Some(FactValue::Count(i64::MAX)));
        assert_eq!(read(r#""一\n二""#), Some(FactValue::Words("一\n二".to_owned())));
        assert_eq!(
            read(r#"["A","B"]"#),
            Some(FactValue::Codes(vec!["A".to_owned(), "B".to_owned()]))
        );
        assert_eq!(read("[]"), Some(FactValue::Codes(Vec::new())));
        for other in ["9223372036854775808", "1.5", "null", "{}", "[1]"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}

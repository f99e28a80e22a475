//! The operations of a request, read one by one and never more of them than one batch may hold.

use std::fmt;

use domain::cbor;
use domain::ids::OpId;
use domain::operation::Operation;
use domain::sync::{BATCH_OPERATIONS, OPERATION_BYTES};
use domain::text;
use minicbor::data::{Token, Type};
use minicbor::{Decode, Decoder};
use serde::Deserialize;
use serde::Deserializer;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::said::Said;
use super::whole::says_all;

/// One operation as far as it could be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Pushed {
    /// All of it.
    Whole(Box<Operation>),
    /// Its id, so that it can be answered; the rest is nothing that we know, or says more than we know: what a newer
    /// app wrote must not be kept in part and called applied.
    Unreadable(OpId),
    /// Its id; somewhere in it stands text that no database should be given.
    UncleanText(OpId),
    /// Not even an id: nothing can be answered to it.
    Nameless,
}

/// The operations of a request, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Those that one batch may hold.
    pub list: Vec<Pushed>,
    /// There were more; they were passed over unread.
    pub overflows: bool,
}

impl Batch {
    fn take(&mut self, pushed: Pushed) {
        self.list.push(pushed);
    }

    fn is_full(&self) -> bool {
        self.list.len() >= BATCH_OPERATIONS
    }
}

/// What an operation is answered by, whatever else stands in it.
#[derive(Deserialize)]
struct Named {
    id: OpId,
}

impl Pushed {
    fn of(id: Option<OpId>, clean: bool, operation: Option<Operation>) -> Self {
        match (id, operation) {
            (None, _) => Self::Nameless,
            (Some(id), _) if !clean => Self::UncleanText(id),
            (Some(_), Some(operation)) => Self::Whole(Box::new(operation)),
            (Some(id), None) => Self::Unreadable(id),
        }
    }

    fn of_json(text: &str) -> Self {
        let named = || serde_json::from_str(text).ok().map(|Named { id }| id);
        if text.len() > OPERATION_BYTES {
            return Self::of(named(), true, None);
        }
        match Said::read(text) {
            None => Self::of(named(), false, None),
            Some(said) if said.doubled => Self::of(named(), said.clean, None),
            Some(said) => {
                let id = Named::deserialize(&said.value).ok().map(|Named { id }| id);
                let operation = Operation::deserialize(&said.value).ok();
                let whole = operation.filter(|operation| says_all(operation, &said.value));
                Self::of(id, said.clean, whole)
            }
        }
    }

    /// One operation as phones write it.
    pub fn of_cbor(bytes: &[u8]) -> Self {
        let mut opening = Decoder::new(bytes);
        let id = opening.array().and_then(|_| opening.decode()).ok();
        if bytes.len() > OPERATION_BYTES {
            return Self::of(id, true, None);
        }
        let odd = |words: &str| text::check(words, usize::MAX).is_err();
        let clean = Decoder::new(bytes)
            .tokens()
            .all(|token| !matches!(token, Ok(Token::String(words)) if odd(words)));
        let whole = |operation: &Operation| cbor::says_all(operation, bytes);
        Self::of(id, clean, cbor::from_slice(bytes).ok().filter(whole))
    }
}

impl<'de> Deserialize<'de> for Batch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Batch;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of operations")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Batch, A::Error> {
                let mut batch = Batch::default();
                while !batch.is_full() {
                    match items.next_element::<&RawValue>()? {
                        Some(text) => batch.take(Pushed::of_json(text.get())),
                        None => return Ok(batch),
                    }
                }
                while items.next_element::<IgnoredAny>()?.is_some() {
                    batch.overflows = true;
                }
                Ok(batch)
            }
        }
        deserializer.deserialize_seq(List)
    }
}

impl<'b, C> Decode<'b, C> for Batch {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let mut batch = Self::default();
        let mut left = d.array()?;
        loop {
            match left {
                Some(0) => return Ok(batch),
                Some(ref mut count) => *count = count.saturating_sub(1),
                None if d.datatype()? == Type::Break => {
                    d.skip()?;
                    return Ok(batch);
                }
                None => {}
            }
            let start = d.position();
            d.skip()?;
            if batch.is_full() {
                batch.overflows = true;
            } else {
                let bytes = d.input().get(start..d.position()).unwrap_or_default();
                batch.take(Pushed::of_cbor(bytes));
            }
        }
    }

    fn nil() -> Option<Self> {
        None
    }
}

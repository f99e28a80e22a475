//! The compact form of every message and stored value: CBOR by field number (docs/decisions/0010).
//!
//! Field numbers are for ever: a new field gets a new number and a default, a removed one leaves a gap.

use minicbor::data::Type;
use minicbor::decode::Error;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encode};

/// What a field says that says nothing, as whoever does not know it reads it: null and undefined, false, 0, an empty
/// text, empty bytes, an empty list, an empty map.
const SAYS_NOTHING: [u8; 8] = [0xf6, 0xf7, 0xf4, 0x00, 0x60, 0x40, 0x80, 0xa0];

/// The media type of a body in this form.
pub const MEDIA_TYPE: &str = "application/cbor";

/// A value as bytes.
#[must_use]
pub fn to_vec<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut sheet = Sheet::Kept(Vec::new());
    // Writing into memory cannot fail, and none of our values refuses to be written.
    match (minicbor::encode(value, &mut sheet), sheet) {
        (Ok(()), Sheet::Kept(bytes)) => bytes,
        _ => Vec::new(),
    }
}

/// Reads a value that is everything there is in `bytes`.
///
/// # Errors
/// When the bytes are no such value, are cut short, or go on behind it.
pub fn from_slice<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, Error> {
    let mut decoder = Decoder::new(bytes);
    let value = decoder.decode()?;
    if decoder.position() == bytes.len() {
        Ok(value)
    } else {
        Err(Error::message("more bytes than one value"))
    }
}

/// Whether a value says all that stands in the bytes that it was read from. Reading passes over fields that the reader
/// does not know, as those of a newer version of the app: what is kept of such a value is not what was sent (issue 3,
/// point 18). Fields that say nothing may be missing on either side.
#[must_use]
pub fn says_all<T: Encode<()>>(value: &T, bytes: &[u8]) -> bool {
    // What our own version wrote, as nearly all of it is, is written again as it came.
    let mut sheet = Sheet::Compared(bytes);
    let same = minicbor::encode(value, &mut sheet).is_ok();
    if same && matches!(sheet, Sheet::Compared([])) {
        return true;
    }
    let again = to_vec(value);
    let held = holds(&mut Decoder::new(&again), &mut Decoder::new(bytes));
    held.unwrap_or(false)
}

/// Where values are written. One type for both ends: how each type of message is written is compiled once for a writer.
enum Sheet<'b> {
    /// What was written.
    Kept(Vec<u8>),
    /// What of these bytes was not written yet: what is written is compared with them, and nothing of it is kept.
    Compared(&'b [u8]),
}

/// Something else was written.
struct Differs;

impl Write for Sheet<'_> {
    type Error = Differs;

    #[inline(never)]
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Differs> {
        match self {
            Self::Kept(kept) => kept.extend_from_slice(bytes),
            Self::Compared(rest) => *rest = rest.strip_prefix(bytes).ok_or(Differs)?,
        }
        Ok(())
    }
}

/// Whether the next value of `kept` holds the next one of `sent`; both are passed.
fn holds(kept: &mut Decoder<'_>, sent: &mut Decoder<'_>) -> Result<bool, Error> {
    let lists = sent.datatype()? == Type::Array && kept.datatype()? == Type::Array;
    if !lists {
        let (kept, sent) = (passed(kept)?, passed(sent)?);
        return Ok(kept == sent || says_nothing(sent));
    }
    let (Some(there), Some(here)) = (sent.array()?, kept.array()?) else {
        return Ok(false);
    };
    let mut all = true;
    for at in 0..there {
        all &= match at < here {
            true => holds(kept, sent)?,
            false => says_nothing(passed(sent)?),
        };
    }
    for _ in there..here {
        kept.skip()?;
    }
    Ok(all)
}

/// The bytes of the next value, which is passed.
fn passed<'b>(d: &mut Decoder<'b>) -> Result<&'b [u8], Error> {
    let start = d.position();
    d.skip()?;
    Ok(d.input().get(start..d.position()).unwrap_or_default())
}

fn says_nothing(bytes: &[u8]) -> bool {
    matches!(bytes, [one] if SAYS_NOTHING.contains(one))
}

/// A date as days from the beginning of the common era, as chrono counts them.
pub mod day {
    use chrono::{Datelike, NaiveDate};
    use minicbor::encode::Write;
    use minicbor::{Decoder, Encoder, decode::Error as Unread, encode::Error as Unwritten};

    /// Writes it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn encode<C, W: Write>(
        day: &NaiveDate,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), Unwritten<W::Error>> {
        e.i32(day.num_days_from_ce())?.ok()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When the number is none, or lies outside the calendar.
    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<NaiveDate, Unread> {
        NaiveDate::from_num_days_from_ce_opt(d.i32()?)
            .ok_or_else(|| Unread::message("no day of the calendar"))
    }
}

/// A date that may be missing.
pub mod maybe_day {
    use chrono::NaiveDate;
    use minicbor::data::Type;
    use minicbor::encode::Write;
    use minicbor::{Decoder, Encoder, decode::Error as Unread, encode::Error as Unwritten};

    /// Writes it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn encode<C, W: Write>(
        day: &Option<NaiveDate>,
        e: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), Unwritten<W::Error>> {
        match day {
            Some(day) => super::day::encode(day, e, context),
            None => e.null()?.ok(),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// As [`super::day::decode`].
    pub fn decode<C>(d: &mut Decoder<'_>, context: &mut C) -> Result<Option<NaiveDate>, Unread> {
        if d.datatype()? == Type::Null {
            return d.null().map(|()| None);
        }
        super::day::decode(d, context).map(Some)
    }
}

/// A UUID as its 16 bytes.
pub mod uuid {
    use minicbor::encode::Write;
    use minicbor::{Decoder, Encoder, decode::Error as Unread, encode::Error as Unwritten};
    use uuid::Uuid;

    /// Writes it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn encode<C, W: Write>(id: &Uuid, e: &mut Encoder<W>, _: &mut C) -> Result<(), Unwritten<W::Error>> {
        e.bytes(id.as_bytes())?.ok()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When there are not 16 bytes.
    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Uuid, Unread> {
        Uuid::from_slice(d.bytes()?).map_err(|_| Unread::message("not an identity"))
    }
}

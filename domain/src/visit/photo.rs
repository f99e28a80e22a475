//! Photos of a visit: optional, few, small, and named by what is in them (issue 3.20, domain.md §10.1).
//!
//! A visit carries the names of its photos; their bytes go on their own way, after the text.

use crate::api::PhotoUpload;
use crate::refusal::{Refusal, RefusalCode};
use minicbor::bytes::ByteArray;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder, decode};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Most photos of one visit; none is ever demanded.
pub const PHOTOS_MAX: usize = 3;
/// Longest side of a photo, in pixels.
pub const SIDE_MAX: u32 = 1_600;
/// What the phone aims at, in bytes: 40 seconds at 50 kbit/s.
pub const BYTES_AIM: u32 = 250 * 1024;
/// Most bytes of a photo; a larger one is refused.
pub const BYTES_MAX: u32 = 400 * 1024;
/// Bytes that a phone sends at once; what arrived of a chunk that was cut off is kept as well.
pub const CHUNK_BYTES: usize = 32 * 1024;
/// The media type of a chunk.
pub const CHUNK_MEDIA_TYPE: &str = "application/octet-stream";
/// The media type in which the server gives every photo.
pub const MEDIA_TYPE: &str = "image/jpeg";

/// The name of a photo: SHA-256 of the bytes that the phone sends. Written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhotoHash(pub [u8; 32]);

impl fmt::Display for PhotoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PhotoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PhotoHash {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FAULT: &str = "a photo's name has 64 hexadecimal digits";
        let mut hash = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 64 || digits.iter().any(u8::is_ascii_uppercase) {
            return Err(FAULT);
        }
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| FAULT)?;
            if !pair.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(FAULT);
            }
            *byte = u8::from_str_radix(pair, 16).map_err(|_| FAULT)?;
        }
        Ok(Self(hash))
    }
}

impl Serialize for PhotoHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PhotoHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for PhotoHash {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for PhotoHash {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let bytes: ByteArray<32> = d.decode()?;
        Ok(Self(bytes.into()))
    }
}

/// A photo as a visit names it. When it was taken and where is nowhere: the phone leaves both out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct PhotoRef {
    /// Its name.
    #[n(0)]
    pub hash: PhotoHash,
    /// How many bytes the phone sends.
    #[n(1)]
    pub bytes: u32,
    /// Width in pixels.
    #[n(2)]
    pub width: u32,
    /// Height in pixels.
    #[n(3)]
    pub height: u32,
}

impl PhotoRef {
    /// Whether it keeps to size and measures.
    #[must_use]
    pub fn fits(&self) -> bool {
        let side = |pixels: u32| (1..=SIDE_MAX).contains(&pixels);
        (1..=BYTES_MAX).contains(&self.bytes) && side(self.width) && side(self.height)
    }
}

/// Checks the photos of a visit.
///
/// # Errors
/// [`RefusalCode::TooManyPhotos`], [`RefusalCode::PhotoTooLarge`] or [`RefusalCode::SamePhoto`], beside `photos`.
pub fn check(photos: &[PhotoRef]) -> Result<(), Refusal> {
    let fault = |code| Err(Refusal::at(code, "photos"));
    if photos.len() > PHOTOS_MAX {
        return fault(RefusalCode::TooManyPhotos);
    }
    if !photos.iter().all(PhotoRef::fits) {
        return fault(RefusalCode::PhotoTooLarge);
    }
    let twice = |photo: &PhotoRef| photos.iter().filter(|other| other.hash == photo.hash).count() > 1;
    match photos.iter().any(twice) {
        true => fault(RefusalCode::SamePhoto),
        false => Ok(()),
    }
}

/// The measures to which a picture of `width` × `height` pixels is drawn so that no side is longer than `side`.
/// A smaller one stays as it is.
#[must_use]
pub fn drawn(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = u64::from(width.max(height)).max(1);
    if longest <= u64::from(side) {
        return (width.max(1), height.max(1));
    }
    let scaled = |pixels: u32| {
        let half = longest / 2;
        let pixels = (u64::from(pixels) * u64::from(side) + half) / longest;
        u32::try_from(pixels).unwrap_or(side).clamp(1, side)
    };
    (scaled(width), scaled(height))
}

/// What a phone does next with a photo of which the server told how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextChunk {
    /// The server has it durably: the phone may let its own go.
    Done,
    /// Send the bytes from here up to there.
    Send {
        /// First byte.
        from: usize,
        /// The byte after the last.
        to: usize,
    },
}

/// The next chunk of a photo of `length` bytes. A server that claims more than there is gets it from the start.
#[must_use]
pub fn next_chunk(told: PhotoUpload, length: usize) -> NextChunk {
    if told.stored {
        return NextChunk::Done;
    }
    let from = usize::try_from(told.received).unwrap_or(usize::MAX);
    let from = if from < length { from } else { 0 };
    NextChunk::Send {
        from,
        to: from.saturating_add(CHUNK_BYTES).min(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(n: u8) -> PhotoRef {
        PhotoRef {
            hash: PhotoHash([n; 32]),
            bytes: BYTES_AIM,
            width: SIDE_MAX,
            height: 1_200,
        }
    }

    fn code(photos: &[PhotoRef]) -> Option<RefusalCode> {
        check(photos).err().map(|refusal| refusal.code)
    }

    #[test]
    fn none_to_three_different_photos_are_taken() {
        let four: Vec<PhotoRef> = (1..=4).map(photo).collect();
        for count in 0..=PHOTOS_MAX {
            assert_eq!(code(four.split_at(count).0), None, "{count} photos");
        }
        assert_eq!(code(&four), Some(RefusalCode::TooManyPhotos));
        assert_eq!(code(&[photo(1), photo(1)]), Some(RefusalCode::SamePhoto));
    }

    #[test]
    fn a_photo_that_is_too_large_or_empty_is_refused() {
        let at_the_limit = PhotoRef {
            bytes: BYTES_MAX,
            ..photo(1)
        };
        assert_eq!(code(&[at_the_limit]), None);
        for wrong in [
            PhotoRef {
                bytes: BYTES_MAX + 1,
                ..photo(1)
            },
            PhotoRef { bytes: 0, ..photo(1) },
            PhotoRef {
                width: SIDE_MAX + 1,
                ..photo(1)
            },
            PhotoRef {
                height: 0,
                ..photo(1)
            },
        ] {
            assert_eq!(code(&[wrong]), Some(RefusalCode::PhotoTooLarge), "{wrong:?}");
        }
    }

    #[test]
    fn a_name_is_read_as_it_is_written_and_in_one_way_only() {
        let hash = PhotoHash(std::array::from_fn(|n| u8::try_from(n * 7).unwrap()));
        let text = hash.to_string();
        assert_eq!(text.parse(), Ok(hash));
        assert_eq!(
            crate::cbor::from_slice::<PhotoHash>(&crate::cbor::to_vec(&hash)).unwrap(),
            hash
        );
        let capitals = text.to_uppercase();
        let mut signed = text.clone();
        signed.replace_range(..2, "+1");
        for wrong in ["", "ab", capitals.as_str(), signed.as_str(), &format!("{text}0")] {
            assert!(wrong.parse::<PhotoHash>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_picture_is_drawn_smaller_with_its_shape_and_never_larger() {
        assert_eq!(drawn(4_000, 3_000, SIDE_MAX), (1_600, 1_200));
        assert_eq!(drawn(3_000, 4_000, SIDE_MAX), (1_200, 1_600));
        assert_eq!(drawn(640, 480, SIDE_MAX), (640, 480));
        assert_eq!(drawn(100_000, 1, SIDE_MAX), (1_600, 1));
        assert_eq!(drawn(u32::MAX, u32::MAX, SIDE_MAX), (1_600, 1_600));
        assert_eq!(drawn(0, 0, SIDE_MAX), (1, 1));
    }

    #[test]
    fn a_photo_goes_on_where_it_was_cut_off() {
        let told = |received, stored| PhotoUpload { received, stored };
        let length = CHUNK_BYTES + 10;
        let send = |from, to| NextChunk::Send { from, to };
        assert_eq!(next_chunk(told(0, false), length), send(0, CHUNK_BYTES));
        assert_eq!(next_chunk(told(7, false), length), send(7, CHUNK_BYTES + 7));
        assert_eq!(next_chunk(told(11, false), length), send(11, length));
        assert_eq!(next_chunk(told(99_999, false), length), send(0, CHUNK_BYTES));
        assert_eq!(next_chunk(told(0, true), length), NextChunk::Done);
    }
}

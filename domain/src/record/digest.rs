//! The digest of a scope's records.

use super::RecordKey;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// An order-independent digest of (record, version) pairs: phone and server compare it at each sync.
///
/// A sum of mixed pairs, so that one change is one subtraction and one addition. It finds drift, not malice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct ScopeDigest(#[n(0)] pub u32);

impl ScopeDigest {
    /// The digest with a record at a version taken in.
    #[must_use]
    pub fn with(self, key: &RecordKey, version: u64) -> Self {
        Self(self.0.wrapping_add(mix(key, version)))
    }

    /// The digest with a record at a version taken out.
    #[must_use]
    pub fn without(self, key: &RecordKey, version: u64) -> Self {
        Self(self.0.wrapping_sub(mix(key, version)))
    }
}

/// FNV-1a over kind, identity and version, finished so that neighbouring versions spread.
fn mix(key: &RecordKey, version: u64) -> u32 {
    let bytes = key
        .kind()
        .bytes()
        .chain(key.uuid().into_bytes())
        .chain(version.to_be_bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}

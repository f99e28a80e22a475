//! Deposits: operations sealed for the server, which a phone hands in while their author is away (decision 0039).
//!
//! A deposit only hurries: what was handed in stays in the outbox until an ordinary exchange answers it.

use crate::ids::DeviceId;
use crate::sync::OPERATION_BYTES;
use crate::time::Millis;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What seals are made for, so that none of another kind opens as one of these (`info` of RFC 9180).
pub const PURPOSE: &[u8] = b"village-ledger deposit 1";
/// Bytes of the key that proves an operation's author.
pub const PROOF_KEY_BYTES: usize = 32;
/// Most bytes of a deposit; a larger one waits for the exchange. The longest that the rules let through stays far below.
pub const DEPOSIT_BYTES: usize = OPERATION_BYTES + 4 * 1024;
/// A phone asks for a new grant when the present one holds for less than this, in milliseconds: 30 days.
pub const RENEW_BEFORE_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// `POST /api/v1/devices/deposit`: asks that this phone may deposit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct AskGrant {
    /// The asking person's store.
    #[n(0)]
    pub device: DeviceId,
    /// The key with which the author's phone proves each operation; made there, sealed there, and kept by the server.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub proof_key: [u8; PROOF_KEY_BYTES],
}

/// What a phone deposits with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Grant {
    /// The server's key.
    #[cbor(n(0), with = "crate::cbor::uuid")]
    pub key: Uuid,
    /// Its public half: a point of P-256, not compressed (SEC 1).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub public: Vec<u8>,
    /// Lets its holder deposit and do nothing else.
    #[n(2)]
    pub token: String,
    /// Until when new seals may be made with it.
    #[n(3)]
    pub valid_until: Millis,
}

impl Grant {
    /// Whether a phone should ask for another one.
    #[must_use]
    pub const fn is_near_its_end(&self, now: Millis) -> bool {
        self.valid_until.0.saturating_sub(now.0) < RENEW_BEFORE_MS
    }
}

/// `POST /api/v1/deposit`: one sealed operation. Lies on the phone in the clear: the token can only deposit, and only
/// the server opens the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Deposit {
    /// Of the phone's grant.
    #[n(0)]
    pub token: String,
    /// The server's key that it is sealed for.
    #[cbor(n(1), with = "crate::cbor::uuid")]
    pub key: Uuid,
    /// The sender's half of the seal (`enc` of RFC 9180).
    #[cbor(n(2), with = "minicbor::bytes")]
    pub enc: Vec<u8>,
    /// A [`Slip`], sealed.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// What lies under the seal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Slip {
    /// The server's epoch as the phone knew it: after a restore the phone hears first.
    #[n(0)]
    pub epoch: String,
    /// The operation, as an exchange would carry it.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub operation: Vec<u8>,
    /// HMAC-SHA-256 of the operation under the author's key: whoever finds the token cannot write in the author's name.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub proof: [u8; PROOF_KEY_BYTES],
}

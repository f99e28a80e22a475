//! Phones as the server knows them: what of each arrived, what never did, and who may sign one off (domain.md §11.3).

use crate::ids::{DeviceId, StaffId, TeamId};
use crate::policy::{Action, Actor, Relation, permits};
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

coded! {
    /// Why a phone is not signed off. The words say what to do.
    pub enum PhoneFault {
        InHand = "PHONE_IN_HAND", "这就是你手上这部，不用停用：在“我的”里退出就好。", "This is the phone in your hand: leave it on “Me”, by signing out.";
        Gone = "PHONE_GONE", "没有找到这部手机，可能不在你能管的范围。请刷新再看。", "This phone was not found, or is not yours to sign off; please reload.";
    }
}

/// `GET /api/v1/devices/{id}`: what the server has of one device, by the running numbers that the device gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Arrived {
    /// Running numbers that arrived, each counted once.
    #[n(0)]
    pub operations: u64,
    /// The highest of them; 0 if none did.
    #[n(1)]
    pub highest: u64,
}

impl Arrived {
    /// What of the numbers arrived, of which each may come more than once; 0 is none.
    #[must_use]
    pub fn of(numbers: impl IntoIterator<Item = u64>) -> Self {
        let distinct: std::collections::BTreeSet<u64> = numbers.into_iter().filter(|n| *n > 0).collect();
        Self {
            operations: u64::try_from(distinct.len()).unwrap_or(u64::MAX),
            highest: distinct.last().copied().unwrap_or_default(),
        }
    }

    /// How many operations never arrived of a device that gave the numbers 1 to `made`, as far as anybody noted: the
    /// gaps below the highest that came, and what was announced above it.
    #[must_use]
    pub fn missing_of(self, made: u64) -> u64 {
        made.max(self.highest).saturating_sub(self.operations)
    }
}

/// One person's store on one phone: what is signed off, and what asks whether it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct PhoneKey {
    /// The store's id; random, so that nobody guesses it.
    #[n(0)]
    pub device: DeviceId,
    /// Whose it is.
    #[n(1)]
    pub owner: StaffId,
}

/// `POST /api/v1/phones/standing`, asked without a session too: what the phone in hand has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "standing", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Standing {
    /// Nothing is known against it; said of every phone that the server does not know, too.
    #[n(0)]
    Held,
    /// It was signed off: its store leaves the phone now.
    #[n(1)]
    Revoked {
        /// The store that was asked after, said again so that no other answer is taken for this one.
        #[n(0)]
        device: DeviceId,
    },
}

impl Standing {
    /// Whether this answer, and no other, tells the store `device` to leave the phone.
    #[must_use]
    pub fn revokes(self, device: DeviceId) -> bool {
        self == Self::Revoked { device }
    }
}

/// `POST /api/v1/phones/revoke`: signs a phone off. The password stands for the person: whoever finds an open phone
/// must not be able to wipe those of the whole team.
#[derive(Clone, Serialize, Deserialize, Encode, Decode)]
pub struct RevokePhone {
    /// Which.
    #[n(0)]
    pub phone: PhoneKey,
    /// The present password of whoever signs it off.
    #[n(1)]
    pub present: String,
}

/// How a phone was signed off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct SignedOff {
    /// When.
    #[n(0)]
    pub at: Millis,
    /// When the phone came for the answer and was told to wipe itself; none while it was not heard of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(1)]
    pub told_at: Option<Millis>,
}

/// A phone in a list. Days, not times, and what is missing, never how much was done: no list of work by person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct PhoneLine {
    /// Which.
    #[n(0)]
    pub phone: PhoneKey,
    /// The owner's name.
    #[n(1)]
    pub name: String,
    /// The day of its first contact, in the field.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub first_on: NaiveDate,
    /// The day of its last contact. What was recorded on it since, nobody else knows.
    #[cbor(n(3), with = "crate::cbor::day")]
    pub last_on: NaiveDate,
    /// Operations that it made before its last contact and that never arrived.
    #[n(4)]
    pub missing: u64,
    /// It is the one that asks.
    #[n(5)]
    pub in_hand: bool,
    /// How it was signed off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub signed_off: Option<SignedOff>,
}

/// Answer of `GET /api/v1/phones` and `GET /api/v1/accounts/{staff}/phones`: by owner, last contact first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Phones {
    /// The phones.
    #[n(0)]
    pub lines: Vec<PhoneLine>,
}

/// Whether `actor` may see the phones of `owner`, who is in `team` now, and sign them off: one's own, as the leader
/// those of the team, as the administrator all.
#[must_use]
pub fn may_revoke(actor: &Actor, owner: &StaffId, team: Option<&TeamId>) -> bool {
    let of_team = team.is_some_and(|team| actor.may_in_team(Action::RevokePhone, team, owner));
    let own = *owner == actor.staff && permits(actor.role, Action::RevokePhone, Relation::Author);
    of_team || own || permits(actor.role, Action::RevokePhone, Relation::District)
}

/// The team whose phones `actor` sees besides the own ones.
#[must_use]
pub fn team_seen(actor: &Actor) -> Option<&TeamId> {
    actor
        .team
        .as_ref()
        .filter(|_| permits(actor.role, Action::RevokePhone, Relation::OwnTeam))
}

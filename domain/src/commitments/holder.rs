//! Who holds the posts of a village that are in no team (domain.md §6, R1): its Party secretary, the township's link; and who
//! held them and the linked leader's before (R2).

use super::codes::Post;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What the roster says of one post of a village now: who holds it, or that it is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Holder {
    /// The post.
    #[n(0)]
    pub post: Post,
    /// The person's name; empty while the post is.
    #[n(1)]
    pub name: String,
    /// Since when that has been so, where the office says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(2), with = "crate::cbor::maybe_day", default)]
    pub since: Option<NaiveDate>,
}

impl Holder {
    /// Whether the roster says that nobody holds the post.
    #[must_use]
    pub const fn is_vacant(&self) -> bool {
        self.name.is_empty()
    }
}

/// A stretch in which somebody held a post whose holders have no account here; a time in which nobody did is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Tenure {
    /// The post.
    #[n(0)]
    pub post: Post,
    /// The person's name.
    #[n(1)]
    pub name: String,
    /// First day, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(2), with = "crate::cbor::maybe_day", default)]
    pub from: Option<NaiveDate>,
    /// The last day; none while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
    pub to: Option<NaiveDate>,
}

//! The work log 工作记录 (domain.md §7.2): what a team did besides visits, and who came to support the village. From it
//! follow days on site (§7.3), the linked leader's contact (R3), the dispatching unit's support (A6), that a post whose holder
//! has no account was handed over (R2), and the summaries.
//!
//! An entry is never changed. One that is wrong is struck out with a reason, and stays readable.

pub mod codes;
mod rules;

pub use rules::{COMPANIONS_MAX, WHO_MAX, WHY_MAX, WORDS_MAX, check_content};

use crate::commitments::Post;
use crate::history::Entry;
use crate::ids::{OpId, StaffId, TeamId, VillageId, WorkId};
use crate::lang::Lang;
use crate::time::{Millis, trusted_day};
use chrono::NaiveDate;
use codes::WorkKind;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What was done, as it is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct WorkContent {
    /// What it was for.
    #[n(0)]
    pub kind: WorkKind,
    /// The day, local.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// What was done and what came of it, at most [`WORDS_MAX`] characters.
    #[n(2)]
    pub words: String,
    /// Who came or gave, for support from outside; who was there when a post was handed over; else empty.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub who: String,
    /// Money given, in yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(4)]
    pub yuan: Option<u32>,
    /// People of the team who took part besides the author.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(5), default)]
    pub companions: Vec<StaffId>,
    /// It was not in the village, as a meeting in the township: then it makes no day on site.
    #[serde(default)]
    #[cbor(n(6), default)]
    pub elsewhere: bool,
    /// The post of the village that was handed over that day, where the entry notes that (R2): then [`Self::who`] says who
    /// was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(7), default)]
    pub post: Option<Post>,
}

impl WorkContent {
    /// What it was for: the task, the support, or the post that was handed over.
    #[must_use]
    pub fn what(&self, lang: Lang) -> String {
        match (self.post, lang) {
            (None, _) => self.kind.label(lang).to_owned(),
            (Some(post), Lang::Zh) => format!("岗位交接：{}", post.zh()),
            (Some(post), Lang::En) => format!("post handed over: {}", post.en()),
        }
    }
}

/// What happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "event", rename_all = "snake_case")]
#[cbor(flat)]
pub enum WorkEvent {
    /// It was written.
    #[n(0)]
    Logged,
    /// It was struck out.
    #[n(1)]
    Struck {
        /// Why.
        #[n(0)]
        why: String,
    },
}

/// One line of an entry's history.
pub type WorkEntry = Entry<WorkEvent>;

/// One entry of the work log of a village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct WorkLog {
    /// Identity, made on the phone.
    #[n(0)]
    pub id: WorkId,
    /// The village.
    #[n(1)]
    pub village: VillageId,
    /// The author's team then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(2)]
    pub team: Option<TeamId>,
    /// Who wrote it.
    #[n(3)]
    pub author: StaffId,
    /// The author's name, as of then.
    #[n(4)]
    pub author_name: String,
    /// The device's local date.
    #[cbor(n(5), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// What was done.
    #[n(6)]
    pub content: WorkContent,
    /// What happened to it, in order of effect; the first is the writing.
    #[n(7)]
    pub history: Vec<WorkEntry>,
}

impl WorkLog {
    /// Whether it counts: nobody struck it out.
    #[must_use]
    pub fn counts(&self) -> bool {
        let struck = |entry: &WorkEntry| matches!(entry.event, WorkEvent::Struck { .. });
        !self.history.iter().any(struck)
    }

    /// The server's time of the writing; none while it waits on the phone.
    #[must_use]
    pub fn received_at(&self) -> Option<Millis> {
        self.history.first().and_then(|entry| entry.received_at)
    }

    /// The day, as it counts (see [`trusted_day`]).
    #[must_use]
    pub fn counted_on(&self) -> NaiveDate {
        trusted_day(self.content.on, self.recorded_on, self.received_at())
    }

    /// Whether it shows that a person was in the village that day. Money and goods can be given from anywhere.
    #[must_use]
    pub fn shows_there(&self, person: &StaffId) -> bool {
        let there = !self.content.elsewhere && self.content.kind != WorkKind::UnitMoney;
        let took_part = self.author == *person || self.content.companions.contains(person);
        there && took_part && self.counts()
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        self.history.iter().filter(|entry| entry.op == op).count()
    }
}

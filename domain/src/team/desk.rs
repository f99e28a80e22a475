//! What township and district read of the leave that needs their consent, and what they send: no more than it takes to
//! decide, nothing of days on site, no count of a person.

use super::codes::{LeaveLevel, LeaveStatus};
use super::rules::{level_at_desk, needs_words};
use super::{DaysFile, Leave, LeaveContent, LeaveDecision};
use crate::ids::{OpId, StaffId, TeamId};
use crate::policy::{Action, Actor};
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// A team in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct TeamPlace {
    /// The unit that sent it.
    #[n(0)]
    pub unit: String,
    /// The villages that it leads now, each with its township.
    #[n(1)]
    pub villages: Vec<String>,
}

/// What one level decided of a leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LevelSaid {
    /// The level.
    #[n(0)]
    pub level: LeaveLevel,
    /// Who decided.
    #[n(1)]
    pub by: String,
    /// Whether the person may go.
    #[n(2)]
    pub approve: bool,
    /// Why not, or what to see to; none of another level's.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub words: String,
}

/// One leave as a desk reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LeaveLine {
    /// The operation that asked for it; its identity.
    #[n(0)]
    pub leave: OpId,
    /// The team.
    #[n(1)]
    pub team: TeamId,
    /// The person.
    #[n(2)]
    pub staff: StaffId,
    /// The person's name.
    #[n(3)]
    pub name: String,
    /// Where the team works.
    #[n(4)]
    pub place: TeamPlace,
    /// What is asked for. The reason is empty where the kind says enough (`team::needs_words`): of an illness no more
    /// than that it is one.
    #[n(5)]
    pub content: LeaveContent,
    /// Where it stands today.
    #[n(6)]
    pub status: LeaveStatus,
    /// The level whose turn it is after the reader's; none where the reader's is the last.
    #[serde(default)]
    #[n(7)]
    pub then: Option<LeaveLevel>,
    /// What was decided so far, in that order.
    #[n(8)]
    pub said: Vec<LevelSaid>,
}

impl LeaveLine {
    fn of(
        file: &DaysFile,
        leave: &Leave,
        place: &TeamPlace,
        (level, today): (LeaveLevel, NaiveDate),
    ) -> Self {
        let own = leave.path.iter().position(|one| *one == level);
        let then = own.and_then(|at| leave.path.get(at.saturating_add(1)).copied());
        let said = leave.decisions().map(|(decision, by)| LevelSaid {
            level: decision.level,
            by: by.to_owned(),
            approve: decision.approve,
            words: match decision.level == level {
                true => decision.words.clone(),
                false => String::new(),
            },
        });
        Self {
            leave: leave.op,
            team: file.team.clone(),
            staff: file.staff.clone(),
            name: file.name.clone(),
            place: place.clone(),
            content: shown(&leave.content),
            status: leave.status(today),
            then,
            said: said.collect(),
        }
    }
}

/// What is asked for, without a reason that whoever decides does not need.
fn shown(content: &LeaveContent) -> LeaveContent {
    let reason = match needs_words(content.kind) {
        true => content.reason.clone(),
        false => String::new(),
    };
    LeaveContent {
        reason,
        ..content.clone()
    }
}

/// `GET /api/v1/leaves`: the leave that waits for the reader's level, and what that level decided of leave that is not
/// over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LeaveBoard {
    /// The server's day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// The reader's level.
    #[n(1)]
    pub level: LeaveLevel,
    /// What waits for it, the first day of absence first.
    #[n(2)]
    pub waiting: Vec<LeaveLine>,
    /// What it decided, until the last day of the leave has passed, the last day of absence first.
    #[n(3)]
    pub decided: Vec<LeaveLine>,
}

impl LeaveBoard {
    /// The board of some people's files, each with where its team works; none for whoever decides on no leave at a desk.
    /// What the reader may not read is left out.
    #[must_use]
    pub fn of(actor: &Actor, files: &[(DaysFile, TeamPlace)], today: NaiveDate) -> Option<Self> {
        let level = level_at_desk(actor.role)?;
        let (mut waiting, mut decided) = (Vec::new(), Vec::new());
        let read = |file: &DaysFile| actor.may_in_team(Action::ReadLeaves, &file.team, &file.staff);
        for (file, place) in files.iter().filter(|(file, _)| read(file)) {
            for leave in &file.leaves {
                let line = || LeaveLine::of(file, leave, place, (level, today));
                if leave.waits_for() == Some(level) {
                    waiting.push(line());
                } else if leave.content.to >= today && leave.was_decided_by(level) {
                    decided.push(line());
                }
            }
        }
        waiting.sort_by_key(|line| (line.content.from, line.leave));
        decided.sort_by_key(|line| (Reverse(line.content.to), line.leave));
        Some(Self {
            today,
            level,
            waiting,
            decided,
        })
    }
}

/// `POST /api/v1/leaves/{leave}`: what a level decided at its desk. Sent again with the same number it is answered as
/// before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DeskDecision {
    /// The operation's number, made in the browser.
    #[n(0)]
    pub op: OpId,
    /// The browser's clock at the tap.
    #[n(1)]
    pub recorded_at: Millis,
    /// The day for which the page was reckoned: a desk's own clock may be wrong.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// The team.
    #[n(3)]
    pub team: TeamId,
    /// The person.
    #[n(4)]
    pub staff: StaffId,
    /// The level for which the page showed it.
    #[n(5)]
    pub level: LeaveLevel,
    /// Whether the person may go.
    #[n(6)]
    pub approve: bool,
    /// Why not, or what to see to; may be empty with a consent.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub words: String,
}

impl DeskDecision {
    /// The decision: whose it is says the account that sends it.
    #[must_use]
    pub fn decision(&self) -> LeaveDecision {
        LeaveDecision {
            level: self.level,
            approve: self.approve,
            decider: String::new(),
            words: self.words.clone(),
        }
    }
}

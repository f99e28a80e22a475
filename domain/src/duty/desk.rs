//! What the desks of townships and district read of the duty list, and what they send.

use super::{Body, DutyItem, DutyState};
use crate::commitments::{CommitmentStatus, DutyFinding, LineRow, Why, duty_lines};
use crate::config::Config;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One item in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DutyLine {
    /// Its number in the list.
    #[n(0)]
    pub code: String,
    /// The task to which it belongs; may be empty.
    #[n(1)]
    pub task: String,
    /// What is to be done.
    #[n(2)]
    pub wording: String,
    /// Who leads it.
    #[n(3)]
    pub body: Body,
    /// Where its body says that it stands.
    #[n(4)]
    pub state: DutyState,
    /// The day of the newest update.
    #[cbor(n(5), with = "crate::cbor::maybe_day", default)]
    pub updated_on: Option<NaiveDate>,
    /// Where that puts the commitment.
    #[n(6)]
    pub status: CommitmentStatus,
    /// What was found.
    #[n(7)]
    pub why: Why,
    /// By when it has to be told or finished next; none where nothing is due any more.
    #[cbor(n(8), with = "crate::cbor::maybe_day", default)]
    pub by: Option<NaiveDate>,
    /// An explanation waits for somebody's confirmation.
    #[n(9)]
    pub waits: bool,
    /// The district has withdrawn it.
    #[n(10)]
    pub withdrawn: bool,
}

impl DutyLine {
    /// The line of an item with what was found of it; none found where it counts nowhere.
    fn of(item: &DutyItem, found: Option<&DutyFinding>, today: NaiveDate) -> Self {
        Self {
            code: item.code.clone(),
            task: item.terms.task.clone(),
            wording: item.terms.wording.clone(),
            body: item.terms.body.clone(),
            state: item.state(),
            updated_on: item.updated_on(),
            status: found.map_or(CommitmentStatus::NotApplicable, |found| found.status),
            why: found.map_or(Why::DutyWithdrawn, |found| found.why),
            by: found.and_then(|found| found.by),
            waits: item.explanation(today).is_some_and(|said| !said.confirmed),
            withdrawn: item.terms.withdrawn,
        }
    }
}

/// `GET /api/v1/duties`: the items that the reader may read, nearest due day first, then those with nothing due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DutyBoard {
    /// The server's day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// Whether the district has imported a list at all.
    #[n(1)]
    pub imported: bool,
    /// The items.
    #[n(2)]
    pub lines: Vec<DutyLine>,
}

impl DutyBoard {
    /// The board of the items that somebody may read. `imported`: whether there are any, whoever reads them.
    #[must_use]
    pub fn of(
        items: &[DutyItem],
        imported: bool,
        rows: &[LineRow],
        today: NaiveDate,
        config: &Config,
    ) -> Self {
        let found = duty_lines(items, rows, today, config);
        let mut lines: Vec<DutyLine> = items.iter().map(|item| line(item, &found, today)).collect();
        lines.sort_by(|a, b| {
            let key = |line: &DutyLine| (line.withdrawn, line.by.is_none(), line.by);
            key(a).cmp(&key(b)).then_with(|| a.code.cmp(&b.code))
        });
        Self {
            today,
            imported,
            lines,
        }
    }
}

fn line(item: &DutyItem, found: &[DutyFinding], today: NaiveDate) -> DutyLine {
    let of = found.iter().find(|found| found.item.as_ref() == Some(&item.code));
    DutyLine::of(item, of, today)
}

/// `GET /api/v1/duties/{code}`, and the answer to a change: one item with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DutyPage {
    /// The server's day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// It as in the list.
    #[n(1)]
    pub line: DutyLine,
    /// It with everything that happened.
    #[n(2)]
    pub item: DutyItem,
}

impl DutyPage {
    /// The page of an item.
    #[must_use]
    pub fn of(item: DutyItem, rows: &[LineRow], today: NaiveDate, config: &Config) -> Self {
        let found = duty_lines(std::slice::from_ref(&item), rows, today, config);
        Self {
            today,
            line: line(&item, &found, today),
            item,
        }
    }
}

/// What somebody at a desk does to an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DutyDeed {
    /// Tells how it stands.
    #[n(0)]
    Update {
        /// Where it stands.
        #[n(0)]
        state: DutyState,
        /// What was done.
        #[n(1)]
        note: String,
    },
    /// Says why it is late.
    #[n(1)]
    Explain {
        /// The reason.
        #[n(0)]
        reason: String,
        /// The last day for which it holds.
        #[cbor(n(1), with = "crate::cbor::day")]
        until: NaiveDate,
    },
    /// Confirms what somebody else said.
    #[n(2)]
    Confirm {
        /// The entry that holds the explanation.
        #[cbor(n(0), with = "crate::cbor::uuid")]
        explanation: Uuid,
    },
}

/// `POST /api/v1/duties/{code}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DutyChange {
    /// Made at the desk: sent twice, it is taken once.
    #[cbor(n(0), with = "crate::cbor::uuid")]
    pub id: Uuid,
    /// How many entries of its history the person has seen.
    #[n(1)]
    pub seen: u32,
    /// What is done.
    #[n(2)]
    pub deed: DutyDeed,
}

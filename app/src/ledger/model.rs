//! One person's phone in memory: what the server said, what waits to be sent, and both seen together.
//!
//! Knows no browser: everything here is tested natively.

use domain::api::Me;
use domain::calendar::Holidays;
use domain::config::Config;
use domain::ids::{HouseholdId, OpId};
use domain::operation::Operation;
use domain::policy::Actor;
use domain::record::{Record, RecordKey, RecordMap, Records, ScopeDigest};
use domain::reducer::{Context, Effect, apply};
use domain::refusal::{Refusal, RefusalCode};
use domain::search::SearchKey;
use domain::sync::Reference;
use domain::time::Millis;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder, decode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What became of an operation, as far as the phone knows.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum QueueState {
    /// Kept on the phone, not yet durably answered.
    #[n(0)]
    Waiting,
    /// Refused; a person has to look at it. Stays until corrected or discarded.
    #[n(1)]
    Attention {
        /// Why.
        #[n(0)]
        refusal: Refusal,
    },
    /// Durably answered. Kept for a while, to be offered again to a server restored from a backup.
    #[n(2)]
    Sent {
        /// The server's time of receipt.
        #[n(0)]
        received_at: Millis,
        /// Until the phone's cursor reaches this change the operation is still replayed on what it holds.
        #[n(1)]
        until_change: u64,
    },
    /// Waits since the server was restored from a backup: it may rest on what a colleague's phone has yet to
    /// offer again, and is sent when it fits what the restored server has told.
    #[n(3)]
    Again {
        /// The server's time when the phone heard of the restore.
        #[n(0)]
        since: Millis,
    },
}

impl QueueState {
    /// Whether the operation is neither durably answered nor in need of a person.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting | Self::Again { .. })
    }
}

impl QueueState {
    /// Whether the server has durably answered and nobody has to do anything any more.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Sent { .. })
    }
}

/// An operation in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Queued {
    /// The operation as it was saved.
    #[n(0)]
    pub operation: Operation,
    /// Where it stands.
    #[n(1)]
    pub state: QueueState,
}

/// A record as the server last sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The record's version.
    pub version: u64,
    /// The record.
    pub record: Arc<Record>,
}

impl<C> Encode<C> for Stored {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.encode((self.version, self.record.as_ref()))?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Stored {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let (version, record): (u64, Record) = d.decode()?;
        Ok(Self {
            version,
            record: Arc::new(record),
        })
    }
}

/// Up to where the phone has heard the team's feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Cursor {
    /// The server's epoch.
    #[n(0)]
    pub epoch: Option<String>,
    /// The team.
    #[n(1)]
    pub team: Option<domain::ids::TeamId>,
    /// The last change number stored.
    #[n(2)]
    pub change: u64,
}

/// One person's phone in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The person.
    pub me: Me,
    /// What the server said.
    pub base: BTreeMap<RecordKey, Stored>,
    /// Search words of the households of `base`.
    pub search: Arc<BTreeMap<HouseholdId, SearchKey>>,
    /// The outbox by running number.
    pub outbox: BTreeMap<u64, Queued>,
    /// The feed's position.
    pub cursor: Cursor,
    /// Records that a new pull has not told again yet.
    pub stale: BTreeSet<RecordKey>,
    /// Reference data, after the first exchange.
    pub reference: Option<Arc<Reference>>,
    /// When the last exchange ended, by the phone's clock; kept over restarts.
    pub exchanged: Option<Millis>,
}

/// What screens read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The person.
    pub me: Me,
    /// Everything in scope: what the server said, with what waits replayed on top.
    pub records: RecordMap,
    /// Search words by household.
    pub search: Arc<BTreeMap<HouseholdId, SearchKey>>,
    /// Reference data, after the first exchange.
    pub reference: Option<Arc<Reference>>,
    /// Operations that are not durably answered, oldest first.
    pub outbox: Vec<Pending>,
    /// The phone's local date.
    pub today: chrono::NaiveDate,
}

/// An operation that is not durably answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The operation.
    pub operation: Operation,
    /// Whether it waits or needs a person.
    pub state: PendingState,
}

/// Whether an operation waits or needs a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// Will be sent when there is signal.
    Waiting,
    /// Refused; needs a person.
    Attention(Refusal),
}

impl Model {
    /// An empty phone of a person.
    #[must_use]
    pub fn new(me: Me) -> Self {
        Self {
            me,
            base: BTreeMap::new(),
            search: Arc::default(),
            outbox: BTreeMap::new(),
            cursor: Cursor::default(),
            stale: BTreeSet::new(),
            reference: None,
            exchanged: None,
        }
    }

    /// The figures in force: the server's once heard, the shipped ones before.
    #[must_use]
    pub fn config(&self) -> Config {
        self.reference
            .as_ref()
            .map(|reference| reference.config.clone())
            .unwrap_or_default()
    }

    /// The person as the policy sees them. Villages whose records are still here but that the team no
    /// longer leads count as former ones; the server decides in any case.
    #[must_use]
    pub fn actor(&self) -> Actor {
        let villages = self
            .reference
            .as_ref()
            .map(|r| r.team.villages.clone())
            .unwrap_or_default();
        let mut former: Vec<_> = self
            .base
            .values()
            .filter_map(|stored| stored.record.village())
            .filter(|id| !villages.contains(id))
            .collect();
        former.sort();
        former.dedup();
        let former_villages = former.into_iter().cloned().collect();
        Actor {
            staff: self.me.staff.clone(),
            name: self.me.name.clone(),
            role: self.me.role,
            team: self.me.team.clone(),
            villages,
            former_villages,
            teams_of_place: Vec::new(),
        }
    }

    /// Digest of what the server said.
    #[must_use]
    pub fn digest(&self) -> ScopeDigest {
        self.base
            .iter()
            .fold(ScopeDigest::default(), |digest, (key, stored)| {
                digest.with(key, stored.version)
            })
    }

    /// How many operations wait, and how many need a person.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let waiting = self
            .outbox
            .values()
            .filter(|queued| queued.state.is_waiting())
            .count();
        let attention = self
            .outbox
            .values()
            .filter(|queued| matches!(queued.state, QueueState::Attention { .. }))
            .count();
        (waiting, attention)
    }

    /// Runs a new operation on what the person sees, without keeping it.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn try_out(&self, operation: &Operation, records: &RecordMap) -> Result<Effect, Refusal> {
        let (actor, config) = (self.actor(), self.config());
        apply(
            operation,
            records,
            Context {
                actor: &actor,
                config: &config,
                received_at: None,
            },
        )
    }

    /// What the person sees: the server's records with everything that the server may not have told back yet.
    #[must_use]
    pub fn view(&self, today: chrono::NaiveDate) -> View {
        let mut records = self.told();
        self.replay(&mut records);
        let outbox = self.outbox.values().filter_map(pending).collect();
        View {
            me: self.me.clone(),
            records,
            search: Arc::clone(&self.search),
            reference: self.reference.clone(),
            outbox,
            today,
        }
    }

    /// The server's records, as it told them.
    fn told(&self) -> RecordMap {
        let mut records = RecordMap::default();
        for stored in self.base.values() {
            records.put(Arc::clone(&stored.record));
        }
        records
    }

    /// What waits and can be sent now, oldest first. After a restore an operation is held back while it rests
    /// on what the server has not got back yet: refused once, it would stay refused.
    #[must_use]
    pub fn sendable(&self) -> Vec<&Operation> {
        let held = self.held();
        let waiting = self.outbox.iter().filter(|(_, queued)| queued.state.is_waiting());
        waiting
            .filter(|(number, _)| !held.contains(number))
            .map(|(_, queued)| &queued.operation)
            .collect()
    }

    /// The numbers of operations that are held back after a restore. Not those about a household that is not
    /// here any more: it has gone to another team, and the server knows where.
    fn held(&self) -> BTreeSet<u64> {
        let again = self.outbox.iter();
        let again = again.filter(|(_, queued)| matches!(queued.state, QueueState::Again { .. }));
        let again: BTreeSet<u64> = again.map(|(number, _)| *number).collect();
        let pulled = self.stale.is_empty() && self.cursor.change > 0;
        if again.is_empty() || !pulled {
            return again;
        }
        let mut records = self.told();
        self.replay(&mut records)
            .into_iter()
            .filter(|(number, code)| again.contains(number) && may_fit_later(*code))
            .map(|(number, _)| number)
            .filter(|number| {
                let household = self.outbox.get(number).and_then(|q| q.operation.body.household());
                household.is_none_or(|id| records.household(id).is_some())
            })
            .collect()
    }

    /// Replays what the server may not have told back yet. Gives the numbers of what does not fit, with the rule.
    fn replay(&self, records: &mut RecordMap) -> Vec<(u64, RefusalCode)> {
        let (actor, config) = (self.actor(), self.config());
        let mut odd = Vec::new();
        for (number, queued) in &self.outbox {
            let received_at = match &queued.state {
                QueueState::Waiting | QueueState::Again { .. } => None,
                QueueState::Sent {
                    received_at,
                    until_change,
                } if self.cursor.change < *until_change => Some(*received_at),
                QueueState::Sent { .. } | QueueState::Attention { .. } => continue,
            };
            // The server's own record already shows it.
            let operation = &queued.operation;
            if records.shows(operation.body.stands_in(), operation.id) {
                continue;
            }
            let context = Context {
                actor: &actor,
                config: &config,
                received_at,
            };
            match apply(&queued.operation, records, context) {
                Ok(effect) => effect.records.into_iter().for_each(|record| records.put(record)),
                // The server's records moved on; the server will say so for good.
                Err(refusal) => odd.push((*number, refusal.code)),
            }
        }
        odd
    }

    /// Rebuilds the search words after households of `base` changed.
    pub fn index(&mut self) {
        let households = self
            .base
            .values()
            .filter_map(|stored| match stored.record.as_ref() {
                Record::Household(household) => Some((household.id, SearchKey::of(household))),
                _ => None,
            });
        self.search = Arc::new(households.collect());
    }

    /// Whether a record that the server sent already shows this operation.
    #[must_use]
    pub fn was_told_of(&self, operation: &Operation) -> bool {
        let key = operation.body.stands_in();
        let stored = key.and_then(|key| self.base.get(&key));
        stored.is_some_and(|stored| stored.record.times(operation.id) > 0)
    }

    /// The queued operation with this id.
    #[must_use]
    pub fn queued(&self, op: OpId) -> Option<(u64, &Queued)> {
        self.outbox
            .iter()
            .find(|(_, queued)| queued.operation.id == op)
            .map(|(number, queued)| (*number, queued))
    }
}

fn pending(queued: &Queued) -> Option<Pending> {
    let state = match &queued.state {
        QueueState::Waiting | QueueState::Again { .. } => PendingState::Waiting,
        QueueState::Attention { refusal } => PendingState::Attention(refusal.clone()),
        QueueState::Sent { .. } => return None,
    };
    Some(Pending {
        operation: queued.operation.clone(),
        state,
    })
}

/// Whether what breaks this rule now may fit once colleagues' phones and the office have brought back what a
/// restored server lacks.
const fn may_fit_later(code: RefusalCode) -> bool {
    matches!(
        code,
        RefusalCode::NotFound
            | RefusalCode::NotAllowed
            | RefusalCode::NewerRevision
            | RefusalCode::UnknownMember
            | RefusalCode::FlagNotConfirmed
            | RefusalCode::CaseMoved
            | RefusalCode::NotThisStep
            | RefusalCode::GuaranteesOpen
            | RefusalCode::IncomeOpen
    )
}

impl View {
    /// The operation that still has to be sent for a visit, if any: the visit is then only on this phone.
    #[must_use]
    pub fn pending_for(&self, visit: domain::ids::VisitId) -> Option<&Pending> {
        self.outbox
            .iter()
            .rev()
            .find(|pending| pending.operation.body.visit() == Some(visit))
    }

    /// The figures in force.
    #[must_use]
    pub fn config(&self) -> Config {
        self.reference
            .as_ref()
            .map(|reference| reference.config.clone())
            .unwrap_or_default()
    }

    /// The public holidays as they are set.
    #[must_use]
    pub fn holidays(&self) -> Holidays {
        let known = self.reference.as_ref();
        known
            .map(|reference| reference.config.holidays.clone())
            .unwrap_or_default()
    }
}

//! One person's phone in memory: what the server said, what waits to be sent, and both seen together.
//!
//! Knows no browser: everything here is tested natively.

use domain::api::Me;
use domain::config::Config;
use domain::ids::{HouseholdId, OpId};
use domain::operation::Operation;
use domain::policy::Actor;
use domain::record::{Record, RecordKey, RecordMap, ScopeDigest};
use domain::reducer::{Context, Effect, apply};
use domain::refusal::Refusal;
use domain::search::SearchKey;
use domain::sync::Reference;
use domain::time::Millis;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder, decode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod queue;
mod replay;
mod view;

pub use queue::{QueueState, Queued};
pub use view::{Pending, PendingState, View};

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
    /// Operations of the store's outbox that a newer version of the app wrote and this one cannot read whole. They stay
    /// where they are, are sent after the update, and count as waiting.
    pub unread: usize,
    /// Places of the store's outbox that do not open any more. They stay, and count as waiting: nobody knows that what
    /// was there was sent.
    pub damaged: usize,
    /// The feed's position.
    pub cursor: Cursor,
    /// Records that a new pull has not told again yet.
    pub stale: BTreeSet<RecordKey>,
    /// Reference data, after the first exchange.
    pub reference: Option<Arc<Reference>>,
    /// Operations that lie sealed in the store under a code that was forgotten: nobody can send them.
    pub set_aside: usize,
    /// How many operations and photos the person let go on this phone before they were sent, and when last.
    pub discarded: Option<(usize, Millis)>,
    /// When the last exchange ended, by the phone's clock; kept over restarts.
    pub exchanged: Option<Millis>,
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
            unread: 0,
            damaged: 0,
            cursor: Cursor::default(),
            stale: BTreeSet::new(),
            reference: None,
            set_aside: 0,
            discarded: None,
            exchanged: None,
        }
    }

    /// The figures in force: the server's once heard, the shipped ones before.
    #[must_use]
    pub fn config(&self) -> Config {
        config_of(self.reference.as_deref())
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

    /// How many operations wait, also those that only the store knows, and how many need a person.
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
        let hidden = self.unread.saturating_add(self.damaged);
        (waiting.saturating_add(hidden), attention)
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

/// The figures that a phone goes by: the server's once heard, the shipped ones before.
fn config_of(reference: Option<&Reference>) -> Config {
    reference
        .map(|reference| reference.config.clone())
        .unwrap_or_default()
}

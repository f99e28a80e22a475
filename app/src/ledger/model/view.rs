//! What the person sees, and what of it waits or needs them.

use super::{Model, QueueState, Queued, config_of};
use domain::api::Me;
use domain::calendar::Holidays;
use domain::config::Config;
use domain::ids::{HouseholdId, VisitId};
use domain::operation::Operation;
use domain::record::RecordMap;
use domain::refusal::Refusal;
use domain::search::SearchKey;
use domain::sync::Reference;
use std::collections::BTreeMap;
use std::sync::Arc;

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
}

impl View {
    /// The operation that still has to be sent for a visit, if any: the visit is then only on this phone.
    #[must_use]
    pub fn pending_for(&self, visit: VisitId) -> Option<&Pending> {
        self.outbox
            .iter()
            .rev()
            .find(|pending| pending.operation.body.visit() == Some(visit))
    }

    /// The figures in force, as [`Model::config`].
    #[must_use]
    pub fn config(&self) -> Config {
        config_of(self.reference.as_deref())
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

//! What waits, run again on what the server told: what it makes of the records, and what may be sent.

use super::{Model, QueueState};
use domain::operation::Operation;
use domain::record::{RecordMap, Records};
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Model {
    /// The server's records, as it told them.
    pub(super) fn told(&self) -> RecordMap {
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
    pub(super) fn replay(&self, records: &mut RecordMap) -> Vec<(u64, RefusalCode)> {
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
            | RefusalCode::NoLineOfYear
    )
}

//! Which operations of the outbox are sealed for the server as well (decision 0039).
//!
//! Knows no browser: tested natively.

use super::model::{QueueState, Queued};
use domain::cbor;
use domain::ids::DeviceId;
use domain::sync::OPERATION_BYTES;
use std::collections::{BTreeMap, BTreeSet};

/// What can be handed in and has no deposit at its place in the outbox yet, as an exchange would carry it, oldest first.
///
/// Nothing behind what cannot be handed in: an operation that comes before one that it rests on would be refused, and
/// stay refused. Only what is new is encoded: a day without signal seals each operation once.
#[must_use]
pub fn to_deposit(
    outbox: &BTreeMap<u64, Queued>,
    device: DeviceId,
    there: &BTreeSet<u64>,
) -> Vec<(u64, Vec<u8>)> {
    let waiting = outbox.iter().filter(|(_, queued)| queued.state.is_waiting());
    waiting
        .take_while(|(_, queued)| queued.operation.device == device && queued.state == QueueState::Waiting)
        .filter(|(number, _)| !there.contains(number))
        .map(|(number, queued)| (*number, cbor::to_vec(&queued.operation)))
        .take_while(|(_, operation)| operation.len() <= OPERATION_BYTES)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::example::addendum;
    use domain::refusal::{Refusal, RefusalCode};
    use domain::time::Millis;
    use uuid::Uuid;

    const MINE: DeviceId = DeviceId(Uuid::from_u128(1));
    const CARRIED: DeviceId = DeviceId(Uuid::from_u128(9));

    fn queued(device: DeviceId, state: QueueState, text: usize) -> Queued {
        let operation = addendum(device, 1, text);
        Queued { operation, state }
    }

    fn outbox(entries: impl IntoIterator<Item = Queued>) -> BTreeMap<u64, Queued> {
        (1..).zip(entries).collect()
    }

    fn numbers(outbox: &BTreeMap<u64, Queued>, there: impl IntoIterator<Item = u64>) -> Vec<u64> {
        let made = to_deposit(outbox, MINE, &there.into_iter().collect());
        made.into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn a_day_without_signal_encodes_each_operation_once() {
        let waiting = |n| outbox((0..n).map(|_| queued(MINE, QueueState::Waiting, 10)));
        let mut there = BTreeSet::new();
        for saved in 1..=40 {
            let made = to_deposit(&waiting(saved), MINE, &there);
            assert_eq!(made.len(), 1);
            there.extend(made.into_iter().map(|(number, _)| number));
        }
        // What has a deposit is not looked at: its bytes would end the line here.
        let long = queued(MINE, QueueState::Waiting, 2 * OPERATION_BYTES);
        let line = outbox([long, queued(MINE, QueueState::Waiting, 10)]);
        assert_eq!(numbers(&line, [1]), [2]);
        assert!(numbers(&line, []).is_empty());
    }

    #[test]
    fn nothing_goes_behind_what_cannot_be_handed_in() {
        let mine = |state| queued(MINE, state, 10);
        let again = QueueState::Again { since: Millis(0) };
        for stop in [mine(again), queued(CARRIED, QueueState::Waiting, 10)] {
            let line = outbox([mine(QueueState::Waiting), stop, mine(QueueState::Waiting)]);
            assert_eq!(numbers(&line, []), [1]);
        }
    }

    #[test]
    fn what_is_answered_or_needs_a_person_holds_nothing_back() {
        let sent = QueueState::Sent {
            received_at: Millis(0),
            until_change: 1,
        };
        let refusal = Refusal::plain(RefusalCode::Malformed);
        let states = [sent, QueueState::Attention { refusal }, QueueState::Waiting];
        let line = outbox(states.map(|state| queued(MINE, state, 10)));
        assert_eq!(numbers(&line, []), [3]);
    }
}

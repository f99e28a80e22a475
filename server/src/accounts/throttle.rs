//! Guessing made slow: first by account, then, loosely, by address.
//!
//! A lock on an account keeps guessers out for at most an hour and never touches sessions that are open, so
//! nobody can keep a team from its work by guessing. A whole township may share one carrier address, so the
//! limit by address is wide and only stops a flood. Guesses at accounts are counted in the store, for all processes of
//! an office together; those from an address by each process for itself.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::time::Millis;

/// Failures in a row before the first delay: everybody mistypes.
const FREE_FAILURES: u32 = 5;
/// The first delay; each further failure doubles it.
const FIRST_DELAY_MS: i64 = 30_000;
/// The longest delay.
const LONGEST_DELAY_MS: i64 = 60 * 60 * 1000;
/// Failures from one address within [`ADDRESS_WINDOW_MS`] before it has to wait.
const ADDRESS_FAILURES: u32 = 300;
/// The window in which failures of an address are counted.
const ADDRESS_WINDOW_MS: i64 = 10 * 60 * 1000;
/// Entries kept in memory for addresses; a flood pushes out the oldest.
const REMEMBERED: usize = 20_000;

/// How one account's guesses stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// Failures since the last success.
    pub failures: u32,
    /// No guess is looked at before this time.
    pub locked_until: Millis,
}

impl Tries {
    /// The tries with one more failure.
    #[must_use]
    pub fn failed(self, now: Millis) -> Self {
        let failures = self.failures.saturating_add(1);
        let delay = delay_after(failures);
        let locked_until = if delay == 0 {
            Millis(0)
        } else {
            Millis(now.0.saturating_add(delay))
        };
        Self {
            failures,
            locked_until,
        }
    }

    /// Seconds until the next guess is looked at, rounded up; `None` when it is looked at now.
    #[must_use]
    pub fn wait(&self, now: Millis) -> Option<u64> {
        seconds_until(self.locked_until, now)
    }
}

/// Milliseconds to wait after so many failures in a row.
fn delay_after(failures: u32) -> i64 {
    let Some(doublings) = failures.checked_sub(FREE_FAILURES) else {
        return 0;
    };
    let factor = 1_i64.checked_shl(doublings.min(20)).unwrap_or(i64::MAX);
    FIRST_DELAY_MS.saturating_mul(factor).min(LONGEST_DELAY_MS)
}

fn seconds_until(then: Millis, now: Millis) -> Option<u64> {
    let left = then.0.saturating_sub(now.0);
    (left > 0).then(|| u64::try_from(left).unwrap_or(0).div_ceil(1000))
}

/// Failures by address.
#[derive(Debug, Default)]
pub struct Addresses(Mutex<HashMap<IpAddr, (u32, Millis)>>);

impl Addresses {
    /// Seconds that this address has to wait, if it has to.
    pub fn wait(&self, address: IpAddr, now: Millis) -> Option<u64> {
        let held = self.held();
        let (failures, since) = held.get(&subscriber(address))?;
        let ends = Millis(since.0.saturating_add(ADDRESS_WINDOW_MS));
        (*failures >= ADDRESS_FAILURES)
            .then(|| seconds_until(ends, now))
            .flatten()
    }

    /// Notes one failure.
    pub fn failed(&self, address: IpAddr, now: Millis) {
        let mut held = self.held();
        make_room(&mut held, |(_, since)| *since);
        let entry = held.entry(subscriber(address)).or_insert((0, now));
        if now.0.saturating_sub(entry.1.0) > ADDRESS_WINDOW_MS {
            *entry = (0, now);
        }
        entry.0 = entry.0.saturating_add(1);
    }

    fn held(&self) -> MutexGuard<'_, HashMap<IpAddr, (u32, Millis)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One subscriber holds a whole IPv6 /64.
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address => address,
    }
}

/// Forgets the older half when full, so that memory stays bounded and the cost is rare.
fn make_room<K: Clone + Eq + Hash, V>(held: &mut HashMap<K, V>, at: impl Fn(&V) -> Millis) {
    if held.len() < REMEMBERED {
        return;
    }
    let mut times: Vec<Millis> = held.values().map(&at).collect();
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    held.retain(|_, value| at(value) > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_begins_after_five_failures_and_doubles_up_to_an_hour() {
        let delays: Vec<i64> = (3..14).map(|failures| delay_after(failures) / 1000).collect();
        assert_eq!(delays, [0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(delay_after(u32::MAX), LONGEST_DELAY_MS);
    }

    #[test]
    fn a_lock_ends_by_itself() {
        let mut tries = Tries::default();
        for _ in 0..5 {
            assert_eq!(tries.wait(Millis(1_000)), None);
            tries = tries.failed(Millis(1_000));
        }
        assert_eq!(tries.wait(Millis(1_000)), Some(30));
        assert_eq!(tries.wait(Millis(30_999)), Some(1));
        assert_eq!(tries.wait(Millis(31_000)), None);
        assert_eq!(tries.failed(Millis(31_000)).wait(Millis(31_000)), Some(60));
    }

    #[test]
    fn an_address_waits_only_after_a_flood() {
        let addresses = Addresses::default();
        let township: IpAddr = "192.0.2.1".parse().unwrap();
        for _ in 0..ADDRESS_FAILURES {
            assert_eq!(addresses.wait(township, Millis(5)), None);
            addresses.failed(township, Millis(5));
        }
        assert_eq!(addresses.wait(township, Millis(5)), Some(600));
        assert_eq!(addresses.wait("192.0.2.2".parse().unwrap(), Millis(5)), None);
        assert_eq!(addresses.wait(township, Millis(5 + ADDRESS_WINDOW_MS)), None);
    }

    #[test]
    fn memory_for_addresses_is_bounded() {
        let addresses = Addresses::default();
        for n in 0..(2 * REMEMBERED) {
            let n = u32::try_from(n).unwrap();
            addresses.failed(IpAddr::V4(n.into()), Millis(n.into()));
        }
        assert!(addresses.held().len() <= REMEMBERED);
    }
}

//! How long a wrong code waits, and how long the window stays open: rules over a clock that may lie.

use minicbor::{Decode, Encode};

/// Milliseconds to wait after the first, second, third … wrong code in a row; the last one holds for all further.
pub const DELAYS_MS: [i64; 9] = [0, 0, 0, 0, 5_000, 30_000, 120_000, 600_000, 3_600_000];

/// How long after its last use a store opens without the code, unless configured otherwise.
pub const WINDOW_MS: i64 = 60 * 60 * 1000;

/// How far the clock may step back (a correction by the network) without closing the window.
pub const CLOCK_SLACK_MS: i64 = 2 * 60 * 1000;

/// Wrong codes in a row, and since when. Kept with the store; clock readings in milliseconds UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
pub struct Patience {
    /// Tries since the last right code, counted before they are checked.
    #[n(0)]
    pub attempts: u32,
    /// When the wait began, by the phone's clock.
    #[n(1)]
    pub since_ms: i64,
}

/// Whether a try is admitted. Either way the patience given back is to be stored first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// The code may be checked; the try is already counted.
    Go(Patience),
    /// Not yet.
    Wait {
        /// Milliseconds until the next try is admitted; never more than the delay of the table.
        wait_ms: i64,
        /// What to store.
        patience: Patience,
    },
}

impl Patience {
    /// Asks to try a code at `now_ms`.
    ///
    /// If the clock stands before the last try it was set back: the wait begins again from the clock as it
    /// is now. So turning it back opens nothing early, and a clock that once was years ahead locks nobody out.
    #[must_use]
    pub fn admit(self, now_ms: i64) -> Admission {
        let wait_ms = self.remaining_ms(now_ms);
        if wait_ms > 0 {
            let since_ms = self.since_ms.min(now_ms);
            return Admission::Wait {
                wait_ms,
                patience: Patience { since_ms, ..self },
            };
        }
        Admission::Go(Patience {
            attempts: self.attempts.saturating_add(1),
            since_ms: now_ms,
        })
    }

    /// Milliseconds from `now_ms` until a try is admitted, without asking for one.
    #[must_use]
    pub fn remaining_ms(self, now_ms: i64) -> i64 {
        let waited_ms = now_ms.saturating_sub(self.since_ms.min(now_ms));
        self.wait_ms().saturating_sub(waited_ms).max(0)
    }

    /// Milliseconds that the next try has to wait if the one counted last was wrong.
    #[must_use]
    pub fn wait_ms(self) -> i64 {
        delay_after(self.attempts)
    }
}

fn delay_after(attempts: u32) -> i64 {
    let Some(last) = attempts.checked_sub(1) else {
        return 0;
    };
    let index = usize::try_from(last)
        .unwrap_or(usize::MAX)
        .min(DELAYS_MS.len() - 1);
    DELAYS_MS.get(index).copied().unwrap_or(0)
}

/// Whether a store last used at `last_used_ms` still opens without the code.
///
/// A clock set back by more than [`CLOCK_SLACK_MS`] closes the window: how long it really was is unknown.
#[must_use]
pub fn window_is_open(last_used_ms: i64, now_ms: i64, window_ms: i64) -> bool {
    let idle_ms = now_ms.saturating_sub(last_used_ms);
    idle_ms > -CLOCK_SLACK_MS && idle_ms < window_ms
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_790_000_000_000;

    fn after_wrong_codes(count: u32) -> Patience {
        Patience {
            attempts: count,
            since_ms: NOON,
        }
    }

    #[test]
    fn waits_grow_as_the_table_says_and_end_at_an_hour() {
        let waits: Vec<i64> = (0..=12).map(|count| after_wrong_codes(count).wait_ms()).collect();
        let hour = 3_600_000;
        assert_eq!(
            waits,
            [
                0, 0, 0, 0, 0, 5_000, 30_000, 120_000, 600_000, hour, hour, hour, hour
            ]
        );
        assert_eq!(after_wrong_codes(u32::MAX).wait_ms(), hour);
    }

    #[test]
    fn a_try_is_counted_before_it_is_checked() {
        assert_eq!(
            Patience::default().admit(NOON),
            Admission::Go(after_wrong_codes(1))
        );
    }

    #[test]
    fn the_sixth_try_waits_five_seconds() {
        let patience = after_wrong_codes(5);
        assert_eq!(
            patience.admit(NOON + 4_000),
            Admission::Wait {
                wait_ms: 1_000,
                patience
            }
        );
        assert!(matches!(patience.admit(NOON + 5_000), Admission::Go(next) if next.attempts == 6));
    }

    #[test]
    fn turning_the_clock_back_begins_the_wait_again() {
        let earlier = NOON - 86_400_000;
        let Admission::Wait { wait_ms, patience } = after_wrong_codes(9).admit(earlier) else {
            panic!("admitted early");
        };
        assert_eq!(wait_ms, 3_600_000);
        assert!(matches!(patience.admit(earlier + 3_600_000), Admission::Go(_)));
    }

    #[test]
    fn no_clock_locks_for_longer_than_the_table() {
        for since_ms in [i64::MIN, -1, 0, NOON, i64::MAX] {
            for now_ms in [i64::MIN, 0, NOON, i64::MAX] {
                if let Admission::Wait { wait_ms, .. } = (Patience {
                    attempts: 9,
                    since_ms,
                })
                .admit(now_ms)
                {
                    assert!(
                        (1..=3_600_000).contains(&wait_ms),
                        "{since_ms} {now_ms} {wait_ms}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_window_closes_after_an_hour_without_use() {
        assert!(window_is_open(NOON, NOON, WINDOW_MS));
        assert!(window_is_open(NOON, NOON + WINDOW_MS - 1, WINDOW_MS));
        assert!(!window_is_open(NOON, NOON + WINDOW_MS, WINDOW_MS));
    }

    #[test]
    fn a_small_correction_of_the_clock_keeps_the_window_a_large_one_closes_it() {
        assert!(window_is_open(NOON, NOON - 1_000, WINDOW_MS));
        assert!(!window_is_open(NOON, NOON - 86_400_000, WINDOW_MS));
        assert!(!window_is_open(i64::MAX, i64::MIN, WINDOW_MS));
        assert!(!window_is_open(i64::MIN, i64::MAX, WINDOW_MS));
    }
}

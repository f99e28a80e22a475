//! How often somebody may do what is not meant to be done in bulk.

use domain::time::Millis;

/// The window in which uses are counted.
const WINDOW_MS: i64 = 60 * 60 * 1000;

/// So many uses per person and hour; the store counts them, for all processes of an office together.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    most: u32,
}

/// The uses of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// How many in the present window.
    pub used: u32,
    /// When it began.
    pub since: Millis,
}

impl Allowance {
    /// An allowance of `most` uses an hour.
    #[must_use]
    pub const fn hourly(most: u32) -> Self {
        Self { most }
    }

    /// The uses with one more.
    ///
    /// # Errors
    /// Seconds to wait when there is none left.
    pub fn take(self, uses: Uses, now: Millis) -> Result<Uses, u64> {
        let passed = now.0.saturating_sub(uses.since.0);
        // A clock that was set back begins a new window too, or somebody would wait for ever.
        let Uses { used, since } = if (0..WINDOW_MS).contains(&passed) {
            uses
        } else {
            Uses { used: 0, since: now }
        };
        if used >= self.most {
            let left = WINDOW_MS.saturating_sub(passed);
            return Err(u64::try_from(left).unwrap_or(0).div_ceil(1000));
        }
        Ok(Uses {
            used: used.saturating_add(1),
            since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_gives_so_many() {
        let allowance = Allowance::hourly(2);
        let at = |minutes: i64| Millis(minutes * 60_000);
        let one = allowance.take(Uses::default(), at(100)).unwrap();
        let two = allowance.take(one, at(110)).unwrap();
        assert_eq!((two.used, two.since), (2, at(100)));
        assert_eq!(allowance.take(two, at(120)), Err(40 * 60));
        assert_eq!(allowance.take(two, at(160)).unwrap().used, 1);
        assert_eq!(allowance.take(two, at(95)).unwrap().used, 1);
    }
}

//! How often somebody may do what is not meant to be done in bulk.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::ids::StaffId;
use domain::time::Millis;

/// The window in which uses are counted.
const WINDOW_MS: i64 = 60 * 60 * 1000;

/// So many uses per person and hour. Counted in memory: a restart begins anew, and each process counts for
/// itself. It keeps no more entries than there are accounts.
#[derive(Debug)]
pub struct Allowance {
    most: u32,
    uses: Mutex<HashMap<StaffId, (u32, Millis)>>,
}

impl Allowance {
    /// An allowance of `most` uses an hour.
    #[must_use]
    pub fn hourly(most: u32) -> Self {
        Self {
            most,
            uses: Mutex::default(),
        }
    }

    /// Takes one use.
    ///
    /// # Errors
    /// Seconds to wait when there is none left.
    pub fn take(&self, staff: &StaffId, now: Millis) -> Result<(), u64> {
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = uses.entry(staff.clone()).or_insert((0, now));
        let passed = now.0.saturating_sub(entry.1.0);
        // A clock that was set back begins a new window too, or somebody would wait for ever.
        if !(0..WINDOW_MS).contains(&passed) {
            *entry = (0, now);
        }
        if entry.0 >= self.most {
            let left = WINDOW_MS.saturating_sub(passed);
            return Err(u64::try_from(left).unwrap_or(0).div_ceil(1000));
        }
        entry.0 = entry.0.saturating_add(1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_gives_so_many_to_each() {
        let allowance = Allowance::hourly(2);
        let (one, other) = (StaffId::from("P001"), StaffId::from("P002"));
        let at = |minutes: i64| Millis(minutes * 60_000);
        assert_eq!(allowance.take(&one, at(0)), Ok(()));
        assert_eq!(allowance.take(&one, at(10)), Ok(()));
        assert_eq!(allowance.take(&one, at(20)), Err(40 * 60));
        assert_eq!(allowance.take(&other, at(20)), Ok(()));
        assert_eq!(allowance.take(&one, at(60)), Ok(()));
        assert_eq!(allowance.take(&one, at(-5)), Ok(()));
    }
}

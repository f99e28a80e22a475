//! Chance that comes out the same for the same seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// A seeded source of chance.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice of a seed; `part` keeps the throws of one part of the district apart from another's.
    #[must_use]
    pub fn of(seed: u64, part: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(part);
        Self(rng)
    }

    /// A number from 0 below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        // The slight unevenness of a remainder does not matter to a demonstration.
        self.0.next_u32().checked_rem(end).unwrap_or(0)
    }

    /// A number of a closed range.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low.saturating_add(self.below(high.saturating_sub(low).saturating_add(1)))
    }

    /// Whether something of so many per mille happens.
    pub fn per_mille(&mut self, share: u32) -> bool {
        self.below(1_000) < share
    }

    /// One of several, or none of none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let end = u32::try_from(of.len()).unwrap_or(u32::MAX);
        of.get(usize::try_from(self.below(end)).unwrap_or(0))
    }

    /// One of several words; empty of none.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).copied().unwrap_or("")
    }

    /// A random identity.
    pub fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }

    /// An identity that sorts by time.
    pub fn uuid_at(&mut self, millis: i64) -> Uuid {
        let mut bytes = [0; 10];
        self.0.fill_bytes(&mut bytes);
        let millis = u64::try_from(millis).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

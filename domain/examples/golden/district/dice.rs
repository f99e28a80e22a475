//! Dice that fall alike wherever they are thrown: no clock, no floating point, no width of a machine's word.

use chrono::{Days, NaiveDate};

/// SplitMix64 from a seed.
pub struct Dice(u64);

impl Dice {
    /// Dice for one thing of a kind; those of another thing fall differently.
    pub fn of(kind: u64, number: u64) -> Self {
        let mut dice = Self(kind.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ number);
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another; nought below nought.
    pub fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number between two, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in so many of a hundred throws.
    pub fn in_hundred(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several; none of none.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        let which = self.below(u64::try_from(of.len()).unwrap_or_default());
        of.get(usize::try_from(which).ok()?).cloned()
    }

    /// Each of several with the same chance, in their order.
    pub fn some<T: Clone>(&mut self, of: &[T], percent: u64) -> Vec<T> {
        of.iter().filter(|_| self.in_hundred(percent)).cloned().collect()
    }

    /// An amount of money: as often small as large.
    pub fn yuan(&mut self) -> u32 {
        let end = 10_u64.pow(u32::try_from(self.between(1, 5)).unwrap_or(1));
        u32::try_from(self.below(end)).unwrap_or_default()
    }

    /// A day so many days before another.
    pub fn before(&mut self, day: NaiveDate, least: u64, most: u64) -> NaiveDate {
        ago(day, self.between(least, most))
    }
}

/// So many days before a day.
pub fn ago(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

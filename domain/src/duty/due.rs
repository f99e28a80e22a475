//! By when an item's state has to be told.

use super::{DutyItem, DutyState, DutyTerms};
use crate::commitments::Cycle;
use crate::time::last_of_month;
use chrono::{Datelike, Months, NaiveDate};

/// The cycles that an item can have; the last is the item that is done once.
pub const CYCLES: [Cycle; 5] = [
    Cycle::Month,
    Cycle::Quarter,
    Cycle::HalfYear,
    Cycle::Year,
    Cycle::DueDate,
];

/// Periods that are looked at: a bound, more than any list lives.
const PERIODS: u32 = 600;

impl DutyTerms {
    /// Months of its cycle; none where it is done once.
    #[must_use]
    pub const fn months(&self) -> Option<u32> {
        self.cycle.months()
    }

    /// The due day so many periods after the first: the last day of a month stays the last.
    fn due_after(&self, months: u32, periods: u32) -> Option<NaiveDate> {
        let day = self
            .due
            .checked_add_months(Months::new(months.checked_mul(periods)?))?;
        Some(match self.due == last_of_month(self.due.with_day(1)?) {
            true => last_of_month(day.with_day(1)?),
            false => day,
        })
    }
}

impl DutyItem {
    /// By when somebody has to tell next how it stands; none where nothing is to be told any more.
    ///
    /// Periods end on the due days. An update counts for the period in which it was made, be it late for the one before:
    /// what was missed then is not made good by it, but nobody has to tell twice at once.
    #[must_use]
    pub fn next_due(&self) -> Option<NaiveDate> {
        let terms = &self.terms;
        if terms.withdrawn {
            return None;
        }
        let Some(months) = terms.months() else {
            return (self.state() != DutyState::Done).then_some(terms.due);
        };
        let Some(updated) = self.updated_on() else {
            return Some(terms.due);
        };
        let before_first = terms.due.checked_sub_months(Months::new(months));
        if before_first.is_some_and(|before| updated <= before) {
            return Some(terms.due);
        }
        let mut days = (0..PERIODS).map_while(|periods| terms.due_after(months, periods));
        days.find(|day| *day >= updated)?;
        days.next()
    }
}

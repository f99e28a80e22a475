//! How villages stood by month: their worst states as they were counted then, never computed again. No score, no order
//! of villages.

use super::Ground;
use super::board::FourVillage;
use super::codes::{CommitmentStatus, Pillar};
use crate::ids::VillageId;
use crate::time::{first_of_month, last_of_month, month_before};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Months that a desk is shown, the running one among them (design).
const MONTHS: usize = 12;

/// What is kept of one village in one pillar for one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthEntry {
    /// The first day of the month.
    pub month: NaiveDate,
    /// The village.
    pub village: VillageId,
    /// The pillar.
    pub pillar: Pillar,
    /// Its worst state.
    pub worst: CommitmentStatus,
    /// The day for which it was computed, in the month.
    pub counted_on: NaiveDate,
}

/// Entries of a month that are alike, whatever the village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The first day of the month.
    pub month: NaiveDate,
    /// The pillar.
    pub pillar: Pillar,
    /// The worst state.
    pub worst: CommitmentStatus,
    /// The day for which they were computed.
    pub counted_on: NaiveDate,
    /// Villages.
    pub villages: u32,
}

/// How many villages stood where in one pillar, each counted once, by its worst state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct StandingVillages {
    /// The pillar.
    #[n(0)]
    pub pillar: Pillar,
    /// Villages in which something was broken off.
    #[n(1)]
    pub breached: u32,
    /// Villages in which something was due soon, and nothing worse.
    #[n(2)]
    pub due_soon: u32,
    /// Villages in which something was explained, and nothing worse.
    #[n(3)]
    pub explained: u32,
    /// Villages in which all was on track or did not apply.
    #[n(4)]
    pub on_track: u32,
}

impl StandingVillages {
    const fn none(pillar: Pillar) -> Self {
        Self {
            pillar,
            breached: 0,
            due_soon: 0,
            explained: 0,
            on_track: 0,
        }
    }

    fn add(&mut self, worst: CommitmentStatus, villages: u32) {
        let counter = match worst {
            CommitmentStatus::Breached => &mut self.breached,
            CommitmentStatus::DueSoon => &mut self.due_soon,
            CommitmentStatus::Explained => &mut self.explained,
            CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => &mut self.on_track,
        };
        *counter = counter.saturating_add(villages);
    }

    /// Villages whose worst state it is.
    #[must_use]
    pub const fn at(&self, worst: CommitmentStatus) -> u32 {
        match worst {
            CommitmentStatus::Breached => self.breached,
            CommitmentStatus::DueSoon => self.due_soon,
            CommitmentStatus::Explained => self.explained,
            CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => self.on_track,
        }
    }

    /// All villages that were counted.
    #[must_use]
    pub const fn all(&self) -> u32 {
        self.breached
            .saturating_add(self.due_soon)
            .saturating_add(self.explained)
            .saturating_add(self.on_track)
    }
}

/// One month of the district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourMonth {
    /// Its first day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub month: NaiveDate,
    /// The day for which it was counted; none where it was not: that is no zero.
    #[cbor(n(1), with = "crate::cbor::maybe_day", default)]
    pub counted_on: Option<NaiveDate>,
    /// The pillars that were counted, in their order.
    #[n(2)]
    pub pillars: Vec<StandingVillages>,
}

impl FourMonth {
    /// Where the villages stood in a pillar; none where that was not counted.
    #[must_use]
    pub fn of(&self, pillar: Pillar) -> Option<&StandingVillages> {
        self.pillars.iter().find(|standing| standing.pillar == pillar)
    }
}

/// What a village's states of `today` leave for the month: one entry for each pillar of which something is computed.
#[must_use]
pub fn entries(village: &FourVillage, today: NaiveDate) -> Vec<MonthEntry> {
    let entry = |pillar, worst| MonthEntry {
        month: first_of_month(today),
        village: village.id.clone(),
        pillar,
        worst,
        counted_on: today,
    };
    let states = village.pillars.iter();
    states
        .filter_map(|state| Some(entry(state.pillar, state.worst?)))
        .collect()
}

/// Whether the running month is to be counted again, given the newest day for which it was. Once a day is enough, so that
/// a server that stops leaves a late day of its month; on the month's last day it is counted each time it is asked.
#[must_use]
pub fn is_to_be_counted(newest: Option<NaiveDate>, today: NaiveDate) -> bool {
    let last_day = last_of_month(first_of_month(today));
    newest.is_none_or(|day| day < today) || today == last_day
}

/// The first days of the months that are shown on a day, the oldest first; the last is the running one.
#[must_use]
pub fn window(today: NaiveDate) -> Vec<NaiveDate> {
    let running = first_of_month(today);
    let mut months: Vec<NaiveDate> = std::iter::successors(Some(running), |month| Some(month_before(*month)))
        .take(MONTHS)
        .collect();
    months.reverse();
    months
}

/// The months of [`window`]: those that are over as they are kept, the running one as the villages stand now.
#[must_use]
pub fn by_month(kept: &[Kept], villages: &[FourVillage], today: NaiveDate) -> Vec<FourMonth> {
    let running = first_of_month(today);
    let now: Vec<Kept> = villages
        .iter()
        .flat_map(|village| entries(village, today))
        .map(|entry| Kept {
            month: entry.month,
            pillar: entry.pillar,
            worst: entry.worst,
            counted_on: entry.counted_on,
            villages: 1,
        })
        .collect();
    let month = |month| fold(if month == running { &now } else { kept }, month);
    window(today).into_iter().map(month).collect()
}

/// A village's records without the visits, flags and entries of the work log that came after a day. Nothing else that changed since is undone, so
/// that this is no way to count a month that is over: only the invented year of a demonstration has to.
#[must_use]
pub fn before_the_end_of<'a>(ground: &Ground<'a>, day: NaiveDate) -> Ground<'a> {
    let mut then = ground.clone();
    then.visits.retain(|visit| visit.counted_on() <= day);
    then.flags.retain(|flag| flag.recorded_on <= day);
    then.works.retain(|work| work.counted_on() <= day);
    then
}

/// A month as its newest count has it: a village that is in an older one alone had left the roster by then.
fn fold(kept: &[Kept], month: NaiveDate) -> FourMonth {
    let of_month = || kept.iter().filter(|one| one.month == month);
    let counted_on = of_month().map(|one| one.counted_on).max();
    let of_pillar = |pillar: &Pillar| {
        let mut standing = StandingVillages::none(*pillar);
        for one in of_month().filter(|one| Some(one.counted_on) == counted_on && one.pillar == *pillar) {
            standing.add(one.worst, one.villages);
        }
        (standing.all() > 0).then_some(standing)
    };
    FourMonth {
        month,
        counted_on,
        pillars: Pillar::ALL.iter().filter_map(of_pillar).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitments::PillarState;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn village(id: &str, worst: [Option<CommitmentStatus>; 4]) -> FourVillage {
        let states = Pillar::ALL.iter().zip(worst);
        FourVillage {
            id: id.into(),
            name: id.to_owned(),
            township: "万宝镇".to_owned(),
            pillars: states
                .map(|(pillar, worst)| PillarState {
                    pillar: *pillar,
                    worst,
                    breached: 0,
                    due_soon: 0,
                    explained: 0,
                    computed: 1,
                    waiting: 0,
                })
                .collect(),
        }
    }

    fn kept(counted_on: &str, worst: CommitmentStatus, villages: u32) -> Kept {
        Kept {
            month: first_of_month(day(counted_on)),
            pillar: Pillar::Assistance,
            worst,
            counted_on: day(counted_on),
            villages,
        }
    }

    #[test]
    fn the_window_is_twelve_months_that_end_with_the_running_one() {
        let months = window(day("2026-03-31"));
        assert_eq!(months.len(), MONTHS);
        assert_eq!(months.first(), Some(&day("2025-04-01")));
        assert_eq!(months.last(), Some(&day("2026-03-01")));
        assert!(months.is_sorted());
    }

    #[test]
    fn a_village_leaves_an_entry_for_each_pillar_of_which_something_is_computed() {
        use CommitmentStatus::{Breached, NotApplicable, OnTrack};
        let told = entries(
            &village("V001", [Some(Breached), None, Some(NotApplicable), Some(OnTrack)]),
            day("2026-11-23"),
        );
        let states: Vec<_> = told.iter().map(|entry| (entry.pillar, entry.worst)).collect();
        assert_eq!(
            states,
            [
                (Pillar::Responsibility, Breached),
                (Pillar::Assistance, NotApplicable),
                (Pillar::Supervision, OnTrack),
            ]
        );
        assert!(
            told.iter()
                .all(|entry| entry.month == day("2026-11-01") && entry.counted_on == day("2026-11-23"))
        );
    }

    #[test]
    fn a_month_is_counted_once_a_day_and_all_through_its_last_day() {
        assert!(is_to_be_counted(None, day("2026-11-05")));
        assert!(is_to_be_counted(Some(day("2026-11-04")), day("2026-11-05")));
        assert!(!is_to_be_counted(Some(day("2026-11-05")), day("2026-11-05")));
        assert!(is_to_be_counted(Some(day("2026-11-30")), day("2026-11-30")));
        // A clock that went back leaves what a later day counted.
        assert!(!is_to_be_counted(Some(day("2026-11-09")), day("2026-11-05")));
    }

    #[test]
    fn villages_are_counted_by_their_worst_state_and_what_does_not_apply_is_no_worse_than_on_track() {
        use CommitmentStatus::{Breached, DueSoon, Explained, NotApplicable, OnTrack};
        let states = [Breached, Breached, DueSoon, Explained, OnTrack, NotApplicable];
        let villages: Vec<_> = states
            .into_iter()
            .map(|state| village("V", [None, None, Some(state), None]))
            .collect();
        let months = by_month(&[], &villages, day("2026-11-23"));
        let running = months.last().unwrap();
        assert_eq!(running.counted_on, Some(day("2026-11-23")));
        let standing = running.of(Pillar::Assistance).unwrap();
        assert_eq!(standing.all(), 6);
        let each = [Breached, DueSoon, Explained, OnTrack].map(|worst| standing.at(worst));
        assert_eq!(each, [2, 1, 1, 2]);
        assert_eq!(running.of(Pillar::Policy), None);
    }

    #[test]
    fn a_month_that_was_not_counted_is_no_zero() {
        let months = by_month(&[], &[], day("2026-11-23"));
        assert_eq!(months.len(), MONTHS);
        assert!(
            months
                .iter()
                .all(|month| month.counted_on.is_none() && month.pillars.is_empty())
        );
    }

    #[test]
    fn a_month_that_is_over_is_its_newest_count_and_the_running_one_is_now() {
        use CommitmentStatus::{Breached, OnTrack};
        let rows = [
            kept("2026-10-30", Breached, 1),
            kept("2026-10-31", Breached, 3),
            kept("2026-10-31", OnTrack, 2),
            kept("2026-11-22", Breached, 9),
            kept("2025-11-30", Breached, 7),
        ];
        let now = [village("V001", [None, None, Some(OnTrack), None])];
        let months = by_month(&rows, &now, day("2026-11-23"));
        let [.., october, november] = months.as_slice() else {
            panic!("{months:?}")
        };
        assert_eq!(october.counted_on, Some(day("2026-10-31")));
        let standing = october.of(Pillar::Assistance).unwrap();
        assert_eq!((standing.breached, standing.on_track), (3, 2));
        let standing = november.of(Pillar::Assistance).unwrap();
        assert_eq!((standing.breached, standing.on_track), (0, 1));
        let first = months.first().unwrap();
        assert_eq!((first.month, first.counted_on), (day("2025-12-01"), None));
    }
}

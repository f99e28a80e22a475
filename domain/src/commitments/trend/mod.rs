//! How villages, and the bodies of the duty list, stood by month: their worst states as they were counted then, never
//! computed again. No score, no order.

use super::board::FourVillage;
use super::codes::{CommitmentStatus, Pillar};
use super::{BodyStanding, Ground};
use crate::duty::DutyItem;
use crate::ids::VillageId;
use crate::time::{field_day, first_of_month, last_of_month, month_before};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// What is kept of one body of the duty list for one month: R5 is stated of bodies, of no village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyEntry {
    /// The first day of the month.
    pub month: NaiveDate,
    /// The body's name.
    pub body: String,
    /// Its worst state.
    pub worst: CommitmentStatus,
    /// The day for which it was computed, in the month.
    pub counted_on: NaiveDate,
}

/// Who stood alike in one pillar in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Kept {
    /// The first day of the month.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub month: NaiveDate,
    /// The pillar.
    #[n(1)]
    pub pillar: Pillar,
    /// The worst state.
    #[n(2)]
    pub worst: CommitmentStatus,
    /// The day for which they were computed.
    #[cbor(n(3), with = "crate::cbor::day")]
    pub counted_on: NaiveDate,
    /// Villages by their numbers, or bodies by their names.
    #[n(4)]
    pub who: Vec<String>,
}

/// How many stood where in one pillar, villages or bodies, each counted once, by its worst state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthStanding {
    /// The pillar.
    pub pillar: Pillar,
    /// Those in which something was broken off.
    pub breached: u32,
    /// Those in which something was due soon, and nothing worse.
    pub due_soon: u32,
    /// Those in which something was explained, and nothing worse.
    pub explained: u32,
    /// Those in which all was on track or did not apply.
    pub on_track: u32,
}

impl MonthStanding {
    const fn none(pillar: Pillar) -> Self {
        Self {
            pillar,
            breached: 0,
            due_soon: 0,
            explained: 0,
            on_track: 0,
        }
    }

    fn add(&mut self, worst: CommitmentStatus, how_many: usize) {
        let counter = match worst {
            CommitmentStatus::Breached => &mut self.breached,
            CommitmentStatus::DueSoon => &mut self.due_soon,
            CommitmentStatus::Explained => &mut self.explained,
            CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => &mut self.on_track,
        };
        *counter = counter.saturating_add(u32::try_from(how_many).unwrap_or(u32::MAX));
    }

    /// How many have this worst state.
    #[must_use]
    pub const fn at(&self, worst: CommitmentStatus) -> u32 {
        match worst {
            CommitmentStatus::Breached => self.breached,
            CommitmentStatus::DueSoon => self.due_soon,
            CommitmentStatus::Explained => self.explained,
            CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => self.on_track,
        }
    }

    /// All that were counted.
    #[must_use]
    pub const fn all(&self) -> u32 {
        self.breached
            .saturating_add(self.due_soon)
            .saturating_add(self.explained)
            .saturating_add(self.on_track)
    }
}

/// One month of the district, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FourMonth {
    /// Its first day.
    pub month: NaiveDate,
    /// The day for which it was counted; none where it was not: that is no zero.
    pub counted_on: Option<NaiveDate>,
    /// The pillars that were counted, in their order.
    pub pillars: Vec<MonthStanding>,
}

impl FourMonth {
    /// How many stood where in a pillar; none where that was not counted.
    #[must_use]
    pub fn of(&self, pillar: Pillar) -> Option<&MonthStanding> {
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

/// What the bodies of the duty list leave for the month of `today`.
#[must_use]
pub fn body_entries(bodies: &[BodyStanding], today: NaiveDate) -> Vec<BodyEntry> {
    let entry = |one: &BodyStanding| BodyEntry {
        month: first_of_month(today),
        body: one.body.name.clone(),
        worst: one.worst,
        counted_on: today,
    };
    bodies.iter().map(entry).collect()
}

/// Entries, of villages or of bodies, put together by what is alike in them; whatever their order, the same comes out.
#[must_use]
pub fn together(entries: impl IntoIterator<Item = Entry>) -> Vec<Kept> {
    let mut alike: BTreeMap<(NaiveDate, Pillar, CommitmentStatus, NaiveDate), BTreeSet<String>> =
        BTreeMap::new();
    for (who, (month, pillar, worst, counted_on)) in entries {
        alike
            .entry((month, pillar, worst, counted_on))
            .or_default()
            .insert(who);
    }
    let kept = |((month, pillar, worst, counted_on), who): (_, BTreeSet<String>)| Kept {
        month,
        pillar,
        worst,
        counted_on,
        who: who.into_iter().collect(),
    };
    alike.into_iter().map(kept).collect()
}

/// Who, and in which month, pillar and worst state, counted for which day.
pub type Entry = (String, (NaiveDate, Pillar, CommitmentStatus, NaiveDate));

impl From<MonthEntry> for Entry {
    fn from(entry: MonthEntry) -> Self {
        (
            entry.village.as_str().to_owned(),
            (entry.month, entry.pillar, entry.worst, entry.counted_on),
        )
    }
}

impl From<BodyEntry> for Entry {
    fn from(entry: BodyEntry) -> Self {
        let what = (entry.month, Pillar::Responsibility, entry.worst, entry.counted_on);
        (entry.body, what)
    }
}

/// How villages stand now, as the running month of a trend.
#[must_use]
pub fn villages_now(villages: &[FourVillage], today: NaiveDate) -> Vec<Kept> {
    let found = villages.iter().flat_map(|village| entries(village, today));
    together(found.map(Entry::from))
}

/// How the bodies of the duty list stand now, as the running month of a trend.
#[must_use]
pub fn bodies_now(bodies: &[BodyStanding], today: NaiveDate) -> Vec<Kept> {
    together(body_entries(bodies, today).into_iter().map(Entry::from))
}

/// What a part of those who are kept left, such as the villages of a township. A month in which none of them was counted
/// is not counted for them.
#[must_use]
pub fn only(kept: &[Kept], wanted: impl Fn(&str) -> bool) -> Vec<Kept> {
    let part = |one: &Kept| Kept {
        who: one.who.iter().filter(|who| wanted(who)).cloned().collect(),
        ..one.clone()
    };
    kept.iter().map(part).filter(|one| !one.who.is_empty()).collect()
}

/// The months of [`window`]: those that are over as they are kept, the running one as all stand `now`.
#[must_use]
pub fn by_month(kept: &[Kept], now: &[Kept], today: NaiveDate) -> Vec<FourMonth> {
    let month = |month| fold(&of_month(kept, now, today, month), month);
    window(today).into_iter().map(month).collect()
}

/// Who stands behind a figure of [`by_month`]: in a month and pillar, at a worst state as [`MonthStanding::at`] counts it.
#[must_use]
pub fn behind<'a>(
    months: (&'a [Kept], &'a [Kept]),
    today: NaiveDate,
    (month, pillar, worst): (NaiveDate, Pillar, CommitmentStatus),
) -> Vec<&'a str> {
    let (kept, now) = months;
    let of_month = of_month(kept, now, today, month);
    let alike = |one: CommitmentStatus| {
        one == worst || (worst == CommitmentStatus::OnTrack && one == CommitmentStatus::NotApplicable)
    };
    let found = of_month
        .into_iter()
        .filter(|one| one.pillar == pillar && alike(one.worst));
    found.flat_map(|one| one.who.iter().map(String::as_str)).collect()
}

/// What counts of a month: its newest count, for whoever is in an older one alone had left by then.
fn of_month<'a>(kept: &'a [Kept], now: &'a [Kept], today: NaiveDate, month: NaiveDate) -> Vec<&'a Kept> {
    let all = if month == first_of_month(today) { now } else { kept };
    let of_month = || all.iter().filter(|one| one.month == month);
    let newest = of_month().map(|one| one.counted_on).max();
    of_month().filter(|one| Some(one.counted_on) == newest).collect()
}

/// The items of the duty list without what was told of them after a day, as [`before_the_end_of`] and for the same.
#[must_use]
pub fn duties_before_the_end_of(items: &[DutyItem], day: NaiveDate) -> Vec<DutyItem> {
    let then = |item: &DutyItem| DutyItem {
        history: item
            .history
            .iter()
            .filter(|entry| field_day(entry.at) <= day)
            .cloned()
            .collect(),
        ..item.clone()
    };
    items.iter().map(then).collect()
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

fn fold(of_month: &[&Kept], month: NaiveDate) -> FourMonth {
    let of_pillar = |pillar: &Pillar| {
        let mut standing = MonthStanding::none(*pillar);
        for one in of_month.iter().filter(|one| one.pillar == *pillar) {
            standing.add(one.worst, one.who.len());
        }
        (standing.all() > 0).then_some(standing)
    };
    FourMonth {
        month,
        counted_on: of_month.first().map(|one| one.counted_on),
        pillars: Pillar::ALL.iter().filter_map(of_pillar).collect(),
    }
}

#[cfg(test)]
mod tests;

//! Which handovers are due: who left a village or is about to, and who came for them, from the dated postings.

use super::Leaving;
use super::codes::{EndReason, HandoverSide};
use crate::commitments::VillagePosts;
use crate::handover::Handover;
use crate::ids::StaffId;
use crate::roster::Role;
use crate::time::{days_between, plus_days};
use chrono::{Months, NaiveDate};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Days before a planned end from which the handover is prepared, so that both are there together 压茬 (design).
pub const AHEAD_DAYS: u32 = 30;
/// Most days between the one's last day and the other's first for which the other came in the one's place (design).
const APART_DAYS: i64 = 120;

/// A stretch of time in which somebody of a team worked in a village (domain.md §7.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Assignment {
    /// The person.
    #[n(0)]
    pub staff: StaffId,
    /// The person's name.
    #[n(1)]
    pub name: String,
    /// Member or leader.
    #[n(2)]
    pub role: Role,
    /// First day, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
    pub from: Option<NaiveDate>,
    /// The last day that was planned, while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(4), with = "crate::cbor::maybe_day", default)]
    pub planned_to: Option<NaiveDate>,
    /// The last day; none while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(5), with = "crate::cbor::maybe_day", default)]
    pub to: Option<NaiveDate>,
    /// Why it ended or will end, where the office says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(6), default)]
    pub reason: Option<EndReason>,
    /// Who comes in the person's place, where the office says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(7), default)]
    pub successor: Option<StaffId>,
}

/// Years for which people are generally posted (domain.md §7.1, §7.4): a shorter term is worth a look, never a block.
const TERM_YEARS: u32 = 2;

/// Whether a posting is planned for less than the general term; both days inclusive.
#[must_use]
pub fn is_short_term(from: NaiveDate, until: NaiveDate) -> bool {
    let whole = from.checked_add_months(Months::new(12 * TERM_YEARS));
    whole
        .and_then(|day| day.pred_opt())
        .is_some_and(|last| until < last)
}

impl Assignment {
    /// The last day, of what is over or about to be.
    fn last(&self, today: NaiveDate) -> Option<NaiveDate> {
        let near = |day: &NaiveDate| (0..=i64::from(AHEAD_DAYS)).contains(&days_between(today, *day));
        self.to.or(self.planned_to.filter(near))
    }

    /// The planned last day, where it passed and the office has not said that the person left.
    fn overstayed(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.planned_to.filter(|day| self.to.is_none() && *day < today)
    }
}

/// One change of people: what has to be handed over, by whom, to whom, by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who leaves, where, and the last day.
    pub of: Leaving,
    /// Who came for them, with the first day; none while nobody did.
    pub incoming: Option<(StaffId, String, NaiveDate)>,
    /// Why, where the office says it.
    pub reason: Option<EndReason>,
    /// The last day for the handover.
    pub by: NaiveDate,
    /// Whether the person has left: the last day is past, or the office said that it was the last.
    pub has_left: bool,
}

impl Change {
    /// Days on which both were there; 0 where one came after the other had left.
    #[must_use]
    pub fn overlap(&self) -> i64 {
        let came = self.incoming.as_ref().map(|(_, _, from)| *from);
        came.map_or(0, |from| days_between(from, self.of.on).saturating_add(1).max(0))
    }

    /// The handover of this change, among those known: the office may have dated the last day anew since it was begun.
    #[must_use]
    pub fn record<'a>(&self, handovers: impl Iterator<Item = &'a Handover>) -> Option<&'a Handover> {
        let same = |one: &&Handover| {
            let of = &one.of;
            let apart = days_between(of.on, self.of.on).abs();
            of.village == self.of.village && of.staff == self.of.staff && apart <= APART_DAYS
        };
        // The nearest day; of two that are as near the one that is further.
        handovers.filter(same).min_by_key(|one| {
            let apart = days_between(one.of.on, self.of.on).abs();
            (apart, std::cmp::Reverse(one.state()), one.id)
        })
    }

    /// Whose handover it is, as the one that was begun says it.
    #[must_use]
    pub fn leaving(&self, begun: Option<&Handover>) -> Leaving {
        begun.map_or_else(|| self.of.clone(), |handover| handover.of.clone())
    }

    /// For whom somebody is to sign a side now: themselves, or the person whose side it is. None where it is signed, where
    /// this hand has signed the other side, and where it is neither theirs nor for them to sign in another's place.
    #[must_use]
    pub fn signs(
        &self,
        begun: Option<&Handover>,
        side: HandoverSide,
        (me, role): (&StaffId, Role),
    ) -> Option<StaffId> {
        let signed = |side| begun.into_iter().flat_map(move |one| one.signatures(side));
        if signed(side).next().is_some() || signed(side.other()).any(|entry| entry.by == *me) {
            return None;
        }
        self.stands_for(side, me, role)
    }

    fn stands_for(&self, side: HandoverSide, me: &StaffId, role: Role) -> Option<StaffId> {
        let leads = role == Role::TeamLeader;
        let incoming = self.incoming.as_ref().map(|(staff, ..)| staff);
        match side {
            HandoverSide::Outgoing if *me == self.of.staff => Some(me.clone()),
            HandoverSide::Outgoing if leads && incoming != Some(me) => Some(self.of.staff.clone()),
            // The next leader is the other side: a colleague who stays signs.
            HandoverSide::Outgoing if self.of.role == Role::TeamLeader && incoming != Some(me) => {
                Some(self.of.staff.clone())
            }
            HandoverSide::Incoming if *me == self.of.staff => None,
            HandoverSide::Incoming => match incoming {
                Some(staff) if staff == me || leads => Some(staff.clone()),
                Some(_) => None,
                // Nobody came: whoever stays takes it over.
                None => Some(me.clone()),
            },
            HandoverSide::Outgoing => None,
        }
    }
}

/// People of a village with the last days of those who leave, or with the first of those who came.
type Ends<'a> = Vec<(NaiveDate, &'a Assignment)>;

/// The changes of a village's people that are over or near, by their last days; `days` are those within which a handover
/// is done.
///
/// A member who becomes leader, or is posted anew without a gap, does not leave; nor does somebody whose planned end
/// passed, before another came into the post. Each who came is matched with one who left: whom the office names as the
/// successor first, then same post, then the nearest days.
#[must_use]
pub fn changes(posts: &VillagePosts, today: NaiveDate, days: u32) -> Vec<Change> {
    let all = &posts.assignments;
    let ends = |last: fn(&Assignment, NaiveDate) -> Option<NaiveDate>| {
        let found = all.iter().filter_map(|one| Some((last(one, today)?, one)));
        in_order(found.filter(|(last, one)| !stays(all, one, *last)))
    };
    let mut came = in_order(all.iter().filter_map(|one| Some((one.from?, one))));
    let mut made: Vec<Change> = Vec::new();
    for (left, replaced) in [
        (ends(Assignment::last), false),
        (ends(Assignment::overstayed), true),
    ] {
        let incoming = matched(&left, &mut came, replaced);
        let known = left.into_iter().zip(incoming);
        let known = known.filter(|(_, incoming)| !replaced || incoming.is_some());
        made.extend(known.map(|((last, one), incoming)| Change {
            of: Leaving {
                village: posts.village.clone(),
                staff: one.staff.clone(),
                name: one.name.clone(),
                role: one.role,
                on: last,
            },
            incoming,
            reason: one.reason,
            by: plus_days(last, days),
            has_left: last < today || (one.to.is_some() && last <= today),
        }));
    }
    made.sort_by(|a, b| (a.of.on, &a.of.staff).cmp(&(b.of.on, &b.of.staff)));
    made
}

/// By day and person, each day of a person once.
fn in_order<'a>(ends: impl Iterator<Item = (NaiveDate, &'a Assignment)>) -> Ends<'a> {
    let mut ends: Ends<'a> = ends.collect();
    ends.sort_by(|(a_on, a), (b_on, b)| (a_on, &a.staff, a.role).cmp(&(b_on, &b.staff, b.role)));
    ends.dedup_by(|(a_on, a), (b_on, b)| (a_on, &a.staff) == (b_on, &b.staff));
    ends
}

/// Whether somebody goes on after a stretch, so that there is nothing to hand over: a leader only as leader.
fn stays(all: &[Assignment], one: &Assignment, last: NaiveDate) -> bool {
    all.iter().any(|other| {
        let after = other
            .from
            .is_some_and(|from| from > last || one.from.is_some_and(|began| from > began));
        let without_gap = other.from.is_some_and(|from| days_between(last, from) <= 1);
        let goes_on = other.to.is_none_or(|to| to > last);
        other.staff == one.staff
            && other != one
            && after
            && without_gap
            && goes_on
            && (one.role != Role::TeamLeader || other.role == Role::TeamLeader)
    })
}

/// Takes who came for each of those who left out of those who came; where `same_post`, only into the post, unless the
/// office names the successor.
fn matched(
    left: &Ends<'_>,
    came: &mut Ends<'_>,
    same_post: bool,
) -> Vec<Option<(StaffId, String, NaiveDate)>> {
    let mut fits: Vec<(bool, bool, i64, usize, usize)> = Vec::new();
    for (at, (last, one)) in left.iter().enumerate() {
        for (n, (from, other)) in came.iter().enumerate() {
            let apart = days_between(*last, *from).abs();
            let later = one.from.is_none_or(|began| *from > began);
            let other_post = other.role != one.role;
            let named = one.successor.as_ref() == Some(&other.staff);
            let near = later && apart <= APART_DAYS && !(same_post && other_post);
            if other.staff != one.staff && (named || near) {
                fits.push((!named, other_post, apart, at, n));
            }
        }
    }
    fits.sort_unstable();
    let mut incoming: Vec<Option<(StaffId, String, NaiveDate)>> = vec![None; left.len()];
    let mut taken = BTreeSet::new();
    for (.., at, n) in fits {
        let free = incoming.get_mut(at).filter(|place| place.is_none());
        if let (Some(place), Some((from, other)), false) = (free, came.get(n), taken.contains(&n)) {
            *place = Some((other.staff.clone(), other.name.clone(), *from));
            taken.insert(n);
        }
    }
    let mut n = 0_usize..;
    came.retain(|_| n.next().is_some_and(|n| !taken.contains(&n)));
    incoming
}

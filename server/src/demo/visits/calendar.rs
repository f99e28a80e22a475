//! Who visits whom, when, and what comes of it: a team's year, and the scenes of the demonstration's member.

use super::super::dice::Dice;
use super::super::tales::{Days, Tale};
use chrono::{Datelike, NaiveDate};
use domain::config::Config;
use domain::due;
use domain::household::Household;
use domain::ids::HouseholdId;
use std::collections::{BTreeMap, BTreeSet};

/// Households of one village that get visits; a district made for load has more.
const VISITED: usize = 40;

/// What becomes of a visit after it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// Approved, or now and then returned.
    Usual,
    /// Approved.
    Approved,
    /// Nobody has looked at it yet.
    Waits,
    /// Returned, and still with its author.
    Returned,
    /// Returned and corrected, and waiting again.
    Corrected,
}

/// A visit that somebody will make.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub household: HouseholdId,
    pub days: Days,
    /// The day on which it was recorded.
    pub recorded_on: NaiveDate,
    /// Minutes after that day's midnight.
    pub minute: u32,
    /// Position of the author among the team's people.
    pub author: usize,
    pub tale: Tale,
    pub follow: Follow,
}

/// A scene: days ago, the author, what is found, what becomes of it, days until it was recorded.
type Scene = (u32, usize, Tale, Follow, u32);

/// What the member and the leader find among the ordinary households.
const fn ordinary(member: usize, other: usize) -> [Scene; 11] {
    [
        (1, member, Tale::UrgentWater, Follow::Waits, 0),
        (1, other, Tale::Work, Follow::Waits, 0),
        (6, member, Tale::NoChange, Follow::Approved, 0),
        // The leader's own: filed, for nobody reviews it in the team.
        (4, 0, Tale::NoChange, Follow::Usual, 0),
        (1, member, Tale::NoChange, Follow::Waits, 0),
        (2, member, Tale::Illness, Follow::Waits, 0),
        (1, member, Tale::NoChange, Follow::Waits, 0),
        (2, other, Tale::NoChange, Follow::Waits, 0),
        (2, other, Tale::NobodyHome, Follow::Waits, 0),
        (7, other, Tale::NoChange, Follow::Waits, 6),
        (5, member, Tale::Work, Follow::Corrected, 0),
    ]
}

/// How a team keeps up with one village. The district's map should show each state: some keep every interval, most have
/// gone through the yearly screening.
#[derive(Clone, Copy, Debug, Default)]
struct Habit {
    visited: usize,
    steady: bool,
    screened: bool,
}

/// The habit of a team in one of its villages. The demonstration's own member, for whom scenes are set, has none of the
/// good ones: those screens show what is late.
fn habit(dice: &mut Dice, no_scenes: bool) -> Habit {
    Habit {
        visited: 0,
        steady: no_scenes && dice.per_mille(400),
        screened: no_scenes && dice.per_mille(850),
    }
}

/// The visits of one team in the making.
pub(super) struct Calendar<'a> {
    dice: Dice,
    people: usize,
    today: NaiveDate,
    config: &'a Config,
    staged: BTreeSet<HouseholdId>,
    planned: Vec<Planned>,
}

impl<'a> Calendar<'a> {
    pub fn new(dice: Dice, people: usize, today: NaiveDate, config: &'a Config) -> Self {
        Self {
            dice,
            people,
            today,
            config,
            staged: BTreeSet::new(),
            planned: Vec::new(),
        }
    }

    /// What was planned, and the dice as they lie.
    pub fn planned(self) -> (Dice, Vec<Planned>) {
        (self.dice, self.planned)
    }

    /// A year of every household that no scene has taken.
    pub fn year(&mut self, households: &[Household]) {
        let mut villages: BTreeMap<&str, Habit> = BTreeMap::new();
        for household in households {
            if self.staged.contains(&household.id) {
                continue;
            }
            let habit = villages
                .entry(household.village.as_str())
                .or_insert_with(|| habit(&mut self.dice, self.staged.is_empty()));
            habit.visited += 1;
            let habit = *habit;
            if habit.visited <= VISITED {
                self.year_of(household, habit);
            }
        }
    }

    /// What the demonstration's member and leader should find: each state of review, and among the monitored
    /// households one that came back, one that is overdue and one that is due.
    pub fn stage(&mut self, households: &[Household]) {
        let member = 1.min(self.people.saturating_sub(1));
        let other = self.people.saturating_sub(1);
        let (monitored, others): (Vec<_>, Vec<_>) = households
            .iter()
            .partition(|household| household.monitored().is_some());
        let mut monitored = monitored.into_iter();
        let mut others = others.into_iter();
        let interval = |household: &Household| i64::from(self.config.interval(due::tier(household)));
        // Beyond the interval or just within it: the member's Today has something overdue and something due.
        let seen = |household: &Household, beyond: i64| -> Scene {
            let ago = u32::try_from(interval(household) + beyond).unwrap_or(0);
            (ago, member, Tale::NoChange, Follow::Approved, 0)
        };
        let mut scenes: Vec<(HouseholdId, Scene)> = Vec::new();
        let back: Scene = (3, member, Tale::Illness, Follow::Returned, 0);
        scenes.extend(monitored.next().map(|household| (household.id, back)));
        for beyond in [3, -2] {
            scenes.extend(
                monitored
                    .next()
                    .map(|household| (household.id, seen(household, beyond))),
            );
        }
        for scene in ordinary(member, other) {
            scenes.extend(others.next().map(|household| (household.id, scene)));
        }
        for beyond in [12, -5] {
            scenes.extend(
                others
                    .next()
                    .map(|household| (household.id, seen(household, beyond))),
            );
        }
        for (household, (ago, author, tale, follow, late)) in scenes {
            self.staged.insert(household);
            self.visit(household, ago, author, tale, follow, late);
        }
    }

    fn days_ago(&self, days: u32) -> NaiveDate {
        let back = chrono::Days::new(u64::from(days));
        self.today.checked_sub_days(back).unwrap_or(self.today)
    }

    fn someone(&mut self) -> usize {
        let people = u32::try_from(self.people).unwrap_or(1);
        // The leader makes fewer visits than the members.
        let at = if self.dice.per_mille(800) && people > 1 {
            1 + self.dice.below(people - 1)
        } else {
            0
        };
        usize::try_from(at).unwrap_or(0)
    }

    fn visit(
        &mut self,
        household: HouseholdId,
        days_ago: u32,
        author: usize,
        tale: Tale,
        follow: Follow,
        late: u32,
    ) {
        let days = Days {
            visited_on: self.days_ago(days_ago),
            late: late > 0,
        };
        self.planned.push(Planned {
            household,
            days,
            recorded_on: self.days_ago(days_ago.saturating_sub(late)),
            minute: self.dice.between(8 * 60, 20 * 60),
            author,
            tale,
            follow,
        });
    }

    /// The visits of a household by its tier: some due, some overdue, a few never visited.
    fn year_of(&mut self, household: &Household, habit: Habit) {
        const SHOWN: u32 = 364;
        if let Some(ago) = self.screened_ago().filter(|_| habit.screened) {
            let author = self.someone();
            self.visit(household.id, ago, author, Tale::NoChange, Follow::Usual, 0);
        }
        let tier = due::tier(household);
        let interval = self.config.interval(tier);
        if tier == due::VisitTier::General && !habit.steady && self.dice.per_mille(80) {
            return;
        }
        let mut ago = match self.dice.below(if habit.steady { 86 } else { 100 }) {
            0..66 => self.dice.between(1, interval.saturating_sub(8)),
            // Spread wide for long intervals, or a fifth of the district would have been seen in one week.
            66..86 => {
                let soon = (interval / 4).max(7);
                self.dice.between(interval.saturating_sub(soon), interval)
            }
            _ => interval + self.dice.between(1, interval / 3),
        };
        for _ in 0..5 {
            if ago > SHOWN {
                return;
            }
            let tale = self.any_tale();
            let late = if self.dice.per_mille(60) && ago > 9 {
                self.dice.between(4, 8)
            } else {
                0
            };
            let author = self.someone();
            // Here and there a leader has not got to it for some days.
            let waits = ago <= 9 && self.dice.per_mille(350);
            let follow = if waits { Follow::Waits } else { Follow::Usual };
            self.visit(household.id, ago, author, tale, follow, late);
            ago += interval.saturating_sub(self.dice.below(8)).max(20);
        }
    }

    /// Days since some day in the last weeks of this year's screening, once it is over.
    fn screened_ago(&mut self) -> Option<u32> {
        const WEEKS: u32 = 8;
        let end = NaiveDate::from_ymd_opt(self.today.year(), 7, 31)?;
        let over = u32::try_from((self.today - end).num_days()).ok()?;
        Some(over + self.dice.between(1, WEEKS * 7))
    }

    fn any_tale(&mut self) -> Tale {
        match self.dice.below(100) {
            0..58 => Tale::NoChange,
            58..66 => Tale::NobodyHome,
            66..95 => Tale::Work,
            95..99 => Tale::Illness,
            _ => Tale::UrgentWater,
        }
    }
}

//! A year of visits and reviews of one team, as the operations that its phones would have sent.
//!
//! Walked in the order of time over the team's records with the domain's own reducer, so that every
//! operation rests on what its author could have seen.

use super::dice::Dice;
use super::tales::{Days, Tale, tell};
use chrono::{NaiveDate, NaiveTime};
use domain::config::Config;
use domain::due;
use domain::household::Household;
use domain::ids::{DeviceId, HouseholdId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::record::{Record, RecordMap, Records};
use domain::reducer::{self, Context};
use domain::roster::Role;
use domain::time::Millis;
use domain::visit::Decision;
use domain::visit::codes::{ReturnReason, VisitStatus};
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// The district's clock is eight hours ahead of UTC.
const OFFSET: i64 = 8 * 60 * MINUTE;
/// Households of one village that get visits; a district made for load has more.
const VISITED: usize = 40;

/// One operation, and when the server received it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The operation.
    pub operation: Operation,
    /// The server's time of receipt.
    pub at: Millis,
}

/// When the demonstration is set.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The local day.
    pub today: NaiveDate,
    /// The server's clock; nothing is later.
    pub now: Millis,
}

/// The operations of one team over the last twelve months. `people` are the team's, leader first; `scenes`
/// adds what the demonstration's own member and leader should find.
#[must_use]
pub fn script(
    dice: Dice,
    people: &[Actor],
    households: &[Household],
    moment: Moment,
    config: &Config,
    scenes: bool,
) -> Vec<Step> {
    let mut walk = Walk::new(dice, people, households, moment, config);
    let special = if scenes { walk.stage(households) } else { 0 };
    let mut per_village: BTreeMap<&str, usize> = BTreeMap::new();
    for household in households.iter().skip(special) {
        let visited = per_village.entry(household.village.as_str()).or_default();
        *visited += 1;
        if *visited <= VISITED {
            walk.year_of(household);
        }
    }
    walk.run()
}

#[derive(Clone, Debug)]
enum Event {
    Visit {
        household: HouseholdId,
        days: Days,
        author: usize,
        tale: Tale,
        follow: Follow,
    },
    Decide {
        visit: VisitId,
        follow: Follow,
    },
    Revise {
        visit: VisitId,
    },
}

/// What becomes of a visit after it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follow {
    /// Approved, or now and then returned.
    Usual,
    /// Nobody has looked at it yet.
    Waits,
    /// Returned, and still with its author.
    Returned,
    /// Returned and corrected, and waiting again.
    Corrected,
}

struct Walk<'a> {
    dice: Dice,
    people: &'a [Actor],
    devices: Vec<(DeviceId, u64)>,
    records: RecordMap,
    moment: Moment,
    config: &'a Config,
    events: BTreeMap<(i64, u64), Event>,
    added: u64,
    steps: Vec<Step>,
}

impl<'a> Walk<'a> {
    fn new(
        mut dice: Dice,
        people: &'a [Actor],
        households: &[Household],
        moment: Moment,
        config: &'a Config,
    ) -> Self {
        let mut records = RecordMap::default();
        for household in households {
            records.put(Record::Household(Box::new(household.clone())));
        }
        Self {
            devices: people.iter().map(|_| (DeviceId(dice.uuid()), 0)).collect(),
            dice,
            people,
            records,
            moment,
            config,
            events: BTreeMap::new(),
            added: 0,
            steps: Vec::new(),
        }
    }

    fn add(&mut self, at: i64, event: Event) {
        if at <= self.moment.now.0 {
            self.added += 1;
            self.events.insert((at, self.added), event);
        }
    }

    /// Local midnight of a day, in UTC milliseconds.
    fn midnight(day: NaiveDate) -> i64 {
        day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - OFFSET
    }

    fn days_ago(&self, days: u32) -> NaiveDate {
        let back = chrono::Days::new(u64::from(days));
        self.moment
            .today
            .checked_sub_days(back)
            .unwrap_or(self.moment.today)
    }

    fn someone(&mut self) -> usize {
        let people = u32::try_from(self.people.len()).unwrap_or(1);
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
        let visited_on = self.days_ago(days_ago);
        let recorded = Self::midnight(self.days_ago(days_ago.saturating_sub(late)));
        let at = recorded + i64::from(self.dice.between(8 * 60, 20 * 60)) * MINUTE;
        let days = Days {
            visited_on,
            late: late > 0,
        };
        self.add(
            at,
            Event::Visit {
                household,
                days,
                author,
                tale,
                follow,
            },
        );
    }

    /// The visits of a household by its tier: some due, some overdue, a few never visited.
    fn year_of(&mut self, household: &Household) {
        const SHOWN: u32 = 364;
        let tier = due::tier(household);
        let interval = self.config.interval(tier);
        if tier == due::VisitTier::General && self.dice.per_mille(80) {
            return;
        }
        let mut ago = match self.dice.below(100) {
            0..66 => self.dice.between(1, interval.saturating_sub(8)),
            66..86 => self.dice.between(interval.saturating_sub(7), interval),
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

    fn any_tale(&mut self) -> Tale {
        match self.dice.below(100) {
            0..58 => Tale::NoChange,
            58..66 => Tale::NobodyHome,
            66..95 => Tale::Work,
            95..99 => Tale::Illness,
            _ => Tale::UrgentWater,
        }
    }

    /// What the demonstration's member and leader should find; how many households it takes.
    fn stage(&mut self, households: &[Household]) -> usize {
        let member = 1.min(self.people.len().saturating_sub(1));
        let other = self.people.len().saturating_sub(1);
        let scenes = [
            (3, member, Tale::Illness, Follow::Returned, 0),
            (1, member, Tale::UrgentWater, Follow::Waits, 0),
            (1, other, Tale::Work, Follow::Waits, 0),
            (2, member, Tale::Illness, Follow::Waits, 0),
            (1, member, Tale::NoChange, Follow::Waits, 0),
            (1, member, Tale::NoChange, Follow::Waits, 0),
            (2, other, Tale::NoChange, Follow::Waits, 0),
            (2, other, Tale::NobodyHome, Follow::Waits, 0),
            (7, other, Tale::NoChange, Follow::Waits, 6),
            (5, member, Tale::Work, Follow::Corrected, 0),
        ];
        for (household, (ago, author, tale, follow, late)) in households.iter().zip(scenes) {
            self.visit(household.id, ago, author, tale, follow, late);
        }
        // Beyond the interval or just within it: the member's Today has something overdue and something due.
        let beyond = [3_i64, 12, -2, -5];
        for (household, days) in households.iter().skip(scenes.len()).zip(beyond) {
            let interval = i64::from(self.config.interval(due::tier(household)));
            let ago = u32::try_from(interval + days).unwrap_or(0);
            self.visit(household.id, ago, member, Tale::NoChange, Follow::Usual, 0);
        }
        scenes.len() + beyond.len()
    }

    fn run(mut self) -> Vec<Step> {
        while let Some(((at, _), event)) = self.events.pop_first() {
            match event {
                Event::Visit {
                    household,
                    days,
                    author,
                    tale,
                    follow,
                } => {
                    self.log(at, household, days, author, tale, follow);
                }
                Event::Decide { visit, follow } => self.decide(at, visit, follow),
                Event::Revise { visit } => self.revise(at, visit),
            }
        }
        self.steps
    }

    fn log(
        &mut self,
        at: i64,
        household: HouseholdId,
        days: Days,
        author: usize,
        tale: Tale,
        follow: Follow,
    ) {
        let Some(known) = self.records.household(household).cloned() else {
            return;
        };
        let visit = VisitId(self.dice.uuid());
        let content = Box::new(tell(&mut self.dice, &known, tale, days));
        let done = self.act(
            at,
            author,
            OperationBody::LogVisit {
                visit,
                household,
                content,
            },
        );
        if done && author != 0 && follow != Follow::Waits {
            let later = i64::from(self.dice.between(1, 3)) * DAY - i64::from(self.dice.below(300)) * MINUTE;
            let at = if follow == Follow::Usual {
                at + later
            } else {
                at + DAY
            };
            self.add(at, Event::Decide { visit, follow });
        }
    }

    fn decide(&mut self, at: i64, id: VisitId, follow: Follow) {
        let Some(visit) = self.records.visit(id) else {
            return;
        };
        let (rev, status) = (visit.rev, visit.status);
        if status != VisitStatus::Submitted {
            return;
        }
        let back = rev == 1 && (follow != Follow::Usual || self.dice.per_mille(60));
        let decision = if back {
            returned(&mut self.dice)
        } else {
            Decision::Approve
        };
        let done = self.act(
            at,
            0,
            OperationBody::ReviewVisit {
                visit: id,
                rev,
                decision,
            },
        );
        if done && back && follow != Follow::Returned {
            let later = i64::from(self.dice.between(10, 40)) * 60 * MINUTE;
            self.add(at + later, Event::Revise { visit: id });
            if follow == Follow::Usual {
                self.add(at + later + DAY, Event::Decide { visit: id, follow });
            }
        }
    }

    fn revise(&mut self, at: i64, id: VisitId) {
        let Some(visit) = self.records.visit(id) else {
            return;
        };
        let mut content = Box::new(visit.content.clone());
        content
            .note
            .push_str(" 已按退回意见补充：当面又问了一遍，情况属实。");
        let (household, base_rev) = (visit.household, visit.rev);
        let author = self.people.iter().position(|person| person.staff == visit.author);
        // A correction recorded days after the visit needs a reason, as any late record does.
        content
            .late_reason
            .get_or_insert_with(|| "按退回意见补记。".to_owned());
        let body = OperationBody::ReviseVisit {
            visit: id,
            household,
            base_rev,
            content,
        };
        self.act(at, author.unwrap_or(0), body);
    }

    /// Does an operation on the records and keeps it as a step; false when a rule refuses it.
    fn act(&mut self, at: i64, author: usize, body: OperationBody) -> bool {
        let (Some(actor), Some((device, seq))) = (self.people.get(author), self.devices.get_mut(author))
        else {
            return false;
        };
        let before = self.steps.last().map_or(0, |step| step.at.0);
        let delay = i64::from(self.dice.between(1, 25)) * MINUTE;
        let received = Millis((at + delay).max(before).min(self.moment.now.0));
        let operation = Operation {
            id: OpId(self.dice.uuid_at(at)),
            device: *device,
            seq: *seq + 1,
            author: actor.staff.clone(),
            recorded_at: Millis(at),
            recorded_on: local_day(at),
            body,
        };
        let context = Context {
            actor,
            config: self.config,
            received_at: Some(received),
        };
        let Ok(effect) = reducer::apply(&operation, &self.records, context) else {
            return false;
        };
        *seq += 1;
        for record in effect.records {
            self.records.put(record);
        }
        self.steps.push(Step {
            operation,
            at: received,
        });
        true
    }
}

fn local_day(at: i64) -> NaiveDate {
    chrono::DateTime::from_timestamp_millis(at + OFFSET)
        .map_or_else(NaiveDate::default, |moment| moment.date_naive())
}

fn returned(dice: &mut Dice) -> Decision {
    let ways = [
        (ReturnReason::RiskNotFlagged, "自付医药费不少，请补上风险情况。"),
        (ReturnReason::FactUnclear, "务工地点写清楚是哪个市。"),
        (ReturnReason::MissingItem, "饮水没有问到，请补问。"),
        (
            ReturnReason::ContradictsDossier,
            "和档案里的住房等级对不上，请再看一眼房子。",
        ),
    ];
    let (reason, words) = dice
        .pick(&ways)
        .copied()
        .unwrap_or((ReturnReason::Other, "请补充。"));
    Decision::Return {
        reason,
        words: words.to_owned(),
    }
}

/// The people of a team in the order that [`script`] wants: the leader first.
#[must_use]
pub fn leader_first(mut people: Vec<Actor>) -> Vec<Actor> {
    people.sort_by(|a, b| {
        let rank = |actor: &Actor| (actor.role != Role::TeamLeader, actor.staff.clone());
        rank(a).cmp(&rank(b))
    });
    people
}

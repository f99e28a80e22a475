//! Going through a team's year in the order of time: visits are logged, reviewed, returned and corrected.

use super::super::dice::Dice;
use super::super::tales::tell;
use super::calendar::{Follow, Planned};
use super::triage;
use super::{Moment, Step};
use chrono::{NaiveDate, NaiveTime};
use domain::config::Config;
use domain::household::Household;
use domain::ids::{DeviceId, FlagId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::record::{Record, RecordMap, Records};
use domain::reducer::{self, Context};
use domain::time::Millis;
use domain::visit::Decision;
use domain::visit::codes::{ReturnReason, VisitStatus};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// The district's clock is eight hours ahead of UTC.
const OFFSET: i64 = 8 * 60 * MINUTE;

#[derive(Clone, Debug)]
enum Event {
    Visit(Planned),
    Decide { visit: VisitId, follow: Follow },
    Revise { visit: VisitId },
    Triage { flag: FlagId },
}

/// The walk: what the team knows at the moment reached, and what is still to come.
pub(super) struct Walk<'a> {
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
    pub fn new(
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

    /// Puts a planned visit in its place in time.
    pub fn expect(&mut self, visit: Planned) {
        let at = midnight(visit.recorded_on) + i64::from(visit.minute) * MINUTE;
        self.add(at, Event::Visit(visit));
    }

    fn add(&mut self, at: i64, event: Event) {
        if at <= self.moment.now.0 {
            self.added += 1;
            self.events.insert((at, self.added), event);
        }
    }

    /// The operations of the whole year, in the order of time.
    pub fn run(mut self) -> Vec<Step> {
        while let Some(((at, _), event)) = self.events.pop_first() {
            match event {
                Event::Visit(planned) => self.log(at, planned),
                Event::Decide { visit, follow } => self.decide(at, visit, follow),
                Event::Revise { visit } => self.revise(at, visit),
                Event::Triage { flag } => self.triage(at, flag),
            }
        }
        self.steps
    }

    fn log(&mut self, at: i64, planned: Planned) {
        let Planned {
            household,
            days,
            author,
            tale,
            follow,
            ..
        } = planned;
        let Some(known) = self.records.household(household).cloned() else {
            return;
        };
        let visit = VisitId(self.dice.uuid());
        let content = Box::new(tell(&mut self.dice, &known, tale, days));
        let logged = OperationBody::LogVisit {
            visit,
            household,
            content,
        };
        let done = self.act(at, author, logged).is_some();
        if done && follow != Follow::Waits {
            let flag = FlagId::of_visit(visit);
            self.add(at + DAY, Event::Triage { flag });
        }
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

    /// The leader decides on a flag the day after it was raised.
    fn triage(&mut self, at: i64, id: FlagId) {
        let Some(flag) = self.records.flag(id).filter(|flag| flag.awaits_triage()) else {
            return;
        };
        let (rev, household) = (flag.rev, flag.household);
        let triage = triage::of(flag, self.records.flags(), local_day(at), self.moment.today);
        self.act(
            at,
            0,
            OperationBody::TriageFlag {
                flag: id,
                rev,
                triage,
                household: Some(household),
            },
        );
    }

    fn decide(&mut self, at: i64, id: VisitId, follow: Follow) {
        let Some(visit) = self.records.visit(id) else {
            return;
        };
        let (rev, status) = (visit.rev, visit.status);
        if status != VisitStatus::Submitted {
            return;
        }
        let back = rev == 1
            && match follow {
                Follow::Usual => self.dice.per_mille(60),
                Follow::Approved => false,
                Follow::Waits | Follow::Returned | Follow::Corrected => true,
            };
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
        if done.is_some() && back && follow != Follow::Returned {
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

    /// What is known at the moment reached.
    pub const fn records(&self) -> &RecordMap {
        &self.records
    }

    /// An identity for what is made next.
    pub fn identity(&mut self) -> Uuid {
        self.dice.uuid()
    }

    /// Does an operation on the records and keeps it as a step; none when a rule refuses it.
    pub fn act(&mut self, at: i64, author: usize, body: OperationBody) -> Option<OpId> {
        let actor = self.people.get(author)?;
        let (device, seq) = self.devices.get_mut(author)?;
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
        let effect = reducer::apply(&operation, &self.records, context).ok()?;
        *seq += 1;
        for record in effect.records {
            self.records.put(record);
        }
        let op = operation.id;
        self.steps.push(Step {
            operation,
            at: received,
        });
        Some(op)
    }
}

/// Local midnight of a day, in UTC milliseconds.
pub(super) fn midnight(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - OFFSET
}

pub(super) fn local_day(at: i64) -> NaiveDate {
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

//! A team whose people ask, decide and confirm.

use crate::cast::{day, visit};
use crate::people::act;
use domain::calendar::Holidays;
use domain::config::Config;
use domain::ids::*;
use domain::operation::{OperationBody, Whose};
use domain::record::{Record, RecordMap};
use domain::refusal::RefusalCode;
use domain::team::codes::*;
use domain::team::*;
use domain::visit::Visit;
use domain::visit::codes::VisitMode;

/// A team's records and what happens to them. The month is March 2026, whose first is a Sunday.
#[derive(Clone, Debug)]
pub struct Team {
    pub records: RecordMap,
    pub config: Config,
    done: u128,
}

pub fn whose(staff: &str) -> Whose {
    Whose {
        team: "T01".into(),
        staff: staff.into(),
        name: format!("{staff}的名字"),
    }
}

pub fn leave(kind: LeaveKind, from: &str, to: &str) -> LeaveContent {
    LeaveContent {
        kind,
        from: day(from),
        to: day(to),
        reason: "家里有事".into(),
    }
}

pub fn month_of(on_site: u32, words: &str, marks: &[(&str, DayMark)]) -> MonthContent {
    let note = |(on, mark): &(&str, DayMark)| DayNote {
        on: day(on),
        mark: *mark,
        why: "修水渠".into(),
    };
    MonthContent {
        month: day("2026-03-01"),
        seen: None,
        on_site,
        marks: marks.iter().map(note).collect(),
        words: words.into(),
        nights: None,
    }
}

impl Team {
    pub fn new() -> Self {
        Self {
            records: RecordMap::default(),
            config: Config::default(),
            done: 0,
        }
    }

    pub fn does(&mut self, by: &str, on: &str, body: OperationBody) -> Result<OpId, RefusalCode> {
        self.done += 1;
        act(&mut self.records, &self.config, self.done, (by, on), body)
    }

    pub fn ask(&mut self, by: &str, staff: &str, content: LeaveContent) -> Result<OpId, RefusalCode> {
        let body = OperationBody::AskLeave {
            whose: Box::new(whose(staff)),
            content: Box::new(content),
        };
        self.does(by, "2026-03-02", body)
    }

    pub fn decide(
        &mut self,
        by: &str,
        leave: OpId,
        level: LeaveLevel,
        approve: bool,
    ) -> Result<OpId, RefusalCode> {
        let above = level != LeaveLevel::Leader;
        let body = OperationBody::DecideLeave {
            team: "T01".into(),
            staff: "P002".into(),
            leave,
            decision: Box::new(LeaveDecision {
                level,
                approve,
                decider: if above {
                    "镇党委 王".into()
                } else {
                    String::new()
                },
                words: "人手不够".into(),
            }),
        };
        self.does(by, "2026-03-02", body)
    }

    pub fn end(&mut self, on: &str, leave: OpId, back_on: Option<&str>) -> Result<OpId, RefusalCode> {
        let body = OperationBody::EndLeave {
            team: "T01".into(),
            staff: "P002".into(),
            leave,
            back_on: back_on.map(day),
        };
        self.does("P002", on, body)
    }

    /// The month as somebody who has read everything confirms it.
    pub fn confirm(&mut self, by: &str, staff: &str, content: MonthContent) -> Result<OpId, RefusalCode> {
        let newest = self.file(staff).and_then(|file| file.newest(content.month));
        let seen = newest.map(|entry| entry.op);
        self.confirm_blind(by, staff, MonthContent { seen, ..content })
    }

    pub fn confirm_blind(
        &mut self,
        by: &str,
        staff: &str,
        content: MonthContent,
    ) -> Result<OpId, RefusalCode> {
        let body = OperationBody::ConfirmMonth {
            whose: Box::new(whose(staff)),
            content: Box::new(content),
        };
        self.does(by, "2026-04-02", body)
    }

    /// A leave of P002 that everybody agreed to.
    pub fn granted(&mut self, kind: LeaveKind, from: &str, to: &str) -> OpId {
        let op = self.ask("P002", "P002", leave(kind, from, to)).unwrap();
        while let Some(level) = self.leave(op).waits_for() {
            self.decide("P001", op, level, true).unwrap();
        }
        op
    }

    pub fn file(&self, staff: &str) -> Option<&DaysFile> {
        self.records
            .days_files()
            .find(|file| file.staff.as_str() == staff)
    }

    pub fn leave(&self, op: OpId) -> &Leave {
        self.file("P002").unwrap().leave(op).unwrap()
    }

    pub fn went(&mut self, n: u128, on: &str, mode: VisitMode) {
        self.records.put(Record::Visit(Box::new(made(n, on, mode))));
    }

    pub fn status(&self, on: &str) -> DayStatus {
        day_status(
            &self.records,
            self.file("P002"),
            &"P002".into(),
            (day(on), &Holidays::default()),
        )
        .status
    }

    pub fn month(&self) -> MonthOfDays {
        let file = self.file("P002");
        month(
            &self.records,
            (file, None),
            &"P002".into(),
            day("2026-03-01"),
            &self.config,
        )
    }
}

/// A visit by P002.
pub fn made(n: u128, on: &str, mode: VisitMode) -> Visit {
    let mut visit = visit(n, on);
    visit.author = "P002".into();
    visit.recorded_on = day(on);
    visit.content.visited_on = day(on);
    visit.content.mode = mode;
    visit
}

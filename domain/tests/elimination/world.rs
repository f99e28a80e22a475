//! The invented district in which eliminations are told: people, a household, and what is done to it.

use crate::cast::{day, household, id};
use crate::people::act;
use domain::case::codes::{Comparison, Department, Side};
use domain::case::{CaseStep, Compared, Deed, Verification, Verifier, Votes};
use domain::config::Config;
use domain::elimination::codes::{
    CriterionCode as C, EliminationKind as K, EliminationState as S, EliminationWay as Way, MonitoringStatus,
};
use domain::elimination::precheck::{Criterion, Ground, precheck};
use domain::elimination::*;
use domain::household::codes::{Answer, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, FieldName, GUARANTEES};
use domain::household::{Household, Risk};
use domain::ids::*;
use domain::income::codes::{IncomeLine, IncomeSource};
use domain::income::{IncomeAmount, IncomeContent, IncomeSnapshot, MonitoringLine};
use domain::operation::OperationBody;
use domain::plan::codes::{MeasureCategory, MeasureStatus};
use domain::plan::{MeasureContent, ProgressStep};
use domain::record::{Record, RecordMap, Records};
use domain::refusal::RefusalCode as R;
use domain::request::codes::RequestCategory;
use domain::request::{Owner, RequestContent, RequestStep};
use domain::risk::{FlagContent, RelapseFlag, Triage};
use domain::visit::codes::Signal;
use std::sync::LazyLock;

pub const HOUSEHOLD: HouseholdId = HouseholdId(id(1));
pub const FLAG: FlagId = FlagId(id(40));
/// The day of the district's decision that the household is monitored.
pub const IDENTIFIED: &str = "2026-03-13";
/// The day of the nomination: six months are over since the day before.
pub const NOMINATED: &str = "2026-09-14";

/// A calculation of what each of two people earned in twelve months.
pub fn income(n: u128, asked_on: &str, (from, to): (&str, &str), each: u32) -> IncomeSnapshot {
    let amount = IncomeAmount {
        line: IncomeLine::AwayWork,
        yuan: each * 2,
        source: IncomeSource::SelfReport,
    };
    IncomeSnapshot {
        op: OpId(id(n)),
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        asked_on: day(asked_on),
        received_at: None,
        content: IncomeContent {
            from: day(from),
            to: day(to),
            sharing: 2,
            amounts: vec![amount],
            spending: vec![],
            note: String::new(),
        },
    }
}

/// The calculation that shows a household above the line of 2026.
pub fn above() -> IncomeSnapshot {
    income(501, "2026-09-10", ("2025-09-01", "2026-08-31"), 12_000)
}

pub fn answered(household: &mut Household, name: FieldName, answer: Answer) {
    let value = FactValue::Words(answer.code().to_owned());
    household.facts.register(name, Some(value));
}

/// A household of which everything was asked.
pub fn asked() -> Household {
    let mut household = household();
    for name in GUARANTEES {
        answered(&mut household, name, Answer::Ok);
    }
    let before = income(500, "2026-03-02", ("2025-03-01", "2026-02-28"), 3_000);
    household.incomes = vec![before];
    household
}

pub fn two(staff: &str) -> Vec<Verifier> {
    let verifier = |staff: Option<&str>, name: &str, side| Verifier {
        staff: staff.map(Into::into),
        name: name.to_owned(),
        side,
    };
    vec![
        verifier(Some(staff), "彭慧梅", Side::Team),
        verifier(None, "村里的刘会计", Side::Village),
    ]
}

pub const VOTES: Votes = Votes {
    present: 9,
    agree: 8,
    disagree: 1,
};

/// A deed of a kind that has everything it needs.
pub fn deed(kind: K, staff: &str) -> EliminationDeed {
    use EliminationDeed as D;
    match kind {
        K::Verify => D::Verify {
            found: Box::new(StableFound {
                verifiers: two(staff),
                signer: "聂斌庆".to_owned(),
                way: Way::ByAssistance,
            }),
        },
        K::FindNotStable => D::FindNotStable {
            verifiers: two(staff),
        },
        K::Agree => D::Agree { votes: VOTES },
        K::Disagree => D::Disagree {
            votes: Votes {
                agree: 1,
                disagree: 8,
                ..VOTES
            },
        },
        K::HangNotice => D::HangNotice,
        K::Object => D::Object,
        K::UpholdObjection => D::UpholdObjection,
        K::RejectObjection => D::RejectObjection { facts_changed: false },
        K::PassTown => D::PassTown,
        K::ReturnToHome => D::ReturnToHome,
        K::ReturnToVillage => D::ReturnToVillage,
        K::Decide => D::Decide,
        K::ReturnToTown => D::ReturnToTown,
        K::Reject => D::Reject,
        K::Announce => D::Announce,
        K::Rollback => D::Rollback,
    }
}

#[derive(Clone, Debug)]
pub struct World {
    pub records: RecordMap,
    pub config: Config,
    next: u128,
}

/// A household that was identified in March, helped in April and stands above the line in September.
pub static READY: LazyLock<World> = LazyLock::new(|| {
    let mut world = World::of(asked());
    world.identify(FLAG, "2026-03");
    world.help();
    world.change(|household| household.incomes.push(above()));
    world
});

impl World {
    pub fn of(household: Household) -> Self {
        let mut records = RecordMap::default();
        records.put(Record::Household(Box::new(household)));
        let mut config = Config::default();
        config.income_lines.push(MonitoringLine {
            year: 2026,
            yuan: 8_500,
            document: "测试用".to_owned(),
            from: None,
        });
        Self {
            records,
            config,
            next: 1_000,
        }
    }

    pub fn ready() -> Self {
        READY.clone()
    }

    pub fn act(&mut self, staff: &str, on: &str, body: OperationBody) -> Result<(), R> {
        self.next += 1;
        let key = body.stands_in();
        let op = act(&mut self.records, &self.config, self.next, (staff, on), body)?;
        assert!(self.records.shows(key, op), "it stands in its history");
        Ok(())
    }

    pub fn household(&self) -> &Household {
        self.records.household(HOUSEHOLD).unwrap()
    }

    pub fn change(&mut self, change: impl FnOnce(&mut Household)) {
        let mut household = self.household().clone();
        change(&mut household);
        self.records.put(Record::Household(Box::new(household)));
    }

    /// Changes the file as only a test may.
    pub fn rewrite(&mut self, change: impl FnOnce(&mut domain::case::MonitoringFile)) {
        let mut file = self.records.monitoring(HOUSEHOLD).unwrap().clone();
        change(&mut file);
        self.records.put(Record::Monitoring(Box::new(file)));
    }

    pub fn present(&self) -> &Elimination {
        let file = self.records.monitoring(HOUSEHOLD).unwrap();
        file.eliminations.last().unwrap()
    }

    pub fn status(&self) -> Option<MonitoringStatus> {
        status(self.household(), self.records.monitoring(HOUSEHOLD))
    }

    pub fn episodes(&self) -> Vec<Episode> {
        episodes(self.household(), self.records.monitoring(HOUSEHOLD))
    }

    pub fn raise(&mut self, flag: FlagId, on: &str) {
        let content = FlagContent {
            seen_on: day(on),
            signals: vec![Signal::LostJob],
            urgent: false,
            words: String::new(),
            warning: None,
            source: None,
        };
        let raise = OperationBody::RaiseFlag {
            flag,
            household: HOUSEHOLD,
            content: Box::new(content),
        };
        self.act("P002", on, raise).unwrap();
    }

    /// The household asks for something on a day; the answer is due a month later.
    pub fn ask(&mut self, request: RequestId, on: &str, category: RequestCategory) {
        let owner = Owner {
            staff: "P002".into(),
            name: "P002的名字".to_owned(),
        };
        let content = RequestContent {
            category,
            text: "想问问能不能帮忙".to_owned(),
            owner,
            due: domain::time::plus_days(day(on), 30),
            asked_on: day(on),
        };
        let raise = OperationBody::RaiseRequest {
            request,
            household: HOUSEHOLD,
            visit: None,
            content: Box::new(content),
        };
        self.act("P002", on, raise).unwrap();
    }

    pub fn step_request(&mut self, request: RequestId, on: &str, step: RequestStep) {
        let base_rev = self.records.request(request).unwrap().rev;
        let step = OperationBody::StepRequest {
            request,
            household: HOUSEHOLD,
            base_rev,
            step: Box::new(step),
        };
        self.act("P002", on, step).unwrap();
    }

    pub fn confirm(&mut self, flag: FlagId, on: &str) {
        let confirm = OperationBody::TriageFlag {
            flag,
            rev: 1,
            triage: Triage::Confirm,
            household: Some(HOUSEHOLD),
        };
        self.act("P001", on, confirm).unwrap();
    }

    pub fn step_case(&mut self, staff: &str, on: &str, deed: Deed) {
        let file = self.records.monitoring(HOUSEHOLD).unwrap();
        let body = OperationBody::StepCase {
            household: HOUSEHOLD,
            rev: file.present().unwrap().progress().rev,
            step: Box::new(CaseStep {
                on: day(on),
                words: "村务公开栏".to_owned(),
                late_reason: String::new(),
                deed,
            }),
        };
        self.act(staff, on, body).unwrap();
    }

    /// From a sign on the 2nd of a month to the decision on the 13th.
    pub fn identify(&mut self, flag: FlagId, month: &str) {
        let on = |date: &str| format!("{month}-{date}");
        self.raise(flag, &on("02"));
        self.confirm(flag, &on("02"));
        let signer = "聂斌庆".to_owned();
        self.step_case("P001", &on("03"), Deed::Authorise { signer });
        let found = Box::new(Verification {
            verifiers: two("P001"),
            category: MonitorCategory::SuddenHardship,
            risks: vec![Risk {
                cause: RiskCause::UnstableJob,
                disaster: None,
            }],
        });
        self.step_case("P001", &on("03"), Deed::Verify { found });
        self.step_case("P001", &on("04"), Deed::Agree { votes: VOTES });
        self.step_case("P001", &on("05"), Deed::HangNotice);
        self.step_case("W001", &on("12"), Deed::PassTown);
        let results = vec![Compared {
            department: Department::HumanResources,
            result: Comparison::Agrees,
        }];
        self.step_case("D001", &on("12"), Deed::Compare { results });
        self.step_case("D001", &on("13"), Deed::Approve);
    }

    pub fn help(&mut self) {
        let content = MeasureContent {
            sub_item: None,
            category: MeasureCategory::Employment,
            item: "介绍务工".to_owned(),
            start: day("2026-03-20"),
            planned_end: None,
            yuan: None,
            body: String::new(),
        };
        let add = OperationBody::AddMeasure {
            household: HOUSEHOLD,
            content: Box::new(content),
        };
        self.act("P002", "2026-03-20", add).unwrap();
        let file = self.records.monitoring(HOUSEHOLD).unwrap();
        let step = ProgressStep {
            on: day("2026-04-01"),
            status: MeasureStatus::InProgress,
            words: "已上工".to_owned(),
        };
        let tell = OperationBody::ProgressMeasure {
            household: HOUSEHOLD,
            measure: file.plan.measures[0].op,
            step: Box::new(step),
        };
        self.act("P002", "2026-04-01", tell).unwrap();
    }

    pub fn nominate(&mut self, staff: &str, on: &str, way: Way, words: &str) -> Result<(), R> {
        let body = OperationBody::NominateElimination {
            household: HOUSEHOLD,
            way,
            words: words.to_owned(),
            on: day(on),
        };
        self.act(staff, on, body)
    }

    pub fn take(&mut self, staff: &str, on: &str, kind: K) -> Result<(), R> {
        self.hand_in((staff, on), "村务公开栏", deed(kind, staff))
    }

    pub fn hand_in(
        &mut self,
        (staff, on): (&str, &str),
        words: &str,
        deed: EliminationDeed,
    ) -> Result<(), R> {
        let rev = self.present().progress().rev;
        self.hand_in_at((staff, on), rev, words, deed)
    }

    pub fn hand_in_at(
        &mut self,
        (staff, on): (&str, &str),
        rev: u32,
        words: &str,
        deed: EliminationDeed,
    ) -> Result<(), R> {
        let body = OperationBody::StepElimination {
            household: HOUSEHOLD,
            rev,
            step: Box::new(EliminationStep {
                on: day(on),
                words: words.to_owned(),
                late_reason: String::new(),
                deed,
            }),
        };
        self.act(staff, on, body)
    }

    pub fn nominated() -> Self {
        let mut world = Self::ready();
        world.nominate("P001", NOMINATED, Way::ByAssistance, "").unwrap();
        world
    }

    /// Brings a fresh elimination to a state; the notice hangs on the 17th and is over on the 24th.
    pub fn at(state: S) -> Self {
        let hung: &[(&str, &str, K)] = &[
            ("P001", "2026-09-15", K::Verify),
            ("P001", "2026-09-16", K::Agree),
            ("P001", "2026-09-17", K::HangNotice),
        ];
        let on: &[(&str, &str, K)] = &[
            ("W001", "2026-09-24", K::PassTown),
            ("D001", "2026-09-25", K::Decide),
            ("W001", "2026-09-25", K::Announce),
        ];
        let one = |staff, on, kind| vec![(staff, on, kind)];
        let path = match state {
            S::HomeVerifying => vec![],
            S::ClosedNotEliminated => one("P001", "2026-09-15", K::FindNotStable),
            S::VillageReview => hung[..1].to_vec(),
            // Agreed, and not hung yet: a notice that hangs waits for days, which another test tells.
            S::Publicity => hung[..2].to_vec(),
            S::ObjectionReview => [hung, &one("P001", "2026-09-18", K::Object)].concat(),
            S::TownReview => hung.to_vec(),
            S::CountyReview => [hung, &on[..1]].concat(),
            S::Decided => [hung, &on[..2]].concat(),
            S::Announced => [hung, on].concat(),
            S::RolledBack => [hung, on, &one("D001", "2026-09-25", K::Rollback)].concat(),
        };
        let mut world = Self::nominated();
        for (staff, on, kind) in path {
            world.take(staff, on, kind).unwrap();
        }
        world
    }

    pub fn flags(&self) -> Vec<&RelapseFlag> {
        self.records.flags_of(HOUSEHOLD)
    }

    pub fn precheck(&self, way: Way, on: &str) -> Vec<Criterion> {
        let ground = Ground {
            household: self.household(),
            file: self.records.monitoring(HOUSEHOLD),
            flags: &self.flags(),
            requests: &self.records.requests_of(HOUSEHOLD),
            config: &self.config,
            limits: EliminationLimits::default(),
        };
        precheck(ground, way, day(on))
    }

    pub fn of_code(&self, way: Way, on: &str, code: C) -> Criterion {
        let all = self.precheck(way, on);
        all.into_iter().find(|one| one.code == code).unwrap()
    }
}

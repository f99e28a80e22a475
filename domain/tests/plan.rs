//! Plans told as stories: measures, progress, contact, signature, and what a plan lacks.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[expect(dead_code, reason = "this test tells no visits")]
mod cast;

use cast::{day, household, id};
use domain::case::{CaseEntry, CaseStep, Deed, IdentificationCase, MonitoringFile};
use domain::config::Config;
use domain::household::codes::{LabourSkill, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, FieldName};
use domain::household::{Household, Risk};
use domain::identification::IdentifyLimits;
use domain::ids::*;
use domain::lang::Lang;
use domain::operation::{Operation, OperationBody};
use domain::plan::catalogue::SubItem;
use domain::plan::codes::{MeasureCategory, MeasureStatus, answers};
use domain::plan::hints::{FitsFor, PlanHint, fitting, hints};
use domain::plan::{MeasureContent, Plan, ProgressStep};
use domain::policy::Actor;
use domain::record::{Record, RecordMap, Records};
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode as R;
use domain::roster::Role;
use domain::time::Millis;
use proptest::prelude::*;

const HOUSEHOLD: HouseholdId = HouseholdId(id(1));

fn monitored() -> Household {
    let mut household = household();
    household.monitor = Some(MonitorCategory::Marginal);
    household.risks = vec![Risk {
        cause: RiskCause::Illness,
        disaster: None,
    }];
    household
}

fn measure(category: MeasureCategory) -> MeasureContent {
    MeasureContent {
        sub_item: None,
        category,
        item: "送种苗两百株".to_owned(),
        start: day("2026-11-20"),
        planned_end: Some(day("2026-12-20")),
        yuan: Some(1_200),
        body: "区农业农村局".to_owned(),
    }
}

struct World {
    records: RecordMap,
    next: u128,
}

impl World {
    fn of(household: Household) -> Self {
        let mut records = RecordMap::default();
        records.put(Record::Household(Box::new(household)));
        Self { records, next: 100 }
    }

    fn act(&mut self, staff: &str, body: OperationBody) -> Result<OpId, R> {
        self.next += 1;
        let operation = Operation {
            id: OpId(id(self.next)),
            device: DeviceId(id(900)),
            seq: 1,
            author: staff.into(),
            recorded_at: Millis(0),
            recorded_on: day("2026-11-20"),
            body,
        };
        let actor = Actor {
            staff: staff.into(),
            name: format!("{staff}的名字"),
            role: if staff == "P001" {
                Role::TeamLeader
            } else {
                Role::TeamMember
            },
            team: Some("T01".into()),
            villages: vec![if staff == "P009" { "V009" } else { "V001" }.into()],
            former_villages: vec![],
            teams_of_place: vec![],
        };
        let config = Config::default();
        let context = Context {
            actor: &actor,
            config: &config,
            received_at: None,
        };
        let effect = apply(&operation, &self.records, context).map_err(|refusal| refusal.code)?;
        for record in effect.records {
            self.records.put(record);
        }
        Ok(operation.id)
    }

    fn add(&mut self, staff: &str, content: MeasureContent) -> Result<OpId, R> {
        let body = OperationBody::AddMeasure {
            household: HOUSEHOLD,
            content: Box::new(content),
        };
        self.act(staff, body)
    }

    fn tell(&mut self, measure: OpId, status: MeasureStatus, words: &str) -> Result<OpId, R> {
        let step = ProgressStep {
            on: day("2026-11-20"),
            status,
            words: words.to_owned(),
        };
        let body = OperationBody::ProgressMeasure {
            household: HOUSEHOLD,
            measure,
            step: Box::new(step),
        };
        self.act("P002", body)
    }

    fn plan(&self) -> &Plan {
        &self.records.monitoring(HOUSEHOLD).unwrap().plan
    }
}

#[test]
fn a_plan_is_for_monitored_households_and_for_those_whose_help_comes_first() {
    let mut ordinary = World::of(household());
    assert_eq!(
        ordinary.add("P002", measure(MeasureCategory::Health)),
        Err(R::NotMonitored)
    );
    assert!(
        World::of(monitored())
            .add("P002", measure(MeasureCategory::Health))
            .is_ok()
    );
    // The green channel: first help, papers later.
    let mut file = MonitoringFile::new(HOUSEHOLD, "V001".into());
    let step = CaseStep {
        on: day("2026-11-19"),
        words: "房子塌了，先安顿".to_owned(),
        late_reason: String::new(),
        deed: Deed::Expedite,
    };
    file.cases.push(IdentificationCase {
        op: OpId(id(50)),
        flag: FlagId(id(51)),
        seen_on: day("2026-11-18"),
        heard_on: None,
        limits: IdentifyLimits::default(),
        by: "P001".into(),
        by_name: "彭慧梅".into(),
        recorded_at: Millis(0),
        received_at: None,
        opened_under: None,
        asked: Vec::new(),
        urgent: false,
        steps: vec![CaseEntry {
            op: OpId(id(52)),
            by: "P001".into(),
            by_name: "彭慧梅".into(),
            role: Role::TeamLeader,
            recorded_at: Millis(0),
            recorded_on: day("2026-11-19"),
            received_at: None,
            step,
        }],
    });
    ordinary.records.put(Record::Monitoring(Box::new(file)));
    assert!(ordinary.add("P002", measure(MeasureCategory::Housing)).is_ok());
}

#[test]
fn a_measure_goes_forward_and_says_why_it_stops() {
    use MeasureStatus as S;
    let mut world = World::of(monitored());
    let measure = world.add("P002", measure(MeasureCategory::Industry)).unwrap();
    assert_eq!(world.plan().measures[0].status(), S::Planned);
    assert_eq!(world.tell(measure, S::Planned, ""), Err(R::NotThisStep));
    world.tell(measure, S::InProgress, "苗到了").unwrap();
    world.tell(measure, S::InProgress, "栽了一半").unwrap();
    assert_eq!(world.tell(measure, S::Stopped, " "), Err(R::EmptyText));
    world.tell(measure, S::Done, "").unwrap();
    assert_eq!(world.tell(measure, S::InProgress, "又开始"), Err(R::NotThisStep));
    assert_eq!(world.plan().measures[0].progress.len(), 3);
    assert_eq!(world.tell(OpId(id(7)), S::Done, ""), Err(R::NotFound));
}

#[test]
fn a_measure_says_what_and_ends_after_it_begins() {
    let mut world = World::of(monitored());
    let mut wrong = measure(MeasureCategory::Water);
    wrong.planned_end = Some(day("2026-11-19"));
    assert_eq!(world.add("P002", wrong), Err(R::EndBeforeStart));
    let mut empty = measure(MeasureCategory::Water);
    empty.item = " ".to_owned();
    assert_eq!(world.add("P002", empty), Err(R::EmptyText));
    let mut much = measure(MeasureCategory::Water);
    much.yuan = Some(u32::MAX);
    assert_eq!(world.add("P002", much), Err(R::BadValue));
    assert_eq!(
        world.add("P009", measure(MeasureCategory::Water)),
        Err(R::NotFound)
    );
}

#[test]
fn a_new_contact_ends_the_time_of_the_one_before() {
    let mut world = World::of(monitored());
    for name in ["王联系", "李接手"] {
        let body = OperationBody::NameContact {
            household: HOUSEHOLD,
            name: name.to_owned(),
            unit: String::new(),
            from: None,
        };
        world.act("P002", body).unwrap();
    }
    assert_eq!(world.plan().contact().unwrap().name, "李接手");
    assert_eq!(world.plan().contacts[0].to, Some(day("2026-11-20")));
}

#[test]
fn since_when_somebody_keeps_in_touch_can_be_said_neither_in_the_future_nor_before_the_last_one() {
    let mut world = World::of(monitored());
    let mut name = |who: &str, from: &str| {
        let body = OperationBody::NameContact {
            household: HOUSEHOLD,
            name: who.to_owned(),
            unit: String::new(),
            from: Some(day(from)),
        };
        world.act("P002", body)
    };
    assert_eq!(name("王联系", "2026-11-21"), Err(R::StepInFuture));
    assert_eq!(name("王联系", "2026-10-01").map(drop), Ok(()));
    assert_eq!(name("李接手", "2026-09-30"), Err(R::StepBeforeLast));
    assert_eq!(name("李接手", "2026-11-01").map(drop), Ok(()));
    assert_eq!(world.plan().contact().unwrap().from, day("2026-11-01"));
    let former: Vec<_> = world.plan().former_contacts().collect();
    assert_eq!(former.len(), 1);
    assert_eq!(
        (former[0].from, former[0].to),
        (day("2026-10-01"), Some(day("2026-11-01")))
    );
}

#[test]
fn the_leader_signs_the_plan_that_was_read_and_a_later_measure_is_not_signed() {
    let signs = |measures, opinion: &str| OperationBody::SignPlan {
        household: HOUSEHOLD,
        measures,
        opinion: opinion.to_owned(),
    };
    let sign = |measures| signs(measures, "");
    let mut world = World::of(monitored());
    assert_eq!(world.act("P001", sign(0)), Err(R::PlanChanged), "nothing to sign");
    world.add("P002", measure(MeasureCategory::Health)).unwrap();
    assert_eq!(world.act("P002", sign(1)), Err(R::NotAllowed));
    assert_eq!(world.act("P001", sign(2)), Err(R::PlanChanged));
    let long = "长".repeat(501);
    assert_eq!(world.act("P001", signs(1, &long)), Err(R::TextTooLong));
    world.act("P001", sign(1)).unwrap();
    assert!(
        world
            .plan()
            .signature()
            .is_some_and(|signed| signed.opinion.is_empty())
    );
    world.act("P001", signs(1, " 想再养二十只鸡 ")).unwrap();
    let opinion = world.plan().signature().map(|signed| signed.opinion.as_str());
    assert_eq!(opinion, Some("想再养二十只鸡"));
    world.add("P002", measure(MeasureCategory::Industry)).unwrap();
    assert!(world.plan().signature().is_none());
}

#[test]
fn a_household_in_which_nobody_can_work_is_held_up_and_the_form_says_what_fits() {
    let today = day("2026-11-20");
    let mut home = monitored();
    let skilled = |home: &mut Household, skill: LabourSkill| {
        for member in &mut home.members {
            let skill = FactValue::Words(skill.code().to_owned());
            member.facts.register(FieldName::LabourSkill, Some(skill));
        }
    };
    let fits = |home: &Household, why: FitsFor| -> Vec<MeasureCategory> {
        let fits = fitting(home).into_iter().filter(|fit| fit.why == why);
        fits.map(|fit| fit.category).collect()
    };
    assert_eq!(
        fits(&home, FitsFor::Risk(RiskCause::Illness)),
        [
            MeasureCategory::Health,
            MeasureCategory::Social,
            MeasureCategory::Comprehensive
        ]
    );
    assert_eq!(fits(&home, FitsFor::NoLabour), [], "nobody was asked");
    skilled(&mut home, LabourSkill::Lost);
    assert_eq!(fits(&home, FitsFor::NoLabour), [MeasureCategory::Comprehensive]);
    let mut world = World::of(monitored());
    world.add("P002", measure(MeasureCategory::Health)).unwrap();
    let lacks = |world: &World| hints(&home, world.plan(), None, today, &Config::default());
    assert!(lacks(&world).contains(&PlanHint::NoSafetyNet));
    world
        .add("P002", measure(MeasureCategory::Comprehensive))
        .unwrap();
    assert!(!lacks(&world).contains(&PlanHint::NoSafetyNet));
    skilled(&mut home, LabourSkill::Ordinary);
    assert_eq!(fits(&home, FitsFor::Labour).len(), 4);
}

#[test]
fn a_plan_says_what_it_lacks() {
    let today = day("2026-11-20");
    let said =
        |household: &Household, plan: &Plan, since| hints(household, plan, since, today, &Config::default());
    let mut home = monitored();
    let none = Plan::default();
    let contact = PlanHint::NoContact;
    assert_eq!(
        said(&home, &none, Some(day("2026-11-15"))),
        [PlanHint::DueBy(day("2026-11-25")), contact]
    );
    assert_eq!(
        said(&home, &none, Some(day("2026-11-05"))),
        [PlanHint::PastDue(day("2026-11-15")), contact]
    );
    assert_eq!(
        said(&home, &none, Some(day("2026-10-21"))),
        [PlanHint::NoMeasure, contact]
    );
    assert_eq!(said(&home, &none, None), [PlanHint::NoMeasure, contact]);
    // The district may set other days, or none: then the plan's own day is what has passed.
    for (days, wanted) in [
        (31, PlanHint::PastDue(day("2026-10-31"))),
        (0, PlanHint::PastDue(day("2026-10-31"))),
    ] {
        let config = Config {
            no_measure_days: days,
            ..Config::default()
        };
        let told = hints(&home, &none, Some(day("2026-10-21")), today, &config);
        assert_eq!(told, [wanted, contact], "{days} days");
    }

    let mut world = World::of(monitored());
    let help = world.add("P002", measure(MeasureCategory::Water)).unwrap();
    let worker = FactValue::Words(LabourSkill::ALL[0].code().to_owned());
    home.members[0]
        .facts
        .register(FieldName::LabourSkill, Some(worker));
    home.members[1]
        .facts
        .register(FieldName::Subsistence, Some(FactValue::Flag(true)));
    assert_eq!(
        said(&home, world.plan(), None),
        [
            PlanHint::NoDevelopmental,
            PlanHint::Unanswered(RiskCause::Illness),
            PlanHint::SubsistenceUnplanned,
            contact
        ]
    );
    world.add("P002", measure(MeasureCategory::Industry)).unwrap();
    world
        .add("P002", measure(MeasureCategory::Comprehensive))
        .unwrap();
    assert_eq!(said(&home, world.plan(), None), [contact]);
    assert!(world.plan().measures[0].is_late(day("2026-12-21")));
    world.tell(help, MeasureStatus::Stopped, "搬走了").unwrap();
    assert!(!world.plan().measures[0].is_late(day("2026-12-21")));
}

proptest! {
    /// A measure more never makes a plan lack more.
    #[test]
    fn a_further_measure_never_opens_a_gap(
        risks in proptest::collection::vec(0..RiskCause::ALL.len(), 0..5),
        first in proptest::collection::vec(0..MeasureCategory::ALL.len(), 1..6),
        more in 0..MeasureCategory::ALL.len(),
    ) {
        let mut home = monitored();
        home.risks = risks.iter().map(|n| Risk { cause: RiskCause::ALL[*n], disaster: None }).collect();
        let mut world = World::of(home.clone());
        for n in first {
            world.add("P002", measure(MeasureCategory::ALL[n])).unwrap();
        }
        let today = day("2026-11-20");
        let before = hints(&home, world.plan(), None, today, &Config::default());
        world.add("P002", measure(MeasureCategory::ALL[more])).unwrap();
        let after = hints(&home, world.plan(), None, today, &Config::default());
        prop_assert!(after.iter().all(|hint| before.contains(hint)));
        for hint in &after {
            if let PlanHint::Unanswered(cause) = hint {
                prop_assert!(!answers(*cause).contains(&MeasureCategory::ALL[more]));
            }
        }
    }

    #[test]
    fn both_forms_of_a_plan_say_the_same(n in 0..MeasureCategory::ALL.len(), status in 1..MeasureStatus::ALL.len()) {
        // Carried on is a measure only after removal; the forms of it are the same.
        prop_assume!(MeasureStatus::ALL[status] != MeasureStatus::CarriedAfterRemoval);
        let mut world = World::of(monitored());
        let op = world.add("P002", measure(MeasureCategory::ALL[n])).unwrap();
        world.tell(op, MeasureStatus::ALL[status], "说明").unwrap();
        let sign = OperationBody::SignPlan {
            household: HOUSEHOLD,
            measures: 1,
            opinion: "愿意".to_owned(),
        };
        world.act("P001", sign).unwrap();
        let record = Record::Monitoring(Box::new(world.records.monitoring(HOUSEHOLD).unwrap().clone()));
        let bytes = domain::cbor::to_vec(&record);
        prop_assert_eq!(&domain::cbor::from_slice::<Record>(&bytes).unwrap(), &record);
        let json = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Record>(&json).unwrap(), &record);
    }
}

#[test]
fn a_post_is_planned_only_where_somebody_could_hold_it() {
    let mut orphans = monitored();
    for member in &mut orphans.members {
        member.birth = Some(day("2012-05-01"));
    }
    let mut world = World::of(orphans.clone());
    assert_eq!(
        world.add("P002", measure(MeasureCategory::PublicPost)),
        Err(R::NobodyOfAge)
    );
    assert!(world.add("P002", measure(MeasureCategory::Health)).is_ok());
    // Sixteen on the day on which it begins, or nobody knows.
    for birth in [Some(day("2010-11-20")), None] {
        if let Some(first) = orphans.members.first_mut() {
            first.birth = birth;
        }
        let mut world = World::of(orphans.clone());
        assert!(
            world.add("P002", measure(MeasureCategory::PublicPost)).is_ok(),
            "{birth:?}"
        );
    }
}

#[test]
fn a_common_sub_item_is_one_of_its_category_and_is_said_once() {
    let of = |category, sub_item, item: &str| MeasureContent {
        sub_item,
        item: item.to_owned(),
        ..measure(category)
    };
    let award = Some(SubItem::IndustryAward);
    let mut world = World::of(monitored());
    let strange = of(MeasureCategory::Health, award, "产业奖补");
    assert_eq!(world.add("P002", strange), Err(R::BadValue));
    let plain = of(MeasureCategory::Industry, award, "产业奖补");
    assert!(world.add("P002", plain.clone()).is_ok());
    let more = of(MeasureCategory::Industry, award, "鸡苗三百只");
    assert_eq!(plain.said(Lang::Zh), "产业奖补");
    assert_eq!(plain.said(Lang::En), "industry award");
    assert_eq!(more.said(Lang::Zh), "产业奖补：鸡苗三百只");
    assert_eq!(
        of(MeasureCategory::Industry, None, "送种苗").said(Lang::En),
        "送种苗"
    );
}

#[test]
fn a_measure_of_the_version_before_reads_the_same_and_travels_in_the_same_bytes() {
    let before = measure(MeasureCategory::Industry);
    let bytes = minicbor::to_vec(&before).unwrap();
    // Six fields: the sub-item is not sent where there is none.
    assert_eq!(bytes.first(), Some(&0x86));
    assert_eq!(minicbor::decode::<MeasureContent>(&bytes).unwrap(), before);
    let with = MeasureContent {
        sub_item: Some(SubItem::Supplies),
        ..before
    };
    let bytes = minicbor::to_vec(&with).unwrap();
    assert_eq!(minicbor::decode::<MeasureContent>(&bytes).unwrap(), with);
    let text = serde_json::to_string(&with).unwrap();
    assert_eq!(serde_json::from_str::<MeasureContent>(&text).unwrap(), with);
}

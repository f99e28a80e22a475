//! The identification case: its guards told as stories. The table of domain.md §4.7 is tried out whole in `machines.rs`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

#[expect(dead_code, reason = "this test tells no visits")]
mod cast;
#[path = "case/compared.rs"]
mod compared;
#[path = "case/deeds.rs"]
mod deeds;
#[path = "case/found.rs"]
mod found_at_home;
#[path = "case/late.rs"]
mod late;
mod people;
#[path = "case/townships.rs"]
mod townships;

use cast::{day, household, id};
use domain::calendar::Holidays;
use domain::case::codes::{CaseState as S, Side, StepKind as K};
use domain::case::order::{due, in_order, is_late, pipeline, waits_for};
use domain::case::rules::{Missing, missing, one_sided};
use domain::case::transitions::ahead;
use domain::case::*;
use domain::config::Config;
use domain::household::Household;
use domain::household::codes::{Answer, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, GUARANTEES};
use domain::ids::*;
use domain::income::{IncomeContent, IncomeSnapshot};
use domain::operation::OperationBody;
use domain::record::{Record, RecordMap, Records};
use domain::refusal::RefusalCode as R;
use domain::regime::{Regime, RegimeFrom};
use domain::risk::{FlagContent, FlagStatus, Triage};
use domain::roster::Role;
use domain::visit::codes::Signal;
use people::act;

const HOUSEHOLD: HouseholdId = HouseholdId(id(1));
const FLAG: FlagId = FlagId(id(40));

/// A household of which everything was asked that a home verification needs.
fn asked() -> Household {
    let mut household = household();
    for name in GUARANTEES {
        let ok = FactValue::Words(Answer::Ok.code().to_owned());
        household.facts.register(name, Some(ok));
    }
    household.incomes.push(IncomeSnapshot {
        op: OpId(id(500)),
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        asked_on: day("2026-11-02"),
        received_at: None,
        content: IncomeContent {
            from: day("2025-11-01"),
            to: day("2026-10-31"),
            sharing: 2,
            amounts: vec![],
            spending: vec![],
            note: String::new(),
        },
    });
    household
}

fn verifier(staff: Option<&str>, name: &str, side: Side) -> Verifier {
    Verifier {
        staff: staff.map(Into::into),
        name: name.to_owned(),
        side,
    }
}

fn two() -> Vec<Verifier> {
    vec![
        verifier(Some("P001"), "彭慧梅", Side::Team),
        verifier(None, "村里的刘会计", Side::Village),
    ]
}

fn found() -> Deed {
    deed(K::Verify)
}

/// A deed of a kind that has everything it needs.
fn deed(kind: K) -> Deed {
    deeds::deed(kind, two())
}

/// A step of a day with these words.
fn said(on: &str, words: &str, deed: Deed) -> CaseStep {
    CaseStep {
        on: day(on),
        words: words.to_owned(),
        late_reason: String::new(),
        deed,
    }
}

struct World {
    records: RecordMap,
    config: Config,
    next: u128,
}

impl World {
    /// With a confirmed flag of 2 November 2026.
    fn new() -> Self {
        let mut records = RecordMap::default();
        records.put(Record::Household(Box::new(asked())));
        let mut world = Self {
            records,
            config: Config::default(),
            next: 1_000,
        };
        let content = FlagContent {
            seen_on: day("2026-11-02"),
            signals: vec![Signal::LostJob],
            urgent: false,
            words: String::new(),
            warning: None,
            source: None,
        };
        let raise = OperationBody::RaiseFlag {
            flag: FLAG,
            household: HOUSEHOLD,
            content: Box::new(content),
        };
        world.act("P002", "2026-11-02", raise).unwrap();
        let confirm = OperationBody::TriageFlag {
            flag: FLAG,
            rev: 1,
            triage: Triage::Confirm,
            household: None,
        };
        world.act("P001", "2026-11-02", confirm).unwrap();
        world
    }

    fn opened() -> Self {
        let mut world = Self::new();
        world.open().unwrap();
        world
    }

    fn open(&mut self) -> Result<(), R> {
        let body = OperationBody::OpenCase {
            household: HOUSEHOLD,
            flag: FLAG,
        };
        self.act("P001", "2026-11-02", body)
    }

    fn act(&mut self, staff: &str, on: &str, body: OperationBody) -> Result<(), R> {
        self.next += 1;
        act(&mut self.records, &self.config, self.next, (staff, on), body).map(drop)
    }

    fn case(&self) -> &IdentificationCase {
        self.records.monitoring(HOUSEHOLD).unwrap().present().unwrap()
    }

    fn take(&mut self, staff: &str, on: &str, deed: Deed) -> Result<(), R> {
        let rev = self.case().progress().rev;
        self.take_at(staff, on, rev, deed)
    }

    fn take_at(&mut self, staff: &str, on: &str, rev: u32, deed: Deed) -> Result<(), R> {
        self.hand_in((staff, on), rev, said(on, "村务公开栏", deed))
    }

    fn hand_in(&mut self, (staff, on): (&str, &str), rev: u32, step: CaseStep) -> Result<(), R> {
        let body = OperationBody::StepCase {
            household: HOUSEHOLD,
            rev,
            step: Box::new(step),
        };
        self.act(staff, on, body)
    }

    /// Brings a fresh case to a state; the notice hangs on the 5th and is over on the 12th.
    fn at(state: S) -> Self {
        let mut world = Self::opened();
        let path: &[(&str, &str, K)] = &[
            ("P001", "2026-11-03", K::Authorise),
            ("P001", "2026-11-03", K::Verify),
            ("P001", "2026-11-04", K::Agree),
            ("P001", "2026-11-05", K::HangNotice),
        ];
        let mut walk = |steps: &[(&str, &str, K)]| {
            for (staff, on, kind) in steps {
                world.take(staff, on, deed(*kind)).unwrap();
            }
        };
        let town = ("W001", "2026-11-12", K::PassTown);
        let compare = ("D001", "2026-11-12", K::Compare);
        let approve = ("D001", "2026-11-13", K::Approve);
        let announce = ("W001", "2026-11-13", K::Announce);
        match state {
            S::AwaitAuthorisation => {}
            S::ClosedRefused => walk(&[("P001", "2026-11-03", K::RefuseAuthorisation)]),
            S::HomeVerifying => walk(&path[..1]),
            S::ClosedNotQualified => {
                walk(&path[..1]);
                walk(&[("P001", "2026-11-03", K::FindNotQualified)]);
            }
            S::ClosedWithdrawn => walk(&[("P001", "2026-11-03", K::Withdraw)]),
            S::VillageReview => walk(&path[..2]),
            // Agreed, and not hung yet: a notice that hangs waits for days, which another test tells.
            S::Publicity => walk(&path[..3]),
            S::ObjectionReview => {
                walk(path);
                walk(&[("P001", "2026-11-06", K::Object)]);
            }
            S::TownReview => walk(path),
            S::CountyReview => {
                walk(path);
                walk(&[town, compare]);
            }
            S::Approved => {
                walk(path);
                walk(&[town, compare, approve]);
            }
            S::Announced => {
                walk(path);
                walk(&[town, compare, approve, announce]);
            }
            S::Recorded => {
                walk(path);
                walk(&[town, compare, approve, announce]);
                walk(&[("W001", "2026-11-13", K::EnterNumber)]);
            }
        }
        world
    }
}

#[test]
fn a_household_has_one_case_at_a_time() {
    let mut world = World::opened();
    assert_eq!(world.open(), Err(R::CaseRunning));
    let mut refused = World::at(S::ClosedRefused);
    assert_eq!(refused.open(), Ok(()), "a closed case lets a new one in");
    assert_eq!(refused.records.monitoring(HOUSEHOLD).unwrap().cases.len(), 2);
    assert_eq!(
        World::at(S::Recorded).open(),
        Err(R::CaseRunning),
        "it is monitored"
    );
}

/// One tap: the confirmation opens the case in the same operation, or just confirms where none can be opened.
#[test]
fn a_confirmation_opens_the_case_and_stands_where_it_cannot() {
    let confirm = |flag: u128| OperationBody::TriageFlag {
        flag: FlagId(id(flag)),
        rev: 1,
        triage: Triage::Confirm,
        household: Some(HOUSEHOLD),
    };
    let raise = |flag: u128| OperationBody::RaiseFlag {
        flag: FlagId(id(flag)),
        household: HOUSEHOLD,
        content: Box::new(FlagContent {
            seen_on: day("2026-11-02"),
            signals: vec![Signal::LostJob],
            urgent: false,
            words: String::new(),
            warning: None,
            source: None,
        }),
    };
    let mut world = World::new();
    for flag in [41, 42] {
        world.act("P002", "2026-11-02", raise(flag)).unwrap();
        world.act("P001", "2026-11-02", confirm(flag)).unwrap();
    }
    let file = world.records.monitoring(HOUSEHOLD).unwrap();
    assert_eq!(file.cases.len(), 1, "the second flag finds the case running");
    assert_eq!(file.cases[0].flag, FlagId(id(41)));
    let second = world.records.flag(FlagId(id(42))).unwrap();
    assert_eq!(second.status(), FlagStatus::Confirmed);
    // A decision that comes too late opens nothing.
    let mut late = World::new();
    late.act("P001", "2026-11-02", confirm(40)).unwrap();
    assert!(late.records.monitoring(HOUSEHOLD).is_none());
}

/// The limit runs from the first finding, and what cannot wait stands first: also where it comes to a case that runs.
#[test]
fn a_sign_that_merges_into_a_running_case_brings_its_day_and_its_urgency() {
    let merged = |seen_on: &str, urgent: bool| {
        let mut world = World::opened();
        let raise = OperationBody::RaiseFlag {
            flag: FlagId(id(41)),
            household: HOUSEHOLD,
            content: Box::new(FlagContent {
                seen_on: day(seen_on),
                signals: vec![Signal::Disaster],
                urgent,
                words: String::new(),
                warning: None,
                source: None,
            }),
        };
        world.act("P002", "2026-11-04", raise).unwrap();
        let merge = OperationBody::TriageFlag {
            flag: FlagId(id(41)),
            rev: 1,
            triage: Triage::Merge { into: FLAG },
            household: Some(HOUSEHOLD),
        };
        world.act("P001", "2026-11-04", merge).unwrap();
        world
    };
    let world = merged("2026-10-30", true);
    let case = world.case();
    assert_eq!(
        (case.seen_on, case.heard_on),
        (day("2026-10-30"), Some(day("2026-11-04")))
    );
    assert!(case.is_pressing());
    let strip = case.strip(day("2026-11-04"), &Holidays::default());
    assert_eq!((strip.last, strip.eaten), (day("2026-11-14"), Some(5)));
    let world = merged("2026-11-03", true);
    let case = world.case();
    assert_eq!(
        (case.seen_on, case.heard_on),
        (day("2026-11-02"), Some(day("2026-11-02")))
    );
    assert!(case.is_pressing());
    assert!(!merged("2026-11-03", false).case().is_pressing());
}

#[test]
fn a_case_needs_a_confirmed_flag_of_its_household_and_limits() {
    let mut world = World::new();
    world.config.identify = None;
    assert_eq!(world.open(), Err(R::NoLimits));
    let unconfirmed = OperationBody::RaiseFlag {
        flag: FlagId(id(41)),
        household: HOUSEHOLD,
        content: Box::new(FlagContent {
            seen_on: day("2026-11-02"),
            signals: vec![Signal::LostJob],
            urgent: false,
            words: String::new(),
            warning: None,
            source: None,
        }),
    };
    world.act("P002", "2026-11-02", unconfirmed).unwrap();
    let body = OperationBody::OpenCase {
        household: HOUSEHOLD,
        flag: FlagId(id(41)),
    };
    assert_eq!(world.act("P001", "2026-11-02", body), Err(R::FlagNotConfirmed));
}

#[test]
fn a_case_keeps_the_limits_under_which_it_was_opened() {
    let mut world = World::opened();
    world.config.identify.as_mut().unwrap().publicity_days = 5;
    assert_eq!(world.case().limits.publicity_days, 7);
}

#[test]
fn two_people_verify_and_whoever_enters_it_is_one_of_them() {
    let verify = |verifiers: Vec<Verifier>| {
        let Deed::Verify { mut found } = found() else {
            unreachable!()
        };
        found.verifiers = verifiers;
        World::at(S::HomeVerifying).take("P001", "2026-11-03", Deed::Verify { found })
    };
    let me = verifier(Some("P001"), "彭慧梅", Side::Team);
    let other = verifier(None, "刘会计", Side::Village);
    assert_eq!(verify(vec![me.clone()]), Err(R::TwoVerifiers));
    assert_eq!(verify(vec![me.clone(), me.clone()]), Err(R::TwoVerifiers));
    assert_eq!(
        verify(vec![me.clone(), verifier(Some("P001"), "另一个名字", Side::Team)]),
        Err(R::TwoVerifiers),
        "one person under two names"
    );
    assert_eq!(
        verify(vec![other.clone(), verifier(None, "王主任", Side::Village)]),
        Err(R::TwoVerifiers),
        "somebody else's verification"
    );
    assert_eq!(verify(vec![me.clone(), other.clone()]), Ok(()));
    assert!(one_sided(std::slice::from_ref(&me)) && !one_sided(&[me, other]));
}

#[test]
fn a_verification_waits_for_guarantees_and_income() {
    let mut bare = household();
    assert_eq!(missing(&bare).len(), GUARANTEES.len() + 1);
    let unknown = FactValue::Words(Answer::Unknown.code().to_owned());
    bare.facts.register(GUARANTEES[0], Some(unknown));
    assert!(
        missing(&bare).contains(&Missing::Guarantee(GUARANTEES[0])),
        "not asked is no answer"
    );
    assert_eq!(missing(&asked()), vec![]);
    let mut world = World::at(S::HomeVerifying);
    let mut without = asked();
    without.incomes.clear();
    world.records.put(Record::Household(Box::new(without)));
    assert_eq!(world.take("P001", "2026-11-03", found()), Err(R::IncomeOpen));
    world.records.put(Record::Household(Box::new(bare)));
    assert_eq!(world.take("P001", "2026-11-03", found()), Err(R::GuaranteesOpen));
}

#[test]
fn nobody_decides_on_what_he_verified() {
    let town = [K::PassTown, K::ReturnToHome, K::ReturnToVillage].map(|kind| (S::TownReview, "W001", kind));
    let district = [K::Approve, K::ReturnToTown, K::Reject].map(|kind| (S::CountyReview, "D001", kind));
    for (state, who, kind) in town.into_iter().chain(district) {
        let mut world = World::at(state);
        let mut file = world.records.monitoring(HOUSEHOLD).unwrap().clone();
        for entry in &mut file.cases[0].steps {
            if let Deed::Verify { found } = &mut entry.step.deed {
                found
                    .verifiers
                    .push(verifier(Some(who), "也去了的人", Side::Township));
            }
        }
        world.records.put(Record::Monitoring(Box::new(file)));
        let taken = world.take(who, "2026-11-13", deed(kind));
        assert_eq!(taken, Err(R::OwnVerification), "{kind:?}");
    }
}

#[test]
fn the_notice_hangs_its_full_days_before_the_township_reviews() {
    let mut world = World::at(S::TownReview);
    assert_eq!(
        world.take("W001", "2026-11-11", deed(K::PassTown)),
        Err(R::NoticeNotOver)
    );
    assert_eq!(world.case().state(day("2026-11-11")), S::Publicity);
    assert_eq!(world.case().state(day("2026-11-12")), S::TownReview);
    assert_eq!(world.take("W001", "2026-11-12", deed(K::PassTown)), Ok(()));
}

#[test]
fn an_objection_stops_the_notice_and_changed_facts_begin_it_anew() {
    let mut world = World::at(S::ObjectionReview);
    assert_eq!(
        world.take("W001", "2026-11-13", deed(K::PassTown)),
        Err(R::NotThisStep)
    );
    world
        .take(
            "P001",
            "2026-11-07",
            Deed::RejectObjection { facts_changed: true },
        )
        .unwrap();
    assert_eq!(world.case().progress().hung_on, None);
    assert_eq!(
        world.take("W001", "2026-11-20", deed(K::PassTown)),
        Err(R::NoticeNotOver)
    );
    world.take("P001", "2026-11-08", Deed::HangNotice).unwrap();
    assert_eq!(world.case().state(day("2026-11-14")), S::Publicity);
    assert_eq!(world.case().state(day("2026-11-15")), S::TownReview);
}

#[test]
fn a_notice_carries_no_number_of_anybody() {
    let mut world = World::at(S::Publicity);
    for number in ["电话10012345678", "卡号9999 9900 0000 0000 006"] {
        let step = said("2026-11-05", &format!("村口公开栏，{number}"), Deed::HangNotice);
        assert_eq!(
            world.hand_in(("P001", "2026-11-05"), 3, step),
            Err(R::NumberInNotice),
            "{number}"
        );
    }
}

#[test]
fn a_step_on_what_was_no_longer_so_is_refused_but_not_for_a_comparison() {
    let mut world = World::at(S::VillageReview);
    let seen = world.case().progress().rev;
    world.take("D001", "2026-11-04", deed(K::Compare)).unwrap();
    assert_eq!(
        world.case().progress().rev,
        seen,
        "a comparison runs beside the others"
    );
    world.take_at("P001", "2026-11-04", seen, deed(K::Agree)).unwrap();
    assert_eq!(
        world.take_at("C001", "2026-11-04", seen, deed(K::Disagree)),
        Err(R::CaseMoved)
    );
}

#[test]
fn votes_must_be_possible_and_say_what_the_step_says() {
    let vote = |present, agree, disagree| {
        let votes = Votes {
            present,
            agree,
            disagree,
        };
        World::at(S::VillageReview).take("P001", "2026-11-04", Deed::Agree { votes })
    };
    assert_eq!(vote(9, 8, 1), Ok(()));
    for (present, agree, disagree) in [
        (9, 9, 1),
        (9, 4, 4),
        (9, 3, 6),
        (0, 0, 0),
        (9, 0, 0),
        (u32::MAX, 1, 0),
    ] {
        assert_eq!(
            vote(present, agree, disagree),
            Err(R::VotesDoNotFit),
            "{present} {agree} {disagree}"
        );
    }
}

#[test]
fn days_run_forward() {
    let mut world = World::at(S::VillageReview);
    assert_eq!(
        world.take("P001", "2026-11-02", deed(K::Agree)),
        Err(R::StepBeforeLast)
    );
    let step = said("2026-11-09", "", deed(K::Agree));
    assert_eq!(
        world.hand_in(("P001", "2026-11-04"), 2, step),
        Err(R::StepInFuture)
    );
}

#[test]
fn the_districts_decision_makes_the_household_monitored() {
    let mut world = World::at(S::CountyReview);
    assert_eq!(world.records.household(HOUSEHOLD).unwrap().monitor, None);
    world.take("D001", "2026-11-13", deed(K::Approve)).unwrap();
    let household = world.records.household(HOUSEHOLD).unwrap();
    assert_eq!(household.monitor, Some(MonitorCategory::SuddenHardship));
    assert_eq!(household.risks.first().unwrap().cause, RiskCause::Illness);
    assert!(household.monitor_by.is_some());
    assert_eq!(world.case().identified_on(), Some(day("2026-11-13")));
}

#[test]
fn a_decision_waits_for_the_comparison() {
    let mut world = World::at(S::TownReview);
    world.take("W001", "2026-11-12", deed(K::PassTown)).unwrap();
    assert_eq!(
        world.take("D001", "2026-11-12", deed(K::Approve)),
        Err(R::NotCompared)
    );
}

#[test]
fn another_place_is_answered_as_if_nothing_were_there() {
    let mut world = World::at(S::TownReview);
    assert_eq!(
        world.take("W009", "2026-11-12", deed(K::PassTown)),
        Err(R::NotFound)
    );
    assert_eq!(
        world.take("P011", "2026-11-12", deed(K::Withdraw)),
        Err(R::NotFound)
    );
}

#[test]
fn a_step_on_a_phone_is_not_done_before_the_server_has_it() {
    let mut world = World::at(S::VillageReview);
    let mut file = world.records.monitoring(HOUSEHOLD).unwrap().clone();
    file.cases[0].steps[1].received_at = None;
    let case = &file.cases[0];
    assert_eq!(case.progress().state, S::VillageReview);
    assert_eq!(case.settled().state, S::HomeVerifying);
    assert!(case.waits_to_be_sent());
    world.records.put(Record::Monitoring(Box::new(file)));
}

#[test]
fn lists_say_whose_turn_it_is_and_what_is_late() {
    let today = day("2026-11-11");
    let hung = World::at(S::TownReview);
    assert!(
        Role::ALL.iter().all(|role| !waits_for(hung.case(), *role, today)),
        "days have to pass"
    );
    assert!(waits_for(hung.case(), Role::TownReviewer, day("2026-11-12")));
    assert!(!waits_for(hung.case(), Role::TeamLeader, day("2026-11-12")));
    let unsigned = World::opened();
    assert!(waits_for(unsigned.case(), Role::TeamMember, today));
    let holidays = Holidays::default();
    assert_eq!(due(unsigned.case(), today, &holidays), Some(day("2026-11-09")));
    assert!(is_late(unsigned.case(), today, &holidays) && !is_late(hung.case(), today, &holidays));
    let files = [&hung, &unsigned].map(|world| world.records.monitoring(HOUSEHOLD).unwrap());
    let order = in_order(files.into_iter(), today, &holidays);
    assert_eq!(order[0].1.steps.len(), 0, "what is due first stands first");
    let mut later = unsigned.records.monitoring(HOUSEHOLD).unwrap().clone();
    later.cases[0].urgent = true;
    later.cases[0].seen_on = day("2026-11-08");
    let files = [unsigned.records.monitoring(HOUSEHOLD).unwrap(), &later];
    let order = in_order(files.into_iter(), today, &holidays);
    assert!(
        order[0].1.urgent,
        "what cannot wait stands first, though it is due later"
    );
    let counted = pipeline([hung.case(), unsigned.case()].into_iter(), today, &holidays);
    let waiting = counted
        .iter()
        .find(|at| at.state == S::AwaitAuthorisation)
        .unwrap();
    assert_eq!((waiting.cases, waiting.late), (1, 1));
    assert_eq!(counted.iter().map(|at| at.cases).sum::<u64>(), 2);
    assert!(ahead(S::Recorded).is_empty());
}

#[test]
fn what_the_township_sent_back_stands_first_until_somebody_goes_on() {
    let today = day("2026-11-12");
    let mut back = World::at(S::TownReview);
    back.take("W001", "2026-11-12", deed(K::ReturnToHome)).unwrap();
    let why = back.case().sent_back().map(|entry| entry.step.words.clone());
    assert_eq!(why.as_deref(), Some("村务公开栏"));
    // Beside it a case whose step was due before.
    let waiting = World::opened();
    let mut returned = back.records.monitoring(HOUSEHOLD).unwrap().clone();
    returned.cases[0].seen_on = day("2026-11-05");
    let first = |returned: &MonitoringFile| {
        let files = [waiting.records.monitoring(HOUSEHOLD).unwrap(), returned];
        let order = in_order(files.into_iter(), today, &Holidays::default());
        order[0].1.sent_back().is_some()
    };
    assert!(first(&returned));
    // What departments answer meanwhile leaves it so; the new verification does not.
    back.take("D001", "2026-11-12", deed(K::Compare)).unwrap();
    assert!(back.case().sent_back().is_some());
    back.take("P001", "2026-11-12", found()).unwrap();
    assert!(back.case().sent_back().is_none());
}

#[test]
fn every_step_reads_the_same_in_both_forms() {
    for kind in K::ALL {
        let step = CaseStep {
            on: day("2026-11-05"),
            words: "村务公开栏".to_owned(),
            late_reason: "下雪封路".to_owned(),
            deed: deed(*kind),
        };
        let json = serde_json::to_vec(&step).unwrap();
        assert_eq!(serde_json::from_slice::<CaseStep>(&json).unwrap(), step);
        let bytes = domain::cbor::to_vec(&step);
        assert_eq!(domain::cbor::from_slice::<CaseStep>(&bytes).unwrap(), step);
        let body = OperationBody::StepCase {
            household: HOUSEHOLD,
            rev: 4,
            step: Box::new(step),
        };
        let bytes = domain::cbor::to_vec(&body);
        assert_eq!(domain::cbor::from_slice::<OperationBody>(&bytes).unwrap(), body);
        let json = serde_json::to_string(&body).unwrap();
        assert_eq!(serde_json::from_str::<OperationBody>(&json).unwrap(), body);
    }
    let world = World::at(S::Recorded);
    let record = Record::Monitoring(Box::new(world.records.monitoring(HOUSEHOLD).unwrap().clone()));
    let bytes = domain::cbor::to_vec(&record);
    assert_eq!(domain::cbor::from_slice::<Record>(&bytes).unwrap(), record);
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
}

#[test]
fn a_case_keeps_the_regime_and_the_limits_it_was_opened_under() {
    let mut world = World::opened();
    assert_eq!(world.case().opened_under, Some(Regime::Transition));
    let limits = world.case().limits;
    // The next day the reserved regime comes into force, with other limits.
    world.config.regimes.push(RegimeFrom {
        regime: Regime::Routine,
        from: day("2026-11-03"),
        document: "测试文件".to_owned(),
    });
    if let Some(limits) = &mut world.config.identify {
        limits.publicity_days = 5;
    }
    world.take("P001", "2026-11-03", deed(K::Authorise)).unwrap();
    world.take("P001", "2026-11-03", found()).unwrap();
    assert_eq!(
        (world.case().regime(), world.case().limits),
        (Regime::Transition, limits)
    );
}

#[test]
fn no_category_is_invented_for_a_regime_that_has_none_yet() {
    let mut world = World::new();
    world.config.regimes.push(RegimeFrom {
        regime: Regime::Routine,
        from: day("2026-11-02"),
        document: "测试文件".to_owned(),
    });
    world.open().unwrap();
    world.take("P001", "2026-11-03", deed(K::Authorise)).unwrap();
    assert_eq!(world.take("P001", "2026-11-03", found()), Err(R::NotInRegime));
    // What does not qualify may still be said.
    world
        .take("P001", "2026-11-03", deed(K::FindNotQualified))
        .unwrap();
}

#[test]
fn a_case_of_before_regimes_were_kept_is_read_as_one_of_the_transition_period() {
    let mut case = World::opened().case().clone();
    case.opened_under = None;
    let text = serde_json::to_string(&case).unwrap();
    assert!(!text.contains("opened_under"));
    let read: IdentificationCase = serde_json::from_str(&text).unwrap();
    assert_eq!(read.regime(), Regime::Transition);
    let bytes = domain::cbor::to_vec(&case);
    assert_eq!(
        domain::cbor::from_slice::<IdentificationCase>(&bytes).unwrap(),
        case
    );
}

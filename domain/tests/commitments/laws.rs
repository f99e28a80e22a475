//! The laws that hold for every line.

use crate::cast::{day, id};
use crate::files::{before, contact, dismissed, found, measure, went_on};
use crate::world::{World, explained, posts};
use crate::worlds::{GUARANTEES, a_visit, a_world, key_of, kinds};
use chrono::Days;
use domain::case::order::awaited;
use domain::commitments::*;
use domain::entitlement::EntitlementFile;
use domain::entitlement::codes::{EntitlementKind, EntitlementStatus};
use domain::handover::codes::EndReason;
use domain::household::facts::{FactValue, FieldName};
use domain::ids::*;
use domain::plan::codes::MeasureStatus;
use domain::time::month_before;
use domain::visit::Visit;
use domain::visit::codes::{Purpose, VisitStatus};
use domain::work::codes::WorkKind;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

/// What more there may be to show that commitments are kept.
#[derive(Clone, Debug)]
enum More {
    Met(Box<Visit>),
    Answer(u128, FieldName),
    Insured(u128),
    InSchool(u128),
    Secretary,
    Linked,
    Named(Post),
    Person,
    Worked(WorkKind),
    Noted(Post, u64),
    Contact(u128),
    Measure(u128, u64),
    Progress(u128, u64),
    Dismissed,
    Stepped(u128),
    LookedBack(u128),
    Confirmed(&'static str),
    Received(u128, u128, EntitlementKind, EntitlementStatus, u64, bool),
    HandedOver,
    Explained(usize),
}

fn more() -> impl Strategy<Value = More> {
    let home = 1_u128..4;
    prop_oneof![
        a_visit(day("2026-01-01")).prop_map(|visit| More::Met(Box::new(visit))),
        (home.clone(), select(GUARANTEES.to_vec())).prop_map(|(home, name)| More::Answer(home, name)),
        home.clone().prop_map(More::Insured),
        home.clone().prop_map(More::InSchool),
        home.clone().prop_map(More::Contact),
        (home.clone(), 0_u64..120).prop_map(|(home, ago)| More::Measure(home, ago)),
        (home.clone(), 0_u64..120).prop_map(|(home, ago)| More::Progress(home, ago)),
        Just(More::Dismissed),
        home.clone().prop_map(More::Stepped),
        home.clone().prop_map(More::LookedBack),
        (
            home,
            0_u128..2,
            select(kinds()),
            select(vec![
                EntitlementStatus::Receiving,
                EntitlementStatus::StoppedLawful
            ]),
            0_u64..400,
            any::<bool>(),
        )
            .prop_map(|(home, place, kind, status, ago, read)| More::Received(
                home, place, kind, status, ago, read
            )),
        select(vec!["P001", "P002"]).prop_map(More::Confirmed),
        Just(More::HandedOver),
        Just(More::Secretary),
        Just(More::Linked),
        select(Post::NAMED.to_vec()).prop_map(More::Named),
        select(WorkKind::ALL.to_vec()).prop_map(More::Worked),
        (select(Post::NOTED.to_vec()), 0_u64..60).prop_map(|(post, ago)| More::Noted(post, ago)),
        Just(More::Person),
        (0_usize..30).prop_map(More::Explained),
    ]
}

impl World {
    /// What was found of a household's policies, made where there is nothing.
    fn policies(&mut self, of: HouseholdId) -> &mut EntitlementFile {
        if self.entitlements.iter().all(|file| file.household != of) {
            self.entitlements.push(EntitlementFile::new(of, "V001".into()));
        }
        self.entitlements
            .iter_mut()
            .find(|file| file.household == of)
            .unwrap()
    }

    fn add(&mut self, more: More) {
        match more {
            More::Met(mut visit) => {
                // A day proposed at the door is a promise, not evidence; it stays to show that it moves nothing.
                visit.content.nobody_home = false;
                let ago = Days::new(u64::try_from(visit.id.0.as_u128() % 500).unwrap());
                visit.content.visited_on = self.today.checked_sub_days(ago).unwrap();
                self.visits.push(*visit);
            }
            More::Answer(home, name) => {
                let ok = FactValue::Words("OK".into());
                self.home(HouseholdId(id(home))).facts.register(name, Some(ok));
            }
            More::Insured(home) => {
                let member = self.home(HouseholdId(id(home))).members.first_mut().unwrap();
                member
                    .facts
                    .register(FieldName::MedicalInsurance, Some(FactValue::Flag(true)));
            }
            More::InSchool(home) => {
                let member = self.home(HouseholdId(id(home))).members.last_mut().unwrap();
                let school = FactValue::Words("PRIMARY".into());
                member.facts.register(FieldName::StudentStatus, Some(school));
            }
            More::Secretary => self.posts.secretary = posts().secretary,
            More::Linked => self.posts.linked = posts().linked,
            More::Named(post) => self.name(post),
            More::Person => self.posts.people += 1,
            More::Worked(kind) => self.log_work(kind),
            More::Noted(post, ago) => self.note(post, before(self.today, ago)),
            More::Contact(home) => {
                let named = contact(630, &self.today.to_string(), None);
                self.file(HouseholdId(id(home))).plan.contacts.push(named);
            }
            More::Measure(home, ago) => {
                let planned = measure(631, before(self.today, ago));
                self.file(HouseholdId(id(home))).plan.measures.push(planned);
            }
            More::Progress(home, ago) => {
                let on = before(self.today, ago);
                let measures = &mut self.file(HouseholdId(id(home))).plan.measures;
                if let Some(open) = measures.iter_mut().find(|measure| measure.is_open()) {
                    *open = went_on(open.clone(), on, MeasureStatus::InProgress);
                }
            }
            More::Dismissed => {
                let waits = self.flags.iter_mut().find(|flag| flag.awaits_triage());
                if let Some(flag) = waits {
                    flag.triage = Some(dismissed());
                }
            }
            More::Stepped(home) => {
                let (home, today) = (HouseholdId(id(home)), self.today);
                let running = self.file(home).running().cloned();
                let step = running.and_then(|case| awaited(case.state(today)));
                if let Some(step) = step {
                    self.step(home, step);
                    self.today = today;
                }
            }
            More::LookedBack(home) => {
                self.visit_today(HouseholdId(id(home)), Purpose::Lookback, vec![]);
            }
            More::Confirmed(staff) => {
                let month = month_before(self.today);
                self.confirm(&staff.into(), month);
            }
            More::Received(home, place, kind, status, ago, read) => {
                let (household, key) = (HouseholdId(id(home)), key_of(home, place, kind));
                let mut check = found(640, key, before(self.today, ago), status);
                let file = self.policies(household);
                if read {
                    check.content.seen = file.open(key).iter().map(|one| one.op).collect();
                }
                file.checks.push(check);
            }
            More::HandedOver => {
                if let Some(Remedy::HandOver(of)) = self.of(LineCode::R2).remedy {
                    self.hand_over(&of);
                }
            }
            More::Explained(at) => {
                let findings = self.findings();
                let Some(finding) = findings.get(at % findings.len()) else {
                    return;
                };
                let until = self.today.to_string();
                self.explanations = vec![explained(finding.line, finding.subject, &until, Some("P001"))];
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_line_changes_with_its_evidence_the_day_or_the_figures_and_with_nothing_else(
        world in a_world(),
        turn in 0_usize..12,
    ) {
        let before = world.findings();
        let mut other = world;
        other.households.reverse();
        other.visits.reverse();
        other.files.reverse();
        other.flags.reverse();
        other.posts.assignments.reverse();
        for one in &mut other.posts.assignments {
            one.reason = Some(EndReason::Recalled);
        }
        other.posts.tenures.reverse();
        other.posts.holders.reverse();
        for holder in other.posts.holders.iter_mut().filter(|holder| !holder.is_vacant()) {
            // Since when somebody has held a post moves nothing.
            holder.since = Some(other.today);
        }
        let turn = turn.min(other.visits.len());
        other.visits.rotate_left(turn);
        for visit in &mut other.visits {
            visit.content.note = "门口的路修好了".into();
            visit.content.urgent = true;
            visit.status = VisitStatus::Returned;
            visit.author = "P003".into();
        }
        for home in &mut other.households {
            home.address = "别处".into();
        }
        for file in &mut other.files {
            for contact in &mut file.plan.contacts {
                contact.name = "另一个人".into();
            }
            for measure in &mut file.plan.measures {
                measure.content.item = "别的".into();
                measure.content.start = measure.content.start + Days::new(400);
            }
        }
        other.entitlements.reverse();
        for check in other.entitlements.iter_mut().flat_map(|file| &mut file.checks) {
            check.content.words = "村干部说的".into();
            check.by = "P003".into();
        }
        for flag in &mut other.flags {
            flag.content.words = "屋顶漏雨".into();
            flag.content.urgent = true;
            flag.raised_by = "P003".into();
        }
        prop_assert_eq!(before, other.findings());
    }

    #[test]
    fn more_evidence_never_makes_a_line_worse(world in a_world(), more in more()) {
        let before = world.findings();
        let mut other = world.clone();
        other.add(more);
        let after = other.findings();
        for now in &after {
            let same = |old: &&Finding| (old.line, old.subject) == (now.line, now.subject);
            let old = before.iter().find(same).map_or(0, |old| old.status.gravity());
            prop_assert!(now.status.gravity() <= old, "{:?} was {}", now, old);
        }
    }

    #[test]
    fn every_breach_names_an_action_that_clears_it(world in a_world()) {
        let broken = |finding: &&Finding| finding.status == CommitmentStatus::Breached;
        for finding in world.findings().iter().filter(broken) {
            let mut other = world.clone();
            // One action clears a line; clues are named one after the other, and a flag leads to a case. Insurance and
            // school are named before the aid that goes with them.
            let most = match finding.line {
                LineCode::S2 => world.flags.len() + 2,
                LineCode::P1 | LineCode::P3 => 2,
                LineCode::R2 => world.posts.assignments.len() + Post::NOTED.len(),
                _ => 1,
            };
            for _ in 0..most {
                let now = other.at(finding.line, finding.subject);
                let Some(broken) = now.filter(|now| now.status == CommitmentStatus::Breached) else {
                    break;
                };
                prop_assert!(broken.remedy.is_some(), "{:?}", broken);
                other.put_right(broken.remedy.unwrap());
            }
            let after = other.at(finding.line, finding.subject);
            prop_assert!(after.is_none_or(|after| after.status != CommitmentStatus::Breached), "{:?}", finding);
        }
    }
}

/// Worlds drawn to see which lines they break.
const DRAWN: usize = 1_000;

/// A law says nothing of a line that no world breaks: of each that is computed of a village there are such worlds.
#[test]
fn the_worlds_break_every_line_that_is_computed_of_a_village() {
    let mut runner = TestRunner::deterministic();
    let worlds = a_world();
    let mut broken = BTreeSet::new();
    for _ in 0..DRAWN {
        let world = worlds.new_tree(&mut runner).unwrap().current();
        let found = world.findings().into_iter();
        let found = found.filter(|finding| finding.status == CommitmentStatus::Breached);
        broken.extend(found.map(|finding| finding.line));
    }
    // R5 is of bodies and has these laws of its own (`duties`); S3 and S5 wait for the records of supervision.
    let elsewhere = [LineCode::R5, LineCode::S3, LineCode::S5];
    let of_villages = LineCode::ALL.iter().copied();
    let all: BTreeSet<LineCode> = of_villages.filter(|line| !elsewhere.contains(line)).collect();
    assert_eq!(broken, all);
}

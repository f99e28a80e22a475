//! The four not-removes: what each line says, and the laws that hold for all of them.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;

use cast::{content, day, household, id, visit};
use chrono::{Days, NaiveDate};
use domain::commitments::*;
use domain::config::Config;
use domain::household::Household;
use domain::household::codes::{HouseholdType, MonitorCategory};
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::*;
use domain::operation::{Explaining, Operation, OperationBody};
use domain::policy::Actor;
use domain::record::{Record, RecordMap, Records};
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use domain::roster::{Role, Village, VillageKind};
use domain::sync::Colleague;
use domain::time::Millis;
use domain::visit::codes::{Purpose, VisitStatus};
use domain::visit::{FactChange, Visit, VisitContent};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn village() -> Village {
    Village {
        id: "V001".into(),
        name: "垭古村".into(),
        township: "万宝镇".into(),
        kinds: vec![VillageKind::KeyRevitalization],
    }
}

fn person(id: &str, role: Role) -> Colleague {
    Colleague {
        id: id.into(),
        name: format!("{id}的名字"),
        role,
    }
}

fn posts() -> VillagePosts {
    VillagePosts {
        village: "V001".into(),
        team: Some("T01".into()),
        since: Some(day("2025-05-01")),
        secretary: Some(person("P001", Role::TeamLeader)),
        vacant_since: None,
        people: 3,
        linked: vec![person("L01", Role::LinkedLeader)],
    }
}

/// A village with everything that lines are computed from.
#[derive(Clone, Debug)]
struct World {
    village: Village,
    posts: VillagePosts,
    households: Vec<Household>,
    visits: Vec<Visit>,
    explanations: Vec<Explanation>,
    today: NaiveDate,
    config: Config,
}

impl World {
    fn on(today: &str) -> Self {
        Self {
            village: village(),
            posts: posts(),
            households: vec![household()],
            visits: vec![],
            explanations: vec![],
            today: day(today),
            config: Config::default(),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let ground = Ground {
            village: Some(&self.village),
            posts: Some(&self.posts),
            households: self.households.iter().collect(),
            visits: self.visits.iter().collect(),
            explanations: self.explanations.iter().collect(),
        };
        lines(
            &ground,
            &catalogue(&self.config, self.today),
            self.today,
            &self.config,
        )
    }

    fn of(&self, line: LineCode) -> Finding {
        self.findings()
            .into_iter()
            .find(|finding| finding.line == line)
            .unwrap()
    }

    fn at(&self, line: LineCode, subject: Subject) -> Option<Finding> {
        let same = |finding: &Finding| finding.line == line && finding.subject == subject;
        self.findings().into_iter().find(same)
    }

    fn home(&mut self, id: HouseholdId) -> &mut Household {
        self.households.iter_mut().find(|home| home.id == id).unwrap()
    }

    /// A visit of today at which the first member was met, as the reducer takes it from the form.
    fn visit_today(&mut self, home: HouseholdId, purpose: Purpose, changes: Vec<FactChange>) {
        let n = 90_000 + u128::try_from(self.visits.len()).unwrap();
        let mut records = RecordMap::default();
        for household in &self.households {
            records.put(Record::Household(Box::new(household.clone())));
        }
        let met = self.home(home).members.first().map(|member| member.id);
        let content = VisitContent {
            visited_on: self.today,
            purposes: vec![purpose],
            met: met.into_iter().collect(),
            changes,
            ..content()
        };
        let body = OperationBody::LogVisit {
            visit: VisitId(id(n)),
            household: home,
            content: Box::new(content),
        };
        let actor = actor("P002", Role::TeamMember);
        let context = Context {
            actor: &actor,
            config: &self.config,
            received_at: None,
        };
        let operation = operation(n, "P002", self.today, body);
        for record in apply(&operation, &records, context).unwrap().records {
            match record {
                Record::Visit(visit) => self.visits.push(*visit),
                Record::Household(changed) => *self.home(home) = *changed,
                Record::Explanation(_) | Record::Flag(_) | Record::Monitoring(_) | Record::Request(_) => {}
            }
        }
    }

    /// Does what a finding says puts it right.
    fn put_right(&mut self, remedy: Remedy) {
        match remedy {
            Remedy::Visit(home, purpose) => self.visit_today(home, purpose, vec![]),
            Remedy::Settle(home, facts) => {
                let household = self.home(home).clone();
                let change = |(field, value)| FactChange {
                    field,
                    base: household.field_version(&field),
                    old: household.value(&field).cloned(),
                    new: Some(value),
                };
                let changes = facts.into_iter().map(change).collect();
                self.visit_today(home, Purpose::Routine, changes);
            }
            Remedy::Screen(homes) => {
                for home in homes {
                    self.visit_today(home, Purpose::Campaign, vec![]);
                }
            }
            Remedy::Fill(empty) => {
                for post in empty {
                    match post {
                        Post::FirstSecretary => self.posts.secretary = Some(person("P009", Role::TeamLeader)),
                        Post::LinkedLeader => self.posts.linked.push(person("L09", Role::LinkedLeader)),
                    }
                }
            }
            Remedy::SendTeam => self.posts.team = Some("T09".into()),
            Remedy::Explain => panic!("a breach is not explained away"),
        }
    }
}

fn actor(staff: &str, role: Role) -> Actor {
    Actor {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role,
        team: Some("T01".into()),
        villages: vec!["V001".into()],
        former_villages: vec![],
    }
}

fn operation(n: u128, staff: &str, on: NaiveDate, body: OperationBody) -> Operation {
    Operation {
        id: OpId(id(n)),
        device: DeviceId(id(900)),
        seq: 1,
        author: staff.into(),
        recorded_at: Millis(0),
        recorded_on: on,
        body,
    }
}

#[test]
fn a_visit_line_breaks_the_day_after_its_interval_and_a_visit_mends_it() {
    let mut world = World::on("2026-05-01");
    world.home(HouseholdId(id(1))).monitor = Some(MonitorCategory::Marginal);
    assert_eq!(world.of(LineCode::A4).why, Why::NeverVisited);
    world.visits = vec![visit(1, "2026-05-01")];
    let mut state = |on: &str| {
        world.today = day(on);
        world.of(LineCode::A4).status
    };
    assert_eq!(state("2026-05-23"), CommitmentStatus::OnTrack);
    assert_eq!(state("2026-05-24"), CommitmentStatus::DueSoon);
    assert_eq!(state("2026-05-31"), CommitmentStatus::DueSoon);
    assert_eq!(state("2026-06-01"), CommitmentStatus::Breached);
    let broken = world.of(LineCode::A4);
    assert_eq!(broken.evidence, [Evidence::Visit(VisitId(id(1)))]);
    assert_eq!(broken.by, Some(day("2026-05-31")));
    assert_eq!(
        broken.remedy,
        Some(Remedy::Visit(HouseholdId(id(1)), Purpose::Monitor))
    );
    world.put_right(broken.remedy.unwrap());
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::OnTrack);
}

#[test]
fn an_open_problem_has_its_days_from_the_visit_that_found_it() {
    let mut world = World::on("2026-05-01");
    let home = HouseholdId(id(1));
    let water = FieldKey {
        member: None,
        name: FieldName::WaterGuarantee,
    };
    let said = |base, old: Option<FactValue>| FactChange {
        field: water,
        base,
        old,
        new: Some(FactValue::Words("PROBLEM".into())),
    };
    assert_eq!(world.of(LineCode::P6).status, CommitmentStatus::NotApplicable);
    world.visit_today(home, Purpose::Routine, vec![said(None, None)]);
    assert_eq!(world.of(LineCode::P6).by, Some(day("2026-05-31")));
    // To be told the same again makes it no younger.
    world.today = day("2026-05-20");
    let (base, old) = (
        world.home(home).field_version(&water),
        world.home(home).value(&water).cloned(),
    );
    world.visit_today(home, Purpose::Routine, vec![said(base, old)]);
    assert_eq!(world.of(LineCode::P6).by, Some(day("2026-05-31")));
    assert_eq!(world.of(LineCode::P6).status, CommitmentStatus::DueSoon);
    world.today = day("2026-06-01");
    assert_eq!(world.of(LineCode::P6).status, CommitmentStatus::Breached);
}

#[test]
fn lines_without_evidence_say_what_they_need_and_count_nowhere() {
    let world = World::on("2026-11-23");
    let rows = catalogue(&world.config, world.today);
    let findings = world.findings();
    for row in rows.iter().filter(|row| !row.rule.is_computed()) {
        assert!(
            findings.iter().all(|finding| finding.line != row.code),
            "{}",
            row.code.code()
        );
    }
    let states = pillars(std::iter::empty(), &rows);
    assert!(states.iter().all(|state| state.worst.is_none()));
    let waiting: u32 = states.iter().map(|state| state.waiting).sum();
    let computed: u32 = states.iter().map(|state| state.computed).sum();
    assert_eq!((computed, waiting), (8, 16));
}

#[test]
fn a_small_team_is_a_warning_that_a_reason_settles() {
    let mut world = World::on("2026-11-23");
    world.posts.people = 2;
    let small = world.of(LineCode::A2);
    assert_eq!(
        (small.status, small.why),
        (CommitmentStatus::DueSoon, Why::TeamSmall)
    );
    assert_eq!(small.remedy, Some(Remedy::Explain));
    world.explanations = vec![explained(
        LineCode::A2,
        Subject::Village,
        "2026-12-31",
        Some("P001"),
    )];
    assert_eq!(world.of(LineCode::A2).status, CommitmentStatus::Explained);
}

#[test]
fn the_pillars_show_the_worst_state_and_what_to_do_begins_with_the_nearest_deadline() {
    let mut world = World::on("2026-05-25");
    world.visits = vec![visit(1, "2026-05-20")];
    let head = FactValue::Flag(false);
    world
        .home(HouseholdId(id(1)))
        .members
        .first_mut()
        .unwrap()
        .facts
        .register(FieldName::MedicalInsurance, Some(head));
    let findings = world.findings();
    let rows = catalogue(&world.config, world.today);
    let states = pillars(findings.iter(), &rows);
    let worst: Vec<_> = states.iter().map(|state| state.worst.unwrap()).collect();
    assert_eq!(
        worst,
        [
            CommitmentStatus::OnTrack,
            CommitmentStatus::Breached,
            CommitmentStatus::OnTrack,
            CommitmentStatus::OnTrack
        ]
    );
    let first = first_to_do(&findings, world.today);
    assert_eq!(first.first().map(|finding| finding.why), Some(Why::Uninsured));
}

fn explained(line: LineCode, subject: Subject, until: &str, confirmed: Option<&str>) -> Explanation {
    Explanation {
        id: ExplanationId(id(700)),
        village: "V001".into(),
        line,
        household: subject.household(),
        member: subject.member(),
        reason: "全家在广东务工，过年才回来".into(),
        until: day(until),
        author: "P002".into(),
        author_role: Role::TeamMember,
        confirmed_by: confirmed.map(Into::into),
        history: vec![],
    }
}

fn take(records: &mut RecordMap, operation: &Operation, role: Role) -> Result<(), RefusalCode> {
    let (actor, config) = (actor(operation.author.as_str(), role), Config::default());
    let context = Context {
        actor: &actor,
        config: &config,
        received_at: Some(Millis(1_795_399_200_000)),
    };
    let effect = apply(operation, records, context).map_err(|refusal| refusal.code)?;
    effect.records.into_iter().for_each(|record| records.put(record));
    Ok(())
}

fn says(n: u128, staff: &str, reason: &str, until: &str) -> Operation {
    let said = Explaining {
        village: "V001".into(),
        line: LineCode::A4,
        household: Some(HouseholdId(id(1))),
        member: None,
        reason: reason.into(),
        until: day(until),
    };
    let body = OperationBody::ExplainLine {
        explanation: ExplanationId(id(700 + n)),
        said: Box::new(said),
    };
    operation(n, staff, day("2026-11-20"), body)
}

fn confirms(n: u128, staff: &str, of: u128) -> Operation {
    let explanation = ExplanationId(id(700 + of));
    operation(
        n,
        staff,
        day("2026-11-20"),
        OperationBody::ConfirmExplanation { explanation },
    )
}

#[test]
fn an_explanation_counts_once_another_has_confirmed_it_and_until_its_end() {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    take(
        &mut records,
        &says(1, "P002", "全家在广东务工", "2027-02-10"),
        Role::TeamMember,
    )
    .unwrap();
    let mut world = World::on("2026-11-20");
    let read = |records: &RecordMap| records.explanations().cloned().collect::<Vec<_>>();
    world.explanations = read(&records);
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Breached);
    assert_eq!(world.of(LineCode::A4).explanation, Some(ExplanationId(id(701))));

    let member = Role::TeamMember;
    assert_eq!(
        take(&mut records, &confirms(2, "P002", 1), member),
        Err(RefusalCode::OwnExplanation)
    );
    assert_eq!(
        take(&mut records, &confirms(3, "P003", 1), member),
        Err(RefusalCode::NotAllowed)
    );
    take(&mut records, &confirms(4, "P001", 1), Role::TeamLeader).unwrap();
    let again = take(&mut records, &confirms(5, "P001", 1), Role::TeamLeader);
    assert_eq!(again, Err(RefusalCode::ExplanationConfirmed));
    let kept = records.explanation(ExplanationId(id(701))).unwrap();
    let events: Vec<_> = kept.history.iter().map(|entry| entry.event).collect();
    assert_eq!(events, [ExplanationEvent::Written, ExplanationEvent::Confirmed]);

    world.explanations = read(&records);
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Explained);
    world.today = day("2027-02-10");
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Explained);
    world.today = day("2027-02-11");
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Breached);
}

#[test]
fn what_a_leader_explains_a_member_may_confirm() {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    take(
        &mut records,
        &says(1, "P001", "住院两个月", "2026-12-31"),
        Role::TeamLeader,
    )
    .unwrap();
    let own = take(&mut records, &confirms(2, "P001", 1), Role::TeamLeader);
    assert_eq!(own, Err(RefusalCode::OwnExplanation));
    take(&mut records, &confirms(3, "P002", 1), Role::TeamMember).unwrap();
}

#[test]
fn an_explanation_needs_words_an_end_and_a_household_of_the_team() {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    let mut refused = |operation: Operation| take(&mut records, &operation, Role::TeamMember).unwrap_err();
    assert_eq!(
        refused(says(1, "P002", " ", "2026-12-31")),
        RefusalCode::EmptyText
    );
    assert_eq!(
        refused(says(2, "P002", "务工", "2026-11-20")),
        RefusalCode::ExplanationEnd
    );
    assert_eq!(
        refused(says(3, "P002", "务工", "2029-11-20")),
        RefusalCode::ExplanationEnd
    );
    let mut foreign = says(4, "P002", "务工", "2026-12-31");
    if let OperationBody::ExplainLine { said, .. } = &mut foreign.body {
        said.village = "V002".into();
    }
    assert_eq!(refused(foreign), RefusalCode::NotFound);
}

const GUARANTEES: [FieldName; 4] = [
    FieldName::EducationGuarantee,
    FieldName::MedicalGuarantee,
    FieldName::HousingGuarantee,
    FieldName::WaterGuarantee,
];

prop_compose! {
    fn a_household(n: u128)(
        lifted in any::<bool>(),
        monitored in any::<bool>(),
        answers in vec(select(vec![None, Some("OK"), Some("PROBLEM"), Some("UNKNOWN"), Some("NOT_APPLICABLE")]), 4),
        insured in vec(select(vec![None, Some(true), Some(false)]), 2),
        school in select(vec![None, Some("PRE_AGE"), Some("G7"), Some("SENIOR_1")]),
        born in 2005_i32..2022,
    ) -> Household {
        let mut home = household();
        home.id = HouseholdId(id(n));
        home.household_type = if lifted { HouseholdType::LiftedOut } else { HouseholdType::Ordinary };
        home.monitor = monitored.then_some(MonitorCategory::Marginal);
        for (name, answer) in GUARANTEES.into_iter().zip(answers) {
            home.facts.register(name, answer.map(|code| FactValue::Words(code.into())));
        }
        for ((at, member), flag) in home.members.iter_mut().enumerate().zip(insured) {
            member.id = MemberId(id(n * 100 + u128::try_from(at).unwrap()));
            member.facts.register(FieldName::MedicalInsurance, flag.map(FactValue::Flag));
        }
        let child = home.members.last_mut().unwrap();
        child.birth = NaiveDate::from_ymd_opt(born, 6, 1);
        child.facts.register(FieldName::StudentStatus, school.map(|code| FactValue::Words(code.into())));
        home
    }
}

prop_compose! {
    fn a_visit(today: NaiveDate)(
        n in 1_u128..50_000,
        home in 1_u128..4,
        ago in 0_u64..500,
        nobody in any::<bool>(),
        purpose in select(Purpose::ALL.to_vec()),
        proposed in select(vec![None, Some(0_u64), Some(3), Some(40)]),
    ) -> Visit {
        let on = today.checked_sub_days(Days::new(ago)).unwrap();
        let mut made = visit(n, "2026-01-01");
        made.household = HouseholdId(id(home));
        made.recorded_on = on;
        made.content.visited_on = on;
        made.content.nobody_home = nobody;
        made.content.purposes = vec![purpose];
        made.content.next_visit_on = proposed.and_then(|days| on.checked_add_days(Days::new(days)));
        made
    }
}

prop_compose! {
    fn the_posts()(
        team in any::<bool>(),
        secretary in any::<bool>(),
        vacant in select(vec![None, Some("2026-01-01"), Some("2026-11-10")]),
        people in 0_u32..5,
        linked in any::<bool>(),
    ) -> VillagePosts {
        let full = posts();
        VillagePosts {
            team: full.team.filter(|_| team),
            secretary: full.secretary.filter(|_| secretary),
            vacant_since: vacant.map(day),
            people,
            linked: if linked { full.linked } else { vec![] },
            ..posts()
        }
    }
}

fn a_world() -> impl Strategy<Value = World> {
    let today = (0_u64..730).prop_map(|days| day("2026-01-01").checked_add_days(Days::new(days)).unwrap());
    today.prop_flat_map(|today| {
        let homes = (a_household(1), a_household(2), a_household(3));
        (homes, vec(a_visit(today), 0..12), the_posts()).prop_map(move |(homes, visits, posts)| World {
            posts,
            households: vec![homes.0, homes.1, homes.2],
            visits,
            today,
            ..World::on("2026-01-01")
        })
    })
}

/// What more there may be to show that commitments are kept.
#[derive(Clone, Debug)]
enum More {
    Met(Box<Visit>),
    Answer(u128, FieldName),
    Insured(u128),
    InSchool(u128),
    Secretary,
    Linked,
    Person,
    Explained(usize),
}

fn more() -> impl Strategy<Value = More> {
    let home = 1_u128..4;
    prop_oneof![
        a_visit(day("2026-01-01")).prop_map(|visit| More::Met(Box::new(visit))),
        (home.clone(), select(GUARANTEES.to_vec())).prop_map(|(home, name)| More::Answer(home, name)),
        home.clone().prop_map(More::Insured),
        home.prop_map(More::InSchool),
        Just(More::Secretary),
        Just(More::Linked),
        Just(More::Person),
        (0_usize..30).prop_map(More::Explained),
    ]
}

impl World {
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
            More::Person => self.posts.people += 1,
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
            let remedy = finding.remedy.clone();
            prop_assert!(remedy.is_some(), "{:?}", finding);
            other.put_right(remedy.unwrap());
            let after = other.at(finding.line, finding.subject);
            prop_assert!(after.is_none_or(|after| after.status != CommitmentStatus::Breached), "{:?}", finding);
        }
    }
}

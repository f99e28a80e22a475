//! Handovers between people: which are due, who may sign, what the pack holds.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;
mod people;

use cast::{day, household, id, visit};
use domain::commitments::VillagePosts;
use domain::config::Config;
use domain::due::VisitTier;
use domain::handover::codes::{EndReason, HandoverSide, HandoverState, LineKind};
use domain::handover::{
    Assignment, Change, Handover, HandoverLine, Leaving, OpenKind, TEXT_MAX, changes, is_short_term, pack,
};
use domain::household::codes::MonitorCategory;
use domain::ids::{FlagId, HandoverId, HouseholdId, OpId};
use domain::operation::OperationBody;
use domain::record::{Record, RecordMap, Records};
use domain::refusal::RefusalCode;
use domain::risk::FlagContent;
use domain::roster::Role;
use domain::visit::codes::Signal;
use people::act;

fn assigned(staff: &str, from: Option<&str>, planned_to: Option<&str>, to: Option<&str>) -> Assignment {
    Assignment {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role: match staff {
            "P001" | "P011" => Role::TeamLeader,
            _ => Role::TeamMember,
        },
        from: from.map(day),
        planned_to: planned_to.map(day),
        to: to.map(day),
        reason: None,
        successor: None,
    }
}

fn found(assignments: Vec<Assignment>, today: &str) -> Vec<Change> {
    let posts = VillagePosts {
        village: "V001".into(),
        team: Some("T01".into()),
        since: None,
        secretary: None,
        vacant_since: None,
        people: 3,
        linked: vec![],
        posted: vec![],
        assignments,
        holders: vec![],
        tenures: vec![],
    };
    changes(&posts, day(today), 15)
}

/// Who leaves, and for whom somebody came.
fn told(found: &[Change]) -> Vec<(&str, Option<&str>)> {
    let incoming = |change: &Change| change.incoming.as_ref().map(|(staff, ..)| staff.clone());
    let pair = |change: &'_ Change| (change.of.staff.clone(), incoming(change));
    let pairs: Vec<_> = found.iter().map(pair).collect();
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    pairs
        .into_iter()
        .map(|(left, came)| (leak(left.to_string()), came.map(|came| leak(came.to_string()))))
        .collect()
}

#[test]
fn who_leaves_hands_over_to_who_came_within_the_days() {
    let people = vec![
        assigned("P001", None, None, None),
        assigned("P002", Some("2024-11-01"), None, Some("2026-11-10")),
        assigned("P003", Some("2026-11-03"), None, None),
    ];
    let all = found(people, "2026-11-20");
    assert_eq!(told(&all), [("P002", Some("P003"))]);
    assert_eq!((all[0].overlap(), all[0].by), (8, day("2026-11-25")));
    assert!(all[0].has_left);
}

#[test]
fn a_planned_end_is_prepared_a_month_ahead_and_passes_while_nobody_comes() {
    let people = |came: Option<&str>| {
        let mut people = vec![
            assigned("P001", None, None, None),
            assigned("P002", Some("2024-11-01"), Some("2026-11-30"), None),
        ];
        people.extend(came.map(|from| assigned("P003", Some(from), None, None)));
        people
    };
    assert!(found(people(None), "2026-10-30").is_empty());
    assert_eq!(told(&found(people(None), "2026-11-01")), [("P002", None)]);
    assert_eq!(told(&found(people(None), "2026-11-30")), [("P002", None)]);
    assert!(found(people(None), "2026-12-01").is_empty(), "stays on");
    let replaced = found(people(Some("2026-12-05")), "2026-12-06");
    assert_eq!(told(&replaced), [("P002", Some("P003"))]);
    assert_eq!(replaced[0].overlap(), 0);
}

#[test]
fn a_member_who_comes_to_lead_stays_and_takes_over_from_the_leader() {
    let mut promoted = assigned("P002", Some("2026-11-11"), None, None);
    promoted.role = Role::TeamLeader;
    let people = vec![
        assigned("P001", None, None, Some("2026-11-10")),
        assigned("P002", Some("2025-03-01"), None, Some("2026-11-10")),
        promoted,
        assigned("P003", Some("2026-11-11"), None, None),
    ];
    assert_eq!(told(&found(people, "2026-11-12")), [("P001", Some("P002"))]);
}

#[test]
fn who_came_is_matched_by_post_before_days() {
    let mut people = vec![
        assigned("P001", None, None, Some("2026-11-10")),
        assigned("P002", Some("2024-11-01"), None, Some("2026-11-30")),
        assigned("P003", Some("2026-11-11"), None, None),
    ];
    assert_eq!(
        told(&found(people.clone(), "2026-12-01")),
        [("P001", None), ("P002", Some("P003"))]
    );
    // Two whose planned end has passed: a member has come, so it is the member who was replaced.
    for one in people.iter_mut().take(2) {
        one.planned_to = one.to.take();
    }
    assert_eq!(told(&found(people, "2026-12-01")), [("P002", Some("P003"))]);
}

#[test]
fn a_whole_team_that_changes_hands_over_one_by_one_post_by_post() {
    let last = Some("2026-11-10");
    let came = Some("2026-11-08");
    let people = vec![
        assigned("P001", None, None, last),
        assigned("P002", None, None, last),
        assigned("P011", came, None, None),
        assigned("P012", came, None, None),
    ];
    let all = found(people, "2026-11-12");
    assert_eq!(told(&all), [("P001", Some("P011")), ("P002", Some("P012"))]);
}

fn leaving(staff: &str, role: Role) -> Leaving {
    Leaving {
        village: "V001".into(),
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role,
        on: day("2026-11-10"),
    }
}

struct Scene {
    records: RecordMap,
    of: Leaving,
    n: u128,
}

impl Scene {
    fn of(staff: &str, role: Role) -> Self {
        let mut records = RecordMap::default();
        records.put(Record::Household(Box::new(household())));
        Self {
            records,
            of: leaving(staff, role),
            n: 100,
        }
    }

    fn does(&mut self, staff: &str, body: OperationBody) -> Result<OpId, RefusalCode> {
        self.n += 1;
        act(
            &mut self.records,
            &Config::default(),
            self.n,
            (staff, "2026-11-12"),
            body,
        )
    }

    fn signs(&mut self, by: &str, side: HandoverSide, whom: &str, words: &str) -> Result<OpId, RefusalCode> {
        let body = OperationBody::SignHandover {
            of: Box::new(self.of.clone()),
            side,
            whom: whom.into(),
            words: words.into(),
        };
        self.does(by, body)
    }

    fn writes(
        &mut self,
        by: &str,
        kind: LineKind,
        at: Option<u128>,
        text: &str,
    ) -> Result<OpId, RefusalCode> {
        let line = HandoverLine {
            kind,
            household: at.map(|n| HouseholdId(id(n))),
            text: text.into(),
        };
        let body = OperationBody::WriteHandover {
            of: Box::new(self.of.clone()),
            line: Box::new(line),
        };
        self.does(by, body)
    }

    fn handover(&self) -> Option<&Handover> {
        self.records.handover(self.of.id())
    }
}

#[test]
fn both_sides_sign_each_by_their_own_hand() {
    let mut scene = Scene::of("P002", Role::TeamMember);
    assert!(scene.handover().is_none());
    scene
        .writes("P002", LineKind::Know, Some(1), " 老人耳背，要大声说 ")
        .unwrap();
    scene.signs("P002", HandoverSide::Outgoing, "P002", "").unwrap();
    assert_eq!(scene.handover().unwrap().state(), HandoverState::ByOutgoing);
    scene.signs("P003", HandoverSide::Incoming, "P003", "").unwrap();
    let done = scene.handover().unwrap();
    assert!(done.is_done());
    let (_, line) = done.lines(LineKind::Know).next().unwrap();
    assert_eq!(line.text, "老人耳背，要大声说");
    // What is learnt later is written as well, under both signatures.
    scene
        .writes("P003", LineKind::Asset, None, "仓库钥匙在村部")
        .unwrap();
    assert_eq!(scene.handover().unwrap().entries.len(), 4);
}

#[test]
fn the_leader_signs_for_who_is_gone_with_a_word_why_and_never_for_both_sides() {
    let mut scene = Scene::of("P002", Role::TeamMember);
    let outgoing = HandoverSide::Outgoing;
    assert_eq!(
        scene.signs("P003", outgoing, "P002", "走了"),
        Err(RefusalCode::NotAllowed)
    );
    assert_eq!(
        scene.signs("P001", outgoing, "P002", " "),
        Err(RefusalCode::HandoverReason)
    );
    scene.signs("P001", outgoing, "P002", "已回原单位").unwrap();
    assert_eq!(
        scene.signs("P001", HandoverSide::Incoming, "P003", "没带手机"),
        Err(RefusalCode::HandoverBothSides)
    );
    assert_eq!(
        scene.signs("P001", outgoing, "P002", "再签一次"),
        Err(RefusalCode::HandoverSigned)
    );
    // The person's own hand is taken beside the leader's, once.
    scene.signs("P002", outgoing, "P002", "").unwrap();
    assert_eq!(
        scene.signs("P002", outgoing, "P002", ""),
        Err(RefusalCode::HandoverSigned)
    );
    scene.signs("P003", HandoverSide::Incoming, "P003", "").unwrap();
    assert!(scene.handover().unwrap().is_done());
}

#[test]
fn a_colleague_signs_for_a_leader_who_is_gone() {
    let mut scene = Scene::of("P009", Role::TeamLeader);
    scene.signs("P001", HandoverSide::Incoming, "P001", "").unwrap();
    assert_eq!(
        scene.signs("P001", HandoverSide::Outgoing, "P009", "已调走"),
        Err(RefusalCode::HandoverBothSides)
    );
    scene
        .signs("P002", HandoverSide::Outgoing, "P009", "已调走")
        .unwrap();
    assert!(scene.handover().unwrap().is_done());
}

#[test]
fn sides_are_not_confused_and_texts_are_short() {
    let mut scene = Scene::of("P002", Role::TeamMember);
    for (side, whom) in [(HandoverSide::Outgoing, "P003"), (HandoverSide::Incoming, "P002")] {
        assert_eq!(scene.signs(whom, side, whom, ""), Err(RefusalCode::BadValue));
    }
    assert_eq!(
        scene.writes("P002", LineKind::Promise, None, " "),
        Err(RefusalCode::EmptyText)
    );
    let long = "长".repeat(TEXT_MAX + 1);
    assert_eq!(
        scene.writes("P002", LineKind::Promise, None, &long),
        Err(RefusalCode::TextTooLong)
    );
    assert_eq!(
        scene.writes("P002", LineKind::Know, Some(99), "哪一户"),
        Err(RefusalCode::NotFound)
    );
    assert_eq!(
        scene.writes("P011", LineKind::Promise, None, "别的队"),
        Err(RefusalCode::NotFound)
    );
    assert_eq!(
        scene.writes("C001", LineKind::Promise, None, "村干部"),
        Err(RefusalCode::NotAllowed)
    );
    assert!(scene.handover().is_none());
}

#[test]
fn a_handover_bears_the_number_of_village_person_and_day_on_every_phone() {
    let of = leaving("P002", Role::TeamMember);
    assert_eq!(
        of.id(),
        HandoverId::of(&"V001".into(), &"P002".into(), day("2026-11-10"))
    );
    let other = Leaving {
        on: day("2026-11-11"),
        ..of.clone()
    };
    assert_ne!(of.id(), other.id());
    // The office dates the last day anew: what was begun is still found.
    let begun = Handover::new(of.clone());
    let people = vec![assigned("P002", None, None, Some("2026-11-14"))];
    let change = found(people, "2026-11-15").remove(0);
    let record = change.record(std::iter::once(&begun));
    assert_eq!(change.leaving(record), of);
}

#[test]
fn the_button_is_for_whoever_may_sign() {
    let people = vec![
        assigned("P001", None, None, None),
        assigned("P002", None, None, Some("2026-11-10")),
        assigned("P003", Some("2026-11-08"), None, None),
    ];
    let change = found(people, "2026-11-12").remove(0);
    let for_whom = |side, me: &str, role| {
        let whom = change.signs(None, side, (&me.into(), role));
        whom.map(|whom| whom.to_string())
    };
    let (leader, member) = (Role::TeamLeader, Role::TeamMember);
    assert_eq!(
        for_whom(HandoverSide::Outgoing, "P002", member).as_deref(),
        Some("P002")
    );
    assert_eq!(
        for_whom(HandoverSide::Outgoing, "P001", leader).as_deref(),
        Some("P002")
    );
    assert_eq!(for_whom(HandoverSide::Outgoing, "P003", member), None);
    assert_eq!(
        for_whom(HandoverSide::Incoming, "P003", member).as_deref(),
        Some("P003")
    );
    assert_eq!(
        for_whom(HandoverSide::Incoming, "P001", leader).as_deref(),
        Some("P003")
    );
    assert_eq!(for_whom(HandoverSide::Incoming, "P002", member), None);
}

#[test]
fn the_pack_begins_with_monitored_households_and_says_who_has_been_there() {
    let mut scene = Scene::of("P002", Role::TeamMember);
    let mut monitored = household();
    monitored.id = HouseholdId(id(2));
    monitored.code = "V001-0002".into();
    monitored.monitor = Some(MonitorCategory::Marginal);
    let mut quiet = household();
    quiet.id = HouseholdId(id(3));
    quiet.code = "V001-0003".into();
    for home in [&monitored, &quiet] {
        scene.records.put(Record::Household(Box::new(home.clone())));
    }
    scene.writes("P002", LineKind::Know, Some(1), "有只狗").unwrap();
    let people = vec![
        assigned("P002", None, None, Some("2026-11-10")),
        assigned("P003", Some("2026-11-08"), None, None),
    ];
    let change = found(people, "2026-11-12").remove(0);
    let config = Config::default();
    let made = pack(
        &scene.records,
        &change,
        scene.handover(),
        day("2026-11-12"),
        &config,
    );
    let order: Vec<_> = made.homes.iter().map(|home| home.household.id).collect();
    assert_eq!(order, [monitored.id, HouseholdId(id(1))]);
    assert_eq!(made.homes[0].tier, VisitTier::Active);
    assert_eq!(made.homes[0].introduced, Some(false));
    assert_eq!(made.homes[1].introduced, None);
    assert_eq!(made.homes[1].notes.len(), 1);
    assert!(
        made.homes
            .iter()
            .flat_map(|home| &home.open)
            .all(|open| open.what != OpenKind::Elimination)
    );
    let others: Vec<_> = made.others.iter().map(|home| home.id).collect();
    assert_eq!(others, [quiet.id]);

    let mut together = visit(70, "2026-11-09");
    together.household = monitored.id;
    together.content.companions = vec!["P003".into()];
    scene.records.put(Record::Visit(Box::new(together)));
    let made = pack(
        &scene.records,
        &change,
        scene.handover(),
        day("2026-11-12"),
        &config,
    );
    assert_eq!(made.homes[0].introduced, Some(true));
    assert_eq!(made.homes[0].last_met, Some(day("2026-11-09")));
}

#[test]
fn what_cannot_wait_stands_first_in_the_pack() {
    let mut scene = Scene::of("P002", Role::TeamMember);
    let mut monitored = household();
    monitored.id = HouseholdId(id(2));
    monitored.code = "V001-0002".into();
    monitored.monitor = Some(MonitorCategory::Marginal);
    scene.records.put(Record::Household(Box::new(monitored)));
    let raise = |flag: u128, seen_on: &str, urgent: bool| OperationBody::RaiseFlag {
        flag: FlagId(id(flag)),
        household: HouseholdId(id(1)),
        content: Box::new(FlagContent {
            seen_on: day(seen_on),
            signals: vec![Signal::Disaster],
            urgent,
            words: String::new(),
            warning: None,
            source: None,
        }),
    };
    let people = vec![
        assigned("P002", None, None, Some("2026-11-10")),
        assigned("P003", Some("2026-11-08"), None, None),
    ];
    let change = found(people, "2026-11-12").remove(0);
    let config = Config::default();
    let homes = |scene: &Scene| -> Vec<(HouseholdId, Vec<bool>)> {
        let made = pack(&scene.records, &change, None, day("2026-11-12"), &config);
        let homes = made.homes.iter();
        homes
            .map(|home| {
                let urgent = home.open.iter().map(|open| open.urgent);
                (home.household.id, urgent.collect())
            })
            .collect()
    };
    let (ordinary, monitored) = (HouseholdId(id(1)), HouseholdId(id(2)));
    scene.does("P002", raise(60, "2026-11-08", false)).unwrap();
    assert_eq!(homes(&scene), [(monitored, vec![]), (ordinary, vec![false])]);
    scene.does("P002", raise(61, "2026-11-11", true)).unwrap();
    assert_eq!(
        homes(&scene),
        [(ordinary, vec![true, false]), (monitored, vec![])]
    );
}

#[test]
fn a_term_of_two_years_is_whole_and_a_shorter_one_is_worth_a_look() {
    assert!(!is_short_term(day("2025-06-01"), day("2027-05-31")));
    assert!(is_short_term(day("2025-06-01"), day("2027-05-30")));
    assert!(is_short_term(day("2026-11-01"), day("2026-11-30")));
}

#[test]
fn whom_the_office_names_takes_over_before_whoever_came_nearer() {
    let mut leaves = assigned("P002", Some("2024-11-01"), None, Some("2026-11-10"));
    leaves.reason = Some(EndReason::TermEnd);
    let people = |leaves: &Assignment| {
        vec![
            assigned("P001", None, None, None),
            leaves.clone(),
            assigned("P003", Some("2026-11-09"), None, None),
            // Long in the village already: by the days alone nobody would come for P002 with P004.
            assigned("P004", Some("2025-03-01"), None, None),
        ]
    };
    assert_eq!(
        told(&found(people(&leaves), "2026-11-20")),
        [("P002", Some("P003"))]
    );
    leaves.successor = Some("P004".into());
    let named = found(people(&leaves), "2026-11-20");
    assert_eq!(told(&named), [("P002", Some("P004"))]);
    assert_eq!(named[0].reason, Some(EndReason::TermEnd));
    assert_eq!(named[0].overlap(), 620);
}

#[test]
fn who_is_named_and_does_not_come_leaves_the_place_to_the_nearest() {
    let mut leaves = assigned("P002", Some("2024-11-01"), None, Some("2026-11-10"));
    leaves.successor = Some("P009".into());
    let people = vec![
        assigned("P001", None, None, None),
        leaves,
        assigned("P003", Some("2026-11-09"), None, None),
    ];
    assert_eq!(told(&found(people, "2026-11-20")), [("P002", Some("P003"))]);
}

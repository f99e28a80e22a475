//! The four not-removes of all villages, as the store gives them.

use crate::district::*;
use crate::engines::Home;
use domain::commitments::board::{FourBoard, FourList};
use domain::commitments::trend::{FourMonth, MonthEntry};
use domain::commitments::{CommitmentStatus, LineCode, Pillar, Post, Why};
use domain::config::Config;
use domain::ids::{ExplanationId, HouseholdId, VillageId};
use domain::operation::{Explaining, OperationBody};
use domain::record::{RecordKey, RecordMap};
use domain::roster::Role;
use domain::time::{field_day, plus_days};
use domain::visit::VisitContent;
use server::store::{Roster, StaffRow, Store, VillagePost};
use std::sync::Arc;

async fn board(store: &Store) -> FourBoard {
    store
        .four_board(None, (day("2026-11-20"), NOW), Arc::new(Config::default()))
        .await
        .unwrap()
}

async fn list(store: &Store, village: &str) -> Option<FourList> {
    let config = Arc::new(Config::default());
    store
        .four_list(&VillageId::from(village), day("2026-11-20"), config)
        .await
        .unwrap()
}

fn worst(board: &FourBoard, village: &str, pillar: Pillar) -> Option<CommitmentStatus> {
    let village = board
        .villages
        .iter()
        .find(|one| one.id.as_str() == village)
        .unwrap();
    village
        .pillars
        .iter()
        .find(|state| state.pillar == pillar)
        .unwrap()
        .worst
}

pub async fn the_map_tells_each_village_by_township_and_name(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let told = board(store).await;
    let names: Vec<_> = told.villages.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["垭古村", "石桥村", "大坪村"]);
    // No entry of the work log says that the linked leader came.
    assert_eq!(
        worst(&told, "V001", Pillar::Responsibility),
        Some(CommitmentStatus::Breached)
    );
    // Nobody has been visited; T02 has two people, which is a warning and no breach.
    assert_eq!(
        worst(&told, "V001", Pillar::Assistance),
        Some(CommitmentStatus::Breached)
    );

    for n in 9..11 {
        let met = VisitContent {
            nobody_home: false,
            met: vec![domain::ids::MemberId(id(n * 10 + 1))],
            ..content()
        };
        applied(store, log(n, "P102", n, met)).await;
    }
    assert_eq!(
        worst(&board(store).await, "V003", Pillar::Assistance),
        Some(CommitmentStatus::DueSoon)
    );

    let before = list(store, "V001").await.unwrap();
    let visits = before.lines.iter().filter(|one| one.line == LineCode::A4);
    assert_eq!(visits.count(), 5);
    assert!(
        before
            .lines
            .iter()
            .all(|one| one.household.as_deref() != Some("聂配偶1"))
    );
    assert!(list(store, "V999").await.is_none());
}

pub async fn a_month_is_kept_as_it_was_counted(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let base = Arc::new(Config::default());
    let count = async |on: &str| store.count_month(day(on), &base).await.unwrap();
    assert!(count("2026-10-30").await);
    assert!(!count("2026-10-30").await);
    // The last day of a month is counted to its end.
    assert!(count("2026-10-31").await);
    assert!(count("2026-10-31").await);
    let before = board(store).await.months(None);
    let [.., september, october, november] = before.as_slice() else {
        panic!("{before:?}")
    };
    assert_eq!((before.len(), september.counted_on), (12, None));
    assert!(september.pillars.is_empty());
    assert_eq!(october.counted_on, Some(day("2026-10-31")));
    assert_eq!(october.of(Pillar::Assistance).unwrap().all(), 3);
    assert_eq!(november.counted_on, Some(day("2026-11-20")));

    // Work moves the running month and no other.
    for n in 9..11 {
        let met = VisitContent {
            nobody_home: false,
            met: vec![domain::ids::MemberId(id(n * 10 + 1))],
            ..content()
        };
        applied(store, log(n, "P102", n, met)).await;
    }
    let after = board(store).await.months(None);
    assert_eq!(&after[10], october);
    let due = |month: &FourMonth| month.of(Pillar::Assistance).unwrap().due_soon;
    assert_eq!(due(&after[11]), due(november) + 1);

    assert!(count("2026-11-20").await);
    let late = MonthEntry {
        month: day("2026-11-01"),
        village: "V001".into(),
        pillar: Pillar::Assistance,
        worst: CommitmentStatus::OnTrack,
        counted_on: day("2026-11-19"),
    };
    store.keep_months(&[late]).await.unwrap();
    let earlier = "SELECT COUNT(*) FROM four_month WHERE counted_on = '2026-11-19'";
    assert_eq!(home.count(earlier).await, 0);
    let october = "SELECT COUNT(*) FROM four_month WHERE month = '2026-10-01' AND pillar = 'FNR_ASSISTANCE'";
    assert_eq!(home.count(october).await, 3);
}

pub async fn a_village_without_a_team_says_so(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let moved = Roster {
        teams: vec![team("T02", "区水利局", &["V002"])],
        ..Roster::default()
    };
    store
        .save_roster(&moved, &"A01".into(), domain::time::Millis(NOW.0 + 1))
        .await
        .unwrap();
    let told = list(store, "V003").await.unwrap();
    let alone = told.lines.iter().find(|one| one.line == LineCode::A1).unwrap();
    assert_eq!(alone.status, CommitmentStatus::Breached);
    assert!(alone.by.is_some());
}

pub async fn a_first_secretary_who_leaves_before_the_planned_day_leaves_the_post_empty_from_then_on(
    home: &Home,
) {
    let store = &home.store;
    settle(store).await;
    let planned = StaffRow {
        posted_until: Some(day("2027-05-01")),
        ..person("P001", "邹队长", Role::TeamLeader, Some("T01"))
    };
    let rows = Roster {
        staff: vec![planned],
        ..Roster::default()
    };
    store.save_roster(&rows, &"A01".into(), NOW).await.unwrap();
    store.close_account(&"P001".into(), true, NOW).await.unwrap();
    let told = list(store, "V001").await.unwrap();
    let of = |line| {
        let found = told.lines.iter().find(|one| one.line == line).unwrap();
        (found.status, found.why, found.by)
    };
    let left = field_day(NOW);
    let due = |why, days| (CommitmentStatus::DueSoon, why, Some(plus_days(left, days)));
    assert_eq!(of(LineCode::R1), due(Why::PostEmpty, 7));
    assert_eq!(of(LineCode::A2), due(Why::SecretaryMissing, 30));
    // A team-mate's phone is told the same day.
    let member = actor(store, "P002").await;
    let posts = store.reference(&member, &Config::default()).await.unwrap().posts;
    assert_eq!(posts[0].vacant_since, Some(left));
}

pub async fn a_post_that_is_in_no_team_is_emptied_filled_and_put_right(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let r1 = async || {
        let told = list(store, "V001").await.unwrap();
        let line = told.lines.into_iter().find(|one| one.line == LineCode::R1);
        line.map(|one| (one.status, one.why, one.by))
    };
    let tell = async |told: VillagePost| {
        let rows = Roster {
            posts: vec![told],
            ..Roster::default()
        };
        store.save_roster(&rows, &"A01".into(), NOW).await.unwrap();
    };
    assert_eq!(r1().await, None, "every post has somebody");
    let empty = |on| Some((CommitmentStatus::DueSoon, Why::PostEmpty, Some(day(on))));
    tell(post(Post::VillageSecretary, "", Some("2026-11-15"))).await;
    assert_eq!(r1().await, empty("2026-11-22"));
    // The day is put right, and nothing begins anew.
    tell(post(Post::VillageSecretary, "", Some("2026-11-10"))).await;
    let broken = (
        CommitmentStatus::Breached,
        Why::PostEmpty,
        Some(day("2026-11-17")),
    );
    assert_eq!(r1().await, Some(broken));
    // The phone of the team is told the same.
    let leader = actor(store, "P001").await;
    let posts = store.reference(&leader, &Config::default()).await.unwrap().posts;
    let held = &posts[0].holders;
    assert!(
        held.iter()
            .any(|one| one.post == Post::VillageSecretary && one.is_vacant())
    );
    tell(post(Post::VillageSecretary, "龙书记", Some("2026-11-18"))).await;
    assert_eq!(r1().await, None);
    tell(post(Post::VillageSecretary, "龙书计", Some("2026-11-18"))).await;
    let stretches = "SELECT COUNT(*) FROM village_post WHERE village = 'V001' AND post = 'VILLAGE_SECRETARY'";
    assert_eq!(home.count(stretches).await, 3);
    // Each ends on the day before the next one begins, also where that day was put right.
    let ended = "SELECT COUNT(*) FROM village_post WHERE village = 'V001' AND post = 'VILLAGE_SECRETARY' \
                 AND to_day IN ('2026-11-09', '2026-11-17')";
    assert_eq!(home.count(ended).await, 2);
    // Of a village about which the office never told, the posts are to be named, and nobody calls them empty.
    let other = list(store, "V002").await.unwrap();
    let untold = other.lines.iter().find(|one| one.line == LineCode::R1).unwrap();
    assert_eq!(
        (untold.status, untold.why),
        (CommitmentStatus::DueSoon, Why::PostUntold)
    );
}

pub async fn an_explanation_is_kept_told_and_moves_with_its_household(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let explanation = ExplanationId(id(700));
    let said = Explaining {
        village: "V001".into(),
        line: LineCode::A4,
        household: Some(HouseholdId(id(1))),
        member: None,
        reason: "全家在广东务工".into(),
        until: day("2027-02-10"),
    };
    let explain = OperationBody::ExplainLine {
        explanation,
        said: Box::new(said),
    };
    applied(store, operation(1, "P002", explain)).await;
    let open = |told: &FourList| {
        told.lines
            .iter()
            .filter(|one| one.status == CommitmentStatus::Explained)
            .count()
    };
    assert_eq!(open(&list(store, "V001").await.unwrap()), 0);
    applied(
        store,
        operation(2, "P001", OperationBody::ConfirmExplanation { explanation }),
    )
    .await;
    let told = list(store, "V001").await.unwrap();
    assert_eq!(open(&told), 1);
    // The desk reads the reason, and who confirmed it.
    let explained = told.lines.iter().find_map(|one| one.explanation.as_ref());
    let explained = explained.unwrap();
    assert_eq!(explained.reason, "全家在广东务工");
    assert!(
        explained
            .confirmed_by
            .as_ref()
            .is_some_and(|who| *who != explained.by_name)
    );

    let mut moved = household(1, "V001");
    moved.household.village = "V002".into();
    store
        .save_register(&[moved], &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    assert_eq!(open(&list(store, "V001").await.unwrap()), 0);
    assert_eq!(open(&list(store, "V002").await.unwrap()), 1);
    let feed = store.feed(&"T02".into(), 0, 1_000).await.unwrap();
    assert!(
        feed.changes
            .iter()
            .any(|change| change.key == RecordKey::Explanation(explanation))
    );
}

pub async fn a_phone_computes_what_the_desk_computes(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let water = VisitContent {
        nobody_home: false,
        met: vec![domain::ids::MemberId(id(11))],
        ..water("PROBLEM")
    };
    applied(store, log(1, "P002", 1, water)).await;
    applied(store, crate::moves::missing_aid(2, 1)).await;
    let actor = actor(store, "P001").await;
    let config = Config::default();
    let reference = store.reference(&actor, &config).await.unwrap();
    let [posts] = reference.posts.as_slice() else {
        panic!("{:?}", reference.posts)
    };
    assert_eq!(posts.people, 3);
    assert_eq!(
        posts.secretary.as_ref().map(|person| person.role),
        Some(Role::TeamLeader)
    );
    assert_eq!(posts.linked.len(), 1);
    let mut records = RecordMap::default();
    for change in store.feed(&"T01".into(), 0, 1_000).await.unwrap().changes {
        let text = change.record.unwrap();
        records.put(serde_json::from_str::<domain::record::Record>(text.get()).unwrap());
    }
    let today = day("2026-11-20");
    let rows = domain::commitments::catalogue(&config, today);
    let ground = domain::commitments::Ground {
        village: reference.villages.first(),
        posts: Some(posts),
        households: records.households().collect(),
        visits: records.visits().collect(),
        explanations: records.explanations().collect(),
        files: records.monitoring_files().collect(),
        flags: records.flags().collect(),
        entitlements: records.entitlement_files().collect(),
        days: records.days_files().collect(),
        handovers: records.handovers().collect(),
        works: records.works().collect(),
        only: None,
    };
    let findings = domain::commitments::lines(&ground, &rows, today, &config);
    let on_phone = domain::commitments::board::for_desk(&findings, &ground, today);
    assert_eq!(on_phone, list(store, "V001").await.unwrap().lines);
    let aid = findings.iter().find(|finding| finding.line == LineCode::P4);
    assert_eq!(
        aid.map(|finding| finding.status),
        Some(CommitmentStatus::Breached)
    );
    let problem = findings
        .iter()
        .find(|one| one.line == LineCode::P6 && one.status == CommitmentStatus::DueSoon);
    // The phone wrote a day after the receipt: thirty days count from the receipt.
    assert_eq!(problem.unwrap().by, Some(day("2026-12-18")));
}

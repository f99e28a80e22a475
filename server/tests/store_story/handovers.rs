//! Who was posted when, and what is handed over, as the store keeps it.

use crate::district::*;
use crate::engines::Home;
use domain::commitments::board::FourLine;
use domain::commitments::{CommitmentStatus, LineCode, Post, VillagePosts, Why};
use domain::config::Config;
use domain::desk::{EndOfPosting, LEFT_DAYS};
use domain::handover::codes::{EndReason, HandoverSide, LineKind};
use domain::handover::{Change, HandoverLine, Leaving, changes, post_changes};
use domain::ids::WorkId;
use domain::operation::OperationBody;
use domain::record::RecordKey;
use domain::roster::Role;
use domain::time::{Millis, field_day};
use domain::work::WorkContent;
use domain::work::codes::WorkKind;
use server::store::{EndTold, LeaderLink, PostingEnd, Roster, StaffRow, Store, VillagePost};
use std::sync::Arc;

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn after(days: i64) -> Millis {
    Millis(NOW.0 + days * DAY)
}

/// What the phone of somebody is told of a village's posts.
async fn told(store: &Store, staff: &str, village: &str) -> VillagePosts {
    let actor = actor(store, staff).await;
    let reference = store.reference(&actor, &Config::default()).await.unwrap();
    let mut posts = reference.posts.into_iter();
    posts.find(|posts| posts.village.as_str() == village).unwrap()
}

/// What is due in T01's village, as its leader's phone reckons it on a day.
async fn due(store: &Store, staff: &str, on: Millis) -> Vec<Change> {
    changes(&told(store, staff, "V001").await, field_day(on), 15)
}

/// The posts of a village that changed hands: which, from whom to whom, since when.
async fn handed_on(store: &Store, staff: &str, village: &str) -> Vec<(Post, String, String, String)> {
    let all = post_changes(&told(store, staff, village).await, 15);
    all.into_iter()
        .map(|one| (one.post, one.outgoing, one.incoming, one.on.to_string()))
        .collect()
}

fn pairs(all: &[Change]) -> Vec<(String, Option<String>)> {
    let incoming = |change: &Change| change.incoming.as_ref().map(|(staff, ..)| staff.to_string());
    all.iter()
        .map(|change| (change.of.staff.to_string(), incoming(change)))
        .collect()
}

/// P004 comes five days after the roster, P003's account is closed two days later.
async fn replaced(store: &Store) {
    settle(store).await;
    // The office does not say since when: the day of telling counts.
    let came = StaffRow {
        posted_from: None,
        ..person("P004", "向队员", Role::TeamMember, Some("T01"))
    };
    let came = Roster {
        staff: vec![came],
        ..Roster::default()
    };
    store.save_roster(&came, &"A01".into(), after(5)).await.unwrap();
    store.close_account(&"P003".into(), true, after(7)).await.unwrap();
}

pub async fn postings_are_kept_as_people_come_and_go(home: &Home) {
    let store = &home.store;
    settle(store).await;
    assert!(due(store, "P001", after(1)).await.is_empty());
    replaced(store).await;
    let all = due(store, "P001", after(8)).await;
    assert_eq!(pairs(&all), [("P003".to_owned(), Some("P004".to_owned()))]);
    let change = all.first().unwrap();
    assert_eq!(change.of.on, field_day(after(7)));
    assert_eq!((change.overlap(), change.has_left), (3, true));
    assert_eq!(change.of.name, "韦队员");

    // The same roster again ends and begins nothing.
    store
        .save_roster(&roster(), &"A01".into(), after(9))
        .await
        .unwrap();
    assert_eq!(due(store, "P001", after(9)).await, all);

    // An account that was closed by mistake was never left.
    store
        .close_account(&"P003".into(), false, after(9))
        .await
        .unwrap();
    assert!(due(store, "P001", after(9)).await.is_empty());

    // Somebody changes teams: the one lost a member, the other gained one. Why, the roster knows by itself.
    let moved = Roster {
        staff: vec![person("P003", "韦队员", Role::TeamMember, Some("T02"))],
        ..Roster::default()
    };
    store.save_roster(&moved, &"A01".into(), after(10)).await.unwrap();
    let all = due(store, "P001", after(10)).await;
    assert_eq!(pairs(&all), [("P003".to_owned(), Some("P004".to_owned()))]);
    assert_eq!(all.first().unwrap().reason, Some(EndReason::Transferred));
}

pub async fn the_office_says_why_somebody_left_and_who_comes(home: &Home) {
    let store = &home.store;
    replaced(store).await;
    let told = PostingEnd {
        staff: "P003".into(),
        reason: Some(EndReason::Resigned),
        successor: Some("P002".into()),
    };
    let only_why = PostingEnd {
        successor: None,
        ..told.clone()
    };
    for ends in [vec![told.clone()], vec![only_why]] {
        let rows = Roster {
            ends,
            ..Roster::default()
        };
        store.save_roster(&rows, &"A01".into(), after(8)).await.unwrap();
        let all = due(store, "P001", after(8)).await;
        assert_eq!(pairs(&all), [("P003".to_owned(), Some("P002".to_owned()))]);
        assert_eq!(all.first().unwrap().reason, Some(EndReason::Resigned));
        assert_eq!(store.roster().await.unwrap().ends, std::slice::from_ref(&told));
    }

    // Who is back has not left.
    store
        .close_account(&"P003".into(), false, after(9))
        .await
        .unwrap();
    assert!(store.roster().await.unwrap().ends.is_empty());

    // An account that is closed when the planned day has come says why by itself.
    let planned = StaffRow {
        posted_until: Some(field_day(after(9))),
        ..person("P003", "韦队员", Role::TeamMember, Some("T01"))
    };
    let rows = Roster {
        staff: vec![planned],
        ..Roster::default()
    };
    store.save_roster(&rows, &"A01".into(), after(9)).await.unwrap();
    store
        .close_account(&"P003".into(), true, after(10))
        .await
        .unwrap();
    let all = due(store, "P001", after(10)).await;
    assert_eq!(pairs(&all), [("P003".to_owned(), Some("P004".to_owned()))]);
    let change = all.first().unwrap();
    assert_eq!(change.of.on, field_day(after(9)));
    assert_eq!(change.reason, Some(EndReason::TermEnd));
}

pub async fn who_changed_teams_while_away_is_posted_anew(home: &Home) {
    let store = &home.store;
    settle(store).await;
    for (staff, role, team) in [
        ("P003", Role::TeamMember, "T02"),
        ("P002", Role::TeamLeader, "T01"),
    ] {
        store.close_account(&staff.into(), true, after(2)).await.unwrap();
        let changed = Roster {
            staff: vec![person(staff, "韦队员", role, Some(team))],
            ..Roster::default()
        };
        store
            .save_roster(&changed, &"A01".into(), after(4))
            .await
            .unwrap();
        store.close_account(&staff.into(), false, after(6)).await.unwrap();
    }
    let (left, back) = (field_day(after(2)), field_day(after(6)));
    let reference = async |staff| {
        let actor = actor(store, staff).await;
        store.reference(&actor, &Config::default()).await.unwrap()
    };
    let stretches = async |leader, staff: &str| -> Vec<_> {
        let posts = reference(leader).await.posts;
        let all = posts.iter().flat_map(|posts| &posts.assignments);
        let mut all: Vec<_> = all
            .filter(|one| one.staff.as_str() == staff)
            .map(|one| (one.from, one.to, one.role))
            .collect();
        all.dedup();
        all
    };
    // The day of the earlier posting is none of this one.
    assert_eq!(
        stretches("P101", "P003").await,
        [(Some(back), None, Role::TeamMember)]
    );
    assert_eq!(
        stretches("P001", "P002").await,
        [
            (Some(day("2025-05-01")), Some(left), Role::TeamMember),
            (Some(back), None, Role::TeamLeader),
        ]
    );
}

fn sign(of: &Leaving, side: HandoverSide, whom: &str) -> OperationBody {
    OperationBody::SignHandover {
        of: Box::new(of.clone()),
        side,
        whom: whom.into(),
        words: "已回原单位".into(),
    }
}

pub async fn a_handover_is_signed_turns_the_line_and_moves_with_its_village(home: &Home) {
    let store = &home.store;
    replaced(store).await;
    let today = field_day(after(8));
    let r2 = async |store: &Store| {
        let config = Arc::new(Config::default());
        let told = store
            .four_list(&"V001".into(), today, config)
            .await
            .unwrap()
            .unwrap();
        let line = told.lines.into_iter().find(|one| one.line == LineCode::R2);
        line.map(|one| (one.status, one.why, one.by))
    };
    let change = due(store, "P001", after(8)).await.remove(0);
    let by = field_day(after(22));
    assert_eq!(
        r2(store).await,
        Some((CommitmentStatus::DueSoon, Why::HandoverOpen, Some(by)))
    );
    let of = change.of;
    let line = HandoverLine {
        kind: LineKind::Know,
        household: Some(domain::ids::HouseholdId(id(1))),
        text: "药费单子在铁盒里".into(),
    };
    let write = OperationBody::WriteHandover {
        of: Box::new(of.clone()),
        line: Box::new(line),
    };
    applied(store, operation(1, "P002", write)).await;
    applied(
        store,
        operation(2, "P001", sign(&of, HandoverSide::Outgoing, "P003")),
    )
    .await;
    applied(
        store,
        operation(3, "P004", sign(&of, HandoverSide::Incoming, "P004")),
    )
    .await;
    assert_eq!(r2(store).await, None);

    // Another team comes: the handover goes along, and its people hand over as well.
    let moved = Roster {
        teams: vec![team("T02", "区水利局", &["V001", "V002", "V003"])],
        ..Roster::default()
    };
    store.save_roster(&moved, &"A01".into(), after(12)).await.unwrap();
    let feed = store.feed(&"T02".into(), 0, 1_000).await.unwrap();
    let key = RecordKey::Handover(of.id());
    assert!(feed.changes.iter().any(|change| change.key == key));
    let left = store.feed(&"T01".into(), 0, 1_000).await.unwrap();
    assert!(
        left.changes
            .iter()
            .all(|change| change.key != key || change.record.is_none())
    );
    let all = due(store, "P101", after(13)).await;
    let leaving: Vec<String> = all.iter().map(|change| change.of.staff.to_string()).collect();
    assert_eq!(leaving, ["P003", "P001", "P002", "P004"]);
    let leader = all.iter().find(|change| change.of.staff.as_str() == "P001");
    let (came, ..) = leader.unwrap().incoming.clone().unwrap();
    assert_eq!(came.as_str(), "P101");
}

pub async fn a_villages_secretary_changes_and_the_team_notes_the_handover(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let today = field_day(NOW);
    let r2 = async |store: &Store| -> Option<FourLine> {
        let config = Arc::new(Config::default());
        let list = store.four_list(&"V001".into(), today, config).await;
        let lines = list.unwrap().unwrap().lines;
        lines.into_iter().find(|one| one.line == LineCode::R2)
    };
    assert_eq!(r2(store).await, None);
    let tell = async |told: VillagePost| {
        let rows = Roster {
            posts: vec![told],
            ..Roster::default()
        };
        store.save_roster(&rows, &"A01".into(), NOW).await.unwrap();
    };
    // While the post is empty there is nobody to hand over to.
    tell(post(Post::VillageSecretary, "", Some("2026-11-02"))).await;
    assert_eq!(r2(store).await, None);
    tell(post(Post::VillageSecretary, "龙书记", Some("2026-11-10"))).await;
    let [left, came, on] = ["石书记", "龙书记", "2026-11-10"].map(str::to_owned);
    let changed = vec![(Post::VillageSecretary, left, came, on)];
    assert_eq!(handed_on(store, "P001", "V001").await, changed);
    let open = r2(store).await.unwrap();
    assert_eq!(
        (open.status, open.why, open.by),
        (
            CommitmentStatus::DueSoon,
            Why::PostHandoverOpen,
            Some(day("2026-11-25"))
        )
    );
    assert_eq!(open.posts, [Post::VillageSecretary]);

    // Nobody signs: whoever of the team was there writes it down.
    let noted = WorkContent {
        kind: WorkKind::OF_POSTS,
        on: today,
        words: "账册、公章和在办的项目一件件交了".into(),
        who: "石书记、龙书记、镇组织委员".into(),
        yuan: None,
        companions: vec![],
        elsewhere: false,
        post: Some(Post::VillageSecretary),
    };
    let note = OperationBody::LogWork {
        work: WorkId(id(77)),
        village: "V001".into(),
        content: Box::new(noted),
    };
    applied(store, operation(1, "P002", note)).await;
    assert_eq!(r2(store).await, None);
}

pub async fn who_is_linked_with_a_village_is_kept_as_leaders_come_and_go(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let link = |leader: &str, villages: &[&str]| LeaderLink {
        leader: leader.into(),
        villages: villages.iter().map(|village| (*village).into()).collect(),
    };
    let tell = async |links: Vec<LeaderLink>, at: Millis| {
        let rows = Roster {
            staff: vec![person("L02", "符领导", Role::LinkedLeader, None)],
            links,
            ..Roster::default()
        };
        store.save_roster(&rows, &"A01".into(), at).await.unwrap();
    };
    let none: Vec<(Post, String, String, String)> = Vec::new();
    assert_eq!(handed_on(store, "P001", "V001").await, none);
    let there = told(store, "P001", "V001").await.tenures;
    assert!(
        there
            .iter()
            .any(|one| one.post == Post::LinkedLeader && one.from.is_none())
    );

    // Another comes for the one; what is taken back on the same day was never so, and told again it is so again.
    let changed = vec![link("L01", &["V003"]), link("L02", &["V001"])];
    let before = vec![link("L01", &["V001", "V003"]), link("L02", &[])];
    let on = field_day(after(5)).to_string();
    let to = |leader: &str| {
        vec![(
            Post::LinkedLeader,
            "连领导".to_owned(),
            leader.to_owned(),
            on.clone(),
        )]
    };
    tell(changed.clone(), after(5)).await;
    assert_eq!(handed_on(store, "P001", "V001").await, to("符领导"));
    tell(before, after(5)).await;
    assert_eq!(handed_on(store, "P001", "V001").await, none);
    tell(changed.clone(), after(5)).await;
    tell(changed, after(6)).await;
    assert_eq!(handed_on(store, "P001", "V001").await, to("符领导"));
    assert_eq!(handed_on(store, "P101", "V003").await, none);

    // A leader whose account is closed is linked no more, and is again when it opens.
    store.close_account(&"L01".into(), true, after(7)).await.unwrap();
    let left = told(store, "P101", "V003").await.tenures;
    let last = left.iter().find(|one| one.post == Post::LinkedLeader).unwrap().to;
    assert_eq!(last, Some(field_day(after(7))));
    store.close_account(&"L01".into(), false, after(7)).await.unwrap();
    let back = told(store, "P101", "V003").await.tenures;
    assert!(back.iter().all(|one| one.to.is_none()), "{back:?}");
}

pub async fn the_desk_says_the_end_of_a_posting_to_the_team_that_was_left(home: &Home) {
    let store = &home.store;
    replaced(store).await;
    let said = async |staff: &str, reason, successor: Option<&str>| {
        let said = EndOfPosting {
            reason,
            successor: successor.map(Into::into),
        };
        let whose = (&"T01".into(), &staff.into());
        let told = store
            .tell_end_of_posting(whose, &said, (&"A01".into(), after(8)))
            .await;
        told.unwrap()
    };
    assert_eq!(
        said("P003", Some(EndReason::Resigned), Some("P002")).await,
        EndTold::Taken
    );
    let all = due(store, "P001", after(8)).await;
    assert_eq!(pairs(&all), [("P003".to_owned(), Some("P002".to_owned()))]);
    assert_eq!(all.first().unwrap().reason, Some(EndReason::Resigned));
    // Said again without it, it is taken back, and who came is matched by the days.
    assert_eq!(said("P003", None, None).await, EndTold::Taken);
    let all = due(store, "P001", after(8)).await;
    assert_eq!(pairs(&all), [("P003".to_owned(), Some("P004".to_owned()))]);
    assert_eq!(all.first().unwrap().reason, None);
    assert_eq!(said("P003", None, Some("P003")).await, EndTold::NoSuccessor);
    assert_eq!(said("P101", None, None).await, EndTold::NoPosting);

    // Who left stands in the list of the team for a while.
    let left = async |days: i64| -> Vec<String> {
        let list = store.team_list(field_day(after(days))).await.unwrap();
        let team = list.teams.into_iter().find(|team| team.id.as_str() == "T01");
        team.unwrap().left.into_iter().map(|one| one.id.0).collect()
    };
    assert_eq!(left(7 + LEFT_DAYS).await, ["P003"]);
    assert!(left(8 + LEFT_DAYS).await.is_empty());

    // Who changed teams left the first one: it is of that posting that the desk speaks, and not of the one that lasts.
    let moved = Roster {
        staff: vec![person("P002", "覃队员", Role::TeamMember, Some("T02"))],
        ..Roster::default()
    };
    store.save_roster(&moved, &"A01".into(), after(10)).await.unwrap();
    assert_eq!(left(10).await, ["P002", "P003"]);
    let why = Some(EndReason::Transferred);
    assert_eq!(said("P002", why, Some("P001")).await, EndTold::Taken);
    let all = due(store, "P001", after(10)).await;
    let of_moved = all
        .iter()
        .find(|change| change.of.staff.as_str() == "P002")
        .unwrap();
    let (incoming, ..) = of_moved.incoming.clone().unwrap();
    assert_eq!((of_moved.reason, incoming.as_str()), (why, "P001"));
    assert!(store.roster().await.unwrap().ends.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_before_the_table_is_there_without_a_day_and_its_end_is_seen() {
    let home = Home::sqlite().await;
    let store = &home.store;
    settle(store).await;
    let before = "DROP TABLE leader_link;";
    home.beside(before, before).await;
    let step = include_str!("../../migrations/0025_leader_links.sql");
    home.beside(step, step).await;
    let rows = Roster {
        staff: vec![person("L02", "符领导", Role::LinkedLeader, None)],
        links: vec![
            LeaderLink {
                leader: "L01".into(),
                villages: vec!["V003".into()],
            },
            LeaderLink {
                leader: "L02".into(),
                villages: vec!["V001".into()],
            },
        ],
        ..Roster::default()
    };
    store.save_roster(&rows, &"A01".into(), after(5)).await.unwrap();
    let change = handed_on(store, "P001", "V001").await.remove(0);
    let (post, from, to, _) = change;
    assert_eq!(
        (post, from.as_str(), to.as_str()),
        (Post::LinkedLeader, "连领导", "符领导")
    );
    home.leave().await;
}

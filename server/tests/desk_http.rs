//! Roster and register at the district's desk, over the real server: what is listed, who may read, what is noted.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::commitments::board::{FourBoard, FourList};
use domain::commitments::{CommitmentStatus, Holder, LineCode, Post, Why};
use domain::desk::{PostedPerson, TeamList};
use domain::handover::codes::EndReason;
use domain::ids::VillageId;
use domain::roster::{Role, Village};
use office::{OURS, Office, of_role};
use serde_json::{Value, json};
use server::store::{Roster, VillagePost};
use std::collections::BTreeSet;
use uuid::Uuid;

fn page(household: u128) -> String {
    format!("/api/v1/households/{}", Uuid::from_u128(household))
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|one| one[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_figures_above_the_board_are_the_lists_behind_them() {
    let office = Office::open().await;
    let desk = office.session(&of_role(Role::ResidencyOffice)).await;
    let board = office.get("/api/v1/board", &desk).await.json();
    let list = office.get("/api/v1/teams", &desk).await.json();
    let teams = list["teams"].as_array().unwrap();
    let sum = |field: &str| -> usize {
        teams
            .iter()
            .map(|team| team[field].as_array().unwrap().len())
            .sum()
    };
    assert_eq!(board["teams"], teams.len());
    assert_eq!(board["people"], sum("people"));
    let unled = list["unled"].as_array().unwrap().len();
    assert_eq!(
        board["villages"].as_array().unwrap().len(),
        sum("villages") + unled
    );
    let leaders = teams.iter().filter_map(|team| team["people"][0]["role"].as_str());
    assert!(leaders.clone().all(|role| role == "TEAM_LEADER") && leaders.count() > 0);

    // Somebody whose account is closed is posted no more.
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let gone = texts(&teams[0]["people"], "id")[0].to_owned();
    let closed = office
        .post(
            &format!("/api/v1/accounts/{gone}/close"),
            &admin,
            &serde_json::json!({}),
        )
        .await;
    assert!(closed.status < 300, "{}", closed.body);
    let list = office.get("/api/v1/teams", &desk).await.json();
    let teams = list["teams"].as_array().unwrap();
    let posted = |team: &Value| texts(&team["people"], "id").contains(&gone.as_str());
    assert!(!teams.iter().any(posted));
    // Only as somebody who left lately, for whom a successor may still be named.
    assert_eq!(texts(&teams[0]["left"], "id"), [&gone]);
    assert_eq!(list.to_string().matches(&format!("\"{gone}\"")).count(), 1);
}

#[tokio::test]
async fn the_list_of_teams_names_who_holds_a_villages_posts_and_the_line_hears_of_an_empty_one() {
    let office = Office::open().await;
    let post = |post, name: &str, since: &str| VillagePost {
        village: "V001".into(),
        holder: Holder {
            post,
            name: name.to_owned(),
            since: Some(since.parse().unwrap()),
        },
    };
    let rows = Roster {
        posts: vec![
            post(Post::TownshipLink, "蓝干部", "2026-01-05"),
            post(Post::VillageSecretary, "", "2026-11-01"),
        ],
        ..Roster::default()
    };
    let by = of_role(Role::ResidencyOffice);
    let now = office.state.clock.now();
    office.state.store.save_roster(&rows, &by, now).await.unwrap();
    let desk = office.session(&by).await;
    let list = office.get("/api/v1/teams", &desk).await.json();
    let list: TeamList = serde_json::from_value(list).unwrap();
    let held: Vec<_> = list.holders[&VillageId::from("V001")]
        .iter()
        .map(|one| (one.post, one.name.as_str(), one.is_vacant()))
        .collect();
    assert_eq!(
        held,
        [
            (Post::TownshipLink, "蓝干部", false),
            (Post::VillageSecretary, "", true)
        ]
    );
    let told = office.get("/api/v1/four/V001", &desk).await.json();
    let told: FourList = serde_json::from_value(told).unwrap();
    let r1 = told.lines.iter().find(|one| one.line == LineCode::R1).unwrap();
    assert_eq!((r1.status, r1.why), (CommitmentStatus::Breached, Why::PostEmpty));
    assert_eq!(r1.by, Some("2026-11-08".parse().unwrap()));
    assert_eq!(r1.posts, [Post::VillageSecretary]);
    // A team reads neither.
    let member = office.session(&of_role(Role::TeamMember)).await;
    assert_eq!(office.get("/api/v1/teams", &member).await.status, 403);
}

#[tokio::test]
async fn the_desk_says_why_a_posting_ends_and_who_comes_also_of_who_has_left() {
    let office = Office::open().await;
    let desk = office.session(&of_role(Role::ResidencyOffice)).await;
    let end = |staff: &str| format!("/api/v1/teams/T01/people/{staff}/end");
    let successor = of_role(Role::TeamMember);
    let said = json!({"reason": "RESIGNED", "successor": successor});
    let taken = office.post(&end("P001"), &desk, &said).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    let of = |list: &TeamList| {
        list.teams
            .iter()
            .find(|team| team.id.as_str() == "T01")
            .cloned()
            .unwrap()
    };
    let known = |people: &[PostedPerson]| {
        let one = people.iter().find(|person| person.id.as_str() == "P001");
        one.map(|person| (person.reason, person.successor.clone()))
    };
    let ends = Some((Some(EndReason::Resigned), Some(successor)));
    let team = of(&serde_json::from_str(&taken.body).unwrap());
    assert_eq!((known(&team.people), team.left.len()), (ends.clone(), 0));

    // Another than the person, of the roster; and only who was posted to that team.
    for wrong in ["P001", "P999"] {
        let refused = office
            .post(&end("P001"), &desk, &json!({"successor": wrong}))
            .await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (422, "SUCCESSOR_UNKNOWN"),
            "{wrong}"
        );
    }
    let elsewhere = office.post(&end("P002"), &desk, &said).await;
    assert_eq!(elsewhere.status, 404, "{}", elsewhere.body);

    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let closed = office
        .post("/api/v1/accounts/P001/close", &admin, &json!({}))
        .await;
    assert!(closed.status < 300, "{}", closed.body);
    let list = async || -> TeamList {
        let list = office.get("/api/v1/teams", &desk).await;
        serde_json::from_str(&list.body).unwrap()
    };
    let team = of(&list().await);
    assert_eq!((known(&team.people), known(&team.left)), (None, ends));
    assert!(team.left.iter().all(|person| person.until.is_some()));

    // What was said wrongly is taken back.
    let back = office.post(&end("P001"), &desk, &json!({})).await;
    assert_eq!(back.status, 200, "{}", back.body);
    assert_eq!(known(&of(&list().await).left), Some((None, None)));
}

#[tokio::test]
async fn the_map_tells_twelve_months_and_what_was_not_counted_is_no_zero() {
    let office = Office::open().await;
    let october = "2026-10-31".parse().unwrap();
    let store = &office.state.store;
    store.count_month(october, &office.state.config).await.unwrap();
    let desk = office.session(&of_role(Role::ResidencyOffice)).await;
    let told = office.get("/api/v1/four", &desk).await.json();
    let board: FourBoard = serde_json::from_value(told.clone()).unwrap();
    let months = board.months(None);
    assert_eq!(months.len(), 12);
    let (counted, gaps): (Vec<_>, Vec<_>) = months.iter().partition(|one| one.counted_on.is_some());
    let first_days: Vec<_> = counted.iter().map(|one| one.month.to_string()).collect();
    assert_eq!(first_days, ["2026-10-01", "2026-11-01"]);
    assert!(gaps.iter().all(|one| one.pillars.is_empty()));
    // Villages are counted, each once in a pillar, and nothing is told of anybody or of a team.
    for standing in counted.iter().flat_map(|one| &one.pillars) {
        assert_eq!(standing.all(), 2, "{standing:?}");
    }
    for kept in told["kept"].as_array().unwrap() {
        assert_eq!(kept.as_object().unwrap().len(), 5, "{kept}");
        assert!(
            kept["who"]
                .as_array()
                .unwrap()
                .iter()
                .all(|who| who.as_str().unwrap().starts_with('V'))
        );
    }
    // One township's are counted by themselves, and every figure has as many villages behind it.
    let townships: BTreeSet<&str> = board.villages.iter().map(|one| one.township.as_str()).collect();
    for township in townships {
        let own = board
            .villages
            .iter()
            .filter(|one| one.township == township)
            .count();
        for month in board.months(Some(township)) {
            for standing in &month.pillars {
                assert_eq!(usize::try_from(standing.all()).unwrap(), own);
                for worst in CommitmentStatus::ALL
                    .iter()
                    .filter(|one| **one != CommitmentStatus::NotApplicable)
                {
                    let behind =
                        board.villages_behind(Some(township), (month.month, standing.pillar, *worst));
                    assert_eq!(u32::try_from(behind.len()).unwrap(), standing.at(*worst));
                    assert!(
                        behind
                            .iter()
                            .all(|one| one.as_ref().unwrap().township == township)
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn a_township_reads_the_map_of_its_own_villages_only() {
    let office = Office::open().await;
    let store = &office.state.store;
    let elsewhere = Roster {
        villages: vec![Village {
            id: "V009".into(),
            name: "洪家山村".to_owned(),
            township: "双江乡".to_owned(),
            kinds: vec![],
        }],
        ..Roster::default()
    };
    let now = office.state.clock.now();
    store.save_roster(&elsewhere, &"A01".into(), now).await.unwrap();
    let october = "2026-10-31".parse().unwrap();
    store.count_month(october, &office.state.config).await.unwrap();
    let board = async |role| -> FourBoard {
        let cookie = office.session(&of_role(role)).await;
        let told = office.get("/api/v1/four", &cookie).await;
        assert_eq!(told.status, 200, "{}", told.body);
        serde_json::from_str(&told.body).unwrap()
    };
    assert_eq!(board(Role::ResidencyOffice).await.villages.len(), 3);
    let own = board(Role::TownReviewer).await;
    let ids: Vec<&str> = own.villages.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), 2);
    assert!(!ids.contains(&"V009"));
    let kept = own.kept.iter().flat_map(|one| &one.who);
    assert!(kept.clone().count() > 0);
    assert!(kept.clone().all(|who| ids.contains(&who.as_str())));

    let town = office.session(&of_role(Role::TownReviewer)).await;
    assert_eq!(office.get("/api/v1/four/V001", &town).await.status, 200);
    let missing = office.get("/api/v1/four/V999", &town).await;
    let foreign = office.get("/api/v1/four/V009", &town).await;
    assert_eq!((foreign.status, &foreign.body), (404, &missing.body));
    let cadre = office.session(&of_role(Role::VillageCadre)).await;
    assert_eq!(office.get("/api/v1/four", &cadre).await.status, 403);
}

#[tokio::test]
async fn a_household_is_read_masked_and_its_reading_is_noted() {
    let office = Office::open().await;
    let district = office.session(&of_role(Role::DistrictAdmin)).await;
    let list = office.get("/api/v1/villages/V001/households", &district).await;
    let lines = list.json();
    let ids = texts(&lines["lines"], "id");
    assert!(
        ids.contains(&Uuid::from_u128(OURS).to_string().as_str()),
        "{}",
        list.body
    );

    let before = office.state.store.verify_audit().await.unwrap();
    let read = office.get(&page(OURS), &district).await;
    assert_eq!(read.status, 200, "{}", read.body);
    assert_eq!(read.json()["household"]["village"], "V001");
    for full in [office::number(OURS), office::phone(OURS)] {
        assert!(!read.body.contains(&full) && !list.body.contains(&full));
    }
    assert_eq!(office.state.store.verify_audit().await.unwrap(), before + 1);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_leaves_no_note() {
    let office = Office::open().await;
    let district = office.session(&of_role(Role::DistrictAdmin)).await;
    let before = office.state.store.verify_audit().await.unwrap();
    for path in [
        page(0xdead),
        "/api/v1/households/not-a-number".to_owned(),
        "/api/v1/villages/V999/households".to_owned(),
    ] {
        let reply = office.get(&path, &district).await;
        assert!([400, 404].contains(&reply.status), "{path}: {}", reply.status);
    }
    assert_eq!(office.state.store.verify_audit().await.unwrap(), before);
}

//! Roster and register at the district's desk, over the real server: what is listed, who may read, what is noted.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::roster::Role;
use office::{OURS, Office, of_role};
use serde_json::Value;
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
    assert!(!list.to_string().contains(&format!("\"{gone}\"")));
}

#[tokio::test]
async fn the_map_tells_twelve_months_and_what_was_not_counted_is_no_zero() {
    let office = Office::open().await;
    let october = "2026-10-31".parse().unwrap();
    let store = &office.state.store;
    store.count_month(october, &office.state.config).await.unwrap();
    let desk = office.session(&of_role(Role::ResidencyOffice)).await;
    let told = office.get("/api/v1/four", &desk).await.json();
    let months = told["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    let (counted, gaps): (Vec<_>, Vec<_>) = months.iter().partition(|one| one["counted_on"].is_string());
    let first_days: Vec<_> = counted.iter().filter_map(|one| one["month"].as_str()).collect();
    assert_eq!(first_days, ["2026-10-01", "2026-11-01"]);
    assert!(gaps.iter().all(|one| one["pillars"] == serde_json::json!([])));
    // Villages are counted, each once in a pillar, and nothing is told of anybody or of a team.
    for standing in counted.iter().flat_map(|one| one["pillars"].as_array().unwrap()) {
        let sum: u64 = ["breached", "due_soon", "explained", "on_track"]
            .iter()
            .map(|state| standing[state].as_u64().unwrap())
            .sum();
        assert_eq!((sum, standing.as_object().unwrap().len()), (2, 5), "{standing}");
    }
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

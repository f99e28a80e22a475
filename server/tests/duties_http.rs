//! The duty list over the real server: imported as a dry run first, told of at the desks, and counted by body.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::api::{ImportStage, ImportState};
use domain::commitments::board::FourBoard;
use domain::commitments::{CommitmentStatus, Pillar};
use domain::duty::desk::{DutyBoard, DutyChange, DutyDeed, DutyPage};
use domain::duty::{DutyEvent, DutyState};
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::roster::Role;
use office::lists::report;
use office::{Office, of_role};
use serde_json::json;
use uuid::Uuid;

const HEADINGS: &str = "编号,任务,事项,牵头单位,配合单位,更新周期,期限";
const OURS: &str = "A-1,示例任务一,示例：走访常态化,万宝镇,,每季,2026-11-30";
const THEIRS: &str = "B-1,示例任务二,示例：饮水工程,区水利局,万宝镇,每季,2026-12-31";
const DAY_MS: i64 = 86_400_000;

async fn send(office: &Office, rows: &[&str]) -> ImportState {
    let cookie = office.session(&of_role(Role::ResidencyOffice)).await;
    let list = format!("{HEADINGS}\n{}\n", rows.join("\n"));
    let reply = office.send_workbook(&cookie, "duties", list.as_bytes()).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

async fn commit(office: &Office, state: &ImportState) {
    let cookie = office.session(&of_role(Role::ResidencyOffice)).await;
    let path = format!("/api/v1/imports/{}/commit", state.id);
    let reply = office.post(&path, &cookie, &json!({})).await;
    let done: ImportState = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(done.stage, ImportStage::Committed, "{}", reply.body);
}

async fn imported() -> Office {
    let office = Office::open().await;
    let state = send(&office, &[OURS, THEIRS]).await;
    commit(&office, &state).await;
    office
}

async fn board(office: &Office, role: Role) -> DutyBoard {
    let cookie = office.session(&of_role(role)).await;
    let reply = office.get("/api/v1/duties", &cookie).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

async fn page(office: &Office, role: Role, code: &str) -> office::Reply {
    let cookie = office.session(&of_role(role)).await;
    office.get(&format!("/api/v1/duties/{code}"), &cookie).await
}

async fn change(office: &Office, role: Role, code: &str, change: &DutyChange) -> office::Reply {
    let cookie = office.session(&of_role(role)).await;
    let body = serde_json::to_value(change).unwrap();
    office
        .post(&format!("/api/v1/duties/{code}"), &cookie, &body)
        .await
}

fn read(reply: &office::Reply) -> DutyPage {
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

fn with(seen: u32, deed: DutyDeed) -> DutyChange {
    DutyChange {
        id: Uuid::new_v4(),
        seen,
        deed,
    }
}

fn update(seen: u32) -> DutyChange {
    let deed = DutyDeed::Update {
        state: DutyState::UnderWay,
        note: "开了两次调度会，还差两个村".to_owned(),
    };
    with(seen, deed)
}

/// The bodies on the district's map: name, worst state, items.
async fn on_map(office: &Office) -> Vec<(String, CommitmentStatus, u32)> {
    let cookie = office.session(&of_role(Role::DistrictAdmin)).await;
    let reply = office.get("/api/v1/four", &cookie).await;
    let map: FourBoard = serde_json::from_str(&reply.body).unwrap();
    let bodies = map.bodies.unwrap().into_iter();
    bodies.map(|one| (one.body.name, one.worst, one.items)).collect()
}

#[tokio::test]
async fn the_dry_run_writes_nothing_and_the_same_list_twice_changes_nothing() {
    let office = Office::open().await;
    assert!(!board(&office, Role::DistrictAdmin).await.imported);
    assert!(on_map(&office).await.is_empty());
    let state = send(&office, &[OURS, THEIRS]).await;
    assert_eq!(report(&state).tally(Subject::Duties).new, 2);
    assert!(!board(&office, Role::DistrictAdmin).await.imported);
    commit(&office, &state).await;
    assert_eq!(board(&office, Role::DistrictAdmin).await.lines.len(), 2);
    let again = send(&office, &[OURS, THEIRS]).await;
    let tally = report(&again).tally(Subject::Duties);
    assert_eq!((tally.unchanged, report(&again).writes()), (2, false));
}

#[tokio::test]
async fn a_corrected_list_updates_and_keeps_what_it_does_not_name() {
    let office = imported().await;
    read(&change(&office, Role::TownReviewer, "A-1", &update(0)).await);
    let later = OURS.replace("2026-11-30", "2026-12-15");
    let state = send(&office, &[&later]).await;
    let told = report(&state);
    assert_eq!(told.tally(Subject::Duties).updated, 1);
    let kept = told
        .lines
        .iter()
        .find(|line| line.reason == Some(ReasonCode::DutyNotInFile))
        .expect("a line");
    assert_eq!((kept.about.as_str(), kept.fate), ("B-1", Fate::Kept));
    commit(&office, &state).await;
    let item = read(&page(&office, Role::TownReviewer, "A-1").await).item;
    assert_eq!(item.terms.due.to_string(), "2026-12-15");
    let [told, corrected] = item.history.as_slice() else {
        panic!("{:?}", item.history)
    };
    assert!(matches!(told.event, DutyEvent::Updated { .. }));
    let DutyEvent::Corrected { before } = &corrected.event else {
        panic!("{corrected:?}")
    };
    assert_eq!(before.due.to_string(), "2026-11-30");
    assert_eq!(corrected.by, of_role(Role::ResidencyOffice));
    let gone = send(&office, &[THEIRS, OURS]).await;
    assert_eq!(report(&gone).tally(Subject::Duties).unchanged, 1);
}

#[tokio::test]
async fn a_row_that_is_wrong_is_said_by_its_cell_and_nothing_is_written() {
    let office = Office::open().await;
    let rows = [
        OURS,
        "A-1,,又一项,万宝镇,,每季,2026-11-30",
        "A-2,,,万宝镇,,每季,2026-11-30",
        "A-3,,事项,没有镇,,每季,2026-11-30",
        "A-4,,事项,万宝镇,,每旬,2026-11-30",
        "A-5,,事项,万宝镇,,每季,",
        "A-6,,事项,万宝镇,,每季,2206-11-30",
        "A-7,,打 10012345678,万宝镇,,每季,2026-11-30",
    ];
    let state = send(&office, &rows).await;
    let told = report(&state);
    assert!(!told.committable);
    assert_eq!(told.tally(Subject::Duties).refused, 7);
    let said: Vec<(u32, &str, ReasonCode)> = told
        .lines
        .iter()
        .filter(|line| line.fate == Fate::Refused)
        .filter_map(|line| Some((line.row, line.column.as_ref()?.letters.as_str(), line.reason?)))
        .collect();
    assert_eq!(
        said,
        [
            (3, "A", ReasonCode::DuplicateRow),
            (4, "C", ReasonCode::Missing),
            (5, "D", ReasonCode::UnknownTownship),
            (6, "F", ReasonCode::UnknownValue),
            (7, "G", ReasonCode::Missing),
            (8, "G", ReasonCode::OutOfRange),
            (9, "C", ReasonCode::PersonalNumber),
        ]
    );
    assert!(!board(&office, Role::DistrictAdmin).await.imported);
}

#[tokio::test]
async fn a_township_sees_and_changes_its_own_items_and_the_district_all() {
    let office = imported().await;
    let codes = |board: DutyBoard| -> Vec<String> { board.lines.into_iter().map(|line| line.code).collect() };
    let own = board(&office, Role::TownReviewer).await;
    assert!(own.imported);
    assert_eq!(codes(own), ["A-1"]);
    for role in [Role::DistrictAdmin, Role::ResidencyOffice] {
        assert_eq!(codes(board(&office, role).await), ["A-1", "B-1"]);
    }
    let nowhere = page(&office, Role::TownReviewer, "Z-9").await;
    assert_eq!(nowhere.status, 404);
    for reply in [
        page(&office, Role::TownReviewer, "B-1").await,
        change(&office, Role::TownReviewer, "B-1", &update(0)).await,
    ] {
        assert_eq!((reply.status, &reply.body), (404, &nowhere.body));
    }
    read(&change(&office, Role::TownReviewer, "A-1", &update(0)).await);
    read(&change(&office, Role::DistrictAdmin, "B-1", &update(0)).await);
    // On the map the township finds itself and nobody else.
    let town = office.session(&of_role(Role::TownReviewer)).await;
    let map: FourBoard = serde_json::from_str(&office.get("/api/v1/four", &town).await.body).unwrap();
    let names: Vec<String> = map.bodies.unwrap().into_iter().map(|one| one.body.name).collect();
    assert_eq!(names, ["万宝镇"]);
}

#[tokio::test]
async fn the_bodies_have_months_of_their_own_that_are_kept_as_they_were_counted() {
    let office = imported().await;
    let (store, config) = (&office.state.store, &office.state.config);
    store
        .count_month("2026-10-31".parse().unwrap(), config)
        .await
        .unwrap();
    read(&change(&office, Role::TownReviewer, "A-1", &update(0)).await);
    let desk = office.session(&of_role(Role::DistrictAdmin)).await;
    let map: FourBoard = serde_json::from_str(&office.get("/api/v1/four", &desk).await.body).unwrap();
    let months = map.body_months();
    let [.., october, running] = months.as_slice() else {
        panic!("{months:?}")
    };
    assert_eq!(october.counted_on, Some("2026-10-31".parse().unwrap()));
    for month in [october, running] {
        assert_eq!(month.of(Pillar::Responsibility).unwrap().all(), 2);
    }
    assert!(months[..10].iter().all(|month| month.counted_on.is_none()));
    let on_track = (october.month, Pillar::Responsibility, CommitmentStatus::OnTrack);
    assert_eq!(map.bodies_behind(on_track).len(), 2);
}

#[tokio::test]
async fn an_overdue_item_turns_on_the_map_and_an_update_clears_it_once() {
    let office = imported().await;
    let on_track = |name: &str, worst| (name.to_owned(), worst, 1);
    assert_eq!(
        on_map(&office).await,
        [
            on_track("万宝镇", CommitmentStatus::DueSoon),
            on_track("区水利局", CommitmentStatus::OnTrack),
        ]
    );
    office.pass(8 * DAY_MS);
    assert_eq!(on_map(&office).await[0].1, CommitmentStatus::Breached);
    let told = update(0);
    let first = read(&change(&office, Role::TownReviewer, "A-1", &told).await);
    assert_eq!(first.line.status, CommitmentStatus::OnTrack);
    assert_eq!(first.line.by.unwrap().to_string(), "2027-05-31");
    let again = read(&change(&office, Role::TownReviewer, "A-1", &told).await);
    assert_eq!(again.item.history.len(), 1);
    let entry = &again.item.history[0];
    assert_eq!(entry.by, of_role(Role::TownReviewer));
    let DutyEvent::Updated { before, state, .. } = &entry.event else {
        panic!("{entry:?}")
    };
    assert_eq!((*before, *state), (DutyState::NotStarted, DutyState::UnderWay));
    let stale = change(&office, Role::DistrictAdmin, "A-1", &update(0)).await;
    assert_eq!(
        (stale.status, stale.code().as_str()),
        (409, "DUTY_CHANGED_MEANWHILE")
    );
    assert_eq!(on_map(&office).await[0].1, CommitmentStatus::OnTrack);
    let empty = DutyDeed::Update {
        state: DutyState::Done,
        note: " ".to_owned(),
    };
    let empty = change(&office, Role::TownReviewer, "A-1", &with(1, empty)).await;
    assert_eq!((empty.status, empty.code().as_str()), (422, "DUTY_NOTE_MISSING"));
}

#[tokio::test]
async fn what_a_township_explains_counts_when_the_district_has_confirmed_it() {
    let office = imported().await;
    office.pass(8 * DAY_MS);
    let explain = DutyDeed::Explain {
        reason: "等省里的方案".to_owned(),
        until: "2026-12-20".parse().unwrap(),
    };
    let said = with(0, explain);
    let told = read(&change(&office, Role::TownReviewer, "A-1", &said).await);
    assert_eq!(
        (told.line.status, told.line.waits),
        (CommitmentStatus::Breached, true)
    );
    let confirm = with(1, DutyDeed::Confirm { explanation: said.id });
    let own = change(&office, Role::TownReviewer, "A-1", &confirm).await;
    assert_eq!(own.status, 404);
    let told = read(&change(&office, Role::DistrictAdmin, "A-1", &confirm).await);
    assert_eq!(
        (told.line.status, told.line.waits),
        (CommitmentStatus::Explained, false)
    );
    assert_eq!(on_map(&office).await[0].1, CommitmentStatus::Explained);
}

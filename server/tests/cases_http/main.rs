//! Identification cases and eliminations over the real server: the team opens one, each desk takes its steps, and
//! nobody else does.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod desk_page;
mod eliminations;
#[path = "../office/mod.rs"]
mod office;
mod papers;
mod story;
mod townships;

use domain::case::codes::{CaseState, Comparison, Department};
use domain::case::{Compared, Deed};
use domain::household::codes::MonitorCategory;
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::sync::Outcome;
use domain::visit::codes::Signal;
use office::{OURS, of_role};
use server::accounts::session::DAY_MS;
use story::{HOUSEHOLD, Story, refused};
use uuid::Uuid;

#[tokio::test]
async fn a_case_goes_from_the_team_through_every_desk_to_a_monitored_household() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    let early = story.desk_step(4, Deed::PassTown);
    let outcome = story.desk(Role::TownReviewer, &early).await;
    assert_eq!(refused(&outcome), Some(RefusalCode::NoticeNotOver));

    story.office.pass(7 * DAY_MS);
    let board = story.board(Role::TownReviewer).await;
    assert_eq!(board.lines.len(), 1);
    assert_eq!(
        (board.lines[0].state, board.lines[0].mine),
        (CaseState::TownReview, true)
    );
    let pass = story.desk_step(4, Deed::PassTown);
    assert_eq!(
        story.desk(Role::TownReviewer, &pass).await.outcome,
        Outcome::Applied
    );
    let again = story.desk(Role::TownReviewer, &pass).await;
    assert!(
        again.duplicate && again.outcome == Outcome::Applied,
        "asked twice, done once"
    );

    let approve = story.desk_step(5, Deed::Approve);
    let without = story.desk(Role::DistrictAdmin, &approve).await;
    assert_eq!(refused(&without), Some(RefusalCode::NotCompared));
    let results = vec![Compared {
        department: Department::CivilAffairs,
        result: Comparison::Agrees,
    }];
    for deed in [Deed::Compare { results }, Deed::Approve] {
        let asked = story.desk_step(5, deed);
        assert_eq!(
            story.desk(Role::DistrictAdmin, &asked).await.outcome,
            Outcome::Applied
        );
    }
    let page = story.page(Role::DistrictAdmin).await;
    assert_eq!(page.household.monitor, Some(MonitorCategory::SuddenHardship));
    assert_eq!(page.seen.unwrap().signals, [Signal::LargeBill]);
    assert_eq!(page.file.present().unwrap().progress().state, CaseState::Approved);
    let announce = story.desk_step(6, Deed::Announce);
    assert_eq!(
        story.desk(Role::TownReviewer, &announce).await.outcome,
        Outcome::Applied
    );

    // The phone reads the same.
    let cookie = story.office.session(&story.leader).await;
    let reply = story.office.sync(&cookie, vec![]).await.body;
    assert!(reply.contains("\"announce\"") && reply.contains("SUDDEN_HARDSHIP"));
}

#[tokio::test]
async fn a_desk_reads_and_does_only_what_its_place_and_role_allow() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    assert_eq!(story.board(Role::VillageCadre).await.lines.len(), 1);
    // A reviewer of another township: the same person after the place was changed.
    let elsewhere = server::store::StaffPlace::Township("水洞底镇".to_owned());
    let town = of_role(Role::TownReviewer);
    story
        .office
        .state
        .store
        .set_place(&town, &elsewhere)
        .await
        .unwrap();
    assert_eq!(story.board(Role::TownReviewer).await.lines.len(), 0);
    let cookie = story.cookie(Role::TownReviewer).await;
    let path = format!("/api/v1/cases/{HOUSEHOLD}");
    let there = story.office.get(&path, &cookie).await;
    let nowhere = story
        .office
        .get(&format!("/api/v1/cases/{}", Uuid::nil()), &cookie)
        .await;
    assert_eq!((there.status, &there.body), (404, &nowhere.body));
    story.office.pass(7 * DAY_MS);
    let pass = story.desk_step(4, Deed::PassTown);
    assert_eq!(
        refused(&story.desk(Role::TownReviewer, &pass).await),
        Some(RefusalCode::NotFound)
    );
    // The district does not do the township's part, nor the village's cadre the district's.
    for (role, deed) in [
        (Role::DistrictAdmin, Deed::PassTown),
        (Role::VillageCadre, Deed::Reject),
    ] {
        let cookie = story.cookie(role).await;
        let asked = serde_json::to_value(story.desk_step(4, deed)).unwrap();
        let reply = story.office.post(&path, &cookie, &asked).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "NOT_ALLOWED"));
    }
}

#[tokio::test]
async fn an_import_does_not_set_back_what_a_case_decided() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    story.office.pass(7 * DAY_MS);
    let results = vec![Compared {
        department: Department::Health,
        result: Comparison::Agrees,
    }];
    for (role, rev, deed) in [
        (Role::TownReviewer, 4, Deed::PassTown),
        (Role::DistrictAdmin, 5, Deed::Compare { results }),
        (Role::DistrictAdmin, 5, Deed::Approve),
    ] {
        let asked = story.desk_step(rev, deed);
        assert_eq!(story.desk(role, &asked).await.outcome, Outcome::Applied);
    }
    let mut row = office::registered(OURS);
    row.household.group = "第9组".to_owned();
    let now = story.office.state.clock.now();
    let by = of_role(Role::ResidencyOffice);
    story
        .office
        .state
        .store
        .save_register(&[row], &by, now, &|_| {})
        .await
        .unwrap();
    let page = story.page(Role::DistrictAdmin).await;
    assert_eq!(page.household.group, "第9组");
    assert_eq!(page.household.monitor, Some(MonitorCategory::SuddenHardship));
}

//! The pipeline by township: every township of the reader's place with what is open there, and nothing of any other.

use super::office::of_role;
use super::story::Story;
use domain::case::codes::CaseState;
use domain::case::desk::TownshipLine;
use domain::elimination::codes::EliminationState;
use domain::roster::{Role, Village};
use server::accounts::session::DAY_MS;
use server::store::{Roster, StaffPlace};

impl Story {
    /// The district has a village in another township, in which nothing is open.
    async fn two_townships(&self) {
        let roster = Roster {
            villages: vec![Village {
                id: "V003".into(),
                name: "白水村".to_owned(),
                township: "水洞底镇".to_owned(),
                kinds: vec![],
            }],
            teams: vec![],
            staff: vec![],
            links: vec![],
            posts: vec![],
            ends: vec![],
        };
        let (by, now) = (of_role(Role::ResidencyOffice), self.office.state.clock.now());
        let store = &self.office.state.store;
        store.save_roster(&roster, &by, now).await.unwrap();
    }

    /// What somebody reads: each township with the states where something is open, how much, how much of it late.
    async fn townships(&self, role: Role) -> Vec<(String, Vec<(CaseState, u64, u64)>)> {
        let open = |line: &TownshipLine| {
            let at = line.cases.iter().filter(|at| at.cases > 0);
            at.map(|at| (at.state, at.cases, at.late)).collect()
        };
        let board = self.board(role).await;
        board
            .townships
            .iter()
            .map(|line| (line.township.clone(), open(line)))
            .collect()
    }
}

#[tokio::test]
async fn the_district_reads_every_township_by_name_and_a_township_itself_only() {
    let mut story = Story::begin().await;
    story.two_townships().await;
    story.up_to_the_notice().await;
    let (ours, theirs) = ("万宝镇".to_owned(), "水洞底镇".to_owned());
    let hangs = vec![(CaseState::Publicity, 1, 0)];
    assert_eq!(
        story.townships(Role::DistrictAdmin).await,
        [(ours.clone(), hangs.clone()), (theirs.clone(), vec![])]
    );
    assert_eq!(
        story.townships(Role::TownReviewer).await,
        [(ours.clone(), hangs.clone())]
    );
    assert_eq!(story.townships(Role::VillageCadre).await, [(ours.clone(), hangs)]);
    // Nobody passes it in time: the figure says so, with the list's own rule.
    story.office.pass(16 * DAY_MS);
    let waits = vec![(CaseState::TownReview, 1, 1)];
    assert_eq!(
        story.townships(Role::DistrictAdmin).await,
        [(ours, waits), (theirs.clone(), vec![])]
    );
    let board = story.board(Role::DistrictAdmin).await;
    assert!(board.lines[0].late);
    // Every open state has its column, and no other.
    let states = |line: &TownshipLine| line.cases.iter().map(|at| at.state).collect::<Vec<_>>();
    let open: Vec<CaseState> = CaseState::ALL
        .iter()
        .copied()
        .filter(|state| state.is_open())
        .collect();
    assert!(board.townships.iter().all(|line| states(line) == open));
    let elsewhere = StaffPlace::Township("水洞底镇".to_owned());
    let town = of_role(Role::TownReviewer);
    let store = &story.office.state.store;
    store.set_place(&town, &elsewhere).await.unwrap();
    assert_eq!(story.townships(Role::TownReviewer).await, [(theirs, vec![])]);
}

#[tokio::test]
async fn eliminations_are_counted_by_township_as_well() {
    let mut story = Story::to_be_nominated().await;
    story.two_townships().await;
    story.nominate("儿子有了稳定工作").await;
    let board = story.board(Role::DistrictAdmin).await;
    let figures: Vec<Vec<(EliminationState, u64)>> = board
        .townships
        .iter()
        .map(|line| {
            let open = line.eliminations.iter().filter(|(_, households)| *households > 0);
            open.copied().collect()
        })
        .collect();
    assert_eq!(figures, [vec![(EliminationState::HomeVerifying, 1)], vec![]]);
}

//! An elimination over the real server: nominated by the team, decided at the desks, on criteria that hold.

use super::office::{self, OURS, of_role};
use super::story::{HOUSEHOLD, Story, refused};
use chrono::Datelike;
use domain::case::codes::Side;
use domain::case::{Verifier, Votes};
use domain::config::Config;
use domain::elimination::codes::{CriterionCode, EliminationState, EliminationWay, Finding};
use domain::elimination::{EliminationDeed, StableFound};
use domain::household::codes::MonitorCategory;
use domain::income::MonitoringLine;
use domain::operation::OperationBody;
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::sync::Outcome;
use server::accounts::session::DAY_MS;

const BELOW: &str = "/elimination";

impl Story {
    /// A household that the register calls monitored, with everything asked and an income above the line.
    pub async fn to_be_nominated() -> Self {
        let mut config = Config::default();
        // The clock of these tests stands in 2026.
        config.income_lines.push(MonitoringLine {
            year: 2026,
            yuan: 8_000,
            document: "测试文件".to_owned(),
            from: None,
        });
        let mut story = Self::under(config).await;
        assert_eq!(story.office.state.clock.today().year(), 2026);
        let mut row = office::registered(OURS);
        row.household.monitor = Some(MonitorCategory::Marginal);
        row.household.register_as_of = story.office.state.clock.today();
        let (by, now) = (of_role(Role::ResidencyOffice), story.office.state.clock.now());
        let store = &story.office.state.store;
        store.save_register(&[row], &by, now, &|_| {}).await.unwrap();
        story.asked(vec![], 60_000).await;
        story
    }

    async fn eliminate(&mut self, rev: u32, deed: EliminationDeed) {
        let step = Box::new(self.taken(deed));
        let household = HOUSEHOLD;
        self.phone(OperationBody::StepElimination { household, rev, step })
            .await;
    }

    pub async fn nominate(&mut self, words: &str) {
        let on = self.office.state.clock.today();
        self.phone(OperationBody::NominateElimination {
            household: HOUSEHOLD,
            way: EliminationWay::Natural,
            words: words.to_owned(),
            on,
        })
        .await;
    }

    /// Nominated, verified by two, agreed, the notice hung.
    async fn up_to_the_notice_of_elimination(&mut self) {
        self.nominate("儿子有了稳定工作").await;
        let verifier = |staff, name: &str, side| Verifier {
            staff,
            name: name.to_owned(),
            side,
        };
        let found = Box::new(StableFound {
            verifiers: vec![
                verifier(Some(self.leader.clone()), "某某", Side::Team),
                verifier(None, "刘会计", Side::Village),
            ],
            signer: "聂斌庆".to_owned(),
            way: EliminationWay::Natural,
        });
        let votes = Votes {
            present: 7,
            agree: 7,
            disagree: 0,
        };
        self.eliminate(0, EliminationDeed::Verify { found }).await;
        self.eliminate(1, EliminationDeed::Agree { votes }).await;
        self.eliminate(2, EliminationDeed::HangNotice).await;
    }
}

#[tokio::test]
async fn an_elimination_goes_from_the_team_through_the_desks_and_can_be_taken_back() {
    let mut story = Story::to_be_nominated().await;
    story.up_to_the_notice_of_elimination().await;
    let pass = story.desk_step(3, EliminationDeed::PassTown);
    let early = story.desk_at(BELOW, Role::TownReviewer, &pass).await;
    assert_eq!(refused(&early), Some(RefusalCode::NoticeNotOver));

    story.office.pass(7 * DAY_MS);
    let board = story.board(Role::TownReviewer).await;
    let line = &board.eliminations[0];
    assert_eq!((line.state, line.mine), (EliminationState::TownReview, true));
    assert!(board.lines.is_empty(), "no case: the register said so");
    let pass = story.desk_step(3, EliminationDeed::PassTown);
    for again in [false, true] {
        let outcome = story.desk_at(BELOW, Role::TownReviewer, &pass).await;
        assert_eq!((outcome.outcome, outcome.duplicate), (Outcome::Applied, again));
    }

    // The district reads on what it decides, as the rules find it.
    let page = story.page(Role::DistrictAdmin).await;
    let income = page
        .criteria
        .iter()
        .find(|one| one.code == CriterionCode::IncomeAboveLine);
    assert_eq!(income.unwrap().finding, Finding::Met);
    let mut decide = story.desk_step(4, EliminationDeed::Decide);
    decide.step.words.clear();
    let without = story.desk_at(BELOW, Role::DistrictAdmin, &decide).await;
    assert_eq!(
        refused(&without),
        Some(RefusalCode::ReasonNeeded),
        "since when is not recorded"
    );
    let decide = story.desk_step(4, EliminationDeed::Decide);
    let outcome = story.desk_at(BELOW, Role::DistrictAdmin, &decide).await;
    assert_eq!(outcome.outcome, Outcome::Applied);
    let page = story.page(Role::DistrictAdmin).await;
    assert_eq!(page.household.monitored(), None);
    assert!(page.criteria.is_empty(), "decided");

    let back = story.desk_step(5, EliminationDeed::Rollback);
    let outcome = story.desk_at(BELOW, Role::DistrictAdmin, &back).await;
    assert_eq!(outcome.outcome, Outcome::Applied);
    let page = story.page(Role::DistrictAdmin).await;
    assert_eq!(page.household.monitored(), Some(MonitorCategory::Marginal));
}

#[tokio::test]
async fn a_desk_takes_only_its_own_steps_of_an_elimination() {
    let mut story = Story::to_be_nominated().await;
    story.up_to_the_notice_of_elimination().await;
    story.office.pass(7 * DAY_MS);
    let path = format!("/api/v1/cases/{HOUSEHOLD}{BELOW}");
    for (role, deed) in [
        (Role::DistrictAdmin, EliminationDeed::PassTown),
        (Role::TownReviewer, EliminationDeed::Decide),
        (Role::VillageCadre, EliminationDeed::Rollback),
    ] {
        let cookie = story.cookie(role).await;
        let asked = serde_json::to_value(story.desk_step(3, deed)).unwrap();
        let reply = story.office.post(&path, &cookie, &asked).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (403, "NOT_ALLOWED"),
            "{role:?}"
        );
    }
    let elsewhere = server::store::StaffPlace::Township("水洞底镇".to_owned());
    let town = of_role(Role::TownReviewer);
    let store = &story.office.state.store;
    store.set_place(&town, &elsewhere).await.unwrap();
    assert!(story.board(Role::TownReviewer).await.eliminations.is_empty());
    let pass = story.desk_step(3, EliminationDeed::PassTown);
    let outcome = story.desk_at(BELOW, Role::TownReviewer, &pass).await;
    assert_eq!(refused(&outcome), Some(RefusalCode::NotFound));
}

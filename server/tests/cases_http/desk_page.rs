//! What a desk reads of a case to decide on it: members, guarantees, income, the flags beside it, the days that were
//! eaten, what cannot wait first, a comparison that is awaited and from whom, and why a step was late.

use super::office::{THEIRS, number, of_role, phone};
use super::story::{HOUSEHOLD, Story, refused};
use domain::case::codes::{CaseState, Comparison, Department};
use domain::case::desk::CasePage;
use domain::case::order::passed;
use domain::case::{AskedFrom, Compared, Deed};
use domain::config::Config;
use domain::edition::codes::Figure;
use domain::edition::{Draft, Preview, Setting};
use domain::household::codes::Answer;
use domain::household::facts::GUARANTEES;
use domain::ids::{FlagId, HouseholdId};
use domain::income::codes::IncomeLine;
use domain::operation::OperationBody;
use domain::refusal::RefusalCode;
use domain::risk::{FlagContent, Triage};
use domain::roster::Role;
use domain::sync::Outcome;
use domain::visit::codes::Signal;
use server::accounts::session::DAY_MS;
use server::store::StaffPlace;
use uuid::Uuid;

const OTHER: HouseholdId = HouseholdId(Uuid::from_u128(THEIRS));

impl Story {
    /// The leader's phone raises a flag that was seen some days ago.
    async fn raise(&mut self, household: HouseholdId, signal: Signal, (ago, urgent): (u64, bool)) -> FlagId {
        let flag = FlagId(Uuid::new_v4());
        let seen_on = self.office.state.clock.today() - chrono::Days::new(ago);
        let content = FlagContent {
            seen_on,
            signals: vec![signal],
            urgent,
            words: String::new(),
            warning: None,
            source: None,
        };
        self.phone(OperationBody::RaiseFlag {
            flag,
            household,
            content: Box::new(content),
        })
        .await;
        flag
    }

    /// The flag is confirmed, which opens the case.
    async fn confirm(&mut self, flag: FlagId, household: HouseholdId) {
        self.phone(OperationBody::TriageFlag {
            flag,
            rev: 1,
            triage: Triage::Confirm,
            household: Some(household),
        })
        .await;
    }

    /// The township's reviewer works somewhere else now.
    pub async fn town_moves_away(&self) {
        let elsewhere = StaffPlace::Township("水洞底镇".to_owned());
        let town = of_role(Role::TownReviewer);
        let store = &self.office.state.store;
        store.set_place(&town, &elsewhere).await.unwrap();
    }
}

#[tokio::test]
async fn a_desk_reads_members_guarantees_income_and_the_flags_beside_the_case() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    let later = story.raise(HOUSEHOLD, Signal::LostJob, (0, false)).await;
    let urgent = story.raise(HOUSEHOLD, Signal::DangerousHouse, (0, true)).await;
    assert_ne!(later, urgent);
    for role in [Role::VillageCadre, Role::TownReviewer, Role::DistrictAdmin] {
        let page = story.page(role).await;
        assert_eq!(page.household.members[0].name, "聂斌庆");
        assert!(
            GUARANTEES
                .iter()
                .all(|name| page.household.guarantee(*name) == Answer::Ok)
        );
        let income = &page.household.incomes[0].content;
        assert_eq!(
            (income.amounts[0].line, income.amounts[0].yuan),
            (IncomeLine::AwayWork, 9_000)
        );
        assert!(!page.income_lines.is_empty(), "what it is compared with");
        let signals: Vec<_> = page.open_flags.iter().map(|flag| flag.signals[0]).collect();
        assert_eq!(signals.len(), 3, "the case's own and the two beside it");
        assert!(page.open_flags[0].urgent, "what cannot wait stands first");
        assert_eq!(signals[0], Signal::DangerousHouse);
        assert!(signals.contains(&Signal::LargeBill) && signals.contains(&Signal::LostJob));
    }
    let cookie = story.cookie(Role::DistrictAdmin).await;
    let path = format!("/api/v1/cases/{HOUSEHOLD}");
    let body = story.office.get(&path, &cookie).await.body;
    let ours = HOUSEHOLD.0.as_u128();
    for hidden in [number(ours), phone(ours)] {
        assert!(!body.contains(&hidden), "numbers are masked");
    }
    // A township that it does not lie in reads neither it nor that it is there.
    story.town_moves_away().await;
    let cookie = story.cookie(Role::TownReviewer).await;
    let foreign = story.office.get(&path, &cookie).await;
    assert_eq!(foreign.status, 404);
    for hidden in ["聂斌庆", "LARGE_BILL", "AWAY_WORK"] {
        assert!(!foreign.body.contains(hidden), "{}", foreign.body);
    }
}

#[tokio::test]
async fn the_days_that_went_by_without_signal_are_told_to_the_desk() {
    let mut story = Story::begin().await;
    let flag = story.raise(HOUSEHOLD, Signal::LargeBill, (3, false)).await;
    story.confirm(flag, HOUSEHOLD).await;
    let page = story.page(Role::TownReviewer).await;
    let case = page.file.present().unwrap();
    let strip = case.strip(page.today, &page.holidays);
    assert_eq!((strip.eaten, strip.day), (Some(3), 3));
    let board = story.board(Role::TownReviewer).await;
    assert_eq!(board.lines[0].seen_on, case.seen_on);
}

#[tokio::test]
async fn what_cannot_wait_stands_first_and_each_place_reads_its_own() {
    let mut story = Story::begin().await;
    let calm = story.raise(HOUSEHOLD, Signal::LargeBill, (2, false)).await;
    story.confirm(calm, HOUSEHOLD).await;
    story.leader = "P003".into();
    let urgent = story.raise(OTHER, Signal::DangerousHouse, (0, true)).await;
    story.confirm(urgent, OTHER).await;
    let of = |board: domain::case::desk::CaseBoard| -> Vec<(HouseholdId, bool)> {
        board
            .lines
            .iter()
            .map(|line| (line.household, line.urgent))
            .collect()
    };
    let both = vec![(OTHER, true), (HOUSEHOLD, false)];
    assert_eq!(of(story.board(Role::DistrictAdmin).await), both);
    assert_eq!(of(story.board(Role::TownReviewer).await), both);
    // The cadre's village is ours.
    assert_eq!(of(story.board(Role::VillageCadre).await), [(HOUSEHOLD, false)]);
    let cookie = story.cookie(Role::VillageCadre).await;
    let foreign = story.office.get(&format!("/api/v1/cases/{OTHER}"), &cookie).await;
    assert_eq!(foreign.status, 404);
    story.town_moves_away().await;
    let board = story.board(Role::TownReviewer).await;
    assert!(board.lines.is_empty() && board.eliminations.is_empty() && board.townships.is_empty());
    assert_eq!(board.pipeline.iter().map(|at| at.cases).sum::<u64>(), 0);
}

#[tokio::test]
async fn the_district_decides_when_every_department_that_it_asks_has_answered() {
    let asked = vec![Department::CivilAffairs, Department::MedicalInsurance];
    let config = Config {
        asked_departments: vec![AskedFrom {
            departments: asked.clone(),
            from: "2026-01-01".parse().unwrap(),
            document: "测试文件".to_owned(),
        }],
        ..Config::default()
    };
    let mut story = Story::under(config).await;
    story.up_to_the_notice().await;
    story.office.pass(7 * DAY_MS);
    let pass = story.desk_step(4, Deed::PassTown);
    story.desk(Role::TownReviewer, &pass).await;
    for department in asked {
        let line = story.board(Role::DistrictAdmin).await.lines.remove(0);
        assert!(line.compare_by.is_some(), "an answer is awaited");
        assert_eq!(line.unanswered.first(), Some(&department));
        let page = story.page(Role::DistrictAdmin).await;
        assert!(page.file.present().unwrap().unanswered().contains(&department));
        let early = story.desk_step(5, Deed::Approve);
        assert_eq!(
            refused(&story.desk(Role::DistrictAdmin, &early).await),
            Some(RefusalCode::AnswersMissing)
        );
        let results = vec![Compared {
            department,
            result: Comparison::Agrees,
        }];
        let answer = story.desk_step(5, Deed::Compare { results });
        assert_eq!(
            story.desk(Role::DistrictAdmin, &answer).await.outcome,
            Outcome::Applied
        );
    }
    let line = story.board(Role::DistrictAdmin).await.lines.remove(0);
    assert_eq!(line.compare_by, None);
    let approve = story.desk_step(5, Deed::Approve);
    assert_eq!(
        story.desk(Role::DistrictAdmin, &approve).await.outcome,
        Outcome::Applied
    );
}

#[tokio::test]
async fn a_comparison_is_awaited_from_the_home_verification_on_and_a_late_step_may_say_why() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    let today = story.office.state.clock.today();
    let line = story.board(Role::DistrictAdmin).await.lines.remove(0);
    assert_eq!(line.compare_by, Some(today + chrono::Days::new(5)));
    story.office.pass(7 * DAY_MS);
    let compare = || Deed::Compare {
        results: vec![Compared {
            department: Department::CivilAffairs,
            result: Comparison::Agrees,
        }],
    };
    let mut late = story.desk_step(4, compare());
    late.step.late_reason = "部门系统停机三天".to_owned();
    let outcome = story.desk(Role::DistrictAdmin, &late).await;
    assert_eq!(outcome.outcome, Outcome::Applied);
    story.office.pass(9 * DAY_MS);
    // The township is past the whole limit, and may say nothing of it.
    let pass = story.desk_step(4, Deed::PassTown);
    let outcome = story.desk(Role::TownReviewer, &pass).await;
    assert_eq!(
        outcome.outcome,
        Outcome::Applied,
        "a reason is asked for, not insisted on"
    );
    let page = story.page(Role::DistrictAdmin).await;
    let case = page.file.present().unwrap();
    assert_eq!(case.progress().state, CaseState::CountyReview);
    let told: Vec<_> = case
        .steps
        .iter()
        .zip(passed(case, &page.holidays))
        .filter_map(|(entry, passed)| Some((entry.step.late_reason.as_str(), passed?)))
        .collect();
    let fifteen = case.seen_on + chrono::Days::new(15);
    assert_eq!(
        told,
        [("部门系统停机三天", today + chrono::Days::new(5)), ("", fifteen)]
    );
    let line = story.board(Role::DistrictAdmin).await.lines.remove(0);
    assert_eq!((line.compare_by, line.late), (None, true));
}

#[tokio::test]
async fn a_case_under_way_keeps_its_limits_when_an_edition_sets_others_and_the_preview_counts_it() {
    let mut story = Story::begin().await;
    let flag = story.raise(HOUSEHOLD, Signal::LargeBill, (0, false)).await;
    story.confirm(flag, HOUSEHOLD).await;
    let (value, document) = (5, "娄星农发〔2026〕9号".to_owned());
    let figure = Figure::IdentifyNotice;
    let draft = Draft {
        id: Uuid::new_v4(),
        after: 0,
        document,
        from: story.office.state.clock.today(),
        words: String::new(),
        settings: vec![Setting::Figure { figure, value }],
    };
    let draft = serde_json::to_value(&draft).unwrap();
    let cookie = story.cookie(Role::DistrictAdmin).await;
    let reply = story
        .office
        .post("/api/v1/configuration/preview", &cookie, &draft)
        .await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let preview: Preview = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(preview.running, 1, "one goes on as it was opened");
    let adopted = story.office.post("/api/v1/configuration", &cookie, &draft).await;
    assert_eq!(adopted.status, 200, "{}", adopted.body);
    // The next one is opened under the edition.
    story.leader = "P003".into();
    let later = story.raise(OTHER, Signal::LargeBill, (0, false)).await;
    story.confirm(later, OTHER).await;
    for (household, days) in [(HOUSEHOLD, 7), (OTHER, value)] {
        let path = format!("/api/v1/cases/{household}");
        let page = story.office.get(&path, &cookie).await;
        let page: CasePage = serde_json::from_str(&page.body).unwrap();
        let case = page.file.present().unwrap();
        assert_eq!(case.limits.publicity_days, days, "{household}");
    }
}

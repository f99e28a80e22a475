//! Requests of households over the real server: the team sees to them, the desks read what is not finished.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::ids::{HouseholdId, RequestId, StaffId};
use domain::operation::OperationBody;
use domain::request::codes::{RequestCategory, RequestStanding, RequestStatus, ToldHow};
use domain::request::desk::RequestBoard;
use domain::request::{Owner, RequestContent, RequestStep};
use domain::roster::Role;
use domain::sync::Outcome;
use office::{OURS, Office, THEIRS, content, of_role, operation};
use uuid::Uuid;

struct Story {
    office: Office,
    seq: u64,
}

impl Story {
    async fn begin() -> Self {
        Self {
            office: Office::open().await,
            seq: 0,
        }
    }

    /// A phone sends an operation, which must be applied.
    async fn phone(&mut self, staff: &str, body: OperationBody) {
        self.seq += 1;
        let staff = StaffId::from(staff);
        let cookie = self.office.session(&staff).await;
        let sent = operation(self.seq, &staff, body);
        let outcome = self.office.outcome(&cookie, &sent).await;
        assert_eq!(outcome.outcome, Outcome::Applied, "{:?}", sent.body);
    }

    async fn raise(&mut self, staff: &str, request: u128, household: u128, due_in: u64) {
        let today = content(household).visited_on;
        let body = OperationBody::RaiseRequest {
            request: RequestId(Uuid::from_u128(request)),
            household: HouseholdId(Uuid::from_u128(household)),
            visit: None,
            content: Box::new(RequestContent {
                category: RequestCategory::Road,
                text: "门口的路塌了一段".to_owned(),
                owner: Owner {
                    staff: staff.into(),
                    name: "某某".to_owned(),
                },
                due: today + chrono::Days::new(due_in),
                asked_on: today,
            }),
        };
        self.phone(staff, body).await;
    }

    async fn step(&mut self, staff: &str, request: u128, base_rev: u32, step: RequestStep) {
        let body = OperationBody::StepRequest {
            request: RequestId(Uuid::from_u128(request)),
            household: HouseholdId(Uuid::from_u128(OURS)),
            base_rev,
            step: Box::new(step),
        };
        self.phone(staff, body).await;
    }

    async fn board(&self, role: Role) -> RequestBoard {
        let cookie = self.office.session(&of_role(role)).await;
        let reply = self.office.get("/api/v1/requests", &cookie).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    async fn shown(&self, role: Role) -> Vec<u128> {
        let board = self.board(role).await;
        let lines = board.lines.iter().map(|line| line.request.0.as_u128());
        lines.collect()
    }
}

#[tokio::test]
async fn desks_read_the_unfinished_requests_of_their_place_the_most_pressing_first() {
    let mut story = Story::begin().await;
    story.raise("P001", 50, OURS, 30).await;
    story.raise("P001", 51, OURS, 5).await;
    story.raise("P002", 52, THEIRS, 10).await;
    assert_eq!(story.shown(Role::VillageCadre).await, [51, 50]);
    assert_eq!(story.shown(Role::TownReviewer).await, [51, 52, 50]);
    let board = story.board(Role::DistrictAdmin).await;
    assert_eq!(board.total, 3);
    let line = board.lines.first().unwrap();
    assert_eq!(
        (line.standing, line.status),
        (RequestStanding::DueSoon, RequestStatus::Open)
    );
    assert_eq!(
        (line.place.village.as_str(), line.text.as_str()),
        ("垭古村", "门口的路塌了一段")
    );

    story.step("P001", 50, 1, RequestStep::TakeUp).await;
    let to = "区交通运输局".to_owned();
    story.step("P001", 50, 2, RequestStep::Transfer { to }).await;
    let board = story.board(Role::VillageCadre).await;
    let line = board.lines.get(1).unwrap();
    assert_eq!(
        (line.standing, line.passed_to.as_str()),
        (RequestStanding::NotTold, "区交通运输局")
    );
    // Told, it is finished and gone from the list.
    let on = content(OURS).visited_on;
    let how = ToldHow::InPerson;
    story.step("P001", 50, 3, RequestStep::Tell { on, how }).await;
    assert_eq!(story.shown(Role::VillageCadre).await, [51]);
    let reason = "路还是没修".to_owned();
    story.step("P001", 50, 4, RequestStep::Reopen { reason }).await;
    assert_eq!(story.shown(Role::VillageCadre).await, [51, 50]);
}

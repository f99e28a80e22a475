//! Requests told as stories: asked at a visit or by themselves, taken up, answered, told, taken up again; and two phones
//! that met.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;

use cast::{day, household, id, visit as plain_visit};
use domain::case::desk::Place;
use domain::config::Config;
use domain::ids::*;
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::record::{Record, RecordKey, RecordMap, Records};
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode as R;
use domain::request::codes::*;
use domain::request::desk::{LINES_MAX, RequestBoard};
use domain::request::order::{in_order, open_of, pressing};
use domain::request::rules::{NAME_MAX, REASON_MAX, TEXT_MAX};
use domain::request::transitions::{RequestState, leads, offered};
use domain::request::{Owner, Request, RequestContent, RequestEvent, RequestStep, proposed_due};
use domain::roster::Role;
use domain::time::Millis;
use proptest::prelude::*;

/// Noon of 23 November 2026 in the field.
const RECEIVED: Millis = Millis(1_795_406_400_000);
const HOUSEHOLD: HouseholdId = HouseholdId(id(1));

fn actor(staff: &str) -> Actor {
    let (role, team, villages) = match staff {
        "P001" => (Role::TeamLeader, Some("T01".into()), vec!["V001".into()]),
        "P009" => (Role::TeamMember, Some("T02".into()), vec!["V002".into()]),
        "C001" => (Role::VillageCadre, None, vec!["V001".into()]),
        _ => (Role::TeamMember, Some("T01".into()), vec!["V001".into()]),
    };
    Actor {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role,
        team,
        villages,
        former_villages: vec![],
        teams_of_place: vec![],
    }
}

fn operation(n: u128, staff: &str, body: OperationBody) -> Operation {
    Operation {
        id: OpId(id(n)),
        device: DeviceId(id(900)),
        seq: 1,
        author: staff.into(),
        recorded_at: Millis(0),
        recorded_on: day("2026-11-20"),
        body,
    }
}

fn owner(staff: &str) -> Owner {
    Owner {
        staff: staff.into(),
        name: format!("{staff}的名字"),
    }
}

fn asked(due: &str) -> RequestContent {
    RequestContent {
        category: RequestCategory::Water,
        text: "水压不够，二楼上不去水。".to_owned(),
        owner: owner("P002"),
        due: day(due),
        asked_on: day("2026-11-18"),
    }
}

fn raise(n: u128, request: u128, content: RequestContent) -> Operation {
    let body = OperationBody::RaiseRequest {
        request: RequestId(id(request)),
        household: HOUSEHOLD,
        visit: None,
        content: Box::new(content),
    };
    operation(n, "P002", body)
}

fn step_by(n: u128, staff: &str, request: u128, base_rev: u32, step: RequestStep) -> Operation {
    let body = OperationBody::StepRequest {
        request: RequestId(id(request)),
        household: HOUSEHOLD,
        base_rev,
        step: Box::new(step),
    };
    operation(n, staff, body)
}

fn step(n: u128, base_rev: u32, step: RequestStep) -> Operation {
    step_by(n, "P003", 50, base_rev, step)
}

fn reassign(due: &str) -> RequestStep {
    RequestStep::Reassign {
        owner: owner("P003"),
        due: day(due),
        reason: "等水管到货".to_owned(),
    }
}

fn finish() -> RequestStep {
    RequestStep::Finish {
        words: "换了水泵".to_owned(),
    }
}

fn refuse(reason: &str) -> RequestStep {
    RequestStep::Refuse {
        reason: reason.to_owned(),
    }
}

fn transfer(to: &str) -> RequestStep {
    RequestStep::Transfer { to: to.to_owned() }
}

fn tell(on: &str) -> RequestStep {
    RequestStep::Tell {
        on: day(on),
        how: ToldHow::Phone,
    }
}

fn reopen(reason: &str) -> RequestStep {
    RequestStep::Reopen {
        reason: reason.to_owned(),
    }
}

/// A step of each kind that says all it has to.
fn sound(kind: RequestStepKind) -> RequestStep {
    match kind {
        RequestStepKind::TakeUp => RequestStep::TakeUp,
        RequestStepKind::Reassign => reassign("2026-12-20"),
        RequestStepKind::Finish => finish(),
        RequestStepKind::Refuse => refuse("不符合条件"),
        RequestStepKind::Transfer => transfer("镇水利站"),
        RequestStepKind::Tell => tell("2026-11-20"),
        RequestStepKind::Reopen => reopen("水还是上不去"),
    }
}

struct World {
    records: RecordMap,
    received_at: Option<Millis>,
}

impl World {
    fn new() -> Self {
        let mut records = RecordMap::default();
        records.put(Record::Household(Box::new(household())));
        Self {
            records,
            received_at: Some(RECEIVED),
        }
    }

    /// A world with request 50, due on a day, brought through steps.
    fn after(due: &str, steps: &[RequestStep]) -> Self {
        let mut world = Self::new();
        world.play(&raise(1, 50, asked(due))).unwrap();
        for (at, one) in steps.iter().enumerate() {
            let at = u32::try_from(at).unwrap();
            world
                .play(&step(u128::from(at) + 2, at + 1, one.clone()))
                .unwrap();
        }
        world
    }

    fn play(&mut self, operation: &Operation) -> Result<(), R> {
        self.play_as(operation, &actor(operation.author.as_str()))
    }

    fn play_as(&mut self, operation: &Operation, actor: &Actor) -> Result<(), R> {
        let config = Config::default();
        let context = Context {
            actor,
            config: &config,
            received_at: self.received_at,
        };
        let effect = apply(operation, &self.records, context).map_err(|refusal| refusal.code)?;
        effect
            .records
            .into_iter()
            .for_each(|record| self.records.put(record));
        Ok(())
    }

    fn request(&self, n: u128) -> &Request {
        self.records.request(RequestId(id(n))).unwrap()
    }
}

/// The steps that lead to each state.
fn way_to(state: RequestState) -> Vec<RequestStep> {
    let answer = match state.status {
        RequestStatus::Open => return vec![],
        RequestStatus::InHand => None,
        RequestStatus::Done => Some(finish()),
        RequestStatus::CannotDo => Some(refuse("不符合条件")),
        RequestStatus::Transferred => Some(transfer("镇水利站")),
    };
    let told = state.is_finished().then(|| tell("2026-11-19"));
    [RequestStep::TakeUp]
        .into_iter()
        .chain(answer)
        .chain(told)
        .collect()
}

#[test]
fn a_request_asked_at_the_door_is_taken_up_done_told_and_only_then_finished() {
    let mut world = World::new();
    world
        .records
        .put(Record::Visit(Box::new(plain_visit(1_000, "2026-11-18"))));
    let mut first = raise(1, 50, asked("2026-12-03"));
    if let OperationBody::RaiseRequest { visit, .. } = &mut first.body {
        *visit = Some(VisitId(id(1_000)));
    }
    world.play(&first).unwrap();
    let request = world.request(50);
    assert_eq!((request.status(), request.rev), (RequestStatus::Open, 1));
    assert_eq!(request.visit, Some(VisitId(id(1_000))));
    assert_eq!(request.asked_on(), day("2026-11-18"));
    assert_eq!(
        (request.owner(), request.due()),
        (&owner("P002"), day("2026-12-03"))
    );

    world.play(&step(2, 1, RequestStep::TakeUp)).unwrap();
    assert_eq!(world.request(50).status(), RequestStatus::InHand);
    assert!(world.request(50).answer().is_none());
    world.play(&step(3, 2, finish())).unwrap();
    let request = world.request(50);
    assert_eq!(request.status(), RequestStatus::Done);
    assert!(request.is_open(), "the household does not know yet");
    assert_eq!(request.told(), None);
    let (line, answer) = request.answer().unwrap();
    assert_eq!(
        (line.by_name.as_str(), answer.words()),
        ("P003的名字", "换了水泵")
    );

    world
        .play(&step_by(4, "P002", 50, 3, tell("2026-11-19")))
        .unwrap();
    let request = world.request(50);
    let told = request.told().unwrap();
    assert_eq!(
        (told.on, told.how, told.by_name),
        (day("2026-11-19"), ToldHow::Phone, "P002的名字")
    );
    assert!(!request.is_open());
    assert_eq!(request.history.len(), 4);
}

#[test]
fn what_is_refused_or_passed_on_is_finished_by_telling_as_well() {
    for answer in [refuse("不在补贴范围"), transfer("镇水利站")] {
        let mut world = World::after("2026-12-03", &[RequestStep::TakeUp, answer.clone()]);
        let request = world.request(50);
        assert!(request.is_open());
        assert_eq!(request.answer().unwrap().1, &answer);
        world.play(&step(9, 3, tell("2026-11-20"))).unwrap();
        assert!(!world.request(50).is_open());
    }
}

#[test]
fn a_household_that_says_it_is_not_done_has_its_request_taken_up_again() {
    let told = [RequestStep::TakeUp, finish(), tell("2026-11-19")];
    let mut world = World::after("2026-12-03", &told);
    world.play(&step(9, 4, reopen("水还是上不去"))).unwrap();
    let request = world.request(50);
    assert_eq!((request.status(), request.rev), (RequestStatus::InHand, 5));
    assert_eq!(
        (request.told(), request.answer()),
        (None, None),
        "the answer does not hold any more"
    );
    assert!(request.is_open());
    // The next answer has to be told again.
    world.play(&step(10, 5, refuse("要等村里改管网"))).unwrap();
    assert_eq!(
        world.request(50).standing(day("2026-11-21")),
        RequestStanding::NotTold
    );
    assert_eq!(world.request(50).history.len(), 6);
}

/// The table written down once more: from each state, the steps that are allowed and where they lead.
#[test]
fn every_step_from_every_state_leads_where_the_table_says_or_is_refused() {
    use RequestStatus as S;
    use RequestStepKind as K;
    let untold = RequestState::untold;
    let lines = |state: RequestState| match (state.status, state.is_finished()) {
        (S::Open, _) => vec![(K::TakeUp, untold(S::InHand)), (K::Reassign, state)],
        (S::InHand, _) => vec![
            (K::Reassign, state),
            (K::Finish, untold(S::Done)),
            (K::Refuse, untold(S::CannotDo)),
            (K::Transfer, untold(S::Transferred)),
        ],
        (answer, false) => vec![
            (K::Tell, RequestState::told(answer)),
            (K::Reopen, untold(S::InHand)),
        ],
        (_, true) => vec![(K::Reopen, untold(S::InHand))],
    };
    for state in RequestState::ALL {
        let allowed = lines(state);
        assert_eq!(
            offered(state),
            allowed.iter().map(|(kind, _)| *kind).collect::<Vec<_>>()
        );
        for kind in K::ALL {
            let wanted = allowed.iter().find(|(step, _)| step == kind).map(|(_, to)| *to);
            assert_eq!(leads(state, *kind), wanted, "{state:?} {kind:?}");
            let way = way_to(state);
            let mut world = World::after("2026-12-03", &way);
            assert_eq!(world.request(50).state(), state);
            let rev = world.request(50).rev;
            let played = world.play(&step(99, rev, sound(*kind)));
            match wanted {
                Some(to) => {
                    assert_eq!(played, Ok(()), "{state:?} {kind:?}");
                    assert_eq!((world.request(50).state(), world.request(50).rev), (to, rev + 1));
                }
                None => {
                    assert_eq!(played, Err(R::NotThisStep), "{state:?} {kind:?}");
                    assert_eq!(world.request(50).history.len(), way.len() + 1);
                }
            }
        }
    }
    let finished = RequestState::ALL.into_iter().filter(|state| state.is_finished());
    assert_eq!(finished.count(), 3);
}

#[test]
fn a_request_says_what_by_whom_and_until_when() {
    let refused = |change: &dyn Fn(&mut RequestContent)| {
        let mut content = asked("2026-12-03");
        change(&mut content);
        World::new().play(&raise(1, 50, content))
    };
    assert_eq!(refused(&|content| content.text = " \n".into()), Err(R::EmptyText));
    assert_eq!(refused(&|content| content.text = "水".repeat(TEXT_MAX)), Ok(()));
    assert_eq!(
        refused(&|content| content.text = "水".repeat(TEXT_MAX + 1)),
        Err(R::TextTooLong)
    );
    assert_eq!(
        refused(&|content| content.text = "水\u{0}".into()),
        Err(R::BadText)
    );
    assert_eq!(
        refused(&|content| content.owner.name = String::new()),
        Err(R::EmptyText)
    );
    assert_eq!(
        refused(&|content| content.owner.staff = "".into()),
        Err(R::EmptyText)
    );
    // Due on the day it was asked: help for today.
    assert_eq!(refused(&|content| content.due = day("2026-11-18")), Ok(()));
    assert_eq!(
        refused(&|content| content.due = day("2026-11-17")),
        Err(R::DueBeforeAsked)
    );
    assert_eq!(refused(&|content| content.asked_on = day("2026-11-20")), Ok(()));
    assert_eq!(
        refused(&|content| content.asked_on = day("2026-11-21")),
        Err(R::AskedInFuture)
    );
}

#[test]
fn a_step_says_what_the_household_will_hear() {
    let refused = |way: &[RequestStep], one: RequestStep| {
        let mut world = World::after("2026-12-03", way);
        let rev = world.request(50).rev;
        world.play(&step(99, rev, one))
    };
    let in_hand = [RequestStep::TakeUp];
    let answered = [RequestStep::TakeUp, finish()];
    assert_eq!(refused(&in_hand, refuse(" ")), Err(R::RequestReason));
    assert_eq!(
        refused(&in_hand, refuse(&"远".repeat(REASON_MAX + 1))),
        Err(R::TextTooLong)
    );
    assert_eq!(refused(&in_hand, transfer("")), Err(R::RequestNowhere));
    assert_eq!(
        refused(&in_hand, transfer(&"局".repeat(NAME_MAX + 1))),
        Err(R::TextTooLong)
    );
    assert_eq!(refused(&answered, tell("2026-11-20")), Ok(()));
    assert_eq!(refused(&answered, tell("2026-11-21")), Err(R::ToldInFuture));
    assert_eq!(refused(&answered, reopen("")), Err(R::ReopenReason));
    assert_eq!(refused(&in_hand, reassign("2026-11-20")), Ok(()));
    assert_eq!(refused(&in_hand, reassign("2026-11-19")), Err(R::DuePast));
    let unsaid = RequestStep::Reassign {
        owner: owner("P003"),
        due: day("2026-12-20"),
        reason: String::new(),
    };
    assert_eq!(refused(&in_hand, unsaid), Err(R::EmptyText));
    let nothing = RequestStep::Finish { words: String::new() };
    assert_eq!(refused(&in_hand, nothing), Ok(()));
}

#[test]
fn a_promise_that_is_put_off_names_who_and_when_anew_and_keeps_the_first() {
    let mut world = World::after("2026-11-30", &[RequestStep::TakeUp]);
    assert_eq!(
        world.request(50).standing(day("2026-12-01")),
        RequestStanding::Overdue
    );
    world.play(&step(9, 2, reassign("2026-12-20"))).unwrap();
    let request = world.request(50);
    assert_eq!(
        (request.owner(), request.due()),
        (&owner("P003"), day("2026-12-20"))
    );
    assert_eq!(request.status(), RequestStatus::InHand);
    assert_eq!(request.standing(day("2026-12-01")), RequestStanding::Running);
    assert_eq!(
        (request.content.due, &request.content.owner),
        (day("2026-11-30"), &owner("P002"))
    );
}

#[test]
fn of_two_steps_that_met_the_first_counts_and_the_other_is_kept_for_all_to_read() {
    let mut world = World::after("2026-12-03", &[RequestStep::TakeUp]);
    world.play(&step_by(10, "P002", 50, 2, finish())).unwrap();
    world
        .play(&step_by(11, "P003", 50, 2, refuse("没有配件")))
        .unwrap();
    let request = world.request(50);
    assert_eq!((request.status(), request.rev), (RequestStatus::Done, 3));
    let kept: Vec<_> = request
        .late()
        .map(|(line, step)| (line.by_name.as_str(), step.clone()))
        .collect();
    assert_eq!(kept, [("P003的名字", refuse("没有配件"))]);
    assert!(matches!(
        request.history.last().unwrap().event,
        RequestEvent::LateStep { .. }
    ));
    // What somebody told of an answer that had been taken back meanwhile finishes nothing.
    world.play(&step(12, 3, reopen("还没好"))).unwrap();
    world.play(&step(13, 3, tell("2026-11-20"))).unwrap();
    assert!(world.request(50).is_open());
    assert_eq!(world.request(50).late().count(), 2);
    // A revision that is not here yet comes back from the phone that has it (0009).
    assert_eq!(
        world.play(&step(14, 9, RequestStep::TakeUp)),
        Err(R::NewerRevision)
    );
}

#[test]
fn everybody_of_the_team_raises_and_steps_and_nobody_else() {
    for staff in ["P001", "P002", "P003"] {
        let mut world = World::new();
        let first = Operation {
            author: staff.into(),
            ..raise(1, 50, asked("2026-12-03"))
        };
        world.play(&first).unwrap();
        world
            .play(&step_by(2, staff, 50, 1, RequestStep::TakeUp))
            .unwrap();
    }
    let mut world = World::after("2026-12-03", &[]);
    for (staff, code) in [("C001", R::NotAllowed), ("P009", R::NotFound)] {
        let another = Operation {
            author: staff.into(),
            ..raise(7, 51, asked("2026-12-03"))
        };
        assert_eq!(world.play(&another), Err(code));
        assert_eq!(
            world.play(&step_by(8, staff, 50, 1, RequestStep::TakeUp)),
            Err(code)
        );
    }
}

#[test]
fn what_was_done_before_the_household_moved_arrives_under_its_author() {
    let mut world = World::after("2026-12-03", &[RequestStep::TakeUp, finish()]);
    let mut left = actor("P002");
    left.villages = vec!["V003".into()];
    left.former_villages = vec!["V001".into()];
    world
        .play_as(&step_by(9, "P002", 50, 3, tell("2026-11-20")), &left)
        .unwrap();
    world.play_as(&raise(10, 51, asked("2026-12-03")), &left).unwrap();
    assert!(!world.request(50).is_open());
}

#[test]
fn a_request_waits_neither_for_its_visit_nor_takes_a_foreign_one() {
    let with_visit = |n, request| {
        let mut one = raise(n, request, asked("2026-12-03"));
        if let OperationBody::RaiseRequest { visit, .. } = &mut one.body {
            *visit = Some(VisitId(id(1_000)));
        }
        one
    };
    let mut before = World::new();
    before.play(&with_visit(1, 50)).unwrap();
    let mut after = World::new();
    after
        .records
        .put(Record::Visit(Box::new(plain_visit(1_000, "2026-11-18"))));
    after.play(&with_visit(1, 50)).unwrap();
    assert_eq!(before.request(50), after.request(50));
    let mut foreign = plain_visit(1_000, "2026-11-18");
    foreign.household = HouseholdId(id(2));
    after.records.put(Record::Visit(Box::new(foreign)));
    assert_eq!(after.play(&with_visit(2, 51)), Err(R::NotFound));
    // A number is taken once, and a step names the household that it is about.
    assert_eq!(after.play(&raise(3, 50, asked("2026-12-03"))), Err(R::NotFound));
    let mut elsewhere = step(4, 1, RequestStep::TakeUp);
    let mut second = household();
    second.id = HouseholdId(id(2));
    after.records.put(Record::Household(Box::new(second)));
    if let OperationBody::StepRequest { household, .. } = &mut elsewhere.body {
        *household = HouseholdId(id(2));
    }
    assert_eq!(after.play(&elsewhere), Err(R::NotFound));
}

#[test]
fn today_shows_what_is_overdue_then_what_is_due_within_a_week_then_what_is_not_told() {
    let mut world = World::new();
    let due = [
        (50, "2026-12-30"),
        (51, "2026-12-01"),
        (52, "2026-11-24"),
        (53, "2026-12-02"),
        (54, "2026-11-22"),
    ];
    for (n, due) in due {
        world.play(&raise(n, n, asked(due))).unwrap();
    }
    // Number 50 has an answer that nobody has told.
    for (at, one) in [RequestStep::TakeUp, finish()].into_iter().enumerate() {
        let at = u32::try_from(at).unwrap();
        world.play(&step(u128::from(at) + 1, at + 1, one)).unwrap();
    }
    let today = day("2026-11-24");
    let shown: Vec<_> = pressing(world.records.requests(), today)
        .into_iter()
        .map(|(standing, request)| (standing, request.id.0.as_u128()))
        .collect();
    assert_eq!(
        shown,
        [
            (RequestStanding::Overdue, 54),
            (RequestStanding::DueSoon, 52),
            (RequestStanding::DueSoon, 51),
            (RequestStanding::NotTold, 50),
        ]
    );
    assert_eq!(world.request(53).standing(today), RequestStanding::Running);
    let ids = |requests: Vec<&Request>| {
        let ids = requests.iter().map(|request| request.id.0.as_u128());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(in_order(world.records.requests())), [54, 52, 51, 53, 50]);
    // Told, it is gone from the next visit.
    world.play(&step(9, 3, tell("2026-11-20"))).unwrap();
    assert_eq!(
        ids(open_of(world.records.requests(), HOUSEHOLD)),
        [54, 52, 51, 53]
    );
    assert!(open_of(world.records.requests(), HouseholdId(id(2))).is_empty());
    assert_eq!(world.request(50).standing(today), RequestStanding::Finished);
}

#[test]
fn a_board_counts_all_that_is_not_finished_and_shows_the_most_pressing() {
    let place = |n: u128| Place {
        name: format!("{n}家"),
        group: "第1组".to_owned(),
        village: "垭古村".to_owned(),
        township: "万宝镇".to_owned(),
    };
    let world = World::after("2026-12-03", &[RequestStep::TakeUp, transfer("镇水利站")]);
    let waits = world.request(50).clone();
    let told = World::after("2026-12-03", &[RequestStep::TakeUp, finish(), tell("2026-11-20")]);
    let mut finished = told.request(50).clone();
    finished.id = RequestId(id(51));
    let one = World::after("2026-12-30", &[]).request(50).clone();
    let many = (1_000..).take(LINES_MAX).map(|n| Request {
        id: RequestId(id(n)),
        ..one.clone()
    });
    let all = many.chain([finished, waits]).map(|request| {
        let place = place(request.id.0.as_u128());
        (request, place)
    });
    let board = RequestBoard::of(all.collect(), day("2026-11-24"));
    assert_eq!(usize::try_from(board.total).unwrap(), LINES_MAX + 1);
    assert_eq!(board.lines.len(), LINES_MAX);
    let first = board.lines.first().unwrap();
    assert_eq!(
        (first.standing, first.status),
        (RequestStanding::NotTold, RequestStatus::Transferred)
    );
    assert_eq!(
        (first.passed_to.as_str(), first.place.name.as_str()),
        ("镇水利站", "50家")
    );
    assert!(board.lines.iter().skip(1).all(|line| line.passed_to.is_empty()));
    let bytes = domain::cbor::to_vec(&board);
    assert_eq!(domain::cbor::from_slice::<RequestBoard>(&bytes).unwrap(), board);
}

#[test]
fn a_wrong_clock_neither_blocks_a_request_nor_moves_its_promise() {
    let mut world = World::new();
    let mut wrong = raise(1, 50, asked("1970-01-17"));
    wrong.recorded_on = day("1970-01-03");
    if let OperationBody::RaiseRequest { content, .. } = &mut wrong.body {
        content.asked_on = day("1970-01-02");
    }
    world.play(&wrong).unwrap();
    let request = world.request(50);
    // Asked the day before its receipt, and promised for fifteen days after.
    assert_eq!(
        (request.asked_on(), request.due()),
        (day("2026-11-22"), day("2026-12-07"))
    );
    let mut put_off = step(2, 1, reassign("1970-02-02"));
    put_off.recorded_on = day("1970-01-03");
    world.play(&put_off).unwrap();
    assert_eq!(world.request(50).due(), day("2026-12-23"));
    // On the phone itself nothing is known of the wrong clock yet.
    let mut phone = World::new();
    phone.received_at = None;
    phone.play(&wrong).unwrap();
    assert_eq!(phone.request(50).due(), day("1970-01-17"));
}

#[test]
fn the_form_proposes_a_due_day_where_the_district_set_a_period() {
    let asked_on = day("2026-11-20");
    assert_eq!(
        proposed_due(asked_on, &Config::default()),
        Some(day("2026-12-05"))
    );
    let unset = Config {
        request_due_days: 0,
        ..Config::default()
    };
    assert_eq!(proposed_due(asked_on, &unset), None);
}

#[test]
fn phones_that_know_no_requests_are_not_sent_any() {
    assert_eq!(RecordKey::Request(RequestId(id(1))).since_protocol(), 3);
    assert_eq!(RecordKey::Monitoring(HOUSEHOLD).since_protocol(), 2);
}

fn operations() -> Vec<Operation> {
    let steps = RequestStepKind::ALL.iter().enumerate();
    let steps = steps.map(|(n, kind)| step(u128::try_from(n).unwrap() + 2, 1, sound(*kind)));
    [raise(1, 50, asked("2026-12-03"))]
        .into_iter()
        .chain(steps)
        .collect()
}

#[test]
fn requests_and_their_operations_read_alike_in_both_forms() {
    for operation in operations() {
        let json = serde_json::to_string(&operation).unwrap();
        assert_eq!(serde_json::from_str::<Operation>(&json).unwrap(), operation);
        let bytes = domain::cbor::to_vec(&operation);
        assert_eq!(domain::cbor::from_slice::<Operation>(&bytes).unwrap(), operation);
    }
    let mut world = World::new();
    for operation in operations() {
        // After the first step all others are late and kept.
        world.play(&operation).unwrap();
    }
    assert_eq!(world.request(50).history.len(), 1 + RequestStepKind::ALL.len());
    let record = Record::Request(Box::new(world.request(50).clone()));
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    let bytes = domain::cbor::to_vec(&record);
    assert_eq!(domain::cbor::from_slice::<Record>(&bytes).unwrap(), record);
    let key = record.key();
    assert_eq!(key.to_string().parse(), Ok(key));
    let bytes = domain::cbor::to_vec(&key);
    assert_eq!(domain::cbor::from_slice::<RecordKey>(&bytes).unwrap(), key);
}

/// What a phone saves: a request of its own number, then steps on the revision that it reads.
fn phone(n: u128, kinds: &[usize]) -> Vec<Operation> {
    let first = raise(n * 100, n, asked("2026-12-03"));
    let mut world = World::new();
    world.play(&first).unwrap();
    let mut saved = vec![first];
    for (at, kind) in kinds.iter().enumerate() {
        let at = u128::try_from(at).unwrap();
        let rev = world.request(n).rev;
        let next = step_by(
            n * 100 + at + 1,
            "P003",
            n,
            rev,
            sound(*RequestStepKind::ALL.get(*kind).unwrap()),
        );
        if world.play(&next).is_ok() {
            saved.push(next);
        }
    }
    saved
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Phones that see to different requests of one household: whichever arrives first, all reads the same.
    #[test]
    fn the_order_of_arrival_does_not_matter(
        kinds in proptest::collection::vec(proptest::collection::vec(0..RequestStepKind::ALL.len(), 0..12), 3),
        turns in proptest::collection::vec(0..3_usize, 60),
    ) {
        let phones: Vec<Vec<Operation>> = (50..).zip(&kinds).map(|(n, kinds)| phone(n, kinds)).collect();
        let mut one_by_one = World::new();
        for operation in phones.iter().flatten() {
            prop_assert_eq!(one_by_one.play(operation), Ok(()));
        }
        let mut mixed = World::new();
        let mut waiting: Vec<_> = phones.iter().map(|phone| phone.iter()).collect();
        for turn in turns.into_iter().chain((0..3).cycle().take(60)) {
            if let Some(operation) = waiting[turn].next() {
                prop_assert_eq!(mixed.play(operation), Ok(()));
            }
        }
        prop_assert_eq!(&mixed.records, &one_by_one.records);
    }

    /// Steps of many phones that met, in any order: each stands in the history once, or was refused and changed
    /// nothing; the revision counts those that count, and each of them was allowed where it counted.
    #[test]
    fn the_history_is_complete_whatever_met(
        steps in proptest::collection::vec((0..RequestStepKind::ALL.len(), 1..6_u32), 1..16),
    ) {
        let mut world = World::after("2026-12-03", &[]);
        let mut stood = vec![OpId(id(1))];
        for (at, (kind, base_rev)) in steps.into_iter().enumerate() {
            let next = step(u128::try_from(at).unwrap() + 2, base_rev, sound(RequestStepKind::ALL[kind]));
            let before = world.request(50).clone();
            match world.play(&next) {
                Ok(()) => stood.push(next.id),
                Err(code) => {
                    prop_assert_eq!(world.request(50), &before);
                    let wanted = if base_rev > before.rev { R::NewerRevision } else { R::NotThisStep };
                    prop_assert_eq!(code, wanted);
                    prop_assert!(base_rev >= before.rev);
                }
            }
        }
        let request = world.request(50);
        let history: Vec<OpId> = request.history.iter().map(|line| line.op).collect();
        prop_assert_eq!(history, stood);
        let mut state = RequestState::RAISED;
        for line in &request.history {
            if let Some(step) = line.step() {
                state = leads(state, step.kind()).unwrap();
            }
        }
        prop_assert_eq!(request.state(), state);
        let counted = request.history.iter().filter(|line| line.step().is_some()).count();
        prop_assert_eq!(usize::try_from(request.rev).unwrap(), counted + 1);
        prop_assert_eq!(request.late().count() + counted + 1, request.history.len());
    }

    /// Two phones that take the same step book on from one revision: nothing is lost in either order.
    #[test]
    fn two_phones_that_met_are_both_kept_in_either_order(
        mine in 0..RequestStepKind::ALL.len(),
        theirs in 0..RequestStepKind::ALL.len(),
        from in 0..RequestState::ALL.len(),
    ) {
        let state = RequestState::ALL[from];
        let way = way_to(state);
        let rev = u32::try_from(way.len()).unwrap() + 1;
        let pair = [mine, theirs].map(|kind| RequestStepKind::ALL[kind]);
        prop_assume!(pair.iter().all(|kind| leads(state, *kind).is_some()));
        let a = step_by(91, "P002", 50, rev, sound(pair[0]));
        let b = step_by(92, "P003", 50, rev, sound(pair[1]));
        let arrive = |first: &Operation, second: &Operation| {
            let mut world = World::after("2026-12-03", &way);
            world.play(first).unwrap();
            world.play(second).unwrap();
            world
        };
        let (here, there) = (arrive(&a, &b), arrive(&b, &a));
        for world in [&here, &there] {
            let record = Record::Request(Box::new(world.request(50).clone()));
            prop_assert_eq!((record.times(a.id), record.times(b.id)), (1, 1));
            prop_assert_eq!(world.request(50).late().count(), 1);
        }
        prop_assert_eq!(here.request(50).state(), leads(state, pair[0]).unwrap());
        prop_assert_eq!(there.request(50).state(), leads(state, pair[1]).unwrap());
    }
}

//! The policy as data, over the real server: every route × every role, and who may touch what.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod kinds;
mod office;

use chrono::NaiveDate;
use domain::case::Deed;
use domain::elimination::codes::EliminationWay;
use domain::elimination::{EliminationDeed, ReductionReason};
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementContent, EntitlementKey};
use domain::handover::codes::LineKind;
use domain::handover::{HandoverLine, Leaving};
use domain::household::facts::{FieldKey, FieldName};
use domain::ids::{ExplanationId, FlagId, HouseholdId, RequestId, StaffId, VillageId, VisitId, WorkId};
use domain::income::codes::{IncomeLine, IncomeSource};
use domain::income::{IncomeAmount, IncomeContent};
use domain::operation::{Operation, OperationBody, Whose};
use domain::policy::{Action, permits_somehow};
use domain::refusal::RefusalCode;
use domain::request::codes::RequestCategory;
use domain::request::{Owner, RequestContent, RequestStep};
use domain::risk::Triage;
use domain::roster::Role;
use domain::sync::Outcome;
use domain::team::MonthContent;
use domain::time::month_before;
use domain::visit::Decision;
use domain::visit::codes::{ReturnReason, Signal, VisitStatus};
use domain::work::codes::WorkKind;
use office::{OURS, Office, THEIRS, content, log_visit, new_visit, of_role, operation, worked};
use serde_json::json;
use server::routes::{self, Access};
use uuid::Uuid;

/// Every address with who may use it. A route that is not here, or that differs, fails the test below.
const MATRIX: &[(&str, &str, Access)] = &[
    ("POST", "/api/v1/session", Access::Public),
    ("GET", "/api/v1/session", Access::Public),
    ("DELETE", "/api/v1/session", Access::Public),
    ("POST", "/api/v1/enrol", Access::Public),
    ("POST", "/api/v1/password", Access::SignedIn),
    ("POST", "/api/v1/sync", Access::May(Action::SyncScope)),
    ("POST", "/api/v1/devices/deposit", Access::May(Action::SyncScope)),
    ("POST", "/api/v1/deposit", Access::Public),
    ("GET", "/api/v1/devices/{id}", Access::SignedIn),
    ("GET", "/api/v1/phones", Access::May(Action::RevokePhone)),
    ("POST", "/api/v1/phones/standing", Access::Public),
    ("POST", "/api/v1/phones/revoke", Access::May(Action::RevokePhone)),
    ("GET", "/api/v1/board", Access::May(Action::ReadBoard)),
    ("GET", "/api/v1/four", Access::May(Action::ReadFour)),
    ("GET", "/api/v1/four/{village}", Access::May(Action::ReadFour)),
    ("GET", "/api/v1/cases", Access::May(Action::ReadCases)),
    ("GET", "/api/v1/cases/{household}", Access::May(Action::ReadCases)),
    (
        "POST",
        "/api/v1/cases/{household}",
        Access::May(Action::ReadCases),
    ),
    (
        "POST",
        "/api/v1/cases/{household}/elimination",
        Access::May(Action::ReadCases),
    ),
    ("GET", "/api/v1/requests", Access::May(Action::ReadRequests)),
    ("GET", "/api/v1/leaves", Access::May(Action::ReadLeaves)),
    ("POST", "/api/v1/leaves/{leave}", Access::May(Action::ReadLeaves)),
    ("GET", "/api/v1/duties", Access::May(Action::ReadDuties)),
    ("GET", "/api/v1/duties/{duty}", Access::May(Action::ReadDuties)),
    ("POST", "/api/v1/duties/{duty}", Access::May(Action::UpdateDuty)),
    ("GET", "/api/v1/teams", Access::May(Action::ReadBoard)),
    (
        "POST",
        "/api/v1/teams/{team}/people/{staff}/end",
        Access::May(Action::ImportWorkbook),
    ),
    (
        "GET",
        "/api/v1/villages/{village}/households",
        Access::May(Action::ReadHouseholds),
    ),
    (
        "GET",
        "/api/v1/households/{household}",
        Access::May(Action::ReadHouseholds),
    ),
    (
        "GET",
        "/api/v1/photos/{hash}/upload",
        Access::May(Action::SendPhoto),
    ),
    (
        "POST",
        "/api/v1/photos/{hash}/upload",
        Access::May(Action::SendPhoto),
    ),
    (
        "GET",
        "/api/v1/visits/{visit}/photos/{hash}",
        Access::May(Action::SeePhoto),
    ),
    ("GET", "/api/v1/visits", Access::May(Action::ReadVisitList)),
    ("GET", "/api/v1/visits.csv", Access::May(Action::ExportVisits)),
    ("POST", "/api/v1/reveals", Access::May(Action::RevealNumber)),
    ("POST", "/api/v1/imports", Access::May(Action::ImportWorkbook)),
    ("GET", "/api/v1/imports/{id}", Access::May(Action::ImportWorkbook)),
    (
        "POST",
        "/api/v1/imports/{id}/commit",
        Access::May(Action::ImportWorkbook),
    ),
    ("GET", "/api/v1/accounts", Access::May(Action::ManageAccounts)),
    (
        "POST",
        "/api/v1/accounts/{staff}/invite",
        Access::May(Action::ManageAccounts),
    ),
    (
        "POST",
        "/api/v1/accounts/{staff}/close",
        Access::May(Action::ManageAccounts),
    ),
    (
        "POST",
        "/api/v1/accounts/{staff}/open",
        Access::May(Action::ManageAccounts),
    ),
    (
        "GET",
        "/api/v1/configuration",
        Access::May(Action::ReadConfiguration),
    ),
    (
        "POST",
        "/api/v1/configuration",
        Access::May(Action::EditConfiguration),
    ),
    (
        "POST",
        "/api/v1/configuration/preview",
        Access::May(Action::EditConfiguration),
    ),
    (
        "GET",
        "/api/v1/accounts/{staff}/phones",
        Access::May(Action::ManageAccounts),
    ),
    ("GET", "/about", Access::Public),
    ("GET", "/help", Access::Public),
    ("GET", "/papers/blank-visit", Access::Public),
    ("GET", "/papers/blank-form/{form}", Access::Public),
    ("POST", "/papers/form", Access::May(Action::PrintForm)),
    ("POST", "/papers/visits", Access::May(Action::PrintPaper)),
    ("POST", "/papers/month", Access::May(Action::PrintPaper)),
    ("POST", "/papers/quarter", Access::May(Action::PrintPaper)),
    ("POST", "/papers/handover", Access::May(Action::PrintPaper)),
    ("POST", "/papers/register", Access::May(Action::PrintPaper)),
];

fn address(pattern: &str) -> String {
    pattern
        .replace("{hash}", &"0a".repeat(32))
        .replace("{visit}", "01939b7e-0000-7000-8000-000000000001")
        .replace("{id}", "01939b7e-0000-7000-8000-000000000001")
        .replace("{staff}", "NOBODY")
        .replace("{team}", "T01")
        .replace("{form}", "NOTICE")
        .replace("{duty}", "Z-1")
        .replace("{leave}", "01939b7e-0000-7000-8000-000000000001")
        .replace("{village}", "V001")
        .replace("{household}", "00000000-0000-0000-0000-000000000001")
}

async fn ask(office: &Office, method: &str, pattern: &str, cookie: &str) -> office::Reply {
    let path = address(pattern);
    match method {
        "GET" => office.get(&path, cookie).await,
        "DELETE" => office.delete(&path, cookie).await,
        _ => office.post(&path, cookie, &json!({})).await,
    }
}

#[tokio::test]
async fn the_route_table_and_the_matrix_are_the_same() {
    let office = Office::open().await;
    let table = routes::table(&office.state);
    let lines: Vec<_> = table
        .lines()
        .iter()
        .map(|line| (line.verb.name(), line.path, line.access))
        .collect();
    assert_eq!(lines, MATRIX);
}

#[tokio::test]
async fn every_role_gets_at_every_route_what_the_policy_says() {
    let office = Office::open().await;
    for (method, pattern, access) in MATRIX {
        for role in Role::ALL {
            let cookie = office.session(&of_role(*role)).await;
            let reply = ask(&office, method, pattern, &cookie).await;
            let may = match access {
                Access::Public | Access::SignedIn => true,
                Access::May(action) => permits_somehow(*role, *action),
            };
            let who = format!(
                "{method} {pattern} as {}: {} {}",
                role.code(),
                reply.status,
                reply.body
            );
            if may {
                assert!(![401, 403, 500].contains(&reply.status), "{who}");
            } else {
                assert_eq!(
                    (reply.status, reply.code().as_str()),
                    (403, "NOT_ALLOWED"),
                    "{who}"
                );
            }
        }
    }
}

#[tokio::test]
async fn without_a_session_only_public_routes_answer() {
    let office = Office::open().await;
    let strangers = [
        "",
        "__Host-ledger=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "__Host-ledger=x",
    ];
    for (method, pattern, access) in MATRIX {
        for cookie in strangers {
            let reply = ask(&office, method, pattern, cookie).await;
            let who = format!("{method} {pattern}: {} {}", reply.status, reply.body);
            if *access == Access::Public {
                assert!(![401, 403, 500].contains(&reply.status), "{who}");
            } else {
                assert_eq!((reply.status, reply.code().as_str()), (401, "SIGN_IN"), "{who}");
            }
        }
    }
}

#[tokio::test]
async fn another_site_can_change_nothing() {
    let office = Office::open().await;
    for (method, pattern, _) in MATRIX.iter().filter(|(method, ..)| *method != "GET") {
        for role in [Role::SystemAdmin, Role::TeamLeader, Role::ResidencyOffice] {
            let cookie = office.session(&of_role(role)).await;
            let headers = [
                ("cookie", cookie.as_str()),
                ("origin", "https://elsewhere.example"),
                ("content-type", "application/json"),
            ];
            let reply = office
                .call(method, &address(pattern), &headers, Some("{}".to_owned()))
                .await;
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (403, "cross_site"),
                "{method} {pattern}"
            );
            assert!(office.knows(&cookie).await, "the session stands");
        }
    }
}

/// Somebody who stands in some relation to team T01's household and to a visit that P001 recorded there.
struct Somebody {
    staff: &'static str,
    role: Role,
    sees: bool,
    author: bool,
}

const PEOPLE: [Somebody; 5] = [
    Somebody {
        staff: "P001",
        role: Role::TeamMember,
        sees: true,
        author: true,
    },
    Somebody {
        staff: "X-TEAM-MEMBER",
        role: Role::TeamMember,
        sees: true,
        author: false,
    },
    Somebody {
        staff: "X-TEAM-LEADER",
        role: Role::TeamLeader,
        sees: true,
        author: false,
    },
    Somebody {
        staff: "P002",
        role: Role::TeamMember,
        sees: false,
        author: false,
    },
    Somebody {
        staff: "P003",
        role: Role::TeamLeader,
        sees: false,
        author: false,
    },
];

fn bodies(visit: VisitId) -> Vec<OperationBody> {
    let household = HouseholdId(Uuid::from_u128(OURS));
    let decision = Decision::Return {
        reason: ReturnReason::ALL[0],
        words: "请补充".to_owned(),
    };
    vec![
        OperationBody::LogVisit {
            visit: new_visit(),
            household,
            content: Box::new(content(OURS)),
        },
        OperationBody::ReviseVisit {
            visit,
            household,
            base_rev: 1,
            content: Box::new(content(OURS)),
        },
        OperationBody::ReviewVisit {
            visit,
            rev: 1,
            decision,
        },
        OperationBody::AddAddendum {
            visit,
            text: "补充".to_owned(),
        },
        OperationBody::ResolveConflict {
            household,
            field: FieldKey {
                member: None,
                name: FieldName::WaterGuarantee,
            },
            base: None,
            keep: None,
            seen: vec![],
        },
        OperationBody::RecordIncome {
            household,
            content: Box::new(income()),
        },
        kinds::explained(ExplanationId(Uuid::new_v4()), household),
        kinds::raised(FlagId(new_visit().0), household),
        OperationBody::TriageFlag {
            flag: FlagId::of_visit(visit),
            rev: 1,
            triage: Triage::Confirm,
            household: None,
        },
        raise_request(RequestId(new_visit().0)),
        OperationBody::StepRequest {
            request: request_of(visit),
            household,
            base_rev: 1,
            step: Box::new(RequestStep::TakeUp),
        },
        OperationBody::RecordEntitlement {
            household,
            content: Box::new(EntitlementContent {
                key: EntitlementKey::own(EntitlementKind::TemporaryAid),
                status: EntitlementStatus::DueNotReceived,
                on: content(OURS).visited_on,
                source: EntitlementSource::AtTheDoor,
                stopped_on: None,
                words: String::new(),
                seen: vec![],
            }),
        },
        OperationBody::OpenCase {
            household,
            flag: FlagId::of_visit(visit),
        },
        kinds::case_step(household, "", Deed::HangNotice),
        OperationBody::NominateElimination {
            household,
            way: EliminationWay::ByAssistance,
            words: String::new(),
            on: content(OURS).visited_on,
        },
        OperationBody::ReduceNaturally {
            household,
            reason: ReductionReason::Died,
            on: content(OURS).visited_on,
            words: String::new(),
        },
        kinds::elimination_step(household, EliminationDeed::Decide),
        kinds::measure(household),
        OperationBody::NameContact {
            household,
            name: "王联系".to_owned(),
            unit: String::new(),
            from: None,
        },
        OperationBody::SignPlan {
            household,
            measures: 1,
            opinion: String::new(),
        },
        kinds::leave(),
        OperationBody::ConfirmMonth {
            whose: whose(),
            content: Box::new(MonthContent {
                month: month_before(content(OURS).visited_on),
                seen: None,
                on_site: 21,
                marks: vec![],
                words: "本人没有手机".to_owned(),
                nights: None,
            }),
        },
        OperationBody::WriteHandover {
            of: Box::new(Leaving {
                village: "V001".into(),
                staff: "P001".into(),
                name: "甲".to_owned(),
                role: Role::TeamMember,
                on: content(OURS).visited_on,
            }),
            line: Box::new(HandoverLine {
                kind: LineKind::Know,
                household: Some(household),
                text: "老人耳背".to_owned(),
            }),
        },
        log_work(WorkId(new_visit().0)),
        OperationBody::StrikeWork {
            work: work_of(visit),
            why: "记重了".to_owned(),
        },
    ]
}

/// An entry of the work log of V001.
fn log_work(work: WorkId) -> OperationBody {
    office::log_work(work, worked(WorkKind::K06, "和合作社商量了烘干房"))
}

/// The entry that P001 wrote beside a visit.
fn work_of(visit: VisitId) -> WorkId {
    WorkId(visit.0)
}

/// P001 of team T01.
fn whose() -> Box<Whose> {
    Box::new(Whose {
        team: "T01".into(),
        staff: "P001".into(),
        name: "甲".to_owned(),
    })
}

/// The request that was asked at a visit of the test below.
const fn request_of(visit: VisitId) -> RequestId {
    RequestId(visit.0)
}

/// A request of team T01's household.
fn raise_request(request: RequestId) -> OperationBody {
    let today = content(OURS).visited_on;
    OperationBody::RaiseRequest {
        request,
        household: HouseholdId(Uuid::from_u128(OURS)),
        visit: None,
        content: Box::new(RequestContent {
            category: RequestCategory::Water,
            text: "水压不够".to_owned(),
            owner: Owner {
                staff: "P001".into(),
                name: "甲".to_owned(),
            },
            due: today + chrono::Days::new(15),
            asked_on: today,
        }),
    }
}

/// A year's wages of the household.
fn income() -> IncomeContent {
    IncomeContent {
        from: NaiveDate::from_ymd_opt(2025, 10, 1).unwrap(),
        to: NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(),
        sharing: 2,
        amounts: vec![IncomeAmount {
            line: IncomeLine::AwayWork,
            yuan: 20_000,
            source: IncomeSource::SelfReport,
        }],
        spending: vec![],
        note: String::new(),
    }
}

fn refusal(outcome: &Outcome) -> Option<RefusalCode> {
    match outcome {
        Outcome::Refused { refusal } => Some(refusal.code),
        _ => None,
    }
}

#[tokio::test]
async fn every_operation_is_allowed_or_refused_by_role_and_relation() {
    let office = Office::open().await;
    let author = StaffId::from("P001");
    let author_cookie = office.session(&author).await;
    let made = kinds::made(&office).await;
    let all = |visit, staff: &StaffId| [bodies(visit), kinds::further(&made, staff)].concat();
    kinds::are_complete(&all(new_visit(), &author));
    let (mut seq, village) = (100, VillageId::from("V001"));
    for somebody in &PEOPLE {
        let staff = StaffId::from(somebody.staff);
        let cookie = office.session(&staff).await;
        let actor = office.state.store.actor(&staff).await.unwrap().unwrap();
        assert_eq!(actor.role, somebody.role);
        for n in 0..all(new_visit(), &staff).len() {
            seq += 4;
            let visit = new_visit();
            let mut log = log_visit(seq, &author, OURS, visit);
            if let OperationBody::LogVisit { content, .. } = &mut log.body {
                content.signals = vec![Signal::LostJob];
            }
            let logged = office.outcome(&author_cookie, &log).await;
            assert_eq!(logged.outcome, Outcome::Applied);
            let asked = operation(seq + 1, &author, raise_request(request_of(visit)));
            assert_eq!(
                office.outcome(&author_cookie, &asked).await.outcome,
                Outcome::Applied
            );
            let worked = operation(seq + 2, &author, log_work(work_of(visit)));
            assert_eq!(
                office.outcome(&author_cookie, &worked).await.outcome,
                Outcome::Applied
            );
            let body = all(visit, &staff).swap_remove(n);
            let about_visit = body
                .visit()
                .filter(|_| !matches!(body, OperationBody::LogVisit { .. }));
            let strikes = matches!(body, OperationBody::StrikeWork { .. });
            let of_author = about_visit.is_some() || strikes;
            let by = (of_author && somebody.author).then_some(&author);
            let days = body.days().is_some();
            let may = match days {
                true => actor.may_in_team(body.action(), &"T01".into(), &author),
                false => actor.may(body.action(), &village, by),
            };
            let reviews = matches!(body, OperationBody::ReviewVisit { .. });
            let who = format!("{} {}", somebody.staff, body.action().code());
            let outcome = office.outcome(&cookie, &operation(seq + 3, &staff, body)).await;
            let code = refusal(&outcome.outcome);
            let closed = [Some(RefusalCode::NotAllowed), Some(RefusalCode::NotFound)];
            match (may, somebody.sees) {
                // Said first, whatever the role: nobody reviews himself.
                _ if somebody.author && reviews => assert_eq!(code, Some(RefusalCode::OwnVisit), "{who}"),
                (true, _) => assert!(!closed.contains(&code), "{who}: {code:?}"),
                (false, _) if days => assert_eq!(code, Some(RefusalCode::NotAllowed), "{who}"),
                (false, true) => assert_eq!(code, Some(RefusalCode::NotAllowed), "{who}"),
                (false, false) => assert_eq!(code, Some(RefusalCode::NotFound), "{who}"),
            }
        }
    }
}

/// The outcome without what must differ: its operation's own id.
fn words_of(outcome: &domain::sync::OperationOutcome) -> String {
    let mut value = serde_json::to_value(outcome).unwrap();
    value["op"] = json!("-");
    value.to_string()
}

#[tokio::test]
async fn what_is_missing_and_what_is_foreign_look_the_same() {
    let office = Office::open().await;
    let (ours, theirs) = (StaffId::from("P001"), StaffId::from("P002"));
    let (our_cookie, their_cookie) = (office.session(&ours).await, office.session(&theirs).await);
    let foreign = new_visit();
    let logged = office
        .outcome(&their_cookie, &log_visit(1, &theirs, THEIRS, foreign))
        .await;
    assert_eq!(logged.outcome, Outcome::Applied);

    let at = |seq, household, visit| log_visit(seq, &ours, household, visit);
    let there = office.outcome(&our_cookie, &at(1, THEIRS, new_visit())).await;
    let nowhere = office.outcome(&our_cookie, &at(2, 0xdead, new_visit())).await;
    assert_eq!(refusal(&there.outcome), Some(RefusalCode::NotFound));
    assert_eq!(words_of(&there), words_of(&nowhere));

    let revise = |seq, visit| {
        let household = HouseholdId(Uuid::from_u128(THEIRS));
        let content = Box::new(content(THEIRS));
        operation(
            seq,
            &ours,
            OperationBody::ReviseVisit {
                visit,
                household,
                base_rev: 1,
                content,
            },
        )
    };
    let addendum = |seq, visit| {
        operation(
            seq,
            &ours,
            OperationBody::AddAddendum {
                visit,
                text: "补充".to_owned(),
            },
        )
    };
    let make: [&dyn Fn(u64, VisitId) -> Operation; 2] = [&revise, &addendum];
    for (n, make) in make.into_iter().enumerate() {
        let seq = 3 + 2 * u64::try_from(n).unwrap();
        let there = office.outcome(&our_cookie, &make(seq, foreign)).await;
        let nowhere = office.outcome(&our_cookie, &make(seq + 1, new_visit())).await;
        assert_eq!(refusal(&there.outcome), Some(RefusalCode::NotFound));
        assert_eq!(words_of(&there), words_of(&nowhere));
    }
}

#[tokio::test]
async fn a_team_pulls_its_own_records_only() {
    let office = Office::open().await;
    for (staff, own, foreign) in [("P001", OURS, THEIRS), ("P002", THEIRS, OURS)] {
        let cookie = office.session(&staff.into()).await;
        let body = office.sync(&cookie, vec![]).await.body;
        assert!(body.contains(&Uuid::from_u128(own).to_string()));
        assert!(!body.contains(&Uuid::from_u128(foreign).to_string()));
    }
}

#[tokio::test]
async fn a_visit_that_another_recorded_is_not_taken_under_my_name() {
    let office = Office::open().await;
    let (mine, other) = (StaffId::from("P001"), StaffId::from("X-TEAM-MEMBER"));
    let cookie = office.session(&mine).await;
    let forged = serde_json::to_value(log_visit(1, &other, OURS, new_visit())).unwrap();
    let honest = serde_json::to_value(log_visit(1, &mine, OURS, new_visit())).unwrap();
    let reply = office.sync(&cookie, vec![forged, honest]).await.sync();
    assert_eq!(
        refusal(&reply.outcomes[0].outcome),
        Some(RefusalCode::WrongAuthor)
    );
    assert_eq!(reply.outcomes[1].outcome, Outcome::Applied);
}

#[tokio::test]
async fn an_import_belongs_to_who_sent_it() {
    let office = Office::open().await;
    let sender = office.session(&of_role(Role::ResidencyOffice)).await;
    let other = office.session(&of_role(Role::DistrictAdmin)).await;
    let sent = office.send_workbook(&sender, "roster", b"no workbook").await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let state = sent.json();
    assert_eq!(state["report"]["committable"], false);
    let path = format!("/api/v1/imports/{}", state["id"].as_str().unwrap());
    assert_eq!(office.get(&path, &sender).await.status, 200);
    let foreign = office.get(&path, &other).await;
    let missing = office
        .get("/api/v1/imports/01939b7e-0000-7000-8000-000000000001", &other)
        .await;
    assert_eq!((foreign.status, &foreign.body), (404, &missing.body));
    let commit = office.post(&format!("{path}/commit"), &sender, &json!({})).await;
    assert_eq!((commit.status, commit.code().as_str()), (409, "NOT_COMMITTABLE"));
}

#[tokio::test]
async fn a_cell_far_outside_is_named_with_sheet_row_and_column() {
    let office = Office::open().await;
    let desk = office.session(&of_role(Role::ResidencyOffice)).await;
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("农户").unwrap();
    sheet.write_string(4, 70, "备注").unwrap();
    let sent = office
        .send_workbook(&desk, "households", &book.save_to_buffer().unwrap())
        .await
        .json();
    let state = settled(&office, &desk, sent).await;
    let line = &state["report"]["lines"][0];
    assert_eq!(line["reason"], "OUTSIDE_TEMPLATE");
    assert_eq!(
        (&line["sheet"], &line["row"], &line["column"]["letters"]),
        (&json!("农户"), &json!(5), &json!("BS"))
    );
}

/// The import once it is no longer under way: a busy machine answers before its work is done.
async fn settled(office: &Office, desk: &str, state: serde_json::Value) -> serde_json::Value {
    let path = format!("/api/v1/imports/{}", state["id"].as_str().unwrap());
    let mut state = state;
    for _ in 0..600 {
        if !["READING", "COMMITTING"]
            .map(serde_json::Value::from)
            .contains(&state["stage"])
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        state = office.get(&path, desk).await.json();
    }
    state
}

fn given(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end/fixtures");
    std::fs::read(folder.join(name)).unwrap()
}

#[tokio::test]
async fn the_desk_imports_the_offices_workbooks_and_hands_out_codes() {
    let office = Office::empty().await;
    let desk = office.session(&of_role(Role::ResidencyOffice)).await;
    let planned = office
        .send_workbook(&desk, "roster", &given("district-roster.xlsx"))
        .await
        .json();
    let planned = settled(&office, &desk, planned).await;
    assert_eq!(
        (&planned["stage"], &planned["report"]["committable"]),
        (&json!("PLANNED"), &json!(true))
    );
    assert_eq!(
        office.state.store.roster().await.unwrap().villages.len(),
        0,
        "a dry run writes nothing"
    );

    let path = format!("/api/v1/imports/{}", planned["id"].as_str().unwrap());
    let written = office
        .post(&format!("{path}/commit"), &desk, &json!({}))
        .await
        .json();
    let written = settled(&office, &desk, written).await;
    assert_eq!(written["stage"], "COMMITTED");
    let codes = written["codes"].as_array().unwrap();
    assert_eq!(codes.len(), 157, "members and leaders only");
    assert_eq!(
        office.get(&path, &desk).await.json()["codes"],
        written["codes"],
        "a reloaded page shows them too"
    );
    let with_codes = path;
    let form = json!({
        "staff": codes[0]["staff"], "code": codes[0]["code"], "password": "brand new password",
    });
    assert_eq!(office.post("/api/v1/enrol", "", &form).await.status, 200);

    let households = office
        .send_workbook(&desk, "households", &given("households-2-villages.xlsx"))
        .await
        .json();
    let households = settled(&office, &desk, households).await;
    let path = format!("/api/v1/imports/{}/commit", households["id"].as_str().unwrap());
    let written = office.post(&path, &desk, &json!({})).await.json();
    let written = settled(&office, &desk, written).await;
    assert_eq!(
        (&written["stage"], &written["done"], &written["total"]),
        (&json!("COMMITTED"), &json!(800), &json!(800))
    );
    let again = office
        .send_workbook(&desk, "roster", &given("district-roster.xlsx"))
        .await
        .json();
    assert_eq!(again["report"]["tallies"]["PEOPLE"]["unchanged"], 157);

    for _ in 0..2 {
        let more = office.send_workbook(&desk, "roster", b"no workbook").await;
        assert_eq!(more.status, 200, "{}", more.body);
    }
    assert_eq!(
        office.get(&with_codes, &desk).await.json()["codes"]
            .as_array()
            .map(Vec::len),
        Some(157),
        "codes that were not handed out yet make no room"
    );
}

#[tokio::test]
async fn the_district_reads_counts_and_exports_without_formulas() {
    let office = Office::open().await;
    let author = StaffId::from("P002");
    let cookie = office.session(&author).await;
    office
        .outcome(&cookie, &log_visit(1, &author, THEIRS, new_visit()))
        .await;
    let desk = office.session(&of_role(Role::ResidencyOffice)).await;
    let board = office
        .get("/api/v1/board?from=2026-11-01&to=2026-11-30", &desk)
        .await
        .json();
    let visits: u64 = board["villages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["visits"].as_u64().unwrap())
        .sum();
    assert_eq!(visits, 1);
    let list = office
        .get("/api/v1/visits?from=2026-11-01&to=2026-11-30&village=V002", &desk)
        .await
        .json();
    assert_eq!(list["total"], 1);
    assert_eq!(list["lines"][0]["status"], VisitStatus::Submitted.code());

    let table = office
        .get("/api/v1/visits.csv?from=2026-11-01&to=2026-11-30", &desk)
        .await;
    assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
    let rows: Vec<&str> = table.body.trim_start_matches('\u{feff}').lines().collect();
    assert!(table.body.starts_with('\u{feff}') && rows[0].starts_with("走访日期,"));
    assert!(rows[1].contains("万宝镇,花溪村,V002,第1组,'=1+1,"), "{}", rows[1]);
    assert!(rows[2].contains(of_role(Role::ResidencyOffice).as_str()));
    assert_eq!(rows.len(), 3);

    assert_eq!(
        office.get("/api/v1/board?from=nonsense", &desk).await.code(),
        "malformed"
    );
    assert_eq!(
        office.get("/api/v1/visits?from=1900-01-01", &desk).await.code(),
        "BAD_PERIOD"
    );
}

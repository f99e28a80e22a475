//! Departments' lists of policies over the real server: whom they meet, what becomes of each row, and what stands beside
//! what the team found.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::api::{ImportStage, ImportState};
use domain::commitments::board::{FourLine, FourList};
use domain::commitments::told::{EvidenceKind, RemedyKind, ToldEvidence};
use domain::commitments::{CommitmentStatus, LineCode};
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementContent, EntitlementFile, EntitlementKey, standing};
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::household::Household;
use domain::ids::{HouseholdId, MemberId};
use domain::operation::OperationBody;
use domain::record::Record;
use domain::risk::warning::Department;
use domain::roster::Role;
use domain::sync::Outcome;
use office::lists::{number, office, report, row};
use office::{OURS, Office, of_role, operation};
use uuid::Uuid;

const HEADINGS: &str = "部门,姓名,证件号码,政策,享受情况,起始日期,所属期,说明";
const HEAD: MemberId = MemberId(Uuid::from_u128(0x100 + OURS));

/// A line of the list about the head of our household.
fn ours(policy: &str, status: &str, from: &str, period: &str, words: &str) -> String {
    format!(
        "民政,聂斌庆,{},{policy},{status},{from},{period},{words}",
        number(1)
    )
}

fn list(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

async fn send(office: &Office, cookie: &str, rows: &[&str]) -> ImportState {
    let reply = office.send_workbook(cookie, "policies", &list(rows)).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    for n in 1..5 {
        assert!(
            !reply.body.contains(&number(n)),
            "a full number in {}",
            reply.body
        );
    }
    serde_json::from_str(&reply.body).unwrap()
}

async fn commit(office: &Office, cookie: &str, state: &ImportState) {
    let path = format!("/api/v1/imports/{}/commit", state.id);
    let reply = office.post(&path, cookie, &serde_json::json!({})).await;
    let done: ImportState = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(done.stage, ImportStage::Committed, "{}", reply.body);
}

/// What a phone holds of a household: it, and what was found of its policies.
async fn held(office: &Office, staff: &str, household: u128) -> (Option<Household>, Option<EntitlementFile>) {
    let cookie = office.session(&staff.into()).await;
    let told = office.sync(&cookie, vec![]).await.sync();
    let id = HouseholdId(Uuid::from_u128(household));
    let mut held = (None, None);
    for record in told.changes.into_iter().filter_map(|entry| entry.record) {
        match record {
            Record::Household(one) if one.id == id => held.0 = Some(*one),
            Record::Entitlements(file) if file.household == id => held.1 = Some(*file),
            _ => {}
        }
    }
    held
}

const MEMBER: &str = "X-TEAM-MEMBER";

/// How a policy stands on the member's phone, and how many say something else.
async fn stands(office: &Office, key: EntitlementKey) -> Option<(EntitlementStatus, usize)> {
    let (household, file) = held(office, MEMBER, OURS).await;
    let found = standing(&household.unwrap(), file.as_ref(), key);
    found.map(|found| (found.status, found.beside.len()))
}

/// The line of subsistence and temporary aid at the desk.
async fn line(office: &Office) -> Option<CommitmentStatus> {
    told(office).await.map(|line| line.status)
}

async fn told(office: &Office) -> Option<FourLine> {
    let cookie = office.session(&of_role(Role::ResidencyOffice)).await;
    let reply = office.get("/api/v1/four/V001", &cookie).await;
    let told: FourList = serde_json::from_str(&reply.body).unwrap();
    told.lines.into_iter().find(|line| line.line == LineCode::P4)
}

const AID: EntitlementKey = EntitlementKey::own(EntitlementKind::TemporaryAid);

#[tokio::test]
async fn a_list_becomes_findings_of_the_department_and_leaves_nothing_of_others() {
    let (office, desk) = office().await;
    let stranger = format!("民政,某某,{},临时救助,享受中,,2026-10,", number(2));
    let other = format!("民政,李四,{},临时救助,享受中,,2026-10,", number(1));
    let rows = [
        &ours("临时救助", "享受中", "2026-03-01", "2026年10月", ""),
        &ours("困难残疾人生活补贴", "应享未享", "", "2026", "补贴卡没办"),
        &stranger,
        &other,
    ];
    let state = send(&office, &desk, &rows.map(String::as_str)).await;
    let tally = report(&state).tally(Subject::Policies);
    assert_eq!((tally.new, tally.unmatched, tally.refused), (2, 2, 0));
    assert_eq!(
        [row(report(&state), 4).reason, row(report(&state), 5).reason],
        [Some(ReasonCode::NotRegistered), Some(ReasonCode::NameDisagrees)]
    );
    assert_eq!(stands(&office, AID).await, None, "a dry run writes nothing");

    commit(&office, &desk, &state).await;
    assert_eq!(
        stands(&office, AID).await,
        Some((EntitlementStatus::Receiving, 0))
    );
    let (_, file) = held(&office, MEMBER, OURS).await;
    let file = file.unwrap();
    let [aid] = file.open(AID)[..] else {
        panic!("{file:?}")
    };
    assert_eq!(aid.content.source, EntitlementSource::DepartmentList);
    let listed = aid.listed.as_ref().unwrap();
    assert_eq!(listed.department, Department::CivilAffairs);
    assert_eq!(listed.since, Some("2026-03-01".parse().unwrap()));
    assert_eq!(
        aid.content.on,
        "2026-10-31".parse().unwrap(),
        "the end of its month"
    );
    assert_eq!(aid.by, of_role(Role::ResidencyOffice));
    // A member's policy is the member's, and what is said of the running year is said for today.
    let living = EntitlementKey::of(HEAD, EntitlementKind::DisabledLiving);
    let [living] = file.open(living)[..] else {
        panic!("{file:?}")
    };
    assert_eq!(living.content.on, office.state.clock.today());
    assert_eq!(living.content.words, "补贴卡没办");
    let (_, theirs) = held(&office, "P003", OURS).await;
    assert!(theirs.is_none(), "another team hears nothing");
}

#[tokio::test]
async fn the_same_list_twice_changes_nothing_and_a_newer_one_takes_the_place_of_the_older() {
    let (office, desk) = office().await;
    let october = ours("临时救助", "应享未享", "", "2026-10", "");
    let state = send(&office, &desk, &[&october, &october]).await;
    let twice = report(&state).tally(Subject::Policies);
    assert_eq!((twice.new, twice.unchanged), (1, 1));
    assert!(report(&state).has(ReasonCode::PolicyListedTwice));
    commit(&office, &desk, &state).await;
    assert_eq!(line(&office).await, Some(CommitmentStatus::Breached));
    // The desk opens the line to what it was computed from and what puts it right.
    let open = told(&office).await.unwrap();
    let policy = ToldEvidence {
        kind: EvidenceKind::Policy,
        count: 1,
        newest: Some("2026-10-31".parse().unwrap()),
    };
    assert_eq!(open.evidence, [policy]);
    assert_eq!(open.remedy, Some(RemedyKind::Receive));
    assert_eq!(open.explanation, None);

    let again = send(&office, &desk, &[&october]).await;
    assert_eq!(report(&again).tally(Subject::Policies).unchanged, 1);
    assert!(!report(&again).writes());

    let november = ours("临时救助", "享受中", "", "2026-11", "");
    let state = send(&office, &desk, &[&november]).await;
    assert_eq!(row(report(&state), 2).fate, Fate::Updated);
    commit(&office, &desk, &state).await;
    assert_eq!(
        stands(&office, AID).await,
        Some((EntitlementStatus::Receiving, 0))
    );
    assert_eq!(line(&office).await, None, "what is on track is not listed");
    let (_, file) = held(&office, MEMBER, OURS).await;
    assert_eq!(file.unwrap().checks.len(), 2, "what was found before stays");

    // October's list once more says nothing new.
    let late = send(&office, &desk, &[&october]).await;
    assert!(!report(&late).writes());
}

#[tokio::test]
async fn what_the_team_found_is_never_overwritten() {
    let (office, desk) = office().await;
    let staff = of_role(Role::TeamMember);
    let cookie = office.session(&staff).await;
    let body = OperationBody::RecordEntitlement {
        household: HouseholdId(Uuid::from_u128(OURS)),
        content: Box::new(EntitlementContent {
            key: AID,
            status: EntitlementStatus::DueNotReceived,
            on: "2026-11-20".parse().unwrap(),
            source: EntitlementSource::AtTheDoor,
            stopped_on: None,
            words: String::new(),
            seen: vec![],
        }),
    };
    let sent = operation(1, &staff, body);
    assert_eq!(office.outcome(&cookie, &sent).await.outcome, Outcome::Applied);
    // An older list stands beside it; the later day counts.
    let october = ours("临时救助", "享受中", "", "2026-10", "");
    let state = send(&office, &desk, &[&october]).await;
    let told = row(report(&state), 2);
    assert_eq!(
        (told.fate, told.reason),
        (Fate::New, Some(ReasonCode::PolicyDiffers))
    );
    commit(&office, &desk, &state).await;
    assert_eq!(
        stands(&office, AID).await,
        Some((EntitlementStatus::DueNotReceived, 1))
    );
    // The newest list counts, and what was found at the door still stands beside it.
    let november = ours("临时救助", "享受中", "", "2026-11", "");
    let state = send(&office, &desk, &[&november]).await;
    commit(&office, &desk, &state).await;
    assert_eq!(
        stands(&office, AID).await,
        Some((EntitlementStatus::Receiving, 1))
    );
}

#[tokio::test]
async fn what_cannot_be_right_refuses_the_whole_list() {
    let (office, desk) = office().await;
    let rows = [
        &ours("临时救助", "享受中", "", "2026-10", ""),
        &ours("临时救助", "应享未享", "", "2026-10", ""),
        &ours("基本医保", "享受中", "", "2026", ""),
        &ours("低保", "依规停发", "", "2026-10", ""),
        &ours("特困供养", "没问到", "", "2026-10", ""),
        &ours("特困供养", "享受中", "", "2027-01", ""),
        &ours("特困供养", "享受中", "", "2020-01", ""),
        &ours("特困供养", "享受中", "", "以前", ""),
        &ours("特困供养", "享受中", "", "2026-10", "电话10012345678"),
        &format!(",聂斌庆,{},公益岗,享受中,,2026-10,", number(1)),
        &"民政,聂斌庆,9.99999E+17,公益岗,享受中,,2026-10,".to_owned(),
        &ours("公益岗", "享受中", "", "", ""),
    ];
    let state = send(&office, &desk, &rows.map(String::as_str)).await;
    let report = report(&state);
    assert!(!report.committable, "{:?}", report.lines);
    assert_eq!(report.tally(Subject::Policies).refused, 11);
    for (at, reason) in [
        (3, ReasonCode::PolicyTwoAnswers),
        (4, ReasonCode::PolicyIsFact),
        (5, ReasonCode::Missing),
        (6, ReasonCode::UnknownValue),
        (7, ReasonCode::DateInFuture),
        (8, ReasonCode::ListTooOld),
        (9, ReasonCode::BadDate),
        (10, ReasonCode::PersonalNumber),
        (11, ReasonCode::Missing),
        (12, ReasonCode::IdRounded),
        (13, ReasonCode::Missing),
    ] {
        let told = row(report, at);
        assert_eq!(
            (told.fate, told.reason),
            (Fate::Refused, Some(reason)),
            "row {at}"
        );
    }
    assert!(!serde_json::to_string(report).unwrap().contains("10012345678"));
    let path = format!("/api/v1/imports/{}/commit", state.id);
    let reply = office.post(&path, &desk, &serde_json::json!({})).await;
    assert_eq!((reply.status, reply.code().as_str()), (409, "NOT_COMMITTABLE"));
    assert_eq!(stands(&office, AID).await, None);
}

#[tokio::test]
async fn a_lawful_stop_carries_its_day_and_reason_and_items_of_resettled_households_need_one() {
    let (office, desk) = office().await;
    let rows = [
        &ours(
            "低保",
            "依规停发",
            "2026-10-01",
            "2026-11",
            "收入超过标准，按程序退出",
        ),
        &ours("不动产权证", "已落实", "", "2026-11", ""),
    ];
    let state = send(&office, &desk, &rows.map(String::as_str)).await;
    let told = row(report(&state), 3);
    assert_eq!(
        (told.fate, told.reason),
        (Fate::Kept, Some(ReasonCode::PolicyNotResettled))
    );
    commit(&office, &desk, &state).await;
    let (_, file) = held(&office, MEMBER, OURS).await;
    let file = file.unwrap();
    let [stop] = &file.checks[..] else {
        panic!("{file:?}")
    };
    assert_eq!(stop.content.status, EntitlementStatus::StoppedLawful);
    assert_eq!(stop.content.stopped_on, Some("2026-10-01".parse().unwrap()));
    assert_eq!(stop.content.words, "收入超过标准，按程序退出");
    assert_eq!(line(&office).await, None, "a lawful stop breaks nothing");
}

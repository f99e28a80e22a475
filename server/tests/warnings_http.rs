//! Departments' warning lists over the real server: whom they meet, what becomes of each row, and who hears of it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::api::{ImportStage, ImportState};
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::household::codes::RiskCause;
use domain::ids::HouseholdId;
use domain::operation::OperationBody;
use domain::record::Record;
use domain::risk::warning::{Department, WarningKind};
use domain::risk::{FlagStatus, RelapseFlag, Triage};
use domain::roster::Role;
use office::lists::{FAR, number, office, report, row};
use office::{Office, of_role, operation};
use server::exchange::warnings::department_of;
use server::routes::imports::plan;
use uuid::Uuid;

const HEADINGS: &str = "部门,预警类型,姓名,证件号码,发生日期,名单日期,金额,说明";

fn list(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

async fn send(office: &Office, cookie: &str, bytes: &[u8]) -> ImportState {
    let reply = office.send_workbook(cookie, "warnings", bytes).await;
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

async fn commit(office: &Office, cookie: &str, state: &ImportState) -> ImportState {
    let path = format!("/api/v1/imports/{}/commit", state.id);
    let reply = office.post(&path, cookie, &serde_json::json!({})).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

/// The flags that a phone holds.
async fn flags(office: &Office, staff: &str) -> Vec<RelapseFlag> {
    let cookie = office.session(&staff.into()).await;
    let told = office.sync(&cookie, vec![]).await.sync();
    let records = told.changes.into_iter().filter_map(|entry| entry.record);
    records
        .filter_map(|record| match record {
            Record::Flag(flag) => Some(*flag),
            _ => None,
        })
        .collect()
}

const LEADER: &str = "X-TEAM-LEADER";

#[tokio::test]
async fn a_list_reaches_the_leader_of_the_village_and_leaves_nothing_of_others() {
    let (office, desk) = office().await;
    let bytes = list(&[
        &format!(
            "医保,自付医疗费用高,聂斌庆,{},2026-10-08,2026-11-20,\"38,200.40\",住院两次",
            number(1)
        ),
        &format!(
            "医保,自付医疗费用高,某某,{},2026-10-09,2026-11-20,9000,",
            number(2)
        ),
    ]);
    let state = send(&office, &desk, &bytes).await;
    let tally = report(&state).tally(Subject::Warnings);
    assert_eq!((tally.new, tally.unmatched, tally.refused), (1, 1, 0));
    assert!(report(&state).committable);
    let unmatched = row(report(&state), 3);
    assert_eq!(
        (unmatched.fate, unmatched.reason),
        (Fate::Unmatched, Some(ReasonCode::NotRegistered))
    );
    assert_eq!(unmatched.column.as_ref().unwrap().letters, "D");
    assert!(
        flags(&office, LEADER).await.is_empty(),
        "a dry run writes nothing"
    );

    let done = commit(&office, &desk, &state).await;
    assert_eq!(done.stage, ImportStage::Committed);
    let raised = flags(&office, LEADER).await;
    let [flag] = raised.as_slice() else {
        panic!("{raised:?}")
    };
    let warning = flag.content.warning.as_ref().unwrap();
    assert_eq!(warning.department(), Department::MedicalInsurance);
    assert_eq!(
        (warning.kind, warning.amount),
        (WarningKind::LargeBill, Some(38_200))
    );
    assert_eq!(warning.happened_on.to_string(), "2026-10-08");
    assert_eq!(flag.t0().to_string(), "2026-11-20", "limits run from the list");
    assert_eq!(flag.content.words, "住院两次");
    assert_eq!(flag.causes(), [RiskCause::Illness]);
    assert_eq!(flag.status(), FlagStatus::Raised);
    assert!(
        flags(&office, "P003").await.is_empty(),
        "another team hears nothing"
    );
}

#[tokio::test]
async fn the_same_list_again_makes_nothing_twice_even_after_the_decision() {
    let (office, desk) = office().await;
    let line = format!(
        "医保,自付医疗费用高,聂斌庆,{},2026-10-08,2026-11-20,38200,住院两次",
        number(1)
    );
    let state = send(&office, &desk, &list(&[&line, &line])).await;
    let twice = report(&state).tally(Subject::Warnings);
    assert_eq!((twice.new, twice.unchanged), (1, 1));
    assert!(report(&state).has(ReasonCode::WarnedTwice));
    commit(&office, &desk, &state).await;

    let again = send(&office, &desk, &list(&[&line])).await;
    assert_eq!(report(&again).tally(Subject::Warnings).unchanged, 1);
    assert!(!report(&again).writes());

    let leader = of_role(Role::TeamLeader);
    let flag = flags(&office, LEADER).await.remove(0);
    let decide = OperationBody::TriageFlag {
        flag: flag.id,
        rev: flag.rev,
        triage: Triage::Confirm,
        household: Some(flag.household),
    };
    let cookie = office.session(&leader).await;
    let outcome = office.outcome(&cookie, &operation(1, &leader, decide)).await;
    assert!(
        format!("{:?}", outcome.outcome).contains("Applied"),
        "{outcome:?}"
    );

    // Next month's list has it again, with a later day and a larger bill, and something new.
    let later = format!(
        "医保,自付医疗费用高,聂斌庆,{},2026-10-08,2026-11-22,41000,住院两次",
        number(1)
    );
    let new = format!("医保局,未参保,聂斌庆,{},2026-11-01,,,", number(1));
    let state = send(&office, &desk, &list(&[&later, &new])).await;
    let kept = row(report(&state), 2);
    assert_eq!(
        (kept.fate, kept.reason),
        (Fate::Kept, Some(ReasonCode::WarnedBefore))
    );
    let new = row(report(&state), 3);
    assert_eq!((new.fate, new.reason), (Fate::New, Some(ReasonCode::OpenFlag)));
    commit(&office, &desk, &state).await;
    let all = flags(&office, LEADER).await;
    assert_eq!(all.len(), 2);
    let confirmed = all.iter().find(|one| one.id == flag.id).unwrap();
    assert_eq!(confirmed.status(), FlagStatus::Confirmed, "the decision stands");
    assert_eq!(confirmed.content.warning.as_ref().unwrap().amount, Some(38_200));
    let second = all.iter().find(|one| one.id != flag.id).unwrap();
    assert_eq!(
        second.t0().to_string(),
        "2026-11-23",
        "without its day: that of the import"
    );
}

#[tokio::test]
async fn numbers_and_names_are_read_as_offices_write_them() {
    let (office, desk) = office().await;
    let wide: String = number(1)
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
        .collect();
    let bytes = list(&[
        &format!("区医保局,大额自付,聂 斌庆,　{wide} ,2026年10月8日,2026/11/20,￥12000元,"),
        // The resident card of somebody whom the register has with the certificate.
        &format!("残联,新办残疾证,阿里•买买提,=\"{}\",2026.11.2,,,", number(3)),
    ]);
    let state = send(&office, &desk, &bytes).await;
    assert_eq!(
        report(&state).tally(Subject::Warnings).new,
        2,
        "{:?}",
        report(&state).lines
    );
    commit(&office, &desk, &state).await;
    let theirs = flags(&office, "P003").await;
    assert_eq!(theirs[0].household, HouseholdId(Uuid::from_u128(FAR)));
    assert_eq!(theirs[0].causes(), [RiskCause::Disability]);
    assert_eq!(flags(&office, LEADER).await.len(), 1);
}

#[tokio::test]
async fn a_list_in_the_characters_of_excel_is_read() {
    let (office, desk) = office().await;
    // 部门,预警类型,姓名,证件号码,发生日期,名单日期,金额,说明 and a line, in GB 18030.
    let text = format!(
        "{HEADINGS}\r\n人社,失业,聂斌庆,{},2026-11-01,2026-11-20,,\r\n",
        number(1)
    );
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    assert_ne!(bytes, text.as_bytes());
    let state = send(&office, &desk, &bytes).await;
    assert_eq!(
        report(&state).tally(Subject::Warnings).new,
        1,
        "{:?}",
        report(&state).lines
    );
    assert_eq!(row(report(&state), 2).sheet, "CSV");

    let unread = send(&office, &desk, b"\xd0\xd5\xff\xfe,\n1,2\n").await;
    assert!(report(&unread).has(ReasonCode::BadEncoding));
    let old = send(&office, &desk, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]).await;
    assert!(report(&old).has(ReasonCode::NotATable));
}

#[tokio::test]
async fn a_workbook_of_one_sheet_is_read_whatever_its_name() {
    let (office, desk) = office().await;
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.set_name("11月推送").unwrap();
    page.write_string(0, 0, "区人社局预警名单").unwrap();
    let line = format!("人社,失业,聂斌庆,{},2026-11-01,2026-11-20,,说没活了", number(1));
    for (row, cells) in (1_u32..).zip([HEADINGS, &line]) {
        for (column, cell) in (0_u16..).zip(cells.split(',')) {
            page.write_string(row, column, cell).unwrap();
        }
    }
    let state = send(&office, &desk, &book.save_to_buffer().unwrap()).await;
    assert_eq!(
        report(&state).tally(Subject::Warnings).new,
        1,
        "{:?}",
        report(&state).lines
    );
    assert_eq!(row(report(&state), 3).sheet, "11月推送");
}

#[tokio::test]
async fn what_cannot_be_right_refuses_the_whole_list() {
    let (office, desk) = office().await;
    let ours = number(1);
    let bytes = list(&[
        &format!("医保,自付医疗费用高,聂斌庆,{ours},2026-10-08,2026-11-20,100,"),
        &format!("民政,自付医疗费用高,聂斌庆,{ours},2026-10-08,2026-11-20,100,"),
        &format!("医保,自付医疗费用高,聂斌庆,{ours},2026-12-08,2026-11-20,100,"),
        &format!("医保,自付医疗费用高,聂斌庆,{ours},2026-11-21,2026-11-20,100,"),
        &format!("医保,自付医疗费用高,聂斌庆,{ours},2024-10-08,2025-11-20,100,"),
        &format!("医保,自付医疗费用高,聂斌庆,{ours},2026-10-08,2026-11-20,100,电话10012345678"),
        "医保,自付医疗费用高,聂斌庆,9.99999E+17,2026-10-08,2026-11-20,100,",
        &format!("医保,天灾人祸,聂斌庆,{ours},,2026-11-20,很多,"),
    ]);
    let state = send(&office, &desk, &bytes).await;
    let report = report(&state);
    assert!(
        !report.committable && report.tally(Subject::Warnings).refused == 7,
        "{:?}",
        report.lines
    );
    for (at, reason) in [
        (3, ReasonCode::OtherDepartment),
        (4, ReasonCode::DateInFuture),
        (5, ReasonCode::DatesReversed),
        (6, ReasonCode::ListTooOld),
        (7, ReasonCode::PersonalNumber),
        (8, ReasonCode::IdRounded),
        (9, ReasonCode::UnknownValue),
    ] {
        assert_eq!(
            (row(report, at).fate, row(report, at).reason),
            (Fate::Refused, Some(reason)),
            "row {at}"
        );
    }
    assert!(report.has(ReasonCode::Missing) && report.has(ReasonCode::BadNumber));
    assert!(!serde_json::to_string(report).unwrap().contains("10012345678"));
    let path = format!("/api/v1/imports/{}/commit", state.id);
    let reply = office.post(&path, &desk, &serde_json::json!({})).await;
    assert_eq!((reply.status, reply.code().as_str()), (409, "NOT_COMMITTABLE"));
    assert!(flags(&office, LEADER).await.is_empty());
}

#[tokio::test]
async fn a_name_that_differs_from_the_number_meets_nobody_and_the_others_are_taken_in() {
    let (office, desk) = office().await;
    let ours = number(1);
    let bytes = list(&[
        &format!("医保,自付医疗费用高,李四,{ours},2026-10-08,2026-11-20,100,"),
        &format!("医保,自付医疗费用高,聂斌庆,{ours},2026-10-08,2026-11-20,100,"),
    ]);
    let state = send(&office, &desk, &bytes).await;
    let report = report(&state);
    assert!(report.committable, "{:?}", report.lines);
    let line = row(report, 2);
    assert_eq!(
        (line.fate, line.reason),
        (Fate::Unmatched, Some(ReasonCode::NameDisagrees))
    );
    let tally = report.tally(Subject::Warnings);
    assert_eq!((tally.new, tally.unmatched, tally.refused), (1, 1, 0));
}

#[tokio::test]
async fn only_lists_may_be_text() {
    let (office, desk) = office().await;
    let reply = office
        .send_workbook(&desk, "roster", "村编号,村名\nV001,垭古村\n".as_bytes())
        .await;
    let state: ImportState = serde_json::from_str(&reply.body).unwrap();
    assert!(report(&state).has(ReasonCode::NotAWorkbook));
}

#[tokio::test]
async fn the_list_of_one_department_holds_no_other_s_warnings() {
    let (office, _) = office().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let line = format!(",失业,聂斌庆,{},2026-11-01,2026-11-20,,", number(1));
    std::fs::write(&path, list(&[&line])).unwrap();
    let plan_of = async |sender: &str| {
        let reader = env!("CARGO_BIN_EXE_server").as_ref();
        let book = plan::read(reader, domain::exchange::ImportKind::Warnings, &path)
            .await
            .unwrap();
        let book = book.sent_by(department_of(sender));
        let today = office.state.clock.today();
        let planned = plan::plan(&office.state.store, &book, today, &|_, _| {})
            .await
            .unwrap();
        planned.into_report()
    };
    assert!(plan_of("人社").await.committable);
    assert!(plan_of("医保").await.has(ReasonCode::OtherDepartment));
}

/// A phone cannot pretend that a department warned.
#[tokio::test]
async fn a_phone_s_flag_carries_no_department() {
    let (office, desk) = office().await;
    let line = format!("人社,失业,聂斌庆,{},2026-11-01,2026-11-20,,", number(1));
    let state = send(&office, &desk, &list(&[&line])).await;
    commit(&office, &desk, &state).await;
    let listed = flags(&office, LEADER).await.remove(0);
    let member = of_role(Role::TeamMember);
    let body = OperationBody::RaiseFlag {
        flag: domain::ids::FlagId(Uuid::now_v7()),
        household: listed.household,
        content: Box::new(domain::risk::FlagContent {
            words: "说是医保的".to_owned(),
            ..listed.content
        }),
    };
    let cookie = office.session(&member).await;
    office.outcome(&cookie, &operation(1, &member, body)).await;
    let all = flags(&office, LEADER).await;
    let own = all.iter().find(|flag| flag.id != listed.id).unwrap();
    assert_eq!(own.content.warning, None);
    assert_eq!(own.raised_by, member);
}

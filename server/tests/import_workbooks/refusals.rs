//! Each refusal with a made workbook: the reason, the row and the column, and nothing written.

use crate::books::Book;
use crate::office::{Office, lines, register_book, roster_book};
use domain::exchange::{Fate, ReasonCode};

/// Imports a register that must be refused for one reason at one cell.
async fn refused(office: &Office, book: Book, reason: ReasonCode, at: (&str, u32, &str)) -> Option<String> {
    let report = office.import_register(&book).await;
    assert!(!report.committable, "{reason:?} was let through");
    let found = lines(&report, reason);
    let line = found
        .iter()
        .find(|line| line.row == at.1)
        .unwrap_or_else(|| panic!("{:?}", report.lines));
    assert_eq!((line.sheet.as_str(), line.fate), (at.0, Fate::Refused));
    assert_eq!(
        line.column.as_ref().map_or("", |column| column.heading.as_str()),
        at.2
    );
    assert!(
        !line
            .column
            .as_ref()
            .is_none_or(|column| column.letters.is_empty())
    );
    line.value.clone()
}

#[tokio::test]
async fn each_wrong_cell_of_a_register_is_refused_where_it_stands() {
    let office = Office::with_roster().await;
    let m = "成员";
    let h = "农户";
    let book = register_book;
    let number = |book: &Book, row| book.clone().cell(m, row, "证件号码").clone();
    let first = number(&book(), 2);
    let wrong_digit = format!("{}{}", &first[..17], if first.ends_with('1') { '2' } else { '1' });
    let rounded = format!("{}000", &first[..15]);
    let cases: Vec<(Book, ReasonCode, (&str, u32, &str))> = vec![
        (
            book().set(m, 2, "证件号码", &wrong_digit),
            ReasonCode::IdCheckDigit,
            (m, 2, "证件号码"),
        ),
        (
            book().set(m, 2, "证件号码", &rounded),
            ReasonCode::IdRounded,
            (m, 2, "证件号码"),
        ),
        (
            book().set(m, 2, "证件号码", "12345"),
            ReasonCode::IdShape,
            (m, 2, "证件号码"),
        ),
        (
            book().set(m, 3, "证件号码", &first),
            ReasonCode::DuplicateId,
            (m, 3, "证件号码"),
        ),
        (
            book().set(m, 2, "与户主关系", "配偶"),
            ReasonCode::NoHead,
            (h, 2, "户编号"),
        ),
        (
            book().set(m, 3, "与户主关系", "户主"),
            ReasonCode::TwoHeads,
            (m, 3, "与户主关系"),
        ),
        (
            book().set(m, 2, "与户主关系", "邻居"),
            ReasonCode::UnknownValue,
            (m, 2, "与户主关系"),
        ),
        (
            book().set(m, 2, "姓名", " "),
            ReasonCode::NameEmpty,
            (m, 2, "姓名"),
        ),
        (
            book().set(m, 2, "姓名", "王\u{7f}明"),
            ReasonCode::ControlCharacter,
            (m, 2, "姓名"),
        ),
        (
            book().set(m, 2, "姓名", &"王".repeat(51)),
            ReasonCode::TooLong,
            (m, 2, "姓名"),
        ),
        (
            book().set(m, 2, "健康状况", "健康、残疾"),
            ReasonCode::HealthyWithOthers,
            (m, 2, "健康状况"),
        ),
        (
            book().set(m, 2, "务工月数", "13"),
            ReasonCode::OutOfRange,
            (m, 2, "务工月数"),
        ),
        (
            book().set(m, 2, "务工月数", "半年"),
            ReasonCode::BadNumber,
            (m, 2, "务工月数"),
        ),
        (
            book().set(m, 2, "出生日期", "很久以前"),
            ReasonCode::BadDate,
            (m, 2, "出生日期"),
        ),
        (
            book().set(m, 2, "出生日期", "2031-01-01"),
            ReasonCode::DateInFuture,
            (m, 2, "出生日期"),
        ),
        (
            book().set(m, 2, "户编号", "V009-9999"),
            ReasonCode::UnknownHousehold,
            (m, 2, "户编号"),
        ),
        (
            book().set(h, 2, "村编号", "V999"),
            ReasonCode::UnknownVillage,
            (h, 2, "村编号"),
        ),
        (
            book().set(h, 3, "户编号", "V001-0001"),
            ReasonCode::DuplicateRow,
            (h, 3, "户编号"),
        ),
        (
            book().set(h, 2, "户编号", "合计"),
            ReasonCode::BadCode,
            (h, 2, "户编号"),
        ),
        (
            book().set(h, 2, "户类型", "富户"),
            ReasonCode::UnknownValue,
            (h, 2, "户类型"),
        ),
        (
            book().set(h, 2, "住房等级", "E"),
            ReasonCode::UnknownValue,
            (h, 2, "住房等级"),
        ),
        (
            book()
                .set(h, 2, "户类型", "脱贫户")
                .set(h, 2, "监测对象类别", "边缘易致贫户"),
            ReasonCode::MarginalLiftedOut,
            (h, 2, "监测对象类别"),
        ),
        (
            book()
                .set(h, 2, "户类型", "一般农户")
                .set(h, 2, "监测对象类别", "脱贫不稳定户"),
            ReasonCode::UnstableNotLifted,
            (h, 2, "监测对象类别"),
        ),
        (
            book().set(h, 2, "风险类型", "因自然灾害"),
            ReasonCode::DisasterKindMissing,
            (h, 2, "风险类型"),
        ),
        (
            book().set(h, 2, "风险类型", "因病、因病"),
            ReasonCode::TooManyRisks,
            (h, 2, "风险类型"),
        ),
        (
            book().set("收入", 2, "工资性收入", "-5"),
            ReasonCode::OutOfRange,
            ("收入", 2, "工资性收入"),
        ),
        (
            book().set("收入", 2, "统计止", "2001-01-01"),
            ReasonCode::DatesReversed,
            ("收入", 2, "统计止"),
        ),
        (
            book().set("收入", 2, "统计起", ""),
            ReasonCode::Missing,
            ("收入", 2, "统计起"),
        ),
    ];
    for (book, reason, at) in cases {
        let value = refused(&office, book, reason, at).await;
        if at.2 == "证件号码" {
            let shown = value.unwrap();
            assert!(
                shown.starts_with("*****") && !shown.contains(&first[6..14]),
                "{shown}"
            );
        }
    }
    assert!(
        office
            .store
            .households_in(&["V001".into()])
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn somebody_registered_elsewhere_is_refused_until_the_former_household_lets_go() {
    let office = Office::with_register().await;
    let mut book = register_book();
    // One household alone, with a member of another one that the file does not have.
    let stolen = book.cell("成员", 3, "证件号码").clone();
    let last = book.rows("农户").len();
    let code = book.cell("农户", last, "户编号").clone();
    let mut alone = register_book();
    alone
        .rows("农户")
        .retain(|row| row[0] == "户编号" || row[0] == code);
    alone
        .rows("成员")
        .retain(|row| row[0] == "户编号" || row[0] == code);
    alone
        .rows("收入")
        .retain(|row| row[0] == "户编号" || row[0] == code);
    let alone = alone.set("成员", 2, "证件号码", &stolen);
    refused(
        &office,
        alone,
        ReasonCode::IdInOtherHousehold,
        ("成员", 2, "证件号码"),
    )
    .await;
}

#[tokio::test]
async fn each_wrong_cell_of_a_roster_is_refused_where_it_stands() {
    let office = Office::empty().await;
    let book = roster_book;
    let cases: Vec<(Book, ReasonCode, &str, u32)> = vec![
        (
            book().set("村", 2, "村类型", "仙境村"),
            ReasonCode::UnknownValue,
            "村",
            2,
        ),
        (
            book().set("村", 3, "村编号", "V001"),
            ReasonCode::DuplicateRow,
            "村",
            3,
        ),
        (
            book().set("工作队", 2, "负责村编号", "V777"),
            ReasonCode::UnknownVillage,
            "工作队",
            2,
        ),
        (
            book().set("工作队", 3, "负责村编号", "V001"),
            ReasonCode::VillageOfTwoTeams,
            "工作队",
            3,
        ),
        (
            book().set("队员", 2, "队编号", "T99"),
            ReasonCode::UnknownTeam,
            "队员",
            2,
        ),
        (
            book().set("队员", 2, "职务", "书记"),
            ReasonCode::UnknownValue,
            "队员",
            2,
        ),
        (
            book().set("队员", 3, "工号", "P001"),
            ReasonCode::DuplicateRow,
            "队员",
            3,
        ),
        (
            book().set("队员", 2, "计划结束", "2001-01-01"),
            ReasonCode::DatesReversed,
            "队员",
            2,
        ),
        (
            book().set("联点领导", 2, "联点村编号", ""),
            ReasonCode::Missing,
            "联点领导",
            2,
        ),
    ];
    for (book, reason, sheet, row) in cases {
        let report = office.import_roster(&book).await;
        assert!(!report.committable);
        let found = lines(&report, reason);
        assert!(
            found.iter().any(|line| line.sheet == sheet && line.row == row),
            "{:?}",
            report.lines
        );
    }
    assert!(office.store.roster().await.unwrap().villages.is_empty());
}

#[tokio::test]
async fn an_import_never_turns_an_office_account_into_a_member() {
    let office = Office::with_roster().await;
    let mut row = office.store.roster().await.unwrap().staff[0].clone();
    row.id = "A001".into();
    row.role = domain::roster::Role::SystemAdmin;
    row.team = None;
    office.store.create_staff(&row).await.unwrap();
    let report = office
        .import_roster(&roster_book().set("队员", 2, "工号", "a001"))
        .await;
    assert!(report.has(ReasonCode::StaffNumberTaken) && !report.committable);
}

#[tokio::test]
async fn missing_sheets_and_headings_are_named_once() {
    let office = Office::with_roster().await;
    let mut book = register_book();
    "随便".clone_into(book.cell("成员", 1, "证件号码"));
    let report = office.import_register(&book).await;
    let missing = lines(&report, ReasonCode::MissingHeading);
    assert_eq!(missing.len(), 1);
    assert_eq!(
        (
            missing[0].sheet.as_str(),
            missing[0].column.as_ref().unwrap().heading.as_str()
        ),
        ("成员", "证件号码")
    );
    let mut book = register_book();
    book.0.retain(|(name, _)| name != "收入");
    let report = office.import_register(&book).await;
    assert_eq!(lines(&report, ReasonCode::MissingSheet)[0].sheet, "收入");
    let mut book = register_book();
    book.rows("农户").truncate(1);
    book.rows("成员").truncate(1);
    book.rows("收入").truncate(1);
    let report = office.import_register(&book).await;
    assert!(report.has(ReasonCode::NoRows) && !report.committable);
}

#[tokio::test]
async fn a_number_in_the_wrong_column_is_not_repeated() {
    let office = Office::with_roster().await;
    let mut book = register_book();
    let number = book.cell("成员", 2, "证件号码").clone();
    for (sheet, heading) in [
        ("成员", "户编号"),
        ("农户", "户编号"),
        ("农户", "村民小组"),
        ("农户", "户类型"),
    ] {
        let report = office
            .import_register(&book.clone().set(sheet, 2, heading, &number))
            .await;
        let json = serde_json::to_string(&report).unwrap();
        assert!(!json.contains(&number), "{sheet} {heading}");
    }
}

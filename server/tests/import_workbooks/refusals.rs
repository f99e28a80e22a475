//! Each refusal with a made workbook: the reason, the row and the column, and nothing written.

use crate::books::Book;
use crate::office::{Office, lines, register_book, roster_book, today};
use domain::exchange::{Fate, ImportReport, ReasonCode, RowFate};
use domain::household::Household;
use domain::household::codes::Answer;
use domain::household::facts::{FactValue, FieldName};
use domain::household::land::Land;

/// A cell: sheet, row as Excel counts, heading, and what is written there.
type Cell = (&'static str, usize, &'static str, &'static str);

/// What is written into a sound workbook, and the reason for which the last cell of it is refused. In the
/// texts `{first}` is the first member's identity number, `{digit}` that number with another check digit,
/// and `{rounded}` the number as a spreadsheet rounds it; `{long}` is a name one character too long.
const REFUSED: &[(&[Cell], ReasonCode)] = &[
    (&[("成员", 2, "证件号码", "{digit}")], ReasonCode::IdCheckDigit),
    (&[("成员", 2, "证件号码", "{rounded}")], ReasonCode::IdRounded),
    (&[("成员", 2, "证件号码", "12345")], ReasonCode::IdShape),
    (&[("成员", 3, "证件号码", "{first}")], ReasonCode::DuplicateId),
    (
        &[
            ("成员", 2, "与户主关系", "之子"),
            ("农户", 2, "户编号", "V001-0001"),
        ],
        ReasonCode::NoHead,
    ),
    (&[("成员", 3, "与户主关系", "户主")], ReasonCode::TwoHeads),
    (&[("成员", 2, "与户主关系", "邻居")], ReasonCode::UnknownValue),
    (&[("成员", 2, "姓名", " ")], ReasonCode::NameEmpty),
    (&[("成员", 2, "姓名", "王\u{7f}明")], ReasonCode::ControlCharacter),
    (&[("成员", 2, "姓名", "{long}")], ReasonCode::TooLong),
    (
        &[("成员", 2, "健康状况", "健康、残疾")],
        ReasonCode::HealthyWithOthers,
    ),
    (&[("成员", 2, "务工月数", "13")], ReasonCode::OutOfRange),
    (&[("成员", 2, "务工月数", "半年")], ReasonCode::BadNumber),
    (&[("成员", 2, "务工月数", "3.5")], ReasonCode::NotWhole),
    (&[("收入", 2, "工资性收入", "26318.40")], ReasonCode::NotWhole),
    (
        &[("成员", 2, "务工地点", "广东"), ("成员", 2, "务工月数", "")],
        ReasonCode::WorkMonthsMissing,
    ),
    (
        &[("成员", 2, "务工月数", "5"), ("成员", 2, "务工地点", "")],
        ReasonCode::WorkPlaceMissing,
    ),
    (
        &[
            ("农户", 2, "监测对象类别", "突发严重困难户"),
            ("农户", 2, "风险类型", ""),
        ],
        ReasonCode::RisksMissing,
    ),
    (&[("成员", 2, "出生日期", "很久以前")], ReasonCode::BadDate),
    (&[("成员", 2, "出生日期", "2031-01-01")], ReasonCode::DateInFuture),
    (
        &[("成员", 2, "户编号", "V009-9999")],
        ReasonCode::UnknownHousehold,
    ),
    (&[("农户", 2, "村编号", "V999")], ReasonCode::UnknownVillage),
    (&[("农户", 3, "户编号", "V001-0001")], ReasonCode::DuplicateRow),
    (&[("农户", 2, "户编号", "合计")], ReasonCode::BadCode),
    (&[("农户", 2, "户类型", "富户")], ReasonCode::UnknownValue),
    (&[("农户", 2, "住房等级", "E")], ReasonCode::UnknownValue),
    (
        &[
            ("农户", 2, "户类型", "脱贫户"),
            ("农户", 2, "监测对象类别", "边缘易致贫户"),
        ],
        ReasonCode::MarginalLiftedOut,
    ),
    (
        &[
            ("农户", 2, "户类型", "一般农户"),
            ("农户", 2, "监测对象类别", "脱贫不稳定户"),
        ],
        ReasonCode::UnstableNotLifted,
    ),
    (
        &[("农户", 2, "风险类型", "因自然灾害")],
        ReasonCode::DisasterKindMissing,
    ),
    (&[("农户", 2, "风险类型", "因病、因病")], ReasonCode::TooManyRisks),
    (&[("收入", 2, "工资性收入", "-5")], ReasonCode::OutOfRange),
    (&[("收入", 2, "统计止", "2001-01-01")], ReasonCode::DatesReversed),
    (&[("收入", 2, "统计起", "")], ReasonCode::Missing),
    (&[("村", 2, "村类型", "仙境村")], ReasonCode::UnknownValue),
    (&[("村", 3, "村编号", "V001")], ReasonCode::DuplicateRow),
    (&[("工作队", 2, "负责村编号", "V777")], ReasonCode::UnknownVillage),
    (
        &[("工作队", 3, "负责村编号", "V001")],
        ReasonCode::VillageOfTwoTeams,
    ),
    (&[("队员", 2, "队编号", "T99")], ReasonCode::UnknownTeam),
    (&[("队员", 2, "职务", "书记")], ReasonCode::UnknownValue),
    (&[("队员", 3, "工号", "P001")], ReasonCode::DuplicateRow),
    (
        &[("队员", 2, "计划结束", "2001-01-01")],
        ReasonCode::DatesReversed,
    ),
    (&[("联点领导", 2, "联点村编号", "")], ReasonCode::Missing),
    (&[("责任人", 2, "村编号", "V777")], ReasonCode::UnknownVillage),
    (&[("责任人", 2, "岗位", "第一书记")], ReasonCode::UnknownValue),
    (&[("责任人", 2, "岗位", "")], ReasonCode::Missing),
    (&[("责任人", 3, "岗位", "村党组织书记")], ReasonCode::DuplicateRow),
    (&[("责任人", 2, "任职开始", "去年")], ReasonCode::BadDate),
];

/// The text of a case with the numbers of the made register in it.
fn told(text: &str, number: &str) -> String {
    let digit = if number.ends_with('1') { '2' } else { '1' };
    text.replace("{first}", number)
        .replace("{digit}", &format!("{}{digit}", &number[..17]))
        .replace("{rounded}", &format!("{}000", &number[..15]))
        .replace("{long}", &"王".repeat(51))
}

/// Asserts that a report refuses one cell for a reason; what it shows of the cell.
fn refused_at(report: &ImportReport, (sheet, row, heading, _): Cell, reason: ReasonCode) -> Option<String> {
    assert!(!report.committable, "{reason:?} was let through");
    let found = lines(report, reason);
    let line = found.iter().find(|line| usize::try_from(line.row) == Ok(row));
    let line = line.unwrap_or_else(|| panic!("{reason:?}: {:?}", report.lines));
    assert_eq!((line.sheet.as_str(), line.fate), (sheet, Fate::Refused));
    let column = line.column.as_ref().unwrap();
    assert_eq!(column.heading, heading);
    assert!(!column.letters.is_empty());
    line.value.clone()
}

#[tokio::test]
async fn each_wrong_cell_is_refused_where_it_stands_and_nothing_is_written() {
    let office = Office::with_roster().await;
    let before = office.store.roster().await.unwrap();
    let number = register_book().cell("成员", 2, "证件号码").clone();
    for (cells, reason) in REFUSED {
        let wrong = *cells.last().unwrap();
        let of_roster = matches!(wrong.0, "村" | "工作队" | "队员" | "联点领导" | "责任人");
        let mut book = if of_roster { roster_book() } else { register_book() };
        for (sheet, row, heading, text) in *cells {
            book = book.set(sheet, *row, heading, &told(text, &number));
        }
        let report = if of_roster {
            office.import_roster(&book).await
        } else {
            office.import_register(&book).await
        };
        let shown = refused_at(&report, wrong, *reason);
        if wrong.2 == "证件号码" {
            let shown = shown.unwrap();
            assert!(
                shown.starts_with("*****") && !shown.contains(&number[6..14]),
                "{shown}"
            );
        }
    }
    let households = office.store.households_in(&["V001".into()]).await.unwrap();
    assert!(households.is_empty());
    assert_eq!(office.store.roster().await.unwrap(), before);
}

/// As [`REFUSED`], but the row is taken, with a remark at the last cell.
const REMARKED: &[(&[Cell], ReasonCode)] = &[
    (
        &[
            ("成员", 2, "性别", "男"),
            ("成员", 3, "与户主关系", "配偶"),
            ("成员", 3, "性别", "男"),
        ],
        ReasonCode::SpouseSameSex,
    ),
    (
        &[("成员", 2, "文化程度", "初中"), ("成员", 2, "在校生状况", "小学")],
        ReasonCode::SchoolAndEducation,
    ),
    (
        &[("成员", 2, "在校生状况", ""), ("成员", 2, "文化程度", "")],
        ReasonCode::NoSchoolNoEducation,
    ),
    (
        &[
            ("成员", 2, "证件号码", "999999195306199210"),
            ("成员", 2, "性别", "女"),
        ],
        ReasonCode::SexDisagrees,
    ),
    (
        &[
            ("成员", 2, "证件号码", "999999195306199210"),
            ("成员", 2, "出生日期", "1953-06-20"),
        ],
        ReasonCode::BirthDisagrees,
    ),
    (
        &[
            ("成员", 2, "证件号码", "999999195306199210"),
            ("成员", 2, "出生日期", "1953-06-19"),
            ("成员", 2, "文化程度", ""),
            ("成员", 2, "在校生状况", "小学"),
        ],
        ReasonCode::StageNotOfAge,
    ),
    (&[("收入", 2, "工资性收入", "5")], ReasonCode::SmallWage),
    (
        &[("农户", 2, "联系电话", "0738-8888888")],
        ReasonCode::PhoneUnusual,
    ),
];

#[tokio::test]
async fn what_only_looks_wrong_is_remarked_and_taken() {
    let office = Office::with_roster().await;
    for (cells, reason) in REMARKED {
        let mut book = register_book();
        for (sheet, row, heading, text) in *cells {
            book = book.set(sheet, *row, heading, text);
        }
        let report = office.import_register(&book).await;
        assert!(report.committable, "{reason:?}: {:?}", report.lines);
        let (sheet, row, heading, _) = *cells.last().unwrap();
        let at = |line: &&RowFate| {
            let column = line.column.as_ref().map(|column| column.heading.as_str());
            line.sheet == sheet && usize::try_from(line.row) == Ok(row) && column == Some(heading)
        };
        assert!(
            lines(&report, *reason).into_iter().any(|line| at(&line)),
            "{reason:?}"
        );
    }
}

/// A register with further columns, empty so far.
fn with_columns(sheet: &str, headings: &[&str]) -> Book {
    let mut book = register_book();
    let row = &mut book.rows(sheet)[0];
    row.extend(headings.iter().map(|heading| (*heading).to_owned()));
    book
}

/// Asserts that a row is taken with a remark at a cell.
fn remarked_at(report: &ImportReport, (sheet, row, heading): (&str, u32, &str), reason: ReasonCode) {
    assert!(report.committable, "{reason:?}: {:?}", report.lines);
    let found = lines(report, reason).into_iter().any(|line| {
        let column = line.column.as_ref().map(|column| column.heading.as_str());
        line.sheet == sheet && line.row == row && column == Some(heading)
    });
    assert!(found, "{reason:?}");
}

async fn first_household(office: &Office) -> Household {
    let homes = office.store.households_in(&["V001".into()]).await.unwrap();
    homes.into_iter().find(|home| home.code == "V001-0001").unwrap()
}

#[tokio::test]
async fn a_stated_head_count_is_that_of_the_listed_people() {
    let office = Office::with_roster().await;
    let mut book = with_columns("农户", &["家庭人口数"]);
    let listed: Vec<String> = book.rows("成员").iter().map(|row| row[0].clone()).collect();
    let codes: Vec<String> = book.rows("农户").iter().map(|row| row[0].clone()).collect();
    for (at, code) in codes.iter().enumerate().skip(1) {
        let count = listed.iter().filter(|of| *of == code).count();
        book = book.set("农户", at + 1, "家庭人口数", &format!("{count}人"));
    }
    let wrong = book.clone().set("农户", 2, "家庭人口数", "77");
    let report = office.import_register(&wrong).await;
    refused_at(&report, ("农户", 2, "人口数", ""), ReasonCode::CountDisagrees);
    let report = office.import_register(&book).await;
    assert!(report.committable, "{:?}", report.lines);
}

#[tokio::test]
async fn more_land_than_is_likely_is_remarked_and_land_stays_where_a_register_does_not_say() {
    let office = Office::with_roster().await;
    let book = with_columns("农户", &["耕地面积(亩)", "林地面积(亩)"]);
    let told =
        book.clone()
            .set("农户", 2, "耕地面积(亩)", "３．５亩")
            .set("农户", 2, "林地面积(亩)", "200.01");
    let report = office.import_register(&told).await;
    remarked_at(&report, ("农户", 2, "林地面积"), ReasonCode::MuchLand);
    let known = Some(Land {
        arable: Some(350),
        forest: Some(20_001),
    });
    assert_eq!(first_household(&office).await.land, known);
    let again = office.import_register(&told).await;
    assert!(!again.writes(), "{:?}", again.tallies);
    // Neither an empty cell nor a register without the columns takes it away.
    for silent in [book.clone(), register_book()] {
        let report = office.import_register(&silent).await;
        assert!(report.committable && !report.writes(), "{:?}", report.tallies);
    }
    let much = book.clone().set("农户", 2, "耕地面积(亩)", "100.01");
    let report = office.import_register(&much).await;
    remarked_at(&report, ("农户", 2, "耕地面积"), ReasonCode::MuchLand);
    let unread = book.set("农户", 2, "耕地面积(亩)", "三亩");
    let report = office.import_register(&unread).await;
    refused_at(&report, ("农户", 2, "耕地面积", ""), ReasonCode::BadArea);
}

#[tokio::test]
async fn nobody_is_insured_as_a_resident_and_as_an_employee() {
    let office = Office::with_roster().await;
    let kinds = ["参加城乡居民基本医疗保险", "参加城镇职工基本医疗保险"];
    let says = |stated: &str, resident: &str, employee: &str| {
        with_columns("成员", &kinds)
            .set("成员", 2, "基本医保", stated)
            .set("成员", 2, kinds[0], resident)
            .set("成员", 2, kinds[1], employee)
    };
    let report = office.import_register(&says("是", "是", "是")).await;
    remarked_at(&report, ("成员", 2, "职工医保"), ReasonCode::InsuredTwice);
    let report = office.import_register(&says("是", "否", "否")).await;
    remarked_at(&report, ("成员", 2, "基本医保"), ReasonCode::InsuranceDisagrees);
    // Who is insured as an employee is insured, and who is neither is a problem of the guarantee.
    for (employee, insured) in [("是", true), ("否", false)] {
        let report = office.import_register(&says("", "否", employee)).await;
        assert!(report.committable, "{:?}", report.lines);
        let home = first_household(&office).await;
        let known = home.members[0].facts.value(FieldName::MedicalInsurance).cloned();
        assert_eq!(known, Some(FactValue::Flag(insured)));
    }
    let home = first_household(&office).await;
    assert_eq!(home.guarantee(FieldName::MedicalGuarantee), Answer::Problem);
}

#[tokio::test]
async fn a_posting_of_less_than_two_years_is_remarked_and_taken() {
    let office = Office::empty().await;
    let book = roster_book().set("队员", 2, "计划结束", &today().to_string());
    let report = office.import_roster(&book).await;
    assert!(report.committable, "{:?}", report.lines);
    let short = lines(&report, ReasonCode::TermShort);
    assert!(short.iter().any(|line| line.row == 2), "{:?}", report.lines);
    assert!(
        short.iter().all(|line| line.row != 3),
        "two whole years are a term"
    );
}

#[tokio::test]
async fn a_first_secretary_who_is_no_party_member_is_remarked_and_taken() {
    let office = Office::empty().await;
    // Row 2 is a team's leader, row 3 a member.
    let book = roster_book()
        .set("队员", 2, "政治面貌", "预备党员")
        .set("队员", 3, "政治面貌", "群众");
    let report = office.import_roster(&book).await;
    assert!(report.committable, "{:?}", report.lines);
    let remarked = lines(&report, ReasonCode::LeaderNotParty);
    let rows: Vec<u32> = remarked.iter().map(|line| line.row).collect();
    assert_eq!(rows, [2], "{:?}", report.lines);
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
    let report = office.import_register(&alone).await;
    refused_at(
        &report,
        ("成员", 2, "证件号码", ""),
        ReasonCode::IdInOtherHousehold,
    );
}

/// The register with one household alone.
fn alone(code: &str) -> Book {
    let mut book = register_book();
    for sheet in ["农户", "成员", "收入"] {
        book.rows(sheet)
            .retain(|row| row[0] == "户编号" || row[0] == code);
    }
    book
}

#[tokio::test]
async fn a_number_of_another_villages_household_is_refused_unless_its_people_come_along() {
    let office = Office::with_register().await;
    let first = async || {
        let all = office.store.households_in(&office.villages().await).await;
        let mut all = all.unwrap().into_iter();
        all.find(|household| household.code == "V001-0001").unwrap()
    };
    let before = first().await;
    let last = register_book().rows("农户").pop().unwrap()[0].clone();
    let mut book = alone(&last);
    // A family that is new to another village, under a number that is taken.
    for sheet in ["农户", "成员", "收入"] {
        for row in book.rows(sheet).iter_mut().skip(1) {
            "V001-0001".clone_into(&mut row[0]);
        }
    }
    for row in 2..=book.rows("成员").len() {
        book.cell("成员", row, "证件号码").clear();
        *book.cell("成员", row, "姓名") = format!("王新{}", ["甲", "乙", "丙", "丁"][row % 4]);
    }
    let report = office.import_register(&book).await;
    refused_at(&report, ("农户", 2, "户编号", ""), ReasonCode::HouseholdElsewhere);
    assert_eq!(first().await, before);

    // Without numbers it is the names that tell.
    let moved = book.set("成员", 2, "姓名", before.name());
    let report = office.import_register(&moved).await;
    assert!(
        report.committable && report.has(ReasonCode::IdMissing),
        "{:?}",
        report.lines
    );
    assert!(report.has(ReasonCode::HouseholdMoved));
    assert_eq!(report.tally(domain::exchange::Subject::Households).updated, 1);
    let after = first().await;
    assert_eq!(after.id, before.id);
    assert_ne!(after.village, before.village);
}

#[tokio::test]
async fn an_import_never_turns_an_office_account_into_a_member() {
    let office = Office::with_roster().await;
    let mut row = office.store.roster().await.unwrap().staff[0].clone();
    row.id = "A001".into();
    row.role = domain::roster::Role::SystemAdmin;
    row.team = None;
    office
        .store
        .create_staff(&row, crate::office::now())
        .await
        .unwrap();
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

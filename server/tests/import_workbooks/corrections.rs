//! A corrected file changes what it corrects, and never what was heard at the door.

use crate::office::{Office, by, lines, now, register_book, roster_book, today};
use domain::commitments::Post;
use domain::config::Config;
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::handover::codes::EndReason;
use domain::household::Household;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::identity::mask_phone;
use domain::ids::{DeviceId, OpId, VisitId};
use domain::income::codes::{IncomeLine, IncomeSource};
use domain::income::{IncomeAmount, IncomeContent};
use domain::operation::{Operation, OperationBody};
use domain::sync::Outcome;
use domain::visit::codes::{Purpose, TimeBand, VisitMode};
use domain::visit::{FactChange, VisitContent};
use server::store::PostingEnd;
use std::sync::Arc;
use uuid::Uuid;

async fn household(office: &Office, code: &str) -> Household {
    let households = office
        .store
        .households_in(&office.villages().await)
        .await
        .unwrap();
    households
        .into_iter()
        .find(|household| household.code == code)
        .unwrap()
}

async fn tell_at_the_door(office: &Office, household: &Household, field: FieldKey, new: FactValue) {
    let change = FactChange {
        old: household.value(&field).cloned(),
        base: None,
        field,
        new: Some(new),
    };
    let content = VisitContent {
        visited_on: today(),
        time_band: TimeBand::Morning,
        mode: VisitMode::InHome,
        purposes: vec![Purpose::Routine],
        companions: Vec::new(),
        met: vec![household.members[0].id],
        nobody_home: false,
        no_change: false,
        changes: vec![change],
        signals: Vec::new(),
        urgent: false,
        note: String::new(),
        late_reason: None,
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    };
    let body = OperationBody::LogVisit {
        visit: VisitId(Uuid::new_v4()),
        household: household.id,
        content: Box::new(content),
    };
    apply(office, body).await;
}

/// Applies what P002 did.
async fn apply(office: &Office, body: OperationBody) {
    let actor = office.store.actor(&"P002".into()).await.unwrap().unwrap();
    let operation = Operation {
        id: OpId(Uuid::new_v4()),
        device: DeviceId(Uuid::new_v4()),
        seq: 1,
        author: actor.staff.clone(),
        recorded_at: now(),
        recorded_on: today(),
        body,
    };
    let outcomes = office
        .store
        .apply(actor, vec![operation], Arc::new(Config::default()), now())
        .await
        .unwrap();
    assert_eq!(outcomes[0].outcome, Outcome::Applied);
}

#[tokio::test]
async fn a_calculation_of_income_outlives_the_next_register() {
    let office = Office::with_register().await;
    let before = household(&office, "V001-0001").await;
    let content = IncomeContent {
        from: today(),
        to: today(),
        sharing: 1,
        amounts: vec![IncomeAmount {
            line: IncomeLine::AwayWork,
            yuan: 9_000,
            source: IncomeSource::Payslip,
        }],
        spending: Vec::new(),
        note: String::new(),
    };
    let body = OperationBody::RecordIncome {
        household: before.id,
        content: Box::new(content.clone()),
    };
    apply(&office, body).await;
    let again = office.import_register(&register_book()).await;
    assert!(!again.writes(), "the register has nothing to say of it");

    let book = register_book().set("成员", 2, "务工地点", "浙江");
    assert!(office.import_register(&book).await.writes());
    let after = household(&office, "V001-0001").await;
    let made: Vec<_> = after.incomes.iter().map(|made| &made.content).collect();
    assert_eq!(made, [&content]);
}

#[tokio::test]
async fn the_same_file_writes_nothing_and_a_corrected_one_only_its_corrections() {
    let office = Office::with_register().await;
    let before = household(&office, "V001-0001").await;
    let path = office.path();
    register_book().write(&path);
    let (again, written) = office.import_register_file(&path).await;
    assert!(
        again.committable && !again.writes() && again.lines.iter().all(|line| line.reason.is_none()),
        "{:?}",
        again.lines
    );
    assert_eq!(written, 0);

    let corrected =
        register_book()
            .set("农户", 2, "住址", "第1组999号")
            .set("收入", 3, "工资性收入", "12345");
    corrected.write(&path);
    let (report, written) = office.import_register_file(&path).await;
    assert_eq!(written, 2, "{:?}", report.lines);
    assert_eq!(report.tally(Subject::Households).updated, 1);
    assert_eq!(report.tally(Subject::Incomes).updated, 1);
    assert_eq!(
        report.tally(Subject::Members).unchanged,
        report.tally(Subject::Members).total()
    );
    let after = household(&office, "V001-0001").await;
    assert_eq!(after.address, "第1组999号");
    assert_eq!((after.id, after.members[0].id), (before.id, before.members[0].id));
}

#[tokio::test]
async fn a_corrected_number_or_name_keeps_the_person() {
    let office = Office::with_register().await;
    let before = household(&office, "V001-0001").await;
    let mut book = register_book();
    let number = book.cell("成员", 2, "证件号码").clone();
    let first17 = format!("{}{}", &number[..14], "998");
    let other = format!("{first17}{}", domain::identity::check_digit(&first17).unwrap());
    let report = office
        .import_register(&book.clone().set("成员", 2, "证件号码", &other))
        .await;
    assert!(report.committable, "{:?}", report.lines);
    let renumbered = household(&office, "V001-0001").await;
    assert_eq!(renumbered.members[0].id, before.members[0].id);
    assert_eq!(renumbered.members.len(), before.members.len());
    let report = office
        .import_register(
            &book
                .set("成员", 2, "证件号码", &other)
                .set("成员", 2, "姓名", "王改名"),
        )
        .await;
    assert!(report.committable);
    let renamed = household(&office, "V001-0001").await;
    assert_eq!(
        (renamed.members[0].id, renamed.name()),
        (before.members[0].id, "王改名")
    );
}

/// A phone number of which only digits differ that a mask hides.
fn same_when_masked(phone: &str) -> String {
    let middle = if &phone[3..7] == "5555" { "6666" } else { "5555" };
    format!("{}{middle}{}", &phone[..3], &phone[7..])
}

#[tokio::test]
async fn a_phone_corrected_in_its_hidden_digits_is_written() {
    let office = Office::with_register().await;
    let mut book = register_book();
    let row = (2..)
        .find(|row| !book.cell("农户", *row, "联系电话").is_empty())
        .unwrap();
    let wrong = book.cell("农户", row, "联系电话").clone();
    let right = same_when_masked(&wrong);
    assert_eq!(mask_phone(&right), mask_phone(&wrong));
    let corrected = book.set("农户", row, "联系电话", &right);
    let report = office.import_register(&corrected).await;
    assert!(report.committable, "{:?}", report.lines);
    assert_eq!(report.tally(Subject::Households).updated, 1);
    let again = office.import_register(&corrected).await;
    assert!(!again.writes(), "{:?}", again.lines);
}

/// An identity number of another birthday that ends in the same four characters.
fn same_tail(number: &str) -> String {
    let others = (1..=28).map(|day| format!("{}{day:02}{}", &number[..12], &number[14..17]));
    let whole =
        others.map(|first17| format!("{first17}{}", domain::identity::check_digit(&first17).unwrap()));
    let mut same = whole.filter(|other| other != number && other[14..] == number[14..]);
    same.next().unwrap()
}

#[tokio::test]
async fn an_identity_number_corrected_in_its_hidden_digits_is_written() {
    let office = Office::with_register().await;
    let mut book = register_book();
    let right = same_tail(book.cell("成员", 2, "证件号码"));
    let corrected = book.set("成员", 2, "证件号码", &right);
    let report = office.import_register(&corrected).await;
    assert!(report.committable, "{:?}", report.lines);
    assert_eq!(report.tally(Subject::Members).updated, 1, "{:?}", report.tallies);
    let again = office.import_register(&corrected).await;
    assert!(!again.writes(), "{:?}", again.lines);
}

#[tokio::test]
async fn what_was_heard_at_the_door_is_kept_and_reported() {
    let office = Office::with_register().await;
    let before = household(&office, "V001-0001").await;
    let member = before.members[0].id;
    let place = FieldKey {
        member: Some(member),
        name: FieldName::WorkPlace,
    };
    tell_at_the_door(&office, &before, place, FactValue::Words("上海".into())).await;

    let book = register_book()
        .set("成员", 2, "务工地点", "浙江")
        .set("成员", 2, "文化程度", "大专")
        .set("成员", 2, "在校生状况", "");
    let report = office.import_register(&book).await;
    assert!(report.committable);
    let kept = lines(&report, ReasonCode::HeardAtTheDoor);
    assert_eq!((kept.len(), kept[0].fate, kept[0].row), (1, Fate::Kept, 2));
    assert_eq!(kept[0].value.as_deref(), Some("浙江"));
    let after = household(&office, "V001-0001").await;
    assert_eq!(after.value(&place), Some(&FactValue::Words("上海".into())));
    let education = FieldKey {
        member: Some(member),
        name: FieldName::Education,
    };
    assert_eq!(after.value(&education), Some(&FactValue::Words("COLLEGE".into())));

    let again = office.import_register(&book).await;
    assert!(
        !again.writes() && again.tally(Subject::Members).kept == 1,
        "{:?}",
        again.tallies
    );
}

#[tokio::test]
async fn a_member_no_longer_listed_leaves_unless_a_visit_knows_better() {
    let office = Office::with_register().await;
    let mut book = register_book();
    let of = |book: &mut crate::books::Book, code: &str| {
        let rows = book.rows("成员").iter().enumerate();
        rows.filter(|(_, row)| row[0] == code)
            .map(|(at, _)| at)
            .collect::<Vec<_>>()
    };
    let codes: Vec<String> = book
        .rows("农户")
        .iter()
        .skip(1)
        .map(|row| row[0].clone())
        .collect();
    let large: Vec<String> = codes
        .into_iter()
        .filter(|code| of(&mut book, code).len() > 2)
        .collect();
    let in_team = large.iter().find(|code| code.starts_with("V001")).cloned();
    let code = in_team.unwrap_or_else(|| large[0].clone());
    let last = *of(&mut book, &code).last().unwrap();
    let name = book.rows("成员")[last][1].clone();
    book.rows("成员").remove(last);
    let before = household(&office, &code).await;
    let leaving = before
        .members
        .iter()
        .find(|member| member.name == name)
        .unwrap()
        .id;
    if code.starts_with("V001") {
        let months = FieldKey {
            member: Some(leaving),
            name: FieldName::WorkMonths,
        };
        tell_at_the_door(&office, &before, months, FactValue::Count(7)).await;
        let report = office.import_register(&book).await;
        assert_eq!(
            lines(&report, ReasonCode::MemberKept)[0].value.as_deref(),
            Some(name.as_str())
        );
        assert!(household(&office, &code).await.member(leaving).is_some());
    } else {
        let report = office.import_register(&book).await;
        assert_eq!(
            lines(&report, ReasonCode::MemberLeft)[0].value.as_deref(),
            Some(name.as_str())
        );
        assert!(household(&office, &code).await.member(leaving).is_none());
    }
}

#[tokio::test]
async fn who_moves_to_another_household_may_still_be_asked_about_in_the_former_one() {
    for village in ["V001", "V002"] {
        let office = Office::with_register().await;
        let mut book = register_book();
        let to = book.rows("农户").iter().rev();
        let to = to.map(|row| row[0].clone());
        let to = to.clone().find(|code| code.starts_with(village)).unwrap();
        let number = book.cell("成员", 3, "证件号码").clone();
        let before = household(&office, "V001-0001").await;
        let moving = office.store.numbers_in_use(std::slice::from_ref(&number)).await;
        let (of, moving) = moving.unwrap()[&number].clone();
        assert!(of == before.code && of != to);
        let place = FieldKey {
            member: Some(moving),
            name: FieldName::WorkPlace,
        };
        tell_at_the_door(&office, &before, place, FactValue::Words("上海".into())).await;

        let moved = book
            .set("成员", 3, "户编号", &to)
            .set("成员", 3, "与户主关系", "之子");
        let report = office.import_register(&moved).await;
        assert!(
            report.committable && report.has(ReasonCode::MemberKept),
            "{:?}",
            report.lines
        );
        assert!(household(&office, "V001-0001").await.member(moving).is_some());
        let in_use = office.store.numbers_in_use(std::slice::from_ref(&number)).await;
        assert_eq!(in_use.unwrap()[&number].0, to);
        let again = office.import_register(&moved).await;
        assert!(again.committable && !again.writes(), "{:?}", again.tallies);
    }
}

#[tokio::test]
async fn a_household_that_moves_to_another_village_keeps_its_history() {
    let office = Office::with_register().await;
    let before = household(&office, "V001-0001").await;
    let food = FieldKey {
        member: None,
        name: FieldName::Food,
    };
    tell_at_the_door(&office, &before, food, FactValue::Words("OK".into())).await;
    let report = office
        .import_register(&register_book().set("农户", 2, "村编号", "V002"))
        .await;
    assert!(
        report.committable && report.has(ReasonCode::HouseholdMoved),
        "{:?}",
        report.lines
    );
    assert_eq!(report.tally(Subject::Households).updated, 1);
    let after = household(&office, "V001-0001").await;
    assert_eq!((after.id, after.village.as_str()), (before.id, "V002"));
    assert_eq!(after.value(&food), Some(&FactValue::Words("OK".into())));
}

#[tokio::test]
async fn a_roster_that_leaves_or_takes_a_teams_village_says_so() {
    let heading = "负责村编号";
    let office = Office::with_roster().await;
    let mut book = roster_book();
    let row = (2..)
        .find(|row| book.cell("工作队", *row, heading).contains('、'))
        .unwrap();
    let led = book.cell("工作队", row, heading).clone();
    let (kept, dropped) = led.split_once('、').unwrap();
    let report = office
        .import_roster(&book.clone().set("工作队", row, heading, kept))
        .await;
    assert!(report.committable);
    let unled = lines(&report, ReasonCode::VillageWithoutTeam);
    assert_eq!(unled.len(), 1, "{:?}", report.lines);
    assert_eq!(unled[0].about, dropped);

    // A file with one team alone, which takes a village of a team that it does not list.
    let office = Office::with_roster().await;
    let teams = book.rows("工作队");
    teams.truncate(3);
    let former = teams.remove(1);
    let taken = book.cell("工作队", 2, heading).clone() + "、V001";
    let report = office
        .import_roster(&book.set("工作队", 2, heading, &taken))
        .await;
    assert!(report.committable, "{:?}", report.lines);
    assert!(!report.has(ReasonCode::VillageWithoutTeam));
    let remarks = lines(&report, ReasonCode::VillageChangesTeam);
    assert_eq!((remarks.len(), remarks[0].row), (1, 2), "{:?}", report.lines);
    assert_eq!(remarks[0].column.as_ref().unwrap().heading, heading);
    assert_eq!(remarks[0].value, Some(format!("V001 ({})", former[0])));
}

#[tokio::test]
async fn a_villages_posts_are_named_emptied_and_left_alone_by_a_roster_without_them() {
    let sheet = "责任人";
    let office = Office::with_roster().await;
    let of = async |post: Post| {
        let roster = office.store.roster().await.unwrap();
        let one = roster.posts.into_iter();
        let mut one = one.filter(|one| one.village.as_str() == "V001" && one.holder.post == post);
        one.next().unwrap().holder
    };
    let before = (of(Post::VillageSecretary).await, of(Post::TownshipLink).await);
    assert!(!before.0.is_vacant() && before.0.since.is_some());
    // A roster of before, and one that leaves the day out, change nothing.
    let mut without = roster_book();
    without.0.retain(|(name, _)| name != sheet);
    let report = office.import_roster(&without).await;
    assert!(report.committable && !report.writes(), "{:?}", report.lines);
    let report = office
        .import_roster(&roster_book().set(sheet, 2, "任职开始", ""))
        .await;
    assert!(report.committable && !report.writes(), "{:?}", report.lines);
    let empty = roster_book()
        .set(sheet, 2, "姓名", "空缺")
        .set(sheet, 2, "任职开始", "2026-11-15")
        .set(sheet, 3, "岗位", "联村干部")
        .set(sheet, 3, "姓名", "王新人");
    let report = office.import_roster(&empty).await;
    assert!(report.committable, "{:?}", report.lines);
    let tally = report.tally(Subject::Posts);
    assert_eq!((tally.updated, tally.unchanged), (2, 2 * 65 - 2));
    let secretary = of(Post::VillageSecretary).await;
    assert!(secretary.is_vacant());
    assert_eq!(secretary.since, Some("2026-11-15".parse().unwrap()));
    // Another name since the same day is the same stretch, put right.
    let link = of(Post::TownshipLink).await;
    assert_eq!((link.name.as_str(), link.since), ("王新人", before.1.since));
}

#[tokio::test]
async fn a_roster_may_say_why_a_posting_ends_and_who_comes() {
    let office = Office::with_roster().await;
    let mut book = roster_book();
    for heading in ["结束原因", "接替人工号"] {
        book.rows("队员")[0].push(heading.to_owned());
    }
    // Columns that are left empty say nothing.
    let report = office.import_roster(&book).await;
    assert!(report.committable && !report.writes(), "{:?}", report.lines);
    let told = book.clone().set("队员", 3, "结束原因", "期满轮换");
    for wrong in ["P999", "P002"] {
        let report = office
            .import_roster(&told.clone().set("队员", 3, "接替人工号", wrong))
            .await;
        assert!(!report.committable, "{wrong}");
        assert_eq!(lines(&report, ReasonCode::SuccessorUnknown)[0].row, 3);
    }
    let told = told.set("队员", 3, "接替人工号", "p001");
    let report = office.import_roster(&told).await;
    assert!(report.committable, "{:?}", report.lines);
    assert_eq!(report.tally(Subject::People).updated, 1);
    let said = PostingEnd {
        staff: "P002".into(),
        reason: Some(EndReason::TermEnd),
        successor: Some("P001".into()),
    };
    assert_eq!(
        office.store.roster().await.unwrap().ends,
        std::slice::from_ref(&said)
    );
    for again in [told, book, roster_book()] {
        let report = office.import_roster(&again).await;
        assert!(report.committable && !report.writes(), "{:?}", report.lines);
    }
    assert_eq!(office.store.roster().await.unwrap().ends, [said]);
}

#[tokio::test]
async fn a_corrected_roster_changes_only_its_corrections() {
    let office = Office::with_roster().await;
    let book = roster_book()
        .set("队员", 3, "姓名", "王新人")
        .set("工作队", 2, "派出单位", "演示区直部门25");
    let report = office.import_roster(&book).await;
    assert!(report.committable);
    assert_eq!(
        (
            report.tally(Subject::People).updated,
            report.tally(Subject::Teams).updated
        ),
        (1, 1)
    );
    assert_eq!(report.tally(Subject::Villages).unchanged, 65);
    let mut shorter = roster_book();
    shorter.rows("队员").pop();
    let report = office.import_roster(&shorter).await;
    assert!(report.committable);
    assert_eq!(lines(&report, ReasonCode::NotInFile)[0].about, "P157");
    assert_eq!(office.store.roster().await.unwrap().staff.len(), 157 + 37);
    let _ = by();
}

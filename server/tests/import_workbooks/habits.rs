//! What offices really send: the same facts, written in their own ways, come in alike.

use crate::books::Book;
use crate::office::{Office, register_book, roster_book};
use domain::exchange::{ImportReport, ReasonCode, Subject};

fn wide(text: &str) -> String {
    let widen = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        other => other,
    };
    text.chars().map(widen).collect()
}

/// Rewrites every cell below the headings.
fn rewrite(mut book: Book, how: impl Fn(&str, &str) -> String) -> Book {
    for (_, rows) in &mut book.0 {
        let headings = rows[0].clone();
        for row in rows.iter_mut().skip(1) {
            for (cell, heading) in row.iter_mut().zip(&headings) {
                if !cell.is_empty() {
                    *cell = how(heading, cell);
                }
            }
        }
    }
    book
}

fn nothing_changed(report: &ImportReport) {
    assert!(report.committable, "{:?}", &report.lines);
    assert!(
        !report.writes(),
        "{:?}",
        report.lines.iter().take(5).collect::<Vec<_>>()
    );
    assert_eq!(report.tally(Subject::Households).unchanged, 130);
}

#[tokio::test]
async fn a_register_in_any_hand_is_the_same_register() {
    let office = Office::with_register().await;
    let plain = register_book();

    let full_width = rewrite(plain.clone(), |_, cell| wide(cell));
    nothing_changed(&office.import_register(&full_width).await);

    let spaced = rewrite(plain.clone(), |heading, cell| match heading {
        "住址" | "村民小组" | "姓名" | "务工地点" => format!(" {cell}\u{3000}"),
        _ => format!("\u{a0}{cell} "),
    });
    nothing_changed(&office.import_register(&spaced).await);

    let dates = rewrite(plain.clone(), |heading, cell| {
        let parts: Vec<&str> = cell.split('-').collect();
        match (heading, parts.as_slice()) {
            ("出生日期", [y, m, d]) => format!(
                "{y}年{}月{}日",
                m.trim_start_matches('0'),
                d.trim_start_matches('0')
            ),
            ("统计起", [y, m, d]) => format!("{y}/{m}/{d}"),
            ("统计止", [y, m, d]) => format!("{y}{m}{d}"),
            _ => cell.to_owned(),
        }
    });
    nothing_changed(&office.import_register(&dates).await);

    let thousands = rewrite(plain.clone(), |heading, cell| {
        if heading.ends_with("收入") && cell.len() > 3 {
            let (head, tail) = cell.split_at(cell.len() - 3);
            return format!("{head},{tail} 元");
        }
        cell.to_owned()
    });
    nothing_changed(&office.import_register(&thousands).await);
}

#[tokio::test]
async fn real_dates_and_numbers_are_read_like_text() {
    let office = Office::with_register().await;
    let path = office.path();
    register_book().write_typed(&path);
    nothing_changed(&office.import_register_file(&path).await.0);
}

#[tokio::test]
async fn whole_numbers_with_a_decimal_point_are_whole_numbers() {
    let office = Office::with_register().await;
    let pointed = rewrite(register_book(), |heading, cell| match heading {
        "务工月数" => format!("{cell}.0 个月"),
        "脱贫年度" => format!("{cell}.0年"),
        "联系电话" => format!("{cell}.0"),
        "饮水安全" | "基本医保" | "低保" => if cell == "是" { "1.0" } else { "0.0" }.to_owned(),
        _ if heading.ends_with("收入") || heading.ends_with("支出") => format!("{cell}.00"),
        _ => cell.to_owned(),
    });
    nothing_changed(&office.import_register(&pointed).await);
    let path = office.path();
    // As a spreadsheet reckons: 0.1 + 0.2 and their like.
    register_book().write_reckoned(&path);
    nothing_changed(&office.import_register_file(&path).await.0);
}

#[tokio::test]
async fn a_register_need_not_say_who_was_resettled_and_then_changes_nobody() {
    let office = Office::with_register().await;
    let mut book = register_book();
    book.rows("农户")[0].retain(|heading| heading != "易地搬迁户");
    nothing_changed(&office.import_register(&book).await);
    let renamed = register_book().set("农户", 1, "易地搬迁户", "是否易地搬迁户");
    nothing_changed(&office.import_register(&renamed).await);
    // The first household of the first resettlement village, and one that was not moved there.
    let homes = office.store.households_in(&["V048".into()]).await.unwrap();
    let of = |homes: &[domain::household::Household], code: &str| {
        homes.iter().find(|home| home.code == code).unwrap().resettled
    };
    assert!(of(&homes, "V048-0001") && !of(&homes, "V048-0002"));
    let said = rewrite(register_book(), |heading, cell| match heading {
        "易地搬迁户" => if cell == "是" { "×" } else { "√" }.to_owned(),
        _ => cell.to_owned(),
    });
    office.import_register(&said).await;
    let homes = office.store.households_in(&["V048".into()]).await.unwrap();
    assert!(!of(&homes, "V048-0001") && of(&homes, "V048-0002"));
}

#[tokio::test]
async fn moved_columns_title_rows_and_empty_rows_do_no_harm() {
    let office = Office::with_register().await;
    let mut book = register_book();
    for (name, rows) in &mut book.0 {
        for row in rows.iter_mut() {
            row.resize(15, String::new());
            row.reverse();
            row.insert(0, String::new());
        }
        rows[0][0] = "备注".to_owned();
        rows.insert(5, vec![String::new(), "   ".to_owned()]);
        rows.insert(9, Vec::new());
        rows.insert(0, vec![format!("2026年度{name}登记表")]);
        rows.insert(1, vec![String::new(), "填报单位：演示镇".to_owned()]);
        *name = format!(" {name}信息表 ");
    }
    let report = office.import_register(&book).await;
    nothing_changed(&report);
    assert!(report.has(ReasonCode::IgnoredColumn));
}

#[tokio::test]
async fn headings_with_marks_and_short_words_are_known() {
    let office = Office::with_register().await;
    let mut book = register_book();
    "*户 编 号（必填）".clone_into(book.cell("农户", 1, "户编号"));
    "家庭住址".clone_into(book.cell("农户", 1, "住址"));
    "身份证号码".clone_into(book.cell("成员", 1, "证件号码"));
    let book = rewrite(book, |heading, cell| match (heading, cell) {
        ("饮水安全", "是") => "√".to_owned(),
        ("与户主关系", "配偶") => "妻子".to_owned(),
        ("住房等级", grade) => format!("{}级", grade.to_lowercase()),
        ("户编号" | "*户 编 号（必填）", code) => code.to_lowercase(),
        _ => cell.to_owned(),
    });
    nothing_changed(&office.import_register(&book).await);
}

#[tokio::test]
async fn a_roster_in_any_hand_is_the_same_roster() {
    let office = Office::with_roster().await;
    let book = rewrite(roster_book(), |heading, cell| match heading {
        "负责村编号" | "联点村编号" => wide(&cell.replace('、', "，")),
        "派驻开始" => cell.replace('-', "."),
        "手机" => format!("{} {}", &cell[..3], &cell[3..]),
        _ => wide(cell),
    });
    let report = office.import_roster(&book).await;
    assert!(report.committable && !report.writes(), "{:?}", report.tallies);
}

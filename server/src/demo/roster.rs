//! The roster of the demonstration district: exactly the figures of domain.md §3.1.

use super::dice::Dice;
use super::names::{Numbers, name};
use crate::exchange::Workbook;
use crate::exchange::workbook::Sheet;
use chrono::{Datelike, NaiveDate};
use domain::commitments::Post;
use domain::identity::Sex;
use domain::roster::VillageKind;
use domain::time::plus_days;

/// Villages of the district.
pub const VILLAGES: u32 = 65;
const TEAMS: u32 = 62;
/// Teams of one village each; the others have two.
const TEAMS_OF_ONE: u32 = 59;
/// Teams of three people; the others have two.
const TEAMS_OF_THREE: u32 = 33;
const LEADERS: u32 = 37;
/// Linked leaders of one village each; the others have two.
const LEADERS_OF_ONE: u32 = 28;
const UNITS: u32 = 25;
const TOWNSHIPS: [&str; 8] = [
    "万宝镇",
    "杉山镇",
    "双江乡",
    "演示镇甲",
    "演示镇乙",
    "演示乡丙",
    "演示街道丁",
    "演示街道戊",
];

/// The member who leaves soon, counted from 1: of the demonstration's own team.
const LEAVES: u32 = 3;
/// In so many days.
const LEAVES_IN_DAYS: u32 = 9;

/// The last day of the member who leaves.
#[must_use]
pub fn leaves_on(today: NaiveDate) -> NaiveDate {
    plus_days(today, LEAVES_IN_DAYS)
}

/// The number of a village, counted from 0.
#[must_use]
pub fn village_id(at: u32) -> String {
    format!("V{:03}", at + 1)
}

/// The roster workbook of a seed.
#[must_use]
pub fn workbook(seed: u64, today: NaiveDate) -> Workbook {
    let mut dice = Dice::of(seed, 1);
    let mut numbers = Numbers::default();
    Workbook {
        sheets: vec![
            villages(),
            teams(),
            people(&mut dice, &mut numbers, today),
            leaders(&mut dice),
            holders(&mut Dice::of(seed, 3), today),
        ],
    }
}

/// Writes a row of texts; empty ones are left out, as in a workbook.
pub(super) fn put(sheet: &mut Sheet, row: u32, texts: &[&str]) {
    let cells = texts.iter().zip(0_u16..).filter(|(text, _)| !text.is_empty());
    sheet.push(row, cells.map(|(text, at)| (at, *text)));
}

fn villages() -> Sheet {
    let mut sheet = Sheet::named("村");
    put(&mut sheet, 1, &["村编号", "村名", "乡镇街道", "村类型"]);
    for at in 0..VILLAGES {
        let name = match at {
            0 => "垭古村".to_owned(),
            1 => "花溪村".to_owned(),
            _ => format!("演示{:02}村", at + 1),
        };
        let township = usize::try_from(at)
            .ok()
            .and_then(|at| TOWNSHIPS.get(at % TOWNSHIPS.len()));
        let kinds: Vec<&str> = kinds(at).iter().map(|kind| kind.zh()).collect();
        let township = township.copied().unwrap_or_default();
        put(
            &mut sheet,
            at + 2,
            &[&village_id(at), &name, township, &kinds.join("、")],
        );
    }
    sheet
}

/// 30 key villages and 16 demonstration villages make the 46 with a linked leader; every fifth is lifted out.
fn kinds(at: u32) -> Vec<VillageKind> {
    use VillageKind as K;
    let own = match (at, at % 3, at.saturating_sub(46) % 4) {
        (0..30, ..) => K::KeyRevitalization,
        (30..46, 0, _) => K::DemonstrationProvince,
        (30..46, 1, _) => K::DemonstrationCity,
        (30..46, ..) => K::DemonstrationDistrict,
        (.., 0) => K::WeakPartyOrg,
        (.., 1) => K::Resettlement,
        (.., 2) => K::LiftedOutVillage,
        _ => K::RedBeautiful,
    };
    let mut kinds = vec![own];
    if at.is_multiple_of(5) && own != K::LiftedOutVillage {
        kinds.push(K::LiftedOutVillage);
    }
    kinds
}

/// Whether a village, counted from 0, is one to which households were resettled.
pub(super) fn is_resettlement(at: u32) -> bool {
    kinds(at).contains(&VillageKind::Resettlement)
}

/// The villages, counted from 0, of the `at`-th of some bodies of which the first `of_one` have one each.
fn share(at: u32, of_one: u32) -> Vec<u32> {
    if at < of_one {
        return vec![at];
    }
    let first = of_one + (at - of_one) * 2;
    vec![first, first + 1]
}

fn village_list(at: u32, of_one: u32) -> String {
    share(at, of_one)
        .into_iter()
        .map(village_id)
        .collect::<Vec<_>>()
        .join("、")
}

fn teams() -> Sheet {
    let mut sheet = Sheet::named("工作队");
    put(&mut sheet, 1, &["队编号", "派出单位", "负责村编号"]);
    for at in 0..TEAMS {
        let unit = format!("演示区直部门{:02}", at % UNITS + 1);
        put(
            &mut sheet,
            at + 2,
            &[&team_id(at), &unit, &village_list(at, TEAMS_OF_ONE)],
        );
    }
    sheet
}

fn team_id(at: u32) -> String {
    format!("T{:02}", at + 1)
}

fn people(dice: &mut Dice, numbers: &mut Numbers, today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::named("队员");
    let headings = [
        "工号",
        "姓名",
        "性别",
        "手机",
        "队编号",
        "职务",
        "政治面貌",
        "派驻开始",
        "计划结束",
    ];
    put(&mut sheet, 1, &headings);
    let from = format!("{}-06-01", today.year() - 1);
    let until = format!("{}-05-31", today.year() + 1);
    let mut count = 0;
    for team in 0..TEAMS {
        let size = if team < TEAMS_OF_THREE { 3 } else { 2 };
        for place in 0..size {
            count += 1;
            let last = match count {
                LEAVES => leaves_on(today).to_string(),
                _ => until.clone(),
            };
            let sex = if dice.per_mille(550) {
                Sex::Female
            } else {
                Sex::Male
            };
            let post = if place == 0 {
                "第一书记兼队长"
            } else {
                "队员"
            };
            let party = place == 0 || dice.per_mille(700);
            put(
                &mut sheet,
                count + 1,
                &[
                    &format!("P{count:03}"),
                    &name(dice, sex),
                    sex.zh(),
                    &numbers.mobile(dice),
                    &team_id(team),
                    post,
                    if party { "中共党员" } else { "群众" },
                    &from,
                    &last,
                ],
            );
        }
    }
    sheet
}

fn leaders(dice: &mut Dice) -> Sheet {
    let mut sheet = Sheet::named("联点领导");
    put(&mut sheet, 1, &["编号", "姓名", "联点村编号"]);
    for at in 0..LEADERS {
        let sex = if dice.per_mille(400) {
            Sex::Female
        } else {
            Sex::Male
        };
        let id = format!("L{:02}", at + 1);
        put(
            &mut sheet,
            at + 2,
            &[&id, &name(dice, sex), &village_list(at, LEADERS_OF_ONE)],
        );
    }
    sheet
}

/// Of each village its Party secretary and the township's link, in post since the spring of the year before.
fn holders(dice: &mut Dice, today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::named("责任人");
    put(&mut sheet, 1, &["村编号", "岗位", "姓名", "任职开始"]);
    let since = format!("{}-03-01", today.year() - 1);
    let mut row = 1;
    for village in 0..VILLAGES {
        for post in Post::NAMED {
            row += 1;
            let sex = if dice.per_mille(300) {
                Sex::Female
            } else {
                Sex::Male
            };
            put(
                &mut sheet,
                row,
                &[&village_id(village), post.zh(), &name(dice, sex), &since],
            );
        }
    }
    sheet
}

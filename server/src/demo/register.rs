//! Invented households, in the mix of the sample register.

use super::dice::Dice;
use super::names::{Numbers, name, name_after};
use super::roster::{VILLAGES, is_resettlement, put, village_id};
use crate::exchange::Workbook;
use crate::exchange::workbook::Sheet;
use chrono::{Datelike, Days, NaiveDate};
use domain::household::codes::MonitorCategory;
use domain::identity::Sex;
use domain::time::age_on;

const WORK_PLACES: [&str; 4] = ["县内", "省内县外", "广东", "浙江"];
const EDUCATION: [&str; 5] = ["小学", "初中", "高中", "大专", "文盲或半文盲"];
const RISKS: [&str; 7] = [
    "因病",
    "因残",
    "因学",
    "缺劳动力",
    "务工就业不稳",
    "产业(项目)失败",
    "因自然灾害(洪涝)",
];

/// The demonstration member's own village shows each category of monitoring, whatever the dice say:
/// position in the village, category, risk.
const SHOWN: [(u32, MonitorCategory, &str); 4] = [
    (3, MonitorCategory::SuddenHardship, "因病"),
    (4, MonitorCategory::UnstableLifted, "务工就业不稳"),
    (5, MonitorCategory::Marginal, "因学"),
    (6, MonitorCategory::UnstableLifted, "因残"),
];

/// The register workbook of a seed: `total` households over all villages, figures up to the last 30 September.
#[must_use]
pub fn workbook(seed: u64, total: u32, today: NaiveDate) -> Workbook {
    let mut book = Book::new(window_end(today));
    for village in 0..VILLAGES {
        let mut dice = Dice::of(seed, 100 + u64::from(village));
        let share = total / VILLAGES + u32::from(village < total % VILLAGES);
        for at in 1..=share {
            book.household(&mut dice, village, at);
        }
    }
    Workbook {
        sheets: vec![book.households, book.members, book.incomes],
    }
}

fn window_end(today: NaiveDate) -> NaiveDate {
    let of_year = |year| NaiveDate::from_ymd_opt(year, 9, 30).unwrap_or(today);
    let this = of_year(today.year());
    if this < today {
        this
    } else {
        of_year(today.year() - 1)
    }
}

struct Book {
    households: Sheet,
    members: Sheet,
    incomes: Sheet,
    rows: [u32; 3],
    numbers: Numbers,
    as_of: NaiveDate,
}

/// One invented member, as text.
struct Person {
    relation: &'static str,
    name: String,
    sex: Sex,
    birth: NaiveDate,
    age: u32,
}

impl Person {
    /// Old enough and not too old to work.
    fn may_work(&self) -> bool {
        (16..=64).contains(&self.age)
    }
}

/// How a household stands with the district.
struct Standing {
    lifted_in: Option<u32>,
    monitor: Option<MonitorCategory>,
    risk: &'static str,
}

impl Standing {
    fn of(dice: &mut Dice, village: u32, at: u32) -> Self {
        let lifted = dice.per_mille(165);
        let lifted_in = lifted.then(|| dice.between(2_014, 2_020));
        let monitor = match dice.below(1_000) {
            0..12 if lifted => Some(MonitorCategory::UnstableLifted),
            0..12 => Some(MonitorCategory::Marginal),
            12..26 => Some(MonitorCategory::SuddenHardship),
            _ => None,
        };
        let risk = if monitor.is_some() { dice.word(&RISKS) } else { "" };
        let shown = SHOWN.iter().find(|(place, ..)| village == 0 && *place == at);
        match shown {
            Some((_, category, risk)) => Self {
                lifted_in: (*category == MonitorCategory::UnstableLifted).then_some(2_018),
                monitor: Some(*category),
                risk,
            },
            None => Self {
                lifted_in,
                monitor,
                risk,
            },
        }
    }

    const fn kind(&self) -> &'static str {
        if self.lifted_in.is_some() {
            "脱贫户"
        } else {
            "一般农户"
        }
    }
}

/// One in so many households of a resettlement village was moved there.
const RESETTLED_ONE_IN: u32 = 5;

/// Whether a household was resettled, by its place: no dice, so that the others stay as they are.
fn is_resettled(village: u32, at: u32) -> bool {
    is_resettlement(village) && at % RESETTLED_ONE_IN == 1
}

impl Book {
    fn new(as_of: NaiveDate) -> Self {
        let mut book = Self {
            households: Sheet::named("农户"),
            members: Sheet::named("成员"),
            incomes: Sheet::named("收入"),
            rows: [1; 3],
            numbers: Numbers::default(),
            as_of,
        };
        put(
            &mut book.households,
            1,
            &[
                "户编号",
                "村编号",
                "村民小组",
                "住址",
                "户类型",
                "脱贫年度",
                "监测对象类别",
                "风险类型",
                "联系电话",
                "住房等级",
                "饮水安全",
                "整户无劳动力",
                "易地搬迁户",
            ],
        );
        put(
            &mut book.members,
            1,
            &[
                "户编号",
                "姓名",
                "证件号码",
                "与户主关系",
                "性别",
                "出生日期",
                "文化程度",
                "在校生状况",
                "健康状况",
                "劳动技能",
                "务工地点",
                "务工月数",
                "基本医保",
                "低保",
                "特困",
            ],
        );
        put(
            &mut book.incomes,
            1,
            &[
                "户编号",
                "统计起",
                "统计止",
                "工资性收入",
                "生产经营性收入",
                "生产经营性支出",
                "财产性收入",
                "转移性收入",
                "合规自付医疗支出",
                "教育刚性支出",
                "其他刚性支出",
            ],
        );
        book
    }

    fn next_row(&mut self, sheet: usize) -> u32 {
        self.rows.get_mut(sheet).map_or(0, |row| {
            *row += 1;
            *row
        })
    }

    fn household(&mut self, dice: &mut Dice, village: u32, at: u32) {
        let code = format!("{}-{at:04}", village_id(village));
        let people = self.family(dice);
        let low = dice.per_mille(60);
        let mut workers = 0;
        for person in &people {
            workers += u32::from(self.member(dice, &code, person, low));
        }
        self.household_row(dice, village, at, &code, &people);
        self.income(dice, &code, workers);
    }

    fn household_row(&mut self, dice: &mut Dice, village: u32, at: u32, code: &str, people: &[Person]) {
        let standing = Standing::of(dice, village, at);
        let group = format!("第{}组", (at - 1) % 12 + 1);
        let address = format!("{group}{}号", dice.between(1, 90));
        let phone = if dice.per_mille(950) {
            self.numbers.mobile(dice)
        } else {
            String::new()
        };
        // Rare, as years after the label is gone, or the district's map would be of one colour; the first village shows all.
        let (bad_house, dry) = if village == 0 { (80, 18) } else { (10, 6) };
        let grade = match dice.below(1_000) {
            rolled if rolled < bad_house / 8 => "D",
            rolled if rolled < bad_house => "C",
            0..480 => "B",
            _ => "A",
        };
        let no_labour = !people.iter().any(Person::may_work) && dice.per_mille(300);
        let row = self.next_row(0);
        put(
            &mut self.households,
            row,
            &[
                code,
                &village_id(village),
                &group,
                &address,
                standing.kind(),
                &standing
                    .lifted_in
                    .map(|year| year.to_string())
                    .unwrap_or_default(),
                standing.monitor.map_or("", MonitorCategory::zh),
                standing.risk,
                &phone,
                grade,
                if dice.per_mille(1_000 - dry) { "是" } else { "否" },
                if no_labour { "是" } else { "否" },
                if is_resettled(village, at) { "是" } else { "否" },
            ],
        );
    }

    /// A head, mostly a spouse, children and sometimes a parent.
    fn family(&self, dice: &mut Dice) -> Vec<Person> {
        let head_sex = if dice.per_mille(820) {
            Sex::Male
        } else {
            Sex::Female
        };
        let head_age = dice.between(27, 82);
        let head = self.person(dice, "户主", None, head_sex, head_age);
        let head_name = head.name.clone();
        let mut people = vec![head];
        if dice.per_mille(820) {
            let sex = if head_sex == Sex::Male {
                Sex::Female
            } else {
                Sex::Male
            };
            let age = (head_age + dice.below(7)).saturating_sub(4).max(22);
            people.push(self.person(dice, "配偶", None, sex, age));
        }
        for _ in 0..dice.below(4) {
            let oldest = head_age.saturating_sub(21).min(45);
            let age = dice.between(oldest.saturating_sub(12), oldest);
            let sex = if dice.per_mille(520) {
                Sex::Male
            } else {
                Sex::Female
            };
            let relation = if sex == Sex::Male { "之子" } else { "之女" };
            people.push(self.person(dice, relation, Some(&head_name), sex, age));
        }
        if head_age < 60 && dice.per_mille(180) {
            let sex = if dice.per_mille(400) {
                Sex::Male
            } else {
                Sex::Female
            };
            let after = (sex == Sex::Male).then_some(head_name.as_str());
            let age = head_age + dice.between(21, 28);
            people.push(self.person(dice, "之父/母", after, sex, age));
        }
        people
    }

    fn person(
        &self,
        dice: &mut Dice,
        relation: &'static str,
        after: Option<&str>,
        sex: Sex,
        age: u32,
    ) -> Person {
        let days = u64::from(age * 365 + age / 4 + dice.below(360));
        let birth = self.as_of.checked_sub_days(Days::new(days)).unwrap_or(self.as_of);
        let name = match after {
            Some(other) => name_after(dice, other, sex),
            None => name(dice, sex),
        };
        Person {
            relation,
            name,
            sex,
            birth,
            age: age_on(birth, self.as_of).unwrap_or(0),
        }
    }

    /// Writes a member; whether the person works.
    fn member(&mut self, dice: &mut Dice, code: &str, person: &Person, low: bool) -> bool {
        let number = self.numbers.id(dice, person.birth, person.sex);
        let school = school(dice, person.age);
        let education = if school.is_empty() {
            dice.word(&EDUCATION)
        } else {
            ""
        };
        let health = match dice.below(100) {
            0..80 => "健康",
            80..89 => "长期慢性病",
            89..92 => "患有大病",
            92..99 => "残疾",
            _ => "长期慢性病、残疾",
        };
        let able = school.is_empty() && person.may_work();
        let works = able && dice.per_mille(560);
        let insured = if code.starts_with(&village_id(0)) {
            985
        } else {
            996
        };
        let months = dice.between(3, 11).to_string();
        let row = self.next_row(1);
        put(
            &mut self.members,
            row,
            &[
                code,
                &person.name,
                &number,
                person.relation,
                person.sex.zh(),
                &person.birth.to_string(),
                education,
                school,
                health,
                if able { "普通劳动力" } else { "无劳动力" },
                if works { dice.word(&WORK_PLACES) } else { "" },
                if works { &months } else { "" },
                if dice.per_mille(insured) { "是" } else { "否" },
                if low { "是" } else { "否" },
                "否",
            ],
        );
        works
    }

    fn income(&mut self, dice: &mut Dice, code: &str, workers: u32) {
        let from = self
            .as_of
            .with_year(self.as_of.year() - 1)
            .and_then(|day| day.succ_opt());
        let mut yuan = |low: u32, high: u32| dice.between(low, high).to_string();
        let wage = if workers == 0 {
            "0".to_owned()
        } else {
            yuan(14_000 * workers, 34_000 * workers)
        };
        let cells = [
            code.to_owned(),
            from.unwrap_or(self.as_of).to_string(),
            self.as_of.to_string(),
            wage,
            yuan(300, 24_000),
            yuan(50, 6_000),
            yuan(0, 2_400),
            yuan(2_000, 9_000),
            yuan(0, 1_600),
            "0".to_owned(),
            "0".to_owned(),
        ];
        let row = self.next_row(2);
        put(&mut self.incomes, row, &cells.each_ref().map(String::as_str));
    }
}

/// School status by age; empty for those who are not at school.
fn school(dice: &mut Dice, age: u32) -> &'static str {
    match age {
        0..=2 => "学龄前儿童",
        3..=5 => "学前教育",
        6..=11 => "小学",
        12 => "七年级",
        13 => "八年级",
        14 => "九年级",
        15 if dice.per_mille(980) => "普通高中一年级",
        16 if dice.per_mille(800) => "中职二年级",
        17 if dice.per_mille(700) => "普通高中三年级",
        18..=21 if dice.per_mille(250) => "本科二年级",
        _ => "",
    }
}

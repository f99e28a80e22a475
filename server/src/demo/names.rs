//! Invented names, with the characters that real offices stumble over.

use super::dice::Dice;
use chrono::NaiveDate;
use domain::identity::{Sex, check_digit};
use std::collections::BTreeSet;

const SURNAMES: [&str; 26] = [
    "王", "梁", "贺", "张", "谢", "曾", "杨", "罗", "谭", "彭", "肖", "刘", "胡", "康", "吴", "邓", "陈",
    "聂", "周", "龙", "段", "欧阳", "李", "伍", "颜", "成",
];
const MALE: [&str; 22] = [
    "国", "佑", "金", "德", "松", "立", "海", "来", "良", "新", "强", "友", "波", "运", "明", "文", "志",
    "阳", "庆", "满", "建", "斌",
];
const FEMALE: [&str; 18] = [
    "红", "秀", "娟", "英", "丽", "春", "姣", "桂", "冬", "爱", "芳", "兰", "花", "玉", "莲", "梅", "细",
    "运",
];
const RARE: [&str; 7] = ["䶮", "㛃", "犇", "喆", "𬱖", "𠅤", "𣲗"];
const WITH_DOT: [&str; 3] = ["阿依古丽·买买提", "迪丽拜尔·艾山", "阿卜杜拉·热合曼"];

/// A full name.
pub(super) fn name(dice: &mut Dice, sex: Sex) -> String {
    if dice.per_mille(4) {
        return dice.word(&WITH_DOT).to_owned();
    }
    let surname = dice.word(&SURNAMES);
    format!("{surname}{}", given(dice, sex))
}

/// A name that shares the surname of another; a whole name where the other has no surname.
pub(super) fn name_after(dice: &mut Dice, other: &str, sex: Sex) -> String {
    let surname = SURNAMES.iter().find(|surname| other.starts_with(**surname));
    match surname {
        Some(surname) => format!("{surname}{}", given(dice, sex)),
        None => name(dice, sex),
    }
}

fn given(dice: &mut Dice, sex: Sex) -> String {
    if dice.per_mille(15) {
        return dice.word(&RARE).to_owned();
    }
    let of: &[&str] = if sex == Sex::Male { &MALE } else { &FEMALE };
    let mut given = dice.word(of).to_owned();
    if dice.per_mille(700) {
        given.push_str(dice.word(of));
    }
    given
}

/// Identity numbers of the region 999999, which no real number has; none is given twice.
#[derive(Default)]
pub(super) struct Numbers(BTreeSet<String>);

impl Numbers {
    /// A valid number for somebody of this birth date and sex.
    pub(super) fn id(&mut self, dice: &mut Dice, birth: NaiveDate, sex: Sex) -> String {
        loop {
            let mut order = dice.below(1_000);
            if (order % 2 == 1) != (sex == Sex::Male) {
                order ^= 1;
            }
            let first17 = format!("999999{}{order:03}", birth.format("%Y%m%d"));
            let number = format!("{first17}{}", check_digit(&first17).unwrap_or('0'));
            if self.0.insert(number.clone()) {
                return number;
            }
        }
    }

    /// A mobile number of the range 100, which no carrier gives out.
    pub(super) fn mobile(&mut self, dice: &mut Dice) -> String {
        loop {
            let number = format!("100{:08}", dice.below(100_000_000));
            if self.0.insert(number.clone()) {
                return number;
            }
        }
    }
}

//! The publicity notice 公示: what may stand on it, and in which words (domain.md §11.2, VP05).
//!
//! An allow-list: head, village and group, category, main risk in general words, period. Everything else has no field
//! here. Whom to tell of an objection is written by hand: the ledger has no such fact.

use crate::case::MonitoringFile;
use crate::case::codes::CaseState;
use crate::elimination::codes::EliminationState;
use crate::household::Household;
use crate::household::codes::{MonitorCategory, RiskCause};
use crate::roster::Village;
use chrono::{Datelike, NaiveDate};

/// Most digits of a text that people typed; what has more may be a number of somebody, a day of birth or an amount.
const DIGITS_MAX: usize = 3;
/// Longest text that people typed, in characters.
const WORDS_MAX: usize = 30;
/// Characters of which each tells health, or money (VP05).
const NOT_ON_A_NOTICE: &[char] = &[
    '病', '残', '疾', '癌', '瘤', '瘫', '障', '医', '药', '元', '￥', '¥',
];

coded! {
    /// A cause of risk in words that tell nothing of anybody's health; several causes share one.
    pub enum GeneralCause {
        Spending = "SPENDING", "家庭支出较大", "large household spending";
        Earning = "EARNING", "家庭收入不稳", "unsteady household income";
        Disaster = "DISASTER", "受自然灾害影响", "affected by a natural disaster";
        Living = "LIVING", "居住生活条件待改善", "living conditions to be improved";
        Hardship = "HARDSHIP", "家庭生活有困难", "hardship in the household";
    }
}

impl GeneralCause {
    /// The general words of a cause (§11.2: 因病 → 家庭支出较大).
    #[must_use]
    pub const fn of(cause: RiskCause) -> Self {
        match cause {
            RiskCause::Illness | RiskCause::Disability | RiskCause::Accident | RiskCause::Schooling => {
                Self::Spending
            }
            RiskCause::LackLabour | RiskCause::IndustryFailure | RiskCause::UnstableJob => Self::Earning,
            RiskCause::NaturalDisaster => Self::Disaster,
            RiskCause::Housing | RiskCause::DrinkingWater => Self::Living,
            RiskCause::Other => Self::Hardship,
        }
    }
}

coded! {
    /// What is made public.
    pub enum NoticeOf {
        Identification = "IDENTIFICATION", "拟纳入防止返贫监测对象", "to be monitored";
        Elimination = "ELIMINATION", "拟标注风险消除", "risk to be marked eliminated";
    }
}

/// What stands on a notice; what is none is a line to fill in by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What is made public.
    pub of: NoticeOf,
    /// Township and village.
    pub village: Option<String>,
    /// Villagers' group.
    pub group: Option<String>,
    /// The head's name.
    pub head: Option<String>,
    /// The category.
    pub category: Option<MonitorCategory>,
    /// The main risk, in general words.
    pub cause: Option<GeneralCause>,
    /// The day on which it hangs; none before.
    pub hung_on: Option<NaiveDate>,
    /// For how many full days.
    pub days: Option<u32>,
}

impl Notice {
    /// The blank form.
    #[must_use]
    pub const fn blank(of: NoticeOf) -> Self {
        Self {
            of,
            village: None,
            group: None,
            head: None,
            category: None,
            cause: None,
            hung_on: None,
            days: None,
        }
    }

    /// The notice that hangs or is to be hung on a day; none while no procedure of the household is at its publicity.
    #[must_use]
    pub fn due(
        household: &Household,
        file: &MonitoringFile,
        village: &Village,
        today: NaiveDate,
    ) -> Option<Self> {
        let found = Self::of_case(file, today).or_else(|| Self::of_elimination(household, file, today))?;
        let head = household.head().filter(|head| head.is_named_in_lists(today));
        Some(Self {
            village: allowed(&village.place()),
            group: allowed(&household.group),
            head: head.and_then(|head| allowed(&head.name)),
            ..found
        })
    }

    fn of_case(file: &MonitoringFile, today: NaiveDate) -> Option<Self> {
        let case = file
            .running()
            .filter(|case| case.state(today) == CaseState::Publicity)?;
        let found = case.found()?;
        Some(Self {
            category: Some(found.category),
            cause: found.risks.first().map(|risk| GeneralCause::of(risk.cause)),
            hung_on: case.progress().hung_on,
            days: Some(case.limits.publicity_days),
            ..Self::blank(NoticeOf::Identification)
        })
    }

    fn of_elimination(household: &Household, file: &MonitoringFile, today: NaiveDate) -> Option<Self> {
        let one = file
            .eliminating()
            .filter(|one| one.state(today) == EliminationState::Publicity)?;
        Some(Self {
            category: household.monitor,
            cause: household.risks.first().map(|risk| GeneralCause::of(risk.cause)),
            hung_on: one.progress().hung_on,
            days: Some(one.limits.publicity_days),
            ..Self::blank(NoticeOf::Elimination)
        })
    }

    /// Every line of the notice, in order: its name, and what stands on it.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, Option<String>); 8] {
        [
            ("公示事项", Some(self.of.zh().to_owned())),
            ("乡镇（街道）、村", self.village.clone()),
            ("村民小组", self.group.clone()),
            ("户主", self.head.clone()),
            ("类别", self.category.map(|category| category.zh().to_owned())),
            ("主要风险", self.cause.map(|cause| cause.zh().to_owned())),
            ("张贴日期", self.hung_on.map(written)),
            ("公示期", self.days.map(|days| format!("满{days}天"))),
        ]
    }
}

fn written(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A text that people typed, where it may stand on a notice; what may not is left to the hand that hangs it.
fn allowed(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.chars().filter(|char| char.is_numeric()).count();
    let fits = !text.is_empty() && text.chars().count() <= WORDS_MAX && digits <= DIGITS_MAX;
    (fits && !text.contains(NOT_ON_A_NOTICE)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_number_health_or_money_is_left_to_the_hand() {
        for text in ["第12组", "万宝镇垭古村", "聂斌庆", "Anna O’Neil"] {
            assert_eq!(allowed(text).as_deref(), Some(text));
        }
        for text in [
            "",
            " ",
            "10012345678",
            "１００１",
            "1980-01-02",
            "聂某（残疾）",
            "大病户",
            "月入九千元",
        ] {
            assert_eq!(allowed(text), None, "{text}");
        }
    }

    #[test]
    fn no_general_word_tells_health_and_each_health_cause_shares_its_word() {
        for cause in RiskCause::ALL {
            assert!(
                !GeneralCause::of(*cause).zh().contains(NOT_ON_A_NOTICE),
                "{}",
                cause.code()
            );
        }
        let schooling = GeneralCause::of(RiskCause::Schooling);
        for cause in [RiskCause::Illness, RiskCause::Disability, RiskCause::Accident] {
            assert_eq!(GeneralCause::of(cause), schooling);
        }
    }
}

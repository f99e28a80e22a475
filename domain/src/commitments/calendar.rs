//! The year's calendar (domain.md §7.5) as dated data: hints for Today, and the window of the yearly screening.

use chrono::{Datelike, NaiveDate};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The item whose window is that of the yearly screening (S1).
pub const SCREENING: &str = "SCREENING";
/// The item whose window is that of paying residents' medical insurance (P1).
pub const INSURANCE: &str = "INSURANCE";

/// With this the items begin whose windows are those of the terms (P3).
const TERM: &str = "TERM";

/// Work of a season. Days are of every year, as month and day; a window that ends before it begins runs over
/// New Year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Season {
    /// Its name for rules.
    #[n(0)]
    pub code: String,
    /// First day: month, day.
    #[n(1)]
    pub from: (u32, u32),
    /// Last day: month, day.
    #[n(2)]
    pub to: (u32, u32),
    /// What to do, in Chinese.
    #[n(3)]
    pub zh: String,
    /// What to do, in English.
    #[n(4)]
    pub en: String,
}

impl Season {
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        let at = (day.month(), day.day());
        if self.from <= self.to {
            (self.from..=self.to).contains(&at)
        } else {
            at >= self.from || at <= self.to
        }
    }

    /// First and last day in the year of `day`; none for a day that no calendar has.
    #[must_use]
    pub fn in_year_of(&self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let date = |(month, of_month)| NaiveDate::from_ymd_opt(day.year(), month, of_month);
        Some((date(self.from)?, date(self.to)?))
    }

    /// What to do, in the reader's language.
    #[must_use]
    pub const fn words(&self, lang: crate::lang::Lang) -> &str {
        match lang {
            crate::lang::Lang::Zh => self.zh.as_str(),
            crate::lang::Lang::En => self.en.as_str(),
        }
    }
}

/// The calendar of a district; the shipped one (domain.md §7.5) until it is confirmed locally.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Calendar(#[n(0)] pub Vec<Season>);

impl Default for Calendar {
    fn default() -> Self {
        Self(shipped())
    }
}

impl Calendar {
    /// A season by its name.
    #[must_use]
    pub fn season(&self, code: &str) -> Option<&Season> {
        self.0.iter().find(|season| season.code == code)
    }

    /// The seasons in which a school term begins.
    pub fn terms(&self) -> impl Iterator<Item = &Season> {
        self.0.iter().filter(|season| season.code.starts_with(TERM))
    }

    /// What the season asks for on a day.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &Season> {
        self.0.iter().filter(move |season| season.holds(day))
    }
}

fn shipped() -> Vec<Season> {
    let season = |code: &str, from, to, zh: &str, en: &str| Season {
        code: code.to_owned(),
        from,
        to,
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    vec![
        season(
            "FESTIVAL",
            (1, 1),
            (2, 28),
            "春节前后，在外的人回来了，走访平时见不到的户",
            "Around the Spring Festival: visit those who are away otherwise",
        ),
        season(
            "TERM_SPRING",
            (2, 10),
            (3, 10),
            "春季开学，看孩子是不是都到校",
            "Spring term: check that children are in school",
        ),
        season(
            SCREENING,
            (4, 1),
            (7, 31),
            "集中排查，每户都要到",
            "Yearly screening: reach every household",
        ),
        season(
            "RAIN",
            (4, 1),
            (9, 30),
            "汛期，查看 C、D 级房和靠山的户",
            "Rain season: check grade C and D and hillside houses",
        ),
        season(
            "TERM_AUTUMN",
            (8, 25),
            (9, 25),
            "秋季开学，看孩子是不是都到校",
            "Autumn term: check that children are in school",
        ),
        season(
            INSURANCE,
            (9, 1),
            (12, 31),
            "居民医保集中缴费，问没参保的人",
            "Medical insurance is being paid: ask those who are uninsured",
        ),
        season(
            "INCOME",
            (10, 1),
            (11, 30),
            "核算收入，算到 9 月 30 日",
            "Income is calculated to 30 September",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_may_run_over_new_year() {
        let mut season = shipped().remove(0);
        season.from = (12, 15);
        season.to = (2, 10);
        let holds = |text: &str| season.holds(text.parse().unwrap());
        assert!(holds("2026-12-31") && holds("2027-01-01") && !holds("2026-11-30") && !holds("2027-02-11"));
    }

    #[test]
    fn every_shipped_season_lies_within_a_year() {
        let day = "2026-06-01".parse().unwrap();
        for season in shipped() {
            let (from, to) = season.in_year_of(day).unwrap();
            assert!(from < to, "{}", season.code);
        }
    }
}

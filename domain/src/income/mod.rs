//! Income 收入测算: what was asked of a household, which lines count, and how it stands against the year's line
//! (domain.md §4.2, §4.3).

pub mod codes;

use crate::ids::{OpId, StaffId};
use crate::refusal::{Refusal, RefusalCode};
use crate::time::{Millis, days_between};
use crate::visit::rules::{NOTE_MAX, check_text};
use chrono::{Datelike, NaiveDate};
use codes::{Component, IncomeLine, IncomeSource, Spending};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Largest amount of one line, yuan; a bound, not a rule of the field.
pub const AMOUNT_MAX: u32 = 10_000_000;
/// Longest window, days: twelve rolling months.
const WINDOW_DAYS: i64 = 366;
/// Shortest window that is compared with a line, days, both ends counted: what was earned in less than twelve months
/// says nothing of a year (§4.3).
pub const WINDOW_MIN_DAYS: i64 = 360;
/// Most people who share one household's income; a bound, not a rule of the field.
const SHARING_MAX: u32 = 50;

/// One amount of income or cost in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct IncomeAmount {
    /// The line.
    #[n(0)]
    pub line: IncomeLine,
    /// Whole yuan.
    #[n(1)]
    pub yuan: u32,
    /// From where it is known.
    #[n(2)]
    pub source: IncomeSource,
}

/// One amount of unavoidable spending in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct SpendingAmount {
    /// For what.
    #[n(0)]
    pub kind: Spending,
    /// Whole yuan.
    #[n(1)]
    pub yuan: u32,
}

/// What a person asked and was told of one window.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct IncomeContent {
    /// First day of the window.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// Last day of the window.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub to: NaiveDate,
    /// How many people share income and expenses.
    #[n(2)]
    pub sharing: u32,
    /// Income and costs, each line at most once.
    #[n(3)]
    pub amounts: Vec<IncomeAmount>,
    /// Unavoidable spending, each kind at most once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(4), default)]
    pub spending: Vec<SpendingAmount>,
    /// What else was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(5), default)]
    pub note: String,
}

impl IncomeContent {
    /// Its first and its last day.
    #[must_use]
    pub const fn window(&self) -> (NaiveDate, NaiveDate) {
        (self.from, self.to)
    }
}

/// A calculation as it was made; it never changes, a later one stands beside it (domain.md §4.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct IncomeSnapshot {
    /// The operation that recorded it; names it for ever.
    #[n(0)]
    pub op: OpId,
    /// Who asked.
    #[n(1)]
    pub by: StaffId,
    /// That person's name.
    #[n(2)]
    pub by_name: String,
    /// The day of asking.
    #[cbor(n(3), with = "crate::cbor::day")]
    pub asked_on: NaiveDate,
    /// The server's time of receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(4)]
    pub received_at: Option<Millis>,
    /// What was told.
    #[n(5)]
    pub content: IncomeContent,
}

/// The income line below which a household is looked at, of one year, yuan per person (domain.md §4.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct MonitoringLine {
    /// The year.
    #[n(0)]
    pub year: i32,
    /// Yuan per person and year.
    #[n(1)]
    pub yuan: i64,
    /// The document that sets it, or where the figure was published.
    #[n(2)]
    pub document: String,
    /// Since when the figure is in use here; none of what shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
    pub from: Option<NaiveDate>,
}

/// Hunan's lines that were published up to the end of the transition period's first years; later years stay empty
/// until the district enters figure and document. Never interpolated.
#[must_use]
pub fn published_lines() -> Vec<MonitoringLine> {
    let line = |year, yuan, document: &str| MonitoringLine {
        year,
        yuan,
        document: document.to_owned(),
        from: None,
    };
    vec![
        line(2020, 5_000, "湖南 2020 年监测线（省内公开报道）"),
        line(2021, 6_500, "湖南 2021 年监测线（岳塘新闻网 2021-11-03）"),
        line(2022, 6_900, "湖南 2022 年监测线（湖南日报 2023-02-17）"),
    ]
}

coded! {
    /// Whether a line counts towards net income, and why.
    pub enum Counting {
        Formula = "FORMULA", "计入：纯收入公式的组成部分", "counts: part of the formula of net income";
        Deducted = "DEDUCTED", "扣减：生产经营成本", "deducted: cost of the business";
        Unsettled = "UNSETTLED", "口径未定：区里还没有设置这一项算不算", "unsettled: the district has not said whether this counts";
        RuledIn = "RULED_IN", "计入：区里的口径", "counts: by the district's rule";
        RuledOut = "RULED_OUT", "不计入：区里的口径", "does not count: by the district's rule";
    }
}

/// What the district decided of one line, from a day on (domain.md §4.3: disputed from place to place).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct CountingRule {
    /// The line.
    #[n(0)]
    pub line: IncomeLine,
    /// Whether it counts.
    #[n(1)]
    pub counts: bool,
    /// For windows that end on this day or later.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub effective_from: NaiveDate,
    /// The document.
    #[n(3)]
    pub document: String,
}

/// The lines of which places disagree whether they are income; without a rule of the district they stay unsettled.
const DISPUTED: [IncomeLine; 5] = [
    IncomeLine::EducationAid,
    IncomeLine::DisasterRelief,
    IncomeLine::PovertyInsurance,
    IncomeLine::Donation,
    IncomeLine::OtherTransfer,
];

/// Whether a line counts in a window that ends on `to`: the latest rule in force, else the formula.
#[must_use]
pub fn counting(line: IncomeLine, to: NaiveDate, rules: &[CountingRule]) -> Counting {
    if line.component() == Component::BusinessCost {
        return Counting::Deducted;
    }
    let in_force = rules
        .iter()
        .filter(|rule| rule.line == line && rule.effective_from <= to)
        .max_by_key(|rule| rule.effective_from);
    match in_force {
        Some(rule) if rule.counts => Counting::RuledIn,
        Some(_) => Counting::RuledOut,
        None if DISPUTED.contains(&line) => Counting::Unsettled,
        None => Counting::Formula,
    }
}

/// Whether a window that ended on `to` still says something of `today`: net income is that of twelve rolling months
/// (§4.3).
#[must_use]
pub fn is_recent(to: NaiveDate, today: NaiveDate) -> bool {
    days_between(to, today) <= WINDOW_DAYS
}

/// The calculation of a household that stands for `today`: of those that are recent, the one whose window ends last.
#[must_use]
pub fn newest(made: &[IncomeSnapshot], today: NaiveDate) -> Option<&IncomeSnapshot> {
    let recent = made.iter().filter(|made| is_recent(made.content.to, today));
    recent.max_by_key(|made| made.content.to)
}

/// What was spent on something in a window, yuan; none where it was not asked.
#[must_use]
pub fn spent(content: &IncomeContent, kind: Spending) -> Option<i64> {
    let amount = content.spending.iter().find(|amount| amount.kind == kind)?;
    Some(i64::from(amount.yuan))
}

/// Net income of a window, yuan, of a household or of each person. Where the counting of lines is unsettled the truth
/// lies between the two figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct NetIncome {
    /// If no unsettled line counts; per person rounded down.
    #[n(0)]
    pub least: i64,
    /// If each unsettled line counts; per person rounded down.
    #[n(1)]
    pub most: i64,
}

impl NetIncome {
    /// The one figure, where nothing is unsettled.
    #[must_use]
    pub fn settled(self) -> Option<i64> {
        (self.least == self.most).then_some(self.least)
    }
}

/// Net income of the whole household: wages + business − costs + property + transfers, as far as they count
/// (domain.md §4.3).
#[must_use]
pub fn household_net(content: &IncomeContent, rules: &[CountingRule]) -> NetIncome {
    let (mut least, mut unsettled) = (0_i64, 0_i64);
    for amount in &content.amounts {
        let yuan = i64::from(amount.yuan);
        match counting(amount.line, content.to, rules) {
            Counting::Formula | Counting::RuledIn => least = least.saturating_add(yuan),
            Counting::Deducted => least = least.saturating_sub(yuan),
            Counting::Unsettled => unsettled = unsettled.saturating_add(yuan),
            Counting::RuledOut => {}
        }
    }
    NetIncome {
        least,
        most: least.saturating_add(unsettled),
    }
}

/// Net income per person: that of the household divided by those who share it (domain.md §4.3). `None` where nobody
/// shares it.
#[must_use]
pub fn net_income(content: &IncomeContent, rules: &[CountingRule]) -> Option<NetIncome> {
    let whole = household_net(content, rules);
    let sharing = i64::from(content.sharing);
    (sharing > 0).then(|| NetIncome {
        least: whole.least.div_euclid(sharing),
        most: whole.most.div_euclid(sharing),
    })
}

/// What was told of one part of the calculation, yuan, whether it counts or not.
#[must_use]
pub fn told(content: &IncomeContent, component: Component) -> u64 {
    let of_it = content
        .amounts
        .iter()
        .filter(|amount| amount.line.component() == component);
    of_it.map(|amount| u64::from(amount.yuan)).sum()
}

/// How a household stands against the line of the year in which the window ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Below it, however the unsettled lines count.
    Below(&'a MonitoringLine),
    /// At or above it, however the unsettled lines count.
    Reached(&'a MonitoringLine),
    /// It depends on lines whose counting is unsettled.
    Unsettled(&'a MonitoringLine),
    /// No line is set for that year: nobody may classify (VQ43).
    NoLine(i32),
    /// The window has only so many days: nobody may classify by less than twelve months.
    ShortWindow(i64),
}

/// Compares net income per person of a window, from its first to its last day, with the dated line.
#[must_use]
pub fn standing(
    net: NetIncome,
    (from, to): (NaiveDate, NaiveDate),
    lines: &[MonitoringLine],
) -> Standing<'_> {
    let days = days_between(from, to).saturating_add(1);
    if days < WINDOW_MIN_DAYS {
        return Standing::ShortWindow(days);
    }
    let Some(line) = lines.iter().find(|line| line.year == to.year()) else {
        return Standing::NoLine(to.year());
    };
    match (net.least < line.yuan, net.most < line.yuan) {
        (true, true) => Standing::Below(line),
        (false, _) => Standing::Reached(line),
        (true, false) => Standing::Unsettled(line),
    }
}

coded! {
    /// Something to look at before saving; it never stops the work.
    pub enum IncomeHint {
        SmallWage = "VQ37", "工资性收入不到 100 元，看看是不是把万元写成了元。", "Wages below 100 yuan: check that the unit is yuan.";
        VeryHigh = "VQ36", "人均超过 20000 元，看看有没有多写一位。", "More than 20,000 yuan per person: check the digits.";
    }
}

/// VQ37: whether wages of a year are so small that the unit is likely to be another.
#[must_use]
pub fn is_small_wage(yuan: u64) -> bool {
    (1..100).contains(&yuan)
}

/// What the form should say beside the figures.
#[must_use]
pub fn hints(content: &IncomeContent, rules: &[CountingRule]) -> Vec<IncomeHint> {
    let mut found = Vec::new();
    if is_small_wage(told(content, Component::Wage)) {
        found.push(IncomeHint::SmallWage);
    }
    if net_income(content, rules).is_some_and(|net| net.most > 20_000) {
        found.push(IncomeHint::VeryHigh);
    }
    found
}

/// Checks what a person recorded; `recorded_on` is the device's local date.
///
/// # Errors
/// The first rule that blocks, with the field of the form that it concerns.
pub fn check(content: &IncomeContent, recorded_on: NaiveDate) -> Result<(), Refusal> {
    if content.to > recorded_on {
        return Err(Refusal::at(RefusalCode::IncomeWindow, "to"));
    }
    let days = days_between(content.from, content.to);
    if !(0..=WINDOW_DAYS).contains(&days) {
        return Err(Refusal::at(RefusalCode::IncomeWindow, "from"));
    }
    if !(1..=SHARING_MAX).contains(&content.sharing) {
        return Err(Refusal::at(RefusalCode::BadValue, "sharing"));
    }
    if content.amounts.is_empty() {
        return Err(Refusal::at(RefusalCode::NoIncome, "amounts"));
    }
    let mut lines: Vec<IncomeLine> = Vec::new();
    for amount in &content.amounts {
        if amount.yuan > AMOUNT_MAX || lines.contains(&amount.line) {
            return Err(Refusal::at(RefusalCode::BadValue, amount.line.code()));
        }
        lines.push(amount.line);
    }
    let mut kinds: Vec<Spending> = Vec::new();
    for amount in &content.spending {
        if amount.yuan > AMOUNT_MAX || kinds.contains(&amount.kind) {
            return Err(Refusal::at(RefusalCode::BadValue, amount.kind.code()));
        }
        kinds.push(amount.kind);
    }
    check_text("note", &content.note, NOTE_MAX)
}

#[cfg(test)]
mod tests;

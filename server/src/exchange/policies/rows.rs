//! What a line of a department's list of policies says by itself, before the register is asked.

use super::super::cells::date_of;
use super::super::named::Named;
use super::super::table::Line;
use super::super::warnings::department_of;
use super::template as t;
use chrono::{Datelike, Days, NaiveDate};
use domain::entitlement::codes::{EntitlementKind, EntitlementStatus};
use domain::entitlement::rules::WORDS_MAX;
use domain::exchange::ReasonCode;
use domain::risk::warning::Department;
use domain::text;
use domain::time::last_of_month;

/// What a list says of a day longer ago than this is a slip of the pen.
const LIST_DAYS: Days = Days::new(2 * 366);

/// A line as it stands.
#[derive(Debug)]
pub(super) struct Said {
    pub department: Department,
    pub kind: EntitlementKind,
    pub status: EntitlementStatus,
    /// The last day of the period for which it is said; the same list read on another day says the same.
    pub until: NaiveDate,
    /// The day for which it is said: that one, never after today.
    pub on: NaiveDate,
    /// The first day of what is said: without the policy where it was stopped, else with it.
    pub from: Option<NaiveDate>,
    pub words: String,
}

/// Reads a line: whom it names, and what it says. `sender`: the one department whose list it is, where the importer said
/// so.
pub(super) fn read(
    line: &mut Line<'_>,
    sender: Option<Department>,
    today: NaiveDate,
) -> Option<(Named, Said)> {
    let department = department(line, sender);
    let named = Named::read(line, &t::NAME, &t::NUMBER);
    let kind = line.needed_choice(&t::POLICY, t::policy_of);
    if kind.is_some_and(EntitlementKind::is_fact) {
        line.refuse(&t::POLICY, ReasonCode::PolicyIsFact);
    }
    let status = line.needed_choice(&t::STATUS, t::status_of);
    let until = period(line, today);
    let from = line.date(&t::FROM);
    if from.is_some_and(|from| from > today) {
        line.refuse(&t::FROM, ReasonCode::DateInFuture);
    }
    let words = line.told(&t::WORDS, WORDS_MAX);
    // What was stopped by the rules says since when and by which.
    if status == Some(EntitlementStatus::StoppedLawful) && !line.is_refused() {
        if from.is_none() {
            line.refuse(&t::FROM, ReasonCode::Missing);
        }
        if words.is_empty() {
            line.refuse(&t::WORDS, ReasonCode::Missing);
        }
    }
    let said = Said {
        department: department?,
        kind: kind?,
        status: status?,
        until: until?,
        on: until?.min(today),
        from,
        words,
    };
    Some((named?, said)).filter(|_| !line.is_refused())
}

/// Whose list it is: the row says so, or the importer did; both must agree.
fn department(line: &mut Line<'_>, sender: Option<Department>) -> Option<Department> {
    let before = line.notes().len();
    let named = line.choice(&t::DEPARTMENT, department_of);
    match (named, sender) {
        (Some(named), Some(sender)) if named != sender => {
            line.refuse(&t::DEPARTMENT, ReasonCode::OtherDepartment);
        }
        (None, None) if line.notes().len() == before => line.refuse(&t::DEPARTMENT, ReasonCode::Missing),
        _ => {}
    }
    named.or(sender)
}

/// The last day of the period for which a line speaks. A list that names none could not be told from itself a day later.
fn period(line: &mut Line<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let words = text::compact(line.raw(&t::PERIOD));
    if words.is_empty() {
        line.refuse(&t::PERIOD, ReasonCode::Missing);
        return None;
    }
    let Some((first, last)) = period_of(&words) else {
        line.refuse(&t::PERIOD, ReasonCode::BadDate);
        return None;
    };
    if first > today {
        line.refuse(&t::PERIOD, ReasonCode::DateInFuture);
    } else if today
        .checked_sub_days(LIST_DAYS)
        .is_some_and(|oldest| last < oldest)
    {
        line.refuse(&t::PERIOD, ReasonCode::ListTooOld);
    }
    Some(last)
}

/// The first and the last day of a period as lists write it: a day, a month, a school term or a year.
fn period_of(words: &str) -> Option<(NaiveDate, NaiveDate)> {
    if let Some(day) = date_of(words) {
        return Some((day, day));
    }
    // A quarter or half a year is no period of any policy's check.
    if words.contains("季度") || words.contains("半年") {
        return None;
    }
    let digits: Vec<&str> = words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let (year, month): (i32, Option<u32>) = match digits.as_slice() {
        [year] if year.len() == 4 => (year.parse().ok()?, None),
        [both] if both.len() == 6 => (both.get(..4)?.parse().ok()?, Some(both.get(4..)?.parse().ok()?)),
        [year, month] if year.len() == 4 => (year.parse().ok()?, Some(month.parse().ok()?)),
        _ => return None,
    };
    let first = |month| NaiveDate::from_ymd_opt(year, month, 1);
    let (from, to) = match month {
        Some(month) => (month, month),
        None if words.contains('春') => (2, 7),
        None if words.contains('秋') => (8, 12),
        None => (1, 12),
    };
    Some((first(from)?, last_of_month(first(to)?))).filter(|(from, to)| from.year() == to.year())
}

#[cfg(test)]
mod tests {
    use super::period_of;

    #[test]
    fn periods_are_read_as_lists_write_them() {
        let days = |words: &str| period_of(words).map(|(from, to)| format!("{from} {to}"));
        for month in ["2026-10", "2026年10月", "202610", "2026/10", "2026.10"] {
            assert_eq!(days(month).as_deref(), Some("2026-10-01 2026-10-31"), "{month}");
        }
        assert_eq!(days("2026年度").as_deref(), Some("2026-01-01 2026-12-31"));
        assert_eq!(days("2026年秋季学期").as_deref(), Some("2026-08-01 2026-12-31"));
        assert_eq!(days("2026春季").as_deref(), Some("2026-02-01 2026-07-31"));
        assert_eq!(days("2026-11-20").as_deref(), Some("2026-11-20 2026-11-20"));
        for other in ["去年", "2026-13", "26-10", "2026年第三季度"] {
            assert_eq!(days(other), None, "{other}");
        }
    }
}

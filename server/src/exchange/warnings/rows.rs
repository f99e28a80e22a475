//! What a line of a department's list says by itself, before the register is asked.

use super::super::named::Named;
use super::super::table::Line;
use super::template as t;
use chrono::{Days, NaiveDate};
use domain::exchange::ReasonCode;
use domain::risk::REASON_MAX;
use domain::risk::warning::{Department, WarningKind};
use std::ops::RangeInclusive;

/// Amounts of one household's misfortune, in yuan.
const AMOUNTS: RangeInclusive<i64> = 0..=10_000_000;
/// A list older than this is a slip of the pen.
const LIST_DAYS: Days = Days::new(366);

/// A line as it stands.
#[derive(Debug)]
pub(super) struct Said {
    pub kind: WarningKind,
    pub happened_on: NaiveDate,
    pub sent_on: NaiveDate,
    pub amount: Option<i64>,
    pub words: String,
}

/// Reads a line: whom it names, and what it says. `sender`: the one department whose list it is, where the importer said
/// so.
pub(super) fn read(
    line: &mut Line<'_>,
    sender: Option<Department>,
    today: NaiveDate,
) -> Option<(Named, Said)> {
    let kind = kind(line, sender);
    let named = Named::read(line, &t::NAME, &t::NUMBER);
    let (happened_on, sent_on) = days(line, today);
    let amount = line.yuan(&t::AMOUNT, AMOUNTS);
    let words = line.told(&t::SAID, REASON_MAX);
    let said = Said {
        kind: kind?,
        happened_on: happened_on?,
        sent_on,
        amount,
        words,
    };
    Some((named?, said)).filter(|_| !line.is_refused())
}

/// The kind tells the department; a department that is named as well must be that one.
fn kind(line: &mut Line<'_>, sender: Option<Department>) -> Option<WarningKind> {
    let named = line.choice(&t::DEPARTMENT, t::department_of);
    let kind = line.needed_choice(&t::KIND, t::kind_of)?;
    let differs = |department: Option<Department>| department.is_some_and(|one| one != kind.department());
    if differs(named) || differs(sender) {
        line.refuse(&t::KIND, ReasonCode::OtherDepartment);
    }
    Some(kind)
}

/// When it happened, and when the list was made: not before that, not after today.
fn days(line: &mut Line<'_>, today: NaiveDate) -> (Option<NaiveDate>, NaiveDate) {
    let before = line.notes().len();
    let happened = line.date(&t::HAPPENED);
    if happened.is_none() && line.notes().len() == before {
        line.refuse(&t::HAPPENED, ReasonCode::Missing);
    }
    if happened.is_some_and(|day| day > today) {
        line.refuse(&t::HAPPENED, ReasonCode::DateInFuture);
    }
    let sent = line.date(&t::SENT).unwrap_or(today);
    if sent > today {
        line.refuse(&t::SENT, ReasonCode::DateInFuture);
    } else if today
        .checked_sub_days(LIST_DAYS)
        .is_some_and(|oldest| sent < oldest)
    {
        line.refuse(&t::SENT, ReasonCode::ListTooOld);
    } else if happened.is_some_and(|happened| happened <= today && happened > sent) {
        line.refuse(&t::SENT, ReasonCode::DatesReversed);
    }
    (happened, sent)
}

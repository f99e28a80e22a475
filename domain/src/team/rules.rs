//! What may be asked, decided and confirmed: the checks of leave and of months (domain.md §7.3, §12.6).

use super::codes::{DayMark, LeaveKind, LeaveLevel};
use super::{LeaveContent, LeaveDecision, LeaveFigures, MonthContent, figure_of, nights_of};
use crate::config::Config;
use crate::refusal::{Refusal, RefusalCode};
use crate::roster::Role;
use crate::time::{days_between, last_of_month};
use crate::visit::rules::{NOTE_MAX, check_required, check_text};
use chrono::{Datelike, NaiveDate};

/// Most leaves of one person in one team; a bound, not a rule of the field.
pub const LEAVES_MAX: usize = 500;
/// Most confirmations of months of one person in one team; a bound, not a rule of the field.
pub const MONTHS_MAX: usize = 500;
/// Longest leave, in days; a bound, not a rule of the field.
const LEAVE_DAYS_MAX: i64 = 366;
/// Longest name of whoever decided on paper, in characters.
const DECIDER_MAX: usize = 60;

/// Whose consent a leave needs: the leader's but for the own, then the township's, and the district's where it is
/// longer than the township may decide alone (§7.3).
#[must_use]
pub fn path(days: i64, leads: bool, figures: LeaveFigures) -> Vec<LeaveLevel> {
    let long = days > i64::from(figures.town_days);
    let leader = (!leads).then_some(LeaveLevel::Leader);
    leader
        .into_iter()
        .chain([LeaveLevel::Town])
        .chain(long.then_some(LeaveLevel::District))
        .collect()
}

/// The level whose decisions people of a role take at their desk: the township's, and above its days those of the
/// district's residency office (§3.2, §7.3).
#[must_use]
pub const fn level_at_desk(role: Role) -> Option<LeaveLevel> {
    match role {
        Role::TownReviewer => Some(LeaveLevel::Town),
        Role::ResidencyOffice => Some(LeaveLevel::District),
        _ => None,
    }
}

/// Whether somebody of a role may say what a level decided: the own level's, and the leader also what was decided above
/// on paper.
#[must_use]
pub fn decides(role: Role, level: LeaveLevel) -> bool {
    role == Role::TeamLeader || level_at_desk(role) == Some(level)
}

/// Whether the kind of a leave says too little to decide by, so that it needs a reason and whoever decides reads it.
/// What is written of a leave that its kind explains (an illness) is for the own leader alone.
#[must_use]
pub const fn needs_words(kind: LeaveKind) -> bool {
    matches!(kind, LeaveKind::Personal | LeaveKind::Other)
}

/// Checks what is asked for.
///
/// # Errors
/// `to` before `from` or too long, a missing reason of a leave that its kind does not explain, a text out of bounds.
pub fn check_leave(content: &LeaveContent) -> Result<(), Refusal> {
    if content.to < content.from {
        return Err(Refusal::at(RefusalCode::EndBeforeStart, "to"));
    }
    if content.days() > LEAVE_DAYS_MAX {
        return Err(Refusal::at(RefusalCode::LeaveTooLong, "to"));
    }
    match needs_words(content.kind) {
        true => check_required("reason", &content.reason, NOTE_MAX),
        false => check_text("reason", &content.reason, NOTE_MAX),
    }
}

/// Checks what a level decided, as somebody of a role says it. What the leader enters from paper names who decided; at
/// the desk of the level that is the account's own person.
///
/// # Errors
/// A missing reason of a refusal, a missing name, a text out of bounds.
pub fn check_decision(decision: &LeaveDecision, role: Role) -> Result<(), Refusal> {
    let from_paper = decision.level != LeaveLevel::Leader && level_at_desk(role) != Some(decision.level);
    match from_paper {
        true => check_required("decider", &decision.decider, DECIDER_MAX)?,
        false => check_text("decider", &decision.decider, DECIDER_MAX)?,
    }
    match decision.approve {
        true => check_text("words", &decision.words, NOTE_MAX),
        false => check_required("words", &decision.words, NOTE_MAX),
    }
}

/// Whether a month with so many days on site is confirmed only with a reason: it has fewer than are set for it.
#[must_use]
pub fn needs_reason(month: NaiveDate, on_site: u32, config: &Config) -> bool {
    figure_of(&config.days_on_site, month).is_some_and(|figure| on_site < figure.days)
}

/// Whether a month with so many nights is confirmed only with a reason. Where nobody said how many, as on a phone that does
/// not ask yet, nothing is missing.
#[must_use]
pub fn lacks_nights(month: NaiveDate, nights: Option<u32>, config: &Config) -> bool {
    nights
        .zip(nights_of(config, month))
        .is_some_and(|(nights, wanted)| nights < wanted)
}

/// Checks what is confirmed of a month, on the device's local day.
///
/// # Errors
/// A month that is not over, marks of other days or of one day twice, days or nights that do not fit, a missing reason.
pub fn check_month(content: &MonthContent, recorded_on: NaiveDate, config: &Config) -> Result<(), Refusal> {
    let last = last_of_month(content.month);
    if content.month.day() != 1 {
        return Err(Refusal::at(RefusalCode::BadValue, "month"));
    }
    if recorded_on < last {
        return Err(Refusal::at(RefusalCode::MonthNotOver, "month"));
    }
    let fits = |count: u32| i64::from(count) <= days_between(content.month, last).saturating_add(1);
    if !fits(content.on_site) {
        return Err(Refusal::at(RefusalCode::BadValue, "on_site"));
    }
    if content.nights.is_some_and(|nights| !fits(nights)) {
        return Err(Refusal::at(RefusalCode::BadValue, "nights"));
    }
    let mut seen = Vec::with_capacity(content.marks.len());
    for note in &content.marks {
        if !(content.month..=last).contains(&note.on) || seen.contains(&note.on) {
            return Err(Refusal::at(RefusalCode::BadValue, "marks"));
        }
        seen.push(note.on);
        match note.mark {
            DayMark::Rest => check_text("why", &note.why, NOTE_MAX)?,
            DayMark::ExtraDay | DayMark::NotHere => check_required("why", &note.why, NOTE_MAX)?,
        }
    }
    check_text("words", &content.words, NOTE_MAX)?;
    let few = needs_reason(content.month, content.on_site, config)
        || lacks_nights(content.month, content.nights, config);
    if few && content.words.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::FewDays, "words"));
    }
    Ok(())
}

//! The validations of a visit (domain.md §12.6): VV01, VV02 and VV04 block, VV03, VV06 and VQ26 only warn, VQ21 and
//! VQ24 are asked by the form. VV05 is in [`super::queue`], the bounds of photos in [`super::photo`].

use super::codes::Signal;
use super::{FactChange, Visit, VisitContent};
use crate::config::Config;
use crate::entitlement::codes::EntitlementKind;
use crate::household::checks::{WorkFault, of_school_age, schooled, work_fault};
use crate::household::codes::Answer;
use crate::household::facts::{FactValue, FieldKey, FieldName};
use crate::household::{Household, Member};
use crate::identity;
use crate::ids::{MemberId, StaffId, TeamId, VisitId};
use crate::refusal::{Refusal, RefusalCode};
use crate::text;
use crate::time::days_between;
use chrono::NaiveDate;

/// Longest note, in characters (domain.md §5.2).
pub const NOTE_MAX: usize = 2_000;
/// Longest reason for a late record, in characters.
pub const LATE_REASON_MAX: usize = 200;
/// Longest account of what was done for the household, in characters; a bound, not a rule of the field.
pub const HELP_MAX: usize = 500;
/// Most fact changes that one visit may carry; a bound, not a rule of the field.
pub const CHANGES_MAX: usize = 200;

coded! {
    /// Something to look at before saving; it never stops the work.
    pub enum Warning {
        PersonalNumber = "VV06", "文字里好像有证件号或手机号，最好删掉。", "The words seem to hold an ID or phone number; better remove it.";
        SameDay = "VV03", "这户同一天已经有一次走访，看看是不是重复。", "This household already has a visit on the same day; check that it is not the same one.";
        LongAgo = "VV01", "走访日期离现在很久了，看看日期有没有选错。", "The visit lies long ago; check that its day is right.";
        InsuranceProblem = "VQ26", "有人没有参加医保，建议勾选“没买医保”。", "Someone is uninsured; consider ticking “uninsured”.";
    }
}

/// Checks what a person recorded. `recorded_on` is the device's local date when it was recorded, so
/// that a wrong clock, which moves both dates alike, never blocks the work (issue 3 §6).
///
/// # Errors
/// The first rule that blocks, with the field of the form that it concerns.
pub fn check(
    content: &VisitContent,
    household: &Household,
    recorded_on: NaiveDate,
    config: &Config,
) -> Result<(), Refusal> {
    check_dates(content, recorded_on, config)?;
    if content.purposes.is_empty() {
        return Err(Refusal::at(RefusalCode::NoPurpose, "purposes"));
    }
    if content.nobody_home != content.met.is_empty() {
        return Err(Refusal::at(RefusalCode::NobodyMet, "met"));
    }
    if content
        .met
        .iter()
        .any(|member| household.member(*member).is_none())
    {
        return Err(Refusal::at(RefusalCode::UnknownMember, "met"));
    }
    if content.no_change && content.changes.iter().any(FactChange::is_change) {
        return Err(Refusal::at(RefusalCode::NoChangeWithChanges, "no_change"));
    }
    check_changes(content, household)?;
    super::photo::check(&content.photos)?;
    check_text("note", &content.note, NOTE_MAX)?;
    if content.policies_explained.len() > EntitlementKind::ALL.len() {
        return Err(Refusal::at(RefusalCode::TooMany, "policies_explained"));
    }
    check_text("help_done", &content.help_done, HELP_MAX)?;
    check_text(
        "late_reason",
        content.late_reason.as_deref().unwrap_or(""),
        LATE_REASON_MAX,
    )
}

/// Checks one free text against control characters and length.
///
/// # Errors
/// [`RefusalCode::BadText`] or [`RefusalCode::TextTooLong`] at the named field.
pub fn check_text(field: &str, words: &str, max: usize) -> Result<(), Refusal> {
    text::check(words, max).map_err(|fault| match fault {
        text::TextFault::Control => Refusal::at(RefusalCode::BadText, field),
        text::TextFault::TooLong => Refusal::at(RefusalCode::TextTooLong, field),
    })
}

/// The same of a text that has to be there.
///
/// # Errors
/// [`RefusalCode::EmptyText`] at the named field, or as [`check_text`].
pub fn check_required(field: &str, words: &str, max: usize) -> Result<(), Refusal> {
    match words.trim().is_empty() {
        true => Err(Refusal::at(RefusalCode::EmptyText, field)),
        false => check_text(field, words, max),
    }
}

fn check_dates(content: &VisitContent, recorded_on: NaiveDate, config: &Config) -> Result<(), Refusal> {
    if content.visited_on > recorded_on {
        return Err(Refusal::at(RefusalCode::VisitInFuture, "visited_on"));
    }
    let reason = content.late_reason.as_deref().unwrap_or("").trim();
    if needs_late_reason(content.visited_on, recorded_on, config) && reason.is_empty() {
        return Err(Refusal::at(RefusalCode::LateWithoutReason, "late_reason"));
    }
    Ok(())
}

/// Whether a visit on one day, recorded on another, needs a reason: it was recorded late (domain.md §5.2), or lies so
/// long ago that it needs one however late the district lets visits be recorded (VV01).
#[must_use]
pub fn needs_late_reason(visited_on: NaiveDate, recorded_on: NaiveDate, config: &Config) -> bool {
    days_between(visited_on, recorded_on) > i64::from(config.late_after_days)
        || is_long_ago(visited_on, recorded_on, config)
}

/// Whether a visit lies so long before its recording that its day is asked about (VV01).
#[must_use]
pub fn is_long_ago(visited_on: NaiveDate, recorded_on: NaiveDate, config: &Config) -> bool {
    days_between(visited_on, recorded_on) > i64::from(config.old_after_days)
}

/// The visit of the same team to the same household on the same day that this one may repeat (VV03); none where there
/// is none. The author's own comes first, as the one that can be corrected, then the newest.
///
/// `visits` are those of the household; `this` is left out.
#[must_use]
pub fn same_day<'a>(
    visited_on: NaiveDate,
    (this, author, team): (VisitId, &StaffId, Option<&TeamId>),
    visits: impl Iterator<Item = &'a Visit>,
) -> Option<&'a Visit> {
    visits
        .filter(|other| other.id != this && other.content.visited_on == visited_on)
        .filter(|other| other.team.as_ref() == team)
        .max_by_key(|other| (other.author == *author, other.id))
}

/// What a free text should not carry: an identity or mobile number (VV06). Asked of every free text of a visit, of its
/// additions and of the reviewer's words.
#[must_use]
pub fn personal_number(words: &str) -> Option<Warning> {
    identity::carries_personal_number(words).then_some(Warning::PersonalNumber)
}

fn check_changes(content: &VisitContent, household: &Household) -> Result<(), Refusal> {
    if content.changes.len() > CHANGES_MAX {
        return Err(Refusal::at(RefusalCode::TooMany, "changes"));
    }
    for change in &content.changes {
        let key = &change.field;
        if key.name.of_member() != key.member.is_some() {
            return Err(Refusal::at(RefusalCode::BadValue, key.name.code()));
        }
        if household.facts_of(key.member).is_none() {
            return Err(Refusal::at(RefusalCode::UnknownMember, key.name.code()));
        }
        if !key.name.accepts(change.new.as_ref()) {
            return Err(Refusal::at(RefusalCode::BadValue, key.name.code()));
        }
        if content.changes.iter().filter(|other| other.field == *key).count() > 1 {
            return Err(Refusal::at(RefusalCode::BadValue, key.name.code()));
        }
    }
    Ok(())
}

/// What the work of members would lack once the visit is saved, of those whose work it says something of (VQ24).
///
/// The form asks this before it saves and the reducer does not: two phones may change place and months of one member
/// at the same time, and no visit is refused for what another one said.
#[must_use]
pub fn work_faults(content: &VisitContent, household: &Household) -> Vec<(MemberId, WorkFault)> {
    let after = |member: MemberId, name: FieldName| {
        let field = FieldKey {
            member: Some(member),
            name,
        };
        let stated = content.changes.iter().find(|change| change.field == field);
        stated.map_or_else(|| household.value(&field), |change| change.new.as_ref())
    };
    let touches = |member: MemberId| {
        content.changes.iter().any(|change| {
            change.field.member == Some(member)
                && matches!(change.field.name, FieldName::WorkPlace | FieldName::WorkMonths)
        })
    };
    let members = household.members.iter().map(|member| member.id);
    let fault = |member: MemberId| {
        let place = after(member, FieldName::WorkPlace);
        let has_place = place
            .and_then(FactValue::code)
            .is_some_and(|words| !words.trim().is_empty());
        let months = match after(member, FieldName::WorkMonths) {
            Some(FactValue::Count(months)) => Some(*months),
            _ => None,
        };
        Some((member, work_fault(has_place, months)?))
    };
    members
        .filter(|member| touches(*member))
        .filter_map(fault)
        .collect()
}

/// The same as a refusal of the form, beside its changes.
///
/// # Errors
/// [`RefusalCode::WorkMonthsMissing`] or [`RefusalCode::WorkPlaceMissing`] for the first of [`work_faults`].
pub fn check_work(content: &VisitContent, household: &Household) -> Result<(), Refusal> {
    let code = match work_faults(content, household).first() {
        None => return Ok(()),
        Some((_, WorkFault::MonthsMissing)) => RefusalCode::WorkMonthsMissing,
        Some((_, WorkFault::PlaceMissing)) => RefusalCode::WorkPlaceMissing,
    };
    Err(Refusal::at(code, "changes"))
}

/// The children who would be out of school by what the visit says of their schooling, and who are neither flagged nor
/// explained in it: no sign of it is ticked, no word was written (VQ21). Where the household says that they are taught all
/// the same, they are not asked about.
///
/// As [`work_faults`] the form asks this and the reducer does not: no visit is refused for what another one said.
#[must_use]
pub fn out_of_school_unsaid(
    content: &VisitContent,
    household: &Household,
    recorded_on: NaiveDate,
) -> Vec<MemberId> {
    if content.signals.contains(&Signal::OutOfSchool) || !content.note.trim().is_empty() {
        return Vec::new();
    }
    let of_schooling = |change: &&FactChange| {
        matches!(change.field.name, FieldName::StudentStatus | FieldName::Education) && change.is_change()
    };
    let mut after = household.clone();
    for change in &content.changes {
        if let Some(facts) = after.facts_of_mut(change.field.member) {
            facts.register(change.field.name, change.new.clone());
        }
    }
    if after.guarantee(FieldName::EducationGuarantee) == Answer::Ok {
        return Vec::new();
    }
    let changed = |member: &Member| {
        let mut changes = content.changes.iter().filter(of_schooling);
        changes.any(|change| change.field.member == Some(member.id))
    };
    let members = after.members.iter().filter(|member| changed(member));
    members
        .filter(|member| of_school_age(member, recorded_on) && schooled(member) == Some(false))
        .map(|member| member.id)
        .collect()
}

/// The same as a refusal of the form, beside its changes.
///
/// # Errors
/// [`RefusalCode::OutOfSchoolUnsaid`] where there is one of [`out_of_school_unsaid`].
pub fn check_schooling(
    content: &VisitContent,
    household: &Household,
    recorded_on: NaiveDate,
) -> Result<(), Refusal> {
    match out_of_school_unsaid(content, household, recorded_on).is_empty() {
        true => Ok(()),
        false => Err(Refusal::at(RefusalCode::OutOfSchoolUnsaid, "changes")),
    }
}

/// What the form should say beside the fields before saving. `repeats` says whether there is a visit of [`same_day`].
#[must_use]
pub fn warnings(
    content: &VisitContent,
    repeats: bool,
    recorded_on: NaiveDate,
    config: &Config,
) -> Vec<Warning> {
    let late = content.late_reason.as_deref().unwrap_or("");
    let texts = [content.note.as_str(), content.help_done.as_str(), late];
    let mut found: Vec<Warning> = texts.into_iter().find_map(personal_number).into_iter().collect();
    if repeats {
        found.push(Warning::SameDay);
    }
    if is_long_ago(content.visited_on, recorded_on, config) {
        found.push(Warning::LongAgo);
    }
    let states = |name: FieldName, answer: Answer| {
        content.changes.iter().any(|change| {
            change.field.name == name
                && change.new.as_ref().and_then(|value| value.code()) == Some(answer.code())
        })
    };
    if states(FieldName::MedicalGuarantee, Answer::Problem) && !content.signals.contains(&Signal::Uninsured) {
        found.push(Warning::InsuranceProblem);
    }
    found
}

//! What a step needs before it counts (domain.md §12.3, §12.4).

use super::codes::{CaseState, StepKind};
use super::{CaseStep, Deed, IdentificationCase, Step, Verification, Verifier, Votes, transitions};
use crate::household::checks::{CategoryFault, RISKS_MAX, category_fault};
use crate::household::codes::{Answer, RiskCause};
use crate::household::facts::{FieldName, GUARANTEES};
use crate::household::{Household, Member};
use crate::identity::{carries_bank_card, carries_personal_number};
use crate::ids::StaffId;
use crate::income::MonitoringLine;
use crate::refusal::{Refusal, RefusalCode};
use crate::time::{age_on, plus_days};
use crate::visit::rules::{check_required, check_text};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// Longest reason, opinion or minutes, in characters; a bound, not a rule of the field.
pub const WORDS_MAX: usize = 1_000;
/// Longest name of a verifier or signer, in characters.
pub const NAME_MAX: usize = 50;
/// Longest number of the national system, in characters.
pub const NUMBER_MAX: usize = 30;
/// Most verifiers or people at a review; bounds, not rules of the field.
const VERIFIERS_MAX: usize = 10;
const PRESENT_MAX: u32 = 10_000;
/// People who verify at home (VP02).
pub const VERIFIERS_MIN: usize = 2;
/// Years from which on somebody is of age (Civil Code, art. 17).
const OF_AGE: u32 = 18;

/// What the household's record still lacks before a home verification can end (§4.7, guard of step 2; VQ32).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A guarantee item without an answer; not asked is no answer.
    Guarantee(FieldName),
    /// No calculation of income.
    Income,
}

/// What is missing, in the order of the form.
#[must_use]
pub fn missing(household: &Household) -> Vec<Missing> {
    let items = GUARANTEES
        .iter()
        .filter(|name| household.guarantee(**name) == Answer::Unknown);
    let mut missing: Vec<Missing> = items.map(|name| Missing::Guarantee(*name)).collect();
    if household.incomes.is_empty() {
        missing.push(Missing::Income);
    }
    missing
}

/// Who takes the step, when, and of which household.
#[derive(Clone, Copy, Debug)]
pub struct Taking<'a> {
    /// The author of the step.
    pub author: &'a StaffId,
    /// The device's day.
    pub recorded_on: NaiveDate,
    /// The day of the step, as it counts.
    pub day: NaiveDate,
    /// The day of the receipt, or the device's while there was none.
    pub today: NaiveDate,
    /// The household as it is recorded now.
    pub household: &'a Household,
    /// The income lines that are set.
    pub lines: &'a [MonitoringLine],
}

/// Whether a step fits a case now.
///
/// # Errors
/// The rule that forbids it.
pub fn check(case: &IdentificationCase, step: &CaseStep, taking: Taking<'_>) -> Result<(), Refusal> {
    let kind = step.deed.kind();
    let progress = case.progress();
    let before = case.steps.last().map_or(case.seen_on, super::CaseEntry::day);
    check_day(step.on, before, taking)?;
    let state = progress.on(taking.day, case.limits);
    if transitions::leads(state, kind).is_none() || progress.hangs_again(kind) {
        return Err(Refusal::plain(match (state, kind) {
            (CaseState::Publicity, StepKind::PassTown) => RefusalCode::NoticeNotOver,
            _ => RefusalCode::NotThisStep,
        }));
    }
    // What hangs in the village carries no number of anybody (VP05).
    let public = matches!(kind, StepKind::HangNotice | StepKind::Announce);
    check_words(step, needs_words(kind), public)?;
    check_deed(case, step, taking)
}

/// Days run forward: not after the day of whoever enters it, not before `before`, the day of the step before.
pub(crate) fn check_day(on: NaiveDate, before: NaiveDate, taking: Taking<'_>) -> Result<(), Refusal> {
    // East of the field it may be tomorrow already.
    if on > taking.recorded_on || taking.day > plus_days(taking.today, 1) {
        return Err(Refusal::at(RefusalCode::StepInFuture, "on"));
    }
    match taking.day < before {
        true => Err(Refusal::at(RefusalCode::StepBeforeLast, "on")),
        false => Ok(()),
    }
}

/// Whether a step has to say why, or where.
#[must_use]
pub const fn needs_words(kind: StepKind) -> bool {
    matches!(
        kind,
        StepKind::RefuseAuthorisation
            | StepKind::FindNotQualified
            | StepKind::Disagree
            | StepKind::HangNotice
            | StepKind::Object
            | StepKind::UpholdObjection
            | StepKind::RejectObjection
            | StepKind::ReturnToHome
            | StepKind::ReturnToVillage
            | StepKind::ReturnToTown
            | StepKind::Reject
            | StepKind::Withdraw
            | StepKind::Expedite
    )
}

/// What was written with a step; `needed` where it has to be there, `public` where all the village reads it.
pub(crate) fn check_words<D>(step: &Step<D>, needed: bool, public: bool) -> Result<(), Refusal> {
    check_text("words", &step.words, WORDS_MAX)?;
    check_text("late_reason", &step.late_reason, WORDS_MAX)?;
    if needed && step.words.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::EmptyText, "words"));
    }
    let numbers = carries_personal_number(&step.words) || carries_bank_card(&step.words);
    match public && numbers {
        true => Err(Refusal::at(RefusalCode::NumberInNotice, "words")),
        false => Ok(()),
    }
}

fn check_deed(case: &IdentificationCase, step: &CaseStep, taking: Taking<'_>) -> Result<(), Refusal> {
    match &step.deed {
        Deed::Authorise { signer } => {
            check_required("signer", signer, NAME_MAX)?;
            check_of_age(signer, step.on, taking.household)
        }
        Deed::Verify { found } if !case.regime().categories().contains(&found.category) => {
            Err(Refusal::at(RefusalCode::NotInRegime, "category"))
        }
        Deed::Verify { found } => check_found(found, &step.words, taking),
        Deed::FindNotQualified { verifiers } => check_verifiers(verifiers, taking.author),
        Deed::Agree { votes } => check_votes(*votes, votes.agree > votes.disagree),
        Deed::Disagree { votes } => check_votes(*votes, votes.agree <= votes.disagree),
        Deed::Compare { results } => {
            let departments: BTreeSet<_> = results.iter().map(|result| result.department).collect();
            match results.is_empty() || departments.len() != results.len() {
                true => Err(Refusal::at(RefusalCode::NotCompared, "results")),
                false => Ok(()),
            }
        }
        Deed::EnterNumber { number } => check_required("number", number, NUMBER_MAX),
        Deed::Approve => {
            decided_by_another(case.verifiers(), taking.author)?;
            match (case.is_compared(), case.asked.is_empty()) {
                (true, _) => Ok(()),
                (false, true) => Err(Refusal::plain(RefusalCode::NotCompared)),
                (false, false) => Err(Refusal::plain(RefusalCode::AnswersMissing)),
            }
        }
        Deed::PassTown | Deed::ReturnToHome | Deed::ReturnToVillage | Deed::ReturnToTown | Deed::Reject => {
            decided_by_another(case.verifiers(), taking.author)
        }
        _ => Ok(()),
    }
}

/// VP06: whoever decides did not verify at home.
pub(crate) fn decided_by_another<'a>(
    mut verifiers: impl Iterator<Item = &'a Verifier>,
    author: &StaffId,
) -> Result<(), Refusal> {
    match verifiers.any(|verifier| verifier.staff.as_ref() == Some(author)) {
        true => Err(Refusal::plain(RefusalCode::OwnVerification)),
        false => Ok(()),
    }
}

/// A member of age signs (§4.7, step 1). Whom the record does not know, such as a guardian, signs as the paper says, and
/// so does a member whose birth it does not know.
fn check_of_age(signer: &str, on: NaiveDate, household: &Household) -> Result<(), Refusal> {
    let named = |member: &&Member| member.name.trim() == signer.trim();
    let age = |member: &Member| member.birth.and_then(|birth| age_on(birth, on));
    let ages: Vec<Option<u32>> = household.members.iter().filter(named).map(age).collect();
    let under_age = |age: &Option<u32>| age.is_some_and(|age| age < OF_AGE);
    match !ages.is_empty() && ages.iter().all(under_age) {
        true => Err(Refusal::at(RefusalCode::SignerUnderAge, "signer")),
        false => Ok(()),
    }
}

fn check_found(found: &Verification, words: &str, taking: Taking<'_>) -> Result<(), Refusal> {
    check_verifiers(&found.verifiers, taking.author)?;
    match category_fault(taking.household.household_type, found.category) {
        Some(CategoryFault::MarginalLiftedOut) => {
            return Err(Refusal::at(RefusalCode::MarginalLiftedOut, "category"));
        }
        Some(CategoryFault::UnstableNotLifted) => {
            return Err(Refusal::at(RefusalCode::UnstableNotLifted, "category"));
        }
        None => {}
    }
    if found.category.is_below_line() && !has_line(taking) {
        return Err(Refusal::at(RefusalCode::NoLineOfYear, "category"));
    }
    let causes: BTreeSet<_> = found.risks.iter().map(|risk| risk.cause).collect();
    // A disaster needs its kind, and any other cause needs words (VQ31).
    let vague =
        |risk: &crate::household::Risk| risk.cause == RiskCause::NaturalDisaster && risk.disaster.is_none();
    if !(1..=RISKS_MAX).contains(&found.risks.len())
        || causes.len() != found.risks.len()
        || found.risks.iter().any(vague)
    {
        return Err(Refusal::at(RefusalCode::NoCause, "risks"));
    }
    if causes.contains(&RiskCause::Other) && words.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::OtherCauseUnsaid, "words"));
    }
    match missing(taking.household).first() {
        Some(Missing::Guarantee(_)) => Err(Refusal::at(RefusalCode::GuaranteesOpen, "missing")),
        Some(Missing::Income) => Err(Refusal::at(RefusalCode::IncomeOpen, "missing")),
        None => Ok(()),
    }
}

/// VQ43: whether a line is set for the year in which the window of the household's last calculation ends: without one
/// nobody is found below it (§4.2). Where nothing was calculated, that is what is missing.
fn has_line(taking: Taking<'_>) -> bool {
    let made = taking.household.incomes.iter();
    made.map(|made| made.content.to.year())
        .max()
        .is_none_or(|year| taking.lines.iter().any(|line| line.year == year))
}

/// VP02: at least two people, whoever enters it among them.
pub(crate) fn check_verifiers(verifiers: &[Verifier], author: &StaffId) -> Result<(), Refusal> {
    if verifiers.len() > VERIFIERS_MAX {
        return Err(Refusal::at(RefusalCode::TooMany, "verifiers"));
    }
    for verifier in verifiers {
        check_required("verifiers", &verifier.name, NAME_MAX)?;
    }
    let names: BTreeSet<&str> = verifiers.iter().map(|verifier| verifier.name.trim()).collect();
    let staff: Vec<&StaffId> = verifiers
        .iter()
        .filter_map(|verifier| verifier.staff.as_ref())
        .collect();
    let numbers: BTreeSet<&StaffId> = staff.iter().copied().collect();
    let distinct = names.len() == verifiers.len() && numbers.len() == staff.len();
    if verifiers.len() < VERIFIERS_MIN || !distinct || !numbers.contains(author) {
        return Err(Refusal::at(RefusalCode::TwoVerifiers, "verifiers"));
    }
    Ok(())
}

/// The count must be possible, and must say what the step says.
pub(crate) fn check_votes(votes: Votes, fits: bool) -> Result<(), Refusal> {
    let counted = votes.agree.saturating_add(votes.disagree);
    let possible = (1..=PRESENT_MAX).contains(&votes.present) && counted >= 1 && counted <= votes.present;
    match possible && fits {
        true => Ok(()),
        false => Err(Refusal::at(RefusalCode::VotesDoNotFit, "votes")),
    }
}

/// Whether the verifiers come from one side only: it should be two where that is possible (VP02), and is said.
#[must_use]
pub fn one_sided(verifiers: &[Verifier]) -> bool {
    let sides: BTreeSet<_> = verifiers.iter().map(|verifier| verifier.side).collect();
    sides.len() < 2
}

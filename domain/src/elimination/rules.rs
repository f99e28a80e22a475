//! What a nomination and each step need before they count (domain.md §4.10, §12.4, §12.5).

use super::codes::{CriterionCode, EliminationKind, EliminationState, EliminationWay};
use super::precheck::{Criterion, Ground, Since, precheck, since};
use super::{Elimination, EliminationDeed, EliminationStep, transitions};
use crate::case::MonitoringFile;
use crate::case::rules::{
    NAME_MAX, Taking, WORDS_MAX, check_day, check_verifiers, check_votes, check_words, decided_by_another,
};
use crate::household::Household;
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::rules::{check_required, check_text};
use chrono::NaiveDate;

/// What a criterion that blocks is refused with.
const fn refusal(code: CriterionCode) -> RefusalCode {
    match code {
        CriterionCode::MinMonths => RefusalCode::TooSoon,
        CriterionCode::TwoMonths => RefusalCode::WithinTwoMonths,
        CriterionCode::MeasureApplied => RefusalCode::NoMeasureApplied,
        CriterionCode::IncomeAboveLine => RefusalCode::IncomeNotAbove,
        CriterionCode::GuaranteesHeld => RefusalCode::GuaranteesNotHeld,
        CriterionCode::NotSafetyNet => RefusalCode::SafetyNetHousehold,
        CriterionCode::SpendingSolved
        | CriterionCode::RisksAnswered
        | CriterionCode::NoOpenFlag
        | CriterionCode::NoOpenRequest => RefusalCode::ReasonNeeded,
    }
}

/// Whether the criteria allow what is asked for: none blocks, and what is warned of has a reason in words.
///
/// # Errors
/// The first criterion that forbids it.
pub fn check_criteria(criteria: &[Criterion], words: &str) -> Result<(), Refusal> {
    if let Some(forbids) = criteria.iter().find(|criterion| criterion.blocks()) {
        return Err(Refusal::at(refusal(forbids.code), forbids.code.code()));
    }
    match words.trim().is_empty() && criteria.iter().any(Criterion::warns) {
        true => Err(Refusal::at(RefusalCode::ReasonNeeded, "words")),
        false => Ok(()),
    }
}

/// Whether a household can be nominated now.
///
/// # Errors
/// The rule that forbids it.
pub fn check_nomination(
    ground: Ground<'_>,
    (way, words, on): (EliminationWay, &str, NaiveDate),
    taking: Taking<'_>,
) -> Result<(), Refusal> {
    if ground.household.monitored().is_none() {
        return Err(Refusal::plain(RefusalCode::NotMonitored));
    }
    if ground.file.is_some_and(|file| file.running().is_some()) {
        return Err(Refusal::plain(RefusalCode::CaseRunning));
    }
    if ground.file.is_some_and(|file| file.eliminating().is_some()) {
        return Err(Refusal::plain(RefusalCode::EliminationRunning));
    }
    check_day(on, earliest(ground.household, ground.file), taking)?;
    check_text("words", words, WORDS_MAX)?;
    check_criteria(&precheck(ground, way, taking.day), words)
}

/// Nobody is nominated or reduced before the identification, nor before an earlier elimination ended.
pub(super) fn earliest(household: &Household, file: Option<&MonitoringFile>) -> NaiveDate {
    let identified = match since(household, file) {
        Since::Identified(on) => on,
        Since::RegisterOf(_) => NaiveDate::MIN,
    };
    let before = file.and_then(|file| file.eliminations.last());
    before.map_or(identified, |before| before.last_day().max(identified))
}

/// Whether a step fits an elimination now. What the criteria forbade at the nomination they forbid at the decision too.
///
/// # Errors
/// The rule that forbids it.
pub fn check(
    elimination: &Elimination,
    step: &EliminationStep,
    ground: Ground<'_>,
    taking: Taking<'_>,
) -> Result<(), Refusal> {
    let kind = step.deed.kind();
    check_day(step.on, elimination.last_day(), taking)?;
    let progress = elimination.progress();
    let state = progress.on(taking.day, elimination.limits);
    if transitions::leads(state, kind).is_none() || progress.hangs_again(kind) {
        return Err(Refusal::plain(match (state, kind) {
            (EliminationState::Publicity, EliminationKind::PassTown) => RefusalCode::NoticeNotOver,
            _ => RefusalCode::NotThisStep,
        }));
    }
    // What hangs in the village carries no number of anybody (VP05).
    let public = matches!(kind, EliminationKind::HangNotice | EliminationKind::Announce);
    check_words(step, needs_words(kind), public)?;
    check_deed(elimination, step, ground, taking)
}

/// Whether a step has to say why, or where.
#[must_use]
pub const fn needs_words(kind: EliminationKind) -> bool {
    matches!(
        kind,
        EliminationKind::FindNotStable
            | EliminationKind::Disagree
            | EliminationKind::HangNotice
            | EliminationKind::Object
            | EliminationKind::UpholdObjection
            | EliminationKind::RejectObjection
            | EliminationKind::ReturnToHome
            | EliminationKind::ReturnToVillage
            | EliminationKind::ReturnToTown
            | EliminationKind::Reject
            | EliminationKind::Rollback
    )
}

fn check_deed(
    elimination: &Elimination,
    step: &EliminationStep,
    ground: Ground<'_>,
    taking: Taking<'_>,
) -> Result<(), Refusal> {
    let by_another = || decided_by_another(elimination.verifiers(), taking.author);
    match &step.deed {
        EliminationDeed::Verify { found } => {
            check_verifiers(&found.verifiers, taking.author)?;
            check_required("signer", &found.signer, NAME_MAX)
        }
        EliminationDeed::FindNotStable { verifiers } => check_verifiers(verifiers, taking.author),
        EliminationDeed::Agree { votes } => check_votes(*votes, votes.agree > votes.disagree),
        EliminationDeed::Disagree { votes } => check_votes(*votes, votes.agree <= votes.disagree),
        EliminationDeed::PassTown
        | EliminationDeed::ReturnToHome
        | EliminationDeed::ReturnToVillage
        | EliminationDeed::ReturnToTown
        | EliminationDeed::Reject => by_another(),
        EliminationDeed::Decide => {
            by_another()?;
            let criteria = precheck(ground, elimination.way(), taking.day);
            check_criteria(&criteria, &step.words)
        }
        EliminationDeed::Rollback => check_rollback(elimination, ground),
        EliminationDeed::HangNotice
        | EliminationDeed::Object
        | EliminationDeed::UpholdObjection
        | EliminationDeed::RejectObjection { .. }
        | EliminationDeed::Announce => Ok(()),
    }
}

/// Only the decision that holds is taken back: once a relapse was identified it has had its effect, and while a case
/// runs the household would be monitored and in a case at once (VP01). A household that is no longer there is not
/// monitored again by it.
fn check_rollback(elimination: &Elimination, ground: Ground<'_>) -> Result<(), Refusal> {
    let decided = elimination.last(EliminationKind::Decide).map(|entry| entry.op);
    let holds = ground.household.eliminated.as_ref().map(|decision| decision.by);
    if ground.household.reduced.is_some() || holds.is_none() || holds != decided {
        return Err(Refusal::plain(RefusalCode::NotThisStep));
    }
    match ground.file.is_some_and(|file| file.running().is_some()) {
        true => Err(Refusal::plain(RefusalCode::CaseRunning)),
        false => Ok(()),
    }
}

//! What an operation is about: its action, the records that it reads, and the one in which it stands.

use super::OperationBody;
use crate::case::transitions;
use crate::elimination;
use crate::handover::Leaving;
use crate::ids::{DaysId, ExplanationId, FlagId, HouseholdId, RequestId, VisitId, WorkId};
use crate::policy::Action;
use crate::record::RecordKey;

impl OperationBody {
    /// The action for which the author needs a permission. Exhaustive: a new operation without one does not compile.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::LogVisit { .. } => Action::LogVisit,
            Self::ReviseVisit { .. } => Action::ReviseVisit,
            Self::ReviewVisit { .. } => Action::ReviewVisit,
            Self::AddAddendum { .. } => Action::AddAddendum,
            Self::ResolveConflict { .. } => Action::ResolveConflict,
            Self::RecordIncome { .. } => Action::RecordIncome,
            Self::ExplainLine { .. } => Action::ExplainLine,
            Self::ConfirmExplanation { .. } => Action::ConfirmExplanation,
            Self::RaiseFlag { .. } => Action::RaiseFlag,
            Self::TriageFlag { .. } => Action::TriageFlag,
            Self::RaiseRequest { .. } => Action::RaiseRequest,
            Self::StepRequest { .. } => Action::StepRequest,
            Self::OpenCase { .. } => Action::OpenCase,
            Self::AddMeasure { .. } | Self::ProgressMeasure { .. } | Self::NameContact { .. } => {
                Action::PlanMeasures
            }
            Self::SignPlan { .. } => Action::SignPlan,
            Self::StepCase { step, .. } => transitions::action(step.deed.kind()),
            Self::NominateElimination { .. } | Self::ReduceNaturally { .. } => {
                elimination::transitions::NOMINATE
            }
            Self::StepElimination { step, .. } => elimination::transitions::action(step.deed.kind()),
            Self::AskLeave { .. } | Self::EndLeave { .. } => Action::AskLeave,
            Self::DecideLeave { .. } => Action::DecideLeave,
            Self::ConfirmMonth { .. } => Action::ConfirmMonth,
            Self::RecordEntitlement { .. } => Action::RecordEntitlement,
            Self::WriteHandover { .. } | Self::SignHandover { .. } => Action::HandOver,
            Self::LogWork { .. } => Action::LogWork,
            Self::StrikeWork { .. } => Action::StrikeWork,
        }
    }

    /// The records that the reducer reads; a store loads these, locked, before it applies the operation.
    #[must_use]
    pub fn reads(&self) -> Vec<RecordKey> {
        match self {
            Self::LogVisit { visit, household, .. } | Self::ReviseVisit { visit, household, .. } => {
                let flag = FlagId::of_visit(*visit);
                vec![
                    RecordKey::Household(*household),
                    RecordKey::Visit(*visit),
                    RecordKey::Flag(flag),
                ]
            }
            Self::ReviewVisit { visit, .. } | Self::AddAddendum { visit, .. } => {
                vec![RecordKey::Visit(*visit)]
            }
            Self::ResolveConflict { household, .. } | Self::RecordIncome { household, .. } => {
                vec![RecordKey::Household(*household)]
            }
            Self::ExplainLine { explanation, said } => {
                let household = said.household.map(RecordKey::Household);
                household
                    .into_iter()
                    .chain([RecordKey::Explanation(*explanation)])
                    .collect()
            }
            Self::ConfirmExplanation { explanation } => vec![RecordKey::Explanation(*explanation)],
            Self::RaiseFlag { flag, household, .. } => vec![
                RecordKey::Household(*household),
                RecordKey::Visit(VisitId(flag.0)),
                RecordKey::Flag(*flag),
            ],
            Self::TriageFlag {
                flag,
                triage,
                household,
                ..
            } => {
                let flags = [*flag].into_iter().chain(triage.into_flag()).map(RecordKey::Flag);
                let file = household.map(|id| [RecordKey::Household(id), RecordKey::Monitoring(id)]);
                flags.chain(file.into_iter().flatten()).collect()
            }
            Self::RaiseRequest {
                request,
                household,
                visit,
                ..
            } => [RecordKey::Household(*household), RecordKey::Request(*request)]
                .into_iter()
                .chain(visit.map(RecordKey::Visit))
                .collect(),
            Self::StepRequest {
                request, household, ..
            } => vec![RecordKey::Household(*household), RecordKey::Request(*request)],
            Self::OpenCase { household, flag } => vec![
                RecordKey::Household(*household),
                RecordKey::Flag(*flag),
                RecordKey::Monitoring(*household),
            ],
            Self::StepCase { household, .. }
            | Self::NominateElimination { household, .. }
            | Self::ReduceNaturally { household, .. }
            | Self::StepElimination { household, .. }
            | Self::AddMeasure { household, .. }
            | Self::ProgressMeasure { household, .. }
            | Self::NameContact { household, .. }
            | Self::SignPlan { household, .. } => {
                vec![
                    RecordKey::Household(*household),
                    RecordKey::Monitoring(*household),
                ]
            }
            Self::RecordEntitlement { household, .. } => {
                vec![
                    RecordKey::Household(*household),
                    RecordKey::Entitlements(*household),
                ]
            }
            Self::AskLeave { .. }
            | Self::DecideLeave { .. }
            | Self::EndLeave { .. }
            | Self::ConfirmMonth { .. } => self.days().map(RecordKey::Days).into_iter().collect(),
            Self::WriteHandover { of, line } => {
                let household = line.household.map(RecordKey::Household);
                household
                    .into_iter()
                    .chain([RecordKey::Handover(of.id())])
                    .collect()
            }
            Self::SignHandover { of, .. } => vec![RecordKey::Handover(of.id())],
            Self::LogWork { work, .. } | Self::StrikeWork { work, .. } => vec![RecordKey::Work(*work)],
        }
    }

    /// The household all of whose flags and requests the reducer reads as well, with [`Records::flags_of`] and
    /// [`Records::requests_of`]; a store that keeps them apart loads them too.
    ///
    /// [`Records::flags_of`]: crate::record::Records::flags_of
    /// [`Records::requests_of`]: crate::record::Records::requests_of
    #[must_use]
    pub const fn reads_all_of(&self) -> Option<HouseholdId> {
        match self {
            Self::NominateElimination { household, .. } | Self::StepElimination { household, .. } => {
                Some(*household)
            }
            _ => None,
        }
    }

    /// The household that the operation is about, where it names one.
    #[must_use]
    pub const fn household(&self) -> Option<HouseholdId> {
        match self {
            Self::LogVisit { household, .. }
            | Self::ReviseVisit { household, .. }
            | Self::ResolveConflict { household, .. }
            | Self::RecordIncome { household, .. }
            | Self::RaiseFlag { household, .. }
            | Self::RaiseRequest { household, .. }
            | Self::StepRequest { household, .. }
            | Self::OpenCase { household, .. }
            | Self::StepCase { household, .. }
            | Self::NominateElimination { household, .. }
            | Self::ReduceNaturally { household, .. }
            | Self::StepElimination { household, .. }
            | Self::AddMeasure { household, .. }
            | Self::ProgressMeasure { household, .. }
            | Self::NameContact { household, .. }
            | Self::SignPlan { household, .. }
            | Self::RecordEntitlement { household, .. } => Some(*household),
            Self::ExplainLine { said, .. } => said.household,
            Self::WriteHandover { line, .. } => line.household,
            Self::ReviewVisit { .. }
            | Self::AddAddendum { .. }
            | Self::ConfirmExplanation { .. }
            | Self::TriageFlag { .. }
            | Self::AskLeave { .. }
            | Self::DecideLeave { .. }
            | Self::EndLeave { .. }
            | Self::ConfirmMonth { .. }
            | Self::SignHandover { .. }
            | Self::LogWork { .. }
            | Self::StrikeWork { .. } => None,
        }
    }

    /// The visit that the operation is about, where it names one.
    #[must_use]
    pub const fn visit(&self) -> Option<VisitId> {
        match self {
            Self::LogVisit { visit, .. }
            | Self::ReviseVisit { visit, .. }
            | Self::ReviewVisit { visit, .. }
            | Self::AddAddendum { visit, .. } => Some(*visit),
            Self::ResolveConflict { .. }
            | Self::RaiseFlag { .. }
            | Self::TriageFlag { .. }
            | Self::RaiseRequest { .. }
            | Self::StepRequest { .. }
            | Self::RecordIncome { .. }
            | Self::ExplainLine { .. }
            | Self::ConfirmExplanation { .. }
            | Self::OpenCase { .. }
            | Self::StepCase { .. }
            | Self::NominateElimination { .. }
            | Self::ReduceNaturally { .. }
            | Self::StepElimination { .. }
            | Self::AddMeasure { .. }
            | Self::ProgressMeasure { .. }
            | Self::NameContact { .. }
            | Self::SignPlan { .. }
            | Self::AskLeave { .. }
            | Self::DecideLeave { .. }
            | Self::EndLeave { .. }
            | Self::ConfirmMonth { .. }
            | Self::RecordEntitlement { .. }
            | Self::WriteHandover { .. }
            | Self::SignHandover { .. }
            | Self::LogWork { .. }
            | Self::StrikeWork { .. } => None,
        }
    }

    /// The explanation that the operation is about, where it names one.
    #[must_use]
    pub const fn explanation(&self) -> Option<ExplanationId> {
        match self {
            Self::ExplainLine { explanation, .. } | Self::ConfirmExplanation { explanation } => {
                Some(*explanation)
            }
            _ => None,
        }
    }

    /// The flag that the operation is about, where it names one.
    #[must_use]
    pub const fn flag(&self) -> Option<FlagId> {
        match self {
            Self::RaiseFlag { flag, .. } | Self::TriageFlag { flag, .. } => Some(*flag),
            _ => None,
        }
    }

    /// The request that the operation is about, where it names one.
    #[must_use]
    pub const fn request(&self) -> Option<RequestId> {
        match self {
            Self::RaiseRequest { request, .. } | Self::StepRequest { request, .. } => Some(*request),
            _ => None,
        }
    }

    /// The file of leave and months that the operation is about, where it names one.
    #[must_use]
    pub fn days(&self) -> Option<DaysId> {
        match self {
            Self::AskLeave { whose, .. } | Self::ConfirmMonth { whose, .. } => {
                Some(DaysId::of(&whose.team, &whose.staff))
            }
            Self::DecideLeave { team, staff, .. } | Self::EndLeave { team, staff, .. } => {
                Some(DaysId::of(team, staff))
            }
            _ => None,
        }
    }

    /// The handover that the operation is about, where it names one.
    #[must_use]
    pub fn handover(&self) -> Option<&Leaving> {
        match self {
            Self::WriteHandover { of, .. } | Self::SignHandover { of, .. } => Some(of),
            _ => None,
        }
    }

    /// The entry of the work log that the operation is about, where it names one.
    #[must_use]
    pub const fn work(&self) -> Option<WorkId> {
        match self {
            Self::LogWork { work, .. } | Self::StrikeWork { work, .. } => Some(*work),
            _ => None,
        }
    }

    /// The record in whose history the operation stands once it is applied; a fact has none of its own.
    #[must_use]
    pub fn stands_in(&self) -> Option<RecordKey> {
        let visit = self.visit().map(RecordKey::Visit);
        let flag = self.flag().map(RecordKey::Flag);
        let request = self.request().map(RecordKey::Request);
        let said = self.explanation().map(RecordKey::Explanation);
        let of_household = match self {
            Self::RecordIncome { household, .. } => Some(RecordKey::Household(*household)),
            Self::OpenCase { household, .. }
            | Self::StepCase { household, .. }
            | Self::NominateElimination { household, .. }
            | Self::ReduceNaturally { household, .. }
            | Self::StepElimination { household, .. }
            | Self::AddMeasure { household, .. }
            | Self::ProgressMeasure { household, .. }
            | Self::NameContact { household, .. }
            | Self::SignPlan { household, .. } => Some(RecordKey::Monitoring(*household)),
            Self::RecordEntitlement { household, .. } => Some(RecordKey::Entitlements(*household)),
            _ => None,
        };
        let days = self.days().map(RecordKey::Days);
        let handover = self.handover().map(|of| RecordKey::Handover(of.id()));
        let work = self.work().map(RecordKey::Work);
        visit
            .or(work)
            .or(flag)
            .or(request)
            .or(said)
            .or(of_household)
            .or(days)
            .or(handover)
    }
}

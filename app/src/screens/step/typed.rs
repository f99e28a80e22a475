//! What was chosen and typed into the form of a step, what it was read as, and what it may lack.

use super::kind::Kind;
use chrono::NaiveDate;
use domain::case::CaseStep;
use domain::case::codes::{Comparison, Department, Side};
use domain::elimination::EliminationStep;
use domain::elimination::codes::EliminationWay;
use domain::household::codes::{DisasterKind, MonitorCategory, RiskCause};
use domain::ids::{HouseholdId, StaffId};
use domain::operation::OperationBody;
use domain::roster::Role;

/// The fields at which a fault is shown; any other stands above the button.
pub const FIELDS: [&str; 10] = [
    "kind",
    "on",
    "signer",
    "verifiers",
    "category",
    "risks",
    "votes",
    "results",
    "number",
    "words",
];

/// What is chosen with a tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The step.
    pub kind: Option<Kind>,
    /// On whose side the other verifier stands.
    pub side: Side,
    /// The category.
    pub category: Option<MonitorCategory>,
    /// The causes, in the order of the taps: the main one first.
    pub causes: Vec<RiskCause>,
    /// The kind of a natural disaster.
    pub disaster: Option<DisasterKind>,
    /// Departments whose data agree, and those whose data differ.
    pub compared: Vec<(Department, Comparison)>,
    /// What the notice said has changed.
    pub changed: bool,
    /// How the risk went away.
    pub way: EliminationWay,
}

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// The day.
    pub on: String,
    /// Other verifier or national number, as the step needs one.
    pub name: String,
    /// Who signed for the household.
    pub signer: String,
    /// Reason, opinion, minutes or place.
    pub words: String,
    /// Why it is late.
    pub late: String,
    /// People present, for and against.
    pub votes: [String; 3],
}

/// Somebody who can be named as a verifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Staff number.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

impl Person {
    /// On whose side the person verifies.
    #[must_use]
    pub const fn side(&self) -> Side {
        match self.role {
            Role::VillageCadre => Side::Village,
            Role::TownReviewer => Side::Township,
            _ => Side::Team,
        }
    }
}

/// What keeps the form from being a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No step is chosen.
    Kind,
    /// No day.
    Day,
    /// No category.
    Category,
    /// The votes are no numbers.
    Votes,
}

impl Lack {
    /// The field.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Day => "on",
            Self::Category => "category",
            Self::Votes => "votes",
        }
    }
}

/// A step that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Of a case.
    Case(CaseStep),
    /// A nomination for elimination.
    Nomination {
        /// How the risk went away.
        way: EliminationWay,
        /// Why, in words.
        words: String,
        /// The day.
        on: NaiveDate,
    },
    /// Of an elimination.
    Elimination(EliminationStep),
}

impl Typed {
    /// What a phone records of it; `rev` is the number of steps that the person saw.
    #[must_use]
    pub fn body(self, household: HouseholdId, rev: u32) -> OperationBody {
        match self {
            Self::Case(step) => OperationBody::StepCase {
                household,
                rev,
                step: Box::new(step),
            },
            Self::Nomination { way, words, on } => OperationBody::NominateElimination {
                household,
                way,
                words,
                on,
            },
            Self::Elimination(step) => OperationBody::StepElimination {
                household,
                rev,
                step: Box::new(step),
            },
        }
    }
}

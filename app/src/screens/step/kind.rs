//! The steps that a form can record, of a case and of an elimination, and what each of them asks.

use domain::case::codes::StepKind;
use domain::elimination::codes::{EliminationKind, EliminationWay};
use domain::lang::Lang;
use domain::{case, elimination};

/// A step of one of the two procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of an identification case.
    Case(StepKind),
    /// The nomination for elimination, either way.
    Nominate(EliminationWay),
    /// Of an elimination.
    Eliminate(EliminationKind),
}

impl From<StepKind> for Kind {
    fn from(kind: StepKind) -> Self {
        Self::Case(kind)
    }
}

impl From<EliminationKind> for Kind {
    fn from(kind: EliminationKind) -> Self {
        Self::Eliminate(kind)
    }
}

/// What a step alone asks, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who signed the authorisation.
    Signer,
    /// The number in the national system.
    Number,
    /// The other verifier.
    Verifier,
    /// Category and causes.
    Findings,
    /// How the risk went away, and who signed for the household.
    Stable,
    /// The votes.
    Votes,
    /// Whether the notice changed.
    Changed,
    /// The departments' answers.
    Departments,
    /// Nothing; the criteria are shown.
    Criteria,
}

/// What the words of a step are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Where it hangs.
    Place,
    /// Minutes of the review.
    Minutes,
    /// Why.
    Reason,
    /// What the contact person says.
    Feedback,
    /// An opinion.
    Opinion,
}

impl Kind {
    /// The step in words.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Case(kind) => kind.label(lang),
            Self::Nominate(way) => way.label(lang),
            Self::Eliminate(kind) => kind.label(lang),
        }
    }

    /// Its code, which is one step's among those of a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Case(kind) => kind.code(),
            Self::Nominate(way) => way.code(),
            Self::Eliminate(kind) => kind.code(),
        }
    }

    /// What it alone asks.
    #[must_use]
    pub const fn parts(self) -> &'static [Part] {
        use EliminationKind as E;
        use StepKind as C;
        match self {
            Self::Case(C::Authorise) => &[Part::Signer],
            Self::Case(C::EnterNumber) => &[Part::Number],
            Self::Case(C::Verify) => &[Part::Verifier, Part::Findings],
            Self::Case(C::FindNotQualified) | Self::Eliminate(E::FindNotStable) => &[Part::Verifier],
            Self::Eliminate(E::Verify) => &[Part::Verifier, Part::Stable],
            Self::Case(C::Agree | C::Disagree) | Self::Eliminate(E::Agree | E::Disagree) => &[Part::Votes],
            Self::Case(C::RejectObjection) | Self::Eliminate(E::RejectObjection) => &[Part::Changed],
            Self::Case(C::Compare) => &[Part::Departments],
            Self::Nominate(_) => &[Part::Criteria],
            Self::Case(_) | Self::Eliminate(_) => &[],
        }
    }

    /// Whether it has to say why, or where.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        match self {
            Self::Case(kind) => case::rules::needs_words(kind),
            Self::Nominate(_) => false,
            Self::Eliminate(kind) => elimination::rules::needs_words(kind),
        }
    }

    /// What its words are.
    #[must_use]
    pub const fn said(self) -> Said {
        use EliminationKind as E;
        use StepKind as C;
        match self {
            Self::Case(C::HangNotice | C::Announce) | Self::Eliminate(E::HangNotice | E::Announce) => {
                Said::Place
            }
            Self::Case(C::Agree) | Self::Eliminate(E::Agree) => Said::Minutes,
            Self::Nominate(_) => Said::Feedback,
            kind if kind.needs_words() => Said::Reason,
            _ => Said::Opinion,
        }
    }
}

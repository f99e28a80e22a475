//! An unfinished form.

use domain::ids::{HouseholdId, VisitId};
use domain::time::Millis;
use domain::visit::VisitContent;
use serde::{Deserialize, Serialize};

/// A visit that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The visit's identity, made once per form so that saving twice saves once.
    pub visit: VisitId,
    /// The household.
    pub household: HouseholdId,
    /// The revision that is being corrected; none for a new visit.
    pub base_rev: Option<u32>,
    /// What was typed so far.
    pub content: VisitContent,
    /// When it was last kept, by the phone's clock.
    pub saved_at: Millis,
}

/// Under which name a form's draft is kept: a household's new visit, or one visit's correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKey {
    /// The new visit of a household.
    New(HouseholdId),
    /// The correction of a visit.
    Correction(VisitId),
}

impl DraftKey {
    /// The key in the store.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::New(household) => format!("new:{household}"),
            Self::Correction(visit) => format!("correction:{visit}"),
        }
    }
}

//! An unfinished form.

use domain::ids::{HouseholdId, VisitId};
use domain::time::Millis;
use domain::visit::VisitContent;
use minicbor::{Decode, Encode};
use uuid::Uuid;

/// A visit that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Draft {
    /// The visit's identity, made once per form so that saving twice saves once.
    #[n(0)]
    pub visit: VisitId,
    /// The household.
    #[n(1)]
    pub household: HouseholdId,
    /// The revision that is being corrected; none for a new visit.
    #[n(2)]
    pub base_rev: Option<u32>,
    /// What was typed so far.
    #[n(3)]
    pub content: VisitContent,
    /// When it was last kept, by the phone's clock.
    #[n(4)]
    pub saved_at: Millis,
}

/// A form of lines that is being filled in: what was typed into each field, by the field's id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct TypedDraft {
    /// Field and text, as typed.
    #[n(0)]
    pub typed: Vec<(String, String)>,
}

impl TypedDraft {
    /// What was typed into a field; nothing into most.
    #[must_use]
    pub fn of(&self, field: &str) -> &str {
        let typed = self.typed.iter().find(|(at, _)| at == field);
        typed.map_or("", |(_, text)| text.as_str())
    }
}

/// Under which name a form's draft is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKey {
    /// The new visit of a household.
    New(HouseholdId),
    /// The correction of a visit.
    Correction(VisitId),
    /// The income calculation of a household.
    Income(HouseholdId),
    /// Another form, by its name, of what has this identity.
    Form(&'static str, Uuid),
}

impl DraftKey {
    /// The key in the store.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::New(household) => format!("new:{household}"),
            Self::Correction(visit) => format!("correction:{visit}"),
            Self::Income(household) => format!("income:{household}"),
            Self::Form(name, of) => format!("{name}:{of}"),
        }
    }
}

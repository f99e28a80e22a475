//! What a screen has to say when something did not work.

use crate::phone::PhoneError;
use domain::api::ProblemDocument;
use domain::refusal::Refusal;

/// Why something that the person asked for did not happen. Nothing typed is lost in any case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UiError {
    /// A rule of the field forbids it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The server answered with a problem.
    #[error("problem: {}", .0.code)]
    Problem(ProblemDocument),
    /// No way to the server.
    #[error("no connection")]
    Offline,
    /// The store is not open.
    #[error("locked")]
    Locked,
    /// Another person's session: the open store belongs to somebody else.
    #[error("another person")]
    OtherPerson,
    /// The phone refused.
    #[error("{0}")]
    Phone(#[from] PhoneError),
}

impl UiError {
    /// The field of the form that a broken rule concerns.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.field.as_deref(),
            _ => None,
        }
    }
}

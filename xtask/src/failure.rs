//! What went wrong, in words for the person at the keyboard.

use std::fmt;

/// A chore that could not be done; the text says what was being done and why it failed.
#[derive(Debug)]
pub struct Failure(String);

/// The result of every chore.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure with this explanation.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds what was being done to an error from below.
pub trait Doing<T> {
    /// "cannot {what}: {error}".
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure(format!("cannot {what}: {error:#}")))
    }
}

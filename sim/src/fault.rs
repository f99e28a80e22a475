//! What can go wrong: with the simulation itself, and with what it watches.

use std::fmt;

/// The simulation itself cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The store said something that no weather explains.
    #[error("store: {0}")]
    Store(#[from] server::store::StoreError),
    /// Files.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    /// Reading the finished database.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// Reading what was stored.
    #[error("text: {0}")]
    Text(#[from] serde_json::Error),
    /// A message cannot be read.
    #[error("{0}")]
    Message(#[from] minicbor::decode::Error),
    /// The phone's store.
    #[error("phone: {0}")]
    Phone(#[from] app::phone::PhoneError),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Result of a part of the simulation.
pub type Outcome<T> = Result<T, Broken>;

/// The laws that hold after every schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// The server's own numbers (digest, count, team of each record) equal what its records say.
    Sums,
    /// Every phone in scope holds exactly the records of its team, word for word.
    SameState,
    /// What was once acknowledged is on the server, exactly once.
    Acknowledged,
    /// Nothing that was saved on a phone has vanished.
    Kept,
    /// What was overwritten stands in the history, and nobody overwrote what he had not seen.
    History,
    /// Wrong clocks change neither results nor orders.
    Clocks,
    /// A household that leaves a phone leaves with a notice.
    Notice,
    /// No phone has to start over that was not damaged and whose person may know what he might before.
    Repairs,
    /// Without faults every phone comes to rest.
    Quiet,
}

/// A law that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub law: Law,
    /// How, in words.
    pub words: String,
}

impl Breach {
    /// A breach of a law.
    pub fn of(law: Law, words: impl Into<String>) -> Self {
        Self {
            law,
            words: words.into(),
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.law, self.words)
    }
}

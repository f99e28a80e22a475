//! Why a command did not do its work, in words for the person at the machine.

use crate::accounts::AccountError;
use crate::accounts::password::HashError;
use crate::config::ConfigError;
use crate::folder::FolderError;
use crate::gone::RemindError;
use crate::listen::TlsError;
use crate::store::StoreError;
use crate::web::SiteError;

/// A command's failure.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Plain words.
    #[error("{0}")]
    Words(String),
    /// The database.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// The built front.
    #[error("{0}")]
    Site(#[from] SiteError),
    /// Certificate and key.
    #[error("TLS: {0}")]
    Tls(#[from] TlsError),
    /// The district's figures.
    #[error("the district's configuration: {0}")]
    Config(#[from] ConfigError),
    /// Accounts.
    #[error("{0}")]
    Account(#[from] AccountError),
    /// The folder beside the database.
    #[error("the folder beside the database: {0}")]
    Folder(#[from] FolderError),
    /// Phones that were signed off.
    #[error("{0}")]
    Remind(#[from] RemindError),
    /// Hashing.
    #[error("{0}")]
    Hash(#[from] HashError),
    /// Files and sockets.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl Failure {
    /// A failure in plain words.
    pub fn new(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    /// A failure of the file system, with the file's name.
    pub fn at(file: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Words(format!("{}: {error}", file.display()))
    }
}

//! A temporary folder with a database, gone when it is dropped.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// The folder.
#[derive(Debug)]
pub struct Place(PathBuf);

impl Place {
    /// Makes one in the system's temporary folder (`TMPDIR`), which must lie on a disk for durable figures.
    pub fn make() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("ledger-bench-{}", Uuid::new_v4().simple()));
        fs::create_dir(&folder)?;
        Ok(Self(folder))
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The address of its SQLite database.
    pub fn database(&self) -> String {
        format!("sqlite:{}", self.file("ledger.db").display())
    }

    /// Bytes of its files whose names begin so.
    pub fn bytes(&self, stem: &str) -> u64 {
        let files = fs::read_dir(&self.0).into_iter().flatten().flatten();
        files
            .filter(|file| file.file_name().to_string_lossy().starts_with(stem))
            .filter_map(|file| file.metadata().ok())
            .map(|data| data.len())
            .sum()
    }

    /// The end of a file's text, for a message.
    pub fn end_of(&self, name: &str) -> String {
        const CHARS: usize = 600;
        let text = fs::read_to_string(self.file(name)).unwrap_or_default();
        let skip = text.chars().count().saturating_sub(CHARS);
        text.chars().skip(skip).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

fn remove(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder) {
        eprintln!("{} stays behind: {error}", folder.display());
    }
}

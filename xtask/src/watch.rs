//! Noticing that a source file changed, by looking.

use crate::failure::Outcome;
use crate::project::Project;
use crate::tree;
use std::fs;
use std::time::SystemTime;

const SOURCES: [&str; 5] = ["domain", "app", "server", "style", "public"];

/// What the sources looked like when last looked at.
#[derive(Debug, PartialEq, Eq)]
pub struct Watched {
    newest: Option<SystemTime>,
    files: usize,
}

impl Watched {
    /// The sources as they are.
    pub fn now(project: &Project) -> Outcome<Self> {
        let (mut newest, mut files) = (None, 0);
        for source in SOURCES
            .iter()
            .map(|source| project.path(source))
            .filter(|folder| folder.exists())
        {
            for file in tree::files(&source)? {
                newest = newest.max(fs::metadata(&file).and_then(|meta| meta.modified()).ok());
                files += 1;
            }
        }
        Ok(Self { newest, files })
    }

    /// Whether anything changed since the last look.
    pub fn changed(&mut self, project: &Project) -> Outcome<bool> {
        let now = Self::now(project)?;
        let changed = now != *self;
        *self = now;
        Ok(changed)
    }
}

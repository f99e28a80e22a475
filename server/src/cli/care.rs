//! Care of the database: tables, backup, restore.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::database::{self, photos_of_backup};
use super::failure::Failure;
use super::say::say;
use crate::folder::Folder;
use crate::gone::GonePhones;
use crate::routes::Clock;
use crate::store::Store;

/// Puts a backup in the database's place.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup, as `server backup` wrote it
    #[arg(required_unless_present = "epoch_only")]
    file: Option<PathBuf>,
    /// Only tell the phones that the database was restored: for PostgreSQL, after pg_restore
    #[arg(long, conflicts_with = "file")]
    epoch_only: bool,
}

/// Brings the tables to this version.
pub async fn migrate(url: &str) -> Result<(), Failure> {
    let store = database::open(url).await?;
    store.close().await;
    say("The database is ready.");
    Ok(())
}

/// Writes a checked copy.
pub async fn backup(url: &str, photos: &Path, file: &Path) -> Result<(), Failure> {
    if file.exists() {
        return Err(Failure::new(format!(
            "{} is there already; a backup never overwrites",
            file.display()
        )));
    }
    let store = Store::open(url).await?;
    store.backup(file).await?;
    store.close().await;
    say(format!("Written and checked: {}", file.display()));
    copy_folder(photos, &photos_of_backup(file)).await
}

/// After the database, so that no photo is missing of which the copy of the database knows.
async fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    if !from.is_dir() {
        return Ok(());
    }
    let copied = Folder::open(from)?.copy_to(to).await?;
    say(format!(
        "New files of photos and of phones signed off in {}: {copied}",
        to.display()
    ));
    Ok(())
}

impl Restore {
    /// Restores, then renews the epoch: phones see it and offer again what this database never received.
    pub async fn run(&self, url: &str, photos: &Path) -> Result<(), Failure> {
        if let Some(backup) = &self.file {
            let target = sqlite_file(url)?;
            replace(url, &target, backup).await?;
            copy_folder(&photos_of_backup(backup), photos).await?;
        }
        let store = database::open(url).await?;
        let forgotten = match photos.is_dir() {
            true => {
                let gone = GonePhones::of(Folder::open(photos)?);
                gone.remind(&store, Clock::of_machine().now()).await?
            }
            false => 0,
        };
        store.renew_epoch().await?;
        store.close().await;
        if forgotten > 0 {
            say(format!(
                "Phones signed off again that this database did not know as lost: {forgotten}"
            ));
        }
        say("Restored. Each phone will offer what this database does not have at its next sync.");
        say(
            "Accounts that were closed and passwords that were changed since the backup are as they were then: see to them.",
        );
        Ok(())
    }
}

/// The file behind an SQLite address.
fn sqlite_file(url: &str) -> Result<PathBuf, Failure> {
    let file = url
        .strip_prefix("sqlite:")
        .map(|rest| rest.strip_prefix("//").unwrap_or(rest));
    let file = file.filter(|file| !file.is_empty() && !file.contains('?'));
    file.map(PathBuf::from).ok_or_else(|| {
        Failure::new("only an SQLite database is restored from a file; for PostgreSQL use pg_restore, then `server restore --epoch-only`")
    })
}

/// Checks the backup beside the database, sets the present database aside and puts the backup in its place.
async fn replace(url: &str, target: &Path, backup: &Path) -> Result<(), Failure> {
    let incoming = with_suffix(target, ".restoring");
    fs::copy(backup, &incoming).map_err(|error| Failure::at(backup, &error))?;
    fs::File::open(&incoming)?.sync_all()?;
    let checked = check(&incoming).await;
    // What opening it left beside it.
    remove(&incoming, &["-wal", "-shm", ".lock"]);
    if checked.is_err() {
        remove(&incoming, &[""]);
        return checked;
    }
    if target.exists() {
        // Fails while a server runs on it.
        let present = Store::open(url).await?;
        present.close().await;
        let aside = with_suffix(
            target,
            &format!(".before-restore-{}", Clock::of_machine().now().0),
        );
        for suffix in ["", "-wal", "-shm"] {
            let part = with_suffix(target, suffix);
            if part.exists() {
                fs::rename(&part, with_suffix(&aside, suffix)).map_err(|error| Failure::at(&part, &error))?;
            }
        }
        say(format!(
            "The database that was there is kept as {}.",
            aside.display()
        ));
    }
    fs::rename(&incoming, target).map_err(|error| Failure::at(target, &error))?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

/// A backup must open, have our tables and answer.
async fn check(file: &Path) -> Result<(), Failure> {
    let store = database::open(&format!("sqlite:{}", file.display())).await?;
    let ready = store.ready().await;
    store.close().await;
    match ready {
        true => Ok(()),
        false => Err(Failure::new("the file is no backup of a village ledger")),
    }
}

fn remove(file: &Path, suffixes: &[&str]) {
    for suffix in suffixes {
        // What is not there need not go.
        let _ = fs::remove_file(with_suffix(file, suffix));
    }
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_sqlite_file_is_restored() {
        assert_eq!(sqlite_file("sqlite:a/b.db").unwrap(), PathBuf::from("a/b.db"));
        assert_eq!(sqlite_file("sqlite:///a/b.db").unwrap(), PathBuf::from("/a/b.db"));
        assert!(sqlite_file("postgres://x/y").is_err());
        assert!(sqlite_file("sqlite:").is_err());
    }
}

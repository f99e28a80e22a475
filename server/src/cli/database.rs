//! Opening the database for a command.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::store::Store;

/// Opens the database and brings its tables to this version.
pub async fn open(url: &str) -> Result<Store, Failure> {
    let store = Store::open(url).await?;
    store.migrate().await?;
    Ok(store)
}

/// The folder of photos and of phones that were signed off: the one named, else the one beside the database.
pub fn photos_folder(named: Option<&Path>, url: &str) -> PathBuf {
    if let Some(named) = named {
        return named.to_owned();
    }
    let file = url
        .strip_prefix("sqlite:")
        .map(|rest| rest.strip_prefix("//").unwrap_or(rest));
    PathBuf::from(format!("{}.photos", file.unwrap_or("ledger")))
}

/// Where the folder of a backup lies: beside it, one for all backups there, for what is in it never changes.
pub fn photos_of_backup(backup: &Path) -> PathBuf {
    backup.with_file_name("photos")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_lie_beside_what_they_belong_to() {
        let folder = |url| photos_folder(None, url);
        assert_eq!(folder("sqlite:a/ledger.db"), PathBuf::from("a/ledger.db.photos"));
        assert_eq!(folder("sqlite:///a/b.db"), PathBuf::from("/a/b.db.photos"));
        assert_eq!(folder("postgres://x/y"), PathBuf::from("ledger.photos"));
        assert_eq!(
            photos_folder(Some(Path::new("p")), "sqlite:a"),
            PathBuf::from("p")
        );
        assert_eq!(photos_of_backup(Path::new("b/x.db")), PathBuf::from("b/photos"));
        assert_eq!(photos_of_backup(Path::new("x.db")), PathBuf::from("photos"));
    }
}

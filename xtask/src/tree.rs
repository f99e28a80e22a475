//! Folders: listed, copied, emptied and swapped.

use crate::failure::{Doing, Failure, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

/// All files below `folder`, sorted, so that the same tree gives the same list everywhere.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).doing(format!("list {}", next.display()))?;
        for entry in entries {
            let path = entry.doing(format!("list {}", next.display()))?.path();
            if path.is_dir() {
                folders.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies everything below `from` into `to`, creating folders.
pub fn copy(from: &Path, to: &Path) -> Outcome<()> {
    files(from)?.iter().try_for_each(|file| copy_file(file, from, to))
}

/// Copies one `file` of `from` to the same place in `to`.
pub fn copy_file(file: &Path, from: &Path, to: &Path) -> Outcome<()> {
    let inside = file.strip_prefix(from).doing("find a path inside its folder")?;
    let target = to.join(inside);
    fs::create_dir_all(target.parent().unwrap_or(to)).doing(format!("create {}", to.display()))?;
    fs::copy(file, &target)
        .doing(format!("copy {}", file.display()))
        .map(drop)
}

/// Copies everything below `from` into `to` with the times of the files, by which cargo knows what is stale.
pub fn copy_dated(from: &Path, to: &Path) -> Outcome<()> {
    let dated = |file: &PathBuf| -> Outcome<()> {
        copy_file(file, from, to)?;
        let inside = file.strip_prefix(from).doing("find a path inside its folder")?;
        let copy = to.join(inside);
        let times = || {
            let modified = fs::metadata(file)?.modified()?;
            fs::File::options()
                .append(true)
                .open(&copy)?
                .set_modified(modified)
        };
        times().doing(format!("date {}", copy.display()))
    };
    files(from)?.iter().try_for_each(dated)
}

/// Makes `folder` exist and hold nothing.
pub fn empty(folder: &Path) -> Outcome<()> {
    remove(folder)?;
    fs::create_dir_all(folder).doing(format!("create {}", folder.display()))
}

/// Removes `folder` if it is there.
pub fn remove(folder: &Path) -> Outcome<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).doing(format!("remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Puts `fresh` in the place of `old`, so that nobody sees half of it for long.
pub fn replace(old: &Path, fresh: &Path) -> Outcome<()> {
    remove(old)?;
    fs::rename(fresh, old).doing(format!("move {} into place", old.display()))
}

/// The path of `file` as a browser asks for it: `/pkg/main.css`.
pub fn web_path(site: &Path, file: &Path) -> Outcome<String> {
    let inside = file.strip_prefix(site).doing("find a path inside the site")?;
    let parts: Option<Vec<&str>> = inside
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    let parts = parts.ok_or_else(|| Failure::new(format!("{} is not a plain name", file.display())))?;
    Ok(format!("/{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_copied_listed_and_swapped() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("b")).unwrap();
        fs::write(from.join("b/two.txt"), "2").unwrap();
        fs::write(from.join("one.txt"), "1").unwrap();
        fs::create_dir_all(to.join("old")).unwrap();
        let fresh = folder.path().join("fresh");
        copy(&from, &fresh).unwrap();
        replace(&to, &fresh).unwrap();
        let paths: Vec<_> = files(&to)
            .unwrap()
            .iter()
            .map(|file| web_path(&to, file).unwrap())
            .collect();
        assert_eq!(paths, ["/b/two.txt", "/one.txt"]);
        assert!(!fresh.exists() && !to.join("old").exists());
    }
}

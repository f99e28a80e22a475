//! Debian packages: which are missing, and fetching them where that is allowed.

use crate::failure::{Failure, Outcome};
use crate::process::{capture, command, run, succeeds};
use std::sync::atomic::{AtomicBool, Ordering};

static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);

/// Whether this process may install packages with apt.
pub fn can_install() -> bool {
    is_root() && succeeds(command("apt-get").arg("--version"))
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    capture(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Whether the package is installed.
pub fn installed(package: &str) -> bool {
    capture(command("dpkg-query").args(["-W", "-f=${Status}", package]))
        .is_ok_and(|status| status.ends_with("ok installed"))
}

/// Sees to it that all `packages` are there, for the stated purpose.
///
/// # Errors
/// Explains what to install by hand when this process may not.
pub fn ensure(packages: &[&str], purpose: &str) -> Outcome<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !can_install() {
        return Err(Failure::new(format!(
            "{purpose} needs packages that are not installed. As root: apt-get install {list}"
        )));
    }
    eprintln!("    {purpose}: installing {list}");
    if !LISTS_ARE_FRESH.swap(true, Ordering::Relaxed) {
        run(apt().args(["update", "-qq"]))?;
    }
    run(apt()
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(missing))
}

fn apt() -> std::process::Command {
    let mut apt = command("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(std::io::stderr());
    apt
}

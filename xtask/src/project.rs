//! Where things are: the checkout, the build folder, and what lies in them.

use std::env;
use std::path::{Path, PathBuf};

/// The checkout that this command works on and the folder that it builds into.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// `CARGO_TARGET_DIR`, or `target` in the checkout.
    pub target: PathBuf,
}

impl Project {
    /// Finds the checkout from what cargo tells a program that it runs.
    pub fn find() -> Self {
        let crate_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = crate_dir.parent().unwrap_or(Path::new(".")).to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let target = std::path::absolute(&target).unwrap_or(target);
        Self { root, target }
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The built server, of the profile `dev` or `release`.
    pub fn server(&self, release: bool) -> PathBuf {
        let folder = if release { "release" } else { "debug" };
        self.target
            .join(folder)
            .join(format!("server{}", env::consts::EXE_SUFFIX))
    }

    /// The server with the site in it, as an office runs it.
    pub fn office_server(&self) -> PathBuf {
        self.target
            .join("office")
            .join(format!("server{}", env::consts::EXE_SUFFIX))
    }

    /// The site as the server serves it.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// Tools that were fetched for the build (npm packages, notes about the toolchain).
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }
}

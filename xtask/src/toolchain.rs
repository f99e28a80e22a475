//! Which compiler makes the browser's half: the one in use if it has the target, rustup's, or Debian's.

use crate::failure::{Doing, Failure, Outcome};
use crate::packages;
use crate::process::{capture, cargo, command, succeeds, succeeds_within};
use crate::project::Project;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

/// The target of the browser's half.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, its cargo, the sources of the standard library, and a linker for WASM.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_CLIPPY: &str = "rust-web-clippy";
const DEBIAN_LINKER: &str = "wasm-ld-22";
/// Set to `debian` or `rustup` to choose by hand.
const CHOICE: &str = "LEDGER_WASM_TOOLCHAIN";
const BUILD_STD: [&str; 2] = ["-Z", "build-std=std,panic_abort"];
/// What makes the module small; joined with the flags of .cargo/config.toml.
const SMALL: [&str; 4] = [
    "-Z",
    "build-std-features=optimize_for_size",
    "--config",
    "target.wasm32-unknown-unknown.rustflags=[\"-Zunstable-options\",\"-Cpanic=immediate-abort\",\
     \"-Zlocation-detail=none\",\"-Zfmt-debug=none\"]",
];
/// A network that swallows packets must not hold up the build for longer than this.
const RUSTUP_LIMIT: Duration = Duration::from_secs(240);

/// A way to compile for WASM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The toolchain in use has the target's standard library.
    InUse,
    /// Debian's packages; cargo builds the standard library from their sources.
    Debian,
}

impl WasmToolchain {
    /// Finds a toolchain, fetching what is missing where that is possible.
    ///
    /// # Errors
    /// Explains the two ways to get one when neither works here.
    pub fn ensure(project: &Project) -> Outcome<Self> {
        match env::var(CHOICE).as_deref() {
            Ok("debian") => return debian(project),
            Ok("rustup") => return rustup(),
            _ => {}
        }
        if target_is_here() {
            return Ok(Self::InUse);
        }
        if note(project).exists() && debian_is_here() {
            return Ok(Self::Debian);
        }
        rustup().or_else(|_| debian(project))
    }

    /// Fetches the linter that belongs to this toolchain.
    pub fn ensure_clippy(self) -> Outcome<()> {
        match self {
            Self::InUse => Ok(()),
            Self::Debian => packages::ensure(&[DEBIAN_CLIPPY], "clippy for WASM"),
        }
    }

    /// Makes the smallest module that the compiler can: the standard library built for size as well, panics
    /// that end the module at once and carry neither words nor places. The options are not stable yet.
    /// Without the library's sources the module is some 7 % larger, and says so.
    pub fn aim_at_size(self, cargo: &mut Command) {
        if self == Self::InUse && !sources_are_here() {
            eprintln!(
                "    no sources of the standard library (rustup component add rust-src): a larger module"
            );
            return;
        }
        cargo.args(SMALL);
        if self == Self::InUse {
            cargo.args(BUILD_STD);
        }
    }

    /// `cargo <verb>` for the WASM target, in a build folder of its own so that native builds stay valid.
    pub fn cargo(self, project: &Project, verb: &str, folder: &Path) -> Command {
        let mut cargo = match self {
            Self::InUse => cargo(),
            Self::Debian => debian_cargo(),
        };
        cargo.current_dir(&project.root);
        // RUSTFLAGS would replace the flags in .cargo/config.toml that the browser's randomness needs. Build scripts look for
        // RUSTC_BOOTSTRAP: set for some builds only, it would have all of them compiled anew.
        cargo
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo
            .args([verb, "--target", WASM_TARGET, "--target-dir"])
            .arg(folder);
        if self == Self::Debian {
            cargo.args(BUILD_STD);
        }
        cargo
    }
}

/// Sees to it that rustfmt and clippy are there, which a minimal rustup leaves out.
///
/// # Errors
/// Explains how to get them where rustup cannot.
pub fn ensure_linters() -> Outcome<()> {
    let here = || {
        let mut tools = ["rustfmt", "clippy-driver"].into_iter();
        tools.all(|tool| succeeds(command(tool).arg("--version")))
    };
    if here() {
        return Ok(());
    }
    eprintln!("    asking rustup for rustfmt and clippy");
    let mut add = command("rustup");
    add.args(["component", "add", "rustfmt", "clippy"]);
    if succeeds_within(&mut add, RUSTUP_LIMIT) && here() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "no rustfmt or no clippy here. Either `rustup component add rustfmt clippy`, \
         or with Debian's compiler, as root: apt-get install rustfmt-web {DEBIAN_CLIPPY}"
    )))
}

fn debian_cargo() -> Command {
    let mut cargo = command("/usr/bin/cargo");
    // rustup's proxies come first on many paths; cargo-clippy and rustc must be Debian's as well.
    let path = env::var("PATH").unwrap_or_default();
    cargo
        .env("PATH", format!("/usr/bin:{path}"))
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .env_remove("LD_LIBRARY_PATH");
    cargo
}

fn target_is_here() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    capture(command(rustc).args(["--print", "target-libdir", "--target", WASM_TARGET]))
        .is_ok_and(|folder| holds_a_library(Path::new(folder.trim())))
}

/// Whether the toolchain in use can build the standard library, asking rustup for its sources if it has none.
fn sources_are_here() -> bool {
    let library = || {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let root = capture(command(rustc).args(["--print", "sysroot"])).unwrap_or_default();
        Path::new(root.trim())
            .join("lib/rustlib/src/rust/library/Cargo.lock")
            .exists()
    };
    let mut add = command("rustup");
    add.args(["component", "add", "rust-src"]);
    library() || (succeeds_within(&mut add, RUSTUP_LIMIT) && library())
}

fn holds_a_library(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn rustup() -> Outcome<WasmToolchain> {
    if target_is_here() {
        return Ok(WasmToolchain::InUse);
    }
    eprintln!("    asking rustup for {WASM_TARGET}");
    let mut add = command("rustup");
    add.args(["target", "add", WASM_TARGET]);
    if succeeds_within(&mut add, RUSTUP_LIMIT) && target_is_here() {
        return Ok(WasmToolchain::InUse);
    }
    Err(no_toolchain())
}

fn debian(project: &Project) -> Outcome<WasmToolchain> {
    if !debian_is_here() {
        if !succeeds(command("dpkg-query").arg("--version")) {
            return Err(no_toolchain());
        }
        packages::ensure(&DEBIAN_PACKAGES, "compiling for the browser without rustup")
            .map_err(|error| Failure::new(format!("{}\n{error}", no_toolchain())))?;
    }
    // Remembered, so that the next start does not ask rustup in vain again.
    fs::create_dir_all(project.tools()).doing("create the folder of tools")?;
    fs::write(note(project), "").doing("note the toolchain")?;
    Ok(WasmToolchain::Debian)
}

fn debian_is_here() -> bool {
    DEBIAN_PACKAGES.iter().all(|package| packages::installed(package))
}

fn note(project: &Project) -> std::path::PathBuf {
    project.tools().join("wasm-from-debian")
}

fn no_toolchain() -> Failure {
    Failure::new(format!(
        "no compiler for {WASM_TARGET} here. Either `rustup target add {WASM_TARGET}`, \
         or on Debian 12 or later, as root: apt-get install {}",
        DEBIAN_PACKAGES.join(" ")
    ))
}

//! The browser's half: compiled, given its JavaScript glue, and made small.

use crate::failure::{Doing, Failure, Outcome};
use crate::node::Node;
use crate::order;
use crate::process::{run, run_heard};
use crate::project::Project;
use crate::toolchain::{WASM_TARGET, WasmToolchain};
use crate::tree;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The stem of the files in `pkg`, as in the metadata for cargo-leptos.
pub const STEM: &str = "village-ledger";
/// The stem of the desk's files.
pub const DESK_STEM: &str = "village-ledger-desk";

/// What the compiler may assume and `wasm-opt` may use: what every browser since 2022 has.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// How much effort a bundle is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// Quick to build, for work at the desk.
    Dev,
    /// As small as it gets, for phones.
    Release,
}

impl Quality {
    /// `Release` if asked for.
    pub fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    /// The name in paths and in `assets.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// The cargo profile.
    pub fn profile(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }
}

/// Which of the two modules. The desk's has all screens; the phone's lacks those of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// What every phone loads.
    Phone,
    /// What the office's browsers load.
    Desk,
}

impl Half {
    /// The name in folders.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desk => "desk",
        }
    }

    /// The stem of its files in `pkg`.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Phone => STEM,
            Self::Desk => DESK_STEM,
        }
    }

    fn features(self) -> &'static str {
        match self {
            Self::Phone => "csr",
            Self::Desk => "csr,desk",
        }
    }

    /// Both halves have the same file name, and cargo would take one for the other in one folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Phone => "wasm",
            Self::Desk => "wasm-desk",
        }
    }
}

/// Compiles `app` for the browser if it changed; returns the path of the module as the compiler made it.
///
/// Calls `begun`, if there is one, when all that `app` is made of is there, and again at the end.
pub fn compile(
    project: &Project,
    toolchain: WasmToolchain,
    quality: Quality,
    half: Half,
    begun: Option<&dyn Fn()>,
) -> Outcome<PathBuf> {
    let folder = project.target.join(half.folder());
    let mut build = toolchain.cargo(project, "build", &folder);
    if quality == Quality::Release {
        toolchain.aim_at_size(&mut build);
    }
    build.args([
        "--package",
        "app",
        "--lib",
        "--no-default-features",
        "--features",
        half.features(),
    ]);
    build.args(["--profile", quality.profile()]);
    match begun {
        None => run(&mut build)?,
        Some(begun) => {
            // A pipe takes the colours away.
            if io::stderr().is_terminal() {
                build.env("CARGO_TERM_COLOR", "always");
            }
            run_heard(&mut build, |line| {
                if is_of_app(line) {
                    begun();
                }
            })?;
            begun();
        }
    }
    Ok(folder.join(WASM_TARGET).join(quality.profile()).join("app.wasm"))
}

/// Whether cargo says here that it begins with `app`. It links what it is made of, so all of that is finished by then.
fn is_of_app(line: &str) -> bool {
    line.contains("Compiling") && line.contains(" app v")
}

/// Gives the desk's folder what both modules are made of, if the phone's has it and the desk's has nothing yet: it would be
/// compiled a second time. Where that does not work out the desk's module is merely made from nothing.
pub fn share(project: &Project, quality: Quality) -> Outcome<()> {
    let profile = quality.profile();
    for part in [PathBuf::from(profile), Path::new(WASM_TARGET).join(profile)] {
        let [from, to] = [Half::Phone, Half::Desk].map(|half| project.target.join(half.folder()).join(&part));
        if to.exists() || !from.exists() {
            continue;
        }
        if let Err(failure) = tree::copy_dated(&from, &to) {
            eprintln!("    nothing is shared with the desk's module: {failure}");
            tree::remove(&to)?;
        }
    }
    Ok(())
}

/// Writes `<stem>.js`, `<stem>_bg.wasm` and any snippets into `folder`.
///
/// The glue knows no path of the module: whoever starts it passes `{ module_or_path }`.
pub fn bind(module: &Path, folder: &Path, quality: Quality, half: Half) -> Outcome<()> {
    let release = quality == Quality::Release;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name(half.stem())
        .typescript(false)
        .omit_default_module_path(true);
    bindgen
        .keep_debug(false)
        .remove_name_section(release)
        .remove_producers_section(release);
    bindgen.web(true).doing("aim the glue at browsers")?;
    bindgen
        .generate(folder)
        .doing(format!("make the glue for {}", module.display()))
}

/// What makes the module smaller once it is compressed: functions with one caller stay functions, so that alike ones
/// look alike (docs/decisions/0007 has the figures).
const SHRINKING: [&str; 3] = [
    "-Oz",
    "--strip-producers",
    "--one-caller-inline-max-function-size=0",
];
/// What puts alike functions side by side.
const ORDERING: [&str; 1] = ["--reorder-functions-by-name"];

/// Makes the module in `folder` smaller with `wasm-opt`, then puts its functions in the order that compresses best.
pub fn shrink(node: &Node, folder: &Path, half: Half) -> Outcome<()> {
    let module = folder.join(format!("{}_bg.wasm", half.stem()));
    optimise(node, &module, &SHRINKING)?;
    let bytes = fs::read(&module).doing("read the module")?;
    let named = order::named_by_likeness(&bytes)
        .ok_or_else(|| Failure::new("the optimised module has a form that cannot be put in order"))?;
    fs::write(&module, named).doing("write the module")?;
    optimise(node, &module, &ORDERING)
}

/// `wasm-opt`, which writes no names.
fn optimise(node: &Node, module: &Path, passes: &[&str]) -> Outcome<()> {
    let mut optimise = node.command();
    optimise
        .arg(node.tool("binaryen/bin/wasm-opt"))
        .args(passes)
        .args(FEATURES);
    run(optimise.arg(module).arg("-o").arg(module))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{capture, cargo};
    use serde_json::{Value, json};

    /// The `[[workspace.metadata.leptos]]` of Cargo.toml.
    fn told_to_cargo_leptos(project: &Project) -> Value {
        let mut ask = cargo();
        ask.current_dir(&project.root)
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
        let told: Value = serde_json::from_str(&capture(&mut ask).unwrap()).unwrap();
        told["metadata"]["leptos"][0].clone()
    }

    #[test]
    fn what_is_told_to_cargo_leptos_is_how_the_site_is_built() {
        let project = Project::find();
        let told = told_to_cargo_leptos(&project);
        for (key, wanted) in [
            ("output-name", STEM),
            ("lib-package", "app"),
            ("bin-package", "server"),
            ("site-root", "target/site"),
            ("site-pkg-dir", "pkg"),
            ("site-addr", "127.0.0.1:3000"),
            ("lib-profile-dev", Quality::Dev.profile()),
            ("lib-profile-release", Quality::Release.profile()),
        ] {
            assert_eq!(told[key], wanted, "{key}");
        }
        assert_eq!(told["lib-default-features"], false);
        // One module that has everything, as in a quick build; the desk's feature brings the browser's.
        assert_eq!(told["lib-features"], json!(["desk"]));
        assert_eq!(Half::Desk.features(), "csr,desk");
        for key in ["style-file", "assets-dir"] {
            assert!(project.path(told[key].as_str().unwrap()).exists(), "{key}");
        }
    }

    #[test]
    fn the_beginning_of_the_last_crate_is_known_in_plain_and_in_colours() {
        assert!(is_of_app("   Compiling app v0.1.0 (/src/app)"));
        assert!(is_of_app(
            "\u{1b}[1m\u{1b}[92m   Compiling\u{1b}[0m app v0.1.0 (/src/app)"
        ));
        for other in [
            "   Compiling tachys v0.2.19",
            "    Checking app v0.1.0 (/src/app)",
        ] {
            assert!(!is_of_app(other), "{other}");
        }
    }

    #[test]
    fn the_desks_folder_is_given_what_the_phones_has_only_while_it_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project {
            root: folder.path().to_path_buf(),
            target: folder.path().join("target"),
        };
        let parts = ["wasm-release", "wasm32-unknown-unknown/wasm-release"];
        let of = |half: &str, part: &str| project.target.join(half).join(part).join("deps/libdomain.rlib");
        for part in parts {
            let made = of("wasm", part);
            fs::create_dir_all(made.parent().unwrap()).unwrap();
            fs::write(made, "made for the phone").unwrap();
        }
        let own = of("wasm-desk", parts[1]);
        fs::create_dir_all(own.parent().unwrap()).unwrap();
        fs::write(&own, "made for the desk").unwrap();
        share(&project, Quality::Release).unwrap();
        let shared = fs::read_to_string(of("wasm-desk", parts[0])).unwrap();
        assert_eq!(shared, "made for the phone");
        assert_eq!(fs::read_to_string(own).unwrap(), "made for the desk");
    }
}

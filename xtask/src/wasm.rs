//! The browser's half: compiled, given its JavaScript glue, and made small.

use crate::failure::{Doing, Failure, Outcome};
use crate::node::Node;
use crate::order;
use crate::process::run;
use crate::project::Project;
use crate::toolchain::{WASM_TARGET, WasmToolchain};
use crate::tree;
use std::fs;
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
pub fn compile(
    project: &Project,
    toolchain: WasmToolchain,
    quality: Quality,
    half: Half,
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
    run(build.args(["--profile", quality.profile()]))?;
    Ok(folder.join(WASM_TARGET).join(quality.profile()).join("app.wasm"))
}

/// Gives the desk's folder what runs only while compiling, if the phone's has it and the desk's has nothing yet: the checks
/// have made it there, and it would be compiled a second time.
pub fn share(project: &Project, quality: Quality) -> Outcome<()> {
    let [from, to] = [Half::Phone, Half::Desk].map(|half| {
        let folder = project.target.join(half.folder());
        folder.join(quality.profile())
    });
    match from.exists() && !to.exists() {
        true => tree::copy_dated(&from, &to),
        false => Ok(()),
    }
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
}

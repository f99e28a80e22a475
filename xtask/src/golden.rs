//! The golden file of the rules against the browser's half: the same compiler, profile and flags as what phones load.

use crate::failure::{Doing, Failure, Outcome};
use crate::node::Node;
use crate::process::{capture, run};
use crate::project::Project;
use crate::toolchain::{WASM_TARGET, WasmToolchain};
use crate::wasm::Quality;
use std::fs;
use std::path::PathBuf;

/// What the rules say of the invented district, as `cargo test -p domain --test golden` wrote it on this machine.
const FILE: &str = "domain/tests/golden/district.txt";

/// Compiles the example `golden` of the domain for the browser, runs it, and compares what it says with the file.
///
/// # Errors
/// The first line in which they differ.
pub fn check(project: &Project) -> Outcome<()> {
    let module = compile(project)?;
    let node = Node::find(project)?;
    let mut script = node.command();
    let said = capture(script.arg(project.path("xtask/tools/golden.mjs")).arg(&module))?;
    let golden = fs::read_to_string(project.path(FILE)).doing(format!("read {FILE}"))?;
    match difference(&said, &golden) {
        None => {
            println!("{} lines, as on this machine", golden.lines().count());
            Ok(())
        }
        Some(difference) => Err(Failure::new(difference)),
    }
}

fn compile(project: &Project) -> Outcome<PathBuf> {
    let toolchain = WasmToolchain::ensure(project)?;
    // The phone's folder and flags: the crates that the bundle shares are there already.
    let folder = project.target.join("wasm");
    let profile = Quality::Release.profile();
    let mut build = toolchain.cargo(project, "build", &folder);
    toolchain.aim_at_size(&mut build);
    run(build.args(["--package", "domain", "--example", "golden", "--profile", profile]))?;
    Ok(folder
        .join(WASM_TARGET)
        .join(profile)
        .join("examples/golden.wasm"))
}

fn difference(said: &str, golden: &str) -> Option<String> {
    if said == golden {
        return None;
    }
    let lines = said.lines().zip(golden.lines());
    let first = lines.zip(1..).find(|((said, golden), _)| said != golden);
    Some(match first {
        Some(((said, golden), line)) => {
            format!("{FILE}, line {line}\n  in the browser: {said}\n  in the file:    {golden}")
        }
        None => format!("{FILE}: {} bytes, in the browser {}", golden.len(), said.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        let told = difference("a\nb\nc\n", "a\nx\nc\n").unwrap();
        assert!(told.contains("line 2") && told.contains("browser: b"));
        assert!(difference("a\n", "a\nb\n").unwrap().contains("4 bytes"));
    }
}

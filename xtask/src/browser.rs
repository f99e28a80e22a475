//! The programs in `end2end` that drive a real browser against the real server.

use crate::failure::{Failure, Outcome};
use crate::node::{Node, install_locked};
use crate::packages;
use crate::process::{command, run, succeeds};
use crate::project::Project;
use std::env;
use std::path::Path;
use std::process::Command;

/// The variable that names a browser other than Debian's.
const BROWSER: &str = "LEDGER_CHROMIUM";
const DEBIAN_BROWSER: &str = "/usr/bin/chromium";
const ELSEWHERE: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/usr/bin/google-chrome",
];

/// `node <script>` in `end2end`, told where server, site and browser are.
pub fn script(project: &Project, server: &Path, script: &Path) -> Outcome<Command> {
    let node = Node::find(project)?;
    let folder = project.path("end2end");
    install_locked(&folder)?;
    let mut command = node.command();
    command.current_dir(&folder).arg(script);
    command
        .env("LEDGER_SERVER", server)
        .env("LEDGER_SITE", project.site());
    command.env(BROWSER, browser()?);
    Ok(command)
}

/// Playwright with these words and variables, after the types of the tests were checked.
pub fn playwright(
    project: &Project,
    server: &Path,
    words: &[&str],
    variables: &[(&str, &str)],
) -> Outcome<()> {
    let modules = project.path("end2end/node_modules");
    run(script(project, server, &modules.join("typescript/bin/tsc"))?.args(["--noEmit"]))?;
    let mut tests = script(project, server, &modules.join("@playwright/test/cli.js"))?;
    run(tests.args(words).envs(variables.iter().copied()))
}

/// Sees to it that Ghostscript is there, which counts, measures and pictures the pages of papers.
///
/// # Errors
/// Says what to install where it is missing and cannot be fetched.
pub fn ghostscript() -> Outcome<()> {
    let here = || succeeds(command("gs").arg("--version"));
    if here() {
        return Ok(());
    }
    if succeeds(command("dpkg-query").arg("--version")) {
        packages::ensure(&["ghostscript"], "pictures of the papers")?;
    }
    match here() {
        true => Ok(()),
        false => Err(Failure::new(
            "no Ghostscript found: pages of papers are counted and pictured by `gs`; please install it and come again",
        )),
    }
}

fn browser() -> Outcome<String> {
    if let Ok(chosen) = env::var(BROWSER) {
        return Ok(chosen);
    }
    let elsewhere = ELSEWHERE.iter().find(|path| Path::new(path).exists());
    if !Path::new(DEBIAN_BROWSER).exists()
        && let Some(found) = elsewhere
    {
        return Ok((*found).to_owned());
    }
    if succeeds(command("dpkg-query").arg("--version")) {
        packages::ensure(&["chromium", "fonts-noto-cjk", "openssl"], "the browser tests")?;
    }
    if Path::new(DEBIAN_BROWSER).exists() {
        return Ok(DEBIAN_BROWSER.to_owned());
    }
    Err(Failure::new(format!("no Chromium found; name one in {BROWSER}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn every_browser_test_stands_in_the_list_of_them() {
        let folder = Project::find().path("end2end");
        let list = fs::read_to_string(folder.join("README.md")).unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(
                !name.ends_with(".spec.ts") || list.contains(&format!("| `{name}` |")),
                "end2end/README.md does not tell of {name}"
            );
        }
    }
}

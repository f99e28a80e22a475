//! `cargo xtask test`: every check, in the order in which mistakes are cheapest to find.

use crate::browser;
use crate::budget;
use crate::failure::{Failure, Outcome};
use crate::golden;
use crate::native;
use crate::postgres::{self, Postgres};
use crate::process::{capture, cargo, run};
use crate::project::Project;
use crate::site;
use crate::toolchain::{self, WASM_TARGET, WasmToolchain};
use crate::wasm::Quality;
use clap::{Args, ValueEnum};
use std::process::Command;
use std::time::{Duration, Instant};

/// What `cargo xtask test` can be told.
#[derive(Debug, Args)]
pub struct Testing {
    /// Run only this check; may be given several times
    #[arg(long, value_enum, value_name = "CHECK")]
    only: Vec<Check>,
}

/// One check; the order here is the order of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Check {
    /// Formatting
    Fmt,
    /// The server's and the browser's features never meet in one build
    Features,
    /// Clippy for this machine, warnings denied, while server and tests are compiled
    Clippy,
    /// Clippy for the browser, warnings denied
    WasmClippy,
    /// Unit, property and store tests on SQLite and PostgreSQL
    Unit,
    /// Documentation of the domain, warnings denied
    Doc,
    /// The size-optimised bundle
    Bundle,
    /// The size of the first load
    Budget,
    /// The rules, compiled for the browser, say of 1,200 invented households what they say on this machine
    Golden,
    /// The product in a real browser
    E2e,
    /// What is sent and shared, in a real browser against two server processes on one PostgreSQL; only when asked for
    TwoProcesses,
}

impl Check {
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// Whether it runs without being asked for. The store's own tests hold two processes together each time; the same in
    /// a browser costs minutes.
    fn is_of_every_run(self) -> bool {
        self != Self::TwoProcesses
    }

    fn run(self, project: &Project) -> Outcome<()> {
        match self {
            Self::Fmt => run(plain(project).args(["fmt", "--all", "--check"])),
            Self::Features => features_stay_apart(project),
            Self::Clippy => native::build(project),
            Self::WasmClippy => wasm_clippy(project),
            Self::Unit => unit(project),
            Self::Doc => doc(project),
            Self::Bundle => site::build(project, Quality::Release).map(drop),
            Self::Budget => budget_of_fresh_build(project),
            Self::Golden => golden::check(project),
            Self::E2e => end_to_end(project),
            Self::TwoProcesses => two_processes(project),
        }
    }
}

impl Testing {
    /// Runs the checks until one fails, then says how each went.
    ///
    /// # Errors
    /// Names the check that failed and how to repeat it alone.
    pub fn run(&self, project: &Project) -> Outcome<()> {
        let chosen = |check: &Check| match self.only.is_empty() {
            true => check.is_of_every_run(),
            false => self.only.contains(check),
        };
        let checks: Vec<Check> = Check::value_variants().iter().copied().filter(chosen).collect();
        if checks
            .iter()
            .any(|check| matches!(check, Check::Fmt | Check::Clippy | Check::Unit))
        {
            toolchain::ensure_linters()?;
        }
        let (mut report, mut failed) = (Vec::new(), None);
        for (number, check) in checks.iter().enumerate() {
            eprintln!("\n== {}/{} {}", number + 1, checks.len(), check.name());
            let start = Instant::now();
            let outcome = check.run(project);
            report.push(line(*check, &outcome, start.elapsed()));
            if let Err(failure) = outcome {
                failed = Some((*check, failure));
                break;
            }
        }
        let passed = report.len() - usize::from(failed.is_some());
        println!("\n{}", report.join("\n"));
        for check in checks.iter().skip(report.len()) {
            println!("  -      {:<12} not run", check.name());
        }
        if let Some((check, failure)) = &failed {
            let name = check.name();
            println!("\n{name} failed: {failure}\nrepeat it alone: cargo xtask test --only {name}\n");
        }
        println!("{passed} passed, {} failed", usize::from(failed.is_some()));
        failed.map_or(Ok(()), |(check, _)| {
            Err(Failure::new(format!("the check {} failed", check.name())))
        })
    }
}

fn line(check: Check, outcome: &Outcome<()>, took: Duration) -> String {
    let word = if outcome.is_ok() { "ok" } else { "FAILED" };
    format!("  {word:<6} {:<12} {:>7.1} s", check.name(), took.as_secs_f64())
}

fn plain(project: &Project) -> Command {
    let mut cargo = cargo();
    cargo.current_dir(&project.root);
    cargo
}

fn wasm_clippy(project: &Project) -> Outcome<()> {
    let toolchain = WasmToolchain::ensure(project)?;
    toolchain.ensure_clippy()?;
    for features in ["app/csr", "app/desk"] {
        clippy_of(project, toolchain, features)?;
    }
    Ok(())
}

fn clippy_of(project: &Project, toolchain: WasmToolchain, features: &str) -> Outcome<()> {
    let mut clippy = toolchain.cargo(project, "clippy", &project.target.join("wasm"));
    clippy.args([
        "-p",
        "domain",
        "-p",
        "app",
        "--lib",
        "--no-default-features",
        "--features",
        features,
    ]);
    // The profile of the bundle, so that its procedural macros are compiled only once.
    clippy.args(["--profile", Quality::Release.profile()]);
    run(clippy.args(["--", "-D", "warnings"]))
}

/// Leptos built for server and browser at once compiles, and fails when it runs.
fn features_stay_apart(project: &Project) -> Outcome<()> {
    let server = ["-p", "server"];
    let browser = [
        "-p",
        "app",
        "--no-default-features",
        "--features",
        "csr",
        "--target",
        WASM_TARGET,
    ];
    let whole = ["--workspace"];
    forbid(project, &server, "csr")?;
    forbid(project, &browser, "ssr")?;
    forbid(project, &whole, "csr")
}

fn forbid(project: &Project, selection: &[&str], feature: &str) -> Outcome<()> {
    let mut tree = plain(project);
    tree.args([
        "tree",
        "--edges",
        "normal,features",
        "--prefix",
        "none",
        "--invert",
        "leptos",
    ])
    .args(selection);
    let found = capture(&mut tree)?
        .lines()
        .any(|line| line.starts_with(&format!("leptos feature \"{feature}\"")));
    if found {
        let selection = selection.join(" ");
        return Err(Failure::new(format!(
            "leptos gets the feature {feature} in a build of {selection}"
        )));
    }
    Ok(())
}

fn unit(project: &Project) -> Outcome<()> {
    native::build(project)?;
    let postgres = Postgres::start()?;
    native::test(project, &[(postgres::URL, &postgres.url)])
}

fn doc(project: &Project) -> Outcome<()> {
    run(plain(project)
        .args(["doc", "--no-deps", "-p", "domain"])
        .env("RUSTDOCFLAGS", "-D warnings"))
}

fn budget_of_fresh_build(project: &Project) -> Outcome<()> {
    site::build(project, Quality::Release)?;
    native::build(project)?;
    budget::check(project)
}

fn end_to_end(project: &Project) -> Outcome<()> {
    site::build(project, Quality::Release)?;
    native::build(project)?;
    browser::playwright(project, &project.server(false), &["test"], &[])
}

/// The end-to-end tests whose matter goes most through the server; all of them can be run so by hand.
const SHARING: [&str; 4] = ["test", "story", "cut-reply", "shared"];

fn two_processes(project: &Project) -> Outcome<()> {
    site::build(project, Quality::Release)?;
    native::build(project)?;
    let postgres = Postgres::start()?;
    let several = [("LEDGER_PROCESSES", "2"), (postgres::URL, postgres.url.as_str())];
    browser::playwright(project, &project.server(false), &SHARING, &several)
}

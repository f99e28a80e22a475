//! The command line of an office: serve, import, export, accounts, care of the database.

mod bench;
mod care;
mod database;
mod demo;
mod export;
mod failure;
mod import;
mod log;
mod say;
mod serve;
mod user;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::ids::StaffId;

pub use failure::Failure;

/// Who did it, in the audit log, when it was done at the machine itself.
const AT_THE_MACHINE: &str = "CLI";

/// By this variable `cargo leptos` says how it names what it builds.
const LEPTOS_NAME: &str = "LEPTOS_OUTPUT_NAME";

/// 驻村手账 / Village Ledger: the server of one district.
#[derive(Debug, Parser)]
#[command(name = "server", version, max_term_width = 100, propagate_version = true, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

const AFTER_HELP: &str = "First steps of an office:
  server import roster 花名册.xlsx                    look what would happen
  server import roster 花名册.xlsx --commit --codes codes.txt
  server import households 农户台账.xlsx --commit
  server user add A01 --name 管理员 --role SYSTEM_ADMIN
  server serve --listen '[::]:443' --tls-cert cert.pem --tls-key key.pem

One process at a time holds an SQLite database: stop the server before the other commands.";

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// The database: sqlite:FILE, or postgres://USER@HOST/NAME
    #[arg(
        long,
        global = true,
        env = "LEDGER_DATABASE",
        default_value = "sqlite:ledger.db",
        value_name = "URL",
        hide_env_values = true
    )]
    database: String,
    /// The folder of photos and of what is remembered of phones signed off; by default the database's name with `.photos`
    /// behind it
    #[arg(long, global = true, env = "LEDGER_PHOTOS", value_name = "FOLDER")]
    photos: Option<PathBuf>,
    /// How the log is written to standard error; by default text on a terminal, else json
    #[arg(long, global = true, env = "LEDGER_LOG", value_enum, value_name = "FORM")]
    log: Option<log::Form>,
    /// How much is logged: error, warn, info, debug, or by module such as `info,server::web=debug`
    #[arg(
        long,
        global = true,
        env = "LEDGER_LOG_LEVEL",
        default_value = "info",
        value_name = "LEVEL"
    )]
    log_level: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve phones and desks until ctrl-c or SIGTERM
    Serve(Box<serve::Serve>),
    /// Bring the tables to this version; `serve` does it by itself
    Migrate,
    /// Import a workbook of the office: first a dry run, then with --commit all of it or nothing
    Import {
        #[command(subcommand)]
        what: import::Import,
    },
    /// Write data out for an office's own use
    Export {
        #[command(subcommand)]
        what: export::Export,
    },
    /// Manage accounts at the machine; later the administrator does it in the app
    User {
        #[command(subcommand)]
        what: user::User,
    },
    /// Write a checked copy of an SQLite database to a new file, and photos and phones signed off into the folder `photos`
    /// beside it
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Put a backup in the database's place; phones then offer again what it does not have
    Restore(care::Restore),
    /// Fill an empty database with an invented district and print sign-ins
    Demo(demo::Demo),
    /// Measure this machine: visits a second, import, memory
    Bench(bench::Bench),
    /// Read a workbook and write its cells to standard output; the server calls this by itself
    #[command(name = "read-workbook", hide = true)]
    ReadWorkbook {
        /// The workbook
        file: PathBuf,
    },
}

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse_from(words(std::env::args_os().collect(), |name| {
        std::env::var(name).ok()
    }));
    // Before any thread is started: the reading process limits itself.
    if let Command::ReadWorkbook { file } = &cli.command {
        return import::read_workbook(file);
    }
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The words of the command line. `cargo leptos` starts the program without any and tells the rest by variables.
fn words(given: Vec<OsString>, told: impl Fn(&str) -> Option<String>) -> Vec<OsString> {
    let mut words = given;
    if words.len() > 1 || told(LEPTOS_NAME).is_none() {
        return words;
    }
    words.extend(["serve", "--sw", "off"].map(OsString::from));
    for (flag, name) in [("--listen", "LEPTOS_SITE_ADDR"), ("--site", "LEPTOS_SITE_ROOT")] {
        if let Some(value) = told(name) {
            words.extend([OsString::from(flag), OsString::from(value)]);
        }
    }
    words
}

fn start(cli: Cli) -> Result<(), Failure> {
    log::begin(cli.common.log, &cli.common.log_level)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(cli.command, &cli.common))
}

async fn run(command: Command, common: &Common) -> Result<(), Failure> {
    let database = common.database.as_str();
    let photos = database::photos_folder(common.photos.as_deref(), database);
    match command {
        Command::Serve(options) => options.run(database, &photos).await,
        Command::Migrate => care::migrate(database).await,
        Command::Import { what } => what.run(database).await,
        Command::Export { what } => what.run(database).await,
        Command::User { what } => what.run(database).await,
        Command::Backup { file } => care::backup(database, &photos, &file).await,
        Command::Restore(options) => options.run(database, &photos).await,
        Command::Demo(options) => options.run(database).await,
        Command::Bench(options) => options.run(database).await,
        Command::ReadWorkbook { .. } => Ok(()),
    }
}

/// Whoever stands at the machine.
fn at_the_machine() -> StaffId {
    StaffId::from(AT_THE_MACHINE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_flag_says_what_it_is_for() {
        fn look(command: &clap::Command, path: &str) {
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{path} {}", argument.get_id());
            }
            for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
                let path = format!("{path} {}", inner.get_name());
                assert!(inner.get_about().is_some(), "{path}");
                look(inner, &path);
            }
        }
        let server = Cli::command();
        look(&server, "server");
        for name in [
            "serve", "migrate", "import", "export", "user", "backup", "restore", "demo",
        ] {
            assert!(server.find_subcommand(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_operations_guide_has_every_flag_of_serve_with_its_variable() {
        let command = Cli::command();
        let serve = command.find_subcommand("serve").unwrap();
        let mut known: Vec<(String, String)> = command
            .get_arguments()
            .chain(serve.get_arguments())
            .filter_map(|flag| Some((flag.get_long()?, flag.get_env()?.to_str()?)))
            .map(|(flag, name)| (format!("--{flag}"), name.to_owned()))
            .collect();
        let guide = include_str!("../../../docs/operations.md");
        let mut parts = guide.split("\n## ");
        let settings = parts.find(|part| part.starts_with("Settings\n")).unwrap();
        // The first word of each piece between backticks.
        let words = |cell: &str| -> Vec<String> {
            let pieces = cell.split('`').skip(1).step_by(2);
            pieces
                .filter_map(|piece| piece.split(' ').next().map(str::to_owned))
                .collect()
        };
        let mut told = Vec::new();
        for line in settings.lines().filter(|line| line.starts_with("| `--")) {
            let cells: Vec<&str> = line.split(" | ").collect();
            told.extend(words(cells[0]).into_iter().zip(words(cells[1])));
        }
        known.sort();
        told.sort();
        assert_eq!(told, known);
    }

    #[test]
    fn cargo_leptos_starts_the_program_without_a_word() {
        let spoken = |given: &[&str], leptos: bool| {
            let told = move |name: &str| match name {
                LEPTOS_NAME => Some("village-ledger".to_owned()),
                "LEPTOS_SITE_ADDR" => Some("127.0.0.1:3000".to_owned()),
                "LEPTOS_SITE_ROOT" => Some("target/site".to_owned()),
                _ => None,
            };
            words(given.iter().map(OsString::from).collect(), |name| {
                told(name).filter(|_| leptos)
            })
        };
        let served = spoken(&["server"], true);
        let cli = Cli::try_parse_from(&served).unwrap();
        assert!(matches!(cli.command, Command::Serve(_)), "{served:?}");
        assert_eq!(spoken(&["server"], false), ["server"]);
        assert_eq!(spoken(&["server", "migrate"], true), ["server", "migrate"]);
    }

    #[test]
    fn the_database_may_stand_at_the_end() {
        let cli = Cli::try_parse_from(["server", "user", "list", "--database", "sqlite:x.db"]).unwrap();
        assert_eq!(cli.common.database, "sqlite:x.db");
    }
}

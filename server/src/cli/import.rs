//! Importing the office's workbooks: a dry run that says every row's fate, then all of it or nothing.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, Subcommand};
use domain::api::Invitation;
use domain::exchange::{Fate, ImportKind, ImportReport, RowFate};
use domain::lang::Lang;
use domain::risk::warning::Department;

use super::failure::Failure;
use super::say::say;
use super::{at_the_machine, database};
use crate::accounts::Accounts;
use crate::exchange;
use crate::routes::Clock;
use crate::routes::imports::plan::{self, Planned};
use crate::store::Store;

/// Households between two lines of progress.
const SAY_EVERY: usize = 5_000;
/// Lines of the report that are printed; the counts are exact.
const PRINTED: usize = 200;

/// Which workbook.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The roster: villages, teams, people posted, linked leaders
    Roster(Options),
    /// The register of households, members and incomes
    Households(Options),
    /// The duty list: items with the body that leads each, .xlsx or .csv
    Duties(Options),
    /// A department's list of who receives which policy, .xlsx or .csv: each line becomes a finding
    Policies {
        /// The list
        #[command(flatten)]
        options: Options,
        /// Whose list it is, where its rows do not say so; rows of another department are then refused
        #[arg(long, value_parser = department)]
        department: Option<Department>,
    },
    /// A department's list of warnings, .xlsx or .csv: each becomes a flag for the leader
    Warnings {
        /// The list
        #[command(flatten)]
        options: Options,
        /// Whose list it is, such as 医保 or MEDICAL_INSURANCE; warnings of another department are then refused
        #[arg(long, value_parser = department)]
        department: Option<Department>,
    },
}

/// How to import.
#[derive(Debug, Args)]
pub struct Options {
    /// The file
    file: PathBuf,
    /// Write it; without this nothing is written
    #[arg(long)]
    commit: bool,
    /// Where the enrolment codes of new people are written; by default to standard output
    #[arg(long, value_name = "FILE", requires = "commit")]
    codes: Option<PathBuf>,
    /// A new file for the fate of every row, one a line; what is printed are the rows to look at
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// A department as people name it.
fn department(words: &str) -> Result<Department, String> {
    exchange::warnings::department_of(words).ok_or_else(|| {
        let known: Vec<&str> = Department::ALL.iter().map(|one| one.zh()).collect();
        format!("no such department; known are {}", known.join(", "))
    })
}

/// Entry of the limited reading process.
pub fn read_workbook(file: &Path) -> ExitCode {
    plan::reading_process(file)
}

impl Import {
    /// Does it.
    pub async fn run(self, url: &str) -> Result<(), Failure> {
        let (kind, options, sender) = match self {
            Self::Roster(options) => (ImportKind::Roster, options, None),
            Self::Households(options) => (ImportKind::Households, options, None),
            Self::Duties(options) => (ImportKind::Duties, options, None),
            Self::Policies { options, department } => (ImportKind::Policies, options, department),
            Self::Warnings { options, department } => (ImportKind::Warnings, options, department),
        };
        if !options.file.exists() {
            return Err(Failure::new(format!("{} is not there", options.file.display())));
        }
        let store = database::open(url).await?;
        let done = options.on(kind, sender, &store).await;
        store.close().await;
        done
    }
}

impl Options {
    async fn on(&self, kind: ImportKind, sender: Option<Department>, store: &Store) -> Result<(), Failure> {
        let clock = Clock::of_machine();
        let reader = std::env::current_exe()?;
        let planned = match plan::read(&reader, kind, &self.file).await {
            Ok(book) => {
                let book = book.sent_by(sender);
                plan::plan(store, &book, clock.today(), &progress("planning")).await?
            }
            Err(report) => {
                self.tell(&report)?;
                return Err(Failure::new("nothing was written"));
            }
        };
        self.tell(planned.report())?;
        if !planned.report().committable {
            return Err(Failure::new(
                "rows are refused, so nothing can be written; mend the workbook and try again",
            ));
        }
        if !self.commit {
            say("Nothing was written. Write it with --commit. 以上为预演，没有写入；加 --commit 正式导入。");
            return Ok(());
        }
        self.commit(store, planned, &clock).await
    }

    /// Prints the report, and writes all of it where that was asked for.
    fn tell(&self, report: &ImportReport) -> Result<(), Failure> {
        say(words(report));
        match &self.report {
            None => Ok(()),
            Some(file) => write_private(file, &every_row(report)),
        }
    }

    async fn commit(&self, store: &Store, planned: Planned, clock: &Clock) -> Result<(), Failure> {
        let newcomers = planned.newcomers(&store.roster().await?);
        let by = at_the_machine();
        planned
            .write(store, &by, clock.now(), &progress("writing"))
            .await?;
        say("Written. 已写入。");
        let accounts = Accounts::new(store.clone())?;
        let mut codes = Vec::new();
        for (staff, _) in newcomers {
            codes.push(accounts.invite(&staff, &by, clock.now()).await?);
        }
        self.hand_out(&codes)
    }

    fn hand_out(&self, codes: &[Invitation]) -> Result<(), Failure> {
        if codes.is_empty() {
            return Ok(());
        }
        let mut list = String::new();
        for invitation in codes {
            // Writing to a string cannot fail.
            let _ = writeln!(list, "{}\t{}", invitation.staff, invitation.code);
        }
        match &self.codes {
            None => say(format!(
                "Enrolment codes, shown only now. 邀请码，只显示这一次：\n{list}"
            )),
            Some(file) => {
                write_private(file, &list)?;
                say(format!(
                    "Enrolment codes: {}. 邀请码已写入该文件，只写这一次。",
                    file.display()
                ));
            }
        }
        Ok(())
    }
}

/// Says every few thousand households how far it is.
fn progress(what: &'static str) -> impl Fn(usize, usize) + Send + Sync {
    let said = AtomicUsize::new(0);
    move |done, total| {
        let thousands = done / SAY_EVERY;
        if said.swap(thousands, Ordering::Relaxed) != thousands {
            eprintln!("  {what}: {done} of {total}");
        }
    }
}

/// Writes a new file that only its owner can read.
fn write_private(file: &Path, text: &str) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file).map_err(|error| Failure::at(file, &error))?;
    out.write_all(text.as_bytes())
        .map_err(|error| Failure::at(file, &error))?;
    Ok(out.sync_all()?)
}

/// The report in both languages.
fn words(report: &ImportReport) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} · {}", report.kind.zh(), report.kind.en());
    for (subject, tally) in &report.tallies {
        let _ = write!(text, "  {} {}:", subject.zh(), subject.en());
        let counts = Fate::COUNTED.map(|fate| (fate, tally.of(fate)));
        for (fate, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let _ = write!(text, "  {} {} {count}", fate.zh(), fate.en());
        }
        let _ = writeln!(text);
    }
    // Rows without a reason say no more than the counts above.
    let worth_a_look = report.lines.iter().filter(|line| line.reason.is_some());
    for line in worth_a_look.clone().take(PRINTED) {
        let _ = writeln!(text, "{}", line_words(line));
    }
    let hidden = u64::try_from(worth_a_look.count().saturating_sub(PRINTED)).unwrap_or(0);
    text.push_str(&more_lines(hidden.saturating_add(report.left_out)));
    text.truncate(text.trim_end().len());
    text
}

/// Every line of the report, in both languages.
fn every_row(report: &ImportReport) -> String {
    let mut text = String::new();
    for line in &report.lines {
        let _ = writeln!(text, "{}", line_words(line));
    }
    text + &more_lines(report.left_out)
}

/// That so many lines are not listed; nothing where all are.
fn more_lines(hidden: u64) -> String {
    match hidden {
        0 => String::new(),
        hidden => format!("  … {hidden} more lines · 另有 {hidden} 行未列出\n"),
    }
}

fn line_words(line: &RowFate) -> String {
    let mut place = line.sheet.clone();
    if line.row > 0 {
        let _ = write!(place, " {}", line.row);
    }
    if let Some(column) = &line.column {
        let _ = write!(place, " {}", column.letters);
        if !column.heading.is_empty() {
            let _ = write!(place, "（{}）", column.heading);
        }
    }
    let about = if line.about.is_empty() {
        String::new()
    } else {
        format!(" [{}]", line.about)
    };
    let value = line
        .value
        .as_ref()
        .map(|value| format!(" “{value}”"))
        .unwrap_or_default();
    format!(
        "  {} {place}{about}{value}: {} · {}",
        line.fate.code(),
        line.words(Lang::Zh),
        line.words(Lang::En)
    )
}

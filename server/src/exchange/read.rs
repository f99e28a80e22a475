//! Reading a workbook through a limited child process: this side counts bytes, keeps the clock and kills that child only.

use super::guard::{self, Limits, ReadFault};
use super::workbook::{Sheet, Workbook};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

/// A line of the reading process that is not a row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub(super) enum Note {
    /// A sheet begins.
    Sheet {
        /// Its name.
        name: String,
    },
    /// A cell beyond the template's last row or column.
    Outside {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: u32,
        /// The column, from 0.
        column: u32,
    },
    /// The workbook's parts do not fit together.
    Unreadable {
        /// What was wrong.
        words: String,
    },
    /// The characters of a list as text are of no known encoding.
    Encoding,
    /// All sheets were written.
    End,
}

/// A row as the reading process writes it.
#[derive(Deserialize)]
struct RowLine(u32, Vec<(u16, String)>);

/// Reads a workbook by running `executable read-workbook PATH` as a limited child.
///
/// # Errors
/// Which limit the file broke, or why it could not be read.
pub async fn read(executable: &Path, path: &Path, limits: &Limits) -> Result<Workbook, ReadFault> {
    let (file, bounds) = (path.to_owned(), *limits);
    tokio::task::spawn_blocking(move || guard::inspect(&file, &bounds))
        .await
        .map_err(|fault| ReadFault::Unavailable(fault.to_string()))??;
    let mut child = start(executable, path)?;
    let outcome = tokio::time::timeout(limits.wait, answer(&mut child, limits)).await;
    let outcome = outcome.unwrap_or(Err(ReadFault::TooSlow));
    if outcome.is_err() {
        // It may have ended by itself; an error here says no more than that.
        let _ = child.start_kill();
    }
    let _ = child.wait().await;
    outcome
}

fn start(executable: &Path, path: &Path) -> Result<Child, ReadFault> {
    let absolute: PathBuf =
        std::path::absolute(path).map_err(|fault| ReadFault::Unavailable(fault.to_string()))?;
    Command::new(executable)
        .arg(super::child::SUBCOMMAND)
        .arg(absolute)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|fault| ReadFault::Unavailable(fault.to_string()))
}

async fn answer(child: &mut Child, limits: &Limits) -> Result<Workbook, ReadFault> {
    let stdout = child
        .stdout
        .take()
        .ok_or_else(|| ReadFault::Unavailable("no pipe".to_owned()))?;
    match collect(stdout, limits).await? {
        Some(workbook) => Ok(workbook),
        None => Err(fault_of(child).await),
    }
}

/// The rows up to the end note; `None` when the child stopped before it.
async fn collect(stdout: ChildStdout, limits: &Limits) -> Result<Option<Workbook>, ReadFault> {
    let mut lines = BufReader::with_capacity(1 << 16, stdout);
    let mut workbook = Workbook::default();
    let (mut line, mut bytes) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        let got = lines
            .read_until(b'\n', &mut line)
            .await
            .map_err(|fault| ReadFault::Unavailable(fault.to_string()))?;
        bytes = bytes.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
        if bytes > limits.answer_bytes {
            return Err(ReadFault::Expands);
        }
        if got == 0 || line.last() != Some(&b'\n') {
            return Ok(None);
        }
        if take_line(&line, &mut workbook)? {
            return Ok(Some(workbook));
        }
    }
}

/// Takes one line in; true at the end note.
fn take_line(line: &[u8], workbook: &mut Workbook) -> Result<bool, ReadFault> {
    let garbled = |fault: serde_json::Error| ReadFault::Unreadable(fault.classify_words());
    if line.first() == Some(&b'[') {
        let RowLine(number, cells) = serde_json::from_slice(line).map_err(garbled)?;
        let sheet = workbook.sheets.last_mut();
        let cells = cells.iter().map(|(column, text)| (*column, text.as_str()));
        return match sheet.map(|sheet| sheet.push(number, cells)) {
            Some(true) => Ok(false),
            _ => Err(ReadFault::Expands),
        };
    }
    match serde_json::from_slice::<Note>(line).map_err(garbled)? {
        Note::Sheet { name } => workbook.sheets.push(Sheet::named(&name)),
        Note::Outside { sheet, row, column } => {
            return Err(ReadFault::OutsideTemplate { sheet, row, column });
        }
        Note::Unreadable { words } => return Err(ReadFault::Unreadable(words)),
        Note::Encoding => return Err(ReadFault::Encoding),
        Note::End => return Ok(true),
    }
    Ok(false)
}

/// A JSON fault in words that quote nothing of the file.
trait ClassifyWords {
    fn classify_words(&self) -> String;
}

impl ClassifyWords for serde_json::Error {
    fn classify_words(&self) -> String {
        format!("{:?} at {}", self.classify(), self.column())
    }
}

/// Why the child stopped early: the kernel ended it at a limit, or it could not start its work.
async fn fault_of(child: &mut Child) -> ReadFault {
    use std::os::unix::process::ExitStatusExt;
    const SIGKILL: i32 = 9;
    const SIGXCPU: i32 = 24;
    match child.wait().await {
        Ok(status) => match status.signal() {
            Some(SIGXCPU | SIGKILL) => ReadFault::TooSlow,
            // An abort is what a refused allocation ends in.
            Some(_) => ReadFault::Expands,
            None if status.code() == Some(101) => ReadFault::Unreadable("the reader gave up".to_owned()),
            None => ReadFault::Unavailable(status.to_string()),
        },
        Err(fault) => ReadFault::Unavailable(fault.to_string()),
    }
}

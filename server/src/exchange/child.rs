//! The reading process: `server read-workbook PATH`, limited by the kernel, writes rows as lines of JSON, of a workbook
//! and of a list as text alike.
//!
//! A hostile workbook can abort a process in ways that no panic handler sees, so it must not be ours.

use super::csv;
use super::guard::{self, Limits};
use super::read::Note;
use super::workbook::TEXT_SHEET;
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use rlimit::Resource;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// The hidden subcommand under which `main` calls [`main`], before it starts any thread.
pub const SUBCOMMAND: &str = "read-workbook";
/// No field of a template is longer; one more character than the longest is enough to refuse it.
const CELL_CHARS: usize = 2_001;
/// More sheets than any template has.
const SHEETS: usize = 50;

/// Entry of the reading process: limits itself, reads the workbook and writes it to standard output.
#[must_use]
pub fn main(path: &Path) -> ExitCode {
    let limits = Limits::default();
    if confine(&limits).is_err() {
        return ExitCode::FAILURE;
    }
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = match guard::is_archive(path) {
        Ok(true) => write_workbook(path, &limits, &mut out),
        Ok(false) => write_text(path, &limits, &mut out),
        Err(_) => return ExitCode::FAILURE,
    };
    let last = match written {
        Ok(()) => Note::End,
        Err(Stop::Note(note)) => note,
        Err(Stop::Io) => return ExitCode::FAILURE,
    };
    match write_line(&mut out, &last).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn confine(limits: &Limits) -> io::Result<()> {
    rlimit::setrlimit(Resource::AS, limits.child_memory, limits.child_memory)?;
    rlimit::setrlimit(Resource::CPU, limits.child_seconds, limits.child_seconds)?;
    rlimit::setrlimit(Resource::CORE, 0, 0)
}

enum Stop {
    Note(Note),
    Io,
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Io
    }
}

impl From<XlsxError> for Stop {
    fn from(fault: XlsxError) -> Self {
        // The message may quote the file, so only its first words travel.
        let words: String = fault.to_string().chars().take(80).collect();
        Self::Note(Note::Unreadable { words })
    }
}

fn write_line(out: &mut impl Write, line: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn write_workbook(path: &Path, limits: &Limits, out: &mut impl Write) -> Result<(), Stop> {
    let file = BufReader::new(File::open(path)?);
    let mut book: Xlsx<_> = Xlsx::new(file)?;
    for name in book.sheet_names().into_iter().take(SHEETS) {
        write_sheet(&mut book, &name, limits, out)?;
    }
    Ok(())
}

/// A list as text: one sheet.
fn write_text(path: &Path, limits: &Limits, out: &mut impl Write) -> Result<(), Stop> {
    let Some(text) = csv::decode(&std::fs::read(path)?) else {
        return Err(Stop::Note(Note::Encoding));
    };
    let name = TEXT_SHEET.to_owned();
    write_line(out, &Note::Sheet { name })?;
    for (number, cells) in csv::Rows::of(&text) {
        let mut row: (u32, Vec<(u32, String)>) = (number, Vec::new());
        for (column, cell) in (0_u32..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            if number > limits.rows || column >= limits.columns {
                let sheet = TEXT_SHEET.to_owned();
                return Err(Stop::Note(Note::Outside {
                    sheet,
                    row: number,
                    column,
                }));
            }
            row.1.push((column, cut(&cell)));
        }
        flush_row(out, &mut row)?;
    }
    Ok(())
}

fn write_sheet(
    book: &mut Xlsx<BufReader<File>>,
    name: &str,
    limits: &Limits,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A chart or dialogue sheet holds no rows.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(fault) => return Err(fault.into()),
    };
    write_line(
        out,
        &Note::Sheet {
            name: name.to_owned(),
        },
    )?;
    let mut row: (u32, Vec<(u32, String)>) = (0, Vec::new());
    while let Some(cell) = reader.next_cell()? {
        let (at, column) = cell.get_position();
        if at >= limits.rows || column >= limits.columns {
            if matches!(cell.get_value(), DataRef::Empty) {
                continue;
            }
            let sheet = name.to_owned();
            let row = at.saturating_add(1);
            return Err(Stop::Note(Note::Outside { sheet, row, column }));
        }
        if at.saturating_add(1) != row.0 {
            flush_row(out, &mut row)?;
            row.0 = at.saturating_add(1);
        }
        let text = cell_text(cell.get_value());
        if !text.is_empty() {
            row.1.push((column, text));
        }
    }
    Ok(flush_row(out, &mut row)?)
}

fn flush_row(out: &mut impl Write, row: &mut (u32, Vec<(u32, String)>)) -> io::Result<()> {
    if row.1.is_empty() {
        return Ok(());
    }
    write_line(out, row)?;
    row.1.clear();
    Ok(())
}

/// A figure as the spreadsheet shows it, to 15 digits: a formula that should give 3 may give 3.0000000000000004,
/// and one that should give nothing a billionth of a billionth.
fn figure(n: f64) -> String {
    const NOTHING: f64 = 1e-9;
    let shown: f64 = format!("{n:.14e}").parse().unwrap_or(n);
    if shown.abs() < NOTHING {
        return "0".to_owned();
    }
    if shown.fract() == 0.0 && shown.abs() < 1e15 {
        return format!("{shown:.0}");
    }
    // Long identity numbers stored as numbers are told apart by their many digits, so they keep them.
    if n.fract() == 0.0 && n.abs() < 1e21 {
        return format!("{n:.0}");
    }
    shown.to_string()
}

/// The text of a cell: dates as `YYYY-MM-DD`, whole numbers without a fraction, true and false as 是 and 否.
fn cell_text(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Empty => String::new(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => figure(*n),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => moment
            .as_datetime()
            .map(|moment| moment.date().to_string())
            .unwrap_or_default(),
        DataRef::DateTime(moment) => moment.as_f64().to_string(),
        DataRef::Error(fault) => fault.to_string(),
    };
    cut(&text)
}

/// A text no longer than any field by more than the one character that refuses it.
fn cut(text: &str) -> String {
    text.chars().take(CELL_CHARS).collect()
}

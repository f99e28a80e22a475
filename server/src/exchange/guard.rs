//! What a workbook may cost, and the look at its archive before anything is unpacked.

use super::workbook::letters;
use domain::exchange::{ColumnRef, ImportKind, ImportReport, ReasonCode};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::Duration;
use zip::ZipArchive;

/// The limits under which a workbook is read. 65,000 households need about a tenth of them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Entries of the archive.
    pub entries: usize,
    /// Bytes of all entries unpacked.
    pub unpacked_bytes: u64,
    /// How many times larger than packed an entry over 1 MB may be.
    pub ratio: u64,
    /// Rows of a sheet.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: u32,
    /// Bytes of address space of the reading process.
    pub child_memory: u64,
    /// Seconds of processor time of the reading process.
    pub child_seconds: u64,
    /// Longest wait for the reading process.
    pub wait: Duration,
    /// Bytes that the reading process may answer.
    pub answer_bytes: u64,
    /// Whether a list as text (CSV) is taken as well as a workbook.
    pub text: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 50 << 20,
            entries: 2_000,
            unpacked_bytes: 400 << 20,
            ratio: 200,
            rows: 400_000,
            columns: 60,
            child_memory: 1 << 30,
            child_seconds: 60,
            wait: Duration::from_secs(120),
            answer_bytes: 256 << 20,
            text: false,
        }
    }
}

/// Why a workbook was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// Not an .xlsx workbook.
    #[error("not a workbook")]
    NotAWorkbook,
    /// Neither an .xlsx workbook nor text.
    #[error("neither a workbook nor text")]
    NotATable,
    /// Text in no known encoding.
    #[error("unknown encoding")]
    Encoding,
    /// The file is too large.
    #[error("file too large")]
    FileTooLarge,
    /// It unpacks, or grows in memory, far beyond what a register needs.
    #[error("expands beyond the limits")]
    Expands,
    /// Reading took too long.
    #[error("reading took too long")]
    TooSlow,
    /// A cell lies beyond the last row or column of any template.
    #[error("content outside the template")]
    OutsideTemplate {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: u32,
        /// The column, from 0.
        column: u32,
    },
    /// Damaged or encrypted.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// The reading process could not be run.
    #[error("reader unavailable: {0}")]
    Unavailable(String),
}

impl ReadFault {
    /// The reason as the report gives it.
    #[must_use]
    pub const fn reason(&self) -> ReasonCode {
        match self {
            Self::NotAWorkbook => ReasonCode::NotAWorkbook,
            Self::NotATable => ReasonCode::NotATable,
            Self::Encoding => ReasonCode::BadEncoding,
            Self::FileTooLarge => ReasonCode::FileTooLarge,
            Self::Expands => ReasonCode::Expands,
            Self::TooSlow => ReasonCode::TooSlow,
            Self::OutsideTemplate { .. } => ReasonCode::OutsideTemplate,
            Self::Unreadable(_) => ReasonCode::Unreadable,
            Self::Unavailable(_) => ReasonCode::ReaderUnavailable,
        }
    }

    /// The report on a file that was not read, with the place where there is one.
    #[must_use]
    pub fn report(&self, kind: ImportKind) -> ImportReport {
        let mut report = ImportReport::unreadable(kind, self.reason());
        if let (Self::OutsideTemplate { sheet, row, column }, Some(line)) = (self, report.lines.first_mut()) {
            line.sheet.clone_from(sheet);
            line.row = *row;
            line.column = u16::try_from(*column).ok().map(|column| ColumnRef {
                letters: letters(column),
                heading: String::new(),
            });
        }
        report
    }
}

/// Entries smaller than this may be packed as tightly as they like.
const SMALL_ENTRY: u64 = 1 << 20;

/// Looks at size, signature and the archive's directory; unpacks nothing.
///
/// # Errors
/// The first limit that the file breaks.
pub fn inspect(path: &Path, limits: &Limits) -> Result<(), ReadFault> {
    let unavailable = |fault: std::io::Error| ReadFault::Unavailable(fault.kind().to_string());
    let size = std::fs::metadata(path).map_err(unavailable)?.len();
    if size > limits.file_bytes {
        return Err(ReadFault::FileTooLarge);
    }
    if is_archive(path).map_err(unavailable)? {
        return inspect_archive(BufReader::new(File::open(path).map_err(unavailable)?), limits);
    }
    match limits.text {
        false => Err(ReadFault::NotAWorkbook),
        true if size == 0 || is_old_workbook(path).map_err(unavailable)? => Err(ReadFault::NotATable),
        true => Ok(()),
    }
}

/// Whether a file begins as an archive does, which every .xlsx workbook is.
///
/// # Errors
/// When it cannot be read.
pub fn is_archive(path: &Path) -> std::io::Result<bool> {
    begins_with(path, *b"PK\x03\x04")
}

/// Whether it is a workbook as Excel wrote it before 2007.
fn is_old_workbook(path: &Path) -> std::io::Result<bool> {
    begins_with(path, [0xd0, 0xcf, 0x11, 0xe0])
}

fn begins_with(path: &Path, signature: [u8; 4]) -> std::io::Result<bool> {
    let mut first = Vec::with_capacity(signature.len());
    File::open(path)?.take(4).read_to_end(&mut first)?;
    Ok(first == signature)
}

fn inspect_archive(file: BufReader<File>, limits: &Limits) -> Result<(), ReadFault> {
    let mut archive = ZipArchive::new(file).map_err(|_| ReadFault::NotAWorkbook)?;
    if archive.len() > limits.entries {
        return Err(ReadFault::Expands);
    }
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(ReadFault::NotAWorkbook);
    }
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let entry = archive
            .by_index_raw(at)
            .map_err(|fault| ReadFault::Unreadable(fault.to_string()))?;
        unpacked = unpacked.saturating_add(entry.size());
        let swollen =
            entry.size() > SMALL_ENTRY && entry.size() / entry.compressed_size().max(1) > limits.ratio;
        if swollen || unpacked > limits.unpacked_bytes {
            return Err(ReadFault::Expands);
        }
    }
    Ok(())
}

//! The way to [`crate::exchange`], for the desk and the command line alike.

use std::path::Path;
use std::process::ExitCode;

use chrono::NaiveDate;
use domain::exchange::{ImportKind, ImportReport, ReasonCode};
use domain::ids::StaffId;
use domain::roster::Role;
use domain::time::Millis;

use crate::store::{RegisterHousehold, Roster, Store, StoreError};

/// A workbook that was read.
#[derive(Debug)]
pub struct Book {
    kind: ImportKind,
}

/// What a workbook would do to the district as it is now.
#[derive(Debug)]
pub struct Planned {
    rows: Rows,
    report: ImportReport,
}

#[derive(Debug)]
enum Rows {
    Roster(Box<Roster>),
    Register(Vec<RegisterHousehold>),
}

/// Reads a workbook in a limited child process.
///
/// # Errors
/// Why it was not read.
pub async fn read(_kind: ImportKind, _path: &Path) -> Result<Book, ReasonCode> {
    Err(ReasonCode::ReaderUnavailable)
}

/// Entry of that child process.
#[must_use]
pub fn reading_process(_file: &Path) -> ExitCode {
    ExitCode::FAILURE
}

/// Plans an import; writes nothing.
///
/// # Errors
/// When the store cannot be asked.
pub async fn plan(store: &Store, book: &Book, _today: NaiveDate) -> Result<Planned, StoreError> {
    let rows = store.roster().await?;
    Ok(Planned {
        rows: Rows::Roster(Box::new(rows)),
        report: ImportReport::unreadable(book.kind, ReasonCode::ReaderUnavailable),
    })
}

impl Planned {
    /// The fates of the rows.
    #[must_use]
    pub const fn report(&self) -> &ImportReport {
        &self.report
    }

    /// The fates of the rows, without what would be written.
    #[must_use]
    pub fn into_report(self) -> ImportReport {
        self.report
    }

    /// Steps of [`Planned::write`]'s progress.
    #[must_use]
    pub fn rows(&self) -> u64 {
        let rows = match &self.rows {
            Rows::Roster(_) => 1,
            Rows::Register(rows) => rows.len(),
        };
        u64::try_from(rows).unwrap_or(u64::MAX)
    }

    /// People who would be new, with their roles.
    #[must_use]
    pub fn newcomers(&self, known: &Roster) -> Vec<(StaffId, Role)> {
        let Rows::Roster(planned) = &self.rows else {
            return Vec::new();
        };
        let is_new = |id: &StaffId| !known.staff.iter().any(|staff| staff.id == *id);
        let staff = planned.staff.iter().filter(|staff| is_new(&staff.id));
        staff.map(|staff| (staff.id.clone(), staff.role)).collect()
    }

    /// Writes everything in one transaction, or nothing.
    ///
    /// # Errors
    /// As the store's; nothing was written then, unless the fate of the commit is unknown.
    pub async fn write(
        self,
        store: &Store,
        by: &StaffId,
        now: Millis,
        advance: &(dyn Fn(usize) + Send + Sync),
    ) -> Result<(), StoreError> {
        match self.rows {
            Rows::Roster(roster) => store.save_roster(&roster, by, now).await,
            Rows::Register(rows) => store.save_register(&rows, by, now, advance).await,
        }
    }
}

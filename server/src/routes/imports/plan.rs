//! The way to [`crate::exchange`], for the desk and the command line alike.

use std::path::Path;
use std::process::ExitCode;

use chrono::NaiveDate;
use domain::entitlement::ListedPolicy;
use domain::exchange::{ImportKind, ImportReport};
use domain::ids::{StaffId, VillageId};
use domain::risk::warning::{Department, ListedWarning};
use domain::roster::Role;
use domain::time::Millis;

use crate::exchange::{self, Limits, Workbook};
use crate::store::{ListedDuty, RegisterHousehold, Roster, Store, StoreError};

/// A workbook that was read.
#[derive(Debug)]
pub struct Book {
    kind: ImportKind,
    cells: Workbook,
    sender: Option<Department>,
}

impl Book {
    /// As the list of one department, of which it may hold no other's warnings.
    #[must_use]
    pub fn sent_by(self, sender: Option<Department>) -> Self {
        Self { sender, ..self }
    }
}

/// Hears how many households were planned or written, of how many.
pub type Advance<'a> = &'a (dyn Fn(usize, usize) + Send + Sync);

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
    Warnings(Vec<ListedWarning>),
    Policies(Vec<ListedPolicy>),
    Duties(Vec<ListedDuty>),
}

/// Reads a workbook by running `executable read-workbook PATH` as a limited child.
///
/// # Errors
/// Why it was not read, as the report that people get.
pub async fn read(executable: &Path, kind: ImportKind, path: &Path) -> Result<Book, Box<ImportReport>> {
    let limits = Limits {
        // Departments' systems write text; the office's own workbooks are workbooks.
        text: kind.takes_text(),
        ..Limits::default()
    };
    let read = exchange::read(executable, path, &limits).await;
    let cells = read.map_err(|fault| {
        // Without the words of the fault, which may quote the file.
        tracing::warn!(reason = fault.reason().code(), "a workbook was not read");
        Box::new(fault.report(kind))
    })?;
    let sender = None;
    Ok(Book { kind, cells, sender })
}

/// Entry of that child process.
#[must_use]
pub fn reading_process(file: &Path) -> ExitCode {
    exchange::child::main(file)
}

/// Plans an import; writes nothing.
///
/// # Errors
/// When the store cannot be asked.
pub async fn plan(
    store: &Store,
    book: &Book,
    today: NaiveDate,
    advance: Advance<'_>,
) -> Result<Planned, StoreError> {
    match book.kind {
        ImportKind::Roster => {
            let plan = exchange::roster::plan(&book.cells, &store.roster().await?);
            Ok(Planned {
                rows: Rows::Roster(Box::new(plan.rows)),
                report: plan.report,
            })
        }
        ImportKind::Households => {
            let villages = store.roster().await?.villages.into_iter();
            let villages: Vec<VillageId> = villages.map(|village| village.id).collect();
            let plan = exchange::register::plan(&book.cells, store, &villages, today, advance).await?;
            Ok(Planned {
                rows: Rows::Register(plan.rows),
                report: plan.report,
            })
        }
        ImportKind::Warnings => {
            let plan = exchange::warnings::plan(&book.cells, store, book.sender, today).await?;
            Ok(Planned {
                rows: Rows::Warnings(plan.rows),
                report: plan.report,
            })
        }
        ImportKind::Policies => {
            let plan = exchange::policies::plan(&book.cells, store, book.sender, today).await?;
            Ok(Planned {
                rows: Rows::Policies(plan.rows),
                report: plan.report,
            })
        }
        ImportKind::Duties => {
            let villages = store.roster().await?.villages.into_iter();
            let townships = villages.map(|village| village.township).collect();
            let plan = exchange::duties::plan(&book.cells, &store.duties().await?, &townships, today);
            Ok(Planned {
                rows: Rows::Duties(plan.rows),
                report: plan.report,
            })
        }
    }
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
        advance: Advance<'_>,
    ) -> Result<(), StoreError> {
        match self.rows {
            Rows::Roster(roster) => store.save_roster(&roster, by, now).await,
            Rows::Register(rows) => {
                let total = rows.len();
                store
                    .save_register(&rows, by, now, &|done| advance(done, total))
                    .await
            }
            Rows::Warnings(rows) => store.save_warnings(rows, by, now).await,
            Rows::Policies(rows) => store.save_policies(rows, by, now).await,
            Rows::Duties(rows) => store.save_duties(&rows, by, now).await,
        }
    }
}

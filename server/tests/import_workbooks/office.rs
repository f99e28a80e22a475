//! An office with a store and a folder of workbooks.

use crate::books::Book;
use chrono::NaiveDate;
use domain::exchange::{ImportReport, ReasonCode, RowFate};
use domain::ids::{StaffId, VillageId};
use domain::time::Millis;
use server::demo;
use server::exchange::{self, Limits, ReadFault, Workbook, register, roster};
use server::store::{Roster, Store};
use std::path::{Path, PathBuf};

pub const SEED: u64 = 20_211_127;

pub fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

pub fn now() -> Millis {
    Millis(1_795_420_800_000)
}

pub fn by() -> StaffId {
    StaffId::from("D001")
}

/// The reading process: the product's own binary, or another build of it that `LEDGER_TEST_SERVER` names.
pub fn executable() -> PathBuf {
    std::env::var_os("LEDGER_TEST_SERVER").map_or_else(|| env!("CARGO_BIN_EXE_server").into(), PathBuf::from)
}

pub async fn read(path: &Path) -> Result<Workbook, ReadFault> {
    exchange::read(&executable(), path, &Limits::default()).await
}

pub struct Office {
    pub store: Store,
    pub folder: tempfile::TempDir,
}

impl Office {
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("ledger.db").display());
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        Self { store, folder }
    }

    /// An office whose roster is in.
    pub async fn with_roster() -> Self {
        let office = Self::empty().await;
        let report = office.import_roster(&roster_book()).await;
        assert!(report.committable, "{:?}", report.lines);
        office
    }

    /// An office with roster and register.
    pub async fn with_register() -> Self {
        let office = Self::with_roster().await;
        let report = office.import_register(&register_book()).await;
        assert!(report.committable, "{:?}", report.lines);
        office
    }

    pub fn path(&self) -> PathBuf {
        self.folder
            .path()
            .join(format!("{}.xlsx", uuid::Uuid::new_v4().simple()))
    }

    pub async fn villages(&self) -> Vec<VillageId> {
        self.store
            .roster()
            .await
            .unwrap()
            .villages
            .into_iter()
            .map(|village| village.id)
            .collect()
    }

    pub async fn import_roster(&self, book: &Book) -> ImportReport {
        let path = self.path();
        book.write(&path);
        self.import_roster_file(&path).await
    }

    pub async fn import_roster_file(&self, path: &Path) -> ImportReport {
        let known = self.store.roster().await.unwrap();
        let plan = roster::plan(&read(path).await.unwrap(), &known);
        if plan.report.committable {
            self.store.save_roster(&plan.rows, &by(), now()).await.unwrap();
        } else {
            assert_eq!(
                plan.rows,
                Roster::default(),
                "nothing of a refused file may be written"
            );
        }
        plan.report
    }

    pub async fn import_register(&self, book: &Book) -> ImportReport {
        let path = self.path();
        book.write(&path);
        self.import_register_file(&path).await.0
    }

    /// Imports a register; the report and how many households were written.
    pub async fn import_register_file(&self, path: &Path) -> (ImportReport, usize) {
        let workbook = read(path).await.unwrap();
        let villages = self.villages().await;
        let plan = register::plan(&workbook, &self.store, &villages, today(), &|_, _| {})
            .await
            .unwrap();
        if plan.report.committable {
            self.store
                .save_register(&plan.rows, &by(), now(), &|_| {})
                .await
                .unwrap();
        } else {
            assert!(plan.rows.is_empty(), "nothing of a refused file may be written");
        }
        (plan.report, plan.rows.len())
    }
}

pub fn roster_book() -> Book {
    Book::of(&demo::roster::workbook(SEED, today()))
}

/// 130 households, two a village.
pub fn register_book() -> Book {
    Book::of(&demo::register::workbook(SEED, 130, today()))
}

/// The lines of a reason.
pub fn lines(report: &ImportReport, reason: ReasonCode) -> Vec<&RowFate> {
    report
        .lines
        .iter()
        .filter(|line| line.reason == Some(reason))
        .collect()
}

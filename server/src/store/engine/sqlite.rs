//! The embedded engine: how its file is opened, kept to one process, checked and copied.

use super::Engine;
use crate::store::error::{Result, StoreError};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Versions before this one can corrupt a file in WAL mode (the WAL-reset bug).
const OLDEST: (u32, u32, u32) = (3, 51, 3);
/// Readers beside the one writer; the machine of an office has two cores.
const READERS: u32 = 4;
/// Statements that the writer keeps prepared: each in the few lengths that it has (`link.rs`).
const STATEMENTS: usize = 256;
/// How long a caller waits for the writer, an import included.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) async fn open(path: &Path) -> Result<Engine> {
    let lock = lock(path).await?;
    keep_private(path)?;
    let pool = || {
        SqlitePoolOptions::new()
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(PATIENCE)
    };
    let writer = pool().max_connections(1).connect_with(writing(path)).await?;
    check(&mut *writer.acquire().await?).await?;
    let readers = pool()
        .max_connections(READERS)
        .connect_with(options(path).pragma("query_only", "ON"))
        .await?;
    Ok(Engine::Sqlite {
        path: path.to_owned(),
        writer,
        readers,
        lock: Arc::new(Mutex::new(Some(lock))),
    })
}

/// The writer keeps more of the file at hand, copies the log into the file less often, and knows all its statements.
fn writing(path: &Path) -> SqliteConnectOptions {
    options(path)
        .create_if_missing(true)
        .statement_cache_capacity(STATEMENTS)
        .pragma("cache_size", "-8000")
        .pragma("wal_autocheckpoint", "2000")
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("journal_size_limit", "67108864")
}

/// How often, and at what distance, a lock that somebody holds is asked for: a second in all.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Makes a new database readable by its owner only; SQLite gives its journal the same rights.
fn keep_private(path: &Path) -> Result<()> {
    let mut options = File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Unavailable(format!("{}: {error}", path.display()))),
    }
}

/// Takes the lock file beside the database, which the system releases however this process ends; waits a moment for one that
/// is just ending, as after a restart, or that another thread's fork still holds.
async fn lock(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(PathBuf::from(name))
        .map_err(|error| StoreError::Unavailable(format!("{}: {error}", path.display())))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(LOCK_PAUSE).await,
            Err(TryLockError::Error(error)) => {
                return Err(StoreError::Unavailable(format!("{}: {error}", path.display())));
            }
        }
    }
    Err(StoreError::Unavailable(format!(
        "another process is using {}; stop it first",
        path.display()
    )))
}

/// Reads back what was asked for: a setting that silently did not take would cost acknowledged work.
async fn check(connection: &mut SqliteConnection) -> Result<()> {
    let version: String = sqlx::query("SELECT sqlite_version()")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    if (part(), part(), part()) < OLDEST {
        return Err(StoreError::Unsupported(
            "This SQLite is too old: 3.51.3 is the oldest safe one.",
        ));
    }
    let mode: String = sqlx::query("PRAGMA journal_mode")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    let full: i64 = sqlx::query("PRAGMA synchronous")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    let keys: i64 = sqlx::query("PRAGMA foreign_keys")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    if (mode.as_str(), full, keys) != ("wal", 2, 1) {
        return Err(StoreError::Unsupported(
            "The database does not accept WAL, synchronous=FULL and foreign keys.",
        ));
    }
    Ok(())
}

/// Copies a database, in use or not, into a new file: one snapshot, checked, durable, then named.
pub(in crate::store) async fn copy_database(from: &Path, to: &Path) -> Result<()> {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let failed = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", to.display()));
    if part.exists() {
        std::fs::remove_file(&part).map_err(failed)?;
    }
    let target = part
        .to_str()
        .ok_or(StoreError::Unsupported("The name of the copy must be UTF-8."))?;
    let mut source = options(from).connect().await?;
    sqlx::query("VACUUM INTO $1")
        .bind(target)
        .execute(&mut source)
        .await?;
    source.close().await?;

    let mut copy = SqliteConnectOptions::new()
        .filename(&part)
        .read_only(true)
        .connect()
        .await?;
    let verdict: String = sqlx::query("PRAGMA integrity_check")
        .fetch_one(&mut copy)
        .await?
        .try_get(0)?;
    copy.close().await?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt(format!("the copy: {verdict}")));
    }
    File::open(&part)
        .and_then(|file| file.sync_all())
        .map_err(failed)?;
    std::fs::rename(&part, to).map_err(failed)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .map_err(failed)
}

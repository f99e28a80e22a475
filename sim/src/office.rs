//! The real server in one process: its routes, its store on an SQLite file, and what may end it.

use crate::cast;
use crate::fault::{Broken, Outcome};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, header};
use domain::cbor;
use domain::config::Config;
use domain::ids::StaffId;
use domain::time::Millis;
use server::accounts::Accounts;
use server::accounts::allowance::Allowance;
use server::accounts::password::Hasher;
use server::accounts::session::{COOKIE, DAY_MS, SessionKey};
use server::folder::Folder;
use server::gone::GonePhones;
use server::photos::Photos;
use server::routes::faults::Faults;
use server::routes::imports::Imports;
use server::routes::state::Counters;
use server::routes::{self, AppState, Clock, Parts, REVEALS_AN_HOUR};
use server::store::{Result as Stored, Store, mishap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// Most bytes of a reply that a phone reads.
const REPLY_BYTES: usize = 64 * 1024 * 1024;
/// By the clock on the wall: what takes longer has stopped, and the run fails instead of waiting for ever.
const HANGS: Duration = Duration::from_secs(90);
/// The system's folder in memory, if there is one: a simulated disk needs no disk.
const MEMORY: &str = "/dev/shm";

/// An answer as it leaves the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Whether the content type is JSON.
    pub ours: bool,
    /// Body.
    pub body: Vec<u8>,
}

/// What became of something that the server was asked to do.
#[derive(Debug)]
pub enum Done<T> {
    /// It was done.
    Yes(T),
    /// Nobody listens.
    Down,
    /// The process ended in the middle of it.
    Crashed,
}

struct Running {
    runtime: Runtime,
    state: AppState,
    router: Router,
}

/// The server with its files.
pub struct Office {
    folder: TempDir,
    generation: u32,
    backups: u32,
    running: Option<Running>,
    now: Arc<AtomicI64>,
    repairs: u64,
}

/// A folder for databases, in memory where the system has one.
///
/// # Errors
/// As the file system's.
pub fn folder() -> Outcome<TempDir> {
    let builder = || tempfile::Builder::new().prefix("ledger-sim-").to_owned();
    if Path::new(MEMORY).is_dir() {
        return Ok(builder().tempdir_in(MEMORY)?);
    }
    Ok(builder().tempdir()?)
}

fn runtime() -> Outcome<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// The database with which every run begins, made once in this process.
fn template() -> Outcome<&'static Path> {
    static TEMPLATE: OnceLock<Result<(TempDir, PathBuf), String>> = OnceLock::new();
    let made = TEMPLATE.get_or_init(|| make_template().map_err(|error| error.to_string()));
    match made {
        Ok((_, file)) => Ok(file),
        Err(words) => Err(Broken::Other(words.clone())),
    }
}

fn make_template() -> Outcome<(TempDir, PathBuf)> {
    let folder = folder()?;
    let file = folder.path().join("template.db");
    let by = StaffId::from("SIM");
    let now = Millis(cast::START - DAY_MS);
    runtime()?.block_on(async {
        let store = Store::open(&address(&file)).await?;
        store.migrate().await?;
        store.save_roster(&cast::roster(), &by, now).await?;
        store.save_register(&cast::register(), &by, now, &|_| {}).await?;
        store.close().await;
        Outcome::Ok(())
    })?;
    Ok((folder, file))
}

fn hasher() -> Outcome<Hasher> {
    static HASHER: OnceLock<Option<Hasher>> = OnceLock::new();
    let made = HASHER.get_or_init(|| Hasher::new().ok());
    made.clone()
        .ok_or_else(|| Broken::Other("no password hash on this machine".to_owned()))
}

fn address(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

impl Office {
    /// A server with the district in it; not started yet.
    ///
    /// # Errors
    /// As the file system's.
    pub fn new() -> Outcome<Self> {
        let office = Self {
            folder: folder()?,
            generation: 0,
            backups: 0,
            running: None,
            now: Arc::new(AtomicI64::new(cast::START)),
            repairs: 0,
        };
        fs::create_dir(office.home())?;
        fs::copy(template()?, office.file())?;
        Ok(office)
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join(format!("life-{}", self.generation))
    }

    /// The database's file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.home().join("ledger.db")
    }

    fn backup_file(&self) -> PathBuf {
        self.folder.path().join(format!("backup-{}.db", self.backups))
    }

    /// Whether it listens.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        self.running.is_some()
    }

    /// Whether there is a backup.
    #[must_use]
    pub const fn has_backup(&self) -> bool {
        self.backups > 0
    }

    /// Sets the server's clock.
    pub fn set_clock(&self, now: i64) {
        self.now.store(now, Ordering::Relaxed);
    }

    /// What the server's clock shows.
    #[must_use]
    pub fn clock(&self) -> Millis {
        Millis(self.now.load(Ordering::Relaxed))
    }

    /// How many phones had drifted, over all lives.
    #[must_use]
    pub fn repairs(&self) -> u64 {
        let present = self
            .running
            .as_ref()
            .map_or(0, |run| run.state.counters.repairs());
        self.repairs.saturating_add(present)
    }

    /// Starts the server on its files. Whether it ended while it started, and had to be started again.
    ///
    /// # Errors
    /// When the files do not open: that is never weather.
    pub fn start(&mut self) -> Outcome<bool> {
        if self.running.is_some() || self.try_start()? {
            return Ok(false);
        }
        match self.try_start()? {
            true => Ok(true),
            false => Err(Broken::Other("the server ends twice while it starts".to_owned())),
        }
    }

    /// Whether it started; else it ended at a point of its start.
    fn try_start(&mut self) -> Outcome<bool> {
        let runtime = runtime()?;
        let file = self.file();
        let opened = async {
            let store = Store::open(&address(&file)).await?;
            store.migrate().await?;
            Outcome::Ok(store)
        };
        let Some(store) = runtime.block_on(unless_struck(opened))? else {
            runtime.shutdown_background();
            self.inherit()?;
            return Ok(false);
        };
        let store = store?;
        let folder = Folder::open(&file.with_extension("photos"));
        let folder = folder.map_err(|error| Broken::Other(error.to_string()))?;
        let clock = Arc::clone(&self.now);
        let state = AppState::of(Parts {
            accounts: Accounts::with(store.clone(), hasher()?),
            store,
            photos: Photos::of(folder.clone()),
            gone: GonePhones::of(folder),
            config: Arc::new(Config::default()),
            clock: Clock::showing(move || Millis(clock.load(Ordering::Relaxed))),
            imports: Imports::default(),
            faults: Faults::default(),
            reveals: Allowance::hourly(REVEALS_AN_HOUR),
            counters: Counters::default(),
            style: String::new(),
            reader: PathBuf::new(),
        });
        let router = routes::router(state.clone(), None);
        self.running = Some(Running {
            runtime,
            state,
            router,
        });
        Ok(true)
    }

    /// Ends the server in order.
    pub fn stop(&mut self) {
        mishap::spare();
        self.repairs = self.repairs();
        if let Some(run) = self.running.take() {
            run.runtime.block_on(run.state.store.close());
        }
    }

    /// The process is gone, in the middle of whatever it did: what was in its files at this moment is what
    /// the next one finds.
    fn die(&mut self) -> Outcome<()> {
        self.repairs = self.repairs();
        self.inherit()?;
        if let Some(run) = self.running.take() {
            run.runtime.shutdown_background();
        }
        Ok(())
    }

    /// The next process gets the files as they are at this moment.
    fn inherit(&mut self) -> Outcome<()> {
        mishap::spare();
        let before = self.file();
        self.generation += 1;
        fs::create_dir(self.home())?;
        for suffix in ["", "-wal"] {
            let (from, to) = (with_suffix(&before, suffix), with_suffix(&self.file(), suffix));
            if from.exists() {
                fs::copy(from, to)?;
            }
        }
        Ok(())
    }

    /// Lets the server do something; it may end meanwhile, as ordered by [`mishap::strike_after`].
    ///
    /// # Errors
    /// When its files cannot be copied.
    pub fn work<T, F: Future<Output = T>>(&mut self, act: impl FnOnce(AppState) -> F) -> Outcome<Done<T>> {
        let Some(run) = &self.running else {
            return Ok(Done::Down);
        };
        let act = act(run.state.clone());
        self.until_struck(act)
    }

    fn until_struck<T>(&mut self, act: impl Future<Output = T>) -> Outcome<Done<T>> {
        let Some(run) = &self.running else {
            return Ok(Done::Down);
        };
        match run.runtime.block_on(unless_struck(act))? {
            Some(done) => Ok(Done::Yes(done)),
            None => {
                self.die()?;
                Ok(Done::Crashed)
            }
        }
    }

    /// Answers a request for sync.
    ///
    /// # Errors
    /// When its files cannot be copied.
    pub fn exchange(&mut self, cookie: &str, body: Vec<u8>) -> Outcome<Done<Answer>> {
        let Some(run) = &self.running else {
            return Ok(Done::Down);
        };
        let router = run.router.clone();
        let request = Request::post("/api/v1/sync")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, cbor::MEDIA_TYPE)
            .header(header::ACCEPT, cbor::MEDIA_TYPE)
            .body(Body::from(body))
            .map_err(|error| Broken::Other(error.to_string()))?;
        let done = self.until_struck(async move {
            let Ok(response) = router.oneshot(request).await;
            let ours = response
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|kind| kind.to_str().ok())
                .is_some_and(|kind| kind == cbor::MEDIA_TYPE || kind.contains("json"));
            let status = response.status().as_u16();
            let bytes = axum::body::to_bytes(response.into_body(), REPLY_BYTES).await;
            Answer {
                status,
                ours,
                body: bytes.map(Vec::from).unwrap_or_default(),
            }
        })?;
        Ok(done)
    }

    /// Opens a session under a token; nothing when the account is closed.
    ///
    /// # Errors
    /// As [`Office::work`].
    pub fn sign_in(&mut self, staff: &StaffId, token: &str) -> Outcome<Done<Stored<Option<String>>>> {
        let cookie = format!("{COOKIE}={token}");
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(&cookie).map_err(|error| Broken::Other(error.to_string()))?;
        headers.insert(header::COOKIE, value);
        let key = SessionKey::claimed(&headers).ok_or_else(|| Broken::Other("no token".to_owned()))?;
        let staff = staff.clone();
        self.work(|app| async move {
            let account = app.store.account(&staff).await?;
            if account.is_none_or(|account| account.closed) {
                return Ok(None);
            }
            let now = app.clock.now();
            let end = Millis(now.0.saturating_add(30 * DAY_MS));
            app.store.put_session(key.as_str(), &staff, now, end).await?;
            Ok(Some(cookie))
        })
    }

    /// Makes a backup.
    ///
    /// # Errors
    /// As the store's.
    pub fn back_up(&mut self) -> Outcome<()> {
        self.backups += 1;
        let to = self.backup_file();
        match self.work(|app| async move { app.store.backup(&to).await })? {
            Done::Yes(done) => Ok(done?),
            Done::Down | Done::Crashed => {
                self.backups = self.backups.saturating_sub(1);
                Ok(())
            }
        }
    }

    /// Puts the last backup in the place of the database, as `server restore` does, and starts.
    ///
    /// # Errors
    /// As the store's.
    pub fn restore(&mut self) -> Outcome<()> {
        self.stop();
        self.generation += 1;
        fs::create_dir(self.home())?;
        fs::copy(self.backup_file(), self.file())?;
        self.start()?;
        match self.work(|app| async move { app.store.renew_epoch().await })? {
            Done::Yes(epoch) => epoch.map(drop).map_err(Broken::from),
            Done::Down | Done::Crashed => Err(Broken::Other("the restored server is gone".to_owned())),
        }
    }
}

/// Lets something happen; none when the process ended in the middle of it.
async fn unless_struck<T>(act: impl Future<Output = T>) -> Outcome<Option<T>> {
    tokio::select! {
        biased;
        () = mishap::struck() => Ok(None),
        done = act => Ok(Some(done)),
        () = tokio::time::sleep(HANGS) => Err(Broken::Other("the server hangs".to_owned())),
    }
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

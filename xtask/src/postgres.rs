//! A PostgreSQL of our own for tests and measurements: on loopback, in a temporary folder, gone afterwards.

use crate::failure::{Doing, Failure, Outcome};
use crate::packages::{self, is_root};
use crate::process::{capture, command, succeeds};
use crate::serving::{free_port, loopback};
use crate::tree;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, thread};

/// The variable by which the store tests find a PostgreSQL.
pub const URL: &str = "LEDGER_TEST_POSTGRES";
/// The user that runs the server when we are root, which PostgreSQL refuses to run as.
const USER: &str = "postgres";
/// Some systems link only a few of them into the path.
const PROGRAMS: [&str; 4] = ["initdb", "postgres", "pg_ctl", "pg_isready"];
const READY_LIMIT: Duration = Duration::from_secs(60);

/// A running PostgreSQL, or somebody else's that the environment names.
#[derive(Debug)]
pub struct Postgres {
    /// `postgres://…` of a superuser on an empty cluster.
    pub url: String,
    own: Option<Own>,
}

#[derive(Debug)]
struct Own {
    server: Child,
    programs: PathBuf,
    folder: PathBuf,
}

impl Postgres {
    /// Starts one, unless the environment names one already; fetches the package if it must.
    pub fn start() -> Outcome<Self> {
        if let Ok(url) = env::var(URL) {
            return Ok(Self { url, own: None });
        }
        let programs = programs()?;
        let folder = own_folder()?;
        let started = initialise(&programs, &folder).and_then(|()| launch(&programs, &folder));
        let (server, port) = started.inspect_err(|_| {
            let _ = tree::remove(&folder);
        })?;
        let own = Own {
            server,
            programs,
            folder,
        };
        let mut postgres = Self {
            url: format!("postgres://{USER}@127.0.0.1:{port}/postgres"),
            own: Some(own),
        };
        postgres.wait_until_ready(port)?;
        Ok(postgres)
    }

    fn wait_until_ready(&mut self, port: u16) -> Outcome<()> {
        let Some(own) = &mut self.own else { return Ok(()) };
        let end = Instant::now() + READY_LIMIT;
        let ready = own.programs.join("pg_isready");
        while Instant::now() < end {
            if let Some(status) = own.server.try_wait().doing("look after PostgreSQL")? {
                let log = fs::read_to_string(own.folder.join("log")).unwrap_or_default();
                return Err(Failure::new(format!("PostgreSQL ended with {status}\n{log}")));
            }
            let asked = TcpStream::connect(loopback(port)).is_ok();
            if asked && succeeds(command(&ready).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(Failure::new("PostgreSQL did not become ready"))
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let mut stop = unprivileged(&self.programs.join("pg_ctl"), &self.folder);
        stop.args(["stop", "-w", "-m", "fast", "-D"])
            .arg(self.folder.join("data"));
        if !succeeds(&mut stop) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = tree::remove(&self.folder);
    }
}

/// The folder of `initdb` and its like.
fn programs() -> Outcome<PathBuf> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    packages::ensure(&["postgresql"], "the store tests")?;
    find_programs().ok_or_else(|| Failure::new("cannot find PostgreSQL's initdb; is PostgreSQL installed?"))
}

fn find_programs() -> Option<PathBuf> {
    let told = capture(command("pg_config").arg("--bindir"))
        .ok()
        .map(|folder| PathBuf::from(folder.trim()));
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut debian: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    debian.sort_by(|a, b| b.cmp(a));
    let path = env::var_os("PATH").unwrap_or_default();
    let whole = |folder: &PathBuf| PROGRAMS.iter().all(|program| folder.join(program).exists());
    told.into_iter()
        .chain(debian)
        .chain(env::split_paths(&path))
        .find(whole)
}

/// A new temporary folder that belongs to the user who will run the server.
fn own_folder() -> Outcome<PathBuf> {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_nanos();
    let folder = env::temp_dir().join(format!("ledger-postgres-{}-{now}", std::process::id()));
    fs::create_dir_all(&folder).doing("create a folder for PostgreSQL")?;
    if is_root() {
        capture(command("chown").arg(USER).arg(&folder))?;
    }
    Ok(folder)
}

/// A command that runs in `folder`, as [`USER`] if we are root; on Linux it ends when we do.
fn unprivileged(program: &Path, folder: &Path) -> Command {
    let mut wrapped = if !succeeds(command("setpriv").arg("--version")) {
        command(program)
    } else {
        let mut setpriv = command("setpriv");
        if is_root() {
            setpriv.args(["--reuid", USER, "--regid", USER, "--init-groups"]);
        }
        setpriv.args(["--pdeathsig", "INT"]).arg(program);
        setpriv
    };
    wrapped.current_dir(folder).env("HOME", folder).env("LC_ALL", "C");
    wrapped
}

fn initialise(programs: &Path, folder: &Path) -> Outcome<()> {
    let mut initdb = unprivileged(&programs.join("initdb"), folder);
    initdb.args([
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "-U",
        USER,
        "-D",
    ]);
    capture(initdb.arg(folder.join("data"))).map(drop)
}

fn launch(programs: &Path, folder: &Path) -> Outcome<(Child, u16)> {
    let port = free_port()?;
    let log = fs::File::create(folder.join("log")).doing("create a log for PostgreSQL")?;
    let mut server = unprivileged(&programs.join("postgres"), folder);
    server
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-h", "127.0.0.1"]);
    server.args(["-p", &port.to_string(), "-c", "max_connections=200"]);
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    Ok((server.spawn().doing("start PostgreSQL")?, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_answers_and_leaves_nothing_behind() {
        if find_programs().is_none() || env::var_os(URL).is_some() {
            return;
        }
        let postgres = Postgres::start().unwrap();
        let own = postgres.own.as_ref().unwrap();
        let folder = own.folder.clone();
        let version =
            capture(command(own.programs.join("psql")).args([&postgres.url, "-Atc", "show server_encoding"]));
        assert_eq!(version.unwrap().trim(), "UTF8");
        drop(postgres);
        assert!(!folder.exists());
    }
}

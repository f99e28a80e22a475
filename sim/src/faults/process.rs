//! The real server as a process: started, asked whether it is ready, and killed without a word.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{found, wire};
use crate::fault::Outcome;

/// Starting on a busy machine takes a moment.
const READY_WITHIN: Duration = Duration::from_secs(60);
const ASK_AGAIN: Duration = Duration::from_millis(5);

/// A server that can be started on one address again and again.
pub struct Server {
    program: PathBuf,
    database: String,
    site: TempDir,
    child: Option<Child>,
    /// Where it listens, in every life.
    pub address: SocketAddr,
}

impl Server {
    /// A server that is not started yet.
    ///
    /// # Errors
    /// As the file system's.
    pub fn new(program: &Path, database: &str) -> Outcome<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        Ok(Self {
            program: program.to_owned(),
            database: database.to_owned(),
            site: smallest_site()?,
            child: None,
            address,
        })
    }

    /// Starts the process without waiting for it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn launch(&mut self) -> Outcome<()> {
        self.kill()?;
        let mut serve = Command::new(&self.program);
        serve.args([
            "serve",
            "--listen",
            &self.address.to_string(),
            "--database",
            &self.database,
        ]);
        serve.args(["--log", "text", "--log-level", "error"]);
        serve.arg("--site").arg(self.site.path());
        serve
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        self.child = Some(serve.spawn()?);
        Ok(())
    }

    /// Starts it and waits until it is ready.
    ///
    /// # Errors
    /// When it ends by itself, or is not ready within a minute.
    pub fn start(&mut self) -> Outcome<()> {
        self.launch()?;
        let end = Instant::now() + READY_WITHIN;
        while Instant::now() < end {
            let ready = wire::get(self.address, "/readyz", READY_WITHIN);
            if ready.is_ok_and(|reply| reply.status == 200) {
                return Ok(());
            }
            self.must_run()?;
            thread::sleep(ASK_AGAIN);
        }
        found("the server is not ready")
    }

    fn must_run(&mut self) -> Outcome<()> {
        let Some(child) = &mut self.child else {
            return Ok(());
        };
        let Some(status) = child.try_wait()? else {
            return Ok(());
        };
        let mut said = String::new();
        if let Some(log) = &mut child.stderr {
            log.read_to_string(&mut said)?;
        }
        found(format!("the server ended by itself: {status}\n{said}"))
    }

    /// SIGKILL, to this child and nobody else; nothing when it does not run.
    ///
    /// # Errors
    /// When the system does not let go of it.
    pub fn kill(&mut self) -> Outcome<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already, then.
        let _ = self.kill();
    }
}

/// The least that the server takes for an app.
fn smallest_site() -> Outcome<TempDir> {
    let folder = tempfile::tempdir()?;
    let mut listed = Vec::new();
    for (name, text) in [("a.js", "export {};"), ("a.wasm", "\0asm"), ("a.css", "body{}")] {
        std::fs::write(folder.path().join(name), text)?;
        let sha256: String = Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        listed.push(serde_json::json!({"path": name, "sha256": sha256}));
    }
    let list = serde_json::json!({
        "version": "faults", "js": "a.js", "wasm": "a.wasm", "css": "a.css", "files": listed,
    });
    std::fs::write(folder.path().join("assets.json"), list.to_string())?;
    Ok(folder)
}

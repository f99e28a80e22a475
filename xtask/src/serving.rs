//! The server as a child process: built, started, asked whether it is ready, and ended with us.

use crate::failure::{Doing, Failure, Outcome};
use crate::native::PRODUCT;
use crate::process::{cargo, command, run};
use crate::project::Project;
use crate::tree;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Migrating a fresh database on a busy machine takes a few seconds.
const READY_LIMIT: Duration = Duration::from_secs(60);
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// Builds the server if it is stale.
///
/// All of [`PRODUCT`] is named so that shared crates get the same features here as in the tests; a finished server
/// is built without the simulation, which asks for a store that can be ended at any point.
pub fn build(project: &Project, release: bool) -> Outcome<()> {
    let mut build = cargo();
    build
        .current_dir(&project.root)
        .arg("build")
        .args(PRODUCT)
        .args(["--bin", "server"]);
    if release {
        build.args(["--release", "--exclude", "sim"]);
    }
    run(&mut build)
}

/// Builds the server as an office runs it: optimised, with this site in it. Gives the program, a copy that no other
/// build replaces.
///
/// # Errors
/// Names the command that failed.
pub fn build_for_an_office(project: &Project, site: &Path) -> Outcome<PathBuf> {
    // The feature reads the folder beside the crates, also where the build goes elsewhere.
    let embedded = project.path("target/site");
    if embedded != site {
        tree::empty(&embedded)?;
        tree::copy(site, &embedded)?;
    }
    run(cargo()
        .current_dir(&project.root)
        .args(["build", "--release"])
        .args(PRODUCT)
        .args(["--exclude", "sim", "--bin", "server"])
        .args(["--features", "server/embed-site"]))?;
    let program = project.office_server();
    if let Some(folder) = program.parent() {
        fs::create_dir_all(folder).doing("create the folder of the office's server")?;
    }
    fs::copy(project.server(true), &program).doing(format!("write {}", program.display()))?;
    Ok(program)
}

/// A running server; ends when dropped.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Serving {
    /// Starts `program` on `address` with the built site and this database (paths count from the checkout),
    /// and waits until it says that it is ready.
    pub fn start(project: &Project, program: &Path, address: SocketAddr, database: &str) -> Outcome<Self> {
        Self::start_with(project, program, address, database, &[])
    }

    /// Like [`Serving::start`], with further variables.
    pub fn start_with(
        project: &Project,
        program: &Path,
        address: SocketAddr,
        database: &str,
        variables: &[(&str, &str)],
    ) -> Outcome<Self> {
        let mut serve = command(program);
        serve
            .current_dir(&project.root)
            .env("LEDGER_SITE", project.site())
            .envs(variables.iter().copied());
        serve.args(["serve", "--listen", &address.to_string(), "--database", database]);
        let child = serve.spawn().doing(format!("start {}", program.display()))?;
        let mut serving = Self { child, address };
        serving.wait_until_ready()?;
        Ok(serving)
    }

    fn wait_until_ready(&mut self) -> Outcome<()> {
        let end = Instant::now() + READY_LIMIT;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().doing("look after the server")? {
                return Err(Failure::new(format!(
                    "the server ended before it was ready: {status}"
                )));
            }
            if get(self.address, "/readyz").is_ok_and(|reply| reply.status == 200) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Failure::new(format!(
            "the server was not ready within {} s",
            READY_LIMIT.as_secs()
        )))
    }

    /// Waits until the server ends by itself.
    pub fn wait(&mut self) -> Outcome<ExitStatus> {
        self.child.wait().doing("wait for the server")
    }

    /// Whether it ended already.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        self.child.try_wait().doing("look after the server")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Whatever it was doing is durable; an error here means that it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A reply to [`get`].
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body as sent.
    pub body: Vec<u8>,
}

/// One plain GET over a connection of its own.
pub fn get(address: SocketAddr, path: &str) -> Outcome<Reply> {
    let mut stream = TcpStream::connect_timeout(&address, ANSWER_LIMIT).doing(format!("reach {address}"))?;
    stream
        .set_read_timeout(Some(ANSWER_LIMIT))
        .doing("set a time limit")?;
    let ask =
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    stream
        .write_all(ask.as_bytes())
        .doing(format!("ask for {path}"))?;
    let mut reply = Vec::new();
    stream
        .read_to_end(&mut reply)
        .doing(format!("read the reply for {path}"))?;
    parse(&reply).ok_or_else(|| Failure::new(format!("the reply for {path} is not HTTP")))
}

fn parse(reply: &[u8]) -> Option<Reply> {
    let end = reply.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = (reply.get(..end)?, reply.get(end + 4..)?);
    let status = std::str::from_utf8(head)
        .ok()?
        .split_whitespace()
        .nth(1)?
        .parse()
        .ok()?;
    Some(Reply {
        status,
        body: body.to_vec(),
    })
}

/// `127.0.0.1` with this port.
pub fn loopback(port: u16) -> SocketAddr {
    SocketAddrV4::new(Ipv4Addr::LOCALHOST, port).into()
}

/// A port on loopback that nobody listens on just now.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(loopback(0)).doing("find a free port")?;
    Ok(listener.local_addr().doing("find a free port")?.port())
}

/// Whether somebody else could listen there.
pub fn is_free(address: SocketAddr) -> bool {
    TcpListener::bind(address).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_split_into_status_and_body() {
        let reply = parse(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nhello").unwrap();
        assert_eq!((reply.status, reply.body.as_slice()), (200, &b"hello"[..]));
        assert!(parse(b"nonsense").is_none());
    }

    #[test]
    fn a_free_port_can_be_bound() {
        assert!(is_free(loopback(free_port().unwrap())));
    }
}

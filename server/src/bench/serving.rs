//! The server as a process of its own, on a database of the measurement: started, asked whether it is ready, ended.

use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};

use super::place::Place;
use super::{BenchFault, client, process};

/// A server that is not ready by then is not coming.
const READY: Duration = Duration::from_secs(30);
const ASK_AGAIN: Duration = Duration::from_millis(50);
const SAID: &str = "serve.txt";

/// A running server; it ends with this value, if [`Serving::stop`] did not end it before.
pub struct Serving {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
}

impl Serving {
    /// Starts `program` on a database and waits until it is ready. Its log lies in the place.
    pub async fn start(program: &Path, place: &Place, database: &str) -> Result<Self, BenchFault> {
        let address = free_address().await?;
        let said = File::create(place.file(SAID))?;
        let mut command = Command::new(program);
        command.args([
            "serve",
            "--log-level",
            "warn",
            "--listen",
            &address.to_string(),
            "--database",
            database,
        ]);
        command
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said)
            .kill_on_drop(true);
        let mut serving = Self {
            address,
            child: command.spawn()?,
        };
        serving.until_ready(place).await?;
        Ok(serving)
    }

    async fn until_ready(&mut self, place: &Place) -> Result<(), BenchFault> {
        let start = Instant::now();
        while start.elapsed() < READY {
            if let Some(status) = self.child.try_wait()? {
                return Err(BenchFault::new(format!(
                    "the server ended with {status}: {}",
                    place.end_of(SAID)
                )));
            }
            if client::get(self.address, "/readyz")
                .await
                .is_ok_and(|reply| reply.status == 200)
            {
                return Ok(());
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
        Err(BenchFault::new("the server did not become ready"))
    }

    /// Memory that is resident now, in bytes, where the system tells.
    pub fn resident(&self) -> Option<u64> {
        self.child.id().and_then(process::resident)
    }

    /// The most that was ever resident, in bytes, where the system tells.
    pub fn high_water(&self) -> Option<u64> {
        self.child.id().and_then(process::high_water)
    }

    /// Ends it: its own child, by its own handle.
    pub async fn stop(mut self) -> Result<(), BenchFault> {
        Ok(self.child.kill().await?)
    }
}

/// A port of loopback on which nobody listens just now.
async fn free_address() -> Result<SocketAddr, BenchFault> {
    let probe = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    Ok(probe.local_addr()?)
}

//! `cargo xtask run`: the product on this machine, with the demonstration district.

use crate::demo;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::serving::{self, Serving};
use crate::site;
use crate::wasm::Quality;
use crate::watch::Watched;
use clap::{Args, ValueEnum};
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

const LOOK_EVERY: Duration = Duration::from_millis(500);

/// What `cargo xtask run` can be told.
#[derive(Debug, Args)]
pub struct Running {
    /// Serve the size-optimised bundle from an optimised server
    #[arg(long)]
    release: bool,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Households a village in the demonstration district (each number has a database of its own)
    #[arg(long, value_name = "N")]
    households: Option<u32>,
    /// Build and start again whenever a source file changes; the service worker is off meanwhile
    #[arg(long, value_enum, default_value = "no", num_args = 0..=1, default_missing_value = "yes")]
    watch: Watch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Watch {
    Yes,
    No,
}

impl Running {
    /// Builds what is stale, makes the database if there is none, serves until stopped.
    pub fn run(&self, project: &Project) -> Outcome<()> {
        let address = serving::loopback(self.port);
        if !serving::is_free(address) {
            return Err(Failure::new(format!(
                "something listens on {address} already; choose another --port"
            )));
        }
        if self.watch == Watch::Yes {
            self.watched(project, address)
        } else {
            self.once(project, address)
        }
    }

    fn once(&self, project: &Project, address: SocketAddr) -> Outcome<()> {
        let mut serving = self.start(project, address)?;
        let status = serving.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("the server ended with {status}")))
        }
    }

    fn start(&self, project: &Project, address: SocketAddr) -> Outcome<Serving> {
        eprintln!("[1/4] the browser's half");
        let site = site::build(project, Quality::of(self.release))?;
        eprintln!("[2/4] the server");
        serving::build(project, self.release)?;
        let server = project.server(self.release);
        eprintln!("[3/4] the demonstration district");
        let district = demo::ensure(project, &server, self.households)?;
        eprintln!("[4/4] starting version {}", site.version);
        let variables: &[_] = if self.watch == Watch::Yes {
            &[("LEDGER_SW", "off")]
        } else {
            &[]
        };
        let serving = Serving::start_with(project, &server, address, &district.database, variables)?;
        println!(
            "\n驻村手账 / Village Ledger: http://{address}\n\n{}\n",
            district.sign_ins.trim_end()
        );
        println!("Stop with Ctrl-C.");
        Ok(serving)
    }

    /// A build that fails leaves the last good server running.
    fn watched(&self, project: &Project, address: SocketAddr) -> Outcome<()> {
        let mut watched = Watched::now(project)?;
        let mut serving = Some(self.start(project, address)?);
        loop {
            thread::sleep(LOOK_EVERY);
            if let Some(running) = &mut serving
                && let Some(status) = running.ended()?
            {
                eprintln!("the server ended with {status}; waiting for a change");
                serving = None;
            }
            if !watched.changed(project)? {
                continue;
            }
            eprintln!("\nsomething changed");
            match self.rebuild(project) {
                Ok(()) => {
                    drop(serving.take());
                    serving = Some(self.start(project, address)?);
                }
                Err(failure) => eprintln!("{failure}; waiting for a change"),
            }
        }
    }

    fn rebuild(&self, project: &Project) -> Outcome<()> {
        site::build(project, Quality::of(self.release))?;
        serving::build(project, self.release)
    }
}

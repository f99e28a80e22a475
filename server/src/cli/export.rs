//! Writing data out for an office's own use; every export leaves a line in the audit log.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Subcommand;
use futures::TryStreamExt;
use tokio::io::AsyncWriteExt;

use super::failure::Failure;
use super::say::say;
use super::{at_the_machine, database};
use crate::routes::{Clock, days_back, write_visits};
use crate::store::{Store, VisitFilter};

/// What to write out.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Visits as a CSV table: date, village, group, head of household, state; no notes and no facts
    Visits {
        /// First day; by default 30 days ago
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<NaiveDate>,
        /// Last day; by default today
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<NaiveDate>,
        /// The new file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

impl Export {
    /// Does it.
    pub async fn run(self, url: &str) -> Result<(), Failure> {
        let Self::Visits { from, to, out } = self;
        let to = to.unwrap_or_else(|| Clock::of_machine().today());
        let from = from.unwrap_or_else(|| days_back(to, 30));
        let filter = VisitFilter {
            from,
            to,
            village: None,
            township: None,
            status: None,
            waiting_since: None,
        };
        let store = database::open(url).await?;
        let written = visits(&store, filter, &out).await;
        store.close().await;
        written?;
        say(format!("Written: {}", out.display()));
        Ok(())
    }
}

async fn visits(store: &Store, filter: VisitFilter, out: &Path) -> Result<(), Failure> {
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options
        .open(out)
        .await
        .map_err(|error| Failure::at(out, &error))?;
    let now = Clock::of_machine().now();
    let pieces = write_visits(store.clone(), filter, at_the_machine(), now).await?;
    let mut pieces = std::pin::pin!(pieces);
    while let Some(piece) = pieces.try_next().await? {
        file.write_all(&piece).await?;
    }
    Ok(file.sync_all().await?)
}

//! Figures of this machine: what the server manages on it.

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::say::say;
use crate::bench::{Bench as Measuring, BenchFault, Figure, Subject, district, scope};

/// Measures the server on databases of its own, in a temporary folder that is gone afterwards.
#[derive(Debug, Args)]
pub struct Bench {
    /// Print each figure as one line of JSON
    #[arg(long)]
    json: bool,
    /// Measure only this; may be repeated
    #[arg(long, value_name = "NAME")]
    only: Vec<Subject>,
    /// Measure nothing; fill the empty database so that the demonstration member's phone gets RECORDS records
    #[arg(long, value_name = "RECORDS", conflicts_with_all = ["json", "only"])]
    fill: Option<u32>,
}

impl Bench {
    /// Does it, and goes on after a figure that could not be had.
    pub async fn run(&self, url: &str) -> Result<(), Failure> {
        if let Some(records) = self.fill {
            return fill(url, records)
                .await
                .map_err(|fault| Failure::new(fault.to_string()));
        }
        let chosen = if self.only.is_empty() {
            Subject::value_variants()
        } else {
            &self.only
        };
        let mut measuring = Measuring::default();
        let mut missing = 0_usize;
        for subject in chosen {
            let name = subject
                .to_possible_value()
                .map(|value| value.get_name().to_owned())
                .unwrap_or_default();
            match measuring.measure(*subject).await {
                Ok(figures) if figures.is_empty() => eprintln!("{name}: not known on this machine"),
                Ok(figures) => figures.iter().for_each(|figure| self.print(figure)),
                Err(fault) => {
                    eprintln!("{name}: {fault}");
                    missing += 1;
                }
            }
        }
        match missing {
            0 => Ok(()),
            _ => Err(Failure::new(format!("{missing} could not be measured"))),
        }
    }

    fn print(&self, figure: &Figure) {
        match serde_json::to_string(figure) {
            Ok(line) if self.json => say(line),
            _ => say(format!(
                "{:<40} {:>10} {:<9} {}",
                figure.figure, figure.value, figure.unit, figure.how
            )),
        }
    }
}

/// Prints staff number and password of the member, households and visits, with tabs between them.
async fn fill(url: &str, records: u32) -> Result<(), BenchFault> {
    let setting = district::Setting::present();
    let (store, _) = district::found(url, &setting).await?;
    let filled = scope::fill(&store, records, &setting).await;
    store.close().await;
    let scope::Filled {
        accounts,
        households,
        visits,
    } = filled?;
    say(format!(
        "{}\t{}\t{households}\t{visits}",
        accounts.member, accounts.password
    ));
    Ok(())
}

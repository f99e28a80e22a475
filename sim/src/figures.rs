//! The figures of a campaign, entered into a document by the campaign itself, never by hand.

use crate::campaign::Campaign;
use server::routes::{Clock, field_day};
use std::fs;
use std::io;
use std::path::Path;

/// Where the table of the simulation begins and ends in the document.
const BEGIN: &str = "<!-- sim: written by `cargo xtask sim`, not by hand -->";
const END: &str = "<!-- /sim -->";
const HEAD: &str = "| date | build | seeds | schedules | operations | exchanges | crashes | restores | phones that died \
                    | drifts repaired | divergences |\n\
                    | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
const TITLE: &str = "# Reliability\n\nWhat was played against the product, and how it ended.\n";

/// Enters a line for this campaign, below the ones that are there.
///
/// # Errors
/// As the file system's.
pub fn enter(file: &Path, campaign: &Campaign) -> io::Result<()> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => TITLE.to_owned(),
        Err(error) => return Err(error),
    };
    fs::write(file, with_line(&text, &line(campaign)))
}

fn line(campaign: &Campaign) -> String {
    let counts = &campaign.counts;
    let build = if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    };
    format!(
        "| {} | {build} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        field_day(Clock::of_machine().now()),
        counts.seeds,
        counts.schedules,
        counts.operations,
        counts.exchanges,
        counts.crashes,
        counts.restores,
        counts.deaths,
        counts.repairs,
        campaign.failed.len()
    )
}

fn with_line(text: &str, line: &str) -> String {
    if let Some((before, after)) = text.split_once(END)
        && before.contains(BEGIN)
    {
        return format!("{before}{line}\n{END}{after}");
    }
    let text = text.trim_end();
    format!("{text}\n\n## Simulation\n\n{BEGIN}\n\n{HEAD}\n{line}\n{END}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_line_stands_below_the_first() {
        let once = with_line("# Reliability\n\nWords.\n", "| one |");
        let twice = with_line(&once, "| two |");
        assert!(twice.starts_with("# Reliability\n\nWords.\n\n## Simulation\n"));
        assert!(twice.contains("| one |\n| two |\n<!-- /sim -->"), "{twice}");
        assert_eq!(twice.matches("| date |").count(), 1);
    }
}

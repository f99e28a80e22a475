//! The figures of a run, entered into a document by the run itself, never by hand.

use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use server::routes::{Clock, field_day};

use super::answers::Answers;
use super::cuts::Cuts;
use super::kills::Kills;

/// Where the section's figures begin and end in the document.
const BEGIN: &str = "<!-- faults: written by `cargo xtask faults`, not by hand -->";
const END: &str = "<!-- /faults -->";
const HEAD: &str = "| faults | database | how many | operations | answered again |\n\
                    | --- | --- | ---: | ---: | ---: |\n";
/// Why no column counts what went wrong.
const LAW: &str = "A run that finds an operation lost, doubled or left behind fails and enters nothing here.";

/// What a run found; a run that found something wrong has no figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    lines: Vec<String>,
    seed: u64,
}

impl Record {
    /// Nothing yet.
    #[must_use]
    pub const fn of(seed: u64) -> Self {
        Self {
            lines: Vec::new(),
            seed,
        }
    }

    fn line(&mut self, what: &str, engine: &str, times: u64, operations: u64, again: u64) -> &str {
        let line = format!("| {what} | {engine} | {times} | {operations} | {again} |");
        self.lines.push(line);
        self.lines.last().map_or("", String::as_str)
    }

    /// Enters cut connections; gives the line.
    pub fn cuts(&mut self, engine: &str, done: &Cuts) -> &str {
        self.line(
            "connections cut",
            engine,
            done.all(),
            done.operations,
            done.repeated,
        )
    }

    /// Enters killed servers; gives the line.
    pub fn kills(&mut self, engine: &str, done: &Kills) -> &str {
        let what = format!(
            "servers killed in {} s ({} before they were ready; {} operations acknowledged meanwhile)",
            done.took.as_secs(),
            done.stillborn,
            done.acknowledged
        );
        self.line(&what, engine, done.kills, done.operations, done.repeated)
    }

    /// Enters answers that were none; gives the line.
    pub fn answers(&mut self, engine: &str, done: &Answers) -> &str {
        let what = format!(
            "answers that were none ({} waited on, {} ended as “needs attention” with a code)",
            done.waiting, done.attention
        );
        self.line(&what, engine, done.answers, 1, 0)
    }

    /// Enters spoilt operations; gives the line.
    pub fn poison(&mut self, engine: &str, kinds: u64, others: u64) -> &str {
        self.line("kinds of spoilt operations among 100", engine, kinds, others, 0)
    }

    /// Puts these figures in the place of the last ones.
    ///
    /// # Errors
    /// As the file system's.
    pub fn enter(&self, file: &Path) -> io::Result<()> {
        let text = fs::read_to_string(file)?;
        fs::write(file, with_block(&text, &self.block()))
    }

    fn block(&self) -> String {
        let build = if cfg!(debug_assertions) {
            "debug"
        } else {
            "release"
        };
        let today = field_day(Clock::of_machine().now());
        let mut block = format!(
            "{BEGIN}\n\n{today}, {build} build, seed {}. {LAW}\n\n{HEAD}",
            self.seed
        );
        for line in &self.lines {
            // Writing to a string cannot fail.
            let _ = writeln!(block, "{line}");
        }
        block.push_str(END);
        block
    }
}

fn with_block(text: &str, block: &str) -> String {
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    match parts {
        Some((before, after)) => format!("{before}{block}{after}"),
        None => format!("{}\n\n## Faults\n\n{block}\n", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_figures_take_the_place_of_the_old_ones() {
        let block = |words: &str| format!("{BEGIN}\n{words}\n{END}");
        let once = with_block("# Reliability\n", &block("one"));
        let twice = with_block(&format!("{once}\nMore.\n"), &block("two"));
        assert!(once.contains("## Faults\n\n<!-- faults"), "{once}");
        assert!(twice.contains("two") && !twice.contains("one"), "{twice}");
        assert!(twice.ends_with("More.\n"), "{twice}");
    }
}

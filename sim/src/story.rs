//! What happened, as a numbered list that a person can read.

use std::fmt;

const SECOND: i64 = 1_000;

/// The lines of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story(Vec<String>);

impl Story {
    /// Adds a line; `at` is milliseconds since the run began.
    pub fn tell(&mut self, at: i64, line: impl fmt::Display) {
        let seconds = at / SECOND;
        let (day, clock) = (seconds / 86_400 + 1, seconds % 86_400);
        let (hour, minute, second) = (clock / 3_600, clock / 60 % 60, clock % 60);
        self.0
            .push(format!("day {day} {hour:02}:{minute:02}:{second:02}  {line}"));
    }

    /// How many lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, line) in self.0.iter().enumerate() {
            writeln!(f, "{:>4}. {line}", number + 1)?;
        }
        Ok(())
    }
}

//! Words to standard output.

use std::fmt::Display;
use std::io::{Write, stdout};

/// Writes a line. A reader that has gone, as `head` does, is no failure of ours.
pub fn say(line: impl Display) {
    let _ = writeln!(stdout().lock(), "{line}");
}

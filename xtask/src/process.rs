//! Starting other programs: said aloud, checked, and without the environment that cargo gave to this one.

use crate::failure::{Doing, Failure, Outcome};
use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Variables that `cargo run` sets for this program and that would only confuse a nested build.
const OURS_ALONE: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"];

/// A command with a clean environment.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if OURS_ALONE
            .iter()
            .any(|prefix| name.to_string_lossy().starts_with(prefix))
        {
            command.env_remove(name);
        }
    }
    command
}

/// The cargo that started this program.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The command as one would type it.
pub fn spelled(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| quoted(&word.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '"', '$', '&', ';', '|', '*']) {
        format!("'{word}'")
    } else {
        word.to_owned()
    }
}

/// Runs a command with its output shown; anything but success is a failure.
pub fn run(command: &mut Command) -> Outcome<()> {
    let spelled = spelled(command);
    eprintln!("    $ {spelled}");
    let status = command.status().doing(format!("start `{spelled}`"))?;
    well(&spelled, status)
}

/// Like [`run`], and hands over each line that the command writes to its standard error, when it has been shown.
pub fn run_heard(command: &mut Command, mut hear: impl FnMut(&str)) -> Outcome<()> {
    let spelled = spelled(command);
    eprintln!("    $ {spelled}");
    let started = command.stderr(Stdio::piped()).spawn();
    let mut child = started.doing(format!("start `{spelled}`"))?;
    if let Some(said) = child.stderr.take() {
        let lines = BufReader::new(said).split(b'\n');
        for line in lines.map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            eprintln!("{line}");
            hear(&line);
        }
    }
    let status = child.wait().doing(format!("wait for `{spelled}`"))?;
    well(&spelled, status)
}

fn well(spelled: &str, status: ExitStatus) -> Outcome<()> {
    match status.success() {
        true => Ok(()),
        false => Err(Failure::new(format!("`{spelled}` ended with {status}"))),
    }
}

/// Runs a command quietly and returns what it printed on its standard output.
pub fn capture(command: &mut Command) -> Outcome<String> {
    let spelled = spelled(command);
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().doing(format!("start `{spelled}`"))?;
    if !status.success() {
        let said = String::from_utf8_lossy(&stderr);
        return Err(Failure::new(format!(
            "`{spelled}` ended with {status}\n{}",
            said.trim_end()
        )));
    }
    Ok(String::from_utf8_lossy(&stdout).into_owned())
}

/// Whether a command can be started and succeeds; shows nothing.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Like [`succeeds`], but gives up (and ends the program) after `limit`.
pub fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else {
        return false;
    };
    let end = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(50)),
            _ => {
                // It may have ended between the look and the kill; either way it is gone.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_spelled_so_that_it_can_be_typed_again() {
        let mut echo = Command::new("echo");
        echo.args(["plain", "two words"]);
        assert_eq!(spelled(&echo), "echo plain 'two words'");
    }

    #[test]
    fn what_a_program_says_is_handed_over_line_by_line_whatever_becomes_of_it() {
        let mut lines = Vec::new();
        let mut says = Command::new("sh");
        says.args(["-c", "echo one >&2; echo two >&2; exit 3"]);
        let failure = run_heard(&mut says, |line| lines.push(line.to_owned())).unwrap_err();
        assert_eq!(lines, ["one", "two"]);
        assert!(failure.to_string().contains("exit status: 3"), "{failure}");
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let before = Instant::now();
        assert!(!succeeds_within(
            Command::new("sleep").arg("30"),
            Duration::from_millis(200)
        ));
        assert!(before.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn a_program_that_fails_is_reported_with_what_it_said() {
        let failure = capture(Command::new("sh").args(["-c", "echo because >&2; exit 3"])).unwrap_err();
        assert!(failure.to_string().contains("because"));
    }
}

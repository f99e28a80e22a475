//! The log: lines to standard error, as JSON for machines or as text for people. Never a person's data.

use std::io::IsTerminal;

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use super::failure::Failure;

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// One JSON object a line.
    Json,
    /// Words.
    Text,
}

/// Starts the log and sends panics there.
pub fn begin(form: Option<Form>, level: &str) -> Result<(), Failure> {
    // Statements of the database can carry people's data, whatever level is asked for.
    let level = format!("{level},sqlx=off");
    let filter = EnvFilter::try_new(&level).map_err(|_| Failure::new("--log-level: cannot be read"))?;
    let terminal = std::io::stderr().is_terminal();
    let usual = if terminal { Form::Text } else { Form::Json };
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(terminal);
    match form.unwrap_or(usual) {
        Form::Json => lines
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .init(),
        Form::Text => lines.with_target(false).init(),
    }
    crate::web::incident::install_panic_hook();
    Ok(())
}

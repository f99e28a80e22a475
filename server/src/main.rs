//! The server of Village Ledger.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(command), Some(path)) if command == server::exchange::child::SUBCOMMAND => {
            server::exchange::child::main(Path::new(&path))
        }
        _ => ExitCode::SUCCESS,
    }
}

//! The server's own program under a name that this crate's tests can find; see `server --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}

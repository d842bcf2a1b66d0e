//! The program `recoup`.

use std::process::ExitCode;

fn main() -> ExitCode {
    recoup_cli::run(std::env::args_os()).into()
}

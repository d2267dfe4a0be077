//! The program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    kopilka::command_line::main()
}

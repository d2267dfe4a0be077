//! The files with which the program is installed, held to the programs that read them. `./tests/run` installs these, and `--quick`
//! leaves the tests out.

mod image;
mod proxies;
#[cfg(target_os = "linux")]
mod service;
mod workflows;

use std::{
    ffi::OsStr,
    path::PathBuf,
    process::{Command, Output},
};

/// A file of the project, as it stands.
fn file(name: &str) -> String {
    let path = crate::sources::top().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A program that `./tests/run` found or installed, by the name of the variable that says where.
fn program(variable: &str) -> PathBuf {
    std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set: run this test by ./tests/run")).into()
}

/// A linter of `./tests/run`.
fn linter(name: &str) -> Command {
    Command::new(program("KOPILKA_TEST_LINTERS").join(name))
}

/// Everything that a program printed.
fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs a program that must end without an error; returns what it printed.
#[track_caller]
fn succeeds(command: &mut Command) -> String {
    let name = command.get_program().to_string_lossy().into_owned();
    let arguments: Vec<_> = command.get_args().map(OsStr::to_os_string).collect();
    let output = command.output().unwrap_or_else(|error| panic!("{name}: {error}: run this test by ./tests/run"));
    assert!(output.status.success(), "{name} {arguments:?}:\n{}", printed(&output));
    printed(&output)
}

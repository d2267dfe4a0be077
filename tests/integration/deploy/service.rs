//! The unit of systemd.

use std::process::Command;

use tempfile::TempDir;

use super::{file, printed, succeeds};

/// The exposure that `systemd-analyze security` finds, in tenths: 100 is a service that may do everything.
const EXPOSURE_AT_MOST: &str = "15";
/// Longer than the program takes to end: `survival` asserts 10 seconds.
const STOP_AT_LEAST: u32 = 15;

/// The unit, of this build of the program.
fn unit(text: &str) -> (TempDir, std::path::PathBuf) {
    let directory = TempDir::new().unwrap();
    let unit = directory.path().join("kopilka.service");
    std::fs::write(&unit, text.replace("/usr/local/bin/kopilka", env!("CARGO_BIN_EXE_kopilka"))).unwrap();
    (directory, unit)
}

#[test]
fn systemd_understands_the_unit() {
    let (_directory, unit) = unit(&file("deploy/kopilka.service"));
    let said = succeeds(Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&unit));
    assert_eq!(said, "", "a warning");
}

#[test]
fn a_misspelled_line_of_the_unit_is_found() {
    let text = file("deploy/kopilka.service").replace("Restart=always", "Restrat=always");
    let (_directory, unit) = unit(&text);
    let output = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&unit).output().unwrap();
    assert!(printed(&output).contains("Restrat"), "{}", printed(&output));
}

#[test]
fn the_service_may_do_little() {
    let (_directory, unit) = unit(&file("deploy/kopilka.service"));
    let security = ["security", "--offline=true", "--no-pager", "--threshold"];
    succeeds(Command::new("systemd-analyze").args(security).arg(EXPOSURE_AT_MOST).arg(&unit));
}

#[test]
fn the_service_is_given_time_to_stop() {
    let text = file("deploy/kopilka.service");
    let seconds = text.lines().find_map(|line| line.strip_prefix("TimeoutStopSec=")).unwrap();
    assert!(seconds.parse::<u32>().unwrap() >= STOP_AT_LEAST, "{seconds}");
}

//! The workflows: by the published schema, with actions of a fixed version and no more rights than they need.

use std::path::PathBuf;

use tempfile::TempDir;

use super::{file, linter, printed, succeeds};
use crate::sources;

fn workflows() -> Vec<PathBuf> {
    let directory = sources::top().join(".github/workflows");
    let mut files: Vec<_> = directory.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 2, "{files:?}");
    files
}

#[test]
fn the_schema_finds_nothing() {
    succeeds(linter("check-jsonschema").args(["--builtin-schema", "vendor.github-workflows"]).args(workflows()));
}

#[test]
fn the_schema_finds_a_fault() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("ci.yml");
    std::fs::write(&path, file(".github/workflows/ci.yml").replace("runs-on:", "runs-onn:")).unwrap();
    let output = linter("check-jsonschema").args(["--builtin-schema", "vendor.github-workflows"]).arg(&path).output();
    let output = output.unwrap();
    assert!(!output.status.success() && printed(&output).contains("runs-on"), "{}", printed(&output));
}

#[test]
fn actions_are_of_one_version_and_rights_are_few() {
    let manifest = file("Cargo.toml");
    let rust = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap();
    for path in workflows() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.display();
        for line in text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: ")) {
            let version = line.split_once('@').map(|(_, version)| version).unwrap_or_default();
            let is_fixed = version
                .strip_prefix('v')
                .is_some_and(|version| version.starts_with(|first: char| first.is_ascii_digit()));
            assert!(is_fixed, "{name}: {line}");
        }
        assert!(
            text.contains(&format!("RUSTUP_TOOLCHAIN: {rust}\n")),
            "{name}: the toolchain is not that of Cargo.toml"
        );
        // Of the whole workflow; a job that needs more says so.
        assert!(text.contains("\npermissions:\n  contents: read\n"), "{name}");
        assert!(!text.contains("write-all") && !text.contains("pull_request_target"), "{name}");
    }
    assert!(file(".github/workflows/ci.yml").contains("run: .ci/run"));
    let release = file(".github/workflows/release.yml");
    for target in ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "sha256sum"] {
        assert!(release.contains(target), "{target}");
    }
    assert_eq!(release.matches("contents: write").count(), 1, "one job publishes");
}

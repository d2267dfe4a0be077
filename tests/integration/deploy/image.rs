//! The image for containers. There is no daemon that could build it here: its file is linted, and what it says is compared with the
//! project.

use tempfile::TempDir;

use super::{file, linter, printed, succeeds};
use crate::sources;

#[test]
fn the_linter_finds_nothing_in_the_dockerfile() {
    let said = succeeds(linter("hadolint").arg(sources::top().join("Dockerfile")));
    assert_eq!(said, "");
}

#[test]
fn a_fault_in_a_dockerfile_is_found() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("Dockerfile");
    std::fs::write(&path, file("Dockerfile").replace("rust:1.95-alpine", "rust")).unwrap();
    let output = linter("hadolint").arg(&path).output().unwrap();
    assert!(!output.status.success() && printed(&output).contains("DL3006"), "{}", printed(&output));
}

/// The arguments of an instruction, in JSON.
fn arguments(dockerfile: &str, instruction: &str) -> Vec<String> {
    let line = dockerfile.lines().find_map(|line| line.strip_prefix(instruction)).unwrap();
    serde_json::from_str(&line[line.find('[').unwrap()..]).unwrap()
}

#[test]
fn the_image_runs_what_is_there() {
    let dockerfile = file("Dockerfile");
    let manifest = file("Cargo.toml");
    let rust = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');
    assert!(
        dockerfile.contains(&format!("FROM rust:{rust}-alpine AS build")),
        "the toolchain is not that of Cargo.toml"
    );
    let program = "/usr/local/bin/kopilka";
    assert!(dockerfile.contains(&format!("/image{program}")) && dockerfile.contains("\nFROM scratch\n"));
    assert_eq!(arguments(&dockerfile, "ENTRYPOINT "), [program]);
    let commands = [arguments(&dockerfile, "CMD "), arguments(&dockerfile, "HEALTHCHECK ")[1..].to_vec()];
    let directory = TempDir::new().unwrap();
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let output = crate::command::kopilka(directory.path(), &[], &words);
        assert!(output.status.success(), "{words:?}: {}", printed(&output));
    }
    // Not as root, and where the volume is.
    assert!(dockerfile.contains("\nUSER 10001:10001\n") && dockerfile.contains("-o 10001 -g 10001 /image/data"));
    assert!(dockerfile.contains("\nVOLUME /data\n") && dockerfile.contains("DATABASE_URL=sqlite:/data/"));
}

#[test]
fn no_secret_and_no_build_get_into_the_image_and_the_source_does() {
    let ignored = file(".dockerignore");
    let patterns: Vec<&str> = ignored.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for name in [".env", ".git", "**/target", "**/*.db", "**/*.db-*"] {
        assert!(patterns.contains(&name), "{name} would be in the image");
    }
    // What cargo reads to build the program, and what is compiled into it. `.env.example` is for tests alone.
    for name in ["src", "Cargo.toml", "Cargo.lock", "migrations", "locales", "import", "benches", "tests"] {
        assert!(sources::top().join(name).exists(), "{name} is not there any more");
        assert!(patterns.iter().all(|pattern| pattern.trim_start_matches("**/") != name), "{name} would be missing");
    }
}

//! On Unix, every file that a command writes is readable by its owner alone, independent of the umask.
#![cfg(unix)]

use std::{
    collections::BTreeSet,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kopilka::sandbox::{Options, Sandbox};
use tempfile::TempDir;

use crate::{
    command::{kopilka, said},
    import_dump::{plain, text},
};

/// A running command. Dropped, it is killed.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A command in a fresh directory, and the files that it leaves there.
struct Case {
    arguments: &'static [&'static str],
    files: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { arguments: &["migrate"], files: &["kopilka.db"] },
    Case { arguments: &["import", "dump.json", "--accept-faulty"], files: &["kopilka.db", "dump.json.left-out.json"] },
    Case { arguments: &["export", "out.json"], files: &["kopilka.db", "out.json"] },
    Case { arguments: &["export", "dump.json", "--force"], files: &["kopilka.db", "dump.json"] },
    Case { arguments: &["backup", "copy.db"], files: &["kopilka.db", "copy.db"] },
    Case { arguments: &["backup", "dump.json", "--force"], files: &["kopilka.db", "dump.json"] },
    Case { arguments: &["audit"], files: &["kopilka.db"] },
    Case { arguments: &["check"], files: &["kopilka.db"] },
    Case { arguments: &["key", "create", "--scope", "till"], files: &["kopilka.db"] },
    Case { arguments: &["billing", "settings"], files: &["kopilka.db"] },
    Case { arguments: &["webhook", "list"], files: &["kopilka.db"] },
    Case { arguments: &["token", "123456789"], files: &["kopilka.db"] },
    Case { arguments: &["run"], files: &["kopilka.db", "kopilka.db-wal", "kopilka.db-shm", "kopilka.db-lock"] },
    Case {
        arguments: &["sandbox", "--port", "0", "--no-browser"],
        files: &["sandbox.db", "sandbox.db-wal", "sandbox.db-lock"],
    },
];

#[test]
fn every_command_is_in_the_table_of_cases() {
    let directory = TempDir::new().unwrap();
    let help = said(&kopilka(directory.path(), &[], &["--help"])).0;
    let commands = help.split_once("Commands:\n").unwrap().1.lines().take_while(|line| !line.is_empty());
    let commands: BTreeSet<&str> = commands.map(|line| line.split_whitespace().next().unwrap()).collect();
    let in_table: BTreeSet<&str> = CASES.iter().map(|case| case.arguments[0]).chain(["help"]).collect();
    assert_eq!(in_table, commands);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_commands_write_are_readable_only_by_their_owner() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let mut faulty = ("10002".to_owned(), plain("10002"));
    faulty.1["bonuses"] = "many".into();
    for Case { arguments, files } in CASES {
        let directory = TempDir::new().unwrap();
        let dump = directory.path().join("dump.json");
        fs::write(&dump, text(&[("10001".to_owned(), plain("10001")), faulty.clone()])).unwrap();
        fs::set_permissions(&dump, Permissions::from_mode(0o644)).unwrap();
        if ["export", "audit", "backup", "check"].contains(&arguments[0]) {
            // A shop, without a file of the lock that the command itself would make.
            let mut bot = start(directory.path(), &sandbox, &["run"]);
            until_there(directory.path(), &["kopilka.db-lock"], &mut bot.0).await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            end(&mut bot.0);
        }
        let mut command = start(directory.path(), &sandbox, arguments);
        until_there(directory.path(), files, &mut command.0).await;
        if ["run", "sandbox"].contains(&arguments[0]) {
            // Killed, it leaves its journals.
            drop(command);
        } else {
            command.0.wait().unwrap();
        }
        for (path, mode) in modes(directory.path()) {
            let is_input = path.ends_with("dump.json") && !files.contains(&"dump.json");
            assert!(is_input || mode == 0o600, "{arguments:?} leaves {path} with mode {mode:o}");
        }
    }
}

/// Starts the program with the widest umask.
fn start(directory: &Path, sandbox: &Sandbox, arguments: &[&str]) -> Running {
    let mut command = Command::new("sh");
    command.args(["-c", "umask 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_kopilka")]).args(arguments);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).current_dir(directory).env("TMPDIR", directory);
    command.env("TELOXIDE_TOKEN", sandbox.token()).env("TELOXIDE_API_URL", sandbox.url());
    Running(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

fn end(child: &mut Child) {
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert!(child.wait().unwrap().success());
}

/// Waits until these files are there.
async fn until_there(directory: &Path, files: &[&str], command: &mut Child) {
    let begun = Instant::now();
    loop {
        let ended = command.try_wait().unwrap();
        let there = modes(directory);
        let missing = files.iter().find(|name| !there.iter().any(|(path, _)| path.rsplit('/').next() == Some(name)));
        let Some(missing) = missing else { return };
        assert!(ended.is_none(), "{missing} is not among {there:?}: {ended:?}");
        assert!(begun.elapsed() < Duration::from_secs(60), "{missing} does not come; there is {there:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Every file below `directory` with its mode.
fn modes(directory: &Path) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    // Journals come and go meanwhile.
    for entry in directory.read_dir().into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => found.extend(modes(&entry.path())),
            Ok(metadata) => found.push((entry.path().display().to_string(), metadata.permissions().mode() & 0o777)),
            Err(_) => {}
        }
    }
    found
}

#[test]
fn a_world_readable_database_is_restricted_when_opened() {
    for (before, after) in
        [(0o644, 0o600), (0o666, 0o600), (0o604, 0o600), (0o600, 0o600), (0o640, 0o640), (0o660, 0o660)]
    {
        let directory = TempDir::new().unwrap();
        assert!(kopilka(directory.path(), &[], &["migrate"]).status.success());
        let file = directory.path().join("kopilka.db");
        fs::set_permissions(&file, Permissions::from_mode(before)).unwrap();
        let (_, log) = said(&kopilka(directory.path(), &[], &["migrate"]));
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, after, "from {before:o}");
        // A journal may be left of the first run, when the database was the owner's alone.
        for (path, mode) in modes(directory.path()) {
            assert_eq!(mode & !after, 0, "{path} has mode {mode:o}, from {before:o}");
        }
        assert_eq!(log.contains("was open to every user"), before != after, "{log}");
    }
}

#[test]
fn a_database_is_created_at_the_target_of_a_symbolic_link() {
    let directory = TempDir::new().unwrap();
    std::os::unix::fs::symlink("elsewhere.db", directory.path().join("kopilka.db")).unwrap();
    assert!(kopilka(directory.path(), &[], &["migrate"]).status.success());
    let mode = directory.path().join("elsewhere.db").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

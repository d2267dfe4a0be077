//! No command replaces the files of its own database, whatever it is told and by whatever name; nor anything that is no file.
#![cfg(unix)]

use std::{
    collections::BTreeSet,
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    path::PathBuf,
    process::{Command, Output},
    time::{Duration, Instant},
};

use kopilka::storage::Db;
use tempfile::TempDir;

use crate::{
    command::{failure, kopilka, said},
    import_dump::{plain, text},
};

/// The database, called like the list of customers whom an import of `shop` leaves out.
const DATABASE: &str = "shop.left-out.json";

/// The arguments that make a command write to a file, as hard as it can be told to; `None`: it writes to none that it is told.
type Arguments = fn(&str) -> Option<Vec<String>>;

const COMMANDS: &[(&str, Arguments)] = &[
    ("run", |_| None),
    ("sandbox", |_| None),
    ("audit", |_| None),
    ("check", |_| None),
    ("migrate", |_| None),
    ("key", |_| None),
    ("billing", |_| None),
    ("webhook", |_| None),
    ("token", |_| None),
    ("export", |target| Some(vec!["export".into(), target.into(), "--force".into()])),
    ("backup", |target| Some(vec!["backup".into(), target.into(), "--force".into()])),
    // Its list of left-out customers takes a free name (`the_list_of_an_import_takes_a_free_name`).
    ("import", |_| None),
];

/// A shop in a fresh directory.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(TempDir::new().unwrap());
        fs::create_dir(place.path("below")).unwrap();
        fs::write(place.path("first.json"), text(&[("10001".to_owned(), plain("10001"))])).unwrap();
        let output = place.run(&["import", "first.json"]);
        assert!(output.status.success(), "{}", said(&output).1);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run_on(&self, database: &str, arguments: &[&str]) -> Output {
        let url = format!("sqlite:{database}");
        let settings = [("DATABASE_URL", url.as_str()), ("TELOXIDE_TOKEN", "7001:x"), ("RUST_LOG", "error")];
        kopilka(self.0.path(), &settings, arguments)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_on(DATABASE, arguments)
    }

    /// Runs every command that writes to a file it is told; the line of each failure.
    fn refusals(&self, database: &str, target: &str) -> Vec<(String, String)> {
        let told = COMMANDS.iter().filter_map(|(name, arguments)| Some((*name, arguments(target)?)));
        let lines = told.map(|(name, arguments)| {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let output = self.run_on(database, &arguments);
            let (_, err) = said(&output);
            assert_eq!(output.status.code(), Some(1), "{name} {target}: {err}");
            assert_eq!(err.lines().count(), 1, "{name} {target}: {err}");
            (name.to_owned(), err.trim().to_owned())
        });
        let lines = lines.collect();
        assert!(self.temporary_files().is_empty(), "{:?}", self.temporary_files());
        lines
    }

    fn temporary_files(&self) -> Vec<String> {
        let names = self.0.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains(".tmp")).collect()
    }

    fn assert_whole(&self, after: &str) {
        let output = self.run(&["audit"]);
        assert!(output.status.success(), "after {after}: {}", said(&output).1);
    }
}

#[test]
fn every_command_is_in_the_table() {
    let directory = TempDir::new().unwrap();
    let help = said(&kopilka(directory.path(), &[], &["--help"])).0;
    let commands = help.split_once("Commands:\n").unwrap().1.lines().take_while(|line| !line.is_empty());
    let commands: BTreeSet<&str> = commands.map(|line| line.split_whitespace().next().unwrap()).collect();
    let in_table: BTreeSet<&str> = COMMANDS.iter().map(|(name, _)| *name).chain(["help"]).collect();
    assert_eq!(in_table, commands);
}

#[test]
fn the_database_is_never_a_target_by_whatever_name() {
    let place = Place::new();
    let directory = place.0.path().to_str().unwrap().to_owned();
    symlink(DATABASE, place.path("link.left-out.json")).unwrap();
    symlink("link.left-out.json", place.path("link-of-link.left-out.json")).unwrap();
    symlink(&directory, place.path("below/above")).unwrap();
    let targets = [
        DATABASE.to_owned(),
        format!("./{DATABASE}"),
        format!("below/../{DATABASE}"),
        format!("{directory}/{DATABASE}"),
        format!("below/above/{DATABASE}"),
        "link.left-out.json".to_owned(),
        "link-of-link.left-out.json".to_owned(),
        "below/above/link.left-out.json".to_owned(),
    ];
    for database in [DATABASE, "link.left-out.json", "below/above/link-of-link.left-out.json"] {
        for target in &targets {
            for (name, line) in place.refusals(database, target) {
                let expected = format!("kopilka: {target} cannot be written: it is the database in use");
                assert!(line.starts_with(&expected), "{name}: {line}");
            }
        }
        place.assert_whole(database);
    }
}

#[test]
fn journals_and_the_lock_are_never_a_target() {
    let place = Place::new();
    symlink(DATABASE, place.path("link")).unwrap();
    for (database, names) in [(DATABASE, [DATABASE, DATABASE]), ("link", ["link", DATABASE])] {
        for name in names {
            for suffix in ["-wal", "-shm", "-journal", "-lock", "-WAL"] {
                for (command, line) in place.refusals(database, &format!("below/../{name}{suffix}")) {
                    assert!(line.contains("it is the database in use"), "{command}: {line}");
                }
            }
        }
    }
    place.assert_whole("the names of journals");
}

#[tokio::test]
async fn journals_of_a_running_program_are_never_a_target_through_links() {
    let place = Place::new();
    let db = Db::open_existing(&format!("sqlite:{}", place.path(DATABASE).display())).await.unwrap();
    let _lock = db.lock_file().unwrap();
    db.migrate().await.unwrap();
    for suffix in ["-wal", "-shm", "-lock"] {
        assert!(place.path(&format!("{DATABASE}{suffix}")).is_file(), "{suffix}");
        symlink(format!("{DATABASE}{suffix}"), place.path(&format!("link{suffix}"))).unwrap();
        fs::hard_link(place.path(&format!("{DATABASE}{suffix}")), place.path(&format!("hard{suffix}"))).unwrap();
        for link in ["link", "hard"] {
            let refusals = place.refusals(DATABASE, &format!("{link}{suffix}"));
            assert_eq!(refusals.len(), 2);
            for (command, line) in refusals {
                assert!(line.contains("it is the database in use"), "{command} {link}{suffix}: {line}");
            }
        }
    }
    place.assert_whole("links to journals");
    db.close().await;
}

/// SQLite names the journals after the file, so a second name does not see what was committed by the first.
#[test]
fn a_database_with_a_hard_link_is_refused_by_every_command() {
    let place = Place::new();
    fs::hard_link(place.path(DATABASE), place.path("other.db")).unwrap();
    let commands: [&[&str]; 6] =
        [&["run"], &["audit"], &["migrate"], &["export", "out"], &["backup", "copy"], &["import", "first.json"]];
    for database in [DATABASE, "other.db"] {
        for arguments in commands {
            let line = failure(&place.run_on(database, arguments));
            assert!(line.contains("has another name that is a hard link"), "{arguments:?}: {line}");
        }
    }
    fs::remove_file(place.path("other.db")).unwrap();
    place.assert_whole("the link is gone");
}

#[test]
fn only_files_are_replaced_and_only_by_force() {
    let place = Place::new();
    assert!(Command::new("mkfifo").arg(place.path("pipe")).status().unwrap().success());
    let _socket = UnixListener::bind(place.path("socket")).unwrap();
    symlink("/dev/null", place.path("device")).unwrap();
    symlink("below", place.path("directory")).unwrap();
    for name in ["pipe", "socket", "device", "directory"] {
        let refusals = place.refusals(DATABASE, name);
        assert_eq!(refusals.len(), 2);
        for (command, line) in refusals {
            assert!(line.contains("cannot be written: it is no file"), "{command} {name}: {line}");
        }
    }
    for command in ["export", "backup"] {
        let line = failure(&place.run(&[command, "below", "--force"]));
        assert_eq!(line, "kopilka: below cannot be written: is a directory");
    }
    // A link is replaced itself, wherever it leads, and only by force.
    fs::write(place.path("precious"), "precious").unwrap();
    for command in ["export", "backup"] {
        for target in ["nowhere", "precious"] {
            symlink(target, place.path("to-file")).unwrap();
            let line = failure(&place.run(&[command, "to-file"]));
            assert_eq!(line, "kopilka: to-file exists already; --force replaces it");
            assert!(place.path("to-file").is_symlink());
            let output = place.run(&[command, "to-file", "--force"]);
            assert!(output.status.success(), "{}", said(&output).1);
            assert!(!place.path("to-file").is_symlink() && !place.path("nowhere").exists());
            assert_eq!(fs::read_to_string(place.path("precious")).unwrap(), "precious");
            fs::remove_file(place.path("to-file")).unwrap();
        }
    }
}

/// The database, a link to it, a pipe and a directory have the names that the list would take.
#[test]
fn the_list_of_an_import_takes_a_free_name() {
    let place = Place::new();
    symlink(DATABASE, place.path("shop.left-out-2.json")).unwrap();
    assert!(Command::new("mkfifo").arg(place.path("shop.left-out-3.json")).status().unwrap().success());
    fs::create_dir(place.path("shop.left-out-4.json")).unwrap();
    let mut faulty = plain("10002");
    faulty["bonuses"] = "many".into();
    fs::write(place.path("shop"), text(&[("10003".to_owned(), plain("10003")), ("10002".to_owned(), faulty)])).unwrap();
    let output = place.run(&["import", "shop", "--accept-faulty"]);
    let (out, err) = said(&output);
    assert!(output.status.success(), "{err}");
    assert!(out.contains("shop.left-out-5.json"), "{out}");
    assert!(fs::read_to_string(place.path("shop.left-out-5.json")).unwrap().contains("10002"));
    assert!(place.path("shop.left-out-2.json").is_symlink());
    assert!(place.temporary_files().is_empty(), "{:?}", place.temporary_files());
    place.assert_whole("the import");
}

/// A pg_dump that never ends stands for a large database.
#[test]
fn a_backup_that_is_told_to_stop_leaves_nothing() {
    use std::os::unix::fs::PermissionsExt as _;

    for signal in ["TERM", "INT"] {
        let directory = TempDir::new().unwrap();
        let programs = TempDir::new().unwrap();
        let fake = programs.path().join("pg_dump");
        fs::write(&fake, format!("#!/bin/sh\necho $$ >'{}/pid'\nexec sleep 600\n", programs.path().display())).unwrap();
        fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", programs.path().display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(env!("CARGO_BIN_EXE_kopilka"));
        command.env_clear().env("PATH", path).env("DATABASE_URL", "postgres://localhost/shop");
        let mut backup = command.current_dir(directory.path()).args(["backup", "copy"]).spawn().unwrap();
        let begun = Instant::now();
        let pid = loop {
            let pid = fs::read_to_string(programs.path().join("pid")).unwrap_or_default();
            if pid.ends_with('\n') {
                break pid.trim().to_owned();
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "it does not begin");
            std::thread::sleep(Duration::from_millis(10));
        };
        let kill = |signal: &str, pid: &str| Command::new("kill").args([&format!("-{signal}"), pid]).output().unwrap();
        assert!(kill(signal, &backup.id().to_string()).status.success());
        assert_eq!(backup.wait().unwrap().code(), Some(1), "{signal}");
        assert_eq!(directory.path().read_dir().unwrap().count(), 0, "{signal} leaves a file");
        let ended = Instant::now();
        while kill("0", &pid).status.success() {
            assert!(ended.elapsed() < Duration::from_secs(10), "pg_dump goes on after {signal}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

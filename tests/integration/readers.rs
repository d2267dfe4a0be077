//! What only reads writes nothing: not into a database that it may not write, nor beside it, and not even a migration.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs::{self, Permissions},
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::Path,
    process::{Command, Output},
};

use kopilka::domain::ShopId;
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;

use crate::{
    command::{failure, kopilka, said},
    database::{Kind, TestDb},
    import_dump::{plain, text},
    on_both,
    shop::Shop,
};

const SHOP: ShopId = ShopId(7_001);

/// A user without rights, for tests that run as root, who may write everything.
const UNPRIVILEGED: u32 = 65_534;

/// Runs the program as a user to whom the modes of files apply.
fn as_user(program: &Path, directory: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.current_dir(directory).args(arguments).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    if is_root() {
        command.uid(UNPRIVILEGED).gid(UNPRIVILEGED);
    }
    command.envs(settings.iter().copied()).output().unwrap()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// Every file of a directory with its content.
fn content(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = directory.read_dir().unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_that_cannot_be_written_is_read() {
    // The program itself may lie where that user may not go.
    let programs = TempDir::new().unwrap();
    set_mode(programs.path(), 0o755);
    let program = programs.path().join("kopilka");
    fs::copy(env!("CARGO_BIN_EXE_kopilka"), &program).unwrap();
    for (file_mode, directory_mode) in [(0o600, 0o700), (0o400, 0o700), (0o600, 0o500), (0o400, 0o500)] {
        let place = TempDir::new().unwrap();
        let shop = place.path().join("shop");
        fs::create_dir(&shop).unwrap();
        fs::write(place.path().join("dump.json"), text(&[("10001".to_owned(), plain("10001"))])).unwrap();
        let settings = [("DATABASE_URL", "sqlite:shop/kopilka.db"), ("TELOXIDE_TOKEN", "7001:x")];
        assert!(kopilka(place.path(), &settings, &["import", "dump.json"]).status.success());
        let out = place.path().join("out");
        fs::create_dir(&out).unwrap();
        if is_root() {
            let owner = format!("{UNPRIVILEGED}:{UNPRIVILEGED}");
            assert!(Command::new("chown").args(["-R", &owner]).arg(place.path()).status().unwrap().success());
        }
        // Empty journals may be left where a program ends.
        for suffix in ["-wal", "-shm"] {
            let journal = shop.join(format!("kopilka.db{suffix}"));
            if suffix == "-shm" || journal.metadata().is_ok_and(|journal| journal.len() == 0) {
                let _ = fs::remove_file(journal);
            }
        }
        set_mode(&shop.join("kopilka.db"), file_mode);
        set_mode(&shop, directory_mode);
        let before = content(&shop);
        for arguments in [&["audit"][..], &["export", "out/export.json"], &["backup", "out/copy.db"]] {
            let output = as_user(&program, place.path(), &settings, arguments);
            let case = format!("{arguments:?}, file {file_mode:o}, directory {directory_mode:o}");
            assert!(output.status.success(), "{case}: {}", said(&output).1);
            assert!(content(&shop) == before, "{case}: something was written");
        }
        let copy = [("DATABASE_URL", "sqlite:out/copy.db"), ("TELOXIDE_TOKEN", "7001:x")];
        assert!(as_user(&program, place.path(), &copy, &["audit"]).status.success());
        // So that the directory can be removed.
        set_mode(&shop, 0o700);
    }
}

/// Waiting for it would be for ever.
#[test]
fn what_writes_refuses_a_database_that_it_may_not_write_at_the_start() {
    // The program itself may lie where that user may not go.
    let programs = TempDir::new().unwrap();
    set_mode(programs.path(), 0o755);
    let program = programs.path().join("kopilka");
    fs::copy(env!("CARGO_BIN_EXE_kopilka"), &program).unwrap();
    let place = TempDir::new().unwrap();
    let shop = place.path().join("shop");
    fs::create_dir(&shop).unwrap();
    fs::write(place.path().join("dump.json"), text(&[])).unwrap();
    let settings = [("DATABASE_URL", "sqlite:shop/kopilka.db"), ("TELOXIDE_TOKEN", "7001:x"), ("RUST_LOG", "error")];
    assert!(kopilka(place.path(), &settings, &["migrate"]).status.success());
    if is_root() {
        let owner = format!("{UNPRIVILEGED}:{UNPRIVILEGED}");
        assert!(Command::new("chown").args(["-R", &owner]).arg(place.path()).status().unwrap().success());
    }
    let (file, shm) = (shop.join("kopilka.db"), shop.join("kopilka.db-shm"));
    let refused = |file_mode: u32, directory_mode: u32, expected: &str| {
        set_mode(&file, file_mode);
        set_mode(&shop, directory_mode);
        for arguments in [&["run"][..], &["migrate"], &["import", "dump.json"]] {
            let line = failure(&as_user(&program, place.path(), &settings, arguments));
            assert!(line.contains(expected), "{arguments:?}: {line}");
            assert!(
                line.starts_with("kopilka: DATABASE_URL: the database cannot be opened: shop/kopilka.db"),
                "{line}"
            );
        }
        set_mode(&shop, 0o700);
    };
    refused(0o400, 0o700, "may not be written by the user of this program");
    refused(0o600, 0o500, "shop may not be written by the user of this program, and SQLite keeps its journals there");
    // A journal that was left by another user.
    fs::write(&shm, "").unwrap();
    set_mode(&shm, 0o400);
    if is_root() {
        assert!(Command::new("chown").arg("root").arg(&shm).status().unwrap().success());
        refused(0o600, 0o700, "its journals (-wal and -shm beside it) belong to another user");
        fs::remove_file(&shm).unwrap();
    }
}

/// A program that was killed leaves what it has committed in the journal.
#[tokio::test]
async fn a_journal_is_read_and_left_as_it_is() {
    let db = TestDb::new(Kind::Sqlite).await;
    let shop = Shop::open_as(&db, SHOP).await;
    shop.welcomes(1, "Анна").await;
    let place = TempDir::new().unwrap();
    let file = Path::new(db.url.trim_start_matches("sqlite:"));
    for suffix in ["", "-wal"] {
        let name = format!("kopilka.db{suffix}");
        fs::copy(file.with_file_name(&name), place.path().join(&name)).unwrap();
    }
    assert!(place.path().join("kopilka.db-wal").metadata().unwrap().len() > 0);
    let before = content(place.path());
    let out = TempDir::new().unwrap();
    let file = format!("{}/export.json", out.path().display());
    let copy = format!("{}/copy.db", out.path().display());
    for arguments in [&["audit"][..], &["export", &file], &["backup", &copy]] {
        let output = kopilka(place.path(), &[("TELOXIDE_TOKEN", "7001:x")], arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output).1);
        let after = content(place.path());
        for (name, bytes) in &before {
            assert!(&after[name] == bytes, "{arguments:?} changes {name}");
        }
    }
    assert!(fs::read_to_string(&file).unwrap().contains("Анна"));
}

#[tokio::test]
async fn a_user_of_postgres_who_may_only_read_audits_exports_and_backs_up() {
    let db = TestDb::new(Kind::Postgres).await;
    let shop = Shop::open_as(&db, SHOP).await;
    shop.welcomes(1, "Анна").await;
    let mut url = reqwest::Url::parse(&db.url).unwrap();
    let reader = format!("reader_of_{}", url.path().trim_start_matches('/'));
    let mut raw = db.raw().await;
    raw.run(&format!("CREATE ROLE \"{reader}\" LOGIN PASSWORD 'invented'")).await;
    raw.run(&format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"{reader}\"")).await;
    url.set_username(&reader).unwrap();
    url.set_password(Some("invented")).unwrap();
    let place = TempDir::new().unwrap();
    let settings = [("DATABASE_URL", url.as_str()), ("TELOXIDE_TOKEN", "7001:x")];
    let outputs = [&["audit"][..], &["export", "export.json"], &["backup", "copy"]]
        .map(|arguments| (arguments, kopilka(place.path(), &settings, arguments)));
    raw.run(&format!("DROP OWNED BY \"{reader}\"; DROP ROLE \"{reader}\"")).await;
    for (arguments, output) in outputs {
        assert!(output.status.success(), "{arguments:?}: {}", said(&output).1);
    }
}

on_both! {
    async fn tables_of_another_version_are_refused_with_what_to_do(db: TestDb) {
        Shop::open_as(&db, SHOP).await;
        let bytes = if db.db.is_postgres() { "'\\x00'" } else { "x'00'" };
        let place = TempDir::new().unwrap();
        let settings = [("DATABASE_URL", db.url.as_str()), ("TELOXIDE_TOKEN", "7001:x"), ("RUST_LOG", "error")];
        let newer = format!("INSERT INTO _sqlx_migrations VALUES (9999, 'later', CURRENT_TIMESTAMP, TRUE, {bytes}, 1)");
        let cases: [(&str, &str, &[&[&str]]); 3] = [
            (&newer, "use that version of kopilka", &[&["audit"], &["export", "out"], &["migrate"], &["run"]]),
            (
                &format!("DELETE FROM _sqlx_migrations WHERE version = 9999; UPDATE _sqlx_migrations SET checksum = {bytes}"),
                "write a file with kopilka export of that build",
                &[&["audit"], &["export", "out"], &["migrate"], &["run"]],
            ),
            (
                "DELETE FROM _sqlx_migrations",
                "it has no tables yet: kopilka run and kopilka import make them",
                &[&["audit"], &["export", "out"]],
            ),
        ];
        for (change, expected, commands) in cases {
            let mut raw = db.raw().await;
            raw.run(change).await;
            let applied = raw.number("SELECT COUNT(*) FROM _sqlx_migrations").await;
            for arguments in commands {
                let line = failure(&kopilka(place.path(), &settings, arguments));
                assert!(line.contains(expected), "{arguments:?}: {line}");
            }
            assert_eq!(raw.number("SELECT COUNT(*) FROM _sqlx_migrations").await, applied);
        }
        assert_eq!(place.path().read_dir().unwrap().count(), 0);
    }
}

#[tokio::test]
async fn what_only_reads_does_not_make_tables() {
    let place = TempDir::new().unwrap();
    let url = format!("sqlite:{}?mode=rwc", place.path().join("kopilka.db").display());
    SqliteConnection::connect(&url).await.unwrap().close().await.unwrap();
    fs::write(place.path().join("kopilka.db"), "").unwrap();
    for arguments in [&["audit"][..], &["export", "out"]] {
        let line = failure(&kopilka(place.path(), &[("TELOXIDE_TOKEN", "7001:x")], arguments));
        assert!(line.contains("it has no tables yet"), "{line}");
    }
    assert_eq!(fs::read(place.path().join("kopilka.db")).unwrap(), b"");
}

/// As two services of one machine do at their first start.
#[test]
fn processes_that_make_the_tables_at_the_same_time_wait_for_each_other() {
    for _ in 0..3 {
        let place = TempDir::new().unwrap();
        let start = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_kopilka"));
            command.env_clear().current_dir(place.path()).arg("migrate");
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        };
        let processes: Vec<_> = (0..6).map(|_| start()).collect();
        for process in processes {
            let output = process.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", said(&output).1);
        }
    }
}

#[tokio::test]
async fn a_database_of_another_encoding_is_refused() {
    let db = TestDb::new(Kind::Postgres).await;
    let mut url = reqwest::Url::parse(&db.url).unwrap();
    let mut raw = db.raw().await;
    for encoding in ["WIN1251", "LATIN1", "SQL_ASCII"] {
        let name = format!("{}_{}", url.path().trim_start_matches('/'), encoding.to_lowercase());
        let options = "LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0";
        raw.run(&format!("CREATE DATABASE \"{name}\" ENCODING '{encoding}' {options}")).await;
        let whole = url.path().to_owned();
        url.set_path(&name);
        let place = TempDir::new().unwrap();
        fs::write(place.path().join("dump.json"), text(&[])).unwrap();
        let settings = [("DATABASE_URL", url.as_str()), ("TELOXIDE_TOKEN", "7001:x"), ("RUST_LOG", "error")];
        let commands: [&[&str]; 5] = [&["run"], &["migrate"], &["audit"], &["export", "out"], &["import", "dump.json"]];
        let lines = commands.map(|arguments| kopilka(place.path(), &settings, arguments));
        url.set_path(&whole);
        raw.run(&format!("DROP DATABASE \"{name}\" WITH (FORCE)")).await;
        for output in lines {
            let line = failure(&output);
            let expected = format!("the database {name} is in the encoding {encoding}, and must be in UTF8");
            assert!(line.contains(&expected), "{line}");
        }
    }
}

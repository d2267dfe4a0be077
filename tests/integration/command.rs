//! The program as the shop's owner runs it: what it prints, and how it ends.

use std::{
    path::Path,
    process::{Command, Output},
};

use kopilka::domain::{PointsWallet, ShopId};
use tempfile::TempDir;

use crate::{
    database::{Kind, TestDb},
    on_both,
    shop::Shop,
};

/// Runs the program in a directory with nothing but these settings.
pub(crate) fn kopilka(directory: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kopilka"));
    command.current_dir(directory).args(arguments).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap());
    command.envs(settings.iter().copied()).output().unwrap()
}

/// Standard output and standard error, as text.
pub(crate) fn said(output: &Output) -> (String, String) {
    (String::from_utf8(output.stdout.clone()).unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

/// The one line of a failure.
pub(crate) fn failure(output: &Output) -> String {
    let (out, err) = said(output);
    assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{err}");
    assert!(err.starts_with("kopilka: ") && err.lines().count() == 1, "{err}");
    err.trim_end().to_owned()
}

#[test]
fn a_key_for_a_back_office_is_printed_with_the_key_of_the_shop() {
    let directory = TempDir::new().unwrap();
    let create = |arguments: &[&str]| {
        let arguments = [&["key", "create"], arguments].concat();
        let (out, err) = said(&kopilka(directory.path(), &[("TELOXIDE_TOKEN", "7001:x")], &arguments));
        assert!(out.starts_with("tb_") || out.starts_with('{'), "{out}{err}");
        out
    };
    let as_json: serde_json::Value = serde_json::from_str(&create(&["--scope", "all", "--json"])).unwrap();
    let tenant = as_json["tenant_key"].as_str().unwrap();
    for scope in ["all", "customers:read", "customers:update"] {
        let printed = create(&["--scope", scope]);
        assert_eq!(printed.lines().nth(1), Some(format!("X-Tenant-Key: {tenant}").as_str()), "{scope}");
    }
    // A till needs none, and what is printed for it is the key alone.
    assert_eq!(create(&["--scope", "till"]).lines().count(), 1);
}

#[test]
fn a_wrong_setting_stops_every_command_with_one_line() {
    let directory = TempDir::new().unwrap();
    for command in
        [&["run"][..], &["migrate"], &["audit"], &["export", "out.json"], &["import", "in.json"], &["backup", "b"]]
    {
        let line = failure(&kopilka(directory.path(), &[("SHOP_TIMEZONE", "Mars")], command));
        assert!(line.starts_with("kopilka: SHOP_TIMEZONE is \"Mars\"; it must be a time zone"), "{line}");
        let line = failure(&kopilka(directory.path(), &[("RUST_LOG", "=,=")], command));
        assert!(line.starts_with("kopilka: RUST_LOG must be"), "{line}");
    }
    for command in [&["run"][..], &["audit"], &["export", "out.json"], &["import", "in.json"]] {
        let line = failure(&kopilka(directory.path(), &[], command));
        assert!(line.starts_with("kopilka: TELOXIDE_TOKEN is not set"), "{line}");
    }
    assert_eq!(directory.path().read_dir().unwrap().count(), 0, "nothing was made");
}

#[test]
fn settings_come_from_the_file_and_the_environment_goes_first() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join(".env");
    std::fs::write(&file, "# a comment\nSHOP_CURRENCY=XX\nDATABASE_URL=sqlite:from-file.db\n").unwrap();
    let line = failure(&kopilka(directory.path(), &[], &["migrate"]));
    let expected =
        "kopilka: SHOP_CURRENCY is \"XX\"; it must be the three letters of a currency, like KZT (line 2 of .env)";
    assert_eq!(line, expected);
    assert!(kopilka(directory.path(), &[("SHOP_CURRENCY", "KZT")], &["migrate"]).status.success());
    assert!(directory.path().join("from-file.db").exists());
    let line = failure(&kopilka(directory.path(), &[("SHOP_CURRENCY", "YY")], &["migrate"]));
    assert!(line.contains("is \"YY\"") && !line.contains(".env"), "{line}");

    for (text, expected) in [
        ("SHOP_CURRENCY=KZT\n\nTELOXIDE_TOKEN 123456:hunter2\n", "line 3 of .env is not NAME=value: TELOXIDE_TOKEN"),
        ("# a\nTELOXIDE_TOKEN=hunter2\n", "TELOXIDE_TOKEN must be the token"),
        ("# a\nRUST_LOG==,=\n", "RUST_LOG must be"),
        ("OWNER_IDS=1\nOWNER_IDS=2\n", "line 2 of .env sets OWNER_IDS to another value than line 1"),
    ] {
        std::fs::write(&file, text).unwrap();
        let line = failure(&kopilka(directory.path(), &[], &["migrate"]));
        assert!(line.starts_with(&format!("kopilka: {expected}")) && !line.contains("hunter2"), "{line}");
        assert!(expected.starts_with("line") || line.contains("(line 2 of .env)"), "{line}");
    }
}

#[test]
fn names_that_are_no_settings_are_named() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join(".env");
    let migrate = |settings: &[(&str, &str)]| {
        let output = kopilka(directory.path(), settings, &["migrate"]);
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    std::fs::write(&file, "OWNER_IDS=1\nSHOP_CURENCY=KGS\n").unwrap();
    let (is_done, line) = migrate(&[]);
    assert!(!is_done);
    assert_eq!(line.trim(), "kopilka: SHOP_CURENCY is no setting; SHOP_CURRENCY is meant (line 2 of .env)");
    // Another program's names are not refused, and an empty one says nothing.
    std::fs::write(&file, "POSTGRES_PASSWORD=hunter2\nDATABASE_URI=hunter2\nSHOP_CURENCY=\n").unwrap();
    let token = [("TELOXIDE_TOKEN", "123456:hunter2")];
    let (is_done, log) = migrate(&token);
    assert!(is_done, "{log}");
    assert!(log.contains("POSTGRES_PASSWORD is no setting, and is not used (line 1 of .env)"), "{log}");
    assert!(
        log.contains("DATABASE_URI is no setting, and is not used; the nearest one is DATABASE_URL (line 2"),
        "{log}"
    );
    assert!(!log.contains("CURENCY") && !log.contains("hunter2"), "{log}");
    // The environment is full of other names.
    std::fs::remove_file(&file).unwrap();
    let (is_done, log) = migrate(&[token[0], ("HTTP_PROXY", "http://127.0.0.1:1"), ("DATABASE_URI", "x")]);
    assert!(is_done && !log.contains("no setting"), "{log}");
    let (is_done, line) = migrate(&[token[0], ("OWNER_ID", "1")]);
    assert!(!is_done);
    assert_eq!(line.trim(), "kopilka: OWNER_ID is no setting; OWNER_IDS is meant");
}

#[test]
fn a_setting_of_the_file_means_what_it_means_in_the_environment() {
    for (line, file) in [
        ("DATABASE_URL=sqlite:my shop.db", "my shop.db"),
        ("\u{feff}DATABASE_URL = sqlite:cash$box.db # the till\r", "cash$box.db"),
        ("export DATABASE_URL='sqlite:cash#\\box.db'", "cash#\\box.db"),
        ("OWNER_IDS=1, 2\nDATABASE_URL=\"sqlite:o'clock.db\"", "o'clock.db"),
    ] {
        let directory = TempDir::new().unwrap();
        std::fs::write(directory.path().join(".env"), format!("{line}\n")).unwrap();
        // The file is found from a directory below, too.
        let below = directory.path().join("below");
        std::fs::create_dir(&below).unwrap();
        for place in [directory.path(), &below] {
            let output = kopilka(place, &[], &["migrate"]);
            assert!(output.status.success(), "{line}: {}", said(&output).1);
            assert!(place.join(file).is_file(), "{line} in {}", place.display());
        }
    }
}

#[test]
fn wrong_arguments_are_explained() {
    let directory = TempDir::new().unwrap();
    for arguments in [&[][..], &["backup"], &["audit", "--xml"], &["sell"]] {
        let output = kopilka(directory.path(), &[], arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).1.contains("Usage"), "{arguments:?}");
    }
    let output = kopilka(directory.path(), &[], &["--help"]);
    let help = said(&output).0;
    for command in ["run", "sandbox", "import", "export", "audit", "check", "backup", "migrate"] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} in {help}");
    }
}

#[test]
fn a_failed_connection_is_one_line_without_the_password() {
    let directory = TempDir::new().unwrap();
    let wrong_password = {
        let server = std::env::var("KOPILKA_TEST_POSTGRES").expect("run the tests with ./tests/run");
        let mut url = reqwest::Url::parse(&server).unwrap();
        url.set_password(Some("hunter2")).unwrap();
        url.to_string()
    };
    let cases = [
        ("sqlite:no/such/kopilka.db", "migrate", "there is no directory no/such"),
        ("sqlite:kopilka.db", "audit", "there is no file kopilka.db"),
        ("postgres://anna:hunter2@127.0.0.1:1/shop", "migrate", "refused"),
        (wrong_password.as_str(), "migrate", "password authentication failed"),
    ];
    for (url, command, cause) in cases {
        let settings = [("DATABASE_URL", url), ("TELOXIDE_TOKEN", "7001:x")];
        let line = failure(&kopilka(directory.path(), &settings, &[command]));
        assert!(line.contains("DATABASE_URL: the database cannot be opened") && line.contains(cause), "{line}");
        assert!(!line.contains("hunter2"), "{line}");
    }
    std::fs::write(directory.path().join("kopilka.db"), "this is no database, however long it is; not at all").unwrap();
    let line = failure(&kopilka(directory.path(), &[], &["migrate"]));
    assert!(line.contains("not a database"), "{line}");
}

/// Another program's database, and files that are none.
#[tokio::test]
async fn a_file_that_is_no_shops_is_refused_by_every_command() {
    let directory = TempDir::new().unwrap();
    let path = |name: &str| directory.path().join(name);
    std::fs::create_dir(path("directory")).unwrap();
    std::fs::write(path("empty.db"), "").unwrap();
    std::fs::write(path("text.db"), "this is no database, however long it is; not at all".repeat(99)).unwrap();
    let foreign = sqlx::sqlite::SqliteConnectOptions::new().filename(path("foreign.db")).create_if_missing(true);
    let mut foreign = sqlx::ConnectOptions::connect(&foreign).await.unwrap();
    sqlx::raw_sql("CREATE TABLE notes (text TEXT)").execute(&mut foreign).await.unwrap();
    sqlx::Connection::close(foreign).await.unwrap();
    let shop = kopilka(directory.path(), &[("DATABASE_URL", "sqlite:shop.db")], &["migrate"]);
    assert!(shop.status.success(), "{}", said(&shop).1);
    std::fs::write(path("dump.json"), crate::import_dump::text(&[])).unwrap();
    let before = files(directory.path());
    let writing: [&[&str]; 3] = [&["run"], &["migrate"], &["import", "dump.json"]];
    let reading: [&[&str]; 3] = [&["audit"], &["export", "out"], &["backup", "out"]];
    let all = [writing, reading].concat();
    let cases: [(&str, &str, &[&[&str]]); 6] = [
        ("sqlite:.", ". is a directory: name a file in it", &all),
        ("sqlite:directory", "directory is a directory: name a file in it, like sqlite:directory/kopilka.db", &all),
        ("sqlite:text.db", "is not a database of SQLite", &all),
        ("sqlite:foreign.db", "its tables are another program's", &all),
        ("sqlite:empty.db", "it has no tables yet", &reading),
        ("sqlite:shop.db?mode=ro", "shop.db is opened only for reading, and has to be written", &writing),
    ];
    for (url, expected, commands) in cases {
        let settings = [("DATABASE_URL", url), ("TELOXIDE_TOKEN", "7001:x"), ("RUST_LOG", "error")];
        for arguments in commands {
            let line = failure(&kopilka(directory.path(), &settings, arguments));
            assert!(line.contains(expected) && line.contains("DATABASE_URL"), "{url} {arguments:?}: {line}");
            assert!(!line.contains("(code"), "{url} {arguments:?}: {line}");
        }
    }
    assert_eq!(files(directory.path()), before);
}

/// The names of the files in a directory.
fn files(directory: &Path) -> std::collections::BTreeSet<std::ffi::OsString> {
    directory.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect()
}

#[test]
fn a_directory_that_is_called_like_the_file_of_settings_is_named() {
    let directory = TempDir::new().unwrap();
    std::fs::create_dir(directory.path().join(".env")).unwrap();
    let output = kopilka(directory.path(), &[("DATABASE_URL", "sqlite:shop.db")], &["migrate"]);
    let (_, err) = said(&output);
    assert!(output.status.success() && err.contains("is a directory and no file of settings"), "{err}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let db = TestDb::new(Kind::Sqlite).await;
    db.raw()
        .await
        .run("INSERT INTO _sqlx_migrations VALUES (9999, 'from the future', CURRENT_TIMESTAMP, TRUE, x'00', 1)")
        .await;
    let directory = TempDir::new().unwrap();
    let line = failure(&kopilka(directory.path(), &[("DATABASE_URL", &db.url)], &["migrate"]));
    assert!(
        line.contains("the tables of the database cannot be brought up to date") && line.contains("9999"),
        "{line}"
    );
}

on_both! {
    async fn the_audit_prints_what_it_checked_and_fails_where_something_is_wrong(db: TestDb) {
        let shop = Shop::open_as(&db, ShopId(7_001)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, PointsWallet::Main, 12_50).await;
        let directory = TempDir::new().unwrap();
        let settings = [("DATABASE_URL", db.url.as_str()), ("TELOXIDE_TOKEN", "7001:x")];
        let run = |arguments: &[&str]| kopilka(directory.path(), &settings, arguments);

        let output = run(&["audit"]);
        let (out, err) = said(&output);
        assert_eq!((output.status.code(), err.as_str()), (Some(0), ""));
        let checks = out.lines().filter(|line| line.starts_with("ok ")).count();
        assert!(out.contains("ok     a wallet's balance is the sum of its entries"), "{out}");
        assert!(checks > 10 && out.contains(&format!("{checks} checks passed")), "{out}");
        assert!(!out.contains("BROKEN"), "{out}");

        db.raw().await.run("UPDATE wallets SET balance_minor = 1300").await;
        let output = run(&["audit"]);
        let (out, err) = said(&output);
        assert_eq!((output.status.code(), err.as_str()), (Some(1), ""));
        assert!(out.contains("BROKEN a wallet's balance is the sum of its entries"), "{out}");
        assert!(out.contains(&format!("{} main: 13.00 is stored, 12.50 is right", anna.code)), "{out}");
        assert!(out.contains(&format!("3 of {checks} checks failed")), "{out}");

        let output = run(&["audit", "--json"]);
        assert_eq!(output.status.code(), Some(1));
        let findings: Vec<serde_json::Value> = serde_json::from_str(&said(&output).0).unwrap();
        assert_eq!(findings.len(), checks);
        let broken: Vec<_> = findings.iter().filter(|finding| finding["ok"] == false).collect();
        assert_eq!(broken[0]["check"], "wallet_balances");
        assert_eq!((&broken[0]["rows"], &broken[0]["offending"]), (&1.into(), &1.into()));
        let expected = serde_json::json!({
            "customer": anna.code, "place": "main", "stored_minor": 1300, "expected_minor": 1250,
        });
        assert_eq!(broken[0]["offenders"], serde_json::json!([expected]));

        let line = failure(&kopilka(directory.path(), &[settings[0], ("TELOXIDE_TOKEN", "7002:x")], &["audit"]));
        assert!(line.contains("no shop 7002"), "{line}");
    }
}

on_both! {
    async fn an_export_says_what_still_waits_and_is_not_in_it(db: TestDb) {
        Shop::open_as(&db, ShopId(7_001)).await;
        let directory = TempDir::new().unwrap();
        let settings = [("DATABASE_URL", db.url.as_str()), ("TELOXIDE_TOKEN", "7001:x")];
        let exports = || said(&kopilka(directory.path(), &settings, &["export", "out.json", "--force"])).1;
        assert_eq!(exports(), "exported 0 customers, 0 invoices, 0 entries\n");
        let mut raw = db.raw().await;
        for number in 1..=2 {
            let message = "INSERT INTO outbox (shop_id, outbox_id, chat_id, number, priority, body, created_at)";
            raw.run(&format!("{message} VALUES (7001, {number}, 5, {number}, 1, '', 0)")).await;
        }
        for (update, status) in [(1, "done"), (2, "waiting"), (3, "dead")] {
            let update = format!("VALUES (7001, {update}, 5, '', 0, 0, '{status}')");
            raw.run(&format!("INSERT INTO inbox (shop_id, update_id, lane, raw, received_at, attempts, status) {update}")).await;
        }
        let expected = "exported 0 customers, 0 invoices, 0 entries\n\
            kopilka: not in the file: 1 update from Telegram, 2 messages to people. Start the bot until nothing waits, stop it \
            and export again, or they stay behind\n";
        assert_eq!(exports(), expected);
    }
}

#[tokio::test]
async fn an_export_replaces_a_file_only_with_force() {
    let db = TestDb::new(Kind::Sqlite).await;
    Shop::open_as(&db, ShopId(7_001)).await;
    let directory = TempDir::new().unwrap();
    std::fs::write(directory.path().join("customers.json"), "the only copy").unwrap();
    let run = |arguments: &[&str]| {
        let settings = [("DATABASE_URL", db.url.as_str()), ("TELOXIDE_TOKEN", "7001:x")];
        kopilka(directory.path(), &settings, arguments)
    };
    // Where it cannot be written is said as it was typed.
    let line = failure(&run(&["export", "no/such/out.json"]));
    assert_eq!(line, "kopilka: no/such/out.json cannot be written: there is no directory no/such");
    std::fs::create_dir(directory.path().join("directory")).unwrap();
    let line = failure(&run(&["export", "directory", "--force"]));
    assert_eq!(line, "kopilka: directory cannot be written: is a directory");
    let line = failure(&run(&["export", "customers.json"]));
    assert_eq!(line, "kopilka: customers.json exists already; --force replaces it");
    assert_eq!(std::fs::read_to_string(directory.path().join("customers.json")).unwrap(), "the only copy");
    assert!(run(&["export", "customers.json", "--force"]).status.success());
    assert!(std::fs::read_to_string(directory.path().join("customers.json")).unwrap().contains("organization_details"));
}

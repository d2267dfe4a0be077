//! Backups: complete and consistent while the shop sells, and never overwriting a file by accident.

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use kopilka::{
    domain::{PointsWallet, ShopId},
    service::integrity,
    storage::Db,
};
use tempfile::TempDir;

use crate::{
    command::{failure, kopilka, said},
    database::{Kind, TestDb},
    on_both,
    shop::{Shop, sale},
};

const SHOP: ShopId = ShopId(7_001);

fn files(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        directory.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The address of what a backup brings back.
async fn restored(db: &TestDb, backup: &Path, directory: &Path) -> String {
    if !db.db.is_postgres() {
        let file = directory.join("restored.db");
        std::fs::copy(backup, &file).unwrap();
        return format!("sqlite:{}", file.display());
    }
    let mut url = reqwest::Url::parse(&db.url).unwrap();
    let name = format!("{}_restored", url.path().trim_start_matches('/'));
    db.raw().await.run(&format!("CREATE DATABASE \"{name}\"")).await;
    url.set_path(&name);
    let restored = Command::new("pg_restore").arg(format!("--dbname={url}")).arg(backup).output().unwrap();
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    url.to_string()
}

on_both! {
    async fn a_backup_is_consistent_while_the_shop_sells(db: TestDb) {
        let shop = Arc::new(Shop::open_as(&db, SHOP).await);
        let anna = shop.welcomes(1, "Анна").await;
        shop.issues(&anna, &sale(100_00)).await.unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let selling = tokio::spawn({
            let (shop, anna, stop) = (Arc::clone(&shop), anna.clone(), Arc::clone(&stop));
            async move {
                let mut sold = 1;
                while !stop.load(Ordering::SeqCst) {
                    shop.issues(&anna, &sale(100_00)).await.unwrap();
                    sold += 1;
                }
                sold
            }
        });
        let directory = TempDir::new().unwrap();
        let url = db.url.clone();
        let path = directory.path().to_owned();
        let backup = move || kopilka(&path, &[("DATABASE_URL", &url)], &["backup", "copy"]);
        let output = tokio::task::spawn_blocking(backup).await.unwrap();
        stop.store(true, Ordering::SeqCst);
        let sold: i64 = selling.await.unwrap();
        let (out, err) = said(&output);
        assert!(output.status.success(), "{err}");
        assert_eq!(out, "copy is complete\n");
        assert_eq!(files(directory.path()), ["copy"]);

        let url = restored(&db, &directory.path().join("copy"), directory.path()).await;
        let copy = Db::open_existing(&url).await.unwrap();
        let mut tx = copy.read(SHOP).await.unwrap();
        let findings = integrity::check(&mut tx).await.unwrap();
        assert!(findings.iter().all(integrity::Finding::holds), "{findings:#?}");
        let operations = findings.iter().find(|finding| finding.check == "operations").unwrap().rows;
        assert!((1..=sold).contains(&operations), "{operations} of {sold} sales");
        drop(tx);
        copy.close().await;
    }

    async fn a_backup_replaces_a_file_only_with_force(db: TestDb) {
        let shop = Shop::open_as(&db, SHOP).await;
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("copy");
        std::fs::write(&file, "precious").unwrap();
        let settings = [("DATABASE_URL", db.url.as_str()), ("RUST_LOG", "error")];
        let line = failure(&kopilka(directory.path(), &settings, &["backup", "copy"]));
        assert_eq!(line, "kopilka: copy exists already; --force replaces it");
        assert_eq!(std::fs::read(&file).unwrap(), b"precious");
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, PointsWallet::Main, 1_00).await;
        let output = kopilka(directory.path(), &settings, &["backup", "copy", "--force"]);
        assert!(output.status.success(), "{}", said(&output).1);
        assert_ne!(std::fs::read(&file).unwrap(), b"precious");
        assert_eq!(files(directory.path()), ["copy"]);
        let line = failure(&kopilka(directory.path(), &settings, &["backup", "no/such/copy"]));
        assert_eq!(line, "kopilka: no/such/copy cannot be written: there is no directory no/such");
        std::fs::create_dir(directory.path().join("directory")).unwrap();
        let line = failure(&kopilka(directory.path(), &settings, &["backup", "directory", "--force"]));
        assert_eq!(line, "kopilka: directory cannot be written: is a directory");
        assert_eq!(files(directory.path()), ["copy", "directory"]);
    }
}

#[test]
fn a_backup_of_a_missing_database_fails() {
    let directory = TempDir::new().unwrap();
    let line = failure(&kopilka(directory.path(), &[], &["backup", "copy"]));
    assert!(line.contains("there is no file kopilka.db"), "{line}");
    let settings = [("DATABASE_URL", "postgres://anna:hunter2@127.0.0.1:1/shop"), ("RUST_LOG", "error")];
    let line = failure(&kopilka(directory.path(), &settings, &["backup", "copy"]));
    assert!(line.contains("pg_dump failed") && line.contains("refused") && !line.contains("hunter2"), "{line}");
    assert_eq!(files(directory.path()), [""; 0]);
}

#[test]
fn a_backup_does_not_go_to_the_standard_output() {
    let directory = TempDir::new().unwrap();
    for url in ["sqlite:kopilka.db", "postgres://127.0.0.1:1/shop"] {
        let line = failure(&kopilka(directory.path(), &[("DATABASE_URL", url)], &["backup", "-", "--force"]));
        assert!(line.starts_with("kopilka: a backup is a file"), "{line}");
    }
    assert_eq!(files(directory.path()), [""; 0]);
}

#[test]
fn a_missing_pg_dump_is_named() {
    let directory = TempDir::new().unwrap();
    let empty = directory.path().to_str().unwrap();
    let settings = [("DATABASE_URL", "postgres://localhost/shop"), ("RUST_LOG", "error"), ("PATH", empty)];
    let line = failure(&kopilka(directory.path(), &settings, &["backup", "copy"]));
    assert!(line.starts_with("kopilka: pg_dump is not in PATH"), "{line}");
}

/// All users of the machine can read the arguments of a running program.
#[cfg(unix)]
#[test]
fn pg_dump_gets_the_password_only_in_its_environment() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = TempDir::new().unwrap();
    let programs = directory.path().join("bin");
    std::fs::create_dir(&programs).unwrap();
    let fake = programs.join("pg_dump");
    std::fs::write(&fake, "#!/bin/sh\necho \"$@\" >arguments\necho \"$PGHOST $PGPASSWORD $PGDATABASE\" >environment\n")
        .unwrap();
    std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o755)).unwrap();
    let settings = [("DATABASE_URL", "postgres://anna:hunter2@db.example/shop"), ("PATH", programs.to_str().unwrap())];
    let output = kopilka(directory.path(), &settings, &["backup", "copy"]);
    let (_, err) = said(&output);
    assert!(output.status.success(), "{err}");
    assert!(err.contains("PGHOST=db.example") && err.contains("pg_dump --format=custom"), "{err}");
    let arguments = std::fs::read_to_string(directory.path().join("arguments")).unwrap();
    assert!(arguments.contains("--format=custom") && arguments.contains("--file="), "{arguments}");
    assert!(!arguments.contains("hunter2") && !err.contains("hunter2"), "{arguments} {err}");
    let environment = std::fs::read_to_string(directory.path().join("environment")).unwrap();
    assert_eq!(environment.trim(), "db.example hunter2 shop");
}

#[tokio::test]
async fn a_backup_is_a_single_file_readable_only_by_its_owner() {
    let db = TestDb::new(Kind::Sqlite).await;
    Shop::open_as(&db, SHOP).await;
    let directory = TempDir::new().unwrap();
    assert!(kopilka(directory.path(), &[("DATABASE_URL", &db.url)], &["backup", "copy.db"]).status.success());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = directory.path().join("copy.db").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let settings = [("DATABASE_URL", "sqlite:copy.db"), ("TELOXIDE_TOKEN", "7001:x")];
    assert!(kopilka(directory.path(), &settings, &["audit"]).status.success());
}

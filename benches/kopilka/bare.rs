//! The databases without Kopilka: the time of one durable commit.

use std::time::{Duration, Instant};

use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// How many durable commits are measured.
const COMMITS: u32 = 1_000;

/// The mean time of inserting one row and committing, on SQLite.
pub(crate) async fn sqlite(directory: &TempDir) -> Duration {
    let mut connection = open_sqlite(directory).await;
    let began = Instant::now();
    for _ in 0..COMMITS {
        connection.execute("INSERT INTO bare VALUES (1)").await.expect("a row");
    }
    began.elapsed() / COMMITS
}

/// A database with a table for rows, whose commits are durable.
pub(crate) async fn open_sqlite(directory: &TempDir) -> SqliteConnection {
    let url = format!("sqlite:{}?mode=rwc", directory.path().join("bare.db").display());
    let mut connection = SqliteConnection::connect(&url).await.expect("a database");
    connection.execute("PRAGMA journal_mode = WAL").await.expect("a write-ahead log");
    connection.execute("PRAGMA synchronous = FULL").await.expect("durable commits");
    connection.execute("CREATE TABLE IF NOT EXISTS bare (number INTEGER)").await.expect("a table");
    connection
}

/// The same on PostgreSQL.
pub(crate) async fn postgres(url: &str) -> Duration {
    let mut connection = PgConnection::connect(url).await.expect("a database");
    connection.execute("CREATE TABLE IF NOT EXISTS bare (number BIGINT)").await.expect("a table");
    let began = Instant::now();
    for _ in 0..COMMITS {
        connection.execute("INSERT INTO bare VALUES (1)").await.expect("a row");
    }
    began.elapsed() / COMMITS
}

/// An empty database on the server of the benchmark.
pub(crate) async fn new_database(server: &str) -> String {
    let mut connection = PgConnection::connect(server).await.expect("a server");
    connection.execute("DROP DATABASE IF EXISTS kopilka_bench WITH (FORCE)").await.expect("room");
    connection.execute("CREATE DATABASE kopilka_bench").await.expect("a database");
    let mut url = reqwest::Url::parse(server).expect("an address");
    url.set_path("kopilka_bench");
    url.to_string()
}

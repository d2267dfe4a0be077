//! The HTTP API of tills: balance look-ups and write-offs a second of the real binary, with 64 connections that wait for each
//! answer. Beside them, by the same client: an axum handler that answers at once, and one that makes a durable commit of one row
//! first.

use std::{
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    routing::{get, post},
};
use kopilka::sandbox::{Options, Sandbox};
use reqwest::Client;
use sqlx::{PgPool, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::{bare, fill, process::Bot};

/// Connections at the same time.
const CONNECTIONS: usize = 64;
/// How long each is measured, after a second that is not.
const TIME: Duration = Duration::from_secs(8);
/// Customers of the small and of the large shop.
const SIZES: [i64; 2] = [1_000, 1_000_000];
/// What a balance look-up answers, for the handler that does nothing.
const ANSWER: &str = r#"[{"amount":4.00,"currency":"points"},{"amount":0.00,"currency":"rubles"}]"#;
/// One hundredth of a point.
const WRITE_OFF: &str = r#"{"balance":[{"amount":0.01,"currency":"points"}]}"#;

/// What was measured of one kind of request.
struct Measured {
    per_second: f64,
    median: Duration,
    p99: Duration,
}

pub(crate) async fn run() {
    let directory = TempDir::new().expect("a temporary directory");
    println!("\n{CONNECTIONS} connections, {} s each\n", TIME.as_secs());
    println!("| database | customers | request | per second | median | 99th percentile | beside | ratio |");
    println!("|---|---|---|---|---|---|---|---|");
    for size in SIZES {
        let file = directory.path().join(format!("{size}.db"));
        compare("SQLite", &format!("sqlite:{}", file.display()), size, &directory).await;
    }
    match std::env::var("KOPILKA_TEST_POSTGRES") {
        Ok(server) => {
            for size in SIZES {
                compare("PostgreSQL", &bare::new_database(&server).await, size, &directory).await;
            }
        }
        Err(_) => eprintln!("PostgreSQL is not measured: run ./tests/run --bench http"),
    }
}

/// Measures one shop, and prints its rows.
async fn compare(database: &str, url: &str, size: i64, directory: &TempDir) {
    let sandbox = Sandbox::start(Options::default()).await.expect("a sandbox");
    fill::fill(url, size).await;
    let key = key(&sandbox, url);
    let port = free_port();
    let bot = Bot::start_with(&sandbox, url, &[("HTTP_ADDR", &format!("127.0.0.1:{port}"))]);
    let client = Client::builder().no_proxy().pool_max_idle_per_host(CONNECTIONS).build().expect("a client");
    let address = format!("http://127.0.0.1:{port}");
    wait_until_ready(&client, &address).await;
    let bare = serve_bare(database, url, directory).await;
    let path = |number: usize| {
        let customer = (number as i64 * 7_919 + 17) % size + 1;
        format!("{address}/ext/api/v1/clients/{customer}/balance")
    };
    let looked_up = measure(|number| client.get(path(number)).header("X-API-Key", &key)).await;
    let nothing = measure(|_| client.get(format!("{bare}/nothing"))).await;
    row(database, size, "balance", &looked_up, "a handler that does nothing", &nothing);
    let json = |request: reqwest::RequestBuilder| request.header("Content-Type", "application/json").body(WRITE_OFF);
    let written =
        measure(|number| json(client.post(format!("{}/write_off", path(number))).header("X-API-Key", &key))).await;
    let commit = measure(|_| json(client.post(format!("{bare}/commit")))).await;
    row(database, size, "write-off", &written, "a handler that makes one bare commit", &commit);
    drop(bot);
}

fn row(database: &str, size: i64, request: &str, measured: &Measured, beside: &str, other: &Measured) {
    println!(
        "| {database} | {size} | {request} | {:.0} | {:.1} ms | {:.1} ms | {beside}: {:.0} | {:.2} |",
        measured.per_second,
        measured.median.as_secs_f64() * 1e3,
        measured.p99.as_secs_f64() * 1e3,
        other.per_second,
        measured.per_second / other.per_second
    );
}

/// Sends requests over all connections until the time is over.
async fn measure(request: impl Fn(usize) -> reqwest::RequestBuilder) -> Measured {
    let began = Instant::now();
    let warm = began + Duration::from_secs(1);
    let until = warm + TIME;
    let request = &request;
    let clients = (0..CONNECTIONS).map(|connection| async move {
        let mut times = Vec::new();
        for number in 0.. {
            let sent = Instant::now();
            if sent >= until {
                break;
            }
            let answer = request(connection + number * CONNECTIONS).send().await.expect("an answer");
            assert!(answer.status().is_success(), "{}", answer.status());
            answer.bytes().await.expect("a body");
            if sent >= warm {
                times.push(sent.elapsed());
            }
        }
        times
    });
    let mut times = futures_util::future::join_all(clients).await.concat();
    times.sort_unstable();
    Measured {
        per_second: times.len() as f64 / TIME.as_secs_f64(),
        median: times[times.len() / 2],
        p99: times[times.len() * 99 / 100],
    }
}

/// A key without a limit.
fn key(sandbox: &Sandbox, url: &str) -> String {
    let made = Command::new(env!("CARGO_BIN_EXE_kopilka"))
        .args(["key", "create", "--scope", "till", "--rate", "0"])
        .env("TELOXIDE_TOKEN", sandbox.token())
        .env("DATABASE_URL", url)
        .stdin(Stdio::null())
        .output()
        .expect("the binary starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).expect("a key").trim().to_owned()
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

async fn wait_until_ready(client: &Client, address: &str) {
    for _ in 0..600 {
        if client.get(format!("{address}/readyz")).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the server does not become ready");
}

/// Serves the handlers to compare with: one that does nothing, and one that commits a row.
async fn serve_bare(database: &str, url: &str, directory: &TempDir) -> String {
    let routes = Router::new().route("/nothing", get(async || ([("content-type", "application/json")], ANSWER)));
    let routes = if database == "SQLite" {
        let connection = Arc::new(Mutex::new(bare::open_sqlite(directory).await));
        routes.route("/commit", post(move || commit_on_sqlite(Arc::clone(&connection))))
    } else {
        let pool = PgPool::connect(url).await.expect("a database");
        sqlx::query("CREATE TABLE IF NOT EXISTS bare (number BIGINT)").execute(&pool).await.expect("a table");
        routes.route("/commit", post(move || commit_on_postgres(pool.clone())))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

async fn commit_on_sqlite(connection: Arc<Mutex<SqliteConnection>>) -> &'static str {
    let mut connection = connection.lock().await;
    sqlx::query("INSERT INTO bare VALUES (1)").execute(&mut *connection).await.expect("a row");
    ANSWER
}

async fn commit_on_postgres(pool: PgPool) -> &'static str {
    sqlx::query("INSERT INTO bare VALUES (1)").execute(&pool).await.expect("a row");
    ANSWER
}

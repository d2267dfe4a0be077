//! Starts with wrong settings or surroundings: the log says what is wrong in one line.

use std::time::{Duration, Instant};

use axum::{Json, Router, http::Uri, routing::any};
use kopilka::sandbox::{Fault, Options, Person, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::{network::free_port, process::Program};
use crate::on_both;

const ANNA: i64 = 501;

/// A sandbox, and a program that is set up for it and a database file.
struct Installation {
    sandbox: Sandbox,
    program: Program,
    url: String,
    directory: TempDir,
}

impl Installation {
    async fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let url = format!("sqlite:{}", directory.path().join("kopilka.db").display());
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let program = Program::new(&sandbox, &url);
        Self { sandbox, program, url, directory }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_token_is_named_in_one_line() {
    let installation = Installation::new().await;
    let token = "7000000001:an-old-one";
    let (status, log) = Program::of(token, &installation.sandbox.url(), &installation.url).complete("run").await;
    assert_eq!(status.code(), Some(1));
    let lines: Vec<_> = log.iter().filter(|line| line.contains("TELOXIDE_TOKEN")).collect();
    assert_eq!(lines.len(), 1, "{log:?}");
    assert!(!log.concat().contains("an-old-one"), "{log:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ordinary_start_and_stop_log_no_line_of_a_library() {
    let installation = Installation::new().await;
    let mut bot = installation.program.with("RUST_LOG", "").start("run");
    bot.wait_for_log("is at work").await;
    assert_eq!(bot.terminate().await.0.code(), Some(0));
    let foreign: Vec<_> = bot.log().into_iter().filter(|line| !line.contains(" INFO kopilka::")).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_on_a_sqlite_file_is_refused() {
    let installation = Installation::new().await;
    let mut first = installation.program.start("run");
    first.wait_for_log("is at work").await;
    let (status, log) = installation.program.complete("run").await;
    assert_eq!(status.code(), Some(1));
    assert!(log.last().unwrap().contains("another process serves this database file"), "{log:?}");
    // A killed process leaves no lock behind.
    first.kill();
    let mut third = installation.program.start("run");
    third.wait_for_log("is at work").await;
    assert_eq!(third.terminate().await.0.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_on_a_sqlite_file_is_refused_where_the_lock_beside_it_was_taken_away() {
    let installation = Installation::new().await;
    let anna = installation.sandbox.add(Person::new(ANNA, "Anna").language("en"));
    let mut first = installation.program.start("run");
    first.wait_for_log("is at work").await;
    for _ in 0..2 {
        std::fs::remove_file(installation.directory.path().join("kopilka.db-lock")).unwrap();
        let (status, log) = installation.program.complete("run").await;
        assert_eq!(status.code(), Some(1));
        assert!(log.last().unwrap().contains("another process serves this database file"), "{log:?}");
    }
    // The locks of SQLite are as they were: the first goes on, and others read.
    anna.starts();
    let answered = installation.sandbox.until(|| anna.finds("Hello"));
    tokio::time::timeout(Duration::from_secs(60), answered).await.expect("no answer");
    let (status, log) = installation.program.complete("audit").await;
    assert_eq!(status.code(), Some(0), "{log:?}");
    anna.says("/balance");
    let answered = installation.sandbox.until(|| anna.finds("Your balance"));
    tokio::time::timeout(Duration::from_secs(60), answered).await.expect("no answer");
    assert_eq!(first.terminate().await.0.code(), Some(0), "{:?}", first.log());
    let mut second = installation.program.start("run");
    second.wait_for_log("is at work").await;
    assert_eq!(second.terminate().await.0.code(), Some(0), "{:?}", second.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_on_a_sqlite_file_is_refused_whatever_it_calls_the_file() {
    use std::os::unix::fs::symlink;

    let installation = Installation::new().await;
    let mut first = installation.program.start("run");
    first.wait_for_log("is at work").await;
    let (directory, elsewhere) = (installation.directory.path(), TempDir::new().unwrap());
    let file = directory.join("kopilka.db");
    symlink(&file, elsewhere.path().join("link.db")).unwrap();
    symlink("link.db", elsewhere.path().join("link-of-link.db")).unwrap();
    symlink(directory, elsewhere.path().join("directory")).unwrap();
    let refused = async |name: &str, expected: &str| {
        let url = format!("sqlite:{}", elsewhere.path().join(name).display());
        let (status, log) = Program::new(&installation.sandbox, &url).complete("run").await;
        assert_eq!(status.code(), Some(1), "{name}: {log:?}");
        assert!(log.last().unwrap().contains(expected), "{name}: {log:?}");
    };
    for name in ["link.db", "link-of-link.db", "directory/kopilka.db"] {
        refused(name, "another process serves this database file").await;
    }
    std::fs::hard_link(&file, elsewhere.path().join("hard.db")).unwrap();
    refused("hard.db", "has another name that is a hard link").await;
    std::fs::remove_file(elsewhere.path().join("hard.db")).unwrap();
    assert_eq!(first.terminate().await.0.code(), Some(0));
    // By a link as before, the lock is beside the file, and the first is refused.
    let url = format!("sqlite:{}", elsewhere.path().join("link.db").display());
    let by_link = Program::new(&installation.sandbox, &url).start("run");
    by_link.wait_for_log("is at work").await;
    let (status, log) = installation.program.complete("run").await;
    assert_eq!(status.code(), Some(1), "{log:?}");
    drop(by_link);
    // A link in place of the lock would have it elsewhere.
    std::fs::remove_file(directory.join("kopilka.db-lock")).unwrap();
    symlink(elsewhere.path().join("other-lock"), directory.join("kopilka.db-lock")).unwrap();
    let (status, log) = installation.program.complete("run").await;
    assert_eq!(status.code(), Some(1), "{log:?}");
    assert!(log.last().unwrap().contains("cannot be opened as the lock of the database"), "{log:?}");
    assert!(!elsewhere.path().join("other-lock").exists());
}

/// What is sold into a file without a name is gone when the program ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_file_that_is_moved_away_is_an_outage() {
    let installation = Installation::new().await;
    let anna = installation.sandbox.add(Person::new(ANNA, "Anna").language("en"));
    let port = free_port();
    let mut bot = installation.program.clone().with("HTTP_ADDR", &format!("127.0.0.1:{port}")).start("run");
    bot.wait_for_log("is at work").await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let status = async || {
        let answer = client.get(format!("http://127.0.0.1:{port}/readyz")).send().await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(status().await, 200);
    let (file, away) =
        (installation.directory.path().join("kopilka.db"), installation.directory.path().join("away.db"));
    for (replaced, question, answer) in [(false, "/start", "Hello"), (true, "/balance", "Your balance")] {
        std::fs::rename(&file, &away).unwrap();
        if replaced {
            std::fs::copy(&away, &file).unwrap();
        }
        assert_eq!(status().await, 503);
        anna.says(question);
        bot.wait_for_log_times("was moved away or replaced while it was in use", 1 + usize::from(replaced)).await;
        std::fs::rename(&away, &file).unwrap();
        assert_eq!(status().await, 200);
        let answered = installation.sandbox.until(|| anna.finds(answer));
        tokio::time::timeout(Duration::from_secs(60), answered).await.expect("no answer");
    }
    assert_eq!(bot.terminate().await.0.code(), Some(0), "{:?}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_set_by_another_program_is_logged_once() {
    let installation = Installation::new().await;
    let bot = installation.program.start("run");
    bot.wait_for_log("is at work").await;
    let asked = installation.sandbox.add(Person::new(ANNA, "Anna")).starts();
    let confirmed = installation.sandbox.until(|| installation.sandbox.is_confirmed(asked).then_some(()));
    tokio::time::timeout(Duration::from_secs(60), confirmed).await.expect("it does not ask for updates");
    call(&installation.sandbox, "setWebhook", &json!({ "url": "http://127.0.0.1:9/elsewhere" })).await;
    bot.wait_for_log("another program receives this bot's updates").await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(bot.count("another program receives this bot's updates"), 1, "{:?}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_clock_is_logged_once() {
    let installation = Installation::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().fallback(any(answer_of_2019));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let bot = Program::of("7000000001:x", &api_url, &installation.url).start("run");
    bot.wait_for_log("is at work").await;
    let line = bot.wait_for_log("this machine's clock is").await;
    assert!(line.contains("minutes ahead of Telegram's"), "{line}");
    assert_eq!(bot.count("clock"), 1, "{:?}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_answers_for_another_bot_is_named() {
    let installation = Installation::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = format!("http://{}", listener.local_addr().unwrap());
    let me = || async { Json(json!({ "ok": true, "result": { "id": 7_000_000_002_i64, "username": "other_bot" } })) };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(any(me))).await });
    let (status, log) = Program::of("7000000001:x", &api_url, &installation.url).complete("run").await;
    assert_eq!(status.code(), Some(1));
    assert!(log.last().unwrap().contains("TELOXIDE_API_URL"), "{log:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_waits_as_long_as_telegram_asks_before_it_starts_and_a_page_is_no_verdict_on_the_token() {
    let installation = Installation::new().await;
    let page = |status| Fault::Other { status, body: "<html>Unauthorized</html>" };
    for fault in [page(401), page(404), Fault::TooManyRequests { retry_after: 2 }] {
        installation.sandbox.fail_next("getMe", 1, fault);
    }
    let started_at = Instant::now();
    let mut bot = installation.program.start("run");
    bot.wait_for_log("is at work").await;
    assert!(started_at.elapsed() >= Duration::from_secs(3), "it did not wait: {:?}", bot.log());
    assert_eq!(bot.terminate().await.0.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_at_once_while_its_database_or_telegram_is_silent() {
    let installation = Installation::new().await;
    // It accepts connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let (token, api_url) = (installation.sandbox.token(), installation.sandbox.url());
    for (api_url, database_url) in [
        (&api_url, &format!("postgres://kopilka@{address}/kopilka")),
        (&format!("http://{address}"), &installation.url),
    ] {
        let mut bot = Program::of(&token, api_url, database_url).start("run");
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (status, took) = bot.terminate().await;
        assert_eq!(status.code(), Some(0), "{}", bot.log().join("\n"));
        assert!(took < Duration::from_secs(3), "it took {took:?} with {database_url} and {api_url}");
    }
}

/// A Bot API server of one's own whose messages are of 2019. It sends a `Date` of the same machine, which proves nothing.
async fn answer_of_2019(uri: Uri) -> Json<Value> {
    let chat = json!({ "id": ANNA, "type": "private", "first_name": "Anna" });
    let message = json!({ "message_id": 1, "date": 1_546_300_800, "chat": chat, "text": "/start" });
    let from = json!({ "id": ANNA, "is_bot": false, "first_name": "Anna" });
    let method = uri.path().rsplit('/').next().unwrap_or_default();
    let result = match method {
        "getUpdates" => {
            // The same one again is passed over; a short pause keeps the log of the test short.
            tokio::time::sleep(Duration::from_millis(200)).await;
            let mut received = message.clone();
            received["from"] = from;
            json!([{ "update_id": 1, "message": received }])
        }
        "getMe" => {
            json!({ "id": 7_000_000_001_i64, "is_bot": true, "first_name": "Kopilka", "username": "kopilka_bot" })
        }
        "sendMessage" => message,
        _ => json!(true),
    };
    Json(json!({ "ok": true, "result": result }))
}

on_both! {
    async fn updates_are_received_by_webhook_and_then_by_polling(db: TestDb) {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let anna = sandbox.add(Person::new(ANNA, "Anna").language("en"));
        let polling = Program::new(&sandbox, &db.url);
        db.db.close().await;
        let port = free_port();
        let hook = format!("http://127.0.0.1:{port}/telegram/updates");
        let webhook = polling.clone().with("WEBHOOK_URL", &hook).with("HTTP_ADDR", &format!("127.0.0.1:{port}"));
        let mut bot = webhook.start("run");
        bot.wait_for_log("delivers updates to the webhook").await;
        anna.starts();
        let answered = sandbox.until(|| anna.finds("Hello"));
        tokio::time::timeout(Duration::from_secs(60), answered).await.expect("no answer");

        let set = sandbox.calls().into_iter().rfind(|call| call.method == "setWebhook").unwrap().params;
        let secret = set["secret_token"].as_str().unwrap().to_owned();
        assert!(secret.len() >= 32 && set["max_connections"].is_number() && set["allowed_updates"].is_array(), "{set}");
        let post = |secret: &str, body: String| {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let request = client.post(&hook).header("x-telegram-bot-api-secret-token", secret).body(body);
            async move { request.send().await.unwrap().status().as_u16() }
        };
        let update = json!({ "update_id": 1, "message": { "text": "forged" } }).to_string();
        assert_eq!(post("", update.clone()).await, 403);
        assert_eq!(post(&secret[1..], update.clone()).await, 403);
        assert_eq!(post(&secret, "no update".to_owned()).await, 400);
        assert_eq!(post(&secret, "9".repeat(2 << 20)).await, 413);
        assert!(!bot.log().concat().contains(&secret), "{:?}", bot.log());

        assert_eq!(bot.terminate().await.0.code(), Some(0), "{:?}", bot.log());
        let webhook = call(&sandbox, "getWebhookInfo", &json!({})).await;
        assert_eq!(webhook["result"]["url"], hook.as_str(), "Telegram must keep the webhook, and with it updates that come meanwhile");
        anna.says("/balance");
        let mut bot = polling.start("run");
        let answered = sandbox.until(|| anna.finds("Your balance"));
        tokio::time::timeout(Duration::from_secs(60), answered).await.expect("no answer");
        assert_eq!(call(&sandbox, "getWebhookInfo", &json!({})).await["result"]["url"], "");
        assert_eq!(bot.terminate().await.0.code(), Some(0), "{:?}", bot.log());
        assert_eq!(sandbox.violations(), []);
    }
}

/// Calls a method of the bot, as another program with its token would.
async fn call(sandbox: &Sandbox, method: &str, params: &Value) -> Value {
    let url = format!("{}/bot{}/{method}", sandbox.url(), sandbox.token());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client.post(url).json(params).send().await.unwrap().json().await.unwrap()
}

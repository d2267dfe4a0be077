//! `kopilka check`: what it says of each thing that is in order, and of each that is not.

use std::{
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use kopilka::{
    clock::{Clock as _, ManualClock, SystemClock},
    domain::ShopId,
    sandbox::{Fault, Options, Sandbox},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    command::{failure, kopilka, said},
    database::{Kind, TestDb},
    on_both,
    shop::Shop,
    survival::{network::free_port, process::Program},
};

/// Longer than this it must not take, whatever does not answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// What must not be printed: the secrets of the settings below.
const SECRETS: [&str; 3] = ["hunter2", "s3cret", "sandbox-token"];

/// The settings of a shop of the sandbox, and how they are changed.
struct Settings(Vec<(&'static str, String)>);

impl Settings {
    fn of(sandbox: &Sandbox, database: &str) -> Self {
        Self(vec![
            ("TELOXIDE_TOKEN", sandbox.token()),
            ("TELOXIDE_API_URL", sandbox.url()),
            ("DATABASE_URL", database.to_owned()),
            ("OWNER_IDS", "1".to_owned()),
            ("RUST_LOG", "error".to_owned()),
        ])
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.0.retain(|(set, _)| *set != name);
        self.0.push((name, value.to_owned()));
        self
    }

    /// Runs the check, and asserts what holds of each: the exit code follows from the rows, no secret is printed, nothing is made.
    fn check(&self) -> Rows {
        let directory = TempDir::new().unwrap();
        let settings: Vec<(&str, &str)> = self.0.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let begun = Instant::now();
        let output = kopilka(directory.path(), &settings, &["check", "--json"]);
        assert!(begun.elapsed() < PATIENCE, "it took {:?}", begun.elapsed());
        let (out, err) = said(&output);
        assert!(SECRETS.iter().all(|secret| !out.contains(secret) && !err.contains(secret)), "{out}\n{err}");
        assert_eq!(directory.path().read_dir().unwrap().count(), 0, "it wrote something");
        let rows: Vec<Value> = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}\n{err}"));
        let names: Vec<_> = rows.iter().map(|row| row["check"].as_str().unwrap()).collect();
        assert_eq!(names, ["settings", "token", "clock", "webhook", "database", "disk"]);
        let has_fault = rows.iter().any(|row| row["state"] == "fault");
        assert_eq!(output.status.code(), Some(i32::from(has_fault)), "{out}");
        for row in &rows {
            let needs_work = ["fault", "note"].contains(&row["state"].as_str().unwrap());
            assert_eq!(row["to_do"].is_string(), needs_work, "{row}");
        }
        Rows(rows)
    }
}

struct Rows(Vec<Value>);

impl Rows {
    /// Asserts how a thing stands and what was found; and what is to be done where something is.
    #[track_caller]
    fn say(&self, what: &str, state: &str, found: &str) -> &Self {
        let row = self.0.iter().find(|row| row["check"] == what).unwrap();
        let is_found =
            row["found"].as_str().unwrap().contains(found) || row["to_do"].as_str().unwrap_or("").contains(found);
        assert!(row["state"] == state && is_found, "expected {state}, {found:?} in {row}");
        self
    }
}

fn of_shop(sandbox: &Sandbox) -> ShopId {
    ShopId(sandbox.token().split(':').next().unwrap().parse().unwrap())
}

async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

/// A server that takes connections and says nothing.
fn silent_server() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address)
}

async fn set_webhook(sandbox: &Sandbox, url: &str) {
    let call = format!("{}/bot{}/setWebhook", sandbox.url(), sandbox.token());
    let answer = reqwest::Client::new().post(call).json(&json!({ "url": url })).send().await.unwrap();
    assert!(answer.status().is_success());
}

on_both! {
    async fn everything_is_in_order_beside_a_running_bot(db: TestDb) {
        let sandbox = sandbox().await;
        let port = free_port();
        let program = Program::new(&sandbox, &db.url).with("HTTP_ADDR", &format!("127.0.0.1:{port}"));
        let mut bot = program.start("run");
        bot.wait_for_log("the bot is at work").await;
        let kind = if db.db.is_postgres() { "PostgreSQL, kopilka_" } else { "SQLite, " };
        let settings = Settings::of(&sandbox, &db.url).with("HTTP_ADDR", &format!("127.0.0.1:{port}"));
        for _ in 0..3 {
            let rows = settings.check();
            rows.say("settings", "ok", "Asia/Almaty, KZT, HTTP on 127.0.0.1:");
            rows.say("token", "ok", "@kopilka_sandbox_bot, shop 7000000001");
            rows.say("clock", "ok", "as that of the Bot API server at 127.0.0.1");
            rows.say("webhook", "ok", "none: the bot asks for updates").say("database", "ok", kind);
            match db.db.is_postgres() {
                false => rows.say("disk", "ok", "are free beside the database"),
                true => rows.say("disk", "unchecked", "watch its disk there"),
            };
        }
        assert!(bot.terminate().await.0.success());
        assert_eq!(program.errors(), Vec::<String>::new());
        db.assert_server_saw_no_error().await;
        assert_eq!(sandbox.violations(), []);
    }

    async fn a_wrong_token_is_named(db: TestDb) {
        let sandbox = sandbox().await;
        Shop::open_as(&db, of_shop(&sandbox)).await;
        let settings = Settings::of(&sandbox, &db.url).with("TELOXIDE_TOKEN", "7000000001:hunter2");
        let rows = settings.check();
        rows.say("token", "fault", "does not accept TELOXIDE_TOKEN").say("token", "fault", "from @BotFather");
        // A refusal of the server has its time, too.
        rows.say("clock", "ok", "").say("webhook", "unchecked", "once the token is right").say("database", "ok", "");
        // A token of another bot, which the server knows by another number.
        let other = Sandbox::start(Options { token: "7000000002:hunter2".to_owned(), ..Options::default() }).await.unwrap();
        let rows = Settings::of(&other, &db.url).check();
        rows.say("token", "ok", "shop 7000000002").say("database", "note", "no shop 7000000002");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_be_reached_is_named_in_time() {
    let (sandbox, db) = (sandbox().await, TestDb::new(Kind::Sqlite).await);
    let (_listener, silent) = silent_server();
    for url in ["http://127.0.0.1:1".to_owned(), format!("http://user:hunter2@{silent}")] {
        let rows = Settings::of(&sandbox, &db.url).with("TELOXIDE_API_URL", &url).check();
        rows.say("token", "fault", "the Bot API server at 127.0.0.1 does not answer");
        rows.say("clock", "unchecked", "").say("webhook", "unchecked", "").say("disk", "ok", "");
    }
    sandbox.fail_next("getMe", 1, Fault::Other { status: 200, body: "<html>Log in to the network</html>" });
    let rows = Settings::of(&sandbox, &db.url).check();
    rows.say("token", "fault", "something other than the Bot API answered").say("clock", "unchecked", "");
    sandbox.fail_next("getWebhookInfo", 1, Fault::Silence);
    Settings::of(&sandbox, &db.url).check().say("token", "ok", "").say("webhook", "fault", "no answer in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_clock_is_told_by_how_much() {
    let db = TestDb::new(Kind::Sqlite).await;
    for (telegrams, found) in [
        (TimeDelta::hours(-2), "120 minutes ahead of that of the Bot API server"),
        (TimeDelta::days(1), "1440 minutes behind that of the Bot API server"),
    ] {
        let clock = Arc::new(ManualClock::at(SystemClock.now() + telegrams));
        let sandbox = Sandbox::start(Options { clock, ..Options::default() }).await.unwrap();
        // The difference is counted at whole seconds, and a moment passes.
        let rows = Settings::of(&sandbox, &db.url).check();
        let close = found.replace("1440", "1439");
        let row = rows.0.iter().find(|row| row["check"] == "clock").unwrap();
        let said = row["found"].as_str().unwrap();
        assert!(row["state"] == "fault" && (said.contains(found) || said.contains(&close)), "{row}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_that_is_not_the_settings_is_named() {
    let (sandbox, db) = (sandbox().await, TestDb::new(Kind::Sqlite).await);
    let settings = || Settings::of(&sandbox, &db.url).with("WEBHOOK_URL", "https://bot.example.org/s3cret");
    settings().check().say("webhook", "note", "none is registered yet for bot.example.org");
    set_webhook(&sandbox, "https://other.example.org/s3cret").await;
    settings().check().say("webhook", "fault", "at other.example.org");
    Settings::of(&sandbox, &db.url).check().say("webhook", "fault", "WEBHOOK_URL is not set");
    set_webhook(&sandbox, "https://bot.example.org/s3cret").await;
    settings().check().say("webhook", "ok", "registered at bot.example.org");
    let not_answering = format!("http://127.0.0.1:{}/s3cret", free_port());
    set_webhook(&sandbox, &not_answering).await;
    sandbox.push_update("message", json!({ "chat": { "id": 1 } }));
    let begun = Instant::now();
    loop {
        let rows = Settings::of(&sandbox, &db.url).with("WEBHOOK_URL", &not_answering).check();
        if rows.0[3]["state"] == "fault" {
            rows.say("webhook", "fault", "could not deliver lately").say("webhook", "fault", "1 updates wait");
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{}", rows.0[3]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_cannot_serve_is_named() {
    let sandbox = sandbox().await;
    let directory = TempDir::new().unwrap();
    let path = |name: &str| directory.path().join(name).display().to_string();
    std::fs::write(path("text.db"), "this is no database, however long it is; not at all".repeat(99)).unwrap();
    std::fs::write(path("empty.db"), "").unwrap();
    let (_listener, silent) = silent_server();
    for (url, state, found) in [
        (format!("sqlite:{}", path("new.db")), "note", "new.db yet"),
        (format!("sqlite:{}", path("empty.db")), "note", "it has no tables yet"),
        (format!("sqlite:{}", path("no/such.db")), "fault", "there is no directory"),
        (format!("sqlite:{}", path("text.db")), "fault", "is not a database of SQLite"),
        ("sqlite:/".to_owned(), "fault", "is a directory"),
        ("postgres://anna:hunter2@127.0.0.1:1/shop".to_owned(), "fault", "refused"),
        (format!("postgres://anna:hunter2@{silent}/shop"), "fault", "does not answer within 10 seconds"),
    ] {
        let rows = Settings::of(&sandbox, &url).check();
        rows.say("token", "ok", "").say("database", state, found);
    }
    assert_eq!(directory.path().read_dir().unwrap().count(), 2, "it made a file");
    // Tables of a newer version, and of an older one.
    for (change, state, found) in [
        (
            "INSERT INTO _sqlx_migrations VALUES (9999, 'from the future', CURRENT_TIMESTAMP, TRUE, x'00', 1)",
            "fault",
            "of a newer version",
        ),
        ("DELETE FROM _sqlx_migrations", "note", "it has no tables yet"),
    ] {
        let db = TestDb::new(Kind::Sqlite).await;
        db.raw().await.run(change).await;
        Settings::of(&sandbox, &db.url).check().say("database", state, found);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_says_what_to_do() {
    let (sandbox, db) = (sandbox().await, TestDb::new(Kind::Sqlite).await);
    Shop::open_as(&db, of_shop(&sandbox)).await;
    let (token, url) = (sandbox.token(), sandbox.url());
    let settings = [
        ("TELOXIDE_TOKEN", token.as_str()),
        ("TELOXIDE_API_URL", &url),
        ("DATABASE_URL", &db.url),
        ("WEBHOOK_URL", "http://127.0.0.1:1/telegram"),
    ];
    let directory = TempDir::new().unwrap();
    let output = kopilka(directory.path(), &settings, &["check"]);
    let (out, _) = said(&output);
    assert_eq!(output.status.code(), Some(0), "notes are no faults: {out}");
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[0].starts_with("note  settings Asia/Almaty, KZT, HTTP on 127.0.0.1:8080; OWNER_IDS is empty"),
        "{out}"
    );
    assert!(lines[1].starts_with("               to do: write your Telegram id there"), "{out}");
    assert_eq!(lines[2], "ok    token    @kopilka_sandbox_bot, shop 7000000001");
    assert_eq!(lines.last(), Some(&"No faults."));
    // With a wrong setting nothing else can be looked at.
    let output = kopilka(directory.path(), &[("SHOP_TIMEZONE", "Mars")], &["check"]);
    let (out, err) = said(&output);
    assert_eq!((output.status.code(), err.as_str()), (Some(1), ""));
    assert!(out.starts_with("FAULT settings SHOP_TIMEZONE is \"Mars\"; it must be a time zone"), "{out}");
    assert!(out.contains("\n-     token    ") && out.ends_with("\n1 of 6 are not in order.\n"), "{out}");
    // Also a file that cannot be read as one of settings is a row of the table.
    std::fs::write(directory.path().join(".env"), "SHOP_CURRENCY=KZT\nSHOP_CURRENCY=RUB\n").unwrap();
    let (out, err) = said(&kopilka(directory.path(), &[], &["check"]));
    assert!(out.starts_with("FAULT settings line 2 of .env sets SHOP_CURRENCY to another value than line 1"), "{out}");
    assert!(out.contains("\n-     token    ") && err.is_empty(), "{out} {err}");
    let json = kopilka(directory.path(), &[], &["check", "--json"]);
    let rows: serde_json::Value = serde_json::from_str(&said(&json).0).unwrap();
    assert_eq!((json.status.code(), &rows[0]["state"]), (Some(1), &"fault".into()));
    // All that is wrong is named at once, where it stands.
    std::fs::write(directory.path().join(".env"), "SHOP_CURRENCY=tenge\nSHOP_TIMEZON=Asia/Almaty\n").unwrap();
    let several = [
        ("SHOP_TIMEZONE", "Mars"),
        ("TELOXIDE_TOKEN", "hunter2"),
        ("HTTP_ADDR", "here"),
        ("HTTP_WEBHOOK_HOSTS", "a b"),
    ];
    let output = kopilka(directory.path(), &several, &["check"]);
    let (out, err) = said(&output);
    assert_eq!((output.status.code(), err.as_str()), (Some(1), ""));
    let faults: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("FAULT settings ")).collect();
    for (fault, expected) in faults.iter().zip([
        "SHOP_TIMEZON is no setting; SHOP_TIMEZONE is meant (line 2 of .env)",
        "TELOXIDE_TOKEN must be the token",
        "SHOP_TIMEZONE is \"Mars\"; it must be",
        "SHOP_CURRENCY is \"tenge\"; it must be",
        "HTTP_WEBHOOK_HOSTS is \"a b\"; it must be",
        "HTTP_ADDR is \"here\"; it must be",
    ]) {
        assert!(fault.starts_with(expected), "{fault:?} instead of {expected:?}");
    }
    assert!(faults.len() == 6 && faults[3].ends_with("(line 1 of .env)"), "{out}");
    assert!(out.ends_with("\n6 of 11 are not in order.\n") && !out.contains("hunter2"), "{out}");
    std::fs::remove_file(directory.path().join(".env")).unwrap();
    // One that names no person's token or password, even where these are wrong.
    let output = kopilka(directory.path(), &[("TELOXIDE_TOKEN", "hunter2")], &["check"]);
    assert!(!said(&output).0.contains("hunter2") && output.status.code() == Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_container_learns_whether_the_program_is_alive() {
    let (sandbox, directory) = (sandbox().await, TempDir::new().unwrap());
    let address = format!("0.0.0.0:{}", free_port());
    let run = |settings: &[(&str, &str)]| kopilka(directory.path(), settings, &["check", "--alive"]);
    assert_eq!(failure(&run(&[])), "kopilka: HTTP_ADDR is not set, so there is nothing to ask");
    let line = failure(&run(&[("HTTP_ADDR", &address)]));
    assert!(
        line.starts_with(&format!(
            "kopilka: the program does not answer at {}",
            address.replace("0.0.0.0", "127.0.0.1")
        )),
        "{line}"
    );
    // It is alive while it waits for its database.
    let program =
        Program::of(&sandbox.token(), &sandbox.url(), "postgres://127.0.0.1:1/shop").with("HTTP_ADDR", &address);
    let bot = program.start("run");
    bot.wait_for_log("the database cannot be reached").await;
    let output = run(&[("HTTP_ADDR", &address), ("HTTP_PROXY", "http://127.0.0.1:1")]);
    assert_eq!((said(&output).0.as_str(), output.status.code()), ("alive\n", Some(0)), "{}", said(&output).1);
}

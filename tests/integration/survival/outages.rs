//! The database is locked, full, or gone for a while: the bot waits, says so, loses nothing, and goes on by itself.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use sqlx::{Connection, Executor, SqliteConnection};

use super::{
    crash::CrashTest,
    network::Proxy,
    people::SimulatedPeople,
    pooler::Pooler,
    process::{Process, Program},
};
use crate::database::{Kind, TestDb};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_outage_is_waited_for() {
    let (mut test, proxy) = with_proxy().await;
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    // The outage begins before the program starts.
    proxy.disconnect();
    let mut bot = test.program.start("run");
    bot.wait_for_log("DATABASE_URL: the database cannot be reached").await;
    proxy.reconnect();
    for outage in 1..=2 {
        assert_people_are_answered(&mut people, &bot).await;
        proxy.disconnect();
        bot.wait_for_log_times("this process is no longer the leader", outage).await;
        tokio::time::sleep(Duration::from_millis(test.random_below(3_000))).await;
        proxy.reconnect();
    }
    assert_people_are_answered(&mut people, &bot).await;
    proxy.reconnect();
    test.program = Program::new(&test.sandbox, test.url());
    test.assert_nothing_lost(people, &mut [&mut bot]).await;
}

/// As when a standby takes over behind one address: sessions that are open stay with the server that only reads now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_that_have_become_read_only_are_closed_within_seconds() {
    let test = CrashTest::prepare(TestDb::new(Kind::Postgres).await).await;
    let mut raw = test.raw().await;
    raw.run(
        "CREATE TABLE takeovers (at TIMESTAMPTZ NOT NULL);
         CREATE FUNCTION refuse_old_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF (SELECT MAX(at) FROM takeovers) > (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()) THEN
                 RAISE EXCEPTION 'cannot execute % in a read-only transaction', TG_OP USING ERRCODE = '25006';
             END IF;
             RETURN NULL;
         END $$;
         DO $$ DECLARE name TEXT; BEGIN
             FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'takeovers' LOOP
                 EXECUTE format('CREATE TRIGGER takeover BEFORE INSERT OR UPDATE OR DELETE ON %I
                     FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_sessions()', name);
             END LOOP;
         END $$",
    )
    .await;
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut bot = test.program.start("run");
    for _ in 0..2 {
        assert_people_are_answered(&mut people, &bot).await;
        raw.run("INSERT INTO takeovers VALUES (clock_timestamp())").await;
        let since = Instant::now();
        assert_people_are_answered(&mut people, &bot).await;
        assert!(since.elapsed() < Duration::from_secs(30), "it took {:?}:\n{}", since.elapsed(), bot.log().join("\n"));
    }
    test.assert_nothing_lost(people, &mut [&mut bot]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_of_transactions_is_found_and_works() {
    let (test, pooler) = with_pooler().await;
    for _ in 0..2 {
        let (status, log) = test.program.complete("migrate").await;
        assert!(status.success(), "{log:?}");
    }
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut bot = test.program.start("run");
    bot.wait_for_log("a pooler that pools transactions").await;
    assert_people_are_answered(&mut people, &bot).await;
    assert!(pooler.moved() > 100, "only {} transactions went to another session", pooler.moved());
    assert_eq!(bot.count("prepared statement"), 0, "{}", bot.log().join("\n"));
    // The audit reads through it, too.
    test.assert_nothing_lost(people, &mut [&mut bot]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_in_time_during_a_postgres_outage() {
    let (mut test, proxy) = with_proxy().await;
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut bot = test.program.start("run");
    assert_people_are_answered(&mut people, &bot).await;
    proxy.disconnect();
    bot.wait_for_log("the database cannot be reached").await;
    assert_stops_in_time(&mut bot).await;
    test.program = Program::new(&test.sandbox, test.url());
    let mut bot = test.program.start("run");
    test.assert_nothing_lost(people, &mut [&mut bot]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_sqlite_database_is_waited_for() {
    let test = CrashTest::prepare(TestDb::new(Kind::Sqlite).await).await;
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut bot = test.program.start("run");
    assert_people_are_answered(&mut people, &bot).await;
    let other = lock_database(&test, &bot).await;
    unlock_database(other).await;
    assert_people_are_answered(&mut people, &bot).await;
    test.assert_nothing_lost(people, &mut [&mut bot]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_in_time_while_sqlite_is_locked() {
    let test = CrashTest::prepare(TestDb::new(Kind::Sqlite).await).await;
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut bot = test.program.start("run");
    assert_people_are_answered(&mut people, &bot).await;
    let other = lock_database(&test, &bot).await;
    assert_stops_in_time(&mut bot).await;
    unlock_database(other).await;
    let mut bot = test.program.start("run");
    test.assert_nothing_lost(people, &mut [&mut bot]).await;
}

/// Locks the file as another program does, and waits until the bot has logged that.
async fn lock_database(test: &CrashTest, bot: &Process) -> SqliteConnection {
    let mut other = SqliteConnection::connect(test.url()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    bot.wait_for_log("database is locked").await;
    other
}

async fn unlock_database(mut other: SqliteConnection) {
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
}

/// No file of the process may be written, which is lifted later: the least that needs no rights.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_sqlite_is_waited_for() {
    let mut test = CrashTest::prepare(TestDb::new(Kind::Sqlite).await).await;
    let unlimited = test.program.clone();
    test.program = test.program.under_shell(r#"trap '' XFSZ; exec "$0" "$@""#);
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut bot = test.program.start("run");
    assert_people_are_answered(&mut people, &bot).await;
    limit_files(&bot, "0:");
    bot.wait_for_log("disk I/O error").await;
    limit_files(&bot, "unlimited:");
    assert_people_are_answered(&mut people, &bot).await;
    test.program = unlimited;
    test.assert_nothing_lost(people, &mut [&mut bot]).await;
}

#[cfg(target_os = "linux")]
fn limit_files(bot: &Process, size: &str) {
    let limit = ["--pid".to_owned(), bot.id().to_string(), format!("--fsize={size}")];
    assert!(std::process::Command::new("prlimit").args(limit).status().unwrap().success());
}

/// A shop on PostgreSQL, whose program connects through a proxy.
async fn with_proxy() -> (CrashTest, Proxy) {
    let mut test = CrashTest::prepare(TestDb::new(Kind::Postgres).await).await;
    let mut url = reqwest::Url::parse(test.url()).unwrap();
    let server = SocketAddr::from(([127, 0, 0, 1], url.port().unwrap_or(5432)));
    let proxy = Proxy::start(server).await;
    url.set_port(Some(proxy.address.port())).unwrap();
    test.program = Program::new(&test.sandbox, url.as_str());
    (test, proxy)
}

/// A shop on PostgreSQL, whose program connects through a pooler.
async fn with_pooler() -> (CrashTest, Pooler) {
    let mut test = CrashTest::prepare(TestDb::new(Kind::Postgres).await).await;
    let mut url = reqwest::Url::parse(test.url()).unwrap();
    let server = SocketAddr::from(([127, 0, 0, 1], url.port().unwrap_or(5432)));
    let pooler = Pooler::start(server).await;
    url.set_port(Some(pooler.address.port())).unwrap();
    test.program = Program::new(&test.sandbox, url.as_str());
    (test, pooler)
}

/// Waits until people got answers to something they did from now on.
async fn assert_people_are_answered(people: &mut SimulatedPeople, bot: &Process) {
    let before = people.actions();
    let answered = async {
        while people.actions() < before + 40 {
            people.check().await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(Duration::from_secs(90), answered).await.is_err() {
        panic!("people are not answered:\n{}", bot.log().join("\n"));
    }
}

async fn assert_stops_in_time(bot: &mut Process) {
    let (status, took) = bot.terminate().await;
    assert_eq!(status.code(), Some(0), "{}", bot.log().join("\n"));
    assert!(took < Duration::from_secs(10), "it took {took:?}:\n{}", bot.log().join("\n"));
}

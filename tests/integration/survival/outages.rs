//! The database is locked, full, or gone for a while: the bot waits, says so, loses nothing, and goes on by itself.

use std::{net::SocketAddr, time::Duration};

use sqlx::{Connection, Executor, SqliteConnection};

use super::{
    crash::Trial,
    crowd::Crowd,
    network::Line,
    process::{Process, Program},
};
use crate::database::{Kind, TestDb};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_goes_away_and_comes_back() {
    let (mut trial, line) = remote().await;
    let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
    // It is away already when the program starts.
    line.cut();
    let mut bot = trial.program.start("run");
    bot.says("DATABASE_URL: the database is away").await;
    line.mend();
    for outage in 1..=2 {
        does_something(&mut crowd, &bot).await;
        line.cut();
        bot.says_times("this process leads no more", outage).await;
        tokio::time::sleep(Duration::from_millis(trial.throw(3_000))).await;
        line.mend();
    }
    does_something(&mut crowd, &bot).await;
    line.mend();
    trial.program = Program::new(&trial.sandbox, trial.url());
    trial.ends_well(crowd, &mut [&mut bot]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_in_time_without_its_database() {
    let (mut trial, line) = remote().await;
    let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
    let mut bot = trial.program.start("run");
    does_something(&mut crowd, &bot).await;
    line.cut();
    bot.says("the database is away").await;
    stops_in_time(&mut bot).await;
    trial.program = Program::new(&trial.sandbox, trial.url());
    let mut bot = trial.program.start("run");
    trial.ends_well(crowd, &mut [&mut bot]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_is_locked_for_a_while() {
    let trial = Trial::prepare(TestDb::new(Kind::Sqlite).await).await;
    let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
    let mut bot = trial.program.start("run");
    does_something(&mut crowd, &bot).await;
    let other = locked(&trial, &bot).await;
    unlocked(other).await;
    does_something(&mut crowd, &bot).await;
    trial.ends_well(crowd, &mut [&mut bot]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_in_time_while_sqlite_is_locked() {
    let trial = Trial::prepare(TestDb::new(Kind::Sqlite).await).await;
    let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
    let mut bot = trial.program.start("run");
    does_something(&mut crowd, &bot).await;
    let other = locked(&trial, &bot).await;
    stops_in_time(&mut bot).await;
    unlocked(other).await;
    let mut bot = trial.program.start("run");
    trial.ends_well(crowd, &mut [&mut bot]).await;
}

/// Somebody else writes to the file, and the bot has said so.
async fn locked(trial: &Trial, bot: &Process) -> SqliteConnection {
    let mut other = SqliteConnection::connect(trial.url()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    bot.says("database is locked").await;
    other
}

async fn unlocked(mut other: SqliteConnection) {
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
}

/// No file of the process may be written, which is lifted later: the least that needs no rights.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_disk_of_sqlite_is_full_for_a_while() {
    let mut trial = Trial::prepare(TestDb::new(Kind::Sqlite).await).await;
    let unlimited = trial.program.clone();
    trial.program = trial.program.under_shell(r#"trap '' XFSZ; exec "$0" "$@""#);
    let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
    let mut bot = trial.program.start("run");
    does_something(&mut crowd, &bot).await;
    limit_files(&bot, "0:");
    bot.says("disk I/O error").await;
    limit_files(&bot, "unlimited:");
    does_something(&mut crowd, &bot).await;
    trial.program = unlimited;
    trial.ends_well(crowd, &mut [&mut bot]).await;
}

#[cfg(target_os = "linux")]
fn limit_files(bot: &Process, size: &str) {
    let limit = ["--pid".to_owned(), bot.id().to_string(), format!("--fsize={size}")];
    assert!(std::process::Command::new("prlimit").args(limit).status().unwrap().success());
}

/// A shop on PostgreSQL, whose program has to go by a line.
async fn remote() -> (Trial, Line) {
    let mut trial = Trial::prepare(TestDb::new(Kind::Postgres).await).await;
    let mut url = reqwest::Url::parse(trial.url()).unwrap();
    let server = SocketAddr::from(([127, 0, 0, 1], url.port().unwrap_or(5432)));
    let line = Line::to(server).await;
    url.set_port(Some(line.address.port())).unwrap();
    trial.program = Program::new(&trial.sandbox, url.as_str());
    (trial, line)
}

/// Waits until people got answers to something they did from now on.
async fn does_something(crowd: &mut Crowd, bot: &Process) {
    let before = crowd.deeds();
    let answered = async {
        while crowd.deeds() < before + 40 {
            crowd.check().await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(Duration::from_secs(90), answered).await.is_err() {
        panic!("nobody is answered:\n{}", bot.log().join("\n"));
    }
}

async fn stops_in_time(bot: &mut Process) {
    let (status, took) = bot.terminate().await;
    assert_eq!(status.code(), Some(0), "{}", bot.log().join("\n"));
    assert!(took < Duration::from_secs(10), "it took {took:?}:\n{}", bot.log().join("\n"));
}

use super::*;
use crate::{
    domain::{ShopId, TelegramId},
    storage::committed::{Heading, Priority, Queued, Senders},
};

const SHOP: ShopId = ShopId(7_001);

/// The check of a deferred foreign key comes with the COMMIT, too late for the transaction that broke it alone.
#[tokio::test]
async fn all_transactions_of_a_batch_that_fails_fail() {
    let senders = Senders::default();
    let mut committed = senders.channel(SHOP);
    let handover = |outbox_id| {
        let heading = Heading { outbox_id, chat: TelegramId(1), number: outbox_id, priority: Priority::Reply };
        senders.handover(SHOP, vec![Queued { heading, body: String::new() }], false)
    };
    let directory = tempfile::TempDir::new().unwrap();
    let file = directory.path().join("kopilka.db");
    private_file::create_database(&file).unwrap();
    let sqlite = Sqlite::open(SqliteConnectOptions::new().filename(&file), Access::Write).await.unwrap();
    let mut tx = sqlite.begin().await.unwrap();
    run(&mut tx, "CREATE TABLE parents (id INTEGER PRIMARY KEY)").await;
    run(&mut tx, "CREATE TABLE children (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)").await;
    tx.commit(Senders::default().handover(SHOP, Vec::new(), false)).await.unwrap();

    let mut valid = sqlite.begin().await.unwrap();
    run(&mut valid, "INSERT INTO parents VALUES (1)").await;
    let next = tokio::spawn({
        let sqlite = sqlite.clone();
        async move { sqlite.begin().await }
    });
    while sqlite.waiting.is_empty() {
        tokio::task::yield_now().await;
    }
    let valid = tokio::spawn(valid.commit(handover(1)));
    let mut invalid = next.await.unwrap().unwrap();
    run(&mut invalid, "INSERT INTO children VALUES (2)").await;
    assert!(!valid.is_finished(), "told before the commit");
    assert!(matches!(invalid.commit(handover(2)).await, Err(Error::Sqlx(_))));
    assert!(matches!(valid.await.unwrap(), Err(Error::Commit)));

    let mut tx = sqlite.begin().await.unwrap();
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM parents").fetch_one(tx.connection().unwrap()).await.unwrap();
    assert_eq!(count, 0);
    run(&mut tx, "INSERT INTO parents VALUES (3)").await;
    assert!(committed.try_recv().is_err(), "handed over without a commit");
    tx.commit(handover(3)).await.unwrap();
    assert_eq!(committed.try_recv().unwrap()[0].heading.outbox_id, 3);
}

#[tokio::test]
async fn a_write_ahead_log_that_is_removed_is_an_outage_and_loses_nothing() {
    let directory = tempfile::TempDir::new().unwrap();
    let (file, log) = (directory.path().join("kopilka.db"), directory.path().join("kopilka.db-wal"));
    private_file::create_database(&file).unwrap();
    let sqlite = Sqlite::open(SqliteConnectOptions::new().filename(&file), Access::Write).await.unwrap();
    let mut tx = sqlite.begin().await.unwrap();
    run(&mut tx, "CREATE TABLE sales (id INTEGER PRIMARY KEY)").await;
    tx.commit(Senders::default().handover(SHOP, Vec::new(), false)).await.unwrap();
    // A checkpoint leaves the log in its place.
    sqlite.writer.lock().await.run("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    let mut tx = sqlite.begin().await.unwrap();
    run(&mut tx, "INSERT INTO sales VALUES (1)").await;
    tx.commit(Senders::default().handover(SHOP, Vec::new(), false)).await.unwrap();
    drop(sqlite.read().await.unwrap());

    let away = directory.path().join("away");
    std::fs::rename(&log, &away).unwrap();
    for is_replaced in [false, true] {
        if is_replaced {
            std::fs::write(&log, "").unwrap();
        }
        assert!(matches!(sqlite.begin().await, Err(Error::FileGone(gone)) if gone.ends_with("kopilka.db-wal")));
        assert!(matches!(sqlite.read().await, Err(Error::FileGone(_))));
    }
    // What a kill would leave.
    let copy = directory.path().join("copy.db");
    std::fs::copy(&file, &copy).unwrap();
    let mut copy = SqliteConnectOptions::new().filename(&copy).connect().await.unwrap();
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sales").fetch_one(&mut copy).await.unwrap();
    assert_eq!(count, 1);
    // Put back, it serves again.
    std::fs::rename(&away, &log).unwrap();
    let mut tx = sqlite.begin().await.unwrap();
    run(&mut tx, "INSERT INTO sales VALUES (2)").await;
    tx.commit(Senders::default().handover(SHOP, Vec::new(), false)).await.unwrap();
}

async fn run(tx: &mut WriteTx, sql: &'static str) {
    sqlx::query(sql).execute(tx.connection().unwrap()).await.unwrap();
}

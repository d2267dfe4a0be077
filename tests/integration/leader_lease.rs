//! One process leads a shop at a time: the one that has the lease, which is a row on PostgreSQL.

use std::time::Duration;

use kopilka::{
    domain::ShopId,
    storage::{Db, Error, LeaderLease},
};
use tokio::time::{Instant, sleep, timeout};

use crate::database::{Kind, Raw, TestDb};

const SHOP: ShopId = ShopId(7_001);

async fn two_candidates(db: &TestDb) -> [LeaderLease; 2] {
    let another = Db::open_existing(&db.url).await.unwrap();
    [db.db.leader_lease(SHOP).await.unwrap(), another.leader_lease(SHOP).await.unwrap()]
}

async fn expires_at(raw: &mut Raw) -> i64 {
    raw.number("SELECT expires_at FROM leader_leases").await
}

#[tokio::test]
async fn the_lease_has_one_holder_until_it_is_released() {
    let db = TestDb::new(Kind::Postgres).await;
    let [mut one, mut other] = two_candidates(&db).await;
    assert!(one.take().await.unwrap());
    assert!(!other.take().await.unwrap());
    let mut raw = db.raw().await;
    let before = expires_at(&mut raw).await;
    one.renew().await.unwrap();
    assert!(expires_at(&mut raw).await > before);
    assert!(!other.take().await.unwrap());
    assert!(matches!(other.renew().await, Err(Error::LeaseLost)));
    one.release().await;
    assert!(other.take().await.unwrap());
    let mut of_another_shop = db.db.leader_lease(ShopId(7_002)).await.unwrap();
    assert!(of_another_shop.take().await.unwrap());
}

#[tokio::test]
async fn a_lease_that_is_not_renewed_passes_on_within_seconds() {
    let db = TestDb::new(Kind::Postgres).await;
    let [mut dead, mut other] = two_candidates(&db).await;
    assert!(dead.take().await.unwrap());
    let since = Instant::now();
    while !other.take().await.unwrap() {
        assert!(since.elapsed() < Duration::from_secs(8), "the lease of a dead leader never ends");
        sleep(Duration::from_millis(100)).await;
    }
    // The first process tries again.
    assert!(matches!(dead.renew().await, Err(Error::LeaseLost)));
    assert!(!dead.take().await.unwrap());
}

#[tokio::test]
async fn a_lease_of_a_wrong_clock_is_taken() {
    let db = TestDb::new(Kind::Postgres).await;
    let [mut dead, mut other] = two_candidates(&db).await;
    assert!(dead.take().await.unwrap());
    // The clock of the database was a year ahead when the lease was taken.
    db.raw().await.run("UPDATE leader_leases SET expires_at = expires_at + 31536000000000").await;
    assert!(other.take().await.unwrap());
    assert!(matches!(dead.renew().await, Err(Error::LeaseLost)));
}

#[tokio::test]
async fn the_term_is_over_before_another_process_can_take_the_lease() {
    let db = TestDb::new(Kind::Postgres).await;
    let [mut one, mut other] = two_candidates(&db).await;
    let term = one.term();
    assert!(term.is_over(), "it is not held yet");
    assert!(one.take().await.unwrap());
    for _ in 0..3 {
        sleep(Duration::from_millis(1_500)).await;
        one.renew().await.unwrap();
        assert!(!term.is_over());
    }
    // The process is stopped, or its database is silent.
    while !other.take().await.unwrap() {
        sleep(Duration::from_millis(20)).await;
    }
    assert!(term.is_over());
    assert!(!other.term().is_over());
}

#[tokio::test]
async fn the_holder_stops_before_the_lease_expires() {
    let db = TestDb::new(Kind::Postgres).await;
    let mut holder = db.db.leader_lease(SHOP).await.unwrap();
    assert!(holder.take().await.unwrap());
    // The row is locked: the renewal waits, but not longer than the lease is valid.
    let mut raw = db.raw().await;
    raw.run("BEGIN; SELECT * FROM leader_leases FOR UPDATE").await;
    let since = Instant::now();
    let renewed = timeout(Duration::from_secs(10), holder.renew()).await.expect("the renewal waits for ever");
    assert!(renewed.is_err());
    assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
    raw.run("ROLLBACK").await;
    // Once the lease has expired, the holder does not try to renew it.
    sleep(Duration::from_secs(1)).await;
    assert!(matches!(holder.renew().await, Err(Error::LeaseLost)));
}

#[tokio::test]
async fn on_sqlite_the_only_process_is_the_leader() {
    let db = TestDb::new(Kind::Sqlite).await;
    let mut lease = db.db.leader_lease(SHOP).await.unwrap();
    assert!(lease.take().await.unwrap());
    lease.renew().await.unwrap();
    assert!(!lease.term().is_over());
    lease.release().await;
}

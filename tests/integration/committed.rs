//! Messages are handed over to the sender of the process as soon as their transaction is committed, and only then.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use kopilka::{
    clock::Timestamp,
    domain::{ShopId, TelegramId},
    service::{
        outbox::{self, Priority, Queued},
        shop,
    },
    storage::{Db, Tx},
};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{database::TestDb, on_both};

const SHOP: ShopId = ShopId(7_001);
const OTHER_SHOP: ShopId = ShopId(7_002);
const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

async fn open(db: &Db) {
    for shop_id in [SHOP, OTHER_SHOP] {
        let mut tx = db.begin(shop_id).await.unwrap();
        shop::open(&mut tx, NOW).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn put(tx: &mut Tx, chat: i64, text: &str) {
    outbox::put(tx, TelegramId(chat), Priority::Notice, &text, NOW).await.unwrap();
}

/// What was handed over since the last call, a list for each transaction.
fn handed_over(committed: &mut UnboundedReceiver<Vec<Queued>>) -> Vec<Vec<String>> {
    let mut batches = Vec::new();
    while let Ok(batch) = committed.try_recv() {
        batches.push(batch.into_iter().map(|message| message.body.trim_matches('"').to_owned()).collect());
    }
    batches
}

on_both! {
    async fn messages_are_handed_over_at_the_commit(db: TestDb) {
        open(&db.db).await;
        let mut committed = db.db.committed_messages(SHOP);
        let mut tx = db.db.begin(SHOP).await.unwrap();
        put(&mut tx, 1, "one").await;
        put(&mut tx, 2, "two").await;
        assert!(handed_over(&mut committed).is_empty(), "before the commit");
        tx.commit().await.unwrap();
        assert_eq!(handed_over(&mut committed), [["one", "two"]]);
        let tx = db.db.begin(SHOP).await.unwrap();
        tx.commit().await.unwrap();
        assert!(handed_over(&mut committed).is_empty(), "nothing was put");
    }

    async fn messages_of_a_rolled_back_transaction_are_not_handed_over(db: TestDb) {
        open(&db.db).await;
        let mut committed = db.db.committed_messages(SHOP);
        let mut tx = db.db.begin(SHOP).await.unwrap();
        put(&mut tx, 1, "rolled back").await;
        tx.rollback().await.unwrap();
        let mut tx = db.db.begin(SHOP).await.unwrap();
        put(&mut tx, 1, "dropped").await;
        drop(tx);
        let mut tx = db.db.begin(SHOP).await.unwrap();
        put(&mut tx, 1, "kept").await;
        tx.commit().await.unwrap();
        assert_eq!(handed_over(&mut committed), [["kept"]]);
    }

    async fn each_shop_has_a_sender_of_its_own(db: TestDb) {
        open(&db.db).await;
        let (mut committed, mut of_other_shop) = (db.db.committed_messages(SHOP), db.db.committed_messages(OTHER_SHOP));
        for (shop_id, text) in [(SHOP, "mine"), (OTHER_SHOP, "theirs")] {
            let mut tx = db.db.begin(shop_id).await.unwrap();
            put(&mut tx, 1, text).await;
            tx.commit().await.unwrap();
        }
        assert_eq!(handed_over(&mut committed), [["mine"]]);
        assert_eq!(handed_over(&mut of_other_shop), [["theirs"]]);
    }

    async fn a_new_sender_replaces_the_old_one(db: TestDb) {
        open(&db.db).await;
        let mut old = db.db.committed_messages(SHOP);
        let mut new = db.db.clone().committed_messages(SHOP);
        let mut tx = db.db.begin(SHOP).await.unwrap();
        put(&mut tx, 1, "hello").await;
        tx.commit().await.unwrap();
        assert!(handed_over(&mut old).is_empty() && old.is_closed());
        assert_eq!(handed_over(&mut new), [["hello"]]);
    }
}

/// Many transactions wait for the one writer of SQLite and are committed together: their messages are handed over in the order
/// in which they wrote.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_of_a_group_commit_are_handed_over_in_order() {
    let db = TestDb::new(crate::database::Kind::Sqlite).await;
    open(&db.db).await;
    let mut committed = db.db.committed_messages(SHOP);
    let order = Arc::new(AtomicUsize::new(0));
    let work = (0..200).map(|_| {
        let (db, order) = (db.db.clone(), Arc::clone(&order));
        tokio::spawn(async move {
            let mut tx = db.begin(SHOP).await.unwrap();
            // No other transaction is in between.
            put(&mut tx, 1, &format!("{:03}", order.fetch_add(1, Ordering::SeqCst))).await;
            tx.commit().await.unwrap();
        })
    });
    for outcome in futures_util::future::join_all(work).await {
        outcome.unwrap();
    }
    let texts = handed_over(&mut committed).concat();
    assert_eq!(texts.len(), 200);
    assert!(texts.is_sorted(), "{texts:?}");
}

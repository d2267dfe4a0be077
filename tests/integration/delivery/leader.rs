//! Leader tasks run in one process at a time: in the leader, and in another process once the leader stops.

use std::sync::atomic::{AtomicUsize, Ordering};

use kopilka::telegram::leader::LeaderTask;

use super::*;
use crate::database::Kind;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leader_tasks_move_with_the_lease() {
    let bot = TestBot::prepare(TestDb::new(Kind::Postgres).await).await;
    let at_work = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let running = || [at_work[0].load(Ordering::SeqCst), at_work[1].load(Ordering::SeqCst)];
    let mut processes = Vec::new();
    for number in 0..2 {
        let counted = Arc::clone(&at_work);
        let task: LeaderTask = Arc::new(move |stop, _| {
            let counted = Arc::clone(&counted);
            Box::pin(async move {
                counted[number].fetch_add(1, Ordering::SeqCst);
                stop.cancelled().await;
                counted[number].fetch_sub(1, Ordering::SeqCst);
            })
        });
        // A process of its own, as far as the database can tell.
        let db = Db::open_existing(&bot.db.url).await.unwrap();
        let serving = Serving { leader_tasks: vec![task], ..bot.serving(db).await };
        let stop = CancellationToken::new();
        processes.push((stop.clone(), tokio::spawn(serve(serving, stop))));
        if number == 0 {
            until(|| running() == [1, 0]).await;
        }
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(running(), [1, 0], "two lead");
    let (stop, leader) = processes.remove(0);
    stop.cancel();
    leader.await.unwrap().unwrap();
    until(|| running() == [0, 1]).await;
    let (stop, leader) = processes.remove(0);
    stop.cancel();
    leader.await.unwrap().unwrap();
    assert_eq!(running(), [0, 0], "a task still runs after its process stopped leading");
}

async fn until(condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(TIMEOUT, waiting).await.expect("the condition does not become true");
}

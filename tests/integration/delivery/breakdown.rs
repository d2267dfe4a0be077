//! A part of the program breaks down: it is started again, or the program ends with an error.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use kopilka::{
    clock::Timestamp,
    telegram::{WebhookEndpoint, leader::LeaderTask},
};
use reqwest::Url;
use tokio::net::TcpListener;

use super::*;
use crate::on_both;

/// A clock that fails so many times.
struct FailingClock(AtomicUsize);

impl Clock for FailingClock {
    fn now(&self) -> Timestamp {
        let is_failing = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        assert!(!is_failing, "a clock that fails on purpose");
        SystemClock.now()
    }

    fn steady(&self) -> Duration {
        SystemClock.steady()
    }
}

on_both! {
    async fn broken_tasks_of_the_leader_are_started_again(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        let starts = Arc::new(AtomicUsize::new(0));
        let task: LeaderTask = Arc::new({
            let starts = Arc::clone(&starts);
            move |stop, _| {
                let number = starts.fetch_add(1, Ordering::SeqCst);
                Box::pin(async move {
                    assert!(number >= 3, "a task that breaks down three times");
                    stop.cancelled().await;
                })
            }
        });
        let serving = bot.serving(bot.db.db.clone()).await;
        bot.run_with(Serving { leader_tasks: vec![task], ..serving });
        anna.says("one");
        bot.until(|| (starts.load(Ordering::SeqCst) == 4 && received(&anna) == ["one"]).then_some(())).await;
        bot.stop().await;
    }

    async fn a_poller_that_breaks_down_is_started_again(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        let clock = Arc::new(FailingClock(AtomicUsize::new(0)));
        let serving = bot.serving(bot.db.db.clone()).await;
        bot.run_with(Serving { clock: clock.clone(), ..serving });
        anna.says("one");
        bot.wait_until_idle().await;
        // It is asked when a batch is stored.
        clock.0.store(2, Ordering::SeqCst);
        anna.says("two");
        bot.until(|| (received(&anna) == ["one", "two"]).then_some(())).await;
        bot.stop().await;
    }

    async fn a_part_that_is_not_started_again_ends_the_serving_with_an_error(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/updates", listener.local_addr().unwrap())).unwrap();
        let (webhook, routes) = WebhookEndpoint::new(&bot.sandbox.token(), url);
        tokio::spawn(async move { axum::serve(listener, Router::new().merge(routes)).await });
        let clock = Arc::new(FailingClock(AtomicUsize::new(usize::MAX)));
        let serving = bot.serving(bot.db.db.clone()).await;
        bot.run_with(Serving { clock, webhook: Some(webhook), ..serving });
        anna.says("one");
        let (_stopper, serving) = bot.running.take().unwrap();
        let ended = tokio::time::timeout(TIMEOUT, serving).await.expect("it goes on").unwrap();
        assert!(ended.is_err_and(|part| part.to_string().contains("webhook")), "it ended as if it had been asked to");
    }
}

//! Another program uses the token of this bot: it removes or replaces the webhook, sets one, or polls.

use axum::Router;
use kopilka::telegram::{WebhookEndpoint, alarm::Alarm};
use reqwest::Url;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::on_both;

/// How often the bot looks after its webhook here.
const CHECK_EVERY: Duration = Duration::from_millis(200);

impl TestBot {
    /// Calls a method, as another program does.
    async fn calls_elsewhere(&self, method: &str, params: Value) -> Value {
        let url = format!("{}/bot{}/{method}", self.sandbox.url(), self.sandbox.token());
        reqwest::Client::new().post(url).json(&params).send().await.unwrap().json().await.unwrap()
    }

    /// Starts the bot with a webhook. Returns its address.
    async fn run_with_webhook(&mut self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/updates", listener.local_addr().unwrap())).unwrap();
        let (endpoint, routes) = WebhookEndpoint::new(&self.sandbox.token(), url.clone());
        tokio::spawn(async move { axum::serve(listener, Router::new().merge(routes)).await });
        let webhook = Some(endpoint.checked_every(CHECK_EVERY));
        let serving = Serving { webhook, ..self.serving(self.db.db.clone()).await };
        self.run_with(serving);
        self.until_webhook(url.as_str()).await;
        url.to_string()
    }

    async fn until_webhook(&self, url: &str) {
        let set = async {
            while self.calls_elsewhere("getWebhookInfo", json!({})).await["result"]["url"] != url {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(TIMEOUT, set).await.expect("the webhook is not as it should be");
    }

    fn raised(&self, alarm: Alarm) -> usize {
        self.reports.lock().unwrap().iter().filter(|report| **report == Report::Raised(alarm)).count()
    }
}

on_both! {
    async fn a_webhook_that_another_program_removes_is_set_again(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        let url = bot.run_with_webhook().await;
        anna.says("one");
        bot.until(|| (received(&anna) == ["one"]).then_some(())).await;
        assert_eq!(bot.raised(Alarm::WebhookTaken), 0);

        bot.calls_elsewhere("deleteWebhook", json!({})).await;
        anna.says("two");
        bot.until(|| (received(&anna) == ["one", "two"]).then_some(())).await;
        while bot.raised(Alarm::WebhookTaken) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }

        // The second time it is left alone for half a minute, in which nothing is lost, and nothing is said to be set again.
        let looked = || bot.sandbox.calls().iter().filter(|call| call.method == "getWebhookInfo").count();
        bot.calls_elsewhere("setWebhook", json!({ "url": "http://127.0.0.1:9/elsewhere" })).await;
        let before = looked();
        while looked() == before {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(3 * CHECK_EVERY).await;
        assert_eq!(bot.raised(Alarm::WebhookTaken), 1);
        let set = bot.sandbox.calls().iter().filter(|call| call.method == "setWebhook" && call.params["url"] == url).count();
        assert_eq!(set, 2, "the two programs fight");
        bot.stop().await;
    }

    async fn a_webhook_that_another_program_sets_is_removed_by_a_poller(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        anna.says("one");
        bot.wait_until_idle().await;
        bot.calls_elsewhere("setWebhook", json!({ "url": "http://127.0.0.1:9/elsewhere" })).await;
        anna.says("two");
        bot.until(|| (received(&anna) == ["one", "two"]).then_some(())).await;
        assert_eq!((bot.raised(Alarm::WebhookSet), bot.raised(Alarm::OtherPoller)), (1, 0));
        bot.until_webhook("").await;
    }

    async fn another_poller_is_reported_once_it_stays(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        anna.says("one");
        bot.wait_until_idle().await;
        while bot.raised(Alarm::OtherPoller) == 0 {
            // Each poll ends the one before.
            bot.calls_elsewhere("getUpdates", json!({ "timeout": 0 })).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(bot.raised(Alarm::WebhookSet), 0);
    }
}

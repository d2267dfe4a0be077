//! Incoming updates.

use std::time::{Duration, Instant};

use kopilka::{shutdown::CancellationToken, storage::Db};
use serde_json::json;
use tokio::runtime::Runtime;

use super::*;
use crate::on_both;

on_both! {
    async fn an_update_delivered_twice_takes_effect_once(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        bot.sandbox.deliver_twice(2);
        anna.says("one");
        anna.says("two");
        bot.wait_until_idle().await;
        anna.says("three");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["one", "two", "three"]);
        assert_eq!(bot.echo.attempts("one"), 1);
        bot.assert_calls_are_valid();
    }

    async fn updates_of_another_server_may_reuse_update_ids(db: TestDb) {
        let mut bot = TestBot::start(db).await;
        let anna = bot.anna();
        anna.says("before the move");
        bot.wait_until_idle().await;
        bot.stop().await;
        assert_eq!(received(&anna), ["before the move"]);

        // On the new server time goes on, and the ids of messages and updates begin anew.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let mut bot = TestBot::prepare(bot.db).await;
        bot.run().await;
        let anna = bot.anna();
        anna.says("after the move");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["after the move"]);
    }

    async fn updates_of_a_chat_are_handled_in_order_and_delay_no_other_chat(db: TestDb) {
        let bot = TestBot::start(db).await;
        let (anna, boris) = (bot.anna(), bot.boris());
        anna.says("slow one");
        for text in ["two", "three", "four"] {
            anna.says(text);
        }
        boris.says("quick");
        bot.until(|| (!received(&boris).is_empty()).then_some(())).await;
        assert_eq!(received(&anna), [""; 0], "Boris waited for Anna");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["slow one", "two", "three", "four"]);
    }

    async fn a_failed_update_is_retried_before_later_ones_of_its_chat(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        anna.says("flaky");
        anna.says("after");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["flaky", "after"]);
        assert_eq!(bot.echo.attempts("flaky"), 3);
    }

    async fn an_update_that_always_fails_becomes_a_dead_letter_with_an_apology(db: TestDb) {
        let bot = TestBot::start(db).await;
        let (anna, boris) = (bot.anna(), bot.boris());
        anna.says("panic");
        anna.says("fail");
        anna.says("after");
        boris.says("meanwhile");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["sorry", "sorry", "after"]);
        assert_eq!(received(&boris), ["meanwhile"]);
        assert_eq!([bot.echo.attempts("panic"), bot.echo.attempts("fail")], [5, 5]);
    }

    async fn an_unreadable_update_is_kept_and_not_answered(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        let unreadable = bot.sandbox.push_update("message", json!({ "chat": { "id": ANNA }, "surprise": true }));
        anna.says("after");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["after"]);
        let mut tx = bot.db.db.read(SHOP).await.unwrap();
        let kept = inbox::raw(&mut tx, unreadable).await.unwrap().expect("it is gone");
        assert!(kept.contains("surprise"), "{kept}");
    }

    async fn updates_accepted_before_a_crash_are_handled_after_it(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        // Its own tasks and connections, like another process.
        let process = Runtime::new().unwrap();
        let url = bot.db.url.clone();
        let own_db = process.spawn(async move { Db::open(&url).await }).await.unwrap().unwrap();
        let stop = CancellationToken::new();
        let _stop_at_the_end = stop.clone().drop_guard();
        process.spawn(serve(bot.serving(own_db).await, stop));
        let updates = [anna.says("one"), anna.says("hang two"), anna.says("three")];
        bot.until(|| (received(&anna) == ["one"] && bot.sandbox.is_confirmed(updates[2])).then_some(())).await;
        while bot.counts().await.1 > 0 {
            // Killed between sending and deleting the row, the process would send the message again.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        process.shutdown_background();

        bot.echo.release();
        bot.run().await;
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["one", "hang two", "three"]);
    }

    async fn a_stop_waits_for_the_update_in_progress(db: TestDb) {
        let mut bot = TestBot::start(db).await;
        let anna = bot.anna();
        anna.says("slow last");
        while bot.echo.attempts("slow last") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let asked_at = Instant::now();
        bot.stop().await;
        assert!(asked_at.elapsed() < Duration::from_secs(10));
        assert_eq!(received(&anna), ["slow last"]);
        assert_eq!(bot.counts().await, (0, 0));
    }

    async fn a_pressed_button_is_answered_and_its_message_edited(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        anna.says("button");
        bot.wait_until_idle().await;
        for _ in 0..2 {
            // The second edit changes nothing, which is not a failure.
            anna.clicks("Again");
            bot.wait_until_idle().await;
        }
        bot.until(|| (anna.answers().len() == 2).then_some(())).await;
        assert_eq!(received(&anna), ["pressed"]);
        assert!(anna.answers().iter().all(|answer| answer.text == "ok"));
        bot.assert_calls_are_valid();
    }

    async fn a_backlog_is_handled_in_order(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let people: Vec<Actor> = (0..10).map(|n| bot.sandbox.add(Person::new(600 + n, "Гость").started())).collect();
        for number in 0..30 {
            people.iter().for_each(|person| { person.says(&number.to_string()); });
        }
        bot.run().await;
        bot.wait_until_idle().await;
        let expected: Vec<String> = (0..30).map(|number| number.to_string()).collect();
        for person in &people {
            assert_eq!(received(person), expected);
        }
    }
}

//! Outgoing messages.

use std::time::Duration;

use kopilka::{messages::outgoing::Picture, sandbox::Fault};

use super::*;
use crate::on_both;

impl TestBot {
    async fn is_marked_blocked(&self, person: &Actor) -> bool {
        let mut tx = self.db.db.read(SHOP).await.unwrap();
        let customer = customers::by_telegram_id(&mut tx, TelegramId(person.id())).await.unwrap();
        customer.unwrap().bot_blocked_at.is_some()
    }
}

on_both! {
    async fn failed_calls_lose_no_message_and_keep_the_order(db: TestDb) {
        let bot = TestBot::start(db).await;
        let (anna, boris) = (bot.anna(), bot.boris());
        bot.sandbox.fail_next("sendMessage", 1, Fault::TooManyRequests { retry_after: 1 });
        bot.sandbox.fail_next("sendMessage", 1, Fault::ServerError);
        bot.sandbox.fail_next("sendMessage", 1, Fault::DropBefore);
        for text in ["one", "two", "three"] {
            anna.says(text);
            boris.says(text);
        }
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["one", "two", "three"]);
        assert_eq!(received(&boris), ["one", "two", "three"]);
        bot.assert_calls_are_valid();
    }

    async fn a_lost_response_causes_a_repeat_but_no_loss(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        bot.sandbox.fail_next("sendMessage", 1, Fault::DropAfter);
        anna.says("one");
        anna.says("two");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["one", "one", "two"]);
    }

    async fn a_rate_limited_chat_delays_no_other_chat(db: TestDb) {
        let bot = TestBot::start(db).await;
        let (anna, boris) = (bot.anna(), bot.boris());
        bot.sandbox.fail_next("sendMessage", 1, Fault::TooManyRequests { retry_after: 2 });
        anna.says("hello");
        boris.says("hello");
        // The first message was refused with 429.
        let received_by_both = || received(&anna).len() + received(&boris).len();
        bot.until(|| (received_by_both() > 0).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(received_by_both(), 1, "the pause was not kept");
        bot.wait_until_idle().await;
        assert_eq!([received(&anna), received(&boris)], [["hello"], ["hello"]]);
    }

    async fn messages_of_other_processes_are_found_in_the_outbox(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        bot.put(ANNA, Priority::Notice, text_message("before the start")).await;
        bot.run().await;
        bot.wait_until_idle().await;
        bot.put(ANNA, Priority::Notice, text_message("while it runs")).await;
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["before the start", "while it runs"]);
    }

    async fn a_person_who_blocked_the_bot_gets_no_notices_until_they_return(db: TestDb) {
        let bot = TestBot::start(db).await;
        let anna = bot.anna();
        bot.make_customer(&anna).await;
        anna.blocks_bot();
        bot.wait_until_idle().await;
        bot.put_together(ANNA, Priority::Notice, ["one", "two", "three"].map(text_message)).await;
        bot.wait_until_idle().await;
        assert!(bot.is_marked_blocked(&anna).await);
        assert_eq!(bot.sandbox.calls().iter().filter(|call| call.error.is_some()).count(), 1, "one refusal is enough");
        assert_eq!(bot.put(ANNA, Priority::Notice, text_message("four")).await, 0);

        anna.unblocks_bot();
        anna.says("I am back");
        bot.make_customer(&anna).await;
        bot.wait_until_idle().await;
        assert!(!bot.is_marked_blocked(&anna).await);
        assert_eq!(bot.put(ANNA, Priority::Notice, text_message("welcome")).await, 1);
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["I am back", "welcome"]);
    }

    async fn an_edit_of_a_deleted_message_is_sent_as_a_new_message(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        bot.put(ANNA, Priority::Reply, Outgoing::Edit { message_id: 999, text: "<b>new</b>".to_owned(), buttons: button("B") }).await;
        bot.put(ANNA, Priority::Reply, Outgoing::EditKeyboard { message_id: 999, buttons: button("C") }).await;
        bot.put(ANNA, Priority::Reply, Outgoing::RemoveKeyboard { message_id: 999 }).await;
        bot.run().await;
        bot.wait_until_idle().await;
        let seen = anna.newest();
        assert_eq!((seen.html.as_str(), seen.labels()), ("<b>new</b>", vec![vec!["B"]]));
        assert_eq!(received(&anna).len(), 1);

        bot.put(ANNA, Priority::Reply, Outgoing::RemoveKeyboard { message_id: i32::try_from(seen.id).unwrap() }).await;
        bot.wait_until_idle().await;
        assert!(anna.newest().buttons.is_empty());
        bot.assert_calls_are_valid();
    }

    async fn a_qr_code_is_drawn_when_it_is_sent(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        let picture = Picture::Qr { content: "82423".to_owned() };
        let card = Outgoing::Photo { picture, caption: "<b>82423</b>".to_owned(), keyboard: Some(Keyboard::Inline(button("B"))) };
        bot.put(ANNA, Priority::Reply, card).await;
        bot.run().await;
        bot.wait_until_idle().await;
        let seen = anna.newest();
        assert_eq!((seen.html.as_str(), seen.labels()), ("<b>82423</b>", vec![vec!["B"]]));
        let picture = image::load_from_memory(&seen.photo.expect("a picture").bytes).unwrap();
        assert!(picture.width() >= 512);
        bot.assert_calls_are_valid();
    }

    async fn a_message_with_refused_markup_is_sent_as_plain_text(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        bot.put(ANNA, Priority::Reply, text_message("<b>half &lt;bold")).await;
        bot.put(ANNA, Priority::Reply, text_message("after")).await;
        bot.run().await;
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["half <bold", "after"]);
    }

    async fn a_message_that_can_never_be_sent_is_dropped(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        bot.put(ANNA, Priority::Reply, text_message(" \u{2060}")).await;
        bot.put(ANNA, Priority::Reply, text_message("after")).await;
        bot.run().await;
        bot.wait_until_idle().await;
        assert_eq!(received(&anna).last().map(String::as_str), Some("after"));
    }

    async fn long_texts_arrive_complete(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        let lines: Vec<String> = (0..900).map(|number| format!("line {number}")).collect();
        let text = format!("<i>{}</i>", lines.join("\n"));
        bot.put(ANNA, Priority::Reply, Outgoing::Send { text, keyboard: Some(Keyboard::Inline(button("B"))) }).await;
        bot.run().await;
        bot.wait_until_idle().await;
        assert_eq!(received(&anna).join("\n"), lines.join("\n"));
        assert_eq!(anna.newest().labels(), [["B"]]);
        assert!(anna.sees().iter().all(|message| message.html.starts_with("<i>") && message.html.ends_with("</i>")));
        bot.assert_calls_are_valid();
    }

    async fn the_rate_limit_of_a_chat_is_kept(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        for number in 0..6 {
            bot.put(ANNA, Priority::Reply, text_message(&number.to_string())).await;
        }
        let limits = Limits { chat_interval: Duration::from_millis(400), ..Limits::default() };
        let serving = Serving { limits, ..bot.serving(bot.db.db.clone()).await };
        bot.run_with(serving);
        bot.until(|| (received(&anna).len() == 4).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(received(&anna).len(), 4, "more than a burst at once");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["0", "1", "2", "3", "4", "5"]);
    }
}

//! Messages on their way out.

use std::time::Duration;

use kopilka::{
    clock::SystemChance,
    messages::outgoing::Picture,
    sandbox::Fault,
    service::customers::{self, NewCustomer},
    shutdown::CancellationToken,
};

use super::*;
use crate::on_both;

impl Rig {
    /// Makes the person a customer.
    async fn enrol(&self, person: &Actor) {
        let telegram_id = TelegramId(person.id());
        let seen = NewCustomer { telegram_id: Some(telegram_id), ..NewCustomer::default() };
        let mut tx = self.db.db.begin(SHOP).await.unwrap();
        customers::arrive(&mut tx, &SystemChance, &seen, SystemClock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn is_marked_blocked(&self, person: &Actor) -> bool {
        let mut tx = self.db.db.read(SHOP).await.unwrap();
        let customer = customers::by_telegram_id(&mut tx, TelegramId(person.id())).await.unwrap();
        customer.unwrap().blocked_at.is_some()
    }
}

on_both! {
    async fn faults_on_the_way_lose_nothing_and_keep_the_order(db: TestDb) {
        let rig = Rig::start(db).await;
        let (anna, boris) = (rig.anna(), rig.boris());
        rig.sandbox.fail_next("sendMessage", 1, Fault::TooManyRequests { retry_after: 1 });
        rig.sandbox.fail_next("sendMessage", 1, Fault::ServerError);
        rig.sandbox.fail_next("sendMessage", 1, Fault::DropBefore);
        for text in ["one", "two", "three"] {
            anna.says(text);
            boris.says(text);
        }
        rig.quiet().await;
        assert_eq!(heard(&anna), ["one", "two", "three"]);
        assert_eq!(heard(&boris), ["one", "two", "three"]);
        rig.assert_valid();
    }

    async fn an_answer_that_is_lost_may_send_twice_but_never_not_at_all(db: TestDb) {
        let rig = Rig::start(db).await;
        let anna = rig.anna();
        rig.sandbox.fail_next("sendMessage", 1, Fault::DropAfter);
        anna.says("one");
        anna.says("two");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["one", "one", "two"]);
    }

    async fn a_chat_that_is_told_to_slow_down_holds_up_no_other(db: TestDb) {
        let rig = Rig::start(db).await;
        let (anna, boris) = (rig.anna(), rig.boris());
        rig.sandbox.fail_next("sendMessage", 1, Fault::TooManyRequests { retry_after: 2 });
        anna.says("hello");
        boris.says("hello");
        // Whoever was first was told to slow down.
        let heard_both = || heard(&anna).len() + heard(&boris).len();
        rig.until(|| (heard_both() > 0).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(heard_both(), 1, "it was not waited for");
        rig.quiet().await;
        assert_eq!([heard(&anna), heard(&boris)], [["hello"], ["hello"]]);
    }

    async fn messages_nobody_handed_over_are_found(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        rig.put(ANNA, Priority::Notice, says("before the start")).await;
        rig.run().await;
        rig.quiet().await;
        rig.put(ANNA, Priority::Notice, says("while it runs")).await;
        rig.quiet().await;
        assert_eq!(heard(&anna), ["before the start", "while it runs"]);
    }

    async fn who_blocked_the_bot_is_left_alone_until_they_return(db: TestDb) {
        let rig = Rig::start(db).await;
        let anna = rig.anna();
        rig.enrol(&anna).await;
        anna.blocks_bot();
        rig.quiet().await;
        for text in ["one", "two", "three"] {
            rig.put(ANNA, Priority::Notice, says(text)).await;
        }
        rig.quiet().await;
        assert!(rig.is_marked_blocked(&anna).await);
        assert_eq!(rig.sandbox.calls().iter().filter(|call| call.error.is_some()).count(), 1, "one refusal is enough");
        assert_eq!(rig.put(ANNA, Priority::Notice, says("four")).await, 0);

        anna.unblocks_bot();
        anna.says("I am back");
        rig.enrol(&anna).await;
        rig.quiet().await;
        assert!(!rig.is_marked_blocked(&anna).await);
        assert_eq!(rig.put(ANNA, Priority::Notice, says("welcome")).await, 1);
        rig.quiet().await;
        assert_eq!(heard(&anna), ["I am back", "welcome"]);
    }

    async fn a_change_of_a_message_that_is_gone_is_a_new_message(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        rig.put(ANNA, Priority::Reply, Outgoing::Edit { message_id: 999, text: "<b>new</b>".to_owned(), buttons: button("B") }).await;
        rig.put(ANNA, Priority::Reply, Outgoing::EditKeyboard { message_id: 999, buttons: button("C") }).await;
        rig.put(ANNA, Priority::Reply, Outgoing::RemoveKeyboard { message_id: 999 }).await;
        rig.run().await;
        rig.quiet().await;
        let seen = anna.newest();
        assert_eq!((seen.html.as_str(), seen.labels()), ("<b>new</b>", vec![vec!["B"]]));
        assert_eq!(heard(&anna).len(), 1);

        rig.put(ANNA, Priority::Reply, Outgoing::RemoveKeyboard { message_id: i32::try_from(seen.id).unwrap() }).await;
        rig.quiet().await;
        assert!(anna.newest().buttons.is_empty());
        rig.assert_valid();
    }

    async fn a_picture_is_drawn_when_it_is_sent(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        let picture = Picture::Qr { content: "82423".to_owned() };
        let card = Outgoing::Photo { picture, caption: "<b>82423</b>".to_owned(), keyboard: Some(Keyboard::Inline(button("B"))) };
        rig.put(ANNA, Priority::Reply, card).await;
        rig.run().await;
        rig.quiet().await;
        let seen = anna.newest();
        assert_eq!((seen.html.as_str(), seen.labels()), ("<b>82423</b>", vec![vec!["B"]]));
        let picture = image::load_from_memory(&seen.photo.expect("a picture").bytes).unwrap();
        assert!(picture.width() >= 512);
        rig.assert_valid();
    }

    async fn what_telegram_does_not_take_arrives_plain(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        rig.put(ANNA, Priority::Reply, says("<b>half &lt;bold")).await;
        rig.put(ANNA, Priority::Reply, says("after")).await;
        rig.run().await;
        rig.quiet().await;
        assert_eq!(heard(&anna), ["half <bold", "after"]);
    }

    async fn what_can_never_be_sent_holds_up_nobody(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        rig.put(ANNA, Priority::Reply, says(" \u{2060}")).await;
        rig.put(ANNA, Priority::Reply, says("after")).await;
        rig.run().await;
        rig.quiet().await;
        assert_eq!(heard(&anna).last().map(String::as_str), Some("after"));
    }

    async fn long_texts_arrive_whole(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        let lines: Vec<String> = (0..900).map(|number| format!("line {number}")).collect();
        let text = format!("<i>{}</i>", lines.join("\n"));
        rig.put(ANNA, Priority::Reply, Outgoing::Send { text, keyboard: Some(Keyboard::Inline(button("B"))) }).await;
        rig.run().await;
        rig.quiet().await;
        assert_eq!(heard(&anna).join("\n"), lines.join("\n"));
        assert_eq!(anna.newest().labels(), [["B"]]);
        assert!(anna.sees().iter().all(|message| message.html.starts_with("<i>") && message.html.ends_with("</i>")));
        rig.assert_valid();
    }

    async fn telegrams_limits_are_kept(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        for number in 0..6 {
            rig.put(ANNA, Priority::Reply, says(&number.to_string())).await;
        }
        let stop = CancellationToken::new();
        let stopper = stop.clone().drop_guard();
        let serving = Serving { limits: Limits { chat_interval: Duration::from_millis(400), ..Limits::default() }, ..rig.serving(rig.db.db.clone()).await };
        rig.running = Some((stopper, tokio::spawn(serve(serving, stop))));
        rig.until(|| (heard(&anna).len() == 4).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(heard(&anna).len(), 4, "more than a burst at once");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["0", "1", "2", "3", "4", "5"]);
    }
}

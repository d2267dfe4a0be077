//! Updates on their way in.

use std::time::{Duration, Instant};

use kopilka::{shutdown::CancellationToken, storage::Db};
use serde_json::json;
use tokio::runtime::Runtime;

use super::*;
use crate::on_both;

on_both! {
    async fn an_update_that_comes_twice_takes_effect_once(db: TestDb) {
        let rig = Rig::start(db).await;
        let anna = rig.anna();
        rig.sandbox.deliver_twice(2);
        anna.says("one");
        anna.says("two");
        rig.quiet().await;
        anna.says("three");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["one", "two", "three"]);
        assert_eq!(rig.parrot.attempts("one"), 1);
        rig.assert_valid();
    }

    async fn another_server_may_count_from_one_again(db: TestDb) {
        let mut rig = Rig::start(db).await;
        let anna = rig.anna();
        anna.says("before the move");
        rig.quiet().await;
        rig.stop().await;
        assert_eq!(heard(&anna), ["before the move"]);

        // The clock of the chats goes on; the numbers of messages and updates begin anew.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let mut rig = Rig::still(rig.db).await;
        rig.run().await;
        let anna = rig.anna();
        anna.says("after the move");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["after the move"]);
    }

    async fn a_chat_keeps_its_order_and_holds_up_no_other(db: TestDb) {
        let rig = Rig::start(db).await;
        let (anna, boris) = (rig.anna(), rig.boris());
        anna.says("slow one");
        for text in ["two", "three", "four"] {
            anna.says(text);
        }
        boris.says("quick");
        rig.until(|| (!heard(&boris).is_empty()).then_some(())).await;
        assert_eq!(heard(&anna), [""; 0], "Boris waited for Anna");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["slow one", "two", "three", "four"]);
    }

    async fn an_update_that_fails_comes_again_before_those_behind_it(db: TestDb) {
        let rig = Rig::start(db).await;
        let anna = rig.anna();
        anna.says("stumble");
        anna.says("after");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["stumble", "after"]);
        assert_eq!(rig.parrot.attempts("stumble"), 3);
    }

    async fn what_never_works_is_a_dead_letter_with_an_apology(db: TestDb) {
        let rig = Rig::start(db).await;
        let (anna, boris) = (rig.anna(), rig.boris());
        anna.says("panic");
        anna.says("fail");
        anna.says("after");
        boris.says("meanwhile");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["sorry", "sorry", "after"]);
        assert_eq!(heard(&boris), ["meanwhile"]);
        assert_eq!([rig.parrot.attempts("panic"), rig.parrot.attempts("fail")], [5, 5]);
    }

    async fn what_nobody_can_read_is_kept_without_a_word(db: TestDb) {
        let rig = Rig::start(db).await;
        let anna = rig.anna();
        let unreadable = rig.sandbox.push_update("message", json!({ "chat": { "id": ANNA }, "surprise": true }));
        anna.says("after");
        rig.quiet().await;
        assert_eq!(heard(&anna), ["after"]);
        let mut tx = rig.db.db.read(SHOP).await.unwrap();
        let kept = inbox::raw(&mut tx, unreadable).await.unwrap().expect("it is gone");
        assert!(kept.contains("surprise"), "{kept}");
    }

    async fn what_was_accepted_before_the_process_died_is_done_after(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let anna = rig.anna();
        // A process of its own, as far as its tasks and its connections go.
        let process = Runtime::new().unwrap();
        let url = rig.db.url.clone();
        let own_db = process.spawn(async move { Db::open(&url).await }).await.unwrap().unwrap();
        let stop = CancellationToken::new();
        let _stop_at_the_end = stop.clone().drop_guard();
        process.spawn(serve(rig.serving(own_db).await, stop));
        let updates = [anna.says("one"), anna.says("hang two"), anna.says("three")];
        rig.until(|| (heard(&anna) == ["one"] && rig.sandbox.is_confirmed(updates[2])).then_some(())).await;
        while rig.counts().await.1 > 0 {
            // Killed between the sending and its note, the process would say it once more.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        process.shutdown_background();

        rig.parrot.heal();
        rig.run().await;
        rig.quiet().await;
        assert_eq!(heard(&anna), ["one", "hang two", "three"]);
    }

    async fn the_last_update_is_finished_before_the_end(db: TestDb) {
        let mut rig = Rig::start(db).await;
        let anna = rig.anna();
        anna.says("slow farewell");
        while rig.parrot.attempts("slow farewell") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let asked_at = Instant::now();
        rig.stop().await;
        assert!(asked_at.elapsed() < Duration::from_secs(10));
        assert_eq!(heard(&anna), ["slow farewell"]);
        assert_eq!(rig.counts().await, (0, 0));
    }

    async fn a_pressed_button_is_answered_and_its_message_changes(db: TestDb) {
        let rig = Rig::start(db).await;
        let anna = rig.anna();
        anna.says("button");
        rig.quiet().await;
        for _ in 0..2 {
            // The second time nothing is different, which is no failure.
            anna.clicks("Again");
            rig.quiet().await;
        }
        rig.until(|| (anna.answers().len() == 2).then_some(())).await;
        assert_eq!(heard(&anna), ["pressed"]);
        assert!(anna.answers().iter().all(|answer| answer.text == "ok"));
        rig.assert_valid();
    }

    async fn a_backlog_is_worked_off_in_order(db: TestDb) {
        let mut rig = Rig::still(db).await;
        let people: Vec<Actor> = (0..10).map(|n| rig.sandbox.add(Person::new(600 + n, "Гость").started())).collect();
        for number in 0..30 {
            people.iter().for_each(|person| { person.says(&number.to_string()); });
        }
        rig.run().await;
        rig.quiet().await;
        let expected: Vec<String> = (0..30).map(|number| number.to_string()).collect();
        for person in &people {
            assert_eq!(heard(person), expected);
        }
    }
}

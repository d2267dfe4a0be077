//! Receivers that misbehave: each is sent to again, none delays another, and in the end the owners are told.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{DeliveryFault, ParcelStatus, Role, WebhookId},
    service::webhooks,
};

use super::{
    Hooks, OWNER, every_event,
    receiver::{Answer, Receiver, until},
    told,
};
use crate::on_both;

impl Hooks {
    /// Runs every job once.
    async fn runs_jobs(&self) {
        crate::jobs::run_all_of_owners(&self.shop.db, self.shop.id, vec![OWNER], self.clock.now()).await.unwrap();
    }

    /// Waits until the receiver has said that it wants no more.
    async fn is_stopped(&self, webhook: WebhookId) {
        for _ in 0..1_000 {
            if self.webhook(webhook).await.webhook.gone_at.is_some() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("it still wants events");
    }

    async fn resumes(&self, webhook: WebhookId) {
        let operation = self.shop.staff(Role::Owner);
        let mut tx = self.shop.begin().await;
        webhooks::resume(&mut tx, &operation, webhook).await.unwrap();
        tx.commit().await.unwrap();
    }
}

on_both! {
    async fn a_receiver_that_never_answers_delays_no_other(db: TestDb) {
        let mut hooks = Hooks::start(&db).await;
        let [silent, well] = [Receiver::start().await, Receiver::start().await];
        silent.answers(|_| Answer::Never);
        hooks.adds_webhook(&silent.url(), every_event()).await;
        hooks.adds_webhook("http://127.0.0.1:1/", every_event()).await;
        hooks.adds_webhook(&well.url(), every_event()).await;
        for number in 0..30 {
            hooks.adds_parcel(&format!("A{number}")).await;
        }
        well.has(30).await;
        assert!(silent.messages().len() <= 8, "few at a time");
        let begun = std::time::Instant::now();
        hooks.stops().await;
        assert!(begun.elapsed().as_secs() < 6, "the end waits for none that does not answer");
    }

    async fn an_answer_without_an_end_is_an_answer(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|_| Answer::Endless);
        hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.adds_parcel("A1").await;
        hooks.adds_parcel("A2").await;
        hooks.has_sent_all().await;
        assert_eq!(receiver.messages().len(), 2);
    }

    async fn one_event_that_is_refused_delays_its_parcel_alone(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|message| Answer::Status(if message.told().0 == "BAD" { 422 } else { 200 }));
        let made = hooks.adds_webhook(&receiver.url(), every_event()).await;
        let bad = hooks.adds_parcel("BAD").await;
        hooks.sets_status(bad, ParcelStatus::Issued).await;
        for number in 0..20 {
            hooks.adds_parcel(&format!("A{number}")).await;
        }
        until(|| receiver.taken().len() == 20, || "the others".to_owned()).await;
        // A receiver has a message before its row is deleted.
        hooks.has_waiting(made.webhook.webhook_id, 2).await;
        assert!(receiver.messages().iter().all(|message| message.told().1 != "issued"));
        assert!(receiver.messages().len() < 30, "it is not tried again at once");
    }

    async fn a_receiver_that_asks_for_a_pause_gets_it(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|_| Answer::With(429, "retry-after", "900".to_owned()));
        let made = hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.adds_parcel("A1").await;
        let listed = hooks.has_failed(made.webhook.webhook_id, 1).await;
        assert_eq!(listed.webhook.last_failure, Some(DeliveryFault::Status(429)));
        receiver.answers(|_| Answer::Status(200));
        hooks.waits(Duration::minutes(14));
        hooks.adds_parcel("A2").await;
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        assert_eq!(receiver.messages().len(), 1);
        hooks.waits(Duration::minutes(1));
        hooks.has_sent_all().await;
        assert_eq!(receiver.taken().len(), 2);
    }

    async fn a_receiver_that_wants_no_more_gets_no_more_until_the_owner_says_so(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|_| Answer::Status(410));
        let webhook = hooks.adds_webhook(&receiver.url(), every_event()).await.webhook.webhook_id;
        let parcel = hooks.adds_parcel("A1").await;
        hooks.is_stopped(webhook).await;
        hooks.adds_parcel("A2").await;
        hooks.sets_status(parcel, ParcelStatus::Issued).await;
        let said = told(&db).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("127.0.0.1") && said[0].contains("410"), "{said:?}");
        hooks.waits(Duration::hours(23));
        hooks.runs_jobs().await;
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        assert_eq!(receiver.messages().len(), 1, "nothing is sent to it");
        let listed = hooks.webhook(webhook).await;
        assert_eq!((listed.waiting, listed.given_up), (3, 0), "what happened waits");
        receiver.answers(|_| Answer::Status(200));
        hooks.resumes(webhook).await;
        hooks.has_sent_all().await;
        let events: Vec<String> = receiver.taken().iter().map(|message| message.told()).map(|(a, b)| a + " " + &b).collect();
        assert_eq!(events.len(), 3, "{events:?}");
        let place = |event: &str| events.iter().position(|known| known == event).unwrap();
        assert!(place("A1 pending") < place("A1 issued") && place("A2 pending") < 3, "{events:?}");
    }

    async fn what_waits_for_a_day_for_a_receiver_that_wants_no_more_is_given_up(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|_| Answer::Status(410));
        let webhook = hooks.adds_webhook(&receiver.url(), every_event()).await.webhook.webhook_id;
        hooks.adds_parcel("A1").await;
        hooks.is_stopped(webhook).await;
        hooks.adds_parcel("A2").await;
        hooks.waits(Duration::hours(12));
        hooks.adds_parcel("A3").await;
        hooks.waits(Duration::hours(13));
        for _ in 0..2 {
            hooks.runs_jobs().await;
            let listed = hooks.webhook(webhook).await;
            assert_eq!((listed.waiting, listed.given_up), (1, 2));
        }
        let said = told(&db).await;
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[1].contains("127.0.0.1") && said[1].contains("410") && said[1].contains(": 2"), "{said:?}");
        receiver.answers(|_| Answer::Status(200));
        hooks.resumes(webhook).await;
        hooks.has_sent_all().await;
        assert_eq!(receiver.taken().iter().map(|message| message.told().0).collect::<Vec<_>>(), ["A3"]);
    }

    async fn a_receiver_that_fails_every_second_time_gets_everything_soon(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        let tried = std::sync::Mutex::new(std::collections::HashSet::new());
        receiver.answers(move |message| Answer::Status(if tried.lock().unwrap().insert(message.id.clone()) { 500 } else { 200 }));
        hooks.adds_webhook(&receiver.url(), every_event()).await;
        for number in 0..30 {
            hooks.adds_parcel(&format!("A{number}")).await;
        }
        let passed = hooks.passes_time_until_all_is_sent(Duration::seconds(1), Duration::seconds(90)).await;
        assert_eq!(receiver.taken().len(), 30, "after {passed}");
    }

    async fn after_a_day_events_are_given_up_and_the_owner_is_told_once(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|_| Answer::Status(500));
        let made = hooks.adds_webhook(&receiver.url(), every_event()).await;
        let webhook = made.webhook.webhook_id;
        let parcel = hooks.adds_parcel("A1").await;
        hooks.adds_parcel("A2").await;
        hooks.has_failed(webhook, 1).await;
        for (step, hours) in [(1, 1), (2, 2), (3, 8), (4, 12), (5, 2), (6, 4)] {
            hooks.fails_after(webhook, Duration::hours(hours)).await;
            if step == 4 {
                assert_eq!(hooks.webhook(webhook).await.waiting, 2, "not before a day is over");
                hooks.sets_status(parcel, ParcelStatus::Issued).await;
            }
        }
        let listed = hooks.webhook(webhook).await;
        assert_eq!((listed.waiting, listed.given_up), (1, 2));
        let said = told(&db).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("127.0.0.1") && said[0].contains("500"), "{said:?}");
        // What is later than what was lost arrives, once the receiver is there.
        receiver.answers(|_| Answer::Status(200));
        hooks.waits(Duration::minutes(61));
        hooks.has_sent_all().await;
        assert_eq!(receiver.taken().iter().map(|message| message.told().1).collect::<Vec<_>>(), ["issued"]);
        // What was lost is shown for a month.
        for (days, left) in [(28, 2), (3, 0)] {
            hooks.waits(Duration::days(days));
            hooks.runs_jobs().await;
            assert_eq!(hooks.webhook(webhook).await.given_up, left);
        }
    }

    async fn events_that_waited_while_the_program_did_not_run_are_tried(db: TestDb) {
        let mut hooks = Hooks::open(&db).await;
        let receiver = Receiver::start().await;
        let chance = std::sync::atomic::AtomicUsize::new(0);
        receiver.answers(move |_| {
            Answer::Status(if chance.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 { 500 } else { 200 })
        });
        hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.adds_parcel("A1").await;
        hooks.adds_parcel("A2").await;
        hooks.waits(Duration::days(3));
        hooks.sends();
        receiver.has(1).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        hooks.waits(Duration::minutes(1));
        hooks.has_sent_all().await;
        assert_eq!(receiver.taken().len(), 2, "one failure is no reason to give up what is old");
    }
}

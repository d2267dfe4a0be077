//! The order of the events of a parcel, whatever the receiver and the process do.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration as Time,
};

use chrono::Duration;
use kopilka::{
    clock::{Chance as _, SeededChance},
    domain::ParcelStatus,
    service::webhooks,
    shutdown::CancellationToken,
    storage::{Db, LeaderLease},
    webhooks::SystemResolver,
};
use tokio::task::JoinHandle;

use super::{
    Hooks, every_event, hosts,
    receiver::{Answer, Message, Receiver},
};
use crate::{
    database::{Kind, TestDb},
    on_both,
};

const STATUSES: [ParcelStatus; 3] = [ParcelStatus::InTransit, ParcelStatus::Delivered, ParcelStatus::Issued];

/// Each parcel's events as they were taken, a repeated one once.
pub(crate) fn taken_of_each(messages: &[Message]) -> HashMap<String, Vec<String>> {
    let mut seen = HashSet::new();
    let mut taken: HashMap<String, Vec<String>> = HashMap::new();
    for message in messages.iter().filter(|message| seen.insert(message.id.clone())) {
        let (number, status) = message.told();
        taken.entry(number).or_default().push(status);
    }
    taken
}

fn assert_complete_and_in_order(messages: &[Message], parcels: usize) {
    let taken = taken_of_each(messages);
    assert_eq!(taken.len(), parcels);
    for (number, statuses) in taken {
        assert_eq!(statuses, ["pending", "in_transit", "delivered", "issued"], "{number}");
    }
}

impl Hooks {
    async fn parcels_go_all_the_way(&self, count: usize) {
        let mut parcels = Vec::new();
        for number in 0..count {
            parcels.push(self.adds_parcel(&format!("P{number}")).await);
        }
        for status in STATUSES {
            for parcel in &parcels {
                self.sets_status(*parcel, status).await;
            }
        }
    }

    /// Lets time pass in steps until nothing waits.
    pub(super) async fn passes_time_until_all_is_sent(&self, step: Duration, most: Duration) -> Duration {
        let mut passed = Duration::zero();
        while webhooks::waiting_count(&mut self.shop.read().await).await.unwrap() > 0 {
            assert!(passed < most, "events still wait after {passed}");
            self.waits(step);
            passed += step;
            tokio::time::sleep(Time::from_millis(1_100)).await;
        }
        passed
    }
}

on_both! {
    async fn events_of_a_parcel_keep_their_order_though_the_receiver_fails_at_random(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        let chance = SeededChance::new(3);
        receiver.answers(move |_| Answer::Status(if chance.bits().is_multiple_of(3) { 500 } else { 200 }));
        hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.parcels_go_all_the_way(4).await;
        hooks.passes_time_until_all_is_sent(Duration::minutes(3), Duration::hours(3)).await;
        assert!(receiver.messages().len() > receiver.taken().len(), "none failed");
        assert_complete_and_in_order(&receiver.taken(), 4);
        assert_eq!(receiver.taken().len(), 16, "none is sent again that was taken");
        // Before a message is taken, no later one of its parcel is tried.
        let mut known: HashMap<String, usize> = HashMap::new();
        let places = ["pending", "in_transit", "delivered", "issued"];
        for message in receiver.messages() {
            let (number, status) = message.told();
            let place = places.iter().position(|known| *known == status).unwrap();
            let taken = known.entry(number).or_default();
            assert_eq!(place, *taken, "{message:?}");
            *taken += usize::from(message.answered == 200);
        }
    }

    async fn a_receiver_that_was_down_for_an_hour_gets_everything_soon(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|_| Answer::Status(503));
        let made = hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.parcels_go_all_the_way(10).await;
        hooks.has_failed(made.webhook.webhook_id, 3).await;
        for _ in 0..10 {
            hooks.fails_after(made.webhook.webhook_id, Duration::minutes(6)).await;
        }
        assert!(receiver.messages().len() < 40, "a receiver that is down is not overrun");
        receiver.answers(|_| Answer::Status(200));
        hooks.waits(Duration::minutes(6));
        hooks.has_sent_all().await;
        assert_complete_and_in_order(&receiver.taken(), 10);
        let listed = hooks.webhook(made.webhook.webhook_id).await;
        assert_eq!((listed.webhook.failures, listed.webhook.failing_since, listed.given_up), (0, None, 0));
    }

    async fn what_a_killed_process_had_not_noted_is_sent_again_as_it_was(db: TestDb) {
        let mut hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        receiver.answers(|_| Answer::Never);
        hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.parcels_go_all_the_way(3).await;
        receiver.has(3).await;
        hooks.is_killed().await;
        let before = receiver.messages();
        receiver.answers(|_| Answer::Status(200));
        hooks.sends();
        hooks.has_sent_all().await;
        assert_complete_and_in_order(&receiver.taken(), 3);
        for message in before {
            let again: Vec<Message> = receiver.taken().into_iter().filter(|again| again.id == message.id).collect();
            assert_eq!(again.len(), 1);
            assert_eq!(again[0].body, message.body);
        }
    }

    async fn a_stop_waits_for_what_is_under_way(db: TestDb) {
        let mut hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        hooks.adds_webhook(&receiver.url(), every_event()).await;
        hooks.parcels_go_all_the_way(5).await;
        receiver.has(1).await;
        hooks.stops().await;
        let sent = receiver.taken().len();
        hooks.sends();
        hooks.has_sent_all().await;
        assert_eq!(receiver.taken().len(), 20, "what was sent by {sent} is not sent again");
        assert_complete_and_in_order(&receiver.taken(), 5);
    }
}

/// A process that leads: it renews its lease until it is told to stop.
struct Process {
    stop: CancellationToken,
    task: JoinHandle<LeaderLease>,
}

impl Process {
    async fn start(hooks: &Hooks, db: &TestDb, mut lease: LeaderLease) -> Self {
        let sender = hooks.sender_on(Db::open_existing(&db.url).await.unwrap(), Arc::new(SystemResolver), hosts());
        let (stop, term) = (CancellationToken::new(), lease.term());
        let running = sender.run(stop.clone(), term);
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            let renewing = async {
                while !stopped.is_cancelled() {
                    // Where another process leads, this one has no lease to renew.
                    let _ = lease.renew().await;
                    tokio::time::sleep(Time::from_millis(200)).await;
                }
            };
            tokio::join!(running, renewing);
            lease
        });
        Self { stop, task }
    }

    async fn stop(self) -> LeaderLease {
        self.stop.cancel();
        self.task.await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_the_leader_alone_sends() {
    let db = TestDb::new(Kind::Postgres).await;
    let hooks = Hooks::open(&db).await;
    let receiver = Receiver::start().await;
    hooks.adds_webhook(&receiver.url(), every_event()).await;
    let another = Db::open_existing(&db.url).await.unwrap();
    let mut lease = db.db.leader_lease(hooks.shop.id).await.unwrap();
    let mut other = another.leader_lease(hooks.shop.id).await.unwrap();
    assert!(lease.take().await.unwrap() && !other.take().await.unwrap());
    let leader = Process::start(&hooks, &db, lease).await;
    let standing_by = Process::start(&hooks, &db, other).await;
    hooks.parcels_go_all_the_way(6).await;
    hooks.has_sent_all().await;
    assert_eq!(receiver.taken().len(), 24, "each once");
    assert_complete_and_in_order(&receiver.taken(), 6);

    // The other one takes over.
    receiver.answers(|_| Answer::Status(500));
    let parcel = hooks.adds_parcel("Q1").await;
    receiver.has(25).await;
    leader.stop().await.release().await;
    let mut other = standing_by.stop().await;
    assert!(other.take().await.unwrap());
    receiver.answers(|_| Answer::Status(200));
    hooks.sets_status(parcel, ParcelStatus::Issued).await;
    let leader = Process::start(&hooks, &db, other).await;
    hooks.passes_time_until_all_is_sent(Duration::minutes(1), Duration::minutes(20)).await;
    let last: Vec<String> = receiver.taken().iter().skip(24).map(|message| message.told().1).collect();
    assert_eq!(last, ["pending", "issued"]);
    leader.stop().await;
}

//! Events are sent to webhooks: signed, in order for one parcel, again and again until they arrive.

mod commands;
mod conversation;
mod faults;
mod hosts;
pub(crate) mod order;
pub(crate) mod receiver;

use std::{net::SocketAddr, sync::Arc};

use chrono::Duration;
use kopilka::{
    clock::{Clock as _, ManualClock, SeededChance},
    domain::{ParcelEventKind, ParcelId, ParcelStatus, Role, TelegramId, WebhookEvents, WebhookHost, WebhookId},
    service::{
        Caller,
        parcels::{self, NewParcel, ParcelChange},
        webhooks::{self, Listed, Made},
    },
    shutdown::CancellationToken,
    storage::{Db, LeaseTerm},
    webhooks::{Client, Resolve, Sender, SystemResolver},
};
use tokio::task::JoinHandle;

use self::receiver::{Receiver, until};
use crate::{database::TestDb, on_both, shop::Shop};

/// The owner who is told.
const OWNER: TelegramId = TelegramId(900);

/// A shop with a sender of events.
struct Hooks {
    shop: Shop,
    clock: Arc<ManualClock>,
    sender: Option<(CancellationToken, JoinHandle<()>)>,
}

fn every_event() -> WebhookEvents {
    WebhookEvents::of(ParcelEventKind::ALL.iter().copied()).unwrap()
}

fn hosts() -> Vec<WebhookHost> {
    vec!["127.0.0.1".parse().unwrap()]
}

impl Hooks {
    /// A shop whose owner has the bot, without a sender.
    async fn open(db: &TestDb) -> Self {
        let shop = Shop::open(db).await;
        shop.welcomes(OWNER.0, "Айгерим").await;
        let clock = Arc::new(ManualClock::at(shop.clock.now()));
        Self { shop, clock, sender: None }
    }

    /// A shop with a sender that reaches this machine.
    async fn start(db: &TestDb) -> Self {
        let mut hooks = Self::open(db).await;
        hooks.sends();
        hooks
    }

    fn sends(&mut self) {
        self.sends_with(Arc::new(SystemResolver), hosts());
    }

    fn sends_with(&mut self, resolver: Arc<dyn Resolve>, hosts: Vec<WebhookHost>) {
        let sender = self.sender_on(self.shop.db.clone(), resolver, hosts);
        let stop = CancellationToken::new();
        let task = tokio::spawn(sender.run(stop.clone(), LeaseTerm::Unlimited));
        self.sender = Some((stop, task));
    }

    fn sender_on(&self, db: Db, resolver: Arc<dyn Resolve>, hosts: Vec<WebhookHost>) -> Sender {
        Sender {
            db,
            shop: self.shop.id,
            owners: vec![OWNER],
            clock: self.clock.clone(),
            chance: Arc::new(SeededChance::new(5)),
            client: Client::new(resolver, hosts).unwrap(),
        }
    }

    /// Stops the sender as the end of the program does.
    async fn stops(&mut self) {
        let (stop, task) = self.sender.take().unwrap();
        stop.cancel();
        task.await.unwrap();
    }

    /// Ends the sender as the end of its process does.
    async fn is_killed(&mut self) {
        let (_, task) = self.sender.take().unwrap();
        task.abort();
        let _ = task.await;
    }

    /// Lets time pass, for the shop too.
    fn waits(&self, time: Duration) {
        self.clock.advance(time);
        self.shop.clock.advance(time);
    }

    async fn adds_webhook(&self, url: &str, events: WebhookEvents) -> Made {
        let operation = self.shop.staff(Role::Owner);
        let mut tx = self.shop.begin().await;
        let made = webhooks::add(&mut tx, &operation, &self.shop.chance, url, events, &hosts()).await.unwrap();
        tx.commit().await.unwrap();
        made
    }

    async fn adds_parcel(&self, number: &str) -> ParcelId {
        let new = NewParcel {
            number: number.parse().unwrap(),
            client_code: "X1".parse().unwrap(),
            status: ParcelStatus::Pending,
            quantity: None,
            weight: None,
            price_per_kg: None,
            cost: None,
            note: None,
        };
        let operation = self.shop.staff(Role::Manager);
        let mut tx = self.shop.begin().await;
        let added = parcels::add(&mut tx, &operation, &new).await.unwrap();
        tx.commit().await.unwrap();
        added.parcel.parcel_id
    }

    async fn sets_status(&self, parcel: ParcelId, status: ParcelStatus) {
        let change = ParcelChange { status: Some(status), ..ParcelChange::default() };
        let operation = self.shop.staff(Role::Manager);
        let mut tx = self.shop.begin().await;
        parcels::change(&mut tx, &operation, parcel, &change).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn webhook(&self, webhook: WebhookId) -> Listed {
        let caller = Caller::operator(self.clock.now());
        webhooks::get(&mut self.shop.read().await, &caller, webhook).await.unwrap()
    }

    /// Waits until nothing waits any more.
    async fn has_sent_all(&self) {
        for _ in 0..1_000 {
            if webhooks::waiting_count(&mut self.shop.read().await).await.unwrap() == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("events still wait");
    }

    /// Waits until the webhook has noted so many failures in a row.
    async fn has_failed(&self, webhook: WebhookId, failures: i64) -> Listed {
        for _ in 0..1_000 {
            let listed = self.webhook(webhook).await;
            if listed.webhook.failures >= failures {
                return listed;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("no failure was noted");
    }

    /// Waits until so many events wait for a webhook.
    async fn has_waiting(&self, webhook: WebhookId, count: i64) {
        for _ in 0..1_000 {
            if self.webhook(webhook).await.waiting == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("others than {count} wait");
    }
}

impl Hooks {
    /// Lets time pass, and waits until an attempt that failed since then is noted.
    async fn fails_after(&self, webhook: WebhookId, time: Duration) {
        self.waits(time);
        let now = self.clock.now();
        for _ in 0..2_000 {
            if self.webhook(webhook).await.webhook.last_failure_at == Some(now) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("nothing was tried");
    }
}

/// What the owner was sent.
async fn told(db: &TestDb) -> Vec<String> {
    db.raw().await.texts("SELECT body FROM outbox WHERE chat_id = 900 ORDER BY outbox_id").await
}

on_both! {
    async fn an_event_arrives_as_the_specification_says(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        let made = hooks.adds_webhook(&receiver.url(), every_event()).await;
        let secret = made.secret.unwrap();
        let parcel = hooks.adds_parcel("ab-123").await;
        hooks.waits(Duration::minutes(1));
        hooks.sets_status(parcel, ParcelStatus::InTransit).await;
        let messages = receiver.has(2).await;
        hooks.has_sent_all().await;
        let at = hooks.clock.now().to_utc();
        let at = at.format("%Y-%m-%dT%H:%M:%S").to_string();
        assert_eq!(messages[1].json(), serde_json::json!({
            "type": "parcel.status",
            "timestamp": format!("{at}Z"),
            "data": {
                "id": parcel,
                "tracking_number": "ab-123",
                "client_code": "X1",
                "status": "in_transit",
                "changed_at": at,
            },
        }));
        assert_eq!(messages[0].json()["type"], "parcel.created");
        assert_eq!(messages[0].json()["data"]["status"], "pending");
        for message in &messages {
            assert_eq!(message.path, "/hook?of=shop");
            assert!(message.id.starts_with("msg_") && !message.id.contains('.'), "{}", message.id);
            assert!(message.is_signed_with(secret.as_str()), "{message:?}");
            assert_eq!(message.signatures.len(), 1);
        }
        assert_ne!(messages[0].id, messages[1].id);
        assert_eq!(messages[1].timestamp, hooks.clock.now().seconds());
        let listed = hooks.webhook(made.webhook.webhook_id).await;
        assert_eq!(listed.webhook.last_success_at, Some(hooks.clock.now()));
        assert_eq!((listed.waiting, listed.given_up, listed.webhook.failures), (0, 0, 0));
    }

    async fn only_events_that_are_wanted_are_sent_and_only_what_happened(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let [all, statuses, removed] = [Receiver::start().await, Receiver::start().await, Receiver::start().await];
        hooks.adds_webhook(&all.url(), every_event()).await;
        let only = WebhookEvents::of([ParcelEventKind::Status]).unwrap();
        hooks.adds_webhook(&statuses.url(), only).await;
        let made = hooks.adds_webhook(&removed.url(), every_event()).await;
        let operation = hooks.shop.staff(Role::Owner);
        let mut tx = hooks.shop.begin().await;
        webhooks::remove(&mut tx, &operation, made.webhook.webhook_id).await.unwrap();
        tx.commit().await.unwrap();
        let parcel = hooks.adds_parcel("A1").await;
        hooks.sets_status(parcel, ParcelStatus::Delivered).await;
        hooks.sets_status(parcel, ParcelStatus::Delivered).await;
        // Rolled back, it did not happen.
        let change = ParcelChange { status: Some(ParcelStatus::Issued), ..ParcelChange::default() };
        let operation = hooks.shop.staff(Role::Manager);
        let mut tx = hooks.shop.begin().await;
        parcels::change(&mut tx, &operation, parcel, &change).await.unwrap();
        tx.rollback().await.unwrap();
        all.has(2).await;
        statuses.has(1).await;
        hooks.has_sent_all().await;
        let told = |receiver: &Receiver| receiver.messages().iter().map(|message| message.told().1).collect::<Vec<_>>();
        assert_eq!(told(&all), ["pending", "delivered"]);
        assert_eq!(told(&statuses), ["delivered"]);
        assert_eq!(told(&removed), [""; 0]);
        let secrets = db.raw().await.texts("SELECT secret FROM webhooks WHERE removed_at IS NOT NULL").await;
        assert_eq!(secrets, [""], "a secret is forgotten with its webhook");
    }

    async fn for_a_day_both_secrets_sign(db: TestDb) {
        let hooks = Hooks::start(&db).await;
        let receiver = Receiver::start().await;
        let made = hooks.adds_webhook(&receiver.url(), every_event()).await;
        let old = made.secret.unwrap();
        let operation = hooks.shop.staff(Role::Owner);
        let mut tx = hooks.shop.begin().await;
        let rotated = webhooks::rotate(&mut tx, &operation, &hooks.shop.chance, made.webhook.webhook_id).await.unwrap();
        tx.commit().await.unwrap();
        let new = rotated.secret.unwrap();
        assert_ne!(new, old);
        for (number, hours, signs) in [("A1", 0, 2), ("A2", 23, 2), ("A3", 2, 1)] {
            hooks.waits(Duration::hours(hours));
            hooks.adds_parcel(number).await;
            until(|| receiver.messages().iter().any(|message| message.told().0 == number), || number.to_owned()).await;
            let message = receiver.messages().pop().unwrap();
            assert!(message.is_signed_with(new.as_str()), "{number}");
            assert_eq!(message.is_signed_with(old.as_str()), signs == 2, "{number}");
            assert_eq!(message.signatures.len(), signs, "{number}");
        }
        // The same operation tells no secret a second time.
        let mut tx = hooks.shop.begin().await;
        let again = webhooks::rotate(&mut tx, &operation, &hooks.shop.chance, made.webhook.webhook_id).await.unwrap();
        assert!(again.secret.is_none());
    }
}

/// A resolver that answers what a test tells it, one answer after the other and the last again and again.
struct Answers(std::sync::Mutex<Vec<SocketAddr>>);

impl Resolve for Answers {
    fn resolve<'a>(
        &'a self,
        host: &'a str,
        _: u16,
    ) -> futures_util::future::BoxFuture<'a, std::io::Result<Vec<SocketAddr>>> {
        assert_eq!(host, "hook.example");
        let mut left = self.0.lock().unwrap();
        let next = if left.len() > 1 { left.remove(0) } else { left[0] };
        Box::pin(async move { Ok(vec![next]) })
    }
}

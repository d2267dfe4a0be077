//! Updates from Telegram and messages to it: each accepted update takes effect once, and each message is delivered.
//!
//! The handler in these tests is an [`EchoHandler`], which fails on demand.

mod breakdown;
mod gateways;
mod incoming;
mod leader;
mod order;
mod outgoing;
mod rivals;
mod servers;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use kopilka::{
    clock::{Clock, SystemChance, SystemClock},
    domain::{CustomerId, ShopId, TelegramId},
    messages::outgoing::{Action, Button, Keyboard, Outgoing, put},
    sandbox::{Actor, Options, Person, Sandbox},
    service::{
        self,
        customers::{self, NewCustomer},
        inbox,
        outbox::{self, Priority},
        shop,
    },
    shutdown::CancellationToken,
    storage::{Db, Tx},
    telegram::{
        alarm::Report,
        attachment::FileGate,
        client::Telegram,
        dispatcher::identity,
        exactly_once::{RetryPolicy, UpdateTransaction},
        sender::Limits,
        serve::{BrokenPart, Serving, serve},
    },
};
use teloxide::{
    payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters as _},
    types::{Update, UpdateKind},
};
use tokio::task::JoinHandle;
use tokio_util::sync::DropGuard;

use crate::database::TestDb;

const SHOP: ShopId = ShopId(7_000_000_001);
const ANNA: i64 = 501;
const BORIS: i64 = 502;
/// Five attempts, quickly.
const RETRY_PAUSES: [Duration; 4] = [Duration::from_millis(10); 4];
/// Longer than any wait of a test that passes.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A bot on a sandbox and a database.
struct TestBot {
    db: TestDb,
    sandbox: Sandbox,
    echo: Arc<EchoHandler>,
    running: Option<(DropGuard, JoinHandle<Result<(), BrokenPart>>)>,
    /// What there was to tell the owners.
    reports: Arc<Mutex<Vec<Report>>>,
}

impl TestBot {
    /// The sandbox and the shop; the bot does not run yet.
    async fn prepare(db: TestDb) -> Self {
        let options = Options { token: format!("{SHOP}:not-a-real-token"), ..Options::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let mut tx = db.db.begin(SHOP).await.unwrap();
        shop::open(&mut tx, SystemClock.now()).await.unwrap();
        tx.commit().await.unwrap();
        let echo = Arc::new(EchoHandler::new(db.db.clone()));
        Self { db, sandbox, echo, running: None, reports: Arc::default() }
    }

    async fn start(db: TestDb) -> Self {
        let mut bot = Self::prepare(db).await;
        bot.run().await;
        bot
    }

    async fn run(&mut self) {
        let serving = self.serving(self.db.db.clone()).await;
        self.run_with(serving);
    }

    async fn serving(&self, db: Db) -> Serving {
        Serving {
            db,
            shop: SHOP,
            clock: Arc::new(SystemClock),
            telegram: Telegram::new(&self.sandbox.token(), &self.sandbox.url()).unwrap(),
            bot: identity(SHOP, "echo_bot").await.unwrap(),
            handlers: dptree::endpoint(handle),
            on_dead_letter: dptree::endpoint(apologize),
            file_gate: FileGate::closed(),
            dependencies: dptree::deps![Arc::clone(&self.echo)],
            limits: Limits { per_second: 0, chat_interval: Duration::ZERO, chat_burst: 1 },
            retry_policy: RetryPolicy(RETRY_PAUSES.into()),
            leader_tasks: Vec::new(),
            webhook: None,
            alarms: Arc::new({
                let reports = Arc::clone(&self.reports);
                move |report| {
                    reports.lock().unwrap().push(report);
                    Box::pin(async {})
                }
            }),
        }
    }

    async fn stop(&mut self) {
        let (stopper, task) = self.running.take().unwrap();
        drop(stopper);
        task.await.unwrap().unwrap();
    }

    /// Serves from now on, with these parts in place of the usual ones.
    fn run_with(&mut self, serving: Serving) {
        let stop = CancellationToken::new();
        let stopper = stop.clone().drop_guard();
        self.running = Some((stopper, tokio::spawn(serve(serving, stop))));
    }

    fn anna(&self) -> Actor {
        self.sandbox.add(Person::new(ANNA, "Анна").started())
    }

    fn boris(&self) -> Actor {
        self.sandbox.add(Person::new(BORIS, "Борис").started())
    }

    /// Waits until all updates are handled and all messages are sent.
    async fn wait_until_idle(&self) {
        let waiting = async {
            while !(self.sandbox.all_confirmed() && self.counts().await == (0, 0)) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(TIMEOUT, waiting).await.is_err() {
            panic!("still busy: {:?} in the inbox and outbox", self.counts().await);
        }
    }

    /// The numbers of updates in the inbox and of messages in the outbox.
    async fn counts(&self) -> (i64, i64) {
        let mut tx = self.db.db.read(SHOP).await.unwrap();
        (inbox::waiting_count(&mut tx).await.unwrap(), outbox::count(&mut tx).await.unwrap())
    }

    /// Puts a message into the outbox as another process does, of which the sender is not notified. Returns how many are in it.
    async fn put(&self, chat: i64, priority: Priority, message: Outgoing) -> i64 {
        self.put_together(chat, priority, [message]).await
    }

    /// As [`Self::put`], several messages in one transaction.
    async fn put_together(&self, chat: i64, priority: Priority, messages: impl IntoIterator<Item = Outgoing>) -> i64 {
        let other = Db::open_existing(&self.db.url).await.unwrap();
        let mut tx = other.begin(SHOP).await.unwrap();
        for message in messages {
            put(&mut tx, TelegramId(chat), priority, message, SystemClock.now()).await.unwrap();
        }
        let waiting = outbox::count(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        waiting
    }

    /// Waits until `probe` finds something in the sandbox.
    async fn until<T>(&self, probe: impl FnMut() -> Option<T>) -> T {
        tokio::time::timeout(TIMEOUT, self.sandbox.until(probe)).await.expect("nothing came")
    }

    /// Makes the person a customer.
    async fn make_customer(&self, person: &Actor) -> CustomerId {
        let telegram_id = TelegramId(person.id());
        let seen = NewCustomer { telegram_id: Some(telegram_id), ..NewCustomer::default() };
        let mut tx = self.db.db.begin(SHOP).await.unwrap();
        let (customer, _) = customers::arrive(&mut tx, &SystemChance, &seen, SystemClock.now()).await.unwrap();
        tx.commit().await.unwrap();
        customer.customer_id
    }

    fn assert_calls_are_valid(&self) {
        assert_eq!(self.sandbox.violations(), [], "calls that break the Bot API's description");
    }
}

/// What the bot wrote to a person.
fn received(person: &Actor) -> Vec<String> {
    person.sees().into_iter().filter(|message| message.from_bot).map(|message| message.text).collect()
}

fn text_message(text: &str) -> Outgoing {
    Outgoing::Send { text: text.to_owned(), keyboard: None }
}

fn button(label: &str) -> Vec<Vec<Button>> {
    vec![vec![Button { label: label.to_owned(), action: Action::Callback("again".to_owned()) }]]
}

/// Answers each text with the same text. `slow …` takes 300 ms, `panic …` and `fail …` always fail, `flaky …` works on the
/// third attempt, `hang …` works once [`EchoHandler::release`] was called, and `button …` is answered with a button.
struct EchoHandler {
    db: Db,
    attempts: Mutex<HashMap<String, u32>>,
    released: tokio::sync::watch::Sender<bool>,
}

impl EchoHandler {
    fn new(db: Db) -> Self {
        Self { db, attempts: Mutex::default(), released: tokio::sync::watch::Sender::new(false) }
    }

    fn release(&self) {
        self.released.send_replace(true);
    }

    fn attempts(&self, text: &str) -> u32 {
        self.attempts.lock().unwrap().get(text).copied().unwrap_or(0)
    }

    fn count(&self, text: &str) -> u32 {
        let mut attempts = self.attempts.lock().unwrap();
        let count = attempts.entry(text.to_owned()).or_default();
        *count += 1;
        *count
    }

    async fn handle(&self, mut tx: Tx, chat: i64, text: &str) -> service::Result<Tx> {
        let attempt = self.count(text);
        // Every attempt writes into the transaction first, which a rollback must undo.
        let reply = if text.starts_with("button") {
            Outgoing::Send { text: text.to_owned(), keyboard: Some(Keyboard::Inline(button("Again"))) }
        } else {
            text_message(text)
        };
        put(&mut tx, TelegramId(chat), Priority::Reply, reply.clone(), SystemClock.now()).await?;
        match text.split(' ').next().unwrap_or_default() {
            "panic" => panic!("it was asked to"),
            "fail" => return Err(service::Error::Corrupt("it was asked to")),
            "flaky" if attempt < 3 => return Err(service::Error::Corrupt("not yet")),
            "slow" | "hang" => {
                tx.rollback().await?;
                if text.starts_with("slow") {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                } else {
                    self.released.subscribe().wait_for(|is_released| *is_released).await.unwrap();
                }
                tx = self.db.begin(SHOP).await?;
                put(&mut tx, TelegramId(chat), Priority::Reply, reply, SystemClock.now()).await?;
            }
            _ => {}
        }
        Ok(tx)
    }
}

/// Handles an update, as the handlers of the real bot do.
async fn handle(echo: Arc<EchoHandler>, transaction: UpdateTransaction, update: Update) -> service::Result<()> {
    let mut tx = transaction.take()?;
    match &update.kind {
        UpdateKind::Message(message) => {
            let tx = echo.handle(tx, message.chat.id.0, message.text().unwrap_or("?")).await?;
            transaction.give(tx, None);
        }
        UpdateKind::CallbackQuery(query) => {
            let message = query.message.as_ref().unwrap();
            let edit =
                Outgoing::Edit { message_id: message.id().0, text: "pressed".to_owned(), buttons: button("Again") };
            put(&mut tx, TelegramId(message.chat().id.0), Priority::Reply, edit, SystemClock.now()).await?;
            transaction.give(tx, Some(AnswerCallbackQuery::new(query.id.clone()).text("ok")));
        }
        _ => transaction.give(tx, None),
    }
    Ok(())
}

async fn apologize(transaction: UpdateTransaction, update: Update) -> service::Result<()> {
    let mut tx = transaction.take()?;
    let chat = TelegramId(update.chat().unwrap().id.0);
    put(&mut tx, chat, Priority::Reply, text_message("sorry"), SystemClock.now()).await?;
    transaction.give(tx, None);
    Ok(())
}

//! The way of an update, from Telegram to Telegram: what was accepted takes effect once, and what was said arrives.
//!
//! The handler here is a [`Parrot`] that also stumbles on command; what the real one says is another matter.

mod incoming;
mod leader;
mod outgoing;
mod servers;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use kopilka::{
    clock::{Clock, SystemClock},
    domain::{ShopId, TelegramId},
    messages::outgoing::{Action, Button, Keyboard, Outgoing, put},
    sandbox::{Actor, Options, Person, Sandbox},
    service::{
        self, inbox,
        outbox::{self, Priority},
        shop,
    },
    shutdown::CancellationToken,
    storage::{Db, Tx},
    telegram::{
        client::Telegram,
        dispatcher::identity,
        exactly_once::{RetryPolicy, UpdateTransaction},
        sender::Limits,
        serve::{Serving, serve},
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
const PATIENCE: [Duration; 4] = [Duration::from_millis(10); 4];
/// No test takes this long unless it fails.
const AT_MOST: Duration = Duration::from_secs(20);

/// A bot on a sandbox and a database.
struct Rig {
    db: TestDb,
    sandbox: Sandbox,
    parrot: Arc<Parrot>,
    running: Option<(DropGuard, JoinHandle<()>)>,
}

impl Rig {
    /// Everything but the bot.
    async fn still(db: TestDb) -> Self {
        let options = Options { token: format!("{SHOP}:not-a-real-token"), ..Options::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let mut tx = db.db.begin(SHOP).await.unwrap();
        shop::open(&mut tx, SystemClock.now()).await.unwrap();
        tx.commit().await.unwrap();
        let parrot = Arc::new(Parrot::new(db.db.clone()));
        Self { db, sandbox, parrot, running: None }
    }

    async fn start(db: TestDb) -> Self {
        let mut rig = Self::still(db).await;
        rig.run().await;
        rig
    }

    async fn run(&mut self) {
        let stop = CancellationToken::new();
        let stopper = stop.clone().drop_guard();
        let serving = self.serving(self.db.db.clone()).await;
        self.running = Some((stopper, tokio::spawn(serve(serving, stop))));
    }

    async fn serving(&self, db: Db) -> Serving {
        Serving {
            db,
            shop: SHOP,
            clock: Arc::new(SystemClock),
            telegram: Telegram::new(&self.sandbox.token(), &self.sandbox.url()).unwrap(),
            bot: identity(SHOP, "parrot_bot").await.unwrap(),
            handlers: dptree::endpoint(hear),
            on_dead_letter: dptree::endpoint(apologize),
            dependencies: dptree::deps![Arc::clone(&self.parrot)],
            limits: Limits { per_second: 0, chat_interval: Duration::ZERO, chat_burst: 1 },
            retry_policy: RetryPolicy(PATIENCE.into()),
            leader_tasks: Vec::new(),
            webhook: None,
        }
    }

    async fn stop(&mut self) {
        let (stopper, task) = self.running.take().unwrap();
        drop(stopper);
        task.await.unwrap();
    }

    fn anna(&self) -> Actor {
        self.sandbox.add(Person::new(ANNA, "Анна").started())
    }

    fn boris(&self) -> Actor {
        self.sandbox.add(Person::new(BORIS, "Борис").started())
    }

    /// Waits until everything that was said is answered, and every answer has left.
    async fn quiet(&self) {
        let waiting = async {
            while !(self.sandbox.all_confirmed() && self.counts().await == (0, 0)) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(AT_MOST, waiting).await.is_err() {
            panic!("still busy: {:?} in the inbox and outbox", self.counts().await);
        }
    }

    /// What waits in the inbox and in the outbox.
    async fn counts(&self) -> (i64, i64) {
        let mut tx = self.db.db.read(SHOP).await.unwrap();
        (inbox::waiting_count(&mut tx).await.unwrap(), outbox::count(&mut tx).await.unwrap())
    }

    /// Puts a message into the outbox as another program would, of which the sender here does not hear; how many wait then.
    async fn put(&self, chat: i64, priority: Priority, message: Outgoing) -> i64 {
        let other = Db::open_existing(&self.db.url).await.unwrap();
        let mut tx = other.begin(SHOP).await.unwrap();
        put(&mut tx, TelegramId(chat), priority, message, SystemClock.now()).await.unwrap();
        let waiting = outbox::count(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        waiting
    }

    /// Waits for what `probe` finds in the sandbox.
    async fn until<T>(&self, probe: impl FnMut() -> Option<T>) -> T {
        tokio::time::timeout(AT_MOST, self.sandbox.until(probe)).await.expect("nothing came")
    }

    fn assert_valid(&self) {
        assert_eq!(self.sandbox.violations(), [], "calls that break the Bot API's description");
    }
}

/// What the bot wrote to a person.
fn heard(person: &Actor) -> Vec<String> {
    person.sees().into_iter().filter(|message| message.from_bot).map(|message| message.text).collect()
}

fn says(text: &str) -> Outgoing {
    Outgoing::Send { text: text.to_owned(), keyboard: None }
}

fn button(label: &str) -> Vec<Vec<Button>> {
    vec![vec![Button { label: label.to_owned(), action: Action::Callback("again".to_owned()) }]]
}

/// Says what it hears. `slow …` takes its time, `panic …` and `fail …` never work, `stumble …` works the third time, `hang …`
/// works only once [`Parrot::heal`] was called, and `button …` comes with a button.
struct Parrot {
    db: Db,
    attempts: Mutex<HashMap<String, u32>>,
    healthy: tokio::sync::watch::Sender<bool>,
}

impl Parrot {
    fn new(db: Db) -> Self {
        Self { db, attempts: Mutex::default(), healthy: tokio::sync::watch::Sender::new(false) }
    }

    fn heal(&self) {
        self.healthy.send_replace(true);
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

    async fn hear(&self, mut tx: Tx, chat: i64, text: &str) -> service::Result<Tx> {
        let attempt = self.count(text);
        // Every attempt leaves its trace in the transaction first: an undone one must take it along.
        let reply = if text.starts_with("button") {
            Outgoing::Send { text: text.to_owned(), keyboard: Some(Keyboard::Inline(button("Again"))) }
        } else {
            says(text)
        };
        put(&mut tx, TelegramId(chat), Priority::Reply, reply.clone(), SystemClock.now()).await?;
        match text.split(' ').next().unwrap_or_default() {
            "panic" => panic!("it was asked to"),
            "fail" => return Err(service::Error::Corrupt("it was asked to")),
            "stumble" if attempt < 3 => return Err(service::Error::Corrupt("not yet")),
            "slow" | "hang" => {
                tx.rollback().await?;
                if text.starts_with("slow") {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                } else {
                    self.healthy.subscribe().wait_for(|healthy| *healthy).await.unwrap();
                }
                tx = self.db.begin(SHOP).await?;
                put(&mut tx, TelegramId(chat), Priority::Reply, reply, SystemClock.now()).await?;
            }
            _ => {}
        }
        Ok(tx)
    }
}

/// Makes something of an update, as the handlers of a bot do.
async fn hear(parrot: Arc<Parrot>, transaction: UpdateTransaction, update: Update) -> service::Result<()> {
    let mut tx = transaction.take()?;
    match &update.kind {
        UpdateKind::Message(message) => {
            let tx = parrot.hear(tx, message.chat.id.0, message.text().unwrap_or("?")).await?;
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
    put(&mut tx, chat, Priority::Reply, says("sorry"), SystemClock.now()).await?;
    transaction.give(tx, None);
    Ok(())
}

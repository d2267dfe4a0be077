//! Telegram in a box: a Bot API server in the binary, a web chat to try the bot by hand, and the driver tests use.
//!
//! The bot does not know it is here: it speaks HTTP to [`Sandbox::url`], as it would to Telegram. The server keeps to the real
//! one's errors, limits and offsets, and holds every call to the Bot API's published description
//! ([`Sandbox::violations`] lists what broke it). People are [`Actor`]s: in a test they say, click and read; on the page a
//! person at the keyboard does the same through the same actions.
//!
//! Deliberately absent: channels, inline mode, payments, topics, and whatever else the bot does not use.

mod actor;
mod botapi;
mod call;
mod actions;
mod faults;
mod files;
mod html;
mod markup;
mod menu;
mod message;
mod methods;
mod page;
mod person;
mod queue;
mod reject;
mod rich;
mod seen;
mod server;
#[cfg(test)]
mod tests;
mod webhook;
mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::{sync::mpsc, task::JoinHandle};

pub use actor::Actor;
pub use faults::Fault;
pub use menu::MenuCommand;
pub use person::Person;
pub use seen::{Button, Seen, SeenFile};
pub use world::{CallbackAnswer, RecordedCall, Violation};

use crate::clock::{Clock, SystemClock};
use world::{BotAccount, World};

/// How a sandbox is set up.
pub struct Options {
    /// Where message dates come from.
    pub clock: Arc<dyn Clock>,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The token the bot has to present; the number before the colon is its Telegram id.
    pub token: String,
    /// The bot's username, without "@".
    pub bot_username: String,
    /// The bot's name as people see it.
    pub bot_name: String,
    /// Everybody who is there from the start.
    pub people: Vec<Person>,
    /// Whether Telegram's limits on sending apply.
    pub flood_limits: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            port: 0,
            token: "7000000001:sandbox-token-of-nobody-real".to_owned(),
            bot_username: "kopilka_sandbox_bot".to_owned(),
            bot_name: "Kopilka".to_owned(),
            people: Vec::new(),
            flood_limits: false,
        }
    }
}

/// What the server, the page and the actors share.
pub(crate) struct Shared(Mutex<World>);

impl Shared {
    /// The world, for a moment: never hold it across an `await`.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // The state stays usable after a panic elsewhere: every change is a plain assignment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running sandbox; it ends when this is dropped.
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    tasks: [JoinHandle<()>; 2],
}

impl Sandbox {
    /// Starts the server on 127.0.0.1 and lets the people in.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let id = options.token.split(':').next().and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| io::Error::other("the sandbox's token must start with a number and a colon"))?;
        let bot = BotAccount { token: options.token, id, username: options.bot_username, name: options.bot_name };
        let mut world = World::new(options.clock, bot, options.flood_limits);
        options.people.into_iter().for_each(|person| world.add_person(person));
        let shared = Arc::new(Shared(Mutex::new(world)));
        let tasks = [
            tokio::spawn(server::serve(listener, Arc::clone(&shared))),
            tokio::spawn(webhook::deliver(Arc::clone(&shared))),
        ];
        Ok(Self { shared, address, tasks })
    }

    /// What to set `TELOXIDE_API_URL` to; the page is at the same address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bot's token.
    pub fn token(&self) -> String {
        self.shared.world().bot.token.clone()
    }

    /// The bot's username, without "@".
    pub fn bot_username(&self) -> String {
        self.shared.world().bot.username.clone()
    }

    /// Lets one more person in, or changes one who is there, and gives them to a test to act as.
    pub fn add(&self, person: Person) -> Actor {
        let id = person.id;
        self.shared.world().add_person(person);
        Actor::new(Arc::clone(&self.shared), id)
    }

    /// A person who is there already.
    pub fn actor(&self, id: i64) -> Option<Actor> {
        let known = self.shared.world().people.contains_key(&id);
        known.then(|| Actor::new(Arc::clone(&self.shared), id))
    }

    /// Whether the bot has confirmed every update, that is, asked for later ones.
    pub fn all_confirmed(&self) -> bool {
        self.shared.world().queue.len() == 0
    }

    /// Whether the bot has confirmed this update.
    pub fn is_confirmed(&self, update: i64) -> bool {
        self.shared.world().queue.is_confirmed(update)
    }

    /// Waits until `probe` finds something; it is asked again after every change. Put a time limit around it.
    pub async fn until<T>(&self, mut probe: impl FnMut() -> Option<T>) -> T {
        let mut changes = self.shared.world().revision.subscribe();
        loop {
            changes.mark_unchanged();
            if let Some(found) = probe() {
                return found;
            }
            if changes.changed().await.is_err() {
                // The server is gone, so nothing changes any more.
                std::future::pending::<()>().await;
            }
        }
    }

    /// Every call that broke the Bot API's description; a test wants this empty.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.world().violations.clone()
    }

    /// The latest calls of the bot but `getUpdates`, oldest first.
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.shared.world().calls.iter().cloned().collect()
    }

    /// Hears of every call of the bot but `getUpdates` from now on, as it is made.
    pub fn tap(&self) -> mpsc::UnboundedReceiver<RecordedCall> {
        let (tap, calls) = mpsc::unbounded_channel();
        self.shared.world().taps.push(tap);
        calls
    }

    /// The next `count` calls of a method go wrong; faults of one method come in the order they were ordered.
    pub fn fail_next(&self, method: &str, count: usize, fault: Fault) {
        self.shared.world().faults.add(method, count, fault);
    }

    /// From now on nothing goes wrong and nothing comes twice.
    pub fn clear_up(&self) {
        let world = &mut *self.shared.world();
        world.faults.clear();
        world.queue.deliver_once();
    }

    /// The next `count` updates come once more after the bot confirmed them.
    pub fn deliver_twice(&self, count: usize) {
        self.shared.world().queue.deliver_twice(count);
    }

    /// Sends an update of any kind with any content, for what no client would send; answers its id.
    pub fn push_update(&self, kind: &str, content: Value) -> i64 {
        let chat = content["chat"]["id"].as_i64().unwrap_or_default();
        self.shared.world().push(kind, chat, content)
    }

    /// What has happened in the group.
    pub fn group(&self) -> Vec<Seen> {
        seen::chat(&self.shared.world(), world::GROUP)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

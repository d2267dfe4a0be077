//! A Bot API server in the binary, with a web page to try the bot by hand and a driver for tests.
//!
//! The bot uses it through HTTP at [`Sandbox::url`], as it uses Telegram. The server has the errors, limits and update
//! offsets of the real one, and checks every call against the published description of the Bot API
//! ([`Sandbox::violations`] lists the calls that break it). People are [`Actor`]s: a test calls them to write, click
//! and read; the page does the same through the same actions.
//!
//! Deliberately absent: channels, inline mode, payments, topics, and all else that the bot does not use.

mod person;
mod rich;
mod files;
mod message;
mod markup;
mod html;
mod menu;
mod reject;
mod call;
mod botapi;
mod faults;
mod queue;
mod webhook;
mod world;
mod shared;
mod actions;
mod seen;
mod actor;
mod methods;
mod page;
mod delivery;
mod server;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::{sync::mpsc, task::JoinHandle};

pub use actor::Actor;
pub use faults::Fault;
pub use menu::MenuCommand;
pub use person::Person;
pub use seen::{Button, Seen, SeenFile};
pub use world::{ApiLinks, CallbackAnswer, RecordedCall, Violation};

use crate::clock::{Clock, SystemClock};
use shared::Shared;
use world::{BotAccount, World};

/// The settings of a sandbox.
pub struct Options {
    /// The clock for the dates of messages.
    pub clock: Arc<dyn Clock>,
    /// The port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// The bot's token; the number before the colon is its Telegram id.
    pub token: String,
    /// The bot's username, without "@".
    pub bot_username: String,
    /// The bot's name as people see it.
    pub bot_name: String,
    /// The time zone that the page shows moments in, by its IANA name; `None`: the browser's.
    pub time_zone: Option<String>,
    /// The people at the start.
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
            time_zone: None,
            people: Vec::new(),
            flood_limits: false,
        }
    }
}

/// A running sandbox; dropping it stops the server.
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    tasks: [JoinHandle<()>; 2],
}

impl Sandbox {
    /// Starts the server on 127.0.0.1.
    ///
    /// # Errors
    /// The port is taken, or the token does not start with a number and a colon.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let id = options.token.split(':').next().and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| io::Error::other("the sandbox's token must start with a number and a colon"))?;
        let bot = BotAccount { token: options.token, id, username: options.bot_username, name: options.bot_name };
        let mut world = World::new(options.clock, bot, options.flood_limits);
        world.time_zone = options.time_zone;
        options.people.into_iter().for_each(|person| world.add_person(person));
        let shared = Arc::new(Shared::new(world));
        let tasks = [
            tokio::spawn(server::serve(listener, Arc::clone(&shared))),
            tokio::spawn(delivery::deliver(Arc::clone(&shared))),
        ];
        Ok(Self { shared, address, tasks })
    }

    /// The address of the Bot API server, for `TELOXIDE_API_URL`, and of the page.
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

    /// Adds a person, or replaces the one with the same id; returns the actor for a test.
    pub fn add(&self, person: Person) -> Actor {
        let id = person.id;
        self.shared.world().add_person(person);
        Actor::new(Arc::clone(&self.shared), id)
    }

    /// Keeps ids that the bot knows from new people of the page.
    pub fn reserve_ids(&self, ids: impl IntoIterator<Item = i64>) {
        self.shared.world().reserved_ids.extend(ids);
    }

    /// Shows links to HTTP APIs on the page.
    pub fn link_apis(&self, apis: ApiLinks) {
        self.shared.world().apis = Some(apis);
    }

    /// The actor of a person who was added before.
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

    /// Waits until `probe` returns a value; it is called again after every change. Has no time limit of its own.
    pub async fn until<T>(&self, mut probe: impl FnMut() -> Option<T>) -> T {
        let mut changes = self.shared.world().revision.subscribe();
        loop {
            changes.mark_unchanged();
            if let Some(found) = probe() {
                return found;
            }
            if changes.changed().await.is_err() {
                // The server has stopped, so nothing changes any more.
                std::future::pending::<()>().await;
            }
        }
    }

    /// Every call that broke the description of the Bot API.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.world().violations.clone()
    }

    /// The latest calls of the bot except `getUpdates`, oldest first.
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.shared.world().calls.iter().cloned().collect()
    }

    /// Receives every call of the bot except `getUpdates` from now on.
    pub fn watch_calls(&self) -> mpsc::UnboundedReceiver<RecordedCall> {
        let (watcher, calls) = mpsc::unbounded_channel();
        self.shared.world().call_watchers.push(watcher);
        calls
    }

    /// The next `count` calls of a method fail. Faults of one method happen in the order in which they were added.
    pub fn fail_next(&self, method: &str, count: usize, fault: Fault) {
        self.shared.world().faults.add(method, count, fault);
    }

    /// From now on no call fails and no update is delivered twice.
    pub fn clear_faults(&self) {
        let world = &mut *self.shared.world();
        world.faults.clear();
        world.queue.stop_repeating();
    }

    /// The next `count` updates are delivered once more after the bot has confirmed them.
    pub fn deliver_twice(&self, count: usize) {
        self.shared.world().queue.deliver_twice(count);
    }

    /// Sends an update of any kind with any content, also one that no client would send; returns its id.
    pub fn push_update(&self, kind: &str, content: Value) -> i64 {
        let chat = content["chat"]["id"].as_i64().unwrap_or_default();
        self.shared.world().push(kind, chat, content)
    }

    /// Every message of the group, oldest first.
    pub fn group(&self) -> Vec<Seen> {
        seen::chat(&self.shared.world(), world::GROUP)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

//! The state of the server: people, chats, messages, updates.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{broadcast, mpsc, watch};

use super::faults::{FaultPlan, FloodLimits};
use super::files::Files;
use super::menu::Menus;
use super::message::{Author, Body, Message};
use super::person::Person;
use super::queue::UpdateQueue;
use super::reject::Rejection;
use super::webhook::Webhook;
use crate::clock::Clock;

/// The chat id of the one group.
pub(crate) const GROUP: i64 = -1_001_234_567_890;
/// The first id of people who are added while the server runs.
const FIRST_NEW_PERSON: i64 = 5_900_000_001;
/// How many of the latest calls are kept.
const KEPT_CALLS: usize = 10_000;

/// The bot's own account.
pub(crate) struct BotAccount {
    pub(crate) token: String,
    pub(crate) id: i64,
    pub(crate) username: String,
    pub(crate) name: String,
}

/// Whether the bot may write to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reachability {
    /// The person has not started the bot yet.
    NotStarted,
    Open,
    Blocked,
    /// The account was deleted.
    Deactivated,
}

/// A chat with the bot.
pub(crate) struct Chat {
    pub(crate) reachability: Reachability,
    pub(crate) messages: BTreeMap<i64, Message>,
    /// The reply keyboard that is shown, as the bot sent it.
    pub(crate) keyboard: Option<Value>,
    pub(crate) read_up_to: i64,
    pub(crate) menu_button: Option<Value>,
}

/// A pressed button that the bot has not answered yet.
pub(crate) struct Pressed {
    pub(crate) person: i64,
    pub(crate) at: i64,
}

/// The bot's answer to a pressed button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallbackAnswer {
    /// The id of the callback query.
    pub query: String,
    /// The text; empty where the answer only ends the progress indicator of the button.
    pub text: String,
    /// Whether it is shown as a window to be closed.
    pub alert: bool,
}

/// A call of the bot.
#[derive(Clone, Debug)]
pub struct RecordedCall {
    /// The method, in the spelling of the Bot API.
    pub method: String,
    /// Its parameters.
    pub params: Value,
    /// The description of the error, where the call failed.
    pub error: Option<String>,
}

/// A call that broke the description of the Bot API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The method that was called.
    pub method: String,
    /// What is wrong.
    pub problem: String,
}

/// An event that the page shows at once.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum PageEvent {
    /// The chat of a person has changed.
    Chat { person: i64 },
    /// The bot is typing.
    Typing { person: i64 },
    /// A pressed button was answered.
    Answer { person: i64, answer: CallbackAnswer },
    /// The list of people, or a menu of commands, has changed.
    People,
    /// Events were lost: the page has to load everything again.
    Everything,
}

/// The HTTP APIs of the bot's program: their documents, and a key to try them with.
#[derive(Clone, Debug, Serialize)]
pub struct ApiLinks {
    /// The address of Swagger UI.
    pub swagger: String,
    /// The address of ReDoc.
    pub redoc: String,
    /// The key.
    pub key: String,
    /// What names the shop in the header `X-Tenant-Key`.
    pub tenant_key: String,
}

/// The state of the server.
pub(crate) struct World {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) bot: BotAccount,
    pub(crate) people: BTreeMap<i64, Person>,
    /// Ids that no new person gets: the bot knows them.
    pub(crate) reserved_ids: BTreeSet<i64>,
    /// The time zone that the page shows moments in; `None`: the browser's.
    pub(crate) time_zone: Option<String>,
    /// The APIs that the page links to.
    pub(crate) apis: Option<ApiLinks>,
    pub(crate) chats: HashMap<i64, Chat>,
    pub(crate) queue: UpdateQueue,
    /// The number of the current poll; an older one ends when it sees a newer number.
    pub(crate) poller: u64,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) pressed: HashMap<String, Pressed>,
    pub(crate) answers: HashMap<i64, Vec<CallbackAnswer>>,
    pub(crate) files: Files,
    pub(crate) menus: Menus,
    pub(crate) menu_button: Value,
    pub(crate) faults: FaultPlan,
    pub(crate) flood: Option<FloodLimits>,
    pub(crate) calls: VecDeque<RecordedCall>,
    pub(crate) violations: Vec<Violation>,
    /// Receivers of every call.
    pub(crate) call_watchers: Vec<mpsc::UnboundedSender<RecordedCall>>,
    pub(crate) page_events: broadcast::Sender<PageEvent>,
    /// Counts changes; a subscriber waits for the next one.
    pub(crate) revision: watch::Sender<u64>,
    next_message_id: i64,
    next_query_id: u64,
}

impl World {
    pub(crate) fn new(clock: Arc<dyn Clock>, bot: BotAccount, flood_limits: bool) -> Self {
        Self {
            clock,
            bot,
            people: BTreeMap::new(),
            reserved_ids: BTreeSet::new(),
            time_zone: None,
            apis: None,
            chats: HashMap::from([(GROUP, Chat::new(Reachability::Open))]),
            queue: UpdateQueue::new(),
            poller: 0,
            webhook: None,
            pressed: HashMap::new(),
            answers: HashMap::new(),
            files: Files::default(),
            menus: Menus::default(),
            menu_button: json!({ "type": "commands" }),
            faults: FaultPlan::default(),
            flood: flood_limits.then(FloodLimits::default),
            calls: VecDeque::new(),
            violations: Vec::new(),
            call_watchers: Vec::new(),
            page_events: broadcast::Sender::new(1024),
            revision: watch::Sender::new(0),
            next_message_id: 1,
            next_query_id: 4_000_000_000_000_000_001,
        }
    }

    /// Adds or replaces a person. A chat that exists already stays as it is.
    pub(crate) fn add_person(&mut self, person: Person) {
        let reachability = if person.has_started { Reachability::Open } else { Reachability::NotStarted };
        self.chats.entry(person.id).or_insert_with(|| Chat::new(reachability));
        self.people.insert(person.id, person);
        self.announce(PageEvent::People);
    }

    /// An id that neither a person here has nor anyone whom the bot knows.
    pub(crate) fn free_person_id(&self) -> Option<i64> {
        (FIRST_NEW_PERSON..).find(|id| !self.people.contains_key(id) && !self.reserved_ids.contains(id))
    }

    /// The time in seconds since the Unix epoch.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now().seconds()
    }

    /// The chat that a call names, where it exists.
    pub(crate) fn find_chat(&self, chat_id: &Value) -> Result<i64, Rejection> {
        let id = chat_id.as_i64().filter(|id| self.chats.contains_key(id));
        id.ok_or_else(|| Rejection::bad_request("chat not found"))
    }

    /// The chat that a call names, where the bot may write to it.
    pub(crate) fn find_open_chat(&self, chat_id: &Value) -> Result<i64, Rejection> {
        let id = self.find_chat(chat_id)?;
        match self.chats[&id].reachability {
            Reachability::Open => Ok(id),
            Reachability::NotStarted => Err(Rejection::forbidden("bot can't initiate conversation with a user")),
            Reachability::Blocked => Err(Rejection::forbidden("bot was blocked by the user")),
            Reachability::Deactivated => Err(Rejection::forbidden("user is deactivated")),
        }
    }

    pub(crate) fn chat_mut(&mut self, chat: i64) -> Option<&mut Chat> {
        self.chats.get_mut(&chat)
    }

    pub(crate) fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.messages.get(&id)
    }

    pub(crate) fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        self.chats.get_mut(&chat)?.messages.get_mut(&id)
    }

    /// Adds a message to a chat; returns its id. `customize` changes it before it is added.
    pub(crate) fn post(&mut self, chat: i64, author: Author, body: Body, customize: impl FnOnce(&mut Message)) -> i64 {
        let id = self.next_message_id;
        self.next_message_id += 1;
        let mut message = Message::new(id, author, self.now(), body);
        customize(&mut message);
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.messages.insert(id, message);
        }
        self.announce(PageEvent::Chat { person: chat });
        id
    }

    /// Queues the update about a message; returns its id.
    pub(crate) fn push_message(&mut self, kind: &str, chat: i64, message: i64) -> i64 {
        let content = self.message_json(chat, message);
        let update = self.push(kind, chat, content);
        if let Some(message) = self.message_mut(chat, message) {
            message.update_id = Some(update);
        }
        update
    }

    /// Queues an update; returns its id.
    pub(crate) fn push(&mut self, kind: &str, chat: i64, content: Value) -> i64 {
        let id = self.queue.push(kind, chat, content);
        self.announce(PageEvent::Chat { person: chat });
        id
    }

    /// Confirms the updates before an offset. The page shows it.
    pub(crate) fn confirm(&mut self, offset: i64) {
        for person in self.queue.confirm(offset) {
            self.announce(PageEvent::Chat { person });
        }
    }

    /// Confirms one update that was delivered to the webhook.
    pub(crate) fn confirm_one(&mut self, id: i64) {
        if let Some(person) = self.queue.confirm_one(id) {
            self.announce(PageEvent::Chat { person });
        }
    }

    pub(crate) fn next_query_id(&mut self) -> String {
        self.next_query_id += 1;
        self.next_query_id.to_string()
    }

    /// Sends an event to the pages, and wakes all who wait for a change.
    pub(crate) fn announce(&self, event: PageEvent) {
        // Without an open page there is no receiver, which is not an error.
        drop(self.page_events.send(event));
        self.revision.send_modify(|revision| *revision += 1);
    }

    /// Keeps a call, and passes it to the watchers.
    pub(crate) fn record(&mut self, call: RecordedCall) {
        self.call_watchers.retain(|watcher| watcher.send(call.clone()).is_ok());
        if self.calls.len() == KEPT_CALLS {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    /// The `Message` object of a message; `null` where it does not exist.
    pub(crate) fn message_json(&self, chat: i64, id: i64) -> Value {
        let Some(message) = self.message(chat, id) else { return Value::Null };
        let plain = |message: &Message, replied| message.json(self.chat_json(chat), self.author_json(message), replied);
        let replied = message.reply_to.and_then(|id| self.message(chat, id)).map(|message| plain(message, None));
        plain(message, replied)
    }

    fn author_json(&self, message: &Message) -> Value {
        match message.author {
            Author::Bot => self.bot_json(),
            Author::Person(id) => self.person_json(id),
        }
    }

    /// The bot as a `User`.
    pub(crate) fn bot_json(&self) -> Value {
        json!({ "id": self.bot.id, "is_bot": true, "first_name": self.bot.name, "username": self.bot.username })
    }

    /// A person as a `User`.
    pub(crate) fn person_json(&self, id: i64) -> Value {
        let Some(person) = self.people.get(&id) else { return Value::Null };
        let mut user = person.names();
        user["is_bot"] = false.into();
        if let Some(code) = &person.language_code {
            user["language_code"] = code.clone().into();
        }
        if person.is_premium {
            user["is_premium"] = true.into();
        }
        user
    }

    /// A `Chat`: the person's private one, or the group.
    pub(crate) fn chat_json(&self, chat: i64) -> Value {
        match self.people.get(&chat) {
            Some(person) => {
                let mut chat = person.names();
                chat["type"] = "private".into();
                chat
            }
            None => json!({ "id": chat, "title": "Sandbox group", "type": "supergroup" }),
        }
    }
}

impl Chat {
    fn new(reachability: Reachability) -> Self {
        Self { reachability, messages: BTreeMap::new(), keyboard: None, read_up_to: 0, menu_button: None }
    }
}

impl Person {
    /// The fields that a `User` and a private `Chat` share.
    fn names(&self) -> Value {
        let mut names = json!({ "id": self.id, "first_name": self.first_name });
        for (field, name) in [("last_name", &self.last_name), ("username", &self.username)] {
            if let Some(name) = name {
                names[field] = name.clone().into();
            }
        }
        names
    }
}

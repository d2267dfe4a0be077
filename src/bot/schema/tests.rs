//! The tree is complete: what can be asked for reaches an endpoint.

use std::ops::ControlFlow;

use dptree::{Type, di::DependencyMap};
use serde_json::{Value, json};
use strum::IntoEnumIterator as _;
use tempfile::TempDir;

use super::*;
use crate::{
    bot::dialogue::{CustomerDialogue, Dialogue, Dialogues, StaffDialogue},
    clock::{SeededChance, SystemClock},
    domain::{ShopId, TelegramId},
    messages::{ShopFormat, callback},
    service,
    storage::Db,
    telegram::exactly_once::UpdateTransaction,
};

const OWNER: i64 = 501;
const CUSTOMER: i64 = 502;

/// Of the buttons of a conversation.
const NONCE: &str = "0123456789abcdef";

/// A shop whose owner asks.
struct Shop {
    context: Arc<ShopContext>,
    _directory: TempDir,
}

impl Shop {
    async fn open() -> Self {
        let directory = TempDir::new().unwrap();
        let db = Db::open(&format!("sqlite:{}", directory.path().join("kopilka.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        let shop_id = ShopId(7_000_000_001);
        let mut tx = db.begin(shop_id).await.unwrap();
        service::shop::open(&mut tx, crate::clock::Clock::now(&SystemClock)).await.unwrap();
        tx.commit().await.unwrap();
        let context = ShopContext {
            db,
            shop_id,
            owners: vec![TelegramId(OWNER)],
            phones: crate::domain::PhoneCountries::default(),
            format: ShopFormat { timezone: chrono_tz::Asia::Almaty, currency: "KZT".parse().unwrap() },
            bot_username: "kopilka_bot".to_owned(),
            clock: Arc::new(SystemClock),
            chance: Arc::new(SeededChance::new(1)),
            webhook_hosts: Vec::new(),
        };
        Self { context: Arc::new(context), _directory: directory }
    }

    /// Lets a person be in the middle of a conversation.
    async fn put(&self, person: i64, dialogue: impl Into<Dialogue>) {
        let mut tx = self.context.db.begin(self.context.shop_id).await.unwrap();
        let dialogues = Dialogues { running: Some(dialogue.into()), interrupted: Vec::new() };
        let (state, now) = (dialogues.encode(), crate::clock::Clock::now(&SystemClock));
        service::dialogues::put(&mut tx, TelegramId(person), state.as_deref(), now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Sends an update through the tree and commits what was done; was there an endpoint for it?
    async fn reaches_an_endpoint(&self, update: Value) -> bool {
        let update: Update = serde_json::from_str(&update.to_string()).unwrap();
        let transaction = UpdateTransaction::new(self.context.db.begin(self.context.shop_id).await.unwrap());
        let dependencies = dptree::deps![Arc::clone(&self.context), transaction.clone(), update, Attachment::default()];
        match schema().dispatch(dependencies).await {
            ControlFlow::Break(done) => {
                done.unwrap();
                transaction.take().unwrap().commit().await.unwrap();
                true
            }
            ControlFlow::Continue(_) => false,
        }
    }
}

fn message(content: Value) -> Value {
    message_of(OWNER, content)
}

fn message_of(person: i64, content: Value) -> Value {
    let mut message = json!({"message_id": 2, "date": 0, "from": account(person), "chat": chat(person)});
    message.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
    json!({"update_id": 1, "message": message})
}

fn press(data: &str) -> Value {
    press_in(chat(OWNER), data)
}

/// The owner presses a button in a chat.
fn press_in(chat: Value, data: &str) -> Value {
    let below = json!({"message_id": 3, "date": 1, "chat": chat, "text": "Choose"});
    json!({"update_id": 1, "callback_query":
        {"id": "1", "from": account(OWNER), "chat_instance": "1", "data": data, "message": below}})
}

/// Something of each kind that can answer a question, and something that cannot.
fn answers() -> Vec<Value> {
    let file = json!({"document": {"file_id": "a", "file_unique_id": "b", "file_name": "rows.csv"}});
    let dice = json!({"dice": {"emoji": "🎲", "value": 3}});
    vec![json!({"text": "Hello"}), dice, file, contact(OWNER), contact(OWNER + 1)]
}

fn contact(owner: i64) -> Value {
    json!({"contact": {"phone_number": "+77001234567", "first_name": "Anna", "user_id": owner}})
}

fn account(person: i64) -> Value {
    json!({"id": person, "is_bot": false, "first_name": "Anna", "language_code": "en"})
}

fn chat(person: i64) -> Value {
    json!({"id": person, "type": "private", "first_name": "Anna"})
}

#[test]
fn every_branch_is_given_what_it_needs() {
    let given = [
        Type::of::<Arc<ShopContext>>(),
        Type::of::<UpdateTransaction>(),
        Type::of::<Update>(),
        Type::of::<Attachment>(),
    ];
    for tree in [schema(), on_dead_letter()] {
        dptree::type_check(tree.sig(), &DependencyMap::new(), &given);
    }
}

#[tokio::test]
async fn every_command_reaches_an_endpoint() {
    let shop = Shop::open().await;
    for command in Command::iter() {
        let update = message(json!({"text": format!("/{}", command.word())}));
        assert!(shop.reaches_an_endpoint(update).await, "{command:?}");
    }
}

#[tokio::test]
async fn every_button_reaches_an_endpoint() {
    let shop = Shop::open().await;
    for (data, callback) in callback::examples() {
        assert!(shop.reaches_an_endpoint(press(data)).await, "{callback:?}");
    }
    assert!(shop.reaches_an_endpoint(press("of another bot")).await);
}

#[tokio::test]
async fn a_press_outside_the_own_chat_ends_silently() {
    let shop = Shop::open().await;
    let group = json!({"id": -100, "type": "group", "title": "A group"});
    for chat in [chat(CUSTOMER), group] {
        for (data, _) in callback::examples() {
            assert!(!shop.reaches_an_endpoint(press_in(chat.clone(), data)).await, "{data} in {chat}");
        }
        assert!(!shop.reaches_an_endpoint(press_in(chat.clone(), "of another bot")).await, "{chat}");
    }
    let mut tx = shop.context.db.read(shop.context.shop_id).await.unwrap();
    let owner = service::customers::by_telegram_id(&mut tx, TelegramId(OWNER)).await.unwrap();
    assert!(owner.is_none(), "such a press does not make a customer");
}

#[tokio::test]
async fn everything_that_a_person_can_send_reaches_an_endpoint() {
    let shop = Shop::open().await;
    for content in answers().into_iter().chain([json!({"text": "/nonsense"})]) {
        assert!(shop.reaches_an_endpoint(message(content.clone())).await, "{content}");
    }
}

#[tokio::test]
async fn every_state_of_a_conversation_with_a_customer_reaches_an_endpoint() {
    let shop = Shop::open().await;
    for state in CustomerDialogue::iter() {
        for person in [OWNER, CUSTOMER] {
            for content in answers() {
                shop.put(person, state.clone()).await;
                let update = message_of(person, content.clone());
                assert!(shop.reaches_an_endpoint(update).await, "{state:?} {content}");
            }
        }
    }
}

#[tokio::test]
async fn every_state_of_a_conversation_with_staff_reaches_an_endpoint() {
    let shop = Shop::open().await;
    for state in staff_states() {
        for content in answers() {
            shop.put(OWNER, state.clone()).await;
            assert!(shop.reaches_an_endpoint(message(content.clone())).await, "{state:?} {content}");
        }
        // They have left the staff since.
        shop.put(CUSTOMER, state.clone()).await;
        let update = message_of(CUSTOMER, json!({"text": "Hello"}));
        assert!(shop.reaches_an_endpoint(update).await, "{state:?}");
    }
}

#[tokio::test]
async fn every_step_of_every_conversation_reaches_an_endpoint() {
    let shop = Shop::open().await;
    let pinned: Vec<&str> = callback::examples().into_iter().map(|(data, _)| data).collect();
    for state in staff_states() {
        for data in pinned.iter().filter(|data| data.contains(NONCE)) {
            shop.put(OWNER, state.clone()).await;
            assert!(shop.reaches_an_endpoint(press(data)).await, "{state:?} {data}");
        }
    }
}

/// A state for each thing that a conversation of the table waits for, and states that no conversation of today reads.
fn staff_states() -> Vec<StaffDialogue> {
    let unknown = |conversation: &str| StaffDialogue {
        conversation: conversation.to_owned(),
        nonce: NONCE.to_owned(),
        form: json!({"of": "an earlier program"}),
        search: None,
    };
    let of_table = staff::CONVERSATIONS.iter().flat_map(|entry| (entry.examples)(NONCE));
    of_table.chain([unknown("invoice"), unknown("of an earlier program")]).collect()
}

#[tokio::test]
async fn what_is_not_for_the_bot_ends_in_silence() {
    let shop = Shop::open().await;
    let group = json!({"id": -100, "type": "group", "title": "Friends"});
    let in_group = |text: &str| {
        json!({"update_id": 1, "message":
        {"message_id": 2, "date": 0, "from": account(OWNER), "chat": group, "text": text}})
    };
    assert!(shop.reaches_an_endpoint(in_group("/balance")).await, "a command in a group gets an answer");
    for update in [
        in_group("Hello"),
        message(json!({"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}})),
        json!({"update_id": 1, "poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0,
            "is_closed": false, "is_anonymous": true, "type": "regular", "allows_multiple_answers": false}}),
    ] {
        assert!(!shop.reaches_an_endpoint(update.clone()).await, "{update}");
    }
}

//! Simulated people who use a bot as fast as it answers: friends who join by promo codes and ask for their points, and cashiers
//! who sell to them.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use kopilka::{
    clock::{Chance, Clock, SeededChance, SystemClock},
    domain::{OperationId, Role, ShopId, TelegramId},
    sandbox::{Actor, Person, RecordedCall, Sandbox},
    service::{
        self, Caller,
        customers::{self, NewCustomer},
        staff::Member,
    },
    storage::Db,
};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use super::process::OWNER;

pub(crate) const REFERRERS: i64 = 4;
pub(crate) const FRIENDS: i64 = 24;
pub(crate) const CASHIERS: i64 = 8;
const FIRST_REFERRER: i64 = 5_000_000_100;
const FIRST_FRIEND: i64 = 5_000_000_200;
const FIRST_CASHIER: i64 = 5_000_000_300;
/// The test fails where an answer takes longer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

/// What a friend asks for, and a part of the answer.
pub(crate) const QUESTIONS: [(&str, &str); 3] =
    [("/balance", "Your balance"), ("/nonsense", "no such command"), ("/card", "Your card")];

/// Everyone who uses the bot, each in a task.
pub(crate) struct SimulatedPeople {
    people: JoinSet<Report>,
    is_over: watch::Sender<bool>,
    actions: Arc<AtomicUsize>,
}

/// What a person did and got answers to.
pub(crate) enum Report {
    /// The friend, and the places in [`QUESTIONS`] of what was asked.
    Asked(i64, Vec<usize>),
    /// The cashier, and every invoice that was typed.
    Sold(i64, Vec<Sale>),
}

/// A one-message invoice.
pub(crate) struct Sale {
    /// The name of its line, which no other invoice has.
    pub(crate) item: String,
    pub(crate) friend: i64,
    /// One point is redeemed.
    pub(crate) with_bonus: bool,
    pub(crate) confirmed: bool,
    pub(crate) undone: bool,
}

struct SimulatedPerson {
    actor: Actor,
    messages: mpsc::UnboundedReceiver<String>,
    chance: SeededChance,
    is_over: watch::Receiver<bool>,
    actions: Arc<AtomicUsize>,
}

impl SimulatedPeople {
    /// Starts everyone.
    pub(crate) fn start(sandbox: &Sandbox, promo_codes: &[String], seed: u64) -> Self {
        let mut senders = HashMap::new();
        let (is_over, is_over_receiver) = watch::channel(false);
        let actions = Arc::new(AtomicUsize::new(0));
        let mut simulate = |actor: Actor| {
            let (to, messages) = mpsc::unbounded_channel();
            senders.insert(actor.id(), to);
            let chance = SeededChance::new(seed ^ actor.id().unsigned_abs());
            SimulatedPerson {
                actor,
                messages,
                chance,
                is_over: is_over_receiver.clone(),
                actions: Arc::clone(&actions),
            }
        };
        let joined: Arc<[AtomicBool]> = (0..FRIENDS).map(|_| AtomicBool::new(false)).collect();
        let mut people = JoinSet::new();
        for number in 0..REFERRERS {
            sandbox.add(Person::new(FIRST_REFERRER + number, format!("Referrer {number}")).language("en").started());
        }
        for number in 0..FRIENDS {
            let person = Person::new(FIRST_FRIEND + number, format!("Friend {number}")).language("en");
            let actor = sandbox.add(person.username(username(number)));
            let promo = &promo_codes[index(number % REFERRERS)];
            people.spawn(act_as_friend(simulate(actor), number, promo.clone(), Arc::clone(&joined)));
        }
        for number in 0..CASHIERS {
            let actor = sandbox.add(Person::new(FIRST_CASHIER + number, format!("Cashier {number}")).language("en"));
            people.spawn(act_as_cashier(simulate(actor), number, Arc::clone(&joined)));
        }
        tokio::spawn(distribute_messages(sandbox.watch_calls(), senders));
        Self { people, is_over, actions }
    }

    /// How many actions were answered so far.
    pub(crate) fn actions(&self) -> usize {
        self.actions.load(Ordering::SeqCst)
    }

    /// Panics where the task of a person has ended, as it does when an answer is missing.
    pub(crate) async fn check(&mut self) {
        if let Some(ended) = self.people.try_join_next() {
            ended.unwrap();
            panic!("a person stopped too early");
        }
    }

    /// Lets everyone finish their current action, and returns what they did.
    pub(crate) async fn finish(mut self) -> Vec<Report> {
        self.is_over.send_replace(true);
        let mut reports = Vec::new();
        while let Some(ended) = self.people.join_next().await {
            reports.push(ended.unwrap());
        }
        reports
    }
}

pub(crate) fn referrer(number: i64) -> i64 {
    FIRST_REFERRER + number
}

pub(crate) fn friend(number: i64) -> i64 {
    FIRST_FRIEND + number
}

pub(crate) fn cashier(number: i64) -> i64 {
    FIRST_CASHIER + number
}

/// Stores a shop with cashiers and referrers. Returns the referrers' promo codes.
pub(crate) async fn seed_shop(db: &Db, shop: ShopId) -> Vec<String> {
    let at = SystemClock.now();
    let mut tx = db.begin(shop).await.unwrap();
    service::shop::open(&mut tx, at).await.unwrap();
    let owner = Caller::staff(TelegramId(OWNER), Role::Owner, at);
    for number in 0..CASHIERS {
        let member =
            Member { telegram_id: TelegramId(cashier(number)), role: Role::Cashier, name: "Cashier".to_owned() };
        let operation = owner.operation(OperationId::command(format_args!("seed {number}")));
        service::staff::appoint(&mut tx, &operation, &member).await.unwrap();
    }
    let chance = SeededChance::new(1);
    let mut codes = Vec::new();
    for number in 0..REFERRERS {
        let telegram_id = TelegramId(referrer(number));
        let seen = NewCustomer {
            telegram_id: Some(telegram_id),
            first_name: Some(format!("Referrer {number}")),
            telegram_language: Some("en".to_owned()),
            ..NewCustomer::default()
        };
        let (customer, _) = customers::arrive(&mut tx, &chance, &seen, at).await.unwrap();
        codes.push(format!("PROMO{}", customer.code));
    }
    tx.commit().await.unwrap();
    codes
}

/// Joins by a referrer's link, and then asks questions, sometimes several at once.
async fn act_as_friend(mut person: SimulatedPerson, number: i64, promo: String, joined: Arc<[AtomicBool]>) -> Report {
    person.pause(300).await;
    person.actor.opens_link(&promo);
    person.wait_for_message(&["promo code is accepted"]).await;
    joined[index(number)].store(true, Ordering::SeqCst);
    let mut asked = Vec::new();
    while !person.is_over() {
        for _ in 0..=person.random_below(3) {
            let question = index(i64::try_from(person.random_below(3)).unwrap());
            person.actor.says(QUESTIONS[question].0);
            asked.push(question);
        }
        person.wait_for_message(&[QUESTIONS[*asked.last().unwrap()].1]).await;
        person.pause(1_000).await;
    }
    Report::Asked(person.actor.id(), asked)
}

/// Sells to this cashier's friends who have joined.
async fn act_as_cashier(mut person: SimulatedPerson, number: i64, joined: Arc<[AtomicBool]>) -> Report {
    person.actor.starts();
    person.wait_for_message(&["Hello"]).await;
    let mut sales: Vec<Sale> = Vec::new();
    while !person.is_over() {
        person.pause(150).await;
        let buyer =
            i64::try_from(person.random_below((FRIENDS / CASHIERS).unsigned_abs())).unwrap() * CASHIERS + number;
        if !joined[index(buyer)].load(Ordering::SeqCst) {
            continue;
        }
        // Some invoices are typed anew before they are confirmed: of those there is only a preview.
        let drafts = 1 + u64::from(person.random_below(4) == 0);
        for _ in 0..drafts {
            let item = format!("Item{number}x{:05}", sales.len());
            let with_bonus = person.random_below(4) == 0;
            let bonus = if with_bonus { "\nbonus 1" } else { "" };
            person.actor.says(&format!("/invoice @{}\n{item} 2 x 350{bonus}", username(buyer)));
            sales.push(Sale { item, friend: friend(buyer), with_bonus, confirmed: false, undone: false });
        }
        let sale = sales.last_mut().unwrap();
        person.wait_for_message(&[&sale.item, "All correct?"]).await;
        person.press(&sale.item, "✅ Confirm");
        person.wait_for_message(&[&sale.item, "is issued"]).await;
        sale.confirmed = true;
        if person.random_below(4) == 0 {
            person.press(&sale.item, "↩️ Undo the invoice");
            person.wait_for_message(&[&sale.item, "Undo invoice"]).await;
            person.press(&sale.item, "↩️ Yes, undo");
            person.wait_for_message(&[&sale.item, "is undone"]).await;
            sale.undone = true;
        }
    }
    Report::Sold(person.actor.id(), sales)
}

/// Passes the messages of the bot on to the person they were sent to.
async fn distribute_messages(
    mut calls: mpsc::UnboundedReceiver<RecordedCall>,
    senders: HashMap<i64, mpsc::UnboundedSender<String>>,
) {
    while let Some(call) = calls.recv().await {
        let text = call.params["text"].as_str().or(call.params["caption"].as_str());
        let to = call.params["chat_id"].as_i64().and_then(|chat| senders.get(&chat));
        if let (Some(text), Some(to), None) = (text, to, call.error) {
            // The person may have finished.
            let _ = to.send(text.to_owned());
        }
    }
}

impl SimulatedPerson {
    fn is_over(&self) -> bool {
        *self.is_over.borrow()
    }

    /// A random number below `limit`.
    fn random_below(&self, limit: u64) -> u64 {
        self.chance.bits() % limit
    }

    async fn pause(&self, at_most_ms: u64) {
        tokio::time::sleep(Duration::from_millis(self.random_below(at_most_ms))).await;
    }

    /// Presses a button of the newest message about an item that has the button (the preview may have come twice); sometimes
    /// twice.
    fn press(&self, item: &str, label: &str) {
        for _ in 0..=u64::from(self.random_below(3) == 0) {
            let about = self.actor.sees().into_iter().filter(|seen| seen.from_bot && seen.text.contains(item));
            if let Some((message, button)) = about.rev().find_map(|seen| Some((seen.id, seen.button(label)?.clone()))) {
                self.actor.clicks_on(message, button.data.as_deref().unwrap());
            }
        }
    }

    /// Waits for a message with all these parts.
    async fn wait_for_message(&mut self, parts: &[&str]) {
        let received = async {
            loop {
                let text = self.messages.recv().await.expect("the sandbox is gone");
                if parts.iter().all(|part| text.contains(part)) {
                    return;
                }
            }
        };
        if tokio::time::timeout(ANSWER_TIMEOUT, received).await.is_err() {
            let seen: Vec<String> = self.actor.sees().into_iter().rev().take(6).map(|seen| seen.text).collect();
            panic!("{} waits for {parts:?} and sees, the newest first: {seen:#?}", self.actor.id());
        }
        self.actions.fetch_add(1, Ordering::SeqCst);
    }
}

fn username(number: i64) -> String {
    format!("friend_{number:02}")
}

fn index(number: i64) -> usize {
    usize::try_from(number).unwrap()
}

//! People who keep a bot busy, each as fast as it answers: friends who come by promo codes and look at their points, and
//! cashiers who sell to them.

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
/// Nobody waits longer for an answer, unless the test fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a friend asks for, and the words by which the answer is known.
pub(crate) const QUESTIONS: [(&str, &str); 3] =
    [("/balance", "Your balance"), ("/nonsense", "no such command"), ("/card", "Your card")];

/// Everybody, at work.
pub(crate) struct Crowd {
    people: JoinSet<Done>,
    is_over: watch::Sender<bool>,
    deeds: Arc<AtomicUsize>,
}

/// What a person did, by the time it was answered.
pub(crate) enum Done {
    /// The friend, and the places in [`QUESTIONS`] of what was asked.
    Asked(i64, Vec<usize>),
    /// The cashier, everything that was typed, and the friends it was sold to where it was confirmed.
    Sold(i64, Vec<Sale>),
}

/// A one-message invoice.
pub(crate) struct Sale {
    /// The name of its line, which no other invoice has.
    pub(crate) item: String,
    pub(crate) friend: i64,
    /// One point pays for it.
    pub(crate) with_bonus: bool,
    pub(crate) confirmed: bool,
    pub(crate) undone: bool,
}

struct Voice {
    actor: Actor,
    mail: mpsc::UnboundedReceiver<String>,
    dice: SeededChance,
    is_over: watch::Receiver<bool>,
    deeds: Arc<AtomicUsize>,
}

impl Crowd {
    /// Sends everybody off.
    pub(crate) fn start(sandbox: &Sandbox, promo_codes: &[String], seed: u64) -> Self {
        let mut boxes = HashMap::new();
        let (is_over, over) = watch::channel(false);
        let deeds = Arc::new(AtomicUsize::new(0));
        let mut voice = |actor: Actor| {
            let (to, mail) = mpsc::unbounded_channel();
            boxes.insert(actor.id(), to);
            let dice = SeededChance::new(seed ^ actor.id().unsigned_abs());
            Voice { actor, mail, dice, is_over: over.clone(), deeds: Arc::clone(&deeds) }
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
            people.spawn(befriend(voice(actor), number, promo.clone(), Arc::clone(&joined)));
        }
        for number in 0..CASHIERS {
            let actor = sandbox.add(Person::new(FIRST_CASHIER + number, format!("Cashier {number}")).language("en"));
            people.spawn(sell(voice(actor), number, Arc::clone(&joined)));
        }
        tokio::spawn(hand_out(sandbox.watch_calls(), boxes));
        Self { people, is_over, deeds }
    }

    /// How many things were done and answered so far.
    pub(crate) fn deeds(&self) -> usize {
        self.deeds.load(Ordering::SeqCst)
    }

    /// Fails where somebody does not get an answer.
    pub(crate) async fn check(&mut self) {
        if let Some(ended) = self.people.try_join_next() {
            ended.unwrap();
            panic!("somebody stopped by themselves");
        }
    }

    /// Lets everybody finish what they are at; what they did.
    pub(crate) async fn finish(mut self) -> Vec<Done> {
        self.is_over.send_replace(true);
        let mut done = Vec::new();
        while let Some(ended) = self.people.join_next().await {
            done.push(ended.unwrap());
        }
        done
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

/// A shop with cashiers, and with customers who have promo codes: these codes.
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

/// Comes by a friend's link, and then asks about points, sometimes several things at once.
async fn befriend(mut voice: Voice, number: i64, promo: String, joined: Arc<[AtomicBool]>) -> Done {
    voice.pause(300).await;
    voice.actor.opens_link(&promo);
    voice.hears(&["promo code is accepted"]).await;
    joined[index(number)].store(true, Ordering::SeqCst);
    let mut asked = Vec::new();
    while !voice.is_over() {
        for _ in 0..=voice.throw(3) {
            let question = index(i64::try_from(voice.throw(3)).unwrap());
            voice.actor.says(QUESTIONS[question].0);
            asked.push(question);
        }
        voice.hears(&[QUESTIONS[*asked.last().unwrap()].1]).await;
        voice.pause(1_000).await;
    }
    Done::Asked(voice.actor.id(), asked)
}

/// Sells to those friends who are this cashier's, and who have come.
async fn sell(mut voice: Voice, number: i64, joined: Arc<[AtomicBool]>) -> Done {
    voice.actor.starts();
    voice.hears(&["Hello"]).await;
    let mut sales: Vec<Sale> = Vec::new();
    while !voice.is_over() {
        voice.pause(150).await;
        let mine = i64::try_from(voice.throw((FRIENDS / CASHIERS).unsigned_abs())).unwrap() * CASHIERS + number;
        if !joined[index(mine)].load(Ordering::SeqCst) {
            continue;
        }
        // The cashier thinks better of some, and types anew: of those only the preview is to be seen.
        let tries = 1 + u64::from(voice.throw(4) == 0);
        for _ in 0..tries {
            let item = format!("Item{number}x{:05}", sales.len());
            let with_bonus = voice.throw(4) == 0;
            let bonus = if with_bonus { "\nbonus 1" } else { "" };
            voice.actor.says(&format!("/invoice @{}\n{item} 2 x 350{bonus}", username(mine)));
            sales.push(Sale { item, friend: friend(mine), with_bonus, confirmed: false, undone: false });
        }
        let sale = sales.last_mut().unwrap();
        voice.hears(&[&sale.item, "All correct?"]).await;
        voice.presses(&sale.item, "✅ Confirm");
        voice.hears(&[&sale.item, "is issued"]).await;
        sale.confirmed = true;
        if voice.throw(4) == 0 {
            voice.presses(&sale.item, "↩️ Undo the invoice");
            voice.hears(&[&sale.item, "Undo invoice"]).await;
            voice.presses(&sale.item, "↩️ Yes, undo");
            voice.hears(&[&sale.item, "is undone"]).await;
            sale.undone = true;
        }
    }
    Done::Sold(voice.actor.id(), sales)
}

/// Gives everybody what the bot writes to them.
async fn hand_out(
    mut calls: mpsc::UnboundedReceiver<RecordedCall>,
    boxes: HashMap<i64, mpsc::UnboundedSender<String>>,
) {
    while let Some(call) = calls.recv().await {
        let text = call.params["text"].as_str().or(call.params["caption"].as_str());
        let to = call.params["chat_id"].as_i64().and_then(|chat| boxes.get(&chat));
        if let (Some(text), Some(to), None) = (text, to, call.error) {
            // Who has gone home needs no mail.
            let _ = to.send(text.to_owned());
        }
    }
}

impl Voice {
    fn is_over(&self) -> bool {
        *self.is_over.borrow()
    }

    /// A number below `sides`.
    fn throw(&self, sides: u64) -> u64 {
        self.dice.bits() % sides
    }

    async fn pause(&self, at_most_ms: u64) {
        tokio::time::sleep(Duration::from_millis(self.throw(at_most_ms))).await;
    }

    /// Presses a button of the newest message about an item that has it (the preview may have come twice), perhaps with an
    /// impatient finger.
    fn presses(&self, item: &str, label: &str) {
        for _ in 0..=u64::from(self.throw(3) == 0) {
            let about = self.actor.sees().into_iter().filter(|seen| seen.from_bot && seen.text.contains(item));
            if let Some((message, button)) = about.rev().find_map(|seen| Some((seen.id, seen.button(label)?.clone()))) {
                self.actor.clicks_on(message, button.data.as_deref().unwrap());
            }
        }
    }

    /// Waits for a message with all these words.
    async fn hears(&mut self, words: &[&str]) {
        let heard = async {
            loop {
                let text = self.mail.recv().await.expect("the sandbox is gone");
                if words.iter().all(|words| text.contains(words)) {
                    return;
                }
            }
        };
        if tokio::time::timeout(PATIENCE, heard).await.is_err() {
            let seen: Vec<String> = self.actor.sees().into_iter().rev().take(6).map(|seen| seen.text).collect();
            panic!("{} waits for {words:?} and sees, the latest first: {seen:#?}", self.actor.id());
        }
        self.deeds.fetch_add(1, Ordering::SeqCst);
    }
}

fn username(number: i64) -> String {
    format!("friend_{number:02}")
}

fn index(number: i64) -> usize {
    usize::try_from(number).unwrap()
}

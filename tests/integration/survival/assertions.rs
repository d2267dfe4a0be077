//! What must be true when everything is over: what people did, what is stored, and what they were told fit together.

use std::collections::{BTreeSet, HashMap};

use kopilka::sandbox::{Sandbox, Seen};

use super::crowd::{Done, FRIENDS, QUESTIONS, REFERRERS, Sale, friend, referrer};
use crate::database::Raw;

/// What a friend gets for the promo code.
const PROMO_BONUS: i64 = 50_00;
/// What a sale of 700 earns, and what one spends that points pay for.
const EARNED: i64 = 14_00;
const REDEEMED: i64 = 1_00;
/// What the first of them brings the referrer.
const REWARD: i64 = 35_00;

/// How much was done, for the report of a run.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    pub(crate) sales: usize,
    pub(crate) undone: usize,
    pub(crate) questions: usize,
    /// Messages that somebody got more than once.
    pub(crate) doubled: usize,
}

/// Holds the database and the chats to what people did.
pub(crate) async fn reckon(sandbox: &Sandbox, raw: &mut Raw, done: &[Done]) -> Sums {
    let mut sums = Sums::default();
    let mut sold: HashMap<i64, Vec<&Sale>> = HashMap::new();
    for done in done {
        match done {
            Done::Asked(person, asked) => {
                sums.questions += asked.len();
                answers_come_in_order(*person, &told(sandbox, *person), asked);
            }
            Done::Sold(cashier, sales) => {
                let items: Vec<&str> = sales.iter().map(|sale| sale.item.as_str()).collect();
                sums.doubled += come_in_order(*cashier, &told(sandbox, *cashier), &items);
                for sale in sales.iter().filter(|sale| sale.confirmed) {
                    sold.entry(sale.friend).or_default().push(sale);
                }
            }
        }
    }
    let items = |undone: bool| -> Vec<String> {
        let sales = sold.values().flatten().filter(|sale| sale.undone || !undone);
        sales.map(|sale| sale.item.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    };
    (sums.sales, sums.undone) = (items(false).len(), items(true).len());

    let stored = raw.texts("SELECT name FROM invoice_lines ORDER BY name").await;
    assert_eq!(stored, items(false), "every confirmed invoice once, and no other");
    let stored = "SELECT l.name FROM refunds r JOIN invoice_lines l ON l.invoice_id = r.invoice_id ORDER BY l.name";
    assert_eq!(raw.texts(stored).await, items(true), "every invoice that was undone once, and no other");
    let bonuses = raw.numbers("SELECT amount_minor FROM entries WHERE kind = 'promo_bonus'").await;
    assert_eq!(bonuses, vec![PROMO_BONUS; usize::try_from(FRIENDS).unwrap()], "a bonus for each friend, once");
    let mut rewards = 0;
    for number in 0..FRIENDS {
        let person = friend(number);
        let sales = sold.remove(&person).unwrap_or_default();
        sums.doubled += hears_of_each(person, &told(sandbox, person), &sales);
        let kept: Vec<&Sale> = sales.into_iter().filter(|sale| !sale.undone).collect();
        let points: i64 = kept.iter().map(|sale| if sale.with_bonus { -REDEEMED } else { EARNED }).sum();
        assert_eq!(balance(raw, person, "main").await, PROMO_BONUS + points, "what {person} has");
        rewards += if kept.is_empty() { 0 } else { REWARD };
    }
    let rewarded = "SELECT CAST(SUM(balance_minor) AS BIGINT) FROM wallets WHERE wallet = 'referral'";
    assert_eq!(raw.number(rewarded).await, rewards, "a reward for each friend who bought, once");
    for number in 0..REFERRERS {
        every_friend_is_announced(sandbox, number);
    }
    for waits in ["inbox WHERE status <> 'done'", "outbox"] {
        assert_eq!(raw.number(&format!("SELECT COUNT(*) FROM {waits}")).await, 0, "{waits}");
    }
    assert_eq!(sandbox.violations(), [], "calls that break the Bot API's description");
    sums
}

/// Each of their invoices, in the order they were issued, and each that was undone; how many messages repeat another.
fn hears_of_each(person: i64, told: &[Seen], sales: &[&Sale]) -> usize {
    let (cancelled, issued): (Vec<Seen>, Vec<Seen>) =
        told.iter().cloned().partition(|seen| seen.text.contains("has been cancelled"));
    let all: Vec<&str> = sales.iter().map(|sale| sale.item.as_str()).collect();
    let undone: Vec<&str> = sales.iter().filter(|sale| sale.undone).map(|sale| sale.item.as_str()).collect();
    come_in_order(person, &issued, &all) + come_in_order(person, &cancelled, &undone)
}

async fn balance(raw: &mut Raw, person: i64, wallet: &str) -> i64 {
    let sql = format!(
        "SELECT w.balance_minor FROM wallets w JOIN customers c ON c.customer_id = w.customer_id
         WHERE c.telegram_id = {person} AND w.wallet = '{wallet}'"
    );
    raw.number(&sql).await
}

/// Every answer is there, in the order of the questions; some may have come twice.
fn answers_come_in_order(person: i64, told: &[Seen], asked: &[usize]) {
    let kind = |seen: &Seen| QUESTIONS.iter().position(|(_, words)| seen.text.contains(words));
    let mut answers = told.iter().filter_map(kind);
    for (place, question) in asked.iter().enumerate() {
        let found = answers.any(|answer| answer == *question);
        assert!(found, "{person} was not answered {:?}, question {place} of {asked:?}", QUESTIONS[*question].0);
    }
}

/// Every item is told of, and for the first time in this order; how many messages repeat another.
fn come_in_order(person: i64, told: &[Seen], items: &[&str]) -> usize {
    let about = |item: &str| told.iter().filter(|seen| seen.text.contains(item)).count();
    let first: Vec<Option<usize>> =
        items.iter().map(|item| told.iter().position(|seen| seen.text.contains(item))).collect();
    if let Some(missing) = first.iter().position(Option::is_none) {
        panic!("{person} was never told of {}", items[missing]);
    }
    assert!(first.is_sorted(), "{person} was told in another order: {first:?} of {items:?}");
    items.iter().map(|item| about(item) - 1).sum()
}

fn every_friend_is_announced(sandbox: &Sandbox, number: i64) {
    let told = told(sandbox, referrer(number));
    for friend in (number..FRIENDS).step_by(usize::try_from(REFERRERS).unwrap()) {
        let came = told.iter().any(|seen| {
            seen.text.contains("came by your invitation") && seen.text.contains(&format!("Friend {friend}."))
        });
        assert!(came, "referrer {number} was not told of friend {friend}");
    }
}

/// What the bot wrote to a person.
fn told(sandbox: &Sandbox, person: i64) -> Vec<Seen> {
    let actor = sandbox.actor(person).unwrap();
    actor.sees().into_iter().filter(|seen| seen.from_bot).collect()
}

//! What must be true at the end: what people did, what is stored, and what the bot wrote to them agree.

use std::collections::{BTreeSet, HashMap};

use kopilka::sandbox::{Sandbox, Seen};

use super::people::{FRIENDS, QUESTIONS, REFERRERS, Report, Sale, friend, referrer};
use crate::database::Raw;

/// What a friend gets for the promo code.
const PROMO_BONUS: i64 = 50_00;
/// What a sale of 700 earns, and what a sale with points redeems.
const EARNED: i64 = 14_00;
const REDEEMED: i64 = 1_00;
/// The referrer's reward for the first of them.
const REWARD: i64 = 35_00;

/// What happened in a run, as counts.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) sales: usize,
    pub(crate) undone: usize,
    pub(crate) questions: usize,
    /// Messages that a person received more than once.
    pub(crate) repeated: usize,
}

/// Asserts that the database and the chats agree with what people did.
pub(crate) async fn assert_consistent(sandbox: &Sandbox, raw: &mut Raw, reports: &[Report]) -> Summary {
    let mut summary = Summary::default();
    let mut sold: HashMap<i64, Vec<&Sale>> = HashMap::new();
    for report in reports {
        match report {
            Report::Asked(person, asked) => {
                summary.questions += asked.len();
                assert_answers_in_order(*person, &messages_to(sandbox, *person), asked);
            }
            Report::Sold(cashier, sales) => {
                let items: Vec<&str> = sales.iter().map(|sale| sale.item.as_str()).collect();
                summary.repeated += assert_told_in_order(*cashier, &messages_to(sandbox, *cashier), &items);
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
    (summary.sales, summary.undone) = (items(false).len(), items(true).len());

    let stored = raw.texts("SELECT name FROM invoice_lines WHERE name LIKE 'Item%' ORDER BY name").await;
    assert_eq!(stored, items(false), "every confirmed invoice once, and no other");
    let stored = "SELECT l.name FROM refunds r JOIN invoice_lines l ON l.invoice_id = r.invoice_id
        WHERE l.name LIKE 'Item%' ORDER BY l.name";
    assert_eq!(raw.texts(stored).await, items(true), "every invoice that was undone once, and no other");
    let bonuses = raw.numbers("SELECT amount_minor FROM entries WHERE kind = 'promo_bonus'").await;
    assert_eq!(bonuses, vec![PROMO_BONUS; usize::try_from(FRIENDS).unwrap()], "a bonus for each friend, once");
    let mut rewards = 0;
    for number in 0..FRIENDS {
        let person = friend(number);
        let sales = sold.remove(&person).unwrap_or_default();
        summary.repeated += assert_told_of_each_sale(person, &messages_to(sandbox, person), &sales);
        let kept: Vec<&Sale> = sales.into_iter().filter(|sale| !sale.undone).collect();
        let points: i64 = kept.iter().map(|sale| if sale.with_bonus { -REDEEMED } else { EARNED }).sum();
        assert_eq!(balance(raw, person, "main").await, PROMO_BONUS + points, "the points of {person}");
        rewards += if kept.is_empty() { 0 } else { REWARD };
    }
    let rewarded = "SELECT CAST(SUM(balance_minor) AS BIGINT) FROM wallets WHERE wallet = 'referral'";
    assert_eq!(raw.number(rewarded).await, rewards, "a reward for each friend who bought, once");
    for number in 0..REFERRERS {
        assert_every_friend_announced(sandbox, number);
    }
    for queue in ["inbox WHERE status <> 'done'", "outbox"] {
        assert_eq!(raw.number(&format!("SELECT COUNT(*) FROM {queue}")).await, 0, "{queue}");
    }
    assert_eq!(sandbox.violations(), [], "calls that break the Bot API's description");
    summary
}

/// Asserts that a friend was told of each of their invoices, in the order of issue, and of each that was undone. Returns how many
/// messages repeat another.
fn assert_told_of_each_sale(person: i64, told: &[Seen], sales: &[&Sale]) -> usize {
    let (cancelled, issued): (Vec<Seen>, Vec<Seen>) =
        told.iter().cloned().partition(|seen| seen.text.contains("has been cancelled"));
    let all: Vec<&str> = sales.iter().map(|sale| sale.item.as_str()).collect();
    let undone: Vec<&str> = sales.iter().filter(|sale| sale.undone).map(|sale| sale.item.as_str()).collect();
    assert_told_in_order(person, &issued, &all) + assert_told_in_order(person, &cancelled, &undone)
}

async fn balance(raw: &mut Raw, person: i64, wallet: &str) -> i64 {
    let sql = format!(
        "SELECT w.balance_minor FROM wallets w JOIN customers c ON c.customer_id = w.customer_id
         WHERE c.telegram_id = {person} AND w.wallet = '{wallet}'"
    );
    raw.number(&sql).await
}

/// Asserts that all answers came in the order of the questions. Some may have come twice.
fn assert_answers_in_order(person: i64, told: &[Seen], asked: &[usize]) {
    let question_of = |seen: &Seen| QUESTIONS.iter().position(|(_, answer)| seen.text.contains(answer));
    let mut answers = told.iter().filter_map(question_of);
    for (place, question) in asked.iter().enumerate() {
        let found = answers.any(|answer| answer == *question);
        assert!(found, "{person} was not answered {:?}, question {place} of {asked:?}", QUESTIONS[*question].0);
    }
}

/// Asserts that a person was told of each item, for the first time in this order. Returns how many messages repeat another.
fn assert_told_in_order(person: i64, told: &[Seen], items: &[&str]) -> usize {
    let about = |item: &str| told.iter().filter(|seen| seen.text.contains(item)).count();
    let first: Vec<Option<usize>> =
        items.iter().map(|item| told.iter().position(|seen| seen.text.contains(item))).collect();
    if let Some(missing) = first.iter().position(Option::is_none) {
        panic!("{person} was never told of {}", items[missing]);
    }
    assert!(first.is_sorted(), "{person} was told in another order: {first:?} of {items:?}");
    items.iter().map(|item| about(item) - 1).sum()
}

fn assert_every_friend_announced(sandbox: &Sandbox, number: i64) {
    let told = messages_to(sandbox, referrer(number));
    for friend in (number..FRIENDS).step_by(usize::try_from(REFERRERS).unwrap()) {
        let was_told = told.iter().any(|seen| {
            seen.text.contains("came by your invitation") && seen.text.contains(&format!("Friend {friend}."))
        });
        assert!(was_told, "referrer {number} was not told of friend {friend}");
    }
}

/// What the bot wrote to a person.
fn messages_to(sandbox: &Sandbox, person: i64) -> Vec<Seen> {
    let actor = sandbox.actor(person).unwrap();
    actor.sees().into_iter().filter(|seen| seen.from_bot).collect()
}

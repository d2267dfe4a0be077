//! What must be true when everything is over: what people did, what is stored, and what they were told fit together.

use std::collections::{BTreeSet, HashMap};

use kopilka::sandbox::{Sandbox, Seen};

use super::crowd::{Done, FRIENDS, QUESTIONS, REFERRERS, friend, referrer};
use crate::database::Raw;

/// How much was done, for the report of a run.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    pub(crate) sales: usize,
    pub(crate) questions: usize,
    /// Messages that somebody got more than once.
    pub(crate) doubled: usize,
}

/// Holds the database and the chats to what people did.
pub(crate) async fn reckon(sandbox: &Sandbox, raw: &mut Raw, done: &[Done]) -> Sums {
    let mut sums = Sums::default();
    let mut sold: HashMap<i64, Vec<&str>> = HashMap::new();
    let mut expected = BTreeSet::new();
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
                    sold.entry(sale.friend).or_default().push(&sale.item);
                    expected.insert(sale.item.clone());
                }
            }
        }
    }
    sums.sales = expected.len();

    let stored = raw.texts("SELECT name FROM invoice_lines ORDER BY name").await;
    assert_eq!(stored, expected.into_iter().collect::<Vec<_>>(), "every confirmed invoice once, and no other");
    for number in 0..FRIENDS {
        let person = friend(number);
        // Each of their invoices, in the order they were issued.
        let items = sold.remove(&person).unwrap_or_default();
        sums.doubled += come_in_order(person, &told(sandbox, person), &items);
    }
    let bonuses = raw.numbers("SELECT amount_minor FROM entries WHERE kind = 'promo_bonus'").await;
    assert_eq!(bonuses, vec![50_00; usize::try_from(FRIENDS).unwrap()], "a bonus for each friend, once");
    let buyers = "SELECT COUNT(DISTINCT customer_id) FROM invoices";
    let rewards = "SELECT COUNT(*) FROM entries WHERE kind = 'referral_reward'";
    assert_eq!(raw.number(rewards).await, raw.number(buyers).await, "a reward for each friend who bought, once");
    for number in 0..REFERRERS {
        every_friend_is_announced(sandbox, number);
    }
    for waits in ["inbox WHERE status <> 'done'", "outbox"] {
        assert_eq!(raw.number(&format!("SELECT COUNT(*) FROM {waits}")).await, 0, "{waits}");
    }
    assert_eq!(sandbox.violations(), [], "calls that break the Bot API's description");
    sums
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

//! The back office's lists of customers with a thousand in the shop and with a million, where equally many fit: the times are the
//! same, if every list has its index and counts are kept. What costs as its hits or its offset do is measured beside them. Both shops
//! are asked by turns, so that what else the machine does weighs on both.

use std::time::{Duration, Instant};

use kopilka::{
    clock::{Clock, SystemClock},
    domain::{CustomerId, GroupId, PageWanted, Role, TelegramId},
    service::{
        Caller,
        profiles::{self, List, Order, Wanted},
        transactions,
    },
    storage::{Db, Tx},
};
use tempfile::TempDir;

use crate::{
    bare,
    fill::{SHOP, execute, fill},
};

/// Customers of the small and of the large shop.
const SIZES: [i64; 2] = [1_000, 1_000_000];
/// How many customers are in the group, are blocked, are companies, owe money.
const FEW: i64 = 200;
/// How many customers a page has.
const PAGE: i64 = 50;
/// How often each question is asked; `KOPILKA_BENCH_ROUNDS` says otherwise.
const ROUNDS: usize = 500;
/// The same of a question that may take long.
const SLOW_ROUNDS: usize = 5;
/// The first number of the words by which one customer each is found.
const FIRST_WORD: i64 = 10_000_000;

/// What is asked, where equally many fit in both shops.
const QUESTIONS: [&str; 13] = [
    "the first page",
    "the first page by purchases",
    "the first page by the last purchase",
    "the last page",
    "those who are active, which all are",
    "search by a word",
    "search by two words, one of them everybody's",
    "search by digits of a phone",
    "members of a group",
    "blocked customers",
    "debtors",
    "one customer",
    "transactions of a customer",
];
/// What costs as its hits or its offset do.
const SLOW_QUESTIONS: [&str; 3] =
    ["the 200th page from the end, or the first", "the page in the middle", "search by everybody's word"];

pub(crate) async fn run() {
    let directory = TempDir::new().expect("a temporary directory");
    println!("\n| database | question | {} customers | {} customers | ratio |", SIZES[0], SIZES[1]);
    println!("|---|---|---|---|---|");
    let files = SIZES.map(|size| format!("sqlite:{}", directory.path().join(format!("{size}.db")).display()));
    compare("SQLite", &files).await;
    let Ok(server) = std::env::var("KOPILKA_TEST_POSTGRES") else {
        eprintln!("PostgreSQL is not measured: run ./tests/run --bench profiles");
        return;
    };
    compare("PostgreSQL", &[bare::new_database(&server).await, bare::new_database(&server).await]).await;
}

/// Asks the small and the large shop by turns, and prints the medians of each question.
async fn compare(database: &str, urls: &[String; 2]) {
    let mut shops = Vec::with_capacity(SIZES.len());
    for (url, size) in urls.iter().zip(SIZES) {
        shops.push((opened(url, size).await, size));
    }
    let rounds = std::env::var("KOPILKA_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    for (questions, rounds) in [(&QUESTIONS[..], rounds), (&SLOW_QUESTIONS[..], SLOW_ROUNDS)] {
        for question in questions {
            let mut times = [Vec::with_capacity(rounds), Vec::with_capacity(rounds)];
            for round in 0..rounds {
                for ((db, size), times) in shops.iter().zip(&mut times) {
                    times.push(time(db, question, *size, round).await);
                }
            }
            let [small, large] = times.map(|mut times| {
                times.sort_unstable();
                times[times.len() / 2].as_secs_f64() * 1e6
            });
            println!("| {database} | {question} | {small:.0} µs | {large:.0} µs | {:.2} |", large / small);
        }
    }
    for (db, _) in shops {
        db.close().await;
    }
}

/// A shop with so many customers.
async fn opened(url: &str, size: i64) -> Db {
    fill(url, size).await;
    execute(url, statements(size)).await;
    // SQLite plans without statistics.
    if !url.starts_with("sqlite:") {
        execute(url, vec!["VACUUM ANALYZE".to_owned()]).await;
    }
    Db::open(url).await.expect("a database")
}

/// How long a question takes, each round about another customer, all over the shop.
async fn time(db: &Db, question: &str, size: i64, round: usize) -> Duration {
    let number = (i64::try_from(round).expect("a round") * 7_919 + 17) % size;
    let began = Instant::now();
    let mut tx = db.read(SHOP).await.expect("a transaction");
    let found = ask(&mut tx, question, number, size).await;
    tx.commit().await.expect("an end");
    assert!(found > 0, "{question} of {number}");
    began.elapsed()
}

/// Asks about the customer with a number; how many were found.
async fn ask(tx: &mut Tx, question: &str, number: i64, size: i64) -> usize {
    let caller = Caller::staff(TelegramId(1), Role::Manager, SystemClock.now());
    let search = |text: String| Wanted { search: Some(text), ..Wanted::default() };
    let (list, wanted, order, offset) = match question {
        "the first page" => (List::All, Wanted::default(), (Order::Joined, true), 0),
        "the first page by purchases" => (List::All, Wanted::default(), (Order::Purchases, true), 0),
        "the first page by the last purchase" => (List::All, Wanted::default(), (Order::LastPurchase, true), 0),
        "the last page" => (List::All, Wanted::default(), (Order::Joined, true), size - PAGE),
        "the 200th page from the end, or the first" => {
            (List::All, Wanted::default(), (Order::Joined, true), (size - 200 * PAGE).max(0))
        }
        "the page in the middle" => (List::All, Wanted::default(), (Order::Joined, true), size / 2),
        "search by a word" => (List::All, search(format!("word{}", FIRST_WORD + number)), (Order::Joined, true), 0),
        "search by two words, one of them everybody's" => {
            (List::All, search(format!("family word{}", FIRST_WORD + number)), (Order::Joined, true), 0)
        }
        "search by digits of a phone" => (List::All, search(format!("{number:07}")), (Order::Joined, true), 0),
        "search by everybody's word" => (List::All, search("family".to_owned()), (Order::Joined, true), 0),
        "members of a group" => {
            (List::All, Wanted { group: Some(GroupId(1)), ..Wanted::default() }, (Order::Joined, true), 0)
        }
        "blocked customers" => {
            (List::All, Wanted { is_blocked: Some(true), ..Wanted::default() }, (Order::Joined, true), 0)
        }
        "those who are active, which all are" => {
            (List::All, Wanted { is_active: Some(true), ..Wanted::default() }, (Order::Joined, true), 0)
        }
        "debtors" => (List::Debtors, Wanted::default(), (Order::Money, false), 0),
        "one customer" => {
            profiles::get(tx, &caller, CustomerId(number + 1)).await.expect("a customer");
            return 1;
        }
        _ => {
            let found = transactions::latest(tx, &caller, CustomerId(number + 1), 100).await.expect("transactions");
            return found.len();
        }
    };
    let page = PageWanted { size: PAGE, number: Some(offset / PAGE + 1) };
    profiles::list(tx, &caller, list, &wanted, order, page).await.expect("customers").profiles.len()
}

/// Words and runs of digits by which customers are found, a group, and those who are few.
fn statements(size: i64) -> Vec<String> {
    let word = format!("'word' || CAST({FIRST_WORD} + customer_id - 1 AS TEXT)");
    let few = format!("customer_id % ({size} / {FEW}) = 0");
    let mut statements = vec![
        "BEGIN".to_owned(),
        format!("INSERT INTO search_terms SELECT shop_id, {word}, customer_id FROM customers"),
    ];
    // What follows each digit of a phone number, down to four digits.
    statements.extend((0..8).map(|skipped| {
        format!(
            "INSERT INTO search_terms SELECT shop_id, '\u{2}' || SUBSTR(phone, {}), customer_id FROM customers",
            skipped + 2
        )
    }));
    statements.extend([
        format!(
            "INSERT INTO customer_groups (shop_id, group_id, name, description, discount_bp, min_purchase_minor, is_active, created_at,
                updated_at)
             VALUES ({SHOP}, 1, 'Few', '', 500, 0, TRUE, 1, 1)"
        ),
        format!(
            "UPDATE customers SET search_text = ' name' || CAST(customer_id - 1 AS TEXT) || ' family ' || {word} || ' ',
                group_id = CASE WHEN {few} THEN 1 END, is_blocked = ({few})"
        ),
        "INSERT INTO customer_totals (shop_id, customer_id, points_minor, purchases_minor, purchases_count, last_purchase_at)
         SELECT shop_id, customer_id, 400, customer_id * 7919 % 1000003, 1, customer_id * 31 % 1000003 FROM customers"
            .to_owned(),
        format!("DELETE FROM shop_totals WHERE shop_id = {SHOP}"),
        format!("INSERT INTO shop_totals (shop_id, customers) VALUES ({SHOP}, {size})"),
        format!(
            "INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor, last_number)
             SELECT shop_id, customer_id, 'money', -100 * customer_id, 0 FROM customers WHERE {few}"
        ),
        "COMMIT".to_owned(),
        "ANALYZE".to_owned(),
    ]);
    statements
}

//! Parcels with a thousand in the shop and with a hundred thousand, where equally many fit: the times are the same, if every query
//! has its index and counts are kept.

use std::time::{Duration, Instant};

use kopilka::{
    clock::{Clock, SystemClock},
    domain::{ClientCode, CustomerId, ParcelNumber, ParcelStatus, Role, TelegramId},
    service::{Caller, parcels},
    storage::{Db, Tx},
};
use tempfile::TempDir;

use crate::{
    bare,
    fill::{SHOP, execute, fill},
};

/// Parcels of the small and of the large shop.
const SIZES: [i64; 2] = [1_000, 100_000];
/// How many parcels a customer has.
const OF_CUSTOMER: i64 = 10;
/// How many parcels a page has, and how many events are read at a time.
const PAGE: i64 = 50;
/// How often each question is asked; `KOPILKA_BENCH_ROUNDS` says otherwise.
const ROUNDS: usize = 1_000;

/// What is asked.
const QUESTIONS: [&str; 8] = [
    "a page of all",
    "a page of one status",
    "those of a client",
    "those of a client with a status",
    "search by a part of the number",
    "one by its number",
    "a customer's own",
    "the events after one",
];

pub(crate) async fn run() {
    let directory = TempDir::new().expect("a temporary directory");
    println!("\n| database | question | {} parcels | {} parcels | ratio |", SIZES[0], SIZES[1]);
    println!("|---|---|---|---|---|");
    let files = SIZES.map(|size| format!("sqlite:{}", directory.path().join(format!("{size}.db")).display()));
    let mut medians = Vec::new();
    for (url, size) in files.iter().zip(SIZES) {
        medians.push(of_shop(url, size).await);
    }
    print("SQLite", &medians);
    let Ok(server) = std::env::var("KOPILKA_TEST_POSTGRES") else {
        eprintln!("PostgreSQL is not measured: run ./tests/run --bench parcels");
        return;
    };
    let mut medians = Vec::new();
    for size in SIZES {
        medians.push(of_shop(&bare::new_database(&server).await, size).await);
    }
    print("PostgreSQL", &medians);
}

fn print(database: &str, medians: &[Vec<Duration>]) {
    for (index, question) in QUESTIONS.iter().enumerate() {
        let (small, large) = (medians[0][index].as_secs_f64() * 1e6, medians[1][index].as_secs_f64() * 1e6);
        println!("| {database} | {question} | {small:.0} µs | {large:.0} µs | {:.2} |", large / small);
    }
}

/// The medians of all questions.
async fn of_shop(url: &str, size: i64) -> Vec<Duration> {
    fill(url, size / OF_CUSTOMER).await;
    execute(url, statements(size)).await;
    // SQLite plans without statistics.
    if !url.starts_with("sqlite:") {
        execute(url, vec!["ANALYZE".to_owned()]).await;
    }
    let db = Db::open(url).await.expect("a database");
    let mut medians = Vec::new();
    for question in QUESTIONS {
        medians.push(median(&db, question, size).await);
    }
    db.close().await;
    medians
}

/// The median of one question, asked about parcels all over the shop.
async fn median(db: &Db, question: &str, size: i64) -> Duration {
    let rounds = std::env::var("KOPILKA_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let mut times = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let number = (i64::try_from(round).expect("a round") * 7_919 + 17) % size;
        let began = Instant::now();
        let mut tx = db.read(SHOP).await.expect("a transaction");
        let found = ask(&mut tx, question, number, size).await;
        tx.commit().await.expect("an end");
        times.push(began.elapsed());
        assert!(found > 0, "{question} of {number}");
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// Asks about the parcel with a number; how many were found.
async fn ask(tx: &mut Tx, question: &str, number: i64, size: i64) -> usize {
    let caller = Caller::staff(TelegramId(1), Role::Manager, SystemClock.now());
    let customer = number % (size / OF_CUSTOMER);
    let code: ClientCode = (10_000_000 + customer).to_string().parse().expect("a code");
    // All parcels of a customer have the same status.
    let status = ParcelStatus::ALL[usize::try_from(number % 5).expect("a place")];
    let parcel: ParcelNumber = format!("RB{}", 1_000_000 + number).parse().expect("a number");
    let (client, status, search) = match question {
        "a page of all" => (None, None, None),
        "a page of one status" => (None, Some(status), None),
        "those of a client" => (Some(&code), None, None),
        "those of a client with a status" => (Some(&code), Some(status), None),
        "search by a part of the number" => (None, None, Some(&parcel.as_str()[2..])),
        "one by its number" => {
            return usize::from(parcels::get_by_number(tx, &caller, &parcel).await.expect("an answer").is_some());
        }
        "a customer's own" => {
            let page = parcels::of_customer(tx, CustomerId(customer + 1), PAGE, 0).await.expect("parcels");
            return page.parcels.len();
        }
        _ => return parcels::events_after(tx, size - PAGE, PAGE).await.expect("events").len(),
    };
    parcels::list(tx, &caller, client, status, search, PAGE, 0).await.expect("parcels").parcels.len()
}

fn statements(size: i64) -> Vec<String> {
    let customers = size / OF_CUSTOMER;
    let numbers = format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {size})");
    let term = |term: &str| {
        format!("INSERT INTO parcel_terms (shop_id, term, parcel_id) {numbers} SELECT {SHOP}, {term}, i + 1 FROM n")
    };
    let each = size / 5;
    vec![
        "BEGIN".to_owned(),
        format!(
            "INSERT INTO parcels (shop_id, parcel_id, number, number_key, client_code, client_key, customer_id, status, created_at,
                updated_at)
             {numbers} SELECT {SHOP}, i + 1, 'RB' || CAST(1000000 + i AS TEXT), 'RB' || CAST(1000000 + i AS TEXT),
                CAST(10000000 + i % {customers} AS TEXT), CAST(10000000 + i % {customers} AS TEXT), i % {customers} + 1,
                CASE i % 5 WHEN 0 THEN 'pending' WHEN 1 THEN 'in_transit' WHEN 2 THEN 'delivered' WHEN 3 THEN 'issued'
                ELSE 'cancelled' END, i, i FROM n"
        ),
        term("'RB' || CAST(1000000 + i AS TEXT)"),
        term("CAST(1000000 + i AS TEXT)"),
        format!(
            "INSERT INTO parcel_events (shop_id, number, parcel_id, kind, status, is_forced, actor_kind, changed_at)
             {numbers} SELECT {SHOP}, i + 1, i + 1, 'parcel.created', 'pending', FALSE, 'operator', i FROM n"
        ),
        format!(
            "INSERT INTO parcel_totals (shop_id, pending, in_transit, delivered, issued, cancelled, weight_milli, cost_minor, last_event)
             VALUES ({SHOP}, {each}, {each}, {each}, {each}, {each}, 0, 0, {size})"
        ),
        "COMMIT".to_owned(),
    ]
}

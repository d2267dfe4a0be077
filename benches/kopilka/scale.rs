//! The time of `/balance`, `/find` and `/history` with a thousand customers and with a million: the same, if every
//! query of the bot has its index.

use std::time::{Duration, Instant};

use kopilka::{
    clock::{Clock, SystemClock},
    domain::{CustomerId, PhoneCountries, ShopId, Whom},
    service::{customers, ledger, shop},
    storage::Db,
    texts::sale_words,
};
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::TempDir;

/// Customers of the small and of the large shop.
const SIZES: [i64; 2] = [1_000, 1_000_000];
/// Entries of each customer.
const ENTRIES: i64 = 4;
/// How often each question is asked.
const ROUNDS: usize = 2_000;
/// The shop.
const SHOP: ShopId = ShopId(7_000_000_001);

/// What a person asks for.
const QUESTIONS: [&str; 5] = ["/balance", "/find by code", "/find by phone", "/find by name", "/history"];

pub(crate) async fn run() {
    let directory = TempDir::new().expect("a temporary directory");
    let mut medians = Vec::new();
    for size in SIZES {
        let url = format!("sqlite:{}", directory.path().join(format!("{size}.db")).display());
        fill(&url, size).await;
        let db = Db::open(&url).await.expect("a database");
        let mut of_size = Vec::new();
        for question in QUESTIONS {
            of_size.push(median(&db, question, size).await);
        }
        db.close().await;
        medians.push(of_size);
    }
    println!("\n| | {} customers | {} customers | ratio |", SIZES[0], SIZES[1]);
    println!("|---|---|---|---|");
    for (index, question) in QUESTIONS.iter().enumerate() {
        let (small, large) = (medians[0][index].as_secs_f64() * 1e6, medians[1][index].as_secs_f64() * 1e6);
        println!("| {question} | {small:.0} µs | {large:.0} µs | {:.2} |", large / small);
    }
}

/// The median of one question, asked about customers all over the shop.
async fn median(db: &Db, question: &str, size: i64) -> Duration {
    let mut times = Vec::with_capacity(ROUNDS);
    // A stride without a common factor with the sizes visits customers in an order that caches cannot predict.
    for round in 0..ROUNDS {
        let number = (i64::try_from(round).expect("a round") * 7_919 + 17) % size;
        let began = Instant::now();
        let mut tx = db.read(SHOP).await.expect("a transaction");
        match question {
            "/balance" => {
                ledger::balances(&mut tx, CustomerId(number + 1), SystemClock.now()).await.expect("balances");
            }
            "/find by code" => find(&mut tx, &format!("{}", 10_000_000 + number)).await,
            "/find by phone" => find(&mut tx, &format!("+7705{number:07}")).await,
            "/find by name" => find(&mut tx, &format!("name{number} fam")).await,
            _ => {
                let (entries, _) = ledger::history(&mut tx, CustomerId(number + 1), 10, 0).await.expect("a history");
                assert_eq!(entries.len(), usize::try_from(ENTRIES).expect("a count"));
            }
        }
        tx.commit().await.expect("an end");
        times.push(began.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

async fn find(tx: &mut kopilka::storage::Tx, text: &str) {
    let whom = Whom::read(text, &PhoneCountries::default(), sale_words::words());
    let found = customers::find(tx, &whom).await.expect("an answer");
    assert_eq!(found.len(), 1, "{text}");
}

/// Creates a shop of `size` customers by SQL: only reading is measured.
async fn fill(url: &str, size: i64) {
    let db = Db::open(url).await.expect("a database");
    db.migrate().await.expect("tables");
    let mut tx = db.begin(SHOP).await.expect("a transaction");
    shop::open(&mut tx, SystemClock.now()).await.expect("a shop");
    tx.commit().await.expect("a commit");
    db.close().await;
    let mut connection = SqliteConnection::connect(url).await.expect("a database");
    let numbers = format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {size})");
    for statement in [
        "BEGIN".to_owned(),
        format!(
            "{numbers} INSERT INTO customers (shop_id, customer_id, code, telegram_id, first_name, last_name, is_premium, phone,
                has_purchased, was_welcomed, joined_at, visited_at)
             SELECT {SHOP}, i + 1, CAST(10000000 + i AS TEXT), 5000000000 + i, 'Name' || i, 'Family', FALSE,
                '+7705' || printf('%07d', i), FALSE, TRUE, i, i FROM n"
        ),
        "INSERT INTO search_terms
            SELECT shop_id, 'name' || (customer_id - 1) || ' family', customer_id FROM customers
            UNION ALL SELECT shop_id, 'family name' || (customer_id - 1), customer_id FROM customers
            UNION ALL SELECT shop_id, 'family', customer_id FROM customers"
            .to_owned(),
        format!(
            "INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor, last_number)
             SELECT shop_id, customer_id, 'main', 400, {ENTRIES} FROM customers"
        ),
        format!(
            "WITH RECURSIVE k (j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < {ENTRIES})
             INSERT INTO entries (
                shop_id, entry_id, customer_id, wallet, number, kind, amount_minor, balance_after_minor, operation_id, actor_kind,
                note, entered_at)
             SELECT shop_id, customer_id * {ENTRIES} + j, customer_id, 'main', j, 'manual', 100, 100 * j, 'fill', 'rule', '', j FROM k, customers"
        ),
        "COMMIT".to_owned(),
    ] {
        connection.execute(sqlx::AssertSqlSafe(statement)).await.expect("rows");
    }
}

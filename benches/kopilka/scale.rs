//! The time of `/balance`, `/find` and `/history` with a thousand customers and with a million: the same, if every
//! query of the bot has its index.

use std::time::{Duration, Instant};

use kopilka::{
    clock::{Clock, SystemClock},
    domain::{CustomerId, PhoneCountries, Whom},
    service::{customers, ledger},
    storage::Db,
    texts::sale_words,
};
use tempfile::TempDir;

use crate::fill::{ENTRIES, SHOP, fill};

/// Customers of the small and of the large shop.
const SIZES: [i64; 2] = [1_000, 1_000_000];
/// How often each question is asked.
const ROUNDS: usize = 2_000;

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

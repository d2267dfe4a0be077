//! Invoices per second: 64 cashiers at work, each sale in a durable transaction of its own and confirmed before the next.
//! For comparison, on the same disk and server: single bare commits, and `pgbench` with its own load.

use std::{
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use kopilka::{
    clock::{Clock, SystemChance, SystemClock},
    domain::{CustomerId, Draft, Line, Money, OperationId, Phone, Quantity, Role, ShopId, TelegramId},
    service::{self, Caller, invoices},
    storage::Db,
};
use tempfile::TempDir;

use crate::bare;

/// Cashiers at the same time, and clients of `pgbench`.
const CHATS: i64 = 64;
/// Customers to sell to.
const CUSTOMERS: i64 = 10_000;
/// How long each is measured.
const TIME: Duration = Duration::from_secs(20);
/// The scale of `pgbench`: a million accounts.
const SCALE: &str = "10";
/// The shop.
const SHOP: ShopId = ShopId(7_000_000_001);

pub(crate) async fn run() {
    let directory = TempDir::new().expect("a temporary directory");
    // The speed of a shared disk varies, so bare commits are measured before and after.
    let before = bare::sqlite(&directory).await;
    let invoices = measure(&format!("sqlite:{}", directory.path().join("kopilka.db").display())).await;
    let commits = rate((before + bare::sqlite(&directory).await) / 2);
    let mut rows = vec![("SQLite", invoices, "one bare commit at a time", commits)];
    match std::env::var("KOPILKA_TEST_POSTGRES") {
        Ok(server) => {
            let url = bare::new_database(&server).await;
            let before = bare::postgres(&url).await;
            let invoices = measure(&url).await;
            let commits = rate((before + bare::postgres(&url).await) / 2);
            rows.push(("PostgreSQL", invoices, "one bare commit at a time", commits));
            match pgbench(&bare::new_database(&server).await) {
                Some(transactions) => rows.push(("PostgreSQL", invoices, "pgbench, TPC-B-like", transactions)),
                None => eprintln!("pgbench is not measured: it is not beside the server's programs"),
            }
        }
        Err(_) => eprintln!("PostgreSQL is not measured: run ./tests/run --bench invoices"),
    }
    println!("\n{CHATS} cashiers, {CUSTOMERS} customers, two lines an invoice, {} s each\n", TIME.as_secs());
    println!("| database | invoices/s | beside | transactions/s | ratio |");
    println!("|---|---|---|---|---|");
    for (database, invoices, beside, transactions) in rows {
        println!("| {database} | {invoices:.0} | {beside} | {transactions:.0} | {:.2} |", invoices / transactions);
    }
}

fn rate(of_one: Duration) -> f64 {
    1.0 / of_one.as_secs_f64()
}

/// Invoices a second.
async fn measure(url: &str) -> f64 {
    let db = Db::open(url).await.expect("a database");
    db.migrate().await.expect("tables");
    let customers = Arc::new(fill(&db).await);
    let began = Instant::now();
    let cashiers: Vec<_> =
        (0..CHATS).map(|chat| tokio::spawn(sell(db.clone(), Arc::clone(&customers), chat, began))).collect();
    let mut sold = 0_u32;
    for cashier in cashiers {
        sold += cashier.await.expect("a cashier");
    }
    let took = began.elapsed();
    db.close().await;
    f64::from(sold) / took.as_secs_f64()
}

/// One cashier sells until the time is over, as the bot does when a preview is confirmed.
async fn sell(db: Db, customers: Arc<Vec<CustomerId>>, chat: i64, began: Instant) -> u32 {
    let lines = vec![
        Line::new("Tea", Quantity::from_milli(2_000), Money::from_minor(350_00)),
        Line::new("Sugar", Quantity::from_milli(1_500), Money::from_minor(480_00)),
    ];
    let draft = Draft { lines, redemption: None, coupons: Vec::new(), on_credit: false };
    // A stride that shares no factor with their number takes every cashier to every customer.
    let mut customer = usize::try_from(chat * 157).expect("an index");
    let mut sold = 0;
    while began.elapsed() < TIME {
        customer = (customer + 7_919) % customers.len();
        let cashier = Caller::staff(TelegramId(chat + 1), Role::Cashier, SystemClock.now());
        let operation = cashier.operation(OperationId::chat(format_args!("{chat}-{sold}")));
        let mut tx = db.begin(SHOP).await.expect("a transaction");
        let issued = invoices::issue_invoice(&mut tx, &operation, &SystemChance, customers[customer], &draft).await;
        issued.expect("an invoice");
        tx.commit().await.expect("a commit");
        sold += 1;
    }
    sold
}

/// A shop with its customers.
async fn fill(db: &Db) -> Vec<CustomerId> {
    let at = SystemClock.now();
    let mut tx = db.begin(SHOP).await.expect("a transaction");
    service::shop::open(&mut tx, at).await.expect("a shop");
    let owner = Caller::staff(TelegramId(1), Role::Owner, at);
    let mut customers = Vec::new();
    for number in 0..CUSTOMERS {
        let phone = Phone::parse(&format!("+7701{number:07}")).expect("a phone");
        let operation = owner.operation(OperationId::command(format_args!("fill {number}")));
        let customer = service::customers::register(&mut tx, &operation, &SystemChance, &phone, "Customer").await;
        customers.push(customer.expect("a customer").customer_id);
    }
    tx.commit().await.expect("a commit");
    customers
}

/// Transactions per second of `pgbench` with its default script: five statements each, TPC-B-like. `None` without `pgbench`.
fn pgbench(url: &str) -> Option<f64> {
    let (chats, time) = (CHATS.to_string(), TIME.as_secs().to_string());
    let output = |arguments: &[&str]| {
        let output = Command::new("pgbench").args(arguments).arg(url).stdin(Stdio::null()).output().ok()?;
        assert!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).ok()
    };
    output(&["-i", "-q", "-s", SCALE])?;
    let said = output(&["-c", &chats, "-j", "2", "-T", &time])?;
    said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok())
}

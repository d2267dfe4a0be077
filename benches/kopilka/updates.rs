//! Updates per second through the whole bot: 1,000 chats, each waiting for its answer before it goes on. Nine in ten ask for
//! their balance; one in ten is a cashier who sells with one message and confirms the preview.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use kopilka::{
    clock::{Clock, SystemChance, SystemClock},
    domain::{OperationId, Phone, Role, ShopId, TelegramId},
    sandbox::{Actor, Options, Person, Sandbox},
    service::{self, Caller, staff::Member},
    storage::Db,
};
use tempfile::TempDir;

use crate::{bare, process::Bot};

/// Chats at the same time.
const CHATS: i64 = 1_000;
/// One of this many chats is a cashier's.
const CASHIERS: i64 = 10;
/// Updates that are measured.
const UPDATES: usize = 20_000;
/// The first account.
const FIRST: i64 = 5_000_000_000;

/// The results for one database.
struct Outcome {
    database: &'static str,
    per_second: f64,
    median: Duration,
    worst_percent: Duration,
    cpu: Duration,
    memory: u64,
    commit: Duration,
}

pub(crate) async fn run() {
    let directory = TempDir::new().expect("a temporary directory");
    let file = directory.path().join("kopilka.db");
    let mut outcomes =
        vec![measure("SQLite", &format!("sqlite:{}", file.display()), bare::sqlite(&directory).await).await];
    match std::env::var("KOPILKA_TEST_POSTGRES") {
        Ok(server) => {
            let url = bare::new_database(&server).await;
            outcomes.push(measure("PostgreSQL", &url, bare::postgres(&url).await).await);
        }
        Err(_) => eprintln!("PostgreSQL is not measured: run ./tests/run --bench updates"),
    }
    println!("\n{CHATS} chats, {UPDATES} updates, `/balance` and one-message invoices 9 : 1\n");
    println!(
        "| database | updates/s | bare commits/s | ratio | median | 99th percentile | CPU per update | peak memory |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for outcome in outcomes {
        let commits = 1.0 / outcome.commit.as_secs_f64();
        println!(
            "| {} | {:.0} | {:.0} | {:.1} | {:.1} ms | {:.1} ms | {:.2} ms | {} MB |",
            outcome.database,
            outcome.per_second,
            commits,
            outcome.per_second / commits,
            outcome.median.as_secs_f64() * 1e3,
            outcome.worst_percent.as_secs_f64() * 1e3,
            outcome.cpu.as_secs_f64() * 1e3,
            outcome.memory,
        );
    }
}

async fn measure(database: &'static str, url: &str, commit: Duration) -> Outcome {
    let sandbox = Sandbox::start(Options::default()).await.expect("a sandbox");
    let codes = prepare(&sandbox, url).await;
    let people: HashMap<i64, Actor> = (FIRST..FIRST + CHATS)
        .map(|id| (id, sandbox.add(Person::new(id, format!("Person {}", id - FIRST)).language("en"))))
        .collect();
    let bot = Bot::start(&sandbox, url);
    let mut calls = sandbox.watch_calls();
    people.values().for_each(|person| {
        person.starts();
    });
    while !sandbox.all_confirmed() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // The welcome is over when no more messages are sent.
    while tokio::time::timeout(Duration::from_secs(2), calls.recv()).await.is_ok() {}

    let (cpu, began) = (bot.cpu(), Instant::now());
    let mut asked: HashMap<i64, Instant> = HashMap::new();
    let mut latencies = Vec::with_capacity(UPDATES);
    for (id, person) in &people {
        ask(person, *id, &codes);
        asked.insert(*id, Instant::now());
    }
    while latencies.len() < UPDATES {
        let call = tokio::time::timeout(Duration::from_secs(30), calls.recv()).await.expect("the bot fell silent");
        let call = call.expect("the sandbox is there");
        let is_answer = call.method == "sendMessage" || call.method == "editMessageText";
        let Some(id) = call.params["chat_id"].as_i64().filter(|_| is_answer) else { continue };
        let Some(since) = asked.remove(&id) else { continue };
        latencies.push(since.elapsed());
        let person = &people[&id];
        match confirmation(&call.params) {
            Some(data) => {
                let message = person.newest().id;
                person.clicks_on(message, &data);
            }
            None => ask(person, id, &codes),
        }
        asked.insert(id, Instant::now());
    }
    let (took, used) = (began.elapsed(), bot.cpu() - cpu);
    latencies.sort_unstable();
    let count = u32::try_from(latencies.len()).expect("a count");
    Outcome {
        database,
        per_second: f64::from(count) / took.as_secs_f64(),
        median: latencies[latencies.len() / 2],
        worst_percent: latencies[latencies.len() * 99 / 100],
        cpu: used / count,
        memory: bot.peak_memory(),
        commit,
    }
}

/// The next action of a person.
fn ask(person: &Actor, id: i64, codes: &[String]) {
    if id % CASHIERS == 0 {
        let code = &codes[usize::try_from((id - FIRST) / CASHIERS).expect("an index") % codes.len()];
        person.says(&format!("/invoice {code}\nTea 2 x 350\nSugar 1,5 x 480"));
    } else {
        person.says("/balance");
    }
}

/// The callback data of the confirming button of a preview: its first button; `None` where the message is no preview.
fn confirmation(params: &serde_json::Value) -> Option<String> {
    let markup = &params["reply_markup"];
    let text;
    let markup = match markup.as_str() {
        Some(json) => {
            text = serde_json::from_str::<serde_json::Value>(json).ok()?;
            &text
        }
        None => markup,
    };
    let buttons = markup["inline_keyboard"].as_array()?.iter().flat_map(|row| row.as_array().into_iter().flatten());
    buttons
        .filter(|button| button["text"].as_str().is_some_and(|text| text.contains('✅')))
        .find_map(|button| button["callback_data"].as_str().map(str::to_owned))
}

/// Stores a shop with cashiers, and customers without Telegram. Returns the codes of the customers.
async fn prepare(sandbox: &Sandbox, url: &str) -> Vec<String> {
    let db = Db::open(url).await.expect("a database");
    db.migrate().await.expect("tables");
    let shop = ShopId(sandbox.token().split(':').next().expect("a token").parse().expect("a number"));
    let owner = TelegramId(1);
    let mut tx = db.begin(shop).await.expect("a transaction");
    let at = SystemClock.now();
    service::shop::open(&mut tx, at).await.expect("a shop");
    let owner = Caller::staff(owner, Role::Owner, at);
    let mut codes = Vec::new();
    for id in (FIRST..FIRST + CHATS).filter(|id| id % CASHIERS == 0) {
        let member = Member { telegram_id: TelegramId(id), role: Role::Cashier, name: "Cashier".to_owned() };
        let appointed = owner.operation(OperationId::command(format_args!("appoint {id}")));
        service::staff::appoint(&mut tx, &appointed, &member).await.expect("a cashier");
        let phone = Phone::parse(&format!("+7701{:07}", id - FIRST)).expect("a phone");
        let registered = owner.operation(OperationId::command(format_args!("register {id}")));
        let customer = service::customers::register(&mut tx, &registered, &SystemChance, &phone, "Customer").await;
        codes.push(customer.expect("a customer").code.to_string());
    }
    tx.commit().await.expect("a commit");
    db.close().await;
    codes
}

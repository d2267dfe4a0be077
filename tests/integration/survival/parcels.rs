//! Parcels while the program is killed: what is sent to webhooks, files in the chat, and notices.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use kopilka::{
    clock::{Chance as _, Clock as _, SeededChance, SystemChance, SystemClock},
    domain::{OperationId, ParcelEventKind, Role, Scope, TelegramId, WebhookEvents},
    sandbox::{Fault, Options, Person, Sandbox},
    service::{
        self, Caller,
        api_keys::{self, KeyOptions},
        customers::{self, NewCustomer},
        staff::Member,
        webhooks,
    },
    storage::Db,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    crash::shop,
    network::free_port,
    process::{OWNER, Process, Program},
};
use crate::{
    database::{Raw, TestDb},
    on_both,
    settings::setting,
    webhooks::{
        order::taken_of_each,
        receiver::{Answer, Receiver},
    },
};

const MANAGER: i64 = 5_000_000_501;
const CUSTOMER: i64 = 5_000_000_502;
/// How often the program is killed while notices are sent.
const KILLS: u32 = 8;
/// How many clients change parcels then, each its own.
const CLIENTS: usize = 4;
const STATUSES: [&str; 4] = ["pending", "in_transit", "delivered", "issued"];
/// The test fails where something takes longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// A shop with a manager, a customer, a key for parcels and a webhook.
struct ParcelShop {
    sandbox: Sandbox,
    program: Program,
    db: TestDb,
    receiver: Receiver,
    api: ParcelClient,
    /// The code of the customer.
    code: String,
}

/// A client of the API that repeats each request, with its idempotency key, until it has the answer.
#[derive(Clone)]
struct ParcelClient {
    address: String,
    key: String,
    client: reqwest::Client,
}

impl ParcelShop {
    async fn open(db: TestDb) -> Self {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let receiver = Receiver::start().await;
        let (shop, at, chance) = (shop(&sandbox), SystemClock.now(), SeededChance::new(1));
        let owner = Caller::staff(TelegramId(OWNER), Role::Owner, at);
        let operation = |name: &str| owner.operation(OperationId::command(format_args!("{name}")));
        let mut tx = db.db.begin(shop).await.unwrap();
        service::shop::open(&mut tx, at).await.unwrap();
        let member = Member { telegram_id: TelegramId(MANAGER), role: Role::Manager, name: "Manager".to_owned() };
        service::staff::appoint(&mut tx, &operation("manager"), &member).await.unwrap();
        let seen = NewCustomer {
            telegram_id: Some(TelegramId(CUSTOMER)),
            first_name: Some("Buyer".to_owned()),
            telegram_language: Some("en".to_owned()),
            ..NewCustomer::default()
        };
        let (customer, _) = customers::arrive(&mut tx, &chance, &seen, at).await.unwrap();
        let options = KeyOptions {
            name: "Parcels".to_owned(),
            scopes: [Scope::PlatformRead, Scope::PlatformWrite].into_iter().collect(),
            rate_per_minute: 0,
            days: None,
            asks_consent: true,
        };
        let key = api_keys::create(&mut tx, &operation("key"), &chance, &options).await.unwrap();
        let events = WebhookEvents::of(ParcelEventKind::ALL.iter().copied()).unwrap();
        let hosts = ["127.0.0.1".parse().unwrap()];
        webhooks::add(&mut tx, &operation("webhook"), &chance, &receiver.url(), events, &hosts).await.unwrap();
        tx.commit().await.unwrap();
        // SQLite recovers from a crash only where no other process has the file open.
        db.db.close().await;
        for (id, name) in [(MANAGER, "Manager"), (CUSTOMER, "Buyer")] {
            sandbox.add(Person::new(id, name).language("en").started());
        }
        let port = free_port();
        let program = Program::new(&sandbox, &db.url)
            .with("HTTP_ADDR", &format!("127.0.0.1:{port}"))
            .with("HTTP_WEBHOOK_HOSTS", "127.0.0.1");
        let api = ParcelClient {
            address: format!("http://127.0.0.1:{port}/api/v1/tracking/{shop}"),
            key: key.secret.unwrap().as_str().to_owned(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
        };
        Self { sandbox, program, db, receiver, api, code: customer.code.to_string() }
    }

    async fn raw(&self) -> Raw {
        self.db.raw().await
    }

    /// Waits until nothing waits in the inbox, in the outbox and for the webhook.
    async fn is_idle(&self) {
        let db = Db::open_existing(&self.db.url).await.unwrap();
        let idle = async {
            loop {
                let mut tx = db.read(shop(&self.sandbox)).await.unwrap();
                let updates = service::inbox::waiting_count(&mut tx).await.unwrap();
                let messages = service::outbox::count(&mut tx).await.unwrap();
                let events = webhooks::waiting_count(&mut tx).await.unwrap();
                if updates + messages + events == 0 && self.sandbox.all_confirmed() {
                    return;
                }
                drop(tx);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(PATIENCE, idle).await.expect("something is never done");
        db.close().await;
    }

    /// Stops the program, and asserts that its books are in order.
    async fn ends(&self, bot: &mut Process) {
        let (status, _) = bot.terminate().await;
        assert_eq!(status.code(), Some(0), "{}", bot.log().join("\n"));
        let (audit, said) = self.program.complete("audit").await;
        assert!(audit.success(), "{}", said.join("\n"));
        assert_eq!(self.sandbox.violations(), []);
    }
}

impl ParcelClient {
    async fn sends(&self, method: Method, path: &str, once: &str, body: &Value) -> Value {
        let repeats = async {
            loop {
                let request = self.client.request(method.clone(), format!("{}{path}", self.address));
                let request = request.header("X-API-Key", &self.key).header("Idempotency-Key", once).json(body);
                if let Ok(response) = request.timeout(Duration::from_secs(5)).send().await
                    && let (status, Ok(text)) = (response.status().as_u16(), response.text().await)
                {
                    match status {
                        200 | 201 => return serde_json::from_str(&text).unwrap(),
                        409 | 503 => {}
                        _ => panic!("{once} is answered {status}: {text}"),
                    }
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, repeats).await.unwrap_or_else(|_| panic!("{once} has no answer"))
    }

    /// Adds a parcel, and changes its status up to this one.
    async fn brings(&self, number: &str, client: &str, statuses: &[&str]) -> i64 {
        let new = json!({ "tracking_number": number, "client_code": client, "status": statuses[0] });
        let id = self.sends(Method::POST, "", &format!("{number}-add"), &new).await["id"].as_i64().unwrap();
        for status in &statuses[1..] {
            self.sends(Method::PUT, &format!("/{id}"), &format!("{number}-{status}"), &json!({ "status": status }))
                .await;
        }
        id
    }
}

on_both! {
    async fn a_delivery_that_is_under_way_when_the_program_is_killed_is_repeated(db: TestDb) {
        let shop = ParcelShop::open(db).await;
        // The receiver takes the first event and never answers.
        shop.receiver.answers(|_| Answer::Never);
        let mut bot = shop.program.start("run");
        shop.api.brings("A1", &shop.code, &STATUSES).await;
        shop.receiver.has(1).await;
        bot.kill();
        shop.receiver.answers(|_| Answer::Status(204));
        let mut bot = shop.program.start("run");
        shop.is_idle().await;
        let taken = shop.receiver.taken();
        assert_eq!(taken_of_each(&taken), HashMap::from([("A1".to_owned(), STATUSES.map(str::to_owned).to_vec())]));
        assert_eq!(taken[0].id, shop.receiver.messages()[0].id, "the event whose delivery was under way");
        shop.ends(&mut bot).await;
    }

    async fn a_file_takes_effect_once_though_the_program_is_killed_while_it_is_handled(db: TestDb) {
        let shop = ParcelShop::open(db).await;
        let chance = SeededChance::new(setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits()));
        let manager = shop.sandbox.actor(MANAGER).unwrap();
        let says = |words: &str| manager.sees().iter().filter(|seen| seen.from_bot && seen.text.contains(words)).count();
        let loads = || shop.sandbox.calls().iter().filter(|call| call.method == "getFile").count();
        let mut bot = shop.program.start("run");
        let numbers = ["A1", "A2", "A3"];
        for number in numbers {
            shop.api.brings(number, "X1", &STATUSES[..1]).await;
        }
        let (mut loaded, mut changed) = (0, 0);
        for (round, status) in STATUSES[1..].iter().enumerate() {
            // In the first round the program is killed while it waits for the file, then at a random moment.
            if round == 0 {
                shop.sandbox.fail_next("getFile", 1, Fault::Silence);
            }
            let file: String = numbers.iter().map(|number| format!("{number};{status}\n")).collect();
            manager.sends_document("rows.csv", file, "");
            shop.sandbox.until(|| (loads() > loaded).then_some(())).await;
            tokio::time::sleep(Duration::from_millis(chance.bits() % 40)).await;
            bot.kill();
            bot = shop.program.start("run");
            let preview = shop.sandbox.until(|| manager.sees().into_iter().rev().take(3).find(|seen| seen.button("✅ Change: 3").is_some())).await;
            manager.clicks_on(preview.id, preview.button("✅ Change: 3").unwrap().data.as_deref().unwrap());
            tokio::time::sleep(Duration::from_millis(chance.bits() % 80)).await;
            bot.kill();
            bot = shop.program.start("run");
            shop.sandbox.until(|| (says("Changed: 3") > changed).then_some(())).await;
            (loaded, changed) = (loads(), says("Changed: 3"));
        }
        shop.is_idle().await;
        let mut raw = shop.raw().await;
        for number in numbers {
            let history = format!(
                "SELECT e.status FROM parcel_events e JOIN parcels p ON p.parcel_id = e.parcel_id
                 WHERE p.number = '{number}' ORDER BY e.number"
            );
            assert_eq!(raw.texts(&history).await, STATUSES, "each status of {number} once");
        }
        let operations = "SELECT COUNT(*) FROM audit_log WHERE action = 'change_parcels'";
        assert_eq!(raw.number(operations).await, 3, "each file once");
        shop.ends(&mut bot).await;
    }

    async fn notices_and_events_of_a_parcel_arrive_in_order_though_the_program_is_killed(db: TestDb) {
        let shop = ParcelShop::open(db).await;
        let seed = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits());
        println!("to repeat this run: KOPILKA_SEED={seed}");
        let chance = SeededChance::new(seed);
        let (over, is_over) = tokio::sync::watch::channel(false);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (api, code, is_over) = (shop.api.clone(), shop.code.clone(), is_over.clone());
                tokio::spawn(async move {
                    let mut brought = 0;
                    while !*is_over.borrow() {
                        api.brings(&format!("C{client}N{brought}"), &code, &STATUSES).await;
                        brought += 1;
                    }
                    brought
                })
            })
            .collect();
        for _ in 0..setting("KOPILKA_KILLS").unwrap_or(KILLS) {
            let mut bot = shop.program.start("run");
            bot.wait_for_log("the bot is at work").await;
            tokio::time::sleep(Duration::from_millis(chance.bits() % 1_500)).await;
            bot.kill();
        }
        let mut bot = shop.program.start("run");
        over.send_replace(true);
        let mut parcels = Vec::new();
        for (client, brought) in clients.into_iter().enumerate() {
            parcels.extend((0..brought.await.unwrap()).map(|number| format!("C{client}N{number}")));
        }
        assert!(!parcels.is_empty(), "the clients did nothing");
        println!("{} parcels", parcels.len());
        shop.is_idle().await;
        let notices = first_notices(&shop.sandbox);
        let events = taken_of_each(&shop.receiver.taken());
        for number in parcels {
            assert_eq!(notices.get(&number).map_or(&[][..], Vec::as_slice), ["🕓", "🚚", "🏪", "✅"], "what the customer reads of {number}");
            assert_eq!(events[&number], STATUSES, "what the webhook gets of {number}");
        }
        shop.ends(&mut bot).await;
    }
}

/// The icons of the statuses of each parcel in the order in which the customer reads them first. A message may come twice.
fn first_notices(sandbox: &Sandbox) -> HashMap<String, Vec<String>> {
    let mut seen = HashSet::new();
    let mut notices: HashMap<String, Vec<String>> = HashMap::new();
    for message in sandbox.actor(CUSTOMER).unwrap().sees().into_iter().filter(|message| message.from_bot) {
        let mut lines = message.text.lines();
        let icon = lines.next().and_then(|line| line.split(' ').next()).unwrap_or_default().to_owned();
        let number = lines.next().and_then(|line| line.split(' ').next()).unwrap_or_default().to_owned();
        if number.starts_with('C') && seen.insert((number.clone(), icon.clone())) {
            notices.entry(number).or_default().push(icon);
        }
    }
    notices
}

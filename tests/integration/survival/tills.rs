//! Simulated tills that sell, write off and refund over HTTP. Each repeats a request, with its idempotency key, until it has the
//! answer, however often the server goes away.

use std::{collections::BTreeSet, time::Duration};

use kopilka::{
    clock::{Chance, Clock, SeededChance, SystemClock},
    domain::{CustomerId, Money, OperationId, PointsWallet, Role, Scope, ShopId, TelegramId},
    sandbox::{Person, Sandbox},
    service::{
        Caller,
        api_keys::{self, KeyOptions},
        customers::{self, NewCustomer},
        points::{self, Direction},
    },
    storage::Db,
};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinSet};

use super::process::OWNER;
use crate::database::Raw;

/// Two tills serve each customer.
const TILLS: usize = 6;
const CUSTOMERS: usize = 3;
const FIRST_CUSTOMER: i64 = 5_000_000_400;
/// What each customer has at first, in minor units, and how it changes.
const POINTS: i64 = 10_000_00;
const EARNED: i64 = 2_00;
const WRITTEN_OFF: i64 = 1_00;
/// The test fails where a request has no final answer for longer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

/// What tills need to begin: a key each, and the ids of the customers.
pub(crate) struct TillSeed {
    keys: Vec<String>,
    customers: Vec<CustomerId>,
}

/// All tills, each in a task.
pub(crate) struct SimulatedTills {
    tills: JoinSet<TillReport>,
    is_over: watch::Sender<bool>,
}

/// What a till did and got answers to.
pub(crate) struct TillReport {
    /// The place of the customer among those of the tills.
    customer: usize,
    sales: Vec<TillSale>,
    /// The transactions of each write-off.
    write_offs: Vec<Vec<String>>,
}

struct TillSale {
    /// The id that the first answer gave.
    id: i64,
    /// The name of its line, which no other sale has.
    item: String,
    is_refunded: bool,
}

struct SimulatedTill {
    number: usize,
    address: String,
    key: String,
    customer: CustomerId,
    client: reqwest::Client,
    chance: SeededChance,
    requests: usize,
}

/// Stores the customers and the keys of the tills.
pub(crate) async fn seed_tills(db: &Db, shop: ShopId) -> TillSeed {
    let at = SystemClock.now();
    let chance = SeededChance::new(2);
    let owner = Caller::staff(TelegramId(OWNER), Role::Owner, at);
    let mut tx = db.begin(shop).await.unwrap();
    let (mut keys, mut ids) = (Vec::new(), Vec::new());
    for number in 0..CUSTOMERS {
        let seen = NewCustomer {
            telegram_id: Some(TelegramId(telegram_id(number))),
            first_name: Some(format!("Buyer {number}")),
            telegram_language: Some("en".to_owned()),
            ..NewCustomer::default()
        };
        let (customer, _) = customers::arrive(&mut tx, &chance, &seen, at).await.unwrap();
        let operation = owner.operation(OperationId::command(format_args!("points {number}")));
        let (id, amount) = (customer.customer_id, Money::from_minor(POINTS));
        points::adjust_points(&mut tx, &operation, id, PointsWallet::Main, Direction::Give, amount, "seed")
            .await
            .unwrap();
        ids.push(id);
    }
    for number in 0..TILLS {
        let operation = owner.operation(OperationId::command(format_args!("key {number}")));
        let options = KeyOptions {
            name: format!("Till {number}"),
            scopes: [Scope::Till].into_iter().collect(),
            rate_per_minute: 0,
            days: None,
            asks_consent: true,
        };
        let made =
            api_keys::create(&mut tx, &operation, &SeededChance::new(100 + number as u64), &options).await.unwrap();
        keys.push(made.secret.unwrap().as_str().to_owned());
    }
    tx.commit().await.unwrap();
    TillSeed { keys, customers: ids }
}

impl SimulatedTills {
    /// Starts all tills against the server on a port.
    pub(crate) fn start(sandbox: &Sandbox, seed: &TillSeed, port: u16, random: u64) -> Self {
        for number in 0..CUSTOMERS {
            sandbox.add(Person::new(telegram_id(number), format!("Buyer {number}")).language("en").started());
        }
        let (is_over, receiver) = watch::channel(false);
        let mut tills = JoinSet::new();
        for (number, key) in seed.keys.iter().enumerate() {
            let till = SimulatedTill {
                number,
                address: format!("http://127.0.0.1:{port}/ext/api/v1"),
                key: key.clone(),
                customer: seed.customers[number % CUSTOMERS],
                client: reqwest::Client::builder().no_proxy().build().unwrap(),
                chance: SeededChance::new(random ^ number as u64),
                requests: 0,
            };
            tills.spawn(till.works(receiver.clone()));
        }
        Self { tills, is_over }
    }

    /// Lets each till finish its request, and returns what they did.
    pub(crate) async fn finish(mut self) -> Vec<TillReport> {
        self.is_over.send_replace(true);
        let mut reports = Vec::new();
        while let Some(ended) = self.tills.join_next().await {
            reports.push(ended.unwrap());
        }
        reports
    }
}

impl SimulatedTill {
    async fn works(mut self, is_over: watch::Receiver<bool>) -> TillReport {
        let mut report = TillReport { customer: self.number % CUSTOMERS, sales: Vec::new(), write_offs: Vec::new() };
        while !*is_over.borrow() {
            tokio::time::sleep(Duration::from_millis(self.random_below(150))).await;
            match self.random_below(4) {
                0 => report.write_offs.push(self.writes_off().await),
                1 if report.sales.last().is_some_and(|sale| !sale.is_refunded) => {
                    let sale = report.sales.last_mut().unwrap();
                    self.refunds(sale.id).await;
                    sale.is_refunded = true;
                }
                _ => report.sales.push(self.sells().await),
            }
        }
        report
    }

    async fn sells(&mut self) -> TillSale {
        let item = format!("Till{}x{:05}", self.number, self.requests);
        let mut body = json!({ "client_id": self.customer, "lines": [{ "name": item, "quantity": 1, "price": 100 }] });
        // Some tills number their receipts: these are recognised by that too.
        if self.random_below(2) == 0 {
            body["receipt"] = json!(item);
        }
        let sold = self.sends("/sales/", &body).await;
        assert_eq!(sold["earned"], json!(2.0), "{sold}");
        TillSale { id: sold["id"].as_i64().unwrap(), item, is_refunded: false }
    }

    async fn writes_off(&mut self) -> Vec<String> {
        let path = format!("/clients/{}/balance/write_off/", self.customer.0);
        let done = self.sends(&path, &json!({ "balance": [{ "amount": 1, "currency": "points" }] })).await;
        serde_json::from_value(done["transactions"].clone()).unwrap()
    }

    async fn refunds(&mut self, sale: i64) {
        let done = self.sends(&format!("/sales/{sale}/refund/"), &json!({})).await;
        assert_eq!(done["points_taken"], json!(2.0), "{done}");
    }

    /// Sends a write with an idempotency key of its own until a final answer arrives. Some requests are given up at once, or
    /// repeated although they were answered.
    async fn sends(&mut self, path: &str, body: &Value) -> Value {
        self.requests += 1;
        let id = format!("till-{}-request-{}", self.number, self.requests);
        let repeats = async {
            let mut answers = 1 + usize::from(self.random_below(5) == 0);
            loop {
                let patience = if self.random_below(4) == 0 { 1 + self.random_below(20) } else { 10_000 };
                let request = self.client.post(format!("{}{path}", self.address)).header("X-API-Key", &self.key);
                let request =
                    request.header("Idempotency-Key", &id).timeout(Duration::from_millis(patience)).json(body);
                if let Ok(response) = request.send().await
                    && let (status, Ok(text)) = (response.status().as_u16(), response.text().await)
                {
                    match status {
                        200 | 201 if answers == 1 => return serde_json::from_str(&text).unwrap(),
                        200 | 201 => answers -= 1,
                        409 if text.contains("idempotency_key_in_use") => {}
                        503 => {}
                        _ => panic!("{id} to {path} is answered {status}: {text}"),
                    }
                }
                tokio::time::sleep(Duration::from_millis(20 + self.random_below(80))).await;
            }
        };
        tokio::time::timeout(ANSWER_TIMEOUT, repeats).await.unwrap_or_else(|_| panic!("{id} to {path} has no answer"))
    }

    fn random_below(&self, limit: u64) -> u64 {
        self.chance.bits() % limit
    }
}

/// Asserts that each request of the tills was carried out once, and that each customer was told of each sale. Returns the number
/// of sales.
pub(crate) async fn assert_tills_consistent(sandbox: &Sandbox, raw: &mut Raw, reports: &[TillReport]) -> usize {
    let items = |refunded_only: bool| -> Vec<String> {
        let sales = reports.iter().flat_map(|report| &report.sales);
        let items = sales.filter(|sale| sale.is_refunded || !refunded_only).map(|sale| sale.item.clone());
        items.collect::<BTreeSet<_>>().into_iter().collect()
    };
    let stored = raw.texts("SELECT name FROM invoice_lines WHERE name LIKE 'Till%' ORDER BY name").await;
    assert_eq!(stored, items(false), "each sale of a till once");
    let refunded = "SELECT l.name FROM refunds r JOIN invoice_lines l ON l.invoice_id = r.invoice_id
        WHERE l.name LIKE 'Till%' ORDER BY l.name";
    assert_eq!(raw.texts(refunded).await, items(true), "each refund of a till once");
    for number in 0..CUSTOMERS {
        let person = telegram_id(number);
        let own: Vec<&TillReport> = reports.iter().filter(|report| report.customer == number).collect();
        let sales: Vec<&TillSale> = own.iter().flat_map(|report| &report.sales).collect();
        let write_offs: Vec<&Vec<String>> = own.iter().flat_map(|report| &report.write_offs).collect();
        let named: BTreeSet<&String> = write_offs.iter().copied().flatten().collect();
        assert_eq!(named.len(), write_offs.len(), "each write-off has a transaction of its own");
        let kept = i64::try_from(sales.iter().filter(|sale| !sale.is_refunded).count()).unwrap();
        let spent = i64::try_from(write_offs.len()).unwrap();
        let balance = format!(
            "SELECT w.balance_minor FROM wallets w JOIN customers c ON c.customer_id = w.customer_id
             WHERE c.telegram_id = {person} AND w.wallet = 'main'"
        );
        let expected = POINTS + kept * EARNED - spent * WRITTEN_OFF;
        assert_eq!(raw.number(&balance).await, expected, "the points of {person}");
        let told: Vec<String> = sandbox
            .actor(person)
            .unwrap()
            .sees()
            .into_iter()
            .filter(|seen| seen.from_bot)
            .map(|seen| seen.text)
            .collect();
        for sale in sales {
            let times = told.iter().filter(|text| text.contains(&sale.item)).count();
            assert!(times >= 1, "{person} was never told of {}", sale.item);
        }
    }
    items(false).len()
}

fn telegram_id(number: usize) -> i64 {
    FIRST_CUSTOMER + i64::try_from(number).unwrap()
}

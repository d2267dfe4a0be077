//! The run that makes the bills of a month is killed at random moments, many times, as a job of the bot and as a command: in the end each
//! active entitlement has one bill of each month, the numbers have no gaps, and each bill comes to what its services cost.
//!
//! `KOPILKA_KILLS` sets the number of kills, `KOPILKA_SEED` repeats the run of a printed seed.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use kopilka::{
    clock::{Chance, Clock, SeededChance, SystemChance, SystemClock},
    domain::{
        OperationId, Quantity, Role, TelegramId,
        billing::{BandwidthType, Date, InForce, Month, Service, ServiceKind, ServiceStatus},
    },
    sandbox::{Options, Person, Sandbox},
    service::{
        self, Caller, Operation,
        billing::{
            details::{self, NewDetail},
            entitlements::{self, EntitlementContent},
            load,
            profiles::{self, NewSalesProfile},
            settings::{self, BillingSettings},
        },
    },
    storage::Db,
};

use super::{
    crash::shop,
    process::{OWNER, PrintedLog, Process, Program},
};
use crate::{
    database::{Kind, Raw, TestDb},
    on_both,
    settings::setting,
    shop::{money, number},
};

/// How often the program is killed.
const KILLS: u64 = 12;
/// Kills while one month is billed.
const KILLS_OF_A_MONTH: u64 = 4;
const CUSTOMERS: i64 = 30;
const ENTITLEMENTS: i64 = 10;
/// Entitlements that are never billed: their service has ended, or begins later.
const IDLE: i64 = 3;
/// Customers who are told of their bills, where the program tells them.
const TOLD: i64 = 3;
const FIRST_TOLD: i64 = 5_000_000_500;
/// Before the services of all entitlements began.
const FIRST_DAY: &str = "2020-01-01";

on_both! {
    async fn a_run_that_is_killed_bills_each_entitlement_once(db: TestDb) {
        let test = BillingTest::prepare(db).await;
        for kill in 0..test.kills {
            // One process at a time, as a SQLite file allows.
            let mut process = if test.random_below(3) == 0 { test.program.start("run") } else { test.run_of(&month(kill)) };
            test.wait_below(1_800).await;
            process.kill();
        }
        test.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_processes_that_bill_one_month_any_may_be_killed() {
    let test = BillingTest::prepare(TestDb::new(Kind::Postgres).await).await;
    for kill in 0..test.kills.div_ceil(2) {
        // The job of the bot and a command bill the current month; two commands another one.
        let other = month(kill);
        let mut processes =
            [test.program.start("run"), test.run_of(&test.first_month), test.run_of(&other), test.run_of(&other)];
        test.wait_below(2_500).await;
        let first = usize::try_from(test.random_below(4)).unwrap();
        processes[first].kill();
        // The others go on for a while.
        test.wait_below(600).await;
        for (place, process) in processes.iter_mut().enumerate() {
            if place != first {
                process.kill();
            }
        }
    }
    test.finish().await;
}

/// The month that is billed before a kill: each for some kills, so that most are broken off in the middle.
fn month(kill: u64) -> String {
    let month = kill / KILLS_OF_A_MONTH;
    format!("{}-{:02}", 2021 + month / 12, month % 12 + 1)
}

fn this_month() -> Month {
    Date::at(chrono_tz::UTC, SystemClock.now()).month()
}

/// A shop that bills, whose program is to be killed.
struct BillingTest {
    _log: PrintedLog,
    sandbox: Sandbox,
    program: Program,
    db: TestDb,
    /// What a bill of each active entitlement comes to, in minor units, by the entitlement's id.
    expected: BTreeMap<i64, i64>,
    kills: u64,
    /// The month in which the test began: the job may have begun to bill it, and another one begins.
    first_month: String,
    chance: SeededChance,
}

impl BillingTest {
    async fn prepare(db: TestDb) -> Self {
        let seed = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits());
        let kills = setting("KOPILKA_KILLS").unwrap_or(KILLS);
        println!("{kills} kills; to repeat this run: KOPILKA_SEED={seed}");
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let expected = seed_shop(&db.db, &sandbox).await;
        let mut raw = db.raw().await;
        for person in 0..TOLD {
            let id = FIRST_TOLD + person;
            sandbox.add(Person::new(id, format!("Buyer {person}")).language("en").started());
            raw.run(&format!("UPDATE customers SET telegram_id = {id} WHERE phone = '{}'", phone(person))).await;
        }
        drop(raw);
        // SQLite recovers from a crash only where no other process has the file open.
        db.db.close().await;
        let program = Program::new(&sandbox, &db.url).with("SHOP_TIMEZONE", "UTC");
        let log = program.printed_where_the_test_fails();
        Self {
            _log: log,
            sandbox,
            program,
            db,
            expected,
            kills,
            first_month: this_month().to_string(),
            chance: SeededChance::new(seed),
        }
    }

    /// Starts the command that bills a month.
    fn run_of(&self, month: &str) -> Process {
        self.program.start_with(&["billing", "run", "--month", month])
    }

    async fn wait_below(&self, milliseconds: u64) {
        tokio::time::sleep(Duration::from_millis(self.random_below(milliseconds))).await;
    }

    fn random_below(&self, limit: u64) -> u64 {
        self.chance.bits() % limit
    }

    /// Lets all months be billed to their ends, and asserts that each was billed once and exactly.
    async fn finish(self) {
        let mut months: BTreeSet<String> = (0..self.kills).map(month).collect();
        months.insert(self.first_month.clone());
        for month in &months {
            let (status, said) = self.program.complete_with(&["billing", "run", "--month", month]).await;
            assert!(status.success(), "{month}: {}", said.join("\n"));
        }
        let mut bot = self.program.start("run");
        let job = this_month().to_string();
        self.wait_until_idle(&job).await;
        let (status, _) = bot.terminate().await;
        assert_eq!(status.code(), Some(0), "{}", bot.log().join("\n"));
        months.insert(job);
        let (audit, said) = self.program.complete("audit").await;
        assert!(audit.success(), "{}", said.join("\n"));

        let mut raw = self.db.raw().await;
        // The job bills a new month where one begins meanwhile, and need not be done with it.
        let newest = this_month().to_string();
        let found = raw.texts("SELECT DISTINCT month FROM bills ORDER BY month").await;
        assert_eq!(
            found.into_iter().filter(|month| months.contains(month) || *month != newest).collect::<BTreeSet<_>>(),
            months
        );
        for month in &months {
            self.assert_billed_once(&mut raw, month).await;
        }
        // How many months were billed by more than one process: a run writes one moment into all of its bills.
        let broken_off = raw
            .number(
                "SELECT COUNT(*) FROM (SELECT month FROM bills GROUP BY month HAVING COUNT(DISTINCT created_at) > 1) m",
            )
            .await;
        println!("{broken_off} of {} months were broken off in the middle", months.len());
        assert!(broken_off > 0 || self.kills < 10, "no run was broken off");
        self.assert_told(&mut raw).await;
        let errors: Vec<String> = self.program.errors();
        let is_expected =
            |line: &String| line.contains("no longer the leader") || line.contains("receives this bot's updates");
        let unexpected: Vec<&String> = errors.iter().filter(|line| !is_expected(line)).collect();
        assert!(unexpected.is_empty(), "{unexpected:#?}");
        self.db.assert_server_saw_no_error().await;
    }

    /// Asserts that each active entitlement has one bill of a month, which comes to what its services cost, and that the numbers are
    /// counted without gaps.
    async fn assert_billed_once(&self, raw: &mut Raw, month: &str) {
        let of_month = format!("FROM bills WHERE month = '{month}'");
        let ids = raw.numbers(&format!("SELECT entitlement_id {of_month} ORDER BY entitlement_id")).await;
        assert_eq!(ids, self.expected.keys().copied().collect::<Vec<_>>(), "one bill of {month} each");
        let totals = raw.numbers(&format!("SELECT total_minor {of_month} ORDER BY entitlement_id")).await;
        assert_eq!(totals, self.expected.values().copied().collect::<Vec<_>>(), "what the bills of {month} come to");
        let series = format!("INV{}", month.replace('-', ""));
        let numbers = raw.texts(&format!("SELECT number {of_month}")).await;
        let mut counts: Vec<i64> =
            numbers.iter().map(|number| number.strip_prefix(&series).unwrap().parse().unwrap()).collect();
        counts.sort_unstable();
        let last = i64::try_from(self.expected.len()).unwrap();
        assert_eq!(counts, (1..=last).collect::<Vec<_>>(), "the numbers of {month} have no gaps");
        let counted = format!("SELECT last_number FROM billing_numbers WHERE series = '{series}'");
        assert_eq!(raw.number(&counted).await, last);
        let lines = format!(
            "SELECT COUNT(*) FROM bill_details l JOIN bills b ON b.bill_id = l.bill_id WHERE b.month = '{month}'"
        );
        let expected: i64 = (0..CUSTOMERS * ENTITLEMENTS).map(services).sum();
        assert_eq!(raw.number(&lines).await, expected, "the lines of the bills of {month}");
    }

    /// Asserts that who is told of any bill is told of each.
    async fn assert_told(&self, raw: &mut Raw) {
        let mut told = String::new();
        for person in 0..TOLD {
            for seen in self.sandbox.actor(FIRST_TOLD + person).unwrap().sees() {
                told += &seen.text;
                told.push('\n');
            }
        }
        if !told.contains("INV") {
            return;
        }
        let numbers = raw
            .texts(&format!(
                "SELECT b.number FROM bills b JOIN customers c ON c.customer_id = b.customer_id WHERE c.telegram_id >= {FIRST_TOLD}"
            ))
            .await;
        let silent: Vec<&String> = numbers.iter().filter(|number| !is_in(&told, number)).collect();
        assert!(silent.is_empty(), "nobody was told of {silent:?}");
    }

    /// Waits until the job is done with a month, and all messages are sent.
    async fn wait_until_idle(&self, month: &str) {
        let idle = async {
            let mut raw = self.db.raw().await;
            let done = format!("SELECT COUNT(*) FROM bill_runs WHERE month = '{month}'");
            while raw.number(&done).await == 0 || raw.number("SELECT COUNT(*) FROM outbox").await > 0 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(300), idle)
            .await
            .expect("the job is not done, or messages are not sent");
    }
}

/// Is a number in a text, and not only the beginning of a longer one?
fn is_in(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| !text[at + number.len()..].starts_with(|sign: char| sign.is_ascii_digit()))
}

fn phone(customer: i64) -> String {
    format!("+7702{customer:07}")
}

/// How many services an entitlement has.
const fn services(entitlement: i64) -> i64 {
    1 + entitlement % 3
}

/// Mbps and the price of one.
const fn service_of(entitlement: i64, place: i64) -> (i64, i64) {
    (1 + entitlement % 7 + place, 19_99 + entitlement % 13 * 37 + place)
}

/// 15 % VAT of each service, rounded half up.
fn total(entitlement: i64) -> i64 {
    let costs = (0..services(entitlement)).map(|place| {
        let (mbps, price) = service_of(entitlement, place);
        mbps * price
    });
    costs.map(|cost| cost + (cost * 15 + 50) / 100).sum()
}

/// Stores customers with their entitlements, and lets the job bill them. Returns what a bill of each active one comes to.
async fn seed_shop(db: &Db, sandbox: &Sandbox) -> BTreeMap<i64, i64> {
    let at = SystemClock.now();
    let owner = Caller::staff(TelegramId(OWNER), Role::Owner, at);
    let operation = |name: String| -> Operation { owner.operation(OperationId::command(name)) };
    let mut tx = db.begin(shop(sandbox)).await.unwrap();
    service::shop::open(&mut tx, at).await.unwrap();
    let file =
        load::read(r#"{"utility_information": [{"name": "Head office", "vat_rate": 15, "details": []}]}"#).unwrap();
    load::load(&mut tx, &operation("load".to_owned()), &file).await.unwrap();
    let monthly = BillingSettings { bills_monthly: true, ..BillingSettings::default() };
    settings::set(&mut tx, &operation("settings".to_owned()), &monthly).await.unwrap();
    let chance = SeededChance::new(3);
    let mut expected = BTreeMap::new();
    for customer in 0..CUSTOMERS {
        let new = NewSalesProfile {
            phone: number(&phone(customer)),
            number: None,
            name: format!("Buyer {customer}"),
            company_name: String::new(),
            email: String::new(),
            address: String::new(),
            contact_person: String::new(),
            kind: ServiceKind::Bandwidth,
            kam_id: None,
            status: ServiceStatus::Active,
            is_active: true,
        };
        let profile = profiles::add(&mut tx, &operation(format!("customer {customer}")), &chance, &new).await.unwrap();
        let idle = if customer == 0 { IDLE } else { 0 };
        for place in 0..ENTITLEMENTS + idle {
            let which = customer * ENTITLEMENTS + place;
            let new = EntitlementContent {
                customer_id: profile.customer_id,
                bill_number: format!("BILL{which}"),
                activated_on: FIRST_DAY.parse().unwrap(),
                nttn_company: String::new(),
                nttn_capacity: String::new(),
                total_bill: None,
                bandwidth_medium: String::new(),
                connection_type: String::new(),
                connected_pop: String::new(),
                remarks: String::new(),
            };
            let name = format!("entitlement {which} {place}");
            let entitlement = entitlements::add(&mut tx, &operation(name.clone()), &new).await.unwrap().entitlement_id;
            let in_force = match place - ENTITLEMENTS {
                0 => InForce { starts_on: FIRST_DAY.parse().unwrap(), ends_on: FIRST_DAY.parse().ok() },
                1.. => InForce { starts_on: "2999-01-01".parse().unwrap(), ends_on: None },
                _ => InForce { starts_on: FIRST_DAY.parse().unwrap(), ends_on: None },
            };
            let own = (0..services(which)).map(|service| {
                let (mbps, price) = service_of(which, service);
                let mbps = Quantity::from_milli(mbps * 1000);
                let service = Service::Bandwidth { bandwidth: BandwidthType::Ipt, mbps, unit_price: money(price) };
                NewDetail { service, in_force, is_active: true, status: ServiceStatus::Active }
            });
            let own: Vec<NewDetail> = own.collect();
            details::add_all(&mut tx, &operation(format!("details of {name}")), entitlement, &own).await.unwrap();
            if place < ENTITLEMENTS {
                expected.insert(entitlement.0, total(which));
            }
        }
    }
    tx.commit().await.unwrap();
    expected
}

//! Guarantees of both databases: the same tables, the same statements, atomic transactions.

use std::sync::Arc;

use chrono::Duration;
use kopilka::{
    clock::{Chance, SeededChance, Timestamp},
    domain::{Code, EntryKind, Money, Phone, ShopId, TelegramId, Wallet},
    storage::{
        self, Db, Listed, Tx,
        customers::{self, NewCustomer},
        every_statement, promo_attempts, shops,
    },
};
use sqlx::{AssertSqlSafe, Connection, Either, Executor, PgConnection, SqlSafeStr, SqliteConnection, Statement};

use crate::{
    database::{Kind, Raw, TestDb},
    on_both,
    shop::Shop,
};

const SHOP: ShopId = ShopId(7_001);
const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

/// Writes one row that belongs to `person` and needs no other row.
async fn write(tx: &mut Tx, person: i64) -> storage::Result<()> {
    promo_attempts::note(tx, TelegramId(person), NOW, NOW - Duration::minutes(5)).await
}

async fn written(raw: &mut Raw) -> Vec<i64> {
    raw.numbers("SELECT telegram_id FROM promo_attempts ORDER BY telegram_id").await
}

/// Two customers cannot have one phone number: the second update is an error.
async fn fail(tx: &mut Tx) {
    shops::ensure(tx, NOW).await.unwrap();
    let phone = Phone::parse("+77001234567").unwrap();
    let has_it = NewCustomer { phone: Some(phone.clone()), ..NewCustomer::default() };
    customers::insert(tx, &Code::from_number(11_111), &has_it, NOW).await.unwrap().unwrap();
    let other = customers::insert(tx, &Code::from_number(22_222), &NewCustomer::default(), NOW).await.unwrap();
    customers::set_phone(tx, other.unwrap(), Some(&phone)).await.unwrap_err();
}

#[tokio::test]
async fn both_schemas_have_the_same_tables_columns_and_nullability() {
    let sqlite = TestDb::new(Kind::Sqlite).await;
    let postgres = TestDb::new(Kind::Postgres).await;
    let mut here = sqlite
        .raw()
        .await
        .texts(
            "SELECT t.name || '.' || c.name || ' ' || c.type || CASE c.\"notnull\" WHEN 1 THEN ' NOT NULL' ELSE '' END
             FROM sqlite_master t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '%sqlx%'",
        )
        .await;
    let mut there = postgres
        .raw()
        .await
        .texts(
            "SELECT table_name || '.' || column_name || ' '
                 || CASE data_type WHEN 'text' THEN 'TEXT' WHEN 'bigint' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER' ELSE data_type END
                 || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
             FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%'",
        )
        .await;
    assert!(here.len() > 100, "only {} columns were found", here.len());
    here.sort();
    there.sort();
    assert_eq!(here, there);
}

#[tokio::test]
async fn every_statement_prepares_on_both_databases_and_names_its_shop() {
    let sqlite = TestDb::new(Kind::Sqlite).await;
    let postgres = TestDb::new(Kind::Postgres).await;
    let mut here = SqliteConnection::connect(&sqlite.url).await.unwrap();
    let mut there = PgConnection::connect(&postgres.url).await.unwrap();
    let mut count = 0;
    for Listed { file, name, sqlite, postgres } in every_statement() {
        assert!(postgres.contains("$1") && postgres.contains("shop_id"), "{file}::{name} does not name the shop");
        if sqlite.is_empty() {
            (&mut there).prepare(AssertSqlSafe(postgres).into_sql_str()).await.unwrap();
            continue;
        }
        let on_sqlite = (&mut here).prepare(AssertSqlSafe(sqlite).into_sql_str()).await;
        let on_sqlite = on_sqlite.unwrap_or_else(|error| panic!("{file}::{name} on SQLite: {error}"));
        let on_postgres = (&mut there).prepare(AssertSqlSafe(postgres).into_sql_str()).await;
        let on_postgres = on_postgres.unwrap_or_else(|error| panic!("{file}::{name} on PostgreSQL: {error}"));
        let Some(Either::Left(types)) = on_postgres.parameters() else { panic!("PostgreSQL knows its parameters") };
        // A statement of many rows binds the shop of each of them on SQLite.
        if file != "bulk" {
            assert_eq!(on_sqlite.parameters(), Some(Either::Right(types.len())), "the parameters of {file}::{name}");
        }
        for bound in types.iter().map(ToString::to_string) {
            assert!(["INT8", "TEXT", "BOOL"].contains(&bound.as_str()), "{file}::{name} wants a {bound}");
        }
        count += 1;
    }
    assert!(count > 40, "only {count} statements were found");
}

/// Where a statement reads all rows of a shop, it says so here. SQLite has no statistics, so its plan for an empty database is
/// the plan for a million customers.
const READS_ALL: &[(&str, &str)] = &[
    ("billing/bill_details", "list of all"),
    ("billing/bill_details", "count of all"),
    ("billing/bills", "list of all"),
    ("billing/bills", "count of all"),
    ("billing/bills", "list of found"),
    ("billing/bills", "count of found"),
    ("billing/bills", "sum of all"),
    ("billing/details", "list of all"),
    ("billing/details", "count of all"),
    ("billing/details", "list of found"),
    ("billing/details", "count of found"),
    ("billing/entitlements", "list of all"),
    ("billing/entitlements", "count of all"),
    ("billing/entitlements", "list of found"),
    ("billing/entitlements", "count of found"),
    ("billing/kams", "list of all"),
    ("billing/kams", "count of all"),
    ("billing/kams", "list of found"),
    ("billing/kams", "count of found"),
    ("billing/moved", "KAMS"),
    ("billing/moved", "UTILITIES"),
    ("billing/moved", "UTILITY_DETAILS"),
    ("billing/moved", "PACKAGES"),
    ("billing/moved", "PRICINGS"),
    ("billing/moved", "SERIES"),
    ("billing/moved", "MONTHS"),
    ("billing/moved", "IS_BILLING"),
    ("billing/packages", "list of all"),
    ("billing/packages", "count of all"),
    ("billing/packages", "list of found"),
    ("billing/packages", "count of found"),
    ("billing/payment_details", "list of all"),
    ("billing/payment_details", "count of all"),
    ("billing/payments", "list of all"),
    ("billing/payments", "count of all"),
    ("billing/payments", "sum of all"),
    ("billing/payments", "list of all customers"),
    ("billing/payments", "count of all customers"),
    ("billing/pricings", "list of all"),
    ("billing/pricings", "count of all"),
    ("billing/profiles", "list of all"),
    ("billing/profiles", "count of all"),
    ("billing/profiles", "list of all by bill"),
    ("billing/profiles", "count of all by bill"),
    ("billing/profiles", "list of found"),
    ("billing/profiles", "count of found"),
    ("billing/utilities", "DEFAULT"),
    ("billing/utilities", "list of all"),
    ("billing/utilities", "count of all"),
    ("billing/utility_details", "list of all"),
    ("billing/utility_details", "count of all"),
    ("billing/utility_details", "list of found"),
    ("billing/utility_details", "count of found"),
    ("api_keys", "LIST"),
    ("api_minutes", "PURGE"),
    ("api_tokens", "SECRETS"),
    ("api_tokens", "END_CODES"),
    ("api_tokens", "COUNT_WRONG_GUESS"),
    ("api_tokens", "END_GUESSED"),
    ("api_tokens", "PURGE_CODES"),
    ("clients", "LIST"),
    ("contacts", "LIST"),
    ("contacts", "COUNT"),
    ("contacts", "COUNT_ALL"),
    ("customers", "TELEGRAM_IDS"),
    ("dump", "CLEAR_REJECTED_IDENTITIES"),
    ("dump", "LAST_ID"),
    ("dump", "STAFF"),
    ("groups", "LIST"),
    ("groups", "COUNT"),
    ("inbox", "WAITING"),
    ("inbox", "OVERDUE"),
    ("inbox", "COUNT_WAITING"),
    ("inbox", "WAITS_SINCE"),
    ("ledger", "DATE_LOTS"),
    ("outbox", "COUNT"),
    ("outbox", "WAITS_SINCE"),
    ("parcels", "LIST"),
    ("parcels", "WAITING_CODES"),
    ("totals", "DELETE_ALL"),
    ("shops", "COUNT"),
    ("staff", "LIST"),
    ("webhook_deliveries", "COUNT"),
    ("webhook_deliveries", "PURGE_UNWANTED"),
    ("webhook_deliveries", "WAITS_SINCE"),
    ("webhooks", "LIST"),
];

#[tokio::test]
async fn no_statement_of_the_bot_scans_a_whole_table() {
    let sqlite = TestDb::new(Kind::Sqlite).await;
    let mut wrong = Vec::new();
    for Listed { file, name, sqlite: sql, .. } in every_statement() {
        // An audit reads everything. What an INSERT shows are foreign keys that it does not look at.
        let may_read_all = READS_ALL.contains(&(file, name.as_str()));
        if file == "integrity" || sql.is_empty() || may_read_all || sql.trim_start().starts_with("INSERT") {
            continue;
        }
        let plan = query_plan(&sqlite, &sql).await;
        let is_wrong = |step: &&String| reads_all(step) && !(file == "profiles" && is_listed(step));
        wrong.extend(plan.iter().filter(is_wrong).map(|step| format!("{file}::{name}: {step}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The steps in which SQLite carries out a statement.
pub(crate) async fn query_plan(db: &TestDb, sql: &str) -> Vec<String> {
    let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
    let plan: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(&mut connection).await.unwrap();
    plan.into_iter().map(|(.., step)| step).collect()
}

/// Does a step of a plan read a list of customers in its order, until it has a page, or from an index of the few? A shop has few
/// groups.
fn is_listed(step: &str) -> bool {
    ["INDEX customers_", "INDEX customer_totals_", "SEARCH v USING"].iter().any(|part| step.contains(part))
}

/// Does a step of a plan of SQLite read all rows of a table, or of a shop?
pub(crate) fn reads_all(step: &str) -> bool {
    // A scan of a name that is no table is one of the few rows that were found before.
    let scans = step.strip_prefix("SCAN ").is_some_and(|rest| is_table(rest.split(' ').next().unwrap_or_default()));
    // A shop has one row of its own.
    let is_of_one_row = [
        "SEARCH shops ",
        "SEARCH billing_settings ",
        "SEARCH api_secrets ",
        "SEARCH parcel_totals ",
        "SEARCH shop_totals ",
        "SEARCH group_rules ",
    ]
    .iter()
    .any(|one| step.starts_with(one));
    let reads_the_shop = step.ends_with("(shop_id=?)") && !is_of_one_row;
    scans || reads_the_shop || step.contains("BLOOM FILTER ON") || step.contains("AUTOMATIC")
}

fn is_table(name: &str) -> bool {
    let migration = include_str!("../../migrations/sqlite/0001_first.sql");
    migration.contains(&format!("CREATE TABLE {name} ("))
}

/// Polls a future `times` times at most, and then drops it.
async fn give_up<T>(work: impl Future<Output = T>, times: usize) {
    let mut work = std::pin::pin!(work);
    for _ in 0..times {
        if futures_util::poll!(work.as_mut()).is_ready() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

on_both! {
    async fn a_transaction_that_is_given_up_while_it_begins_leaves_nothing_behind(db: TestDb) {
        for times in 1..=60 {
            give_up(db.db.read(SHOP), times).await;
            give_up(db.db.begin(SHOP), times).await;
            let mut tx = db.db.begin(SHOP).await.unwrap();
            write(&mut tx, i64::try_from(times).unwrap()).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(written(&mut db.raw().await).await.len(), 60);
    }

    async fn entries_cannot_be_changed_or_deleted(db: TestDb) {
        let mut raw = db.raw().await;
        raw.run(
            "INSERT INTO shops (
                 shop_id, name, phone_numbers, address, whatsapp_link, telegram_link, invoice_bonus_bp, referral_promo_bonus_minor,
                 referrer_first_purchase_bp, earn_rule, max_redeem_bp, min_redeem_minor, created_at)
             VALUES (1, '', '[]', '', '', '', 0, 0, 0, 'whole', 0, 0, 0);
             INSERT INTO customers (shop_id, customer_id, code, is_premium, has_purchased, was_welcomed, joined_at, visited_at)
             VALUES (1, 1, '10001', FALSE, FALSE, FALSE, 0, 0);
             INSERT INTO entries (
                 shop_id, entry_id, customer_id, wallet, number, kind, amount_minor, balance_after_minor, operation_id, actor_kind,
                 note, entered_at)
             VALUES (1, 1, 1, 'main', 1, 'manual', 5, 5, 'test', 'rule', '', 0)",
        )
        .await;
        for sql in ["UPDATE entries SET amount_minor = 6", "UPDATE entries SET note = 'x'", "DELETE FROM entries"] {
            let error = raw.try_run(sql).await.unwrap_err().to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        assert_eq!(raw.number("SELECT amount_minor FROM entries").await, 5);
    }

    async fn the_check_of_entries_allows_what_the_table_of_kinds_allows(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let mut raw = db.raw().await;
        let kinds = EntryKind::ALL.iter().map(|kind| kind.as_str()).chain(["", "gift"]);
        let wallets = || Wallet::ALL.iter().map(|wallet| wallet.as_str()).chain(["", "bank"]);
        let all = kinds.flat_map(|kind| wallets().map(move |wallet| (kind, wallet)));
        let mut allowed = 0;
        for (number, (kind, wallet, minor)) in (1..).zip(all.flat_map(|(kind, wallet)| [-1, 0, 1].map(|minor| (kind, wallet, minor)))) {
            let inserted = raw
                .try_run(&format!(
                    "INSERT INTO entries (
                         shop_id, entry_id, customer_id, wallet, number, kind, amount_minor, balance_after_minor, operation_id, actor_kind,
                         note, entered_at)
                     VALUES ({}, {}, {}, '{wallet}', {number}, '{kind}', {minor}, 0, 'test', 'rule', '', 0)",
                    shop.id, 1_000_000 + number, anna.customer_id
                ))
                .await;
            let is_allowed = kind
                .parse::<EntryKind>()
                .and_then(|kind| Ok(kind.allows(wallet.parse()?, Money::from_minor(minor))))
                .unwrap_or(false);
            assert_eq!(inserted.is_ok(), is_allowed, "{kind} {wallet} {minor}: {inserted:?}");
            if let Err(error) = inserted {
                assert!(error.to_string().to_lowercase().contains("check constraint"), "{kind} {wallet} {minor}: {error}");
            }
            allowed += usize::from(is_allowed);
        }
        assert_eq!(allowed, 37);
    }

    async fn only_committed_rows_are_stored(db: TestDb) {
        let mut raw = db.raw().await;
        let mut tx = db.db.begin(SHOP).await.unwrap();
        write(&mut tx, 1).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(written(&mut raw).await, [1]);

        let mut tx = db.db.begin(SHOP).await.unwrap();
        write(&mut tx, 2).await.unwrap();
        tx.rollback().await.unwrap();
        let mut tx = db.db.begin(SHOP).await.unwrap();
        write(&mut tx, 3).await.unwrap();
        drop(tx);
        let mut tx = db.db.begin(SHOP).await.unwrap();
        fail(&mut tx).await;
        drop(tx);
        let mut tx = db.db.begin(SHOP).await.unwrap();
        write(&mut tx, 4).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(written(&mut raw).await, [1, 4]);
        assert_eq!(raw.number("SELECT COUNT(*) FROM customers").await, 0);
    }

    async fn a_reader_sees_one_committed_state(db: TestDb) {
        let person = TelegramId(1);
        let mut writer = db.db.begin(SHOP).await.unwrap();
        write(&mut writer, 1).await.unwrap();
        let mut reader = db.db.read(SHOP).await.unwrap();
        let long_ago = NOW - Duration::days(1);
        assert_eq!(promo_attempts::since(&mut reader, person, long_ago).await.unwrap().len(), 0);
        writer.commit().await.unwrap();
        assert_eq!(promo_attempts::since(&mut reader, person, long_ago).await.unwrap().len(), 0, "the state it began with");
        drop(reader);
        let mut reader = db.db.read(SHOP).await.unwrap();
        assert_eq!(promo_attempts::since(&mut reader, person, long_ago).await.unwrap().len(), 1);
        assert!(write(&mut reader, 2).await.is_err(), "a reader cannot write");
    }

    async fn commits_of_parallel_writers_return_after_their_rows_are_stored(db: TestDb) {
        let chance = SeededChance::new(11);
        let tasks: Vec<_> = (0..200_i64)
            .map(|person| {
                let (storage, how, url) = (db.db.clone(), chance.bits() % 5, db.url.clone());
                tokio::spawn(async move {
                    let mut tx = storage.begin(SHOP).await.unwrap();
                    write(&mut tx, person).await.unwrap();
                    match how {
                        0 => drop(tx),
                        1 => tx.rollback().await.unwrap(),
                        2 => {
                            fail(&mut tx).await;
                            tx.rollback().await.unwrap();
                        }
                        _ => {
                            tx.commit().await.unwrap();
                            assert!(is_stored(&url, person).await, "{person} was told before it was on disk");
                            return Some(person);
                        }
                    }
                    None
                })
            })
            .collect();
        let mut told = Vec::new();
        for task in tasks {
            told.extend(task.await.unwrap());
        }
        assert!(told.len() > 50, "{told:?}");
        assert_eq!(written(&mut db.raw().await).await, told);
    }

    async fn a_cancelled_caller_does_not_affect_others(db: TestDb) {
        // How often a task is woken before it is aborted decides where in the middle of its work that happens.
        for round in 0..60_i64 {
            let storage = db.db.clone();
            let aborted = tokio::spawn(async move {
                let mut tx = storage.begin(SHOP).await.unwrap();
                write(&mut tx, 1000 + round).await.unwrap();
                tx.commit().await.unwrap();
            });
            let storage = db.db.clone();
            let lasting = tokio::spawn(async move {
                let mut tx = storage.begin(SHOP).await.unwrap();
                write(&mut tx, round).await.unwrap();
                tx.commit().await.unwrap();
            });
            for _ in 0..round * 4 {
                tokio::task::yield_now().await;
            }
            aborted.abort();
            lasting.await.unwrap();
        }
        let lasting: Vec<i64> = written(&mut db.raw().await).await.into_iter().filter(|person| *person < 1000).collect();
        assert_eq!(lasting, (0..60).collect::<Vec<_>>());
    }
}

/// Reads on a connection beside those of the program.
async fn is_stored(url: &str, person: i64) -> bool {
    let sql = format!("SELECT COUNT(*) FROM promo_attempts WHERE telegram_id = {person}");
    let count: i64 = if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap()
    };
    count == 1
}

/// On SQLite a transaction may leave its commit to the next one that waits, which here is rolled back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_does_not_wait_for_the_next_transaction() {
    let db = TestDb::new(Kind::Sqlite).await;
    for (person, ending) in ["commits", "drops", "rolls back", "fails", "is aborted", "panics"].into_iter().enumerate()
    {
        let person = i64::try_from(person).unwrap();
        let mut first = db.db.begin(SHOP).await.unwrap();
        write(&mut first, person).await.unwrap();
        let next = tokio::spawn(end(db.db.clone(), 100 + person, ending));
        // The next one queues up for the writer, then the first leaves the commit to it.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        if ending == "is aborted" {
            next.abort();
        }
        first.commit().await.unwrap();
        assert!(is_stored(&db.url, person).await, "the next one {ending}");
        let _ = next.await;
        // Nothing is left open that would keep other processes from writing.
        let mut raw = db.raw().await;
        raw.run("BEGIN IMMEDIATE").await;
        raw.run("ROLLBACK").await;
    }
    assert_eq!(written(&mut db.raw().await).await, [0, 1, 2, 3, 4, 5, 100]);
}

async fn end(db: Db, person: i64, ending: &'static str) {
    let mut tx = db.begin(SHOP).await.unwrap();
    write(&mut tx, person).await.unwrap();
    match ending {
        "commits" => tx.commit().await.unwrap(),
        "rolls back" => tx.rollback().await.unwrap(),
        "fails" => {
            fail(&mut tx).await;
            tx.rollback().await.unwrap();
        }
        "panics" => panic!("on purpose"),
        _ => drop(tx),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_waits_for_pending_commits() {
    let db = TestDb::new(Kind::Sqlite).await;
    let mut tx = db.db.begin(SHOP).await.unwrap();
    write(&mut tx, 1).await.unwrap();
    let storage = Arc::new(db.db.clone());
    let closing = tokio::spawn(async move { storage.close().await });
    tx.commit().await.unwrap();
    closing.await.unwrap();
    assert_eq!(written(&mut db.raw().await).await, [1]);
}

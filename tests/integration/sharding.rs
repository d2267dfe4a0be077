//! The tables can be distributed by shop: checked by the keys in both catalogs, and by PostgreSQL's plan of every statement.

use std::{collections::BTreeSet, time::Duration};

use kopilka::{
    clock::{ManualClock, Timestamp},
    domain::{ShopId, TelegramId},
    import::{self, Options, Outcome},
    service::outbox::{self, Priority},
    storage::{Db, Listed, every_statement, promo_attempts},
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, postgres::PgRow};
use tempfile::TempDir;

use crate::{
    database::{Kind, TestDb},
    import_dump::{plain, text},
    on_both,
    shop::Shop,
};

/// Rows that contradict the rules, as PostgreSQL's catalog has them. The table of migrations belongs to sqlx.
const FAULTS_ON_POSTGRES: &str = "
    WITH tables AS (
        SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND c.relname <> '_sqlx_migrations'),
    shop AS (
        SELECT t.oid, t.relname, a.attnum FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
        WHERE a.attname = 'shop_id' AND a.attnum = 1 AND a.attnotnull AND a.atttypid = CAST('bigint' AS regtype))
    SELECT relname || ' does not begin with shop_id BIGINT NOT NULL' FROM tables WHERE oid NOT IN (SELECT oid FROM shop)
    UNION ALL
    SELECT relname || ' has no primary key' FROM tables t
    WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'p')
    UNION ALL
    SELECT 'the unique index ' || CAST(i.indexrelid AS regclass) || ' does not begin with shop_id'
    FROM shop s JOIN pg_index i ON i.indrelid = s.oid
    WHERE (i.indisunique OR i.indisexclusion) AND i.indkey[0] <> s.attnum
    UNION ALL
    SELECT 'the foreign key ' || c.conname || ' does not pair shop_id with shop_id'
    FROM shop s JOIN pg_constraint c ON c.conrelid = s.oid AND c.contype = 'f' JOIN shop f ON f.oid = c.confrelid
    WHERE c.conkey[1] <> s.attnum OR c.confkey[1] <> f.attnum
    UNION ALL
    SELECT 'the foreign key ' || c.conname || ' changes rows that refer to others'
    FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
    WHERE c.confupdtype <> 'a' OR c.confdeltype IN ('n', 'd')
    UNION ALL
    SELECT 'ids of ' || t.relname || ' are not drawn by the program'
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval%'";

/// The same, as SQLite's pragmas have them.
const FAULTS_ON_SQLITE: &str = "
    WITH tables AS (
        SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'),
    shop AS (
        SELECT t.name FROM tables t, pragma_table_info(t.name) c
        WHERE c.name = 'shop_id' AND c.cid = 0 AND c.type = 'INTEGER' AND c.\"notnull\" = 1)
    SELECT name || ' does not begin with shop_id INTEGER NOT NULL' FROM tables WHERE name NOT IN (SELECT name FROM shop)
    UNION ALL
    SELECT t.name || ' has a primary key that does not begin with shop_id' FROM tables t
    WHERE NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'shop_id' AND c.pk = 1)
    UNION ALL
    SELECT 'the unique index ' || i.name || ' does not begin with shop_id'
    FROM tables t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
    WHERE i.\"unique\" = 1 AND c.seqno = 0 AND c.name <> 'shop_id'
    UNION ALL
    SELECT 'a foreign key of ' || t.name || ' to ' || f.\"table\" || ' does not pair shop_id with shop_id'
    FROM tables t, pragma_foreign_key_list(t.name) f
    WHERE f.seq = 0 AND (f.\"from\" <> 'shop_id' OR COALESCE(f.\"to\", 'shop_id') <> 'shop_id')
    UNION ALL
    SELECT 'a foreign key of ' || t.name || ' to ' || f.\"table\" || ' changes rows that refer to others'
    FROM tables t, pragma_foreign_key_list(t.name) f
    WHERE f.on_update <> 'NO ACTION' OR f.on_delete IN ('SET NULL', 'SET DEFAULT')";

on_both! {
    async fn every_key_begins_with_the_shop(db: TestDb) {
        let mut raw = db.raw().await;
        let faults = if db.db.is_postgres() { FAULTS_ON_POSTGRES } else { FAULTS_ON_SQLITE };
        assert_eq!(raw.texts(faults).await, [""; 0]);
        // The query finds a fault where there is one.
        raw.run(
            "CREATE TABLE parents (id BIGINT NOT NULL PRIMARY KEY, shop_id BIGINT NOT NULL);
             CREATE TABLE children (shop_id BIGINT NOT NULL, parent_id BIGINT REFERENCES parents (id) ON DELETE SET NULL)",
        )
        .await;
        let faults = raw.texts(faults).await.join("\n");
        for fault in ["parents does not begin with shop_id", "primary key", "changes rows that refer to others"] {
            assert!(faults.contains(fault), "{fault} is missing: {faults}");
        }
    }

    async fn a_row_of_another_shop_cannot_be_referred_to(db: TestDb) {
        let mut raw = db.raw().await;
        for shop in [1, 2] {
            raw.run(&format!(
                "INSERT INTO shops (
                     shop_id, name, phone_numbers, address, whatsapp_link, telegram_link, invoice_bonus_bp,
                     referral_promo_bonus_minor, referrer_first_purchase_bp, earn_rule, max_redeem_bp, min_redeem_minor, created_at)
                 VALUES ({shop}, '', '[]', '', '', '', 0, 0, 0, 'whole', 0, 0, 0);
                 INSERT INTO customers (shop_id, customer_id, code, is_premium, has_purchased, was_welcomed, joined_at, visited_at)
                 VALUES ({shop}, {shop}, '10001', FALSE, FALSE, FALSE, 0, 0)",
            ))
            .await;
        }
        let wallet = |shop: i64| format!("INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor, last_number) VALUES ({shop}, 1, 'main', 0, 0)");
        raw.run(&wallet(1)).await;
        let error = raw.try_run(&wallet(2)).await.unwrap_err().to_string().to_lowercase();
        assert!(error.contains("foreign key"), "{error}");
    }

    async fn messages_of_a_chat_are_in_the_order_of_their_transactions_across_processes(db: TestDb) {
        let chat = TelegramId(5);
        let another = Db::open_existing(&db.url).await.unwrap();
        for (place, process) in [&another, &db.db, &another, &db.db, &db.db, &another].into_iter().enumerate() {
            let mut tx = process.begin(SHOP).await.unwrap();
            outbox::put(&mut tx, chat, Priority::Reply, &format!("{place} first"), Timestamp(0)).await.unwrap();
            outbox::put(&mut tx, TelegramId(6), Priority::Reply, &"elsewhere", Timestamp(0)).await.unwrap();
            outbox::put(&mut tx, chat, Priority::Notice, &format!("{place} second"), Timestamp(0)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut raw = db.raw().await;
        let in_order = raw.texts("SELECT body FROM outbox WHERE chat_id = 5 ORDER BY number").await;
        let expected: Vec<String> = (0..6).flat_map(|place| [format!("\"{place} first\""), format!("\"{place} second\"")]).collect();
        assert_eq!(in_order, expected);
        // Two processes draw of two blocks, so the ids say something else.
        assert_ne!(raw.texts("SELECT body FROM outbox WHERE chat_id = 5 ORDER BY outbox_id").await, expected);
        let mut tx = db.db.read(SHOP).await.unwrap();
        let found = outbox::of_chats(&mut tx, &[chat, TelegramId(404)]).await.unwrap();
        assert_eq!(found.len(), 12);
    }

    async fn ids_are_unique_among_processes_and_rise_in_each(db: TestDb) {
        const ROWS: i64 = 700;
        let another = Db::open_existing(&db.url).await.unwrap();
        let processes = [db.db.clone(), another.clone(), db.db.clone(), another];
        let tasks: Vec<_> = (1..)
            .zip(processes)
            .map(|(person, db)| {
                tokio::spawn(async move {
                    for row in 0..ROWS {
                        let mut tx = db.begin(SHOP).await.unwrap();
                        promo_attempts::note(&mut tx, TelegramId(person), Timestamp(row), Timestamp(-1)).await.unwrap();
                        // A rolled back transaction does not cause an id to be drawn twice.
                        if row % 7 == 0 { drop(tx) } else { tx.commit().await.unwrap() }
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut raw = db.raw().await;
        let drawn = raw.numbers("SELECT attempt_id FROM promo_attempts").await;
        assert_eq!(drawn.len(), 4 * 600);
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), drawn.len(), "an id was drawn twice");
        for person in 1..=4 {
            let sql = format!("SELECT attempt_id FROM promo_attempts WHERE telegram_id = {person} ORDER BY attempted_at");
            let drawn = raw.numbers(&sql).await;
            assert!(drawn.is_sorted(), "ids that a process drew do not rise: {drawn:?}");
        }
    }
}

const SHOP: ShopId = ShopId(7_001);

#[tokio::test]
async fn a_transaction_that_finds_ids_does_not_wait_for_one_that_takes_a_block() {
    let db = TestDb::new(Kind::Postgres).await;
    let shop = Shop::open(&db).await;
    shop.welcomes(1, "Анна").await;
    let mut another_process = db.raw().await;
    another_process.run("BEGIN; UPDATE id_counters SET last_id = last_id").await;
    // More customers than a block has ids.
    let files = TempDir::new().unwrap();
    let file = files.path().join("dump.json");
    let customers: Vec<_> =
        (10_000..11_500).map(|code| code.to_string()).map(|code| (code.clone(), plain(&code))).collect();
    std::fs::write(&file, text(&customers)).unwrap();
    let storage = db.db.clone();
    let import = tokio::spawn(async move {
        import::run(&storage, SHOP, &file, &Options::default(), &ManualClock::at(Timestamp(0))).await.unwrap().outcome
    });
    let waiting =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut raw = db.raw().await;
    while raw.number(waiting).await == 0 {
        assert!(!import.is_finished(), "the import did not take a block");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::timeout(Duration::from_secs(5), shop.welcomes(2, "Борис")).await.expect("it waits for the other");
    assert!(!import.is_finished());
    another_process.run("COMMIT").await;
    assert_eq!(import.await.unwrap(), Outcome::Imported);
    shop.welcomes(3, "Вера").await;
    shop.assert_sound().await;
}

#[tokio::test]
async fn every_scan_of_every_statement_is_for_one_shop() {
    let db = TestDb::new(Kind::Postgres).await;
    let mut connection = PgConnection::connect(&db.url).await.unwrap();
    connection.execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
    let (mut scans, mut wrong) = (0, Vec::new());
    for Listed { file, name, postgres, .. } in every_statement() {
        for (table, conditions) in scans_of(&mut connection, &postgres).await {
            scans += 1;
            if !conditions.contains("shop_id = $1") {
                wrong.push(format!("{file}::{name}: {table} by {conditions}"));
            }
        }
    }
    assert!(scans > 250, "only {scans} scans were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The query finds a fault where there is one.
    let joined = "SELECT c.code FROM wallets w JOIN customers c ON c.customer_id = w.customer_id WHERE w.shop_id = $1";
    let scans = scans_of(&mut connection, joined).await;
    assert_eq!(scans.iter().filter(|(_, conditions)| !conditions.contains("shop_id = $1")).count(), 1, "{scans:?}");
}

/// The tables that the generic plan of a statement scans, each with its conditions.
async fn scans_of(connection: &mut PgConnection, sql: &str) -> Vec<(String, String)> {
    connection.execute(AssertSqlSafe(format!("PREPARE asked AS {sql}"))).await.unwrap();
    let types = "SELECT CAST(parameter_types AS TEXT[]) FROM pg_prepared_statements WHERE name = 'asked'";
    let types: Vec<String> = sqlx::query_scalar(types).fetch_one(&mut *connection).await.unwrap();
    let values = vec!["NULL"; types.len()].join(", ");
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE asked ({values})");
    let row: PgRow = connection.fetch_one(sqlx::raw_sql(AssertSqlSafe(explain))).await.unwrap();
    let plan: String = row.get_unchecked(0);
    connection.execute("DEALLOCATE asked").await.unwrap();
    let mut scans = Vec::new();
    collect_scans(&serde_json::from_str(&plan).unwrap(), &mut scans);
    scans
}

fn collect_scans(node: &Value, scans: &mut Vec<(String, String)>) {
    match node {
        Value::Array(nodes) => nodes.iter().for_each(|node| collect_scans(node, scans)),
        Value::Object(fields) => {
            let text = |field: &str| fields.get(field).and_then(Value::as_str);
            // What is inserted into, or changed after it was found, is a relation of its node as well.
            if let (Some(table), Some(kind)) = (text("Relation Name"), text("Node Type"))
                && kind != "ModifyTable"
            {
                let conditions = ["Index Cond", "Filter", "Recheck Cond"].into_iter().filter_map(text);
                scans.push((table.to_owned(), conditions.collect::<Vec<_>>().join(" ")));
            }
            fields.values().for_each(|field| collect_scans(field, scans));
        }
        _ => {}
    }
}

#[test]
fn every_insert_names_the_shop_first() {
    let mut inserts = 0;
    for Listed { file, name, postgres, .. } in every_statement() {
        let sql = postgres.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(");
        let Some(rest) = sql.strip_prefix("INSERT INTO ") else { continue };
        inserts += 1;
        let (_, columns) = rest.split_once(' ').unwrap();
        assert!(columns.starts_with("(shop_id, "), "{file}::{name}: {columns}");
        let (_, rows) = columns.split_once(") ").unwrap();
        if let Some(rows) = rows.strip_prefix("VALUES ") {
            let rows = rows.split(" ON CONFLICT").next().unwrap();
            assert!(!rows.contains("SELECT"), "{file}::{name}: {rows}");
            for row in rows.split("), ") {
                assert!(row.starts_with("($1,"), "{file}::{name}: {row}");
            }
        } else {
            assert!(rows.starts_with("SELECT $1, "), "{file}::{name}: {rows}");
        }
    }
    assert!(inserts > 60, "only {inserts} were found");
}

#[test]
fn every_sub_select_of_an_expression_names_its_own_shop() {
    let mut found = 0;
    for Listed { file, name, postgres, .. } in every_statement() {
        for (place, _) in postgres.match_indices("(SELECT").chain(postgres.match_indices("(\n")) {
            let (before, from) = (postgres[..place].trim_end(), &postgres[place..]);
            if !from[1..].trim_start().starts_with("SELECT")
                || !["=", " IN", "EXISTS", "COALESCE("].iter().any(|end| before.ends_with(end))
            {
                continue;
            }
            let select = &from[..end_of_brackets(from)];
            let from = select.split_whitespace().skip_while(|word| *word != "FROM").nth(1).unwrap_or_default();
            // What `WITH` names has its shop in it.
            if !include_str!("../../migrations/postgres/0001_first.sql").contains(&format!("CREATE TABLE {from} (")) {
                continue;
            }
            assert!(select.contains(".shop_id = $1"), "{file}::{name}: {select}");
            found += 1;
        }
    }
    assert!(found >= 10, "only {found} were found");
}

fn end_of_brackets(text: &str) -> usize {
    let mut depth = 0;
    for (place, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' if depth == 1 => return place,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// A stand-in for Citus, which notes what is distributed.
const CITUS: &str = "
    INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    VALUES (999999, 'citus', 10, CAST('public' AS regnamespace), FALSE, '0');
    CREATE SCHEMA noted;
    CREATE TABLE noted.tables (place BIGINT GENERATED ALWAYS AS IDENTITY, made regclass, by TEXT, beside TEXT);
    CREATE FUNCTION create_distributed_table(regclass, TEXT, colocate_with TEXT DEFAULT 'default') RETURNS VOID
    LANGUAGE SQL AS 'INSERT INTO noted.tables (made, by, beside) VALUES ($1, $2, $3)'";

#[tokio::test]
async fn every_table_is_distributed_on_citus() {
    let db = TestDb::new(Kind::Postgres).await;
    let mut raw = db.raw().await;
    raw.run(CITUS).await;
    for migration in std::fs::read_dir("migrations/postgres").unwrap() {
        let sql = std::fs::read_to_string(migration.unwrap().path()).unwrap();
        for (place, _) in sql.match_indices("DO $$") {
            let block = &sql[place..place + sql[place..].find("END $$;").unwrap() + "END $$;".len()];
            raw.run(block).await;
        }
    }
    let distributed = raw.texts("SELECT CAST(made AS TEXT) FROM noted.tables ORDER BY place").await;
    let mut sorted = distributed.clone();
    sorted.sort();
    let tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST('public' AS regnamespace)
        AND relname <> '_sqlx_migrations' ORDER BY relname COLLATE \"C\"";
    assert_eq!(sorted, raw.texts(&format!("SELECT CAST(relname AS TEXT) FROM ({tables}) t")).await);
    let astray = "SELECT CAST(made AS TEXT) FROM noted.tables WHERE by <> 'shop_id' OR (beside <> 'shops') <> (made = CAST('shops' AS regclass))";
    assert_eq!(raw.texts(astray).await, [""; 0]);
    let before = "SELECT c.conname || ' refers to a table that is distributed later'
        FROM pg_constraint c JOIN noted.tables t ON t.made = c.conrelid JOIN noted.tables r ON r.made = c.confrelid
        WHERE c.contype = 'f' AND r.place > t.place";
    assert_eq!(raw.texts(&before.replace("c.conname", "CAST(c.conname AS TEXT)")).await, [""; 0]);
}

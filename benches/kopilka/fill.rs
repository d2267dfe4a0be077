//! Shops of any size, made by SQL that both databases understand.

use kopilka::{
    clock::{Clock, SystemClock},
    domain::ShopId,
    service::shop,
    storage::Db,
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

/// The shop.
pub(crate) const SHOP: ShopId = ShopId(7_000_000_001);
/// Entries of each customer, each of one point that is a lot.
pub(crate) const ENTRIES: i64 = 4;

/// Makes the shop with `size` customers, whose ids begin with 1, and who are reached by phone alone.
pub(crate) async fn fill(url: &str, size: i64) {
    let db = Db::open(url).await.expect("a database");
    db.migrate().await.expect("tables");
    let mut tx = db.begin(SHOP).await.expect("a transaction");
    shop::open(&mut tx, SystemClock.now()).await.expect("a shop");
    tx.commit().await.expect("a commit");
    db.close().await;
    execute(url, statements(size)).await;
}

/// Executes statements one after another.
pub(crate) async fn execute(url: &str, statements: Vec<String>) {
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.expect("a database");
        for statement in statements {
            connection.execute(AssertSqlSafe(statement)).await.expect("rows");
        }
    } else {
        let mut connection = PgConnection::connect(url).await.expect("a database");
        for statement in statements {
            connection.execute(AssertSqlSafe(statement)).await.expect("rows");
        }
    }
}

fn statements(size: i64) -> Vec<String> {
    let numbers = format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {size})");
    let entries = format!("WITH RECURSIVE k (j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < {ENTRIES})");
    let last = size * ENTRIES * 2;
    vec![
        "BEGIN".to_owned(),
        format!(
            "INSERT INTO id_counters (shop_id, last_id) VALUES ({SHOP}, {last})
             ON CONFLICT (shop_id) DO UPDATE SET last_id = id_counters.last_id + excluded.last_id"
        ),
        format!(
            "{numbers} INSERT INTO customers (shop_id, customer_id, code, first_name, last_name, is_premium, phone,
                has_purchased, was_welcomed, joined_at, visited_at)
             SELECT {SHOP}, i + 1, CAST(10000000 + i AS TEXT), 'Name' || CAST(i AS TEXT), 'Family', FALSE,
                '+' || CAST(77050000000 + i AS TEXT), FALSE, TRUE, i, i FROM n"
        ),
        "INSERT INTO search_terms
            SELECT shop_id, 'name' || CAST(customer_id - 1 AS TEXT) || ' family', customer_id FROM customers
            UNION ALL SELECT shop_id, 'family name' || CAST(customer_id - 1 AS TEXT), customer_id FROM customers
            UNION ALL SELECT shop_id, 'family', customer_id FROM customers"
            .to_owned(),
        format!(
            "INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor, last_number)
             SELECT shop_id, customer_id, 'main', {ENTRIES} * 100, {ENTRIES} FROM customers"
        ),
        format!(
            "{entries} INSERT INTO entries (
                shop_id, entry_id, customer_id, wallet, number, kind, amount_minor, balance_after_minor, operation_id, actor_kind,
                note, entered_at)
             SELECT shop_id, customer_id * {ENTRIES} + j, customer_id, 'main', j, 'manual', 100, 100 * j, 'fill', 'rule', '', j
             FROM k, customers"
        ),
        "INSERT INTO lots (shop_id, lot_id, customer_id, wallet, entry_id, amount_minor, remaining_minor)
         SELECT shop_id, entry_id, customer_id, wallet, entry_id, 100, 100 FROM entries"
            .to_owned(),
        "COMMIT".to_owned(),
        "ANALYZE".to_owned(),
    ]
}

//! Lists of customers of which few fit are found and sorted, never walked through in their order: PostgreSQL would read all customers
//! of a shop for a small page of a search. It says so itself, by its query plans.

use kopilka::storage::every_statement;
use sqlx::{AssertSqlSafe, Row as _};

use crate::{
    database::{Kind, Raw, TestDb},
    shop::Shop,
};

/// How many customers the shop has; of one in twenty a word is known.
const CUSTOMERS: i64 = 40_000;
/// The filters of which few fit.
const FEW: [&str; 7] = ["word", "words", "group", "companies", "inactive", "blocked", "discount"];
/// Indexes that have an order in which lists are read.
const ORDERED: [&str; 5] = [
    "customers_joined",
    "customer_totals_points",
    "customer_totals_purchases",
    "customer_totals_first",
    "customer_totals_last",
];

async fn fill(raw: &mut Raw, shop: &Shop) {
    let id = shop.id;
    let numbers = format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {CUSTOMERS})");
    raw.run(&format!(
        "INSERT INTO customer_groups (shop_id, group_id, name, description, discount_bp, min_purchase_minor, is_active, created_at,
            updated_at)
         VALUES ({id}, 1, 'Few', '', 1000, 0, TRUE, 1, 1)"
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO customers (shop_id, customer_id, code, is_premium, has_purchased, was_welcomed, joined_at, visited_at, search_text,
            group_id, is_blocked, is_active, kind)
         {numbers} SELECT {id}, i, CAST(100000 + i AS TEXT), FALSE, FALSE, TRUE, i, i, ' one two ',
            CASE WHEN i % 200 = 0 THEN 1 END, i % 200 = 1, i % 200 <> 2, CASE WHEN i % 200 = 3 THEN 'company' ELSE 'individual' END
         FROM n"
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO customer_totals (shop_id, customer_id, points_minor, purchases_minor, purchases_count, last_purchase_at)
         {numbers} SELECT {id}, i, i, i, 1, i FROM n"
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO search_terms (shop_id, term, customer_id)
         {numbers} SELECT {id}, CASE WHEN i % 20 = 0 THEN 'one' ELSE 'other' END || CAST(i AS TEXT), i FROM n"
    ))
    .await;
    raw.run("VACUUM ANALYZE").await;
}

/// A statement with values in the places of what is bound.
fn with_values(sql: &str, shop: &Shop) -> String {
    let mut text = sql.to_owned();
    for place in (1..=40).rev() {
        let bound = format!("${place}");
        let value = match place {
            1 => shop.id.to_string(),
            2 => "1".to_owned(),
            _ if sql.contains(&format!("term >= {bound} ")) => "'one'".to_owned(),
            _ if sql.contains(&format!("term < {bound}")) => "'onf'".to_owned(),
            _ if sql.contains(&format!("LIKE {bound} ")) => "'% one%'".to_owned(),
            _ => "1".to_owned(),
        };
        text = text.replace(&bound, &value);
    }
    text
}

#[tokio::test]
async fn postgresql_finds_and_sorts_where_few_customers_fit() {
    let db = TestDb::new(Kind::Postgres).await;
    let shop = Shop::open(&db).await;
    let mut raw = db.raw().await;
    fill(&mut raw, &shop).await;
    let (mut seen, mut wrong) = (0, Vec::new());
    for listed in every_statement().filter(|listed| listed.file == "profiles") {
        let Some((filter, order)) = listed.name.strip_prefix("list of ").and_then(|name| name.split_once(" by "))
        else {
            continue;
        };
        // These few have an index of their own in the order of joining.
        let has_index = order.starts_with("Joined") && !["word", "words", "discount"].contains(&filter);
        if !FEW.contains(&filter) || has_index {
            continue;
        }
        seen += 1;
        let plan = plan(&mut raw, &with_values(&listed.postgres, &shop)).await;
        let walked: Vec<&str> = ORDERED.into_iter().filter(|index| plan.contains(index)).collect();
        if !walked.is_empty() {
            wrong.push(format!("{}: {walked:?}", listed.name));
        }
    }
    assert!(seen > 30, "{seen} statements were looked at");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn plan(raw: &mut Raw, sql: &str) -> String {
    let Raw::Postgres(connection) = raw else { panic!("a database of PostgreSQL") };
    let rows = sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN {sql}"))).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>().join("\n")
}

//! No statement that lists, finds or counts parcels reads or sorts those that are not wanted, however many a shop has. The
//! databases say so themselves, by their query plans.

use kopilka::{
    clock::Clock as _,
    domain::Role,
    service::{Caller, parcels},
    storage::every_statement,
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row as _};

use crate::{
    database::{Kind, Raw, TestDb},
    on_both,
    parcels::parcel,
    shop::{STAFF, Shop},
    storage::{query_plan, reads_all},
};

/// How many parcels the shop has.
const PARCELS: i64 = 100_000;
/// How many customers it has; half of the parcels are theirs, the others have codes that no customer has.
const CUSTOMERS: i64 = 10_000;
/// When the first parcel was added; one each second follows.
const FIRST_AT: i64 = 1_700_000_000_000_000;

/// The tables that grow with the parcels.
const TABLES: [&str; 3] = ["parcels", "parcel_terms", "parcel_events"];
/// The files that read them.
const FILES: [&str; 3] = ["parcels", "own_parcels", "parcel_events"];

/// What a statement may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// Reads the rows that it answers with, in their order.
    Find,
    /// Sorts the rows that it finds.
    Sort,
    /// Reads the newest rows of the whole shop, as many as are asked for.
    ListAll,
}

/// The statements that read parcels for a request, with values for all that they are given after the shop.
const STATEMENTS: &[(&str, &str, May, &[&str])] = &[
    ("parcels", "BY_ID", May::Find, &["500"]),
    ("parcels", "BY_NUMBER", May::Find, &["'RB1000500'"]),
    ("parcels", "LIST", May::ListAll, &["50", "500"]),
    ("parcels", "LIST_BY_STATUS", May::Find, &["50", "500", "'issued'"]),
    ("parcels", "LIST_OF_CUSTOMER", May::Find, &["50", "0", "7", "NULL"]),
    ("parcels", "LIST_OF_CUSTOMER", May::Find, &["50", "0", "7", "'issued'"]),
    ("parcels", "COUNT_OF_CUSTOMER", May::Find, &["7", "NULL"]),
    ("parcels", "COUNT_OF_CUSTOMER", May::Find, &["7", "'issued'"]),
    ("parcels", "LIST_OF_CODE", May::Find, &["50", "0", "'C7'", "NULL"]),
    ("parcels", "LIST_OF_CODE", May::Find, &["50", "0", "'C7'", "'issued'"]),
    ("parcels", "COUNT_OF_CODE", May::Find, &["'C7'", "NULL"]),
    ("parcels", "COUNT_OF_CODE", May::Find, &["'C7'", "'issued'"]),
    (
        "parcels",
        "LIST_FOUND",
        May::Sort,
        &["'RB10005'", "'RB10006'", "'rb10005'", "'rb10006'", "NULL", "NULL", "NULL", "50", "0"],
    ),
    (
        "parcels",
        "LIST_FOUND",
        May::Sort,
        &["'RB10005'", "'RB10006'", "'rb10005'", "'rb10006'", "'issued'", "7", "NULL", "50", "0"],
    ),
    (
        "parcels",
        "LIST_FOUND",
        May::Sort,
        &["'RB10005'", "'RB10006'", "'rb10005'", "'rb10006'", "NULL", "NULL", "'C7'", "50", "0"],
    ),
    (
        "parcels",
        "COUNT_FOUND",
        May::Sort,
        &["'RB10005'", "'RB10006'", "'rb10005'", "'rb10006'", "NULL", "NULL", "NULL"],
    ),
    (
        "parcels",
        "COUNT_FOUND",
        May::Sort,
        &["'RB10005'", "'RB10006'", "'rb10005'", "'rb10006'", "'issued'", "7", "NULL"],
    ),
    ("parcels", "AFTER", May::Find, &["500", "100"]),
    ("parcels", "ALL_OF_CUSTOMER", May::Sort, &["7"]),
    ("parcels", "IS_CODE_KNOWN", May::Find, &["'C7'"]),
    ("parcels", "CREATED_SINCE", May::Find, &["1700099000000000"]),
    ("own_parcels", "LIST", May::Sort, &["7", "10", "0"]),
    ("own_parcels", "COUNT", May::Find, &["7"]),
    ("parcel_events", "TOTALS", May::Find, &[]),
    ("parcel_events", "LAST", May::Find, &[]),
    ("parcel_events", "AFTER", May::Find, &["99900", "100"]),
    ("parcel_events", "OF_PARCEL", May::Find, &["500"]),
];

/// These lock a row that was found, or work through the whole shop after an import.
const OTHERS: [(&str, &str); 2] = [("parcels", "LOCK"), ("parcels", "WAITING_CODES")];

/// The statements of [`STATEMENTS`], with their texts for a database. Each that reads parcels is among them.
fn statements(kind: Kind) -> Vec<(String, String, May, &'static [&'static str])> {
    let listed: Vec<_> = every_statement().collect();
    for known in
        listed.iter().filter(|known| FILES.contains(&known.file) && known.postgres.trim_start().starts_with("SELECT"))
    {
        let name = (known.file, known.name.as_str());
        let is_here = STATEMENTS.iter().any(|(file, statement, ..)| (*file, *statement) == name);
        assert!(is_here || OTHERS.contains(&name), "{name:?} reads parcels: its plan is to be looked at");
    }
    let text = |(file, name, may, values): &(&'static str, &str, May, &'static [&'static str])| {
        let known = listed.iter().find(|known| known.file == *file && known.name == *name);
        let known = known.unwrap_or_else(|| panic!("{file}::{name} is no statement"));
        let sql = if matches!(kind, Kind::Sqlite) { &known.sqlite } else { &known.postgres };
        (format!("{file}::{name} {values:?}"), sql.clone(), *may, *values)
    };
    STATEMENTS.iter().map(text).collect()
}

/// Fills the tables as a shop does in years.
async fn fill(raw: &mut Raw, shop: &Shop) {
    let id = shop.id;
    let numbers = |count| format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
    raw.run(&format!(
        "INSERT INTO customers (shop_id, customer_id, code, is_premium, has_purchased, was_welcomed, joined_at, visited_at)
         {} SELECT {id}, i, CAST(100000 + i AS TEXT), FALSE, FALSE, TRUE, i, i FROM n",
        numbers(CUSTOMERS)
    ))
    .await;
    let numbers = numbers(PARCELS);
    raw.run(&format!(
        "INSERT INTO parcels (shop_id, parcel_id, number, number_key, client_code, client_key, customer_id, status, created_at, updated_at)
         {numbers} SELECT {id}, i, 'RB' || CAST(1000000 + i AS TEXT), 'RB' || CAST(1000000 + i AS TEXT),
             'C' || CAST(i % {CUSTOMERS} AS TEXT), 'C' || CAST(i % {CUSTOMERS} AS TEXT),
             CASE i % 2 WHEN 0 THEN i % {CUSTOMERS} + 1 END,
             CASE i % 5 WHEN 0 THEN 'pending' WHEN 1 THEN 'in_transit' WHEN 2 THEN 'delivered' WHEN 3 THEN 'issued'
             ELSE 'cancelled' END, {FIRST_AT} + CAST(i AS BIGINT) * 1000000, {FIRST_AT} + CAST(i AS BIGINT) * 1000000 FROM n"
    ))
    .await;
    for term in ["'RB' || CAST(1000000 + i AS TEXT)", "CAST(1000000 + i AS TEXT)"] {
        let sql =
            format!("INSERT INTO parcel_terms (shop_id, term, parcel_id) {numbers} SELECT {id}, {term}, i FROM n");
        raw.run(&sql).await;
    }
    raw.run(&format!(
        "INSERT INTO parcel_events (shop_id, number, parcel_id, kind, status, is_forced, actor_kind, changed_at)
         {numbers} SELECT {id}, i, i, 'parcel.created', 'pending', FALSE, 'operator', {FIRST_AT} + CAST(i AS BIGINT) * 1000000 FROM n"
    ))
    .await;
    raw.run("VACUUM ANALYZE").await;
}

#[tokio::test]
async fn sqlite_reads_and_sorts_no_parcel_that_is_not_wanted() {
    let db = TestDb::new(Kind::Sqlite).await;
    let mut wrong = Vec::new();
    for (name, sql, may, _) in statements(Kind::Sqlite) {
        for step in query_plan(&db, &sql).await {
            let is_wrong = (reads_all(&step) || step.starts_with("SCAN ")) && may != May::ListAll;
            if is_wrong || step.contains("TEMP B-TREE FOR ORDER BY") && may != May::Sort {
                wrong.push(format!("{name}: {step}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn postgresql_reads_and_sorts_no_parcel_that_is_not_wanted() {
    let db = TestDb::new(Kind::Postgres).await;
    let shop = Shop::open(&db).await;
    let mut raw = db.raw().await;
    fill(&mut raw, &shop).await;
    let mut wrong = Vec::new();
    for (place, (name, sql, may, values)) in statements(Kind::Postgres).into_iter().enumerate() {
        raw.run(&format!("PREPARE s{place} AS {sql}")).await;
        let values: Vec<String> =
            std::iter::once(shop.id.to_string()).chain(values.iter().map(|value| (*value).to_owned())).collect();
        let execute = format!("EXECUTE s{place} ({})", values.join(", "));
        // As it plans a statement at first, and as it does once the statement was carried out several times.
        for before in [0, 6] {
            for _ in 0..before {
                raw.run(&execute).await;
            }
            let plan = postgres_plan(&mut raw, &execute).await;
            let mut faults = Vec::new();
            look_at(&plan[0]["Plan"], may, &mut faults);
            wrong.extend(faults.into_iter().map(|fault| format!("{name} after {before}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The plan of a statement, as PostgreSQL describes it.
async fn postgres_plan(raw: &mut Raw, sql: &str) -> Value {
    let Raw::Postgres(connection) = raw else { panic!("a database of PostgreSQL") };
    let explain = AssertSqlSafe(format!("EXPLAIN (FORMAT JSON) {sql}"));
    let row = sqlx::raw_sql(explain).fetch_one(connection).await.unwrap();
    serde_json::from_str(&row.try_get_unchecked::<String, _>(0).unwrap()).unwrap()
}

/// What is wrong with a step of a plan of PostgreSQL, and with those below it.
fn look_at(step: &Value, may: May, faults: &mut Vec<String>) {
    let text = |field: &str| step[field].as_str().unwrap_or_default().to_owned();
    let kind = text("Node Type");
    let reads = TABLES.contains(&step["Relation Name"].as_str().unwrap_or_default());
    if kind == "Seq Scan" && reads {
        faults.push(format!("reads all of {}", text("Relation Name")));
    }
    let condition = text("Index Cond");
    let is_by_shop_alone =
        kind.contains("Index") && condition.starts_with("(shop_id = ") && !condition.contains(" AND ");
    if is_by_shop_alone && (reads || kind == "Bitmap Index Scan") && may != May::ListAll {
        faults.push(format!("reads all of the shop: {kind} {} {condition}", text("Index Name")));
    }
    if kind.contains("Sort") && may != May::Sort {
        faults.push(format!("sorts by {}", step["Sort Key"]));
    }
    for below in step["Plans"].as_array().into_iter().flatten() {
        look_at(below, may, faults);
    }
}

on_both! {
    async fn an_unfiltered_list_is_counted_by_the_kept_totals(db: TestDb) {
        use kopilka::domain::ParcelStatus::{Issued, Pending};
        let shop = Shop::open(&db).await;
        shop.adds(&parcel("A1", "X1")).await.unwrap();
        // Totals that no rows come to show where the count is from.
        db.raw().await.run("UPDATE parcel_totals SET pending = 7000, issued = 500").await;
        let caller = Caller::staff(STAFF, Role::Manager, shop.clock.now());
        for (status, expected) in [(None, (1, 7_500)), (Some(Pending), (1, 7_000)), (Some(Issued), (0, 500))] {
            let mut tx = shop.read().await;
            let page = parcels::list(&mut tx, &caller, None, status, None, 50, 0).await.unwrap();
            assert_eq!((page.parcels.len(), page.total), expected, "{status:?}");
        }
    }
}

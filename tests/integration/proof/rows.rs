//! Everything that is stored of a shop, as lines of text that read the same from both databases.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::database::Raw;

/// The statement that reads every row of a shop.
pub(super) struct Rows {
    /// With `{shop}` where its id goes.
    select: String,
}

/// Columns, and fields of JSON in columns, with ids that the program draws, and which rows those are of. Each database draws ids
/// in blocks of its own, so what is compared is the place of an id among those of its kind.
const DRAWN: &[(&str, &str)] = &[
    ("attempt_id", "attempt"),
    ("guess_id", "guess"),
    ("audit_id", "audit"),
    ("customer_id", "customer"),
    ("referrer_id", "customer"),
    ("merged_into_id", "customer"),
    ("customer", "customer"),
    ("card_id", "customer"),
    ("invoice_id", "invoice"),
    ("refund_id", "refund"),
    ("entry_id", "entry"),
    ("corrects_id", "entry"),
    ("reward_id", "entry"),
    ("lot_id", "lot"),
    ("hold_id", "hold"),
    ("hold", "hold"),
    ("group_id", "group"),
    ("group", "group"),
    ("coupon_id", "coupon"),
    ("coupon", "coupon"),
    ("consent_id", "consent"),
    ("consent", "consent"),
    ("outbox_id", "outbox"),
];
/// The verbs whose results are ids, and of what.
const RESULTS: &[(&str, &str)] =
    &[("register", "customer"), ("add_group", "group"), ("deposit", "entry"), ("charge", "entry")];
/// A hash of what has ids in it.
const DIGEST: &str = "digest";
/// Stands between the columns of a row.
const SEPARATOR: char = '\u{1f}';

impl Rows {
    /// As the tables are on PostgreSQL, which knows what is a truth value; a test holds SQLite to them.
    pub(super) async fn of(postgres: &mut Raw) -> Self {
        let columns = postgres
            .texts(
                "SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%' AND table_name <> 'id_counters' ORDER BY table_name, ordinal_position",
            )
            .await;
        let mut tables = Vec::<(String, Vec<String>)>::new();
        for column in &columns {
            let [table, name, kind] = column.split(' ').collect::<Vec<_>>()[..] else { panic!("{column}") };
            if tables.last().is_none_or(|(last, _)| last != table) {
                tables.push((table.to_owned(), Vec::new()));
            }
            if name == DIGEST {
                continue;
            }
            let text = match kind {
                "boolean" => format!("CASE WHEN {name} THEN 'true' ELSE 'false' END"),
                _ => format!("COALESCE(CAST({name} AS TEXT), '-')"),
            };
            tables.last_mut().unwrap().1.push(format!("'{SEPARATOR}{name}=' || {text}"));
        }
        let select = |(table, columns): &(String, Vec<String>)| {
            format!("SELECT '{table}' || {} FROM {table} WHERE shop_id = {{shop}}", columns.join(" || "))
        };
        Self { select: tables.iter().map(select).collect::<Vec<_>>().join(" UNION ALL ") }
    }

    /// Every row, sorted.
    pub(super) async fn read(&self, raw: &mut Raw, shop: i64) -> Vec<String> {
        let rows = raw.texts(&self.select.replace("{shop}", &shop.to_string())).await;
        let mut rows = with_places(&rows);
        rows.sort_unstable();
        rows
    }
}

/// The rows with the places of drawn ids instead of the ids.
fn with_places(rows: &[String]) -> Vec<String> {
    let mut drawn: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for row in rows {
        replace_ids(row, &mut |kind, id| {
            drawn.entry(kind).or_default().insert(id);
            id
        });
    }
    let place = |kind: &str, id: i64| i64::try_from(drawn[kind].range(..id).count()).unwrap() + 1;
    rows.iter().map(|row| replace_ids(row, &mut |kind, id| place(kind, id))).collect()
}

/// A row with other ids, in its columns and in JSON.
fn replace_ids(row: &str, replaced: &mut impl FnMut(&'static str, i64) -> i64) -> String {
    let is_of = |verb: &str| row.contains(&format!("{SEPARATOR}verb={verb}{SEPARATOR}"));
    let result = RESULTS.iter().find(|(verb, _)| is_of(verb)).map(|(_, kind)| *kind);
    let is_by_customer = row.contains(&format!("{SEPARATOR}actor_kind=person{SEPARATOR}"));
    let column = |column: &str| {
        let Some((name, value)) = column.split_once('=') else { return column.to_owned() };
        let kind = match name {
            "result" => result,
            "actor_id" if is_by_customer => Some("customer"),
            _ => kind_of(name),
        };
        if let (Some(kind), Ok(id)) = (kind, value.parse()) {
            return format!("{name}={}", replaced(kind, id));
        }
        match serde_json::from_str(value) {
            Ok(mut json @ (Value::Object(_) | Value::Array(_))) => {
                replace_in_json(&mut json, replaced);
                format!("{name}={json}")
            }
            _ => column.to_owned(),
        }
    };
    row.split(SEPARATOR).map(column).collect::<Vec<_>>().join(" ")
}

fn replace_in_json(json: &mut Value, replaced: &mut impl FnMut(&'static str, i64) -> i64) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (kind_of(name), value.as_i64()) {
                    (Some(kind), Some(id)) => *value = replaced(kind, id).into(),
                    _ => replace_in_json(value, replaced),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| replace_in_json(value, replaced)),
        _ => {}
    }
}

fn kind_of(name: &str) -> Option<&'static str> {
    DRAWN.iter().find(|(drawn, _)| *drawn == name).map(|(_, kind)| *kind)
}

/// The lines that only one of them has.
pub(super) fn difference(one: &[String], other: &[String]) -> String {
    let only = |sign: char, of: &[String], not: &[String]| {
        of.iter().filter(|row| not.binary_search(row).is_err()).map(|row| format!("{sign} {row}\n")).collect::<String>()
    };
    only('-', one, other) + &only('+', other, one)
}

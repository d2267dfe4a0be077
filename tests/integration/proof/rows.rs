//! Everything that is stored of a shop, as lines of text that read the same from both databases.

use crate::database::Raw;

/// The statement that reads every row of a shop, and how PostgreSQL draws ids as SQLite does.
pub(super) struct Rows {
    /// With `{shop}` where its id goes.
    select: String,
    next_ids: String,
}

/// The columns with ids that the program draws, and those of which they are a part.
const DRAWN: &[&str] = &[
    "attempt_id",
    "guess_id",
    "audit_id",
    "customer_id",
    "referrer_id",
    "merged_into_id",
    "invoice_id",
    "refund_id",
    "entry_id",
    "result",
    "digest",
    "details",
    "corrects_id",
    "lot_id",
    "hold_id",
    "consent_id",
    "outbox_id",
];

impl Rows {
    /// As the tables are on PostgreSQL, which knows what is a truth value and what is drawn; a test holds SQLite to them.
    pub(super) async fn of(postgres: &mut Raw) -> Self {
        let columns = postgres
            .texts(
                "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_identity FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%' AND table_name <> 'id_counters' ORDER BY table_name, ordinal_position",
            )
            .await;
        let (mut tables, mut next_ids) = (Vec::<(String, Vec<String>)>::new(), Vec::new());
        for column in &columns {
            let [table, name, kind, identity] = column.split(' ').collect::<Vec<_>>()[..] else { panic!("{column}") };
            if tables.last().is_none_or(|(last, _)| last != table) {
                tables.push((table.to_owned(), Vec::new()));
            }
            // Each database draws ids in blocks of its own, and nothing depends on the ids.
            if DRAWN.contains(&name) {
                continue;
            }
            let text = match kind {
                "boolean" => format!("CASE WHEN {name} THEN 'true' ELSE 'false' END"),
                _ => format!("COALESCE(CAST({name} AS TEXT), '-')"),
            };
            tables.last_mut().unwrap().1.push(format!("' {name}=' || {text}"));
            if identity == "YES" {
                next_ids.push(format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', '{name}'), COALESCE(MAX({name}), 0) + 1, FALSE) FROM {table};"
                ));
            }
        }
        let select = |(table, columns): &(String, Vec<String>)| {
            format!("SELECT '{table}' || {} FROM {table} WHERE shop_id = {{shop}}", columns.join(" || "))
        };
        let select = tables.iter().map(select).collect::<Vec<_>>().join(" UNION ALL ");
        Self { select, next_ids: next_ids.concat() }
    }

    /// Every row, sorted.
    pub(super) async fn read(&self, raw: &mut Raw, shop: i64) -> Vec<String> {
        let mut rows = raw.texts(&self.select.replace("{shop}", &shop.to_string())).await;
        rows.sort_unstable();
        rows
    }

    /// PostgreSQL does not draw an id again that was drawn for nothing. SQLite does.
    pub(super) async fn draw_alike(&self, raw: &mut Raw) {
        if matches!(raw, Raw::Postgres(_)) {
            raw.run(&self.next_ids).await;
        }
    }
}

/// The lines that only one of them has.
pub(super) fn difference(one: &[String], other: &[String]) -> String {
    let only = |sign: char, of: &[String], not: &[String]| {
        of.iter().filter(|row| not.binary_search(row).is_err()).map(|row| format!("{sign} {row}\n")).collect::<String>()
    };
    only('-', one, other) + &only('+', other, one)
}

//! Many rows at once, for the import above all: ids that are reserved beforehand, and `INSERT … VALUES (…), (…)` in a few
//! fixed sizes, so that a handful of prepared statements serves any number of rows.

use std::fmt::Write as _;

use super::{Result, Tx, Value};
use crate::{
    clock::Timestamp,
    domain::{
        Code, CustomerId, EarnRule, EntryId, EntryKind, InvoiceId, InvoiceNumber, Language, LotId, Money, OperationId,
        Phone, PointsWallet, Quantity, Rate, RefundId, TelegramId, Wallet,
    },
};

/// How many rows one statement inserts: as many of the first size as there are rows for, then of the next.
const SIZES: [usize; 5] = [256, 32, 4, 2, 1];

/// Declares a table's columns once: the row that is inserted, and their names in its order. The shop is always the first.
macro_rules! tables {
    ($($(#[$doc:meta])* $row:ident in $table:literal $(, $conflict:literal)? { $($column:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $row { $(pub(crate) $column: $type),+ }

        impl BulkRow for $row {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];
            const CONFLICT: &'static str = concat!("", $($conflict)?);

            fn push(self, values: &mut Vec<Value>) {
                $(values.push(self.$column.into());)+
            }
        }
    )+};
}

/// A row that can be inserted among many.
pub(crate) trait BulkRow {
    const TABLE: &'static str;
    const COLUMNS: &'static [&'static str];
    /// What happens to a row that is there already; nothing said: the statement fails.
    const CONFLICT: &'static str;

    fn push(self, values: &mut Vec<Value>);
}

tables! {
    /// A customer of the file.
    CustomerRow in "customers" {
        customer_id: CustomerId, code: String, telegram_id: Option<TelegramId>, first_name: Option<String>,
        last_name: Option<String>, username: Option<String>, photo_url: Option<String>, is_premium: bool, phone: Option<Phone>,
        language: Option<Language>, referrer_id: Option<CustomerId>, referred_at: Option<Timestamp>, has_purchased: bool,
        was_welcomed: bool, joined_at: Timestamp, visited_at: Timestamp, import_digest: String, legacy: Option<String>,
    }

    /// A text by whose beginning a customer is found.
    TermRow in "search_terms" { term: String, customer_id: CustomerId }

    /// An invoice of the file. A number that is taken leaves the row out.
    InvoiceRow in "invoices", " ON CONFLICT (shop_id, number) DO NOTHING" {
        invoice_id: InvoiceId, customer_id: CustomerId, number: InvoiceNumber, total_minor: Money, redeemed_minor: Money,
        redeemed_from: Option<PointsWallet>, debt_minor: Money, earned_minor: Money, earn_rule: Option<EarnRule>,
        earn_bp: Option<Rate>, reward_minor: Money, reward_bp: Option<Rate>, refunded_minor: Money, issued_at: Timestamp,
        utc_offset_s: i64, legacy: Option<String>,
    }

    /// A line of an invoice.
    LineRow in "invoice_lines" {
        invoice_id: InvoiceId, position: i64, name: String, quantity_milli: Quantity, unit_price_minor: Money, total_minor: Money,
    }

    /// A refund of an invoice of the file.
    RefundRow in "refunds" {
        refund_id: RefundId, invoice_id: InvoiceId, total_minor: Money, redeemed_minor: Money, debt_minor: Money,
        money_minor: Money, earned_minor: Money, reward_minor: Money, operation_id: OperationId, actor_id: Option<TelegramId>,
        reason: String, refunded_at: Timestamp,
    }

    /// Goods that came back by it.
    RefundLineRow in "refund_lines" { refund_id: RefundId, position: i64, quantity_milli: Quantity, total_minor: Money }

    /// A wallet's balance.
    WalletRow in "wallets" { customer_id: CustomerId, wallet: Wallet, balance_minor: Money, points_debt_minor: Money }

    /// A line of a wallet.
    EntryRow in "entries" {
        entry_id: EntryId, customer_id: CustomerId, wallet: Wallet, kind: EntryKind, amount_minor: Money,
        balance_after_minor: Money, invoice_id: Option<InvoiceId>, corrects_id: Option<EntryId>, operation_id: OperationId,
        actor_id: Option<TelegramId>, note: String, entered_at: Timestamp, utc_offset_s: Option<i64>, legacy: Option<String>,
    }

    /// Points that can be spent.
    LotRow in "lots" {
        lot_id: LotId, customer_id: CustomerId, wallet: Wallet, entry_id: EntryId, amount_minor: Money, remaining_minor: Money,
        expires_at: Option<Timestamp>, warned_days: Option<i64>,
    }

    /// What an entry took from a lot.
    LotUseRow in "lot_uses" { entry_id: EntryId, lot_id: LotId, amount_minor: Money }

    /// An identity of a customer who is left out.
    HeldPlaceRow in "held_places" { kind: String, value: String, code: String }
}

/// Inserts rows in their order; how many there are now that were not there before.
pub(crate) async fn insert<R: BulkRow>(tx: &mut Tx, rows: Vec<R>) -> Result<u64> {
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    let mut inserted = 0;
    for size in SIZES {
        while left >= size {
            let mut values = Vec::with_capacity(size * (R::COLUMNS.len() + 1));
            for row in rows.by_ref().take(size) {
                values.push(tx.shop().into());
                row.push(&mut values);
            }
            let sql = insert_sql::<R>(size, tx.is_postgres());
            // The query binds the first row's shop itself.
            inserted += tx.assembled(sql).bind_all(values.into_iter().skip(1)).run().await?;
            left -= size;
        }
    }
    Ok(inserted)
}

fn insert_sql<R: BulkRow>(rows: usize, postgres: bool) -> String {
    let columns = R::COLUMNS.len() + 1;
    let mut sql = format!("INSERT INTO {} (shop_id, {}) VALUES ", R::TABLE, R::COLUMNS.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        placeholders(&mut sql, row * columns + 1, columns, postgres);
        sql.push(')');
    }
    sql.push_str(R::CONFLICT);
    sql
}

/// Appends `count` placeholders. On SQLite they have no numbers: it looks numbered ones up one by one, which takes longer than
/// the insert where there are a thousand.
pub(super) fn placeholders(sql: &mut String, first: usize, count: usize, postgres: bool) {
    for place in first..first + count {
        if place > first {
            sql.push(',');
        }
        if postgres {
            // Writing to a String cannot fail.
            let _ = write!(sql, "${place}");
        } else {
            sql.push('?');
        }
    }
}

/// A table that draws its ids.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IdsOf {
    Customers,
    Invoices,
    Refunds,
    Entries,
    Lots,
}

/// Draws ids, in ascending order.
#[derive(Debug)]
pub(crate) struct Ids {
    of: IdsOf,
    /// SQLite: the last one that was drawn. Nobody else writes while the transaction lasts.
    last: Option<i64>,
}

impl Ids {
    pub(crate) const fn of(of: IdsOf) -> Self {
        Self { of, last: None }
    }

    /// The next `count` ids.
    pub(crate) async fn draw(&mut self, tx: &mut Tx, count: usize) -> Result<std::vec::IntoIter<i64>> {
        let (table, column) = match self.of {
            IdsOf::Customers => ("customers", "customer_id"),
            IdsOf::Invoices => ("invoices", "invoice_id"),
            IdsOf::Refunds => ("refunds", "refund_id"),
            IdsOf::Entries => ("entries", "entry_id"),
            IdsOf::Lots => ("lots", "lot_id"),
        };
        if count == 0 {
            return Ok(Vec::new().into_iter());
        }
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if tx.is_postgres() {
            let sql = format!(
                "SELECT nextval(pg_get_serial_sequence('{table}', '{column}')) FROM generate_series(1, $2) WHERE $1 = $1"
            );
            let mut ids: Vec<i64> =
                tx.assembled(sql).bind(count).all::<(i64,)>().await?.into_iter().map(|(id,)| id).collect();
            ids.sort_unstable();
            return Ok(ids.into_iter());
        }
        let last = match self.last {
            Some(last) => last,
            None => {
                let sql = format!("SELECT COALESCE((SELECT MAX({column}) FROM {table}), 0), $1");
                tx.assembled(sql).one::<(i64, i64)>().await?.0
            }
        };
        self.last = Some(last + count);
        Ok((last + 1..=last + count).collect::<Vec<_>>().into_iter())
    }
}

/// A customer who has one of the identities that were asked for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownCustomer {
    pub(crate) customer_id: CustomerId,
    pub(crate) code: String,
    pub(crate) telegram_id: Option<TelegramId>,
    pub(crate) phone: Option<Phone>,
    pub(crate) import_digest: Option<String>,
}

/// The customers who have any of these codes, Telegram accounts or phone numbers.
pub(crate) async fn known_customers(
    tx: &mut Tx,
    codes: Vec<String>,
    people: Vec<TelegramId>,
    phones: Vec<Phone>,
) -> Result<Vec<KnownCustomer>> {
    let mut customers = Vec::new();
    for (column, values) in [
        ("code", codes.into_iter().map(Value::from).collect::<Vec<_>>()),
        ("telegram_id", people.into_iter().map(Value::from).collect()),
        ("phone", phones.into_iter().map(Value::from).collect()),
    ] {
        let select = format!(
            "SELECT customer_id, code, telegram_id, phone, import_digest FROM customers WHERE shop_id = ? AND {column}"
        );
        customers.extend(among::<KnownCustomer>(tx, &select, values).await?);
    }
    Ok(customers)
}

/// The rows of `select … WHERE shop_id = ? AND column` whose column is among `values`.
pub(super) async fn among<R: super::Row>(tx: &mut Tx, select: &str, values: Vec<Value>) -> Result<Vec<R>> {
    /// Fewer are filled up with the last, so that there is one statement.
    const SIZE: usize = 128;
    let mut found = Vec::new();
    for chunk in values.chunks(SIZE) {
        let Some(last) = chunk.last() else { continue };
        let mut sql = if tx.is_postgres() { select.replacen('?', "$1", 1) } else { select.to_owned() };
        sql.push_str(" IN (");
        placeholders(&mut sql, 2, SIZE, tx.is_postgres());
        sql.push(')');
        let padding = std::iter::repeat_n(last, SIZE - chunk.len());
        found.extend(tx.assembled(sql).bind_all(chunk.iter().chain(padding).cloned()).all::<R>().await?);
    }
    Ok(found)
}

/// Places that are held.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct HeldPlace {
    pub(crate) kind: String,
    pub(crate) value: String,
    pub(crate) code: String,
}

/// Which of these codes, Telegram accounts and phone numbers belong to customers who are left out; other kinds of the same
/// text may be among them.
pub(crate) async fn held_places(tx: &mut Tx, values: Vec<String>) -> Result<Vec<HeldPlace>> {
    let select = "SELECT kind, value, code FROM held_places WHERE shop_id = ? AND value";
    among(tx, select, values.into_iter().map(Value::from).collect()).await
}

/// The customers of these codes.
pub(crate) async fn ids_of_codes(tx: &mut Tx, codes: Vec<String>) -> Result<Vec<(String, CustomerId)>> {
    let select = "SELECT code, customer_id FROM customers WHERE shop_id = ? AND code";
    among(tx, select, codes.into_iter().map(Value::from).collect()).await
}

/// Prepares the database for more rows than it ever gets at once. SQLite: more room for pages, while rows come in the order of
/// the file and not of their indexes. PostgreSQL: plans are kept from when the tables were empty, and must not read whole
/// tables later.
pub(crate) async fn begin(tx: &mut Tx) -> Result<()> {
    let sql = if tx.is_postgres() { "SET LOCAL enable_seqscan = off" } else { "PRAGMA cache_size = -32000" };
    tx.unbound(sql).await
}

/// Tells PostgreSQL how much there is now. It plans by what it knew when the tables were empty, and then looks for a code by
/// going through all of the shop's. SQLite plans without knowing.
pub(crate) async fn grown(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() {
        tx.unbound("ANALYZE customers, wallets, invoices, entries, lots, held_places").await
    } else {
        Ok(())
    }
}

/// Takes that back.
pub(crate) async fn end(tx: &mut Tx) -> Result<()> {
    let sql = if tx.is_postgres() { "SET LOCAL enable_seqscan = on" } else { "PRAGMA cache_size = -16000" };
    tx.unbound(sql).await
}

/// A code as the import binds it.
pub(crate) fn code_text(code: &Code) -> String {
    code.as_str().to_owned()
}

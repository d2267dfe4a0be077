//! Many rows at once, for the import above all: `INSERT … VALUES (…), (…)` in a few
//! fixed sizes, so that a handful of prepared statements serves any number of rows.

use std::fmt::Write as _;

use super::{Db, Listed, Result, Tx, Value, db::Engine};
use crate::{
    clock::Timestamp,
    domain::{
        ActorKind, Birthday, ClientCode, Code, CouponId, CouponKind, CustomerId, CustomerKind, EarnRule, Email,
        EntryId, EntryKind, GroupId, InvoiceId, InvoiceNumber, Language, LotId, Money, OperationId, ParcelEventKind,
        ParcelId, ParcelNumber, ParcelStatus, Phone, PointsWallet, Quantity, Rate, Receipt, RefundId, TelegramId,
        Wallet, WebhookId,
    },
};

/// How many rows one statement inserts: as many of the first size as there are rows for, then of the next.
pub(super) const SIZES: [usize; 5] = [256, 32, 4, 2, 1];

/// Declares a table's columns once: the row that is inserted, and their names in its order. The shop is always the first. Declares also
/// `inserts`, which lists the statements.
macro_rules! tables {
    ($($(#[$doc:meta])* $row:ident in $table:literal $(, $conflict:literal)? { $($column:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $row { $(pub(crate) $column: $type),+ }

        impl $crate::storage::bulk::BulkRow for $row {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];
            const CONFLICT: &'static str = concat!("", $($conflict)?);

            fn push(self, values: &mut Vec<$crate::storage::Value>) {
                $(values.push(self.$column.into());)+
            }
        }
    )+

        /// The `INSERT` of each table, in each of its sizes, for one of the databases.
        fn inserts(postgres: bool) -> Vec<(String, String)> {
            let mut inserts = Vec::new();
            $(for size in $crate::storage::bulk::SIZES {
                let sql = $crate::storage::bulk::insert_sql::<$row>(size, postgres);
                inserts.push((format!("{} of {size}", stringify!($row)), sql));
            })+
            inserts
        }
    };
}
pub(super) use tables;

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
        email: Option<Email>, outside_code: Option<ClientCode>, outside_key: Option<String>, mutes_parcels: bool, language: Option<Language>,
        telegram_language: Option<String>, referrer_id: Option<CustomerId>, named_referrer: Option<String>, named_card: Option<String>,
        referred_at: Option<Timestamp>, has_purchased: bool, purchased_elsewhere: bool, was_welcomed: bool, joined_at: Timestamp,
        visited_at: Timestamp, middle_name: String, kind: CustomerKind, company_name: String, tax_id: String, other_phone: String,
        address: String, city: String, region: String, postal_code: String, group_id: Option<GroupId>, group_by_rule: bool,
        credit_limit_minor: Option<Money>, birthday: Option<Birthday>, notes: String, is_active: bool, is_blocked: bool,
        updated_at: Timestamp, search_text: String, import_digest: String, legacy: Option<String>,
    }

    /// A text by whose beginning a customer is found.
    TermRow in "search_terms" { term: String, customer_id: CustomerId }

    /// An invoice of the file. A number or a receipt that is taken leaves the row out.
    InvoiceRow in "invoices", " ON CONFLICT DO NOTHING" {
        invoice_id: InvoiceId, customer_id: CustomerId, number: InvoiceNumber, receipt: Option<Receipt>, total_minor: Money,
        discount_minor: Money, group_discount_minor: Money, group_discount_bp: Rate, redeemed_minor: Money,
        redeemed_from: Option<PointsWallet>, debt_minor: Money, earned_minor: Money, coupon_points_minor: Money, earn_rule: Option<EarnRule>,
        earn_bp: Option<Rate>, named_referrer: Option<String>, reward_minor: Money, reward_bp: Option<Rate>, refunded_minor: Money,
        actor_kind: ActorKind, actor_id: Option<i64>, issued_at: Timestamp, utc_offset_s: i64, legacy: Option<String>,
    }

    /// A line of an invoice.
    LineRow in "invoice_lines" {
        invoice_id: InvoiceId, position: i64, name: String, quantity_milli: Quantity, unit_price_minor: Money, total_minor: Money,
    }

    /// A refund of an invoice of the file.
    RefundRow in "refunds" {
        refund_id: RefundId, invoice_id: InvoiceId, total_minor: Money, discount_minor: Money, redeemed_minor: Money, debt_minor: Money,
        money_minor: Money, earned_minor: Money, coupon_points_minor: Money, reward_minor: Money, operation_id: OperationId,
        actor_kind: ActorKind, actor_id: Option<i64>, reason: String, refunded_at: Timestamp,
    }

    /// A coupon of a customer.
    CouponRow in "coupons" {
        coupon_id: CouponId, customer_id: CustomerId, title: String, kind: CouponKind, worth: i64, expires_at: Option<Timestamp>,
        given_by: OperationId, given_at: Timestamp, used_by: Option<OperationId>, used_at: Option<Timestamp>,
    }

    /// What a coupon did on an invoice.
    InvoiceCouponRow in "invoice_coupons" {
        invoice_id: InvoiceId, coupon_id: CouponId, discount_minor: Money, points_minor: Money,
    }

    /// Goods that came back by it.
    RefundLineRow in "refund_lines" { refund_id: RefundId, position: i64, quantity_milli: Quantity, total_minor: Money }

    /// A wallet's balance.
    WalletRow in "wallets" {
        customer_id: CustomerId, wallet: Wallet, balance_minor: Money, points_debt_minor: Money, last_number: i64,
    }

    /// A line of a wallet.
    EntryRow in "entries" {
        entry_id: EntryId, customer_id: CustomerId, wallet: Wallet, number: i64, kind: EntryKind, amount_minor: Money,
        balance_after_minor: Money, invoice_id: Option<InvoiceId>, corrects_id: Option<EntryId>, operation_id: OperationId,
        actor_kind: ActorKind, actor_id: Option<i64>, note: String, entered_at: Timestamp, utc_offset_s: Option<i64>, legacy: Option<String>,
    }

    /// Points that can be spent.
    LotRow in "lots" {
        lot_id: LotId, customer_id: CustomerId, wallet: Wallet, entry_id: EntryId, amount_minor: Money, remaining_minor: Money,
        expires_at: Option<Timestamp>, warned_days: Option<i64>,
    }

    /// What an entry took from a lot.
    LotUseRow in "lot_uses" { entry_id: EntryId, lot_id: LotId, amount_minor: Money }

    /// A parcel of the file.
    ParcelRow in "parcels" {
        parcel_id: ParcelId, number: ParcelNumber, number_key: String, client_code: ClientCode, client_key: String,
        customer_id: Option<CustomerId>, status: ParcelStatus, quantity: Option<i64>, weight_milli: Option<Quantity>,
        price_per_kg_minor: Option<Money>, cost_minor: Option<Money>, note: Option<String>, created_at: Timestamp, updated_at: Timestamp,
    }

    /// What happened to a parcel.
    ParcelEventRow in "parcel_events" {
        number: i64, parcel_id: ParcelId, kind: ParcelEventKind, status: ParcelStatus, is_forced: bool, actor_kind: ActorKind,
        actor_id: Option<i64>, changed_at: Timestamp,
    }

    /// A text by whose beginning a parcel is found.
    ParcelTermRow in "parcel_terms" { term: String, parcel_id: ParcelId }

    /// An event that is to be sent to a webhook.
    DeliveryRow in "webhook_deliveries" {
        webhook_id: WebhookId, number: i64, parcel_id: ParcelId, message_id: String, body: String, created_at: Timestamp,
        due_at: Timestamp,
    }

    /// An identity of a customer who is left out.
    RejectedIdentityRow in "rejected_identities" { kind: String, value: String, code: String }
}

/// Inserts rows in their order; how many there are now that were not there before.
pub(crate) async fn insert<R: BulkRow>(tx: &mut Tx, rows: Vec<R>) -> Result<u64> {
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    let mut inserted = 0;
    for size in SIZES {
        while left >= size {
            let mut values = Vec::with_capacity(size * (R::COLUMNS.len() + 1));
            for (place, row) in rows.by_ref().take(size).enumerate() {
                // The query binds the first row's shop itself.
                if place > 0 && !tx.is_postgres() {
                    values.push(tx.shop().into());
                }
                row.push(&mut values);
            }
            let sql = insert_sql::<R>(size, tx.is_postgres());
            inserted += tx.assembled(sql).bind_all(values).run().await?;
            left -= size;
        }
    }
    Ok(inserted)
}

pub(super) fn insert_sql<R: BulkRow>(rows: usize, postgres: bool) -> String {
    let columns = R::COLUMNS.len();
    let mut sql = format!("INSERT INTO {} (shop_id, {}) VALUES ", R::TABLE, R::COLUMNS.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        sql.push_str(if postgres { "$1," } else { "?," });
        placeholders(&mut sql, row * columns + 2, columns, postgres);
        sql.push(')');
    }
    sql.push_str(R::CONFLICT);
    sql
}

/// Appends `count` placeholders. On SQLite they have no numbers: it looks numbered ones up one by one, which takes longer than
/// the insert where there are a thousand.
fn placeholders(sql: &mut String, first: usize, count: usize, postgres: bool) {
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

/// A customer who has one of the identities that were asked for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownCustomer {
    pub(crate) customer_id: CustomerId,
    pub(crate) code: String,
    pub(crate) telegram_id: Option<TelegramId>,
    pub(crate) phone: Option<Phone>,
    pub(crate) joined_at: Timestamp,
    pub(crate) import_digest: Option<String>,
}

/// The customers who have any of these codes, Telegram accounts or phone numbers.
pub(crate) async fn known_customers(
    tx: &mut Tx,
    codes: Vec<String>,
    people: Vec<TelegramId>,
    phones: Vec<Phone>,
) -> Result<Vec<KnownCustomer>> {
    let mut customers = among(tx, &BY_CODE, codes).await?;
    customers.extend(among(tx, &BY_TELEGRAM_ID, people).await?);
    customers.extend(among(tx, &BY_PHONE, phones).await?);
    Ok(customers)
}

/// An identity of a customer who is left out.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct RejectedIdentity {
    pub(crate) kind: String,
    pub(crate) value: String,
    pub(crate) code: String,
}

/// Which of these codes, Telegram accounts and phone numbers belong to customers who are left out; other kinds of the same
/// text may be among them.
pub(crate) async fn rejected_identities(tx: &mut Tx, values: Vec<String>) -> Result<Vec<RejectedIdentity>> {
    among(tx, &REJECTED_IDENTITIES, values).await
}

/// The customers of these codes.
pub(crate) async fn customers_of_codes(tx: &mut Tx, codes: Vec<String>) -> Result<Vec<KnownCustomer>> {
    among(tx, &BY_CODE, codes).await
}

/// Which of these numbers sales profiles have, and which of the others bills have.
pub(crate) async fn billing_numbers(
    tx: &mut Tx,
    of_profiles: Vec<String>,
    of_bills: Vec<String>,
) -> Result<(Vec<String>, Vec<String>)> {
    let profiles: Vec<(String,)> = among(tx, &PROFILE_NUMBERS, of_profiles).await?;
    let bills: Vec<(String,)> = among(tx, &BILL_NUMBERS, of_bills).await?;
    let texts = |rows: Vec<(String,)>| rows.into_iter().map(|(number,)| number).collect();
    Ok((texts(profiles), texts(bills)))
}

/// Which of these ids rows of a table of billing have.
pub(crate) async fn billing_ids(tx: &mut Tx, table: &str, ids: Vec<i64>) -> Result<Vec<i64>> {
    let of_table = |question: &&&Among| question.table == table && question.column_type == "BIGINT";
    let Some(question) = QUESTIONS.iter().find(of_table) else { return Ok(Vec::new()) };
    let rows: Vec<(i64,)> = among(tx, question, ids).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A question for the rows of which one column is among many values.
struct Among {
    name: &'static str,
    columns: &'static str,
    table: &'static str,
    column: &'static str,
    column_type: &'static str,
    /// The most rows of one value.
    rows: u8,
}

/// Declares questions, and `QUESTIONS`, which lists them.
macro_rules! questions {
    ($($name:ident = $columns:expr, $table:literal, $column:literal: $type:literal, at most $rows:literal;)+) => {
        $(const $name: Among = Among {
            name: stringify!($name), columns: $columns, table: $table, column: $column, column_type: $type, rows: $rows,
        };)+
        const QUESTIONS: &[&Among] = &[$(&$name),+];
    };
}

const KNOWN_CUSTOMER: &str = "customer_id, code, telegram_id, phone, joined_at, import_digest";

questions! {
    BY_CODE = KNOWN_CUSTOMER, "customers", "code": "TEXT", at most 1;
    BY_TELEGRAM_ID = KNOWN_CUSTOMER, "customers", "telegram_id": "BIGINT", at most 1;
    BY_PHONE = KNOWN_CUSTOMER, "customers", "phone": "TEXT", at most 1;
    REJECTED_IDENTITIES = "kind, value, code", "rejected_identities", "value": "TEXT", at most 3;
    KAM_IDS = "kam_id", "kams", "kam_id": "BIGINT", at most 1;
    UTILITY_IDS = "utility_id", "utilities", "utility_id": "BIGINT", at most 1;
    UTILITY_DETAIL_IDS = "utility_detail_id", "utility_details", "utility_detail_id": "BIGINT", at most 1;
    PACKAGE_IDS = "package_id", "packages", "package_id": "BIGINT", at most 1;
    PRICING_IDS = "pricing_id", "package_pricings", "pricing_id": "BIGINT", at most 1;
    PROFILE_NUMBERS = "number", "sales_profiles", "number": "TEXT", at most 1;
    BILL_NUMBERS = "number", "bills", "number": "TEXT", at most 1;
    ENTITLEMENT_IDS = "entitlement_id", "entitlements", "entitlement_id": "BIGINT", at most 1;
    DETAIL_IDS = "detail_id", "entitlement_details", "detail_id": "BIGINT", at most 1;
    BILL_IDS = "bill_id", "bills", "bill_id": "BIGINT", at most 1;
    BILL_DETAIL_IDS = "bill_detail_id", "bill_details", "bill_detail_id": "BIGINT", at most 1;
    PAYMENT_IDS = "payment_id", "bill_payments", "payment_id": "BIGINT", at most 1;
    PAYMENT_DETAIL_IDS = "payment_detail_id", "bill_payment_details", "payment_detail_id": "BIGINT", at most 1;
}

impl Among {
    /// Values of one statement. Fewer are filled up with the last, so that there is one statement.
    const SIZE: usize = 128;

    /// PostgreSQL without statistics takes `IN` of many values to find most rows of a shop, and reads all of them. It is given
    /// one value at a time, for which an index is sure to be best.
    fn sql(&self, postgres: bool) -> String {
        let Self { columns, table, column, column_type, rows, .. } = self;
        if !postgres {
            let places = vec!["?"; Self::SIZE].join(",");
            return format!("SELECT {columns} FROM {table} WHERE shop_id = ? AND {column} IN ({places})");
        }
        let values: Vec<String> =
            (2..Self::SIZE + 2).map(|place| format!("(CAST(${place} AS {column_type}))")).collect();
        format!(
            "SELECT {columns} FROM (VALUES {}) asked (asked_value) CROSS JOIN LATERAL (
                SELECT * FROM {table} x WHERE x.shop_id = $1 AND x.{column} = asked_value LIMIT {rows}) found",
            values.join(", ")
        )
    }
}

async fn among<R: super::Row>(tx: &mut Tx, question: &Among, values: Vec<impl Into<Value>>) -> Result<Vec<R>> {
    let mut found = Vec::new();
    let mut values = values.into_iter().map(Into::into).peekable();
    while values.peek().is_some() {
        let mut some: Vec<Value> = values.by_ref().take(Among::SIZE).collect();
        some.resize(Among::SIZE, some.last().cloned().unwrap_or(Value::Int(None)));
        let sql = question.sql(tx.is_postgres());
        found.extend(tx.assembled(sql).bind_all(some).all::<R>().await?);
    }
    Ok(found)
}

/// The `INSERT` of each table, as the tests see it.
pub(super) fn listed(sqlite: Vec<(String, String)>, postgres: Vec<(String, String)>) -> impl Iterator<Item = Listed> {
    let inserts = sqlite.into_iter().zip(postgres);
    inserts.map(|((name, sqlite), (_, postgres))| Listed { file: "bulk", name, sqlite, postgres })
}

/// The statements that are assembled here.
pub(super) fn assembled() -> impl Iterator<Item = Listed> {
    listed(inserts(false), inserts(true)).chain(QUESTIONS.iter().map(|question| Listed {
        file: "bulk",
        name: question.name.to_owned(),
        sqlite: question.sql(false),
        postgres: question.sql(true),
    }))
}

/// Prepares the database for more rows than it ever gets at once. SQLite: a larger cache, while rows come in the order of the
/// file and not of their indexes. PostgreSQL: no plan may read whole tables that was made when they were empty.
pub(crate) async fn begin(tx: &mut Tx) -> Result<()> {
    let sql = if tx.is_postgres() { "SET LOCAL enable_seqscan = off" } else { "PRAGMA cache_size = -32000" };
    tx.unbound(sql).await
}

/// Makes PostgreSQL plan anew, by the size that the tables have now. Plans from when they were empty look a customer up by the
/// shop alone, those of foreign keys too, and go through all customers for each row. There are no statistics before the
/// commit, so a look-up of many values must not depend on them: see [`Among::sql`]. SQLite plans by fixed statistics.
pub(crate) async fn plan_anew(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() { tx.unbound("DISCARD PLANS").await } else { Ok(()) }
}

/// Gives PostgreSQL statistics of the tables that an import fills, once it is committed.
///
/// # Errors
/// The database's.
pub(crate) async fn analyze(db: &Db) -> Result<()> {
    const TABLES: &str = "ANALYZE customers, search_terms, wallets, invoices, invoice_lines, entries, lots, lot_uses, refunds, refund_lines,
        coupons, invoice_coupons, sales_profiles, entitlements, entitlement_details, bills, bill_details, bill_payments, bill_payment_details";
    if let Engine::Postgres(server) = db.engine() {
        sqlx::raw_sql(TABLES).execute(&server.pool).await?;
    }
    Ok(())
}

/// Takes back what [`begin`] set.
pub(crate) async fn end(tx: &mut Tx) -> Result<()> {
    let sql = if tx.is_postgres() { "SET LOCAL enable_seqscan = on" } else { "PRAGMA cache_size = -16000" };
    tx.unbound(sql).await
}

/// A code as the import binds it.
pub(crate) fn code_text(code: &Code) -> String {
    code.as_str().to_owned()
}

//! The entries of a customer as the back office sees them.

use super::{Query, Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{ActorRef, CustomerId, EntryId, EntryKind, InvoiceId, Money, OperationId, TransactionKind, Wallet},
};

/// An entry with what the back office shows of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Transaction {
    /// The row.
    pub entry_id: EntryId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// Which wallet.
    pub wallet: Wallet,
    /// Why.
    pub kind: EntryKind,
    /// Above zero: into the wallet.
    pub amount_minor: Money,
    /// The balance of the wallet with this entry.
    pub balance_after_minor: Money,
    /// The invoice it belongs to.
    pub invoice_id: Option<InvoiceId>,
    /// A reason or a name; may be empty.
    pub note: String,
    /// Who did it.
    #[sqlx(flatten)]
    pub actor: ActorRef,
    /// The name of the member of the staff or of the key who did it.
    pub actor_name: Option<String>,
    /// When.
    pub entered_at: Timestamp,
}

/// Which entries a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those that are this.
    pub kind: Option<TransactionKind>,
    /// Those from this moment on.
    pub from: Option<Timestamp>,
    /// Those before this moment.
    pub until: Option<Timestamp>,
}

/// How many entries a customer has, and what the money among them comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Sums {
    /// How many there are, of all wallets.
    pub count: i64,
    /// What came into the money wallet. A refund is no payment: it takes back what was charged.
    pub paid_minor: Money,
    /// What went out of it, less refunds.
    pub charged_minor: Money,
}

/// What an entry is called: the word of its [`TransactionKind`].
macro_rules! word {
    () => {
        "CASE WHEN e.kind = 'manual' THEN 'correction'
            WHEN e.wallet = 'money' THEN CASE WHEN e.amount_minor > 0 THEN 'payment' ELSE 'charge' END
            WHEN e.amount_minor > 0 THEN 'bonus_accrual' ELSE 'bonus_redemption' END"
    };
}

/// The entries of a customer on all cards that became one. What moved from one of them to another is none.
/// CROSS JOIN, because SQLite takes the tables in that order then.
macro_rules! cards {
    ($columns:expr, $($rest:expr),+) => {
        concat!(
            "WITH RECURSIVE cards (customer_id) AS (
                SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id = $2
                UNION ALL
                SELECT c.customer_id FROM cards k CROSS JOIN customers c
                WHERE c.shop_id = $1 AND c.merged_into_id = k.customer_id)
            SELECT ", $columns, " FROM cards k CROSS JOIN entries e
            WHERE e.shop_id = $1 AND e.customer_id = k.customer_id AND e.kind <> 'transfer'",
            $($rest),+
        )
    };
}

macro_rules! wanted {
    () => {
        concat!(
            " AND (CAST($3 AS TEXT) IS NULL OR ",
            word!(),
            " = $3) AND (CAST($4 AS BIGINT) IS NULL OR e.entered_at >= $4) AND (CAST($5 AS BIGINT) IS NULL OR e.entered_at < $5)"
        )
    };
}

macro_rules! columns {
    () => {
            "e.entry_id, e.customer_id, e.wallet, e.kind, e.amount_minor, e.balance_after_minor, e.invoice_id, e.note,
                e.actor_kind, e.actor_id, e.entered_at,
                CASE e.actor_kind
                    WHEN 'staff' THEN COALESCE(
                        (SELECT s.name FROM staff s WHERE s.shop_id = $1 AND s.telegram_id = e.actor_id),
                        (SELECT TRIM(COALESCE(o.first_name, '') || ' ' || COALESCE(o.last_name, '')) FROM customers o
                            WHERE o.shop_id = $1 AND o.telegram_id = e.actor_id))
                    WHEN 'key' THEN (SELECT k.name FROM api_keys k WHERE k.shop_id = $1 AND k.key_id = e.actor_id)
                END AS actor_name"
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM entries e WHERE ", $rest)
    };
}

statements! {
    LIST = cards!(columns!(), wanted!(), " ORDER BY e.entered_at DESC, e.entry_id DESC LIMIT $6 OFFSET $7");
    COUNT = cards!("COUNT(*)", wanted!());
    BY_ID = select!("e.shop_id = $1 AND e.entry_id = $2");
    SUMS = cards!("COUNT(*) AS count,
            CAST(COALESCE(SUM(CASE WHEN e.wallet = 'money' AND e.amount_minor > 0 AND e.kind <> 'refund' THEN e.amount_minor END), 0) AS BIGINT) AS paid_minor,
            CAST(COALESCE(SUM(CASE WHEN e.wallet = 'money' AND (e.amount_minor < 0 OR e.kind = 'refund') THEN -e.amount_minor END), 0) AS BIGINT) AS charged_minor",
        "");
    OF_OPERATION = select!("e.shop_id = $1 AND e.customer_id = $2 AND e.operation_id = $3 AND e.entered_at = $4");
}

/// A part of a customer's entries that are wanted, newest first.
pub async fn list(
    tx: &mut Tx,
    customer: CustomerId,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Transaction>> {
    bound(tx.q(LIST), customer, wanted).bind(limit).bind(offset).all().await
}

/// How many of them there are.
pub async fn count(tx: &mut Tx, customer: CustomerId, wanted: &Wanted) -> Result<i64> {
    Ok(bound(tx.q(COUNT), customer, wanted).one::<(i64,)>().await?.0)
}

fn bound<'t>(query: Query<'t>, customer: CustomerId, wanted: &Wanted) -> Query<'t> {
    query.bind(customer).bind(wanted.kind).bind(wanted.from).bind(wanted.until)
}

/// An entry.
pub async fn by_id(tx: &mut Tx, entry: EntryId) -> Result<Option<Transaction>> {
    tx.q(BY_ID).bind(entry).opt().await
}

/// The only entry of an operation, which was at a moment.
pub async fn of_operation(
    tx: &mut Tx,
    customer: CustomerId,
    operation: &OperationId,
    at: Timestamp,
) -> Result<Option<Transaction>> {
    tx.q(OF_OPERATION).bind(customer).bind(operation).bind(at).opt().await
}

/// What a customer's entries come to.
pub async fn sums(tx: &mut Tx, customer: CustomerId) -> Result<Sums> {
    tx.q(SUMS).bind(customer).one().await
}

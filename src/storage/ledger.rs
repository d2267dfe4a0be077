//! Wallets, entries and lots. Only `service::ledger` calls what changes them.

use std::ops::Range;

use chrono_tz::Tz;

pub use super::wallet_rows::WalletState;
use super::{Result, Tx, counts::Counted, shops, statement::statements, wallet_rows::wallet_columns};
use crate::{
    clock::Timestamp,
    domain::{
        ActorRef, CustomerId, EntryId, EntryKind, InvoiceId, InvoiceNumber, Lifetime, LotId, Money, OperationId, Wallet,
    },
};

/// A wallet with its balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Balance {
    /// Which wallet.
    pub wallet: Wallet,
    /// What is in it; for money below zero: what the customer owes.
    pub balance_minor: Money,
    /// Points that were taken back after they had been spent; later earnings repay them first.
    pub points_debt_minor: Money,
    /// What open holds reserve of it.
    pub held_minor: Money,
}

/// A wallet after a movement, which is locked until the end of the transaction. The movement's entry is still to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Moved {
    /// The new balance.
    pub balance_minor: Money,
    /// Points debt.
    pub points_debt_minor: Money,
    /// The number of the entry.
    pub last_number: i64,
}

/// A wallet after points came in, and how long they live.
#[derive(Clone, Copy, Debug)]
pub struct Added {
    /// The wallet, with the points debt that is to be repaid of what came in.
    pub moved: Moved,
    /// The setting of the shop; `None`: for ever.
    pub lifetime: Option<Lifetime>,
    /// The time zone of the shop.
    pub zone: Tz,
}

/// When a lot expires, and which warning counts as given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Expiry {
    /// `None`: never.
    pub expires_at: Option<Timestamp>,
    /// In days before.
    pub warned_days: Option<i64>,
}

/// A line of a wallet, to be written.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    /// Whose wallet.
    pub customer: CustomerId,
    /// Which of them.
    pub wallet: Wallet,
    /// Why.
    pub kind: EntryKind,
    /// Above zero: into the wallet.
    pub amount: Money,
    /// The wallet with this entry.
    pub after: Moved,
    /// The invoice it belongs to.
    pub invoice: Option<InvoiceId>,
    /// The entry that it corrects.
    pub corrects: Option<EntryId>,
    /// The operation that made it.
    pub operation: &'a OperationId,
    /// Who did it.
    pub actor: ActorRef,
    /// A reason or a name.
    pub note: &'a str,
    /// When.
    pub at: Timestamp,
}

/// A line of a wallet, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    /// The row.
    pub entry_id: EntryId,
    /// Which wallet.
    pub wallet: Wallet,
    /// Orders the entries of the wallet.
    pub entry_number: i64,
    /// Why.
    pub kind: EntryKind,
    /// Above zero: into the wallet.
    pub amount_minor: Money,
    /// The balance with this entry.
    pub balance_after_minor: Money,
    /// The invoice it belongs to.
    pub invoice_id: Option<InvoiceId>,
    /// The number of that invoice.
    pub number: Option<InvoiceNumber>,
    /// A reason or a name.
    pub note: String,
    /// When.
    pub entered_at: Timestamp,
}

/// A lot that still has points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenLot {
    /// The row.
    pub lot_id: LotId,
    /// What is left of it.
    pub remaining_minor: Money,
    /// When it expires.
    #[sqlx(flatten)]
    pub expiry: Expiry,
}

/// What wallets have, and what of it has expired at `$3`.
macro_rules! wallet_states {
    ($which:literal) => {
        concat!(
            "SELECT ",
            wallet_columns!("$3"),
            " FROM wallets w WHERE w.shop_id = $1 AND w.customer_id = $2 ",
            $which
        )
    };
}

statements! {
    WALLET_STATES = wallet_states!("");
    WALLET_STATE = wallet_states!("AND w.wallet = $4");
    /// A movement locks the wallet before its lots and holds.
    LOCK = "
        UPDATE wallets SET held_minor = held_minor WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3
        RETURNING wallet, balance_minor, points_debt_minor, held_minor";
    BALANCE = "
        SELECT wallet, balance_minor, points_debt_minor, held_minor FROM wallets
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3";
    ADD = "
        INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor, last_number) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT (shop_id, customer_id, wallet) DO UPDATE SET
            balance_minor = wallets.balance_minor + excluded.balance_minor, last_number = wallets.last_number + 1
        RETURNING balance_minor, points_debt_minor, last_number";
    TAKE = "
        UPDATE wallets SET balance_minor = balance_minor - $4, last_number = last_number + 1
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND balance_minor - held_minor >= $4
        RETURNING balance_minor, points_debt_minor, last_number";
    HOLD = "
        UPDATE wallets SET held_minor = held_minor + $4
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND balance_minor - held_minor >= $4";
    FREE = "
        UPDATE wallets SET held_minor = held_minor - $4 WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3";
    LOSE = "
        UPDATE wallets SET balance_minor = balance_minor - $4, last_number = last_number + 1
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3
        RETURNING balance_minor, points_debt_minor, last_number";
    REPAY = "
        UPDATE wallets SET balance_minor = balance_minor + $4, last_number = last_number + 1
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND balance_minor + $4 <= 0
        RETURNING balance_minor, points_debt_minor, last_number";
    REDUCE_POINTS_DEBT = "
        UPDATE wallets SET points_debt_minor = points_debt_minor - $4
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3";
    INSERT_ENTRY = "
        INSERT INTO entries (
            shop_id, entry_id, customer_id, wallet, number, kind, amount_minor, balance_after_minor, invoice_id, corrects_id,
            operation_id, actor_kind, actor_id, note, entered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    INSERT_LOT = "
        INSERT INTO lots (shop_id, lot_id, customer_id, wallet, entry_id, amount_minor, remaining_minor, expires_at, warned_days)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)";
    OPEN_LOTS = "
        SELECT l.lot_id, l.remaining_minor, l.expires_at, l.warned_days
        FROM lots l JOIN entries e ON e.shop_id = $1 AND e.entry_id = l.entry_id
        WHERE l.shop_id = $1 AND l.customer_id = $2 AND l.wallet = $3 AND l.remaining_minor > 0
        ORDER BY CASE WHEN l.expires_at IS NULL THEN 1 ELSE 0 END, l.expires_at, e.number, l.lot_id";
    UNSETTLED = "
        SELECT customer_id, wallet FROM (
            SELECT customer_id, wallet FROM lots
            WHERE shop_id = $1 AND remaining_minor > 0 AND expires_at IS NOT NULL AND expires_at <= $2
            UNION
            SELECT customer_id, wallet FROM holds WHERE shop_id = $1 AND state = 'open' AND expires_at <= $2) AS due
        WHERE customer_id > $3 OR (customer_id = $3 AND wallet > $4)
        ORDER BY customer_id, wallet LIMIT $5";
    DATE_LOTS = "
        UPDATE lots SET expires_at = $2, warned_days = $3 WHERE shop_id = $1 AND expires_at IS NULL";
    REDUCE_LOT = "UPDATE lots SET remaining_minor = remaining_minor - $3 WHERE shop_id = $1 AND lot_id = $2";
    /// An entry that takes points back may find more of them later.
    INSERT_LOT_USE = "
        INSERT INTO lot_uses (shop_id, entry_id, lot_id, amount_minor) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop_id, entry_id, lot_id) DO UPDATE SET amount_minor = lot_uses.amount_minor + excluded.amount_minor";
    HISTORY = "
        SELECT e.entry_id, e.wallet, e.number AS entry_number, e.kind, e.amount_minor, e.balance_after_minor, e.invoice_id, i.number, e.note, e.entered_at
        FROM entries e LEFT JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = e.invoice_id
        WHERE e.shop_id = $1 AND e.customer_id = $2 AND e.entered_at >= $5 AND e.entered_at < $6
        ORDER BY e.entered_at DESC, e.entry_id DESC
        LIMIT $3 OFFSET $4";
    SPENT_BY = "
        SELECT entry_id FROM entries
        WHERE shop_id = $1 AND customer_id = $2 AND operation_id = $3 AND entered_at = $4 AND kind IN ('redeem', 'payment')
        ORDER BY entry_id";
    COUNT = "SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND customer_id = $2";
    /// Of invoices and of bills. CROSS JOIN, because SQLite takes the tables in that order then.
    REWARDS = "
        SELECT customer_id, CAST(SUM(reward_minor) AS BIGINT) FROM (
            SELECT customer_id, reward_minor FROM invoices WHERE shop_id = $1 AND referrer_id = $2
            UNION ALL
            SELECT b.customer_id, e.amount_minor FROM entries e CROSS JOIN bills b
            WHERE e.shop_id = $1 AND e.customer_id = $2 AND e.kind = 'referral_reward'
                AND b.shop_id = $1 AND b.reward_id = e.entry_id) rewards
        GROUP BY customer_id";
    /// CROSS JOIN, because SQLite takes the tables in that order then.
    SUM_OF_KIND = "
        WITH RECURSIVE cards (customer_id) AS (
            SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id = $2
            UNION ALL
            SELECT c.customer_id FROM cards k CROSS JOIN customers c
            WHERE c.shop_id = $1 AND c.merged_into_id = k.customer_id)
        SELECT CAST(COALESCE(SUM(e.amount_minor), 0) AS BIGINT) FROM cards k CROSS JOIN entries e
        WHERE e.shop_id = $1 AND e.customer_id = k.customer_id AND e.wallet = $3 AND e.kind = $4";
}

/// Every wallet of a customer that ever moved.
pub async fn wallet_states(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Vec<WalletState>> {
    let expired_by = tx.expired_by(at);
    tx.q(WALLET_STATES).bind(customer).bind(expired_by).all().await
}

/// One wallet, if it ever moved.
pub async fn wallet_state(
    tx: &mut Tx,
    customer: CustomerId,
    wallet: Wallet,
    at: Timestamp,
) -> Result<Option<WalletState>> {
    let expired_by = tx.expired_by(at);
    tx.q(WALLET_STATE).bind(customer).bind(expired_by).bind(wallet).opt().await
}

/// Locks a wallet until the end of the transaction; `None` where it never moved.
pub async fn lock(tx: &mut Tx, customer: CustomerId, wallet: Wallet) -> Result<Option<Balance>> {
    tx.q(LOCK).bind(customer).bind(wallet).opt().await
}

/// One wallet; empty where it never moved.
pub async fn balance(tx: &mut Tx, customer: CustomerId, wallet: Wallet) -> Result<Balance> {
    let zero = Money::ZERO;
    let nothing = Balance { wallet, balance_minor: zero, points_debt_minor: zero, held_minor: zero };
    Ok(tx.q(BALANCE).bind(customer).bind(wallet).opt().await?.unwrap_or(nothing))
}

/// Adds to a wallet, below zero too where the wallet may go there.
pub async fn add(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Moved> {
    tx.q(ADD).bind(customer).bind(wallet).bind(amount).one().await
}

/// Adds points to a wallet.
pub async fn earn(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Added> {
    let (lifetime, zone) = shops::lock_lifetime(tx).await?;
    let moved = add(tx, customer, wallet, amount).await?;
    Ok(Added { moved, lifetime, zone })
}

/// Reserves what a wallet has; false where less is free, whatever runs at the same time.
pub async fn hold(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<bool> {
    Ok(tx.q(HOLD).bind(customer).bind(wallet).bind(amount).run().await? > 0)
}

/// Frees what was reserved.
pub async fn free(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<()> {
    tx.q(FREE).bind(customer).bind(wallet).bind(amount).run().await?;
    Ok(())
}

/// Takes from a wallet that is locked and has it.
pub async fn lose(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Moved> {
    tx.q(LOSE).bind(customer).bind(wallet).bind(amount).one().await
}

/// Takes from a wallet what is free; `None` where it is less, whatever runs at the same time.
pub async fn take(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Option<Moved>> {
    tx.q(TAKE).bind(customer).bind(wallet).bind(amount).opt().await
}

/// Pays off debt; `None` where less is owed.
pub async fn repay(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Option<Moved>> {
    tx.q(REPAY).bind(customer).bind(wallet).bind(amount).opt().await
}

/// Lowers the points debt of a wallet.
pub async fn reduce_points_debt(tx: &mut Tx, customer: CustomerId, wallet: Wallet, by: Money) -> Result<()> {
    tx.q(REDUCE_POINTS_DEBT).bind(customer).bind(wallet).bind(by).run().await?;
    Ok(())
}

/// Writes an entry.
pub async fn insert_entry(tx: &mut Tx, entry: &NewEntry<'_>) -> Result<EntryId> {
    let id = EntryId(tx.draw_id().await?);
    tx.q(INSERT_ENTRY)
        .bind(id)
        .bind(entry.customer)
        .bind(entry.wallet)
        .bind(entry.after.last_number)
        .bind(entry.kind)
        .bind(entry.amount)
        .bind(entry.after.balance_minor)
        .bind(entry.invoice)
        .bind(entry.corrects)
        .bind(entry.operation)
        .bind_actor(entry.actor)
        .bind(entry.note)
        .bind(entry.at)
        .run()
        .await?;
    tx.count(Counted::Entries, entry.kind.as_str(), 1);
    if entry.wallet != Wallet::Money {
        tx.totals().add_points(entry.customer, entry.amount);
    }
    Ok(id)
}

/// Opens a lot for the points that an entry brought.
pub async fn insert_lot(
    tx: &mut Tx,
    entry: EntryId,
    customer: CustomerId,
    wallet: Wallet,
    amount: Money,
    expiry: Expiry,
) -> Result<()> {
    let id = LotId(tx.draw_id().await?);
    let query = tx.q(INSERT_LOT).bind(id).bind(customer).bind(wallet).bind(entry).bind(amount);
    query.bind(expiry.expires_at).bind(expiry.warned_days).run().await?;
    Ok(())
}

/// Wallets with lots or holds that have expired at `at`, those after one of them, in order.
pub async fn unsettled(
    tx: &mut Tx,
    at: Timestamp,
    after: Option<(CustomerId, Wallet)>,
    limit: i64,
) -> Result<Vec<(CustomerId, Wallet)>> {
    let (customer, wallet) = after.map_or((CustomerId(0), ""), |(customer, wallet)| (customer, wallet.as_str()));
    let expired_by = tx.expired_by(at);
    tx.q(UNSETTLED).bind(expired_by).bind(customer).bind(wallet).bind(limit).all().await
}

/// Gives every lot that would never expire an expiry; how many there were.
pub async fn date_lots(tx: &mut Tx, expiry: Expiry) -> Result<u64> {
    tx.q(DATE_LOTS).bind(expiry.expires_at).bind(expiry.warned_days).run().await
}

/// The lots that still have points, in the order they are spent: what expires first, then the oldest.
pub async fn open_lots(tx: &mut Tx, customer: CustomerId, wallet: Wallet) -> Result<Vec<OpenLot>> {
    tx.q(OPEN_LOTS).bind(customer).bind(wallet).all().await
}

/// Spends from a lot, for an entry.
pub async fn use_lot(tx: &mut Tx, entry: EntryId, lot: LotId, amount: Money) -> Result<()> {
    tx.q(REDUCE_LOT).bind(lot).bind(amount).run().await?;
    tx.q(INSERT_LOT_USE).bind(entry).bind(lot).bind(amount).run().await?;
    Ok(())
}

/// A page of the entries of a customer, of all wallets, that were made in a time, newest first; those of one moment by their rows.
pub async fn history(
    tx: &mut Tx,
    customer: CustomerId,
    time: Range<Timestamp>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Entry>> {
    tx.q(HISTORY).bind(customer).bind(limit).bind(offset).bind(time.start).bind(time.end).all().await
}

/// The entries by which an operation, which was at a moment, spent what a customer has.
pub async fn spent_by(
    tx: &mut Tx,
    customer: CustomerId,
    operation: &OperationId,
    at: Timestamp,
) -> Result<Vec<EntryId>> {
    let rows: Vec<(EntryId,)> = tx.q(SPENT_BY).bind(customer).bind(operation).bind(at).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many entries a customer has.
pub async fn count(tx: &mut Tx, customer: CustomerId) -> Result<i64> {
    Ok(tx.q(COUNT).bind(customer).one::<(i64,)>().await?.0)
}

/// The sum of a customer's entries of one kind in one wallet.
pub async fn sum_of_kind(tx: &mut Tx, customer: CustomerId, wallet: Wallet, kind: EntryKind) -> Result<Money> {
    Ok(tx.q(SUM_OF_KIND).bind(customer).bind(wallet).bind(kind).one::<(Money,)>().await?.0)
}

/// What each friend's purchases brought a customer, where it is known which purchase did.
pub async fn rewards(tx: &mut Tx, referrer: CustomerId) -> Result<Vec<(CustomerId, Money)>> {
    tx.q(REWARDS).bind(referrer).all().await
}

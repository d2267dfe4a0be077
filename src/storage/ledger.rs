//! Wallets, entries and lots. Only `service::ledger` calls what changes them.

use super::{Result, Tx, statements};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryId, EntryKind, InvoiceId, InvoiceNumber, LotId, Money, TelegramId, Wallet},
};

/// A wallet's standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Balance {
    /// Which wallet.
    pub wallet: Wallet,
    /// What is in it; for money below zero: what the customer owes.
    pub balance_minor: Money,
    /// Points that were taken back after they had been spent; later earnings repay them first.
    pub points_debt_minor: Money,
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
    /// The balance with this entry.
    pub balance_after: Money,
    /// The invoice it belongs to.
    pub invoice: Option<InvoiceId>,
    /// The entry that it corrects.
    pub corrects: Option<EntryId>,
    /// The operation that made it.
    pub operation: &'a str,
    /// The member of the staff who did it.
    pub actor: Option<TelegramId>,
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
}

statements! {
    BALANCES = "SELECT wallet, balance_minor, points_debt_minor FROM wallets WHERE shop_id = $1 AND customer_id = $2";
    BALANCE = "
        SELECT wallet, balance_minor, points_debt_minor FROM wallets
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3";
    ADD = "
        INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop_id, customer_id, wallet)
        DO UPDATE SET balance_minor = wallets.balance_minor + excluded.balance_minor
        RETURNING wallet, balance_minor, points_debt_minor";
    TAKE = "
        UPDATE wallets SET balance_minor = balance_minor - $4
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND balance_minor >= $4
        RETURNING balance_minor";
    REPAY = "
        UPDATE wallets SET balance_minor = balance_minor + $4
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND balance_minor + $4 <= 0
        RETURNING balance_minor";
    REDUCE_POINTS_DEBT = "
        UPDATE wallets SET points_debt_minor = points_debt_minor - $4
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3";
    INSERT_ENTRY = "
        INSERT INTO entries (
            shop_id, customer_id, wallet, kind, amount_minor, balance_after_minor, invoice_id, corrects_id, operation_id,
            actor_id, note, entered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        RETURNING entry_id";
    INSERT_LOT = "
        INSERT INTO lots (shop_id, customer_id, wallet, entry_id, amount_minor, remaining_minor, expires_at)
        VALUES ($1, $2, $3, $4, $5, $5, $6)";
    OPEN_LOTS = "
        SELECT lot_id, remaining_minor FROM lots
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND remaining_minor > 0
        ORDER BY CASE WHEN expires_at IS NULL THEN 1 ELSE 0 END, expires_at, lot_id";
    REDUCE_LOT = "UPDATE lots SET remaining_minor = remaining_minor - $3 WHERE shop_id = $1 AND lot_id = $2";
    INSERT_LOT_USE = "INSERT INTO lot_uses (shop_id, entry_id, lot_id, amount_minor) VALUES ($1, $2, $3, $4)";
    HISTORY = "
        SELECT e.entry_id, e.wallet, e.kind, e.amount_minor, e.balance_after_minor, e.invoice_id, i.number, e.note, e.entered_at
        FROM entries e LEFT JOIN invoices i ON i.shop_id = e.shop_id AND i.invoice_id = e.invoice_id
        WHERE e.shop_id = $1 AND e.customer_id = $2
        ORDER BY e.entered_at DESC, e.entry_id DESC
        LIMIT $3 OFFSET $4";
    COUNT = "SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND customer_id = $2";
    REWARDS = "
        SELECT i.customer_id, CAST(SUM(e.amount_minor) AS BIGINT)
        FROM entries e JOIN invoices i ON i.shop_id = e.shop_id AND i.invoice_id = e.invoice_id
        WHERE e.shop_id = $1 AND e.customer_id = $2 AND e.kind = $3
        GROUP BY i.customer_id";
    SUM_OF_KIND = "
        SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM entries
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND kind = $4";
}

/// Every wallet of a customer that ever moved.
pub async fn balances(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Balance>> {
    tx.q(BALANCES).bind(customer).all().await
}

/// One wallet's standing; nothing where it never moved.
pub async fn balance(tx: &mut Tx, customer: CustomerId, wallet: Wallet) -> Result<Balance> {
    let nothing = Balance { wallet, balance_minor: Money::ZERO, points_debt_minor: Money::ZERO };
    Ok(tx.q(BALANCE).bind(customer).bind(wallet).opt().await?.unwrap_or(nothing))
}

/// Adds to a wallet, below zero too where the wallet may go there.
pub async fn add(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Balance> {
    tx.q(ADD).bind(customer).bind(wallet).bind(amount).one().await
}

/// Takes from a wallet what it has; the new balance, or `None` where it has less, whatever runs at the same time.
pub async fn take(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Option<Money>> {
    let balance: Option<(Money,)> = tx.q(TAKE).bind(customer).bind(wallet).bind(amount).opt().await?;
    Ok(balance.map(|(balance,)| balance))
}

/// Pays off debt; the new balance, or `None` where less is owed.
pub async fn repay(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Option<Money>> {
    let balance: Option<(Money,)> = tx.q(REPAY).bind(customer).bind(wallet).bind(amount).opt().await?;
    Ok(balance.map(|(balance,)| balance))
}

/// Lowers the points debt of a wallet.
pub async fn reduce_points_debt(tx: &mut Tx, customer: CustomerId, wallet: Wallet, by: Money) -> Result<()> {
    tx.q(REDUCE_POINTS_DEBT).bind(customer).bind(wallet).bind(by).run().await?;
    Ok(())
}

/// Writes an entry.
pub async fn insert_entry(tx: &mut Tx, entry: &NewEntry<'_>) -> Result<EntryId> {
    let (id,): (EntryId,) = tx
        .q(INSERT_ENTRY)
        .bind(entry.customer)
        .bind(entry.wallet)
        .bind(entry.kind)
        .bind(entry.amount)
        .bind(entry.balance_after)
        .bind(entry.invoice)
        .bind(entry.corrects)
        .bind(entry.operation)
        .bind(entry.actor)
        .bind(entry.note)
        .bind(entry.at)
        .one()
        .await?;
    Ok(id)
}

/// Opens a lot for the points that an entry earned.
pub async fn insert_lot(
    tx: &mut Tx,
    entry: EntryId,
    customer: CustomerId,
    wallet: Wallet,
    amount: Money,
) -> Result<()> {
    let expires_at: Option<Timestamp> = None;
    let query = tx.q(INSERT_LOT).bind(customer).bind(wallet).bind(entry).bind(amount);
    query.bind(expires_at).run().await?;
    Ok(())
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

/// A page of a customer's entries of all wallets, newest first.
pub async fn history(tx: &mut Tx, customer: CustomerId, limit: i64, offset: i64) -> Result<Vec<Entry>> {
    tx.q(HISTORY).bind(customer).bind(limit).bind(offset).all().await
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
    tx.q(REWARDS).bind(referrer).bind(EntryKind::ReferralReward).all().await
}

//! Points reserved for sales that are not finished. Only `service::ledger` calls what changes them.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryId, HoldId, HoldState, Money, OperationId, Wallet},
};

/// Points that are, or were, reserved.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Hold {
    /// The row.
    pub hold_id: HoldId,
    /// Whose points.
    pub customer_id: CustomerId,
    /// In which wallet.
    pub wallet: Wallet,
    /// How many.
    pub amount_minor: Money,
    /// The operation that reserved them.
    pub placed_by: OperationId,
    /// What became of them.
    pub state: HoldState,
    /// How many of them were spent.
    pub captured_minor: Money,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// How a hold ends.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    /// What becomes of it.
    pub state: HoldState,
    /// What is spent of it, by which entry.
    pub captured: Option<(Money, EntryId)>,
    /// The operation that ends it.
    pub operation: &'a OperationId,
    /// When.
    pub at: Timestamp,
}

statements! {
    INSERT = "
        INSERT INTO holds (shop_id, hold_id, customer_id, wallet, amount_minor, state, placed_by, placed_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8)";
    BY_ID = "
        SELECT hold_id, customer_id, wallet, amount_minor, placed_by, state, captured_minor, expires_at FROM holds
        WHERE shop_id = $1 AND hold_id = $2";
    OPEN = "
        SELECT hold_id, customer_id, wallet, amount_minor, placed_by, state, captured_minor, expires_at FROM holds
        WHERE shop_id = $1 AND customer_id = $2 AND state = 'open' ORDER BY placed_at, hold_id";
    END = "
        UPDATE holds SET state = $3, captured_minor = $4, entry_id = $5, ended_by = $6, ended_at = $7
        WHERE shop_id = $1 AND hold_id = $2 AND state = 'open'";
    MOVE = "UPDATE holds SET customer_id = $3 WHERE shop_id = $1 AND hold_id = $2 AND state = 'open'";
    EXPIRE = "
        UPDATE holds SET state = 'expired', ended_at = $4
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND state = 'open' AND expires_at <= $5
        RETURNING amount_minor";
}

/// Notes a hold.
pub async fn insert(
    tx: &mut Tx,
    customer: CustomerId,
    wallet: Wallet,
    amount: Money,
    operation: &OperationId,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<HoldId> {
    let id = HoldId(tx.draw_id().await?);
    let query = tx.q(INSERT).bind(id).bind(customer).bind(wallet).bind(amount);
    query.bind(operation).bind(at).bind(expires_at).run().await?;
    Ok(id)
}

/// A hold, as it is written.
pub async fn by_id(tx: &mut Tx, hold: HoldId) -> Result<Option<Hold>> {
    tx.q(BY_ID).bind(hold).opt().await
}

/// The holds of a customer that have not been ended, the oldest first.
pub async fn open(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Hold>> {
    tx.q(OPEN).bind(customer).all().await
}

/// Ends a hold; false where that has happened before.
pub async fn end(tx: &mut Tx, hold: HoldId, ending: Ending<'_>) -> Result<bool> {
    let (captured, entry) = ending.captured.map_or((Money::ZERO, None), |(amount, entry)| (amount, Some(entry)));
    let query = tx.q(END).bind(hold).bind(ending.state).bind(captured).bind(entry);
    Ok(query.bind(ending.operation).bind(ending.at).run().await? > 0)
}

/// Moves an open hold to another card.
pub async fn move_to(tx: &mut Tx, hold: HoldId, customer: CustomerId) -> Result<()> {
    tx.q(MOVE).bind(hold).bind(customer).run().await?;
    Ok(())
}

/// Ends the holds of a wallet that have expired; what they reserved.
pub async fn expire(tx: &mut Tx, customer: CustomerId, wallet: Wallet, at: Timestamp) -> Result<Vec<Money>> {
    let expired_by = tx.expired_by(at);
    let rows: Vec<(Money,)> = tx.q(EXPIRE).bind(customer).bind(wallet).bind(at).bind(expired_by).all().await?;
    Ok(rows.into_iter().map(|(amount,)| amount).collect())
}

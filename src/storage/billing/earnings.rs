//! What bills that were paid have earned.

use crate::{
    clock::Timestamp,
    domain::{BillId, CustomerId, EntryId, Money},
    storage::{Result, Tx, statement::statements},
};

/// The first bill of a customer that earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FirstEarned {
    /// The row.
    pub bill_id: BillId,
    /// What it comes to, where it is still paid; else nothing.
    pub paid_minor: Money,
    /// When it earned.
    pub earned_at: Timestamp,
}

/// A bill that rewarded a referrer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RewardedBill {
    /// The row.
    pub bill_id: BillId,
    /// The entry of the reward.
    pub entry_id: EntryId,
    /// Who got it, by the card that they had then.
    pub referrer_id: CustomerId,
    /// How much.
    pub reward_minor: Money,
}

statements! {
    MARK = "UPDATE bills SET earned_at = $3 WHERE shop_id = $1 AND bill_id = $2 AND earned_at IS NULL";
    SET_ENTRY = "UPDATE bills SET entry_id = $3 WHERE shop_id = $1 AND bill_id = $2";
    SET_REWARD = "UPDATE bills SET reward_id = $3 WHERE shop_id = $1 AND bill_id = $2";
    FIRST = "
        SELECT b.bill_id, CASE WHEN b.status = 'paid' THEN b.paid_minor ELSE 0 END AS paid_minor, b.earned_at
        FROM bills b JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        WHERE b.shop_id = $1 AND b.customer_id = $2 AND b.earned_at IS NOT NULL AND NOT c.purchased_elsewhere
        ORDER BY b.earned_at, b.bill_id LIMIT 1";
    REWARDED = "
        SELECT b.bill_id, e.entry_id, e.customer_id AS referrer_id, e.amount_minor AS reward_minor
        FROM bills b JOIN entries e ON e.shop_id = $1 AND e.entry_id = b.reward_id
        WHERE b.shop_id = $1 AND b.customer_id = $2
        ORDER BY b.earned_at, b.bill_id";
}

/// Notes that a bill earns; false where it has earned before.
pub async fn mark(tx: &mut Tx, bill: BillId, at: Timestamp) -> Result<bool> {
    Ok(tx.q(MARK).bind(bill).bind(at).run().await? > 0)
}

/// Notes the points that a bill earned.
pub async fn set_entry(tx: &mut Tx, bill: BillId, entry: EntryId) -> Result<()> {
    tx.q(SET_ENTRY).bind(bill).bind(entry).run().await?;
    Ok(())
}

/// Notes what the referrer got for a bill; `None`: that it had no referrer.
pub async fn set_reward(tx: &mut Tx, bill: BillId, entry: Option<EntryId>) -> Result<()> {
    tx.q(SET_REWARD).bind(bill).bind(entry).run().await?;
    Ok(())
}

/// The first bill of a customer that earned; `None` also where they bought something before of which there is no invoice.
pub async fn first(tx: &mut Tx, customer: CustomerId) -> Result<Option<FirstEarned>> {
    tx.q(FIRST).bind(customer).opt().await
}

/// The bills of a customer that rewarded a referrer, in the order in which they earned.
pub async fn rewarded(tx: &mut Tx, customer: CustomerId) -> Result<Vec<RewardedBill>> {
    tx.q(REWARDED).bind(customer).all().await
}

//! Points that staff give or take, with a reason.

use super::{
    Operation, Refusal, Result, customers, ledger,
    operations::{self, Begun},
};
use crate::{
    domain::{CustomerId, EntryKind, Money, Permission, PointsWallet, Verb},
    storage::Tx,
};

/// The longest reason, in characters.
pub const MAX_REASON: usize = 200;

/// Whether points are given or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To the customer.
    Give,
    /// From the customer.
    Take,
}

/// A manager gives or takes points. Returns the new balance of the wallet.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ReasonMissing`], [`Refusal::UnknownCustomer`], [`Refusal::CustomerBlocked`],
/// [`Refusal::CustomerInactive`], [`Refusal::NotEnoughPoints`],
/// [`Refusal::NothingToDo`], [`Refusal::OperationReused`]; the database's.
pub async fn adjust_points(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    wallet: PointsWallet,
    direction: Direction,
    amount: Money,
    reason: &str,
) -> Result<Money> {
    operation.require(Permission::AdjustPoints)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(Refusal::ReasonMissing.into());
    }
    let input = (customer, wallet, direction, amount, reason);
    let under_way = match operations::begin(tx, operation, Verb::AdjustPoints, &input).await? {
        Begun::Before(balance) => return Ok(balance),
        Begun::Now(under_way) => under_way,
    };
    let owner = customers::get_for_update(tx, customer).await?;
    customers::require_open(&owner)?;
    let customer = owner.customer_id;
    let posting = ledger::Posting::new(customer, EntryKind::Manual, amount).with_note(reason);
    let balance = match direction {
        Direction::Give => ledger::earn(tx, operation, wallet, posting).await?,
        Direction::Take => ledger::spend(tx, operation, wallet, posting).await?,
    };
    let details = serde_json::json!({
        "wallet": wallet, "direction": direction, "amount_minor": amount, "reason": reason, "balance_minor": balance,
    });
    under_way.finish(tx, Some(customer), &details, balance).await
}

//! Points that staff give or take, with a reason.

use super::{Call, Refusal, Result, customers, ledger, log, operations};
use crate::{
    domain::{CustomerId, EntryKind, Money, Permission, PointsWallet},
    storage::Tx,
};

/// The longest reason, in characters.
pub const MAX_REASON: usize = 200;

/// Which way points go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To the customer.
    Give,
    /// From the customer.
    Take,
}

/// A manager gives or takes points; the new balance of the wallet.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ReasonMissing`], [`Refusal::UnknownCustomer`], [`Refusal::NotEnoughPoints`],
/// [`Refusal::NothingToDo`], [`Refusal::OperationReused`]; the database's.
pub async fn adjust_points(
    tx: &mut Tx,
    call: &Call,
    customer: CustomerId,
    wallet: PointsWallet,
    direction: Direction,
    amount: Money,
    reason: &str,
) -> Result<Money> {
    call.require(Permission::AdjustPoints)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(Refusal::ReasonMissing.into());
    }
    let input = (customer, wallet, direction, amount, reason);
    if let Some(balance) = operations::begin(tx, call, "adjust_points", &input).await? {
        return Ok(balance);
    }
    let customer = customers::get_for_update(tx, customer).await?.customer_id;
    let posting = ledger::Posting::new(customer, EntryKind::Manual, amount).with_note(reason);
    let balance = match direction {
        Direction::Give => ledger::earn(tx, call, wallet, posting).await?,
        Direction::Take => ledger::spend(tx, call, wallet, posting).await?,
    };
    let details = serde_json::json!({
        "wallet": wallet, "direction": direction, "amount_minor": amount, "reason": reason, "balance_minor": balance,
    });
    log(tx, call, "adjust_points", Some(customer), details).await?;
    operations::finish(tx, call, balance).await
}

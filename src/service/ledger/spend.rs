//! Spend: points are taken from the lots that expire first.

use super::{
    balances::available,
    lots::use_lots,
    posting::{Posting, write},
    settle::settle,
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, PointsWallet, Wallet},
    service::{Error, Operation, Refusal, Result},
    storage::{
        Tx,
        ledger::{self, Expiry},
    },
};

/// Takes points of the wallet that no hold reserves. Returns the new balance.
///
/// # Errors
/// [`Refusal::NotEnoughPoints`], also under concurrent transactions; [`Refusal::NothingToDo`]; the database's.
pub(in crate::service) async fn spend(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
) -> Result<Money> {
    let (balance, _) = take(tx, operation, wallet.into(), posting).await?;
    Ok(balance)
}

/// As [`spend`]; also returns the parts of lots that were taken.
pub(super) async fn take(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    posting: Posting<'_>,
) -> Result<(Money, Vec<(Money, Expiry)>)> {
    posting.require_amount()?;
    settle(tx, operation, posting.customer, wallet).await?;
    let Some(moved) = ledger::take(tx, posting.customer, wallet, posting.amount).await? else {
        return Err(not_enough(tx, posting.customer, wallet, operation.at()).await);
    };
    let entry = write(tx, operation, wallet, posting.amount.negated(), moved, &posting).await?;
    Ok((moved.balance_minor, use_lots(tx, entry, wallet, &posting).await?))
}

/// The refusal of a wallet that has too few points.
pub(super) async fn not_enough(tx: &mut Tx, customer: CustomerId, wallet: Wallet, at: Timestamp) -> Error {
    match ledger::wallet_state(tx, customer, wallet, at).await {
        Ok(state) => {
            let available = state.map_or(Money::ZERO, |state| available(&state)).or_zero();
            Refusal::NotEnoughPoints { available }.into()
        }
        Err(error) => error.into(),
    }
}

//! Transfer: all value of a card moves to the card that it is merged into. Points keep their expiry; debts stay debts.

use super::{
    balances::balances,
    earn::{earn, receive},
    owe::owe_within,
    posting::Posting,
    repay::repay,
    settle::settle,
    spend::take,
    take_back::take_back,
};
use crate::{
    domain::{EntryKind, Money, PointsWallet},
    service::{Operation, Result},
    storage::{Tx, customers::Customer},
};

/// Moves the points, the points debt and the debt of a card, on which nothing is reserved, to another.
///
/// # Errors
/// The database's.
pub(in crate::service) async fn transfer_all(
    tx: &mut Tx,
    operation: &Operation,
    from: &Customer,
    to: &Customer,
) -> Result<()> {
    let balances = balances(tx, from.customer_id, operation.at()).await?;
    for &wallet in PointsWallet::ALL {
        settle(tx, operation, from.customer_id, wallet.into()).await?;
        let points = balances.points(wallet);
        if points.is_positive() {
            transfer_points(tx, operation, wallet, postings(from, to, points)).await?;
        } else if points.is_negative() {
            transfer_points_debt(tx, operation, wallet, postings(from, to, points.negated())).await?;
        }
    }
    if balances.debt.is_positive() {
        transfer_debt(tx, operation, postings(from, to, balances.debt)).await?;
    }
    Ok(())
}

/// The two entries of a transfer, on the card that is merged and on the other one. Each names the other card.
struct Postings<'a> {
    from: Posting<'a>,
    to: Posting<'a>,
}

fn postings<'a>(from: &'a Customer, to: &'a Customer, amount: Money) -> Postings<'a> {
    let posting = |own: &Customer, other: &'a Customer| {
        Posting::new(own.customer_id, EntryKind::Transfer, amount).with_note(other.code.as_str())
    };
    Postings { from: posting(from, to), to: posting(to, from) }
}

async fn transfer_points(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    postings: Postings<'_>,
) -> Result<()> {
    let (_, lots) = take(tx, operation, wallet.into(), postings.from).await?;
    receive(tx, operation, wallet.into(), postings.to, Some(lots)).await?;
    Ok(())
}

async fn transfer_points_debt(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    postings: Postings<'_>,
) -> Result<()> {
    earn(tx, operation, wallet, postings.from).await?;
    take_back(tx, operation, wallet, postings.to).await?;
    Ok(())
}

async fn transfer_debt(tx: &mut Tx, operation: &Operation, postings: Postings<'_>) -> Result<()> {
    repay(tx, operation, postings.from).await?;
    owe_within(tx, operation, None, postings.to).await?;
    Ok(())
}

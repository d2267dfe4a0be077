//! Points reserved for a sale that is not finished: held, then captured or released; else they are free again when the time
//! is over.

use chrono::Duration;

use super::{Call, Refusal, Result, customers, ledger, log, operations};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryKind, HoldId, HoldState, Money, Permission, PointsWallet},
    storage::{Tx, holds, shops},
};

pub use crate::storage::holds::Hold;

/// How long a hold lasts where nothing is said, in minutes.
pub const MINUTES: i64 = 15;
/// The longest that it can last, in minutes.
pub const MOST_MINUTES: i64 = 60;

/// How many points could pay for a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What is free in the wallet.
    pub available: Money,
    /// The fewest that can be redeemed at once.
    pub least: Money,
    /// The most that may pay for this sale; nothing where that is fewer than the fewest.
    pub most: Money,
}

/// Points that were reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Held {
    /// The hold.
    pub hold_id: HoldId,
    /// Whose points.
    pub customer: CustomerId,
    /// From which wallet.
    pub wallet: PointsWallet,
    /// How many.
    pub amount: Money,
    /// When they are free again, microseconds since 1970.
    expires_at: i64,
}

/// How a hold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ended {
    /// The hold.
    pub hold_id: HoldId,
    /// What was spent of it.
    pub captured: Money,
    /// What is free again.
    pub freed: Money,
}

impl Held {
    /// When they are free again.
    pub const fn expires_at(&self) -> Timestamp {
        Timestamp(self.expires_at)
    }
}

/// How many points of a wallet could pay for a sale of `total` now.
///
/// # Errors
/// [`Refusal::UnknownCustomer`]; the database's.
pub async fn quote(
    tx: &mut Tx,
    customer: CustomerId,
    wallet: PointsWallet,
    total: Money,
    at: Timestamp,
) -> Result<Quote> {
    let customer = customers::get(tx, customer).await?.customer_id;
    let program = shops::program(tx).await?;
    let available = ledger::balances(tx, customer, at).await?.points(wallet).max(Money::ZERO);
    Ok(Quote { available, least: program.min_redeem, most: program.most_redeemable(total, available) })
}

/// A cashier reserves points of a customer for some minutes, [`MINUTES`] where nothing is said.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadHoldTime`], [`Refusal::UnknownCustomer`], [`Refusal::NotEnoughPoints`],
/// [`Refusal::NothingToDo`], [`Refusal::OperationReused`]; the database's.
pub async fn hold(
    tx: &mut Tx,
    call: &Call,
    customer: CustomerId,
    wallet: PointsWallet,
    amount: Money,
    minutes: Option<i64>,
) -> Result<Held> {
    call.require(Permission::HoldPoints)?;
    if let Some(held) = operations::begin(tx, call, "hold", &(customer, wallet, amount, minutes)).await? {
        return Ok(held);
    }
    let minutes = minutes.unwrap_or(MINUTES);
    if !(1..=MOST_MINUTES).contains(&minutes) {
        return Err(Refusal::BadHoldTime.into());
    }
    let customer = customers::get_for_update(tx, customer).await?.customer_id;
    let expires_at = call.at + Duration::minutes(minutes);
    let posting = ledger::Posting::new(customer, EntryKind::Redeem, amount);
    let hold_id = ledger::hold(tx, call, wallet, posting, expires_at).await?;
    let details = serde_json::json!({ "hold": hold_id, "wallet": wallet, "amount_minor": amount, "minutes": minutes });
    log(tx, call, "hold", Some(customer), details).await?;
    operations::finish(tx, call, Held { hold_id, customer, wallet, amount, expires_at: expires_at.0 }).await
}

/// A cashier spends what a hold reserves, or `amount` of it; the rest is free again.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownHold`], [`Refusal::HoldEnded`], [`Refusal::MoreThanHeld`],
/// [`Refusal::NothingToDo`], [`Refusal::OperationReused`]; the database's.
pub async fn capture(tx: &mut Tx, call: &Call, hold: HoldId, amount: Option<Money>, note: &str) -> Result<Ended> {
    call.require(Permission::HoldPoints)?;
    if let Some(ended) = operations::begin(tx, call, "capture", &(hold, amount, note)).await? {
        return Ok(ended);
    }
    let hold = open(tx, call, hold).await?;
    let captured = amount.unwrap_or(hold.amount_minor);
    let posting = ledger::Posting::new(hold.customer_id, EntryKind::Redeem, captured).with_note(note);
    ledger::capture(tx, call, &hold, posting).await?;
    finish(tx, call, "capture", &hold, captured).await
}

/// A cashier frees what a hold reserves.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownHold`], [`Refusal::HoldEnded`], [`Refusal::OperationReused`]; the database's.
pub async fn release(tx: &mut Tx, call: &Call, hold: HoldId) -> Result<Ended> {
    call.require(Permission::HoldPoints)?;
    if let Some(ended) = operations::begin(tx, call, "release", &hold).await? {
        return Ok(ended);
    }
    let hold = open(tx, call, hold).await?;
    ledger::release(tx, call, &hold).await?;
    finish(tx, call, "release", &hold, Money::ZERO).await
}

/// A hold, as it stands at the moment `at`.
///
/// # Errors
/// [`Refusal::UnknownHold`]; the database's.
pub async fn get(tx: &mut Tx, hold: HoldId, at: Timestamp) -> Result<Hold> {
    let mut hold = holds::by_id(tx, hold).await?.ok_or(Refusal::UnknownHold)?;
    if hold.state == HoldState::Open && hold.expires_at <= at {
        hold.state = HoldState::Expired;
    }
    Ok(hold)
}

/// Frees everything that is reserved on a card, which is about to be merged into another.
pub(super) async fn release_all(tx: &mut Tx, call: &Call, customer: CustomerId) -> Result<()> {
    for hold in holds::open(tx, customer).await? {
        ledger::release(tx, call, &hold).await?;
    }
    Ok(())
}

async fn open(tx: &mut Tx, call: &Call, hold: HoldId) -> Result<Hold> {
    let found = holds::by_id(tx, hold).await?.ok_or(Refusal::UnknownHold)?;
    customers::get_for_update(tx, found.customer_id).await?;
    let hold = get(tx, hold, call.at).await?;
    if hold.state == HoldState::Open { Ok(hold) } else { Err(Refusal::HoldEnded(hold.state).into()) }
}

async fn finish(tx: &mut Tx, call: &Call, verb: &str, hold: &Hold, captured: Money) -> Result<Ended> {
    let freed = hold.amount_minor.checked_sub(captured).unwrap_or(Money::ZERO);
    let details = serde_json::json!({ "hold": hold.hold_id, "captured_minor": captured, "freed_minor": freed });
    log(tx, call, verb, Some(hold.customer_id), details).await?;
    operations::finish(tx, call, Ended { hold_id: hold.hold_id, captured, freed }).await
}

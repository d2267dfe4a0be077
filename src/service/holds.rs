//! Points reserved for a sale that is not finished: held, then captured or released. An expired hold frees them.

use chrono::Duration;

use super::{
    Operation, Refusal, Result, customers,
    invoices::{self, Agreement},
    ledger,
    operations::{self, Begun, UnderWay},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryKind, HoldId, HoldState, Money, Permission, PointsWallet, Verb},
    storage::{Tx, holds, shops},
};

pub use crate::storage::holds::Hold;

/// The default duration of a hold, in minutes.
pub const MINUTES: i64 = 15;
/// The longest duration of a hold, in minutes.
pub const MOST_MINUTES: i64 = 60;

/// How many points could pay for a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The points of the wallet that can be spent.
    pub available: Money,
    /// The fewest that can be redeemed at once.
    pub least: Money,
    /// The most that may pay for this sale; zero where that is less than `least`.
    pub most: Money,
}

/// Points that were reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Held {
    /// The hold.
    pub hold_id: HoldId,
    /// The customer.
    pub customer: CustomerId,
    /// The wallet.
    pub wallet: PointsWallet,
    /// How many points.
    pub amount: Money,
    /// When they are free again, microseconds since 1970.
    expires_at: i64,
}

/// How a hold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ended {
    /// The hold.
    pub hold_id: HoldId,
    /// The customer.
    pub customer: CustomerId,
    /// How many points were spent.
    pub captured: Money,
    /// How many points are free again.
    pub freed: Money,
    /// This is the result of an earlier call with the same operation id; the customer has been told.
    #[serde(skip)]
    pub repeated: bool,
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
    let available = ledger::balances(tx, customer, at).await?.points(wallet).or_zero();
    Ok(Quote { available, least: program.min_redeem, most: program.most_redeemable(total, available) })
}

/// A cashier reserves points of a customer for some minutes, by default [`MINUTES`].
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadHoldTime`], [`Refusal::UnknownCustomer`], [`Refusal::NotEnoughPoints`],
/// [`Refusal::NothingToDo`], [`Refusal::OperationReused`]; the database's.
pub async fn hold(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    wallet: PointsWallet,
    amount: Money,
    minutes: Option<i64>,
) -> Result<Held> {
    hold_agreed(tx, operation, customer, wallet, amount, minutes, &Agreement::Waived).await
}

/// As [`hold`], of a customer who agrees to these points being spent.
///
/// # Errors
/// As [`hold`], and [`Refusal::ConsentNeeded`], [`Refusal::CardCodeUsed`].
pub async fn hold_agreed(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    wallet: PointsWallet,
    amount: Money,
    minutes: Option<i64>,
    agreement: &Agreement,
) -> Result<Held> {
    operation.require(Permission::HoldPoints)?;
    let under_way = match operations::begin(tx, operation, Verb::Hold, &(customer, wallet, amount, minutes)).await? {
        Begun::Before(held) => return Ok(held),
        Begun::Now(under_way) => under_way,
    };
    let minutes = minutes.unwrap_or(MINUTES);
    if !(1..=MOST_MINUTES).contains(&minutes) {
        return Err(Refusal::BadHoldTime.into());
    }
    let owner = customers::get_for_update(tx, customer).await?;
    customers::require_open(&owner)?;
    let customer = owner.customer_id;
    let expires_at = operation.at() + Duration::minutes(minutes);
    let program = shops::program(tx).await?;
    if invoices::check_agreement(tx, &program, customer, amount, agreement, operation.at()).await? {
        under_way.note_consent(tx).await?;
    }
    let posting = ledger::Posting::new(customer, EntryKind::Redeem, amount);
    let hold_id = ledger::hold(tx, operation, wallet, posting, expires_at).await?;
    let details = serde_json::json!({ "hold": hold_id, "wallet": wallet, "amount_minor": amount, "minutes": minutes });
    let held = Held { hold_id, customer, wallet, amount, expires_at: expires_at.0 };
    under_way.finish(tx, Some(customer), &details, held).await
}

/// A cashier spends the points of a hold, or `amount` of them; the rest is free again.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownHold`], [`Refusal::HoldEnded`], [`Refusal::MoreThanHeld`],
/// [`Refusal::NothingToDo`], [`Refusal::OperationReused`]; the database's.
pub async fn capture(
    tx: &mut Tx,
    operation: &Operation,
    hold: HoldId,
    amount: Option<Money>,
    note: &str,
) -> Result<Ended> {
    operation.require(Permission::HoldPoints)?;
    let under_way = match operations::begin(tx, operation, Verb::Capture, &(hold, amount, note)).await? {
        Begun::Before(ended) => return Ok(Ended { repeated: true, ..ended }),
        Begun::Now(under_way) => under_way,
    };
    let hold = open(tx, operation, hold).await?;
    customers::require_open(&customers::get(tx, hold.customer_id).await?)?;
    let captured = amount.unwrap_or(hold.amount_minor);
    let posting = ledger::Posting::new(hold.customer_id, EntryKind::Redeem, captured).with_note(note);
    ledger::capture(tx, operation, &hold, posting).await?;
    if operations::has_consent(tx, &hold.placed_by).await? {
        under_way.note_consent(tx).await?;
    }
    finish(tx, under_way, &hold, captured).await
}

/// A cashier frees the points of a hold.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownHold`], [`Refusal::HoldEnded`], [`Refusal::OperationReused`]; the database's.
pub async fn release(tx: &mut Tx, operation: &Operation, hold: HoldId) -> Result<Ended> {
    operation.require(Permission::HoldPoints)?;
    let under_way = match operations::begin(tx, operation, Verb::Release, &hold).await? {
        Begun::Before(ended) => return Ok(Ended { repeated: true, ..ended }),
        Begun::Now(under_way) => under_way,
    };
    let hold = open(tx, operation, hold).await?;
    ledger::release(tx, operation, &hold).await?;
    finish(tx, under_way, &hold, Money::ZERO).await
}

/// A hold with its state at the moment `at`.
///
/// # Errors
/// [`Refusal::UnknownHold`]; the database's.
pub async fn get(tx: &mut Tx, hold: HoldId, at: Timestamp) -> Result<Hold> {
    let mut hold = holds::by_id(tx, hold).await?.ok_or(Refusal::UnknownHold)?;
    if hold.state == HoldState::Open && hold.expires_at <= tx.expired_by(at) {
        hold.state = HoldState::Expired;
    }
    Ok(hold)
}

/// Frees what the holds of a card reserve, before it is merged into another. They go on with [`move_all`].
pub(super) async fn suspend_all(tx: &mut Tx, operation: &Operation, customer: CustomerId) -> Result<Vec<Hold>> {
    let expired_by = tx.expired_by(operation.at());
    let mut suspended = holds::open(tx, customer).await?;
    suspended.retain(|hold| hold.expires_at > expired_by);
    for hold in &suspended {
        ledger::suspend(tx, hold).await?;
    }
    Ok(suspended)
}

/// Lets holds of a card that was merged into another go on there, the oldest first. One whose points are no longer there ends.
pub(super) async fn move_all(
    tx: &mut Tx,
    operation: &Operation,
    suspended: &[Hold],
    customer: CustomerId,
) -> Result<()> {
    for hold in suspended {
        ledger::resume(tx, operation, hold, customer).await?;
    }
    Ok(())
}

async fn open(tx: &mut Tx, operation: &Operation, hold: HoldId) -> Result<Hold> {
    let found = holds::by_id(tx, hold).await?.ok_or(Refusal::UnknownHold)?;
    customers::get_for_update(tx, found.customer_id).await?;
    let hold = get(tx, hold, operation.at()).await?;
    if hold.state == HoldState::Open { Ok(hold) } else { Err(Refusal::HoldEnded(hold.state).into()) }
}

async fn finish(tx: &mut Tx, under_way: UnderWay<'_>, hold: &Hold, captured: Money) -> Result<Ended> {
    let freed = hold.amount_minor.saturating_sub(captured);
    let details = serde_json::json!({ "hold": hold.hold_id, "captured_minor": captured, "freed_minor": freed });
    let ended = Ended { hold_id: hold.hold_id, customer: hold.customer_id, captured, freed, repeated: false };
    under_way.finish(tx, Some(hold.customer_id), &details, ended).await
}

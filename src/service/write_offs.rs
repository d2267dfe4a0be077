//! Write-offs: a till takes points and money of a customer for a sale that it keeps itself.

use super::{
    Operation, Refusal, Result, coupons, customers,
    invoices::{self, Agreement},
    ledger::{self, Balances},
    operations::{self, Begun},
};
use crate::{
    clock::Timestamp,
    domain::{CouponId, CustomerId, EntryId, EntryKind, Money, Permission, PointsWallet, Verb},
    storage::{Tx, ledger as entries, shops},
};

/// What is to be written off: at least something.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WriteOff {
    /// Points, of the main wallet first, then those for friends.
    pub points: Money,
    /// Money that the customer has with the shop.
    pub money: Money,
    /// Coupons, which are marked as used and give nothing here.
    pub coupons: Vec<CouponId>,
}

/// What was written off.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WrittenOff {
    /// Whose they were.
    pub customer: CustomerId,
    /// The entries, in the order of the wallets.
    pub entries: Vec<EntryId>,
    /// How many points.
    pub points: Money,
    /// How much money.
    pub money: Money,
    /// This is the result of an earlier call with the same operation id; people have been told.
    #[serde(skip)]
    pub repeated: bool,
}

/// A till writes points and money off, all of it or nothing.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::NothingToDo`], [`Refusal::UnknownCustomer`], [`Refusal::InsufficientBalance`],
/// [`Refusal::CouponUnavailable`],
/// [`Refusal::ConsentNeeded`], [`Refusal::CardCodeUsed`], [`Refusal::OperationReused`]; the database's.
pub async fn write_off(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    write_off: &WriteOff,
    agreement: &Agreement,
) -> Result<WrittenOff> {
    operation.require(Permission::IssueInvoice)?;
    let &WriteOff { points, money, ref coupons } = write_off;
    check_amounts(write_off)?;
    let under_way = match operations::begin::<WrittenOff>(tx, operation, Verb::WriteOff, &(customer, write_off)).await?
    {
        Begun::Before(done) => return Ok(WrittenOff { repeated: true, ..done }),
        Begun::Now(under_way) => under_way,
    };
    let owner = customers::get_for_update(tx, customer).await?;
    customers::require_open(&owner)?;
    let customer = owner.customer_id;
    // The card is locked, so nothing changes what it has.
    let balances = ledger::balances(tx, customer, operation.at()).await?;
    check_balances(write_off, &balances)?;
    coupons::use_up(tx, operation, customer, coupons).await?;
    let program = shops::program(tx).await?;
    if invoices::check_agreement(tx, &program, customer, points, agreement, operation.at()).await? {
        under_way.note_consent(tx).await?;
    }
    let of_main = points.min(balances.main.or_zero());
    let of_friends = points.saturating_sub(of_main);
    for (wallet, amount) in [(PointsWallet::Main, of_main), (PointsWallet::Referral, of_friends)] {
        if amount.is_positive() {
            let posting = ledger::Posting::new(customer, EntryKind::Redeem, amount);
            ledger::spend(tx, operation, wallet, posting).await?;
        }
    }
    if money.is_positive() {
        ledger::pay(tx, operation, ledger::Posting::new(customer, EntryKind::Payment, money)).await?;
    }
    let entries = entries::spent_by(tx, customer, &operation.id, operation.at()).await?;
    let details = serde_json::json!({ "points_minor": points, "money_minor": money, "coupons": coupons });
    let done = WrittenOff { customer, entries, points, money, repeated: false };
    under_way.finish(tx, Some(customer), &details, done).await
}

/// Refuses a write-off that is not possible at the moment `at`; nothing is changed.
///
/// # Errors
/// Those of [`write_off`] without the ones of permission, agreement and operation.
pub(super) async fn check(tx: &mut Tx, customer: CustomerId, write_off: &WriteOff, at: Timestamp) -> Result<()> {
    check_amounts(write_off)?;
    let owner = customers::get(tx, customer).await?;
    customers::require_open(&owner)?;
    let customer = owner.customer_id;
    check_balances(write_off, &ledger::balances(tx, customer, at).await?)?;
    // What they would take off a sale does not matter here.
    coupons::quote(tx, customer, &write_off.coupons, Money::ZERO, at).await?;
    Ok(())
}

/// The result of an operation that wrote this off before.
///
/// # Errors
/// [`Refusal::OperationReused`] where it did something else; the database's.
pub(super) async fn written_off_before(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    write_off: &WriteOff,
) -> Result<Option<WrittenOff>> {
    operations::done_before(tx, operation, Verb::WriteOff, &(customer, write_off)).await
}

fn check_amounts(write_off: &WriteOff) -> Result<()> {
    let WriteOff { points, money, coupons } = write_off;
    let is_nothing = points.is_zero() && money.is_zero() && coupons.is_empty();
    if points.is_negative() || money.is_negative() || is_nothing {
        return Err(Refusal::NothingToDo.into());
    }
    Ok(())
}

fn check_balances(write_off: &WriteOff, balances: &Balances) -> Result<()> {
    let (points, money) = (balances.all_points(), balances.debt.negated().or_zero());
    if write_off.points > points || write_off.money > money {
        return Err(Refusal::InsufficientBalance { points, money }.into());
    }
    Ok(())
}

//! A bill that is paid earns, once, what an invoice of what it comes to would earn that is paid with money. What it has earned stays,
//! also where its payment is taken back.
//!
//! No payment is refused for the sake of points: where they cannot be kept, and where the customer may not earn, there are none.

use crate::{
    domain::{CustomerId, EntryId, EntryKind, Money, PointsWallet, Program, billing::BillStatus},
    service::{Operation, Result, customers, customers::Customer, ledger},
    storage::{
        Tx,
        billing::{bills::Bill, earnings, settings},
        customers::mark_purchased,
        shops,
    },
};

/// What a bill earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Earned {
    /// The customer's points; nothing where the share rounds to nothing.
    pub points: Money,
    /// The referrer and the reward, where this was the customer's first purchase.
    pub reward: Option<(CustomerId, Money)>,
}

/// Lets a bill earn that is paid now and was not before; the card of its customer and the bill are locked. `None` where it earns
/// nothing: the shop does not want it, it has earned before, or the customer may not earn.
///
/// # Errors
/// The database's.
pub(super) async fn earn(tx: &mut Tx, operation: &Operation, before: &Bill, now: &Bill) -> Result<Option<Earned>> {
    let is_completed = before.status != BillStatus::Paid && now.status == BillStatus::Paid;
    if !is_completed || now.earned_at.is_some() || !settings::get(tx).await?.bills_earn {
        return Ok(None);
    }
    let customer = customers::get(tx, now.customer_id).await?;
    if customers::require_open(&customer).is_err() {
        return Ok(None);
    }
    let program = shops::program(tx).await?;
    let points = program.earned(now.total_minor, Money::ZERO);
    let main = PointsWallet::Main;
    let has_points = points.is_positive();
    if has_points && !ledger::has_room(tx, customer.customer_id, main, points).await?
        || !earnings::mark(tx, now.bill_id, operation.at()).await?
    {
        return Ok(None);
    }
    if has_points {
        let posting = ledger::Posting::new(customer.customer_id, EntryKind::Earn, points).with_note(&now.number);
        let entry = ledger::earn_entry(tx, operation, main, posting).await?;
        earnings::set_entry(tx, now.bill_id, entry).await?;
    }
    let reward = reward(tx, operation, &program, &customer, now.total_minor).await?;
    if let Some((.., entry)) = reward {
        earnings::set_reward(tx, now.bill_id, Some(entry)).await?;
    }
    Ok(Some(Earned { points, reward: reward.map(|(referrer, amount, _)| (referrer, amount)) }))
}

/// Notes that a customer has bought something, and rewards the referrer where it is the first purchase.
async fn reward(
    tx: &mut Tx,
    operation: &Operation,
    program: &Program,
    customer: &Customer,
    total: Money,
) -> Result<Option<(CustomerId, Money, EntryId)>> {
    let first = mark_purchased(tx, customer.customer_id).await?;
    let Some(referrer) = first.and_then(|first| first.referrer_id) else { return Ok(None) };
    if customers::require_open(&customers::get(tx, referrer).await?).is_err() {
        return Ok(None);
    }
    let (wallet, amount) = (PointsWallet::Referral, program.referrer_reward(total));
    if !ledger::has_room(tx, referrer, wallet, amount).await? {
        return Ok(None);
    }
    let name = customer.name();
    let posting = ledger::Posting::new(referrer, EntryKind::ReferralReward, amount).with_note(&name);
    let entry = ledger::earn_entry(tx, operation, wallet, posting).await?;
    Ok(Some((referrer, amount, entry)))
}

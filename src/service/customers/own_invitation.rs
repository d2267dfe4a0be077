//! One of two cards of a person invited the other. A person cannot invite themselves: when the cards become one, what that brought is
//! taken back, also where it has been spent.

use super::get;
use crate::{
    domain::{BillId, CustomerId, EntryId, EntryKind, InvoiceId, Money, PointsWallet, Wallet},
    service::{Operation, Result, ledger, referrals},
    storage::{Tx, billing::earnings, corrections, customers, customers::Customer, invoices, refunds},
};

/// A reward that one of the cards got for a purchase on one of them.
struct OwnReward {
    purchase: Purchase,
    /// The card that has the points.
    card: CustomerId,
    /// What is left of it after refunds.
    left: Money,
}

/// What a reward was for.
enum Purchase {
    /// An invoice, and what refunds took back of the reward.
    Invoice(InvoiceId, Money),
    /// A bill, and the entry of the reward where it is on the card that has the points.
    Bill(BillId, Option<EntryId>),
}

/// Did one of two cards invite the other, or get a reward for it?
///
/// # Errors
/// The database's.
pub async fn invited_each_other(tx: &mut Tx, one: &Customer, other: &Customer) -> Result<bool> {
    Ok(invited(one, other) || invited(other, one) || !own_rewards(tx, one, other).await?.is_empty())
}

/// Takes back the rewards and the promo bonus of two cards that are about to become one. Points that have been spent become points
/// debt. Returns how many points that were; `None` where neither card invited the other. Both are locked.
pub(super) async fn take_back(
    tx: &mut Tx,
    operation: &Operation,
    one: &Customer,
    other: &Customer,
) -> Result<Option<Money>> {
    let mut taken = None;
    for reward in own_rewards(tx, one, other).await? {
        let (wallet, kind) = (Wallet::Referral, EntryKind::ReferralReward);
        let posting = ledger::Posting::new(reward.card, kind, reward.left);
        let posting = match reward.purchase {
            Purchase::Invoice(invoice, refunded) => {
                let corrects = corrections::entry_of_invoice(tx, reward.card, invoice, wallet, kind).await?;
                invoices::cut_reward(tx, invoice, refunded).await?;
                posting.of_invoice(invoice).correcting(corrects)
            }
            Purchase::Bill(bill, corrects) => {
                earnings::set_reward(tx, bill, None).await?;
                posting.correcting(corrects)
            }
        };
        ledger::take_back(tx, operation, PointsWallet::Referral, posting).await?;
        taken = Some(taken.unwrap_or(Money::ZERO).saturating_add(reward.left));
    }
    for (referrer, friend) in [(one, other), (other, one)] {
        if invited(referrer, friend) {
            customers::clear_referrer(tx, friend.customer_id).await?;
            let bonus = referrals::reverse_bonus(tx, operation, friend.customer_id).await?;
            taken = Some(taken.unwrap_or(Money::ZERO).saturating_add(bonus));
        }
    }
    Ok(taken)
}

/// Is the referrer of `friend` this card, also where an imported file only names it?
fn invited(referrer: &Customer, friend: &Customer) -> bool {
    friend.referrer_id == Some(referrer.customer_id) || friend.named_referrer.as_deref() == Some(referrer.code.as_str())
}

async fn own_rewards(tx: &mut Tx, one: &Customer, other: &Customer) -> Result<Vec<OwnReward>> {
    let mut found = Vec::new();
    let is_own = |card| [one.customer_id, other.customer_id].contains(&card);
    for buyer in [one, other] {
        for rewarded in invoices::rewarded(tx, buyer.customer_id).await? {
            let card = get(tx, rewarded.referrer_id).await?.customer_id;
            let refunded = refunds::figures(tx, rewarded.invoice_id).await?.reward;
            let left = rewarded.reward_minor.saturating_sub(refunded);
            if left.is_positive() && is_own(card) {
                found.push(OwnReward { purchase: Purchase::Invoice(rewarded.invoice_id, refunded), card, left });
            }
        }
        for rewarded in earnings::rewarded(tx, buyer.customer_id).await? {
            let card = get(tx, rewarded.referrer_id).await?.customer_id;
            if is_own(card) {
                let entry = (card == rewarded.referrer_id).then_some(rewarded.entry_id);
                found.push(OwnReward {
                    purchase: Purchase::Bill(rewarded.bill_id, entry),
                    card,
                    left: rewarded.reward_minor,
                });
            }
        }
    }
    Ok(found)
}

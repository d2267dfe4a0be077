//! A person shares their own phone number and gets the card that staff or the import registered for it.

use super::{Customer, get};
use crate::{
    domain::{EntryKind, Money, Phone, PointsWallet, TelegramId, search_terms},
    service::{Call, Refusal, Result, ledger, promo},
    storage::{Tx, customers},
};

/// What sharing a phone number did.
#[derive(Clone, Debug)]
pub enum Claim {
    /// The number was new: it is now on the person's card.
    Noted(Customer),
    /// The number was on their card already.
    Known(Customer),
    /// The person now has the card that waited for this number. What they had on theirs is on it too.
    Claimed(Customer),
}

/// A person, who has the card `own`, shares their own number.
///
/// # Errors
/// [`Refusal::PhoneOfAnother`] where another account has the card of this number, [`Refusal::BothCardsInUse`] where both
/// cards have purchases; the database's.
pub async fn claim_phone(tx: &mut Tx, call: &Call, own: &Customer, phone: &Phone) -> Result<Claim> {
    let Some(waiting) = customers::by_phone(tx, phone).await? else {
        customers::set_phone(tx, own.customer_id, Some(phone)).await?;
        return Ok(Claim::Noted(get(tx, own.customer_id).await?));
    };
    if waiting.customer_id == own.customer_id {
        return Ok(Claim::Known(waiting));
    }
    if waiting.telegram_id.is_some() {
        return Err(Refusal::PhoneOfAnother.into());
    }
    let Some(person) = own.telegram_id else { return Err(Refusal::UnknownCustomer.into()) };
    let has_credit = ledger::balances(tx, own.customer_id).await?.debt < Money::ZERO;
    if own.has_purchased || has_credit {
        return Err(Refusal::BothCardsInUse.into());
    }
    merge(tx, call, own, &waiting, person).await?;
    Ok(Claim::Claimed(get(tx, waiting.customer_id).await?))
}

/// Moves everything from the card that the person got when they first wrote to the one that waited for them.
async fn merge(tx: &mut Tx, call: &Call, own: &Customer, waiting: &Customer, person: TelegramId) -> Result<()> {
    let referrer = match own.referrer_id {
        Some(referrer) => Some(get(tx, referrer).await?),
        None => None,
    };
    if let Some(referrer) = &referrer {
        let entitled = !waiting.has_purchased
            && waiting.referrer_id.is_none()
            && promo::may_refer_later(tx, referrer, waiting).await?;
        if entitled {
            customers::set_referrer(tx, waiting.customer_id, referrer.customer_id, call.at).await?;
        } else {
            promo::take_back_bonus(tx, call, own).await?;
        }
    }
    let balances = ledger::balances(tx, own.customer_id).await?;
    for wallet in [PointsWallet::Main, PointsWallet::Referral] {
        let points = balances.points(wallet);
        if points.is_positive() {
            let taken = ledger::Posting::new(own.customer_id, EntryKind::Transfer, points);
            ledger::spend(tx, call, wallet, taken.with_note(waiting.code.as_str())).await?;
            let given = ledger::Posting::new(waiting.customer_id, EntryKind::Transfer, points);
            ledger::earn(tx, call, wallet, given.with_note(own.code.as_str())).await?;
        }
    }
    if balances.debt.is_positive() {
        let paid = ledger::Posting::new(own.customer_id, EntryKind::Transfer, balances.debt);
        ledger::repay(tx, call, paid.with_note(waiting.code.as_str())).await?;
        let owed = ledger::Posting::new(waiting.customer_id, EntryKind::Transfer, balances.debt);
        ledger::owe(tx, call, owed.with_note(own.code.as_str())).await?;
    }
    customers::move_friends(tx, own.customer_id, waiting.customer_id).await?;
    customers::mark_merged(tx, own.customer_id, waiting.customer_id).await?;
    let own_terms = search_terms(own.first_name.as_deref(), own.last_name.as_deref(), own.username.as_deref());
    customers::set_terms(tx, own.customer_id, &own_terms, &[]).await?;
    let before = search_terms(waiting.first_name.as_deref(), waiting.last_name.as_deref(), waiting.username.as_deref());
    let after = search_terms(waiting.first_name.as_deref(), waiting.last_name.as_deref(), own.username.as_deref());
    customers::set_terms(tx, waiting.customer_id, &before, &after).await?;
    customers::take_over(tx, waiting.customer_id, own, person).await?;
    Ok(())
}

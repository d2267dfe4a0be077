//! A person shares their own phone number and gets the card that staff or the import registered for it.

use super::{Customer, get};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, Phone, search_terms},
    service::{Error, Operation, Refusal, Result, holds, ledger, referrals},
    storage::{Tx, customers, invoices, shops},
};

/// What sharing a phone number did.
#[derive(Clone, Debug)]
pub enum ClaimOutcome {
    /// No card had the number: it is now on the person's card.
    Noted(Customer),
    /// The number was on their card already.
    Known(Customer),
    /// The card with this number and the person's own card were merged into this one.
    Claimed(Customer, CodeAfterClaim),
}

/// What became of the promo code that the person had entered on the card that was merged into the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeAfterClaim {
    /// Nothing: there was none, or it counts for the card that is kept.
    Unchanged,
    /// It counts, since it was entered before the first purchase on that card. The referrer is rewarded for that purchase.
    Rewarded(CustomerId, Money),
    /// It does not count. So many points of its bonus were left, and were taken back.
    TakenBack(Money),
}

/// A person with the card `own` shares their own number.
///
/// # Errors
/// [`Refusal::PhoneOfAnother`] where another account has the card of this number, [`Refusal::BothCardsInUse`] where both
/// cards have purchases; the database's.
pub async fn claim_phone(tx: &mut Tx, operation: &Operation, own: &Customer, phone: &Phone) -> Result<ClaimOutcome> {
    shops::lock_phones(tx).await?;
    let Some(waiting) = customers::by_phone(tx, phone).await? else {
        customers::set_phone(tx, own.customer_id, Some(phone)).await?;
        return Ok(ClaimOutcome::Noted(get(tx, own.customer_id).await?));
    };
    if waiting.customer_id == own.customer_id {
        return Ok(ClaimOutcome::Known(waiting));
    }
    if waiting.telegram_id.is_some() {
        return Err(Refusal::PhoneOfAnother.into());
    }
    let (own, waiting) = &lock_both(tx, own, &waiting).await?;
    if waiting.telegram_id.is_some() || waiting.phone.as_ref() != Some(phone) {
        return Err(Refusal::PhoneOfAnother.into());
    }
    let Some(person) = own.telegram_id else { return Err(Refusal::UnknownCustomer.into()) };
    // Purchases cannot be moved, so the card with purchases is the one that is kept.
    let (kept, code) = if !is_in_use(tx, own, operation.at()).await? {
        let code = merge(tx, operation, own, waiting).await?;
        customers::take_over(tx, waiting.customer_id, own, person).await?;
        (waiting, code)
    } else if !is_in_use(tx, waiting, operation.at()).await? {
        let code = merge(tx, operation, waiting, own).await?;
        customers::set_phone(tx, own.customer_id, Some(phone)).await?;
        (own, code)
    } else {
        return Err(Refusal::BothCardsInUse.into());
    };
    Ok(ClaimOutcome::Claimed(get(tx, kept.customer_id).await?, code))
}

/// Locks both cards and reads them again.
async fn lock_both(tx: &mut Tx, own: &Customer, waiting: &Customer) -> Result<(Customer, Customer)> {
    // Always in the same order, so that two transactions with the same cards cannot deadlock.
    let mut ids = [own.customer_id, waiting.customer_id];
    ids.sort_unstable();
    for id in ids {
        customers::lock_card(tx, id).await?;
    }
    let now = async |tx: &mut Tx, card: &Customer| {
        Ok::<_, Error>(customers::lock_card(tx, card.customer_id).await?.ok_or(Refusal::UnknownCustomer)?)
    };
    Ok((now(tx, own).await?, now(tx, waiting).await?))
}

/// Does a card have what cannot be moved to another: purchases, or an advance?
async fn is_in_use(tx: &mut Tx, card: &Customer, at: Timestamp) -> Result<bool> {
    Ok(card.has_purchased
        || invoices::count(tx, card.customer_id).await? > 0
        || ledger::balances(tx, card.customer_id, at).await?.debt.is_negative())
}

/// Moves everything from one card of a person to their other one.
async fn merge(tx: &mut Tx, operation: &Operation, from: &Customer, to: &Customer) -> Result<CodeAfterClaim> {
    let code = merge_referrers(tx, operation, from, to).await?;
    // Friends are moved first: from here on their purchases reward the card that is kept.
    customers::move_friends(tx, from.customer_id, to.customer_id).await?;
    customers::mark_merged(tx, from.customer_id, to.customer_id).await?;
    holds::release_all(tx, operation, from.customer_id).await?;
    ledger::transfer_all(tx, operation, from, to).await?;
    let terms = |card: &Customer, username: &Option<String>| {
        search_terms(card.first_name.as_deref(), card.last_name.as_deref(), username.as_deref())
    };
    customers::set_terms(tx, from.customer_id, &terms(from, &from.username), &[]).await?;
    let username = if from.telegram_id.is_some() { &from.username } else { &to.username };
    customers::set_terms(tx, to.customer_id, &terms(to, &to.username), &terms(to, username)).await?;
    Ok(code)
}

/// The card that is kept keeps its referrer, else gets that of the other card, where its code was entered before the first
/// purchase. Where one card invited the other, directly or through other customers, the referrer is removed. The bonus for a code
/// that does not count is taken back.
async fn merge_referrers(tx: &mut Tx, operation: &Operation, from: &Customer, to: &Customer) -> Result<CodeAfterClaim> {
    let mut code = CodeAfterClaim::Unchanged;
    if customers::is_invited_by(tx, to.customer_id, from.customer_id).await? {
        customers::clear_referrer(tx, to.customer_id).await?;
        code = CodeAfterClaim::TakenBack(referrals::take_back_bonus(tx, operation, to).await?);
    }
    let Some(referrer) = from.referrer_id else { return Ok(code) };
    let referrer = get(tx, referrer).await?;
    let entered_at = customers::referred_at(tx, from.customer_id).await?.unwrap_or(operation.at());
    if referrals::may_refer_later(tx, &referrer, to).await? {
        if customers::set_referrer(tx, to.customer_id, referrer.customer_id, entered_at).await? {
            return Ok(code);
        }
        if let Some(reward) = referrals::adopt(tx, operation, &referrer, to, entered_at).await? {
            let is_rewarded = reward.is_positive();
            return Ok(if is_rewarded { CodeAfterClaim::Rewarded(referrer.customer_id, reward) } else { code });
        }
    }
    Ok(CodeAfterClaim::TakenBack(referrals::take_back_bonus(tx, operation, from).await?))
}

//! A person shares their own phone number and gets the card that staff or the import registered for it.

use chrono::Duration;

use super::{Customer, get, note_phone, own_invitation};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, Phone},
    service::{Error, Operation, Refusal, Result, card_codes, holds, ledger, referrals},
    storage::{
        Tx, billing::profiles as sales_profiles, card_moves, coupons, customers, invoices, parcels, profiles, shops,
    },
};

/// Operators give a number to another person some months after the last one gave it up. Within this time after a person opened
/// the bot, it is still theirs.
const NUMBER_IS_THEIRS: Duration = Duration::days(60);
/// The shop is not asked more often than this for the same card.
const ASKED_AGAIN: Duration = Duration::days(1);

/// What sharing a phone number did.
#[derive(Clone, Debug)]
pub enum ClaimOutcome {
    /// No card had the number: it is now on the person's card.
    Noted(Customer),
    /// The number was on their card already.
    Known(Customer),
    /// The card with this number and the person's own card were merged into this one.
    Claimed(Customer, Merged),
    /// Another account has the card of this number. Only the shop can tell whether both are the same person's.
    Asked {
        /// That card.
        card: Customer,
        /// The shop was not asked lately.
        is_new: bool,
    },
}

/// What the merge of two cards of one person changed, beside what moved from one to the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What became of the promo code.
    pub code: CodeAfterMerge,
    /// One of the cards had invited the other: so many points that this had brought were taken back.
    pub own_invitation: Option<Money>,
}

/// What became of the promo code that the person had entered on the card that was merged into the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodeAfterMerge {
    /// Nothing: there was none, or it counts for the card that is kept.
    #[default]
    Unchanged,
    /// It counts, since it was entered before the first purchase on that card. The referrer is rewarded for that purchase.
    Rewarded(CustomerId, Money),
    /// It does not count. So many points of its bonus were left, and were taken back.
    TakenBack(Money),
}

/// A person with the card `own` shares their own number.
///
/// # Errors
/// [`Refusal::PhoneOfAnother`] where another account has got the card of this number meanwhile, [`Refusal::BothCardsInUse`]
/// where both cards have purchases; the database's.
pub async fn claim_phone(tx: &mut Tx, operation: &Operation, own: &Customer, phone: &Phone) -> Result<ClaimOutcome> {
    shops::lock_phones(tx).await?;
    let Some(waiting) = customers::by_phone(tx, phone).await? else {
        note_phone(tx, own, phone).await?;
        return Ok(ClaimOutcome::Noted(get(tx, own.customer_id).await?));
    };
    if waiting.customer_id == own.customer_id {
        return Ok(ClaimOutcome::Known(waiting));
    }
    let (own, waiting) = &lock_both(tx, own, &waiting).await?;
    if waiting.phone.as_ref() != Some(phone) {
        return Err(Refusal::PhoneOfAnother.into());
    }
    let kept = kept(tx, own, waiting, operation.at()).await?;
    if waiting.telegram_id.is_some() && !was_left(waiting, operation.at()) {
        let is_new = ask(tx, waiting, own, phone, operation.at()).await?;
        return Ok(ClaimOutcome::Asked { card: waiting.clone(), is_new });
    }
    let (card, merged) = hand_over(tx, operation, own, waiting, phone, kept).await?;
    Ok(ClaimOutcome::Claimed(card, merged))
}

/// Is the account of a card known to be deleted, by a person whose number cannot be another's yet?
fn was_left(card: &Customer, at: Timestamp) -> bool {
    card.gone_at.is_some() && at - card.visited_at < NUMBER_IS_THEIRS
}

/// Notes that a customer asks for a card; true where the shop has to be told.
async fn ask(tx: &mut Tx, card: &Customer, own: &Customer, phone: &Phone, at: Timestamp) -> Result<bool> {
    let before = card_moves::get(tx, card.customer_id, own.customer_id).await?;
    let is_new = before.is_none_or(|before| at - before.asked_at >= ASKED_AGAIN);
    if is_new {
        card_moves::ask(tx, card.customer_id, own.customer_id, phone, at).await?;
    }
    Ok(is_new)
}

/// Which of two cards of one person is kept.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    /// The card that had the number.
    Waiting,
    /// The card that the person had.
    Own,
}

/// Purchases cannot be moved, so the card with purchases is the one that is kept.
///
/// # Errors
/// [`Refusal::BothCardsInUse`]; the database's.
pub(super) async fn kept(tx: &mut Tx, own: &Customer, waiting: &Customer, at: Timestamp) -> Result<Kept> {
    // One of two sales profiles would be lost.
    let is_billed = async |tx: &mut Tx, card: &Customer| sales_profiles::is_there(tx, card.customer_id).await;
    if is_billed(tx, own).await? && is_billed(tx, waiting).await? {
        return Err(Refusal::BothCardsInUse.into());
    }
    if !is_in_use(tx, own, at).await? {
        Ok(Kept::Waiting)
    } else if !is_in_use(tx, waiting, at).await? {
        Ok(Kept::Own)
    } else {
        Err(Refusal::BothCardsInUse.into())
    }
}

/// Makes one card of both for the person of `own`. An account that had the card `waiting` loses it. Both are locked.
pub(super) async fn hand_over(
    tx: &mut Tx,
    operation: &Operation,
    own: &Customer,
    waiting: &Customer,
    phone: &Phone,
    kept: Kept,
) -> Result<(Customer, Merged)> {
    let Some(person) = own.telegram_id else { return Err(Refusal::UnknownCustomer.into()) };
    customers::detach(tx, waiting.customer_id).await?;
    // What the account that had the card showed at the till is no consent any more.
    card_codes::revoke(tx, waiting.customer_id, operation.at()).await?;
    let waiting = &Customer { telegram_id: None, ..waiting.clone() };
    let (kept, merged) = match kept {
        Kept::Waiting => {
            let merged = merge(tx, operation, own, waiting).await?;
            customers::take_over(tx, waiting.customer_id, own, person).await?;
            (waiting, merged)
        }
        Kept::Own => {
            let merged = merge(tx, operation, waiting, own).await?;
            note_phone(tx, own, phone).await?;
            (own, merged)
        }
    };
    Ok((get(tx, kept.customer_id).await?, merged))
}

/// A record of the file is stored for a person who had written to the bot before: the card that the bot made for them, on which
/// there is nothing but what they did alone, is merged into the one of the record. `own` is that card as it was with its account.
///
/// # Errors
/// The database's.
pub(crate) async fn merge_into_imported(
    tx: &mut Tx,
    operation: &Operation,
    own: &Customer,
    imported: CustomerId,
) -> Result<()> {
    let (Some(person), Some(imported)) = (own.telegram_id, customers::lock_card(tx, imported).await?) else {
        return Err(Refusal::UnknownCustomer.into());
    };
    merge(tx, operation, own, &imported).await?;
    Ok(customers::take_over(tx, imported.customer_id, own, person).await?)
}

/// Locks both cards and reads them again.
pub(super) async fn lock_both(tx: &mut Tx, own: &Customer, waiting: &Customer) -> Result<(Customer, Customer)> {
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
async fn merge(tx: &mut Tx, operation: &Operation, from: &Customer, to: &Customer) -> Result<Merged> {
    // Points that were reserved are free before any are taken back.
    let suspended = holds::suspend_all(tx, operation, from.customer_id).await?;
    let own_invitation = own_invitation::take_back(tx, operation, from, to).await?;
    // The link was removed where it led to the other card.
    let from = &Customer {
        referrer_id: from.referrer_id.filter(|referrer| *referrer != to.customer_id),
        named_referrer: from.named_referrer.clone().filter(|named| named != to.code.as_str()),
        ..from.clone()
    };
    let code = merge_referrers(tx, operation, from, to).await?;
    // Friends are moved first: from here on their purchases reward the card that is kept.
    customers::move_friends(tx, from.customer_id, to.customer_id).await?;
    coupons::move_all(tx, from.customer_id, to.customer_id).await?;
    // The person has been a customer since the first of both cards, which decides whose code they and their friends may use.
    customers::joined_by(tx, to.customer_id, from.joined_at).await?;
    let terms = profiles::terms(tx, to.customer_id).await?;
    let terms = terms.with(&profiles::terms(tx, from.customer_id).await?);
    profiles::adopt(tx, to.customer_id, from.customer_id, &terms).await?;
    parcels::move_all(tx, from.customer_id, to.customer_id).await?;
    sales_profiles::move_all(tx, from.customer_id, to.customer_id).await?;
    if from.mutes_parcels {
        customers::set_mutes_parcels(tx, to.customer_id, true).await?;
    }
    if let (Some(code), None) = (&from.outside_code, &to.outside_code) {
        customers::set_outside_code(tx, from.customer_id, None).await?;
        customers::set_outside_code(tx, to.customer_id, Some(code)).await?;
    }
    customers::mark_merged(tx, from.customer_id, to.customer_id).await?;
    ledger::transfer_all(tx, operation, from, to).await?;
    holds::move_all(tx, operation, &suspended, to.customer_id).await?;
    customers::index(tx, from.customer_id, Some(from), None).await?;
    let username = if from.telegram_id.is_some() { &from.username } else { &to.username };
    let now = Customer { username: username.clone(), ..get(tx, to.customer_id).await? };
    customers::index(tx, to.customer_id, Some(to), Some(&now)).await?;
    Ok(Merged { code, own_invitation })
}

/// The card that is kept keeps its referrer, else gets that of the other card, where its code was entered before the first
/// purchase. Where one card invited the other through other customers, the referrer is removed. The bonus for a code that does not
/// count is taken back.
async fn merge_referrers(tx: &mut Tx, operation: &Operation, from: &Customer, to: &Customer) -> Result<CodeAfterMerge> {
    let mut code = CodeAfterMerge::Unchanged;
    if customers::is_invited_by(tx, to.customer_id, from.customer_id).await? {
        customers::clear_referrer(tx, to.customer_id).await?;
        code = CodeAfterMerge::TakenBack(referrals::take_back_bonus(tx, operation, to.customer_id).await?);
    }
    let entered_at = customers::referred_at(tx, from.customer_id).await?.unwrap_or(operation.at());
    match (from.referrer_id, &from.named_referrer) {
        (Some(referrer), _) => {
            let referrer = get(tx, referrer).await?;
            if referrals::may_refer_later(tx, &referrer, to).await? {
                if customers::set_referrer(tx, to.customer_id, referrer.customer_id, entered_at).await? {
                    return Ok(code);
                }
                if let Some(reward) = referrals::adopt(tx, operation, &referrer, to, entered_at).await? {
                    let is_rewarded = reward.is_positive();
                    return Ok(if is_rewarded { CodeAfterMerge::Rewarded(referrer.customer_id, reward) } else { code });
                }
            }
        }
        (None, Some(named)) => {
            if customers::set_named_referrer(tx, to.customer_id, named, entered_at).await? {
                return Ok(code);
            }
        }
        (None, None) => return Ok(code),
    }
    Ok(CodeAfterMerge::TakenBack(referrals::take_back_bonus(tx, operation, from.customer_id).await?))
}

//! Promo codes: a friend enters one, once, before the first purchase.

use chrono::Duration;

use super::{Operation, Result, ledger};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryKind, Money, PointsWallet, PromoCode, TelegramId, Wallet},
    storage::{
        Tx,
        billing::earnings::{self, FirstEarned},
        card_moves, corrections,
        customers::{self, Customer},
        invoices::{self, FirstPurchase, Reward},
        promo_attempts, shops,
    },
};

/// How many wrong codes a person may enter within [`WINDOW`].
const MAX_WRONG_CODES: usize = 5;
/// The time over which wrong codes are counted.
const WINDOW: Duration = Duration::minutes(5);

/// The outcome of an entered promo code. None of these is an error, since the transaction of a wrong code must be committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromoOutcome {
    /// The code was accepted.
    Applied {
        /// The bonus of the friend.
        bonus: Money,
        /// The referrer, who gets a notice.
        referrer: Box<Customer>,
    },
    /// The person has used a promo code before.
    AlreadyUsed,
    /// The person has bought something before.
    AlreadyPurchased,
    /// Unknown, the person's own (also of a card that moved to another account), or of a customer whom the person invited,
    /// directly or through other customers. The three look the same, so that codes cannot be probed.
    Wrong,
    /// Of a customer who may neither earn nor spend now. It counts as a wrong one, so that codes cannot be probed by it.
    NotValidNow,
    /// Too many wrong codes.
    TooMany {
        /// When the next one may be entered.
        retry_at: Timestamp,
    },
}

/// Why this customer can use no promo code any more; `None` where they can.
pub fn unavailable(customer: &Customer) -> Option<PromoOutcome> {
    if customer.has_purchased {
        return Some(PromoOutcome::AlreadyPurchased);
    }
    // The referrer whom an imported file names may still be imported.
    let has_referrer = customer.referrer_id.is_some() || customer.named_referrer.is_some();
    has_referrer.then_some(PromoOutcome::AlreadyUsed)
}

/// A person enters a text as a promo code.
///
/// # Errors
/// The database's.
pub async fn enter(
    tx: &mut Tx,
    operation: &Operation,
    person: TelegramId,
    customer: &Customer,
    text: &str,
) -> Result<PromoOutcome> {
    // The lock makes concurrent attempts wait, so that each is counted.
    let customer = &super::customers::get_for_update(tx, customer.customer_id).await?;
    super::customers::require_open(customer)?;
    if let Some(outcome) = unavailable(customer) {
        return Ok(outcome);
    }
    let mut wrong = promo_attempts::since(tx, person, operation.at() - WINDOW).await?;
    // A moment that is still to come was noted by a wrong clock.
    wrong.retain(|attempted_at| *attempted_at <= operation.at());
    if let Some(first) = wrong.iter().rev().nth(MAX_WRONG_CODES - 1) {
        return Ok(PromoOutcome::TooMany { retry_at: *first + WINDOW });
    }
    let referrer = match text.parse::<PromoCode>() {
        Ok(promo) => customers::by_code(tx, promo.code()).await?,
        Err(_) => None,
    };
    let refused = match &referrer {
        None => Some(PromoOutcome::Wrong),
        Some(referrer) if lost_card(tx, person, referrer).await? => Some(PromoOutcome::Wrong),
        Some(referrer) if !may_refer(tx, referrer, customer).await? => Some(PromoOutcome::Wrong),
        Some(referrer) => super::customers::require_open(referrer).is_err().then_some(PromoOutcome::NotValidNow),
    };
    let referrer = match (referrer, refused) {
        (Some(referrer), None) => referrer,
        (_, refused) => {
            promo_attempts::note(tx, person, operation.at(), operation.at() - WINDOW).await?;
            return Ok(refused.unwrap_or(PromoOutcome::Wrong));
        }
    };
    customers::set_referrer(tx, customer.customer_id, referrer.customer_id, operation.at()).await?;
    let bonus = shops::program(tx).await?.referral_promo_bonus;
    if bonus.is_positive() {
        let posting = ledger::Posting::new(customer.customer_id, EntryKind::PromoBonus, bonus);
        ledger::earn(tx, operation, PointsWallet::Main, posting).await?;
    }
    Ok(PromoOutcome::Applied { bonus, referrer: Box::new(referrer) })
}

/// Was this card, or one that is part of it now, the account's own until the shop moved it? The account has another card since.
async fn lost_card(tx: &mut Tx, account: TelegramId, card: &Customer) -> Result<bool> {
    for lost in card_moves::lost(tx, account).await? {
        if super::customers::get(tx, lost).await?.customer_id == card.customer_id {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The referrer must be another customer, have joined earlier, and not have been invited by the friend, directly or through
/// other customers.
async fn may_refer(tx: &mut Tx, referrer: &Customer, friend: &Customer) -> Result<bool> {
    let earlier = (referrer.joined_at, referrer.customer_id) < (friend.joined_at, friend.customer_id);
    Ok(earlier && may_refer_later(tx, referrer, friend).await?)
}

/// As [`may_refer`], for a friend who entered the code on another card, after the referrer had joined.
pub(super) async fn may_refer_later(tx: &mut Tx, referrer: &Customer, friend: &Customer) -> Result<bool> {
    let is_another = referrer.customer_id != friend.customer_id;
    Ok(is_another && !customers::is_invited_by(tx, referrer.customer_id, friend.customer_id).await?)
}

/// A first purchase: an invoice that stands, or a bill that earned.
enum First {
    Invoice(FirstPurchase),
    Bill(FirstEarned),
}

impl First {
    fn at(&self) -> Timestamp {
        match self {
            Self::Invoice(invoice) => invoice.issued_at,
            Self::Bill(bill) => bill.earned_at,
        }
    }

    /// What it came to; nothing where some of it was refunded, or the payment was taken back.
    fn due(&self) -> Money {
        match self {
            Self::Invoice(invoice) if invoice.refunded_minor.is_positive() => Money::ZERO,
            Self::Invoice(invoice) => invoice.due_minor,
            Self::Bill(bill) => bill.paid_minor,
        }
    }
}

async fn first_purchase(tx: &mut Tx, customer: CustomerId) -> Result<Option<First>> {
    let invoice = invoices::first_purchase(tx, customer).await?;
    let bill = earnings::first(tx, customer).await?;
    Ok(match (invoice, bill) {
        (Some(invoice), Some(bill)) if bill.earned_at < invoice.issued_at => Some(First::Bill(bill)),
        (Some(invoice), _) => Some(First::Invoice(invoice)),
        (None, bill) => bill.map(First::Bill),
    })
}

/// A friend entered the referrer's code on another card, at the moment `entered_at`, before the first purchase on this one: the
/// code stays. Returns the reward for that purchase, which is none where some of it was refunded. `None` where the purchase came
/// first, so that the code should not have been accepted.
pub(super) async fn adopt(
    tx: &mut Tx,
    operation: &Operation,
    referrer: &Customer,
    friend: &Customer,
    entered_at: Timestamp,
) -> Result<Option<Money>> {
    let Some(first) = first_purchase(tx, friend.customer_id).await? else { return Ok(None) };
    let (friend_id, referrer_id) = (friend.customer_id, referrer.customer_id);
    if first.at() <= entered_at || !customers::adopt_referrer(tx, friend_id, referrer_id, entered_at).await? {
        return Ok(None);
    }
    let program = shops::program(tx).await?;
    let (amount, rate) = (program.referrer_reward(first.due()), program.referrer_first_purchase);
    if !amount.is_positive() {
        return Ok(Some(Money::ZERO));
    }
    let name = friend.name();
    let posting = ledger::Posting::new(referrer_id, EntryKind::ReferralReward, amount).with_note(&name);
    match first {
        First::Invoice(invoice) => {
            invoices::set_reward(tx, invoice.invoice_id, Reward { referrer: referrer_id, amount, rate }).await?;
            ledger::earn(tx, operation, PointsWallet::Referral, posting.of_invoice(invoice.invoice_id)).await?;
        }
        First::Bill(bill) => {
            let entry = ledger::earn_entry(tx, operation, PointsWallet::Referral, posting).await?;
            earnings::set_reward(tx, bill.bill_id, Some(entry)).await?;
        }
    }
    Ok(Some(amount))
}

/// Takes back what is left of the bonus for a promo code that the card should not have used. Returns how much that was.
pub(super) async fn take_back_bonus(tx: &mut Tx, operation: &Operation, customer: CustomerId) -> Result<Money> {
    let given = bonus(tx, customer).await?;
    let left = given.min(ledger::balances(tx, customer, operation.at()).await?.main);
    if left.is_positive() {
        let posting = correction_of_bonus(tx, customer, left).await?;
        ledger::spend(tx, operation, PointsWallet::Main, posting).await?;
    }
    Ok(left.or_zero())
}

/// Takes back the whole bonus of a person who entered the code of their own card. Points that have been spent become points debt.
/// Returns how much that was.
pub(super) async fn reverse_bonus(tx: &mut Tx, operation: &Operation, customer: CustomerId) -> Result<Money> {
    let given = bonus(tx, customer).await?;
    if given.is_positive() {
        let posting = correction_of_bonus(tx, customer, given).await?;
        ledger::take_back(tx, operation, PointsWallet::Main, posting).await?;
    }
    Ok(given.or_zero())
}

/// The bonus that a customer got for promo codes, less what was taken back.
async fn bonus(tx: &mut Tx, customer: CustomerId) -> Result<Money> {
    ledger::sum_of_kind(tx, customer, Wallet::Main, EntryKind::PromoBonus).await
}

async fn correction_of_bonus(tx: &mut Tx, customer: CustomerId, amount: Money) -> Result<ledger::Posting<'static>> {
    let corrects = corrections::last_given(tx, customer, Wallet::Main, EntryKind::PromoBonus).await?;
    Ok(ledger::Posting::new(customer, EntryKind::PromoBonus, amount).correcting(corrects))
}

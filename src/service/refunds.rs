//! Refunds of an invoice, in part or whole: the quote, and doing it.
//!
//! [`Sale::refund`] computes the figures; the ledger decides which lots the points go to. When nothing is left of any invoice of
//! a customer, they have bought nothing: they may use a promo code again, and the next purchase counts as the first. The reward
//! of a refunded purchase has been taken back by then, so an invoice that was undone and issued again costs the referrer nothing,
//! and no two purchases are rewarded. While another purchase stands, a refund does not change which purchase was the first.

use chrono::Duration;
use sha2::{Digest, Sha256};

use super::{
    Caller, Error, Operation, Refusal, Result, coupons, customers, ledger,
    operations::{self, Begun, UnderWay},
    points::MAX_REASON,
};
use crate::{
    domain::{
        CustomerId, EntryId, EntryKind, InvoiceId, InvoiceNumber, Money, Permission, PointsWallet, RefundFigures,
        RefundId, RefundScope, RefundedBefore, ReturnedLine, Sale, UsedCoupon, Verb, Wallet,
    },
    service::ledger::Posting,
    storage::{
        self, Tx, imported_rewards, invoices,
        refunds::{self, NewRefund, SoldInvoice},
    },
};

/// How long the actor who issued an invoice may undo it.
pub const UNDO_WINDOW: Duration = Duration::minutes(5);

/// The length of [`RefundQuote::digest`]: with it and two ids of 19 digits the callback data is 63 bytes long.
const DIGEST_BYTES: usize = 6;

/// What a refund will do, or did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RefundQuote {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// The number that people see.
    pub number: InvoiceNumber,
    /// The customer.
    pub customer: CustomerId,
    /// What is given back and taken back.
    pub figures: RefundFigures,
    /// The returned goods with their amounts; empty where an amount is refunded.
    pub lines: Vec<(ReturnedLine, Money)>,
    /// The wallet that points are given back to; `None` where none are.
    pub points_to: Option<PointsWallet>,
    /// How many of the points that are taken back have been spent, and will be owed.
    pub points_debt: Money,
    /// The referrer whose reward shrinks; `None` where none does.
    pub referrer: Option<CustomerId>,
    /// How much of that reward has been spent, and will be owed.
    pub reward_debt: Money,
    /// The referrer may have been rewarded for this invoice, which was imported, and nothing proves it: no reward is taken back.
    pub reward_unproven: bool,
    /// The rest of the total after the refund, before the discount and points.
    pub left: Money,
    /// The coupons that can be used again.
    #[serde(default)]
    pub coupons: Vec<UsedCoupon>,
}

/// A refund that was made.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Refunded {
    /// The id.
    pub refund_id: RefundId,
    /// The quote that was carried out.
    pub quote: RefundQuote,
    /// This is the result of an earlier call with the same operation id; people have been told.
    #[serde(skip)]
    pub repeated: bool,
}

impl RefundQuote {
    /// A digest of all that the quote says, short enough for a button: two quotes with one digest are the same.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the quote cannot be written as JSON.
    pub fn digest(&self) -> Result<String> {
        let json = serde_json::to_vec(self).map_err(|_| Error::Corrupt("a quote cannot be written as JSON"))?;
        Ok(Sha256::digest(&json).iter().take(DIGEST_BYTES).map(|byte| format!("{byte:02x}")).collect())
    }
}

/// An invoice as it was issued, and what was refunded of it.
struct RefundableInvoice {
    invoice: SoldInvoice,
    sale: Sale,
    before: RefundedBefore,
    /// The rewarded referrer, by the card that they use now.
    referrer: Option<CustomerId>,
}

/// The quote of a refund, for the preview.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownInvoice`], [`Refusal::NothingLeft`], [`Refusal::MoreThanLeft`],
/// [`Refusal::MoreThanLeftOfLine`], [`Refusal::NothingToDo`]; the database's.
pub async fn quote_refund(
    tx: &mut Tx,
    caller: &Caller,
    invoice: InvoiceId,
    scope: &RefundScope,
) -> Result<RefundQuote> {
    caller.require(Permission::RefundInvoice)?;
    let refundable = open(tx, invoice).await?;
    refundable.quote(tx, caller, scope).await
}

/// As [`quote_refund`], and locks everything that it depends on, so that the refund that follows has the same quote.
///
/// # Errors
/// As [`quote_refund`].
pub async fn quote_for_confirmation(
    tx: &mut Tx,
    caller: &Caller,
    invoice: InvoiceId,
    scope: &RefundScope,
) -> Result<RefundQuote> {
    caller.require(Permission::RefundInvoice)?;
    let refundable = open_for_update(tx, invoice).await?;
    refundable.quote(tx, caller, scope).await
}

/// A manager takes back all of an invoice or part of it, for a reason.
///
/// # Errors
/// Those of [`quote_refund`], [`Refusal::ReasonMissing`], [`Refusal::OperationReused`]; the database's.
pub async fn refund_invoice(
    tx: &mut Tx,
    operation: &Operation,
    invoice: InvoiceId,
    scope: &RefundScope,
    reason: &str,
) -> Result<Refunded> {
    operation.require(Permission::RefundInvoice)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(Refusal::ReasonMissing.into());
    }
    let input = (invoice, scope, reason);
    let under_way = match operations::begin::<Refunded>(tx, operation, Verb::RefundInvoice, &input).await? {
        Begun::Before(refunded) => return Ok(Refunded { repeated: true, ..refunded }),
        Begun::Now(under_way) => under_way,
    };
    let refundable = open_for_update(tx, invoice).await?;
    refundable.refund(tx, operation, under_way, scope, reason).await
}

/// The quote of undoing an invoice.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::NotYourInvoice`], [`Refusal::TooLateToUndo`], [`Refusal::UnknownInvoice`],
/// [`Refusal::NothingLeft`]; the database's.
pub async fn quote_undo(tx: &mut Tx, caller: &Caller, invoice: InvoiceId) -> Result<RefundQuote> {
    let refundable = open(tx, invoice).await?;
    refundable.check_undo(caller)?;
    refundable.quote(tx, caller, &RefundScope::Rest).await
}

/// As [`quote_undo`], and locks everything that it depends on, so that undoing it afterwards has the same quote.
///
/// # Errors
/// As [`quote_undo`].
pub async fn quote_undo_for_confirmation(tx: &mut Tx, caller: &Caller, invoice: InvoiceId) -> Result<RefundQuote> {
    let refundable = open_for_update(tx, invoice).await?;
    refundable.check_undo(caller)?;
    refundable.quote(tx, caller, &RefundScope::Rest).await
}

/// The actor who issued an invoice takes it back whole, within [`UNDO_WINDOW`].
///
/// # Errors
/// As [`quote_undo`], and [`Refusal::OperationReused`].
pub async fn undo_invoice(tx: &mut Tx, operation: &Operation, invoice: InvoiceId) -> Result<Refunded> {
    operation.require(Permission::UndoInvoice)?;
    let under_way = match operations::begin::<Refunded>(tx, operation, Verb::UndoInvoice, &invoice).await? {
        Begun::Before(refunded) => return Ok(Refunded { repeated: true, ..refunded }),
        Begun::Now(under_way) => under_way,
    };
    let refundable = open_for_update(tx, invoice).await?;
    refundable.check_undo(&operation.caller)?;
    refundable.refund(tx, operation, under_way, &RefundScope::Rest, "").await
}

/// What was refunded of an invoice so far, all together and by line.
///
/// # Errors
/// The database's.
pub async fn refunded_before(tx: &mut Tx, invoice: InvoiceId) -> Result<RefundedBefore> {
    Ok(RefundedBefore { figures: refunds::figures(tx, invoice).await?, lines: refunds::lines(tx, invoice).await? })
}

/// As [`open()`], with locks on the customer's card, the invoice and the wallets on which the figures depend, in the order in
/// which a sale locks them. While the friend's card is locked, the referrer's cannot be merged.
async fn open_for_update(tx: &mut Tx, invoice: InvoiceId) -> Result<RefundableInvoice> {
    let found = refunds::sold(tx, invoice).await?.ok_or(Refusal::UnknownInvoice)?;
    customers::get_for_update(tx, found.customer_id).await?;
    refunds::lock(tx, invoice).await?;
    let redeemed_from = found.redeemed_from.map(Wallet::from);
    for wallet in redeemed_from.into_iter().chain([Wallet::Main, Wallet::Money]) {
        storage::ledger::lock(tx, found.customer_id, wallet).await?;
    }
    let refundable = open(tx, invoice).await?;
    if let Some(referrer) = refundable.referrer.filter(|_| refundable.sale.reward.is_positive()) {
        storage::ledger::lock(tx, referrer, Wallet::Referral).await?;
    }
    Ok(refundable)
}

async fn open(tx: &mut Tx, invoice: InvoiceId) -> Result<RefundableInvoice> {
    let invoice = refunds::sold(tx, invoice).await?.ok_or(Refusal::UnknownInvoice)?;
    let referrer = match invoice.referrer_id {
        Some(referrer) => Some(customers::get(tx, referrer).await?.customer_id),
        None => None,
    };
    let sale = Sale {
        lines: invoices::lines(tx, invoice.invoice_id).await?,
        total: invoice.total_minor,
        discount: invoice.discount_minor,
        redeemed: invoice.redeemed_minor,
        debt: invoice.debt_minor,
        coupon_points: invoice.coupon_points_minor,
        earned: invoice.earned_minor,
        earned_by: invoice.earn_rule.zip(invoice.earn_bp),
        reward: if referrer.is_some() { invoice.reward_minor } else { Money::ZERO },
        rewarded_by: invoice.reward_bp,
    };
    let before = refunded_before(tx, invoice.invoice_id).await?;
    Ok(RefundableInvoice { invoice, sale, before, referrer })
}

impl RefundableInvoice {
    fn check_undo(&self, caller: &Caller) -> Result<()> {
        caller.require(Permission::UndoInvoice)?;
        if self.invoice.issued_by != caller.actor.reference() {
            return Err(Refusal::NotYourInvoice.into());
        }
        if caller.at - self.invoice.issued_at > UNDO_WINDOW {
            return Err(Refusal::TooLateToUndo.into());
        }
        Ok(())
    }

    async fn quote(&self, tx: &mut Tx, caller: &Caller, scope: &RefundScope) -> Result<RefundQuote> {
        let invoice = &self.invoice;
        let customer = invoice.customer_id;
        let owed = ledger::balances(tx, customer, caller.at).await?.debt;
        let refund = self.sale.refund(&self.before, scope, owed)?;
        let figures = refund.figures;
        let points_to = figures.redeemed.is_positive().then_some(invoice.redeemed_from.unwrap_or(PointsWallet::Main));
        let given = if points_to == Some(PointsWallet::Main) { figures.redeemed } else { Money::ZERO };
        let taken = figures.earned.saturating_add(figures.coupon_points);
        let points_debt = ledger::points_debt_after(tx, customer, PointsWallet::Main, given, taken, caller.at).await?;
        let referrer = self.referrer.filter(|_| figures.reward.is_positive());
        let reward_debt = match referrer {
            Some(referrer) => {
                ledger::points_debt_after(tx, referrer, PointsWallet::Referral, Money::ZERO, figures.reward, caller.at)
                    .await?
            }
            None => Money::ZERO,
        };
        let left = self.sale.total.saturating_sub(self.before.figures.and(&figures).total);
        let coupons = match left {
            Money::ZERO => coupons::reusable(tx, invoice.invoice_id, caller.at).await?,
            _ => Vec::new(),
        };
        Ok(RefundQuote {
            invoice_id: invoice.invoice_id,
            number: invoice.number.clone(),
            customer,
            figures,
            lines: refund.lines,
            points_to,
            points_debt,
            referrer,
            reward_debt,
            reward_unproven: imported_rewards::may_have_rewarded(tx, invoice.invoice_id).await?,
            left,
            coupons,
        })
    }

    async fn refund(
        &self,
        tx: &mut Tx,
        operation: &Operation,
        under_way: UnderWay<'_>,
        scope: &RefundScope,
        reason: &str,
    ) -> Result<Refunded> {
        let quote = self.quote(tx, &operation.caller, scope).await?;
        let figures = &quote.figures;
        if !refunds::claim(tx, quote.invoice_id, figures.total, self.before.figures.total).await? {
            return Err(Error::Corrupt("an invoice is refunded more or less than its refunds say"));
        }
        let new = NewRefund {
            invoice: quote.invoice_id,
            customer: quote.customer,
            is_whole: quote.left.is_zero(),
            figures,
            lines: &quote.lines,
            operation: &operation.id,
            actor: operation.caller.actor.reference(),
            reason,
            at: operation.at(),
        };
        let refund_id = refunds::insert(tx, &new).await?;
        let (points_debt, reward_debt) = self.post_entries(tx, operation, &quote, reason).await?;
        if quote.left.is_zero() {
            coupons::give_back(tx, quote.invoice_id).await?;
            refunds::reopen_first_purchase(tx, quote.customer).await?;
        }
        let quote = RefundQuote { points_debt, reward_debt, ..quote };
        let details = serde_json::json!({ "number": quote.number, "quote": quote, "reason": reason });
        let customer = Some(quote.customer);
        under_way.finish(tx, customer, &details, Refunded { refund_id, quote, repeated: false }).await
    }

    /// Gives back before it takes back, so that points debt is as small as possible. Returns the points debts of the customer
    /// and of the referrer.
    async fn post_entries(
        &self,
        tx: &mut Tx,
        operation: &Operation,
        quote: &RefundQuote,
        reason: &str,
    ) -> Result<(Money, Money)> {
        let RefundFigures { redeemed, debt, earned, coupon_points, reward, .. } = quote.figures;
        let posting = |customer, amount, corrects| {
            let posting = Posting::new(customer, EntryKind::Refund, amount).of_invoice(quote.invoice_id);
            posting.correcting(corrects).with_note(reason)
        };
        if let Some(wallet) = quote.points_to {
            let corrects = self.entry(tx, quote.customer, wallet.into(), EntryKind::Redeem).await?;
            let posting = posting(quote.customer, redeemed, corrects);
            ledger::give_back(tx, operation, wallet, posting, self.before.figures.redeemed).await?;
        }
        let mut points_debt = Money::ZERO;
        for (kind, taken) in [(EntryKind::Earn, earned), (EntryKind::Coupon, coupon_points)] {
            if taken.is_positive() {
                let corrects = self.entry(tx, quote.customer, Wallet::Main, kind).await?;
                let posting = posting(quote.customer, taken, corrects);
                let owed = ledger::take_back(tx, operation, PointsWallet::Main, posting).await?;
                points_debt = points_debt.saturating_add(owed);
            }
        }
        if debt.is_positive() {
            let corrects = self.entry(tx, quote.customer, Wallet::Money, EntryKind::Debt).await?;
            ledger::repay(tx, operation, posting(quote.customer, debt, corrects)).await?;
        }
        let mut reward_debt = Money::ZERO;
        if let Some(referrer) = quote.referrer {
            let corrects = self.entry(tx, referrer, Wallet::Referral, EntryKind::ReferralReward).await?;
            // The referrer does not see the friend's reason.
            let posting = posting(referrer, reward, corrects).with_note("");
            reward_debt = ledger::take_back(tx, operation, PointsWallet::Referral, posting).await?;
        }
        Ok((points_debt, reward_debt))
    }

    /// The entry that is corrected. `None` where an imported history does not name it, or where it is on a card that was merged
    /// into another.
    async fn entry(
        &self,
        tx: &mut Tx,
        customer: CustomerId,
        wallet: Wallet,
        kind: EntryKind,
    ) -> Result<Option<EntryId>> {
        let invoice = self.invoice.invoice_id;
        Ok(storage::corrections::entry_of_invoice(tx, customer, invoice, wallet, kind).await?)
    }
}

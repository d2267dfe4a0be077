//! Sales of a till: an invoice as the chat issues it, recognised by the number of its receipt, and told of some time later where the
//! till was offline.

use chrono::Duration;

use super::{
    Caller, Error, Operation, Refusal, Result, coupons, customers, debts,
    invoices::{self, Agreement, Invoice, Issued, Quote, Slip},
    ledger::{self, Balances},
    refunds::{self, Refunded},
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{
        CustomerId, Draft, InvoiceId, Line, OperationId, Permission, PointsWallet, Receipt, RefundScope, UsedCoupon,
    },
    storage::{self, Tx},
};

/// How long after it a sale can be told of.
pub const LATEST: Duration = Duration::days(30);
/// How far the clock of a till may be ahead.
pub const AHEAD: Duration = Duration::minutes(10);

/// Is the receipt of a sale known already?
///
/// # Errors
/// The database's.
pub async fn was_made(tx: &mut Tx, slip: &Slip) -> Result<bool> {
    Ok(match &slip.receipt {
        Some(receipt) => storage::invoices::by_receipt(tx, receipt).await?.is_some(),
        None => false,
    })
}

/// What a sale would do, and the balances after it.
///
/// # Errors
/// [`Refusal::NotAllowed`], those of [`invoices::quote`], [`Refusal::BeyondCredit`], [`Refusal::BadSaleTime`]; the database's.
pub async fn quote(
    tx: &mut Tx,
    caller: &Caller,
    customer: CustomerId,
    draft: &Draft,
    slip: &Slip,
) -> Result<(Quote, Balances)> {
    caller.require(Permission::IssueInvoice)?;
    check_time(slip.sold_at, caller.at)?;
    let customer = customers::get(tx, customer).await?.customer_id;
    let quote = invoices::quote(tx, customer, draft, caller.at).await?;
    debts::require_credit(tx, customer, quote.debt, caller.at).await?;
    let mut balances = ledger::balances(tx, customer, caller.at).await?;
    balances.main = balances.main.saturating_add(quote.earned).saturating_add(quote.coupon_points());
    match quote.redeemed_from {
        Some(PointsWallet::Main) => balances.main = balances.main.saturating_sub(quote.redeemed),
        Some(PointsWallet::Referral) => balances.referral = balances.referral.saturating_sub(quote.redeemed),
        None => {}
    }
    balances.debt = balances.debt.saturating_add(quote.debt);
    Ok((quote, balances))
}

/// A till makes a sale. A receipt is sold once, under any key: the same sale again returns the first result.
///
/// # Errors
/// Those of [`invoices::issue_agreed`], [`Refusal::ReceiptUsed`], [`Refusal::BadSaleTime`]; the database's.
pub async fn sell(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    customer: CustomerId,
    draft: &Draft,
    agreement: Agreement,
    slip: &Slip,
) -> Result<Issued> {
    operation.require(Permission::IssueInvoice)?;
    let of_receipt = slip.receipt.as_ref().map(|receipt| operation.caller.operation(OperationId::receipt(receipt)));
    if let (Some(receipt), Some(of_receipt)) = (&slip.receipt, &of_receipt) {
        let known = known(tx, of_receipt, receipt, customer, draft).await.map_err(receipt_used);
        if matches!(known, Err(Error::Refused(Refusal::ReceiptUsed))) {
            // What is wrong in the request itself is said first.
            check_time(slip.sold_at, operation.at())?;
            customers::get(tx, customer).await?;
        }
        if let Some(known) = known? {
            return Ok(known);
        }
    }
    check_time(slip.sold_at, operation.at())?;
    // What is ahead of the clock counts as now.
    let slip = Slip { sold_at: slip.sold_at.filter(|sold| *sold < operation.at()), ..slip.clone() };
    let has_receipt = of_receipt.is_some();
    let operation = of_receipt.as_ref().unwrap_or(operation);
    let issued = invoices::issue(tx, operation, chance, customer, draft, agreement, &slip).await;
    if has_receipt { issued.map_err(receipt_used) } else { issued }
}

/// A sale by its id, with its lines; one of the chat too.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownInvoice`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, invoice: InvoiceId) -> Result<(Invoice, Vec<Line>)> {
    caller.require(Permission::IssueInvoice)?;
    let found = storage::invoices::by_id(tx, invoice).await?.ok_or(Refusal::UnknownInvoice)?;
    Ok((found, storage::invoices::lines(tx, invoice).await?))
}

/// Takes back a sale, in part or whole. Staff who may not refund may undo a sale of their own soon after it, which is the second
/// part of the result.
///
/// # Errors
/// Those of [`refunds::refund_invoice`] and [`refunds::undo_invoice`].
pub async fn refund(
    tx: &mut Tx,
    operation: &Operation,
    invoice: InvoiceId,
    scope: &RefundScope,
    reason: &str,
) -> Result<(Refunded, bool)> {
    let may_undo_only = operation.require(Permission::RefundInvoice).is_err();
    if may_undo_only && *scope == RefundScope::Rest {
        return Ok((refunds::undo_invoice(tx, operation, invoice).await?, true));
    }
    Ok((refunds::refund_invoice(tx, operation, invoice, scope, reason).await?, false))
}

/// The sale of a receipt. Of one that was imported the operation is not known, so what was sold is compared.
async fn known(
    tx: &mut Tx,
    operation: &Operation,
    receipt: &Receipt,
    customer: CustomerId,
    draft: &Draft,
) -> Result<Option<Issued>> {
    let Some(invoice) = storage::invoices::by_receipt(tx, receipt).await? else { return Ok(None) };
    let buyer = customers::get(tx, invoice.customer_id).await?.customer_id;
    let is_buyer = storage::customers::by_id(tx, customer).await?.is_some_and(|named| named.customer_id == buyer);
    let others = if is_buyer { storage::customers::cards_of(tx, buyer).await? } else { Vec::new() };
    // The receipt may have come with the id of any card of the person.
    let mut is_reused = false;
    for card in [customer].into_iter().chain(others) {
        match invoices::issued_before(tx, operation, card, draft).await {
            Ok(Some(issued)) => return Ok(Some(issued)),
            Ok(None) => {}
            Err(Error::Refused(Refusal::OperationReused)) => is_reused = true,
            Err(error) => return Err(error),
        }
    }
    if is_reused {
        return Err(Refusal::ReceiptUsed.into());
    }
    let lines = storage::invoices::lines(tx, invoice.invoice_id).await?;
    let coupons = coupons::of_invoice(tx, invoice.invoice_id).await?;
    if !is_buyer || !is_sale_of(&invoice, &lines, &coupons, draft) {
        return Err(Refusal::ReceiptUsed.into());
    }
    let balances = ledger::balances(tx, buyer, operation.at()).await?;
    Ok(Some(Issued {
        invoice_id: invoice.invoice_id,
        number: invoice.number.clone(),
        quote: quote_of(&invoice, coupons),
        reward: None,
        balances,
        repeated: true,
    }))
}

/// Is this what the draft sold?
fn is_sale_of(invoice: &Invoice, lines: &[Line], coupons: &[UsedCoupon], draft: &Draft) -> bool {
    let (redeemed, debt) = (invoice.redeemed_minor, invoice.debt_minor);
    let redeemed_from = invoice.redeemed_from.filter(|_| redeemed.is_positive());
    let is_paid_alike = match draft.redemption {
        None => redeemed.is_zero(),
        Some(redemption) => {
            redeemed_from.is_none_or(|wallet| wallet == redemption.wallet)
                && redemption.points.is_none_or(|points| points == redeemed)
        }
    };
    let is_owed_alike = if draft.on_credit { debt == invoice.to_pay() } else { debt.is_zero() };
    let uses_alike =
        coupons.len() == draft.coupons.len() && coupons.iter().all(|used| draft.coupons.contains(&used.coupon_id));
    lines == draft.lines && uses_alike && is_paid_alike && is_owed_alike
}

/// What an invoice did, which used these coupons.
pub fn quote_of(invoice: &Invoice, coupons: Vec<UsedCoupon>) -> Quote {
    Quote {
        total: invoice.total_minor,
        discount: invoice.discount_minor,
        group_discount: invoice.group_discount(),
        coupons,
        redeemed: invoice.redeemed_minor,
        redeemed_from: invoice.redeemed_from.filter(|_| invoice.redeemed_minor.is_positive()),
        to_pay: invoice.to_pay(),
        debt: invoice.debt_minor,
        earned: invoice.earned_minor,
    }
}

fn check_time(sold_at: Option<Timestamp>, at: Timestamp) -> Result<()> {
    match sold_at {
        Some(sold) if sold < at - LATEST || sold > at + AHEAD => Err(Refusal::BadSaleTime.into()),
        _ => Ok(()),
    }
}

fn receipt_used(error: Error) -> Error {
    match error {
        Error::Refused(Refusal::OperationReused) => Refusal::ReceiptUsed.into(),
        error => error,
    }
}

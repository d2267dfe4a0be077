//! Issuing a confirmed invoice, and telling everybody whom it concerns.

use std::sync::Arc;

use super::{super::refund::undo, next_buttons, operation, screens};
use crate::{
    bot::{context::Context, customer::invoices as customer_invoices},
    domain::{Currency, CustomerId, Draft, Language, RefundedBefore, TelegramId},
    messages::reply::Reply,
    service::{
        Result,
        customers::{self, Customer},
        invoices::{self, Agreement, Issued},
        ledger::{self, Balances},
    },
    texts::{Html, Points, format, staff_invoice as texts},
};

/// Issues the invoice of a preview; a second time, only says that it is done.
pub(super) async fn issue(
    cx: &mut Context,
    nonce: &str,
    customer: CustomerId,
    draft: &Draft,
    agreement: Agreement,
) -> Result<()> {
    let call = cx.call(operation(nonce));
    let chance = cx.shop.chance.as_ref();
    let issued = invoices::issue_agreed(&mut cx.tx, &call, chance, customer, draft, agreement).await?;
    cx.leave();
    if issued.repeated {
        cx.alert(texts::already_done(cx.language));
        return Ok(());
    }
    let customer = customers::get(&mut cx.tx, customer).await?;
    let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
    cx.show(receipt(cx.language, cx.shop.currency, &customer, draft, &issued, balances)).await?;
    tell_customer(cx, &customer, &issued, balances).await?;
    tell_referrer(cx, &customer, &issued).await
}

/// Tells everybody of an invoice that the customer's tap has issued: the customer, who is here, the seller, and the referrer.
pub(in crate::bot) async fn tell_of_tap(
    cx: &mut Context,
    seller: TelegramId,
    draft: &Draft,
    issued: &Issued,
) -> Result<()> {
    let customer = customers::get(&mut cx.tx, cx.customer.customer_id).await?;
    let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
    tell_customer(cx, &customer, issued, balances).await?;
    let currency = cx.shop.currency;
    cx.notify_person(seller, |language| receipt(language, currency, &customer, draft, issued, balances)).await?;
    tell_referrer(cx, &customer, issued).await
}

/// What an invoice did, for the one who issued it, with the buttons to what one wants next.
fn receipt(
    language: Language,
    currency: Currency,
    customer: &Customer,
    draft: &Draft,
    issued: &Issued,
    balances: Balances,
) -> Reply {
    let (number, points) = (issued.number.as_str(), (balances.main, balances.referral));
    let receipt = screens::receipt(language, currency, number, customer, &draft.lines, &issued.quote, points);
    let mut buttons = next_buttons(language, customer.customer_id);
    buttons.push(vec![undo::undo_button(language, customer.customer_id, issued.invoice_id)]);
    Reply::text(receipt).buttons(buttons)
}

async fn tell_customer(cx: &mut Context, customer: &Customer, issued: &Issued, balances: Balances) -> Result<()> {
    let (invoice, lines) = invoices::get(&mut cx.tx, customer.customer_id, issued.invoice_id).await?;
    let shop = Arc::clone(&cx.shop);
    let notice = |language| {
        let (main, referral) = (format::points(language, balances.main), format::points(language, balances.referral));
        let balance = texts::notice_balance(language, &main, &referral);
        Reply::text(Html::paragraphs([
            customer_invoices::text(language, &shop, &invoice, &lines, &RefundedBefore::default()),
            balance,
        ]))
    };
    cx.notify(customer, notice).await
}

async fn tell_referrer(cx: &mut Context, friend: &Customer, issued: &Issued) -> Result<()> {
    let Some((referrer, amount)) = issued.reward else { return Ok(()) };
    let referrer = customers::get(&mut cx.tx, referrer).await?;
    let name = super::name_of(friend);
    cx.notify(&referrer, |language| Reply::text(texts::notice_reward(language, &name, Points(amount)))).await
}

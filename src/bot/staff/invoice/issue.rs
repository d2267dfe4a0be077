//! Issuing a confirmed invoice, and telling everybody whom it concerns.

use super::{next_buttons, operation, screens};
use crate::{
    bot::{context::Context, customer::invoices as customer_invoices, reply::Reply},
    domain::{CustomerId, Draft},
    service::{
        Result,
        customers::{self, Customer},
        invoices::{self, Issued},
        ledger::{self, Balances},
    },
    texts::{Html, Points, format, staff_invoice as texts},
};

/// Issues the invoice of a preview; a second time, only says that it is done.
pub(super) async fn issue(cx: &mut Context<'_>, nonce: &str, customer: CustomerId, draft: &Draft) -> Result<()> {
    let call = cx.call(operation(nonce));
    let issued = invoices::issue_invoice(&mut cx.tx, &call, cx.around.chance.as_ref(), customer, draft).await?;
    cx.leave();
    if issued.repeated {
        cx.alert(texts::already_done(cx.language));
        return Ok(());
    }
    let customer = customers::get(&mut cx.tx, customer).await?;
    let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
    let points = (balances.main, balances.referral);
    let (language, currency) = (cx.language, cx.around.currency);
    let number = issued.number.as_str();
    let receipt = screens::receipt(language, currency, number, &customer, &draft.lines, &issued.quote, points);
    cx.show(Reply::text(receipt).buttons(next_buttons(language, customer.customer_id))).await?;
    tell_customer(cx, &customer, &issued, balances).await?;
    tell_referrer(cx, &customer, &issued).await
}

async fn tell_customer(cx: &mut Context<'_>, customer: &Customer, issued: &Issued, balances: Balances) -> Result<()> {
    let (invoice, lines) = invoices::get(&mut cx.tx, customer.customer_id, issued.invoice_id).await?;
    let around = cx.around;
    let notice = |language| {
        let (main, referral) = (format::points(language, balances.main), format::points(language, balances.referral));
        let balance = texts::notice_balance(language, &main, &referral);
        Reply::text(Html::paragraphs([customer_invoices::text(language, around, &invoice, &lines), balance]))
    };
    cx.notify(customer, notice).await
}

async fn tell_referrer(cx: &mut Context<'_>, friend: &Customer, issued: &Issued) -> Result<()> {
    let Some((referrer, amount)) = issued.reward else { return Ok(()) };
    let referrer = customers::get(&mut cx.tx, referrer).await?;
    let name = super::name_of(friend);
    cx.notify(&referrer, |language| Reply::text(texts::notice_reward(language, &name, Points(amount)))).await
}

//! Telling everybody whom a refund concerns: whoever did it, the customer, and the referrer whose reward shrinks.

use super::super::{invoice::next_buttons, name_of};
use crate::{
    bot::{context::Context, customer::refunds as customer_refunds},
    domain::Language,
    messages::reply::Reply,
    service::{
        Result, customers, invoices,
        ledger::{self, Balances},
        refunds::RefundQuote,
    },
    texts::{Html, Points, format, refund, staff_invoice, staff_refund as texts},
};

/// What was done.
#[derive(Clone, Copy)]
pub(super) enum Deed<'a> {
    /// A manager refunded all or part of an invoice.
    Refund { reason: &'a str },
    /// Whoever issued it has undone it.
    Undo,
}

/// Tells everybody what was done.
pub(super) async fn everybody(cx: &mut Context, quote: &RefundQuote, deed: Deed<'_>) -> Result<()> {
    let customer = customers::get(&mut cx.tx, quote.customer).await?;
    let (_, lines) = invoices::get(&mut cx.tx, customer.customer_id, quote.invoice_id).await?;
    let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
    let (name, number, currency) = (name_of(&customer), quote.number.as_str(), cx.shop.currency);
    let did = |language: Language| {
        let returned = quote.lines.iter().map(|(line, _)| *line);
        let total = refund::total(language, &format::money(language, currency, quote.figures.total));
        let sums = customer_refunds::sums(language, currency, &quote.figures, quote.points_to);
        let reason = match deed {
            Deed::Refund { reason } => refund::reason(language, reason),
            Deed::Undo => Html::default(),
        };
        let goods = customer_refunds::came_back(language, &lines, returned);
        Html::paragraphs([goods, Html::lines([total, sums]), reason])
    };

    let language = cx.language;
    let title = match deed {
        Deed::Refund { .. } => texts::done(language, number, &name),
        Deed::Undo => texts::undone(language, number, &name),
    };
    let balance = balance(language, balances, staff_invoice::balance);
    let referrer = referrer_name(cx, quote).await?;
    let reward = referrer.map_or_else(Html::default, |referrer| {
        texts::reward(language, &referrer, &format::points(language, quote.figures.reward))
    });
    let receipt = Html::paragraphs([title, did(language), reward, balance]);
    cx.show(Reply::text(receipt).buttons(next_buttons(language, customer.customer_id))).await?;

    let notice = |language| {
        let title = match deed {
            Deed::Refund { .. } => refund::notice(language, number),
            Deed::Undo => refund::notice_undone(language, number),
        };
        let balance = self::balance(language, balances, staff_invoice::notice_balance);
        Reply::text(Html::paragraphs([title, did(language), balance]))
    };
    cx.notify(&customer, notice).await?;
    referrer_too(cx, quote, &name).await
}

/// The referrer reads no more than the notice of the reward said: the friend's name, and their own points.
async fn referrer_too(cx: &mut Context, quote: &RefundQuote, friend: &str) -> Result<()> {
    let Some(referrer) = quote.referrer else { return Ok(()) };
    let referrer = customers::get(&mut cx.tx, referrer).await?;
    let balances = ledger::balances(&mut cx.tx, referrer.customer_id, cx.now).await?;
    let notice = |language| {
        let told = refund::notice_reward(language, friend, Points(quote.figures.reward));
        Reply::text(Html::paragraphs([told, balance(language, balances, staff_invoice::notice_balance)]))
    };
    cx.notify(&referrer, notice).await
}

/// The name of the referrer whose reward a refund lowers.
pub(super) async fn referrer_name(cx: &mut Context, quote: &RefundQuote) -> Result<Option<String>> {
    let Some(referrer) = quote.referrer else { return Ok(None) };
    Ok(Some(name_of(&customers::get(&mut cx.tx, referrer).await?)))
}

/// What somebody has now, and what it means where that is below zero.
fn balance(language: Language, balances: Balances, text: fn(Language, &str, &str) -> Html) -> Html {
    let (main, referral) = (format::points(language, balances.main), format::points(language, balances.referral));
    Html::lines([text(language, &main, &referral), customer_refunds::points_debt(language, &balances)])
}

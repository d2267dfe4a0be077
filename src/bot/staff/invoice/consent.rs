//! Points of a sale are spent with the customer's consent: they showed the digits of their card, or they are asked.

use super::{InvoiceForm, issue, operation};
use crate::{
    bot::context::Context,
    domain::CustomerId,
    messages::{
        callback::CustomerPress,
        reply::{Reply, button},
    },
    service::{
        Result, card_codes, consents, customers,
        invoices::{Agreement, Quote},
        shop,
    },
    texts::{Points, consent as texts, format, staff_invoice},
};

/// Issues a confirmed invoice, or first asks the customer where the shop wants that.
pub(super) async fn issue_or_ask(
    cx: &mut Context,
    sale: InvoiceForm,
    customer: CustomerId,
    quote: &Quote,
) -> Result<()> {
    let agreement = match &sale.card_code {
        Some(code) if card_codes::is_good(&mut cx.tx, code, customer, cx.now).await? => {
            Agreement::CardCode(code.clone())
        }
        _ => Agreement::Named,
    };
    if agreement == Agreement::Named && consents::is_needed(&mut cx.tx, quote.redeemed).await? {
        return ask(cx, &sale, customer).await;
    }
    issue::issue(cx, &sale.nonce, customer, &sale.draft(), agreement).await
}

/// Asks the customer; their tap completes the sale.
async fn ask(cx: &mut Context, sale: &InvoiceForm, customer: CustomerId) -> Result<()> {
    let call = cx.call(format!("ask:{}", sale.nonce));
    let question = consents::ask(&mut cx.tx, &call, customer, &sale.draft(), &operation(&sale.nonce)).await?;
    cx.leave();
    if question.repeated {
        cx.alert(staff_invoice::already_done(cx.language));
        return Ok(());
    }
    let customer = customers::get(&mut cx.tx, customer).await?;
    let name = super::name_of(&customer);
    cx.show(Reply::text(texts::waiting(cx.language, &name, Points(question.quote.redeemed)))).await?;
    let shop = shop::organization(&mut cx.tx).await?.name;
    let (currency, quote, consent) = (cx.shop.currency, question.quote, question.consent_id);
    let notice = |language| {
        let total = format::money(language, currency, quote.total);
        let points = Points(quote.redeemed);
        let text = match format::shortened(&shop, super::super::SHOWN_NAME).as_str() {
            "" => texts::question(language, points, &total),
            shop => texts::question_of_shop(language, points, &total, shop),
        };
        Reply::text(text).buttons(vec![vec![
            button(texts::button_agree(language), CustomerPress::Consent(consent, true).encode()),
            button(texts::button_decline(language), CustomerPress::Consent(consent, false).encode()),
        ]])
    };
    cx.notify(&customer, notice).await
}

//! The customer's consent to a spend: a card code that was shown, or a request that the customer answers.

use super::{
    form::{InvoiceForm, operation_id},
    issue, waiting,
};
use crate::{
    bot::context::Context,
    domain::{CustomerId, OperationId},
    notices,
    service::{
        Result, card_codes, consents, customers,
        invoices::{self, Agreement, Quote},
    },
    texts::staff_invoice,
};

/// Issues a confirmed invoice, or first asks the customer where the program requires consent.
pub(super) async fn issue_or_ask(
    cx: &mut Context,
    form: InvoiceForm,
    nonce: &str,
    customer: CustomerId,
    quote: &Quote,
) -> Result<()> {
    let agreement = match &form.card_code {
        Some(code) if card_codes::is_valid(&mut cx.tx, code, customer, cx.now).await? => {
            Agreement::CardCode(code.clone())
        }
        _ => Agreement::Named,
    };
    let is_needed = invoices::needs_consent(&mut cx.tx, customer, quote.redeemed, cx.now).await?;
    if agreement == Agreement::Named && is_needed {
        return ask(cx, &form, nonce, customer).await;
    }
    issue::issue(cx, nonce, customer, &form.draft(), agreement).await
}

/// Sends the request for consent; the customer's tap completes the sale.
async fn ask(cx: &mut Context, form: &InvoiceForm, nonce: &str, customer: CustomerId) -> Result<()> {
    let operation = cx.operation(OperationId::chat(format_args!("ask:{nonce}")));
    let question = consents::ask(&mut cx.tx, &operation, customer, &form.draft(), &operation_id(nonce)).await?;
    cx.leave();
    if question.repeated {
        cx.alert(staff_invoice::already_done(cx.language));
        return Ok(());
    }
    let customer = customers::get(&mut cx.tx, customer).await?;
    if let Some(asked) = consents::waiting_for(&mut cx.tx, customer.customer_id, cx.now).await? {
        waiting::show(cx, &asked).await?;
    }
    notices::consent::asked(&mut cx.tx, cx.now, cx.shop.format, &customer, &question).await
}

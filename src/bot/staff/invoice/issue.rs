//! Issuing a confirmed invoice.

use super::form::operation_id;
use crate::{
    bot::context::Context,
    domain::{CustomerId, Draft},
    messages::receipt::{Sale, receipt},
    notices,
    service::{
        Result,
        invoices::{self, Agreement},
    },
    texts::staff_invoice as texts,
};

/// Issues the invoice of a preview; a repeated confirmation is only answered that it is done.
pub(super) async fn issue(
    cx: &mut Context,
    nonce: &str,
    customer: CustomerId,
    draft: &Draft,
    agreement: Agreement,
) -> Result<()> {
    let operation = cx.operation(operation_id(nonce));
    let chance = cx.shop.chance.as_ref();
    let issued = invoices::issue_agreed(&mut cx.tx, &operation, chance, customer, draft, agreement).await?;
    cx.leave();
    if issued.repeated {
        cx.alert(texts::already_done(cx.language));
        return Ok(());
    }
    let sale = Sale::read(&mut cx.tx, customer, draft, &issued, cx.now).await?;
    cx.show(receipt(cx.language, cx.shop.format, &sale)).await?;
    notices::sale::issued(&mut cx.tx, cx.now, cx.shop.format, &sale).await
}

//! What the QR codes of bills and invoices open.

use super::invoices;
use crate::{
    bot::context::Context,
    domain::InvoiceId,
    messages::sheet::INVOICE_LINK,
    service::{Error, Refusal, Result, invoices as service},
};

/// What a link opens.
pub(super) enum Target {
    /// An invoice.
    Invoice(InvoiceId),
}

/// What the text of a link opens, where it is of this kind.
pub(super) fn target(text: &str) -> Option<Target> {
    text.strip_prefix(INVOICE_LINK)?.parse().ok().map(Target::Invoice)
}

/// Opens what a link leads to; false where it is not the customer's.
pub(super) async fn open(cx: &mut Context, target: &Target) -> Result<bool> {
    let customer = cx.customer.customer_id;
    match target {
        Target::Invoice(invoice) => match service::get(&mut cx.tx, customer, *invoice).await {
            Ok(_) => invoices::open(cx, *invoice, 0).await.map(|()| true),
            Err(Error::Refused(Refusal::UnknownInvoice)) => Ok(false),
            Err(error) => Err(error),
        },
    }
}

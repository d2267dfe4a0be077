//! What the QR codes of bills and invoices open.

use super::{bills, invoices};
use crate::{
    bot::context::Context,
    domain::{BillId, InvoiceId},
    messages::sheet::{BILL_LINK, INVOICE_LINK},
    service::{Error, Refusal, Result},
};

/// What a link opens.
pub(super) enum Target {
    /// A bill.
    Bill(BillId),
    /// An invoice.
    Invoice(InvoiceId),
}

/// What the text of a link opens, where it is of this kind.
pub(super) fn target(text: &str) -> Option<Target> {
    match text.strip_prefix(BILL_LINK) {
        Some(bill) => bill.parse().ok().map(Target::Bill),
        None => text.strip_prefix(INVOICE_LINK)?.parse().ok().map(Target::Invoice),
    }
}

/// Opens what a link leads to; false where it is not the customer's.
pub(super) async fn open(cx: &mut Context, target: &Target) -> Result<bool> {
    let opened = match target {
        Target::Bill(bill) => bills::open(cx, *bill, 0).await,
        Target::Invoice(invoice) => invoices::open(cx, *invoice, 0).await,
    };
    match opened {
        Ok(()) => Ok(true),
        Err(Error::Refused(Refusal::UnknownRecord(_) | Refusal::UnknownInvoice)) => Ok(false),
        Err(error) => Err(error),
    }
}

//! An invoice with all that a refund needs of it.

use crate::{
    bot::context::Context,
    domain::{CustomerId, InvoiceId, Language, Line, Quantity, RefundedBefore, UsedCoupon},
    messages::{ShopFormat, invoice, person},
    service::{
        Result, coupons,
        customers::{self, Customer},
        invoices::{self, Invoice},
        refunds,
    },
    texts::{Html, staff_find},
};

/// An invoice with its customer, its lines and coupons, and what was refunded of it.
pub(super) struct InvoiceDetails {
    pub(super) customer: Customer,
    pub(super) invoice: Invoice,
    pub(super) lines: Vec<Line>,
    pub(super) coupons: Vec<UsedCoupon>,
    pub(super) refunded: RefundedBefore,
}

impl InvoiceDetails {
    /// Reads an invoice of a customer.
    pub(super) async fn get(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<Self> {
        let customer = customers::get(&mut cx.tx, customer).await?;
        let (invoice, lines) = invoices::get(&mut cx.tx, customer.customer_id, invoice).await?;
        let refunded = refunds::refunded_before(&mut cx.tx, invoice.invoice_id).await?;
        let coupons = coupons::of_invoice(&mut cx.tx, invoice.invoice_id).await?;
        Ok(Self { customer, invoice, lines, coupons, refunded })
    }

    /// The quantity that is left of a line, counted from 1.
    pub(super) fn left_of(&self, position: usize) -> Quantity {
        let left = self.refunded.left_of(&self.lines).into_iter().find(|line| line.position == position);
        left.map_or(Quantity::from_milli(0), |line| line.quantity)
    }

    /// The name of the goods of a line, counted from 1.
    pub(super) fn name_of(&self, position: usize) -> &str {
        position.checked_sub(1).and_then(|index| self.lines.get(index)).map_or("", |line| line.name.as_str())
    }

    /// The customer, and the invoice with its lines and refunds.
    pub(super) fn text(&self, language: Language, shop: ShopFormat) -> Html {
        Html::paragraphs([
            staff_find::list_of(language, &person::name(&self.customer), self.customer.code.as_str()),
            invoice::text(language, shop, &self.invoice, &self.lines, &self.coupons, &self.refunded),
        ])
    }
}

//! What stands on a bill or an invoice that people print: the row with the shop, the customer, and how to pay.

use super::{
    Result,
    billing::{
        bills::BillOfShop,
        details::EntitlementDetail,
        own,
        profiles::{self, SalesProfile},
        utilities::UtilityDetail,
    },
    coupons, customers,
    customers::Customer,
    invoices::{self, Invoice},
    refunds,
    shop::{self, BotAccount, Organization},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, InvoiceId, Line, RefundedBefore, UsedCoupon},
    storage::Tx,
};

/// Who issues a sheet.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// The shop.
    pub shop: Organization,
    /// Its bot.
    pub bot: BotAccount,
}

/// A bill of services.
#[derive(Clone, Debug)]
pub struct BillSheet {
    /// Who issues it.
    pub issuer: Issuer,
    /// Whose it is.
    pub customer: Customer,
    /// As sales know them; `None`: their profile is gone.
    pub profile: Option<SalesProfile>,
    /// The bill.
    pub bill: BillOfShop,
    /// The services that its details are for; `None`: a detail names none.
    pub services: Vec<Option<EntitlementDetail>>,
    /// Where it can be paid to.
    pub ways: Vec<UtilityDetail>,
}

/// An invoice of goods.
#[derive(Clone, Debug)]
pub struct InvoiceSheet {
    /// Who issues it.
    pub issuer: Issuer,
    /// Whose it is.
    pub customer: Customer,
    /// The invoice.
    pub invoice: Invoice,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What took something off it.
    pub coupons: Vec<UsedCoupon>,
    /// What was refunded of it.
    pub refunded: RefundedBefore,
}

/// A bill, which the caller may see.
///
/// # Errors
/// The database's.
pub async fn of_bill(tx: &mut Tx, bill: BillOfShop, at: Timestamp) -> Result<BillSheet> {
    let customer = bill.bill.customer_id;
    Ok(BillSheet {
        issuer: issuer(tx).await?,
        customer: customers::get(tx, customer).await?,
        profile: profiles::of_bill(tx, customer, at).await?,
        services: own::services(tx, &bill.details).await?,
        ways: own::ways_to_pay(tx, &bill.bill).await?,
        bill,
    })
}

/// An invoice of a customer.
///
/// # Errors
/// [`UnknownInvoice`](super::Refusal::UnknownInvoice) also where it is another customer's; the database's.
pub async fn of_invoice(tx: &mut Tx, customer: CustomerId, invoice: InvoiceId) -> Result<InvoiceSheet> {
    let (invoice, lines) = invoices::get(tx, customer, invoice).await?;
    Ok(InvoiceSheet {
        issuer: issuer(tx).await?,
        customer: customers::get(tx, customer).await?,
        coupons: coupons::of_invoice(tx, invoice.invoice_id).await?,
        refunded: refunds::refunded_before(tx, invoice.invoice_id).await?,
        invoice,
        lines,
    })
}

async fn issuer(tx: &mut Tx) -> Result<Issuer> {
    Ok(Issuer { shop: shop::organization(tx).await?, bot: shop::bot(tx).await? })
}

//! Histories: what was billed, paid and in force in a span of days.

use axum::{Json, extract::Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    bills::SalesInvoice,
    days::{CUSTOMER, END, PERIOD, START, Span},
    details::SalesEntitlementDetail,
    face::{paged, part},
    payments::SalesPayment,
    pricings::SalesPricing,
    refused,
};
use crate::{
    api::{
        admission::Call,
        amount::Amount,
        drf::{Asked, Filter, List, Listing, Paging, Record, Sought, Viewer},
        fault::Fault,
        path_id,
    },
    domain::{PackageId, billing::BandwidthType},
    service::billing::{Page, bills, details, payments, payments::ReceivedOf, pricings},
};

/// The most rows of an answer that is no list.
const LONGEST: i64 = 1_000;

/// Of a customer, of a span of days.
pub(super) struct Spanned;

/// The same, or of the current month or week.
pub(super) struct SpannedOrCurrent;

/// Of a customer.
pub(super) struct OfCustomer;

/// The rates of one package.
pub(super) struct OfPackage;

impl List for Spanned {
    type Wanted = Span;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Span>] = &[CUSTOMER, START, END];
}

impl List for SpannedOrCurrent {
    type Wanted = Span;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Span>] = &[CUSTOMER, START, END, PERIOD];
}

impl List for OfCustomer {
    type Wanted = Span;
    const FILTERS: &'static [Filter<Span>] = &[CUSTOMER];
}

impl List for OfPackage {
    type Wanted = ();
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<()>] = &[];
}

type AskedSpan = Asked<Spanned>;
type AskedSpanOrCurrent = Asked<SpannedOrCurrent>;
type SoughtOfCustomer = Sought<OfCustomer>;
type AskedOfPackage = Asked<OfPackage>;
type DetailList = Listing<SalesEntitlementDetail>;
type InvoiceRecord = Record<SalesInvoice>;
type PaymentRecord = Record<SalesPayment>;
type DetailRecord = Record<SalesEntitlementDetail>;
type PricingList = Listing<SalesPricing>;

/// What was billed.
#[derive(Serialize, ToSchema)]
#[schema(as = SalesInvoiceHistory)]
pub(super) struct InvoiceHistory {
    /// The invoices, the newest first; no drafts.
    invoices: Vec<InvoiceRecord>,
    /// How many there are in all.
    count: i64,
    totals: InvoiceTotals,
}

/// What all of them come to.
#[derive(Serialize, ToSchema)]
#[schema(as = SalesInvoiceTotals)]
pub(super) struct InvoiceTotals {
    total_billed: Amount,
    total_paid: Amount,
    total_due: Amount,
}

/// What was paid.
#[derive(Serialize, ToSchema)]
#[schema(as = SalesPaymentHistory)]
pub(super) struct PaymentHistory {
    /// The payments, the newest first; pending ones too.
    payments: Vec<PaymentRecord>,
    /// How many there are in all.
    count: i64,
    totals: PaymentTotals,
}

/// What of all of them counts.
#[derive(Serialize, ToSchema)]
#[schema(as = SalesPaymentTotals)]
pub(super) struct PaymentTotals {
    total_received: Amount,
}

/// What was received of a customer.
#[derive(Serialize, ToSchema)]
#[schema(as = SalesReceived)]
pub(super) struct Received {
    customer_id: i64,
    customer_name: String,
    total_received: Amount,
    /// How many payments have a part that counts.
    payment_count: i64,
}

/// The bandwidth of a customer, by where it leads.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = SalesBandwidth)]
pub(super) struct Bandwidth {
    ipt: Vec<DetailRecord>,
    gcc: Vec<DetailRecord>,
    cdn: Vec<DetailRecord>,
    nix: Vec<DetailRecord>,
    baishan: Vec<DetailRecord>,
    other: Vec<DetailRecord>,
}

impl InvoiceHistory {
    /// The invoices of a span.
    pub(super) async fn of(call: &Call, span: &Span, paging: &Paging) -> Result<Self, Fault> {
        let refused = |error| refused::fault(call, error);
        let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
        let days = span.days(call, &mut tx).await.map_err(refused)?;
        let of = span.customer;
        let found = paged!(
            paging,
            |page| bills::history(&mut tx, &caller, of, days, page).await.map_err(refused)?,
            bills.total
        );
        let viewer = Viewer::of(call);
        Ok(Self {
            invoices: found.bills.rows.iter().map(|row| Record::of(row, &viewer)).collect(),
            count: found.bills.total,
            totals: InvoiceTotals {
                total_billed: Amount(found.totals.billed_minor),
                total_paid: Amount(found.totals.paid_minor),
                total_due: Amount(found.totals.due()),
            },
        })
    }
}

impl PaymentHistory {
    /// The payments of a span.
    pub(super) async fn of(call: &Call, span: &Span, paging: &Paging) -> Result<Self, Fault> {
        let refused = |error| refused::fault(call, error);
        let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
        let days = span.days(call, &mut tx).await.map_err(refused)?;
        let of = span.customer;
        let found = paged!(
            paging,
            |page| payments::history(&mut tx, &caller, of, days, page).await.map_err(refused)?,
            payments.total
        );
        let viewer = Viewer::of(call);
        Ok(Self {
            payments: found.payments.rows.iter().map(|row| Record::of(row, &viewer)).collect(),
            count: found.payments.total,
            totals: PaymentTotals { total_received: Amount(found.received) },
        })
    }
}

/// What was billed, with what of it is paid. Drafts are left out.
#[utoipa::path(get, path = "/bills/invoices/history", tag = "sales", operation_id = "sales_invoices_history",
    params(AskedSpanOrCurrent), responses((status = 200, description = "The invoices.", body = InvoiceHistory)))]
pub(super) async fn invoices(call: Call, asked: AskedSpanOrCurrent) -> Result<Json<InvoiceHistory>, Fault> {
    InvoiceHistory::of(&call, &asked.wanted, &asked.paging).await.map(Json)
}

/// What was paid, with what of it counts.
#[utoipa::path(get, path = "/payments/payments/history", tag = "sales", operation_id = "sales_payments_history",
    params(AskedSpan), responses((status = 200, description = "The payments.", body = PaymentHistory)))]
pub(super) async fn payments(call: Call, asked: AskedSpan) -> Result<Json<PaymentHistory>, Fault> {
    PaymentHistory::of(&call, &asked.wanted, &asked.paging).await.map(Json)
}

/// What was received of each customer. Customers of whom nothing counts are left out.
#[utoipa::path(get, path = "/payments/payments/by_customer", tag = "sales", operation_id = "sales_payments_by_customer",
    params(AskedSpan), responses((status = 200, description = "The customers.", body = Vec<Received>)))]
pub(super) async fn by_customer(call: Call, asked: AskedSpan) -> Result<Json<Vec<Received>>, Fault> {
    let refused = |error| refused::fault(&call, error);
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let days = asked.wanted.days(&call, &mut tx).await.map_err(refused)?;
    let page = part(asked.paging.wanted.size, asked.paging.wanted.offset_in(0));
    let found = payments::by_customer(&mut tx, &caller, asked.wanted.customer, days, page).await.map_err(refused)?;
    Ok(Json(found.into_iter().map(Received::of).collect()))
}

impl Received {
    fn of(received: ReceivedOf) -> Self {
        Self {
            customer_id: received.customer_id.0,
            customer_name: received.customer_name,
            total_received: Amount(received.received_minor),
            payment_count: received.payments,
        }
    }
}

/// The rates of a package, those that began last first.
#[utoipa::path(get, path = "/packages/packages/{id}/pricings", tag = "sales", operation_id = "sales_packages_pricings",
    params(("id" = i64, Path, description = "The id of the package."), AskedOfPackage),
    responses((status = 200, description = "The rates.", body = PricingList)))]
pub(super) async fn pricings(call: Call, Path(id): Path<String>, asked: AskedOfPackage) -> Result<PricingList, Fault> {
    let id = PackageId(path_id::read(&id)?);
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let refused = |error| refused::fault(&call, error);
    let found =
        paged!(asked.paging, |page| pricings::of_package(&mut tx, &caller, id, page).await.map_err(refused)?, total);
    asked.paging.listing(found.total, &found.rows, &Viewer::of(&call))
}

/// The bandwidth of a customer, by where it leads.
#[utoipa::path(get, path = "/customers/entitlement-details/bandwidth_types", tag = "sales",
    operation_id = "sales_entitlement_details_bandwidth_types", params(SoughtOfCustomer),
    responses((status = 200, description = "The services.", body = Bandwidth)))]
pub(super) async fn bandwidth_types(call: Call, Sought(wanted): SoughtOfCustomer) -> Result<Json<Bandwidth>, Fault> {
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let found = details::bandwidth_of(&mut tx, &caller, wanted.customer, Page::first(LONGEST)).await;
    let found = found.map_err(|error| refused::fault(&call, error))?;
    let viewer = Viewer::of(&call);
    let mut all = Bandwidth::default();
    for row in &found.rows {
        let of_type = match row.bandwidth {
            Some(BandwidthType::Ipt) => &mut all.ipt,
            Some(BandwidthType::Gcc) => &mut all.gcc,
            Some(BandwidthType::Cdn) => &mut all.cdn,
            Some(BandwidthType::Nix) => &mut all.nix,
            Some(BandwidthType::Baishan) => &mut all.baishan,
            Some(BandwidthType::Other) | None => &mut all.other,
        };
        of_type.push(Record::of(row, &viewer));
    }
    Ok(Json(all))
}

/// The services that were in force on a day of a span, by their first days.
#[utoipa::path(get, path = "/customers/entitlement-details/history", tag = "sales",
    operation_id = "sales_entitlement_details_history", params(AskedSpan),
    responses((status = 200, description = "The services.", body = DetailList)))]
pub(super) async fn details(call: Call, asked: AskedSpan) -> Result<DetailList, Fault> {
    let refused = |error| refused::fault(&call, error);
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let days = asked.wanted.days(&call, &mut tx).await.map_err(refused)?;
    let of = asked.wanted.customer;
    let found =
        paged!(asked.paging, |page| details::history(&mut tx, &caller, of, days, page).await.map_err(refused)?, total);
    asked.paging.listing(found.total, &found.rows, &Viewer::of(&call))
}

//! What is kept of one customer.

use axum::{Json, extract::Path};

use super::{
    bills::SalesInvoice,
    days::{END, PERIOD, START, Span},
    entitlements::SalesEntitlement,
    face::paged,
    histories::{InvoiceHistory, PaymentHistory},
    payments::SalesPayment,
    refused,
};
use crate::{
    api::{
        admission::Call,
        drf::{Asked, Filter, List, Listing, Record, Viewer},
        fault::Fault,
        path_id,
    },
    domain::CustomerId,
    service::billing::{bills, entitlements, payments},
};

/// All rows of a customer.
pub(super) struct Own;

/// Those of a span of days.
pub(super) struct Dated;

/// Those of a span of days, or of the current month or week.
pub(super) struct DatedOrCurrent;

impl List for Own {
    type Wanted = ();
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<()>] = &[];
}

impl List for Dated {
    type Wanted = Span;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Span>] = &[START, END];
}

impl List for DatedOrCurrent {
    type Wanted = Span;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Span>] = &[START, END, PERIOD];
}

type EntitlementList = Listing<SalesEntitlement>;
type InvoiceList = Listing<SalesInvoice>;
type InvoiceRecord = Record<SalesInvoice>;
type PaymentList = Listing<SalesPayment>;
type AskedOwn = Asked<Own>;
type AskedDated = Asked<Dated>;
type AskedDatedOrCurrent = Asked<DatedOrCurrent>;

/// What a customer has.
#[utoipa::path(get, path = "/customers/customers/{id}/entitlements", tag = "sales", operation_id = "sales_customers_entitlements",
    params(("id" = i64, Path, description = "The id of the customer."), AskedOwn),
    responses((status = 200, description = "The entitlements.", body = EntitlementList)))]
pub(super) async fn entitlements(call: Call, path: Path<String>, asked: AskedOwn) -> Result<EntitlementList, Fault> {
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let (of, refused) = (customer(&path)?, |error| refused::fault(&call, error));
    let found = paged!(
        asked.paging,
        |page| entitlements::of_customer(&mut tx, &caller, of, page).await.map_err(refused)?,
        total
    );
    asked.paging.listing(found.total, &found.rows, &Viewer::of(&call))
}

/// The invoices of a customer, the newest first.
#[utoipa::path(get, path = "/customers/customers/{id}/invoices", tag = "sales", operation_id = "sales_customers_invoices",
    params(("id" = i64, Path, description = "The id of the customer."), AskedOwn),
    responses((status = 200, description = "The invoices.", body = InvoiceList)))]
pub(super) async fn invoices(call: Call, path: Path<String>, asked: AskedOwn) -> Result<InvoiceList, Fault> {
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let (of, refused) = (customer(&path)?, |error| refused::fault(&call, error));
    let found =
        paged!(asked.paging, |page| bills::of_customer(&mut tx, &caller, of, page).await.map_err(refused)?, total);
    asked.paging.listing(found.total, &found.rows, &Viewer::of(&call))
}

/// The payments of a customer, the newest first.
#[utoipa::path(get, path = "/customers/customers/{id}/payments", tag = "sales", operation_id = "sales_customers_payments",
    params(("id" = i64, Path, description = "The id of the customer."), AskedOwn),
    responses((status = 200, description = "The payments.", body = PaymentList)))]
pub(super) async fn payments(call: Call, path: Path<String>, asked: AskedOwn) -> Result<PaymentList, Fault> {
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let (of, refused) = (customer(&path)?, |error| refused::fault(&call, error));
    let found =
        paged!(asked.paging, |page| payments::of_customer(&mut tx, &caller, of, page).await.map_err(refused)?, total);
    asked.paging.listing(found.total, &found.rows, &Viewer::of(&call))
}

/// What a customer paid, with what of it counts.
#[utoipa::path(get, path = "/customers/customers/{id}/payment_history", tag = "sales",
    operation_id = "sales_customers_payment_history", params(("id" = i64, Path, description = "The id of the customer."), AskedDated),
    responses((status = 200, description = "The payments.", body = PaymentHistory)))]
pub(super) async fn payment_history(
    call: Call,
    path: Path<String>,
    asked: AskedDated,
) -> Result<Json<PaymentHistory>, Fault> {
    let span = Span { customer: Some(customer(&path)?), ..asked.wanted };
    PaymentHistory::of(&call, &span, &asked.paging).await.map(Json)
}

/// What was billed to a customer, with what of it is paid.
#[utoipa::path(get, path = "/customers/customers/{id}/bill_history", tag = "sales",
    operation_id = "sales_customers_bill_history",
    params(("id" = i64, Path, description = "The id of the customer."), AskedDatedOrCurrent),
    responses((status = 200, description = "The invoices.", body = InvoiceHistory)))]
pub(super) async fn bill_history(
    call: Call,
    path: Path<String>,
    asked: AskedDatedOrCurrent,
) -> Result<Json<InvoiceHistory>, Fault> {
    let span = Span { customer: Some(customer(&path)?), ..asked.wanted };
    InvoiceHistory::of(&call, &span, &asked.paging).await.map(Json)
}

/// The latest invoice of a customer.
#[utoipa::path(get, path = "/customers/customers/{id}/last_bill", tag = "sales", operation_id = "sales_customers_last_bill",
    params(("id" = i64, Path, description = "The id of the customer.")),
    responses((status = 200, description = "The invoice.", body = InvoiceRecord)))]
pub(super) async fn last_bill(call: Call, path: Path<String>) -> Result<Json<InvoiceRecord>, Fault> {
    last(&call, &path, false).await
}

/// The invoice before the latest one of a customer.
#[utoipa::path(get, path = "/customers/customers/{id}/previous_bill", tag = "sales",
    operation_id = "sales_customers_previous_bill", params(("id" = i64, Path, description = "The id of the customer.")),
    responses((status = 200, description = "The invoice.", body = InvoiceRecord)))]
pub(super) async fn previous_bill(call: Call, path: Path<String>) -> Result<Json<InvoiceRecord>, Fault> {
    last(&call, &path, true).await
}

async fn last(call: &Call, path: &Path<String>, is_previous: bool) -> Result<Json<InvoiceRecord>, Fault> {
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let found = bills::last(&mut tx, &caller, customer(path)?, is_previous).await;
    let found = found.map_err(|error| refused::fault(call, error))?.ok_or(Fault::UnknownRecord)?;
    Ok(Json(Record::of(&found, &Viewer::of(call))))
}

fn customer(Path(text): &Path<String>) -> Result<CustomerId, Fault> {
    path_id::read(text).map(CustomerId)
}

//! Sales that a till made while it was offline, many in one request. Each has a transaction of its own, and is recognised by its
//! receipt, so that a batch may be sent again as it is.

use std::sync::Arc;

use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use utoipa::ToSchema;

use super::sales::{Sale, SaleRequest};
use crate::{
    api::{
        admission::Call,
        fault::{Fault, Problem},
        json,
        writes::{self, Answer, Write},
    },
    service::invoices::Issued,
};

/// The most bytes of a batch.
pub(super) const BYTES: usize = 16 << 20;
/// The most sales of a batch.
const MOST: usize = 500;

/// Sales of a till that was offline.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct BatchRequest {
    /// The sales, each with its receipt.
    #[schema(value_type = Vec<SaleRequest>, min_items = 1, max_items = 500)]
    sales: Vec<Box<RawValue>>,
}

/// What became of the sales.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BatchView {
    /// In the order of the request.
    results: Vec<ResultView>,
}

/// What became of a sale.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ResultView {
    /// The number of its receipt.
    receipt: Option<String>,
    /// What became of it.
    status: Outcome,
    /// The id of the sale.
    id: Option<i64>,
    /// Why it was refused, for people.
    error: Option<String>,
    /// Why it was refused, for programs.
    #[schema(value_type = Option<String>, example = "insufficient_points")]
    code: Option<&'static str>,
    /// The field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

/// What became of a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    /// It is made.
    Created,
    /// It was made before.
    Known,
    /// It is not made.
    Refused,
}

/// Makes up to 500 sales. One that is refused does not keep the others from being made.
#[utoipa::path(post, path = "/sales/batch", tag = "till", request_body = BatchRequest,
    responses((status = 200, description = "A result for each sale.", body = BatchView)))]
pub(super) async fn batch(request: Write<BatchRequest>) -> Result<Response, Fault> {
    let (_, body) = request.parts();
    if !(1..=MOST).contains(&body.sales.len()) {
        return Err(Fault::field("sales", Problem::Count(1, MOST as i64)));
    }
    request.run_in_parts(|call, _, body| Box::pin(make_all(call, body))).await
}

async fn make_all(call: Call, body: Arc<BatchRequest>) -> Result<Answer, Fault> {
    let mut sales: Vec<_> = body.sales.iter().map(|raw| json::read::<SaleRequest>(raw.get())).enumerate().collect();
    // In the order in which they were sold, since the first purchase of a client counts for their referrer.
    sales.sort_by_key(|(_, read)| read.as_ref().ok().and_then(|body| body.value.sold_at()).unwrap_or(i64::MAX));
    let mut results = Vec::with_capacity(sales.len());
    for (place, read) in sales {
        let receipt = match &read {
            Ok(body) => receipt(&body.whole),
            // Without it a till does not find the sale that cannot be read.
            Err(_) => serde_json::from_str(body.sales[place].get()).ok().as_ref().and_then(receipt),
        };
        let made = match read {
            Ok(body) => make(&call, &body.value).await,
            Err(fault) => Err(fault),
        };
        let result = match made {
            // The request is to be repeated as a whole: what was made is then known.
            Err(fault) if fault.status().is_server_error() => return Err(fault),
            Err(fault) => ResultView::refused(&call, receipt, &fault),
            Ok(issued) => ResultView::made(receipt, &issued),
        };
        results.push((place, result));
    }
    results.sort_by_key(|(place, _)| *place);
    Answer::ok(&BatchView { results: results.into_iter().map(|(_, result)| result).collect() })
}

/// The receipt of a sale.
fn receipt(sale: &Value) -> Option<String> {
    sale["receipt"].as_str().map(str::to_owned)
}

async fn make(call: &Call, body: &SaleRequest) -> Result<Issued, Fault> {
    let sale = Arc::new(Sale::read(&call.client, body)?);
    if !sale.has_receipt() {
        return Err(Fault::field("receipt", Problem::Missing));
    }
    // The operation of a sale is that of its receipt.
    writes::part(call, &writes::nameless(call), |tx, operation| {
        let (api, sale) = (call.api.clone(), Arc::clone(&sale));
        Box::pin(async move { sale.make(tx, operation, &api).await })
    })
    .await
}

impl ResultView {
    fn made(receipt: Option<String>, issued: &Issued) -> Self {
        let status = if issued.repeated { Outcome::Known } else { Outcome::Created };
        Self { receipt, status, id: Some(issued.invoice_id.0), error: None, code: None, field: None }
    }

    fn refused(call: &Call, receipt: Option<String>, fault: &Fault) -> Self {
        Self {
            receipt,
            status: Outcome::Refused,
            id: None,
            error: Some(fault.text(call.language, call.api.options.format)),
            code: Some(fault.code()),
            field: match fault {
                Fault::Field(field) => Some(field.field.clone()),
                _ => None,
            },
        }
    }
}

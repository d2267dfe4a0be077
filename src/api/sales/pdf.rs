//! An invoice of services as PDF, as its customer gets it in the chat.

use axum::{
    extract::Path,
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::refused;
use crate::{
    api::{
        admission::Call,
        fault::{Fault, Problem},
        path_id,
        query::Query,
    },
    documents::pdf,
    domain::{BillId, Language},
    messages::sheet,
    service::{billing::bills, sheets},
};

/// The languages, for people.
const LANGUAGES: &str = "ru, en, kk, ky, uz";

/// An invoice as PDF: the shop, the customer, the details, the totals, how to pay, and a QR code that opens it in the chat.
#[utoipa::path(get, path = "/bills/invoices/{id}/pdf", tag = "sales", operation_id = "sales_invoices_pdf",
    params(
        ("id" = i64, Path, description = "The id of the invoice."),
        ("language" = Option<String>, Query, description = "Its language: `ru`, `en`, `kk`, `ky`, `uz`; the customer's where it is not said."),
    ),
    responses((status = 200, description = "The file.", content((Vec<u8> = "application/pdf")))))]
pub(super) async fn invoice(call: Call, Path(id): Path<String>, query: Query) -> Result<Response, Fault> {
    let id = path_id::read(&id)?;
    let language: Option<Language> = match query.text("language") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| Fault::parameter("language", Problem::NoneOf(LANGUAGES)))?),
    };
    let mut tx = call.api.read().await?;
    let found = bills::get(&mut tx, &call.client.caller(call.at), BillId(id)).await;
    let bill = found.map_err(|error| refused::of_bill(&call, error))?;
    let name = sheet::file_name(&bill.bill.number);
    let found = sheets::of_bill(&mut tx, bill, call.at).await?;
    drop(tx);
    let language = language.unwrap_or_else(|| found.customer.speaks());
    let sheet = sheet::bill(language, call.api.options.format, &found);
    let file = pdf::write(&sheet).map_err(|error| {
        tracing::error!(%error, bill = id, "a PDF cannot be written");
        Fault::Internal
    })?;
    // Names that are not ASCII are written as RFC 5987 has them, for which RFC 6266, section 4.3, wants `filename*`.
    let named = format!("inline; filename*=UTF-8''{}", utf8_percent_encode(&name, NON_ALPHANUMERIC));
    let named = HeaderValue::try_from(named).map_err(|_| Fault::Internal)?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static("application/pdf")), (CONTENT_DISPOSITION, named)], file)
        .into_response())
}

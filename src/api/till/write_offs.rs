//! Write-offs: what the client has pays for a sale that the till keeps.

use std::sync::Arc;

use axum::{extract::Path, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{clients::client_id, coupons::coupon_ids, views::CurrencyName};
use crate::{
    api::{
        amount::Amount,
        client::Client,
        fault::{Fault, Problem},
        writes::{Answer, Write},
    },
    domain::{CardCode, Money},
    notices,
    service::{
        invoices::Agreement,
        write_offs::{self, WriteOff},
    },
};

/// What is to be written off.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct WriteOffRequest {
    /// Amounts of points and money; the same currency twice is added up.
    #[serde(default)]
    balance: Option<Vec<Part>>,
    /// Coupons to be marked as used.
    #[serde(default)]
    coupons: Option<Vec<i64>>,
    /// The six digits that the client shows, where the shop asks for consent.
    #[serde(default)]
    #[schema(example = "123456")]
    card_code: Option<String>,
}

/// An amount to be written off.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Part {
    /// Above zero.
    amount: Amount,
    /// What it is.
    currency: CurrencyName,
}

/// What was written off.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WriteOffView {
    /// The ids of the transactions in the history.
    transactions: Vec<String>,
}

/// Writes points and money off: all of it, or nothing.
#[utoipa::path(post, path = "/clients/{id}/balance/write_off", tag = "till",
    params(("id" = i64, Path, description = "The id of the client.")),
    request_body = WriteOffRequest,
    responses((status = 200, description = "It is written off.", body = WriteOffView)))]
pub(super) async fn write_off(path: Path<String>, request: Write<WriteOffRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let asked = Arc::new(asked(&body)?);
    let customer = client_id(&path)?;
    let agreement = agreement(&call.client, body.card_code.as_deref())?;
    let agreement = Arc::new(agreement);
    request
        .run(move |tx, operation| {
            let (asked, agreement, shop) = (Arc::clone(&asked), Arc::clone(&agreement), call.api.options.format);
            Box::pin(async move {
                let done = write_offs::write_off(tx, operation, customer, &asked, &agreement).await?;
                if !done.repeated && !done.entries.is_empty() {
                    notices::write_off::written_off(tx, operation.at(), shop, customer, &done).await?;
                }
                let transactions = done.entries.iter().map(ToString::to_string).collect();
                Answer::ok(&WriteOffView { transactions })
            })
        })
        .await
}

fn asked(body: &WriteOffRequest) -> Result<WriteOff, Fault> {
    let mut asked = WriteOff::default();
    for (place, part) in body.balance.iter().flatten().enumerate() {
        let fault = |problem| Fault::field(format!("balance[{place}].amount"), problem);
        let amount = part.amount.positive().map_err(fault)?;
        let sum = match part.currency {
            CurrencyName::Points => &mut asked.points,
            CurrencyName::Rubles => &mut asked.money,
        };
        *sum = sum.checked_add(amount).filter(|sum| sum.is_within_limit()).ok_or_else(|| fault(Problem::TooLarge))?;
    }
    asked.coupons = coupon_ids(body.coupons.iter().flatten());
    if asked.points == Money::ZERO && asked.money == Money::ZERO && asked.coupons.is_empty() {
        return Err(Fault::field("balance", Problem::Nothing));
    }
    Ok(asked)
}

/// How the client agrees to points that are spent.
pub(super) fn agreement(client: &Client, card_code: Option<&str>) -> Result<Agreement, Fault> {
    match card_code {
        Some(digits) => {
            let code: CardCode = digits.parse().map_err(|_| Fault::field("card_code", Problem::Wrong))?;
            Ok(Agreement::CardCode(code))
        }
        None if client.asks_consent() => Ok(Agreement::Named),
        None => Ok(Agreement::Waived),
    }
}

//! Write-offs: what the client has pays for a sale that the till keeps.

use std::sync::Arc;

use axum::{Json, extract::Path, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    agreement,
    clients::{client_id, id},
    coupons::coupon_ids,
    views::CurrencyName,
};
use crate::{
    api::{
        admission::Call,
        amount::Amount,
        fault::{Fault, Problem},
        json,
        writes::{Answer, Write},
    },
    domain::{ConsentId, ConsentState, EntryId, Money},
    notices,
    service::{
        consents::{self, Outcome, WriteOffRequest as Waits},
        write_offs::WriteOff,
    },
};

/// What is to be written off.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "balance": [{ "amount": 10, "currency": "points" }] }))]
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
    /// Where the client has to agree, they are asked by the bot, and the write-off waits three minutes for their tap. The same
    /// write-off with `card_code` completes it.
    #[serde(default)]
    wait: Option<bool>,
}

/// An amount to be written off.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Part {
    /// Above zero.
    amount: Amount,
    /// What it is.
    #[serde(deserialize_with = "json::word")]
    currency: CurrencyName,
}

/// What was written off.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WriteOffView {
    /// The ids of the transactions in the history.
    transactions: Vec<String>,
}

/// A write-off that waits for the client, or waited.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WaitingView {
    /// What has become of it.
    status: Status,
    /// The id of the request.
    id: i64,
}

/// What has become of a write-off that waited.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WaitedView {
    /// What has become of it.
    status: Status,
    /// The id of the request.
    id: i64,
    /// The ids of the transactions in the history, once it is done.
    transactions: Vec<String>,
}

/// What has become of a write-off that waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// The client has not answered yet.
    AwaitingConsent,
    /// It is written off.
    Done,
    /// The client said no, staff cancelled it, or it had become impossible.
    Refused,
    /// The client has not answered in time.
    Expired,
}

/// Writes points and money off: all of it, or nothing.
#[utoipa::path(post, path = "/clients/{id}/balance/write_off", tag = "till",
    params(("id" = i64, Path, description = "The id of the client.")),
    request_body = WriteOffRequest,
    responses(
        (status = 200, description = "It is written off.", body = WriteOffView),
        (status = 202, description = "With `wait`: the client is asked, and nothing is written off yet.", body = WaitingView),
    ))]
pub(super) async fn write_off(path: Path<String>, request: Write<WriteOffRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let asked = Arc::new(asked(&body)?);
    let customer = client_id(&path)?;
    let agreement = Arc::new(agreement::read(&call.client, body.card_code.as_deref())?);
    let may_wait = body.wait.unwrap_or_default();
    request
        .run(move |tx, operation| {
            let (api, asked, agreement) = (call.api.clone(), Arc::clone(&asked), Arc::clone(&agreement));
            Box::pin(async move {
                agreement::check(tx, operation, customer, &agreement).await?;
                let (at, chance, shop) = (operation.at(), api.options.chance.as_ref(), api.options.format);
                match consents::write_off(tx, operation, chance, customer, &asked, &agreement, may_wait).await? {
                    Outcome::Done(done) => {
                        if !done.repeated && !done.entries.is_empty() {
                            notices::write_off::written_off(tx, at, shop, &done).await?;
                        }
                        Answer::ok(&WriteOffView { transactions: transactions(&done.entries) })
                    }
                    Outcome::Waits(Waits { consent_id, repeated }) => {
                        if !repeated {
                            notices::consent::asked_by_till(tx, at, shop, customer, consent_id, &asked).await?;
                        }
                        let waits = WaitingView { status: Status::AwaitingConsent, id: consent_id.0 };
                        Answer::new(StatusCode::ACCEPTED, &waits)
                    }
                }
            })
        })
        .await
}

/// What has become of a write-off that waits for the client, or waited.
#[utoipa::path(get, path = "/clients/{id}/balance/write_off/{write_off_id}", tag = "till", operation_id = "write_off_state",
    params(
        ("id" = i64, Path, description = "The id of the client."),
        ("write_off_id" = i64, Path, description = "The id that the write-off got with 202."),
    ),
    responses((status = 200, description = "What has become of it.", body = WaitedView)))]
pub(super) async fn state(
    call: Call,
    Path((client, request)): Path<(String, String)>,
) -> Result<Json<WaitedView>, Fault> {
    let (customer, consent) = (client_id(&Path(client))?, ConsentId(id(&Path(request))?));
    let mut tx = call.api.read().await?;
    let found = consents::write_off_state(&mut tx, &call.client.caller(call.at), customer, consent).await?;
    let found = found.ok_or(Fault::UnknownRecord)?;
    let transactions = transactions(&found.entries);
    Ok(Json(WaitedView { status: found.state.into(), id: consent.0, transactions }))
}

impl From<ConsentState> for Status {
    fn from(state: ConsentState) -> Self {
        match state {
            ConsentState::Waiting => Self::AwaitingConsent,
            ConsentState::Given => Self::Done,
            ConsentState::Declined | ConsentState::Failed | ConsentState::Cancelled => Self::Refused,
            ConsentState::Expired => Self::Expired,
        }
    }
}

fn transactions(entries: &[EntryId]) -> Vec<String> {
    entries.iter().map(ToString::to_string).collect()
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
    asked.coupons = coupon_ids(body.coupons.as_deref())?;
    if asked.points == Money::ZERO && asked.money == Money::ZERO && asked.coupons.is_empty() {
        return Err(Fault::field("balance", Problem::Nothing));
    }
    Ok(asked)
}

//! Refunds of a sale: whole, some of its goods, or an amount.

use std::sync::Arc;

use axum::{extract::Path, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::clients::id;
use crate::{
    api::{
        amount::{Amount, Pieces},
        fault::{Fault, Problem},
        json,
        writes::{Answer, Write},
    },
    domain::{InvoiceId, ReadyReason, RefundScope, ReturnedLine, visible},
    messages::refund::{Cause, Refund},
    notices,
    service::{points::MAX_REASON, refunds::Refunded, sales},
};

/// The most lines of a sale.
const MOST_LINES: i64 = 100;

/// What is refunded: `amount`, or `lines`; without either all that is left of the sale.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "lines": [{ "line": 1, "quantity": 1 }] }))]
pub(super) struct RefundRequest {
    /// An amount of the total, before the discount and points: the goods stay, and become cheaper.
    #[serde(default, deserialize_with = "json::present")]
    amount: Option<Amount>,
    /// Goods that came back.
    #[serde(default, deserialize_with = "json::present")]
    lines: Option<Vec<RefundLine>>,
    /// Why, in at most 200 characters; the client reads it.
    #[serde(default)]
    reason: Option<String>,
}

/// Goods of one line that came back.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RefundLine {
    /// The line of the sale, from 1.
    #[schema(minimum = 1)]
    line: i64,
    /// How much of it.
    quantity: Pieces,
}

/// A refund.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RefundView {
    /// The id of the refund.
    id: i64,
    /// Points that had paid for it, and are given back.
    points_returned: Amount,
    /// Points that the sale had earned or its coupons had given, and are taken back.
    points_taken: Amount,
    /// The part of the discount that falls on it, and is not given back.
    discount: Amount,
    /// Money to be given back.
    money_back: Amount,
    /// How many of the points taken back had been spent, and are owed.
    points_debt: Amount,
    /// How much less the client owes.
    debt_cancelled: Amount,
    /// The ids of the coupons that can be used again, which they can when nothing is left of the sale.
    coupons: Vec<i64>,
}

/// Refunds a sale, in part or whole.
#[utoipa::path(post, path = "/sales/{id}/refund", tag = "till",
    params(("id" = i64, Path, description = "The id of the sale.")),
    request_body = RefundRequest,
    responses((status = 200, description = "It is refunded.", body = RefundView)))]
pub(super) async fn refund(path: Path<String>, request: Write<RefundRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let scope = Arc::new(scope(&body)?);
    let invoice = InvoiceId(id(&path)?);
    let reason = body.reason.as_deref().map(visible).filter(|reason| !reason.is_empty());
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON) {
        return Err(Fault::field("reason", Problem::TooLong(MAX_REASON)));
    }
    let reason: Arc<str> = reason.unwrap_or_else(|| ReadyReason::Till.kept()).into();
    request
        .run(move |tx, operation| {
            let (shop, scope, reason) = (call.api.options.format, Arc::clone(&scope), Arc::clone(&reason));
            Box::pin(async move {
                let (refunded, is_undone) = sales::refund(tx, operation, invoice, &scope, &reason).await?;
                if !refunded.repeated {
                    let cause = if is_undone { Cause::Undone } else { Cause::Reason(&reason) };
                    let refund = Refund::read(tx, &refunded.quote, cause, operation.at()).await?;
                    notices::refund::refunded(tx, operation.at(), shop, &refund).await?;
                }
                Answer::ok(&RefundView::from(refunded))
            })
        })
        .await
}

fn scope(body: &RefundRequest) -> Result<RefundScope, Fault> {
    match (&body.amount, &body.lines) {
        (None, None) => Ok(RefundScope::Rest),
        (Some(_), Some(_)) => Err(Fault::field("amount, lines", Problem::NotOne)),
        (Some(amount), None) => {
            let amount = amount.positive().map_err(|problem| Fault::field("amount", problem))?;
            Ok(RefundScope::Amount(amount))
        }
        (None, Some(lines)) => Ok(RefundScope::Lines(returned(lines)?)),
    }
}

fn returned(lines: &[RefundLine]) -> Result<Vec<ReturnedLine>, Fault> {
    if lines.is_empty() {
        return Err(Fault::field("lines", Problem::Count(1, MOST_LINES)));
    }
    let mut returned: Vec<ReturnedLine> = Vec::with_capacity(lines.len());
    for (place, line) in lines.iter().enumerate() {
        let fault = |field: &str, problem| Fault::field(format!("lines[{place}].{field}"), problem);
        let position = usize::try_from(line.line).ok().filter(|_| (1..=MOST_LINES).contains(&line.line));
        let position = position.ok_or_else(|| fault("line", Problem::OutOfRange(1, MOST_LINES)))?;
        if returned.iter().any(|other| other.position == position) {
            return Err(fault("line", Problem::Repeated));
        }
        if line.quantity.0.milli() <= 0 {
            return Err(fault("quantity", Problem::NotPositive));
        }
        returned.push(ReturnedLine { position, quantity: line.quantity.0 });
    }
    Ok(returned)
}

impl From<Refunded> for RefundView {
    fn from(refunded: Refunded) -> Self {
        let figures = refunded.quote.figures;
        Self {
            id: refunded.refund_id.0,
            points_returned: Amount(figures.redeemed),
            points_taken: Amount(figures.earned.saturating_add(figures.coupon_points)),
            discount: Amount(figures.discount),
            money_back: Amount(figures.money),
            points_debt: Amount(refunded.quote.points_debt),
            debt_cancelled: Amount(figures.debt),
            coupons: refunded.quote.coupons.iter().map(|used| used.coupon_id.0).collect(),
        }
    }
}

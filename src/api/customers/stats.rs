//! What a customer's entries and purchases come to.

use axum::{Json, extract::Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ids,
    profiles::{CustomerRecord, Seen, whole_points},
    refused,
};
use crate::{
    api::{
        admission::Call,
        amount::Amount,
        drf::{Record, Viewer},
        fault::Fault,
        moment,
    },
    service::{profiles, transactions},
};

/// What a customer's entries and purchases come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatsView {
    /// The customer.
    customer: CustomerRecord,
    /// The entries.
    transactions: EntriesView,
    /// What they have.
    financial: FinancialView,
    /// What they bought.
    purchases: PurchasesView,
}

/// What a customer's entries come to.
#[derive(Debug, Serialize, ToSchema)]
struct EntriesView {
    /// How many there are, of money and of points.
    #[schema(example = 25)]
    total_count: i64,
    /// The money that was paid.
    total_payments: Amount,
    /// The money that was charged, less refunds.
    total_charges: Amount,
}

/// What a customer has.
#[derive(Debug, Serialize, ToSchema)]
struct FinancialView {
    /// The money with the shop; below zero it is a debt.
    current_balance: Amount,
    /// How much they may owe.
    credit_limit: Amount,
    /// What of the limit is not used.
    available_credit: Amount,
    /// The points of both wallets, rounded down.
    #[schema(example = 500)]
    loyalty_points: i64,
}

/// What a customer bought.
#[derive(Debug, Serialize, ToSchema)]
struct PurchasesView {
    /// What purchases came to, before points and less refunds.
    total_amount: Amount,
    /// How many there were.
    #[schema(example = 50)]
    total_count: i64,
    /// When the last one was.
    #[schema(example = "2025-11-17T18:00:00+05:00")]
    last_purchase: Option<String>,
}

/// What a customer's transactions and purchases come to.
#[utoipa::path(get, path = "/customers/{id}/stats", tag = "customers", operation_id = "customers_stats",
    params(("id" = i64, Path, description = "The id of the customer.")),
    responses((status = 200, description = "The sums.", body = StatsView)))]
pub(super) async fn get(call: Call, path: Path<String>) -> Result<Json<StatsView>, Fault> {
    let id = ids::customer(&path)?;
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let found = profiles::get(&mut tx, &caller, id).await.map_err(|error| refused::of_customer(&call, error))?;
    let sums = transactions::sums(&mut tx, &caller, id).await?;
    let zone = call.api.options.format.timezone;
    Ok(Json(StatsView {
        transactions: EntriesView {
            total_count: sums.count,
            total_payments: Amount(sums.paid_minor),
            total_charges: Amount(sums.charged_minor),
        },
        financial: FinancialView {
            current_balance: Amount(found.money),
            credit_limit: Amount(found.credit_limit()),
            available_credit: Amount(found.available_credit()),
            loyalty_points: whole_points(found.points),
        },
        purchases: PurchasesView {
            total_amount: Amount(found.profile.purchases_minor),
            total_count: found.profile.purchases_count,
            last_purchase: found.profile.last_purchase_at.map(|at| moment::with_offset(at, zone)),
        },
        customer: Record::of(&Seen::alone(found), &Viewer::of(&call)),
    }))
}

//! Money that customers pay in, and that they are charged.

use std::sync::Arc;

use axum::{extract::Path, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ids, refused,
    transactions::{self, TransactionRecord},
};
use crate::{
    api::{
        admission::Call,
        amount::Amount,
        drf::{Body, Field, Record, Resource, Viewer, Whole, blank, positive, said},
        fault::Fault,
        writes::{Answer, Write},
    },
    domain::{Language, Money},
    notices,
    service::{
        Operation,
        accounts::{self, Moved},
        profiles,
    },
    storage::Tx,
    texts::customers_api as texts,
};

/// The longest description, in characters.
const LONGEST: usize = 500;

/// An amount of money, and what for.
pub(super) struct Movement;

/// What a request says of it.
#[derive(Default)]
pub(super) struct Said {
    amount: Money,
    description: String,
}

impl Resource for Movement {
    const NAME: &'static str = "Movement";
    type Row = ();
    type Change = Said;
    const FIELDS: &'static [Field<(), Said>] = &[
        said("amount", positive(|said: &mut Said, amount| said.amount = amount), true, "How much."),
        said("description", blank(LONGEST, |said: &mut Said, text| said.description = text), false, "What for."),
    ];
    const EXAMPLE: &'static str = r#"{"amount": 100000.00, "description": "Пополнение баланса"}"#;
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MovedView {
    /// For people.
    #[schema(example = "Платёж успешно добавлен")]
    message: String,
    /// The transaction.
    transaction: TransactionRecord,
    /// What the customer has now.
    new_balance: Amount,
}

/// A request, for the description.
type MovementRequest = Whole<Movement>;

/// Money that a customer paid in.
#[utoipa::path(post, path = "/customers/{id}/add_payment", tag = "customers", operation_id = "customers_add_payment",
    params(("id" = i64, Path, description = "The id of the customer.")), request_body = MovementRequest,
    responses((status = 200, description = "The transaction.", body = MovedView)))]
pub(super) async fn add_payment(path: Path<String>, request: Write<Body>) -> Result<Response, Fault> {
    record(&path, request, false).await
}

/// Charges a customer's money, down to minus the credit limit.
#[utoipa::path(post, path = "/customers/{id}/charge", tag = "customers", operation_id = "customers_charge",
    params(("id" = i64, Path, description = "The id of the customer.")), request_body = MovementRequest,
    responses((status = 200, description = "The transaction.", body = MovedView)))]
pub(super) async fn charge(path: Path<String>, request: Write<Body>) -> Result<Response, Fault> {
    record(&path, request, true).await
}

async fn record(path: &Path<String>, request: Write<Body>, is_charge: bool) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let said = Arc::new(body.whole::<Movement>(&call)?);
    let id = ids::customer(path)?;
    request
        .run(move |tx, operation| {
            let (call, said) = (call.clone(), Arc::clone(&said));
            Box::pin(async move {
                let Said { amount, description } = &*said;
                let moved = if is_charge {
                    accounts::charge(tx, operation, id, *amount, description).await
                } else {
                    accounts::deposit(tx, operation, id, *amount, description).await
                };
                let moved = moved.map_err(|error| refused::of_customer(&call, error))?;
                let message = if is_charge { texts::charged } else { texts::payment_added };
                answer(tx, &call, operation, &moved, message).await
            })
        })
        .await
}

async fn answer(
    tx: &mut Tx,
    call: &Call,
    operation: &Operation,
    moved: &Moved,
    message: fn(Language) -> String,
) -> Result<Answer, Fault> {
    notices::accounts::moved(tx, operation.at(), call.api.options.format, moved).await?;
    let customer = profiles::get(tx, &operation.caller, moved.transaction.customer_id).await?;
    let new_balance = Amount(moved.transaction.balance_after_minor);
    let row = transactions::rows_of(&customer, vec![moved.transaction.clone()]).pop().ok_or(Fault::Internal)?;
    let transaction = Record::of(&row, &Viewer::of(call));
    Answer::ok(&MovedView { message: message(call.language), transaction, new_balance })
}

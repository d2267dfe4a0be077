//! Parcels are added and changed.

use std::{borrow::Cow, sync::Arc};

use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use super::{
    tracking::{STATUSES, parcel_id},
    views::{ParcelView, StatusName},
};
use crate::{
    api::{
        fault::{Fault, Problem},
        given::{Faults, FromJson, Given},
        writes::{Answer, Write},
    },
    domain::{
        ClientCode, LONGEST_NOTE, LONGEST_NUMBER, MOST_PIECES, Money, ParcelNumber, ParcelNumberError, ParcelStatus,
        Quantity,
    },
    notices,
    service::{
        Operation,
        parcels::{self, Changed, NewParcel, ParcelChange},
    },
    storage::Tx,
};

/// The fields of a parcel. What is not said stays as it is; null empties what may be empty.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "status": "in_transit" }))]
pub(super) struct ParcelRequest {
    /// Its number, unique in the shop: compared without case, spaces and dashes.
    #[serde(default)]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 64)]
    tracking_number: Given<ParcelNumber>,
    /// The code of the client, of either kind. It may belong to no customer yet.
    #[serde(default)]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 64)]
    client_code: Given<ClientCode>,
    /// Where it is. Statuses go forward, and steps may be skipped; of a new parcel it is `pending` where it is not said.
    #[serde(default)]
    #[schema(value_type = StatusName, required = false)]
    status: Given<ParcelStatus>,
    /// The status need not follow the one before.
    #[serde(default)]
    #[schema(value_type = Option<bool>, required = false)]
    force: Given<bool>,
    /// How many pieces it has.
    #[serde(default)]
    #[schema(value_type = Option<i64>, required = false, minimum = 0, maximum = 1_000_000_000)]
    quantity: Given<i64>,
    /// What it weighs, with at most three places.
    #[serde(default)]
    #[schema(value_type = Option<f64>, required = false, minimum = 0)]
    weight_kg: Given<Quantity>,
    /// What a kilogram costs, with at most two places.
    #[serde(default)]
    #[schema(value_type = Option<f64>, required = false, minimum = 0)]
    price_per_kg_usd: Given<Money>,
    /// What it costs. Where it is null, or weight or price change without it, it is worked out from them; else it may differ from
    /// that by 1 %.
    #[serde(default)]
    #[schema(value_type = Option<f64>, required = false, minimum = 0)]
    total_cost_usd: Given<Money>,
    /// What staff note.
    #[serde(default)]
    #[schema(value_type = Option<String>, required = false, max_length = 500)]
    note: Given<String>,
}

/// The fields of a parcel to be added: its number and the code of its client are needed.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct NewParcelRequest(ParcelRequest);

/// Adds a parcel.
#[utoipa::path(post, path = "/tracking/{bot_id}", tag = "platform", operation_id = "tracking_create",
    params(("bot_id" = i64, Path, description = "The id of the shop's bot.")),
    request_body = NewParcelRequest,
    responses((status = 201, description = "The parcel.", body = ParcelView)))]
pub(super) async fn create(request: Write<NewParcelRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let new = Arc::new(body.0.read_new()?);
    let response = request
        .run(move |tx, operation| {
            let new = Arc::clone(&new);
            Box::pin(async move {
                let added = parcels::add(tx, operation, &new).await?;
                answer(tx, operation, StatusCode::CREATED, &added).await
            })
        })
        .await;
    call.api.streams.note_written();
    response
}

/// Changes a parcel.
#[utoipa::path(put, path = "/tracking/{bot_id}/{tracking_id}", tag = "platform", operation_id = "tracking_update",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("tracking_id" = i64, Path, description = "The id of the parcel."),
    ),
    request_body = ParcelRequest,
    responses((status = 200, description = "The parcel as it is now.", body = ParcelView)))]
pub(super) async fn update(path: Path<(String, String)>, request: Write<ParcelRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let change = Arc::new(body.read_change()?);
    let id = parcel_id(&path)?;
    let response = request
        .run(move |tx, operation| {
            let change = Arc::clone(&change);
            Box::pin(async move {
                let changed = parcels::change(tx, operation, id, &change).await?;
                answer(tx, operation, StatusCode::OK, &changed).await
            })
        })
        .await;
    call.api.streams.note_written();
    response
}

/// Tells the customer what is new, and answers with the parcel.
async fn answer(tx: &mut Tx, operation: &Operation, status: StatusCode, changed: &Changed) -> Result<Answer, Fault> {
    notices::parcel::changed(tx, operation.at(), changed).await?;
    let history = parcels::history(tx, changed.parcel.parcel_id).await?;
    Answer::new(status, &ParcelView::in_full(&changed.parcel, &history))
}

impl ParcelRequest {
    /// A parcel to be added.
    fn read_new(&self) -> Result<NewParcel, Fault> {
        let mut faults = Faults::default();
        let number = faults.required("tracking_number", &self.tracking_number);
        let client_code = faults.required("client_code", &self.client_code);
        // What is null is not said.
        let status = faults.optional("status", &self.status).flatten();
        let change = self.read_values(&mut faults);
        faults.end()?;
        let (Some(number), Some(client_code)) = (number, client_code) else { return Err(Fault::Internal) };
        Ok(NewParcel {
            number,
            client_code,
            status: status.unwrap_or(ParcelStatus::Pending),
            quantity: change.quantity.flatten(),
            weight: change.weight.flatten(),
            price_per_kg: change.price_per_kg.flatten(),
            cost: change.cost.flatten(),
            note: change.note.flatten(),
        })
    }

    /// What is to be changed of a parcel.
    fn read_change(&self) -> Result<ParcelChange, Fault> {
        let mut faults = Faults::default();
        let change = ParcelChange {
            number: faults.not_null("tracking_number", &self.tracking_number),
            client_code: faults.not_null("client_code", &self.client_code),
            status: faults.not_null("status", &self.status),
            is_forced: faults.optional("force", &self.force).flatten().unwrap_or_default(),
            ..self.read_values(&mut faults)
        };
        faults.end()?;
        Ok(change)
    }

    /// What may be empty.
    fn read_values(&self, faults: &mut Faults) -> ParcelChange {
        let quantity = faults.optional("quantity", &self.quantity);
        match quantity.flatten() {
            Some(..0) => faults.note("quantity", Problem::Below(0)),
            Some(pieces) if pieces > MOST_PIECES => faults.note("quantity", Problem::Above(MOST_PIECES)),
            _ => {}
        }
        let note = faults.optional("note", &self.note);
        if note.as_ref().and_then(Option::as_ref).is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
            faults.note("note", Problem::TooLong(LONGEST_NOTE));
        }
        ParcelChange {
            quantity,
            weight: faults.optional("weight_kg", &self.weight_kg),
            price_per_kg: faults.optional("price_per_kg_usd", &self.price_per_kg_usd),
            cost: faults.optional("total_cost_usd", &self.total_cost_usd),
            note,
            ..ParcelChange::default()
        }
    }
}

impl ToSchema for NewParcelRequest {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("NewParcelRequest")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        ParcelRequest::schemas(schemas);
    }
}

impl PartialSchema for NewParcelRequest {
    fn schema() -> RefOr<Schema> {
        let mut schema = ParcelRequest::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.extend(["tracking_number", "client_code"].map(str::to_owned));
            object.properties.remove("force");
            object.example = Some(serde_json::json!({
                "tracking_number": "ABC123456", "client_code": "CLIENT123", "status": "pending", "quantity": 5,
                "weight_kg": 10.5, "price_per_kg_usd": 14.29, "total_cost_usd": 150.00, "note": "Хрупкое",
            }));
        }
        schema
    }
}

impl FromJson for ParcelNumber {
    fn from_json(json: &str) -> Result<Self, Problem> {
        String::from_json(json)?.parse().map_err(|error| match error {
            ParcelNumberError::TooLong => Problem::TooLong(LONGEST_NUMBER),
            ParcelNumberError::NotANumber => Problem::Wrong,
            ParcelNumberError::Rounded => Problem::Rounded,
        })
    }
}

impl FromJson for ClientCode {
    fn from_json(json: &str) -> Result<Self, Problem> {
        String::from_json(json)?.parse().map_err(|_| Problem::Wrong)
    }
}

impl FromJson for ParcelStatus {
    fn from_json(json: &str) -> Result<Self, Problem> {
        let word = String::from_json(json)?;
        word.parse().map_err(|_| Problem::NoneOf(STATUSES))
    }
}

//! Clients: the list, and what each has.

use std::sync::Arc;

use axum::{
    Json,
    extract::Path,
    http::{HeaderValue, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::views::{self, BalanceView, ClientView, EntryView};
use crate::{
    api::{
        admission::Call,
        fault::{Fault, Problem},
        path_id,
        query::Query,
        writes::{Answer, Write},
    },
    clock::Timestamp,
    domain::{CustomerId, Email, Permission, Phone},
    service::{
        self, Refusal,
        contacts::{self, Filter},
        customers, ledger,
    },
};

/// The most clients, or entries, in one answer.
const MOST: i64 = 1_000;
/// How many entries are in an answer where the client does not say.
const ENTRIES: i64 = 100;
/// The last moment that can be asked for, in milliseconds: the year 9999.
const LAST: i64 = 253_402_300_799_999;

/// Clients of the shop, by id.
#[utoipa::path(get, path = "/clients", tag = "till",
    params(
        ("phone" = Option<String>, Query, description = "The digits of the phone number. `%` stands for any run of characters."),
        ("email" = Option<String>, Query, description = "The e-mail. `%` stands for any run of characters."),
        ("limit" = Option<i64>, Query, description = "How many at most.", minimum = 1, maximum = 1000),
        ("offset" = Option<i64>, Query, description = "How many are left out at the beginning.", minimum = 0),
    ),
    responses((status = 200, description = "The clients; `X-Total-Count` says how many there are in all.", body = [ClientView],
        headers(("X-Total-Count" = i64, description = "How many there are in all.")))))]
pub(super) async fn list(call: Call, query: Query) -> Result<Response, Fault> {
    let phone = query.pattern("phone", is_of_phone)?.map(|text| {
        let digits: String = text.chars().filter(|char| char.is_ascii_digit() || *char == '%').collect();
        let has_digits = digits.contains(|char: char| char.is_ascii_digit());
        if has_digits { Ok(digits) } else { Err(Fault::field("phone", Problem::NoDigits)) }
    });
    let phone = phone.transpose()?;
    // A plus that was not encoded arrives as a space, which no e-mail has.
    let email = query.pattern("email", |char| !char.is_control())?.map(|text| text.trim().replace(' ', "+"));
    let limit = query.number("limit", 1, MOST)?.unwrap_or(MOST);
    let offset = query.number("offset", 0, i64::MAX)?.unwrap_or(0);
    let mut tx = call.api.read().await?;
    let filter = Filter { phone, email };
    let (found, count) = contacts::list(&mut tx, &call.client.caller(call.at), &filter, limit, offset).await?;
    let views: Vec<ClientView> = found.into_iter().map(ClientView::from).collect();
    let mut response = Json(views).into_response();
    response.headers_mut().insert("x-total-count", HeaderValue::from(count));
    Ok(response)
}

/// Can a phone number be written with it, or a part of one?
fn is_of_phone(char: char) -> bool {
    !char.is_ascii() || char.is_ascii_digit() || " +-()./%".contains(char)
}

/// What a client can spend now.
#[utoipa::path(get, path = "/clients/{id}/balance", tag = "till",
    params(("id" = i64, Path, description = "The id of the client.")),
    responses((status = 200, description = "Points, then money.", body = [BalanceView])))]
pub(super) async fn balance(call: Call, path: Path<String>) -> Result<Json<[BalanceView; 2]>, Fault> {
    let mut tx = call.api.read().await?;
    let client = customers::get(&mut tx, client_id(&path)?).await?;
    let balances = ledger::balances(&mut tx, client.customer_id, call.at).await?;
    Ok(Json(views::balances(&balances)))
}

/// The changes of a client's balances, newest first.
#[utoipa::path(get, path = "/clients/{id}/balance/history", tag = "till",
    params(
        ("id" = i64, Path, description = "The id of the client."),
        ("from" = Option<i64>, Query, description = "Not before this millisecond.", minimum = 0),
        ("to" = Option<i64>, Query, description = "Not after this millisecond.", minimum = 0),
        ("offset" = Option<i64>, Query, description = "How many are left out at the beginning.", minimum = 0),
        ("limit" = Option<i64>, Query, description = "How many at most; 100 where it is not said.", minimum = 1, maximum = 1000),
    ),
    responses((status = 200, description = "The changes.", body = [EntryView])))]
pub(super) async fn history(call: Call, path: Path<String>, query: Query) -> Result<Json<Vec<EntryView>>, Fault> {
    let from = query.number("from", 0, LAST)?.map_or(Timestamp::FIRST, Timestamp::from_millis);
    let to = query.number("to", 0, LAST)?.map_or(Timestamp::LAST, |millis| Timestamp::from_millis(millis + 1));
    let limit = query.number("limit", 1, MOST)?.unwrap_or(ENTRIES);
    let offset = query.number("offset", 0, i64::MAX)?.unwrap_or(0);
    let mut tx = call.api.read().await?;
    let client = customers::get(&mut tx, client_id(&path)?).await?;
    let entries = ledger::between(&mut tx, client.customer_id, from..to, limit, offset).await?;
    Ok(Json(entries.into_iter().map(EntryView::from).collect()))
}

/// A new client.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ClientRequest {
    /// The phone number: with the code of its country, or as people of the shop's country write it.
    #[schema(example = "77012345678")]
    phone: String,
    /// First and last name, of 1 to 100 characters; needed for a client who is not known yet.
    #[serde(default)]
    #[schema(example = "Client First")]
    name: Option<String>,
    /// The e-mail of a client who is not known yet.
    #[serde(default)]
    #[schema(example = "test@test.ru")]
    email: Option<String>,
}

/// Registers a client by phone; one who is known is returned as they are.
#[utoipa::path(post, path = "/clients", tag = "till", request_body = ClientRequest,
    responses(
        (status = 200, description = "The client with this phone number, who was known.", body = ClientView),
        (status = 201, description = "The new client.", body = ClientView),
    ))]
pub(super) async fn register(request: Write<ClientRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let phones: Vec<Phone> = call.api.options.phones.typed(&body.phone);
    let phones: Arc<Vec<Phone>> =
        Arc::new(phones.into_iter().filter(|phone| call.api.options.phones.takes(phone)).collect());
    let email = body.email.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::parse::<Email>);
    let email = Arc::new(email.transpose().map_err(|_| Fault::field("email", Problem::Wrong))?);
    let first = phones.first().cloned().ok_or_else(|| Fault::field("phone", Problem::Wrong))?;
    request
        .run(move |tx, operation| {
            let (api, body, phones, first) = (call.api.clone(), Arc::clone(&body), Arc::clone(&phones), first.clone());
            let email = Arc::clone(&email);
            Box::pin(async move {
                operation.require(Permission::RegisterCustomer)?;
                for phone in phones.iter() {
                    if let Some(known) = customers::by_phone(tx, phone).await? {
                        let view = ClientView::from(contacts::get(tx, known.customer_id).await?);
                        return Answer::ok(&view);
                    }
                }
                let name = body.name.as_deref().ok_or_else(|| Fault::field("name", Problem::Missing))?;
                let chance = api.options.chance.as_ref();
                let registered =
                    customers::register_with_email(tx, operation, chance, &first, name, email.as_ref().as_ref()).await;
                let made = match registered {
                    // Another request registered them in this moment.
                    Err(service::Error::Refused(Refusal::PhoneTaken(_))) => return Err(Fault::Again),
                    made => made?,
                };
                Answer::new(StatusCode::CREATED, &ClientView::from(contacts::get(tx, made.customer_id).await?))
            })
        })
        .await
}

/// The id of a client in a path.
pub(super) fn client_id(path: &Path<String>) -> Result<CustomerId, Fault> {
    id(path).map(CustomerId)
}

/// The number in a path.
pub(super) fn id(Path(text): &Path<String>) -> Result<i64, Fault> {
    path_id::read(text)
}

//! Clients: the list, and what each has.

use axum::{
    Json,
    extract::Path,
    http::HeaderValue,
    response::{IntoResponse as _, Response},
};

use super::views::{self, BalanceView, ClientView, EntryView};
use crate::{
    api::{
        admission::Call,
        fault::{Fault, Problem},
        query::Query,
    },
    clock::Timestamp,
    domain::CustomerId,
    service::{
        contacts::{self, Filter},
        ledger,
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
    responses((status = 200, description = "The clients; `X-Total-Count` says how many there are in all.", body = [ClientView])))]
pub(super) async fn list(call: Call, query: Query) -> Result<Response, Fault> {
    let phone = match query.text("phone") {
        None => None,
        Some(text) => {
            let digits: String = text.chars().filter(|char| char.is_ascii_digit() || *char == '%').collect();
            if !digits.contains(|char: char| char.is_ascii_digit()) {
                return Err(Fault::field("phone", Problem::NoDigits));
            }
            Some(digits)
        }
    };
    // A plus that was not encoded arrives as a space, which no e-mail has.
    let email = query.text("email").map(|text| text.trim().replace(' ', "+"));
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

/// What a client can spend now.
#[utoipa::path(get, path = "/clients/{id}/balance", tag = "till",
    params(("id" = i64, Path, description = "The id of the client.")),
    responses((status = 200, description = "Points, then money.", body = [BalanceView])))]
pub(super) async fn balance(call: Call, path: Path<String>) -> Result<Json<[BalanceView; 2]>, Fault> {
    let mut tx = call.api.read().await?;
    let client = contacts::get(&mut tx, client_id(&path)?).await?;
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
    let client = contacts::get(&mut tx, client_id(&path)?).await?;
    let entries = ledger::between(&mut tx, client.customer_id, from..to, limit, offset).await?;
    Ok(Json(entries.into_iter().map(EntryView::from).collect()))
}

/// The id in a path. What is no id is the id of nobody.
pub(super) fn client_id(Path(text): &Path<String>) -> Result<CustomerId, Fault> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or(Fault::UnknownRecord)
}

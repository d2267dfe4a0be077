//! Clients: the list, and one of them.

use axum::{Json, extract::Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::paging::Paging;
use crate::{
    api::{admission::Call, amount::Amount, fault::Fault, moment::Moment, path_id, query::Query},
    domain::{ClientCode, CustomerId, Email, visible},
    service::clients::{self, ClientOfShop},
};

/// A client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformClientView)]
pub(super) struct ClientView {
    /// The id.
    pub(super) id: i64,
    /// What another system calls them; else their own code.
    #[schema(example = "CLIENT123")]
    pub(super) client_code: String,
    /// Given name.
    #[schema(example = "Анна")]
    pub(super) first_name: Option<String>,
    /// Family name.
    #[schema(example = "Ким")]
    pub(super) last_name: Option<String>,
    /// How people find them in Telegram, without the `@`.
    #[schema(example = "anna_kim")]
    pub(super) username: Option<String>,
    /// The digits of the phone number.
    #[schema(example = "77011234567")]
    pub(super) phone: Option<String>,
    /// The e-mail.
    #[schema(example = "anna@example.com")]
    pub(super) email: Option<String>,
    /// The points that they can spend, of both wallets.
    pub(super) points: Amount,
    /// How many parcels they have.
    #[schema(example = 3)]
    pub(super) parcels: i64,
    /// May they earn and spend?
    pub(super) is_active: bool,
    /// When they became a client.
    pub(super) created_at: Moment,
}

/// A page of clients.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClientsView {
    /// The clients, newest first.
    clients: Vec<ClientView>,
    /// How many there are on all pages.
    #[schema(example = 1)]
    total: i64,
}

/// Clients, newest first.
#[utoipa::path(get, path = "/clients/{bot_id}", tag = "platform", operation_id = "clients_list",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("page" = Option<i64>, Query, description = "The page, from 1.", minimum = 1),
        ("page_size" = Option<i64>, Query, description = "How many it has; 50 where it is not said.", minimum = 1, maximum = 100),
        ("client_code" = Option<String>, Query, description = "The one with this code, of either kind."),
        ("search" = Option<String>, Query,
            description = "The beginning of a name, of one of its words or of a username, the last digits of a phone number, a code, an e-mail."),
    ),
    responses((status = 200, description = "The clients.", body = ClientsView)))]
pub(super) async fn list(call: Call, query: Query) -> Result<Json<ClientsView>, Fault> {
    let paging = Paging::read(&query)?;
    // A text that cannot be a code finds no client.
    let code = query.encoded("client_code")?.map(|code| code.parse::<ClientCode>());
    let search = query.encoded("search")?;
    let code = match code.transpose() {
        Ok(code) => code,
        Err(_) => return Ok(Json(ClientsView { clients: Vec::new(), total: 0 })),
    };
    let mut tx = call.api.read().await?;
    let caller = call.client.caller(call.at);
    let page = clients::list(&mut tx, &caller, code.as_ref(), search.as_deref(), paging.limit, paging.offset).await?;
    Ok(Json(ClientsView { clients: page.clients.into_iter().map(ClientView::from).collect(), total: page.total }))
}

/// A client.
#[utoipa::path(get, path = "/clients/{bot_id}/{client_id}", tag = "platform", operation_id = "clients_get",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("client_id" = i64, Path, description = "The id of the client."),
    ),
    responses((status = 200, description = "The client.", body = ClientView)))]
pub(super) async fn get(call: Call, path: Path<(String, String)>) -> Result<Json<ClientView>, Fault> {
    let Path((_, id)) = path;
    let id = CustomerId(path_id::read(&id)?);
    let mut tx = call.api.read().await?;
    let found = clients::get(&mut tx, &call.client.caller(call.at), id).await?;
    Ok(Json(ClientView::from(found)))
}

impl From<ClientOfShop> for ClientView {
    fn from(ClientOfShop { client, points }: ClientOfShop) -> Self {
        let shown = |name: Option<&String>| name.map(|name| visible(name)).filter(|name| !name.is_empty());
        Self {
            id: client.customer_id.0,
            client_code: client.client_code().to_owned(),
            first_name: shown(client.first_name.as_ref()),
            last_name: shown(client.last_name.as_ref()),
            phone: client.phone.as_ref().map(|phone| phone.digits().to_owned()),
            email: client.email.as_ref().map(Email::to_string),
            points: Amount(points),
            parcels: client.parcels,
            is_active: true,
            created_at: Moment(client.joined_at),
            username: client.username,
        }
    }
}

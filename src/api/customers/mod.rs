//! Customers: `/api/customers/`, for back offices that are clients of Django REST framework.

mod accounts;
mod groups;
mod ids;
mod profiles;
mod refused;
mod stats;
mod transactions;

use axum::middleware::from_fn_with_state;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{groups::CustomerGroup, profiles::Customer};
use super::{
    admission::{admit, needs},
    drf::{self, changes, reads},
    fault::{Face, Fault},
    state::Api,
};
use crate::domain::{Language, Scope};

/// Where customers are.
pub(super) const PATH: &str = "/api/customers";

/// What is special to customers.
pub(super) static FACE: Face = drf::face(Language::Russian, true);

/// The routes of customers.
pub(super) fn routes(api: &Api) -> OpenApiRouter {
    let reading = OpenApiRouter::new()
        .routes(routes!(profiles::search_by_phone))
        .routes(routes!(profiles::vips))
        .routes(routes!(profiles::debtors))
        .routes(routes!(transactions::history))
        .routes(routes!(stats::get))
        .routes(routes!(groups::members))
        .route_layer(from_fn_with_state(Scope::CustomersRead, needs));
    let writing = OpenApiRouter::new()
        .routes(routes!(accounts::add_payment))
        .routes(routes!(accounts::charge))
        .route_layer(from_fn_with_state(Scope::CustomersUpdate, needs));
    let rows = [reads::<Customer>, changes::<Customer>, reads::<CustomerGroup>, changes::<CustomerGroup>];
    rows.into_iter()
        .fold(OpenApiRouter::new(), |router, add| add(router))
        .merge(writing)
        .merge(reading)
        // Without one of its own it would take that of all other addresses, which is not in its form.
        .fallback(async || Fault::UnknownPath)
        .layer(from_fn_with_state((api.clone(), &FACE), admit))
}

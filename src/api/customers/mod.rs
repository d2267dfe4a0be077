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

use super::{
    admission::{admit, needs},
    drf,
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
        .routes(routes!(profiles::list))
        .routes(routes!(profiles::search_by_phone))
        .routes(routes!(profiles::vips))
        .routes(routes!(profiles::debtors))
        .routes(routes!(profiles::get))
        .routes(routes!(transactions::history))
        .routes(routes!(stats::get))
        .routes(routes!(groups::list))
        .routes(routes!(groups::get))
        .routes(routes!(groups::members))
        .route_layer(from_fn_with_state(Scope::CustomersRead, needs));
    let writing = OpenApiRouter::new()
        .routes(routes!(profiles::create))
        .routes(routes!(profiles::replace, profiles::update))
        .routes(routes!(accounts::add_payment))
        .routes(routes!(accounts::charge))
        .routes(routes!(groups::create))
        .routes(routes!(groups::replace, groups::update))
        .route_layer(from_fn_with_state(Scope::CustomersUpdate, needs));
    // In this order a method that a path does not have is told from a scope that a reader does not have.
    writing
        .merge(reading)
        // Without one of its own it would take that of all other addresses, which is not in its form.
        .fallback(async || Fault::UnknownPath)
        .layer(from_fn_with_state((api.clone(), &FACE), admit))
}

//! The HTTP APIs: one folder for each published API, one file for each resource. What all of them share is here: who calls
//! ([`client`]), how often ([`limits`]), errors ([`fault`]), bodies and queries ([`json`], [`query`], [`amount`]), writes that
//! happen once ([`writes`]), the description ([`description`]).

mod admission;
mod amount;
mod client;
mod fault;
mod json;
mod limits;
mod query;
mod state;
mod till;
mod token;
mod uses;
mod writes;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;

pub use self::state::{Api, Options};

/// The routes of all APIs.
pub fn routes(api: &Api) -> Router {
    let (router, _description) = OpenApiRouter::new().nest(till::PATH, till::routes(api)).split_for_parts();
    router
}

//! The HTTP APIs: one folder for each published API, one file for each resource. What all of them share is here: who calls
//! ([`client`]), how often ([`counting`]), errors ([`fault`]), bodies and queries ([`json`], [`query`], [`amount`]), writes that
//! happen once ([`writes`]), the description ([`description`]).

mod address;
mod admission;
mod amount;
mod auth;
mod body_problem;
mod client;
mod cors;
mod counting;
mod customers;
mod description;
mod drf;
mod fault;
mod given;
mod json;
mod limits;
mod moment;
mod pages;
mod path_id;
mod platform;
mod problem;
mod query;
mod sales;
mod state;
mod streams;
mod till;
mod token;
mod tokens;
mod under_way;
mod uses;
mod widget;
mod writes;

use axum::{Router, middleware::from_fn_with_state};
use tower_http::compression::{
    CompressionLayer,
    predicate::{And, NotForContentType, Predicate as _, SizeAbove},
};
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use self::description::{Description, Open};

pub use self::{
    state::{Api, Options},
    tokens::{Tokens, issue},
};

/// Answers of more bytes are compressed for clients that take that.
const COMPRESSED_ABOVE: u16 = 1024;

/// The routes of all APIs, and of the pages that describe them.
pub fn routes(api: &Api) -> Router {
    let mut till = OpenApiRouter::new().nest(till::PATH, till::routes(api));
    description::complete::<till::TillError>(till.get_openapi_mut(), &till::FACE, Open::ToClients);
    let mut platform = OpenApiRouter::new().nest(platform::PATH, platform::routes(api));
    description::complete::<platform::PlatformError>(platform.get_openapi_mut(), &platform::FACE, Open::ToClients);
    description::fix_parameter(platform.get_openapi_mut(), platform::BOT_ID, api.options.shop.0);
    let mut auth = OpenApiRouter::new().nest(auth::PATH, auth::routes(api));
    description::complete::<auth::DrfError>(auth.get_openapi_mut(), &auth::FACE, Open::ToAll);
    let mut widget = OpenApiRouter::new().nest(widget::PATH, widget::routes(api));
    description::complete::<widget::WidgetError>(widget.get_openapi_mut(), &widget::FACE, Open::ToAll);
    let mut customers = OpenApiRouter::new().nest(customers::PATH, customers::routes(api));
    description::complete::<drf::DrfError>(customers.get_openapi_mut(), &customers::FACE, Open::ToClients);
    let mut sales = OpenApiRouter::new().nest(sales::PATH, sales::routes(api));
    description::complete::<drf::DrfError>(sales.get_openapi_mut(), &sales::FACE, Open::ToClients);
    let (sales, described_sales) = sales.split_for_parts();
    let within = sales::limited(&sales);
    let printed = sales::printed(&within, described_sales.paths.paths.keys().map(|path| unslashed(path)));
    let customers = customers.layer(from_fn_with_state(within, sales::by_tenant));
    let described = OpenApiRouter::with_openapi(Description::openapi());
    let all = described.merge(till).merge(platform).merge(customers).merge(auth).merge(widget);
    let (router, mut openapi) = all.split_for_parts();
    openapi.merge(described_sales);
    let router = router.merge(sales).merge(printed);
    description::declare_credentials(&mut openapi);
    let routes = router.merge(widget::pages(api)).merge(pages::routes(&openapi)).layer(compression());
    match cors::layer(&api.options.cors_origins) {
        Some(cors) => routes.layer(cors),
        None => routes,
    }
}

/// A path of the description, as it is routed.
fn unslashed(path: &str) -> String {
    path.trim_end_matches('/').to_owned()
}

/// Compresses answers, but no streams of events, which are to arrive at once, and nothing that is compressed already.
fn compression() -> CompressionLayer<And<SizeAbove, NotForContentType>> {
    CompressionLayer::new().compress_when(SizeAbove::new(COMPRESSED_ABOVE).and(NotForContentType::SSE))
}

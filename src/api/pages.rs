//! The description of the APIs and two pages that show it, served from the binary: nothing is loaded from elsewhere.

use std::sync::Arc;

use axum::{
    Router,
    http::{
        HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
    routing::get,
};
use utoipa::openapi::OpenApi;

/// The path of the description.
const DESCRIPTION: &str = "/api/openapi.json";
const SWAGGER: &str = include_str!("pages/swagger.html");
const SWAGGER_START: &str = include_str!("pages/swagger.js");
const REDOC: &str = include_str!("pages/redoc.html");
const REDOC_START: &str = include_str!("pages/redoc.js");
const SWAGGER_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                              connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Redoc writes its styles into the page, and searches in a worker.
const REDOC_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                            img-src 'self' data:; connect-src 'self'; worker-src blob:; \
                            base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The routes of the pages.
pub(super) fn routes(description: &OpenApi) -> Router {
    let json: Arc<str> = serde_json::to_string(description).unwrap_or_default().into();
    let description = move || async move { ([(CONTENT_TYPE, "application/json")], json.to_string()) };
    Router::new()
        .route(DESCRIPTION, get(description))
        .route("/api/docs", get(async || page(SWAGGER, SWAGGER_POLICY)))
        .route("/api/docs/start.js", get(async || script(SWAGGER_START)))
        .route(
            "/api/docs/swagger-ui.css",
            get(async || bundle("text/css", include_bytes!("pages/bundles/swagger-ui.css.gz"))),
        )
        .route(
            "/api/docs/swagger-ui-bundle.js",
            get(async || bundle("text/javascript", include_bytes!("pages/bundles/swagger-ui-bundle.js.gz"))),
        )
        .route("/api/redoc", get(async || page(REDOC, REDOC_POLICY)))
        .route("/api/redoc/start.js", get(async || script(REDOC_START)))
        .route(
            "/api/redoc/redoc.standalone.js",
            get(async || bundle("text/javascript", include_bytes!("pages/bundles/redoc.standalone.js.gz"))),
        )
}

fn page(html: &'static str, policy: &'static str) -> Response {
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, policy)];
    safe((headers, html).into_response())
}

fn script(text: &'static str) -> Response {
    safe(([(CONTENT_TYPE, "text/javascript")], text).into_response())
}

/// A published file, as it was compressed.
fn bundle(media_type: &'static str, gzipped: &'static [u8]) -> Response {
    let headers = [(CONTENT_TYPE, media_type), (CONTENT_ENCODING, "gzip"), (CACHE_CONTROL, "max-age=86400")];
    safe((headers, gzipped).into_response())
}

fn safe(mut response: Response) -> Response {
    let headers: [(HeaderName, &str); 2] = [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "no-referrer")];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

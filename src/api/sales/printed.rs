//! The addresses below `/api/` that the document of sales prints. Two of them are printed by the document of the customers' back office
//! too: there a request with `X-Tenant-Key` is the back office's, one without it is for sales.

use std::{collections::BTreeSet, net::SocketAddr};

use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, OriginalUri, Request, State},
    http::{
        Uri,
        uri::{Parts, PathAndQuery},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tower::ServiceExt as _;

use super::face::PATH;
use crate::api::{admission::TENANT_KEY, fault::Fault};

/// Where the addresses begin.
const PRINTED: &str = "/api";
/// The size of a body, in bytes, as everywhere.
const BODY_BYTES: usize = 1 << 20;
/// The two that both documents print.
const SHARED: [&str; 2] = ["/api/customers/customers", "/api/customers/customers/{id}"];

/// The first part of the addresses where the back office is as well, which says there what is none.
const CUSTOMERS: &str = "customers";

/// Passes requests without `X-Tenant-Key` to sales, at the addresses that both documents print.
pub(in crate::api) async fn by_tenant(State(sales): State<Router>, request: Request, next: Next) -> Response {
    let is_shared = request.extensions().get::<MatchedPath>().is_some_and(|path| SHARED.contains(&path.as_str()));
    if is_shared && !request.headers().contains_key(TENANT_KEY) {
        return pass_on(sales, request).await;
    }
    next.run(request).await
}

/// Sales as requests at printed addresses reach them: these come without the limit of bodies that is set around all routes.
pub(in crate::api) fn limited(sales: &Router) -> Router {
    sales.clone().layer(DefaultBodyLimit::max(BODY_BYTES))
}

/// The addresses that the document of sales alone prints, and below their first parts all others, so that an address that is none is
/// told in the form of sales.
pub(in crate::api) fn routes(sales: &Router, templates: impl IntoIterator<Item = String>) -> Router {
    let mut addresses = BTreeSet::new();
    for template in templates {
        let Some(path) = template.strip_prefix(PATH) else { continue };
        let printed = format!("{PRINTED}{path}");
        if !SHARED.contains(&printed.as_str()) {
            addresses.insert(printed);
        }
        match path.trim_start_matches('/').split('/').next() {
            None | Some("" | CUSTOMERS) => {}
            Some(first) => {
                addresses.insert(format!("{PRINTED}/{first}/{{*rest}}"));
            }
        }
    }
    let mut routes = Router::new();
    for address in addresses {
        let sales = sales.clone();
        routes = routes.route(&address, axum::routing::any(move |request: Request| pass_on(sales.clone(), request)));
    }
    routes
}

/// Lets sales answer a request at an address below `/api/`. It goes there as it came, without what the routing here has found in its
/// path, which would be taken for a part of the other one.
async fn pass_on(sales: Router, request: Request) -> Response {
    let Some(uri) = within_sales(request.uri()) else { return Fault::UnknownPath.into_response() };
    let (parts, body) = request.into_parts();
    let mut request = Request::new(body);
    *request.method_mut() = parts.method;
    *request.uri_mut() = uri;
    *request.headers_mut() = parts.headers;
    let extensions = request.extensions_mut();
    if let Some(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>() {
        extensions.insert(*peer);
    }
    // The links of pages are at the address that was asked.
    extensions.insert(parts.extensions.get::<OriginalUri>().cloned().unwrap_or(OriginalUri(parts.uri)));
    match sales.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// The address of sales that means the same as one below `/api/`.
fn within_sales(uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_prefix(PRINTED)?;
    let target = match uri.query() {
        Some(query) => format!("{PATH}{path}?{query}"),
        None => format!("{PATH}{path}"),
    };
    let mut parts: Parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_address_is_one_of_sales() {
        for (printed, meant) in [
            ("/api/bills/invoices/", "/sales/api/bills/invoices/"),
            ("/api/customers/kam/5?a=/api", "/sales/api/customers/kam/5?a=/api"),
            ("http://shop/api/payments/payments", "http://shop/sales/api/payments/payments"),
        ] {
            assert_eq!(within_sales(&printed.parse().unwrap()).unwrap().to_string(), meant);
        }
        assert_eq!(within_sales(&"/ext/api".parse().unwrap()), None);
    }
}

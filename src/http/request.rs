//! Every request has an id, which its response carries, and a line in the log.
//!
//! The line names the template of the path, never the path itself, the query, a header or the body: they may hold secrets,
//! phone numbers and names.

use std::{borrow::Cow, sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, Version, header::HOST},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};

use super::metrics::Requests;
use crate::clock::Chance;

/// The name of the header.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id that is accepted from a proxy, in characters.
const LONGEST_ID: usize = 64;

/// The name of the path in the log.
#[derive(Clone)]
struct Route {
    name: Cow<'static, str>,
    /// Logged as debug unless the server failed: strangers ask too, as often as they like.
    is_routine: bool,
}

/// What [`with_id`] needs.
#[derive(Clone)]
pub(super) struct Ids {
    pub(super) chance: Arc<dyn Chance>,
    pub(super) header_bytes: usize,
    pub(super) requests: Requests,
}

/// Gives these routes one name in the log instead of their paths, which may be secret. Only failures of the server are logged
/// above debug.
pub fn labelled(label: &'static str, routes: Router) -> Router {
    named(routes, move |_| Route { name: label.into(), is_routine: true })
}

/// Names these routes by the templates of their paths in the log, where they have no other name.
pub(super) fn named_by_template(routes: Router) -> Router {
    named(routes, |request| {
        let template = request.extensions().get::<MatchedPath>().map_or("no route", MatchedPath::as_str);
        Route { name: template.to_owned().into(), is_routine: false }
    })
}

fn named(routes: Router, name: impl Fn(&Request) -> Route + Clone + Send + Sync + 'static) -> Router {
    routes.layer(middleware::from_fn(move |request: Request, next: Next| {
        let is_matched = request.extensions().get::<MatchedPath>().is_some();
        let route = is_matched.then(|| name(&request));
        async move {
            let mut response = next.run(request).await;
            if let Some(route) = route
                && response.extensions().get::<Route>().is_none()
            {
                response.extensions_mut().insert(route);
            }
            response
        }
    }))
}

/// Refuses requests whose headers are too large or do not name one host, gives each an id, and logs and counts it once it is
/// answered.
pub(super) async fn with_id(State(ids): State<Ids>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = id_of(request.headers()).unwrap_or_else(|| new_id(ids.chance.as_ref()));
    let method = method_name(request.method());
    let mut response = if header_bytes(request.uri(), request.headers()) > ids.header_bytes {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response()
    } else if request.version() == Version::HTTP_11 && request.headers().get_all(HOST).iter().count() != 1 {
        // RFC 9112, section 3.2.
        StatusCode::BAD_REQUEST.into_response()
    } else {
        next.run(request).await
    };
    let status = response.status();
    let route = response.extensions_mut().remove::<Route>();
    let (name, is_routine) = route.as_ref().map_or(("no route", true), |route| (&route.name, route.is_routine));
    ids.requests.note(method, name, status, began.elapsed().as_secs_f64());
    let (request_id, milliseconds) = (id.to_str().unwrap_or_default(), began.elapsed().as_millis());
    if is_routine && !status.is_server_error() {
        tracing::debug!(request_id, method, route = name, status = status.as_u16(), milliseconds, "HTTP request");
    } else {
        tracing::info!(request_id, method, route = name, status = status.as_u16(), milliseconds, "HTTP request");
    }
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The id that a proxy gave the request, where it is safe to log.
fn id_of(headers: &HeaderMap) -> Option<HeaderValue> {
    let is_safe = |id: &[u8]| {
        let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        (1..=LONGEST_ID).contains(&id.len()) && id.iter().all(is_allowed)
    };
    headers.get(REQUEST_ID).filter(|id| is_safe(id.as_bytes())).cloned()
}

fn new_id(chance: &dyn Chance) -> HeaderValue {
    let id = format!("{:016x}", chance.bits());
    HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static("none"))
}

/// A method may be any text that a client sends, so unknown ones are not logged.
pub fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::TRACE => "TRACE",
        Method::CONNECT => "CONNECT",
        _ => "other",
    }
}

/// The size of a request's head as it was sent, without method and version.
fn header_bytes(uri: &Uri, headers: &HeaderMap) -> usize {
    // Name and value are separated by ": " and end with CR LF.
    let fields: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let target = uri.path_and_query().map_or(0, |target| target.as_str().len());
    target + fields
}

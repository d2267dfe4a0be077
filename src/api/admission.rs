//! What every request of every API goes through: who calls, how often, in which language an error is told; and what every answer
//! has: the headers of the limit, the API's form of errors, a line in the log of uses.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Extension,
    extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    client::{self, Client},
    fault::{Face, Fault},
    limits::{self, Standing},
    state::Api,
};
use crate::{
    clock::Timestamp,
    domain::{Language, Scope},
    service::api_keys::Use,
};

/// What a handler knows of the request besides its values.
#[derive(Clone)]
pub(super) struct Call {
    /// The APIs.
    pub(super) api: Api,
    /// Who calls.
    pub(super) client: Client,
    /// The API that is called.
    pub(super) face: &'static Face,
    /// The language of errors.
    pub(super) language: Language,
    /// When it came.
    pub(super) at: Timestamp,
}

/// Lets a request of a client through, and completes its answer.
pub(super) async fn admit(State((api, face)): State<(Api, &'static Face)>, request: Request, next: Next) -> Response {
    // The body cannot be shared between threads, so it is kept apart while the database is asked.
    let (mut parts, body) = request.into_parts();
    let at = api.now();
    let language = language(&parts.headers, face.language);
    let address = address(&parts, &api.options.trusted_proxies);
    let method = method_name(&parts.method);
    let route = parts.extensions.get::<MatchedPath>().map_or("no route", MatchedPath::as_str).to_owned();
    let mut standing = None;
    let mut client = None;
    let admitted = async {
        let found = match client::identify(&api, &parts.headers, at).await {
            Err(fault @ (Fault::NoCredentials | Fault::WrongCredentials)) => {
                let wait = address.and_then(|address| api.limits.note_wrong(address));
                return Err(wait.map_or(fault, Fault::TooManyRequests));
            }
            found => found?,
        };
        client = Some(found.clone());
        if found.rate() > 0 {
            let counted = limits::count(&api, &found.name(), found.rate(), at).await?;
            standing = Some(counted);
            if counted.is_exceeded {
                return Err(Fault::TooManyRequests(counted.retry_after.unsigned_abs()));
            }
        }
        if !accepts_json(&parts.headers) {
            return Err(Fault::NotAcceptable);
        }
        Ok(found)
    };
    let mut response = match admitted.await {
        Ok(client) => {
            parts.extensions.insert(Call { api: api.clone(), client, face, language, at });
            next.run(Request::from_parts(parts, body)).await
        }
        Err(fault) => fault.into_response(),
    };
    tell_fault(&api, face, language, &mut response);
    if let Some(standing) = standing {
        tell_standing(standing, response.headers_mut());
    }
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Some(key_id) = client.and_then(|client| client.key()) {
        let address = address.map_or_else(String::new, |address| address.to_string());
        api.uses.note(Use { key_id, used_at: at, method, route, status: response.status().as_u16(), address });
    }
    response
}

/// Lets only clients with a scope through.
pub(super) async fn needs(
    State(scope): State<Scope>,
    Extension(call): Extension<Call>,
    request: Request,
    next: Next,
) -> Response {
    match call.client.require(scope) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or(Fault::Internal)
    }
}

/// Writes the body of an error in the form of the API, keeping the headers that axum set.
fn tell_fault(api: &Api, face: &Face, language: Language, response: &mut Response) {
    let fault = response.extensions_mut().remove::<Fault>();
    let is_of_ours = response.extensions().get::<Answered>().is_some();
    let Some(fault) = fault.or_else(|| Fault::of_status(response.status()).filter(|_| !is_of_ours)) else { return };
    let told = fault.answer(face, language, api.options.format);
    let (mut parts, body) = told.into_parts();
    for (name, value) in response.headers() {
        if parts.headers.get(name).is_none() && name != "content-length" && name != "content-type" {
            parts.headers.insert(name, value.clone());
        }
    }
    parts.extensions = std::mem::take(response.extensions_mut());
    *response = Response::from_parts(parts, body);
}

/// Marks an answer whose body is already in the form of its API.
#[derive(Clone, Copy)]
pub(super) struct Answered;

fn tell_standing(standing: Standing, headers: &mut HeaderMap) {
    for (name, value) in [
        ("x-ratelimit-limit", standing.limit),
        ("x-ratelimit-remaining", standing.remaining),
        ("x-ratelimit-reset", standing.reset),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}

/// The first language of `Accept-Language` that Kopilka speaks, by the client's preference.
fn language(headers: &HeaderMap, default: Language) -> Language {
    let Some(header) = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) else { return default };
    let mut wanted: Vec<(u32, Language)> = header
        .split(',')
        .filter_map(|part| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let quality = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |text| text.parse::<f32>().ok())?;
            let language = tag.trim().split('-').next()?.to_ascii_lowercase().parse().ok()?;
            let thousandths = (quality.clamp(0.0, 1.0) * 1000.0).round();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
            let quality = thousandths as u32;
            (quality > 0).then_some((quality, language))
        })
        .collect();
    wanted.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
    wanted.first().map_or(default, |(_, language)| *language)
}

/// Does the client take JSON? Without `Accept` it takes everything.
fn accepts_json(headers: &HeaderMap) -> bool {
    let mut accepts = headers.get_all(ACCEPT).iter().peekable();
    if accepts.peek().is_none() {
        return true;
    }
    accepts.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|part| {
        let (media, parameters) = part.split_once(';').unwrap_or((part, ""));
        let is_refused = parameters.split(';').any(|one| {
            one.trim()
                .strip_prefix("q=")
                .and_then(|text| text.parse::<f32>().ok())
                .is_some_and(|quality| quality <= 0.0)
        });
        ["*/*", "application/*", "application/json", ""].contains(&media.trim().to_ascii_lowercase().as_str())
            && !is_refused
    })
}

/// Where a request comes from: the connection's address, or what a trusted proxy says.
fn address(parts: &Parts, proxies: &[IpAddr]) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let mut address = peer.ip().to_canonical();
    let forwarded: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    // Each proxy adds the address that it saw at the end.
    for said in forwarded.iter().rev() {
        if !proxies.contains(&address) {
            break;
        }
        let Ok(said) = said.parse::<IpAddr>() else { break };
        address = said.to_canonical();
    }
    Some(address)
}

fn method_name(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

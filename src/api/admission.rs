//! What every request of every API goes through: who calls, how often, in which language an error is told; and what every answer
//! has: the headers of the limit, the API's form of errors, a line in the log of uses.

use std::net::IpAddr;

use axum::{
    Extension,
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method,
        header::{ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    address,
    client::{self, Client, Unidentified},
    counting,
    fault::{Face, Fault},
    limits::Standing,
    state::Api,
};
use crate::{
    clock::Timestamp,
    domain::{KeyId, Language, Scope},
    http::method_name,
    service::api_keys::Use,
};

/// The header that names the shop, which is not secret.
pub(super) const TENANT_KEY: &str = "x-tenant-key";

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

/// What a handler knows of a request that anybody may send.
#[derive(Clone)]
pub(super) struct Visit {
    /// The APIs.
    pub(super) api: Api,
    /// Where it comes from.
    pub(super) address: Option<IpAddr>,
    /// When it came.
    pub(super) at: Timestamp,
}

/// The key that a request was about, in the answer, for the log of uses.
#[derive(Clone, Copy)]
pub(super) struct UsedKey {
    /// The key.
    pub(super) key: KeyId,
    /// It had ended before.
    pub(super) is_ended: bool,
}

/// What is noted of every request before it is handled.
struct Arrival {
    at: Timestamp,
    language: Language,
    address: Option<IpAddr>,
    method: Method,
    route: String,
}

/// Lets a request of a client through, and completes its answer.
pub(super) async fn admit(State((api, face)): State<(Api, &'static Face)>, request: Request, next: Next) -> Response {
    // The body cannot be shared between threads, so it is kept apart while the database is asked.
    let (mut parts, body) = request.into_parts();
    let arrival = Arrival::of(&parts, &api, face);
    let at = arrival.at;
    let mut standing = None;
    let mut used = None;
    let admitted = async {
        let found = match client::identify(&api, &parts.headers, at).await {
            Ok(found) => found,
            Err(Unidentified { fault, ended }) => {
                used = ended.map(|key| UsedKey { key, is_ended: true });
                return Err(wrong(&api, arrival.address, fault));
            }
        };
        used = found.key().map(|key| UsedKey { key, is_ended: false });
        standing = counting::count(&api, &found, at).await?;
        if let Some(exceeded) = standing.filter(|standing| standing.is_exceeded) {
            return Err(exceeded.fault());
        }
        check_tenant(&api, face, &parts.headers)?;
        if !accepts(&parts.headers, (face.media_types)(&arrival.route)) {
            return Err(Fault::NotAcceptable((face.media_types)(&arrival.route)));
        }
        Ok(found)
    };
    let mut response = match admitted.await {
        Ok(client) => {
            parts.extensions.insert(Call { api: api.clone(), client, face, language: arrival.language, at });
            next.run(Request::from_parts(parts, body)).await
        }
        Err(fault) => fault.into_response(),
    };
    if let Some(standing) = standing {
        response.extensions_mut().insert(standing);
    }
    if let Some(used) = used {
        response.extensions_mut().insert(used);
    }
    arrival.complete(&api, face, response)
}

/// Lets a request of anybody through, and completes its answer.
pub(super) async fn welcome(State((api, face)): State<(Api, &'static Face)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let arrival = Arrival::of(&parts, &api, face);
    let response = if accepts(&parts.headers, (face.media_types)(&arrival.route)) {
        parts.extensions.insert(Visit { api: api.clone(), address: arrival.address, at: arrival.at });
        next.run(Request::from_parts(parts, body)).await
    } else {
        Fault::NotAcceptable((face.media_types)(&arrival.route)).into_response()
    };
    arrival.complete(&api, face, response)
}

/// Writes the bodies of faults in the form of an API, for routes that answer all others by themselves.
pub(super) async fn tell_faults(
    State((api, face)): State<(Api, &'static Face)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let arrival = Arrival::of(&parts, &api, face);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if response.extensions().get::<Fault>().is_some() {
        arrival.tell_fault(&api, face, &mut response);
    }
    response
}

/// Counts wrong credentials in the limit of their address. Another fault stays what it is.
pub(super) fn wrong(api: &Api, address: Option<IpAddr>, fault: Fault) -> Fault {
    if !matches!(fault, Fault::NoCredentials | Fault::WrongCredentials | Fault::WrongCode) {
        return fault;
    }
    let wait = address.and_then(|address| api.limits.note_wrong(address, api.now()));
    wait.map_or(fault, Fault::TooManyRequests)
}

/// Refuses the tenant key of another shop. Without one the credentials alone say which shop it is, where the API does not need it.
fn check_tenant(api: &Api, face: &Face, headers: &HeaderMap) -> Result<(), Fault> {
    let own = api.secrets.tenant_key.as_bytes();
    let is_own = |value: &HeaderValue| value.as_bytes().trim_ascii() == own;
    let mut keys = headers.get_all(TENANT_KEY).iter().peekable();
    if face.needs_tenant && keys.peek().is_none() {
        return Err(Fault::NoTenant);
    }
    if keys.all(is_own) { Ok(()) } else { Err(Fault::WrongTenant) }
}

impl Arrival {
    fn of(parts: &Parts, api: &Api, face: &Face) -> Self {
        let route = parts.extensions.get::<MatchedPath>().map_or("no route", MatchedPath::as_str);
        Self {
            at: api.now(),
            language: language(&parts.headers, face.language),
            address: address::of(parts, &api.options.trusted_proxies),
            method: parts.method.clone(),
            route: route.to_owned(),
        }
    }

    /// Completes the answer, and notes the use of a key.
    fn complete(self, api: &Api, face: &Face, mut response: Response) -> Response {
        self.tell_fault(api, face, &mut response);
        if let Some(standing) = response.extensions_mut().remove::<Standing>() {
            tell_standing(standing, response.headers_mut());
        }
        response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        if let Some(UsedKey { key: key_id, is_ended }) = response.extensions_mut().remove::<UsedKey>() {
            let address = self.address.map_or_else(String::new, |address| address.to_string());
            let status = response.status().as_u16();
            let Self { at: used_at, route, .. } = self;
            let method = method_name(&self.method);
            api.uses.note(Use { key_id, used_at, method, route, status, address, is_ended });
        }
        response
    }

    /// Writes the body of an error in the form of the API, keeping the headers that axum set.
    fn tell_fault(&self, api: &Api, face: &Face, response: &mut Response) {
        let fault = response.extensions_mut().remove::<Fault>();
        let is_of_ours = response.extensions().get::<Answered>().is_some();
        let Some(fault) = fault.or_else(|| Fault::of_status(response.status(), &self.method).filter(|_| !is_of_ours))
        else {
            return;
        };
        let told = fault.answer(face, self.language, api.options.format);
        let (mut parts, body) = told.into_parts();
        for (name, value) in response.headers() {
            if parts.headers.get(name).is_none() && name != "content-length" && name != "content-type" {
                parts.headers.insert(name, value.clone());
            }
        }
        parts.extensions = std::mem::take(response.extensions_mut());
        *response = Response::from_parts(parts, body);
    }
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

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or(Fault::Internal)
    }
}

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or(Fault::Internal)
    }
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
pub(super) fn language(headers: &HeaderMap, default: Language) -> Language {
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

/// Does the client take one of these media types? Without `Accept` it takes everything.
fn accepts(headers: &HeaderMap, media_types: &[&str]) -> bool {
    let mut accepts = headers.get_all(ACCEPT).iter().peekable();
    if accepts.peek().is_none() {
        return true;
    }
    accepts.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|part| {
        let (range, parameters) = part.split_once(';').unwrap_or((part, ""));
        let is_refused = parameters.split(';').any(|one| {
            one.trim()
                .strip_prefix("q=")
                .and_then(|text| text.parse::<f32>().ok())
                .is_some_and(|quality| quality <= 0.0)
        });
        let range = range.trim().to_ascii_lowercase();
        !is_refused && media_types.iter().any(|media_type| is_within(media_type, &range))
    })
}

/// Is a media type among those of a range: `*/*`, `text/*`, itself?
fn is_within(media_type: &str, range: &str) -> bool {
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => media_type.split('/').next() == Some(kind),
        None => range.is_empty() || media_type == range,
    }
}

//! The page. It is in the binary, loads nothing from elsewhere, and any site may show it in a frame.

use axum::{
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use super::{error::FACE, status::is_ours};
use crate::{
    api::{admission, fault::Fault, query::Query, state::Api},
    domain::{Language, ParcelStatus},
    texts::{Html, parcel, widget as texts},
};

const PAGE: &str = include_str!("page.html");
/// What an address without a shop shows.
const NO_SHOP: &str = include_str!("no_shop.html");
const STYLES: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors *";
/// How long a browser may keep the parts of the page, in seconds.
const KEPT: &str = "max-age=300";

/// The page for one number.
pub(super) async fn show(
    State(api): State<Api>,
    Path(bot_id): Path<String>,
    headers: HeaderMap,
    query: Result<Query, Fault>,
) -> Response {
    // The number is read by the page itself; a query that cannot be read asks for nothing.
    let query = query.unwrap_or_default();
    let asked: Option<Language> = query.text("lang").and_then(|text| text.parse().ok());
    let language = asked.unwrap_or_else(|| admission::language(&headers, FACE.language));
    let (status, template) =
        if is_ours(&api, &bot_id) { (StatusCode::OK, PAGE) } else { (StatusCode::NOT_FOUND, NO_SHOP) };
    let theme = query.text("theme").filter(|theme| ["light", "dark"].contains(theme)).unwrap_or("auto");
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CONTENT_LANGUAGE, language.as_str()),
        (VARY, "accept-language"),
        (CACHE_CONTROL, "no-cache"),
    ];
    safe((status, headers, filled(template, language, theme)).into_response())
}

/// The styles of the page.
pub(super) async fn styles() -> Response {
    safe(([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, KEPT)], STYLES).into_response())
}

/// The script of the page.
pub(super) async fn script() -> Response {
    safe(([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, KEPT)], SCRIPT).into_response())
}

/// A template with the texts of a language.
fn filled(template: &str, language: Language, theme: &str) -> String {
    [
        ("{language}", language.as_str().to_owned()),
        ("{theme}", theme.to_owned()),
        ("{title}", texts::title(language)),
        ("{label}", texts::label(language)),
        ("{find}", texts::find(language)),
        ("{history}", texts::history(language)),
        ("{updates}", texts::updates(language)),
        ("{no-script}", texts::no_script(language)),
        ("{no-shop}", texts::no_shop(language)),
        ("{words}", words(language)),
    ]
    .into_iter()
    .fold(template.to_owned(), |page, (place, text)| page.replace(place, Html::escaped(&text).as_str()))
}

/// What the script writes into the page, as JSON.
fn words(language: Language) -> String {
    let statuses = ParcelStatus::ALL.iter().map(|status| (status.as_str(), parcel::status(language, *status)));
    let words = statuses.chain([("offline", texts::offline(language))]);
    Value::Object(words.map(|(name, text)| (name.to_owned(), text.into())).collect::<Map<_, _>>()).to_string()
}

fn safe(mut response: Response) -> Response {
    for (name, value) in [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "no-referrer")] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

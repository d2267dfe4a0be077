//! The web page: its files, and the endpoints that its scripts call.

mod actions;
mod events;
#[cfg(test)]
mod tests;
mod views;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::shared::Shared;

/// The largest picture or file a person can send.
const MAX_UPLOAD_BYTES: usize = 10 * 1024 * 1024;

/// The files of the page: name, type, content. It loads nothing else.
const FILES: &[(&str, &str, &str)] = &[
    ("style.css", "text/css", include_str!("style.css")),
    ("windows.css", "text/css", include_str!("windows.css")),
    ("chat.css", "text/css", include_str!("chat.css")),
    ("messages.css", "text/css", include_str!("messages.css")),
    ("app.js", "text/javascript", include_str!("app.js")),
    ("pane.js", "text/javascript", include_str!("pane.js")),
    ("composer.js", "text/javascript", include_str!("composer.js")),
    ("bubble.js", "text/javascript", include_str!("bubble.js")),
    ("dialogs.js", "text/javascript", include_str!("dialogs.js")),
    ("people.js", "text/javascript", include_str!("people.js")),
    ("dom.js", "text/javascript", include_str!("dom.js")),
    ("server.js", "text/javascript", include_str!("server.js")),
    ("words.js", "text/javascript", include_str!("words.js")),
];

/// Allows only the files of this server on the page.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                              img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(index))
        .route("/page/{file}", get(file))
        .route("/sandbox/events", get(events::stream))
        .route("/sandbox/people", get(views::people).post(actions::add_person))
        .route("/sandbox/files/{id}", get(views::file))
        .route("/sandbox/chats/{person}", get(views::chat))
        .route("/sandbox/chats/{person}/say", post(actions::say))
        .route("/sandbox/chats/{person}/edit", post(actions::edit))
        .route("/sandbox/chats/{person}/click", post(actions::click))
        .route("/sandbox/chats/{person}/contact", post(actions::share_contact))
        .route("/sandbox/chats/{person}/photo", post(actions::send_photo))
        .route("/sandbox/chats/{person}/document", post(actions::send_document))
        .route("/sandbox/chats/{person}/sticker", post(actions::send_sticker))
        .route("/sandbox/chats/{person}/block", post(actions::block))
        .route("/sandbox/chats/{person}/read", post(actions::read))
        .layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES))
        .layer(from_fn(only_from_this_machine))
        .layer(map_response(safe))
}

async fn index() -> Response {
    let page = include_str!("index.html");
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY)], page)
        .into_response()
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, mime, content)) => {
            let mime = format!("{mime}; charset=utf-8");
            ([(header::CONTENT_TYPE, mime.as_str()), (header::CACHE_CONTROL, "no-cache")], *content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Tells the browser to take each answer for what it is said to be, and to tell no other site where a person comes from.
async fn safe(mut response: Response) -> Response {
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Refuses requests for other host names: a website could point its own name at 127.0.0.1 (DNS rebinding).
async fn only_from_this_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    match host.rsplit_once(':').map_or(host, |(name, _)| name) {
        "127.0.0.1" | "localhost" => next.run(request).await,
        _ => StatusCode::FORBIDDEN.into_response(),
    }
}

//! The HTTP server: routes, the check of the token and of every call, injected faults.

use std::future::pending;
use std::io;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::call::{self, ReceivedCall};
use super::faults::Fault;
use super::methods::{self, Call};
use super::reject::Rejection;
use super::shared::Shared;
use super::world::{RecordedCall, Violation};
use super::{botapi, page};

/// Serves the Bot API and the page until the task ends.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let routes = Router::new().merge(page::routes()).fallback(bot_api).with_state(shared);
    if let Err(error) = axum::serve(listener, routes).await {
        tracing::error!(%error, "the sandbox's server stopped");
    }
}

/// `/bot<token>/<method>` and `/file/bot<token>/<path>`.
async fn bot_api(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path().replace("%3A", ":").replace("%3a", ":");
    let answer = match path
        .strip_prefix("/file/bot")
        .or_else(|| path.strip_prefix("/bot"))
        .and_then(|rest| rest.split_once('/'))
    {
        None => Err(Rejection::of(404, "Not Found")),
        Some((token, _)) if token != shared.world().bot.token => Err(Rejection::of(401, "Unauthorized")),
        Some((_, file)) if path.starts_with("/file/") => download(&shared, file),
        Some((_, method)) => answer(&shared, method, request).await,
    };
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    let now = shared.world().clock.now().to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(now) = HeaderValue::from_str(&now) {
        response.headers_mut().insert(header::DATE, now);
    }
    response
}

fn download(shared: &Shared, path: &str) -> Result<Response, Rejection> {
    let file = shared.world().files.at_path(path).ok_or_else(|| Rejection::of(404, "Not Found"))?;
    Ok(([(header::CONTENT_TYPE, file.mime.clone())], file.bytes.clone()).into_response())
}

async fn answer(shared: &Shared, method: &str, request: Request) -> Result<Response, Rejection> {
    let method = botapi::canonical_name(method).ok_or_else(|| Rejection::of(404, "Not Found: method not found"))?;
    let received = call::read(request).await?;
    let fault = shared.world().faults.take(method);
    match fault {
        Some(Fault::TooManyRequests { retry_after }) => return Err(Rejection::too_many_requests(retry_after)),
        Some(Fault::Other { status, body }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            return Ok((status, [(header::CONTENT_TYPE, "text/html")], body).into_response());
        }
        Some(Fault::ServerError) => return Err(Rejection::of(500, "Internal Server Error")),
        Some(Fault::UnknownMethod) => return Err(Rejection::of(404, "Not Found: method not found")),
        Some(Fault::DropBefore) => return Ok(broken_connection()),
        Some(Fault::DropAfter | Fault::Silence) | None => {}
    }
    let call = check(shared, method, received)?;
    let result = methods::perform(shared, &call).await;
    if method != "getUpdates" {
        let error = result.as_ref().err().map(|rejection| rejection.description.clone());
        let params = Value::Object(call.params);
        shared.world().record(RecordedCall { method: method.to_owned(), params, error });
    }
    match fault {
        Some(Fault::DropAfter) => Ok(broken_connection()),
        Some(Fault::Silence) => pending().await,
        _ => result.map(|result| Json(json!({ "ok": true, "result": result })).into_response()),
    }
}

/// Checks a call against the description; one that breaks it is refused and recorded.
fn check(shared: &Shared, method: &'static str, received: ReceivedCall) -> Result<Call, Rejection> {
    let problems = match botapi::check(method, received.params, &received.uploads) {
        Ok(params) => return Ok(Call { method, params, uploads: received.uploads }),
        Err(problems) => problems,
    };
    let first = problems.first().cloned().unwrap_or_default();
    let broken = problems.into_iter().map(|problem| Violation { method: method.to_owned(), problem });
    shared.world().violations.extend(broken);
    // The real server has descriptions of its own for these two.
    Err(Rejection::bad_request(match first.as_str() {
        "parameter \"chat_id\" is missing" => "chat_id is empty",
        "parameter \"text\" is missing" => "message text is empty",
        other => other,
    }))
}

/// A response whose body fails, so that the connection of the client breaks.
fn broken_connection() -> Response {
    let broken = stream::once(async { Err::<String, _>(io::Error::from(io::ErrorKind::ConnectionReset)) });
    let mut response = Response::new(Body::from_stream(broken));
    *response.status_mut() = StatusCode::OK;
    response
}

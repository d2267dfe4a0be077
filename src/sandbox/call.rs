//! Reads a call from an HTTP request: JSON, form, query string or multipart.

use std::collections::HashMap;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::reject::Rejection;

/// The largest body that the Bot API accepts.
const MAX_BODY_BYTES: usize = 50 * 1024 * 1024;

/// A parameter: typed where it was in a JSON body, otherwise a text to be parsed by the type that it should have.
pub(crate) enum Param {
    Json(Value),
    Text(String),
}

/// A file of the call.
#[derive(Clone)]
pub(crate) struct Upload {
    pub(crate) file_name: String,
    pub(crate) mime: Option<String>,
    pub(crate) bytes: Bytes,
}

/// The parameters and files of a request.
#[derive(Default)]
pub(crate) struct ReceivedCall {
    pub(crate) params: Vec<(String, Param)>,
    pub(crate) uploads: HashMap<String, Upload>,
}

/// Reads the query string and the body.
pub(crate) async fn read(request: Request) -> Result<ReceivedCall, Rejection> {
    let mut call = ReceivedCall::default();
    if let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) {
        call.params.extend(pairs.into_iter().map(|(name, text)| (name, Param::Text(text))));
    }
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    if kind.starts_with("multipart/form-data") {
        read_multipart(request, &mut call).await?;
    } else {
        let body = to_bytes(request.into_body(), MAX_BODY_BYTES).await;
        let body = body.map_err(|_| Rejection::of(413, "Request Entity Too Large"))?;
        if kind.starts_with("application/json") && !body.is_empty() {
            let object: Map<String, Value> =
                serde_json::from_slice(&body).map_err(|_| Rejection::bad_request("can't parse JSON object"))?;
            call.params.extend(object.into_iter().map(|(name, value)| (name, Param::Json(value))));
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let pairs = read_form(&body).ok_or_else(|| Rejection::bad_request("can't parse form"))?;
            call.params.extend(pairs.into_iter().map(|(name, text)| (name, Param::Text(text))));
        }
    }
    Ok(call)
}

async fn read_multipart(request: Request, call: &mut ReceivedCall) -> Result<(), Rejection> {
    let broken = || Rejection::bad_request("can't parse multipart form data");
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    while let Some(part) = form.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file_name) => {
                let mime = part.content_type().map(str::to_owned);
                let bytes = part.bytes().await.map_err(|_| broken())?;
                call.uploads.insert(name, Upload { file_name, mime, bytes });
            }
            None => {
                let text = part.text().await.map_err(|_| broken())?;
                call.params.push((name, Param::Text(text)));
            }
        }
    }
    Ok(())
}

/// Reads a form. It has the syntax of a query string.
fn read_form(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).ok()?;
    let uri = format!("/?{text}").parse().ok()?;
    Query::try_from_uri(&uri).ok().map(|Query(pairs)| pairs)
}

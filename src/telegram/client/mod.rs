//! The client of the Bot API. The payloads are teloxide's; the transport is our own, because it must not sleep, panic
//! or log contents, and because updates are needed as the text that Telegram sent.

mod error;

use std::{fmt, sync::Arc, time::Duration};

use chrono::DateTime;
use reqwest::{
    Client, RequestBuilder, Url,
    header::DATE,
    multipart::{Form, Part},
    redirect,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use teloxide::requests::Payload;

pub use error::ApiError;
use error::Refusal;

use crate::clock::Timestamp;

/// How long an ordinary call may take.
const CALL: Duration = Duration::from_secs(20);
/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(5);
/// How much longer than asked for a long poll may take.
const POLL_MARGIN: Duration = Duration::from_secs(10);

/// The client of the Bot API for one bot. Cheap to clone.
#[derive(Clone)]
pub struct Telegram {
    client: Client,
    /// The prefix of the address of each method. It contains the token, so it is never shown.
    base: Arc<str>,
}

/// Why the client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// `TELOXIDE_API_URL` is not a URL, or the token cannot be part of one.
    #[error("the address of the Bot API must begin with http:// or https://")]
    Address,
    /// The HTTP client cannot be made.
    #[error("no HTTP client: {0}")]
    Client(#[source] reqwest::Error),
}

/// An update as Telegram sent it.
#[derive(Clone, PartialEq, Eq)]
pub struct RawUpdate {
    /// Its id.
    pub update_id: i64,
    /// The JSON text.
    pub raw: String,
}

/// A file to send.
pub(crate) struct Upload {
    /// The name of the parameter.
    pub(crate) field: &'static str,
    /// The name of the file.
    pub(crate) name: String,
    /// Its content.
    pub(crate) bytes: Vec<u8>,
}

impl Telegram {
    /// The client for the bot of `token` and the server at `api_url`, which may have a path and end in a slash.
    ///
    /// # Errors
    /// [`SetupError`].
    pub fn new(token: &str, api_url: &str) -> Result<Self, SetupError> {
        let base = format!("{}/bot{token}/", api_url.trim_end_matches('/'));
        let url = Url::parse(&base).map_err(|_| SetupError::Address)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(SetupError::Address);
        }
        let mut client = Client::builder().connect_timeout(CONNECT).redirect(redirect::Policy::none());
        if matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")) {
            // The machine's proxy cannot reach servers on this machine.
            client = client.no_proxy();
        }
        let client = client.build().map_err(|error| SetupError::Client(error.without_url()))?;
        Ok(Self { client, base: base.into() })
    }

    /// Calls a method and parses its result.
    ///
    /// # Errors
    /// [`ApiError`]; [`ApiError::Answer`] where the call succeeded but its result cannot be parsed.
    pub async fn call<P>(&self, payload: &P) -> Result<P::Output, ApiError>
    where
        P: Payload + Serialize + Sync,
        P::Output: DeserializeOwned,
    {
        self.call_timed(payload).await.map(|(output, _)| output)
    }

    /// As [`Self::call`], with the time of the response by the server's clock, in whole seconds.
    pub(crate) async fn call_timed<P>(&self, payload: &P) -> Result<(P::Output, Option<Timestamp>), ApiError>
    where
        P: Payload + Serialize + Sync,
        P::Output: DeserializeOwned,
    {
        let fetched = fetch(self.post(&method_of::<P>(), CALL).json(payload)).await?;
        let output = serde_json::from_str(result_of(&fetched)?.get()).map_err(|_| ApiError::Answer)?;
        Ok((output, fetched.at))
    }

    /// Calls a method and ignores its result, which differs between servers.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn execute<P>(&self, payload: &P) -> Result<(), ApiError>
    where
        P: Payload + Serialize + Sync,
    {
        let text = fetch(self.post(&method_of::<P>(), CALL).json(payload)).await?;
        result_of(&text).map(drop)
    }

    /// Calls `method` with `fields` and a file.
    pub(crate) async fn upload(
        &self,
        method: &str,
        fields: Vec<(&'static str, String)>,
        file: Upload,
    ) -> Result<(), ApiError> {
        let part = Part::bytes(file.bytes).file_name(file.name);
        let form = fields.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value));
        let text = fetch(self.post(method, CALL).multipart(form.part(file.field, part))).await?;
        result_of(&text).map(drop)
    }

    /// Asks for updates from `offset` on and waits up to `wait` for the first; the earlier ones are thereby acknowledged.
    pub(crate) async fn get_updates_raw(
        &self,
        offset: i64,
        limit: u8,
        wait: Duration,
        allowed_updates: &[&str],
    ) -> Result<Vec<RawUpdate>, ApiError> {
        let request = GetUpdates { offset, limit, timeout: wait.as_secs(), allowed_updates };
        let text = fetch(self.post("getUpdates", wait + POLL_MARGIN).json(&request)).await?;
        let updates: Vec<&RawValue> = serde_json::from_str(result_of(&text)?.get()).map_err(|_| ApiError::Answer)?;
        updates.into_iter().map(raw_update).collect()
    }

    fn post(&self, method: &str, time: Duration) -> RequestBuilder {
        self.client.post(format!("{}{method}", self.base)).timeout(time)
    }
}

impl fmt::Debug for Telegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telegram").finish_non_exhaustive()
    }
}

/// An update from a webhook or a batch. One without an id could never be acknowledged, so it is an error.
pub(crate) fn raw_update(raw: &RawValue) -> Result<RawUpdate, ApiError> {
    #[derive(Deserialize)]
    struct Number {
        update_id: i64,
    }
    let Number { update_id } = serde_json::from_str(raw.get()).map_err(|_| ApiError::Answer)?;
    Ok(RawUpdate { update_id, raw: raw.get().to_owned() })
}

#[derive(Serialize)]
struct GetUpdates<'a> {
    offset: i64,
    limit: u8,
    timeout: u64,
    allowed_updates: &'a [&'a str],
}

/// The response of every method. Unknown fields are ignored.
#[derive(Deserialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(default)]
    error_code: Option<u16>,
    #[serde(default)]
    description: Option<String>,
    #[serde(borrow, default)]
    parameters: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct Parameters {
    #[serde(default)]
    retry_after: Option<u64>,
    #[serde(default)]
    migrate_to_chat_id: Option<i64>,
}

struct Fetched {
    status: u16,
    text: String,
    /// The time by the server's clock.
    at: Option<Timestamp>,
}

async fn fetch(request: RequestBuilder) -> Result<Fetched, ApiError> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
    let at = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()).map(|date| date.to_utc().into());
    Ok(Fetched { status, text: response.text().await?, at })
}

fn result_of(fetched: &Fetched) -> Result<&RawValue, ApiError> {
    let Ok(answer) = serde_json::from_str::<Answer<'_>>(&fetched.text) else {
        // Not a response of the Bot API: a proxy's, or another server's.
        return Err(match fetched.status {
            200..400 => ApiError::Answer,
            404 => ApiError::NotFound,
            code => ApiError::Server(code),
        });
    };
    match answer {
        Answer { ok: true, result, .. } => result.ok_or(ApiError::Answer),
        Answer { error_code, description, parameters, .. } => {
            let told = parameters.and_then(|parameters| serde_json::from_str(parameters.get()).ok());
            let Parameters { retry_after, migrate_to_chat_id } = told.unwrap_or_default();
            let code = error_code.unwrap_or(fetched.status);
            Err(Refusal {
                code,
                description: description.unwrap_or_default(),
                retry_after,
                migrate_to: migrate_to_chat_id,
            }
            .into())
        }
    }
}

/// `sendMessage` for teloxide's `SendMessage`; its variants for inline messages are the same method of the Bot API.
fn method_of<P: Payload>() -> String {
    let name = P::NAME.strip_suffix("Inline").unwrap_or(P::NAME);
    let (first, rest) = name.split_at(1);
    first.to_ascii_lowercase() + rest
}

#[cfg(test)]
mod tests {
    use teloxide::payloads::{AnswerCallbackQuery, EditMessageTextInline, SendMessage};

    use super::*;

    fn answer(status: u16, text: &str) -> Result<String, ApiError> {
        let fetched = Fetched { status, text: text.to_owned(), at: None };
        result_of(&fetched).map(|result| result.get().to_owned())
    }

    #[test]
    fn methods_have_the_names_of_the_bot_api() {
        assert_eq!(method_of::<SendMessage>(), "sendMessage");
        assert_eq!(method_of::<AnswerCallbackQuery>(), "answerCallbackQuery");
        assert_eq!(method_of::<EditMessageTextInline>(), "editMessageText");
    }

    #[test]
    fn responses_with_unknown_fields_are_parsed() {
        assert_eq!(answer(200, r#"{"ok":true,"result":{"a": 1},"took_ms":3}"#), Ok(r#"{"a": 1}"#.to_owned()));
        let refused = r#"{"ok":false,"error_code":429,"description":"","parameters":{"retry_after":9,"x":[]}}"#;
        assert_eq!(answer(429, refused), Err(ApiError::RetryAfter(Duration::from_secs(9))));
        let bare = r#"{"ok":false,"description":"Forbidden: bot was blocked by the user","parameters":7}"#;
        assert_eq!(answer(403, bare), Err(ApiError::Unreachable));
        assert_eq!(answer(502, "<html>Bad Gateway</html>"), Err(ApiError::Server(502)));
        // A proxy's 403 says nothing about the person.
        assert_eq!(answer(403, "<html>Forbidden</html>"), Err(ApiError::Server(403)));
        assert_eq!(answer(200, "<html>Welcome</html>"), Err(ApiError::Answer));
    }

    #[test]
    fn an_update_keeps_the_text_that_telegram_sent() {
        let raw = r#"{"update_id": 17,  "message_reaction":{"x":1.50}}"#;
        let update = raw_update(serde_json::from_str(raw).unwrap()).unwrap();
        assert_eq!((update.update_id, update.raw.as_str()), (17, raw));
    }

    #[tokio::test]
    async fn the_token_is_shown_nowhere() {
        let telegram = Telegram::new("123:SECRET", "http://127.0.0.1:1/path/").unwrap();
        let error = telegram.get_updates_raw(0, 1, Duration::ZERO, &[]).await.err().unwrap();
        assert_eq!(error, ApiError::Network("no connection"));
        assert_eq!(&*telegram.base, "http://127.0.0.1:1/path/bot123:SECRET/");
        assert!(!format!("{telegram:?} {error:?} {error}").contains("SECRET"));
        assert!(matches!(Telegram::new("123:SECRET", "api.telegram.org"), Err(SetupError::Address)));
    }
}

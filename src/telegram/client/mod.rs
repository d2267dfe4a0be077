//! The client of the Bot API. The payloads are teloxide's; the transport is our own, because it must not sleep, panic
//! or log contents, and because updates are needed as the text that Telegram sent.

mod error;
mod reason;

use std::{fmt, sync::Arc, time::Duration};

use chrono::DateTime;
use reqwest::{
    Client, RequestBuilder, Response, Url,
    header::DATE,
    multipart::{Form, Part},
    redirect,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use teloxide::requests::Payload;

pub use error::ApiError;
use error::{Refusal, pause};
pub use reason::Reason;

use crate::clock::{CheckedClock, Evidence, Timestamp};

/// The host of Telegram's own server.
const TELEGRAM: &str = "api.telegram.org";
/// How long an ordinary call may take.
const CALL: Duration = Duration::from_secs(20);
/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(5);
/// How much longer than asked for a long poll may take.
const POLL_MARGIN: Duration = Duration::from_secs(10);
/// The largest response that is read, in bytes. A batch of updates has some hundred kilobytes.
const MAX_RESPONSE_BYTES: usize = 32 << 20;

/// The client of the Bot API for one bot. Cheap to clone.
#[derive(Clone)]
pub struct Telegram {
    client: Client,
    /// The prefix of the address of each method. It contains the token, so it is never shown.
    base: Arc<str>,
    /// The prefix of the address of each file, with the token likewise.
    files: Arc<str>,
    /// Is told the time by the clock of Telegram.
    clock: Option<Arc<CheckedClock>>,
    /// The server is Telegram's own. Another one may run on this machine and have its clock.
    is_telegrams: bool,
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
        let server = api_url.trim_end_matches('/');
        let (base, files) = (format!("{server}/bot{token}/"), format!("{server}/file/bot{token}/"));
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
        let is_telegrams = url.scheme() == "https" && url.host_str() == Some(TELEGRAM);
        Ok(Self { client, base: base.into(), files: files.into(), clock: None, is_telegrams })
    }

    /// Is the time of each response by Telegram's clock?
    pub(crate) const fn tells_time(&self) -> bool {
        self.is_telegrams
    }

    /// The same client, by whose responses and messages `clock` is checked.
    pub(crate) fn checking(self, clock: Arc<CheckedClock>) -> Self {
        Self { clock: Some(clock), ..self }
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
        self.call_at(payload).await.0
    }

    /// As [`Self::call`], with the time by the server's clock.
    pub(crate) async fn call_at<P>(&self, payload: &P) -> (Result<P::Output, ApiError>, Option<Timestamp>)
    where
        P: Payload + Serialize + Sync,
        P::Output: DeserializeOwned,
    {
        let fetched = match self.fetch(self.post(&method_of::<P>(), CALL).json(payload)).await {
            Ok(fetched) => fetched,
            Err(error) => return (Err(error), None),
        };
        let result = self.result_of(&fetched);
        // Something else that answered has another clock.
        let at = fetched.at.filter(|_| !matches!(result, Err(ApiError::Foreign(_))));
        (result.and_then(|result| serde_json::from_str(result.get()).map_err(|_| ApiError::Answer)), at)
    }

    /// Calls a method and ignores its result, which differs between servers.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn execute<P>(&self, payload: &P) -> Result<(), ApiError>
    where
        P: Payload + Serialize + Sync,
    {
        let fetched = self.fetch(self.post(&method_of::<P>(), CALL).json(payload)).await?;
        self.result_of(&fetched).map(drop)
    }

    /// As [`Self::execute`], for a method that sends a message.
    pub(crate) async fn send<P>(&self, payload: &P) -> Result<(), ApiError>
    where
        P: Payload + Serialize + Sync,
    {
        let fetched = self.fetch(self.post(&method_of::<P>(), CALL).json(payload)).await?;
        self.note_sent(self.result_of(&fetched)?);
        Ok(())
    }

    /// Calls `method` with `fields` and a file, which sends a message.
    pub(crate) async fn upload(
        &self,
        method: &str,
        fields: Vec<(&'static str, String)>,
        file: Upload,
    ) -> Result<(), ApiError> {
        let part = Part::bytes(file.bytes).file_name(file.name);
        let form = fields.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value));
        let fetched = self.fetch(self.post(method, CALL).multipart(form.part(file.field, part))).await?;
        self.note_sent(self.result_of(&fetched)?);
        Ok(())
    }

    /// Loads a file that a person sent; `None` where it has more than `largest` bytes.
    ///
    /// # Errors
    /// [`ApiError`]; [`ApiError::Answer`] where the server keeps its files where they cannot be loaded from, as a local Bot API
    /// server does.
    pub(crate) async fn download(&self, file_id: &str, largest: usize) -> Result<Option<Vec<u8>>, ApiError> {
        let request = self.post("getFile", CALL).json(&GetFile { file_id });
        let fetched = self.fetch(request).await?;
        let file: StoredFile = serde_json::from_str(self.result_of(&fetched)?.get()).map_err(|_| ApiError::Answer)?;
        if file.file_size.is_some_and(|size| size > largest) {
            return Ok(None);
        }
        let is_relative = |path: &String| !path.starts_with('/') && !path.contains("..");
        let path = file.file_path.filter(is_relative).ok_or(ApiError::Answer)?;
        let response = self.client.get(format!("{}{path}", self.files)).timeout(CALL).send().await?;
        match response.status().as_u16() {
            200 => {}
            404 => return Err(ApiError::NotFound),
            status if status >= 500 => return Err(ApiError::Server(status)),
            status => return Err(ApiError::Foreign(status)),
        }
        let Some(bytes) = bytes_of(response, largest).await? else { return Ok(None) };
        // A page of a proxy in place of the file has another size.
        let is_whole = file.file_size.is_none_or(|size| size == bytes.len());
        if is_whole { Ok(Some(bytes)) } else { Err(ApiError::Foreign(200)) }
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
        let time = wait.saturating_add(POLL_MARGIN);
        let fetched = self.fetch(self.post("getUpdates", time).json(&request)).await?;
        // A server that says nothing else than "ok" must be asked again.
        let unknown = |_| ApiError::Foreign(fetched.status);
        let updates: Vec<&RawValue> = serde_json::from_str(self.result_of(&fetched)?.get()).map_err(unknown)?;
        updates.into_iter().map(raw_update).collect()
    }

    /// An update arrived, which tells something about the time.
    pub(crate) fn note_arrived(&self, sent_at: Option<Timestamp>) {
        if let (Some(clock), Some(sent_at)) = (&self.clock, sent_at) {
            clock.compare(sent_at, Evidence::Arrived);
        }
    }

    fn note_sent(&self, message: &RawValue) {
        #[derive(Deserialize)]
        struct Sent {
            date: i64,
        }
        if let (Some(clock), Ok(Sent { date: date @ 1.. })) = (&self.clock, serde_json::from_str(message.get())) {
            clock.compare(Timestamp::from_seconds(date), Evidence::Sent);
        }
    }

    async fn fetch(&self, request: RequestBuilder) -> Result<Fetched, ApiError> {
        let response = request.send().await?;
        let status = response.status().as_u16();
        let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
        let at = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()).map(|date| date.to_utc().into());
        let text = body_of(response).await?.ok_or(ApiError::Foreign(status))?;
        Ok(Fetched { status, text, at })
    }

    /// The result of a call. Where something else than the Bot API of Telegram's own server answered, its clock is not Telegram's.
    fn result_of<'a>(&self, fetched: &'a Fetched) -> Result<&'a RawValue, ApiError> {
        let result = result_of(fetched);
        if let (Some(clock), Some(at)) = (&self.clock, fetched.at)
            && self.tells_time()
            && !matches!(result, Err(ApiError::Foreign(_)))
        {
            clock.compare(at, Evidence::Response);
        }
        result
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

#[derive(Serialize)]
struct GetFile<'a> {
    file_id: &'a str,
}

/// A file of the server. Unknown fields are ignored.
#[derive(Deserialize)]
struct StoredFile {
    #[serde(default)]
    file_size: Option<usize>,
    #[serde(default)]
    file_path: Option<String>,
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

/// The parameters of a refusal. Each is read by itself, so that an unexpected one does not affect the other.
#[derive(Default, Deserialize)]
struct Parameters<'a> {
    #[serde(borrow, default)]
    retry_after: Option<&'a RawValue>,
    #[serde(borrow, default)]
    migrate_to_chat_id: Option<&'a RawValue>,
}

struct Fetched {
    status: u16,
    text: String,
    /// The time by the server's clock.
    at: Option<Timestamp>,
}

/// The text of a response; `None` where it is too large or no text.
async fn body_of(response: Response) -> Result<Option<String>, ApiError> {
    Ok(bytes_of(response, MAX_RESPONSE_BYTES).await?.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// The body of a response; `None` where it has more than `largest` bytes.
async fn bytes_of(mut response: Response, largest: usize) -> Result<Option<Vec<u8>>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len().saturating_add(chunk.len()) > largest {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

/// The result of a call. Only the Bot API's JSON is an answer; a page of a proxy or a gateway says nothing, whatever its status.
fn result_of(fetched: &Fetched) -> Result<&RawValue, ApiError> {
    let foreign = || ApiError::Foreign(fetched.status);
    match serde_json::from_str(&fetched.text).map_err(|_| foreign())? {
        Answer { ok: true, result, .. } => result.ok_or_else(foreign),
        Answer { error_code, description, parameters, .. } => {
            let code = error_code.unwrap_or(fetched.status);
            let description = description.filter(|_| code >= 400).ok_or_else(foreign)?;
            let told = parameters.and_then(|parameters| serde_json::from_str(parameters.get()).ok());
            let Parameters { retry_after, migrate_to_chat_id } = told.unwrap_or_default();
            Err(Refusal {
                code,
                description,
                retry_after: retry_after.and_then(|seconds| pause(seconds.get())),
                migrate_to: migrate_to_chat_id.and_then(|chat| serde_json::from_str(chat.get()).ok()),
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
    use crate::clock::{Clock as _, SystemClock, Verdict};

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
    }

    #[test]
    fn only_the_json_of_the_bot_api_is_an_answer() {
        let foreign = [
            "<html>Welcome</html>",
            "",
            " ",
            "null",
            "[]",
            "{}",
            "ok",
            "true",
            r#"{"ok":true}"#,
            r#"{"ok":true,"resu"#,
            r#"{"ok":"true","result":true}"#,
            r#"{"ok":false}"#,
            r#"{"ok":false,"error":"maintenance"}"#,
            r#"{"status":"ok","result":{}}"#,
            r#"{"ok":true,"result":{}} <!-- cached -->"#,
            "\u{feff}{\"ok\":true,\"result\":true}",
        ];
        for status in [200, 204, 301, 302, 400, 401, 403, 404, 407, 409, 429, 500, 502, 503, 504] {
            for text in foreign {
                assert_eq!(answer(status, text), Err(ApiError::Foreign(status)), "{status}: {text}");
            }
        }
        assert_eq!(answer(200, r#"{"ok":false,"description":"a gateway's"}"#), Err(ApiError::Foreign(200)));
        assert!(ApiError::Foreign(404).is_passing());
    }

    #[test]
    fn a_parameter_of_a_strange_type_does_not_affect_the_other() {
        let refusal = |parameters: &str| {
            let text = format!(r#"{{"ok":false,"error_code":429,"description":"","parameters":{parameters}}}"#);
            answer(429, &text).unwrap_err()
        };
        for (seconds, expected) in [("-1", 1), ("0", 1), ("18446744073709551616", 3600), ("\"soon\"", 3), ("[1]", 3)] {
            let error = refusal(&format!(r#"{{"retry_after":{seconds}}}"#));
            assert_eq!(error, ApiError::RetryAfter(Duration::from_secs(expected)), "{seconds}");
        }
        let moved = refusal(r#"{"retry_after":{},"migrate_to_chat_id":-1001}"#);
        assert_eq!(moved, ApiError::MigratedTo(crate::domain::TelegramId(-1001)));
    }

    #[test]
    fn an_update_keeps_the_text_that_telegram_sent() {
        let raw = r#"{"update_id": 17,  "message_reaction":{"x":1.50}}"#;
        let update = raw_update(serde_json::from_str(raw).unwrap()).unwrap();
        assert_eq!((update.update_id, update.raw.as_str()), (17, raw));
    }

    #[test]
    fn only_telegrams_own_server_tells_the_time() {
        for (server, tells_time) in [
            ("https://api.telegram.org", true),
            ("https://api.telegram.org/", true),
            ("https://API.Telegram.org:443", true),
            ("http://api.telegram.org", false),
            ("http://127.0.0.1:8081", false),
            ("https://bots.example.org", false),
            ("https://api.telegram.org.example.org", false),
        ] {
            let clock = Arc::new(CheckedClock::new(Arc::new(SystemClock)));
            let telegram = Telegram::new("1:token", server).unwrap().checking(Arc::clone(&clock));
            let text = r#"{"ok":true,"result":true}"#.to_owned();
            telegram.result_of(&Fetched { status: 200, text, at: Some(SystemClock.now()) }).unwrap();
            let expected = if tells_time { Verdict::Right } else { Verdict::Unknown };
            assert_eq!(clock.verdict(), expected, "{server}");
        }
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

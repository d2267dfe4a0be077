//! Errors of calls to the Bot API, by what is to be done about them.

use std::{error::Error as _, time::Duration};

use super::reason::Reason;
use crate::domain::TelegramId;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// Too many requests: wait this long.
    #[error("too many requests, to be repeated after {0:?}")]
    RetryAfter(Duration),
    /// The person blocked the bot, never started it, or deleted the account; or the bot was removed from the group.
    #[error("the chat cannot be reached")]
    Unreachable,
    /// The person deleted their account.
    #[error("the account was deleted")]
    Deactivated,
    /// The group is a supergroup now, with another id.
    #[error("the group has become a supergroup")]
    MigratedTo(TelegramId),
    /// The message already looks like that.
    #[error("the message is not modified")]
    NotModified,
    /// The message to edit was deleted, is too old, or of another kind.
    #[error("the message cannot be changed")]
    MessageGone,
    /// The button was pressed too long ago to be answered.
    #[error("the query is too old")]
    QueryTooOld,
    /// The call is invalid, for this reason. Repeating it does not help.
    #[error("{0}")]
    BadRequest(Reason),
    /// The server does not know the method, or does not know the bot.
    #[error("not found")]
    NotFound,
    /// The token is wrong.
    #[error("unauthorized")]
    Unauthorized,
    /// Another program receives this bot's updates.
    #[error("another program receives the updates of this bot")]
    Conflict,
    /// An error of the server, which may pass.
    #[error("the server failed with {0}")]
    Server(u16),
    /// The server was not reached, or the connection broke.
    #[error("{0}")]
    Network(&'static str),
    /// What came back, with this HTTP status, is not a response of the Bot API: a page of a proxy, of a gateway or of another
    /// server. Whether the call reached Telegram is unknown.
    #[error("something other than the Bot API answered, with status {0}")]
    Foreign(u16),
    /// The call succeeded, but its result has an unknown form.
    #[error("the answer is not understood")]
    Answer,
}

/// The body of a refusal.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) retry_after: Option<Duration>,
    pub(super) migrate_to: Option<i64>,
}

/// Descriptions of refusals because the person deleted their account.
const DEACTIVATED: &[&str] = &["user is deactivated", "input_user_deactivated"];
/// Descriptions of refusals because the person or group cannot be written to.
const UNREACHABLE: &[&str] = &[
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_blocked",
    "group chat was deactivated",
    "bot was blocked",
    "chat_write_forbidden",
    "have no rights to send",
];
/// Descriptions of refusals because a message cannot be edited.
const MESSAGE_GONE: &[&str] = &[
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
    "message not found",
];
/// Descriptions of refusals because a press of a button can no longer be answered.
const QUERY_TOO_OLD: &[&str] = &["query is too old", "query_id_invalid", "query id is invalid"];

/// How long to wait where a refusal does not say.
const RETRY_AFTER: Duration = Duration::from_secs(3);
/// The shortest and the longest pause that a server can ask for.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(3600));

/// A pause that a server asks for, from a JSON value or a text, kept within bounds. What is not a number says nothing.
pub(super) fn pause(seconds: &str) -> Option<Duration> {
    let seconds: f64 = seconds.trim().trim_matches('"').trim().parse().ok()?;
    let pause = match Duration::try_from_secs_f64(seconds) {
        Ok(pause) => pause,
        Err(_) if seconds > 0.0 => PAUSES.1,
        Err(_) => PAUSES.0,
    };
    (!seconds.is_nan()).then(|| pause.clamp(PAUSES.0, PAUSES.1))
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let Refusal { code, description, retry_after, migrate_to } = refusal;
        if let Some(group) = migrate_to {
            return Self::MigratedTo(TelegramId(group));
        }
        let folded = description.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|words| folded.contains(words));
        match code {
            429 => {
                let told = || pause(folded.rsplit("retry after ").next()?);
                Self::RetryAfter(retry_after.or_else(told).unwrap_or(RETRY_AFTER))
            }
            401 => Self::Unauthorized,
            _ if (code == 400 || code == 403) && says(DEACTIVATED) => Self::Deactivated,
            403 => Self::Unreachable,
            // For an unknown method the description says so; a bare "Not Found" means a malformed token.
            404 => Self::NotFound,
            409 => Self::Conflict,
            500.. => Self::Server(code),
            _ if says(&["message is not modified"]) => Self::NotModified,
            _ if says(MESSAGE_GONE) => Self::MessageGone,
            _ if says(QUERY_TOO_OLD) => Self::QueryTooOld,
            _ if says(UNREACHABLE) => Self::Unreachable,
            _ => Self::BadRequest(Reason::of(&description)),
        }
    }
}

impl From<reqwest::Error> for ApiError {
    /// The text of the error contains the address with the token, so only its kind is kept.
    fn from(error: reqwest::Error) -> Self {
        Self::Network(if error.is_timeout() {
            "no response in time"
        } else if is_about_a_certificate(&error) {
            "the server's certificate is not accepted: is this machine's clock right?"
        } else if error.is_connect() {
            "no connection"
        } else if error.is_builder() {
            "the request cannot be built"
        } else {
            "the connection broke off"
        })
    }
}

/// Is a certificate the cause? A wrong clock makes every certificate invalid.
fn is_about_a_certificate(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.to_string().contains("certificate") {
            return true;
        }
        cause = error.source();
    }
    false
}

impl ApiError {
    /// May the same call succeed later?
    pub(crate) const fn is_passing(&self) -> bool {
        matches!(self, Self::RetryAfter(_) | Self::Server(_) | Self::Network(_) | Self::Foreign(_))
    }

    /// How long the server asks to wait; zero where it does not.
    pub(crate) const fn asked_pause(&self) -> Duration {
        match self {
            Self::RetryAfter(pause) => *pause,
            _ => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_become_errors_by_what_is_to_be_done() {
        let cases = [
            (429, "Too Many Requests: retry after 17", ApiError::RetryAfter(Duration::from_secs(17))),
            (429, "slow down", ApiError::RetryAfter(RETRY_AFTER)),
            (429, "Too Many Requests: retry after soon", ApiError::RetryAfter(RETRY_AFTER)),
            (429, "Too Many Requests: retry after 99999999999999999999", ApiError::RetryAfter(PAUSES.1)),
            (403, "Forbidden: bot was blocked by the user", ApiError::Unreachable),
            (403, "Forbidden: bot can't initiate conversation with a user", ApiError::Unreachable),
            (400, "Bad Request: chat not found", ApiError::Unreachable),
            (403, "Forbidden: user is deactivated", ApiError::Deactivated),
            (400, "Bad Request: INPUT_USER_DEACTIVATED", ApiError::Deactivated),
            (
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
                ApiError::NotModified,
            ),
            (400, "Bad Request: message to edit not found", ApiError::MessageGone),
            (400, "Bad Request: message can't be edited", ApiError::MessageGone),
            (
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
                ApiError::QueryTooOld,
            ),
            (
                400,
                "Bad Request: message text is empty",
                ApiError::BadRequest(Reason::of("Bad Request: message text is empty")),
            ),
            (401, "Unauthorized", ApiError::Unauthorized),
            (404, "Not Found", ApiError::NotFound),
            (409, "Conflict: terminated by other getUpdates request", ApiError::Conflict),
            (500, "Internal Server Error", ApiError::Server(500)),
            (502, "", ApiError::Server(502)),
        ];
        for (code, description, expected) in cases {
            let refusal = Refusal { code, description: description.to_owned(), ..Refusal::default() };
            assert_eq!(ApiError::from(refusal), expected, "{code} {description}");
        }
    }

    #[test]
    fn a_pause_is_a_number_within_bounds() {
        for (seconds, expected) in [
            ("17", Some(17_000)),
            ("\"17\"", Some(17_000)),
            ("2.5", Some(2_500)),
            ("0", Some(1_000)),
            ("-5", Some(1_000)),
            ("18446744073709551615", Some(3_600_000)),
            ("1e300", Some(3_600_000)),
            ("inf", Some(3_600_000)),
            ("-inf", Some(1_000)),
            ("NaN", None),
            ("soon", None),
            ("null", None),
            ("[5]", None),
            ("", None),
        ] {
            assert_eq!(pause(seconds), expected.map(Duration::from_millis), "{seconds}");
        }
    }

    #[test]
    fn a_migrated_group_has_its_new_id() {
        let refusal = Refusal { code: 400, migrate_to: Some(-1001), ..Refusal::default() };
        assert_eq!(ApiError::from(refusal), ApiError::MigratedTo(TelegramId(-1001)));
    }
}

//! Sends one message over HTTP: to public hosts over https alone, or to those that are let through. Redirects are not followed, no
//! proxy is used, and whatever a receiver does costs a bounded time and little memory.

use std::{sync::Arc, time::Duration};

use chrono::DateTime;
use reqwest::{
    Response, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER},
    redirect,
};

use super::resolver::{OfConnections, Resolve, is_public_host};
use crate::domain::{DeliveryFault, WebhookHost, WebhookUrl};

/// How long an attempt may take.
const ATTEMPT: Duration = Duration::from_secs(15);
/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(10);
/// How much of an answer is read, in bytes, and for how long: so much that the connection can be used again.
const ANSWER: (usize, Duration) = (16 << 10, Duration::from_secs(1));
/// How long a connection waits for the next message.
const IDLE: Duration = Duration::from_secs(15);
const USER_AGENT: &str = concat!("kopilka/", env!("CARGO_PKG_VERSION"));

/// What sends. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    to_public: reqwest::Client,
    to_let_through: reqwest::Client,
    resolver: Arc<dyn Resolve>,
    hosts: Arc<[WebhookHost]>,
}

/// The HTTP client cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}")]
pub struct ClientError(#[source] reqwest::Error);

/// What became of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The receiver has it.
    Arrived,
    /// The receiver wants no more messages.
    Gone,
    /// It is to be sent again.
    Failed {
        /// Why.
        fault: DeliveryFault,
        /// How long the receiver asks to wait.
        asked_pause: Option<chrono::Duration>,
    },
}

impl Client {
    /// A client that sends to public hosts, and to `hosts`.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn new(resolver: Arc<dyn Resolve>, hosts: Vec<WebhookHost>) -> Result<Self, ClientError> {
        let client = |is_public_only| {
            let resolver = OfConnections { resolver: Arc::clone(&resolver), is_public_only };
            reqwest::Client::builder()
                .no_proxy()
                .redirect(redirect::Policy::none())
                .connect_timeout(CONNECT)
                .pool_idle_timeout(IDLE)
                .user_agent(USER_AGENT)
                .dns_resolver(Arc::new(resolver))
                .build()
                .map_err(ClientError)
        };
        Ok(Self { to_public: client(true)?, to_let_through: client(false)?, resolver, hosts: hosts.into() })
    }

    /// Sends a message.
    pub(super) async fn post(&self, url: &WebhookUrl, headers: [(&'static str, String); 3], body: &str) -> Outcome {
        let attempt = tokio::time::timeout(ATTEMPT, self.attempt(url, headers, body)).await;
        attempt.unwrap_or(Err(DeliveryFault::NoAnswer)).unwrap_or_else(|fault| failed(fault, None))
    }

    async fn attempt(
        &self,
        url: &WebhookUrl,
        headers: [(&'static str, String); 3],
        body: &str,
    ) -> Result<Outcome, DeliveryFault> {
        // A connection from before may be used, which asks for no address.
        is_public_host(self.resolver.as_ref(), url, &self.hosts).await?;
        let client = if url.is_let_through(&self.hosts) { &self.to_let_through } else { &self.to_public };
        let request = client.post(url.url().clone()).header(CONTENT_TYPE, "application/json").body(body.to_owned());
        let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        let response = request.send().await.map_err(|error| fault_of(&error))?;
        let outcome = outcome_of(response.status(), response.headers());
        // What it says is not wanted.
        let _ = tokio::time::timeout(ANSWER.1, read(response)).await;
        Ok(outcome)
    }
}

async fn read(mut response: Response) {
    let mut left = ANSWER.0;
    while let Ok(Some(part)) = response.chunk().await {
        let Some(rest) = left.checked_sub(part.len()) else { return };
        left = rest;
    }
}

fn outcome_of(status: StatusCode, headers: &HeaderMap) -> Outcome {
    match status {
        status if status.is_success() => Outcome::Arrived,
        StatusCode::GONE => Outcome::Gone,
        status => failed(DeliveryFault::Status(status.as_u16()), asked_pause(headers)),
    }
}

const fn failed(fault: DeliveryFault, asked_pause: Option<chrono::Duration>) -> Outcome {
    Outcome::Failed { fault, asked_pause }
}

/// How long a receiver that has too much to do asks to wait: in seconds, or up to a moment by its own clock, which its answer tells.
fn asked_pause(headers: &HeaderMap) -> Option<chrono::Duration> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?;
    if let Ok(seconds) = asked.parse::<u32>() {
        return Some(chrono::Duration::seconds(i64::from(seconds)));
    }
    let moment = |text: &str| DateTime::parse_from_rfc2822(text).ok();
    let now = headers.get(reqwest::header::DATE)?.to_str().ok()?;
    Some(moment(asked)? - moment(now)?)
}

fn fault_of(error: &reqwest::Error) -> DeliveryFault {
    if error.is_timeout() { DeliveryFault::NoAnswer } else { DeliveryFault::NoConnection }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_understood() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            headers
        };
        for (status, expected) in [
            (200, Outcome::Arrived),
            (204, Outcome::Arrived),
            (299, Outcome::Arrived),
            (410, Outcome::Gone),
            (302, failed(DeliveryFault::Status(302), None)),
            (404, failed(DeliveryFault::Status(404), None)),
            (500, failed(DeliveryFault::Status(500), None)),
        ] {
            assert_eq!(outcome_of(StatusCode::from_u16(status).unwrap(), &headers(&[])), expected);
        }
        for (pairs, seconds) in [
            (vec![("retry-after", "120")], Some(120)),
            (vec![("retry-after", "soon")], None),
            (vec![("retry-after", "-5")], None),
            (
                vec![("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT"), ("date", "Fri, 31 Dec 1999 23:59:29 GMT")],
                Some(30),
            ),
            (vec![], None),
        ] {
            assert_eq!(asked_pause(&headers(&pairs)).map(|pause| pause.num_seconds()), seconds, "{pairs:?}");
        }
    }
}

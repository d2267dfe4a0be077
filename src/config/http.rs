//! The settings of the HTTP server.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use reqwest::Url;

use super::{
    error::ConfigError,
    settings::{Check, Settings},
};
use crate::domain::WebhookHost;

/// The least length of a secret that a client sends or a token is signed with.
const LEAST_SECRET: usize = 32;
const SECRET: &str = "at least 32 characters that nobody can guess";

/// The settings of the HTTP server.
#[derive(Clone, Debug, Default)]
pub struct HttpConfig {
    /// Where it listens; `None`: there is none.
    pub addr: Option<SocketAddr>,
    /// What signs access tokens of the APIs, in place of the shop's own secret.
    pub token_secret: Option<Secret>,
    /// The proxies in front of it, whose word on the address of a client is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// The origins of web pages that may call the APIs: `https://shop.example`.
    pub cors_origins: Vec<String>,
    /// What who reads the metrics sends; `None`: they are for this machine and its network.
    pub metrics_token: Option<Secret>,
    /// The hosts to which events are sent although they are not public.
    pub webhook_hosts: Vec<WebhookHost>,
}

/// A secret: only [`Secret::as_str`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl HttpConfig {
    /// Checks the settings; the server listens at `otherwise` where none says it.
    pub(super) fn checked(check: &mut Check<'_>, otherwise: &str) -> Result<Self, ConfigError> {
        let settings = check.settings();
        let addr = check.note(settings.read(
            "HTTP_ADDR",
            "an address of this machine and a port, like 127.0.0.1:8080",
            otherwise,
            |text| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) },
        ));
        let token_secret = check.note(secret(settings, "HTTP_TOKEN_SECRET"));
        let trusted_proxies = check.note(settings.read(
            "HTTP_TRUSTED_PROXIES",
            "the addresses of the proxies in front of this server with commas between them, like 127.0.0.1",
            "",
            |text| all(text, |text| text.parse().ok()),
        ));
        let cors_origins = check.note(settings.read(
            "HTTP_CORS_ORIGINS",
            "the origins of the web pages that may call the APIs with commas between them, like https://shop.example",
            "",
            |text| all(text, origin),
        ));
        let metrics_token = check.note(secret(settings, "HTTP_METRICS_TOKEN"));
        let webhook_hosts = check.note(webhook_hosts(settings));
        Ok(Self {
            addr: addr?,
            token_secret: token_secret?,
            trusted_proxies: trusted_proxies?,
            cors_origins: cors_origins?,
            metrics_token: metrics_token?,
            webhook_hosts: webhook_hosts?,
        })
    }
}

/// The hosts to which events are sent although they are not public.
pub(super) fn webhook_hosts(settings: &Settings) -> Result<Vec<WebhookHost>, ConfigError> {
    let expected =
        "the hosts that outgoing webhooks may reach in your own network with commas between them, like crm.local";
    settings.read("HTTP_WEBHOOK_HOSTS", expected, "", |text| all(text, |text| text.parse().ok()))
}

fn secret(settings: &Settings, name: &'static str) -> Result<Option<Secret>, ConfigError> {
    match settings.get(name) {
        None => Ok(None),
        Some(secret) if secret.len() >= LEAST_SECRET => Ok(Some(Secret(secret.to_owned()))),
        Some(_) => Err(ConfigError::WrongSecret { name, expected: SECRET, line: None }),
    }
}

fn all<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(read).collect()
}

/// An origin as browsers send it.
fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let is_web = ["http", "https"].contains(&url.scheme()) && url.password().is_none();
    (is_bare && is_web).then(|| url.origin().ascii_serialization())
}

//! Addresses at which Telegram delivers updates.

use reqwest::Url;

use super::ConfigError;
use crate::http::HEALTH_PATHS;

/// The Bot API server that is Telegram's own. One that a shop runs itself also delivers without TLS, and to every port.
const TELEGRAM: &str = "api.telegram.org";
/// The ports that Telegram delivers to.
const PORTS: [u16; 4] = [443, 80, 88, 8443];

/// Checks `WEBHOOK_URL` for the Bot API server at `api_url`. What was found is not shown: the path may be secret, and a
/// password was meant to be.
pub(super) fn check(text: &str, api_url: &str) -> Result<Url, ConfigError> {
    let wrong = |expected| ConfigError::WrongSecret { name: "WEBHOOK_URL", expected, line: None };
    let url = Url::parse(text).ok().filter(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
    let url =
        url.ok_or(wrong("the address at which Telegram reaches this program, like https://bot.example.org/telegram"))?;
    let is_telegrams = Url::parse(api_url).is_ok_and(|api| api.host_str() == Some(TELEGRAM));
    if is_telegrams && url.scheme() != "https" {
        return Err(wrong("an address that begins with https://, because Telegram delivers to no other"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("an address without a user and a password, which Telegram would not send"));
    }
    if url.fragment().is_some() {
        return Err(wrong("an address without a #, because Telegram would not send what follows it"));
    }
    if is_telegrams && url.port_or_known_default().is_none_or(|port| !PORTS.contains(&port)) {
        return Err(wrong("an address on port 443, 80, 88 or 8443, because Telegram delivers to no other"));
    }
    if HEALTH_PATHS.contains(&url.path()) {
        return Err(wrong("another address than that of a health check"));
    }
    Ok(url)
}

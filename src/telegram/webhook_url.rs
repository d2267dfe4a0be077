//! Where Telegram delivers the updates of the bot, as it says itself.

use reqwest::Url;
use serde::{Deserialize, Serialize};
use teloxide::requests::Payload;

/// `getWebhookInfo`, of whose result only some fields are read: the others differ between servers.
#[derive(Serialize)]
pub(crate) struct GetWebhookUrl {}

/// The registered webhook.
#[derive(Deserialize)]
pub(crate) struct WebhookUrl {
    /// Empty: there is none.
    #[serde(default)]
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) pending_update_count: i64,
    /// When a delivery last failed, in seconds since the Unix epoch.
    #[serde(default)]
    pub(crate) last_error_date: Option<i64>,
    #[serde(default)]
    pub(crate) last_error_message: Option<String>,
}

impl WebhookUrl {
    pub(crate) const fn is_set(&self) -> bool {
        !self.url.is_empty()
    }

    pub(crate) fn is_at(&self, url: &Url) -> bool {
        self.url == url.as_str() || Url::parse(&self.url).is_ok_and(|set| set == *url)
    }
}

impl Payload for GetWebhookUrl {
    type Output = WebhookUrl;
    const NAME: &'static str = "GetWebhookInfo";
}

//! The webhook that a bot registered.

use serde_json::Value;

/// Where updates are delivered, and how the last failed delivery ended.
#[derive(Clone)]
pub(crate) struct Webhook {
    url: String,
    secret: String,
    /// The time in seconds since the Unix epoch, and the message.
    last_error: Option<(i64, String)>,
}

impl Webhook {
    pub(crate) fn new(url: String, secret: String) -> Self {
        Self { url, secret, last_error: None }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The secret of the header; empty where none was set.
    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// Notes a failed delivery.
    pub(crate) fn failed(&mut self, at: i64, message: String) {
        self.last_error = Some((at, message));
    }

    /// Fills in a `WebhookInfo`.
    pub(crate) fn describe(&self, info: &mut Value) {
        info["url"] = self.url.clone().into();
        if let Some((date, message)) = &self.last_error {
            info["last_error_date"] = (*date).into();
            info["last_error_message"] = message.clone().into();
        }
    }
}

//! The account of the bot, as the server knows it.

use serde::{Deserialize, Serialize};
use teloxide::requests::Payload;

/// `getMe`, of whose result little is read: the other fields differ between servers.
#[derive(Serialize)]
pub(crate) struct WhoAmI {}

/// The account.
#[derive(Deserialize)]
pub(crate) struct Account {
    /// A server that leaves it out is believed.
    #[serde(default)]
    pub(crate) id: Option<i64>,
    pub(crate) username: String,
    /// What people see above the chat; servers may leave it out.
    #[serde(default)]
    pub(crate) first_name: Option<String>,
}

impl Payload for WhoAmI {
    type Output = Account;
    const NAME: &'static str = "GetMe";
}

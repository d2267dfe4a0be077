//! The dependencies and settings of the bot of one shop.

use std::sync::Arc;

use crate::{
    clock::{Chance, Clock},
    domain::{PhoneCountries, ShopId, TelegramId, WebhookHost},
    messages::ShopFormat,
    storage::Db,
};

/// What is the same for all updates.
#[derive(Clone)]
pub struct ShopContext {
    /// The database.
    pub db: Db,
    /// The shop whose bot this is.
    pub shop_id: ShopId,
    /// Its owners by configuration.
    pub owners: Vec<TelegramId>,
    /// Which phone numbers it takes.
    pub phones: PhoneCountries,
    /// How amounts and dates are shown.
    pub format: ShopFormat,
    /// The bot's username, without the `@`, for links.
    pub bot_username: String,
    /// The source of the present moment.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub chance: Arc<dyn Chance>,
    /// The hosts to which events may be sent although they are not public.
    pub webhook_hosts: Vec<WebhookHost>,
}

//! What the bot knows of its shop.

use std::sync::Arc;

use crate::{
    clock::{Chance, Clock},
    domain::{ShopId, TelegramId},
    messages::ShopFormat,
    storage::Db,
};

/// What stays the same from update to update.
#[derive(Clone)]
pub struct ShopContext {
    /// Where everything is kept.
    pub db: Db,
    /// The shop whose bot this is.
    pub shop_id: ShopId,
    /// Its owners by configuration.
    pub owners: Vec<TelegramId>,
    /// How its amounts and dates are shown.
    pub format: ShopFormat,
    /// The bot's username, without the `@`, for links.
    pub bot_username: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
}

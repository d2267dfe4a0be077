//! What the sender of events works with.

use std::sync::Arc;

use super::client::Client;
use crate::{
    clock::{Chance, Clock},
    domain::{ShopId, TelegramId},
    storage::Db,
};

/// The sender of a shop.
#[derive(Clone)]
pub struct Sender {
    /// The database.
    pub db: Db,
    /// The shop.
    pub shop: ShopId,
    /// The owners by configuration, who are told where a receiver fails for long.
    pub owners: Vec<TelegramId>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// By it pauses vary.
    pub chance: Arc<dyn Chance>,
    /// What sends.
    pub client: Client,
}

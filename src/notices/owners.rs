//! The owners who can be told something.

use crate::{
    domain::TelegramId,
    service::{
        Result,
        customers::{self, Customer},
        staff,
    },
    storage::Tx,
};

/// The owners who have opened the bot and not blocked it.
pub(super) async fn reachable(tx: &mut Tx, configured: &[TelegramId]) -> Result<Vec<Customer>> {
    let mut reachable = Vec::new();
    for owner in staff::owners(tx, configured).await? {
        let customer = customers::by_telegram_id(tx, owner).await?;
        reachable.extend(customer.filter(|customer| customers::reachable(customer).is_some()));
    }
    Ok(reachable)
}

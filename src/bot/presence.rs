//! A person blocked or unblocked the bot.

use std::sync::Arc;

use teloxide::types::{ChatMemberKind, ChatMemberUpdated};

use super::shop_context::ShopContext;
use crate::{
    domain::TelegramId,
    service::{Result, customers},
    telegram::exactly_once::UpdateTransaction,
};

/// Notes that a person blocked or unblocked the bot. No message is sent.
pub(super) async fn note(
    shop: Arc<ShopContext>,
    transaction: UpdateTransaction,
    change: ChatMemberUpdated,
) -> Result<()> {
    let mut tx = transaction.take()?;
    let person = TelegramId(change.chat.id.0);
    match change.new_chat_member.kind {
        ChatMemberKind::Banned(_) | ChatMemberKind::Left => {
            customers::mark_bot_blocked(&mut tx, person, shop.clock.now()).await?;
        }
        _ => customers::mark_returned(&mut tx, person).await?,
    }
    transaction.give(tx, None);
    Ok(())
}

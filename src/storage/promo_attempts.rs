//! Wrong promo codes, counted to limit guesses.

use super::{Result, Tx, statement::statements};
use crate::{clock::Timestamp, domain::TelegramId};

statements! {
    INSERT = "INSERT INTO promo_attempts (shop_id, attempt_id, telegram_id, attempted_at) VALUES ($1, $2, $3, $4)";
    SINCE = "
        SELECT attempted_at FROM promo_attempts
        WHERE shop_id = $1 AND telegram_id = $2 AND attempted_at > $3 ORDER BY attempted_at";
    PURGE = "DELETE FROM promo_attempts WHERE shop_id = $1 AND telegram_id = $2 AND attempted_at <= $3";
}

/// Notes a wrong code, and forgets those before `forget_before`.
pub async fn note(tx: &mut Tx, person: TelegramId, at: Timestamp, forget_before: Timestamp) -> Result<()> {
    let expired_by = tx.expired_by(forget_before);
    tx.q(PURGE).bind(person).bind(expired_by).run().await?;
    let id = tx.draw_id().await?;
    tx.q(INSERT).bind(id).bind(person).bind(at).run().await?;
    Ok(())
}

/// When a person entered wrong codes after `since`, the earliest first.
pub async fn since(tx: &mut Tx, person: TelegramId, since: Timestamp) -> Result<Vec<Timestamp>> {
    let rows: Vec<(Timestamp,)> = tx.q(SINCE).bind(person).bind(since).all().await?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

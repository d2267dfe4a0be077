//! How many requests of a client several processes have taken of this minute.

use super::{Result, Tx, statement::statements};

statements! {
    TAKE = "
        INSERT INTO api_minutes (shop_id, client, minute, taken) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop_id, client) DO UPDATE SET
            taken = CASE WHEN api_minutes.minute < excluded.minute THEN excluded.taken ELSE api_minutes.taken + excluded.taken END,
            minute = CASE WHEN api_minutes.minute < excluded.minute THEN excluded.minute ELSE api_minutes.minute END
        RETURNING taken";
    PURGE = "DELETE FROM api_minutes WHERE shop_id = $1 AND minute < $2";
}

/// Takes `count` requests of a minute. Returns how many were taken of it with these, by all processes.
pub async fn take(tx: &mut Tx, client: &str, minute: i64, count: i64) -> Result<i64> {
    if tx.is_postgres() {
        // What is lost in a crash costs nothing, so the commit need not be durable.
        tx.unbound("SET LOCAL synchronous_commit TO OFF").await?;
    }
    let (taken,) = tx.q(TAKE).bind(client).bind(minute).bind(count).one::<(i64,)>().await?;
    Ok(taken)
}

/// Deletes the minutes before one.
pub async fn purge(tx: &mut Tx, before_minute: i64) -> Result<u64> {
    tx.q(PURGE).bind(before_minute).run().await
}

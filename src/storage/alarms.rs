//! What the owners were told to set right, until it is.

use super::{Result, Tx, statement::statements};
use crate::clock::Timestamp;

statements! {
    RAISE = "
        INSERT INTO alarms (shop_id, alarm, raised_at) VALUES ($1, $2, $3) ON CONFLICT (shop_id, alarm) DO NOTHING";
    RAISED_AT = "SELECT raised_at FROM alarms WHERE shop_id = $1 AND alarm = $2";
    CLEAR = "DELETE FROM alarms WHERE shop_id = $1 AND alarm = $2";
}

/// Raises an alarm that is not raised; since when it is.
pub async fn raise(tx: &mut Tx, alarm: &str, at: Timestamp) -> Result<Timestamp> {
    tx.q(RAISE).bind(alarm).bind(at).run().await?;
    let (raised_at,) = tx.q(RAISED_AT).bind(alarm).one().await?;
    Ok(raised_at)
}

/// Ends an alarm; false where there is none.
pub async fn clear(tx: &mut Tx, alarm: &str) -> Result<bool> {
    Ok(tx.q(CLEAR).bind(alarm).run().await? > 0)
}

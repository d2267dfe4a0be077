//! The links by which people came.

use super::{Result, Tx, statement::statements};
use crate::{clock::Timestamp, domain::CustomerId};

statements! {
    NOTE = "
        INSERT INTO sources (shop_id, customer_id, source, came_at, was_new) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (shop_id, customer_id, source) DO NOTHING";
    COUNT = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN was_new THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM sources WHERE shop_id = $1 AND source = $2";
}

/// Notes the source by which a customer came, once each.
pub async fn note(tx: &mut Tx, customer: CustomerId, source: &str, at: Timestamp, was_new: bool) -> Result<()> {
    tx.q(NOTE).bind(customer).bind(source).bind(at).bind(was_new).run().await?;
    Ok(())
}

/// How many people came by a source, and how many of them became customers by it.
pub async fn count(tx: &mut Tx, source: &str) -> Result<(i64, i64)> {
    tx.q(COUNT).bind(source).one().await
}

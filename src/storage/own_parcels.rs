//! The parcels of a customer as they see them: those that are still to be issued before the others, each with the moment since which
//! it has its status.

use super::{
    Result, Tx,
    parcels::{Parcel, select},
    statement::statements,
};
use crate::{clock::Timestamp, domain::CustomerId};

/// A parcel of a customer's list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnParcel {
    /// The parcel.
    #[sqlx(flatten)]
    pub parcel: Parcel,
    /// Since when it has its status.
    pub since: Timestamp,
}

/// How many parcels a customer has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnCount {
    /// In all.
    pub total: i64,
    /// Those that are neither issued nor cancelled.
    pub open: i64,
}

statements! {
    LIST = select!(and ", COALESCE((
            SELECT MAX(e.changed_at) FROM parcel_events e WHERE e.shop_id = $1 AND e.parcel_id = p.parcel_id), p.created_at) AS since":
        "AND p.customer_id = $2
        ORDER BY CASE WHEN p.status IN ('issued', 'cancelled') THEN 1 ELSE 0 END, p.created_at DESC, p.parcel_id DESC
        LIMIT $3 OFFSET $4");
    COUNT = "
        SELECT COUNT(*) AS total, COUNT(CASE WHEN status IN ('issued', 'cancelled') THEN NULL ELSE 1 END) AS open
        FROM parcels WHERE shop_id = $1 AND customer_id = $2";
}

/// A part of a customer's parcels: open ones first, of these and of the others the newest first.
pub async fn list(tx: &mut Tx, customer: CustomerId, limit: i64, offset: i64) -> Result<Vec<OwnParcel>> {
    tx.q(LIST).bind(customer).bind(limit).bind(offset).all().await
}

/// How many parcels a customer has.
pub async fn count(tx: &mut Tx, customer: CustomerId) -> Result<OwnCount> {
    tx.q(COUNT).bind(customer).one().await
}

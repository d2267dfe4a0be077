//! A friend entered a promo code: the referrer is told.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::Rate,
    messages::{person, reply::Reply},
    service::{Result, customers::Customer},
    storage::Tx,
    texts::{format, promo as texts},
};

/// Tells a referrer that a friend came. `share` of the friend's first purchase will be their reward.
///
/// # Errors
/// The database's.
pub async fn friend_came(
    tx: &mut Tx,
    at: Timestamp,
    referrer: &Customer,
    friend: &Customer,
    share: Rate,
) -> Result<()> {
    let friend = person::given_name(friend);
    let notice = |language| {
        Reply::text(if share.bp() > 0 {
            texts::friend_came(language, &friend, &format::percent(language, share))
        } else {
            texts::friend_came_without_reward(language, &friend)
        })
    };
    to_customer(tx, at, referrer, notice).await
}

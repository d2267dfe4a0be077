//! Who asked a customer for consent: a member of the staff or a key, with what they may do now.

use super::super::{Caller, Result, api_keys, staff};
use crate::{
    clock::Timestamp,
    domain::{ActorRef, Permission, TelegramId},
    storage::{Tx, consents::Asked},
};

/// The caller in whose name the spend is made; `None` where they may not sell any more.
pub(super) async fn now(tx: &mut Tx, owners: &[TelegramId], asked: &Asked, at: Timestamp) -> Result<Option<Caller>> {
    let caller = match (asked.asked_by.staff_id(), asked.asked_by.key_id()) {
        (Some(person), _) => staff::role(tx, owners, person).await?.map(|role| Caller::staff(person, role, at)),
        (None, Some(key)) => {
            let expired_by = tx.expired_by(at);
            let key = api_keys::find(tx, key).await?.filter(|key| key.is_valid(expired_by));
            key.map(|key| Caller::key(key.key_id, key.scopes.permissions(), at))
        }
        (None, None) => None,
    };
    Ok(caller.filter(|caller| caller.actor.allows(Permission::IssueInvoice)))
}

/// Are these one client? All keys that replaced each other are.
pub(super) async fn is_same(tx: &mut Tx, one: ActorRef, other: ActorRef) -> Result<bool> {
    let (Some(key), Some(other_key)) = (one.key_id(), other.key_id()) else { return Ok(one == other) };
    let first = api_keys::get(tx, key).await?.first_key_id;
    Ok(first == api_keys::get(tx, other_key).await?.first_key_id)
}

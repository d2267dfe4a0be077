//! The staff and their roles.

use super::{
    Operation, Refusal, Result,
    operations::{self, Begun},
};
use crate::{
    domain::{Permission, Role, TelegramId, Verb},
    storage::{Tx, api_tokens, staff},
};

pub use crate::storage::staff::Member;

/// The role of a person at this moment. `owners` are the owners by configuration.
///
/// # Errors
/// The database's.
pub async fn role(tx: &mut Tx, owners: &[TelegramId], person: TelegramId) -> Result<Option<Role>> {
    if owners.contains(&person) {
        return Ok(Some(Role::Owner));
    }
    Ok(staff::role(tx, person).await?)
}

/// All appointed members of the staff.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut Tx) -> Result<Vec<Member>> {
    Ok(staff::list(tx).await?)
}

/// All owners: `configured` are those by configuration.
///
/// # Errors
/// The database's.
pub async fn owners(tx: &mut Tx, configured: &[TelegramId]) -> Result<Vec<TelegramId>> {
    let appointed = staff::list(tx).await?.into_iter().filter(|member| member.role == Role::Owner);
    let appointed = appointed.map(|member| member.telegram_id).filter(|person| !configured.contains(person));
    Ok(configured.iter().copied().chain(appointed).collect())
}

/// An owner gives a person a role, in place of an earlier one.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OwnRole`]; the database's.
pub async fn appoint(tx: &mut Tx, operation: &Operation, member: &Member) -> Result<()> {
    operation.require(Permission::AppointStaff)?;
    let owner = operation.caller.staff_id()?;
    if owner == member.telegram_id {
        return Err(Refusal::OwnRole.into());
    }
    let input = (member.telegram_id, member.role, &member.name);
    let under_way = match operations::begin(tx, operation, Verb::Appoint, &input).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    staff::appoint(tx, member, owner, operation.at()).await?;
    let details = serde_json::json!({ "telegram_id": member.telegram_id, "role": member.role });
    under_way.finish(tx, None, &details, ()).await
}

/// An owner dismisses a member of the staff; false where the person had no role.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OwnRole`]; the database's.
pub async fn dismiss(tx: &mut Tx, operation: &Operation, person: TelegramId) -> Result<bool> {
    operation.require(Permission::AppointStaff)?;
    let owner = operation.caller.staff_id()?;
    if owner == person {
        return Err(Refusal::OwnRole.into());
    }
    let under_way = match operations::begin(tx, operation, Verb::Dismiss, &person).await? {
        Begun::Before(dismissed) => return Ok(dismissed),
        Begun::Now(under_way) => under_way,
    };
    // Also where they have no role: a refresh token must not come back to life with a later role.
    api_tokens::end_of(tx, person).await?;
    if !staff::dismiss(tx, person).await? {
        return under_way.finish_unchanged(tx, false).await;
    }
    under_way.finish(tx, None, &serde_json::json!({ "telegram_id": person }), true).await
}

//! Who works in the shop and what they may do.

use super::{Call, Refusal, Result, log};
use crate::{
    domain::{Permission, Role, TelegramId},
    storage::{Tx, staff},
};

pub use crate::storage::staff::Member;

/// The role of a person at this moment. `owners` are those whom the configuration names.
///
/// # Errors
/// The database's.
pub async fn role(tx: &mut Tx, owners: &[TelegramId], person: TelegramId) -> Result<Option<Role>> {
    if owners.contains(&person) {
        return Ok(Some(Role::Owner));
    }
    Ok(staff::role(tx, person).await?)
}

/// Everybody who was appointed.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut Tx) -> Result<Vec<Member>> {
    Ok(staff::list(tx).await?)
}

/// An owner gives a person a role, instead of the one they had.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OwnRole`]; the database's.
pub async fn appoint(tx: &mut Tx, call: &Call, member: &Member) -> Result<()> {
    call.require(Permission::AppointStaff)?;
    let owner = call.staff()?;
    if owner == member.telegram_id {
        return Err(Refusal::OwnRole.into());
    }
    staff::appoint(tx, member, owner, call.at).await?;
    let details = serde_json::json!({ "telegram_id": member.telegram_id, "role": member.role });
    log(tx, call, "appoint", None, details).await
}

/// An owner takes a person's role away; false where they had none.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OwnRole`]; the database's.
pub async fn dismiss(tx: &mut Tx, call: &Call, person: TelegramId) -> Result<bool> {
    call.require(Permission::AppointStaff)?;
    let owner = call.staff()?;
    if owner == person {
        return Err(Refusal::OwnRole.into());
    }
    let dismissed = staff::dismiss(tx, person).await?;
    if dismissed {
        log(tx, call, "dismiss", None, serde_json::json!({ "telegram_id": person })).await?;
    }
    Ok(dismissed)
}

//! Who works in the shop.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{Role, TelegramId},
};

/// A member of the staff.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Member {
    /// Their account, which is also their chat with the bot.
    pub telegram_id: TelegramId,
    /// What they may do.
    pub role: Role,
    /// Their name when they were appointed.
    pub name: String,
}

statements! {
    ROLE = "SELECT role FROM staff WHERE shop_id = $1 AND telegram_id = $2";
    LIST = "SELECT telegram_id, role, name FROM staff WHERE shop_id = $1 ORDER BY appointed_at, telegram_id";
    APPOINT = "
        INSERT INTO staff (shop_id, telegram_id, role, name, appointed_by, appointed_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (shop_id, telegram_id)
        DO UPDATE SET role = excluded.role, name = excluded.name, appointed_by = excluded.appointed_by,
            appointed_at = excluded.appointed_at";
    DISMISS = "DELETE FROM staff WHERE shop_id = $1 AND telegram_id = $2";
}

/// The role of a person; `None` for those who do not work here.
pub async fn role(tx: &mut Tx, person: TelegramId) -> Result<Option<Role>> {
    Ok(tx.q(ROLE).bind(person).opt::<(Role,)>().await?.map(|(role,)| role))
}

/// All who were appointed, in the order of their appointments.
pub async fn list(tx: &mut Tx) -> Result<Vec<Member>> {
    tx.q(LIST).all().await
}

/// Gives a person a role, instead of the one they had.
pub async fn appoint(tx: &mut Tx, member: &Member, by: TelegramId, at: Timestamp) -> Result<()> {
    tx.q(APPOINT).bind(member.telegram_id).bind(member.role).bind(member.name.as_str()).bind(by).bind(at).run().await?;
    Ok(())
}

/// Takes a person's role away; false where they had none.
pub async fn dismiss(tx: &mut Tx, person: TelegramId) -> Result<bool> {
    Ok(tx.q(DISMISS).bind(person).run().await? > 0)
}

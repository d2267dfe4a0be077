//! What the staff did.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, OperationId, Role, TelegramId, Verb},
};

/// An action of a member of the staff.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// Who.
    pub actor: TelegramId,
    /// As what.
    pub role: Role,
    /// What they did.
    pub verb: Verb,
    /// Whom it concerned.
    pub customer: Option<CustomerId>,
    /// The operation that did it.
    pub operation: &'a OperationId,
    /// JSON.
    pub details: &'a str,
    /// When.
    pub at: Timestamp,
}

statements! {
    INSERT = "
        INSERT INTO audit_log (shop_id, audit_id, actor_id, role, action, customer_id, operation_id, details, acted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}

/// Writes an action down.
pub async fn insert(tx: &mut Tx, action: &Action<'_>) -> Result<()> {
    let id = tx.draw_id().await?;
    tx.q(INSERT)
        .bind(id)
        .bind(action.actor)
        .bind(action.role)
        .bind(action.verb)
        .bind(action.customer)
        .bind(action.operation)
        .bind(action.details)
        .bind(action.at)
        .run()
        .await?;
    Ok(())
}

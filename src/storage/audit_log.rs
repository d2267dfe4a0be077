//! What staff, API keys and rules did.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{ActorRef, CustomerId, OperationId, Role, Verb},
};

/// An action.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// Who.
    pub actor: ActorRef,
    /// The role of a member of the staff.
    pub role: Option<Role>,
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
        INSERT INTO audit_log (
            shop_id, audit_id, actor_kind, actor_id, role, action, customer_id, operation_id, details, acted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}

/// Writes an action down.
pub async fn insert(tx: &mut Tx, action: &Action<'_>) -> Result<()> {
    let id = tx.draw_id().await?;
    tx.q(INSERT)
        .bind(id)
        .bind_actor(action.actor)
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

//! Operations that were done, so that the same one is never done twice.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{OperationId, Verb},
};

/// An operation that was begun or done.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Operation {
    /// What it does.
    pub verb: Verb,
    /// Of its input.
    pub digest: String,
    /// What it returned, as JSON; empty while it is under way in this very transaction.
    pub result: String,
}

statements! {
    BEGIN = "
        INSERT INTO operations (shop_id, operation_id, verb, digest, result, done_at) VALUES ($1, $2, $3, $4, '', $5)
        ON CONFLICT (shop_id, operation_id) DO NOTHING";
    FINISH = "UPDATE operations SET result = $3 WHERE shop_id = $1 AND operation_id = $2";
    NOTE_CONSENT = "UPDATE operations SET consented = TRUE WHERE shop_id = $1 AND operation_id = $2";
    HAS_CONSENT = "SELECT consented FROM operations WHERE shop_id = $1 AND operation_id = $2";
    BY_ID = "SELECT verb, digest, result FROM operations WHERE shop_id = $1 AND operation_id = $2";
}

/// Claims an operation id; false where it was used before. Waits for a transaction that claims the same one.
pub async fn begin(tx: &mut Tx, id: &OperationId, verb: Verb, digest: &str, at: Timestamp) -> Result<bool> {
    Ok(tx.q(BEGIN).bind(id).bind(verb).bind(digest).bind(at).run().await? > 0)
}

/// Notes what the operation returned.
pub async fn finish(tx: &mut Tx, id: &OperationId, result: &str) -> Result<()> {
    tx.q(FINISH).bind(id).bind(result).run().await?;
    Ok(())
}

/// Notes that the customer agreed to the points that an operation spends or reserves.
pub async fn note_consent(tx: &mut Tx, id: &OperationId) -> Result<()> {
    tx.q(NOTE_CONSENT).bind(id).run().await?;
    Ok(())
}

/// Did the customer agree to the points that an operation spent or reserved?
pub async fn has_consent(tx: &mut Tx, id: &OperationId) -> Result<bool> {
    Ok(tx.q(HAS_CONSENT).bind(id).opt::<(bool,)>().await?.is_some_and(|(consented,)| consented))
}

/// The operation of an id.
pub async fn by_id(tx: &mut Tx, id: &OperationId) -> Result<Option<Operation>> {
    tx.q(BY_ID).bind(id).opt().await
}

//! Operations are idempotent: the same id again returns the first result and changes nothing.

use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{Error, Operation, Refusal, Result};
use crate::{
    domain::{Actor, CustomerId, OperationId, Verb},
    storage::{Tx, audit_log, operations},
};

/// What [`begin`] finds.
pub(super) enum Begun<'a, T> {
    /// It was done before, with this result; the use case returns it and does nothing.
    Before(T),
    /// It is done now.
    Now(UnderWay<'a>),
}

/// An operation that is under way in this transaction. It ends with [`finish`](Self::finish).
pub(super) struct UnderWay<'a> {
    operation: &'a Operation,
    verb: Verb,
}

/// Claims the id of an operation, whose input is `input`.
///
/// # Errors
/// [`Refusal::OperationReused`] where the id was used with another verb or another input; the database's.
pub(super) async fn begin<'a, T: DeserializeOwned>(
    tx: &mut Tx,
    operation: &'a Operation,
    verb: Verb,
    input: &impl Serialize,
) -> Result<Begun<'a, T>> {
    let digest = digest(input)?;
    if operations::begin(tx, &operation.id, verb, &digest, operation.at()).await? {
        return Ok(Begun::Now(UnderWay { operation, verb }));
    }
    let done = result(tx, &operation.id, verb, &digest).await?;
    Ok(Begun::Before(done.ok_or(Error::Corrupt("an operation vanished"))?))
}

/// The result of an operation that was done before. Writes nothing, so that a use case can be refused after it and leave the
/// transaction as it was.
///
/// # Errors
/// As [`begin`].
pub(super) async fn done_before<T: DeserializeOwned>(
    tx: &mut Tx,
    operation: &Operation,
    verb: Verb,
    input: &impl Serialize,
) -> Result<Option<T>> {
    result(tx, &operation.id, verb, &digest(input)?).await
}

/// Was an operation of this id done?
///
/// # Errors
/// The database's.
pub async fn was_done(tx: &mut Tx, operation: &OperationId) -> Result<bool> {
    Ok(operations::by_id(tx, operation).await?.is_some())
}

/// Did the customer agree to the points that an operation spent or reserved without an invoice?
///
/// # Errors
/// The database's.
pub(super) async fn has_consent(tx: &mut Tx, operation: &OperationId) -> Result<bool> {
    Ok(operations::has_consent(tx, operation).await?)
}

impl UnderWay<'_> {
    /// Notes that the customer agreed to the points that the operation spends or reserves without an invoice, which says so itself.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn note_consent(&self, tx: &mut Tx) -> Result<()> {
        Ok(operations::note_consent(tx, &self.operation.id).await?)
    }

    /// Stores the result of the operation, and writes a line to the audit log with the customer whom it concerned, unless the
    /// actor is a customer or the import.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn finish<T: Serialize>(
        self,
        tx: &mut Tx,
        customer: Option<CustomerId>,
        details: &serde_json::Value,
        result: T,
    ) -> Result<T> {
        let actor = self.operation.caller.actor;
        if !matches!(actor, Actor::Person(_) | Actor::Import) {
            let action = audit_log::Action {
                actor: actor.reference(),
                role: actor.role(),
                verb: self.verb,
                customer,
                operation: &self.operation.id,
                details: &details.to_string(),
                at: self.operation.at(),
            };
            audit_log::insert(tx, &action).await?;
        }
        self.finish_unchanged(tx, result).await
    }

    /// As [`finish`](Self::finish), for an operation that changed nothing: the audit log does not mention it.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn finish_unchanged<T: Serialize>(self, tx: &mut Tx, result: T) -> Result<T> {
        let json = serde_json::to_string(&result).map_err(|_| Error::Corrupt("a result cannot be written as JSON"))?;
        operations::finish(tx, &self.operation.id, &json).await?;
        Ok(result)
    }
}

async fn result<T: DeserializeOwned>(tx: &mut Tx, id: &OperationId, verb: Verb, digest: &str) -> Result<Option<T>> {
    let Some(done) = operations::by_id(tx, id).await? else { return Ok(None) };
    if done.verb != verb || done.digest != digest {
        return Err(Refusal::OperationReused.into());
    }
    let result = serde_json::from_str(&done.result);
    result.map(Some).map_err(|_| Error::Corrupt("the result of an operation cannot be read"))
}

fn digest(input: &impl Serialize) -> Result<String> {
    let input = serde_json::to_vec(input).map_err(|_| Error::Corrupt("an input cannot be written as JSON"))?;
    Ok(Sha256::digest(&input).iter().map(|byte| format!("{byte:02x}")).collect())
}

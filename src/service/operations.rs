//! The same operation id again returns the first result and changes nothing.

use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{Call, Error, Refusal, Result};
use crate::storage::{Tx, operations};

/// Claims the operation id of a call. `Some` is the result of the first time: return it and do nothing.
///
/// # Errors
/// [`Refusal::OperationReused`] where the id was used with another verb or another input.
pub(super) async fn begin<T: DeserializeOwned>(
    tx: &mut Tx,
    call: &Call,
    verb: &str,
    input: &impl Serialize,
) -> Result<Option<T>> {
    let input = serde_json::to_vec(input).map_err(|_| Error::Corrupt("an input cannot be written as JSON"))?;
    let digest: String = Sha256::digest(&input).iter().map(|byte| format!("{byte:02x}")).collect();
    if operations::begin(tx, &call.operation, verb, &digest, call.at).await? {
        return Ok(None);
    }
    let done = operations::by_id(tx, &call.operation).await?.ok_or(Error::Corrupt("an operation vanished"))?;
    if done.verb != verb || done.digest != digest {
        return Err(Refusal::OperationReused.into());
    }
    let result = serde_json::from_str(&done.result);
    result.map(Some).map_err(|_| Error::Corrupt("the result of an operation cannot be read"))
}

/// Was an operation of this id done?
///
/// # Errors
/// The database's.
pub async fn was_done(tx: &mut Tx, operation: &str) -> Result<bool> {
    Ok(operations::by_id(tx, operation).await?.is_some())
}

/// Keeps what the operation returned, for the next time.
pub(super) async fn finish<T: Serialize>(tx: &mut Tx, call: &Call, result: T) -> Result<T> {
    let json = serde_json::to_string(&result).map_err(|_| Error::Corrupt("a result cannot be written as JSON"))?;
    operations::finish(tx, &call.operation, &json).await?;
    Ok(result)
}

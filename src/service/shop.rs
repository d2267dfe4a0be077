//! The shop itself.

use super::Result;
use crate::{
    clock::Timestamp,
    domain::Program,
    storage::{Tx, shops},
};

pub use crate::storage::shops::Organization;

/// Makes the shop with the default program, unless it is there already.
///
/// # Errors
/// The database's.
pub async fn open(tx: &mut Tx, at: Timestamp) -> Result<()> {
    Ok(shops::ensure(tx, at).await?)
}

/// Is the shop in this database?
///
/// # Errors
/// The database's.
pub async fn is_open(tx: &mut Tx) -> Result<bool> {
    Ok(shops::exists(tx).await?)
}

/// Who the shop is.
///
/// # Errors
/// The database's.
pub async fn organization(tx: &mut Tx) -> Result<Organization> {
    Ok(shops::organization(tx).await?)
}

/// The settings of its program.
///
/// # Errors
/// The database's.
pub async fn program(tx: &mut Tx) -> Result<Program> {
    Ok(shops::program(tx).await?)
}

//! Ids in the paths of customers.

use axum::extract::Path;

use crate::{
    api::{fault::Fault, path_id},
    domain::{CustomerId, GroupId},
};

/// The id of a customer in a path.
pub(super) fn customer(Path(text): &Path<String>) -> Result<CustomerId, Fault> {
    path_id::read(text).map(CustomerId)
}

/// The id of a group in a path.
pub(super) fn group(Path(text): &Path<String>) -> Result<GroupId, Fault> {
    path_id::read(text).map(GroupId)
}

//! Moments as the platform's document writes them.

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::clock::Timestamp;

/// A moment as the platform writes it: UTC, to the second, without an offset.
#[derive(Clone, Copy, Debug, ToSchema)]
#[schema(value_type = String, example = "2025-01-27T10:00:00")]
pub(super) struct Moment(pub(super) Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.to_utc().format("%Y-%m-%dT%H:%M:%S"))
    }
}

//! Moments as the platform's document writes them.

use std::fmt;

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::clock::Timestamp;

/// A moment as the platform writes it: UTC, to the second, without an offset.
#[derive(Clone, Copy, Debug, ToSchema)]
#[schema(value_type = String, example = "2025-01-27T10:00:00")]
pub(super) struct Moment(pub(super) Timestamp);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.utc_text().fmt(f)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

//! Moments as the documents of the APIs write them.

use std::fmt;

use chrono_tz::Tz;
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

/// A moment with the offset of a time zone, to the second: `2025-11-17T20:00:00+05:00`.
pub(super) fn with_offset(moment: Timestamp, timezone: Tz) -> String {
    moment.to_utc().with_timezone(&timezone).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_the_offset_of_the_shop() {
        let moment = Timestamp::from_seconds(1_763_391_600);
        for (timezone, text) in [
            (Tz::Asia__Tashkent, "2025-11-17T20:00:00+05:00"),
            (Tz::UTC, "2025-11-17T15:00:00+00:00"),
            (Tz::Asia__Kolkata, "2025-11-17T20:30:00+05:30"),
            (Tz::America__New_York, "2025-11-17T10:00:00-05:00"),
        ] {
            assert_eq!(with_offset(moment, timezone), text);
        }
    }
}

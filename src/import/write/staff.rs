//! Writes who works in the shop.

use chrono_tz::Tz;

use super::json_writer::ObjectWriter;
use crate::{
    import::{
        legacy::Legacy,
        values::{rfc3339, utc_offset_s},
    },
    storage::dump::StaffRow,
};

/// A member of the staff as JSON.
pub(super) fn json(row: &StaffRow, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("telegram_id", &row.member.telegram_id.to_string());
    object.text("role", Some(row.member.role.as_str()));
    object.text("name", Some(&row.member.name));
    object.json("appointed_by", &row.appointed_by.to_string());
    object.text("appointed_at", Some(&rfc3339(row.appointed_at, utc_offset_s(timezone, row.appointed_at))));
    object.finish()
}

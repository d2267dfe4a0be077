//! Writes parcels, each with its statuses.

use chrono_tz::Tz;

use super::json_writer::{ObjectWriter, json_decimal, json_text};
use crate::{
    clock::Timestamp,
    domain::Code,
    import::{
        legacy::Legacy,
        values::{self, utc_offset_s},
    },
    storage::{parcel_events::PastStatus, parcels::Parcel},
};

/// A parcel as JSON.
pub(super) fn json(parcel: &Parcel, history: &[PastStatus], timezone: Tz) -> String {
    let moment = |at: Timestamp| values::rfc3339(at, utc_offset_s(timezone, at));
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("number", Some(parcel.number.as_str()));
    // By the code that no other customer has where the file is imported. What another system calls them may be taken there.
    let own = parcel.own_code.as_ref().map(Code::as_str);
    object.text("client_code", Some(own.unwrap_or_else(|| parcel.client_code.as_str())));
    object.optional("quantity", parcel.quantity.map(|pieces| pieces.to_string()));
    object.optional("weight_kg", parcel.weight_milli.map(|weight| json_decimal(weight.to_decimal())));
    object.optional("price_per_kg_usd", parcel.price_per_kg_minor.map(|price| json_decimal(price.to_decimal())));
    object.optional("total_cost_usd", parcel.cost_minor.map(|cost| json_decimal(cost.to_decimal())));
    object.optional("note", parcel.note.as_deref().map(json_text));
    object.text("created_at", Some(&moment(parcel.created_at)));
    object.text("updated_at", Some(&moment(parcel.updated_at)));
    let history: Vec<String> = history.iter().map(|past| status_json(past, timezone)).collect();
    object.list("history", &history);
    object.finish()
}

fn status_json(past: &PastStatus, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("status", Some(past.status.as_str()));
    object.text("changed_at", Some(&values::rfc3339(past.changed_at, utc_offset_s(timezone, past.changed_at))));
    object.optional("is_forced", past.is_forced.then(|| "true".to_owned()));
    object.finish()
}

//! What is sent to a webhook: the JSON that the Standard Webhooks specification describes, with what the stream of events says.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{
    domain::{ParcelEventKind, ParcelId, ParcelStatus, ShopId},
    service::{Error, Result},
    storage::parcel_events::Event,
};

/// How many bytes of a digest are the id of a message.
const ID_BYTES: usize = 16;

#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "type")]
    kind: ParcelEventKind,
    timestamp: String,
    data: Content<'a>,
}

/// What the stream of events says too.
#[derive(Serialize)]
struct Content<'a> {
    id: ParcelId,
    tracking_number: &'a str,
    client_code: &'a str,
    status: ParcelStatus,
    changed_at: String,
}

/// The body of an event.
///
/// # Errors
/// [`Error::Corrupt`], which does not happen.
pub(super) fn body(event: &Event) -> Result<String> {
    let changed_at = event.changed_at.utc_text().to_string();
    let message = Message {
        kind: event.kind,
        timestamp: format!("{changed_at}Z"),
        data: Content {
            id: event.parcel_id,
            tracking_number: event.parcel_number.as_str(),
            client_code: event.client(),
            status: event.status,
            changed_at,
        },
    };
    serde_json::to_string(&message).map_err(|_| Error::Corrupt("an event cannot be written as JSON"))
}

/// The id of an event's message. It holds the time, since a database that was restored from a copy counts events anew.
pub(super) fn id(shop: ShopId, event: &Event) -> String {
    let text = format!("{shop} {} {} {}", event.number, event.parcel_id, event.changed_at.0);
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().take(ID_BYTES).map(|byte| format!("{byte:02x}")).collect();
    format!("msg_{hex}")
}

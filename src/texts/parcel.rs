//! Parcels, as customers and staff see them.

use super::messages;
use crate::domain::{Language, ParcelStatus};

messages! {
    /// To the customer: a parcel has a new status.
    html notice(number: &str, status: &str) = "parcel-notice";
    /// Below them: there are more.
    html notice_more(count: usize) = "parcel-notice-more";
    /// The goods are expected.
    plain status_pending() = "parcel-status-pending";
    /// They are on their way.
    plain status_in_transit() = "parcel-status-in-transit";
    /// They are with the shop.
    plain status_delivered() = "parcel-status-delivered";
    /// The customer has them.
    plain status_issued() = "parcel-status-issued";
    /// They will not come.
    plain status_cancelled() = "parcel-status-cancelled";
}

/// A status in words.
pub fn status(language: Language, status: ParcelStatus) -> String {
    match status {
        ParcelStatus::Pending => status_pending(language),
        ParcelStatus::InTransit => status_in_transit(language),
        ParcelStatus::Delivered => status_delivered(language),
        ParcelStatus::Issued => status_issued(language),
        ParcelStatus::Cancelled => status_cancelled(language),
    }
}

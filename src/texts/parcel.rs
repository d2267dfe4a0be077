//! Parcels, as customers and staff see them, and what customers are told of theirs.

use super::{Html, messages};
use crate::domain::{Language, ParcelStatus};

messages! {
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

    /// The first line of a notice: the parcel is expected.
    html notice_pending() = "parcel-notice-pending";
    /// It is on its way.
    html notice_in_transit() = "parcel-notice-in-transit";
    /// It is with the shop.
    html notice_delivered() = "parcel-notice-delivered";
    /// The customer has it.
    html notice_issued() = "parcel-notice-issued";
    /// It will not come.
    html notice_cancelled() = "parcel-notice-cancelled";
    /// It was set back to this status.
    html notice_corrected(icon: &str, status: &str) = "parcel-notice-corrected";
    /// Which parcel, and since when.
    html notice_number(number: &str, at: &str) = "parcel-notice-number";
    /// The head of a notice of several parcels.
    html notice_many(count: usize, at: &str) = "parcel-notice-many";
    /// One of them.
    html notice_line(icon: &str, number: &str, status: &str) = "parcel-notice-line";
    /// Below them: there are more.
    html notice_more(count: usize) = "parcel-notice-more";
    /// What comes next of a parcel that is expected.
    html next_pending() = "parcel-next-pending";
    /// Of one that is on its way.
    html next_in_transit() = "parcel-next-in-transit";
    /// Of one that is with the shop: the customer comes, and names this code.
    html next_delivered(code: &str) = "parcel-next-delivered";
    /// Of several, of which some are with the shop.
    html next_arrived(code: &str) = "parcel-next-arrived";
    /// Of one that the customer has.
    html next_issued() = "parcel-next-issued";
    /// Of one that will not come.
    html next_cancelled() = "parcel-next-cancelled";
    /// In place of the shop's address.
    html where_unknown() = "parcel-where-unknown";
    /// What a parcel costs.
    html cost(cost: &str) = "parcel-cost";
    /// Opens a parcel.
    button button_details() = "parcel-button-details";
    /// Opens the list of one's own parcels.
    button button_own() = "parcel-button-own";
    /// Ends the notices.
    button button_mute() = "parcel-button-mute";
    /// Begins them again.
    button button_unmute() = "parcel-button-unmute";
    /// They have ended.
    answer muted() = "parcel-muted";
    /// They come again.
    answer unmuted() = "parcel-unmuted";
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

/// A status as a picture, the same in every language.
pub const fn icon(status: ParcelStatus) -> &'static str {
    match status {
        ParcelStatus::Pending => "🕓",
        ParcelStatus::InTransit => "🚚",
        ParcelStatus::Delivered => "🏪",
        ParcelStatus::Issued => "✅",
        ParcelStatus::Cancelled => "🚫",
    }
}

/// Where a parcel is, as the first line of what is said of it.
pub fn notice(language: Language, status: ParcelStatus) -> Html {
    match status {
        ParcelStatus::Pending => notice_pending(language),
        ParcelStatus::InTransit => notice_in_transit(language),
        ParcelStatus::Delivered => notice_delivered(language),
        ParcelStatus::Issued => notice_issued(language),
        ParcelStatus::Cancelled => notice_cancelled(language),
    }
}

/// What comes next, for a customer with this code.
pub fn next(language: Language, status: ParcelStatus, code: &str) -> Html {
    match status {
        ParcelStatus::Pending => next_pending(language),
        ParcelStatus::InTransit => next_in_transit(language),
        ParcelStatus::Delivered => next_delivered(language, code),
        ParcelStatus::Issued => next_issued(language),
        ParcelStatus::Cancelled => next_cancelled(language),
    }
}

//! Parcels: the goods that a shop brings for its customers, from the day on which they are expected until they are issued.

mod add;
mod change;
mod changes;
mod look;
mod own;
mod statuses;

pub use self::{
    add::{NewParcel, add},
    change::{ParcelChange, change},
    look::{
        Page, PublicStatus, Statistics, events_after, get, get_by_number, history, last_event, list, statistics,
        status_of, totals,
    },
    own::{OwnPage, are_there, of_customer, of_customer_by_id, of_customer_by_number, set_notices},
    statuses::{MOST_STATUSES, NewStatus, StatusOutcome, StatusesChanged, change_statuses, check_statuses},
};
pub use crate::storage::{
    own_parcels::{OwnCount, OwnParcel},
    parcel_events::{Event, PastStatus, Totals},
    parcels::{Owner, Parcel, Wanted},
};

use crate::domain::ParcelStatus;

/// A parcel that was added or changed.
#[derive(Clone, Debug)]
pub struct Changed {
    /// As it is now.
    pub parcel: Parcel,
    /// The status that it has since this operation: its customer is told. `None`: it had this status before, or the operation was
    /// carried out before.
    pub new_status: Option<ParcelStatus>,
}

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

/// A parcel that was added or changed.
#[derive(Clone, Debug)]
pub struct Changed {
    /// As it is now.
    pub parcel: Parcel,
    /// What its customer is told. `None`: nothing that they did not know, or the operation was carried out before.
    pub news: Option<News>,
}

/// What the customer of a parcel is told because of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Its status: it is another one, or the parcel is new to this customer.
    Status,
    /// The status was set to one that does not follow the one before.
    Corrected,
}

//! Values of the domain as the platform's JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{
        amount::{Amount, Thousandths},
        moment::Moment,
    },
    domain::ParcelStatus,
    service::parcels::{Parcel, PastStatus},
};

/// Where a parcel is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum StatusName {
    /// It is expected.
    Pending,
    /// It is on its way.
    InTransit,
    /// It is with the shop.
    Delivered,
    /// The customer has it.
    Issued,
    /// It will not come.
    Cancelled,
}

/// A parcel.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParcelView {
    /// The id.
    id: i64,
    /// Its number, as it was sent.
    #[schema(example = "ABC123456")]
    tracking_number: String,
    /// The code of the client: what another system calls them, else their own, else what was sent.
    #[schema(example = "CLIENT123")]
    client_code: String,
    /// Where it is.
    current_status: StatusName,
    /// How many pieces it has.
    #[schema(example = 5)]
    quantity: Option<i64>,
    /// What it weighs, with three places.
    weight_kg: Option<Thousandths>,
    /// What a kilogram costs.
    price_per_kg_usd: Option<Amount>,
    /// What it costs.
    total_cost_usd: Option<Amount>,
    /// What staff noted.
    #[schema(example = "Хрупкое")]
    note: Option<String>,
    /// The statuses that it had, oldest first; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_history: Option<Vec<ParcelStatusView>>,
    /// When it was added.
    created_at: Moment,
    /// When it was last changed.
    updated_at: Moment,
}

/// A status that a parcel had.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParcelStatusView {
    /// The status.
    status: StatusName,
    /// Since when.
    changed_at: Moment,
    /// It did not follow the one before, and was forced.
    forced: bool,
}

impl ParcelView {
    /// A parcel in a list.
    pub(super) fn in_list(parcel: &Parcel) -> Self {
        Self {
            id: parcel.parcel_id.0,
            tracking_number: parcel.number.to_string(),
            client_code: parcel.client().to_owned(),
            current_status: parcel.status.into(),
            quantity: parcel.quantity,
            weight_kg: parcel.weight_milli.map(Thousandths),
            price_per_kg_usd: parcel.price_per_kg_minor.map(Amount),
            total_cost_usd: parcel.cost_minor.map(Amount),
            note: parcel.note.clone(),
            status_history: None,
            created_at: Moment(parcel.created_at),
            updated_at: Moment(parcel.updated_at),
        }
    }

    /// A parcel with its statuses.
    pub(super) fn in_full(parcel: &Parcel, history: &[PastStatus]) -> Self {
        Self { status_history: Some(history.iter().map(ParcelStatusView::from).collect()), ..Self::in_list(parcel) }
    }
}

impl From<&PastStatus> for ParcelStatusView {
    fn from(past: &PastStatus) -> Self {
        Self { status: past.status.into(), changed_at: Moment(past.changed_at), forced: past.is_forced }
    }
}

impl From<ParcelStatus> for StatusName {
    fn from(status: ParcelStatus) -> Self {
        match status {
            ParcelStatus::Pending => Self::Pending,
            ParcelStatus::InTransit => Self::InTransit,
            ParcelStatus::Delivered => Self::Delivered,
            ParcelStatus::Issued => Self::Issued,
            ParcelStatus::Cancelled => Self::Cancelled,
        }
    }
}

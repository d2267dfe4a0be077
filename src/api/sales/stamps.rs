//! The fields that every row of this face has besides its own: when it was made and changed, and by whom.

use crate::{
    api::drf::{Field, Kind, Viewer, read_only},
    service::billing::Stamps,
};

/// A row that says when it was made and changed, and by whom.
pub(super) trait Stamped {
    /// When and by whom.
    fn stamps(&self) -> &Stamps;
}

/// `created_at`.
pub(super) const fn created_at<R: Stamped, W>() -> Field<R, W> {
    read_only("created_at", Kind::Moment, "When it was made.", |row: &R, viewer: &Viewer| {
        viewer.utc(row.stamps().created_at)
    })
}

/// `updated_at`.
pub(super) const fn updated_at<R: Stamped, W>() -> Field<R, W> {
    read_only("updated_at", Kind::Moment, "When it was last changed.", |row: &R, viewer: &Viewer| {
        viewer.utc(row.stamps().updated_at)
    })
}

/// `created_by`.
pub(super) const fn created_by<R: Stamped, W>() -> Field<R, W> {
    read_only("created_by", Kind::Text, "The name of who made it.", |row: &R, _| {
        row.stamps().created_by.as_str().into()
    })
}

/// `updated_by`.
pub(super) const fn updated_by<R: Stamped, W>() -> Field<R, W> {
    read_only("updated_by", Kind::Text, "The name of who changed it last.", |row: &R, _| {
        row.stamps().updated_by.as_str().into()
    })
}

/// Says where a row has its stamps.
macro_rules! stamped {
    ($($row:ty: $($place:ident).+),+ $(,)?) => {$(
        impl $crate::api::sales::stamps::Stamped for $row {
            fn stamps(&self) -> &$crate::service::billing::Stamps {
                &self.$($place).+
            }
        }
    )+};
}
pub(super) use stamped;

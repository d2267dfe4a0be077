//! Billing by month, one file for each resource.

pub mod authors;
pub mod bill_details;
pub mod bills;
pub mod details;
pub mod earnings;
pub mod entitlements;
pub mod kams;
mod listing;
pub(crate) mod moved;
pub mod numbers;
pub mod packages;
pub mod payment_details;
pub mod payments;
pub mod pricings;
pub mod profiles;
pub mod settings;
pub mod utilities;
pub mod utility_details;

pub use self::{
    authors::{Author, Stamps},
    listing::{Found, Page},
};
use super::statement::{Listed, Statement};

/// The statements of each file.
pub(super) const STATEMENTS: [(&str, &[Statement]); 17] = [
    ("billing/authors", authors::STATEMENTS),
    ("billing/bill_details", bill_details::STATEMENTS),
    ("billing/bills", bills::STATEMENTS),
    ("billing/details", details::STATEMENTS),
    ("billing/earnings", earnings::STATEMENTS),
    ("billing/entitlements", entitlements::STATEMENTS),
    ("billing/kams", kams::STATEMENTS),
    ("billing/moved", moved::STATEMENTS),
    ("billing/numbers", numbers::STATEMENTS),
    ("billing/packages", packages::STATEMENTS),
    ("billing/payment_details", payment_details::STATEMENTS),
    ("billing/payments", payments::STATEMENTS),
    ("billing/pricings", pricings::STATEMENTS),
    ("billing/profiles", profiles::STATEMENTS),
    ("billing/settings", settings::STATEMENTS),
    ("billing/utilities", utilities::STATEMENTS),
    ("billing/utility_details", utility_details::STATEMENTS),
];

/// Lists of every kind that are assembled at run time.
pub(super) fn assembled() -> Vec<Listed> {
    [
        bill_details::assembled(),
        bills::assembled(),
        details::assembled(),
        entitlements::assembled(),
        kams::assembled(),
        moved::assembled(),
        packages::assembled(),
        payment_details::assembled(),
        payments::assembled(),
        pricings::assembled(),
        profiles::assembled(),
        utilities::assembled(),
        utility_details::assembled(),
    ]
    .concat()
}

//! Billing by month, one file for each resource. A function that changes something locks the card of the customer first, then the
//! bill, whose amounts it keeps in the same transaction.

mod base;
pub mod bill_details;
pub mod bills;
pub mod details;
mod earning;
pub mod entitlements;
mod figures;
pub mod kams;
pub mod load;
pub mod own;
pub mod packages;
pub mod payment_details;
pub mod payments;
pub mod pricings;
pub mod profiles;
pub mod run;
pub mod settings;
pub mod utilities;

pub use self::{earning::Earned, figures::Booked};
pub use crate::storage::billing::{Found, Page, Stamps};

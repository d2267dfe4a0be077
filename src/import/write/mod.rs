//! Writing a dump: load a page of customers, write each as JSON.

mod coupons;
pub(super) mod customer;
pub(super) mod export;
mod invoice;
pub(super) mod json_writer;
mod lots;
mod parcels;
mod profile;
mod refunds;
mod shop;
mod staff;
pub(super) mod stored;

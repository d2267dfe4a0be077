//! Writing a dump: load a page of customers, write each as JSON.

mod billing;
mod coupons;
pub(super) mod customer;
pub(super) mod export;
mod invoice;
pub(super) mod json_writer;
mod lots;
mod parcels;
mod profile;
mod refunds;
mod sales;
mod shop;
mod staff;
pub(super) mod stored;

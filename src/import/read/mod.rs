//! Reading a dump: scan the file, parse each customer, list what is wrong with it.

pub(super) mod batches;
mod account;
mod billing;
mod bills;
mod combined_history;
mod coupons;
pub(super) mod customer;
mod field_reader;
pub(crate) mod groups;
mod history;
pub(super) mod inspect;
mod invoices;
mod lots;
pub(crate) mod parcels;
mod own_fields;
mod own_settings;
mod profile;
pub(super) mod record;
mod refunds;
mod sales;
pub(super) mod scan;
pub(super) mod shop;
pub(super) mod staff;

//! Storing a dump: insert what is new, leave what is there, report what was done.

mod batches;
mod billing;
mod friends;
mod groups;
mod ids;
mod identities;
mod known;
mod links;
mod newcomers;
mod parcels;
mod rejected;
pub(super) mod report;
mod rewards;
mod row_ids;
mod rows;
pub(super) mod run;
pub(super) mod sales;
pub(super) mod shop;
mod staff;

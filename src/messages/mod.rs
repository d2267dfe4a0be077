//! Messages as values. [`outgoing`] is a message as the outbox stores it and [`crate::telegram`] sends it; [`reply`] builds one.
//! The other files render what both notices and the chat show: an invoice, a bill, a refund, a refusal.

pub(crate) mod balances;
pub(crate) mod bill;
pub(crate) mod callback;
pub(crate) mod coupon;
pub(crate) mod invoice;
pub(crate) mod menu;
pub mod outgoing;
pub(crate) mod parcel;
pub(crate) mod person;
pub mod receipt;
pub mod refund;
pub(crate) mod refusal;
pub(crate) mod reply;
pub(crate) mod sheet;
mod shop_format;
pub(crate) mod split;
pub(crate) mod write_off;

pub use shop_format::ShopFormat;

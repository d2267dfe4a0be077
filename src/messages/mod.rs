//! What people are told, as values. [`outgoing`] is a message as the outbox keeps it and [`crate::telegram`] sends it; [`reply`] is
//! how one is put together. The other files show what notices and the chat both show: an invoice, a refund, a refusal.

pub(crate) mod balances;
pub(crate) mod callback;
pub(crate) mod invoice;
pub(crate) mod menu;
pub mod outgoing;
pub(crate) mod person;
pub mod receipt;
pub mod refund;
pub(crate) mod refusal;
pub(crate) mod reply;
mod shop_format;
pub(crate) mod split;

pub use shop_format::ShopFormat;

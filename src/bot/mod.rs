//! The chat: from an update to a use case, and from its result to an answer.

mod apology;
mod cancel;
mod command;
mod context;
mod customer;
mod dialogue;
mod general;
pub(crate) mod incoming;
pub(crate) mod menu;
mod paging;
mod presence;
mod refusal;
pub mod schema;
mod screen;
pub(crate) mod sent_file;
pub mod shop_context;
mod staff;
pub mod understand;

//! The chat: what the bot makes of an update, and how it answers.

mod apology;
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
pub mod shop_context;
mod staff;
pub mod understand;

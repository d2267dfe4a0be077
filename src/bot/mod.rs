//! The chat: what the bot makes of an update, and how it answers.

mod apology;
mod command;
pub mod context;
mod customer;
mod dialogue;
mod general;
pub(crate) mod incoming;
pub(crate) mod menu;
mod presence;
mod refusal;
pub mod schema;
mod screen;
mod staff;
pub mod understand;

//! The parcels of the shop, for staff who see them.

pub(in crate::bot) mod add;
pub(in crate::bot) mod card;
pub(in crate::bot) mod change;
mod client;
pub(in crate::bot) mod find;
pub(in crate::bot) mod list;
pub(in crate::bot) mod many;
mod meaning;
pub(in crate::bot) mod menu;
mod pasted;
mod read;
mod report;
mod rows;
pub(in crate::bot) mod status;
mod table;

//! The only SQL of Kopilka, one file per resource, each statement written once for SQLite and PostgreSQL.
//!
//! Work happens in a [`Tx`] of one shop: [`Db::begin`] to write, [`Db::read`] to look. `$1` of every statement is that shop
//! and is bound by [`Tx::q`] itself, so that no query can forget it.

pub mod integrity;
pub mod alarms;
pub mod api_answers;
pub mod api_keys;
pub mod api_minutes;
pub mod api_tokens;
pub mod audit_log;
pub(crate) mod bulk;
pub mod card_codes;
pub mod card_moves;
mod codec;
mod committed;
mod connection;
pub mod consents;
pub mod contacts;
pub mod corrections;
pub mod coupons;
pub mod customers;
mod db;
pub mod dialogues;
pub(crate) mod dump;
mod error;
mod every_statement;
mod file_fault;
pub mod holds;
mod ids;
pub(crate) mod imported_rewards;
pub mod inbox;
pub mod invoices;
pub mod ledger;
pub mod operations;
pub mod outbox;
mod planner;
pub mod promo_attempts;
mod private_file;
mod query;
pub mod refunds;
mod leader_lease;
mod migrations;
pub(crate) mod named_links;
pub(crate) mod newcomers;
pub mod shops;
mod schema_fault;
mod server;
mod sessions;
mod sqlite;
pub mod sources;
mod sqlite_file;
pub mod staff;
mod statement;
pub mod told_once;
pub mod warnings;

pub use codec::Value;
pub use committed::{Heading, Priority, Queued};
pub use db::{Db, Tx};
pub use error::{Error, Result};
pub use every_statement::every_statement;
pub use file_fault::FileFault;
pub use leader_lease::{FileLock, LeaderLease, LeaseTerm};
pub use query::{Query, Row};
pub use schema_fault::SchemaFault;
pub use statement::Listed;

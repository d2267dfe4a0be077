//! The use cases. Each public function is one: it checks the permission, does everything in the transaction that it is given,
//! and returns what happened. Only [`ledger`] moves a balance.

pub mod alarms;
pub mod api_answers;
pub mod api_keys;
pub mod api_limits;
pub mod api_tokens;
pub mod api_watch;
mod caller;
pub mod card_codes;
pub mod client_codes;
pub mod client_import;
pub mod clients;
pub mod consents;
pub mod contacts;
pub mod coupons;
pub mod customers;
pub mod debts;
pub mod dialogues;
mod error;
pub mod holds;
pub mod inbox;
pub mod integrity;
pub mod invoices;
pub mod ledger;
mod operations;
pub mod outbox;
pub mod parcels;
pub mod points;
pub mod referrals;
mod refusal;
pub mod refunds;
pub mod sales;
pub mod shop;
pub mod sources;
pub mod staff;
pub mod told_once;
pub mod warnings;
pub mod webhooks;
pub mod write_offs;

pub use caller::{Caller, Operation};
pub use error::{Error, Result};
pub use operations::was_done;
pub use refusal::{Refusal, RefusalCode};

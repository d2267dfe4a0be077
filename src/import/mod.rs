//! The dump: a whole shop as one JSON file, in the format of the earlier bot.
//!
//! - [`run`] imports a dump. `read` parses the file on a thread of its own, `store` inserts its customers a batch at a
//!   time, all in one transaction.
//! - [`export`] writes a dump from the tables (`write`). A dump that was imported and not changed is exported as it was.
//! - [`inspect`] reads a dump without a database and returns what is wrong with it.
//!
//! The files in this folder are the format itself, which all three share. Memory is bounded by the largest customer of
//! a file; lists that grow with the file are kept on disk. What a file says beyond our columns is kept beside them as
//! JSON (`legacy`), so that an export can write it again.

mod error;
mod findings;
mod disk_list;
mod format;
mod values;
mod legacy;
mod digest;
mod wallets;
mod billing;
mod descriptions;
mod shop;
mod own_settings;
mod read;
mod store;
mod write;

pub use error::ImportError;
pub use findings::{Finding, FindingKind, Findings, Severity};
pub use read::{
    inspect::{Inspection, inspect},
    scan::ScanError,
};
pub use store::{
    report::{KindTotal, Outcome, Report, WalletTotal},
    run::{Options, run},
    sales::SalesCounts,
    shop::SettingsOutcome,
};
pub use write::export::{Exported, export};

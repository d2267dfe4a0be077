//! Why an import or an export failed.

use std::io;

use crate::{domain::Wallet, import::read::scan::ScanError, new_file::WriteError, storage};

/// Why an import or an export could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read to its end.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The database failed; nothing was imported.
    #[error("the database failed, nothing was imported")]
    Storage(#[from] storage::Error),
    /// The export cannot be written to the file that was asked for.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The list of the customers who are left out cannot be written.
    #[error("nothing was imported")]
    LeftOut(#[source] WriteError),
    /// Another file failed: a temporary one, the standard output, or the import's file.
    #[error("a file cannot be written or read")]
    Io(#[from] io::Error),
    /// What was stored is not what was read; nothing was imported.
    #[error("{wallet}: the file says {in_file} and {stored} was stored, in minor units; nothing was imported")]
    SumsDiffer {
        /// The wallet.
        wallet: Wallet,
        /// The sum of the file's balances, in minor units.
        in_file: i128,
        /// The sum that was stored, in minor units.
        stored: i128,
    },
}

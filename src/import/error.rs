//! Why an import or an export failed.

use std::io;

use crate::{domain::Wallet, import::read::scan::ScanError, new_file::WriteError, service, storage};

/// Why an import or an export could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read to its end.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The database failed; nothing was imported.
    #[error("the database failed, nothing was imported")]
    Storage(#[from] storage::Error),
    /// A use case failed.
    #[error("nothing was imported")]
    Service(#[source] service::Error),
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

impl From<service::Error> for ImportError {
    fn from(error: service::Error) -> Self {
        match error {
            service::Error::Storage(error) => Self::Storage(error),
            error => Self::Service(error),
        }
    }
}

impl ImportError {
    /// Would the same import succeed if it were tried again at once? It runs into what the bot writes meanwhile on PostgreSQL:
    /// both wait for each other, or both make a customer of one code or account.
    pub(super) fn is_transient(&self) -> bool {
        matches!(self, Self::Storage(error) if error.is_transient())
    }
}

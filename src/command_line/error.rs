//! Why a command fails, and the line that says so.

use std::{error::Error as _, io, net::SocketAddr, path::PathBuf};

use super::backup::BackupError;
use crate::{
    config::ConfigError, demo::DemoError, domain::ShopId, import::ImportError, serve::RunError, service, storage,
};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// `RUST_LOG` cannot be understood.
    #[error("RUST_LOG must be error, warn, info, debug or trace, or name=level pairs with commas between them")]
    Log(#[source] tracing_subscriber::filter::ParseError),
    /// The machine gives no threads or no network.
    #[error("the program cannot start")]
    Start(#[source] io::Error),
    /// The database that `DATABASE_URL` names cannot be opened.
    #[error("DATABASE_URL: the database cannot be opened")]
    Open(#[source] storage::Error),
    /// Its tables cannot be brought up to date.
    #[error("the tables of the database cannot be brought up to date")]
    Migrate(#[source] storage::Error),
    /// A use case failed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The token's shop is not in the database.
    #[error("the database has no shop {0}, which is the bot that TELOXIDE_TOKEN belongs to")]
    UnknownShop(ShopId),
    /// There is a file where the export should go; it may well be the only copy of what was imported.
    #[error("{} exists already; --force replaces it", .0.display())]
    Exists(PathBuf),
    /// The HTTP server has no place.
    #[error("HTTP_ADDR: nothing can listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// Nothing was imported or exported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The bot does not start.
    #[error(transparent)]
    Bot(#[from] RunError),
    /// The sandbox does not start.
    #[error(transparent)]
    Trial(#[from] DemoError),
    /// There is no backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// What was to be printed could not be.
    #[error("the result cannot be printed")]
    Print(#[source] io::Error),
}

/// An error and its causes in one line, without repetitions.
pub(super) fn one_line(error: &Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.ends_with(&text) {
            line = format!("{line}: {text}");
        }
        cause = error.source();
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Why a command failed, and how that is printed.

use std::{error::Error as _, io, net::SocketAddr, path::PathBuf};

use super::backup::BackupError;
use crate::{
    config::{ConfigError, Line, in_file},
    demo::DemoError,
    domain::{ShopId, TelegramId, WebhookId, WebhookUrlError},
    import::ImportError,
    serve::RunError,
    service,
    service::billing::load::FileError,
    storage,
};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// `RUST_LOG` cannot be parsed.
    #[error(
        "RUST_LOG must be error, warn, info, debug or trace, or name=level pairs with commas between them{}",
        in_file(.1.as_ref())
    )]
    Log(#[source] tracing_subscriber::filter::ParseError, Option<Line>),
    /// The runtime or the handlers of signals cannot be set up.
    #[error("the program cannot start")]
    Start(#[source] io::Error),
    /// The database that `DATABASE_URL` names cannot be opened.
    #[error("DATABASE_URL: the database cannot be opened")]
    Open(#[source] storage::Error),
    /// The migrations failed.
    #[error("DATABASE_URL: the tables of the database cannot be brought up to date")]
    Migrate(#[source] storage::Error),
    /// A use case failed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The token's shop is not in the database.
    #[error("the database has no shop {0}, which is the bot that TELOXIDE_TOKEN belongs to")]
    UnknownShop(ShopId),
    /// No key has this number, or it has ended.
    #[error("there is no valid key {0}: kopilka key list shows the keys")]
    UnknownKey(i64),
    /// No webhook has this number.
    #[error("there is no webhook {0}: kopilka webhook list shows the webhooks")]
    UnknownWebhook(i64),
    /// Events cannot be sent to this URL.
    #[error(
        "the URL of a webhook must begin with https:// and lead to a server that anybody can reach, or that HTTP_WEBHOOK_HOSTS names: {0}"
    )]
    WebhookUrl(WebhookUrlError),
    /// A shop has so many webhooks at most.
    #[error("there are 20 webhooks already: kopilka webhook remove ends one")]
    TooManyWebhooks,
    /// A webhook has the URL.
    #[error("webhook {0} has this URL already: kopilka webhook remove {0} ends it")]
    WebhookKnown(WebhookId),
    /// The person has no role.
    #[error(
        "{0} is no member of the staff: an owner appoints them in the chat with /staff, OWNER_IDS names the owners"
    )]
    NotStaff(TelegramId),
    /// The operating system asked the program to end before the command was done.
    #[error("stopped by a signal before the work was done")]
    Stopped,
    /// The HTTP server cannot listen.
    #[error("HTTP_ADDR: nothing can listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// There is no HTTP server that could be asked.
    #[error("HTTP_ADDR is not set, so there is nothing to ask")]
    NoHttp,
    /// The HTTP server of the running program does not answer.
    #[error("the program does not answer at {0}")]
    NotAlive(SocketAddr, #[source] reqwest::Error),
    /// The HTTP server ended though nothing had asked it to.
    #[error("the HTTP server broke down: the log says where")]
    ServerBroken,
    /// The import or export failed.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The bot does not start.
    #[error(transparent)]
    Bot(#[from] RunError),
    /// The sandbox does not start.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The backup failed.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Days after the issue of a bill that are out of range.
    #[error("--due-days must be from 0 to 366")]
    DueDays,
    /// A file cannot be read.
    #[error("{} cannot be read", .0.display())]
    ReadFile(PathBuf, #[source] io::Error),
    /// A file of key account managers and utility information is faulty; nothing of it was loaded.
    #[error("{} cannot be loaded", .0.display())]
    BillingFile(PathBuf, #[source] FileError),
    /// The output cannot be written.
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

//! The chat: from an update of Telegram to the messages that answer it.
//!
//! The way in is [`polling`] or [`webhook`] → [`intake`] → [`runner`], the way out [`outgoing`] → [`sender`]; both go through the
//! database, so that nothing is lost or done twice when the process dies in between. [`mod@serve`] sets all of it going, and
//! [`lead`] does what only one of several processes may do.

mod apology;
mod callback;
mod command;
pub mod context;
mod customer;
mod dialogue;
mod incoming;
mod intake;
mod lead;
mod menu;
pub mod notice;
pub mod outgoing;
mod polling;
mod qr;
mod refusal;
mod reply;
mod run;
pub mod runner;
pub mod schema;
pub mod sender;
pub mod serve;
mod split;
mod staff;
pub mod stop;
pub mod telegram;
pub mod understand;
mod webhook;

pub use run::{Options, RunError, run};
pub use sender::Limits;
pub use webhook::Doorway;

/// A future that can be kept and sent to another thread.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

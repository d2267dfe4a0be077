//! The chat: from an update of Telegram to the messages that answer it.

mod apology;
mod callback;
mod command;
pub mod context;
mod customer;
mod dialogue;
mod incoming;
pub mod outgoing;
mod qr;
mod refusal;
mod reply;
pub mod runner;
pub mod schema;
mod split;
mod staff;

/// A future that can be kept and sent to another thread.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

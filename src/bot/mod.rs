//! The chat: from an update of Telegram to the messages that answer it.

pub mod outgoing;
mod qr;
pub mod runner;
mod split;

/// A future that can be kept and sent to another thread.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

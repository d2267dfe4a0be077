//! The way to and from Telegram. Updates come in by [`polling`] or [`webhook`] → [`receiver`] → [`listener`], messages leave by
//! the [`sender`]; both go through the database, so that nothing is lost or done twice when the process dies in between.
//! [`mod@serve`] sets all of it going, and [`leader`] does what only one of several processes may do.

pub mod client;
pub(crate) mod answers;
pub(crate) mod commands;
pub mod dispatcher;
pub mod exactly_once;
pub mod leader;
mod listener;
mod polling;
pub(crate) mod receiver;
pub mod sender;
pub mod serve;
mod webhook;

pub use futures_util::future::BoxFuture;
pub use sender::Limits;
pub use webhook::WebhookEndpoint;

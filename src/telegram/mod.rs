//! Telegram. Updates are received by [`polling`] or [`webhook`] → [`receiver`] → [`listener`], messages are sent by the
//! [`sender`]; both are stored in the database first, so that a crash neither loses nor repeats them. [`mod@serve`]
//! starts everything, and [`leader`] does what only one of several processes may do.

#![cfg_attr(
    not(test),
    warn(clippy::arithmetic_side_effects, reason = "servers and people choose many of the numbers here")
)]

pub mod client;
pub mod alarm;
pub(crate) mod answers;
pub mod attachment;
pub(crate) mod commands;
pub mod dispatcher;
pub mod exactly_once;
mod in_flight;
pub mod leader;
mod listener;
mod polling;
pub(crate) mod receiver;
mod reduced;
mod rivalry;
pub mod sender;
pub mod serve;
mod webhook;
pub(crate) mod webhook_url;

pub use futures_util::future::BoxFuture;
pub use sender::Limits;
pub use webhook::WebhookEndpoint;

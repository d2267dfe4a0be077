//! The sender of events to webhooks. The leader runs it: it sends what waits in the database, each parcel's events in their order
//! and those of different parcels beside each other, until each has arrived or is given up.
//!
//! A row is deleted after its receiver has answered with 2xx. Where the process dies in between, the event is sent again, with the
//! same id.

mod client;
mod delivery;
mod resolver;
mod running;
mod sender;
mod signature;

pub use self::{
    client::{Client, ClientError},
    resolver::{Resolve, SystemResolver, is_public_host},
    sender::Sender,
};

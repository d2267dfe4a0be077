//! The program as a process: it is killed and stopped, its database is unreachable, its settings are wrong.

mod bills;
mod crash;
mod people;
mod outages;
mod parcels;
mod pooler;
pub(crate) mod process;
mod assertions;
mod replicas;
mod start;
mod tills;
pub(crate) mod network;

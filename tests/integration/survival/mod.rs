//! The program as a process among others: it is killed and stopped, its database goes away, its settings are wrong.

mod crash;
mod crowd;
mod outages;
pub(crate) mod process;
mod assertions;
mod replicas;
mod start;
pub(crate) mod network;

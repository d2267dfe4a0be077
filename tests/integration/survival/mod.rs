//! The program as a process among others: it is killed and stopped, its database goes away, its settings are wrong.

mod crash;
mod crowd;
mod outages;
mod process;
mod assertions;
mod replicas;
mod start;
mod network;

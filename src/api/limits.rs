//! What this process knows of the limits: the requests of each client in this minute ([`counting`](super::counting) uses them),
//! wrong credentials and look-ups of parcels by the address.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use super::fault::Fault;
use crate::{clock::Timestamp, service::api_limits};

/// Wrong credentials a minute and address.
const WRONG: u32 = 20;
/// Look-ups of parcels a minute and address, by those who have no key.
const LOOK_UPS: u32 = 20;
/// How many clients are kept in memory before those of earlier minutes are dropped.
const KEPT: usize = 10_000;

/// The counters of this process.
#[derive(Default)]
pub(super) struct Limits {
    clients: Mutex<HashMap<String, Minute>>,
    wrong: Mutex<ByAddress>,
    look_ups: Mutex<ByAddress>,
}

/// How often each address did something in a minute.
#[derive(Default)]
struct ByAddress {
    number: i64,
    counts: HashMap<IpAddr, u32>,
}

/// What a process knows of a client's minute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Minute {
    number: i64,
    /// What this process has taken of the minute and not used yet.
    own: i64,
    /// What was left of the minute for all processes when this one last took a part.
    shared: Option<i64>,
}

/// What the headers of an answer say of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Requests a minute.
    pub(super) limit: i64,
    /// What is left of this minute.
    pub(super) remaining: i64,
    /// When the next minute begins, in seconds since 1970.
    pub(super) reset: i64,
    /// Was this request one too many?
    pub(super) is_exceeded: bool,
    /// How many seconds to wait.
    pub(super) retry_after: u64,
}

impl Standing {
    /// What a client is told that has exceeded its limit.
    pub(super) const fn fault(self) -> Fault {
        Fault::TooManyRequests(self.retry_after)
    }
}

impl Limits {
    /// Counts wrong credentials from an address. Returns how many seconds to wait, where they were too many.
    pub(super) fn note_wrong(&self, address: IpAddr, at: Timestamp) -> Option<u64> {
        (count(&self.wrong, address, at) > WRONG).then(|| wait(api_limits::minute(at), at))
    }

    /// Counts a look-up of a parcel from an address.
    pub(super) fn note_look_up(&self, address: IpAddr, at: Timestamp) -> Standing {
        let number = api_limits::minute(at);
        let used = count(&self.look_ups, address, at);
        Standing {
            limit: LOOK_UPS.into(),
            remaining: LOOK_UPS.saturating_sub(used).into(),
            reset: reset(number),
            is_exceeded: used > LOOK_UPS,
            retry_after: wait(number, at),
        }
    }

    /// Uses a request that this process has taken of the minute already; `None` where it has none. A new minute begins with
    /// `granted` requests.
    pub(super) fn use_own(&self, client: &str, number: i64, granted: i64) -> Option<Minute> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() > KEPT {
            clients.retain(|_, minute| minute.number >= number);
        }
        let minute = clients.entry(client.to_owned()).or_insert(Minute::NONE);
        if minute.number < number {
            *minute = Minute { number, own: granted, shared: None };
        }
        if minute.own <= 0 {
            return None;
        }
        minute.own -= 1;
        Some(*minute)
    }

    /// What was left of a minute for all processes when this one last asked; `None` where it has not.
    pub(super) fn shared(&self, client: &str) -> Option<i64> {
        let clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.get(client).and_then(|minute| minute.shared)
    }

    /// Adds what was taken of the minute, and uses one of it, where there is one.
    pub(super) fn add(&self, client: &str, taken: i64, shared: i64) -> Option<Minute> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = clients.entry(client.to_owned()).or_insert(Minute::NONE);
        minute.own += taken;
        minute.shared = Some(minute.shared.map_or(shared, |earlier| earlier.min(shared)));
        if minute.own <= 0 {
            return None;
        }
        minute.own -= 1;
        Some(*minute)
    }
}

/// Counts what an address did. Returns how often it did so in this minute.
fn count(counts: &Mutex<ByAddress>, address: IpAddr, at: Timestamp) -> u32 {
    let number = api_limits::minute(at);
    let mut minute = counts.lock().unwrap_or_else(PoisonError::into_inner);
    if minute.number != number {
        *minute = ByAddress { number, counts: HashMap::new() };
    }
    let count = minute.counts.entry(network(address)).or_default();
    *count = count.saturating_add(1);
    *count
}

/// How many seconds it takes until a minute is over.
pub(super) fn wait(number: i64, at: Timestamp) -> u64 {
    (reset(number) - at.seconds()).max(1).unsigned_abs()
}

/// When a minute is over, in seconds since 1970.
pub(super) const fn reset(number: i64) -> i64 {
    (number + 1) * 60
}

/// What one person has: an address, or with IPv6 a network of 64 bits, of whose addresses they take as many as they like.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => (address & Ipv6Addr::from_bits(u128::MAX << 64)).into(),
    }
}

impl Minute {
    /// Before all others.
    const NONE: Self = Self { number: i64::MIN, own: 0, shared: None };

    /// How many requests are left of it, as far as this process knows.
    pub(super) fn remaining(self) -> i64 {
        self.own.saturating_add(self.shared.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_credentials_are_counted_for_the_network_of_an_ipv6_address() {
        let limits = Limits::default();
        let wait = |address: &str| limits.note_wrong(address.parse().unwrap(), Timestamp::FIRST);
        for host in 0..20 {
            assert_eq!(wait(&format!("2001:db8:1:2::{host:x}")), None);
        }
        assert!(wait("2001:db8:1:2:ffff::1").is_some());
        assert_eq!(wait("2001:db8:1:3::1"), None);
        for _ in 0..20 {
            assert_eq!(wait("192.0.2.1"), None);
        }
        assert!(wait("::ffff:192.0.2.1").is_some());
        assert_eq!(wait("192.0.2.2"), None);
    }
}

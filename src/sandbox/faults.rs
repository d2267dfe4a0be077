//! Faults that a test injects, and the limits of Telegram on sending.

use std::collections::{HashMap, VecDeque};

use crate::clock::Timestamp;

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 429 with this many seconds to wait.
    TooManyRequests {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// This status and body in place of an answer, as from a proxy or a gateway; the call has no effect.
    Other {
        /// The HTTP status.
        status: u16,
        /// What comes back.
        body: &'static str,
    },
    /// 500; the call has no effect.
    ServerError,
    /// 404, as from an old server that does not have the method.
    UnknownMethod,
    /// The connection breaks; the call has no effect.
    DropBefore,
    /// The connection breaks after the call has taken effect.
    DropAfter,
    /// The call takes effect and is never answered.
    Silence,
}

/// The next faults of each method.
#[derive(Default)]
pub(crate) struct FaultPlan(HashMap<String, VecDeque<Fault>>);

impl FaultPlan {
    pub(crate) fn add(&mut self, method: &str, count: usize, fault: Fault) {
        let due = self.0.entry(method.to_ascii_lowercase()).or_default();
        due.extend(std::iter::repeat_n(fault, count));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn take(&mut self, method: &str) -> Option<Fault> {
        self.0.get_mut(&method.to_ascii_lowercase())?.pop_front()
    }
}

/// The limits of Telegram on sending: 30 a second in all, about one a second to a person with short bursts, 20 a minute
/// to a group.
#[derive(Default)]
pub(crate) struct FloodLimits {
    all: Bucket,
    chats: HashMap<i64, Bucket>,
}

#[derive(Default)]
struct Bucket {
    level_micros: i64,
    at: i64,
}

impl FloodLimits {
    /// Counts one more message to a chat; the error is the number of seconds to wait first.
    pub(crate) fn admit(&mut self, chat: i64, now: Timestamp) -> Result<(), u32> {
        let of_chat = self.chats.entry(chat).or_default();
        let (cost, burst) = if chat < 0 { (3_000_000, 20) } else { (1_000_000, 5) };
        let wait = of_chat.wait(now, cost, burst).max(self.all.wait(now, 33_333, 30));
        if wait > 0 {
            return Err(u32::try_from(wait / 1_000_000 + 1).unwrap_or(u32::MAX));
        }
        of_chat.level_micros += cost;
        self.all.level_micros += 33_333;
        Ok(())
    }
}

impl Bucket {
    /// Lowers the level by the time that has passed; returns the microseconds to wait before one more message.
    fn wait(&mut self, now: Timestamp, cost: i64, burst: i64) -> i64 {
        self.level_micros = (self.level_micros - (now.0 - self.at)).max(0);
        self.at = now.0;
        (self.level_micros + cost - cost * burst).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bursts_pass_and_floods_wait() {
        let mut limits = FloodLimits::default();
        let now = Timestamp(1_000_000_000);
        assert!((0..5).all(|_| limits.admit(1, now).is_ok()));
        assert_eq!(limits.admit(1, now), Err(2));
        assert_eq!(limits.admit(2, now), Ok(()));
        assert_eq!(limits.admit(1, Timestamp(now.0 + 1_000_000)), Ok(()));
    }

    #[test]
    fn faults_come_in_order_and_end() {
        let mut plan = FaultPlan::default();
        plan.add("sendMessage", 1, Fault::ServerError);
        assert_eq!(plan.take("SendMessage"), Some(Fault::ServerError));
        assert_eq!(plan.take("SendMessage"), None);
    }
}

//! Rate limits: a burst at once, and then one message per interval.

use std::time::{Duration, Instant};

use crate::{backoff::after, domain::TelegramId};

/// The rate limits of sending.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Messages per second in all; 0: no limit.
    pub per_second: u32,
    /// The time per message to one chat.
    pub chat_interval: Duration,
    /// The messages to one chat that may be sent at once.
    pub chat_burst: u32,
}

impl Limits {
    /// The default limits with another `per_second`; 0 removes all limits, for a server that is not Telegram.
    pub fn per_second(per_second: u32) -> Self {
        match per_second {
            0 => Self { per_second, chat_interval: Duration::ZERO, chat_burst: u32::MAX },
            _ => Self { per_second, ..Self::default() },
        }
    }

    /// The limit of all chats together.
    pub(super) fn of_all(&self) -> Limit {
        let burst = (self.per_second / 2).max(1);
        Limit { every: Duration::from_secs(1).checked_div(self.per_second).unwrap_or(Duration::ZERO), burst }
    }

    /// The limit of one chat. Groups take 20 a minute, and their ids are below zero.
    pub(super) fn of_chat(&self, chat: TelegramId) -> Limit {
        let every = if chat.0 < 0 { self.chat_interval.saturating_mul(3) } else { self.chat_interval };
        Limit { every, burst: self.chat_burst }
    }
}

impl Default for Limits {
    /// The limits that Telegram tolerates.
    fn default() -> Self {
        Self { per_second: 30, chat_interval: Duration::from_secs(1), chat_burst: 4 }
    }
}

/// A limit: `burst` messages at once, then one per `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) every: Duration,
    pub(super) burst: u32,
}

impl Limit {
    /// How long a burst is ahead of the interval.
    fn ahead(self) -> Duration {
        self.every.saturating_mul(self.burst.saturating_sub(1))
    }
}

/// The use of a [`Limit`], as the moment from which on it is unused again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    unused_at: Instant,
}

impl Pace {
    /// An unused limit.
    pub(super) const fn new(now: Instant) -> Self {
        Self { unused_at: now }
    }

    /// When the next message may be sent; not after `now` where it may be sent at once.
    pub(super) fn free_at(&self, limit: Limit) -> Instant {
        self.unused_at.checked_sub(limit.ahead()).unwrap_or(self.unused_at)
    }

    /// Counts one message.
    pub(super) fn take(&mut self, limit: Limit, now: Instant) {
        self.unused_at = after(self.unused_at.max(now), limit.every);
    }

    /// Allows no message before `until`, and no burst then.
    pub(super) fn hold(&mut self, limit: Limit, until: Instant) {
        self.unused_at = self.unused_at.max(after(until, limit.ahead()));
    }

    /// Is the limit unused, as if no message had been sent?
    pub(super) fn is_unused(&self, now: Instant) -> bool {
        self.unused_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { every: Duration::from_secs(1), burst: 3 };

    /// The seconds at which messages are sent that wait without a pause.
    fn sent_at(pace: &mut Pace, start: Instant, from: f64, count: usize) -> Vec<f64> {
        let mut now = start + Duration::from_secs_f64(from);
        let mut at = Vec::new();
        for _ in 0..count {
            now = now.max(pace.free_at(LIMIT));
            pace.take(LIMIT, now);
            at.push((now - start).as_secs_f64());
        }
        at
    }

    #[test]
    fn a_burst_is_sent_at_once_and_the_rest_at_the_interval() {
        let start = Instant::now() + Duration::from_secs(60);
        let mut pace = Pace::new(start);
        assert_eq!(sent_at(&mut pace, start, 0.0, 5), [0.0, 0.0, 0.0, 1.0, 2.0]);
        assert!(!pace.is_unused(start + Duration::from_secs(4)));
        assert_eq!(sent_at(&mut pace, start, 4.0, 4), [4.0, 4.0, 5.0, 6.0], "two are allowed again by then");
        assert!(pace.is_unused(start + Duration::from_secs(9)));
        assert_eq!(
            sent_at(&mut pace, start, 100.0, 4),
            [100.0, 100.0, 100.0, 101.0],
            "no more than a burst is saved up"
        );
    }

    #[test]
    fn after_a_hold_there_is_no_burst() {
        let start = Instant::now() + Duration::from_secs(60);
        let mut pace = Pace::new(start);
        pace.hold(LIMIT, start + Duration::from_secs(10));
        assert_eq!(sent_at(&mut pace, start, 0.0, 3), [10.0, 11.0, 12.0]);
    }
}

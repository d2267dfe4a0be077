//! How fast messages may go: so many at once, and then one in every interval.

use std::time::{Duration, Instant};

use crate::domain::TelegramId;

/// How fast messages may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In all, a second; 0: no limit.
    pub per_second: u32,
    /// To one chat, one in this time.
    pub chat_interval: Duration,
    /// To one chat, at once.
    pub chat_burst: u32,
}

impl Limits {
    /// What Telegram tolerates, but for `per_second`; 0 takes every limit away, for a server that is not Telegram.
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
        let every = if chat.0 < 0 { self.chat_interval * 3 } else { self.chat_interval };
        Limit { every, burst: self.chat_burst }
    }
}

impl Default for Limits {
    /// What Telegram tolerates.
    fn default() -> Self {
        Self { per_second: 30, chat_interval: Duration::from_secs(1), chat_burst: 4 }
    }
}

/// A limit: `burst` at once, then one in every `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) every: Duration,
    pub(super) burst: u32,
}

/// What has gone under a [`Limit`], as one moment: when everything will be as if nothing had gone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    rested_at: Instant,
}

impl Pace {
    /// Nothing has gone.
    pub(super) const fn new(now: Instant) -> Self {
        Self { rested_at: now }
    }

    /// When the next one may go; not after `now` where it may go at once.
    pub(super) fn free_at(&self, limit: Limit) -> Instant {
        let ahead = limit.every * limit.burst.saturating_sub(1);
        self.rested_at.checked_sub(ahead).unwrap_or(self.rested_at)
    }

    /// One goes.
    pub(super) fn take(&mut self, limit: Limit, now: Instant) {
        self.rested_at = self.rested_at.max(now) + limit.every;
    }

    /// None goes before `until`, and then one at a time.
    pub(super) fn hold(&mut self, limit: Limit, until: Instant) {
        self.rested_at = self.rested_at.max(until + limit.every * limit.burst.saturating_sub(1));
    }

    /// Is it as if nothing had gone?
    pub(super) fn is_rested(&self, now: Instant) -> bool {
        self.rested_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { every: Duration::from_secs(1), burst: 3 };

    /// The seconds at which messages go that are offered without a pause.
    fn goes(pace: &mut Pace, start: Instant, from: f64, count: usize) -> Vec<f64> {
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
    fn a_burst_goes_at_once_and_the_rest_in_step() {
        let start = Instant::now() + Duration::from_secs(60);
        let mut pace = Pace::new(start);
        assert_eq!(goes(&mut pace, start, 0.0, 5), [0.0, 0.0, 0.0, 1.0, 2.0]);
        assert!(!pace.is_rested(start + Duration::from_secs(4)));
        assert_eq!(goes(&mut pace, start, 4.0, 4), [4.0, 4.0, 5.0, 6.0], "two have come back by then");
        assert!(pace.is_rested(start + Duration::from_secs(9)));
        assert_eq!(goes(&mut pace, start, 100.0, 4), [100.0, 100.0, 100.0, 101.0], "no more than a burst is saved up");
    }

    #[test]
    fn after_a_hold_there_is_no_burst() {
        let start = Instant::now() + Duration::from_secs(60);
        let mut pace = Pace::new(start);
        pace.hold(LIMIT, start + Duration::from_secs(10));
        assert_eq!(goes(&mut pace, start, 0.0, 3), [10.0, 11.0, 12.0]);
    }
}

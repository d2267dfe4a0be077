//! Pauses between attempts. They grow up to a bound, and vary at random, so that processes which failed together do not try
//! again together.

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, reason = "servers choose pauses of any length"))]

use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

/// The pauses after failures in a row.
#[derive(Debug)]
pub(crate) struct Pauses {
    first: Duration,
    longest: Duration,
    next: ExponentialBackoff,
}

impl Pauses {
    /// Pauses that begin with `first` and double up to `longest`, each longer by up to its own length.
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, next: backoff(first, longest) }
    }

    /// The pause after another failure.
    pub(crate) fn next(&mut self) -> Duration {
        self.next.next().unwrap_or(self.longest)
    }

    /// An attempt succeeded: the next pause is the first again.
    pub(crate) fn reset(&mut self) {
        self.next = backoff(self.first, self.longest);
    }
}

/// The longest pause that is counted from a moment.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// The moment after a pause, which is kept within a day.
pub(crate) fn after(moment: Instant, pause: Duration) -> Instant {
    moment.checked_add(pause.min(LONGEST)).unwrap_or(moment)
}

fn backoff(first: Duration, longest: Duration) -> ExponentialBackoff {
    ExponentialBuilder::new().with_min_delay(first).with_max_delay(longest).without_max_times().with_jitter().build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        let (first, longest) = (Duration::from_millis(250), Duration::from_secs(5));
        let mut pauses = Pauses::new(first, longest);
        for _ in 0..2 {
            for expected in [250, 500, 1000, 2000, 4000, 5000, 5000, 5000].map(Duration::from_millis) {
                let pause = pauses.next();
                assert!(expected <= pause && pause <= expected * 2, "{pause:?} where {expected:?} is the least");
            }
            pauses.reset();
        }
    }

    #[test]
    fn no_pause_is_endless() {
        let now = Instant::now();
        assert_eq!(after(now, Duration::from_secs(5)), now + Duration::from_secs(5));
        assert_eq!(after(now, Duration::MAX), now + LONGEST);
    }

    #[test]
    fn they_vary() {
        let first = |_| Pauses::new(Duration::from_secs(1), Duration::from_secs(1)).next();
        let seen: std::collections::HashSet<Duration> = (0..10).map(first).collect();
        assert!(seen.len() > 1);
    }
}

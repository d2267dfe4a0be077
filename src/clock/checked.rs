//! The machine's clock, compared with Telegram's.
//!
//! A wrong clock must not take points from people, so nothing expires while it differs by more than [`TOLERANCE`], or before
//! Telegram's time is known at all. Dates are taken from Telegram's clock meanwhile.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use tokio::sync::watch;

use super::{Clock, Timestamp};

/// Where the clocks differ by more, the machine's is wrong.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// The time of a response does not count for so long after a message, and not at all where the message proves the clock wrong.
const OUTWEIGHS_FOR: Duration = Duration::from_secs(3600);

/// How a moment of Telegram's clock is known. Dates of messages outweigh the times of responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The time of a response of Telegram's own server. What stands between may have a clock of its own.
    Response,
    /// The date of a message that arrived: it is that late at least. Where the machine's clock shows little more, it is not ahead.
    Arrived,
    /// The date of a message that was sent just now.
    Sent,
}

/// A clock of the machine that is held against Telegram's.
pub struct CheckedClock {
    machine: Arc<dyn Clock>,
    seen: Mutex<Option<Seen>>,
    verdict: watch::Sender<Verdict>,
}

/// What the last comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was compared.
    Unknown,
    /// The clocks agree.
    Right,
    /// The machine's is ahead of Telegram's by this; below zero: behind.
    Wrong(TimeDelta),
}

impl Verdict {
    /// Does this one say something else, and not only another difference?
    pub fn is_of_another_kind(self, other: Self) -> bool {
        mem::discriminant(&self) != mem::discriminant(&other)
    }
}

/// Telegram's clock, read once.
#[derive(Clone, Copy)]
struct Seen {
    at: Timestamp,
    /// The steady time of that moment.
    since: Duration,
    evidence: Evidence,
}

impl Seen {
    /// What Telegram's clock shows, when it is this steady time.
    fn at(&self, steady: Duration) -> Timestamp {
        self.at + TimeDelta::from_std(steady.saturating_sub(self.since)).unwrap_or(TimeDelta::MAX)
    }
}

impl CheckedClock {
    /// A clock of which nothing is known yet.
    pub fn new(machine: Arc<dyn Clock>) -> Self {
        Self { machine, seen: Mutex::new(None), verdict: watch::Sender::new(Verdict::Unknown) }
    }

    /// Telegram's clock shows `at` now.
    pub fn compare(&self, at: Timestamp, evidence: Evidence) {
        {
            let mut seen = self.seen();
            let (machine, steady) = (self.machine.now(), self.machine.steady());
            let is_news = match (&*seen, evidence) {
                (_, Evidence::Sent) | (None, Evidence::Response) => true,
                (None, Evidence::Arrived) => at >= machine - TOLERANCE,
                (Some(seen), Evidence::Arrived) => at > seen.at(steady),
                (Some(Seen { evidence: Evidence::Response, .. }), Evidence::Response) => true,
                (Some(seen), Evidence::Response) => {
                    agree(machine, seen.at(steady)) && steady.saturating_sub(seen.since) >= OUTWEIGHS_FOR
                }
            };
            if is_news {
                *seen = Some(Seen { at, since: steady, evidence });
            }
        }
        let verdict = self.verdict();
        self.verdict.send_if_modified(|last| {
            let is_changed = last.is_of_another_kind(verdict);
            *last = verdict;
            is_changed
        });
    }

    /// The verdict of each comparison that differs in kind from the one before.
    pub fn verdicts(&self) -> watch::Receiver<Verdict> {
        self.verdict.subscribe()
    }

    /// How long ago Telegram's clock was last read; `None`: never.
    pub fn last_compared(&self) -> Option<Duration> {
        self.seen().as_ref().map(|seen| self.machine.steady().saturating_sub(seen.since))
    }

    /// How the clocks stand to each other now.
    pub fn verdict(&self) -> Verdict {
        match *self.seen() {
            None => Verdict::Unknown,
            Some(seen) => match self.machine.now() - seen.at(self.machine.steady()) {
                ahead if ahead.abs() > TOLERANCE => Verdict::Wrong(ahead),
                _ => Verdict::Right,
            },
        }
    }

    fn seen(&self) -> MutexGuard<'_, Option<Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn agree(machine: Timestamp, telegrams: Timestamp) -> bool {
    (machine - telegrams).abs() <= TOLERANCE
}

impl Clock for CheckedClock {
    /// The time of the machine; while that is wrong, Telegram's.
    fn now(&self) -> Timestamp {
        let machine = self.machine.now();
        let telegrams = self.seen().map(|seen| seen.at(self.machine.steady()));
        telegrams.filter(|telegrams| !agree(machine, *telegrams)).unwrap_or(machine)
    }

    fn steady(&self) -> Duration {
        self.machine.steady()
    }

    fn is_right(&self) -> bool {
        self.verdict() == Verdict::Right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    const NOW: Timestamp = Timestamp(1_795_168_800_000_000);
    const YEAR: TimeDelta = TimeDelta::days(365);

    fn clock(ahead: TimeDelta) -> (Arc<ManualClock>, CheckedClock) {
        let machine = Arc::new(ManualClock::at(NOW + ahead));
        (Arc::clone(&machine), CheckedClock::new(machine))
    }

    #[track_caller]
    fn assert_shows(clock: &CheckedClock, expected: Timestamp) {
        let off = (clock.now() - expected).abs();
        assert!(off < TimeDelta::seconds(30), "{:?} where {expected:?} was expected", clock.now());
    }

    #[test]
    fn nothing_expires_by_an_unknown_or_wrong_clock() {
        for (ahead, is_right) in [
            (TimeDelta::zero(), true),
            (TimeDelta::minutes(4), true),
            (TimeDelta::minutes(-4), true),
            (TimeDelta::minutes(6), false),
            (TimeDelta::minutes(-6), false),
            (YEAR, false),
            (-YEAR, false),
        ] {
            for evidence in [Evidence::Response, Evidence::Sent] {
                let (_, clock) = clock(ahead);
                assert!(!clock.is_right(), "nothing is known");
                assert_shows(&clock, NOW + ahead);
                clock.compare(NOW, evidence);
                assert_eq!(clock.is_right(), is_right, "{ahead}, {evidence:?}");
                assert_shows(&clock, if is_right { NOW + ahead } else { NOW });
            }
        }
    }

    #[test]
    fn a_mended_clock_is_right_at_once_and_one_that_jumps_is_wrong_at_once() {
        let (machine, clock) = clock(YEAR);
        let mut verdicts = clock.verdicts();
        clock.compare(NOW, Evidence::Response);
        assert!(matches!(*verdicts.borrow_and_update(), Verdict::Wrong(ahead) if ahead > TimeDelta::days(364)));
        machine.set(-YEAR);
        assert!(clock.is_right());
        machine.set(TimeDelta::hours(1));
        assert!(!clock.is_right());
        machine.set(TimeDelta::hours(-1));
        clock.compare(NOW, Evidence::Response);
        assert_eq!((verdicts.has_changed().unwrap(), *verdicts.borrow_and_update()), (true, Verdict::Right));
        clock.compare(NOW, Evidence::Response);
        assert!(!verdicts.has_changed().unwrap(), "said again");
    }

    #[test]
    fn a_machine_that_slept_has_a_right_clock() {
        let (machine, clock) = clock(TimeDelta::zero());
        clock.compare(NOW, Evidence::Sent);
        machine.advance(TimeDelta::hours(14));
        assert!(clock.is_right());
        assert_shows(&clock, NOW + TimeDelta::hours(14));
    }

    #[test]
    fn a_message_that_arrived_is_the_least_that_telegrams_clock_can_show() {
        // It may be an old one.
        let (_, ahead) = clock(YEAR);
        ahead.compare(NOW, Evidence::Arrived);
        assert_eq!(ahead.verdict(), Verdict::Unknown);
        let (_, behind) = clock(-YEAR);
        behind.compare(NOW, Evidence::Arrived);
        assert!(matches!(behind.verdict(), Verdict::Wrong(_)));
        // A server that shares the fault does not outweigh it; a message that is later does.
        behind.compare(NOW - YEAR, Evidence::Response);
        assert_shows(&behind, NOW);
        behind.compare(NOW + TimeDelta::hours(2), Evidence::Arrived);
        assert_shows(&behind, NOW + TimeDelta::hours(2));
        // One of this minute shows that the clock is not ahead.
        let (_, right) = clock(TimeDelta::zero());
        right.compare(NOW - TimeDelta::minutes(1), Evidence::Arrived);
        assert_eq!(right.verdict(), Verdict::Right);
    }

    #[test]
    fn an_alarm_that_a_message_raised_is_ended_by_a_message_alone() {
        for (ahead, evidence) in [(YEAR, Evidence::Sent), (-YEAR, Evidence::Sent), (-YEAR, Evidence::Arrived)] {
            let (machine, clock) = clock(ahead);
            clock.compare(NOW, evidence);
            for hours in 0..50 {
                machine.advance(TimeDelta::hours(1));
                clock.compare(NOW + ahead + TimeDelta::hours(hours + 1), Evidence::Response);
                assert!(matches!(clock.verdict(), Verdict::Wrong(_)), "{ahead}, {evidence:?}, {hours} h");
            }
            clock.compare(NOW + ahead + TimeDelta::hours(50), Evidence::Sent);
            assert_eq!(clock.verdict(), Verdict::Right, "{ahead}, {evidence:?}");
        }
        // One that a response raised is ended by another.
        let (_, clock) = clock(TimeDelta::zero());
        clock.compare(NOW - YEAR, Evidence::Response);
        clock.compare(NOW, Evidence::Response);
        assert_eq!(clock.verdict(), Verdict::Right);
    }

    #[test]
    fn a_sent_message_outweighs_the_clock_of_the_server() {
        let (_, clock) = clock(YEAR);
        clock.compare(NOW + YEAR, Evidence::Response);
        assert!(clock.is_right());
        clock.compare(NOW, Evidence::Sent);
        clock.compare(NOW + YEAR, Evidence::Response);
        assert!(!clock.is_right());
        assert_shows(&clock, NOW);
    }

    #[test]
    fn extreme_moments_do_not_overflow() {
        for at in [Timestamp(i64::MIN), Timestamp(i64::MAX), Timestamp(0)] {
            let (_, clock) = clock(TimeDelta::zero());
            clock.compare(at, Evidence::Response);
            assert!(!clock.is_right());
            let _ = clock.now().to_utc();
        }
    }
}

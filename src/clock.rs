//! Time and randomness are arguments, so that a test can set them.

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, reason = "moments of any size come from outside"))]

mod checked;

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

pub use checked::{CheckedClock, Evidence, TOLERANCE, Verdict};

use chrono::{DateTime, Duration, Utc};
use rand::{RngCore as _, SeedableRng as _, rngs::StdRng};

/// A moment in microseconds since the Unix epoch. The only type of moments, in memory and in tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Before all others.
    pub const FIRST: Self = Self(i64::MIN);

    /// After all others.
    pub const LAST: Self = Self(i64::MAX);

    /// The moment so many seconds after the Unix epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// The moment as a date and time in UTC; the epoch where it is out of the range of `chrono`.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// The moment so many milliseconds after the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// The moment in milliseconds since the Unix epoch, rounded down.
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// The moment in UTC to the second, without an offset: `2025-01-27T10:00:00`.
    pub fn utc_text(self) -> impl std::fmt::Display {
        self.to_utc().format("%Y-%m-%dT%H:%M:%S")
    }

    /// The moment in seconds since the Unix epoch, rounded down, as in the Bot API.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.timestamp_micros())
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.num_microseconds().unwrap_or(i64::MAX)))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(span.num_microseconds().unwrap_or(i64::MAX)))
    }
}

impl std::ops::Sub for Timestamp {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        Duration::microseconds(self.0.saturating_sub(earlier.0))
    }
}

/// A source of time.
pub trait Clock: Send + Sync {
    /// The current moment.
    fn now(&self) -> Timestamp;

    /// How long it has been since some moment in the past, whatever date is set meanwhile.
    fn steady(&self) -> std::time::Duration;

    /// May things expire by this clock? Not while it is known to be wrong, or while nothing is known of it.
    fn is_right(&self) -> bool {
        true
    }
}

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the only place that reads the clock of the machine")]
    fn now(&self) -> Timestamp {
        Utc::now().into()
    }

    /// Counts on while the machine sleeps.
    #[cfg(target_os = "linux")]
    fn steady(&self) -> std::time::Duration {
        let since_boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        since_boot.try_into().unwrap_or_default()
    }

    /// Some systems do not count the time in which the machine sleeps.
    #[cfg(not(target_os = "linux"))]
    fn steady(&self) -> std::time::Duration {
        static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
        START.elapsed()
    }
}

/// A clock that a test moves.
pub struct ManualClock {
    now: AtomicI64,
    steady: AtomicI64,
}

impl ManualClock {
    /// A clock that shows `moment`.
    pub fn at(moment: Timestamp) -> Self {
        Self { now: AtomicI64::new(moment.0), steady: AtomicI64::new(0) }
    }

    /// Lets `span` pass.
    pub fn advance(&self, span: Duration) {
        self.set(span);
        self.steady.fetch_add(span.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }

    /// Sets the clock forward by `span`, or backward, while no time passes.
    pub fn set(&self, span: Duration) {
        self.now.fetch_add(span.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    fn steady(&self) -> std::time::Duration {
        std::time::Duration::from_micros(self.steady.load(Ordering::SeqCst).try_into().unwrap_or(0))
    }
}

/// A source of randomness, for codes and invoice numbers.
pub trait Chance: Send + Sync {
    /// 64 random bits.
    fn bits(&self) -> u64;
}

/// The random number generator of the machine, whose output cannot be predicted.
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(
        clippy::disallowed_methods,
        reason = "the only place that uses the random number generator of the machine"
    )]
    fn bits(&self) -> u64 {
        rand::random()
    }
}

/// Randomness that is the same in every run with the same seed, for tests.
pub struct SeededChance(Mutex<StdRng>);

impl SeededChance {
    /// The sequence of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Chance for SeededChance {
    fn bits(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next_u64()
    }
}

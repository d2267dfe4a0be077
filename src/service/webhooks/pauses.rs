//! How long the sender waits after failed attempts: longer each time, so that a receiver that is down is not overrun, but soon enough
//! that one that was down for an hour has everything some minutes later.

use chrono::Duration;

use crate::clock::Chance;

/// After the first failure.
const FIRST: Duration = Duration::seconds(2);
/// The longest pause while attempts have failed for so long.
const LONGEST: [(Duration, Duration); 3] = [
    (Duration::hours(2), Duration::minutes(5)),
    (Duration::hours(6), Duration::minutes(15)),
    (Duration::MAX, Duration::minutes(50)),
];
/// By which part a pause is longer at most, at random: one of so many.
const JITTER: i64 = 5;
/// No pause is longer.
pub(super) const BOUND: Duration = Duration::hours(1);

/// The pause after so many failures in a row, the first of them this long ago.
pub(super) fn after(failures: i64, failing_for: Duration, chance: &dyn Chance) -> Duration {
    let longest = LONGEST.iter().find(|(until, _)| failing_for < *until).map_or(BOUND, |(_, longest)| *longest);
    let doublings = u32::try_from(failures.clamp(1, 16) - 1).unwrap_or(0);
    let pause = (FIRST * (1 << doublings)).min(longest);
    let share = i64::try_from(chance.bits() % 1_000).unwrap_or(0);
    (pause + Duration::milliseconds(pause.num_milliseconds() * share / 1_000 / JITTER)).min(BOUND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededChance;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        let chance = SeededChance::new(1);
        for (failures, minutes, least_s) in [
            (1, 0, 2),
            (2, 0, 4),
            (3, 1, 8),
            (8, 10, 256),
            (9, 10, 300),
            (40, 60, 300),
            (40, 119, 300),
            (40, 121, 900),
            (90, 361, 3_000),
            (i64::MAX, 100_000, 3_000),
            (0, 0, 2),
        ] {
            let seen: std::collections::BTreeSet<i64> =
                (0..50).map(|_| after(failures, Duration::minutes(minutes), &chance).num_milliseconds()).collect();
            assert!(seen.len() > 10, "pauses vary");
            for pause in seen {
                assert!((least_s * 1_000..=least_s * 1_200).contains(&pause), "{failures} {minutes}: {pause}");
            }
        }
    }
}

//! When points expire, and when their owner is warned.

#![cfg_attr(
    not(test),
    warn(clippy::arithmetic_side_effects, reason = "moments and lifetimes of any size come from outside")
)]

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, offset::LocalResult};
use chrono_tz::Tz;

use crate::clock::Timestamp;

/// How many days before points expire a warning is given, the first warning first.
pub const WARNINGS: [i64; 4] = [14, 7, 3, 0];

/// The hours of the shop's day in which people are warned.
const WARNING_HOURS: std::ops::Range<u32> = 10..21;

/// How many days points live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Lifetime(u16);

/// A number of days out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("points live for a day at least, and for ten years at most")]
pub struct LifetimeError;

impl Lifetime {
    /// The longest lifetime.
    pub const MOST_DAYS: u16 = 3650;

    /// A lifetime of `days`.
    ///
    /// # Errors
    /// [`LifetimeError`].
    pub fn from_days(days: i64) -> Result<Self, LifetimeError> {
        let days = u16::try_from(days).ok().filter(|days| (1..=Self::MOST_DAYS).contains(days));
        days.map(Self).ok_or(LifetimeError)
    }

    /// The lifetime in days.
    pub fn days(self) -> i64 {
        i64::from(self.0)
    }

    /// When points that are got at `moment` expire: that many days later, at the end of the day.
    pub fn expiry(self, zone: Tz, moment: Timestamp) -> Timestamp {
        end_of_day(zone, moment, self.days())
    }

    /// The warning that counts as given from the start, since points with this lifetime never have so many days left: points
    /// that live ten days get no warning 14 days before.
    pub fn warned_from_start(self) -> Option<i64> {
        WARNINGS.into_iter().rev().find(|warning| *warning >= self.days())
    }
}

impl TryFrom<i64> for Lifetime {
    type Error = LifetimeError;

    fn try_from(days: i64) -> Result<Self, LifetimeError> {
        Self::from_days(days)
    }
}

impl From<Lifetime> for i64 {
    fn from(lifetime: Lifetime) -> Self {
        lifetime.days()
    }
}

/// The end of the day that is `days` after the day of `moment`: the first moment of the next day.
pub fn end_of_day(zone: Tz, moment: Timestamp, days: i64) -> Timestamp {
    let days = u64::try_from(days).unwrap_or(0);
    let next = day(zone, moment).checked_add_days(Days::new(days.saturating_add(1)));
    next.map_or(Timestamp(i64::MAX), |next| start_of(zone, next))
}

/// The first moment of the day of `moment`.
pub fn start_of_day(zone: Tz, moment: Timestamp) -> Timestamp {
    start_of(zone, day(zone, moment))
}

/// A time of the day of `moment`, as whole hours after midnight.
pub fn at_hour(zone: Tz, moment: Timestamp, hour: u32) -> Timestamp {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    instant(zone, day(zone, moment).and_time(time))
}

/// Are people warned at this time of the day?
pub fn is_time_to_warn(zone: Tz, moment: Timestamp) -> bool {
    moment >= at_hour(zone, moment, WARNING_HOURS.start) && moment < at_hour(zone, moment, WARNING_HOURS.end)
}

/// How many days are left of points that expire at `expires_at`; none on their last day.
pub fn days_left(zone: Tz, now: Timestamp, expires_at: Timestamp) -> i64 {
    day(zone, last_moment(expires_at)).signed_duration_since(day(zone, now)).num_days()
}

/// The latest warning that is due when this many days are left.
pub fn warning(days_left: i64) -> Option<i64> {
    WARNINGS.into_iter().rev().find(|warning| days_left <= *warning)
}

/// The last moment of points that expire at `expires_at`: its date is the one to show.
pub fn last_moment(expires_at: Timestamp) -> Timestamp {
    expires_at - Duration::microseconds(1)
}

fn day(zone: Tz, moment: Timestamp) -> NaiveDate {
    moment.to_utc().with_timezone(&zone).date_naive()
}

/// The first moment of a day.
pub fn start_of(zone: Tz, date: NaiveDate) -> Timestamp {
    let midnight = date.and_time(NaiveTime::MIN);
    match zone.from_local_datetime(&midnight) {
        // Where the clock is set back across midnight, the day begins with the second of the two midnights.
        LocalResult::Ambiguous(_, second) if day(zone, last_moment(second.to_utc().into())) < date => {
            second.to_utc().into()
        }
        _ => instant(zone, midnight),
    }
}

/// The moment of a local time: the first of two where it occurs twice, and the moment of the leap where it is skipped.
fn instant(zone: Tz, local: NaiveDateTime) -> Timestamp {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.to_utc().into(),
        LocalResult::None => {
            // By the offset from before the leap. It is read two days earlier, because some zones have skipped a whole day.
            let earlier = local.checked_sub_signed(Duration::days(2)).unwrap_or(local);
            let before = zone.offset_from_utc_datetime(&earlier).fix();
            Timestamp::from(local.checked_sub_offset(before).unwrap_or(local).and_utc())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().into()
    }

    fn zone(name: &str) -> Tz {
        name.parse().unwrap()
    }

    #[test]
    fn points_expire_at_the_end_of_the_day_where_the_shop_is() {
        for (city, got, days, expires) in [
            ("UTC", "2026-11-20T00:00:00Z", 1, "2026-11-22T00:00:00Z"),
            ("UTC", "2026-11-20T23:59:59Z", 1, "2026-11-22T00:00:00Z"),
            ("Asia/Almaty", "2026-11-20T18:59:59Z", 30, "2026-12-20T19:00:00Z"),
            ("Asia/Almaty", "2026-11-20T19:00:00Z", 30, "2026-12-21T19:00:00Z"),
            ("Asia/Almaty", "2028-02-28T12:00:00Z", 1, "2028-02-29T19:00:00Z"),
            // The clock goes on and back in between: the day still ends at midnight.
            ("Europe/Berlin", "2026-03-28T12:00:00Z", 1, "2026-03-29T22:00:00Z"),
            ("Europe/Berlin", "2026-10-24T12:00:00Z", 1, "2026-10-25T23:00:00Z"),
            // There is no midnight: the clock leaps from 24:00 to 01:00.
            ("Asia/Beirut", "2027-03-26T12:00:00Z", 1, "2027-03-27T22:00:00Z"),
            // Midnight comes twice, both of the new day: the clock goes from 01:00 back to 00:00.
            ("America/Havana", "2026-10-30T12:00:00Z", 1, "2026-11-01T04:00:00Z"),
            // Midnight comes twice, and after the first it is the old day again: at 00:01 the clock goes back an hour.
            ("America/St_Johns", "2010-11-05T12:00:00Z", 1, "2010-11-07T03:30:00Z"),
            // A day was left out.
            ("Pacific/Apia", "2011-12-28T12:00:00Z", 1, "2011-12-30T10:00:00Z"),
        ] {
            let lifetime = Lifetime::from_days(days).unwrap();
            assert_eq!(lifetime.expiry(zone(city), at(got)).to_utc(), at(expires).to_utc(), "{city} {got} {days}");
        }
    }

    #[test]
    fn the_day_that_is_shown_is_the_last_one() {
        for (city, got) in [
            ("Asia/Almaty", "2026-11-20T12:00:00Z"),
            ("Asia/Beirut", "2027-03-26T12:00:00Z"),
            ("America/Havana", "2026-10-30T12:00:00Z"),
        ] {
            let (zone, got) = (zone(city), at(got));
            for days in 1..400 {
                let expires_at = Lifetime::from_days(days).unwrap().expiry(zone, got);
                assert_eq!(days_left(zone, got, expires_at), days, "{city}");
                assert_eq!(days_left(zone, last_moment(expires_at), expires_at), 0, "{city} {days}");
                assert_eq!(days_left(zone, expires_at, expires_at), -1, "{city} {days}");
            }
        }
    }

    #[test]
    fn warnings_come_due_one_after_another() {
        for (left, due) in [
            (15, None),
            (14, Some(14)),
            (8, Some(14)),
            (7, Some(7)),
            (4, Some(7)),
            (3, Some(3)),
            (1, Some(3)),
            (0, Some(0)),
        ] {
            assert_eq!(warning(left), due, "{left}");
        }
        for (days, given) in [(1, Some(3)), (3, Some(3)), (4, Some(7)), (10, Some(14)), (14, Some(14)), (15, None)] {
            assert_eq!(Lifetime::from_days(days).unwrap().warned_from_start(), given, "{days}");
        }
    }

    #[test]
    fn a_lifetime_has_bounds() {
        for days in [i64::MIN, -1, 0, 3651, 65_536 + 30, i64::MAX] {
            assert_eq!(Lifetime::from_days(days), Err(LifetimeError), "{days}");
        }
        assert_eq!(Lifetime::from_days(3650).unwrap().days(), 3650);
    }

    #[test]
    fn people_are_warned_by_day() {
        for (moment, expected) in [
            ("2026-11-20T04:59:59Z", false),
            ("2026-11-20T05:00:00Z", true),
            ("2026-11-20T15:59:59Z", true),
            ("2026-11-20T16:00:00Z", false),
        ] {
            assert_eq!(is_time_to_warn(zone("Asia/Almaty"), at(moment)), expected, "{moment}");
        }
    }

    #[test]
    fn hours_are_those_of_the_shop() {
        let noon = at("2026-11-20T07:00:00Z");
        assert_eq!(at_hour(zone("Asia/Almaty"), noon, 10), at("2026-11-20T05:00:00Z"));
        assert_eq!(at_hour(zone("Asia/Almaty"), at("2026-11-20T20:00:00Z"), 10), at("2026-11-21T05:00:00Z"));
    }
}

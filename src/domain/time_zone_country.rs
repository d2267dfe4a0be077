//! The country of a time zone.

use chrono_tz::Tz;

/// A line for each country: its ISO code and its time zones.
const TABLE: &str = include_str!("time_zones.tab");

/// The ISO code of the country that a time zone is named for; `None` for a zone of no country, such as UTC.
pub(super) fn country_of(timezone: Tz) -> Option<&'static str> {
    let name = timezone.name();
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    lines.into_iter().find(|(_, zones)| zones.split(' ').any(|zone| zone == name)).map(|(country, _)| country)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_has_its_country() {
        for (zone, country) in [
            (Tz::Asia__Almaty, Some("KZ")),
            (Tz::Asia__Tashkent, Some("UZ")),
            (Tz::Asia__Bishkek, Some("KG")),
            (Tz::Europe__Moscow, Some("RU")),
            (Tz::Asia__Calcutta, Some("IN")),
            (Tz::Europe__Kiev, Some("UA")),
            (Tz::UTC, None),
            (Tz::Etc__GMTMinus5, None),
        ] {
            assert_eq!(country_of(zone), country, "{zone}");
        }
    }
}

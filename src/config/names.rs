//! The names of the settings, and names that are none of them.

use super::{ConfigError, Line};

/// Every setting, in the order of `.env.example`.
pub(super) const NAMES: [&str; 16] = [
    "TELOXIDE_TOKEN",
    "TELOXIDE_API_URL",
    "DATABASE_URL",
    "OWNER_IDS",
    "SHOP_TIMEZONE",
    "SHOP_CURRENCY",
    "SHOP_PHONE_COUNTRIES",
    "WEBHOOK_URL",
    "HTTP_ADDR",
    "HTTP_TOKEN_SECRET",
    "HTTP_TRUSTED_PROXIES",
    "HTTP_CORS_ORIGINS",
    "HTTP_METRICS_TOKEN",
    "HTTP_WEBHOOK_HOSTS",
    "SEND_PER_SECOND",
    "RUST_LOG",
];

/// What the names of settings begin with that are no other program's.
const OWN: [&str; 6] = ["TELOXIDE_", "OWNER_", "SHOP_", "WEBHOOK_", "HTTP_", "SEND_"];
/// The most letters in which a misspelled name differs from the one that is meant.
const MISSPELLED: usize = 2;
/// The most letters in which a name differs from one that is still worth naming.
const NEAR: usize = 4;

/// A name in `.env` that is no setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// The name.
    pub name: String,
    /// The setting that is nearest to it, where one is near.
    pub nearest: Option<&'static str>,
    /// Where it stands.
    pub line: Line,
}

/// Refuses a misspelled setting: the program would start without it, in another currency for one. `line` is its place in `.env`;
/// without one it is of the environment, which has other programs' names too.
///
/// # Errors
/// [`ConfigError::Unknown`].
pub(super) fn check(name: &str, line: Option<&Line>) -> Result<Option<UnknownName>, ConfigError> {
    if NAMES.contains(&name) {
        return Ok(None);
    }
    let upper = name.to_ascii_uppercase();
    let is_own = OWN.iter().any(|prefix| upper.starts_with(prefix));
    let nearest = NAMES.iter().map(|known| (edits(&upper, known), *known)).min();
    if let Some((_, meant)) = nearest.filter(|(edits, _)| *edits <= MISSPELLED && is_own) {
        return Err(ConfigError::Unknown { name: name.to_owned(), meant, line: line.cloned() });
    }
    let nearest = nearest.filter(|(edits, _)| *edits <= NEAR).map(|(_, known)| known);
    Ok(line.map(|line| UnknownName { name: name.to_owned(), nearest, line: line.clone() }))
}

/// How many letters have to be put in, left out or changed to make one text of the other.
fn edits(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (place, of_other) in other.bytes().enumerate() {
            let changed = diagonal + usize::from(letter != of_other);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line { file: ".env".to_owned(), number: 3 }
    }

    #[test]
    fn a_misspelled_setting_is_refused() {
        for (name, meant) in [
            ("SHOP_CURENCY", "SHOP_CURRENCY"),
            ("SHOP_CURRENCYY", "SHOP_CURRENCY"),
            ("shop_currency", "SHOP_CURRENCY"),
            ("SHOP_TIME_ZONE", "SHOP_TIMEZONE"),
            ("OWNER_ID", "OWNER_IDS"),
            ("TELOXIDE_TOKEM", "TELOXIDE_TOKEN"),
            ("WEBHOOK_URI", "WEBHOOK_URL"),
            ("HTTP_ADR", "HTTP_ADDR"),
        ] {
            for place in [Some(line()), None] {
                let error = check(name, place.as_ref()).unwrap_err().to_string();
                let end = if place.is_some() { " (line 3 of .env)" } else { "" };
                assert_eq!(error, format!("{name} is no setting; {meant} is meant{end}"));
            }
        }
    }

    #[test]
    fn what_may_be_another_programs_is_not_refused() {
        for (name, nearest) in [
            ("DATABASE_URI", Some("DATABASE_URL")),
            ("HTTP_PROXY", None),
            ("HTTP_ADDRESS", Some("HTTP_ADDR")),
            ("RUST_LOGS", Some("RUST_LOG")),
            ("SHOP_NAME", None),
            ("POSTGRES_PASSWORD", None),
        ] {
            let unknown = check(name, Some(&line())).unwrap().unwrap();
            assert_eq!((unknown.name.as_str(), unknown.nearest), (name, nearest));
            assert_eq!(check(name, None), Ok(None), "{name} in the environment");
        }
        for name in NAMES {
            assert_eq!(check(name, Some(&line())), Ok(None), "{name}");
        }
    }

    #[test]
    fn every_setting_is_in_the_example_and_in_the_readme() {
        let example = include_str!("../../.env.example");
        let of_line = |line: &'static str| line.trim_start_matches('#').split_once('=').map(|(name, _)| name);
        let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let named: Vec<&str> = example.lines().filter_map(of_line).filter(is_name).collect();
        assert_eq!(named, NAMES);
        let readme = include_str!("../../README.md");
        for name in NAMES {
            assert!(readme.contains(&format!("| `{name}` |")), "{name}");
        }
    }

    #[test]
    fn edits_are_counted() {
        for (one, other, count) in
            [("", "", 0), ("A", "", 1), ("KITTEN", "SITTING", 3), ("AB", "BA", 2), ("SAME", "SAME", 0)]
        {
            assert_eq!((edits(one, other), edits(other, one)), (count, count), "{one} {other}");
        }
    }
}

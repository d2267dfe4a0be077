//! Settings of a test run, in the environment.

use std::str::FromStr;

/// The value of a variable, where it is set.
pub(crate) fn setting<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok().map(|text| text.parse().ok().unwrap_or_else(|| panic!("{name} is {text:?}")))
}

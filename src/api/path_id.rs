//! Ids in paths.

use super::fault::Fault;

/// The id in a part of a path. What is no number is the id of no row.
///
/// # Errors
/// [`Fault::UnknownRecord`].
pub(super) fn read(text: &str) -> Result<i64, Fault> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or(Fault::UnknownRecord)
}

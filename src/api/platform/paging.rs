//! The pages of lists.

use crate::api::{
    fault::{Fault, Problem},
    query::Query,
};

/// How many rows a page has where the client does not say.
const SIZE: i64 = 50;
/// The most rows of a page.
const LARGEST: i64 = 100;

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paging {
    /// How many rows it has at most.
    pub(super) limit: i64,
    /// How many rows are before it.
    pub(super) offset: i64,
}

impl Paging {
    /// Reads `page` and `page_size`.
    ///
    /// # Errors
    /// [`Problem::NotWhole`], [`Problem::Below`], [`Problem::Above`].
    pub(super) fn read(query: &Query) -> Result<Self, Fault> {
        let page = number(query, "page", i64::MAX / LARGEST)?.unwrap_or(1);
        let limit = number(query, "page_size", LARGEST)?.unwrap_or(SIZE);
        Ok(Self { limit, offset: (page - 1).saturating_mul(limit) })
    }
}

/// A whole number from 1 to `most`.
fn number(query: &Query, name: &str, most: i64) -> Result<Option<i64>, Fault> {
    let Some(text) = query.text(name) else { return Ok(None) };
    let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::parameter(name, Problem::NotWhole));
    }
    match text.parse::<i64>() {
        Ok(number) if (1..=most).contains(&number) => Ok(Some(number)),
        Ok(..1) => Err(Fault::parameter(name, Problem::Below(1))),
        Err(_) if is_negative => Err(Fault::parameter(name, Problem::Below(1))),
        _ => Err(Fault::parameter(name, Problem::Above(most))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_and_refused() {
        for (query, expected) in [
            ("", (50, 0)),
            ("page=3", (50, 100)),
            ("page=2&page_size=7", (7, 7)),
            ("page=&page_size=100", (100, 0)),
            ("page=01", (50, 0)),
        ] {
            let paging = Paging::read(&Query::read(query).unwrap()).unwrap();
            assert_eq!((paging.limit, paging.offset), expected, "{query}");
        }
        let most = i64::MAX / LARGEST;
        for (query, problem) in [
            ("page=0", Problem::Below(1)),
            ("page=-1", Problem::Below(1)),
            ("page=-99999999999999999999", Problem::Below(1)),
            ("page=x", Problem::NotWhole),
            ("page=1.0", Problem::NotWhole),
            ("page=-", Problem::NotWhole),
            ("page=99999999999999999999", Problem::Above(most)),
            ("page=9223372036854775807", Problem::Above(most)),
            ("page_size=101", Problem::Above(100)),
            ("page_size=0", Problem::Below(1)),
        ] {
            let Err(Fault::Field(fault)) = Paging::read(&Query::read(query).unwrap()) else { panic!("{query}") };
            assert_eq!(fault.problem, problem, "{query}");
        }
    }
}

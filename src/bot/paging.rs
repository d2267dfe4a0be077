//! Lists that are shown page by page. Pages count from 0.

/// How many pages of `size` a list of `count` has; at least one.
pub(super) fn pages(count: i64, size: i64) -> usize {
    usize::try_from((count.max(1) - 1) / size + 1).unwrap_or(usize::MAX)
}

/// How many rows come before a page, in pages of `size`.
pub(super) fn offset(page: usize, size: i64) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX).saturating_mul(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_as_many_pages_as_it_needs() {
        for (count, expected) in [(0, 1), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)] {
            assert_eq!(pages(count, 8), expected, "{count}");
        }
    }
}

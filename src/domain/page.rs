//! Pages of lists whose length is known only when they are read.

/// Which page of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageWanted {
    /// How many rows it has at most; above zero.
    pub size: i64,
    /// Its number, from 1; `None`: the last one.
    pub number: Option<i64>,
}

impl PageWanted {
    /// The first page of this size.
    pub const fn first(size: i64) -> Self {
        Self { size, number: Some(1) }
    }

    /// The page of this size that begins after so many rows, a multiple of the size.
    pub const fn after(offset: i64, size: i64) -> Self {
        Self { size, number: Some(offset / size + 1) }
    }

    /// The number of the page in a list of `total` rows. A list without rows has one page.
    pub fn number_in(self, total: i64) -> i64 {
        self.number.unwrap_or_else(|| total.saturating_sub(1).max(0) / self.size.max(1) + 1)
    }

    /// How many rows are before it in a list of `total` rows.
    pub fn offset_in(self, total: i64) -> i64 {
        (self.number_in(total) - 1).saturating_mul(self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_the_last_rows() {
        for (number, total, is, before) in [
            (Some(1), 0, 1, 0),
            (Some(3), 0, 3, 20),
            (None, 0, 1, 0),
            (None, 10, 1, 0),
            (None, 11, 2, 10),
            (None, 20, 2, 10),
            (Some(i64::MAX), 20, i64::MAX, i64::MAX),
        ] {
            let page = PageWanted { size: 10, number };
            assert_eq!((page.number_in(total), page.offset_in(total)), (is, before), "{number:?} of {total}");
        }
    }
}

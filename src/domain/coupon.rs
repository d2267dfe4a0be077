//! What coupons are worth.

use super::{Money, Rate};

super::words! {
    /// What a coupon gives.
    CouponKind {
        /// Points.
        Points = "points",
        /// A share of a sale.
        Percent = "percent",
        /// An amount of a sale.
        Amount = "amount",
        /// Something that its title says.
        Gift = "gift",
    }
}

/// What a coupon gives, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponWorth {
    /// Points.
    Points(Money),
    /// A share of a sale.
    Percent(Rate),
    /// An amount of a sale.
    Amount(Money),
    /// Something that its title says.
    Gift,
}

impl CouponWorth {
    /// The kind.
    pub const fn kind(self) -> CouponKind {
        match self {
            Self::Points(_) => CouponKind::Points,
            Self::Percent(_) => CouponKind::Percent,
            Self::Amount(_) => CouponKind::Amount,
            Self::Gift => CouponKind::Gift,
        }
    }

    /// The number in tables: minor units, basis points, 0 for a gift.
    pub const fn number(self) -> i64 {
        match self {
            Self::Points(amount) | Self::Amount(amount) => amount.minor(),
            Self::Percent(rate) => rate.bp(),
            Self::Gift => 0,
        }
    }

    /// Reads the kind and the number of a table.
    pub const fn of(kind: CouponKind, number: i64) -> Self {
        match kind {
            CouponKind::Points => Self::Points(Money::from_minor(number)),
            CouponKind::Percent => Self::Percent(Rate::from_bp(number)),
            CouponKind::Amount => Self::Amount(Money::from_minor(number)),
            CouponKind::Gift => Self::Gift,
        }
    }

    /// Is it more than nothing, and not more than there can be?
    pub const fn is_valid(self) -> bool {
        match self {
            Self::Points(amount) | Self::Amount(amount) => amount.is_positive() && amount.is_within_limit(),
            Self::Percent(rate) => rate.bp() > 0 && rate.bp() <= 10_000,
            Self::Gift => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worth_is_written_and_read() {
        for worth in [
            CouponWorth::Points(Money::from_minor(5_00)),
            CouponWorth::Percent(Rate::from_bp(10_00)),
            CouponWorth::Amount(Money::from_minor(1)),
            CouponWorth::Gift,
        ] {
            assert_eq!(CouponWorth::of(worth.kind(), worth.number()), worth);
            assert!(worth.is_valid(), "{worth:?}");
        }
        for wrong in [
            CouponWorth::Points(Money::ZERO),
            CouponWorth::Percent(Rate::from_bp(100_01)),
            CouponWorth::Amount(Money::from_minor(-1)),
        ] {
            assert!(!wrong.is_valid(), "{wrong:?}");
        }
    }
}

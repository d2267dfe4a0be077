//! What coupons are worth.

use super::{CouponId, Money, Rate};

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

/// A coupon of a sale, with what it does there. Only one of the amounts is above zero, and none for a gift.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UsedCoupon {
    /// The coupon.
    pub coupon_id: CouponId,
    /// What people read.
    pub title: String,
    /// What it is worth.
    pub worth: CouponWorth,
    /// What it takes off the total.
    pub discount: Money,
    /// The points that it gives.
    pub points: Money,
}

/// What coupons take off a total, each in its place: first the shares, each of the whole total, then the amounts. None takes more
/// than the others leave.
pub fn discounts(total: Money, coupons: &[CouponWorth]) -> Vec<Money> {
    let mut left = total;
    let mut taken = vec![Money::ZERO; coupons.len()];
    for kind in [CouponKind::Percent, CouponKind::Amount] {
        for (coupon, taken) in coupons.iter().zip(&mut taken).filter(|(coupon, _)| coupon.kind() == kind) {
            *taken = match *coupon {
                CouponWorth::Percent(rate) => total.share(rate),
                CouponWorth::Amount(amount) => amount,
                CouponWorth::Points(_) | CouponWorth::Gift => Money::ZERO,
            }
            .min(left);
            left = left.saturating_sub(*taken);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coupons_take_off_no_more_than_there_is() {
        let percent = |bp| CouponWorth::Percent(Rate::from_bp(bp));
        let amount = |minor| CouponWorth::Amount(Money::from_minor(minor));
        let points = CouponWorth::Points(Money::from_minor(50_00));
        let cases = [
            (100_00, vec![], vec![]),
            (100_00, vec![points, CouponWorth::Gift], vec![0, 0]),
            (99_95, vec![percent(10_00)], vec![10_00]),
            (5, vec![percent(10_00)], vec![1]),
            (4, vec![percent(10_00)], vec![0]),
            // Each share is of the whole total, whatever the order.
            (100_00, vec![percent(10_00), percent(50_00)], vec![10_00, 50_00]),
            (100_00, vec![percent(60_00), percent(50_00)], vec![60_00, 40_00]),
            // Amounts come after the shares.
            (100_00, vec![amount(95_00), percent(10_00)], vec![90_00, 10_00]),
            (100_00, vec![amount(30_00), amount(80_00), amount(1)], vec![30_00, 70_00, 0]),
            (100_00, vec![percent(100_00), points, amount(1)], vec![100_00, 0, 0]),
        ];
        for (total, coupons, expected) in cases {
            let taken: Vec<i64> = discounts(Money::from_minor(total), &coupons).into_iter().map(Money::minor).collect();
            assert_eq!(taken, expected, "{total} {coupons:?}");
        }
    }

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

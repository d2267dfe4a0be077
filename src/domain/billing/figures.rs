//! What a bill and its details come to.

use super::BillStatus;
use crate::domain::{Money, Rate};

/// What a detail of a bill comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LineFigures {
    /// Before the discount.
    pub sub_total: Money,
    /// The discount.
    pub discount: Money,
    /// VAT on what the discount leaves.
    pub vat: Money,
}

/// What a bill comes to: the sums of its details, and what of it is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BillFigures {
    /// The sums of the details.
    pub details: LineFigures,
    /// What is paid.
    pub paid: Money,
}

impl LineFigures {
    /// A detail: the discount first, then VAT, each rounded half up. `None` beyond what can be kept.
    pub fn of(sub_total: Money, discount: Rate, vat: Rate) -> Option<Self> {
        let discount = sub_total.share(discount);
        let vat = sub_total.checked_sub(discount)?.share(vat);
        let figures = Self { sub_total, discount, vat };
        (!sub_total.is_negative() && sub_total.is_within_limit()).then_some(())?;
        figures.total().filter(|total| total.is_within_limit()).map(|_| figures)
    }

    /// What is to be paid for it; `None` beyond what 64 bits hold.
    pub fn total(self) -> Option<Money> {
        self.sub_total.checked_sub(self.discount)?.checked_add(self.vat)
    }

    /// The sum of many; `None` beyond what can be kept.
    pub fn sum(lines: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut sum = Self::default();
        for line in lines {
            sum.sub_total = sum.sub_total.checked_add(line.sub_total)?;
            sum.discount = sum.discount.checked_add(line.discount)?;
            sum.vat = sum.vat.checked_add(line.vat)?;
        }
        let is_kept = sum.sub_total.is_within_limit() && sum.total()?.is_within_limit();
        is_kept.then_some(sum)
    }
}

impl BillFigures {
    /// What the bill comes to.
    pub fn total(self) -> Money {
        self.details.total().unwrap_or(Money::MAX)
    }

    /// What is still to be paid; below zero where more was paid.
    pub fn due(self) -> Money {
        self.total().saturating_sub(self.paid)
    }
}

/// The status of a bill that comes to `total`, of which `paid` is paid. A draft of which nothing is paid stays a draft; a bill that
/// comes to nothing is not paid.
pub fn bill_status(is_draft: bool, total: Money, paid: Money) -> BillStatus {
    if !paid.is_positive() {
        if is_draft { BillStatus::Draft } else { BillStatus::Unpaid }
    } else if paid < total {
        BillStatus::Partial
    } else {
        BillStatus::Paid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vat_is_of_what_the_discount_leaves() {
        for (sub_total, discount, vat, expected) in [
            // The document's own: 10,000.00 less 5 %, and 15 % VAT.
            (10_000_00, 5_00, 15_00, (500_00, 1_425_00, 10_925_00)),
            (275_00, 0, 15_00, (0, 41_25, 316_25)),
            (100, 0, 0, (0, 0, 100)),
            (0, 50_00, 15_00, (0, 0, 0)),
            // Half up, the discount first: VAT is of 0.09.
            (10, 5_00, 5_00, (1, 0, 9)),
            (10, 4_99, 5_00, (0, 1, 11)),
            (33, 33_33, 15_00, (11, 3, 25)),
            (1_00, 100_00, 15_00, (1_00, 0, 0)),
        ] {
            let line =
                LineFigures::of(Money::from_minor(sub_total), Rate::from_bp(discount), Rate::from_bp(vat)).unwrap();
            let found = (line.discount.minor(), line.vat.minor(), line.total().unwrap().minor());
            assert_eq!(found, expected, "{sub_total} {discount} {vat}");
        }
        for sub_total in [-1, i64::MAX, i64::MIN, Money::MAX.minor() + 1] {
            assert_eq!(LineFigures::of(Money::from_minor(sub_total), Rate::from_bp(0), Rate::from_bp(0)), None);
        }
        // With VAT it is beyond.
        assert_eq!(LineFigures::of(Money::MAX, Rate::from_bp(0), Rate::WHOLE), None);
    }

    #[test]
    fn a_bill_is_the_sum_of_its_rounded_details() {
        let line = LineFigures::of(Money::from_minor(10), Rate::from_bp(5_00), Rate::from_bp(15_00)).unwrap();
        let sum = LineFigures::sum([line; 3]).unwrap();
        assert_eq!(
            sum,
            LineFigures { sub_total: Money::from_minor(30), discount: Money::from_minor(3), vat: Money::from_minor(3) }
        );
        let bill = BillFigures { details: sum, paid: Money::from_minor(10) };
        assert_eq!((bill.total().minor(), bill.due().minor()), (30, 20));
        let huge = LineFigures { sub_total: Money::MAX, ..LineFigures::default() };
        assert_eq!(LineFigures::sum([huge, line]), None);
    }

    #[test]
    fn a_status_is_as_the_payments_say() {
        for (is_draft, total, paid, expected) in [
            (true, 100, 0, BillStatus::Draft),
            (true, 0, 0, BillStatus::Draft),
            (true, 100, 1, BillStatus::Partial),
            (true, 100, 100, BillStatus::Paid),
            (false, 100, 0, BillStatus::Unpaid),
            (false, 0, 0, BillStatus::Unpaid),
            (false, 100, 1, BillStatus::Partial),
            (false, 100, 99, BillStatus::Partial),
            (false, 100, 100, BillStatus::Paid),
        ] {
            let found = bill_status(is_draft, Money::from_minor(total), Money::from_minor(paid));
            assert_eq!(found, expected, "{is_draft} {total} {paid}");
        }
    }
}

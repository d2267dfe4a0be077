//! What members of a group of customers are let off.

use super::{Money, Rate};

/// On which terms a group lets its members off part of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupTerms {
    /// The share.
    pub discount: Rate,
    /// What an invoice must come to, before any discount.
    pub min_purchase: Money,
    /// The discount counts.
    pub is_active: bool,
}

/// What a group lets the buyer of an invoice off; nothing by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GroupDiscount {
    /// How much.
    pub amount: Money,
    /// Which share of the total that is; zero where the amount is.
    pub rate: Rate,
}

impl Default for GroupDiscount {
    fn default() -> Self {
        Self { amount: Money::ZERO, rate: Rate::from_bp(0) }
    }
}

impl GroupTerms {
    /// What a member is let off an invoice that comes to `total` before any discount.
    pub fn discount_on(self, total: Money) -> GroupDiscount {
        let counts = self.is_active && total >= self.min_purchase;
        let amount = if counts { total.share(self.discount) } else { Money::ZERO };
        if amount.is_positive() { GroupDiscount { amount, rate: self.discount } } else { GroupDiscount::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_counts_from_the_minimum_purchase_on() {
        let terms = |bp, min, is_active| GroupTerms {
            discount: Rate::from_bp(bp),
            min_purchase: Money::from_minor(min),
            is_active,
        };
        let cases = [
            (terms(5_00, 0, true), 199_90, 10_00),
            // Half up.
            (terms(5_00, 0, true), 199_89, 9_99),
            (terms(5_00, 0, true), 10, 1),
            (terms(5_00, 0, true), 9, 0),
            (terms(100_00, 0, true), 7, 7),
            (terms(0, 0, true), 100_00, 0),
            // The minimum is compared before the discount.
            (terms(10_00, 100_00, true), 100_00, 10_00),
            (terms(10_00, 100_00, true), 99_99, 0),
            (terms(10_00, 0, false), 100_00, 0),
        ];
        for (terms, total, amount) in cases {
            let found = terms.discount_on(Money::from_minor(total));
            let rate = if amount == 0 { Rate::from_bp(0) } else { terms.discount };
            assert_eq!(found, GroupDiscount { amount: Money::from_minor(amount), rate }, "{terms:?} {total}");
        }
    }
}

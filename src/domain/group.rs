//! What members of a group of customers are let off, and the rules by which customers come into groups.

use super::{GroupId, Money, Rate};

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

/// From which turnover on customers are put into a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct GroupRule {
    /// The group.
    pub group: GroupId,
    /// What invoices come to after discounts, less refunds.
    pub from: Money,
}

/// The rules of a shop, and over how many days turnover is counted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct GroupRules {
    days: u16,
    /// The highest first.
    rules: Vec<GroupRule>,
}

/// Why rules cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupRulesError {
    /// Days out of range.
    #[error("turnover is counted over a day at least, and over ten years at most")]
    Days,
    /// A turnover that is not above zero, or beyond what any amount may be.
    #[error("a rule begins above zero")]
    From,
    /// Two rules for one group, or from one turnover on.
    #[error("two rules are for one group, or begin at one turnover")]
    Twice,
}

impl GroupRules {
    /// The most days over which turnover is counted.
    pub const MOST_DAYS: u16 = 3650;

    /// Rules, in any order.
    ///
    /// # Errors
    /// Each [`GroupRulesError`].
    pub fn new(days: i64, mut rules: Vec<GroupRule>) -> Result<Self, GroupRulesError> {
        let days = u16::try_from(days).ok().filter(|days| (1..=Self::MOST_DAYS).contains(days));
        let days = days.ok_or(GroupRulesError::Days)?;
        if rules.iter().any(|rule| !rule.from.is_positive() || !rule.from.is_within_limit()) {
            return Err(GroupRulesError::From);
        }
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.from));
        let is_twice = |(place, rule): (usize, &GroupRule)| {
            rules.iter().take(place).any(|other| other.group == rule.group || other.from == rule.from)
        };
        if rules.iter().enumerate().any(is_twice) {
            return Err(GroupRulesError::Twice);
        }
        Ok(Self { days, rules })
    }

    /// Over how many days turnover is counted.
    pub const fn days(&self) -> i64 {
        self.days as i64
    }

    /// The rules, the highest first.
    pub fn rules(&self) -> &[GroupRule] {
        &self.rules
    }

    /// The group of the highest rule that a turnover fits.
    pub fn group_for(&self, turnover: Money) -> Option<GroupId> {
        self.rules.iter().find(|rule| turnover >= rule.from).map(|rule| rule.group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_rule_that_fits_decides() {
        let rule = |group, from| GroupRule { group: GroupId(group), from: Money::from_minor(from) };
        let rules = GroupRules::new(90, vec![rule(1, 100_00), rule(2, 500_00)]).unwrap();
        for (turnover, group) in [(99_99, None), (100_00, Some(1)), (499_99, Some(1)), (500_00, Some(2)), (-1, None)] {
            assert_eq!(rules.group_for(Money::from_minor(turnover)), group.map(GroupId), "{turnover}");
        }
        for (days, rules, error) in [
            (0, vec![rule(1, 1)], GroupRulesError::Days),
            (3651, vec![rule(1, 1)], GroupRulesError::Days),
            (1, vec![rule(1, 0)], GroupRulesError::From),
            (1, vec![rule(1, i64::MAX)], GroupRulesError::From),
            (1, vec![rule(1, 1), rule(1, 2)], GroupRulesError::Twice),
            (1, vec![rule(1, 1), rule(2, 1)], GroupRulesError::Twice),
        ] {
            assert_eq!(GroupRules::new(days, rules), Err(error));
        }
    }

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

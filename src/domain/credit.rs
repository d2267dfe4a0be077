//! What a credit limit allows.

use super::Money;

/// What of a credit limit is not used by a customer who has `money` with the shop; below zero where they owe more. What they have paid
/// in advance is no part of it.
pub const fn available_credit(limit: Money, money: Money) -> Money {
    limit.saturating_sub(money.negated().or_zero())
}

/// How much can be charged to a customer who has `money` with the shop: what they have paid in advance, and the limit;
/// below zero where they owe more than that.
pub const fn chargeable(limit: Money, money: Money) -> Money {
    limit.saturating_add(money)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advance_is_charged_before_the_limit() {
        for (limit, money, available, most) in [
            (100, 0, 100, 100),
            (100, 40, 100, 140),
            (100, -40, 60, 60),
            (100, -100, 0, 0),
            (100, -140, -40, -40),
            (0, 40, 0, 40),
            (0, -40, -40, -40),
        ] {
            let [limit, money] = [limit, money].map(Money::from_minor);
            let found = (available_credit(limit, money).minor(), chargeable(limit, money).minor());
            assert_eq!(found, (available, most), "limit {limit}, money {money}");
        }
    }
}

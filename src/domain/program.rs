//! The rules of the program: what is earned, what may be redeemed, what a referrer gets. Settings of the shop.

use super::{CardQr, Lifetime, Money, Rate};

super::words! {
    /// Which invoices earn points.
    EarnRule {
        /// Only those that no points were redeemed on.
        UnlessRedeemed = "unless_redeemed",
        /// All, on the part that was not paid with points.
        PaidPart = "paid_part",
        /// All, on the whole total.
        Whole = "whole",
    }
}

impl EarnRule {
    /// The points that an invoice of `total`, after its discount, earns at `rate` where `redeemed` of it is paid with points.
    pub fn earned(self, rate: Rate, total: Money, redeemed: Money) -> Money {
        let base = match self {
            Self::Whole => total,
            Self::PaidPart => total.saturating_sub(redeemed),
            Self::UnlessRedeemed if redeemed.is_zero() => total,
            Self::UnlessRedeemed => Money::ZERO,
        };
        base.share(rate)
    }
}

/// The program of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program {
    /// The share of an invoice that is earned in points.
    pub invoice_bonus: Rate,
    /// What a friend gets for entering a promo code.
    pub referral_promo_bonus: Money,
    /// The referrer's share of a friend's first invoice.
    pub referrer_first_purchase: Rate,
    /// Which invoices earn.
    pub earn_rule: EarnRule,
    /// How much of an invoice points may pay.
    pub max_redeem: Rate,
    /// The fewest points that can be redeemed at once.
    pub min_redeem: Money,
    /// How long points live; `None`: for ever.
    pub points_lifetime: Option<Lifetime>,
    /// From how many points a day on staff need the customer's consent to spend them; `None`: never.
    pub consent_from: Option<Money>,
    /// What the QR code of a card holds.
    pub card_qr: CardQr,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            invoice_bonus: Rate::from_bp(200),
            referral_promo_bonus: Money::from_minor(50_00),
            referrer_first_purchase: Rate::from_bp(500),
            earn_rule: EarnRule::UnlessRedeemed,
            max_redeem: Rate::WHOLE,
            min_redeem: Money::ZERO,
            points_lifetime: None,
            consent_from: None,
            card_qr: CardQr::Digits,
        }
    }
}

impl Program {
    /// The points that an invoice of `total`, after its discount, earns where `redeemed` of it is paid with points.
    pub fn earned(&self, total: Money, redeemed: Money) -> Money {
        self.earn_rule.earned(self.invoice_bonus, total, redeemed)
    }

    /// The most points that may pay for an invoice of `total`, after its discount, from a wallet with `available` points; zero where that is
    /// below the fewest that can be redeemed.
    pub fn most_redeemable(&self, total: Money, available: Money) -> Money {
        let most = total.share(self.max_redeem).min(total).min(available).or_zero();
        if most < self.min_redeem { Money::ZERO } else { most }
    }

    /// Does a spend of `points` need the customer's consent, after `spent` were spent without it?
    pub fn needs_consent(&self, points: Money, spent: Money) -> bool {
        points.is_positive() && self.consent_from.is_some_and(|least| points.saturating_add(spent) >= least)
    }

    /// What the referrer gets for a friend's first invoice of `total`, after its discount.
    pub fn referrer_reward(&self, total: Money) -> Money {
        total.share(self.referrer_first_purchase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn earns_by_the_rule_of_the_shop() {
        let cases = [
            (EarnRule::UnlessRedeemed, 197_00, 0, 3_94),
            (EarnRule::UnlessRedeemed, 197_00, 1, 0),
            (EarnRule::PaidPart, 197_00, 100_00, 1_94),
            (EarnRule::Whole, 197_00, 197_00, 3_94),
            (EarnRule::UnlessRedeemed, 25, 0, 1),
            (EarnRule::UnlessRedeemed, 24, 0, 0),
        ];
        for (earn_rule, total, redeemed, earned) in cases {
            let program = Program { earn_rule, ..Program::default() };
            assert_eq!(program.earned(money(total), money(redeemed)), money(earned), "{earn_rule} {total} {redeemed}");
        }
    }

    #[test]
    fn redeems_within_the_limits_of_the_shop() {
        let half = Program { max_redeem: Rate::from_bp(5000), min_redeem: money(10_00), ..Program::default() };
        for (total, available, most) in
            [(100_00, 500_00, 50_00), (100_00, 30_00, 30_00), (100_00, 9_99, 0), (19_98, 500_00, 0), (100_00, 0, 0)]
        {
            assert_eq!(half.most_redeemable(money(total), money(available)), money(most), "{total} {available}");
        }
        assert_eq!(Program::default().most_redeemable(money(100_00), money(500_00)), money(100_00));
    }

    #[test]
    fn the_referrer_gets_a_share_of_the_first_invoice() {
        assert_eq!(Program::default().referrer_reward(money(19_700_00)), money(985_00));
    }
}

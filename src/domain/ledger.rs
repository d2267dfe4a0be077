//! The words of the ledger: wallets, and the kinds of entries with their rules.

use super::Money;

super::words! {
    /// A customer's balance of one kind.
    #[derive(PartialOrd, Ord)]
    Wallet {
        /// Bonus points.
        Main = "main",
        /// Points earned by friends.
        Referral = "referral",
        /// What the customer has with the shop; below zero is debt.
        Money = "money",
    }
}

super::words! {
    /// A wallet that holds points, which can be redeemed.
    #[derive(PartialOrd, Ord)]
    PointsWallet {
        /// Bonus points.
        Main = "main",
        /// Points earned by friends.
        Referral = "referral",
    }
}

impl From<PointsWallet> for Wallet {
    fn from(wallet: PointsWallet) -> Self {
        match wallet {
            PointsWallet::Main => Self::Main,
            PointsWallet::Referral => Self::Referral,
        }
    }
}

super::words! {
    /// Why an entry was made.
    #[derive(PartialOrd, Ord)]
    EntryKind {
        /// Points earned on an invoice.
        Earn = "earn",
        /// Points that coupons gave on an invoice.
        Coupon = "coupon",
        /// Points spent on an invoice.
        Redeem = "redeem",
        /// What a friend gets for entering a promo code.
        PromoBonus = "promo_bonus",
        /// The referrer's share of a friend's first invoice.
        ReferralReward = "referral_reward",
        /// Points given or taken by staff, with a reason.
        Manual = "manual",
        /// Money that the customer owes: left on an invoice, or added by staff.
        Debt = "debt",
        /// Debt that was paid.
        Repayment = "repayment",
        /// Money of the customer that was spent.
        Payment = "payment",
        /// Money that the customer paid in.
        Deposit = "deposit",
        /// Money of the customer that was charged, down to the credit limit.
        Charge = "charge",
        /// Part or all of an invoice was taken back: what it moved in this wallet is moved back.
        Refund = "refund",
        /// The difference between an imported balance and its history.
        Opening = "opening",
        /// Moved between two cards of one person; the note is the other card's code.
        Transfer = "transfer",
        /// Points that ran out.
        Expire = "expire",
    }
}

/// Which way the entries of a kind go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    /// Into the wallet: above zero.
    In,
    /// Out of the wallet: below zero.
    Out,
    /// Either.
    Both,
}

impl EntryKind {
    /// The table of kinds: in which wallets entries of each are made, and which way they go. The CHECK of the table `entries`
    /// says the same in SQL.
    const fn rule(self) -> (&'static [Wallet], Direction) {
        const POINTS: &[Wallet] = &[Wallet::Main, Wallet::Referral];
        match self {
            Self::Earn | Self::Coupon => (&[Wallet::Main], Direction::In),
            Self::Redeem | Self::Expire => (POINTS, Direction::Out),
            // Below zero: what a card got by a promo code that it had no right to.
            Self::PromoBonus => (&[Wallet::Main], Direction::Both),
            // Below zero: what a card got for a friend who turned out to be its own owner.
            Self::ReferralReward => (&[Wallet::Referral], Direction::Both),
            Self::Manual => (POINTS, Direction::Both),
            Self::Debt | Self::Payment | Self::Charge => (&[Wallet::Money], Direction::Out),
            Self::Repayment | Self::Deposit => (&[Wallet::Money], Direction::In),
            Self::Refund | Self::Opening | Self::Transfer => (Wallet::ALL, Direction::Both),
        }
    }

    /// May an entry of this kind move `amount` in this wallet? Above zero is into the wallet; an entry of nothing is none.
    pub fn allows(self, wallet: Wallet, amount: Money) -> bool {
        let (wallets, direction) = self.rule();
        let is_way = match direction {
            Direction::In => amount.is_positive(),
            Direction::Out => amount.is_negative(),
            Direction::Both => !amount.is_zero(),
        };
        is_way && wallets.contains(&wallet)
    }
}

super::words! {
    /// What became of points that were reserved.
    HoldState {
        /// They are reserved, until the hold ends.
        Open = "open",
        /// They were spent, all or some of them; the rest is free again.
        Captured = "captured",
        /// They are free again: the sale did not need them.
        Released = "released",
        /// They are free again: the hold ran out of time.
        Expired = "expired",
    }
}

super::words! {
    /// What became of a request for a customer's consent to a spend.
    ConsentState {
        /// It waits for an answer.
        Waiting = "waiting",
        /// The customer agreed.
        Given = "given",
        /// The customer said no.
        Declined = "declined",
        /// The customer agreed after the sale had become impossible.
        Failed = "failed",
        /// It was not answered in time.
        Expired = "expired",
        /// Staff cancelled the sale.
        Cancelled = "cancelled",
    }
}

super::words! {
    /// What an entry is to the back office.
    TransactionKind {
        /// Money came in.
        Payment = "payment",
        /// Money was charged, a sale that was left unpaid too.
        Charge = "charge",
        /// Points came in.
        BonusAccrual = "bonus_accrual",
        /// Points were spent, taken back or ran out.
        BonusRedemption = "bonus_redemption",
        /// Staff gave or took points by hand.
        Correction = "correction",
    }
}

impl TransactionKind {
    /// What an entry of a kind is that moved `amount` in a wallet.
    pub const fn of(kind: EntryKind, wallet: Wallet, amount: Money) -> Self {
        match (kind, wallet, amount.is_positive()) {
            (EntryKind::Manual, ..) => Self::Correction,
            (_, Wallet::Money, true) => Self::Payment,
            (_, Wallet::Money, false) => Self::Charge,
            (_, _, true) => Self::BonusAccrual,
            (_, _, false) => Self::BonusRedemption,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_belongs_in_its_wallets_and_goes_its_way() {
        let ways = |kind: EntryKind, wallet| {
            let way = |minor, sign| kind.allows(wallet, Money::from_minor(minor)).then_some(sign);
            [way(1, '+'), way(-1, '-')].into_iter().flatten().collect::<String>()
        };
        let table: Vec<[String; 3]> = EntryKind::ALL
            .iter()
            .map(|kind| [Wallet::Main, Wallet::Referral, Wallet::Money].map(|wallet| ways(*kind, wallet)))
            .collect();
        let expected = [
            ["+", "", ""],      // earn
            ["+", "", ""],      // coupon
            ["-", "-", ""],     // redeem
            ["+-", "", ""],     // promo_bonus
            ["", "+-", ""],     // referral_reward
            ["+-", "+-", ""],   // manual
            ["", "", "-"],      // debt
            ["", "", "+"],      // repayment
            ["", "", "-"],      // payment
            ["", "", "+"],      // deposit
            ["", "", "-"],      // charge
            ["+-", "+-", "+-"], // refund
            ["+-", "+-", "+-"], // opening
            ["+-", "+-", "+-"], // transfer
            ["-", "-", ""],     // expire
        ];
        assert_eq!(table, expected);
        let nothing = EntryKind::ALL.iter().filter(|kind| kind.allows(Wallet::Main, Money::ZERO));
        assert_eq!(nothing.count(), 0);
    }
}

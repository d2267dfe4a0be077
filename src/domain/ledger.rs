//! The words of the ledger: wallets and the kinds of entries.

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

super::words! {
    /// What became of points that were reserved.
    HoldState {
        /// They are reserved, until the hold ends.
        Open = "open",
        /// They were spent, all or some of them; the rest is free again.
        Captured = "captured",
        /// They are free again, because nobody needed them.
        Released = "released",
        /// They are free again, because time ran out.
        Expired = "expired",
    }
}

super::words! {
    /// What became of a question to a customer whether their points may be spent.
    ConsentState {
        /// It waits for an answer.
        Waiting = "waiting",
        /// The customer agreed.
        Given = "given",
        /// The customer said no.
        Declined = "declined",
        /// The customer agreed when the sale was not possible any more.
        Failed = "failed",
        /// Nobody answered in time.
        Lapsed = "lapsed",
    }
}

//! How the dump writes the three wallets of a customer: a balance and a list of entries each.

use crate::domain::{Money, Wallet};

/// The fields and words of one wallet.
pub(crate) struct WalletFormat {
    /// The field with the entries.
    pub(crate) history: &'static str,
    /// The field with the balance.
    pub(crate) balance: &'static str,
    pub(crate) wallet: Wallet,
    pub(crate) transaction_type: &'static str,
    /// The `type` of an entry that increases the file's balance.
    pub(crate) adds: &'static str,
    /// The `type` of an entry that decreases the file's balance.
    pub(crate) takes: &'static str,
}

/// The wallets, in the order of the fields.
pub(crate) const WALLETS: [WalletFormat; 3] = [
    WalletFormat {
        history: "history",
        balance: "bonuses",
        wallet: Wallet::Main,
        transaction_type: "bonus",
        adds: "accrual",
        takes: "deduction",
    },
    WalletFormat {
        history: "referral_bonus_history",
        balance: "referral_bonuses",
        wallet: Wallet::Referral,
        transaction_type: "referral",
        adds: "accrual",
        takes: "deduction",
    },
    WalletFormat {
        history: "debt_history",
        balance: "debts",
        wallet: Wallet::Money,
        transaction_type: "debt",
        adds: "accrual",
        takes: "payment",
    },
];

impl WalletFormat {
    /// Converts between the file's amounts and ours. Only those of the money wallet differ: the file counts debt, we
    /// count what the customer has with the shop.
    pub(crate) const fn convert(&self, amount: Money) -> Money {
        match self.wallet {
            Wallet::Money => amount.negated(),
            Wallet::Main | Wallet::Referral => amount,
        }
    }
}

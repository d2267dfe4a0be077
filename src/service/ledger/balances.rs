//! What a customer can spend and owes, as if every wallet were settled at this moment.

use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, PointsWallet, Wallet},
    service::Result,
    storage::{
        Tx,
        ledger::{self, WalletState},
    },
};

/// What a customer has and can spend: without what is reserved by holds, and without points that have expired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// Bonus points; below zero where points are owed.
    pub main: Money,
    /// Points earned by friends; below zero where points are owed.
    pub referral: Money,
    /// What the customer owes the shop, above zero; below zero the shop owes the customer.
    pub debt: Money,
}

impl Balances {
    /// The points of a wallet that can be spent.
    pub const fn points(&self, wallet: PointsWallet) -> Money {
        match wallet {
            PointsWallet::Main => self.main,
            PointsWallet::Referral => self.referral,
        }
    }

    /// The points of both wallets that can be spent.
    pub const fn all_points(&self) -> Money {
        self.main.or_zero().saturating_add(self.referral.or_zero())
    }

    /// Are points owed? They were taken back by a refund after they had been spent, and no later ones have repaid them yet.
    pub const fn has_points_debt(&self) -> bool {
        self.main.is_negative() || self.referral.is_negative()
    }
}

/// What a customer has in all wallets at the moment `at`.
///
/// # Errors
/// The database's.
pub async fn balances(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Balances> {
    let mut balances = Balances::default();
    for state in ledger::wallet_states(tx, customer, at).await? {
        match state.wallet {
            Wallet::Main => balances.main = available(&state),
            Wallet::Referral => balances.referral = available(&state),
            Wallet::Money => balances.debt = state.balance_minor.negated(),
        }
    }
    Ok(balances)
}

/// What can be spent of a wallet, once it is settled; below zero where points are owed.
pub(super) fn available(state: &WalletState) -> Money {
    state.balance_minor.saturating_sub(expiring(state)).saturating_sub(held(state))
}

/// The points debt of a wallet, once it is settled.
pub(super) fn points_debt(state: &WalletState) -> Money {
    state.points_debt_minor.saturating_sub(repaid(state))
}

/// How many points expire: those that neither repay points debt nor are reserved.
pub(super) fn expiring(state: &WalletState) -> Money {
    let repaid = repaid(state);
    let free = unreserved(state).saturating_sub(repaid);
    state.expired_lots_minor.saturating_sub(repaid).min(free).or_zero()
}

/// How many points repay points debt: those that no hold reserves any more.
fn repaid(state: &WalletState) -> Money {
    state.points_debt_minor.min(unreserved(state)).or_zero()
}

/// What is in the lots and not reserved.
fn unreserved(state: &WalletState) -> Money {
    state.balance_minor.saturating_add(state.points_debt_minor).saturating_sub(held(state))
}

fn held(state: &WalletState) -> Money {
    state.held_minor.saturating_sub(state.expired_holds_minor)
}

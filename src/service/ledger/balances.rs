//! The balances of a customer, computed as if every wallet were settled at this moment.

use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, PointsWallet, Wallet},
    service::Result,
    storage::{
        Tx,
        ledger::{self, WalletState},
    },
};

/// The balances of a customer, without reserved and expired points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Balances {
    /// Bonus points; below zero where points are owed.
    pub main: Money,
    /// Rewards for friends; below zero where points are owed.
    pub referral: Money,
    /// Above zero, the customer owes the shop; below zero, the customer has paid in advance.
    pub debt: Money,
}

impl Balances {
    /// The balances of a customer whose wallets are these.
    pub(in crate::service) fn of(states: &[WalletState]) -> Self {
        let mut balances = Self::default();
        for state in states {
            match state.wallet {
                Wallet::Main => balances.main = available(state),
                Wallet::Referral => balances.referral = available(state),
                Wallet::Money => balances.debt = state.balance_minor.negated(),
            }
        }
        balances
    }

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

    /// Is there points debt: points that a refund took back after they had been spent, and that later ones have not repaid?
    pub const fn has_points_debt(&self) -> bool {
        self.main.is_negative() || self.referral.is_negative()
    }
}

/// The balances of a customer at the moment `at`.
///
/// # Errors
/// The database's.
pub async fn balances(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Balances> {
    Ok(Balances::of(&ledger::wallet_states(tx, customer, at).await?))
}

/// The points of a wallet that can be spent once it is settled; below zero where points are owed.
pub(super) fn available(state: &WalletState) -> Money {
    state.balance_minor.saturating_sub(expiring(state)).saturating_sub(held(state))
}

/// The points debt of a wallet, once it is settled.
pub(super) fn points_debt(state: &WalletState) -> Money {
    state.points_debt_minor.saturating_sub(repaid(state))
}

/// How many points expire: those in expired lots that neither repay points debt nor are reserved.
pub(super) fn expiring(state: &WalletState) -> Money {
    let repaid = repaid(state);
    let free = unreserved(state).saturating_sub(repaid);
    state.expired_lots_minor.saturating_sub(repaid).min(free).or_zero()
}

/// How many points repay points debt: those that no hold reserves any more.
fn repaid(state: &WalletState) -> Money {
    state.points_debt_minor.min(unreserved(state)).or_zero()
}

/// The points in lots that no hold reserves.
fn unreserved(state: &WalletState) -> Money {
    state.balance_minor.saturating_add(state.points_debt_minor).saturating_sub(held(state))
}

fn held(state: &WalletState) -> Money {
    state.held_minor.saturating_sub(state.expired_holds_minor)
}

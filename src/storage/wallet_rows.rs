//! What a wallet has, and what of it has expired: alone, and in lists of customers, where each row is a customer with one wallet or with
//! none.

use crate::domain::{Money, Wallet};

/// A wallet, and what of it expired before it was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WalletState {
    /// Which wallet.
    pub wallet: Wallet,
    /// What is in it.
    pub balance_minor: Money,
    /// Points debt.
    pub points_debt_minor: Money,
    /// What open holds reserve.
    pub held_minor: Money,
    /// What holds reserve that have expired.
    pub expired_holds_minor: Money,
    /// What is left of lots that have expired.
    pub expired_lots_minor: Money,
}

/// The columns of one wallet, which are zero where there is none.
#[derive(sqlx::FromRow)]
pub(super) struct WalletColumns {
    wallet: Option<Wallet>,
    balance_minor: Money,
    points_debt_minor: Money,
    held_minor: Money,
    expired_holds_minor: Money,
    expired_lots_minor: Money,
}

/// The columns of [`WalletColumns`], of the wallet `w` that may be missing, at the moment of a parameter.
macro_rules! wallet_columns {
    ($at:literal) => {
        concat!(
            "w.wallet, COALESCE(w.balance_minor, 0) AS balance_minor, COALESCE(w.points_debt_minor, 0) AS points_debt_minor,
            COALESCE(w.held_minor, 0) AS held_minor,
            CAST(COALESCE((
                SELECT SUM(h.amount_minor) FROM holds h
                WHERE h.shop_id = $1 AND h.customer_id = w.customer_id AND h.wallet = w.wallet AND h.state = 'open'
                    AND h.expires_at <= ", $at, "), 0) AS BIGINT) AS expired_holds_minor,
            CAST(COALESCE((
                SELECT SUM(l.remaining_minor) FROM lots l
                WHERE l.shop_id = $1 AND l.customer_id = w.customer_id AND l.wallet = w.wallet AND l.remaining_minor > 0
                    AND l.expires_at <= ", $at, "), 0) AS BIGINT) AS expired_lots_minor"
        )
    };
}
pub(super) use wallet_columns;

/// The customers of rows that come one after the other for each of them, by their id.
pub(super) fn grouped<C, Id: PartialEq>(
    rows: impl IntoIterator<Item = (C, WalletColumns)>,
    id: fn(&C) -> Id,
) -> Vec<(C, Vec<WalletState>)> {
    let mut grouped: Vec<(C, Vec<WalletState>)> = Vec::new();
    for (customer, columns) in rows {
        let state = columns.state();
        match grouped.last_mut().filter(|(last, _)| id(last) == id(&customer)) {
            Some((_, states)) => states.extend(state),
            None => grouped.push((customer, state.into_iter().collect())),
        }
    }
    grouped
}

impl WalletColumns {
    fn state(self) -> Option<WalletState> {
        Some(WalletState {
            wallet: self.wallet?,
            balance_minor: self.balance_minor,
            points_debt_minor: self.points_debt_minor,
            held_minor: self.held_minor,
            expired_holds_minor: self.expired_holds_minor,
            expired_lots_minor: self.expired_lots_minor,
        })
    }
}

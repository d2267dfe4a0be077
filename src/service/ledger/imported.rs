//! Imported wallets: a balance with its history, stored as it is given; nothing is recomputed.
//!
//! The part of a balance that its history does not explain becomes an `opening` entry before all others. The points of a wallet
//! become one lot, since the earlier bot did not record which points were spent; an export of Kopilka has its own lots
//! ([`Account::with_lots`]).

use crate::{
    clock::Timestamp,
    domain::{ActorRef, CustomerId, EntryId, EntryKind, InvoiceId, LotId, Money, OperationId, Wallet},
    storage::{
        self, Tx,
        bulk::{self, EntryRow, LotRow, LotUseRow, WalletRow},
        ledger::Expiry,
        shops,
    },
};

/// One entry of an imported history.
#[derive(Clone, Debug)]
pub(crate) struct ImportedEntry {
    pub(crate) kind: EntryKind,
    /// Above zero: added to the wallet. Never zero.
    pub(crate) amount: Money,
    /// The index of its invoice among the customer's.
    pub(crate) invoice: Option<usize>,
    /// The number of the earlier entry that it corrects, from 1.
    pub(crate) corrects: Option<usize>,
    /// Who made it.
    pub(crate) actor: ActorRef,
    pub(crate) note: String,
    pub(crate) at: Timestamp,
    pub(crate) utc_offset_s: i32,
    pub(crate) legacy: Option<String>,
}

/// Points that were earned together. Entries are numbered from 1 in the order of the history; 0 is the opening entry.
#[derive(Clone, Debug)]
pub(crate) struct ImportedLot<Entry = usize> {
    /// The entry that earned it.
    pub(crate) entry: Entry,
    pub(crate) amount: Money,
    /// `None`: no last day, until the shop sets a lifetime.
    pub(crate) expires_at: Option<Timestamp>,
    /// The last warning that was sent, in days before `expires_at`.
    pub(crate) warned_days: Option<i64>,
    /// What entries took from it; below zero: what they gave back.
    pub(crate) uses: Vec<(Entry, Money)>,
}

/// A wallet with its history; the opening entry makes its sums equal.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    wallet: Wallet,
    balance: Money,
    opening: Money,
    entries: Vec<ImportedEntry>,
    owed: Money,
    /// `None`: one lot of the balance.
    lots: Option<Vec<ImportedLot>>,
}

/// Why a history cannot be stored. Entries are numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HistoryError {
    #[error("a balance on the way is beyond ten trillion")]
    TooLarge,
    #[error("entry {entry} does not belong in the wallet")]
    ForeignEntry { entry: usize },
}

impl ImportedLot {
    /// The lot with the ids of its entries instead of their numbers; `None` where an entry has no row.
    fn of_rows(self, row: impl Fn(usize) -> Option<EntryId>) -> Option<ImportedLot<EntryId>> {
        let Self { entry, amount, expires_at, warned_days, uses } = self;
        let uses = uses.into_iter().map(|(entry, used)| Some((row(entry)?, used))).collect::<Option<Vec<_>>>()?;
        Some(ImportedLot { entry: row(entry)?, amount, expires_at, warned_days, uses })
    }
}

impl ImportedLot<EntryId> {
    /// What is left of it.
    fn remaining(&self) -> Money {
        let used = self.uses.iter().map(|(_, used)| *used);
        Money::checked_sum(used).and_then(|used| self.amount.checked_sub(used)).unwrap_or(self.amount)
    }
}

/// Why lots do not fit their wallet. Lots are numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LotsError {
    #[error("lot {lot} names entry {entry}, and there is none")]
    NoEntry { lot: usize, entry: usize },
    #[error("lot {lot} was earned by entry {entry}, and that one takes points")]
    NotEarned { lot: usize, entry: usize },
    #[error("lot {lot} has less than nothing or more than it had")]
    Remaining { lot: usize },
    #[error("entry {entry} cannot have moved so many points of lot {lot}")]
    Use { lot: usize, entry: usize },
    #[error(
        "the lots have {in_lots} points, and with a balance of {balance} and {owed} owed they must have {expected}"
    )]
    Sum { in_lots: Money, balance: Money, owed: Money, expected: Money },
}

impl Account {
    pub(crate) fn new(wallet: Wallet, balance: Money, entries: Vec<ImportedEntry>) -> Result<Self, HistoryError> {
        let sum = Money::checked_sum(entries.iter().map(|entry| entry.amount)).ok_or(HistoryError::TooLarge)?;
        let opening = within_limit(balance.checked_sub(sum))?;
        let mut running = opening;
        for (entry, number) in entries.iter().zip(1..) {
            if !entry.kind.allows(wallet, entry.amount) {
                return Err(HistoryError::ForeignEntry { entry: number });
            }
            running = within_limit(running.checked_add(entry.amount))?;
        }
        Ok(Self { wallet, balance, opening, entries, owed: Money::ZERO, lots: None })
    }

    /// The account with its lots and a points debt of `owed`.
    pub(crate) fn with_lots(self, owed: Money, lots: Vec<ImportedLot>) -> Result<Self, LotsError> {
        let mut left: Vec<Money> =
            std::iter::once(self.opening).chain(self.entries.iter().map(|entry| entry.amount)).collect();
        let mut in_lots = Money::ZERO;
        for (lot, number) in lots.iter().zip(1..) {
            let earned = self.entry_amount(lot.entry).ok_or(LotsError::NoEntry { lot: number, entry: lot.entry })?;
            if !earned.is_positive() {
                return Err(LotsError::NotEarned { lot: number, entry: lot.entry });
            }
            let mut remaining = lot.amount;
            let mut users: Vec<usize> = Vec::with_capacity(lot.uses.len());
            for &(entry, used) in &lot.uses {
                if self.entry_amount(entry).is_none() || entry == 0 {
                    return Err(LotsError::NoEntry { lot: number, entry });
                }
                let wrong = LotsError::Use { lot: number, entry };
                let before = left[entry];
                let after = before.checked_add(used).ok_or(wrong)?;
                let is_too_much = after.is_positive() != before.is_positive() && !after.is_zero();
                if users.contains(&entry) || used.is_zero() || used.is_positive() == before.is_positive() || is_too_much
                {
                    return Err(wrong);
                }
                users.push(entry);
                left[entry] = after;
                remaining = remaining.checked_sub(used).ok_or(wrong)?;
            }
            if remaining.is_negative() || remaining > lot.amount || !lot.amount.is_positive() {
                return Err(LotsError::Remaining { lot: number });
            }
            in_lots = in_lots.saturating_add(remaining);
        }
        let expected = self.balance.saturating_add(owed);
        if in_lots != expected {
            return Err(LotsError::Sum { in_lots, balance: self.balance, owed, expected });
        }
        Ok(Self { owed, lots: Some(lots), ..self })
    }

    /// The amount of an entry by its number; `None` where there is no such entry.
    fn entry_amount(&self, entry: usize) -> Option<Money> {
        match entry.checked_sub(1) {
            None => Some(self.opening).filter(|opening| !opening.is_zero()),
            Some(index) => self.entries.get(index).map(|entry| entry.amount),
        }
    }

    pub(crate) const fn wallet(&self) -> Wallet {
        self.wallet
    }

    pub(crate) const fn balance(&self) -> Money {
        self.balance
    }

    /// Has nothing ever been in it?
    pub(crate) fn is_empty(&self) -> bool {
        self.entry_count() == 0
    }

    /// The points debt.
    pub(crate) const fn owed(&self) -> Money {
        self.owed
    }

    /// The part of the balance that the history does not explain.
    pub(crate) const fn opening(&self) -> Money {
        self.opening
    }

    /// The history, in the order of the file.
    pub(crate) fn entries(&self) -> &[ImportedEntry] {
        &self.entries
    }

    fn lot_count(&self) -> usize {
        match &self.lots {
            Some(lots) => lots.len(),
            None => usize::from(!matches!(self.wallet, Wallet::Money) && self.balance.is_positive()),
        }
    }

    /// The number of its rows in the table `entries`, with the opening entry.
    fn entry_count(&self) -> usize {
        self.entries.len() + usize::from(!self.opening.is_zero())
    }

    /// The rows of the entries, and the lots with the ids of their entries.
    fn rows(
        self,
        owner: &Owner,
        operation: &OperationId,
        ids: &mut impl Iterator<Item = i64>,
    ) -> (Vec<EntryRow>, Vec<ImportedLot<EntryId>>) {
        let mut rows = Vec::with_capacity(self.entry_count());
        // The number of the first row: with an opening entry it is 0.
        let first_number = usize::from(self.opening.is_zero());
        let mut balance_after = Money::ZERO;
        let opening = (!self.opening.is_zero()).then(|| ImportedEntry {
            kind: EntryKind::Opening,
            amount: self.opening,
            invoice: None,
            corrects: None,
            actor: ActorRef::IMPORT,
            note: String::new(),
            at: owner.joined_at,
            utc_offset_s: 0,
            legacy: None,
        });
        for ((entry, id), number) in opening.into_iter().chain(self.entries).zip(ids).zip(1..) {
            let entry_id = EntryId(id);
            balance_after = balance_after.checked_add(entry.amount).unwrap_or(balance_after);
            let corrects = entry.corrects.and_then(|entry| entry.checked_sub(first_number));
            let corrects_id = corrects.and_then(|row| rows.get(row)).map(|row: &EntryRow| row.entry_id);
            rows.push(EntryRow {
                entry_id,
                customer_id: owner.customer,
                wallet: self.wallet,
                number,
                kind: entry.kind,
                amount_minor: entry.amount,
                balance_after_minor: balance_after,
                invoice_id: entry.invoice.and_then(|index| owner.invoices.get(index).copied()),
                corrects_id,
                operation_id: operation.clone(),
                actor_kind: entry.actor.kind,
                actor_id: entry.actor.id,
                note: entry.note,
                entered_at: entry.at,
                utc_offset_s: (entry.kind != EntryKind::Opening).then(|| i64::from(entry.utc_offset_s)),
                legacy: entry.legacy,
            });
        }
        let lots = self.lots.unwrap_or_else(|| {
            let earned = rows.iter().rposition(|row: &EntryRow| row.amount_minor.is_positive());
            let is_there = self.balance.is_positive() && self.wallet != Wallet::Money;
            let lot = |row| ImportedLot {
                entry: row + first_number,
                amount: self.balance,
                expires_at: None,
                warned_days: None,
                uses: Vec::new(),
            };
            earned.filter(|_| is_there).map(lot).into_iter().collect()
        });
        let id = |entry: usize| entry.checked_sub(first_number).and_then(|row| rows.get(row)).map(|row| row.entry_id);
        let lots = lots.into_iter().filter_map(|lot| lot.of_rows(id)).collect();
        (rows, lots)
    }
}

fn within_limit(balance: Option<Money>) -> Result<Money, HistoryError> {
    balance.filter(|balance| balance.is_within_limit()).ok_or(HistoryError::TooLarge)
}

/// The customer to whom accounts belong.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    pub(crate) customer: CustomerId,
    pub(crate) joined_at: Timestamp,
    /// The customer's invoices; the entries name them by index.
    pub(crate) invoices: Vec<InvoiceId>,
}

/// Writes accounts of customers who have none yet.
#[derive(Debug)]
pub(crate) struct AccountWriter {
    operation: OperationId,
    /// The moment of the import: lifetimes of points start here.
    at: Timestamp,
}

impl AccountWriter {
    /// A writer whose entries all belong to `operation`.
    pub(crate) const fn new(operation: OperationId, at: Timestamp) -> Self {
        Self { operation, at }
    }

    /// Writes the accounts: wallets with their balances, entries with the balance after each, and lots. A lot without a last day
    /// gets the lifetime that the shop has set for points that are earned now.
    pub(crate) async fn write(&self, tx: &mut Tx, owners: Vec<(Owner, Vec<Account>)>) -> storage::Result<()> {
        let accounts = || owners.iter().flat_map(|(_, accounts)| accounts);
        let entry_count = accounts().map(Account::entry_count).sum();
        let lot_count = accounts().map(Account::lot_count).sum();
        let mut entry_ids = tx.draw_ids(entry_count).await?;
        let mut lot_ids = tx.draw_ids(lot_count).await?;
        let (lifetime, zone) = (shops::program(tx).await?.points_lifetime, shops::timezone(tx).await?);
        let default = super::lots::expiry(lifetime, zone, self.at);
        let (mut wallets, mut entries) = (Vec::new(), Vec::with_capacity(entry_count));
        let (mut lots, mut uses, mut indebted) = (Vec::with_capacity(lot_count), Vec::new(), Vec::new());
        for (owner, accounts) in owners {
            for account in accounts {
                if account.is_empty() {
                    continue;
                }
                let (customer_id, wallet) = (owner.customer, account.wallet);
                let (balance_minor, points_debt_minor) = (account.balance, account.owed);
                if points_debt_minor.is_positive() {
                    indebted.push((customer_id, wallet));
                }
                let last_number = i64::try_from(account.entry_count()).unwrap_or(i64::MAX);
                wallets.push(WalletRow { customer_id, wallet, balance_minor, points_debt_minor, last_number });
                let (rows, account_lots) = account.rows(&owner, &self.operation, &mut entry_ids);
                entries.extend(rows);
                for (lot, lot_id) in account_lots.into_iter().zip(lot_ids.by_ref().map(LotId)) {
                    let own = Expiry { expires_at: lot.expires_at, warned_days: lot.warned_days };
                    let Expiry { expires_at, warned_days } = if own.expires_at.is_some() { own } else { default };
                    lots.push(LotRow {
                        lot_id,
                        customer_id,
                        wallet,
                        entry_id: lot.entry,
                        amount_minor: lot.amount,
                        remaining_minor: lot.remaining(),
                        expires_at,
                        warned_days,
                    });
                    let used = lot.uses.into_iter();
                    uses.extend(used.map(|(entry_id, amount_minor)| LotUseRow { entry_id, lot_id, amount_minor }));
                }
            }
        }
        bulk::insert(tx, wallets).await?;
        bulk::insert(tx, entries).await?;
        bulk::insert(tx, lots).await?;
        bulk::insert(tx, uses).await?;
        // Holds are not imported, so points that were reserved by one are free to repay the points debt.
        for (customer, wallet) in indebted {
            super::points_debt::repay_points_debt(tx, customer, wallet).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(minor: i64) -> ImportedEntry {
        let at = Timestamp(minor);
        let amount = Money::from_minor(minor);
        ImportedEntry {
            kind: EntryKind::Manual,
            amount,
            invoice: None,
            corrects: None,
            actor: ActorRef::IMPORT,
            note: String::new(),
            at,
            utc_offset_s: 0,
            legacy: None,
        }
    }

    #[test]
    fn the_opening_entry_is_the_difference_of_balance_and_history() {
        let owner = Owner { customer: CustomerId(1), joined_at: Timestamp(0), invoices: Vec::new() };
        for (balance, amounts, expected, earned) in [
            (500, vec![700, -200], vec![(700, 700), (-200, 500)], Some(1)),
            (500, vec![700], vec![(-200, -200), (700, 500)], Some(2)),
            (500, vec![-200], vec![(700, 700), (-200, 500)], Some(1)),
            (0, vec![], vec![], None),
        ] {
            let entries = amounts.iter().copied().map(entry).collect();
            let account = Account::new(Wallet::Main, Money::from_minor(balance), entries).unwrap();
            let (rows, lots) = account.rows(&owner, &OperationId::import("test"), &mut (1..));
            let rows: Vec<(i64, i64)> =
                rows.iter().map(|row| (row.amount_minor.minor(), row.balance_after_minor.minor())).collect();
            let lots: Vec<_> = lots.iter().map(|lot| (lot.entry, lot.remaining().minor())).collect();
            let expected_lots: Vec<_> = earned.map(|earned| (EntryId(earned), balance)).into_iter().collect();
            assert_eq!((rows, lots), (expected, expected_lots), "{balance} {amounts:?}");
        }
        let too_large = Account::new(Wallet::Main, Money::ZERO, vec![entry(i64::MAX), entry(1)]);
        assert_eq!(too_large.unwrap_err(), HistoryError::TooLarge);
        let on_the_way = vec![entry(Money::MAX.minor()), entry(1), entry(-1)];
        assert_eq!(Account::new(Wallet::Main, Money::MAX, on_the_way).unwrap_err(), HistoryError::TooLarge);
        let foreign = Account::new(Wallet::Money, Money::ZERO, vec![entry(1)]);
        assert_eq!(foreign.unwrap_err(), HistoryError::ForeignEntry { entry: 1 });
    }
}

//! Balances that come with a history made elsewhere: the history is taken as it happened, and nothing is recomputed.
//!
//! What a history does not explain of its balance becomes an `opening` entry before all others. The points that are there
//! become one lot, since the earlier bot did not say which of them were spent.

use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryId, EntryKind, InvoiceId, LotId, Money, Wallet},
    storage::{
        self, Tx,
        bulk::{self, EntryRow, Ids, IdsOf, LotRow, WalletRow},
        ledger::Expiry,
        shops,
    },
};

/// One line of an imported history.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) kind: EntryKind,
    /// Above zero: into the wallet. Never zero.
    pub(crate) amount: Money,
    /// The place of its invoice among the customer's.
    pub(crate) invoice: Option<usize>,
    pub(crate) note: String,
    pub(crate) at: Timestamp,
    pub(crate) utc_offset_s: i32,
    pub(crate) legacy: Option<String>,
}

/// A wallet with its history, whose sums hold.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    wallet: Wallet,
    balance: Money,
    opening: Money,
    steps: Vec<Step>,
}

/// Amounts beyond what 64 bits hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLarge;

impl Account {
    pub(crate) fn new(wallet: Wallet, balance: Money, steps: Vec<Step>) -> Result<Self, TooLarge> {
        let sum = Money::checked_sum(steps.iter().map(|step| step.amount)).ok_or(TooLarge)?;
        let opening = balance.checked_sub(sum).ok_or(TooLarge)?;
        let mut running = opening;
        for step in &steps {
            running = running.checked_add(step.amount).ok_or(TooLarge)?;
        }
        Ok(Self { wallet, balance, opening, steps })
    }

    pub(crate) const fn wallet(&self) -> Wallet {
        self.wallet
    }

    pub(crate) const fn balance(&self) -> Money {
        self.balance
    }

    /// What the history does not explain of the balance.
    pub(crate) const fn opening(&self) -> Money {
        self.opening
    }

    /// Its history, in the order of the file.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    const fn has_points(&self) -> bool {
        !matches!(self.wallet, Wallet::Money) && self.balance.is_positive()
    }

    fn entries(&self) -> usize {
        self.steps.len() + usize::from(!self.opening.is_zero())
    }

    /// The entries as rows, and which of them earned last.
    fn rows(
        self,
        owner: &Owner,
        operation: &str,
        ids: &mut impl Iterator<Item = i64>,
    ) -> (Vec<EntryRow>, Option<EntryId>) {
        let mut rows = Vec::with_capacity(self.entries());
        let mut earned = None;
        let mut balance_after = Money::ZERO;
        let opening = (!self.opening.is_zero()).then(|| Step {
            kind: EntryKind::Opening,
            amount: self.opening,
            invoice: None,
            note: String::new(),
            at: owner.joined_at,
            utc_offset_s: 0,
            legacy: None,
        });
        for (step, id) in opening.into_iter().chain(self.steps).zip(ids) {
            let entry_id = EntryId(id);
            balance_after = balance_after.checked_add(step.amount).unwrap_or(balance_after);
            if step.amount.is_positive() {
                earned = Some(entry_id);
            }
            rows.push(EntryRow {
                entry_id,
                customer_id: owner.customer,
                wallet: self.wallet,
                kind: step.kind,
                amount_minor: step.amount,
                balance_after_minor: balance_after,
                invoice_id: step.invoice.and_then(|place| owner.invoices.get(place).copied()),
                operation_id: operation.to_owned(),
                note: step.note,
                entered_at: step.at,
                utc_offset_s: (step.kind != EntryKind::Opening).then(|| i64::from(step.utc_offset_s)),
                legacy: step.legacy,
            });
        }
        (rows, earned)
    }
}

/// Whose accounts they are.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    pub(crate) customer: CustomerId,
    pub(crate) joined_at: Timestamp,
    /// The rows of the customer's invoices, in the order that the steps count them.
    pub(crate) invoices: Vec<InvoiceId>,
}

/// Writes accounts of customers who have none yet.
#[derive(Debug)]
pub(crate) struct Opener {
    operation: String,
    /// The points live from here on.
    at: Timestamp,
    entry_ids: Ids,
    lot_ids: Ids,
}

impl Opener {
    /// All that it writes belongs to one operation.
    pub(crate) const fn new(operation: String, at: Timestamp) -> Self {
        Self { operation, at, entry_ids: Ids::of(IdsOf::Entries), lot_ids: Ids::of(IdsOf::Lots) }
    }

    /// Opens the accounts: wallets with their balances, entries with the balance after each, and a lot for the points.
    pub(crate) async fn open(&mut self, tx: &mut Tx, owners: Vec<(Owner, Vec<Account>)>) -> storage::Result<()> {
        let accounts = || owners.iter().flat_map(|(_, accounts)| accounts);
        let entry_count = accounts().map(Account::entries).sum();
        let lot_count = accounts().filter(|account| account.has_points()).count();
        let mut entry_ids = self.entry_ids.draw(tx, entry_count).await?;
        let mut lot_ids = self.lot_ids.draw(tx, lot_count).await?;
        let (lifetime, zone) = (shops::program(tx).await?.points_lifetime, shops::timezone(tx).await?);
        let Expiry { expires_at, warned_days } = super::expiry(lifetime, zone, self.at);
        let (mut wallets, mut entries, mut lots) =
            (Vec::new(), Vec::with_capacity(entry_count), Vec::with_capacity(lot_count));
        for (owner, accounts) in owners {
            for account in accounts {
                if account.entries() == 0 {
                    continue;
                }
                let (customer_id, wallet, balance_minor) = (owner.customer, account.wallet, account.balance);
                wallets.push(WalletRow { customer_id, wallet, balance_minor });
                let has_points = account.has_points();
                let (rows, earned) = account.rows(&owner, &self.operation, &mut entry_ids);
                entries.extend(rows);
                if has_points && let (Some(entry_id), Some(lot_id)) = (earned, lot_ids.next()) {
                    let lot_id = LotId(lot_id);
                    let (amount_minor, remaining_minor) = (balance_minor, balance_minor);
                    lots.push(LotRow {
                        lot_id,
                        customer_id,
                        wallet,
                        entry_id,
                        amount_minor,
                        remaining_minor,
                        expires_at,
                        warned_days,
                    });
                }
            }
        }
        bulk::insert(tx, wallets).await?;
        bulk::insert(tx, entries).await?;
        bulk::insert(tx, lots).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(minor: i64) -> Step {
        let at = Timestamp(minor);
        let amount = Money::from_minor(minor);
        Step { kind: EntryKind::Manual, amount, invoice: None, note: String::new(), at, utc_offset_s: 0, legacy: None }
    }

    #[test]
    fn an_opening_entry_says_what_the_history_does_not() {
        let owner = Owner { customer: CustomerId(1), joined_at: Timestamp(0), invoices: Vec::new() };
        for (balance, amounts, expected, earned) in [
            (500, vec![700, -200], vec![(700, 700), (-200, 500)], Some(1)),
            (500, vec![700], vec![(-200, -200), (700, 500)], Some(2)),
            (500, vec![-200], vec![(700, 700), (-200, 500)], Some(1)),
            (0, vec![], vec![], None),
        ] {
            let steps = amounts.iter().copied().map(step).collect();
            let account = Account::new(Wallet::Main, Money::from_minor(balance), steps).unwrap();
            let (rows, last_earned) = account.rows(&owner, "import:test", &mut (1..));
            let rows: Vec<(i64, i64)> =
                rows.iter().map(|row| (row.amount_minor.minor(), row.balance_after_minor.minor())).collect();
            assert_eq!((rows, last_earned), (expected, earned.map(EntryId)), "{balance} {amounts:?}");
        }
        assert!(Account::new(Wallet::Main, Money::ZERO, vec![step(i64::MAX), step(1)]).is_err());
    }
}

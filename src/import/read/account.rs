//! Reads one wallet: its balance, its entries, and the lots of its points.

use std::{borrow::Cow, collections::HashMap};

use super::{field_reader::FieldReader, history};
use crate::{
    domain::{Money, PointsWallet, Wallet},
    import::{
        findings::{FindingKind, JsonPath},
        format::{Customer, Entry, Raw},
        legacy::Legacy,
        wallets::WalletFormat,
    },
    service::ledger::imported::{Account, HistoryError, ImportedEntry, ImportedLot},
};

/// Reads a wallet of a customer; faults become findings. The entries name the customer's `invoices` by number; `lots`
/// are `None` where the file has no such field.
pub(super) fn read(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    raw: &Customer<'_>,
    invoices: &HashMap<Cow<'_, str>, usize>,
    lots: Option<&[(PointsWallet, ImportedLot)]>,
    legacy: &mut Legacy,
) -> Option<Account> {
    let (balance, list) = match format.wallet {
        Wallet::Main => (raw.bonuses, &raw.history),
        Wallet::Referral => (raw.referral_bonuses, &raw.referral_bonus_history),
        Wallet::Money => (raw.debts, &raw.debt_history),
    };
    let list = reader.list(path, format.history, list.as_ref(), legacy);
    let entries = history::read(reader, path, format, list, invoices, legacy);
    let points_debt = points_debt(reader, path, format, raw, legacy);
    let balance = balance_of(reader, path, format, (balance, points_debt), list, legacy)?;
    let account = account(reader, path, format, balance, entries)?;
    with_lots(reader, path, format, account, points_debt, lots)
}

/// The file's balance of a wallet. A missing one is zero where there are no entries.
fn balance_of(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    (raw, points_debt): (Option<Raw<'_>>, Money),
    entries: &[Entry<'_>],
    legacy: &mut Legacy,
) -> Option<Money> {
    if raw.is_none() && entries.is_empty() {
        legacy.keep(format.balance, None);
        return Some(Money::ZERO);
    }
    let balance = reader.money(path, format.balance, raw, legacy)?;
    if balance < points_debt.negated() && format.wallet != Wallet::Money {
        let message = format!("{balance} points: nobody can have fewer than none; the customer is not imported");
        reader.note(&JsonPath::Field(path, format.balance), FindingKind::BalanceBelowZero, message);
        return None;
    }
    if balance.is_negative() && format.wallet == Wallet::Money {
        let message = format!("the debt is {balance}: the customer has {} with the shop", balance.negated());
        reader.note(&JsonPath::Field(path, format.balance), FindingKind::MoneyInCredit, message);
    }
    Some(balance)
}

fn account(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    balance: Money,
    entries: Vec<ImportedEntry>,
) -> Option<Account> {
    let path = JsonPath::Field(path, format.balance);
    reader.digest.int(balance.minor());
    let account = match Account::new(format.wallet, format.convert(balance), entries) {
        Ok(account) => account,
        Err(HistoryError::TooLarge) => {
            let message = "the history adds up to more than can be kept; the customer is not imported";
            reader.note(&path, FindingKind::BadAmount, message);
            return None;
        }
        Err(error @ HistoryError::ForeignEntry { .. }) => {
            reader.note(&path, FindingKind::BadAmount, format!("{error}; the customer is not imported"));
            return None;
        }
    };
    let opening = account.opening();
    if !opening.is_zero() && !reader.has_fault() {
        let explained = balance.checked_sub(format.convert(opening)).unwrap_or(balance);
        let message = format!(
            "the balance is {balance} and its history makes {explained}; the balance counts, an opening entry of {opening} says the difference"
        );
        reader.note(&path, FindingKind::BalanceMismatch, message);
    }
    Some(account)
}

/// Points that were taken back after they had been spent. The next points that are earned repay them.
fn points_debt(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    raw: &Customer<'_>,
    legacy: &mut Legacy,
) -> Money {
    let (field, raw) = match format.wallet {
        Wallet::Main => ("bonuses_owed", raw.bonuses_owed),
        Wallet::Referral => ("referral_bonuses_owed", raw.referral_bonuses_owed),
        Wallet::Money => return Money::ZERO,
    };
    let points_debt = raw.and_then(|raw| reader.unsigned_money(path, field, Some(raw), legacy)).unwrap_or_default();
    reader.digest.int(points_debt.minor());
    points_debt
}

/// Adds the lots of the file to an account, where it has lots or a points debt, which needs them.
fn with_lots(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    account: Account,
    points_debt: Money,
    lots: Option<&[(PointsWallet, ImportedLot)]>,
) -> Option<Account> {
    if format.wallet == Wallet::Money || (lots.is_none() && points_debt.is_zero()) {
        return Some(account);
    }
    let lots = lots.unwrap_or_default().iter().filter(|(wallet, _)| Wallet::from(*wallet) == format.wallet);
    match account.with_lots(points_debt, lots.map(|(_, lot)| lot.clone()).collect()) {
        Ok(account) => Some(account),
        Err(error) => {
            // Where something else is wrong with the lots, their sum is wrong too.
            if !reader.has_fault() {
                let message = format!("{} wallet: {error}; the customer is not imported", format.wallet);
                reader.note(&JsonPath::Field(path, "lots"), FindingKind::BadLots, message);
            }
            None
        }
    }
}

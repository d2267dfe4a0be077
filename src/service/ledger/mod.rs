//! The only code that moves a balance: every movement is an entry, and points are lots.

pub(crate) mod corrections;
mod holds;
pub(crate) mod imported;
mod settle;

use chrono_tz::Tz;

use super::{Error, Operation, Refusal, Result};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryId, EntryKind, InvoiceId, Lifetime, Money, PointsWallet, Wallet},
    storage::{
        self, Tx,
        ledger::{self, Expiry, NewEntry},
    },
};

pub(super) use holds::{capture, hold, release};
pub use settle::{settle, unsettled};

pub use crate::storage::ledger::Entry;

/// What a customer has and can spend: without what is reserved by holds, and without points that have expired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// Bonus points.
    pub main: Money,
    /// Points earned by friends.
    pub referral: Money,
    /// What the customer owes the shop, above zero; below zero the shop owes the customer.
    pub debt: Money,
}

impl Balances {
    /// The points of a wallet that can be spent.
    pub fn points(&self, wallet: PointsWallet) -> Money {
        match wallet {
            PointsWallet::Main => self.main,
            PointsWallet::Referral => self.referral,
        }
    }

    /// The points of both wallets that can be spent.
    pub fn all_points(&self) -> Money {
        Money::saturating_sum([self.main, self.referral].map(|points| points.max(Money::ZERO)))
    }

    /// Points of a purchase that was refunded had been spent by then, and no later ones have repaid them yet.
    pub fn has_points_debt(&self) -> bool {
        self.main < Money::ZERO || self.referral < Money::ZERO
    }
}

/// A movement of value.
#[derive(Clone, Copy, Debug)]
pub struct Posting<'a> {
    /// Whose wallet.
    pub customer: CustomerId,
    /// Why.
    pub kind: EntryKind,
    /// How much, above zero; the verb gives the direction.
    pub amount: Money,
    /// The invoice it belongs to.
    pub invoice: Option<InvoiceId>,
    /// The entry that it corrects.
    pub corrects: Option<EntryId>,
    /// A reason or a name; may be empty.
    pub note: &'a str,
}

impl<'a> Posting<'a> {
    /// A movement that belongs to no invoice and has no note.
    pub const fn new(customer: CustomerId, kind: EntryKind, amount: Money) -> Self {
        Self { customer, kind, amount, invoice: None, corrects: None, note: "" }
    }

    /// It belongs to `invoice`.
    pub const fn of_invoice(self, invoice: InvoiceId) -> Self {
        Self { invoice: Some(invoice), ..self }
    }

    /// It corrects `entry`, where that is known.
    pub const fn correcting(self, entry: Option<EntryId>) -> Self {
        Self { corrects: entry, ..self }
    }

    /// It says why.
    pub const fn with_note(self, note: &'a str) -> Self {
        Self { note, ..self }
    }
}

/// What a customer has in all wallets at the moment `at`.
///
/// # Errors
/// The database's.
pub async fn balances(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Balances> {
    let mut balances = Balances::default();
    for standing in ledger::standings(tx, customer, at).await? {
        match standing.wallet {
            Wallet::Main => balances.main = settle::available(&standing),
            Wallet::Referral => balances.referral = settle::available(&standing),
            Wallet::Money => balances.debt = standing.balance_minor.negated(),
        }
    }
    Ok(balances)
}

/// Gives points: they become a lot, less what repays points debt. Returns the new balance.
///
/// # Errors
/// [`Refusal::NothingToDo`] for nothing or less; the database's.
pub async fn earn(tx: &mut Tx, operation: &Operation, wallet: PointsWallet, posting: Posting<'_>) -> Result<Money> {
    above_zero(&posting)?;
    receive(tx, operation, wallet.into(), posting, None).await
}

/// Takes points that the wallet has, from the lots that expire first. Returns the new balance.
///
/// # Errors
/// [`Refusal::NotEnoughPoints`], whatever runs at the same time; [`Refusal::NothingToDo`]; the database's.
pub async fn spend(tx: &mut Tx, operation: &Operation, wallet: PointsWallet, posting: Posting<'_>) -> Result<Money> {
    let (balance, _) = give_up(tx, operation, wallet.into(), posting).await?;
    Ok(balance)
}

/// Moves points between two cards of one person: they expire when they would have.
///
/// # Errors
/// As [`spend`].
pub async fn transfer(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    taken: Posting<'_>,
    given: Posting<'_>,
) -> Result<()> {
    let (_, lots) = give_up(tx, operation, wallet.into(), taken).await?;
    receive(tx, operation, wallet.into(), given, Some(lots)).await?;
    Ok(())
}

/// Adds to what the customer owes. Returns the new debt.
///
/// # Errors
/// [`Refusal::NothingToDo`]; the database's.
pub async fn owe(tx: &mut Tx, operation: &Operation, posting: Posting<'_>) -> Result<Money> {
    above_zero(&posting)?;
    let amount = posting.amount.negated();
    let standing = ledger::add(tx, posting.customer, Wallet::Money, amount).await?;
    write(tx, operation, Wallet::Money, amount, standing.balance_minor, &posting).await?;
    Ok(standing.balance_minor.negated())
}

/// Pays off what the customer owes. Returns what is still owed.
///
/// # Errors
/// [`Refusal::MoreThanOwed`], [`Refusal::NothingToDo`]; the database's.
pub async fn repay(tx: &mut Tx, operation: &Operation, posting: Posting<'_>) -> Result<Money> {
    above_zero(&posting)?;
    let Some(balance) = ledger::repay(tx, posting.customer, Wallet::Money, posting.amount).await? else {
        let balance = ledger::balance(tx, posting.customer, Wallet::Money).await?.balance_minor;
        return Err(Refusal::MoreThanOwed { owed: balance.negated().max(Money::ZERO) }.into());
    };
    write(tx, operation, Wallet::Money, posting.amount, balance, &posting).await?;
    Ok(balance.negated())
}

/// A page of a customer's entries of all wallets, newest first, and how many there are in all.
///
/// # Errors
/// The database's.
pub async fn history(tx: &mut Tx, customer: CustomerId, limit: i64, offset: i64) -> Result<(Vec<Entry>, i64)> {
    let count = ledger::count(tx, customer).await?;
    Ok((ledger::history(tx, customer, limit, offset).await?, count))
}

/// What each friend's purchases brought a customer, where it is known which purchase did.
///
/// # Errors
/// The database's.
pub async fn rewards(tx: &mut Tx, referrer: CustomerId) -> Result<Vec<(CustomerId, Money)>> {
    Ok(ledger::rewards(tx, referrer).await?)
}

/// The sum of a customer's entries of one kind.
///
/// # Errors
/// The database's.
pub async fn sum_of_kind(tx: &mut Tx, customer: CustomerId, wallet: Wallet, kind: EntryKind) -> Result<Money> {
    Ok(ledger::sum_of_kind(tx, customer, wallet, kind).await?)
}

/// Adds points, as the lots they were elsewhere, else as a new one that lives as long as the shop says.
async fn receive(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    posting: Posting<'_>,
    lots: Option<Vec<(Money, Expiry)>>,
) -> Result<Money> {
    let added = ledger::earn(tx, posting.customer, wallet, posting.amount).await?;
    let entry = write(tx, operation, wallet, posting.amount, added.balance, &posting).await?;
    let mut owed = repay_first(tx, operation, wallet, &posting, added.points_debt).await?;
    let lots = lots.unwrap_or_else(|| vec![(posting.amount, expiry(added.lifetime, added.zone, operation.at()))]);
    for (amount, expiry) in lots {
        let repays = owed.min(amount);
        owed = owed.checked_sub(repays).unwrap_or(Money::ZERO);
        let left = amount.checked_sub(repays).unwrap_or(Money::ZERO);
        if left.is_positive() {
            ledger::insert_lot(tx, entry, posting.customer, wallet, left, expiry).await?;
        }
    }
    Ok(added.balance)
}

/// Lowers the points debt by what comes in; by how much. What a hold reserved until its time ran out goes before that.
async fn repay_first(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    posting: &Posting<'_>,
    debt: Money,
) -> Result<Money> {
    if !debt.is_positive() {
        return Ok(Money::ZERO);
    }
    let repaid = settle::lapse(tx, operation, posting.customer, wallet).await?.min(posting.amount);
    ledger::reduce_points_debt(tx, posting.customer, wallet, repaid).await?;
    Ok(repaid)
}

/// Takes points that are free; the new balance, and what they were taken from.
async fn give_up(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    posting: Posting<'_>,
) -> Result<(Money, Vec<(Money, Expiry)>)> {
    above_zero(&posting)?;
    settle(tx, operation, posting.customer, wallet).await?;
    let Some(balance) = ledger::take(tx, posting.customer, wallet, posting.amount).await? else {
        return Err(not_enough(tx, posting.customer, wallet, operation.at()).await);
    };
    let entry = write(tx, operation, wallet, posting.amount.negated(), balance, &posting).await?;
    Ok((balance, use_lots(tx, entry, wallet, &posting).await?))
}

/// Takes what an entry spends from the lots that expire first.
async fn use_lots(tx: &mut Tx, entry: EntryId, wallet: Wallet, posting: &Posting<'_>) -> Result<Vec<(Money, Expiry)>> {
    let mut missing = posting.amount;
    let mut used = Vec::new();
    for lot in ledger::open_lots(tx, posting.customer, wallet).await? {
        let amount = lot.remaining_minor.min(missing);
        ledger::use_lot(tx, entry, lot.lot_id, amount).await?;
        used.push((amount, lot.expiry));
        missing = missing.checked_sub(amount).unwrap_or(Money::ZERO);
        if missing.is_zero() {
            return Ok(used);
        }
    }
    Err(Error::Corrupt("a wallet has more points than its lots"))
}

async fn not_enough(tx: &mut Tx, customer: CustomerId, wallet: Wallet, at: Timestamp) -> Error {
    match ledger::standing(tx, customer, wallet, at).await {
        Ok(standing) => {
            let available = standing.map_or(Money::ZERO, |standing| settle::available(&standing)).max(Money::ZERO);
            Refusal::NotEnoughPoints { available }.into()
        }
        Err(error) => error.into(),
    }
}

/// Gives every lot that would never expire a lifetime from `at`; how many there were.
pub(crate) async fn date_lots(tx: &mut Tx, lifetime: Lifetime, zone: Tz, at: Timestamp) -> storage::Result<u64> {
    ledger::date_lots(tx, expiry(Some(lifetime), zone, at)).await
}

/// When points expire that were got at `at`.
fn expiry(lifetime: Option<Lifetime>, zone: Tz, at: Timestamp) -> Expiry {
    lifetime.map_or(Expiry::default(), |lifetime| Expiry {
        expires_at: Some(lifetime.expiry(zone, at)),
        warned_days: lifetime.warned_from_start(),
    })
}

async fn write(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    amount: Money,
    balance_after: Money,
    posting: &Posting<'_>,
) -> Result<EntryId> {
    let entry = NewEntry {
        customer: posting.customer,
        wallet,
        kind: posting.kind,
        amount,
        balance_after,
        invoice: posting.invoice,
        corrects: posting.corrects,
        operation: &operation.id,
        actor: operation.caller.actor.reference().staff_id(),
        note: posting.note,
        at: operation.at(),
    };
    Ok(ledger::insert_entry(tx, &entry).await?)
}

fn above_zero(posting: &Posting<'_>) -> Result<()> {
    if posting.amount.is_positive() { Ok(()) } else { Err(Refusal::NothingToDo.into()) }
}

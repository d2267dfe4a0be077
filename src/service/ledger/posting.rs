//! The posting of a movement, and writing its entry.

use crate::{
    domain::{CustomerId, EntryId, EntryKind, InvoiceId, Money, Wallet},
    service::{Error, Operation, Refusal, Result},
    storage::{
        Tx,
        ledger::{self, Moved, NewEntry},
    },
};

/// What a movement is given.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct Posting<'a> {
    /// The owner of the wallet.
    pub(super) customer: CustomerId,
    /// The kind of the entry.
    pub(super) kind: EntryKind,
    /// The amount, above zero; the movement sets its sign.
    pub(super) amount: Money,
    /// The invoice it belongs to.
    pub(super) invoice: Option<InvoiceId>,
    /// The entry that it corrects.
    pub(super) corrects: Option<EntryId>,
    /// A reason or a name; may be empty.
    pub(super) note: &'a str,
}

impl<'a> Posting<'a> {
    /// A posting without an invoice and a note.
    pub(in crate::service) const fn new(customer: CustomerId, kind: EntryKind, amount: Money) -> Self {
        Self { customer, kind, amount, invoice: None, corrects: None, note: "" }
    }

    /// Sets the invoice.
    pub(in crate::service) const fn of_invoice(self, invoice: InvoiceId) -> Self {
        Self { invoice: Some(invoice), ..self }
    }

    /// Sets the corrected entry, where that is known.
    pub(in crate::service) const fn correcting(self, entry: Option<EntryId>) -> Self {
        Self { corrects: entry, ..self }
    }

    /// Sets the note.
    pub(in crate::service) const fn with_note(self, note: &'a str) -> Self {
        Self { note, ..self }
    }

    /// Refuses an amount of zero or less, and one beyond the limit, with which a balance would not fit into its column.
    ///
    /// # Errors
    /// [`Refusal::NothingToDo`], [`Refusal::TooLarge`].
    pub(super) fn require_amount(&self) -> Result<()> {
        if !self.amount.is_positive() {
            return Err(Refusal::NothingToDo.into());
        }
        if self.amount.is_within_limit() { Ok(()) } else { Err(Refusal::TooLarge.into()) }
    }
}

/// Writes the entry of a posting that moved `amount` (above zero: into the wallet) and left the wallet as in `after`. All movements
/// write their entries with this function.
///
/// # Errors
/// [`Error::ForeignEntry`] where entries of this kind do not belong in this wallet or go the other way; [`Refusal::TooLarge`]
/// where the balance would be beyond what any balance may be; the database's.
pub(super) async fn write(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    amount: Money,
    after: Moved,
    posting: &Posting<'_>,
) -> Result<EntryId> {
    if !posting.kind.allows(wallet, amount) {
        return Err(Error::ForeignEntry { kind: posting.kind, wallet, amount });
    }
    if !after.balance_minor.is_within_limit() {
        return Err(Refusal::TooLarge.into());
    }
    let entry = NewEntry {
        customer: posting.customer,
        wallet,
        kind: posting.kind,
        amount,
        after,
        invoice: posting.invoice,
        corrects: posting.corrects,
        operation: &operation.id,
        actor: operation.caller.actor.reference(),
        note: posting.note,
        at: operation.at(),
    };
    Ok(ledger::insert_entry(tx, &entry).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Timestamp,
        domain::{OperationId, ShopId},
        service::{Caller, shop},
        storage::Db,
    };

    #[tokio::test]
    async fn an_entry_is_refused_in_a_wallet_where_its_kind_does_not_belong() {
        let directory = tempfile::TempDir::new().unwrap();
        let db = Db::open(&format!("sqlite:{}", directory.path().join("test.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        let mut tx = db.begin(ShopId(1)).await.unwrap();
        shop::open(&mut tx, Timestamp(0)).await.unwrap();
        let operation = Caller::rule(Timestamp(0)).operation(OperationId::job("test"));
        for (kind, wallet, minor) in [
            (EntryKind::Earn, Wallet::Money, 1),
            (EntryKind::Earn, Wallet::Main, -1),
            (EntryKind::Debt, Wallet::Main, -1),
            (EntryKind::Manual, Wallet::Main, 0),
        ] {
            let amount = Money::from_minor(minor);
            let posting = Posting::new(CustomerId(1), kind, amount);
            let after = Moved { balance_minor: amount, points_debt_minor: Money::ZERO, last_number: 1 };
            let refused = write(&mut tx, &operation, wallet, amount, after, &posting).await;
            assert!(matches!(refused, Err(Error::ForeignEntry { .. })), "{kind} {wallet} {minor}: {refused:?}");
        }
    }
}

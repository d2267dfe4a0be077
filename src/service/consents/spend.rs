//! What waits for the customer's consent.

use super::super::{
    Caller, Error, Refusal, Result, debts,
    invoices::{self, Agreement, Issued},
    write_offs::{self, WriteOff, WrittenOff},
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{CustomerId, Draft, TelegramId},
    storage::{Tx, consents::Asked},
};

/// What waits for the customer's consent.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spend {
    /// A sale of the staff.
    Sale(Draft),
    /// A write-off of a till.
    WriteOff(WriteOff),
}

/// A spend that waited and is made.
#[derive(Clone, Debug)]
pub enum Made {
    /// A sale.
    Sale(Box<Sold>),
    /// A write-off.
    WriteOff(WrittenOff),
}

/// A sale that waited and is made.
#[derive(Clone, Debug)]
pub struct Sold {
    /// The buyer.
    pub customer: CustomerId,
    /// The goods of the sale.
    pub draft: Draft,
    /// The invoice.
    pub issued: Issued,
    /// The member of the staff who asked.
    pub seller: TelegramId,
}

impl Spend {
    /// The spend of a request.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where it cannot be read.
    pub fn of(asked: &Asked) -> Result<Self> {
        serde_json::from_str(&asked.spend).map_err(|_| Error::Corrupt("a spend that waited cannot be read"))
    }

    /// The member of the staff who is told how a request for it ended. `None` for a till, which asks for the outcome itself.
    pub(super) fn told(&self, asked: &Asked) -> Option<TelegramId> {
        match self {
            Self::Sale(_) => asked.asked_by.staff_id(),
            Self::WriteOff(_) => None,
        }
    }

    /// Is it possible at the moment `at`? The inner error says why not.
    pub(super) async fn check(
        &self,
        tx: &mut Tx,
        customer: CustomerId,
        at: Timestamp,
    ) -> Result<std::result::Result<(), Refusal>> {
        let checked = match self {
            Self::Sale(draft) => match invoices::quote(tx, customer, draft, at).await {
                Ok(quote) => debts::require_credit(tx, customer, quote.debt, at).await,
                Err(error) => Err(error),
            },
            Self::WriteOff(write_off) => write_offs::check(tx, customer, write_off, at).await,
        };
        match checked {
            Ok(()) => Ok(Ok(())),
            Err(Error::Refused(refusal)) => Ok(Err(refusal)),
            Err(error) => Err(error),
        }
    }

    /// Makes it, under the operation id that the request has for it.
    pub(super) async fn make(
        self,
        tx: &mut Tx,
        caller: &Caller,
        chance: &dyn Chance,
        asked: &Asked,
        agreement: Agreement,
    ) -> Result<Made> {
        let (operation, customer) = (caller.operation(asked.spend_operation.clone()), asked.customer_id);
        match self {
            Self::Sale(draft) => {
                let seller = asked.asked_by.staff_id().ok_or(Refusal::NotAllowed)?;
                let issued = invoices::issue_agreed(tx, &operation, chance, customer, &draft, agreement).await?;
                Ok(Made::Sale(Box::new(Sold { customer, draft, issued, seller })))
            }
            Self::WriteOff(write_off) => {
                let done = write_offs::write_off(tx, &operation, customer, &write_off, &agreement).await?;
                Ok(Made::WriteOff(done))
            }
        }
    }
}

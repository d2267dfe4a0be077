//! What a transaction does to parcels, gathered until its end: then the totals and the events are written.

use crate::domain::{ClientCode, CustomerId, LONGEST_NOTE, MOST_PIECES};
use crate::{
    clock::Timestamp,
    domain::{ParcelEventKind, ParcelId},
    service::{Operation, Refusal, Result, client_codes, customers, webhooks},
    storage::{
        self, Tx,
        parcel_events::{self, NewEvent, Totals},
        parcels::{self, Content, Parcel},
        shops,
    },
};

/// What a transaction does to parcels.
#[derive(Debug)]
pub(super) struct Changes {
    at: Timestamp,
    added: Totals,
    events: Vec<NewEvent>,
}

impl Changes {
    /// None yet, of an operation at this moment.
    pub(super) fn at(at: Timestamp) -> Self {
        Self { at, added: Totals::default(), events: Vec::new() }
    }

    /// A parcel was added.
    pub(super) fn add(&mut self, parcel: ParcelId, content: &Content) {
        self.added.add(1, content.status, content.weight, content.cost);
        let kind = ParcelEventKind::Created;
        self.events.push(NewEvent {
            parcel_id: parcel,
            kind,
            status: content.status,
            is_forced: false,
            changed_at: self.at,
        });
    }

    /// A parcel was changed.
    pub(super) fn change(&mut self, parcel: ParcelId, before: &Content, now: &Content) {
        self.added.add(-1, before.status, before.weight, before.cost);
        self.added.add(1, now.status, now.weight, now.cost);
        if before.status != now.status {
            let is_forced = !now.status.follows(before.status);
            self.events.push(NewEvent {
                parcel_id: parcel,
                kind: ParcelEventKind::Status,
                status: now.status,
                is_forced,
                changed_at: self.at,
            });
        }
    }

    /// Writes the totals and the events, and what webhooks are to be told of them. Nothing else of the transaction may wait for a
    /// lock after this.
    pub(super) async fn write(self, tx: &mut Tx, operation: &Operation) -> Result<()> {
        let actor = operation.caller.actor.reference();
        let before = match parcel_events::note(tx, self.added, &self.events, actor).await {
            Err(storage::Error::TooLarge) => return Err(Refusal::TooLarge.into()),
            noted => noted?,
        };
        webhooks::put(tx, before, self.events.len(), operation.at()).await
    }
}

/// The customer of a code, whose card is locked; `None` where nobody has it, and nobody gets it until this transaction ends.
pub(super) async fn owner(tx: &mut Tx, code: &ClientCode) -> Result<Option<CustomerId>> {
    if client_codes::customer(tx, code).await?.is_none() {
        shops::lock_phones(tx).await?;
    }
    match client_codes::customer(tx, code).await? {
        Some(known) => Ok(Some(customers::get_for_update(tx, known.customer_id).await?.customer_id)),
        None => Ok(None),
    }
}

/// Refuses what a parcel cannot consist of.
pub(super) fn check(content: &Content) -> Result<()> {
    let is_note_short = content.note.as_ref().is_none_or(|note| note.chars().count() <= LONGEST_NOTE);
    let is_quantity_small = content.quantity.is_none_or(|pieces| (0..=MOST_PIECES).contains(&pieces));
    if is_note_short && is_quantity_small { Ok(()) } else { Err(Refusal::BadParcel.into()) }
}

/// Writes a parcel that is locked, where something of it changes.
pub(super) async fn write(
    tx: &mut Tx,
    operation: &Operation,
    changes: &mut Changes,
    known: &Parcel,
    now: &Content,
) -> Result<()> {
    let before = known.content();
    if before == *now {
        return Ok(());
    }
    parcels::update(tx, known.parcel_id, now, operation.at()).await?;
    if before.number != now.number || before.client_code != now.client_code || before.note != now.note {
        let written = parcels::by_id(tx, known.parcel_id).await?.ok_or(Refusal::UnknownParcel)?;
        parcels::set_terms(tx, known.parcel_id, &known.terms(), &written.terms()).await?;
    }
    changes.change(known.parcel_id, &before, now);
    Ok(())
}

//! Stores the parcels of a file, a page at a time. A parcel whose number is there already stays as it is.

use std::collections::HashSet;

use crate::{
    domain::{ActorRef, ParcelEventKind, ParcelId, parcel_terms},
    import::read::parcels::ParcelRecord,
    storage::{
        self, Tx,
        bulk::{self, ParcelRow, ParcelTermRow},
        parcel_events::{self, NewEvent, Totals},
        parcels,
    },
};

/// What was done with the parcels of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParcelCounts {
    /// The new ones.
    pub imported: u64,
    /// Those whose numbers were there already.
    pub known: u64,
}

/// Stores a page of parcels.
pub(super) async fn store(tx: &mut Tx, page: Vec<ParcelRecord>, counts: &mut ParcelCounts) -> storage::Result<()> {
    let mut new: Vec<ParcelRecord> = Vec::with_capacity(page.len());
    let mut keys = HashSet::new();
    for record in page {
        let key = record.content.number.key();
        if parcels::by_number(tx, key).await?.is_none() && keys.insert(key.to_owned()) {
            new.push(record);
        } else {
            counts.known += 1;
        }
    }
    counts.imported += new.len() as u64;
    let ids = tx.draw_ids(new.len()).await?.map(ParcelId);
    let (mut rows, mut terms, mut events) = (Vec::new(), Vec::new(), Vec::new());
    let mut added = Totals::default();
    for (parcel_id, ParcelRecord { content, history, created_at, updated_at }) in ids.zip(new) {
        added.add(1, content.status, content.weight, content.cost);
        let texts = parcel_terms(&content.number, [content.client_code.as_str()], content.note.as_deref());
        terms.extend(texts.into_iter().map(|term| ParcelTermRow { term, parcel_id }));
        for (place, past) in history.into_iter().enumerate() {
            let kind = if place == 0 { ParcelEventKind::Created } else { ParcelEventKind::Status };
            let (status, is_forced, changed_at) = (past.status, past.is_forced, past.changed_at);
            events.push(NewEvent { parcel_id, kind, status, is_forced, changed_at });
        }
        rows.push(ParcelRow {
            parcel_id,
            number_key: content.number.key().to_owned(),
            number: content.number,
            client_key: content.client_code.key().to_owned(),
            client_code: content.client_code,
            customer_id: None,
            status: content.status,
            quantity: content.quantity,
            weight_milli: content.weight,
            price_per_kg_minor: content.price_per_kg,
            cost_minor: content.cost,
            note: content.note,
            created_at,
            updated_at,
        });
    }
    bulk::insert(tx, rows).await?;
    bulk::insert(tx, terms).await?;
    parcel_events::note(tx, added, &events, ActorRef::IMPORT).await?;
    Ok(())
}

//! What happened to parcels, and what they come to in all. Both are written together, as the last part of a transaction: from then
//! on no other transaction writes them, so events are numbered in the order of their commits.

use super::{
    Error, Result, Tx,
    bulk::{self, ParcelEventRow},
    statement::statements,
};
use crate::{
    clock::Timestamp,
    domain::{
        ActorRef, ClientCode, Code, Money, ParcelEventKind, ParcelId, ParcelNumber, ParcelStatus, Quantity, known_code,
    },
};

/// Something that happened to a parcel, to be noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The parcel.
    pub parcel_id: ParcelId,
    /// What happened.
    pub kind: ParcelEventKind,
    /// The status since then.
    pub status: ParcelStatus,
    /// The status does not follow the one before.
    pub is_forced: bool,
    /// When.
    pub changed_at: Timestamp,
}

/// Something that happened to a parcel.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Event {
    /// Its number: the events of a shop rise as they were committed.
    pub number: i64,
    /// What happened.
    pub kind: ParcelEventKind,
    /// The parcel.
    pub parcel_id: ParcelId,
    /// The number of the parcel, as it is now.
    pub parcel_number: ParcelNumber,
    /// The code of its client, as it was sent.
    pub client_code: ClientCode,
    /// The customer's own code.
    pub own_code: Option<Code>,
    /// What another system calls the customer.
    pub outside_code: Option<ClientCode>,
    /// The status since then.
    pub status: ParcelStatus,
    /// When.
    pub changed_at: Timestamp,
}

/// A status that a parcel had.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PastStatus {
    /// The status.
    pub status: ParcelStatus,
    /// Since when.
    pub changed_at: Timestamp,
    /// It did not follow the one before.
    pub is_forced: bool,
}

/// How many parcels there are, and what they come to; or how much of it a transaction adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Totals {
    /// How many are expected.
    pub pending: i64,
    /// How many are on their way.
    pub in_transit: i64,
    /// How many are with the shop.
    pub delivered: i64,
    /// How many the customers have.
    pub issued: i64,
    /// How many will not come.
    pub cancelled: i64,
    /// What they weigh, in thousandths of a kilogram.
    pub weight_milli: i64,
    /// What they cost, in US cents.
    pub cost_minor: i64,
}

/// The most that all parcels of a shop may weigh or cost. What one of them adds to it does not overflow.
const MOST: i64 = 4_000_000_000_000_000_000;

statements! {
    ADD_TOTALS = "
        INSERT INTO parcel_totals (shop_id, pending, in_transit, delivered, issued, cancelled, weight_milli, cost_minor, last_event)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (shop_id) DO UPDATE SET
            pending = parcel_totals.pending + excluded.pending,
            in_transit = parcel_totals.in_transit + excluded.in_transit,
            delivered = parcel_totals.delivered + excluded.delivered,
            issued = parcel_totals.issued + excluded.issued,
            cancelled = parcel_totals.cancelled + excluded.cancelled,
            weight_milli = parcel_totals.weight_milli + excluded.weight_milli,
            cost_minor = parcel_totals.cost_minor + excluded.cost_minor,
            last_event = parcel_totals.last_event + excluded.last_event
        WHERE parcel_totals.cost_minor <= $10 - excluded.cost_minor
            AND parcel_totals.weight_milli <= $10 - excluded.weight_milli
        RETURNING last_event";
    TOTALS = "
        SELECT pending, in_transit, delivered, issued, cancelled, weight_milli, cost_minor FROM parcel_totals WHERE shop_id = $1";
    LAST = "SELECT last_event FROM parcel_totals WHERE shop_id = $1";
    AFTER = "
        SELECT e.number, e.kind, e.parcel_id, p.number AS parcel_number, p.client_code, c.code AS own_code, c.outside_code,
            e.status, e.changed_at
        FROM parcel_events e
        JOIN parcels p ON p.shop_id = $1 AND p.parcel_id = e.parcel_id
        LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = p.customer_id
        WHERE e.shop_id = $1 AND e.number > $2 ORDER BY e.number LIMIT $3";
    OF_PARCEL = "
        SELECT status, changed_at, is_forced FROM parcel_events WHERE shop_id = $1 AND parcel_id = $2 ORDER BY number";
}

impl Totals {
    /// How many parcels have a status.
    pub const fn of(&self, status: ParcelStatus) -> i64 {
        match status {
            ParcelStatus::Pending => self.pending,
            ParcelStatus::InTransit => self.in_transit,
            ParcelStatus::Delivered => self.delivered,
            ParcelStatus::Issued => self.issued,
            ParcelStatus::Cancelled => self.cancelled,
        }
    }

    /// How many parcels there are.
    pub const fn count(&self) -> i64 {
        self.pending + self.in_transit + self.delivered + self.issued + self.cancelled
    }

    /// Adds `count` parcels of a status, of this weight and cost in all.
    pub const fn add(&mut self, count: i64, status: ParcelStatus, weight: Option<Quantity>, cost: Option<Money>) {
        let of_status = match status {
            ParcelStatus::Pending => &mut self.pending,
            ParcelStatus::InTransit => &mut self.in_transit,
            ParcelStatus::Delivered => &mut self.delivered,
            ParcelStatus::Issued => &mut self.issued,
            ParcelStatus::Cancelled => &mut self.cancelled,
        };
        *of_status = of_status.saturating_add(count);
        if let Some(weight) = weight {
            self.weight_milli = self.weight_milli.saturating_add(count.saturating_mul(weight.milli()));
        }
        if let Some(cost) = cost {
            self.cost_minor = self.cost_minor.saturating_add(count.saturating_mul(cost.minor()));
        }
    }
}

impl Event {
    /// The code of the client as it is shown.
    pub fn client(&self) -> &str {
        let known = self.own_code.as_ref().map(|own| known_code(self.outside_code.as_ref(), own));
        known.unwrap_or_else(|| self.client_code.as_str())
    }
}

/// Adds to the totals of the shop, and notes what happened, in its order; the number of the last event before. Nothing is written where nothing
/// happened.
///
/// # Errors
/// [`Error::TooLarge`] where the parcels of the shop come to more than can be kept; the database's.
pub async fn note(tx: &mut Tx, added: Totals, events: &[NewEvent], actor: ActorRef) -> Result<i64> {
    if added == Totals::default() && events.is_empty() {
        return Ok(0);
    }
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let query = tx.q(ADD_TOTALS).bind(added.pending).bind(added.in_transit).bind(added.delivered).bind(added.issued);
    let query = query.bind(added.cancelled).bind(added.weight_milli).bind(added.cost_minor).bind(count).bind(MOST);
    let (last,): (i64,) = query.opt().await?.ok_or(Error::TooLarge)?;
    let rows = events.iter().zip(last - count + 1..).map(|(event, number)| ParcelEventRow {
        number,
        parcel_id: event.parcel_id,
        kind: event.kind,
        status: event.status,
        is_forced: event.is_forced,
        actor_kind: actor.kind,
        actor_id: actor.id,
        changed_at: event.changed_at,
    });
    bulk::insert(tx, rows.collect()).await?;
    Ok(last - count)
}

/// How many parcels there are.
pub async fn totals(tx: &mut Tx) -> Result<Totals> {
    Ok(tx.q(TOTALS).opt().await?.unwrap_or_default())
}

/// The number of the last event; 0: there was none.
pub async fn last(tx: &mut Tx) -> Result<i64> {
    Ok(tx.q(LAST).opt::<(i64,)>().await?.map_or(0, |(last,)| last))
}

/// At most `limit` events after the one with this number, in their order.
pub async fn after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<Event>> {
    tx.q(AFTER).bind(number).bind(limit).all().await
}

/// The statuses of a parcel, oldest first.
pub async fn of_parcel(tx: &mut Tx, parcel: ParcelId) -> Result<Vec<PastStatus>> {
    tx.q(OF_PARCEL).bind(parcel).all().await
}

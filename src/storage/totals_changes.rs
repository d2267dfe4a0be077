//! What a transaction changes of the totals that are kept beside the rows.
//!
//! A transaction gathers it, and writes it as its last statements: the rows that many transactions change are locked
//! for a moment only, and always after all others, in the order of the customers.

use std::{collections::BTreeMap, mem};

use super::{
    Value,
    statement::{Statement, statements},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money},
};

/// What a transaction changes.
#[derive(Debug, Default)]
pub(super) struct TotalsChanges {
    /// How many customers are added.
    added: i64,
    /// Cards that were merged into others.
    removed: Vec<CustomerId>,
    of_customers: BTreeMap<CustomerId, OfCustomer>,
}

/// What changes of a customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct OfCustomer {
    points: Money,
    purchases: Money,
    count: i64,
    /// A purchase at this moment.
    bought_at: Option<Timestamp>,
    /// The last purchase may be another one: it is looked up.
    is_last_unknown: bool,
}

statements! {
    ADD_CUSTOMERS = "
        INSERT INTO shop_totals (shop_id, customers) VALUES ($1, $2)
        ON CONFLICT (shop_id) DO UPDATE SET customers = shop_totals.customers + excluded.customers";
    ADD = "
        INSERT INTO customer_totals (shop_id, customer_id, points_minor, purchases_minor, purchases_count, last_purchase_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (shop_id, customer_id) DO UPDATE SET
            points_minor = customer_totals.points_minor + excluded.points_minor,
            purchases_minor = customer_totals.purchases_minor + excluded.purchases_minor,
            purchases_count = customer_totals.purchases_count + excluded.purchases_count,
            last_purchase_at = CASE
                WHEN customer_totals.last_purchase_at IS NULL OR excluded.last_purchase_at > customer_totals.last_purchase_at
                THEN excluded.last_purchase_at ELSE customer_totals.last_purchase_at END";
    LOOK_UP_LAST = "
        UPDATE customer_totals SET last_purchase_at = (
            SELECT MAX(i.issued_at) FROM invoices i
            WHERE i.shop_id = $1 AND i.customer_id = $2 AND (i.refunded_minor = 0 OR i.refunded_minor < i.total_minor))
        WHERE shop_id = $1 AND customer_id = $2";
    DELETE = "DELETE FROM customer_totals WHERE shop_id = $1 AND customer_id = $2";
}

impl TotalsChanges {
    /// A customer was added.
    pub(super) fn add_customer(&mut self, customer: CustomerId) {
        self.added += 1;
        self.of(customer);
    }

    /// A card was merged into another.
    pub(super) fn remove_customer(&mut self, card: CustomerId) {
        self.removed.push(card);
    }

    /// Points came into a wallet, or went out of it.
    pub(super) fn add_points(&mut self, customer: CustomerId, points: Money) {
        let of = self.of(customer);
        of.points = of.points.saturating_add(points);
    }

    /// The customer bought something for `due` after the discount.
    pub(super) fn add_purchase(&mut self, customer: CustomerId, due: Money, at: Timestamp) {
        let of = self.of(customer);
        of.purchases = of.purchases.saturating_add(due);
        of.count += 1;
        of.bought_at = of.bought_at.max(Some(at));
    }

    /// `due` of a purchase, after the discount, was taken back; all that was left of it where `is_whole`.
    pub(super) fn take_purchase_back(&mut self, customer: CustomerId, due: Money, is_whole: bool) {
        let of = self.of(customer);
        of.purchases = of.purchases.saturating_sub(due);
        of.count -= i64::from(is_whole);
        of.is_last_unknown |= is_whole;
    }

    fn of(&mut self, customer: CustomerId) -> &mut OfCustomer {
        self.of_customers.entry(customer).or_default()
    }

    /// Forgets it.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes what is to be written: the statements in order, each with what is bound to it.
    pub(super) fn take(&mut self) -> Vec<(Statement, Vec<Value>)> {
        let Self { added, removed, of_customers } = mem::take(self);
        let mut writes = Vec::new();
        for (customer, change) in of_customers {
            let values = vec![
                customer.into(),
                change.points.into(),
                change.purchases.into(),
                change.count.into(),
                change.bought_at.into(),
            ];
            writes.push((ADD, values));
            if change.is_last_unknown {
                writes.push((LOOK_UP_LAST, vec![customer.into()]));
            }
        }
        writes.extend(removed.iter().map(|card| (DELETE, vec![(*card).into()])));
        let more = added.saturating_sub(i64::try_from(removed.len()).unwrap_or(i64::MAX));
        if more != 0 {
            writes.push((ADD_CUSTOMERS, vec![more.into()]));
        }
        writes
    }
}

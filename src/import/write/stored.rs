//! Customers with all that belongs to them, as the database has them.

use std::{collections::HashMap, hash::Hash};

use super::sales;
use crate::{
    domain::{CouponId, EntryId, EntryKind, LotId, Money, Wallet},
    import::billing::SalesRecord,
    storage::{
        self, Tx,
        dump::{
            self, Balance, Coupon, Customer, Entry, Friend, Invoice, InvoiceCoupon, Line, Lot, LotUse, Refund,
            RefundLine,
        },
    },
};

/// A customer with all that belongs to them.
pub(crate) struct StoredCustomer {
    pub(crate) customer: Customer,
    pub(super) balances: Vec<Balance>,
    pub(super) entries: Vec<Entry>,
    pub(super) coupons: Vec<Coupon>,
    pub(super) invoices: Vec<StoredInvoice>,
    pub(super) friends: Vec<Friend>,
    pub(super) lots: Vec<Lot>,
    pub(super) uses: HashMap<LotId, Vec<LotUse>>,
    pub(super) sales: Option<SalesRecord>,
}

/// An invoice with its lines, coupons and refunds.
pub(super) struct StoredInvoice {
    pub(super) invoice: Invoice,
    pub(super) lines: Vec<Line>,
    pub(super) coupons: Vec<InvoiceCoupon>,
    pub(super) refunds: Vec<(Refund, Vec<RefundLine>)>,
}

impl StoredInvoice {
    /// Is anything left of it after its refunds?
    pub(super) fn stands(&self) -> bool {
        let refunded = Money::saturating_sum(self.refunds.iter().map(|(refund, _)| refund.total_minor));
        self.refunds.is_empty() || refunded < self.invoice.total_minor
    }
}

/// The number of each entry in the history of its wallet, from 1. An opening entry, which the history does not contain,
/// has the number 0.
pub(super) type EntryNumbers = HashMap<EntryId, usize>;

/// Loads all that belongs to these customers, who follow one another.
pub(crate) async fn load(tx: &mut Tx, customers: Vec<Customer>) -> storage::Result<Vec<StoredCustomer>> {
    let (Some(first), Some(last)) = (customers.first(), customers.last()) else { return Ok(Vec::new()) };
    let (first, last) = (first.customer_id, last.customer_id);
    let mut balances = grouped(dump::balances(tx, first, last).await?, |row| row.customer_id);
    let mut invoices = grouped(dump::invoices(tx, first, last).await?, |row| row.customer_id);
    let mut lines = grouped(dump::lines(tx, first, last).await?, |row| row.invoice_id);
    let mut coupons = grouped(dump::coupons(tx, first, last).await?, |row| row.customer_id);
    let mut invoice_coupons = grouped(dump::invoice_coupons(tx, first, last).await?, |row| row.invoice_id);
    let mut refunds = grouped(dump::refunds(tx, first, last).await?, |row| row.invoice_id);
    let mut refund_lines = grouped(dump::refund_lines(tx, first, last).await?, |row| row.refund_id);
    let mut entries = grouped(dump::entries(tx, first, last).await?, |row| row.customer_id);
    let mut friends = grouped(dump::friends(tx, first, last).await?, |row| row.referrer_id);
    let mut lots = grouped(dump::lots(tx, first, last).await?, |row| row.customer_id);
    let mut uses = grouped(dump::lot_uses(tx, first, last).await?, |row| row.lot_id);
    let mut sales = sales::load(tx, first, last).await?;
    let mut stored_invoice = |invoice: Invoice| {
        let refunds = refunds.remove(&invoice.invoice_id).unwrap_or_default().into_iter().map(|refund| {
            let lines = refund_lines.remove(&refund.refund_id).unwrap_or_default();
            (refund, lines)
        });
        let lines = lines.remove(&invoice.invoice_id).unwrap_or_default();
        let coupons = invoice_coupons.remove(&invoice.invoice_id).unwrap_or_default();
        StoredInvoice { lines, coupons, refunds: refunds.collect(), invoice }
    };
    let stored = customers.into_iter().map(|customer| {
        let id = customer.customer_id;
        let lots = lots.remove(&id).unwrap_or_default();
        StoredCustomer {
            balances: balances.remove(&id).unwrap_or_default(),
            entries: entries.remove(&id).unwrap_or_default(),
            coupons: coupons.remove(&id).unwrap_or_default(),
            friends: friends.remove(&id).unwrap_or_default(),
            invoices: invoices.remove(&id).unwrap_or_default().into_iter().map(&mut stored_invoice).collect(),
            uses: lots.iter().filter_map(|lot| uses.remove_entry(&lot.lot_id)).collect(),
            lots,
            sales: sales.remove(&id),
            customer,
        }
    });
    Ok(stored.collect())
}

fn grouped<K: Hash + Eq, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

impl StoredCustomer {
    /// The entries of the histories: an opening entry is not among them, since an import makes it by itself.
    pub(super) fn history(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.kind != EntryKind::Opening)
    }

    /// The numbers by which the dump refers to entries.
    pub(super) fn entry_numbers(&self) -> EntryNumbers {
        let mut numbers = EntryNumbers::with_capacity(self.entries.len());
        let mut last: HashMap<Wallet, usize> = HashMap::new();
        for entry in &self.entries {
            let last = last.entry(entry.wallet).or_default();
            let is_opening = entry.kind == EntryKind::Opening;
            *last += usize::from(!is_opening);
            numbers.insert(entry.entry_id, if is_opening { 0 } else { *last });
        }
        numbers
    }

    /// The numbers by which the dump refers to coupons, from 1.
    pub(super) fn coupon_numbers(&self) -> HashMap<CouponId, usize> {
        self.coupons.iter().map(|coupon| coupon.coupon_id).zip(1..).collect()
    }

    /// The balance and the points debt of a wallet.
    pub(super) fn balance(&self, wallet: Wallet) -> (Money, Money) {
        let row = self.balances.iter().find(|balance| balance.wallet == wallet);
        row.map_or_else(Default::default, |balance| (balance.balance_minor, balance.points_debt_minor))
    }
}

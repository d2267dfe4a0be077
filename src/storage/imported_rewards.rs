//! Rewards of referrers in imported histories. Their entries do not name the friend's invoice, and were made at its moment.

use super::{Result, Tx, statement::statements};
use crate::domain::{CustomerId, EntryId, InvoiceId, Money, Rate};

/// A friend's imported invoice, and an entry that rewarded the referrer at the same moment.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Candidate {
    /// The referrer.
    pub(crate) referrer_id: CustomerId,
    /// The invoice.
    pub(crate) invoice_id: InvoiceId,
    /// What it came to after its discount, before points.
    pub(crate) due_minor: Money,
    /// What its file says beyond its columns.
    pub(crate) legacy: Option<String>,
    /// The entry.
    pub(crate) entry_id: EntryId,
    /// Its amount.
    pub(crate) amount_minor: Money,
}

statements! {
    CANDIDATES = "
        SELECT f.referrer_id, i.invoice_id, i.total_minor - i.discount_minor AS due_minor, i.legacy, e.entry_id, e.amount_minor
        FROM customers f CROSS JOIN invoices i CROSS JOIN entries e
        WHERE f.shop_id = $1 AND f.referrer_id BETWEEN $3 AND $4 AND (f.customer_id >= $2 OR f.referrer_id >= $2)
            AND i.shop_id = $1 AND i.customer_id = f.customer_id AND i.actor_kind = 'import' AND i.referrer_id IS NULL
            AND i.named_referrer IS NULL AND i.reward_minor = 0
            AND e.shop_id = $1 AND e.customer_id = f.referrer_id AND e.entered_at = i.issued_at
            AND e.wallet = 'referral' AND e.kind = 'referral_reward' AND e.invoice_id IS NULL
        ORDER BY f.referrer_id, i.invoice_id, e.entry_id";
    LINK = "
        UPDATE invoices SET referrer_id = $3, reward_minor = $4, reward_bp = $5, legacy = $6
        WHERE shop_id = $1 AND invoice_id = $2";
    /// Only the first invoice of a friend can have been rewarded. A reward at the moment of another linked invoice is that one's.
    COUNT_UNPROVEN = "
        SELECT COUNT(*) FROM invoices i JOIN customers f ON f.shop_id = $1 AND f.customer_id = i.customer_id
        WHERE i.shop_id = $1 AND i.invoice_id = $2 AND i.actor_kind = 'import' AND i.reward_minor = 0
            AND NOT EXISTS (
                SELECT 1 FROM invoices o WHERE o.shop_id = $1 AND o.customer_id = i.customer_id
                    AND (o.reward_minor > 0 OR o.issued_at < i.issued_at))
            AND (f.named_referrer IS NOT NULL OR EXISTS (
                SELECT 1 FROM entries e WHERE e.shop_id = $1 AND e.customer_id = f.referrer_id AND e.wallet = 'referral'
                    AND e.kind = 'referral_reward' AND e.amount_minor > 0 AND e.invoice_id IS NULL AND NOT EXISTS (
                        SELECT 1 FROM entries c WHERE c.shop_id = $1 AND c.customer_id = e.customer_id
                            AND c.wallet = 'referral' AND c.kind = 'referral_reward' AND c.corrects_id = e.entry_id)
                    AND NOT EXISTS (
                        SELECT 1 FROM invoices l WHERE l.shop_id = $1 AND l.referrer_id = e.customer_id
                            AND l.issued_at = e.entered_at AND l.reward_minor > 0)))";
}

/// The invoices of friends of the referrers from `from` to `to`, with the rewards at their moments, in order of the referrers; one of
/// both customers is among those from `first` on.
pub(crate) async fn candidates(
    tx: &mut Tx,
    first: CustomerId,
    (from, to): (CustomerId, CustomerId),
) -> Result<Vec<Candidate>> {
    tx.q(CANDIDATES).bind(first).bind(from).bind(to).all().await
}

/// Notes that an invoice brought the reward of a candidate, by a rate.
pub(crate) async fn link(tx: &mut Tx, found: &Candidate, rate: Rate, legacy: Option<String>) -> Result<()> {
    let query = tx.q(LINK).bind(found.invoice_id).bind(found.referrer_id).bind(found.amount_minor);
    query.bind(rate).bind(legacy).run().await?;
    Ok(())
}

/// May an imported invoice have brought a reward without a proof of it?
pub(crate) async fn may_have_rewarded(tx: &mut Tx, invoice: InvoiceId) -> Result<bool> {
    Ok(tx.q(COUNT_UNPROVEN).bind(invoice).one::<(i64,)>().await?.0 > 0)
}

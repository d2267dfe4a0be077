//! Links that an imported file has as codes of customers: to a friend's referrer, to the referrer who was rewarded for an invoice,
//! to the card that is used instead of another. They are made when the customer of the code is stored, which may be by a later
//! import; until then the row keeps the code.

use super::{Result, Tx, statement::statements};
use crate::domain::{CustomerId, InvoiceId};

/// A customer's row that names another customer.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct NamedLink {
    /// The row.
    pub(crate) customer_id: CustomerId,
    /// Its code.
    pub(crate) code: String,
    /// The code that it names.
    pub(crate) named: String,
    /// The customer of that code; `None` where no such customer was imported.
    pub(crate) to_id: Option<CustomerId>,
}

/// An invoice that names the referrer who was rewarded for it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct NamedInvoiceLink {
    /// The row.
    pub(crate) invoice_id: InvoiceId,
    /// The code of its customer.
    pub(crate) code: String,
    /// The code that it names.
    pub(crate) named: String,
    /// The customer of that code; `None` where no such customer was imported.
    pub(crate) to_id: Option<CustomerId>,
}

/// The customers after `$3` that name another, where one of both is among those from `$2` on. A code of a customer who was not
/// imported may belong to another person than the file means, unless they were there before.
macro_rules! named {
    ($column:literal) => {
        concat!(
            "SELECT c.customer_id, c.code, c.",
            $column,
            " AS named, t.customer_id AS to_id
            FROM customers c LEFT JOIN customers t ON t.shop_id = $1 AND t.code = c.",
            $column,
            " AND (t.import_digest IS NOT NULL OR t.joined_at <= c.joined_at)
            WHERE c.shop_id = $1 AND c.",
            $column,
            " IS NOT NULL AND c.customer_id > $3 AND (c.customer_id >= $2 OR t.customer_id >= $2)
            ORDER BY c.customer_id LIMIT $4"
        )
    };
}

statements! {
    REFERRERS = named!("named_referrer");
    CARDS = named!("named_card");
    INVOICES = "
        SELECT i.invoice_id, c.code, i.named_referrer AS named, t.customer_id AS to_id
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
            LEFT JOIN customers t ON t.shop_id = $1 AND t.code = i.named_referrer
                AND (t.import_digest IS NOT NULL OR t.joined_at <= i.issued_at)
        WHERE i.shop_id = $1 AND i.named_referrer IS NOT NULL AND i.invoice_id > $3
            AND (i.customer_id >= $2 OR t.customer_id >= $2)
        ORDER BY i.invoice_id LIMIT $4";
    /// The first purchase here of a friend who had bought nothing before the import.
    FIRST_PURCHASE = "
        SELECT i.number FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        WHERE i.shop_id = $1 AND i.customer_id = $2 AND c.has_purchased AND NOT c.purchased_elsewhere
            AND i.actor_kind <> 'import' AND i.refunded_minor < i.total_minor
            AND NOT EXISTS (SELECT 1 FROM invoices o
                WHERE o.shop_id = $1 AND o.customer_id = $2 AND o.actor_kind = 'import')
        ORDER BY i.issued_at, i.invoice_id LIMIT 1";
    SET_REFERRER = "
        UPDATE customers SET referrer_id = $3, named_referrer = NULL WHERE shop_id = $1 AND customer_id = $2";
    SET_INVOICE_REFERRER = "
        UPDATE invoices SET referrer_id = $3, named_referrer = NULL WHERE shop_id = $1 AND invoice_id = $2";
    /// A merged card has no value, no account and no friends, and is not merged into itself, also not by way of other cards.
    SET_CARD = "
        WITH RECURSIVE instead (customer_id) AS (
            SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id = $3
            UNION
            SELECT c.merged_into_id FROM instead i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
            WHERE c.merged_into_id IS NOT NULL)
        UPDATE customers SET merged_into_id = $3, named_card = NULL
        WHERE shop_id = $1 AND customer_id = $2
            AND telegram_id IS NULL AND phone IS NULL AND referrer_id IS NULL AND named_referrer IS NULL
            AND NOT EXISTS (SELECT 1 FROM instead WHERE customer_id = $2)
            AND NOT EXISTS (SELECT 1 FROM customers f WHERE f.shop_id = $1 AND f.referrer_id = $2)
            AND NOT EXISTS (SELECT 1 FROM wallets w WHERE w.shop_id = $1 AND w.customer_id = $2 AND w.balance_minor <> 0)";
}

/// A page of the friends after `last` that name a referrer, where one of both is among the customers from `first` on.
pub(crate) async fn referrers(tx: &mut Tx, first: CustomerId, last: CustomerId, limit: i64) -> Result<Vec<NamedLink>> {
    tx.q(REFERRERS).bind(first).bind(last).bind(limit).all().await
}

/// The same of the cards that name one that is used instead.
pub(crate) async fn cards(tx: &mut Tx, first: CustomerId, last: CustomerId, limit: i64) -> Result<Vec<NamedLink>> {
    tx.q(CARDS).bind(first).bind(last).bind(limit).all().await
}

/// The same of the invoices that name a referrer.
pub(crate) async fn invoices(
    tx: &mut Tx,
    first: CustomerId,
    last: InvoiceId,
    limit: i64,
) -> Result<Vec<NamedInvoiceLink>> {
    tx.q(INVOICES).bind(first).bind(last).bind(limit).all().await
}

/// The number of the invoice for which the referrer of a friend would have had the reward; `None` where the reward is still open,
/// or was never to be had here.
pub(crate) async fn first_purchase(tx: &mut Tx, friend: CustomerId) -> Result<Option<String>> {
    let found = tx.q(FIRST_PURCHASE).bind(friend).opt::<(String,)>().await?;
    Ok(found.map(|(number,)| number))
}

/// Links a friend to the referrer whom they name.
pub(crate) async fn set_referrer(tx: &mut Tx, friend: CustomerId, referrer: CustomerId) -> Result<()> {
    tx.q(SET_REFERRER).bind(friend).bind(referrer).run().await?;
    Ok(())
}

/// Links an invoice to the referrer whom it names.
pub(crate) async fn set_invoice_referrer(tx: &mut Tx, invoice: InvoiceId, referrer: CustomerId) -> Result<()> {
    tx.q(SET_INVOICE_REFERRER).bind(invoice).bind(referrer).run().await?;
    Ok(())
}

/// Merges a card into the one that it names; false where that cannot be.
pub(crate) async fn set_card(tx: &mut Tx, card: CustomerId, instead: CustomerId) -> Result<bool> {
    Ok(tx.q(SET_CARD).bind(card).bind(instead).run().await? > 0)
}

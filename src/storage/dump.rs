//! Whole shops at once: what the import compares with, and what the export reads, a page of customers at a time.

use super::{Result, Tx, statements};
use crate::{
    clock::Timestamp,
    domain::{
        Code, CustomerId, EntryKind, InvoiceId, InvoiceNumber, Language, Money, Phone, PointsWallet, Quantity, Rate,
        TelegramId, Wallet,
    },
};

/// The shop with its settings.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ShopRow {
    pub(crate) name: String,
    /// A JSON array.
    pub(crate) phone_numbers: String,
    pub(crate) address: String,
    pub(crate) whatsapp_link: String,
    pub(crate) telegram_link: String,
    pub(crate) invoice_bonus_bp: Rate,
    pub(crate) referral_promo_bonus_minor: Money,
    pub(crate) referrer_first_purchase_bp: Rate,
    pub(crate) import_digest: Option<String>,
    pub(crate) legacy: Option<String>,
}

/// A customer, with the referrer's code.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Customer {
    pub(crate) customer_id: CustomerId,
    pub(crate) code: Code,
    pub(crate) telegram_id: Option<TelegramId>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) photo_url: Option<String>,
    pub(crate) is_premium: bool,
    pub(crate) phone: Option<Phone>,
    pub(crate) language: Option<Language>,
    pub(crate) referred_by: Option<String>,
    pub(crate) has_purchased: bool,
    pub(crate) was_welcomed: bool,
    pub(crate) visited_at: Timestamp,
    pub(crate) import_digest: Option<String>,
    pub(crate) legacy: Option<String>,
}

/// A wallet's balance.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct Balance {
    pub(crate) customer_id: CustomerId,
    pub(crate) wallet: Wallet,
    pub(crate) balance_minor: Money,
}

/// An invoice.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Invoice {
    pub(crate) customer_id: CustomerId,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) number: InvoiceNumber,
    pub(crate) total_minor: Money,
    pub(crate) redeemed_minor: Money,
    pub(crate) redeemed_from: Option<PointsWallet>,
    pub(crate) issued_at: Timestamp,
    pub(crate) utc_offset_s: Option<i64>,
    pub(crate) legacy: Option<String>,
}

/// A line of an invoice.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Line {
    pub(crate) invoice_id: InvoiceId,
    pub(crate) name: String,
    pub(crate) quantity_milli: Quantity,
    pub(crate) unit_price_minor: Money,
    pub(crate) total_minor: Money,
}

/// A line of a wallet.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Entry {
    pub(crate) customer_id: CustomerId,
    pub(crate) wallet: Wallet,
    pub(crate) kind: EntryKind,
    pub(crate) amount_minor: Money,
    pub(crate) invoice_id: Option<InvoiceId>,
    pub(crate) note: String,
    pub(crate) entered_at: Timestamp,
    pub(crate) utc_offset_s: Option<i64>,
    pub(crate) legacy: Option<String>,
}

/// A friend, by the referrer.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Friend {
    pub(crate) referrer_id: CustomerId,
    pub(crate) code: String,
}

/// What entries of one kind in one wallet come to.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct KindSum {
    pub(crate) wallet: Wallet,
    pub(crate) kind: EntryKind,
    pub(crate) entries: i64,
    pub(crate) sum_minor: Money,
}

statements! {
    SHOP = "
        SELECT name, phone_numbers, address, whatsapp_link, telegram_link, invoice_bonus_bp, referral_promo_bonus_minor,
            referrer_first_purchase_bp, import_digest, legacy
        FROM shops WHERE shop_id = $1";
    SET_SHOP = "
        UPDATE shops SET name = $2, phone_numbers = $3, address = $4, whatsapp_link = $5, telegram_link = $6, invoice_bonus_bp = $7,
            referral_promo_bonus_minor = $8, referrer_first_purchase_bp = $9, import_digest = $10, legacy = $11
        WHERE shop_id = $1";
    CUSTOMERS = "
        SELECT c.customer_id, c.code, c.telegram_id, c.first_name, c.last_name, c.username, c.photo_url, c.is_premium, c.phone,
            c.language, r.code AS referred_by, c.has_purchased, c.was_welcomed, c.visited_at, c.import_digest, c.legacy
        FROM customers c LEFT JOIN customers r ON r.customer_id = c.referrer_id
        WHERE +c.shop_id = $1 AND c.customer_id > $2
        ORDER BY c.customer_id LIMIT $3";
    BALANCES = "SELECT customer_id, wallet, balance_minor FROM wallets WHERE shop_id = $1 AND customer_id BETWEEN $2 AND $3";
    INVOICES = "
        SELECT customer_id, invoice_id, number, total_minor, redeemed_minor, redeemed_from, issued_at, utc_offset_s, legacy
        FROM invoices WHERE shop_id = $1 AND customer_id BETWEEN $2 AND $3
        ORDER BY customer_id, invoice_id";
    LINES = "
        SELECT l.invoice_id, l.name, l.quantity_milli, l.unit_price_minor, l.total_minor
        FROM invoices i CROSS JOIN invoice_lines l
        WHERE i.shop_id = $1 AND i.customer_id BETWEEN $2 AND $3 AND l.shop_id = $1 AND l.invoice_id = i.invoice_id
        ORDER BY l.invoice_id, l.position";
    ENTRIES = "
        SELECT customer_id, wallet, kind, amount_minor, invoice_id, note, entered_at, utc_offset_s, legacy
        FROM entries WHERE shop_id = $1 AND customer_id BETWEEN $2 AND $3
        ORDER BY customer_id, entry_id";
    FRIENDS = "
        SELECT referrer_id, code FROM customers WHERE shop_id = $1 AND referrer_id BETWEEN $2 AND $3
        ORDER BY referrer_id, referred_at, customer_id";
    REFERRERS_AFTER = "
        SELECT DISTINCT c.referrer_id, r.code FROM customers c JOIN customers r ON r.customer_id = c.referrer_id
        WHERE c.shop_id = $1 AND c.referrer_id > $2 ORDER BY c.referrer_id LIMIT $3";
    CHANGED_SINCE = "
        SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND customer_id = $2 AND operation_id NOT LIKE 'import:%'";
    INVOICES_PRESENT = "
        SELECT invoice_id FROM invoices WHERE +shop_id = $1 AND invoice_id BETWEEN $2 AND $3 ORDER BY invoice_id";
    SET_REFERRER = "UPDATE customers SET referrer_id = $3 WHERE shop_id = $1 AND customer_id = $2";
    DELETE_PLACEHOLDERS = "DELETE FROM customers WHERE shop_id = $1 AND customer_id >= $2 AND import_digest = ''";
    WALLET_SUMS = "
        SELECT w.wallet, CAST(SUM(w.balance_minor) AS BIGINT) AS sum_minor
        FROM wallets w JOIN customers c ON c.customer_id = w.customer_id
        WHERE w.shop_id = $1 AND w.customer_id >= $2 AND c.import_digest IS NOT NULL
        GROUP BY w.wallet";
    ENTRY_SUMS = "
        SELECT e.wallet, e.kind, COUNT(*) AS entries, CAST(SUM(e.amount_minor) AS BIGINT) AS sum_minor
        FROM entries e WHERE e.shop_id = $1 AND e.customer_id >= $2 AND e.operation_id = $3
        GROUP BY e.wallet, e.kind";
}

/// The shop; `None` where it was never opened.
pub(crate) async fn shop(tx: &mut Tx) -> Result<Option<ShopRow>> {
    tx.q(SHOP).opt().await
}

/// Replaces what the file says of the shop.
pub(crate) async fn set_shop(tx: &mut Tx, shop: ShopRow) -> Result<()> {
    tx.q(SET_SHOP)
        .bind(shop.name)
        .bind(shop.phone_numbers)
        .bind(shop.address)
        .bind(shop.whatsapp_link)
        .bind(shop.telegram_link)
        .bind(shop.invoice_bonus_bp)
        .bind(shop.referral_promo_bonus_minor)
        .bind(shop.referrer_first_purchase_bp)
        .bind(shop.import_digest)
        .bind(shop.legacy)
        .run()
        .await?;
    Ok(())
}

/// The next customers behind one, in the order they came.
pub(crate) async fn customers_after(tx: &mut Tx, last: CustomerId, limit: i64) -> Result<Vec<Customer>> {
    tx.q(CUSTOMERS).bind(last).bind(limit).all().await
}

/// The balances of customers from `first` to `last`.
pub(crate) async fn balances(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Balance>> {
    tx.q(BALANCES).bind(first).bind(last).all().await
}

/// Their invoices.
pub(crate) async fn invoices(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Invoice>> {
    tx.q(INVOICES).bind(first).bind(last).all().await
}

/// The lines of their invoices.
pub(crate) async fn lines(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Line>> {
    tx.q(LINES).bind(first).bind(last).all().await
}

/// Their entries, in the order they were made.
pub(crate) async fn entries(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Entry>> {
    tx.q(ENTRIES).bind(first).bind(last).all().await
}

/// Their friends, in the order they came.
pub(crate) async fn friends(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Friend>> {
    tx.q(FRIENDS).bind(first).bind(last).all().await
}

/// The next referrers behind one, who have friends.
pub(crate) async fn referrers_after(tx: &mut Tx, last: CustomerId, limit: i64) -> Result<Vec<Friend>> {
    tx.q(REFERRERS_AFTER).bind(last).bind(limit).all().await
}

/// Has something been entered for a customer that no import did?
pub(crate) async fn changed_since_import(tx: &mut Tx, customer: CustomerId) -> Result<bool> {
    Ok(tx.q(CHANGED_SINCE).bind(customer).one::<(i64,)>().await?.0 > 0)
}

/// Which of these invoices are there, in ascending order.
pub(crate) async fn invoices_present(tx: &mut Tx, first: InvoiceId, last: InvoiceId) -> Result<Vec<InvoiceId>> {
    let rows: Vec<(InvoiceId,)> = tx.q(INVOICES_PRESENT).bind(first).bind(last).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes who invited a customer of the file.
pub(crate) async fn set_referrer(tx: &mut Tx, customer: CustomerId, referrer: CustomerId) -> Result<()> {
    tx.q(SET_REFERRER).bind(customer).bind(referrer).run().await?;
    Ok(())
}

/// Takes the rows away that only held the place of customers who were left out.
pub(crate) async fn delete_placeholders(tx: &mut Tx, first: CustomerId) -> Result<()> {
    tx.q(DELETE_PLACEHOLDERS).bind(first).run().await?;
    Ok(())
}

/// What the wallets of imported customers from `first` on come to.
pub(crate) async fn wallet_sums(tx: &mut Tx, first: CustomerId) -> Result<Vec<(Wallet, Money)>> {
    tx.q(WALLET_SUMS).bind(first).all().await
}

/// What the entries of one import come to, whose customers begin at `first`.
pub(crate) async fn entry_sums(tx: &mut Tx, first: CustomerId, operation: &str) -> Result<Vec<KindSum>> {
    tx.q(ENTRY_SUMS).bind(first).bind(operation).all().await
}

//! Whole shops at once: what the import compares with, and what the export reads, a page of customers at a time.

use super::{Result, Tx, profiles::ProfileFields, staff::Member, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{
        ActorRef, CardQr, ClientCode, Code, CouponId, CouponKind, CustomerId, EarnRule, Email, EntryId, EntryKind,
        InvoiceId, InvoiceNumber, Language, LotId, Money, OperationId, Phone, PointsWallet, Quantity, Rate, Receipt,
        RefundId, TelegramId, Wallet,
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
    pub(crate) earn_rule: EarnRule,
    pub(crate) max_redeem_bp: Rate,
    pub(crate) min_redeem_minor: Money,
    pub(crate) points_lifetime_days: Option<i64>,
    pub(crate) consent_from_minor: Option<Money>,
    pub(crate) card_qr: CardQr,
    pub(crate) group_rules_days: Option<i64>,
    pub(crate) import_digest: Option<String>,
    pub(crate) legacy: Option<String>,
}

/// A customer, with the codes of the referrer and of the card that is used instead.
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
    pub(crate) email: Option<Email>,
    pub(crate) outside_code: Option<ClientCode>,
    pub(crate) mutes_parcels: bool,
    pub(crate) language: Option<Language>,
    pub(crate) telegram_language: Option<String>,
    pub(crate) referred_by: Option<String>,
    pub(crate) referred_at: Option<Timestamp>,
    pub(crate) merged_into: Option<String>,
    pub(crate) has_purchased: bool,
    pub(crate) purchased_elsewhere: bool,
    pub(crate) was_welcomed: bool,
    pub(crate) joined_at: Timestamp,
    pub(crate) visited_at: Timestamp,
    #[sqlx(flatten)]
    pub(crate) profile: ProfileFields,
    pub(crate) import_digest: Option<String>,
    pub(crate) legacy: Option<String>,
}

/// A wallet's balance.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct Balance {
    pub(crate) customer_id: CustomerId,
    pub(crate) wallet: Wallet,
    pub(crate) balance_minor: Money,
    pub(crate) points_debt_minor: Money,
}

/// An invoice, with the code of who was rewarded for it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Invoice {
    pub(crate) customer_id: CustomerId,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) number: InvoiceNumber,
    pub(crate) receipt: Option<Receipt>,
    pub(crate) total_minor: Money,
    pub(crate) discount_minor: Money,
    pub(crate) group_discount_minor: Money,
    pub(crate) group_discount_bp: Rate,
    pub(crate) redeemed_minor: Money,
    pub(crate) redeemed_from: Option<PointsWallet>,
    pub(crate) earn_rule: Option<EarnRule>,
    pub(crate) earn_bp: Option<Rate>,
    pub(crate) referrer: Option<String>,
    pub(crate) reward_minor: Money,
    pub(crate) reward_bp: Option<Rate>,
    /// An import finds the reward by itself where it is told of none: by today's rate, and with the referrer that the customer has.
    pub(crate) is_reward_implied: bool,
    #[sqlx(flatten)]
    pub(crate) issued_by: ActorRef,
    pub(crate) issued_at: Timestamp,
    pub(crate) utc_offset_s: Option<i64>,
    pub(crate) legacy: Option<String>,
}

/// A coupon.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Coupon {
    pub(crate) customer_id: CustomerId,
    pub(crate) coupon_id: CouponId,
    pub(crate) title: String,
    pub(crate) kind: CouponKind,
    pub(crate) worth: i64,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) given_by: OperationId,
    pub(crate) given_at: Timestamp,
    pub(crate) used_by: Option<OperationId>,
    pub(crate) used_at: Option<Timestamp>,
}

/// What a coupon did on an invoice.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct InvoiceCoupon {
    pub(crate) invoice_id: InvoiceId,
    pub(crate) coupon_id: CouponId,
    pub(crate) discount_minor: Money,
    pub(crate) points_minor: Money,
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

/// A refund.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Refund {
    pub(crate) refund_id: RefundId,
    pub(crate) invoice_id: InvoiceId,
    pub(crate) total_minor: Money,
    pub(crate) discount_minor: Money,
    pub(crate) redeemed_minor: Money,
    pub(crate) debt_minor: Money,
    pub(crate) money_minor: Money,
    pub(crate) earned_minor: Money,
    pub(crate) coupon_points_minor: Money,
    pub(crate) reward_minor: Money,
    pub(crate) operation_id: OperationId,
    #[sqlx(flatten)]
    pub(crate) actor: ActorRef,
    pub(crate) reason: String,
    pub(crate) refunded_at: Timestamp,
}

/// Goods that came back.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct RefundLine {
    pub(crate) refund_id: RefundId,
    pub(crate) position: i64,
    pub(crate) quantity_milli: Quantity,
    pub(crate) total_minor: Money,
}

/// Points that were earned together.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct Lot {
    pub(crate) customer_id: CustomerId,
    pub(crate) lot_id: LotId,
    pub(crate) wallet: PointsWallet,
    pub(crate) entry_id: EntryId,
    pub(crate) amount_minor: Money,
    pub(crate) remaining_minor: Money,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) warned_days: Option<i64>,
}

/// What an entry took from a lot, or gave back to it.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct LotUse {
    pub(crate) lot_id: LotId,
    pub(crate) entry_id: EntryId,
    pub(crate) amount_minor: Money,
}

/// A line of a wallet.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Entry {
    pub(crate) customer_id: CustomerId,
    pub(crate) entry_id: EntryId,
    pub(crate) wallet: Wallet,
    pub(crate) kind: EntryKind,
    pub(crate) amount_minor: Money,
    pub(crate) invoice_id: Option<InvoiceId>,
    pub(crate) corrects_id: Option<EntryId>,
    #[sqlx(flatten)]
    pub(crate) actor: ActorRef,
    pub(crate) note: String,
    pub(crate) entered_at: Timestamp,
    pub(crate) utc_offset_s: Option<i64>,
    pub(crate) legacy: Option<String>,
}

/// A member of the staff.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct StaffRow {
    #[sqlx(flatten)]
    pub(crate) member: Member,
    pub(crate) appointed_by: TelegramId,
    pub(crate) appointed_at: Timestamp,
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
            referrer_first_purchase_bp, earn_rule, max_redeem_bp, min_redeem_minor, points_lifetime_days, consent_from_minor,
            card_qr, group_rules_days, import_digest, legacy
        FROM shops WHERE shop_id = $1";
    LAST_ID = "
        SELECT c.last_id FROM id_counters c
        WHERE c.shop_id = $1 AND (
            CAST($2 AS BOOLEAN)
            OR EXISTS (SELECT 1 FROM api_keys k WHERE k.shop_id = $1)
            OR EXISTS (SELECT 1 FROM staff t WHERE t.shop_id = $1)
            OR EXISTS (SELECT 1 FROM customers o WHERE o.shop_id = $1 AND o.import_digest IS NULL)
            OR EXISTS (SELECT 1 FROM kams k WHERE k.shop_id = $1)
            OR EXISTS (SELECT 1 FROM utilities u WHERE u.shop_id = $1)
            OR EXISTS (SELECT 1 FROM packages g WHERE g.shop_id = $1)
            OR EXISTS (SELECT 1 FROM sales_profiles p WHERE p.shop_id = $1))";
    STAFF = "
        SELECT telegram_id, role, name, appointed_by, appointed_at FROM staff WHERE shop_id = $1
        ORDER BY appointed_at, telegram_id";
    SET_SHOP = "
        UPDATE shops SET name = $2, phone_numbers = $3, address = $4, whatsapp_link = $5, telegram_link = $6, invoice_bonus_bp = $7,
            referral_promo_bonus_minor = $8, referrer_first_purchase_bp = $9, earn_rule = $10, max_redeem_bp = $11,
            min_redeem_minor = $12, points_lifetime_days = $13, consent_from_minor = $14, card_qr = $15, import_digest = $16,
            legacy = $17, group_rules_days = $18
        WHERE shop_id = $1";
    CUSTOMERS = "
        SELECT c.customer_id, c.code, c.telegram_id, c.first_name, c.last_name, c.username, c.photo_url, c.is_premium, c.phone,
            c.email, c.outside_code, c.mutes_parcels, c.language, c.telegram_language,
            COALESCE(r.code, c.named_referrer) AS referred_by, c.referred_at,
            COALESCE(m.code, c.named_card) AS merged_into, c.has_purchased, c.purchased_elsewhere, c.was_welcomed,
            c.joined_at, c.visited_at, c.middle_name, c.kind, c.company_name, c.tax_id, c.other_phone, c.address, c.city, c.region,
            c.postal_code, g.name AS group_name, c.group_by_rule, c.credit_limit_minor, c.birthday, c.notes, c.is_active, c.is_blocked,
            c.updated_at, c.import_digest, c.legacy
        FROM customers c LEFT JOIN customers r ON r.shop_id = $1 AND r.customer_id = c.referrer_id
            LEFT JOIN customers m ON m.shop_id = $1 AND m.customer_id = c.merged_into_id
            LEFT JOIN customer_groups g ON g.shop_id = $1 AND g.group_id = c.group_id
        WHERE c.shop_id = $1 AND c.customer_id > $2
        ORDER BY c.customer_id LIMIT $3";
    BALANCES = "
        SELECT customer_id, wallet, balance_minor, points_debt_minor FROM wallets
        WHERE shop_id = $1 AND customer_id BETWEEN $2 AND $3";
    /// Imported ones, whose ids rise, come before those that were issued here.
    INVOICES = "
        SELECT i.customer_id, i.invoice_id, i.number, i.receipt, i.total_minor, i.discount_minor,
            i.group_discount_minor, i.group_discount_bp, i.redeemed_minor, i.redeemed_from, i.earn_rule, i.earn_bp,
            COALESCE(r.code, i.named_referrer) AS referrer, i.reward_minor, i.reward_bp,
            CASE WHEN i.refunded_minor = 0 AND i.reward_bp = shops.referrer_first_purchase_bp AND c.referrer_id = i.referrer_id
                THEN TRUE ELSE FALSE END AS is_reward_implied,
            i.actor_kind, i.actor_id, i.issued_at, i.utc_offset_s, i.legacy
        FROM invoices i JOIN shops ON shops.shop_id = $1 JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
            LEFT JOIN customers r ON r.shop_id = $1 AND r.customer_id = i.referrer_id
        WHERE i.shop_id = $1 AND i.customer_id BETWEEN $2 AND $3
        ORDER BY i.customer_id, CASE WHEN i.utc_offset_s IS NULL THEN i.issued_at ELSE 0 END, i.invoice_id";
    LINES = "
        SELECT l.invoice_id, l.name, l.quantity_milli, l.unit_price_minor, l.total_minor
        FROM invoices i CROSS JOIN invoice_lines l
        WHERE i.shop_id = $1 AND i.customer_id BETWEEN $2 AND $3 AND l.shop_id = $1 AND l.invoice_id = i.invoice_id
        ORDER BY l.invoice_id, l.position";
    /// In the order they were given, by which the dump refers to them.
    COUPONS = "
        SELECT customer_id, coupon_id, title, kind, worth, expires_at, given_by, given_at, used_by, used_at
        FROM coupons WHERE shop_id = $1 AND customer_id BETWEEN $2 AND $3
        ORDER BY customer_id, given_at, coupon_id";
    INVOICE_COUPONS = "
        SELECT u.invoice_id, u.coupon_id, u.discount_minor, u.points_minor
        FROM invoices i CROSS JOIN invoice_coupons u
        WHERE i.shop_id = $1 AND i.customer_id BETWEEN $2 AND $3 AND u.shop_id = $1 AND u.invoice_id = i.invoice_id";
    REFUNDS = "
        SELECT r.refund_id, r.invoice_id, r.total_minor, r.discount_minor, r.redeemed_minor, r.debt_minor, r.money_minor,
            r.earned_minor, r.coupon_points_minor, r.reward_minor, r.operation_id, r.actor_kind, r.actor_id, r.reason, r.refunded_at
        FROM invoices i CROSS JOIN refunds r
        WHERE i.shop_id = $1 AND i.customer_id BETWEEN $2 AND $3 AND r.shop_id = $1 AND r.invoice_id = i.invoice_id
        ORDER BY r.refunded_at, r.refund_id";
    REFUND_LINES = "
        SELECT l.refund_id, l.position, l.quantity_milli, l.total_minor
        FROM invoices i CROSS JOIN refunds r CROSS JOIN refund_lines l
        WHERE i.shop_id = $1 AND i.customer_id BETWEEN $2 AND $3 AND r.shop_id = $1 AND r.invoice_id = i.invoice_id
            AND l.shop_id = $1 AND l.refund_id = r.refund_id
        ORDER BY l.refund_id, l.position";
    LOTS = "
        SELECT l.customer_id, l.lot_id, l.wallet, l.entry_id, l.amount_minor, l.remaining_minor, l.expires_at, l.warned_days
        FROM lots l CROSS JOIN entries e
        WHERE l.shop_id = $1 AND l.customer_id BETWEEN $2 AND $3 AND e.shop_id = $1 AND e.entry_id = l.entry_id
        ORDER BY l.customer_id, l.wallet, e.number, l.lot_id";
    LOT_USES = "
        SELECT u.lot_id, u.entry_id, u.amount_minor
        FROM entries e CROSS JOIN lot_uses u
        WHERE e.shop_id = $1 AND e.customer_id BETWEEN $2 AND $3 AND u.shop_id = $1 AND u.entry_id = e.entry_id
        ORDER BY e.customer_id, e.wallet, e.number, u.lot_id";
    ENTRIES = "
        SELECT customer_id, entry_id, wallet, kind, amount_minor, invoice_id, corrects_id, actor_kind, actor_id, note, entered_at,
            utc_offset_s, legacy
        FROM entries WHERE shop_id = $1 AND customer_id BETWEEN $2 AND $3
        ORDER BY customer_id, wallet, number";
    FRIENDS = "
        SELECT referrer_id, code FROM customers WHERE shop_id = $1 AND referrer_id BETWEEN $2 AND $3
        ORDER BY referrer_id, referred_at, customer_id";
    REFERRERS_AFTER = "
        SELECT DISTINCT c.referrer_id, r.code FROM customers c JOIN customers r ON r.shop_id = $1 AND r.customer_id = c.referrer_id
        WHERE c.shop_id = $1 AND c.referrer_id > $2 AND r.import_digest IS NOT NULL ORDER BY c.referrer_id LIMIT $3";
    CHANGED_SINCE = "
        SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND customer_id = $2 AND operation_id NOT LIKE 'import:%'";
    INVOICES_PRESENT = "
        SELECT invoice_id FROM invoices WHERE shop_id = $1 AND invoice_id BETWEEN $2 AND $3 ORDER BY invoice_id";
    CLEAR_REJECTED_IDENTITIES = "DELETE FROM rejected_identities WHERE shop_id = $1";
    WALLET_SUMS = "
        SELECT w.wallet, CAST(SUM(w.balance_minor) AS BIGINT) AS sum_minor
        FROM wallets w CROSS JOIN entries e
        WHERE w.shop_id = $1 AND w.customer_id >= $2 AND e.shop_id = $1 AND e.customer_id = w.customer_id AND e.wallet = w.wallet
            AND e.number = w.last_number AND e.operation_id = $3
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

/// The last id that may have been given. `None` in a shop whose ids nobody can know: all of it came from a file that named none
/// (`are_of_file` where it did), no key was made, nobody has used the bot, and nothing is billed.
pub(crate) async fn last_id(tx: &mut Tx, are_of_file: bool) -> Result<Option<i64>> {
    Ok(tx.q(LAST_ID).bind(are_of_file).opt::<(i64,)>().await?.map(|(last,)| last))
}

/// The staff of the shop.
pub(crate) async fn staff(tx: &mut Tx) -> Result<Vec<StaffRow>> {
    tx.q(STAFF).all().await
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
        .bind(shop.earn_rule)
        .bind(shop.max_redeem_bp)
        .bind(shop.min_redeem_minor)
        .bind(shop.points_lifetime_days)
        .bind(shop.consent_from_minor)
        .bind(shop.card_qr)
        .bind(shop.import_digest)
        .bind(shop.legacy)
        .bind(shop.group_rules_days)
        .run()
        .await?;
    Ok(())
}

/// The next customers after one, by their rows.
pub(crate) async fn customers_after(tx: &mut Tx, last: CustomerId, limit: i64) -> Result<Vec<Customer>> {
    tx.q(CUSTOMERS).bind(last).bind(limit).all().await
}

/// The balances of customers from `first` to `last`.
pub(crate) async fn balances(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Balance>> {
    tx.q(BALANCES).bind(first).bind(last).all().await
}

/// Their invoices: imported ones in the order of the file, then the others in the order they were issued.
pub(crate) async fn invoices(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Invoice>> {
    tx.q(INVOICES).bind(first).bind(last).all().await
}

/// The lines of their invoices.
pub(crate) async fn lines(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Line>> {
    tx.q(LINES).bind(first).bind(last).all().await
}

/// Their coupons, in the order they were given.
pub(crate) async fn coupons(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Coupon>> {
    tx.q(COUPONS).bind(first).bind(last).all().await
}

/// What coupons did on their invoices.
pub(crate) async fn invoice_coupons(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<InvoiceCoupon>> {
    tx.q(INVOICE_COUPONS).bind(first).bind(last).all().await
}

/// What was refunded of their invoices, in the order it was.
pub(crate) async fn refunds(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Refund>> {
    tx.q(REFUNDS).bind(first).bind(last).all().await
}

/// The goods that came back by that.
pub(crate) async fn refund_lines(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<RefundLine>> {
    tx.q(REFUND_LINES).bind(first).bind(last).all().await
}

/// Their lots, used up ones too, each wallet's in the order they were earned.
pub(crate) async fn lots(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Lot>> {
    tx.q(LOTS).bind(first).bind(last).all().await
}

/// What their entries took from lots, in the order of each wallet's entries.
pub(crate) async fn lot_uses(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<LotUse>> {
    tx.q(LOT_USES).bind(first).bind(last).all().await
}

/// Their entries, in the order of each wallet.
pub(crate) async fn entries(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Entry>> {
    tx.q(ENTRIES).bind(first).bind(last).all().await
}

/// Their friends, in the order they came.
pub(crate) async fn friends(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<Friend>> {
    tx.q(FRIENDS).bind(first).bind(last).all().await
}

/// The next imported referrers after one, by their rows: customers who have friends.
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

/// Forgets the identities of customers who are left out.
pub(crate) async fn clear_rejected_identities(tx: &mut Tx) -> Result<()> {
    tx.q(CLEAR_REJECTED_IDENTITIES).run().await?;
    Ok(())
}

/// What the wallets come to whose last entry is of one import, whose customers begin at `first`.
pub(crate) async fn wallet_sums(
    tx: &mut Tx,
    first: CustomerId,
    operation: &OperationId,
) -> Result<Vec<(Wallet, Money)>> {
    tx.q(WALLET_SUMS).bind(first).bind(operation).all().await
}

/// What the entries of one import come to, whose customers begin at `first`.
pub(crate) async fn entry_sums(tx: &mut Tx, first: CustomerId, operation: &OperationId) -> Result<Vec<KindSum>> {
    tx.q(ENTRY_SUMS).bind(first).bind(operation).all().await
}

//! Invoices and their lines.

use super::{Result, Tx, bulk, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{
        ActorRef, CustomerId, EarnRule, GroupDiscount, InvoiceId, InvoiceNumber, Line, Money, PointsWallet, Quantity,
        Rate, Receipt,
    },
};

/// An invoice, without its lines.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Invoice {
    /// The row.
    pub invoice_id: InvoiceId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What people see.
    pub number: InvoiceNumber,
    /// What the till calls it.
    pub receipt: Option<Receipt>,
    /// The sum of the lines.
    pub total_minor: Money,
    /// What was taken off it before points.
    pub discount_minor: Money,
    /// The part of that by the customer's group.
    pub group_discount_minor: Money,
    /// The group's share of the total.
    pub group_discount_bp: Rate,
    /// Points that paid for part of the rest.
    pub redeemed_minor: Money,
    /// The wallet they came from.
    pub redeemed_from: Option<PointsWallet>,
    /// What was left unpaid.
    pub debt_minor: Money,
    /// Points it earned.
    pub earned_minor: Money,
    /// How much of the total its refunds come to.
    pub refunded_minor: Money,
    /// When it was issued.
    pub issued_at: Timestamp,
}

impl Invoice {
    /// What was to be paid with money, at once or later.
    pub fn to_pay(&self) -> Money {
        self.total_minor.saturating_sub(self.discount_minor).saturating_sub(self.redeemed_minor)
    }

    /// What was paid with money.
    pub fn paid(&self) -> Money {
        self.to_pay().saturating_sub(self.debt_minor)
    }

    /// What the customer's group took off.
    pub fn group_discount(&self) -> GroupDiscount {
        GroupDiscount { amount: self.group_discount_minor, rate: self.group_discount_bp }
    }

    /// What is left of the total after its refunds.
    pub fn left(&self) -> Money {
        self.total_minor.saturating_sub(self.refunded_minor)
    }
}

/// An invoice to be written.
#[derive(Clone, Debug)]
pub struct NewInvoice<'a> {
    /// Whose it is.
    pub customer: CustomerId,
    /// What the till calls it.
    pub receipt: Option<&'a Receipt>,
    /// At least one.
    pub lines: &'a [Line],
    /// The sum of the lines.
    pub total: Money,
    /// What is taken off it before points.
    pub discount: Money,
    /// The part of that by the customer's group.
    pub group_discount: GroupDiscount,
    /// Points that pay for part of the rest.
    pub redeemed: Money,
    /// The wallet they come from; `None` where no points are redeemed.
    pub redeemed_from: Option<PointsWallet>,
    /// The customer agreed to these points.
    pub has_consent: bool,
    /// What is left unpaid.
    pub debt: Money,
    /// Points that its coupons give.
    pub coupon_points: Money,
    /// Points it earns.
    pub earned: Money,
    /// The rule that is used.
    pub earn_rule: EarnRule,
    /// The rate that is used.
    pub earn_rate: Rate,
    /// The referrer's reward, where this is a friend's first invoice.
    pub reward: Option<Reward>,
    /// Who issues it.
    pub issued_by: ActorRef,
    /// When the goods were sold.
    pub at: Timestamp,
}

/// What a referrer gets for a friend's first invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reward {
    /// Who gets it.
    pub referrer: CustomerId,
    /// How much.
    pub amount: Money,
    /// The rate that is used.
    pub rate: Rate,
}

/// An invoice that rewarded a referrer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Rewarded {
    /// The row.
    pub invoice_id: InvoiceId,
    /// Who got the reward, by the card that they had then.
    pub referrer_id: CustomerId,
    /// How much.
    pub reward_minor: Money,
}

/// The first invoice that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FirstPurchase {
    /// The row.
    pub invoice_id: InvoiceId,
    /// What it came to after the discount, before points.
    pub due_minor: Money,
    /// How much of the total its refunds come to.
    pub refunded_minor: Money,
    /// When it was issued.
    pub issued_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    name: String,
    quantity_milli: Quantity,
    unit_price_minor: Money,
    total_minor: Money,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT invoice_id, customer_id, number, receipt, total_minor, discount_minor, group_discount_minor, group_discount_bp, ",
            "redeemed_minor, redeemed_from, debt_minor, earned_minor, refunded_minor, issued_at FROM invoices ",
            $rest
        )
    };
}

statements! {
    BY_ID = select!("WHERE shop_id = $1 AND invoice_id = $2");
    BY_NUMBER = select!("WHERE shop_id = $1 AND number = $2");
    BY_RECEIPT = select!("WHERE shop_id = $1 AND receipt = $2");
    PAGE = select!("WHERE shop_id = $1 AND customer_id = $2 ORDER BY issued_at DESC, invoice_id DESC LIMIT $3 OFFSET $4");
    COUNT = "SELECT COUNT(*) FROM invoices WHERE shop_id = $1 AND customer_id = $2";
    COUNT_STANDING = "
        SELECT COUNT(*) FROM invoices
        WHERE shop_id = $1 AND customer_id = $2 AND (refunded_minor = 0 OR refunded_minor < total_minor)";
    REDEEMED_WITHOUT_CONSENT = "
        SELECT CAST(COALESCE(SUM(spent.minor), 0) AS BIGINT) FROM (
            SELECT i.redeemed_minor - COALESCE((
                SELECT SUM(r.redeemed_minor) FROM refunds r WHERE r.shop_id = $1 AND r.invoice_id = i.invoice_id), 0) AS minor
            FROM invoices i
            WHERE i.shop_id = $1 AND i.customer_id = $2 AND i.issued_at > $3 AND i.actor_kind <> 'import' AND NOT i.consented
            UNION ALL
            SELECT -e.amount_minor
            FROM entries e LEFT JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = e.invoice_id
            WHERE e.shop_id = $1 AND e.customer_id IN (
                    SELECT $2 UNION ALL SELECT m.customer_id FROM customers m WHERE m.shop_id = $1 AND m.merged_into_id = $2)
                AND e.entered_at > $3 AND e.kind = 'redeem' AND e.actor_kind <> 'import'
                AND (e.invoice_id IS NULL OR (i.issued_at <= $3 AND NOT i.consented))
                AND NOT EXISTS (
                    SELECT 1 FROM operations o WHERE o.shop_id = $1 AND o.operation_id = e.operation_id AND o.consented)) spent";
    FIRST_PURCHASE = "
        SELECT i.invoice_id, i.total_minor - i.discount_minor AS due_minor, i.refunded_minor, i.issued_at
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        WHERE i.shop_id = $1 AND i.customer_id = $2 AND NOT c.purchased_elsewhere
            AND (i.refunded_minor = 0 OR i.refunded_minor < i.total_minor)
        ORDER BY i.issued_at, i.invoice_id LIMIT 1";
    SET_REWARD = "
        UPDATE invoices SET referrer_id = $3, reward_minor = $4, reward_bp = $5 WHERE shop_id = $1 AND invoice_id = $2";
    REWARDED = "
        SELECT invoice_id, referrer_id, reward_minor FROM invoices
        WHERE shop_id = $1 AND customer_id = $2 AND reward_minor > 0 AND referrer_id IS NOT NULL
        ORDER BY issued_at, number";
    CUT_REWARD = "
        UPDATE invoices SET reward_minor = $3, referrer_id = CASE WHEN $4 THEN NULL ELSE referrer_id END,
            reward_bp = CASE WHEN $4 THEN NULL ELSE reward_bp END
        WHERE shop_id = $1 AND invoice_id = $2";
    LINES = "
        SELECT name, quantity_milli, unit_price_minor, total_minor FROM invoice_lines
        WHERE shop_id = $1 AND invoice_id = $2 ORDER BY position";
    INSERT = "
        INSERT INTO invoices (
            shop_id, invoice_id, customer_id, number, total_minor, redeemed_minor, redeemed_from, debt_minor, earned_minor,
            earn_rule, earn_bp, referrer_id, reward_minor, reward_bp, actor_kind, actor_id, issued_at, consented, receipt,
            discount_minor, coupon_points_minor, group_discount_minor, group_discount_bp)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        ON CONFLICT (shop_id, number) DO NOTHING";
}

/// The invoice of a row.
pub async fn by_id(tx: &mut Tx, invoice: InvoiceId) -> Result<Option<Invoice>> {
    tx.q(BY_ID).bind(invoice).opt().await
}

/// The invoice of a number.
pub async fn by_number(tx: &mut Tx, number: &InvoiceNumber) -> Result<Option<Invoice>> {
    tx.q(BY_NUMBER).bind(number.clone()).opt().await
}

/// The invoice of a till's receipt.
pub async fn by_receipt(tx: &mut Tx, receipt: &Receipt) -> Result<Option<Invoice>> {
    tx.q(BY_RECEIPT).bind(receipt.clone()).opt().await
}

/// A page of a customer's invoices, newest first.
pub async fn page(tx: &mut Tx, customer: CustomerId, limit: i64, offset: i64) -> Result<Vec<Invoice>> {
    tx.q(PAGE).bind(customer).bind(limit).bind(offset).all().await
}

/// How many invoices a customer has.
pub async fn count(tx: &mut Tx, customer: CustomerId) -> Result<i64> {
    Ok(tx.q(COUNT).bind(customer).one::<(i64,)>().await?.0)
}

/// How many of them were not refunded in full.
pub async fn count_not_refunded(tx: &mut Tx, customer: CustomerId) -> Result<i64> {
    Ok(tx.q(COUNT_STANDING).bind(customer).one::<(i64,)>().await?.0)
}

/// How many points were redeemed after `since` on invoices that the customer did not agree to, less what refunds gave back; or
/// without an invoice, by write-offs and captured holds. An invoice of goods that were sold before `since` counts
/// by the moment of its entry.
pub async fn redeemed_without_consent(tx: &mut Tx, customer: CustomerId, since: Timestamp) -> Result<Money> {
    Ok(tx.q(REDEEMED_WITHOUT_CONSENT).bind(customer).bind(since).one::<(Money,)>().await?.0)
}

/// The first invoice of a customer that was not refunded in full; `None` also where they bought something before it of which
/// there is no invoice.
pub async fn first_purchase(tx: &mut Tx, customer: CustomerId) -> Result<Option<FirstPurchase>> {
    tx.q(FIRST_PURCHASE).bind(customer).opt().await
}

/// Notes what the referrer got for an invoice, after it was issued.
pub async fn set_reward(tx: &mut Tx, invoice: InvoiceId, reward: Reward) -> Result<()> {
    let query = tx.q(SET_REWARD).bind(invoice).bind(reward.referrer).bind(reward.amount);
    query.bind(reward.rate).run().await?;
    Ok(())
}

/// The invoices of a customer that rewarded a referrer, in the order they were issued.
pub async fn rewarded(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Rewarded>> {
    tx.q(REWARDED).bind(customer).all().await
}

/// Notes that only `left` of an invoice's reward was a reward; nothing: that it had no referrer.
pub async fn cut_reward(tx: &mut Tx, invoice: InvoiceId, left: Money) -> Result<()> {
    tx.q(CUT_REWARD).bind(invoice).bind(left).bind(left.is_zero()).run().await?;
    Ok(())
}

/// The lines of an invoice, in order.
pub async fn lines(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<Line>> {
    let rows: Vec<LineRow> = tx.q(LINES).bind(invoice).all().await?;
    let line = |row: LineRow| Line {
        name: row.name,
        quantity: row.quantity_milli,
        unit_price: row.unit_price_minor,
        total: row.total_minor,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Writes an invoice with its lines; `None` where the number is taken.
pub async fn insert(tx: &mut Tx, number: &InvoiceNumber, new: &NewInvoice<'_>) -> Result<Option<InvoiceId>> {
    let id = InvoiceId(tx.draw_id().await?);
    let inserted = tx
        .q(INSERT)
        .bind(id)
        .bind(new.customer)
        .bind(number.clone())
        .bind(new.total)
        .bind(new.redeemed)
        .bind(new.redeemed_from)
        .bind(new.debt)
        .bind(new.earned)
        .bind(new.earn_rule)
        .bind(new.earn_rate)
        .bind(new.reward.map(|reward| reward.referrer))
        .bind(new.reward.map_or(Money::ZERO, |reward| reward.amount))
        .bind(new.reward.map(|reward| reward.rate))
        .bind_actor(new.issued_by)
        .bind(new.at)
        .bind(new.has_consent)
        .bind(new.receipt.cloned())
        .bind(new.discount)
        .bind(new.coupon_points)
        .bind(new.group_discount.amount)
        .bind(new.group_discount.rate)
        .run()
        .await?;
    if inserted == 0 {
        return Ok(None);
    }
    let row = |(line, position): (&Line, i64)| bulk::LineRow {
        invoice_id: id,
        position,
        name: line.name.clone(),
        quantity_milli: line.quantity,
        unit_price_minor: line.unit_price,
        total_minor: line.total,
    };
    bulk::insert(tx, new.lines.iter().zip(1..).map(row).collect()).await?;
    tx.totals().add_purchase(new.customer, new.total.saturating_sub(new.discount), new.at);
    Ok(Some(id))
}

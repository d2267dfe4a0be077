//! Refunds: what of an invoice was taken back.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{
        ActorRef, CustomerId, EarnRule, InvoiceId, InvoiceNumber, Money, OperationId, PointsWallet, Quantity, Rate,
        RefundFigures, RefundId, ReturnedLine,
    },
};

/// An invoice as a refund needs it: what it moved, by which rules, and what is refunded of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SoldInvoice {
    /// The row.
    pub invoice_id: InvoiceId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What people see.
    pub number: InvoiceNumber,
    /// The sum of the lines.
    pub total_minor: Money,
    /// What was taken off it before points.
    pub discount_minor: Money,
    /// Points that paid for part of the rest.
    pub redeemed_minor: Money,
    /// The wallet they came from.
    pub redeemed_from: Option<PointsWallet>,
    /// What was left unpaid.
    pub debt_minor: Money,
    /// Points that its coupons gave.
    pub coupon_points_minor: Money,
    /// Points it earned.
    pub earned_minor: Money,
    /// The rule that was used; `None` where imported.
    pub earn_rule: Option<EarnRule>,
    /// The rate that was used.
    pub earn_bp: Option<Rate>,
    /// Who was rewarded for it.
    pub referrer_id: Option<CustomerId>,
    /// With how much.
    pub reward_minor: Money,
    /// The rate that was used.
    pub reward_bp: Option<Rate>,
    /// How much of the total its refunds come to.
    pub refunded_minor: Money,
    /// Who issued it.
    #[sqlx(flatten)]
    pub issued_by: ActorRef,
    /// When it was issued.
    pub issued_at: Timestamp,
}

/// A refund to be written.
#[derive(Clone, Debug)]
pub struct NewRefund<'a> {
    /// Of which invoice.
    pub invoice: InvoiceId,
    /// Whose invoice it is.
    pub customer: CustomerId,
    /// Nothing is left of the invoice.
    pub is_whole: bool,
    /// What it moves.
    pub figures: &'a RefundFigures,
    /// The goods that come back, with what they cost.
    pub lines: &'a [(ReturnedLine, Money)],
    /// The operation that makes it.
    pub operation: &'a OperationId,
    /// Who does it.
    pub actor: ActorRef,
    /// Why: what was typed, or the code of a ready reason.
    pub reason: &'a str,
    /// When.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct FiguresRow {
    total_minor: Money,
    discount_minor: Money,
    redeemed_minor: Money,
    debt_minor: Money,
    money_minor: Money,
    earned_minor: Money,
    coupon_points_minor: Money,
    reward_minor: Money,
}

statements! {
    SOLD = "
        SELECT invoice_id, customer_id, number, total_minor, discount_minor, redeemed_minor, redeemed_from, debt_minor,
            coupon_points_minor, earned_minor, earn_rule, earn_bp, referrer_id, reward_minor, reward_bp, refunded_minor, actor_kind, actor_id, issued_at
        FROM invoices WHERE shop_id = $1 AND invoice_id = $2";
    /// Refunds of one invoice wait for each other.
    LOCK = "UPDATE invoices SET refunded_minor = refunded_minor WHERE shop_id = $1 AND invoice_id = $2";
    BEFORE = "
        SELECT CAST(COALESCE(SUM(total_minor), 0) AS BIGINT) AS total_minor,
            CAST(COALESCE(SUM(discount_minor), 0) AS BIGINT) AS discount_minor,
            CAST(COALESCE(SUM(redeemed_minor), 0) AS BIGINT) AS redeemed_minor,
            CAST(COALESCE(SUM(debt_minor), 0) AS BIGINT) AS debt_minor,
            CAST(COALESCE(SUM(money_minor), 0) AS BIGINT) AS money_minor,
            CAST(COALESCE(SUM(earned_minor), 0) AS BIGINT) AS earned_minor,
            CAST(COALESCE(SUM(coupon_points_minor), 0) AS BIGINT) AS coupon_points_minor,
            CAST(COALESCE(SUM(reward_minor), 0) AS BIGINT) AS reward_minor
        FROM refunds WHERE shop_id = $1 AND invoice_id = $2";
    LINES_BEFORE = "
        SELECT position, CAST(SUM(quantity_milli) AS BIGINT) FROM refund_lines
        WHERE shop_id = $1 AND refund_id IN (
            SELECT r.refund_id FROM refunds r WHERE r.shop_id = $1 AND r.invoice_id = $2)
        GROUP BY position ORDER BY position";
    CLAIM = "
        UPDATE invoices SET refunded_minor = refunded_minor + $3
        WHERE shop_id = $1 AND invoice_id = $2 AND refunded_minor = $4";
    INSERT = "
        INSERT INTO refunds (
            shop_id, refund_id, invoice_id, total_minor, redeemed_minor, debt_minor, money_minor, earned_minor, reward_minor,
            operation_id, actor_kind, actor_id, reason, refunded_at, discount_minor, coupon_points_minor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    INSERT_LINE = "
        INSERT INTO refund_lines (shop_id, refund_id, position, quantity_milli, total_minor) VALUES ($1, $2, $3, $4, $5)";
    /// An invoice of the earlier program has no rule. Where none of them names the reward for a friend, it may have been paid and
    /// is not taken back, so it must not be paid again.
    REOPEN_FIRST_PURCHASE = "
        UPDATE customers SET has_purchased = FALSE
        WHERE shop_id = $1 AND customer_id = $2 AND NOT purchased_elsewhere
            AND NOT EXISTS (
                SELECT 1 FROM invoices i
                WHERE i.shop_id = $1 AND i.customer_id = $2 AND (i.refunded_minor = 0 OR i.refunded_minor < i.total_minor))
            AND NOT EXISTS (SELECT 1 FROM bills b WHERE b.shop_id = $1 AND b.customer_id = $2 AND b.earned_at IS NOT NULL)
            AND (referrer_id IS NULL
                OR NOT EXISTS (
                    SELECT 1 FROM invoices i WHERE i.shop_id = $1 AND i.customer_id = $2 AND i.earn_rule IS NULL)
                OR EXISTS (
                    SELECT 1 FROM invoices i WHERE i.shop_id = $1 AND i.customer_id = $2 AND i.reward_minor > 0))";
}

/// The invoice of a row.
pub async fn sold(tx: &mut Tx, invoice: InvoiceId) -> Result<Option<SoldInvoice>> {
    tx.q(SOLD).bind(invoice).opt().await
}

/// Lets other refunds of an invoice wait until the end of the transaction.
pub async fn lock(tx: &mut Tx, invoice: InvoiceId) -> Result<()> {
    tx.q(LOCK).bind(invoice).run().await?;
    Ok(())
}

/// What all refunds of an invoice come to.
pub async fn figures(tx: &mut Tx, invoice: InvoiceId) -> Result<RefundFigures> {
    let row: FiguresRow = tx.q(BEFORE).bind(invoice).one().await?;
    Ok(RefundFigures {
        total: row.total_minor,
        discount: row.discount_minor,
        redeemed: row.redeemed_minor,
        debt: row.debt_minor,
        money: row.money_minor,
        earned: row.earned_minor,
        coupon_points: row.coupon_points_minor,
        reward: row.reward_minor,
    })
}

/// What came back of each line of an invoice.
pub async fn lines(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<ReturnedLine>> {
    let rows: Vec<(i64, Quantity)> = tx.q(LINES_BEFORE).bind(invoice).all().await?;
    let line =
        |(position, quantity)| usize::try_from(position).ok().map(|position| ReturnedLine { position, quantity });
    Ok(rows.into_iter().filter_map(line).collect())
}

/// Counts `amount` of an invoice's total as refunded; false where other refunds than those that come to `before` were
/// quicker.
pub async fn claim(tx: &mut Tx, invoice: InvoiceId, amount: Money, before: Money) -> Result<bool> {
    Ok(tx.q(CLAIM).bind(invoice).bind(amount).bind(before).run().await? > 0)
}

/// Writes a refund with its lines.
pub async fn insert(tx: &mut Tx, new: &NewRefund<'_>) -> Result<RefundId> {
    let id = RefundId(tx.draw_id().await?);
    tx.q(INSERT)
        .bind(id)
        .bind(new.invoice)
        .bind(new.figures.total)
        .bind(new.figures.redeemed)
        .bind(new.figures.debt)
        .bind(new.figures.money)
        .bind(new.figures.earned)
        .bind(new.figures.reward)
        .bind(new.operation)
        .bind_actor(new.actor)
        .bind(new.reason)
        .bind(new.at)
        .bind(new.figures.discount)
        .bind(new.figures.coupon_points)
        .run()
        .await?;
    for (line, price) in new.lines {
        let position = i64::try_from(line.position).unwrap_or(i64::MAX);
        tx.q(INSERT_LINE).bind(id).bind(position).bind(line.quantity).bind(*price).run().await?;
    }
    let due = new.figures.total.saturating_sub(new.figures.discount);
    tx.totals().take_purchase_back(new.customer, due, new.is_whole);
    Ok(id)
}

/// Notes that a customer, whose purchases stand still, has bought nothing yet, unless something is left of any of their invoices, or
/// a bill of theirs has earned.
pub async fn reopen_first_purchase(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.q(REOPEN_FIRST_PURCHASE).bind(customer).run().await?;
    Ok(())
}

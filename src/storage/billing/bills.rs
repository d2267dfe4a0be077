//! Bills for a month's services. Their amounts are kept in the transactions that change details and payments.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    clock::Timestamp,
    domain::{
        BillId, CustomerId, EntitlementId, Money, UtilityId,
        billing::{BillFigures, BillStatus, Date, LineFigures, Month, Period},
        fold_name,
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A bill.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Bill {
    /// The row.
    pub bill_id: BillId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// As their profile names them.
    pub customer_name: String,
    /// What it bills.
    pub entitlement_id: EntitlementId,
    /// The number on the papers of that.
    pub bill_number: String,
    /// Says the VAT and how to pay.
    pub utility_id: Option<UtilityId>,
    /// The name of that.
    pub utility_name: Option<String>,
    /// Unique in the shop.
    pub number: String,
    /// The month for which it was made of the entitlement; `None`: it was written by hand.
    pub month: Option<Month>,
    /// When it was issued.
    pub issued_on: Date,
    /// When it is due.
    pub due_on: Date,
    /// What became of it.
    pub status: BillStatus,
    /// The sum of its details before discounts.
    pub sub_total_minor: Money,
    /// Their discounts.
    pub discount_minor: Money,
    /// Their VAT.
    pub vat_minor: Money,
    /// What it comes to.
    pub total_minor: Money,
    /// What of it is paid.
    pub paid_minor: Money,
    /// When it earned; `None`: it has not.
    pub earned_at: Option<Timestamp>,
    /// The points that it earned.
    pub earned_minor: Money,
    /// May be empty.
    pub remarks: String,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a bill says beside its amounts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BillContent {
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What it bills.
    pub entitlement_id: EntitlementId,
    /// Says the VAT and how to pay.
    pub utility_id: Option<UtilityId>,
    /// Unique in the shop.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// When it is due.
    pub due_on: Date,
    /// May be empty.
    pub remarks: String,
}

/// Which bills are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BillFilter {
    /// Those of a customer.
    pub customer: Option<CustomerId>,
    /// Those of an entitlement.
    pub entitlement: Option<EntitlementId>,
    /// Those in this status.
    pub status: Option<BillStatus>,
    /// Those of which something is to be paid.
    pub is_open: bool,
    /// No drafts.
    pub is_issued: bool,
    /// Those that were issued in it.
    pub issued: Period,
    /// Those of whose numbers one has each word of a text.
    pub search: Option<String>,
}

/// What bills come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct BillTotals {
    /// What they come to.
    pub billed_minor: Money,
    /// What of them is paid.
    pub paid_minor: Money,
}

macro_rules! columns {
    () => {
        "b.bill_id, b.customer_id, COALESCE(p.name, '') AS customer_name, b.entitlement_id, e.bill_number, b.utility_id,
        u.name AS utility_name, b.number, b.month, b.issued_on, b.due_on, b.status, b.sub_total_minor, b.discount_minor, b.vat_minor,
        b.total_minor, b.paid_minor, b.earned_at,
        COALESCE((SELECT g.amount_minor FROM entries g WHERE g.shop_id = $1 AND g.entry_id = b.entry_id), 0) AS earned_minor,
        b.remarks, b.created_by, b.updated_by, b.created_at, b.updated_at"
    };
}

macro_rules! from {
    () => {
        "FROM bills b JOIN entitlements e ON e.shop_id = $1 AND e.entitlement_id = b.entitlement_id
        LEFT JOIN sales_profiles p ON p.shop_id = $1 AND p.customer_id = b.customer_id
        LEFT JOIN utilities u ON u.shop_id = $1 AND u.utility_id = b.utility_id
        WHERE b.shop_id = $1"
    };
}

const COLUMNS: &str = columns!();
const TOTALS: &str = "CAST(COALESCE(SUM(b.total_minor), 0) AS BIGINT) AS billed_minor,
    CAST(COALESCE(SUM(b.paid_minor), 0) AS BIGINT) AS paid_minor";

/// Those of which something is to be paid first, the newest first.
const OPEN_FIRST: &str = "CASE WHEN b.status IN ('unpaid', 'partial') THEN 0 ELSE 1 END, b.issued_on DESC, b.created_at DESC, b.bill_id DESC";

/// The newest first.
const ORDER: &str = "b.issued_on DESC, b.created_at DESC, b.bill_id DESC";

statements! {
    BY_ID = concat!("SELECT ", columns!(), " ", from!(), " AND b.bill_id = $2");
    /// Conflicts with itself, and with details and payments of the bill. SQLite has one writer.
    LOCK: sqlite = "", postgres = "SELECT bill_id FROM bills WHERE shop_id = $1 AND bill_id = $2 FOR UPDATE";
    OF_MONTH = concat!("SELECT ", columns!(), " ", from!(), " AND b.entitlement_id = $2 AND b.month = $3 AND b.month IS NOT NULL");
    /// The last but `$3` of a customer, without drafts.
    LAST = concat!("SELECT ", columns!(), " ", from!(), " AND b.customer_id = $2 AND b.status <> 'draft'
        ORDER BY b.issued_on DESC, b.created_at DESC, b.bill_id DESC LIMIT 1 OFFSET $3");
    /// The bill of a customer with the number `$3` whatever its case, without drafts; that of the same case comes first.
    OF_CUSTOMER_BY_NUMBER = concat!("SELECT ", columns!(), " ", from!(), " AND b.customer_id = $2 AND b.search_text = $3
        AND b.status <> 'draft' ORDER BY CASE WHEN b.number = $4 THEN 0 ELSE 1 END, b.issued_on DESC, b.bill_id DESC LIMIT 1");
    IS_NUMBER_TAKEN = "SELECT COUNT(*) FROM bills WHERE shop_id = $1 AND number = $2";
    INSERT = "
        INSERT INTO bills (shop_id, bill_id, customer_id, entitlement_id, utility_id, number, issued_on, due_on, remarks, search_text,
            created_by, updated_by, created_at, updated_at, month, status, sub_total_minor, discount_minor, vat_minor, total_minor,
            paid_minor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $12, $13, $14, 0, 0, 0, 0, 0)
        ON CONFLICT DO NOTHING";
    /// Of another day the customer is told anew.
    UPDATE = "
        UPDATE bills SET warned_at = CASE WHEN due_on = $8 THEN warned_at END, customer_id = $3, entitlement_id = $4, utility_id = $5,
            number = $6, issued_on = $7, due_on = $8, remarks = $9, search_text = $10, updated_by = $11, updated_at = $12
        WHERE shop_id = $1 AND bill_id = $2";
    SUM_DETAILS = "
        SELECT CAST(COALESCE(SUM(sub_total_minor), 0) AS BIGINT) AS sub_total, CAST(COALESCE(SUM(discount_minor), 0) AS BIGINT) AS discount,
            CAST(COALESCE(SUM(vat_minor), 0) AS BIGINT) AS vat
        FROM bill_details WHERE shop_id = $1 AND bill_id = $2";
    SUM_PAYMENTS = "
        SELECT CAST(COALESCE(SUM(d.amount_minor), 0) AS BIGINT)
        FROM bill_payments y JOIN bill_payment_details d ON d.shop_id = $1 AND d.payment_id = y.payment_id
        WHERE y.shop_id = $1 AND y.bill_id = $2 AND y.status = 'completed' AND d.status = 'completed'";
    SET_FIGURES = "
        UPDATE bills SET sub_total_minor = $3, discount_minor = $4, vat_minor = $5, total_minor = $6, paid_minor = $7, status = $8,
            updated_by = $9, updated_at = $10
        WHERE shop_id = $1 AND bill_id = $2";
    /// Unless the entitlement has one of the month.
    CLAIM_MONTH = "
        UPDATE bills SET month = $4
        WHERE shop_id = $1 AND bill_id = $2 AND month IS NULL
            AND NOT EXISTS (SELECT 1 FROM bills o WHERE o.shop_id = $1 AND o.entitlement_id = $3 AND o.month = $4)";
    HAS_PAYMENTS = "
        SELECT COUNT(*) FROM shops WHERE shop_id = $1
            AND EXISTS (SELECT 1 FROM bill_payments y WHERE y.shop_id = $1 AND y.bill_id = $2)";
    /// Those that are due from `$2` to `$3`.
    DUE_SOON = "
        SELECT bill_id FROM bills
        WHERE shop_id = $1 AND due_on BETWEEN $2 AND $3 AND warned_at IS NULL AND status IN ('unpaid', 'partial')
            AND total_minor > paid_minor
        ORDER BY due_on LIMIT $4";
    MARK_WARNED = "
        UPDATE bills SET warned_at = $5
        WHERE shop_id = $1 AND bill_id = $2 AND due_on BETWEEN $3 AND $4 AND warned_at IS NULL AND status IN ('unpaid', 'partial')
            AND total_minor > paid_minor";
    DELETE_DETAILS = "DELETE FROM bill_details WHERE shop_id = $1 AND bill_id = $2";
    DELETE = "DELETE FROM bills WHERE shop_id = $1 AND bill_id = $2";
}

impl Bill {
    /// What it says beside its amounts.
    pub fn content(&self) -> BillContent {
        BillContent {
            customer_id: self.customer_id,
            entitlement_id: self.entitlement_id,
            utility_id: self.utility_id,
            number: self.number.clone(),
            issued_on: self.issued_on,
            due_on: self.due_on,
            remarks: self.remarks.clone(),
        }
    }

    /// What is still to be paid.
    pub const fn due(&self) -> Money {
        self.total_minor.saturating_sub(self.paid_minor)
    }

    /// Is it still being written?
    pub fn is_draft(&self) -> bool {
        self.status == BillStatus::Draft
    }
}

impl BillTotals {
    /// What is still to be paid.
    pub const fn due(&self) -> Money {
        self.billed_minor.saturating_sub(self.paid_minor)
    }
}

/// A bill.
pub async fn by_id(tx: &mut Tx, bill: BillId) -> Result<Option<Bill>> {
    tx.q(BY_ID).bind(bill).opt().await
}

/// A bill, for this transaction alone until it ends: neither its details nor its payments change meanwhile.
pub async fn by_id_alone(tx: &mut Tx, bill: BillId) -> Result<Option<Bill>> {
    if tx.is_postgres() {
        tx.q(LOCK).bind(bill).opt::<(i64,)>().await?;
    }
    by_id(tx, bill).await
}

/// The bill that was made of an entitlement for a month.
pub async fn of_month(tx: &mut Tx, entitlement: EntitlementId, month: Month) -> Result<Option<Bill>> {
    tx.q(OF_MONTH).bind(entitlement).bind(month).opt().await
}

/// The last bill of a customer but so many, without drafts.
pub async fn last(tx: &mut Tx, customer: CustomerId, but: i64) -> Result<Option<Bill>> {
    tx.q(LAST).bind(customer).bind(but).opt().await
}

/// The bill of a customer with a number, whatever its case; no draft.
pub async fn of_customer_by_number(tx: &mut Tx, customer: CustomerId, number: &str) -> Result<Option<Bill>> {
    tx.q(OF_CUSTOMER_BY_NUMBER).bind(customer).bind(fold_name(number)).bind(number).opt().await
}

/// Has a bill this number?
pub async fn is_number_taken(tx: &mut Tx, number: &str) -> Result<bool> {
    Ok(tx.q(IS_NUMBER_TAKEN).bind(number).one::<(i64,)>().await?.0 > 0)
}

fn listing(filter: &BillFilter) -> Listing {
    let mut all = Listing::of(COLUMNS, from!())
        .with("b.customer_id =", filter.customer)
        .with("b.entitlement_id =", filter.entitlement)
        .with("b.status =", filter.status)
        .with("b.issued_on >=", filter.issued.from)
        .with("b.issued_on <=", filter.issued.until)
        .matching(&["b.search_text", "e.search_text"], filter.search.as_deref());
    if filter.is_open {
        all = all.only("b.status IN ('unpaid', 'partial') AND b.total_minor > b.paid_minor");
    }
    if filter.is_issued {
        all = all.only("b.status <> 'draft'");
    }
    all.by(ORDER)
}

/// A part of the bills, the newest first.
pub async fn list(tx: &mut Tx, filter: &BillFilter, page: Page) -> Result<Found<Bill>> {
    listing(filter).found(tx, Date::EXAMPLE, page).await
}

/// A part of the bills, those of which something is to be paid first, the newest first.
pub async fn open_first(tx: &mut Tx, filter: &BillFilter, page: Page) -> Result<Found<Bill>> {
    listing(filter).by(OPEN_FIRST).found(tx, Date::EXAMPLE, page).await
}

/// What the bills of a list come to.
pub async fn totals(tx: &mut Tx, filter: &BillFilter) -> Result<BillTotals> {
    listing(filter).summed(tx, TOTALS).await
}

/// Adds a bill without details; `None` where its number is taken, or where the entitlement has one of the month.
pub async fn insert(
    tx: &mut Tx,
    content: &BillContent,
    month: Option<Month>,
    status: BillStatus,
    author: &Author,
) -> Result<Option<BillId>> {
    let id = BillId(tx.draw_id().await?);
    let inserted = content_of(tx, INSERT, id, content, author).bind(month).bind(status).run().await?;
    Ok((inserted > 0).then_some(id))
}

/// Writes what a bill says.
pub async fn update(tx: &mut Tx, bill: BillId, content: &BillContent, author: &Author) -> Result<()> {
    content_of(tx, UPDATE, bill, content, author).run().await?;
    Ok(())
}

fn content_of<'t>(
    tx: &'t mut Tx,
    statement: Statement,
    bill: BillId,
    content: &BillContent,
    author: &Author,
) -> crate::storage::Query<'t> {
    tx.q(statement)
        .bind(bill)
        .bind(content.customer_id)
        .bind(content.entitlement_id)
        .bind(content.utility_id)
        .bind(content.number.as_str())
        .bind(content.issued_on)
        .bind(content.due_on)
        .bind(content.remarks.as_str())
        .bind(fold_name(&content.number))
        .bind(author.name.as_str())
        .bind(author.at)
}

/// What its details and its completed payments come to.
pub async fn figures(tx: &mut Tx, bill: BillId) -> Result<BillFigures> {
    let (sub_total, discount, vat): (Money, Money, Money) = tx.q(SUM_DETAILS).bind(bill).one().await?;
    let (paid,): (Money,) = tx.q(SUM_PAYMENTS).bind(bill).one().await?;
    Ok(BillFigures { details: LineFigures { sub_total, discount, vat }, paid })
}

/// Writes what a bill comes to.
pub async fn set_figures(
    tx: &mut Tx,
    bill: BillId,
    figures: &BillFigures,
    status: BillStatus,
    author: &Author,
) -> Result<()> {
    tx.q(SET_FIGURES)
        .bind(bill)
        .bind(figures.details.sub_total)
        .bind(figures.details.discount)
        .bind(figures.details.vat)
        .bind(figures.total())
        .bind(figures.paid)
        .bind(status)
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// At most `limit` bills that are to be paid and due in these days, and of whose customers none was told.
pub async fn due_soon(tx: &mut Tx, from: Date, until: Date, limit: i64) -> Result<Vec<BillId>> {
    let rows: Vec<(BillId,)> = tx.q(DUE_SOON).bind(from).bind(until).bind(limit).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes that the customer of a bill was told that it is due in these days; false where they were, or where it is not.
pub async fn mark_warned(tx: &mut Tx, bill: BillId, from: Date, until: Date, at: Timestamp) -> Result<bool> {
    Ok(tx.q(MARK_WARNED).bind(bill).bind(from).bind(until).bind(at).run().await? > 0)
}

/// Notes that a bill bills its entitlement for a month, unless it or another one does already.
pub async fn claim_month(tx: &mut Tx, bill: BillId, entitlement: EntitlementId, month: Month) -> Result<()> {
    tx.q(CLAIM_MONTH).bind(bill).bind(entitlement).bind(month).run().await?;
    Ok(())
}

/// Is there a payment of it, in any status?
pub async fn has_payments(tx: &mut Tx, bill: BillId) -> Result<bool> {
    Ok(tx.q(HAS_PAYMENTS).bind(bill).one::<(i64,)>().await?.0 > 0)
}

/// Deletes a bill without payments, with its details.
pub async fn delete(tx: &mut Tx, bill: BillId) -> Result<()> {
    tx.q(DELETE_DETAILS).bind(bill).run().await?;
    tx.q(DELETE).bind(bill).run().await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/bills";
    let all = BillFilter::default();
    let issued = Period { from: Some(Date::EXAMPLE), until: Some(Date::EXAMPLE) };
    let of_customer = BillFilter {
        customer: Some(CustomerId(1)),
        status: Some(BillStatus::Paid),
        is_open: true,
        is_issued: true,
        issued,
        search: Some("one".to_owned()),
        ..all.clone()
    };
    let own = BillFilter { customer: Some(CustomerId(1)), is_open: true, is_issued: true, ..all.clone() };
    let of_entitlement = BillFilter { entitlement: Some(EntitlementId(1)), ..all.clone() };
    [
        listing(&all).listed(file, "all"),
        listing(&BillFilter { search: Some("one".to_owned()), ..all.clone() }).listed(file, "found"),
        listing(&BillFilter { issued, ..all.clone() }).listed(file, "a period"),
        listing(&of_entitlement).listed(file, "an entitlement"),
        listing(&of_customer).listed(file, "a customer"),
        listing(&own).listed(file, "a customer's own"),
        listing(&of_customer).by(OPEN_FIRST).listed(file, "a customer, open first"),
        vec![
            listing(&all).listed_sum(file, "all", TOTALS),
            listing(&of_customer).listed_sum(file, "a customer", TOTALS),
            listing(&own).listed_sum(file, "a customer's own", TOTALS),
        ],
    ]
    .concat()
}

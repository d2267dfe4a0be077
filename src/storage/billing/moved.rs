//! What an export reads of billing and an import inserts: whole rows, those of customers a page of customers at a time.

use super::{kams, profiles, settings::BillingSettings, utility_details};
use crate::{
    clock::Timestamp,
    domain::{
        BillDetailId, BillId, CustomerId, EntitlementDetailId, EntitlementId, KamId, Money, PackageId, PaymentDetailId,
        PaymentId, PricingId, Quantity, Rate, UtilityDetailId, UtilityId,
        billing::{BandwidthType, BillStatus, Date, Month, PaymentStatus, ServiceKind, ServiceStatus, UtilityKind},
        fold_name,
    },
    storage::{
        Listed, Result, Tx,
        bulk::{self, tables},
        statement::statements,
    },
};

tables! {
    /// A key account manager.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    KamRow in "kams" {
        kam_id: KamId, name: String, phone: String, email: String, address: String, is_active: bool, search_text: String,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// Utility information.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    UtilityRow in "utilities" {
        utility_id: UtilityId, name: String, vat_bp: Rate,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// An account or a wallet to which customers pay.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    UtilityDetailRow in "utility_details" {
        utility_detail_id: UtilityDetailId, utility_id: UtilityId, kind: UtilityKind, name: String, number: String, branch: String,
        is_active: bool, search_text: String,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A package.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    PackageRow in "packages" {
        package_id: PackageId, name: String, kind: ServiceKind, description: String, is_active: bool, search_text: String,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A rate of a package.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    PricingRow in "package_pricings" {
        pricing_id: PricingId, package_id: PackageId, rate_minor: Money, description: String, is_active: bool, starts_on: Date,
        ends_on: Option<Date>,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A sales profile.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    SalesProfileRow in "sales_profiles" {
        customer_id: CustomerId, number: String, name: String, company_name: String, email: String, address: String,
        contact_person: String, kind: ServiceKind, kam_id: Option<KamId>, status: ServiceStatus, is_active: bool,
        last_billed_on: Option<Date>, sort_name: String, search_text: String,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// An entitlement.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    EntitlementRow in "entitlements" {
        entitlement_id: EntitlementId, customer_id: CustomerId, bill_number: String, activated_on: Date, nttn_company: String,
        nttn_capacity: String, total_bill_minor: Option<Money>, bandwidth_medium: String, connection_type: String,
        connected_pop: String, remarks: String, search_text: String,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A detail of an entitlement.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    EntitlementDetailRow in "entitlement_details" {
        detail_id: EntitlementDetailId, entitlement_id: EntitlementId, kind: ServiceKind, bandwidth: Option<BandwidthType>,
        mbps_milli: Option<Quantity>, unit_price_minor: Option<Money>, share_bp: Option<Rate>, package_id: Option<PackageId>,
        starts_on: Date, ends_on: Option<Date>, is_active: bool, status: ServiceStatus,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A bill.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    BillRow in "bills" {
        bill_id: BillId, customer_id: CustomerId, entitlement_id: EntitlementId, utility_id: Option<UtilityId>, number: String,
        month: Option<Month>, issued_on: Date, due_on: Date, status: BillStatus, sub_total_minor: Money, discount_minor: Money,
        vat_minor: Money, total_minor: Money, paid_minor: Money, remarks: String, search_text: String,
        warned_at: Option<Timestamp>, earned_at: Option<Timestamp>,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A line of a bill.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    BillDetailRow in "bill_details" {
        bill_detail_id: BillDetailId, bill_id: BillId, detail_id: Option<EntitlementDetailId>, sub_total_minor: Money,
        discount_bp: Rate, vat_bp: Rate, discount_minor: Money, vat_minor: Money, remarks: String,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A payment of a bill.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    PaymentRow in "bill_payments" {
        payment_id: PaymentId, customer_id: CustomerId, bill_id: BillId, paid_on: Date, method: String, remarks: String,
        status: PaymentStatus,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A part of a payment.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    PaymentDetailRow in "bill_payment_details" {
        payment_detail_id: PaymentDetailId, payment_id: PaymentId, amount_minor: Money, transaction_number: String,
        remarks: String, status: PaymentStatus,
        created_by: String, updated_by: String, created_at: Timestamp, updated_at: Timestamp,
    }

    /// A month for which all bills were made.
    #[derive(PartialEq, Eq, sqlx::FromRow)]
    MonthRow in "bill_runs", " ON CONFLICT DO NOTHING" { month: Month, finished_at: Timestamp }
}

/// The last number of a series.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct SeriesRow {
    pub(crate) series: String,
    pub(crate) last_number: i64,
}

/// A sales profile, with the name of its key account manager.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct NamedProfile {
    #[sqlx(flatten)]
    pub(crate) row: SalesProfileRow,
    pub(crate) kam_name: Option<String>,
}

/// A detail of an entitlement, with the name of its package, and which of the packages of that name it is, by their ids, from 1.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct NamedDetail {
    #[sqlx(flatten)]
    pub(crate) row: EntitlementDetailRow,
    pub(crate) package_name: Option<String>,
    pub(crate) package_place: i64,
}

/// A bill, with the name of its utility information.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct NamedBill {
    #[sqlx(flatten)]
    pub(crate) row: BillRow,
    pub(crate) utility_name: Option<String>,
}

statements! {
    KAMS = "
        SELECT kam_id, name, phone, email, address, is_active, search_text, created_by, updated_by, created_at, updated_at
        FROM kams WHERE shop_id = $1 ORDER BY kam_id";
    UTILITIES = "
        SELECT utility_id, name, vat_bp, created_by, updated_by, created_at, updated_at
        FROM utilities WHERE shop_id = $1 ORDER BY utility_id";
    UTILITY_DETAILS = "
        SELECT utility_detail_id, utility_id, kind, name, number, branch, is_active, search_text, created_by, updated_by, created_at,
            updated_at
        FROM utility_details WHERE shop_id = $1 ORDER BY utility_detail_id";
    PACKAGES = "
        SELECT package_id, name, kind, description, is_active, search_text, created_by, updated_by, created_at, updated_at
        FROM packages WHERE shop_id = $1 ORDER BY package_id";
    PRICINGS = "
        SELECT pricing_id, package_id, rate_minor, description, is_active, starts_on, ends_on, created_by, updated_by, created_at,
            updated_at
        FROM package_pricings WHERE shop_id = $1 ORDER BY pricing_id";
    SETTINGS = "SELECT bills_monthly, due_days, bills_earn FROM billing_settings WHERE shop_id = $1";
    SERIES = "SELECT series, last_number FROM billing_numbers WHERE shop_id = $1 ORDER BY series";
    MONTHS = "SELECT month, finished_at FROM bill_runs WHERE shop_id = $1 ORDER BY month";
    /// Does the shop bill, or say how it would?
    IS_BILLING = "
        SELECT COUNT(*) FROM shops WHERE shop_id = $1 AND (
            EXISTS (SELECT 1 FROM billing_settings b WHERE b.shop_id = $1) OR EXISTS (SELECT 1 FROM bill_runs r WHERE r.shop_id = $1)
            OR EXISTS (SELECT 1 FROM sales_profiles p WHERE p.shop_id = $1))";
    RAISE_SERIES = "
        INSERT INTO billing_numbers (shop_id, series, last_number) VALUES ($1, $2, $3)
        ON CONFLICT (shop_id, series) DO UPDATE SET last_number = excluded.last_number
        WHERE billing_numbers.last_number < excluded.last_number";
    PROFILES = "
        SELECT p.customer_id, p.number, p.name, p.company_name, p.email, p.address, p.contact_person, p.kind, p.kam_id, p.status,
            p.is_active, p.last_billed_on, p.sort_name, p.search_text, p.created_by, p.updated_by, p.created_at, p.updated_at,
            k.name AS kam_name
        FROM sales_profiles p LEFT JOIN kams k ON k.shop_id = $1 AND k.kam_id = p.kam_id
        WHERE p.shop_id = $1 AND p.customer_id BETWEEN $2 AND $3 ORDER BY p.customer_id";
    ENTITLEMENTS = "
        SELECT entitlement_id, customer_id, bill_number, activated_on, nttn_company, nttn_capacity, total_bill_minor, bandwidth_medium,
            connection_type, connected_pop, remarks, search_text, created_by, updated_by, created_at, updated_at
        FROM entitlements WHERE shop_id = $1 AND customer_id BETWEEN $2 AND $3 ORDER BY entitlement_id";
    DETAILS = "
        SELECT d.detail_id, d.entitlement_id, d.kind, d.bandwidth, d.mbps_milli, d.unit_price_minor, d.share_bp, d.package_id,
            d.starts_on, d.ends_on, d.is_active, d.status, d.created_by, d.updated_by, d.created_at, d.updated_at,
            g.name AS package_name,
            (SELECT COUNT(*) FROM packages s WHERE s.shop_id = $1 AND s.package_id <= g.package_id AND s.name = g.name) AS package_place
        FROM entitlements e CROSS JOIN entitlement_details d LEFT JOIN packages g ON g.shop_id = $1 AND g.package_id = d.package_id
        WHERE e.shop_id = $1 AND e.customer_id BETWEEN $2 AND $3 AND d.shop_id = $1 AND d.entitlement_id = e.entitlement_id
        ORDER BY d.detail_id";
    BILLS = "
        SELECT b.bill_id, b.customer_id, b.entitlement_id, b.utility_id, b.number, b.month, b.issued_on, b.due_on, b.status,
            b.sub_total_minor, b.discount_minor, b.vat_minor, b.total_minor, b.paid_minor, b.remarks, b.search_text, b.warned_at,
            b.earned_at, b.created_by, b.updated_by, b.created_at, b.updated_at, u.name AS utility_name
        FROM bills b LEFT JOIN utilities u ON u.shop_id = $1 AND u.utility_id = b.utility_id
        WHERE b.shop_id = $1 AND b.customer_id BETWEEN $2 AND $3 ORDER BY b.bill_id";
    BILL_DETAILS = "
        SELECT l.bill_detail_id, l.bill_id, l.detail_id, l.sub_total_minor, l.discount_bp, l.vat_bp, l.discount_minor, l.vat_minor,
            l.remarks, l.created_by, l.updated_by, l.created_at, l.updated_at
        FROM bills b CROSS JOIN bill_details l
        WHERE b.shop_id = $1 AND b.customer_id BETWEEN $2 AND $3 AND l.shop_id = $1 AND l.bill_id = b.bill_id
        ORDER BY l.bill_detail_id";
    PAYMENTS = "
        SELECT y.payment_id, y.customer_id, y.bill_id, y.paid_on, y.method, y.remarks, y.status, y.created_by, y.updated_by,
            y.created_at, y.updated_at
        FROM bills b CROSS JOIN bill_payments y
        WHERE b.shop_id = $1 AND b.customer_id BETWEEN $2 AND $3 AND y.shop_id = $1 AND y.bill_id = b.bill_id
        ORDER BY y.payment_id";
    PAYMENT_DETAILS = "
        SELECT d.payment_detail_id, d.payment_id, d.amount_minor, d.transaction_number, d.remarks, d.status, d.created_by, d.updated_by,
            d.created_at, d.updated_at
        FROM bills b CROSS JOIN bill_payments y CROSS JOIN bill_payment_details d
        WHERE b.shop_id = $1 AND b.customer_id BETWEEN $2 AND $3 AND y.shop_id = $1 AND y.bill_id = b.bill_id
            AND d.shop_id = $1 AND d.payment_id = y.payment_id
        ORDER BY d.payment_detail_id";
}

/// A row by whose id clients of the APIs know it.
pub(crate) trait Known {
    /// The id; 0 where it has none yet.
    fn id(&self) -> i64;
    /// Gives it an id.
    fn set_id(&mut self, id: i64);
}

macro_rules! known {
    ($($row:ty: $column:ident = $id:ident;)+) => {$(
        impl Known for $row {
            fn id(&self) -> i64 {
                self.$column.0
            }

            fn set_id(&mut self, id: i64) {
                self.$column = $id(id);
            }
        }
    )+};
}

known! {
    KamRow: kam_id = KamId;
    UtilityRow: utility_id = UtilityId;
    UtilityDetailRow: utility_detail_id = UtilityDetailId;
    PackageRow: package_id = PackageId;
    PricingRow: pricing_id = PricingId;
    EntitlementRow: entitlement_id = EntitlementId;
    EntitlementDetailRow: detail_id = EntitlementDetailId;
    BillRow: bill_id = BillId;
    BillDetailRow: bill_detail_id = BillDetailId;
    PaymentRow: payment_id = PaymentId;
    PaymentDetailRow: payment_detail_id = PaymentDetailId;
}

impl KamRow {
    /// Fills in by what it is found.
    pub(crate) fn fold(&mut self) {
        self.search_text = kams::search_text(&self.name, &self.email, &self.phone);
    }
}

impl UtilityDetailRow {
    /// Fills in by what it is found.
    pub(crate) fn fold(&mut self) {
        self.search_text = utility_details::search_text(&self.name, &self.number);
    }
}

impl PackageRow {
    /// Fills in by what it is found.
    pub(crate) fn fold(&mut self) {
        self.search_text = fold_name(&self.name);
    }
}

impl SalesProfileRow {
    /// Fills in by what it is found and ordered.
    pub(crate) fn fold(&mut self) {
        self.sort_name = fold_name(&self.name);
        let found_by = [&self.name, &self.company_name, &self.email, &self.number, &self.contact_person];
        self.search_text = profiles::search_text(found_by);
    }
}

impl EntitlementRow {
    /// Fills in by what it is found.
    pub(crate) fn fold(&mut self) {
        self.search_text = fold_name(&self.bill_number);
    }
}

impl BillRow {
    /// Fills in by what it is found.
    pub(crate) fn fold(&mut self) {
        self.search_text = fold_name(&self.number);
    }
}

/// The key account managers, in the order of their ids, as all that follows.
pub(crate) async fn kams(tx: &mut Tx) -> Result<Vec<KamRow>> {
    tx.q(KAMS).all().await
}

/// The utility information.
pub(crate) async fn utilities(tx: &mut Tx) -> Result<Vec<UtilityRow>> {
    tx.q(UTILITIES).all().await
}

/// The accounts and wallets of all utility information.
pub(crate) async fn utility_details(tx: &mut Tx) -> Result<Vec<UtilityDetailRow>> {
    tx.q(UTILITY_DETAILS).all().await
}

/// The packages.
pub(crate) async fn packages(tx: &mut Tx) -> Result<Vec<PackageRow>> {
    tx.q(PACKAGES).all().await
}

/// The rates of all packages.
pub(crate) async fn pricings(tx: &mut Tx) -> Result<Vec<PricingRow>> {
    tx.q(PRICINGS).all().await
}

/// How the shop bills; `None`: it has not said.
pub(crate) async fn settings(tx: &mut Tx) -> Result<Option<BillingSettings>> {
    tx.q(SETTINGS).opt().await
}

/// The series of numbers.
pub(crate) async fn series(tx: &mut Tx) -> Result<Vec<SeriesRow>> {
    tx.q(SERIES).all().await
}

/// The months for which all bills were made.
pub(crate) async fn months(tx: &mut Tx) -> Result<Vec<MonthRow>> {
    tx.q(MONTHS).all().await
}

/// Does the shop bill already, or has it said how?
pub(crate) async fn is_billing(tx: &mut Tx) -> Result<bool> {
    Ok(tx.q(IS_BILLING).one::<(i64,)>().await?.0 > 0)
}

/// Lets a series go on after a number, unless it is further on.
pub(crate) async fn raise_series(tx: &mut Tx, row: &SeriesRow) -> Result<()> {
    tx.q(RAISE_SERIES).bind(row.series.as_str()).bind(row.last_number).run().await?;
    Ok(())
}

/// The sales profiles of customers from `first` to `last`.
pub(crate) async fn profiles(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<NamedProfile>> {
    tx.q(PROFILES).bind(first).bind(last).all().await
}

/// Their entitlements.
pub(crate) async fn entitlements(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<EntitlementRow>> {
    tx.q(ENTITLEMENTS).bind(first).bind(last).all().await
}

/// The details of these.
pub(crate) async fn details(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<NamedDetail>> {
    tx.q(DETAILS).bind(first).bind(last).all().await
}

/// Their bills.
pub(crate) async fn bills(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<NamedBill>> {
    tx.q(BILLS).bind(first).bind(last).all().await
}

/// The lines of these.
pub(crate) async fn bill_details(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<BillDetailRow>> {
    tx.q(BILL_DETAILS).bind(first).bind(last).all().await
}

/// The payments of these.
pub(crate) async fn payments(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<PaymentRow>> {
    tx.q(PAYMENTS).bind(first).bind(last).all().await
}

/// The parts of the payments.
pub(crate) async fn payment_details(tx: &mut Tx, first: CustomerId, last: CustomerId) -> Result<Vec<PaymentDetailRow>> {
    tx.q(PAYMENT_DETAILS).bind(first).bind(last).all().await
}

pub(super) fn assembled() -> Vec<Listed> {
    bulk::listed(inserts(false), inserts(true)).collect()
}

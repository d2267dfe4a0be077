//! Details of entitlements: services, each with what it costs a month.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        CustomerId, EntitlementDetailId, EntitlementId, Money, PackageId, Quantity, Rate,
        billing::{BandwidthType, Date, InForce, Period, Service, ServiceKind, ServiceStatus},
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A detail of an entitlement.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EntitlementDetail {
    /// The row.
    pub detail_id: EntitlementDetailId,
    /// What it is a part of.
    pub entitlement_id: EntitlementId,
    /// The number on the papers of that.
    pub bill_number: String,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// As their profile names them.
    pub customer_name: String,
    /// Which kind of service.
    pub kind: ServiceKind,
    /// Where bandwidth leads.
    pub bandwidth: Option<BandwidthType>,
    /// How much bandwidth.
    pub mbps_milli: Option<Quantity>,
    /// A month and Mbps.
    pub unit_price_minor: Option<Money>,
    /// The share of a channel partner's bandwidth.
    pub share_bp: Option<Rate>,
    /// The package of a small office.
    pub package_id: Option<PackageId>,
    /// Its name.
    pub package_name: Option<String>,
    /// What the package costs that starts on the first day; `None`: it has no rate then, or it is no package.
    pub package_rate_minor: Option<Money>,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Option<Date>,
    /// It is not given up.
    pub is_active: bool,
    /// Is it given?
    pub status: ServiceStatus,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a detail says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DetailContent {
    /// What it is a part of.
    pub entitlement_id: EntitlementId,
    /// The service.
    pub service: Service,
    /// From when to when.
    pub in_force: InForce,
    /// It is not given up.
    pub is_active: bool,
    /// Is it given?
    pub status: ServiceStatus,
}

/// Which details are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DetailFilter {
    /// Those of an entitlement.
    pub entitlement: Option<EntitlementId>,
    /// Those of a customer.
    pub customer: Option<CustomerId>,
    /// Those of this kind.
    pub kind: Option<ServiceKind>,
    /// Those in this status.
    pub status: Option<ServiceStatus>,
    /// Those that are given up, or not.
    pub is_active: Option<bool>,
    /// Those that are in force on a day of it.
    pub period: Period,
}

macro_rules! columns {
    () => {
        "d.detail_id, d.entitlement_id, e.bill_number, e.customer_id, COALESCE(p.name, '') AS customer_name, d.kind, d.bandwidth,
        d.mbps_milli, d.unit_price_minor, d.share_bp, d.package_id, g.name AS package_name,
        (SELECT r.rate_minor FROM package_pricings r
            WHERE r.shop_id = $1 AND r.package_id = d.package_id AND r.is_active AND r.starts_on <= d.starts_on
                AND (r.ends_on IS NULL OR r.ends_on >= d.starts_on)
            ORDER BY r.starts_on DESC, r.created_at DESC, r.pricing_id DESC LIMIT 1) AS package_rate_minor,
        d.starts_on, d.ends_on, d.is_active, d.status, d.created_by, d.updated_by, d.created_at, d.updated_at"
    };
}

macro_rules! from {
    () => {
        "FROM entitlement_details d JOIN entitlements e ON e.shop_id = $1 AND e.entitlement_id = d.entitlement_id
        LEFT JOIN sales_profiles p ON p.shop_id = $1 AND p.customer_id = e.customer_id
        LEFT JOIN packages g ON g.shop_id = $1 AND g.package_id = d.package_id
        WHERE d.shop_id = $1"
    };
}

const COLUMNS: &str = columns!();

statements! {
    BY_ID = concat!("SELECT ", columns!(), " ", from!(), " AND d.detail_id = $2");
    /// Those that are billed on `$3`, in the order in which they were made.
    BILLED_ON = concat!("SELECT ", columns!(), " ", from!(), " AND d.entitlement_id = $2 AND d.is_active AND d.status = 'active'
        AND d.starts_on <= $3 AND (d.ends_on IS NULL OR d.ends_on >= $3) ORDER BY d.created_at, d.detail_id");
    INSERT = "
        INSERT INTO entitlement_details (shop_id, detail_id, entitlement_id, kind, bandwidth, mbps_milli, unit_price_minor, share_bp,
            package_id, starts_on, ends_on, is_active, status, created_by, updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $15)";
    UPDATE = "
        UPDATE entitlement_details SET entitlement_id = $3, kind = $4, bandwidth = $5, mbps_milli = $6, unit_price_minor = $7,
            share_bp = $8, package_id = $9, starts_on = $10, ends_on = $11, is_active = $12, status = $13, updated_by = $14,
            updated_at = $15
        WHERE shop_id = $1 AND detail_id = $2";
    DELETE = "DELETE FROM entitlement_details WHERE shop_id = $1 AND detail_id = $2";
    IS_BILLED = "
        SELECT COUNT(*) FROM shops WHERE shop_id = $1
            AND EXISTS (SELECT 1 FROM bill_details b WHERE b.shop_id = $1 AND b.detail_id = $2 AND b.detail_id IS NOT NULL)";
}

impl EntitlementDetail {
    /// The service; `None` where the columns do not fit the kind, which the table refuses.
    pub fn service(&self) -> Option<Service> {
        Some(match self.kind {
            ServiceKind::Bandwidth => Service::Bandwidth {
                bandwidth: self.bandwidth?,
                mbps: self.mbps_milli?,
                unit_price: self.unit_price_minor?,
            },
            ServiceKind::ChannelPartner => Service::ChannelPartner {
                mbps: self.mbps_milli?,
                unit_price: self.unit_price_minor?,
                share: self.share_bp,
            },
            ServiceKind::Soho => Service::Soho { package: self.package_id? },
        })
    }

    /// What a month costs; `None` where the package has no rate on the first day.
    pub fn cost(&self) -> Option<Money> {
        self.service()?.cost(self.package_rate_minor)
    }

    /// From when to when.
    pub const fn in_force(&self) -> InForce {
        InForce { starts_on: self.starts_on, ends_on: self.ends_on }
    }
}

/// A detail.
pub async fn by_id(tx: &mut Tx, detail: EntitlementDetailId) -> Result<Option<EntitlementDetail>> {
    tx.q(BY_ID).bind(detail).opt().await
}

/// The details of an entitlement that are active and in force on a day.
pub async fn billed_on(tx: &mut Tx, entitlement: EntitlementId, on: Date) -> Result<Vec<EntitlementDetail>> {
    tx.q(BILLED_ON).bind(entitlement).bind(on).all().await
}

fn listing(filter: &DetailFilter) -> Listing {
    Listing::of(COLUMNS, from!())
        .with("d.entitlement_id =", filter.entitlement)
        .with("e.customer_id =", filter.customer)
        .with("d.kind =", filter.kind)
        .with("d.status =", filter.status)
        .with("d.is_active =", filter.is_active)
        .with("d.starts_on <=", filter.period.until)
        .with("COALESCE(d.ends_on, '9999-12-31') >=", filter.period.from)
}

/// A part of the details, in the order in which they were made.
pub async fn list(tx: &mut Tx, filter: &DetailFilter, page: Page) -> Result<Found<EntitlementDetail>> {
    listing(filter).by("d.created_at, d.detail_id").found(tx, Date::EXAMPLE, page).await
}

/// As [`list`], by their first days.
pub async fn history(tx: &mut Tx, filter: &DetailFilter, page: Page) -> Result<Found<EntitlementDetail>> {
    listing(filter).by("d.starts_on, d.created_at, d.detail_id").found(tx, Date::EXAMPLE, page).await
}

/// These details, in the order in which they were made.
pub async fn of_ids(tx: &mut Tx, ids: &[EntitlementDetailId]) -> Result<Vec<EntitlementDetail>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = listing(&DetailFilter::default()).among("d.detail_id", ids.iter().copied());
    all.by("d.created_at, d.detail_id").rows(tx, Date::EXAMPLE, Page::first(i64::MAX)).await
}

/// Adds a detail.
pub async fn insert(tx: &mut Tx, content: &DetailContent, author: &Author) -> Result<EntitlementDetailId> {
    let id = EntitlementDetailId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what a detail says.
pub async fn update(tx: &mut Tx, detail: EntitlementDetailId, content: &DetailContent, author: &Author) -> Result<()> {
    write(tx, UPDATE, detail, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    detail: EntitlementDetailId,
    content: &DetailContent,
    author: &Author,
) -> Result<()> {
    let (bandwidth, mbps, unit_price, share) = match content.service {
        Service::Bandwidth { bandwidth, mbps, unit_price } => (Some(bandwidth), Some(mbps), Some(unit_price), None),
        Service::ChannelPartner { mbps, unit_price, share } => (None, Some(mbps), Some(unit_price), share),
        Service::Soho { .. } => (None, None, None, None),
    };
    tx.q(statement)
        .bind(detail)
        .bind(content.entitlement_id)
        .bind(content.service.kind())
        .bind(bandwidth)
        .bind(mbps)
        .bind(unit_price)
        .bind(share)
        .bind(content.service.package())
        .bind(content.in_force.starts_on)
        .bind(content.in_force.ends_on)
        .bind(content.is_active)
        .bind(content.status)
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// Is it on a bill?
pub async fn is_billed(tx: &mut Tx, detail: EntitlementDetailId) -> Result<bool> {
    Ok(tx.q(IS_BILLED).bind(detail).one::<(i64,)>().await?.0 > 0)
}

/// Deletes a detail that is on no bill.
pub async fn delete(tx: &mut Tx, detail: EntitlementDetailId) -> Result<()> {
    tx.q(DELETE).bind(detail).run().await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/details";
    let order = "d.created_at, d.detail_id";
    let all = DetailFilter::default();
    let filter = DetailFilter {
        kind: Some(ServiceKind::Soho),
        status: Some(ServiceStatus::Active),
        is_active: Some(true),
        period: Period { from: Some(Date::EXAMPLE), until: Some(Date::EXAMPLE) },
        ..all
    };
    let of_entitlement = DetailFilter { entitlement: Some(EntitlementId(1)), ..filter };
    let of_customer = DetailFilter { customer: Some(CustomerId(1)), ..filter };
    [
        listing(&all).by(order).listed(file, "all"),
        listing(&filter).by(order).listed(file, "found"),
        listing(&of_entitlement).by(order).listed(file, "an entitlement"),
        listing(&of_customer).by("d.starts_on, d.created_at, d.detail_id").listed(file, "a customer"),
        listing(&all)
            .among("d.detail_id", [EntitlementDetailId(1), EntitlementDetailId(2)])
            .by(order)
            .listed(file, "those of a bill"),
    ]
    .concat()
}

//! Details of entitlements: services, each with what it costs a month.

use super::days::day;
use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Resource, Words, amount,
            filter, optional, optional_or_null, read_only, read_only_or_null, required,
        },
        fault::{Fault, Problem},
        sales::{
            customers::{KINDS, STATUSES},
            face::{TAG, part},
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{
        EntitlementDetailId, EntitlementId, Money, PackageId, Quantity, Rate, Scope,
        billing::{BandwidthType, Date, InForce, Service, ServiceKind, ServiceStatus},
    },
    service::{
        Error, Operation,
        billing::details::{self, DetailChanges, DetailFilter, EntitlementDetail, NewDetail},
    },
    storage::Tx,
};

/// A service of an entitlement.
#[derive(Debug)]
pub(super) struct SalesEntitlementDetail;

/// What a request says of a service.
#[derive(Clone, Debug, Default)]
pub(super) struct DetailSaid {
    pub(super) entitlement: Option<EntitlementId>,
    /// The same under another name.
    entitlement_again: Option<EntitlementId>,
    pub(super) kind: Option<ServiceKind>,
    pub(super) bandwidth: Option<BandwidthType>,
    pub(super) mbps: Option<Quantity>,
    pub(super) unit_price: Option<Money>,
    pub(super) share: Option<Option<Rate>>,
    pub(super) package: Option<Option<PackageId>>,
    pub(super) starts_on: Option<Date>,
    pub(super) ends_on: Option<Option<Date>>,
    pub(super) is_active: Option<bool>,
    pub(super) status: Option<ServiceStatus>,
}

pub(super) struct Details;

stamped!(EntitlementDetail: stamps);

impl List for Details {
    type Wanted = DetailFilter;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<DetailFilter>] = &[
        filter(
            "cust_entitlement_id",
            By::Row(|wanted, id| wanted.entitlement = Some(EntitlementId(id))),
            "Those of an entitlement.",
        ),
        filter("type", By::Word(KINDS, |wanted, word| wanted.kind = word.parse().ok()), "Those of this kind."),
        filter("status", By::Word(STATUSES, |wanted, word| wanted.status = word.parse().ok()), "Those in this status."),
        filter(
            "is_active",
            By::Flag(|wanted, flag| wanted.is_active = Some(flag)),
            "Those that are not given up, or are.",
        ),
    ];
}

impl Resource for SalesEntitlementDetail {
    const NAME: &'static str = "SalesEntitlementDetail";
    type Row = EntitlementDetail;
    type Change = DetailSaid;
    const FIELDS: &'static [Field<EntitlementDetail, DetailSaid>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.detail_id.0.into()),
        optional(
            "cust_entitlement_id",
            Input::Key(|new: &mut DetailSaid, id| new.entitlement = Some(EntitlementId(id))),
            "What it is a part of.",
            |row, _| row.entitlement_id.0.into(),
        ),
        optional(
            "entitlement_master_id",
            Input::Key(|new: &mut DetailSaid, id| new.entitlement_again = Some(EntitlementId(id))),
            "The same under another name.",
            |row, _| row.entitlement_id.0.into(),
        ),
        read_only("bill_number", Kind::Text, "The number on the papers of that.", |row, _| {
            row.bill_number.as_str().into()
        }),
        read_only("customer_id", Kind::Number, "Whose it is.", |row, _| row.customer_id.0.into()),
        read_only("customer_name", Kind::Text, "The name of the customer.", |row, _| row.customer_name.as_str().into()),
        required(
            "type",
            Input::Word(KINDS, |new, word| new.kind = word.parse().ok()),
            "Which kind of service.",
            |row, _| row.kind.as_str().into(),
        ),
        optional_or_null(
            "bandwidth_type",
            Input::Word(BandwidthType::WORDS, |new, word| new.bandwidth = word.parse().ok()),
            "Where the bandwidth leads; of `bw` alone.",
            |row, _| row.bandwidth.map(BandwidthType::as_str).into(),
        ),
        optional_or_null(
            "mbps",
            Input::Quantity(|new, mbps| new.mbps = Some(mbps)),
            "How much bandwidth; of `bw` and `channel_partner`.",
            |row, _| row.mbps_milli.into(),
        ),
        optional_or_null(
            "unit_price",
            amount(|new: &mut DetailSaid, price| new.unit_price = Some(price)),
            "What a month and an Mbps cost; of `bw` and `channel_partner`.",
            |row, _| row.unit_price_minor.into(),
        ),
        optional(
            "custom_mac_percentage_share",
            Input::AmountOrNull(Some(100), |new, share| {
                new.share = Some(share.map(|share| Rate::from_bp(share.minor())));
            }),
            "The share that is charged, in percent; of `channel_partner`. Null: the whole.",
            |row, _| row.share_bp.map(|share| Money::from_minor(share.bp())).into(),
        ),
        optional(
            "package_master_id",
            Input::Row(|new, id| new.package = Some(id.map(PackageId))),
            "The package; of `soho`.",
            |row, _| row.package_id.map(|package| package.0).into(),
        ),
        read_only_or_null("package_name", Kind::Text, "The name of the package.", |row, _| {
            row.package_name.clone().into()
        }),
        read_only_or_null(
            "monthly_cost",
            Kind::MONEY,
            "What a month costs; null where the package has no rate on the start date.",
            |row, _| row.service().and_then(|service| service.cost(row.package_rate_minor)).into(),
        ),
        required("start_date", Input::Day(|new, date| new.starts_on = day(date)), "The first day.", |row, _| {
            row.starts_on.date().into()
        }),
        optional(
            "end_date",
            Input::Date(|new, date| new.ends_on = Some(date.and_then(day))),
            "The last day; null: it has no end.",
            |row, _| row.ends_on.map(Date::date).into(),
        ),
        optional("is_active", Input::Flag(|new, flag| new.is_active = Some(flag)), "It is not given up.", |row, _| {
            row.is_active.into()
        }),
        optional(
            "status",
            Input::Word(STATUSES, |new, word| new.status = word.parse().ok()),
            "Is it given?",
            |row, _| row.status.as_str().into(),
        ),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "cust_entitlement_id": 1, "type": "bw", "bandwidth_type": "ipt", "mbps": 10, "unit_price": 20, "start_date": "2025-01-01",
        "end_date": "2025-01-31", "is_active": true, "status": "active"
    }"#;
}

impl DetailSaid {
    /// The service of a kind, as it was with what is said.
    ///
    /// # Errors
    /// [`Fault::Field`] of what is neither said nor known.
    fn service(&self, kind: ServiceKind, before: Option<&EntitlementDetail>) -> Result<Service, Fault> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let mbps = || self.mbps.or_else(|| before?.mbps_milli).ok_or_else(|| missing("mbps"));
        let unit_price = || self.unit_price.or_else(|| before?.unit_price_minor).ok_or_else(|| missing("unit_price"));
        Ok(match kind {
            ServiceKind::Bandwidth => {
                let bandwidth = self.bandwidth.or_else(|| before?.bandwidth);
                let bandwidth = bandwidth.ok_or_else(|| missing("bandwidth_type"))?;
                Service::Bandwidth { bandwidth, mbps: mbps()?, unit_price: unit_price()? }
            }
            ServiceKind::ChannelPartner => {
                let share = self.share.unwrap_or_else(|| before.and_then(|before| before.share_bp));
                Service::ChannelPartner { mbps: mbps()?, unit_price: unit_price()?, share }
            }
            ServiceKind::Soho => {
                let package = self.package.unwrap_or_else(|| before.and_then(|before| before.package_id));
                Service::Soho { package: package.ok_or_else(|| missing("package_master_id"))? }
            }
        })
    }

    /// A new service of a kind.
    ///
    /// # Errors
    /// [`Fault::Field`] of what is missing.
    pub(super) fn new_detail(&self, kind: ServiceKind) -> Result<NewDetail, Fault> {
        let starts_on = self.starts_on.ok_or_else(|| Fault::field("start_date", Problem::Missing))?;
        Ok(NewDetail {
            service: self.service(kind, None)?,
            in_force: InForce { starts_on, ends_on: self.ends_on.flatten() },
            is_active: self.is_active.unwrap_or(true),
            status: self.status.unwrap_or(ServiceStatus::Active),
        })
    }

    fn changes(&self, before: &EntitlementDetail) -> Result<DetailChanges, Fault> {
        let is_of_service = self.kind.is_some()
            || self.bandwidth.is_some()
            || self.mbps.is_some()
            || self.unit_price.is_some()
            || self.share.is_some()
            || self.package.is_some();
        let is_of_days = self.starts_on.is_some() || self.ends_on.is_some();
        let kind = self.kind.unwrap_or(before.kind);
        Ok(DetailChanges {
            entitlement_id: self.entitlement()?,
            service: is_of_service.then(|| self.service(kind, Some(before))).transpose()?,
            in_force: is_of_days.then(|| InForce {
                starts_on: self.starts_on.unwrap_or(before.starts_on),
                ends_on: self.ends_on.unwrap_or(before.ends_on),
            }),
            is_active: self.is_active,
            status: self.status,
        })
    }

    /// The entitlement, under either name.
    fn entitlement(&self) -> Result<Option<EntitlementId>, Fault> {
        match (self.entitlement, self.entitlement_again) {
            (Some(one), Some(other)) if one != other => Err(Fault::field("entitlement_master_id", Problem::Wrong)),
            (one, other) => Ok(one.or(other)),
        }
    }
}

impl Collection for SalesEntitlementDetail {
    type List = Details;
    const PATH: &'static str = "/customers/entitlement-details";
    const WORDS: Words = Words { tag: TAG, one: "a service of an entitlement", many: "entitlement_details" };
    const READ: Scope = Scope::CustomersRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &DetailFilter,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<EntitlementDetail>, i64)> {
        let found = details::list(tx, &call.client.caller(call.at), wanted, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<EntitlementDetail> {
        Ok(details::get(tx, &call.client.caller(call.at), EntitlementDetailId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_service(call, error)
    }
}

impl Changeable for SalesEntitlementDetail {
    const CREATE: Scope = Scope::CustomersUpdate;
    const UPDATE: Scope = Scope::CustomersUpdate;

    async fn add(_: &Call, tx: &mut Tx, operation: &Operation, new: &DetailSaid) -> Outcome<EntitlementDetail> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let entitlement = new.entitlement()?.ok_or_else(|| missing("cust_entitlement_id"))?;
        let detail = new.new_detail(new.kind.ok_or_else(|| missing("type"))?)?;
        Ok(details::add(tx, operation, entitlement, &detail).await?)
    }

    async fn change(
        _: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        before: &EntitlementDetail,
        change: &DetailSaid,
    ) -> Outcome<EntitlementDetail> {
        Ok(details::change(tx, operation, EntitlementDetailId(id), &change.changes(before)?).await?)
    }
}

impl Deletable for SalesEntitlementDetail {
    async fn delete(_: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        Ok(details::delete(tx, operation, EntitlementDetailId(id)).await?)
    }
}

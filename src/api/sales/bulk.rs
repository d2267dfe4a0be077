//! All services of an entitlement at once.

use std::sync::Arc;

use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    days::day,
    details::{DetailSaid, SalesEntitlementDetail},
    face::paged,
    refused,
};
use crate::{
    api::{
        admission::Call,
        drf::{Asked, Body, Field, GivenRows, Input, List, Listing, Record, Resource, Viewer, Whole, amount, said},
        fault::{Fault, Problem},
        path_id,
        writes::{Answer, Write},
    },
    domain::{
        EntitlementId, Money, PackageId, Rate,
        billing::{BandwidthType, ServiceKind, ServiceStatus},
    },
    service::billing::{
        details::{self, NewDetail},
        entitlements, profiles,
    },
};

/// A new service of bandwidth.
#[derive(Debug)]
pub(super) struct NewBandwidth;
/// A new service of a channel partner.
#[derive(Debug)]
pub(super) struct NewChannelPartner;
/// A new package of a small office.
#[derive(Debug)]
pub(super) struct NewSoho;
/// New services of an entitlement.
#[derive(Debug)]
pub(super) struct NewServices;

/// What a request says of new services: the rows of each kind, where there are any.
#[derive(Clone, Debug, Default)]
pub(super) struct ServicesSaid {
    entitlement: Option<EntitlementId>,
    rows: Vec<(ServiceKind, Vec<DetailSaid>)>,
}

/// The services of one entitlement.
pub(super) struct OfEntitlement;

impl List for OfEntitlement {
    type Wanted = ();
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [crate::api::drf::Filter<()>] = &[];
}

const fn bandwidth_type() -> Field<(), DetailSaid> {
    said(
        "bandwidth_type",
        Input::Word(BandwidthType::WORDS, |new, word| new.bandwidth = word.parse().ok()),
        true,
        "Where the bandwidth leads.",
    )
}

const fn mbps() -> Field<(), DetailSaid> {
    said("mbps", Input::Quantity(|new, mbps| new.mbps = Some(mbps)), true, "How much bandwidth.")
}

const fn unit_price() -> Field<(), DetailSaid> {
    said(
        "unit_price",
        amount(|new: &mut DetailSaid, price: Money| new.unit_price = Some(price)),
        true,
        "What a month and an Mbps cost.",
    )
}

const fn share() -> Field<(), DetailSaid> {
    said(
        "custom_mac_percentage_share",
        Input::AmountOrNull(Some(100), |new, share| new.share = Some(share.map(|share| Rate::from_bp(share.minor())))),
        false,
        "The share that is charged, in percent.",
    )
}

const fn package() -> Field<(), DetailSaid> {
    said("package_master_id", Input::Key(|new, id| new.package = Some(Some(PackageId(id)))), true, "The package.")
}

const fn start_date() -> Field<(), DetailSaid> {
    said("start_date", Input::Day(|new, date| new.starts_on = day(date)), true, "The first day.")
}

const fn end_date() -> Field<(), DetailSaid> {
    said("end_date", Input::Date(|new, date| new.ends_on = Some(date.and_then(day))), false, "The last day.")
}

const fn is_active() -> Field<(), DetailSaid> {
    said("is_active", Input::Flag(|new, flag| new.is_active = Some(flag)), false, "It is not given up.")
}

const fn status() -> Field<(), DetailSaid> {
    said("status", Input::Word(ServiceStatus::WORDS, |new, word| new.status = word.parse().ok()), false, "Is it given?")
}

impl Resource for NewBandwidth {
    const NAME: &'static str = "SalesNewBandwidth";
    type Row = ();
    type Change = DetailSaid;
    const FIELDS: &'static [Field<(), DetailSaid>] =
        &[bandwidth_type(), mbps(), unit_price(), start_date(), end_date(), is_active(), status()];
    const EXAMPLE: &'static str = r#"{ "bandwidth_type": "ipt", "mbps": 10, "unit_price": 20, "start_date": "2025-01-01", "end_date": "2025-01-31" }"#;
}

impl Resource for NewChannelPartner {
    const NAME: &'static str = "SalesNewChannelPartner";
    type Row = ();
    type Change = DetailSaid;
    const FIELDS: &'static [Field<(), DetailSaid>] =
        &[mbps(), unit_price(), share(), start_date(), end_date(), is_active(), status()];
    const EXAMPLE: &'static str =
        r#"{ "mbps": 10, "unit_price": 20, "custom_mac_percentage_share": 45, "start_date": "2025-01-01" }"#;
}

impl Resource for NewSoho {
    const NAME: &'static str = "SalesNewSoho";
    type Row = ();
    type Change = DetailSaid;
    const FIELDS: &'static [Field<(), DetailSaid>] = &[package(), start_date(), end_date(), is_active(), status()];
    const EXAMPLE: &'static str = r#"{ "package_master_id": 1, "start_date": "2025-01-01" }"#;
}

impl ServicesSaid {
    fn say<C: Resource<Change = DetailSaid>>(&mut self, kind: ServiceKind, rows: GivenRows<'_>) {
        self.rows.push((kind, rows.read::<C>()));
    }

    /// The services, of which those of the customer's kind must be there.
    fn new_details(&self, kind: ServiceKind) -> Result<Vec<NewDetail>, Fault> {
        if !self.rows.iter().any(|(of, _)| *of == kind) {
            return Err(Fault::field(list_of(kind), Problem::Missing));
        }
        let all = self.rows.iter().flat_map(|(kind, rows)| rows.iter().map(|row| row.new_detail(*kind)));
        all.collect()
    }
}

/// The field that has the services of a kind.
const fn list_of(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Bandwidth => "bandwidth_details",
        ServiceKind::ChannelPartner => "channel_partner_details",
        ServiceKind::Soho => "soho_details",
    }
}

impl Resource for NewServices {
    const NAME: &'static str = "SalesNewServices";
    type Row = ();
    type Change = ServicesSaid;
    const FIELDS: &'static [Field<(), ServicesSaid>] = &[
        said(
            "entitlement_master_id",
            Input::Key(|new: &mut ServicesSaid, id| new.entitlement = Some(EntitlementId(id))),
            false,
            "That of the path.",
        ),
        said(
            list_of(ServiceKind::Bandwidth),
            Input::Rows(NewBandwidth::NAME, |new: &mut ServicesSaid, rows| {
                new.say::<NewBandwidth>(ServiceKind::Bandwidth, rows);
            }),
            false,
            "Of a customer of the type `bw`.",
        ),
        said(
            list_of(ServiceKind::ChannelPartner),
            Input::Rows(NewChannelPartner::NAME, |new: &mut ServicesSaid, rows| {
                new.say::<NewChannelPartner>(ServiceKind::ChannelPartner, rows);
            }),
            false,
            "Of a customer of the type `channel_partner`.",
        ),
        said(
            list_of(ServiceKind::Soho),
            Input::Rows(NewSoho::NAME, |new: &mut ServicesSaid, rows| {
                new.say::<NewSoho>(ServiceKind::Soho, rows);
            }),
            false,
            "Of a customer of the type `soho`.",
        ),
    ];
    const EXAMPLE: &'static str = r#"{
        "entitlement_master_id": 1,
        "bandwidth_details": [
            { "bandwidth_type": "ipt", "mbps": 10, "unit_price": 20, "start_date": "2025-01-01", "end_date": "2025-01-31" }
        ]
    }"#;
}

type ServiceList = Listing<SalesEntitlementDetail>;
type ServiceRecord = Record<SalesEntitlementDetail>;
type AskedServices = Asked<OfEntitlement>;
type NewServicesBody = Whole<NewServices>;

/// The services of an entitlement.
#[utoipa::path(get, path = "/customers/entitlements/{id}/details", tag = "sales", operation_id = "sales_entitlements_details",
    params(("id" = i64, Path, description = "The id of the entitlement."), AskedServices),
    responses((status = 200, description = "The services.", body = ServiceList)))]
pub(super) async fn list(call: Call, Path(id): Path<String>, asked: AskedServices) -> Result<ServiceList, Fault> {
    let id = EntitlementId(path_id::read(&id)?);
    let mut tx = call.api.read().await?;
    let (caller, refused) = (call.client.caller(call.at), |error| refused::fault(&call, error));
    let found =
        paged!(asked.paging, |page| details::of_entitlement(&mut tx, &caller, id, page).await.map_err(refused)?, total);
    asked.paging.listing(found.total, &found.rows, &Viewer::of(&call))
}

/// Adds services to an entitlement, all or none.
#[utoipa::path(post, path = "/customers/entitlements/{id}/details", tag = "sales", operation_id = "sales_entitlements_add_details",
    params(("id" = i64, Path, description = "The id of the entitlement.")), request_body = NewServicesBody,
    responses((status = 201, description = "The services that were added.", body = Vec<ServiceRecord>)))]
pub(super) async fn create(Path(id): Path<String>, request: Write<Body>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let new = Arc::new(body.whole::<NewServices>(&call)?);
    let id = EntitlementId(path_id::read(&id)?);
    if new.entitlement.is_some_and(|said| said != id) {
        return Err(Fault::field("entitlement_master_id", Problem::Wrong));
    }
    request
        .run(move |tx, operation| {
            let (call, new) = (call.clone(), Arc::clone(&new));
            Box::pin(async move {
                let refused = |error| refused::of_service(&call, error);
                let entitlement = entitlements::get(tx, &operation.caller, id).await.map_err(refused)?;
                let customer = profiles::get(tx, &operation.caller, entitlement.customer_id).await.map_err(refused)?;
                let rows = new.new_details(customer.kind)?;
                let added = details::add_all(tx, operation, id, &rows).await.map_err(refused)?;
                let viewer = Viewer::of(&call);
                let records: Vec<ServiceRecord> = added.iter().map(|row| Record::of(row, &viewer)).collect();
                Answer::new(StatusCode::CREATED, &records)
            })
        })
        .await
}

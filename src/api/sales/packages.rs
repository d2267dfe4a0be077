//! Packages, with the rates that they have at a time.

use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Record, Resource, Shown,
            Words, blank, filter, optional, read_only, read_only_or_null, required, rows, text,
        },
        fault::{Fault, Problem},
        sales::{
            customers::KINDS,
            face::{TAG, part},
            pricings::SalesPricing,
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{PackageId, Scope, billing::ServiceKind},
    service::{
        Error, Operation,
        billing::packages::{self, PackageChanges, PackageContent, PackageFilter, PackageOfShop},
    },
    storage::Tx,
};

/// The longest name and the longest description, in characters.
const NAME: usize = 200;
const DESCRIPTION: usize = 2_000;

/// A package.
#[derive(Debug)]
pub(super) struct SalesPackage;

pub(super) struct Packages;

stamped!(PackageOfShop: package.stamps);

impl List for Packages {
    type Wanted = PackageFilter;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<PackageFilter>] = &[
        filter("package_type", By::Word(KINDS, |wanted, word| wanted.kind = word.parse().ok()), "Those for them."),
        filter("is_active", By::Flag(|wanted, flag| wanted.is_active = Some(flag)), "Those that are sold, or not."),
        filter("search", By::Text(|wanted, text| wanted.search = Some(text)), "Words that are all found in the name."),
    ];
}

impl Resource for SalesPackage {
    const NAME: &'static str = "SalesPackage";
    type Row = PackageOfShop;
    type Change = PackageChanges;
    const FIELDS: &'static [Field<PackageOfShop, PackageChanges>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.package.package_id.0.into()),
        required("package_name", text(NAME, |new, name| new.name = Some(name)), "What it is called.", |row, _| {
            row.package.name.as_str().into()
        }),
        optional(
            "package_type",
            Input::Word(KINDS, |new, word| new.kind = word.parse().ok()),
            "For whom it is; small offices where it is left out.",
            |row, _| row.package.kind.as_str().into(),
        ),
        optional(
            "description",
            blank(DESCRIPTION, |new, text| new.description = Some(text)),
            "What it is.",
            |row, _| row.package.description.as_str().into(),
        ),
        optional("is_active", Input::Flag(|new, flag| new.is_active = Some(flag)), "It is sold.", |row, _| {
            row.package.is_active.into()
        }),
        read_only_or_null("active_pricing", Kind::Row("SalesPricing"), "The rate of today.", |row, viewer| {
            row.active_pricing().map_or(Shown::Null, |pricing| Record::<SalesPricing>::of(pricing, viewer).into())
        }),
        read_only("pricings", Kind::Rows("SalesPricing"), "All rates, those that began last first.", |row, viewer| {
            rows::<SalesPricing>(&row.pricings, viewer)
        }),
        read_only("pricings_count", Kind::Number, "How many rates there are.", |row, _| {
            i64::try_from(row.pricings.len()).unwrap_or(i64::MAX).into()
        }),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "package_name": "Home Standard", "package_type": "soho", "description": "20 Mbps for a home", "is_active": true
    }"#;
}

impl Collection for SalesPackage {
    type List = Packages;
    const PATH: &'static str = "/packages/packages";
    const WORDS: Words = Words { tag: TAG, one: "a package", many: "packages" };
    const READ: Scope = Scope::BillsRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &PackageFilter,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<PackageOfShop>, i64)> {
        let found = packages::list(tx, &call.client.caller(call.at), wanted, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<PackageOfShop> {
        Ok(packages::get(tx, &call.client.caller(call.at), PackageId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::fault(call, error)
    }
}

impl Changeable for SalesPackage {
    const CREATE: Scope = Scope::BillsCreate;
    const UPDATE: Scope = Scope::BillsUpdate;

    async fn add(_: &Call, tx: &mut Tx, operation: &Operation, new: &PackageChanges) -> Outcome<PackageOfShop> {
        let PackageChanges { name, kind, description, is_active } = new.clone();
        let content = PackageContent {
            name: name.ok_or_else(|| Fault::field("package_name", Problem::Missing))?,
            kind: kind.unwrap_or(ServiceKind::Soho),
            description: description.unwrap_or_default(),
            is_active: is_active.unwrap_or(true),
        };
        Ok(packages::add(tx, operation, &content).await?)
    }

    async fn change(
        _: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &PackageOfShop,
        change: &PackageChanges,
    ) -> Outcome<PackageOfShop> {
        Ok(packages::change(tx, operation, PackageId(id), change).await?)
    }
}

impl Deletable for SalesPackage {
    async fn delete(_: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        Ok(packages::delete(tx, operation, PackageId(id)).await?)
    }
}

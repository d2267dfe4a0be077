//! Rates of packages.

use super::days::day;
use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Resource, Words, amount,
            blank, filter, optional, read_only, required,
        },
        fault::{Fault, Problem},
        sales::{
            face::{TAG, part},
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{
        Money, PackageId, PricingId, Scope,
        billing::{Date, InForce},
    },
    service::{
        Error, Operation,
        billing::pricings::{self, Pricing, PricingChanges, PricingContent},
    },
    storage::Tx,
};

/// The longest description, in characters.
const DESCRIPTION: usize = 2_000;

/// A rate of a package.
#[derive(Debug)]
pub(super) struct SalesPricing;

/// What a request says of a rate.
#[derive(Clone, Debug, Default)]
pub(super) struct PricingSaid {
    package: Option<PackageId>,
    rate: Option<Money>,
    description: Option<String>,
    is_active: Option<bool>,
    starts_on: Option<Date>,
    ends_on: Option<Option<Date>>,
}

/// Which rates are asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    package: Option<PackageId>,
}

pub(super) struct Pricings;

stamped!(Pricing: stamps);

impl List for Pricings {
    type Wanted = Wanted;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Wanted>] = &[filter(
        "package_master_id",
        By::Row(|wanted, id| wanted.package = Some(PackageId(id))),
        "Those of a package.",
    )];
}

impl Resource for SalesPricing {
    const NAME: &'static str = "SalesPricing";
    type Row = Pricing;
    type Change = PricingSaid;
    const FIELDS: &'static [Field<Pricing, PricingSaid>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.pricing_id.0.into()),
        required(
            "package_master_id",
            Input::Key(|new, id| new.package = Some(PackageId(id))),
            "Of which package.",
            |row, _| row.package_id.0.into(),
        ),
        read_only("package_name", Kind::Text, "The name of the package.", |row, _| row.package_name.as_str().into()),
        required("rate", amount(|new, rate| new.rate = Some(rate)), "What a month costs.", |row, _| {
            row.rate_minor.into()
        }),
        optional(
            "description",
            blank(DESCRIPTION, |new, text| new.description = Some(text)),
            "What it is.",
            |row, _| row.description.as_str().into(),
        ),
        optional("is_active", Input::Flag(|new, flag| new.is_active = Some(flag)), "It counts.", |row, _| {
            row.is_active.into()
        }),
        required("val_start_at", Input::Day(|new, date| new.starts_on = day(date)), "The first day.", |row, _| {
            row.starts_on.date().into()
        }),
        optional(
            "val_end_at",
            Input::Date(|new, date| new.ends_on = Some(date.and_then(day))),
            "The last day; null: it has no end.",
            |row, _| row.ends_on.map(Date::date).into(),
        ),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "package_master_id": 1, "rate": 2500.00, "description": "Monthly rate for Home Standard", "is_active": true,
        "val_start_at": "2025-01-01", "val_end_at": "2025-12-31"
    }"#;
}

impl Collection for SalesPricing {
    type List = Pricings;
    const PATH: &'static str = "/packages/package-pricings";
    const WORDS: Words = Words { tag: TAG, one: "a rate of a package", many: "package_pricings" };
    const READ: Scope = Scope::BillsRead;

    async fn list(call: &Call, tx: &mut Tx, wanted: &Wanted, limit: i64, offset: i64) -> Outcome<(Vec<Pricing>, i64)> {
        let found = pricings::list(tx, &call.client.caller(call.at), wanted.package, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<Pricing> {
        Ok(pricings::get(tx, &call.client.caller(call.at), PricingId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_period(call, error, "val_end_at")
    }
}

impl Changeable for SalesPricing {
    const CREATE: Scope = Scope::BillsCreate;
    const UPDATE: Scope = Scope::BillsUpdate;

    async fn add(_: &Call, tx: &mut Tx, operation: &Operation, new: &PricingSaid) -> Outcome<Pricing> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let new = new.clone();
        let content = PricingContent {
            package_id: new.package.ok_or_else(|| missing("package_master_id"))?,
            rate: new.rate.ok_or_else(|| missing("rate"))?,
            description: new.description.unwrap_or_default(),
            is_active: new.is_active.unwrap_or(true),
            in_force: InForce {
                starts_on: new.starts_on.ok_or_else(|| missing("val_start_at"))?,
                ends_on: new.ends_on.flatten(),
            },
        };
        Ok(pricings::add(tx, operation, &content).await?)
    }

    async fn change(
        _: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        before: &Pricing,
        change: &PricingSaid,
    ) -> Outcome<Pricing> {
        let said = change.clone();
        let is_of_days = said.starts_on.is_some() || said.ends_on.is_some();
        let changes = PricingChanges {
            package_id: said.package,
            rate: said.rate,
            description: said.description,
            is_active: said.is_active,
            in_force: is_of_days.then(|| InForce {
                starts_on: said.starts_on.unwrap_or(before.starts_on),
                ends_on: said.ends_on.unwrap_or(before.ends_on),
            }),
        };
        Ok(pricings::change(tx, operation, PricingId(id), &changes).await?)
    }
}

impl Deletable for SalesPricing {
    async fn delete(_: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        Ok(pricings::delete(tx, operation, PricingId(id)).await?)
    }
}

//! Entitlements: what customers have, each under one number for its bills.

use super::days::day;
use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Resource, Words, blank,
            filter, optional, read_only, required, text,
        },
        fault::{Fault, Problem},
        sales::{
            face::{TAG, part},
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{CustomerId, EntitlementId, Scope},
    service::{
        Error, Operation,
        billing::entitlements::{self, Entitlement, EntitlementChanges, EntitlementContent, EntitlementFilter},
    },
    storage::Tx,
};

/// The longest number and words, and the longest remarks, in characters.
const WORD: usize = 200;
const REMARKS: usize = 2_000;

/// What a customer has.
#[derive(Debug)]
pub(super) struct SalesEntitlement;

pub(super) struct Entitlements;

stamped!(Entitlement: stamps);

impl List for Entitlements {
    type Wanted = EntitlementFilter;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<EntitlementFilter>] = &[
        filter(
            "customer_master_id",
            By::Row(|wanted, id| wanted.customer = Some(CustomerId(id))),
            "Those of a customer.",
        ),
        filter(
            "activation_date",
            By::Date(|wanted, date| wanted.activated_on = day(date)),
            "Those that begin on this day.",
        ),
        filter(
            "search",
            By::Text(|wanted, text| wanted.search = Some(text)),
            "Words that are all found in the bill number or the customer's name.",
        ),
    ];
}

impl Resource for SalesEntitlement {
    const NAME: &'static str = "SalesEntitlement";
    type Row = Entitlement;
    type Change = EntitlementChanges;
    const FIELDS: &'static [Field<Entitlement, EntitlementChanges>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.entitlement_id.0.into()),
        required(
            "customer_master_id",
            Input::Key(|new, id| new.customer_id = Some(CustomerId(id))),
            "Whose it is.",
            |row, _| row.customer_id.0.into(),
        ),
        read_only("customer_name", Kind::Text, "The name of the customer.", |row, _| row.customer_name.as_str().into()),
        required(
            "bill_number",
            text(WORD, |new, number| new.bill_number = Some(number)),
            "The number on its papers; need not be unique.",
            |row, _| row.bill_number.as_str().into(),
        ),
        required(
            "activation_date",
            Input::Day(|new, date| new.activated_on = day(date)),
            "From this day on it may be billed.",
            |row, _| row.activated_on.date().into(),
        ),
        optional(
            "nttn_company",
            blank(WORD, |new, text| new.nttn_company = Some(text)),
            "The company whose line it is.",
            |row, _| row.nttn_company.as_str().into(),
        ),
        optional(
            "nttn_capacity",
            blank(WORD, |new, text| new.nttn_capacity = Some(text)),
            "What the line carries.",
            |row, _| row.nttn_capacity.as_str().into(),
        ),
        optional(
            "total_bill",
            Input::AmountOrNull(None, |new, amount| new.total_bill = Some(amount)),
            "What was agreed; invoices are made of the details.",
            |row, _| row.total_bill_minor.into(),
        ),
        optional("type_of_bw", blank(WORD, |new, text| new.bandwidth_medium = Some(text)), "The medium.", |row, _| {
            row.bandwidth_medium.as_str().into()
        }),
        optional(
            "type_of_connection",
            blank(WORD, |new, text| new.connection_type = Some(text)),
            "The connection.",
            |row, _| row.connection_type.as_str().into(),
        ),
        optional(
            "connected_pop",
            blank(WORD, |new, text| new.connected_pop = Some(text)),
            "Where it is connected.",
            |row, _| row.connected_pop.as_str().into(),
        ),
        optional("remarks", blank(REMARKS, |new, text| new.remarks = Some(text)), "Remarks.", |row, _| {
            row.remarks.as_str().into()
        }),
        read_only("is_active", Kind::Flag, "A detail of it is active and in force today.", |row, _| {
            row.is_active.into()
        }),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "customer_master_id": 1, "bill_number": "BILL20241001", "activation_date": "2025-01-01", "nttn_company": "NTTN Company",
        "nttn_capacity": "100 Mbps", "total_bill": "50000.00", "type_of_bw": "Fiber", "type_of_connection": "Dedicated",
        "connected_pop": "POP-Dhaka", "remarks": "Monthly billing"
    }"#;
}

impl Collection for SalesEntitlement {
    type List = Entitlements;
    const PATH: &'static str = "/customers/entitlements";
    const WORDS: Words = Words { tag: TAG, one: "an entitlement", many: "entitlements" };
    const READ: Scope = Scope::CustomersRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &EntitlementFilter,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<Entitlement>, i64)> {
        let found = entitlements::list(tx, &call.client.caller(call.at), wanted, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<Entitlement> {
        Ok(entitlements::get(tx, &call.client.caller(call.at), EntitlementId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::fault(call, error)
    }
}

impl Changeable for SalesEntitlement {
    const CREATE: Scope = Scope::CustomersUpdate;
    const UPDATE: Scope = Scope::CustomersUpdate;

    async fn add(_: &Call, tx: &mut Tx, operation: &Operation, new: &EntitlementChanges) -> Outcome<Entitlement> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let EntitlementChanges {
            customer_id,
            bill_number,
            activated_on,
            nttn_company,
            nttn_capacity,
            total_bill,
            bandwidth_medium,
            connection_type,
            connected_pop,
            remarks,
        } = new.clone();
        let content = EntitlementContent {
            customer_id: customer_id.ok_or_else(|| missing("customer_master_id"))?,
            bill_number: bill_number.ok_or_else(|| missing("bill_number"))?,
            activated_on: activated_on.ok_or_else(|| missing("activation_date"))?,
            nttn_company: nttn_company.unwrap_or_default(),
            nttn_capacity: nttn_capacity.unwrap_or_default(),
            total_bill: total_bill.flatten(),
            bandwidth_medium: bandwidth_medium.unwrap_or_default(),
            connection_type: connection_type.unwrap_or_default(),
            connected_pop: connected_pop.unwrap_or_default(),
            remarks: remarks.unwrap_or_default(),
        };
        Ok(entitlements::add(tx, operation, &content).await?)
    }

    async fn change(
        _: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &Entitlement,
        change: &EntitlementChanges,
    ) -> Outcome<Entitlement> {
        Ok(entitlements::change(tx, operation, EntitlementId(id), change).await?)
    }
}

impl Deletable for SalesEntitlement {
    async fn delete(_: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        Ok(entitlements::delete(tx, operation, EntitlementId(id)).await?)
    }
}

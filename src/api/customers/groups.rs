//! Groups of customers: what their members are let off.

use axum::{Json, extract::Path};

use super::{
    ids,
    profiles::{self, CustomerPage},
    refused,
};
use crate::{
    api::{
        admission::Call,
        drf::{
            All, Asked, Changeable, Collection, Field, Input, Kind, Outcome, Resource, Words, amount, blank, optional,
            percent, read_only, required, text,
        },
        fault::Fault,
    },
    domain::{GroupId, Money, PageWanted, Rate, Scope},
    service::{
        Error, Operation,
        groups::{self, Group, GroupChanges},
        profiles::{List, Wanted},
    },
    storage::Tx,
};

/// The longest name, in characters.
const NAME: usize = 100;
/// The longest description.
const DESCRIPTION: usize = 2_000;

/// A group of customers.
#[derive(Debug)]
pub(super) struct CustomerGroup;

impl Resource for CustomerGroup {
    const NAME: &'static str = "CustomerGroup";
    type Row = Group;
    type Change = GroupChanges;
    const FIELDS: &'static [Field<Group, GroupChanges>] = &[
        read_only("id", Kind::Number, "The id.", |group, _| group.group_id.0.into()),
        required("name", text(NAME, |new, name| new.name = Some(name)), "The name, unique in the shop.", |group, _| {
            group.name.as_str().into()
        }),
        optional(
            "description",
            blank(DESCRIPTION, |new, text| new.description = Some(text)),
            "What it is for.",
            |group, _| group.description.as_str().into(),
        ),
        optional(
            "discount_percent",
            percent(|new, percent| new.discount = Some(Rate::from_bp(percent.minor()))),
            "The percentage that its members are let off.",
            |group, _| Money::from_minor(group.discount_bp.bp()).into(),
        ),
        optional(
            "min_purchase_amount",
            amount(|new, amount| new.min_purchase = Some(amount)),
            "What an invoice must come to before the discount counts.",
            |group, _| group.min_purchase_minor.into(),
        ),
        optional(
            "is_active",
            Input::Flag(|new, flag| new.is_active = Some(flag)),
            "The discount counts.",
            |group, _| group.is_active.into(),
        ),
        read_only("members_count", Kind::Number, "How many customers are in it.", |group, _| group.members.into()),
        read_only("created_at", Kind::Moment, "When it was made.", |group, viewer| viewer.moment(group.created_at)),
        read_only("updated_at", Kind::Moment, "When it was last changed.", |group, viewer| {
            viewer.moment(group.updated_at)
        }),
    ];
    const EXAMPLE: &'static str = r#"{
        "name": "VIP клиенты", "description": "Покупатели с большим объемом покупок", "discount_percent": 15.00,
        "min_purchase_amount": 1000000.00, "is_active": true
    }"#;
}

type AskedAll = Asked<All>;

impl Collection for CustomerGroup {
    type List = All;
    const PATH: &'static str = "/groups";
    const WORDS: Words = Words { tag: "customers", one: "a group", many: "groups" };
    const READ: Scope = Scope::CustomersRead;

    async fn list(call: &Call, tx: &mut Tx, (): &(), limit: i64, offset: i64) -> Outcome<(Vec<Group>, i64)> {
        let found = groups::list(tx, &call.client.caller(call.at), PageWanted::after(offset, limit)).await?;
        Ok((found.groups, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<Group> {
        Ok(groups::get(tx, &call.client.caller(call.at), GroupId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_group(call, error)
    }
}

impl Changeable for CustomerGroup {
    const CREATE: Scope = Scope::CustomersUpdate;
    const UPDATE: Scope = Scope::CustomersUpdate;

    async fn add(_: &Call, tx: &mut Tx, operation: &Operation, new: &GroupChanges) -> Outcome<Group> {
        Ok(groups::add(tx, operation, new).await?)
    }

    async fn change(
        _: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &Group,
        change: &GroupChanges,
    ) -> Outcome<Group> {
        Ok(groups::change(tx, operation, GroupId(id), change).await?)
    }
}

/// The customers of a group, newest first.
#[utoipa::path(get, path = "/groups/{id}/members", tag = "customers", operation_id = "customers_groups_members",
    params(("id" = i64, Path, description = "The id of the group."), AskedAll),
    responses((status = 200, description = "The customers.", body = CustomerPage)))]
pub(super) async fn members(call: Call, path: Path<String>, asked: AskedAll) -> Result<Json<CustomerPage>, Fault> {
    let id = ids::group(&path)?;
    let mut tx = call.api.read().await?;
    let found = groups::get(&mut tx, &call.client.caller(call.at), id).await;
    found.map_err(|error| refused::of_group(&call, error))?;
    drop(tx);
    profiles::page(&call, List::All, &Wanted { group: Some(id), ..Wanted::default() }, &asked).await
}

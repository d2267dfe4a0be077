//! Groups of customers: what their members are let off.

use std::sync::Arc;

use axum::{Json, extract::Path, http::StatusCode, response::Response};

use super::{
    ids,
    profiles::{self, CustomerPage},
    refused,
};
use crate::{
    api::{
        admission::Call,
        drf::{
            All, Asked, Body, Field, Input, Kind, Page, Part, Record, Resource, Viewer, Whole, amount, blank, optional,
            percent, read_only, required, text,
        },
        fault::Fault,
        writes::{Answer, Write},
    },
    domain::{GroupId, Money, Rate},
    service::{
        Error, Refusal,
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

/// A page of groups, for the description.
type GroupPage = Page<CustomerGroup>;
/// A group, for the description.
type GroupRecord = Record<CustomerGroup>;
/// A new group, for the description.
type NewGroup = Whole<CustomerGroup>;
/// Changes of a group, for the description.
type GroupChange = Part<CustomerGroup>;
type AskedAll = Asked<All>;

/// Groups, by name.
#[utoipa::path(get, path = "/groups", tag = "customers", operation_id = "customers_groups_list", params(AskedAll),
    responses((status = 200, description = "The groups.", body = GroupPage)))]
pub(super) async fn list(call: Call, asked: AskedAll) -> Result<Json<GroupPage>, Fault> {
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let found = groups::list(&mut tx, &caller, asked.paging.wanted).await?;
    asked.paging.page(found.total, &found.groups, &Viewer::of(&call)).map(Json)
}

/// A group.
#[utoipa::path(get, path = "/groups/{id}", tag = "customers", operation_id = "customers_groups_get",
    params(("id" = i64, Path, description = "The id of the group.")),
    responses((status = 200, description = "The group.", body = GroupRecord)))]
pub(super) async fn get(call: Call, path: Path<String>) -> Result<Json<GroupRecord>, Fault> {
    let id = ids::group(&path)?;
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let found = groups::get(&mut tx, &caller, id).await.map_err(|error| refused::of_group(&call, error))?;
    Ok(Json(Record::of(&found, &Viewer::of(&call))))
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
    profiles::page(&call, List::All, &Wanted { group: Some(id), ..Wanted::default() }, None, &asked).await
}

/// Adds a group.
#[utoipa::path(post, path = "/groups", tag = "customers", operation_id = "customers_groups_create", request_body = NewGroup,
    responses((status = 201, description = "The group.", body = GroupRecord)))]
pub(super) async fn create(request: Write<Body>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let new = Arc::new(body.whole::<CustomerGroup>(&call)?);
    request
        .run(move |tx, operation| {
            let (call, new) = (call.clone(), Arc::clone(&new));
            Box::pin(async move {
                let added = groups::add(tx, operation, &new).await.map_err(|error| refused::of_group(&call, error))?;
                Answer::new(StatusCode::CREATED, &Record::<CustomerGroup>::of(&added, &Viewer::of(&call)))
            })
        })
        .await
}

/// Changes a group. Its name must be there; what is not there stays as it is.
#[utoipa::path(put, path = "/groups/{id}", tag = "customers", operation_id = "customers_groups_replace",
    params(("id" = i64, Path, description = "The id of the group.")), request_body = NewGroup,
    responses((status = 200, description = "The group as it is now.", body = GroupRecord)))]
pub(super) async fn replace(path: Path<String>, request: Write<Body>) -> Result<Response, Fault> {
    change(&path, request, false).await
}

/// Changes what is said of a group.
#[utoipa::path(patch, path = "/groups/{id}", tag = "customers", operation_id = "customers_groups_update",
    params(("id" = i64, Path, description = "The id of the group.")), request_body = GroupChange,
    responses((status = 200, description = "The group as it is now.", body = GroupRecord)))]
pub(super) async fn update(path: Path<String>, request: Write<Body>) -> Result<Response, Fault> {
    change(&path, request, true).await
}

async fn change(path: &Path<String>, request: Write<Body>, is_partial: bool) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let id = ids::group(path);
    request
        .run(move |tx, operation| {
            let (call, body, id) = (call.clone(), Arc::clone(&body), id.clone());
            Box::pin(async move {
                let before = match &id {
                    Ok(id) => find(tx, &call, *id).await?,
                    Err(_) => None,
                };
                let changes = body.change::<CustomerGroup>(&call, is_partial, before.as_ref())?;
                let changed = groups::change(tx, operation, id?, &changes).await;
                let changed = changed.map_err(|error| refused::of_group(&call, error))?;
                Answer::ok(&Record::<CustomerGroup>::of(&changed, &Viewer::of(&call)))
            })
        })
        .await
}

/// The group as it is, where there is one.
async fn find(tx: &mut Tx, call: &Call, id: GroupId) -> Result<Option<Group>, Fault> {
    match groups::get(tx, &call.client.caller(call.at), id).await {
        Ok(found) => Ok(Some(found)),
        Err(Error::Refused(Refusal::UnknownGroup)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

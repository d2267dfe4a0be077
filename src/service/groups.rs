//! Groups of customers: what their members are let off.

use super::{
    Caller, Operation, Refusal, Result,
    operations::{self, Begun},
};
use crate::{
    domain::{GroupDiscount, GroupId, Money, PageWanted, Permission, Rate, Verb},
    storage::{Tx, customers::Customer, groups},
};

pub use crate::storage::groups::{Group, GroupContent};

/// What of a group changes; `None`: it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct GroupChanges {
    /// Unique in the shop.
    pub name: Option<String>,
    /// What it is for; may be empty.
    pub description: Option<String>,
    /// What its members are let off.
    pub discount: Option<Rate>,
    /// What an invoice must come to before the discount counts.
    pub min_purchase: Option<Money>,
    /// The discount counts.
    pub is_active: Option<bool>,
}

/// A part of the groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The groups, by name.
    pub groups: Vec<Group>,
    /// How many there are in all.
    pub total: i64,
}

/// What a customer's group lets them off an invoice that comes to `total` before any discount.
pub(super) async fn discount_on(tx: &mut Tx, buyer: &Customer, total: Money) -> Result<GroupDiscount> {
    let Some(group) = buyer.group_id else { return Ok(GroupDiscount::default()) };
    let terms = groups::terms(tx, group).await?;
    Ok(terms.map_or_else(GroupDiscount::default, |terms| terms.discount_on(total)))
}

/// Keeps a customer's group as it is until the transaction ends.
pub(super) async fn keep_as_it_is(tx: &mut Tx, buyer: &Customer) -> Result<()> {
    match buyer.group_id {
        Some(group) => Ok(groups::share(tx, group).await?),
        None => Ok(()),
    }
}

/// A group.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownGroup`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, group: GroupId) -> Result<Group> {
    caller.require(Permission::SeeCustomers)?;
    Ok(groups::by_id(tx, group).await?.ok_or(Refusal::UnknownGroup)?)
}

/// The id of the group with a name.
///
/// # Errors
/// The database's.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<GroupId>> {
    Ok(groups::by_name(tx, name).await?.map(|group| group.group_id))
}

/// A part of the groups, by name.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, page: PageWanted) -> Result<Page> {
    caller.require(Permission::SeeCustomers)?;
    let total = groups::count(tx).await?;
    Ok(Page { groups: groups::list(tx, page.size, page.offset_in(total)).await?, total })
}

/// A manager adds a group. What is not said is empty; the discount counts.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadName`], [`Refusal::GroupNameTaken`], [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &GroupChanges) -> Result<Group> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin(tx, operation, Verb::AddGroup, new).await? {
        Begun::Before(group) => return get(tx, &operation.caller, group).await,
        Begun::Now(under_way) => under_way,
    };
    let nothing = GroupContent {
        name: String::new(),
        description: String::new(),
        discount: Rate::from_bp(0),
        min_purchase: Money::ZERO,
        is_active: true,
    };
    let content = changed(nothing, new)?;
    let group = groups::insert(tx, &content, operation.at()).await?.ok_or(Refusal::GroupNameTaken)?;
    let details = serde_json::json!({ "group": group, "content": content });
    let group = under_way.finish(tx, None, &details, group).await?;
    get(tx, &operation.caller, group).await
}

/// A manager changes a group.
///
/// # Errors
/// As [`add`], and [`Refusal::UnknownGroup`].
pub async fn change(tx: &mut Tx, operation: &Operation, group: GroupId, changes: &GroupChanges) -> Result<Group> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin::<()>(tx, operation, Verb::ChangeGroup, &(group, changes)).await? {
        Begun::Before(()) => return get(tx, &operation.caller, group).await,
        Begun::Now(under_way) => under_way,
    };
    let before = groups::by_id_alone(tx, group).await?.ok_or(Refusal::UnknownGroup)?;
    let content = changed(before.content(), changes)?;
    let other = groups::by_name(tx, &content.name).await?.filter(|other| other.group_id != group);
    if other.is_some() {
        return Err(Refusal::GroupNameTaken.into());
    }
    groups::update(tx, group, &content, operation.at()).await?;
    let details = serde_json::json!({ "group": group, "before": before.content(), "content": content });
    under_way.finish(tx, None, &details, ()).await?;
    get(tx, &operation.caller, group).await
}

fn changed(content: GroupContent, changes: &GroupChanges) -> Result<GroupContent> {
    let content = GroupContent {
        name: changes.name.clone().unwrap_or(content.name),
        description: changes.description.clone().unwrap_or(content.description),
        discount: changes.discount.unwrap_or(content.discount),
        min_purchase: changes.min_purchase.unwrap_or(content.min_purchase),
        is_active: changes.is_active.unwrap_or(content.is_active),
    };
    if content.name.trim().is_empty() { Err(Refusal::BadName.into()) } else { Ok(content) }
}

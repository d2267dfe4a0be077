//! Customers are put into groups by what they bought in the last days, where the shop has rules for that. Who was put into a group by
//! hand stays there; who is taken out of it by hand is put into groups by the rules again.

use chrono::Duration;

use super::{
    Caller, Operation, Refusal, Result, customers,
    customers::Customer,
    operations::{self, Begun},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, GroupId, GroupRules, GroupTerms, OperationId, Permission, Verb},
    storage::{Tx, group_rules, groups},
};

/// A part of the customers whom the rules may move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Those who belong into another group.
    pub due: Vec<CustomerId>,
    /// The last one that was looked at; `None`: there are no more.
    pub last: Option<CustomerId>,
}

/// A customer who was moved.
#[derive(Clone, Debug)]
pub struct GroupMove {
    /// The customer.
    pub customer: Customer,
    /// The name of the group that they left.
    pub left: Option<String>,
    /// The name and the terms of the group that they came into.
    pub joined: Option<(String, GroupTerms)>,
}

/// The rules of the shop; `None`: customers are not moved.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn rules(tx: &mut Tx, caller: &Caller) -> Result<Option<GroupRules>> {
    caller.require(Permission::ChangeProgram)?;
    Ok(group_rules::get(tx).await?)
}

/// An owner sets the rules; `None`: customers are not moved any more, and stay where they are.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownGroup`], [`Refusal::OperationReused`]; the database's.
pub async fn set_rules(tx: &mut Tx, operation: &Operation, rules: Option<&GroupRules>) -> Result<()> {
    operation.require(Permission::ChangeProgram)?;
    let under_way = match operations::begin::<()>(tx, operation, Verb::SetGroupRules, &rules).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    for rule in rules.into_iter().flat_map(GroupRules::rules) {
        groups::name(tx, rule.group).await?.ok_or(Refusal::UnknownGroup)?;
    }
    let before = group_rules::get(tx).await?;
    group_rules::set(tx, rules).await?;
    let details = serde_json::json!({ "rules": rules, "before": before });
    under_way.finish(tx, None, &details, ()).await
}

/// A page of customers in order, after the customer `after`: those whom the rules of active groups move at the moment `at`.
///
/// # Errors
/// The database's.
pub async fn due(tx: &mut Tx, at: Timestamp, after: CustomerId, limit: i64) -> Result<Page> {
    let Some(rules) = group_rules::in_force(tx).await? else { return Ok(Page::default()) };
    let found = group_rules::page(tx, since(&rules, at), after, limit).await?;
    let last = found.last().map(|customer| customer.customer_id);
    let is_due = |found: &&group_rules::Movable| rules.group_for(found.turnover_minor) != found.group_id;
    Ok(Page { due: found.iter().filter(is_due).map(|found| found.customer_id).collect(), last })
}

/// Moves a customer to the active group of the highest rule that fits, or out of one where none fits. `None` where they are there already,
/// or were put into a group by hand meanwhile.
///
/// # Errors
/// [`Refusal::UnknownCustomer`]; the database's.
pub async fn move_by_rule(tx: &mut Tx, at: Timestamp, customer: CustomerId) -> Result<Option<GroupMove>> {
    let Some(rules) = group_rules::in_force(tx).await? else { return Ok(None) };
    let customer = customers::get_for_update(tx, customer).await?;
    let found = group_rules::one(tx, since(&rules, at), customer.customer_id).await?;
    let Some(found) = found else { return Ok(None) };
    let group = rules.group_for(found.turnover_minor);
    if group == found.group_id {
        return Ok(None);
    }
    let id = OperationId::job(format_args!("group of {} {}", customer.customer_id, at.0));
    let operation = Caller::rule(at).operation(id);
    let under_way = match operations::begin::<()>(tx, &operation, Verb::MoveToGroup, &group).await? {
        Begun::Before(()) => return Ok(None),
        Begun::Now(under_way) => under_way,
    };
    group_rules::move_to(tx, customer.customer_id, group, at).await?;
    let details = serde_json::json!({
        "group": group, "group_before": found.group_id, "turnover_minor": found.turnover_minor, "days": rules.days(),
    });
    under_way.finish(tx, Some(customer.customer_id), &details, ()).await?;
    let left = match found.group_id {
        Some(group) => groups::name(tx, group).await?,
        None => None,
    };
    let joined = match group {
        Some(group) => named(tx, group).await?,
        None => None,
    };
    Ok(Some(GroupMove { customer, left, joined }))
}

async fn named(tx: &mut Tx, group: GroupId) -> Result<Option<(String, GroupTerms)>> {
    Ok(groups::name(tx, group).await?.zip(groups::terms(tx, group).await?))
}

/// The moment after which purchases count.
fn since(rules: &GroupRules, at: Timestamp) -> Timestamp {
    at - Duration::days(rules.days())
}

//! The rules by which customers are put into groups, and what they bought lately.

use super::{
    Result, Tx,
    statement::{Statement, statements},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, GroupId, GroupRule, GroupRules, Money},
};

/// A customer whom rules may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Movable {
    /// The customer.
    pub customer_id: CustomerId,
    /// Their group.
    pub group_id: Option<GroupId>,
    /// What their invoices came to after discounts, less refunds of these.
    pub turnover_minor: Money,
}

#[derive(sqlx::FromRow)]
struct RuleRow {
    group_id: GroupId,
    from_minor: Money,
}

/// Reads customers whom staff put into no group, with their turnover since the moment `$2`.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.customer_id, c.group_id, CAST(COALESCE((
                    SELECT SUM(i.total_minor - i.discount_minor) FROM invoices i
                    WHERE i.shop_id = $1 AND i.customer_id = c.customer_id AND i.issued_at > $2), 0) - COALESCE((
                    SELECT SUM(r.total_minor - r.discount_minor)
                    FROM invoices i JOIN refunds r ON r.shop_id = $1 AND r.invoice_id = i.invoice_id
                    WHERE i.shop_id = $1 AND i.customer_id = c.customer_id AND i.issued_at > $2), 0) AS BIGINT) AS turnover_minor
            FROM customers c
            WHERE c.shop_id = $1 AND c.merged_into_id IS NULL AND c.is_active AND NOT c.is_blocked
                AND (c.group_id IS NULL OR c.group_by_rule) ",
            $rest
        )
    };
}

statements! {
    DAYS = "SELECT group_rules_days FROM shops WHERE shop_id = $1";
    SET_DAYS = "UPDATE shops SET group_rules_days = $2 WHERE shop_id = $1";
    RULES = "SELECT group_id, from_minor FROM group_rules WHERE shop_id = $1 ORDER BY from_minor DESC";
    RULES_IN_FORCE = "
        SELECT group_id, from_minor FROM group_rules WHERE shop_id = $1 AND EXISTS (
            SELECT 1 FROM customer_groups g WHERE g.shop_id = $1 AND g.group_id = group_rules.group_id AND g.is_active)
        ORDER BY from_minor DESC";
    DELETE_RULES = "DELETE FROM group_rules WHERE shop_id = $1";
    INSERT_RULE = "INSERT INTO group_rules (shop_id, group_id, from_minor) VALUES ($1, $2, $3)";
    /// Who bought nothing since, and is in no group, stays there.
    PAGE = select!("AND c.customer_id > $3 AND (c.group_by_rule OR EXISTS (
                SELECT 1 FROM invoices i WHERE i.shop_id = $1 AND i.customer_id = c.customer_id AND i.issued_at > $2))
            ORDER BY c.customer_id LIMIT $4");
    ONE = select!("AND c.customer_id = $3");
    MOVE = "UPDATE customers SET group_id = $3, group_by_rule = $4, updated_at = $5 WHERE shop_id = $1 AND customer_id = $2";
}

/// The rules; `None`: customers are not moved.
pub async fn get(tx: &mut Tx) -> Result<Option<GroupRules>> {
    read(tx, RULES).await
}

/// As [`get`], without the rules of groups that are not active.
pub async fn in_force(tx: &mut Tx) -> Result<Option<GroupRules>> {
    read(tx, RULES_IN_FORCE).await
}

async fn read(tx: &mut Tx, rules: Statement) -> Result<Option<GroupRules>> {
    let Some((Some(days),)) = tx.q(DAYS).opt::<(Option<i64>,)>().await? else { return Ok(None) };
    GroupRules::new(days, rows(tx, rules).await?).map(Some).map_err(|error| sqlx::Error::Decode(error.into()).into())
}

/// The rules as they are stored; `None` where there are none, and customers are not moved.
pub(crate) async fn stored(tx: &mut Tx) -> Result<Option<Vec<GroupRule>>> {
    let is_on = matches!(tx.q(DAYS).opt::<(Option<i64>,)>().await?, Some((Some(_),)));
    let rules = rows(tx, RULES).await?;
    Ok((is_on || !rules.is_empty()).then_some(rules))
}

async fn rows(tx: &mut Tx, rules: Statement) -> Result<Vec<GroupRule>> {
    let rows: Vec<RuleRow> = tx.q(rules).all().await?;
    Ok(rows.into_iter().map(|row| GroupRule { group: row.group_id, from: row.from_minor }).collect())
}

/// Adds a rule.
pub(crate) async fn insert(tx: &mut Tx, rule: GroupRule) -> Result<()> {
    tx.q(INSERT_RULE).bind(rule.group).bind(rule.from).run().await?;
    Ok(())
}

/// Puts other rules in their place.
pub async fn set(tx: &mut Tx, rules: Option<&GroupRules>) -> Result<()> {
    tx.q(SET_DAYS).bind(rules.map(GroupRules::days)).run().await?;
    tx.q(DELETE_RULES).run().await?;
    for rule in rules.into_iter().flat_map(GroupRules::rules) {
        insert(tx, *rule).await?;
    }
    Ok(())
}

/// A page of the customers whom rules may move, in order, with their turnover after `since`.
pub async fn page(tx: &mut Tx, since: Timestamp, after: CustomerId, limit: i64) -> Result<Vec<Movable>> {
    tx.q(PAGE).bind(since).bind(after).bind(limit).all().await
}

/// A customer with their turnover after `since`; `None` where rules may not move them.
pub async fn one(tx: &mut Tx, since: Timestamp, customer: CustomerId) -> Result<Option<Movable>> {
    tx.q(ONE).bind(since).bind(customer).opt().await
}

/// Moves a customer by a rule.
pub async fn move_to(tx: &mut Tx, customer: CustomerId, group: Option<GroupId>, at: Timestamp) -> Result<()> {
    tx.q(MOVE).bind(customer).bind(group).bind(group.is_some()).bind(at).run().await?;
    Ok(())
}

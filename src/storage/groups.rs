//! Groups of customers.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, GroupId, GroupTerms, Money, Rate},
};

/// A group of customers.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Group {
    /// The row.
    pub group_id: GroupId,
    /// Unique in the shop.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// What its members are let off.
    pub discount_bp: Rate,
    /// What an invoice must come to before the discount counts.
    pub min_purchase_minor: Money,
    /// The discount counts.
    pub is_active: bool,
    /// How many customers are in it.
    pub members: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What a group consists of.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct GroupContent {
    /// Unique in the shop.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// What its members are let off.
    pub discount: Rate,
    /// What an invoice must come to before the discount counts.
    pub min_purchase: Money,
    /// The discount counts.
    pub is_active: bool,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT g.group_id, g.name, g.description, g.discount_bp, g.min_purchase_minor, g.is_active, g.created_at, g.updated_at,
                (SELECT COUNT(*) FROM customers c
                    WHERE c.shop_id = $1 AND c.group_id = g.group_id AND c.group_id IS NOT NULL AND c.merged_into_id IS NULL) AS members
            FROM customer_groups g WHERE g.shop_id = $1 ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
struct TermsRow {
    discount_bp: Rate,
    min_purchase_minor: Money,
    is_active: bool,
}

statements! {
    TERMS = "SELECT discount_bp, min_purchase_minor, is_active FROM customer_groups WHERE shop_id = $1 AND group_id = $2";
    NAME = "SELECT name FROM customer_groups WHERE shop_id = $1 AND group_id = $2";
    BY_ID = select!("AND g.group_id = $2");
    BY_NAME = select!("AND g.name = $2");
    LOCK: sqlite = "", postgres = "SELECT group_id FROM customer_groups WHERE shop_id = $1 AND group_id = $2 FOR UPDATE";
    /// Conflicts with `LOCK`. SQLite has one writer.
    SHARE: sqlite = "", postgres = "SELECT group_id FROM customer_groups WHERE shop_id = $1 AND group_id = $2 FOR SHARE";
    LIST = select!("ORDER BY g.name, g.group_id LIMIT $2 OFFSET $3");
    COUNT = "SELECT COUNT(*) FROM customer_groups WHERE shop_id = $1";
    INSERT = "
        INSERT INTO customer_groups (
            shop_id, group_id, name, description, discount_bp, min_purchase_minor, is_active, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
        ON CONFLICT DO NOTHING";
    SET_MEMBER = "UPDATE customers SET group_id = $3, group_by_rule = $4 WHERE shop_id = $1 AND customer_id = $2";
    UPDATE = "
        UPDATE customer_groups SET name = $3, description = $4, discount_bp = $5, min_purchase_minor = $6, is_active = $7, updated_at = $8
        WHERE shop_id = $1 AND group_id = $2";
}

impl Group {
    /// What it consists of.
    pub fn content(&self) -> GroupContent {
        GroupContent {
            name: self.name.clone(),
            description: self.description.clone(),
            discount: self.discount_bp,
            min_purchase: self.min_purchase_minor,
            is_active: self.is_active,
        }
    }
}

/// A group.
pub async fn by_id(tx: &mut Tx, group: GroupId) -> Result<Option<Group>> {
    tx.q(BY_ID).bind(group).opt().await
}

/// The name of a group.
pub async fn name(tx: &mut Tx, group: GroupId) -> Result<Option<String>> {
    Ok(tx.q(NAME).bind(group).opt::<(String,)>().await?.map(|(name,)| name))
}

/// The terms of a group.
pub async fn terms(tx: &mut Tx, group: GroupId) -> Result<Option<GroupTerms>> {
    let row: Option<TermsRow> = tx.q(TERMS).bind(group).opt().await?;
    let terms = |row: TermsRow| GroupTerms {
        discount: row.discount_bp,
        min_purchase: row.min_purchase_minor,
        is_active: row.is_active,
    };
    Ok(row.map(terms))
}

/// A group, for this transaction alone until it ends.
pub async fn by_id_alone(tx: &mut Tx, group: GroupId) -> Result<Option<Group>> {
    if tx.is_postgres() {
        tx.q(LOCK).bind(group).opt::<(i64,)>().await?;
    }
    by_id(tx, group).await
}

/// Lets no other transaction change a group until this one ends.
pub async fn share(tx: &mut Tx, group: GroupId) -> Result<()> {
    if tx.is_postgres() {
        tx.q(SHARE).bind(group).opt::<(i64,)>().await?;
    }
    Ok(())
}

/// The group of a name.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Group>> {
    tx.q(BY_NAME).bind(name).opt().await
}

/// A part of the groups, by name.
pub async fn list(tx: &mut Tx, limit: i64, offset: i64) -> Result<Vec<Group>> {
    tx.q(LIST).bind(limit).bind(offset).all().await
}

/// How many groups there are.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    Ok(tx.q(COUNT).one::<(i64,)>().await?.0)
}

/// Adds a group; `None` where another one has the name.
pub async fn insert(tx: &mut Tx, content: &GroupContent, at: Timestamp) -> Result<Option<GroupId>> {
    let id = GroupId(tx.draw_id().await?);
    let inserted = write(tx, INSERT, id, content, at).await?;
    Ok((inserted > 0).then_some(id))
}

/// Puts an imported customer into their group.
pub(crate) async fn set_member(tx: &mut Tx, customer: CustomerId, group: GroupId, is_by_rule: bool) -> Result<()> {
    tx.q(SET_MEMBER).bind(customer).bind(group).bind(is_by_rule).run().await?;
    Ok(())
}

/// Writes what a group consists of.
pub async fn update(tx: &mut Tx, group: GroupId, content: &GroupContent, at: Timestamp) -> Result<()> {
    write(tx, UPDATE, group, content, at).await?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    statement: super::statement::Statement,
    group: GroupId,
    content: &GroupContent,
    at: Timestamp,
) -> Result<u64> {
    tx.q(statement)
        .bind(group)
        .bind(content.name.as_str())
        .bind(content.description.as_str())
        .bind(content.discount)
        .bind(content.min_purchase)
        .bind(content.is_active)
        .bind(at)
        .run()
        .await
}

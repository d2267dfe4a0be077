//! Customers as the back office sees them: all that is known of each, in lists that are searched, filtered and ordered.

mod lists;
mod moved;
mod row;

use super::{Result, Tx, ledger::WalletState, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CardTerms, CustomerId, GroupId, Money, Rate},
};

pub(super) use self::lists::assembled;
pub(crate) use self::moved::ProfileFields;
pub use self::{
    lists::{Filter, Order, Scope, count, list},
    row::{Profile, ProfileContent},
};

statements! {
    /// A group that staff choose is by no rule.
    UPDATE = "
        UPDATE customers SET first_name = $3, middle_name = $4, last_name = $5, kind = $6, company_name = $7, tax_id = $8, phone = $9,
            other_phone = $10, email = $11, address = $12, city = $13, region = $14, postal_code = $15, group_id = $16,
            group_by_rule = CASE WHEN group_id = $16 THEN group_by_rule ELSE FALSE END, credit_limit_minor = $17, birthday = $18, notes = $19, is_active = $20, is_blocked = $21, updated_at = $22
        WHERE shop_id = $1 AND customer_id = $2";
    /// What the card `$2` lacks, it gets from the card `$3`; the terms of both are `$4` to `$8`.
    ADOPT = "
        UPDATE customers SET (email, middle_name, kind, company_name, tax_id, other_phone, address, city, region, postal_code, birthday,
            group_id, group_by_rule, credit_limit_minor, notes, is_active, is_blocked) = (
            SELECT COALESCE(customers.email, f.email), COALESCE(NULLIF(customers.middle_name, ''), f.middle_name),
                CASE WHEN customers.company_name = '' THEN f.kind ELSE customers.kind END,
                COALESCE(NULLIF(customers.company_name, ''), f.company_name), COALESCE(NULLIF(customers.tax_id, ''), f.tax_id),
                COALESCE(NULLIF(customers.other_phone, ''), f.other_phone), COALESCE(NULLIF(customers.address, ''), f.address),
                COALESCE(NULLIF(customers.city, ''), f.city), COALESCE(NULLIF(customers.region, ''), f.region),
                COALESCE(NULLIF(customers.postal_code, ''), f.postal_code), COALESCE(customers.birthday, f.birthday),
                CAST($4 AS BIGINT), CASE WHEN customers.group_id = $4 THEN customers.group_by_rule ELSE f.group_by_rule END,
                CAST($5 AS BIGINT), CAST($6 AS TEXT), CAST($7 AS BOOLEAN), CAST($8 AS BOOLEAN)
            FROM customers f WHERE f.shop_id = $1 AND f.customer_id = $3)
        WHERE shop_id = $1 AND customer_id = $2";
    TERMS = "
        SELECT c.group_id, CASE WHEN g.is_active THEN g.discount_bp END AS discount_bp, c.credit_limit_minor, c.notes, c.is_active,
            c.is_blocked
        FROM customers c LEFT JOIN customer_groups g ON g.shop_id = $1 AND g.group_id = c.group_id
        WHERE c.shop_id = $1 AND c.customer_id = $2";
}

/// A customer with their wallets.
pub async fn by_id(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Option<(Profile, Vec<WalletState>)>> {
    tx.write_totals().await?;
    let expired_by = tx.expired_by(at);
    let rows = tx.assembled(row::of_one()).bind(expired_by).bind(customer).all().await?;
    Ok(row::grouped(rows).pop())
}

/// Writes what of a customer is written.
pub async fn update(tx: &mut Tx, customer: CustomerId, content: &ProfileContent, at: Timestamp) -> Result<()> {
    tx.q(UPDATE)
        .bind(customer)
        .bind(content.first_name.clone())
        .bind(content.middle_name.as_str())
        .bind(content.last_name.clone())
        .bind(content.kind)
        .bind(content.company_name.as_str())
        .bind(content.tax_id.as_str())
        .bind(content.phone.clone())
        .bind(content.other_phone.as_str())
        .bind(content.email.clone())
        .bind(content.address.as_str())
        .bind(content.city.as_str())
        .bind(content.region.as_str())
        .bind(content.postal_code.as_str())
        .bind(content.group_id)
        .bind(content.credit_limit)
        .bind(content.birthday)
        .bind(content.notes.as_str())
        .bind(content.is_active)
        .bind(content.is_blocked)
        .bind(at)
        .run()
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct TermsRow {
    group_id: Option<GroupId>,
    discount_bp: Option<Rate>,
    credit_limit_minor: Option<Money>,
    notes: String,
    is_active: bool,
    is_blocked: bool,
}

/// The terms of a card.
pub async fn terms(tx: &mut Tx, card: CustomerId) -> Result<CardTerms> {
    let row: TermsRow = tx.q(TERMS).bind(card).one().await?;
    Ok(CardTerms {
        group: row.group_id,
        discount: row.discount_bp.unwrap_or(Rate::from_bp(0)),
        credit_limit: row.credit_limit_minor,
        notes: row.notes,
        is_active: row.is_active,
        is_blocked: row.is_blocked,
    })
}

/// A card gets what it lacks from another one of the same person, and the terms of both.
pub async fn adopt(tx: &mut Tx, card: CustomerId, from: CustomerId, terms: &CardTerms) -> Result<()> {
    tx.q(ADOPT)
        .bind(card)
        .bind(from)
        .bind(terms.group)
        .bind(terms.credit_limit)
        .bind(terms.notes.as_str())
        .bind(terms.is_active)
        .bind(terms.is_blocked)
        .run()
        .await?;
    Ok(())
}

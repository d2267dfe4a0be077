//! Customers as the back office sees them: all that is known of each, in lists that are searched, filtered and ordered.

mod lists;
mod moved;
mod row;

use super::{Result, Tx, ledger::WalletState, statement::statements};
use crate::{clock::Timestamp, domain::CustomerId};

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
    /// What the card `$2` lacks, it gets from the card `$3`. Who is blocked or was given up stays so.
    ADOPT = "
        UPDATE customers SET (email, middle_name, kind, company_name, tax_id, other_phone, address, city, region, postal_code, group_id,
            group_by_rule, credit_limit_minor, birthday, notes, is_active, is_blocked) = (
            SELECT COALESCE(customers.email, f.email), COALESCE(NULLIF(customers.middle_name, ''), f.middle_name),
                CASE WHEN customers.company_name = '' THEN f.kind ELSE customers.kind END,
                COALESCE(NULLIF(customers.company_name, ''), f.company_name), COALESCE(NULLIF(customers.tax_id, ''), f.tax_id),
                COALESCE(NULLIF(customers.other_phone, ''), f.other_phone), COALESCE(NULLIF(customers.address, ''), f.address),
                COALESCE(NULLIF(customers.city, ''), f.city), COALESCE(NULLIF(customers.region, ''), f.region),
                COALESCE(NULLIF(customers.postal_code, ''), f.postal_code), COALESCE(customers.group_id, f.group_id),
                CASE WHEN customers.group_id IS NULL THEN f.group_by_rule ELSE customers.group_by_rule END,
                COALESCE(customers.credit_limit_minor, f.credit_limit_minor), COALESCE(customers.birthday, f.birthday),
                COALESCE(NULLIF(customers.notes, ''), f.notes), customers.is_active AND f.is_active,
                customers.is_blocked OR f.is_blocked
            FROM customers f WHERE f.shop_id = $1 AND f.customer_id = $3)
        WHERE shop_id = $1 AND customer_id = $2";
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

/// A card gets what it lacks from another one of the same person.
pub async fn adopt(tx: &mut Tx, card: CustomerId, from: CustomerId) -> Result<()> {
    tx.q(ADOPT).bind(card).bind(from).run().await?;
    Ok(())
}

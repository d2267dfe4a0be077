//! Customers as the clients of the APIs list them: by phone number and e-mail.

use super::{Result, Tx, statement::statements};
use crate::domain::{CustomerId, Email, Phone};

/// A customer with what reaches them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Contact {
    /// The row.
    pub customer_id: CustomerId,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// E.164.
    pub phone: Option<Phone>,
    /// The e-mail.
    pub email: Option<Email>,
    /// May be empty.
    pub company_name: String,
}

/// Which customers are listed. A pattern is one of `LIKE`, with `\` before what is literal.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    /// Of the digits of the phone number; `None`: also those without one.
    pub phone: Option<String>,
    /// Of the e-mail in lower case; `None`: also those without one.
    pub email: Option<String>,
}

statements! {
    BY_ID = "
        SELECT customer_id, first_name, last_name, phone, email, company_name FROM customers WHERE shop_id = $1 AND customer_id = $2";
    LIST = "
        SELECT customer_id, first_name, last_name, phone, email, company_name FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL
            AND (CAST($2 AS TEXT) IS NULL OR SUBSTR(phone, 2) LIKE $2 ESCAPE '\\')
            AND (CAST($3 AS TEXT) IS NULL OR LOWER(email) LIKE $3 ESCAPE '\\')
        ORDER BY customer_id LIMIT $4 OFFSET $5";
    COUNT = "
        SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL
            AND (CAST($2 AS TEXT) IS NULL OR SUBSTR(phone, 2) LIKE $2 ESCAPE '\\')
            AND (CAST($3 AS TEXT) IS NULL OR LOWER(email) LIKE $3 ESCAPE '\\')";
    SET_EMAIL = "UPDATE customers SET email = $3 WHERE shop_id = $1 AND customer_id = $2";
}

/// A customer by id.
pub async fn by_id(tx: &mut Tx, customer: CustomerId) -> Result<Option<Contact>> {
    tx.q(BY_ID).bind(customer).opt().await
}

/// A part of the customers that fit a pattern, by id.
pub async fn list(tx: &mut Tx, pattern: &Pattern, limit: i64, offset: i64) -> Result<Vec<Contact>> {
    tx.q(LIST).bind(pattern.phone.clone()).bind(pattern.email.clone()).bind(limit).bind(offset).all().await
}

/// How many customers fit a pattern.
pub async fn count(tx: &mut Tx, pattern: &Pattern) -> Result<i64> {
    Ok(tx.q(COUNT).bind(pattern.phone.clone()).bind(pattern.email.clone()).one::<(i64,)>().await?.0)
}

/// Notes the e-mail of a customer.
pub async fn set_email(tx: &mut Tx, customer: CustomerId, email: &Email) -> Result<()> {
    tx.q(SET_EMAIL).bind(customer).bind(email.clone()).run().await?;
    Ok(())
}

//! Customers as the clients of the APIs list them: by phone number and e-mail.

use super::{Caller, Refusal, Result, customers};
use crate::{
    domain::{CustomerId, Email, Permission, visible},
    storage::{
        Tx,
        contacts::{self, Pattern},
        totals,
    },
};

pub use crate::storage::contacts::Contact;

/// What stands for any run of characters.
const ANY: char = '%';

/// Which customers are listed: whole values, unless they hold `%`, which stands for any run of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Digits, and `%`.
    pub phone: Option<String>,
    /// Compared without case.
    pub email: Option<String>,
}

impl Filter {
    fn pattern(&self) -> Pattern {
        Pattern {
            phone: self.phone.clone(),
            // What LIKE takes for a wildcard and people do not is literal.
            email: self.email.as_ref().map(|email| email.to_lowercase().replace('\\', "\\\\").replace('_', "\\_")),
        }
    }
}

/// A customer by id; of a card that was merged into another, the other.
///
/// # Errors
/// [`Refusal::UnknownCustomer`]; the database's.
pub async fn get(tx: &mut Tx, customer: CustomerId) -> Result<Contact> {
    let used = customers::get(tx, customer).await?.customer_id;
    Ok(contacts::by_id(tx, used).await?.ok_or(Refusal::UnknownCustomer)?)
}

/// How many customers there are, without cards that were merged into others.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn count(tx: &mut Tx, caller: &Caller) -> Result<i64> {
    caller.require(Permission::SeeCustomers)?;
    Ok(totals::count_customers(tx).await?)
}

/// A part of the customers that a filter lets through, by id, and how many there are in all.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Contact>, i64)> {
    caller.require(Permission::SeeCustomers)?;
    // A whole number is found in the index, whatever the number of customers.
    if let Some(digits) = filter.phone.as_ref().filter(|phone| !phone.contains(ANY)) {
        let found = match format!("+{digits}").parse() {
            Ok(phone) => customers::by_phone(tx, &phone).await?,
            Err(_) => None,
        };
        let mut contacts = Vec::new();
        if let Some(customer) = found {
            contacts.push(get(tx, customer.customer_id).await?);
        }
        contacts.retain(|contact| {
            filter.email.as_ref().is_none_or(|email| matches(email, contact.email.as_ref().map(Email::as_str)))
        });
        let count = i64::try_from(contacts.len()).unwrap_or(i64::MAX);
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(contacts.len());
        contacts.drain(..from);
        contacts.truncate(usize::try_from(limit).unwrap_or(0));
        return Ok((contacts, count));
    }
    let pattern = filter.pattern();
    let count = contacts::count(tx, &pattern).await?;
    Ok((contacts::list(tx, &pattern, limit, offset).await?, count))
}

/// Does an e-mail fit a filter?
fn matches(filter: &str, email: Option<&str>) -> bool {
    let Some(email) = email else { return false };
    let (filter, email) = (filter.to_lowercase(), email.to_lowercase());
    let mut parts = filter.split(ANY);
    let Some(mut rest) = parts.next().and_then(|first| email.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

impl Contact {
    /// Given and family name, without characters that cannot be seen; `None` where there is neither.
    pub fn name(&self) -> Option<String> {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()].into_iter().flatten();
        let name = visible(&parts.collect::<Vec<_>>().join(" "));
        (!name.is_empty()).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_fits_whole_or_by_its_parts() {
        for (filter, email, fits) in [
            ("a@b.kz", "a@b.kz", true),
            ("A@B.kz", "a@b.kz", true),
            ("a@b.kz", "A@b.kz", true),
            ("a@b", "a@b.kz", false),
            ("%@b.kz", "a@b.kz", true),
            ("a%kz", "a@b.kz", true),
            ("a%b%z", "a@b.kz", true),
            ("%", "a@b.kz", true),
            ("a%a@b.kz", "a@b.kz", false),
            ("%_@b.kz", "a@b.kz", false),
        ] {
            assert_eq!(matches(filter, Some(email)), fits, "{filter} {email}");
        }
        assert!(!matches("%", None));
    }
}

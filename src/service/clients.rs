//! Customers as the platform's clients see them: newest first, each with points and parcels.

use super::{Caller, Refusal, Result, client_codes, customers, ledger::Balances};
use crate::{
    domain::{ClientCode, CustomerId, Money, Permission, fold_words, phone_term},
    storage::{
        Tx,
        clients::{self, Terms},
        ledger::WalletState,
    },
};

pub use crate::storage::clients::Client;

/// The fewest digits that are looked for at the end of phone numbers.
const FEWEST_DIGITS: usize = 4;

/// A client, and what they can spend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientOfShop {
    /// The client.
    pub client: Client,
    /// The points of both wallets that can be spent.
    pub points: Money,
}

/// A part of the clients that fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The clients, newest first.
    pub clients: Vec<ClientOfShop>,
    /// How many there are in all.
    pub total: i64,
}

/// A client by id; of a card that was merged into another, the other.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownCustomer`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, client: CustomerId) -> Result<ClientOfShop> {
    caller.require(Permission::SeeCustomers)?;
    let used = customers::get(tx, client).await?.customer_id;
    let found = clients::by_id(tx, used, caller.at).await?;
    Ok(found.map(ClientOfShop::of).ok_or(Refusal::UnknownCustomer)?)
}

/// A part of the clients: the one of a code, those whose name, phone number, code or e-mail a text is, each where it is given. A
/// text without letters and digits finds nobody.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    code: Option<&ClientCode>,
    search: Option<&str>,
    limit: i64,
    offset: i64,
) -> Result<Page> {
    caller.require(Permission::SeeCustomers)?;
    let terms = match search.map(terms) {
        Some(None) => return Ok(Page::default()),
        Some(terms) => terms,
        None => None,
    };
    let only = match code {
        Some(code) => match client_codes::customer(tx, code).await? {
            Some(customer) => Some(customer.customer_id),
            None => return Ok(Page::default()),
        },
        None => None,
    };
    let wanted = clients::Wanted { only, terms };
    let total = clients::count(tx, &wanted).await?;
    let found = clients::list(tx, &wanted, caller.at, limit, offset).await?;
    Ok(Page { clients: found.into_iter().map(ClientOfShop::of).collect(), total })
}

/// At most `limit` clients after one, by id; those of the shop from the beginning after [`CustomerId`] 0.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn after(tx: &mut Tx, caller: &Caller, client: CustomerId, limit: i64) -> Result<Vec<ClientOfShop>> {
    caller.require(Permission::SeeCustomers)?;
    let found = clients::after(tx, client, caller.at, limit).await?;
    Ok(found.into_iter().map(ClientOfShop::of).collect())
}

/// What a text may be of a client.
fn terms(search: &str) -> Option<Terms> {
    let name = fold_words(search);
    if name.is_empty() {
        return None;
    }
    let digits: String = search.chars().filter(char::is_ascii_digit).collect();
    let is_phone = digits.len() >= FEWEST_DIGITS && search.chars().all(|char| !char.is_alphabetic());
    Some(Terms {
        name,
        phone: is_phone.then(|| phone_term(&digits)),
        code: search.parse::<ClientCode>().map(|code| code.key().to_owned()).unwrap_or_default(),
        email: search.trim().to_lowercase(),
    })
}

impl ClientOfShop {
    fn of((client, states): (Client, Vec<WalletState>)) -> Self {
        Self { client, points: Balances::of(&states).all_points() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_be_a_name_a_phone_a_code_or_an_email() {
        let found = terms(" Анна Ким ").unwrap();
        assert_eq!((found.name.as_str(), found.phone, found.email.as_str()), ("анна ким", None, "анна ким"));
        assert_eq!(terms("701 123-45-67").unwrap().phone, Some(phone_term("7011234567")));
        assert_eq!(terms("client-12345").unwrap().phone, None);
        assert_eq!(terms("client-12345").unwrap().code, "CLIENT-12345");
        assert_eq!(terms("A@B.kz").unwrap().email, "a@b.kz");
        assert_eq!(terms(" \u{200b} "), None);
    }
}

//! Finding the customers whom a text or a contact means.

use std::cmp::Reverse;

use super::Customer;
use crate::{
    domain::{Phone, TelegramId, Whom, fold_name, fold_words, phone_term},
    service::Result,
    storage::{Tx, customers},
};

/// The most customers that a search returns.
pub const MOST_FOUND: i64 = 64;
/// Of how many who have one word of a name the other words are compared.
const MOST_COMPARED: i64 = 512;

/// The customers whom a text means; several where it fits several, those whom it fits whole first. The first match decides, in
/// this order: code, phone, `@username`, then username, name or its beginning and the last digits of a phone.
///
/// # Errors
/// The database's.
pub async fn find(tx: &mut Tx, whom: &Whom) -> Result<Vec<Customer>> {
    let mut found = Vec::new();
    for code in &whom.codes {
        add(&mut found, customers::by_code(tx, code).await?);
    }
    if found.is_empty() {
        for phone in &whom.phones {
            add(&mut found, customers::by_phone(tx, phone).await?);
        }
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let Some(name) = &whom.name else {
        return match &whom.username {
            Some(username) => of_username(tx, username).await,
            None => Ok(found),
        };
    };
    let words = fold_words(name);
    add(&mut found, customers::by_term(tx, &words, MOST_FOUND).await?);
    if words != *name {
        // The beginning of a username, or a name of signs alone.
        add(&mut found, customers::by_term(tx, name, MOST_FOUND).await?);
    }
    add(&mut found, of_all_words(tx, &words).await?);
    if let Some(username) = &whom.username {
        // Who has the username comes before others who have the same name.
        let of_username = of_username(tx, username).await?;
        found.retain(|customer| of_username.iter().all(|other| other.customer_id != customer.customer_id));
        found.splice(0..0, of_username);
    }
    if let Some(digits) = &whom.last_digits {
        add(&mut found, customers::by_term(tx, &phone_term(digits), MOST_FOUND).await?);
    }
    found.truncate(usize::try_from(MOST_FOUND).unwrap_or(usize::MAX));
    Ok(found)
}

/// The customers whose names have all of several words, or words that begin so, in any order and with others between them.
async fn of_all_words(tx: &mut Tx, words: &str) -> Result<Vec<Customer>> {
    let mut words: Vec<&str> = words.split(' ').collect();
    words.sort_by_key(|word| Reverse(word.chars().count()));
    let [longest, _, ..] = words.as_slice() else { return Ok(Vec::new()) };
    let mut found = customers::by_term(tx, longest, MOST_COMPARED).await?;
    found.retain(|customer| has_all_words(customer, &words));
    Ok(found)
}

/// Each word is compared with a word of the name of its own.
fn has_all_words(customer: &Customer, words: &[&str]) -> bool {
    let name = [customer.first_name.as_deref(), customer.last_name.as_deref()];
    let name = fold_words(&name.into_iter().flatten().collect::<Vec<_>>().join(" "));
    let mut own: Vec<&str> = name.split(' ').collect();
    words.iter().all(|word| {
        let place = own.iter().position(|own| own.starts_with(word));
        place.map(|place| own.remove(place)).is_some()
    })
}

/// Does a customer have the whole name or username that was typed?
fn has_username(customer: &Customer, username: &str) -> bool {
    customer.username.as_deref().is_some_and(|own| fold_name(own) == username)
}

async fn of_username(tx: &mut Tx, username: &str) -> Result<Vec<Customer>> {
    let mut found = customers::by_whole_term(tx, username, MOST_FOUND).await?;
    found.retain(|customer| has_username(customer, username));
    Ok(found)
}

/// Adds the customers who are not among them yet.
fn add(found: &mut Vec<Customer>, others: impl IntoIterator<Item = Customer>) {
    for other in others {
        if found.iter().all(|customer| customer.customer_id != other.customer_id) {
            found.push(other);
        }
    }
}

/// The customers whom a shared contact means: the one of its Telegram account, and the one of its phone number. Two where
/// these are different cards, the one of the account first.
///
/// # Errors
/// The database's.
pub async fn find_contact(tx: &mut Tx, account: Option<TelegramId>, phones: &[Phone]) -> Result<Vec<Customer>> {
    let mut found = Vec::new();
    if let Some(account) = account {
        add(&mut found, customers::by_telegram_id(tx, account).await?);
    }
    for phone in phones {
        add(&mut found, customers::by_phone(tx, phone).await?);
    }
    Ok(found)
}

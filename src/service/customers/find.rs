//! Finding a customer by code, promo code, phone, username or name.

use super::Customer;
use crate::{
    domain::{Code, Phone, PromoCode, TelegramId, fold},
    service::Result,
    storage::{Tx, customers},
};

/// The most customers that a search returns.
pub const MOST_FOUND: i64 = 8;

/// The customers that a text names; several where a name fits several. The first match decides, in this order: code, promo
/// code, phone, username or the beginning of a name.
///
/// # Errors
/// The database's.
pub async fn find(tx: &mut Tx, text: &str) -> Result<Vec<Customer>> {
    let text = text.trim();
    if let Ok(code) = text.parse::<Code>()
        && let Some(customer) = customers::by_code(tx, &code).await?
    {
        return Ok(vec![customer]);
    }
    if let Ok(promo) = text.parse::<PromoCode>() {
        return Ok(customers::by_code(tx, promo.code()).await?.into_iter().collect());
    }
    if let Ok(phone) = Phone::parse(text)
        && let Some(customer) = customers::by_phone(tx, &phone).await?
    {
        return Ok(vec![customer]);
    }
    let term = fold(text.strip_prefix('@').unwrap_or(text));
    if term.is_empty() {
        return Ok(Vec::new());
    }
    Ok(customers::by_term(tx, &term, MOST_FOUND).await?)
}

/// The customers whom a shared contact means: the one of its Telegram account, and the one of its phone number. Two where
/// these are different cards, the one of the account first.
///
/// # Errors
/// The database's.
pub async fn find_contact(tx: &mut Tx, account: Option<TelegramId>, phone: Option<&Phone>) -> Result<Vec<Customer>> {
    let of_account = match account {
        Some(account) => customers::by_telegram_id(tx, account).await?,
        None => None,
    };
    let of_phone = match phone {
        Some(phone) => customers::by_phone(tx, phone).await?,
        None => None,
    };
    let mut found: Vec<Customer> = of_account.into_iter().chain(of_phone).collect();
    found.dedup_by_key(|customer| customer.customer_id);
    Ok(found)
}

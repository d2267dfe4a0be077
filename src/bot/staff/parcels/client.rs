//! Whom a text names as the client of a parcel.

use super::read;
use crate::{
    bot::{context::Context, incoming::Contact, staff::named},
    domain::{ClientCode, Language},
    service::{Result, client_codes, customers::Customer},
    texts::{Html, format::shortened, staff_parcels as texts},
};

/// The longest code on a button, in characters.
pub(super) const MAX_ON_BUTTON: usize = 16;
/// The longest part of a message that is shown again, in characters.
pub(super) const MAX_SHOWN: usize = 60;

/// Whom a text or a contact names. Nothing is guessed: the client is told of the parcel.
pub(super) enum Client {
    /// The client of this code, which may belong to no customer yet.
    Code(ClientCode),
    /// One of these customers, or the client of the code that the text may be.
    Which(Vec<Customer>, Option<ClientCode>),
    /// No customer, and it is no code.
    Nobody,
}

/// Reads a code, a phone number, a username or a name.
pub(super) async fn named(cx: &mut Context, text: &str) -> Result<Client> {
    let is_one_word = !text.trim().contains(char::is_whitespace);
    let code: Option<ClientCode> = text.parse().ok().filter(|_| is_one_word);
    if let Some(code) = &code
        && client_codes::customer(&mut cx.tx, code).await?.is_some()
    {
        return Ok(Client::Code(code.clone()));
    }
    let found = named::customers_named(cx, text).await?;
    let is_exact = named::phone(cx, text).is_some() || text.trim().starts_with('@');
    // An unknown phone number and a weight are no codes that a customer may have later.
    let code = code.filter(|_| !is_exact && !read::is_measure(text));
    Ok(match (&found[..], code) {
        ([client], _) if is_exact => code_of(client).map_or(Client::Nobody, Client::Code),
        ([], Some(code)) => Client::Code(code),
        ([], None) => Client::Nobody,
        (_, code) => Client::Which(found, code),
    })
}

/// Whom a contact names.
pub(super) async fn of_contact(cx: &mut Context, contact: &Contact) -> Result<Client> {
    let found = named::customers_of_contact(cx, contact).await?;
    Ok(match &found[..] {
        [client] => code_of(client).map_or(Client::Nobody, Client::Code),
        [] => Client::Nobody,
        _ => Client::Which(found, None),
    })
}

/// That a text names no customer.
pub(super) fn nobody(language: Language, text: &str) -> Html {
    texts::client_unknown(language, &shortened(text, MAX_SHOWN))
}

/// The button for what was typed as a code, where it may be one.
pub(super) fn code_button(language: Language, typed: Option<&ClientCode>) -> Option<String> {
    let code = shortened(typed?.as_str(), MAX_ON_BUTTON);
    Some(texts::button_code(language, &code))
}

/// The code by which a customer's parcels are theirs.
pub(super) fn code_of(client: &Customer) -> Option<ClientCode> {
    client.code.as_str().parse().ok()
}

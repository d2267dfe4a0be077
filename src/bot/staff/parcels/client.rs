//! Whom a text names as the client of a parcel.

use super::read;
use crate::{
    bot::{context::Context, staff::named},
    domain::ClientCode,
    service::{Result, client_codes, customers::Customer},
};

/// Whom a text names. Nothing is guessed: the client is told of the parcel.
pub(super) enum Client {
    /// Whoever has this code, who may be nobody yet.
    Code(ClientCode),
    /// One of these customers, or whoever has the code that the text may be.
    Which(Vec<Customer>, Option<ClientCode>),
    /// Nobody, and it is no code.
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
    // A phone of nobody and a weight are no codes that somebody may have later.
    let code = code.filter(|_| !is_exact && !read::is_measure(text));
    Ok(match (&found[..], code) {
        ([client], _) if is_exact => code_of(client).map_or(Client::Nobody, Client::Code),
        ([], Some(code)) => Client::Code(code),
        ([], None) => Client::Nobody,
        (_, code) => Client::Which(found, code),
    })
}

/// The code by which a customer's parcels are theirs.
pub(super) fn code_of(client: &Customer) -> Option<ClientCode> {
    client.code.as_str().parse().ok()
}

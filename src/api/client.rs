//! Who calls: the key or the access token of a request, and what it may do.

use axum::http::{HeaderMap, header::AUTHORIZATION};

use super::{
    fault::Fault,
    state::Api,
    token::{self, Subject},
};
use crate::{
    clock::Timestamp,
    domain::{ApiKey, KeyId, OperationId, Scope, Scopes},
    service::{
        Caller, Operation,
        api_keys::{self, Key},
        api_tokens::{self, Bearer},
    },
};

/// The header of keys.
const API_KEY: &str = "x-api-key";

/// Who calls.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// The holder of the key or the token.
    pub(super) bearer: Bearer,
    /// What it may do.
    pub(super) scopes: Scopes,
    /// When its token ends; a key says so itself.
    ends_at: Option<Timestamp>,
}

/// Why it is not known who calls.
#[derive(Debug)]
pub(super) struct Unidentified {
    /// What the client is told.
    pub(super) fault: Fault,
    /// The key that does not work any more.
    pub(super) ended: Option<KeyId>,
}

impl<E: Into<Fault>> From<E> for Unidentified {
    fn from(error: E) -> Self {
        Self { fault: error.into(), ended: None }
    }
}

/// Finds out who calls.
///
/// # Errors
/// [`Fault::NoCredentials`], [`Fault::WrongCredentials`]; the database's.
pub(super) async fn identify(api: &Api, headers: &HeaderMap, at: Timestamp) -> Result<Client, Unidentified> {
    match credentials(headers)? {
        Credentials::Key(key) => {
            let found = api_keys::by_secret(&mut api.read().await?, &key, at).await?;
            Ok(Client::of_bearer(Bearer::Key(valid(found)?)))
        }
        Credentials::Token(text) => {
            let claims = token::verify(&api.secrets.token_secret, &text, at);
            let claims = claims.ok().filter(|claims| claims.shop == api.options.shop.0);
            let claims = claims.ok_or(Fault::WrongCredentials)?;
            let subject = claims.subject().ok_or(Fault::WrongCredentials)?;
            let now = Client::of_bearer(bearer(api, subject, at).await?);
            Ok(Client { scopes: claims.scopes().within(now.scopes), ends_at: Some(claims.ends_at()), ..now })
        }
    }
}

/// The key that was found, where it works.
///
/// # Errors
/// [`Fault::WrongCredentials`], with the key where it has ended.
pub(super) fn valid(found: Option<(Key, bool)>) -> Result<Key, Unidentified> {
    match found {
        Some((key, true)) => Ok(key),
        ended => Err(Unidentified { fault: Fault::WrongCredentials, ended: ended.map(|(key, _)| key.key_id) }),
    }
}

/// The holder of a token, as they are now.
async fn bearer(api: &Api, subject: Subject, at: Timestamp) -> Result<Bearer, Unidentified> {
    let mut tx = api.read().await?;
    match subject {
        Subject::Staff(person) => {
            let bearer = api_tokens::of_staff(&mut tx, &api.options.owners, person).await?;
            Ok(bearer.ok_or(Fault::WrongCredentials)?)
        }
        Subject::Key(key) => {
            let key = api_keys::find(&mut tx, key).await?;
            let found = key.map(|key| {
                let is_valid = key.is_valid(at);
                (key, is_valid)
            });
            valid(found).map(Bearer::Key)
        }
    }
}

enum Credentials {
    Key(ApiKey),
    Token(String),
}

fn credentials(headers: &HeaderMap) -> Result<Credentials, Fault> {
    let key = headers.get_all(API_KEY);
    let authorization = headers.get_all(AUTHORIZATION);
    let mut given = Vec::new();
    for value in key {
        given.push(value.to_str().map_err(|_| Fault::WrongCredentials)?.trim());
    }
    for value in authorization {
        let value = value.to_str().map_err(|_| Fault::WrongCredentials)?.trim();
        let (scheme, rest) = value.split_once(' ').ok_or(Fault::WrongCredentials)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Fault::WrongCredentials);
        }
        given.push(rest.trim());
    }
    // A client may send the same key in both headers; two different ones are not guessed between.
    given.dedup();
    match given[..] {
        [] => Err(Fault::NoCredentials),
        [text] => Ok(match text.parse() {
            Ok(key) => Credentials::Key(key),
            Err(_) => Credentials::Token(text.to_owned()),
        }),
        _ => Err(Fault::WrongCredentials),
    }
}

impl Client {
    /// The holder of a key or a token, with everything that they may do.
    pub(super) fn of_bearer(bearer: Bearer) -> Self {
        let scopes = match &bearer {
            Bearer::Staff(_, role) => Scopes::of_role(*role),
            Bearer::Key(key) => key.scopes,
        };
        Self { bearer, scopes, ends_at: None }
    }

    /// Does the client have a scope at this moment?
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn still_has(&self, api: &Api, scope: Scope, at: Timestamp) -> Result<bool, Fault> {
        if self.ends_at.is_some_and(|end| end <= at) {
            return Ok(false);
        }
        let subject = match &self.bearer {
            Bearer::Staff(person, _) => Subject::Staff(*person),
            Bearer::Key(key) => Subject::Key(key.key_id),
        };
        match bearer(api, subject, at).await {
            Ok(now) => Ok(self.scopes.within(Self::of_bearer(now).scopes).allow(scope)),
            Err(Unidentified { fault: Fault::WrongCredentials, .. }) => Ok(false),
            Err(Unidentified { fault, .. }) => Err(fault),
        }
    }

    /// Refuses a client without a scope.
    ///
    /// # Errors
    /// [`Fault::MissingScope`].
    pub(super) const fn require(&self, scope: Scope) -> Result<(), Fault> {
        if self.scopes.allow(scope) { Ok(()) } else { Err(Fault::MissingScope(scope)) }
    }

    /// The name of the client among those whose requests are counted and whose answers are kept: all keys that replaced each
    /// other are one.
    pub(super) fn name(&self) -> String {
        match &self.bearer {
            Bearer::Staff(person, _) => format!("staff {person}"),
            Bearer::Key(key) => format!("key {}", key.first_key_id),
        }
    }

    /// Requests a minute; 0: no limit.
    pub(super) const fn rate(&self) -> i64 {
        match &self.bearer {
            Bearer::Staff(..) => api_keys::RATE,
            Bearer::Key(key) => key.rate_per_minute,
        }
    }

    /// The key, for the log of uses.
    pub(super) const fn key(&self) -> Option<KeyId> {
        match &self.bearer {
            Bearer::Staff(..) => None,
            Bearer::Key(key) => Some(key.key_id),
        }
    }

    /// Does it spend points as staff do, or without asking?
    pub(super) const fn asks_consent(&self) -> bool {
        match &self.bearer {
            Bearer::Staff(..) => true,
            Bearer::Key(key) => key.asks_consent,
        }
    }

    /// The caller of use cases.
    pub(super) fn caller(&self, at: Timestamp) -> Caller {
        match &self.bearer {
            Bearer::Staff(person, role) => Caller::staff(*person, *role, at),
            Bearer::Key(key) => Caller::key(key.key_id, self.scopes.permissions(), at),
        }
    }

    /// An operation under a name that is this client's own.
    pub(super) fn operation(&self, at: Timestamp, name: &str) -> Operation {
        let id = match &self.bearer {
            Bearer::Staff(person, _) => OperationId::token(*person, name),
            Bearer::Key(key) => OperationId::key(key.first_key_id, name),
        };
        self.caller(at).operation(id)
    }
}

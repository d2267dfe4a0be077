//! Access tokens in exchange for a key, a one-time code or a refresh token.
//!
//! An `Idempotency-Key` has no effect here: a kept answer would be a kept secret. A client that lost the answer asks again with its
//! key or a new code.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    api::{
        admission::{self, UsedKey, Visit},
        client::{self, Client, Unidentified},
        counting,
        fault::{Fault, Problem},
        json::Body,
        limits::Standing,
        state::Api,
        tokens::{self, Tokens},
    },
    clock::Timestamp,
    domain::{ApiKey, CardCode, KeyId},
    service::{
        self, api_keys,
        api_tokens::{self, Bearer},
    },
};

/// How often a transaction is tried that met another one.
const TRIES: usize = 5;
/// The longest text that can be a key, a code or a refresh token.
const LONGEST: usize = 200;

/// A key, or a one-time code: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TokenRequest {
    /// A key of the shop.
    #[schema(example = "tb_AbCdEfGhIjKlMnOpQrStUvWxYz012345")]
    api_key: Option<String>,
    /// Six digits, which the bot gives staff in answer to /token.
    #[schema(example = "123456")]
    code: Option<String>,
}

/// A refresh token, which can be used once.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RefreshRequest {
    /// What the last answer had.
    refresh: String,
}

/// What a client gives for tokens.
#[derive(Clone)]
enum Given {
    Key(ApiKey),
    Code(CardCode),
    Refresh(String),
    /// What no key, code or token looks like.
    Nonsense,
}

/// What came of it.
enum Outcome {
    Issued(Tokens, Option<KeyId>, Option<Standing>),
    Exceeded(Standing, Option<KeyId>),
    /// It does not work; maybe because this key has ended.
    Wrong(Option<KeyId>),
}

/// Issues an access token in exchange for a key or a one-time code.
#[utoipa::path(post, path = "/token", tag = "auth", request_body = TokenRequest,
    responses((status = 200, description = "An access token.", body = Tokens)))]
pub(super) async fn issue(visit: Visit, body: Body<TokenRequest>) -> Result<Response, Fault> {
    let (given, wrong) = match (body.value.api_key, body.value.code) {
        (Some(key), None) => {
            (text("api_key", &key)?.parse().map_or(Given::Nonsense, Given::Key), Fault::WrongCredentials)
        }
        (None, Some(code)) => (text("code", &code)?.parse().map_or(Given::Nonsense, Given::Code), Fault::WrongCode),
        _ => return Err(Fault::field("api_key, code", Problem::NotOne)),
    };
    answer(visit, given, wrong).await
}

/// Issues an access token in exchange for a refresh token, which is used up; the answer has a new one. A used one that is sent again
/// ends the sign-in.
#[utoipa::path(post, path = "/token/refresh", tag = "auth", request_body = RefreshRequest,
    responses((status = 200, description = "An access token.", body = Tokens)))]
pub(super) async fn refresh(visit: Visit, body: Body<RefreshRequest>) -> Result<Response, Fault> {
    let given = Given::Refresh(text("refresh", &body.value.refresh)?.to_owned());
    answer(visit, given, Fault::WrongCredentials).await
}

/// The value of a field without the space around it.
fn text<'a>(field: &str, value: &'a str) -> Result<&'a str, Fault> {
    let value = value.trim();
    match value.len() {
        0 => Err(Fault::field(field, Problem::Missing)),
        length if length > LONGEST => Err(Fault::field(field, Problem::TooLong(LONGEST))),
        _ => Ok(value),
    }
}

/// The answer to what was given; `wrong` where it does not work.
async fn answer(Visit { api, address, at }: Visit, given: Given, wrong: Fault) -> Result<Response, Fault> {
    // A code can be guessed, so the limit of the address is asked before it is looked up, and a right one counts too.
    let is_guess = matches!(given, Given::Code(_));
    if is_guess && let fault @ Fault::TooManyRequests(_) = admission::wrong(&api, address, wrong.clone()) {
        return Err(fault);
    }
    // In a task of its own to its end, also where the client hangs up.
    let exchanged = tokio::spawn({
        let api = api.clone();
        async move { exchange(&api, &given, at).await }
    });
    let outcome = exchanged.await.map_err(|error| {
        tracing::error!(panic = error.is_panic(), "the exchange of a token broke down");
        Fault::Internal
    })??;
    let (mut response, key, is_ended) = match outcome {
        Outcome::Issued(tokens, key, standing) => (with_standing(Json(tokens).into_response(), standing), key, false),
        Outcome::Exceeded(standing, key) => {
            (with_standing(standing.fault().into_response(), Some(standing)), key, false)
        }
        Outcome::Wrong(key) if is_guess => (wrong.into_response(), key, true),
        Outcome::Wrong(key) => (admission::wrong(&api, address, wrong).into_response(), key, true),
    };
    if let Some(key) = key {
        response.extensions_mut().insert(UsedKey { key, is_ended });
    }
    Ok(response)
}

fn with_standing(mut response: Response, standing: Option<Standing>) -> Response {
    if let Some(standing) = standing {
        response.extensions_mut().insert(standing);
    }
    response
}

async fn exchange(api: &Api, given: &Given, at: Timestamp) -> Result<Outcome, Fault> {
    let mut tries = 0;
    loop {
        tries += 1;
        match attempt(api, given, at).await {
            Err(Fault::Again) if tries < TRIES => {}
            ended => return ended,
        }
    }
}

async fn attempt(api: &Api, given: &Given, at: Timestamp) -> Result<Outcome, Fault> {
    let owners = &api.options.owners;
    let mut tx = match given {
        Given::Nonsense => return Ok(Outcome::Wrong(None)),
        // A wrong key must not take the place of a writer.
        Given::Key(_) => api.read().await?,
        Given::Code(_) | Given::Refresh(_) => api.begin().await?,
    };
    let (secrets, chance) = (&api.secrets, api.options.chance.as_ref());
    // The holder, and the next refresh token of a sign-in that exists.
    let found = match given {
        Given::Key(key) => match client::valid(api_keys::by_secret(&mut tx, key, at).await?) {
            Ok(key) => Some((Bearer::Key(key), None)),
            Err(Unidentified { ended, .. }) => return Ok(Outcome::Wrong(ended)),
        },
        Given::Code(code) => api_tokens::use_code(&mut tx, owners, code, at).await?.map(|bearer| (bearer, None)),
        Given::Refresh(token) => {
            let refreshed = api_tokens::refresh(&mut tx, chance, owners, token, at).await?;
            refreshed.map(|(bearer, next)| (bearer, Some(next)))
        }
        Given::Nonsense => None,
    };
    let Some((bearer, next)) = found else {
        tx.commit().await.map_err(service::Error::from)?;
        return Ok(Outcome::Wrong(None));
    };
    let client = Client::of_bearer(bearer);
    let standing = counting::count(api, &client, at).await?;
    if let Some(standing) = standing.filter(|standing| standing.is_exceeded) {
        tx.rollback().await.map_err(service::Error::from)?;
        return Ok(Outcome::Exceeded(standing, client.key()));
    }
    if matches!(given, Given::Key(_)) {
        drop(tx);
        tx = api.begin().await?;
    }
    let tokens = match next {
        Some(refresh) => tokens::signed(&tx, secrets, &client.bearer, refresh, at)?,
        None => tokens::issue(&mut tx, secrets, chance, &client.bearer, at).await?,
    };
    tx.commit().await.map_err(service::Error::from)?;
    Ok(Outcome::Issued(tokens, client.key(), standing))
}

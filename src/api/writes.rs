//! Requests that change something. Each runs in a task of its own to its end, also where its client hangs up, in one transaction;
//! with an `Idempotency-Key` its answer is kept in that same transaction, so that the request is carried out once, whatever
//! happens to the program or the client in between.

mod body;

use std::sync::Arc;

pub(super) use self::body::{FromBody, Nothing, WriteOf, canonical};
use axum::{
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use futures_util::future::BoxFuture;
use serde::Serialize;

use super::{
    admission::{Answered, Call},
    fault::Fault,
    under_way::Place,
};
use crate::{
    domain::random_text,
    service::{
        self, Operation,
        api_answers::{self, Known},
    },
    storage::Tx,
};

/// How often a transaction is tried that met another one.
const TRIES: usize = 5;
/// The length of the name of an operation for which the client chose none.
const NAME_LENGTH: usize = 24;

/// A request that changes something, with the values of its body.
pub(super) struct Write<T> {
    call: Call,
    value: Arc<T>,
    key: Option<String>,
    digest: String,
}

/// The answer to a request that was carried out.
pub(super) struct Answer {
    status: StatusCode,
    body: String,
}

/// What a request does, in a transaction. It is called again where the transaction met another one.
pub(super) type Work<'a> = BoxFuture<'a, Result<Answer, Fault>>;

impl Answer {
    /// An answer with a body in JSON.
    pub(super) fn new(status: StatusCode, body: &impl Serialize) -> Result<Self, Fault> {
        let body = serde_json::to_string(body).map_err(|error| {
            tracing::error!(%error, "an answer cannot be written as JSON");
            Fault::Internal
        })?;
        Ok(Self { status, body })
    }

    /// An answer 200.
    pub(super) fn ok(body: &impl Serialize) -> Result<Self, Fault> {
        Self::new(StatusCode::OK, body)
    }

    /// An answer 204, which has no body.
    pub(super) const fn none() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: String::new() }
    }

    fn of_kept(kept: api_answers::Answer) -> Self {
        let status = u16::try_from(kept.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        Self { status: status.unwrap_or(StatusCode::OK), body: kept.body }
    }

    fn response(self, is_replayed: bool) -> Response {
        let is_empty = self.body.is_empty();
        let mut response = (self.status, self.body).into_response();
        if is_empty {
            response.headers_mut().remove(CONTENT_TYPE);
        } else {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if is_replayed {
            response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        response.extensions_mut().insert(Answered);
        response
    }
}

impl<T: Send + Sync + 'static> Write<T> {
    /// What the client sent, and who it is.
    pub(super) fn parts(&self) -> (Call, Arc<T>) {
        (self.call.clone(), Arc::clone(&self.value))
    }

    /// Carries the request out.
    pub(super) async fn run<F>(self, work: F) -> Result<Response, Fault>
    where
        F: for<'a> Fn(&'a mut Tx, &'a Operation) -> Work<'a> + Send + Sync + 'static,
    {
        let task = tokio::spawn(async move { self.carry_out(&work).await });
        task.await.map_err(|error| {
            tracing::error!(panic = error.is_panic(), "a request that changes something broke down");
            Fault::Internal
        })?
    }

    /// Carries out a request whose parts have a transaction of their own each. With a key its answer is kept when all are done.
    /// Where the program ends before that, the same request is carried out again as the same operation: each part must find by
    /// itself what was done.
    pub(super) async fn run_in_parts<F>(self, work: F) -> Result<Response, Fault>
    where
        F: FnOnce(Call, Operation, Arc<T>) -> Work<'static> + Send + 'static,
    {
        let task = tokio::spawn(async move {
            let client = self.call.client.name();
            let _place = self.place(&client)?;
            if let Some(key) = &self.key {
                let mut tx = self.call.api.read().await?;
                match api_answers::known(&mut tx, &client, key, &self.digest).await? {
                    Known::Answered(kept) => return Ok(Answer::of_kept(kept).response(true)),
                    Known::OtherRequest => return Err(Fault::IdempotencyOther),
                    Known::New | Known::UnderWay => {}
                }
            }
            let operation = self.operation();
            let (call, value) = self.parts();
            let answer = work(call, operation, value).await?;
            if let Some(key) = &self.key {
                let mut tx = self.call.api.begin().await?;
                self.keep(&mut tx, &client, key, &answer).await?;
                tx.commit().await.map_err(service::Error::from)?;
            }
            Ok(answer.response(false))
        });
        task.await.map_err(|error| {
            tracing::error!(panic = error.is_panic(), "a request that changes something broke down");
            Fault::Internal
        })?
    }

    /// The place of the request among those that are under way; none without a key.
    fn place(&self, client: &str) -> Result<Option<Place>, Fault> {
        let Some(key) = &self.key else { return Ok(None) };
        self.call.api.under_way.take(client, key).ok_or(Fault::IdempotencyUnderWay).map(Some)
    }

    /// The operation that the request is. What a client chose and what is drawn are never the same.
    fn operation(&self) -> Operation {
        match &self.key {
            Some(key) => self.call.client.operation(self.call.at, &format!("key {key}")),
            None => nameless(&self.call),
        }
    }

    async fn carry_out<F>(self, work: &F) -> Result<Response, Fault>
    where
        F: for<'a> Fn(&'a mut Tx, &'a Operation) -> Work<'a> + Send + Sync,
    {
        let client = self.call.client.name();
        let _place = self.place(&client)?;
        let operation = self.operation();
        let mut tries = 0;
        loop {
            tries += 1;
            match self.attempt(&client, &operation, work).await {
                Err(Fault::Again) if tries < TRIES => {}
                ended => return ended,
            }
        }
    }

    async fn attempt<F>(&self, client: &str, operation: &Operation, work: &F) -> Result<Response, Fault>
    where
        F: for<'a> Fn(&'a mut Tx, &'a Operation) -> Work<'a> + Send + Sync,
    {
        let api = &self.call.api;
        let mut tx = api.begin().await?;
        if let Some(key) = &self.key {
            match api_answers::claim(&mut tx, client, key, &self.digest).await? {
                Known::New => {}
                Known::Answered(kept) => return Ok(Answer::of_kept(kept).response(true)),
                Known::OtherRequest => return Err(Fault::IdempotencyOther),
                Known::UnderWay => return Err(Fault::IdempotencyUnderWay),
            }
        }
        match work(&mut tx, operation).await {
            Ok(answer) => {
                if let Some(key) = &self.key {
                    self.keep(&mut tx, client, key, &answer).await?;
                }
                tx.commit().await.map_err(service::Error::from)?;
                Ok(answer.response(false))
            }
            Err(fault) => {
                end(tx, &fault).await?;
                match &self.key {
                    Some(key) if fault.status() == StatusCode::CONFLICT => self.refuse(client, key, &fault).await,
                    _ => Err(fault),
                }
            }
        }
    }

    /// Keeps a refusal because of the present state: the same request again is refused alike.
    async fn refuse(&self, client: &str, key: &str, fault: &Fault) -> Result<Response, Fault> {
        let Call { api, face, language, .. } = &self.call;
        let body = (face.body)(fault, *language, api.options.format);
        let answer = Answer { status: fault.status(), body };
        let mut tx = api.begin().await?;
        self.keep(&mut tx, client, key, &answer).await?;
        tx.commit().await.map_err(service::Error::from)?;
        Ok(answer.response(false))
    }

    async fn keep(&self, tx: &mut Tx, client: &str, key: &str, answer: &Answer) -> service::Result<()> {
        let kept = api_answers::Answer {
            digest: self.digest.clone(),
            status: i64::from(answer.status.as_u16()),
            body: answer.body.clone(),
        };
        api_answers::keep(tx, client, key, &kept, self.call.at).await
    }
}

/// Ends the transaction of a request that was refused. What counts a wrong guess stays.
async fn end(tx: Tx, fault: &Fault) -> service::Result<()> {
    let ended = if matches!(fault, Fault::WrongCardCode) { tx.commit().await } else { tx.rollback().await };
    Ok(ended?)
}

/// An operation for which the client chose no name.
pub(super) fn nameless(call: &Call) -> Operation {
    let name = random_text(call.api.options.chance.as_ref(), NAME_LENGTH);
    call.client.operation(call.at, &format!("request {name}"))
}

/// Carries out a part of a request, in a transaction of its own.
pub(super) async fn part<R, F>(call: &Call, operation: &Operation, work: F) -> Result<R, Fault>
where
    F: for<'a> Fn(&'a mut Tx, &'a Operation) -> BoxFuture<'a, Result<R, Fault>> + Send + Sync,
{
    let mut tries = 0;
    loop {
        tries += 1;
        let attempt = async {
            let mut tx = call.api.begin().await?;
            match work(&mut tx, operation).await {
                Ok(done) => {
                    tx.commit().await.map_err(service::Error::from)?;
                    Ok(done)
                }
                Err(fault) => {
                    end(tx, &fault).await?;
                    Err(fault)
                }
            }
        };
        match attempt.await {
            Err(Fault::Again) if tries < TRIES => {}
            ended => return ended,
        }
    }
}

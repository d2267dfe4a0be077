//! What the HTTP APIs no longer need is deleted: the log of uses, answers to repeated requests, counters, tokens and codes;
//! and events that webhooks did not take.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::service::{Result, api_answers, api_keys, api_limits, api_tokens, webhooks};

pub(super) struct PurgeApi;

impl Job for PurgeApi {
    fn name(&self) -> &'static str {
        "purge the APIs"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(purge(run))
    }
}

async fn purge(run: &Run) -> Result<()> {
    let mut tx = run.db.begin(run.shop).await?;
    api_keys::purge_uses(&mut tx, run.now).await?;
    tx.commit().await?;
    if run.is_stopped() {
        return Ok(());
    }
    let mut tx = run.db.begin(run.shop).await?;
    api_answers::purge(&mut tx, run.now).await?;
    api_limits::purge(&mut tx, run.now).await?;
    api_tokens::purge(&mut tx, run.now).await?;
    webhooks::purge(&mut tx, run.now).await?;
    Ok(tx.commit().await?)
}

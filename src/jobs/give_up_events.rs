//! Events are given up that have waited for a day for a webhook whose receiver wants no more; the owners are told.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    domain::DeliveryFault,
    notices,
    service::{Result, webhooks},
};

/// The answer by which a receiver says that it wants no more.
const GONE: DeliveryFault = DeliveryFault::Status(410);

pub(super) struct GiveUpEvents;

impl Job for GiveUpEvents {
    fn name(&self) -> &'static str {
        "give up events"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(600)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(give_up(run))
    }
}

async fn give_up(run: &Run) -> Result<()> {
    // A read first: mostly there is nothing, and writers need not wait for that.
    if !webhooks::is_any_gone(&mut run.db.read(run.shop).await?).await? {
        return Ok(());
    }
    let mut tx = run.db.begin(run.shop).await?;
    for (webhook, count) in webhooks::give_up_for_gone(&mut tx, run.now).await? {
        notices::webhooks::lost(&mut tx, run.now, &run.owners, &webhook, GONE, count).await?;
    }
    Ok(tx.commit().await?)
}

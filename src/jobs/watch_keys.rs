//! The owners are told when a key of the HTTP APIs is tried from a new address, or fails often.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    notices,
    service::{Result, api_watch},
};

pub(super) struct WatchKeys;

impl Job for WatchKeys {
    fn name(&self) -> &'static str {
        "watch the keys"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(watch(run))
    }
}

async fn watch(run: &Run) -> Result<()> {
    // A read first: mostly there is nothing, and writers need not wait for that.
    let news = api_watch::news(&mut run.db.read(run.shop).await?, run.now).await?;
    for key in news.addresses {
        let mut tx = run.db.begin(run.shop).await?;
        for (key, addresses) in api_watch::tell_addresses(&mut tx, key, run.now).await? {
            notices::keys::tried_from(&mut tx, run.now, &run.owners, &key, &addresses).await?;
        }
        tx.commit().await?;
    }
    for (key, count) in news.failures {
        let mut tx = run.db.begin(run.shop).await?;
        if let Some(key) = api_watch::tell_failures(&mut tx, key, run.now).await? {
            notices::keys::failed(&mut tx, run.now, &run.owners, &key, count).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

//! Updates that were finished long ago are deleted from the inbox, and what people were told once because of them.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::service::{Result, inbox, told_once};

pub(super) struct PurgeInbox;

impl Job for PurgeInbox {
    fn name(&self) -> &'static str {
        "purge the inbox"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(purge(run))
    }
}

async fn purge(run: &Run) -> Result<()> {
    while !run.is_stopped() {
        let mut tx = run.db.begin(run.shop).await?;
        let is_more = inbox::purge(&mut tx, run.now).await?;
        told_once::purge(&mut tx, run.now).await?;
        tx.commit().await?;
        if !is_more {
            break;
        }
    }
    Ok(())
}

//! Requests for consent that were not answered in time expire, and the sellers who asked are told.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    notices,
    service::{Result, consents, customers},
};

pub(super) struct ExpireConsents;

impl Job for ExpireConsents {
    fn name(&self) -> &'static str {
        "expire consents"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(expire(run))
    }
}

async fn expire(run: &Run) -> Result<()> {
    // A read first: mostly there are none, and writers need not wait for that.
    if !consents::has_expired_requests(&mut run.db.read(run.shop).await?, run.now).await? {
        return Ok(());
    }
    let mut tx = run.db.begin(run.shop).await?;
    for asked in consents::expire_requests(&mut tx, run.now).await? {
        let Some(seller) = consents::seller(&mut tx, &run.owners, &asked, run.now).await? else { continue };
        let customer = customers::get(&mut tx, asked.customer_id).await?;
        notices::consent::expired(&mut tx, run.now, seller, &customer).await?;
    }
    Ok(tx.commit().await?)
}

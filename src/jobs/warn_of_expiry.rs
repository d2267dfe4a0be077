//! Customers are warned before their points expire.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    domain::CustomerId,
    notices,
    service::{Result, warnings},
};

/// The most customers of one transaction.
const PAGE: i64 = 50;

pub(super) struct WarnOfExpiry;

impl Job for WarnOfExpiry {
    fn name(&self) -> &'static str {
        "warn of expiry"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(warn(run))
    }
}

async fn warn(run: &Run) -> Result<()> {
    let mut after = CustomerId(0);
    while !run.is_stopped() {
        let customers = warnings::due(&mut run.db.read(run.shop).await?, run.now, after, PAGE).await?;
        let Some(last) = customers.last() else { break };
        let mut tx = run.db.begin(run.shop).await?;
        for customer in &customers {
            if let Some(warning) = warnings::give(&mut tx, run.now, *customer).await? {
                notices::expiry::warned(&mut tx, &warning).await?;
            }
        }
        tx.commit().await?;
        after = *last;
    }
    Ok(())
}

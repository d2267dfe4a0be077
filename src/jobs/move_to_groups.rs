//! Customers are put into groups by their turnover.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    domain::CustomerId,
    notices,
    service::{Result, group_moves},
};

/// Customers that are looked at at once.
const PAGE: i64 = 200;

pub(super) struct MoveToGroups;

impl Job for MoveToGroups {
    fn name(&self) -> &'static str {
        "move to groups"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60 * 60)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(move_all(run))
    }
}

async fn move_all(run: &Run) -> Result<()> {
    let mut after = CustomerId(0);
    while !run.is_stopped() {
        // A read transaction: writers do not wait for the search.
        let page = group_moves::due(&mut run.db.read(run.shop).await?, run.now, after, PAGE).await?;
        for customer in page.due {
            // A transaction per customer: their card is locked.
            let mut tx = run.db.begin(run.shop).await?;
            if let Some(moved) = group_moves::move_by_rule(&mut tx, run.now, customer).await? {
                notices::group::moved(&mut tx, run.now, run.currency, &moved).await?;
            }
            tx.commit().await?;
        }
        let Some(last) = page.last else { break };
        after = last;
    }
    Ok(())
}

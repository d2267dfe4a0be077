//! Customers are told of their bills three days before they are due.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    notices,
    service::{Result, billing::own},
};

/// Bills that are looked up at once.
const PAGE: i64 = 100;

pub(super) struct WarnOfBills;

impl Job for WarnOfBills {
    fn name(&self) -> &'static str {
        "warn of bills"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(warn(run))
    }
}

async fn warn(run: &Run) -> Result<()> {
    loop {
        let bills = own::due_soon(&mut run.db.read(run.shop).await?, run.now, PAGE).await?;
        if bills.is_empty() {
            return Ok(());
        }
        for bill in bills {
            if run.is_stopped() {
                return Ok(());
            }
            // One bill each: a transaction that locks bills of a card in another order does not wait for this one while this waits for it.
            let mut tx = run.db.begin(run.shop).await?;
            if let Some(bill) = own::warn(&mut tx, bill, run.now).await? {
                notices::bill::due_soon(&mut tx, run.now, run.currency, &bill).await?;
            }
            tx.commit().await?;
        }
    }
}

//! Holds that have run out are released, and the points of lots that have expired are taken. Every movement of a wallet
//! settles it first, so balances do not wait for this job; the history does.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    domain::OperationId,
    service::{Caller, Result, ledger},
};

/// Wallets that are looked up at once.
const PAGE: i64 = 50;

pub(super) struct SettleWallets;

impl Job for SettleWallets {
    fn name(&self) -> &'static str {
        "settle wallets"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(settle(run))
    }
}

async fn settle(run: &Run) -> Result<()> {
    let id = OperationId::job(format_args!("expire {}", run.now.to_utc().date_naive()));
    let operation = Caller::rule(run.now).operation(id);
    let mut after = None;
    while !run.is_stopped() {
        // A read transaction: writers do not wait for the search.
        let wallets = ledger::unsettled(&mut run.db.read(run.shop).await?, run.now, after, PAGE).await?;
        for (customer, wallet) in &wallets {
            // A transaction per wallet: one that locks two wallets must lock the buyer's first, as a sale does.
            let mut tx = run.db.begin(run.shop).await?;
            ledger::settle(&mut tx, &operation, *customer, *wallet).await?;
            tx.commit().await?;
        }
        after = wallets.last().copied();
        if after.is_none() {
            break;
        }
    }
    Ok(())
}

//! The bills of the current month are made for all active entitlements, where the shop wants that. A month is billed once: a bill of it that
//! staff delete is not made again.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::job::{Job, Run};
use crate::{
    domain::{Currency, EntitlementId, Money, ShopId, billing::Month},
    notices,
    service::{
        Caller, RefusalCode, Result,
        billing::run::{self, Billed},
    },
    storage::Db,
};

/// Entitlements that are looked up at once.
const PAGE: i64 = 100;

pub(super) struct BillMonths;

/// What a run over all entitlements did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillRun {
    /// The month.
    pub month: Month,
    /// How many bills were made.
    pub bills: u64,
    /// What they come to.
    pub total: Money,
    /// Those of which none can be made before a price or a setting is corrected, and why.
    pub refused: Vec<(EntitlementId, RefusalCode)>,
    /// It came to its end.
    pub is_finished: bool,
}

impl Job for BillMonths {
    fn name(&self) -> &'static str {
        "bill the month"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60 * 60)
    }

    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>> {
        Box::pin(bill(run))
    }
}

async fn bill(run: &Run) -> Result<()> {
    let caller = Caller::rule(run.now);
    // A read first: mostly there is nothing, and writers need not wait for that.
    let due = run::due_month(&mut run.db.read(run.shop).await?, &caller).await?;
    let Some(month) = due else { return Ok(()) };
    let done = bill_month(&run.db, run.shop, run.currency, &caller, month, false, &|| run.is_stopped()).await?;
    for (entitlement, code) in &done.refused {
        tracing::warn!(%entitlement, %month, reason = code.as_str(), "no bill was made");
    }
    if done.is_finished && done.refused.is_empty() {
        let mut tx = run.db.begin(run.shop).await?;
        run::finish(&mut tx, &caller, month).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Makes the bills of a month for all active entitlements that have none, each in a transaction of its own, and tells their customers. A dry
/// run keeps nothing and tells nobody.
///
/// # Errors
/// The database's. Bills that were committed before stay.
pub async fn bill_month(
    db: &Db,
    shop: ShopId,
    currency: Currency,
    caller: &Caller,
    month: Month,
    is_dry: bool,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<BillRun> {
    let mut done = BillRun { month, bills: 0, total: Money::ZERO, refused: Vec::new(), is_finished: false };
    let mut after = EntitlementId(0);
    loop {
        let page = run::unbilled(&mut db.read(shop).await?, month, after, PAGE).await?;
        for entitlement in &page {
            if is_stopped() {
                return Ok(done);
            }
            let mut tx = db.begin(shop).await?;
            match run::bill(&mut tx, caller, month, *entitlement).await? {
                Billed::Made(made) => {
                    done.bills = done.bills.saturating_add(1);
                    done.total = done.total.saturating_add(made.bill.bill.total_minor);
                    if is_dry {
                        tx.rollback().await?;
                    } else {
                        notices::bill::made(&mut tx, caller.at, currency, &made.bill.bill).await?;
                        tx.commit().await?;
                    }
                }
                Billed::Nothing => tx.rollback().await?,
                Billed::Refused(code) => {
                    tx.rollback().await?;
                    done.refused.push((*entitlement, code));
                }
            }
        }
        let Some(last) = page.last() else { break };
        after = *last;
    }
    done.is_finished = true;
    Ok(done)
}

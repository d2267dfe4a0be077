//! What happens without anybody asking: holds end, points expire, customers are warned before they do.
//!
//! Everything due is done in small transactions, each of which may be done twice or by several at the same time and takes
//! effect once. So any number of processes may do it, and whatever a process missed while it was down the next look finds.

use std::{pin::pin, sync::Arc, time::Duration};

use crate::{
    clock::{Clock, Timestamp},
    domain::{CustomerId, OperationId, ShopId, Wallet},
    notices,
    service::{Caller, Result, consents, customers, ledger, warnings},
    storage::Db,
};

/// How often is looked for what has become due. Nothing waits for it but messages: see `service::ledger::settle`.
const EVERY: Duration = Duration::from_secs(30);
/// How many wallets are looked up at once, and the most customers of one transaction.
const AT_ONCE: i64 = 50;

/// Does what is due.
#[derive(Clone)]
pub struct Jobs {
    /// Where everything is kept.
    pub db: Db,
    /// The shop.
    pub shop: ShopId,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Wallets are settled, those after this one.
    Settle(Option<(CustomerId, Wallet)>),
    /// Questions to customers end that nobody answered.
    Lapse,
    /// Customers are warned, those after this one.
    Warn(CustomerId),
}

impl Step {
    const FIRST: Self = Self::Settle(None);

    /// The first step of the next job.
    const fn next(self) -> Option<Self> {
        match self {
            Self::Settle(_) => Some(Self::Lapse),
            Self::Lapse => Some(Self::Warn(CustomerId(0))),
            Self::Warn(_) => None,
        }
    }
}

impl Jobs {
    /// Does what is due, again and again, until `stopped`; what was begun by then is finished.
    pub async fn run(self, stopped: impl Future<Output = ()> + Send) {
        let mut stopped = pin!(stopped);
        loop {
            let mut step = Some(Step::FIRST);
            while let Some(now) = step {
                if futures_util::poll!(&mut stopped).is_ready() {
                    return;
                }
                step = self.step(self.clock.now(), now).await.unwrap_or_else(|error| {
                    tracing::error!(%error, step = ?now, "what is due is not done; trying again soon");
                    now.next()
                });
            }
            tokio::select! {
                () = &mut stopped => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Does everything that is due at `now`.
    ///
    /// # Errors
    /// The database's; what was done before stays done.
    pub async fn run_due(&self, now: Timestamp) -> Result<()> {
        let mut step = Some(Step::FIRST);
        while let Some(this) = step {
            step = self.step(now, this).await?;
        }
        Ok(())
    }

    /// One small transaction; what comes after it.
    async fn step(&self, now: Timestamp, step: Step) -> Result<Option<Step>> {
        let more = match step {
            Step::Settle(after) => self.settle(now, after).await?.map(|last| Step::Settle(Some(last))),
            Step::Lapse => self.lapse(now).await?,
            Step::Warn(after) => self.warn(now, after).await?.map(Step::Warn),
        };
        Ok(more.or_else(|| step.next()))
    }

    /// Frees what holds reserve that have run out of time, and takes the points of lots that have expired; the last wallet.
    async fn settle(
        &self,
        now: Timestamp,
        after: Option<(CustomerId, Wallet)>,
    ) -> Result<Option<(CustomerId, Wallet)>> {
        // Nobody who writes waits for the look.
        let wallets = ledger::unsettled(&mut self.db.read(self.shop).await?, now, after, AT_ONCE).await?;
        if wallets.is_empty() {
            return Ok(None);
        }
        let id = OperationId::job(format_args!("expire {}", now.to_utc().date_naive()));
        let operation = Caller::rule(now).operation(id);
        for (customer, wallet) in &wallets {
            // Each by itself: who locks two wallets must take the buyer's first, as a sale does.
            let mut tx = self.db.begin(self.shop).await?;
            ledger::settle(&mut tx, &operation, *customer, *wallet).await?;
            tx.commit().await?;
        }
        Ok(wallets.last().copied())
    }

    /// Ends the questions to customers that nobody answered in time, and tells who asked.
    async fn lapse(&self, now: Timestamp) -> Result<Option<Step>> {
        if !consents::has_expired_requests(&mut self.db.read(self.shop).await?, now).await? {
            return Ok(None);
        }
        let mut tx = self.db.begin(self.shop).await?;
        for asked in consents::expire_requests(&mut tx, now).await? {
            let customer = customers::get(&mut tx, asked.customer_id).await?;
            notices::consent::lapsed(&mut tx, now, asked.asked_by, &customer).await?;
        }
        tx.commit().await?;
        Ok(None)
    }

    /// Warns customers whose points are about to expire; the last of them.
    async fn warn(&self, now: Timestamp, after: CustomerId) -> Result<Option<CustomerId>> {
        let customers = warnings::due(&mut self.db.read(self.shop).await?, now, after, AT_ONCE).await?;
        if customers.is_empty() {
            return Ok(None);
        }
        let mut tx = self.db.begin(self.shop).await?;
        for customer in &customers {
            if let Some(warning) = warnings::give(&mut tx, now, *customer).await? {
                notices::expiry::warned(&mut tx, &warning).await?;
            }
        }
        tx.commit().await?;
        Ok(customers.last().copied())
    }
}

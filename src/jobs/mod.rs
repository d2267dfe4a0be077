//! Jobs: work that becomes due with time, one file a job. The leader runs those of [`ALL`], one after another.

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, reason = "moments of any size come from outside"))]

mod bill_months;
mod job;
mod expire_consents;
mod give_up_events;
mod move_to_groups;
mod purge_api;
mod purge_inbox;
mod settle_wallets;
mod warn_of_bills;
mod warn_of_expiry;
mod watch_keys;

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use self::{
    bill_months::BillMonths, expire_consents::ExpireConsents, give_up_events::GiveUpEvents,
    move_to_groups::MoveToGroups, purge_api::PurgeApi, purge_inbox::PurgeInbox, settle_wallets::SettleWallets,
    warn_of_bills::WarnOfBills, warn_of_expiry::WarnOfExpiry, watch_keys::WatchKeys,
};
pub use self::{
    bill_months::{BillRun, bill_month},
    job::{Job, Run},
};
use crate::{
    clock::Clock,
    domain::{Currency, ShopId, TelegramId},
    shutdown::{self, CancellationToken},
    storage::Db,
};

/// Every job, in the order in which those that are due at the same time run.
pub const ALL: &[&dyn Job] = &[
    &SettleWallets,
    &ExpireConsents,
    &WarnOfExpiry,
    &MoveToGroups,
    &BillMonths,
    &WarnOfBills,
    &WatchKeys,
    &GiveUpEvents,
    &PurgeInbox,
    &PurgeApi,
];

/// The pause before a wrong clock is looked at again.
const CLOCK_PAUSE: Duration = Duration::from_secs(1);

/// The jobs of a shop. None runs while the clock is not right: each of them ends, deletes or announces the end of something.
#[derive(Clone)]
pub struct Jobs {
    /// The database of the shop.
    pub db: Db,
    /// The shop.
    pub shop: ShopId,
    /// The owners by configuration.
    pub owners: Vec<TelegramId>,
    /// The currency of its amounts of money.
    pub currency: Currency,
    /// The time that decides what is due.
    pub clock: Arc<dyn Clock>,
    /// The jobs to run, in this order; [`ALL`] where a shop is served.
    pub jobs: &'static [&'static dyn Job],
}

impl Jobs {
    /// Runs each job at once and then at its interval, until `stop`. A failed run is logged; the next one does its work.
    pub async fn run(&self, stop: CancellationToken) {
        let mut due_at: Vec<(Instant, &dyn Job)> = self.jobs.iter().map(|job| (Instant::now(), *job)).collect();
        while let Some(next) = due_at.iter().map(|(at, _)| *at).min() {
            if stop.run_until_cancelled(tokio::time::sleep_until(next)).await.is_none() {
                return;
            }
            // What is due by a wrong clock may not be due.
            while !self.clock.is_right() {
                if !shutdown::sleep(CLOCK_PAUSE, &stop).await {
                    return;
                }
            }
            for (_, job) in due_at.iter().filter(|(at, _)| *at <= next) {
                let run = Run {
                    db: self.db.clone(),
                    shop: self.shop,
                    owners: self.owners.clone(),
                    currency: self.currency,
                    now: self.clock.now(),
                    stop: stop.clone(),
                };
                if let Err(error) = job.run_once(&run).await {
                    tracing::error!(%error, job = job.name(), "a job failed; it is run again later");
                }
            }
            let now = Instant::now();
            for (at, job) in due_at.iter_mut().filter(|(at, _)| *at <= next) {
                *at = now.checked_add(job.every()).unwrap_or(now);
            }
        }
        // Without jobs, waits for `stop`: the leader would take a return as a panic.
        stop.cancelled().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_has_a_unique_name_and_an_interval() {
        for (at, job) in ALL.iter().enumerate() {
            assert!(ALL[at + 1..].iter().all(|other| other.name() != job.name()), "two are called {}", job.name());
            assert!(job.every().as_secs() > 0, "{} runs without a pause", job.name());
        }
    }
}

//! Says where the machine's clock is wrong and when it is right again, once each: in the log and to the owners.

use std::{sync::Arc, time::Duration};

use chrono_tz::Tz;

use super::account::WhoAmI;
use crate::{
    clock::{CheckedClock, Clock as _, Verdict},
    domain::{ShopId, TelegramId},
    notices,
    service::Result,
    shutdown::CancellationToken,
    storage::Db,
    telegram::client::Telegram,
};

/// Where Telegram's clock was not read for so long, it is asked for, unless the server has a clock of its own.
const ASK_AFTER: Duration = Duration::from_secs(300);
/// How often the watch looks without a cause. An owner who opens the bot while the clock is wrong is told that late.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// The watch over the clock of one process.
pub(super) struct ClockWatch {
    pub(super) clock: Arc<CheckedClock>,
    pub(super) db: Db,
    pub(super) shop: ShopId,
    pub(super) telegram: Telegram,
    pub(super) owners: Vec<TelegramId>,
    pub(super) zone: Tz,
}

impl ClockWatch {
    /// Watches until `stop`.
    pub(super) async fn run(self, stop: CancellationToken) {
        let mut verdicts = self.clock.verdicts();
        let (mut logged, mut told) = (Verdict::Unknown, Verdict::Unknown);
        loop {
            let verdict = *verdicts.borrow_and_update();
            if logged.is_of_another_kind(verdict) {
                log(logged, verdict);
                logged = verdict;
            }
            let is_wrong = matches!(verdict, Verdict::Wrong(_));
            if is_wrong || told.is_of_another_kind(verdict) {
                match self.tell(verdict).await {
                    Ok(()) => told = verdict,
                    Err(error) => tracing::error!(%error, "the owners cannot be told of the time; trying again"),
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                _ = verdicts.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {
                    // A process that is not the leader may have nothing to ask Telegram for.
                    let is_due = self.clock.last_compared().is_none_or(|ago| ago >= ASK_AFTER);
                    if is_due && self.telegram.tells_time() {
                        // The response has the time, whatever else is in it.
                        let _ = stop.run_until_cancelled(self.telegram.call(&WhoAmI {})).await;
                    }
                }
            }
        }
    }

    /// Tells the owners who were not told yet.
    async fn tell(&self, verdict: Verdict) -> Result<()> {
        if verdict == Verdict::Unknown {
            return Ok(());
        }
        let mut tx = self.db.begin(self.shop).await?;
        let now = self.clock.now();
        match verdict {
            Verdict::Wrong(ahead) => {
                notices::alarm::of_a_wrong_clock(&mut tx, now, &self.owners, self.zone, ahead).await?;
            }
            // It may have been wrong in an earlier run.
            Verdict::Right | Verdict::Unknown => {
                notices::alarm::clock_is_right(&mut tx, now, &self.owners).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

fn log(before: Verdict, verdict: Verdict) {
    match verdict {
        Verdict::Wrong(ahead) => {
            let way = if ahead.num_minutes() > 0 { "ahead of" } else { "behind" };
            let minutes = ahead.num_minutes().unsigned_abs();
            tracing::error!(
                "this machine's clock is {minutes} minutes {way} Telegram's: set it; until then nothing expires, no warning is \
                 sent and nothing is deleted, and dates are taken from Telegram"
            );
        }
        Verdict::Right if matches!(before, Verdict::Wrong(_)) => {
            tracing::info!("this machine's clock is right again: what waited goes on");
        }
        Verdict::Right | Verdict::Unknown => {}
    }
}

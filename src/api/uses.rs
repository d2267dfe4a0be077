//! The log of uses is written in batches, so that no request waits for it. What a killed program had not written is lost: it is a
//! log, and no balance depends on it.

use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::{
    domain::ShopId,
    service::{
        self,
        api_keys::{self, Use},
    },
    storage::Db,
};

/// How long uses are collected before they are written.
const PAUSE: Duration = Duration::from_millis(500);
/// How many uses may wait. Beyond that they are left out of the log.
const WAITING: usize = 10_000;
/// How many uses are written at once.
const BATCH: usize = 500;

/// Takes uses for the log.
pub(super) struct Uses(Sender<Use>);

impl Uses {
    /// Starts the task that writes them. It ends when this is dropped.
    pub(super) fn start(db: Db, shop: ShopId) -> Self {
        let (sender, receiver) = channel(WAITING);
        tokio::spawn(write_all(db, shop, receiver));
        Self(sender)
    }

    /// Notes a use.
    pub(super) fn note(&self, used: Use) {
        if self.0.try_send(used).is_err() {
            tracing::warn!("more requests than the log of uses can take: some are missing in it");
        }
    }
}

async fn write_all(db: Db, shop: ShopId, mut waiting: Receiver<Use>) {
    let mut uses = Vec::new();
    while waiting.recv_many(&mut uses, BATCH).await > 0 {
        if let Err(error) = write(&db, shop, &uses).await {
            tracing::warn!(%error, uses = uses.len(), "the log of uses could not be written");
        }
        uses.clear();
        tokio::time::sleep(PAUSE).await;
    }
}

async fn write(db: &Db, shop: ShopId, uses: &[Use]) -> service::Result<()> {
    let mut tx = db.begin(shop).await?;
    api_keys::log_uses(&mut tx, uses).await?;
    Ok(tx.commit().await?)
}

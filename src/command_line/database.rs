//! Opens the database for a command.

use std::time::Duration;

use super::error::Error;
use crate::{
    backoff::Pauses,
    config::Config,
    domain::ShopId,
    service,
    shutdown::{self, CancellationToken},
    storage::{self, Db},
};

/// The pause before an unreachable database is opened again, and the longest that it grows to.
const RETRY_PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));

/// Opens the database like [`open()`], and retries while it is unreachable; `None` where the program is to stop first.
pub(super) async fn open_when_reachable(config: &Config, stop: &CancellationToken) -> Result<Option<Db>, Error> {
    let mut pauses = Pauses::new(RETRY_PAUSE.0, RETRY_PAUSE.1);
    loop {
        let Some(opened) = stop.run_until_cancelled(open(config)).await else { return Ok(None) };
        match opened {
            Err(Error::Open(error) | Error::Migrate(error)) if error.is_outage() => {
                tracing::error!(%error, "DATABASE_URL: the database cannot be reached; trying again");
            }
            opened => return opened.map(Some),
        }
        if !shutdown::sleep(pauses.next(), stop).await {
            return Ok(None);
        }
    }
}

/// Opens the database, creates it where it does not exist, and migrates it.
pub(super) async fn open(config: &Config) -> Result<Db, Error> {
    migrated(Db::open(config.database.as_str()).await).await
}

/// Opens a database that exists, to read it: nothing is written, not even a migration. A wrong path must not look like an
/// empty shop.
pub(super) async fn open_to_read(config: &Config) -> Result<Db, Error> {
    let db = Db::open_to_read(config.database.as_str()).await.map_err(Error::Open)?;
    match db.schema_fault().await.map_err(Error::Open)? {
        None => Ok(db),
        Some(fault) => Err(Error::Open(fault.into())),
    }
}

async fn migrated(db: storage::Result<Db>) -> Result<Db, Error> {
    let db = db.map_err(Error::Open)?;
    db.migrate().await.map_err(Error::Migrate)?;
    Ok(db)
}

/// Checks that the database has the shop: with the token of another bot it must not look like an empty shop.
///
/// # Errors
/// [`Error::UnknownShop`].
pub(super) async fn expect_shop(db: &Db, shop: ShopId) -> Result<(), Error> {
    let mut tx = db.read(shop).await.map_err(service::Error::from)?;
    if service::shop::is_open(&mut tx).await? { Ok(()) } else { Err(Error::UnknownShop(shop)) }
}

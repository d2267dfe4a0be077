//! Opens the database of a command.

use super::error::Error;
use crate::{
    config::Config,
    domain::ShopId,
    service,
    storage::{self, Db},
};

/// Opens the database, which is made where there is none, with its tables up to date.
pub(super) async fn open(config: &Config) -> Result<Db, Error> {
    migrated(Db::open(config.database.as_str()).await).await
}

/// Opens a database that is there already: a wrong path must not look like an empty shop.
pub(super) async fn existing(config: &Config) -> Result<Db, Error> {
    migrated(Db::open_existing(config.database.as_str()).await).await
}

async fn migrated(db: storage::Result<Db>) -> Result<Db, Error> {
    let db = db.map_err(Error::Open)?;
    db.migrate().await.map_err(Error::Migrate)?;
    Ok(db)
}

/// What another bot's token leads to must not look like an empty shop.
pub(super) async fn expect_shop(db: &Db, shop: ShopId) -> Result<(), Error> {
    let mut tx = db.read(shop).await.map_err(service::Error::from)?;
    if service::shop::is_open(&mut tx).await? { Ok(()) } else { Err(Error::UnknownShop(shop)) }
}

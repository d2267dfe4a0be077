//! What the handlers of all APIs share.

use std::sync::Arc;

use crate::{
    api::{limits::Limits, streams::Streams, under_way::UnderWay, uses::Uses},
    clock::{Chance, Clock, Timestamp},
    domain::{PhoneCountries, ShopId, TelegramId},
    messages::ShopFormat,
    service::{self, api_tokens::Secrets},
    shutdown::CancellationToken,
    storage::{Db, Tx},
};

/// The settings of a shop's APIs.
pub struct Options {
    /// The database.
    pub db: Db,
    /// The shop.
    pub shop: ShopId,
    /// Its owners by configuration.
    pub owners: Vec<TelegramId>,
    /// How amounts and dates are shown to people.
    pub format: ShopFormat,
    /// Which phone numbers it takes.
    pub phones: PhoneCountries,
    /// The source of the present moment.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub chance: Arc<dyn Chance>,
    /// What signs access tokens, in place of the shop's own secret.
    pub token_secret: Option<String>,
    /// The proxies whose word on the address of a client is taken.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// The origins of web pages that may call the APIs.
    pub cors_origins: Vec<String>,
    /// Ends the streams of events.
    pub stop: CancellationToken,
}

/// The APIs of a shop. Cheap to clone.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

/// See [`Api`].
pub struct Inner {
    /// The settings.
    pub(super) options: Options,
    /// The secrets of the shop.
    pub(super) secrets: Secrets,
    /// The requests of each client in this minute.
    pub(super) limits: Limits,
    /// The writes that are under way.
    pub(super) under_way: UnderWay,
    /// The log of uses.
    pub(super) uses: Uses,
    /// The streams of events.
    pub(super) streams: Streams,
}

impl std::ops::Deref for Api {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Api {
    /// Makes the APIs of a shop, and its secrets where it has none.
    ///
    /// # Errors
    /// The database's.
    pub async fn new(options: Options) -> service::Result<Self> {
        let at = options.clock.now();
        let mut tx = options.db.begin(options.shop).await?;
        service::shop::open(&mut tx, at).await?;
        let mut secrets = service::api_tokens::secrets(&mut tx, options.chance.as_ref(), at).await?;
        tx.commit().await?;
        if let Some(secret) = &options.token_secret {
            secrets.token_secret.clone_from(secret);
        }
        let uses = Uses::start(options.db.clone(), options.shop);
        let streams = Streams::start(options.db.clone(), options.shop, options.stop.clone());
        let (limits, under_way) = (Limits::default(), UnderWay::default());
        Ok(Self(Arc::new(Inner { options, secrets, limits, under_way, uses, streams })))
    }

    /// The present moment.
    pub(super) fn now(&self) -> Timestamp {
        self.options.clock.now()
    }

    /// A transaction that only reads.
    pub(super) async fn read(&self) -> service::Result<Tx> {
        Ok(self.options.db.read(self.options.shop).await?)
    }

    /// A transaction that may write.
    pub(super) async fn begin(&self) -> service::Result<Tx> {
        Ok(self.options.db.begin(self.options.shop).await?)
    }
}

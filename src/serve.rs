//! Starts the bot of a shop and serves it until the signal to stop.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use teloxide::requests::Payload;

use crate::{
    backoff::Pauses,
    bot::{menu, schema, shop_context::ShopContext},
    clock::{Chance, Clock, Timestamp},
    domain::{Currency, Permission, ShopId, TelegramId},
    jobs::{Job, Jobs},
    messages::ShopFormat,
    service,
    shutdown::{self, CancellationToken},
    storage::Db,
    telegram::{
        self, Limits, WebhookEndpoint,
        client::{ApiError, SetupError, Telegram},
        commands,
        dispatcher::{IdentityError, identity},
        exactly_once::RetryPolicy,
        leader::LeaderTask,
        serve::Serving,
    },
};

/// The pause after a failed `getMe`, and the longest that it grows to.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));

/// Where two clocks differ by this, one of them is wrong.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(2);

/// The settings of a bot and its shop.
pub struct Options {
    /// The shop of the bot.
    pub shop: ShopId,
    /// From @BotFather. Never printed.
    pub token: String,
    /// The Bot API server.
    pub api_url: String,
    /// The shop's owners.
    pub owners: Vec<TelegramId>,
    /// The time zone in which dates are shown.
    pub timezone: Tz,
    /// The currency in which money is shown.
    pub currency: Currency,
    /// The rate limits of sending.
    pub limits: Limits,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub chance: Arc<dyn Chance>,
    /// The jobs of the leader: [`crate::jobs::ALL`], except in tests.
    pub jobs: &'static [&'static dyn Job],
    /// The webhook; `None`: Telegram is polled.
    pub webhook: Option<WebhookEndpoint>,
}

/// Why the bot cannot start.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Telegram does not know the token.
    #[error("Telegram does not accept TELOXIDE_TOKEN: get the bot's current token from @BotFather")]
    UnknownToken,
    /// The client of the Bot API cannot be made.
    #[error("the Bot API server cannot be spoken to")]
    Setup(#[from] SetupError),
    /// The database file belongs to a single process, which this one cannot be.
    #[error(transparent)]
    File(service::Error),
    /// The identity of the bot cannot be set up.
    #[error("the bot's dispatcher cannot start")]
    Identity(#[from] IdentityError),
    /// The database failed.
    #[error("the shop cannot be opened")]
    Shop(#[from] service::Error),
}

/// Serves the bot until `stop`.
///
/// # Errors
/// [`RunError`], before anything was served. Later failures are logged and tried again.
pub async fn run(db: Db, options: Options, stop: CancellationToken) -> Result<(), RunError> {
    let shop = options.shop;
    let telegram = Telegram::new(&options.token, &options.api_url)?;
    let _file_lock = db.lock_file().map_err(|error| RunError::File(error.into()))?;
    let opening = open_shop(&db, shop, options.clock.now(), options.timezone);
    let Some(has_appointed_owner) = stop.run_until_cancelled(opening).await else { return Ok(()) };
    if !has_appointed_owner? && options.owners.is_empty() {
        tracing::warn!("OWNER_IDS is empty, so no one can appoint staff: write your Telegram id there");
    }
    let Some(bot_username) = username(&telegram, options.clock.as_ref(), &stop).await? else { return Ok(()) };
    let bot = identity(shop, &bot_username).await?;
    tracing::info!(bot = bot_username, shop = shop.0, "the bot is at work");
    let shop_context = Arc::new(ShopContext {
        db: db.clone(),
        shop_id: shop,
        owners: options.owners,
        format: ShopFormat { currency: options.currency, timezone: options.timezone },
        bot_username,
        clock: Arc::clone(&options.clock),
        chance: options.chance,
    });
    let registering = tokio::spawn({
        let (telegram, shop) = (telegram.clone(), Arc::clone(&shop_context));
        async move { register_commands(&telegram, &shop).await }
    });
    let jobs = Jobs { db: db.clone(), shop, clock: Arc::clone(&options.clock), jobs: options.jobs };
    let run_jobs: LeaderTask = Arc::new(move |stop| {
        let jobs = jobs.clone();
        Box::pin(async move { jobs.run(stop).await })
    });
    let serving = Serving {
        db,
        shop,
        clock: options.clock,
        telegram,
        bot,
        handlers: schema::schema(),
        on_dead_letter: schema::on_dead_letter(),
        dependencies: dptree::deps![shop_context],
        limits: options.limits,
        retry_policy: RetryPolicy::default(),
        webhook: options.webhook,
        leader_tasks: vec![run_jobs],
    };
    telegram::serve::serve(serving, stop).await;
    registering.abort();
    Ok(())
}

/// Registers the commands of the menu.
async fn register_commands(telegram: &Telegram, shop: &ShopContext) {
    let of_staff = menu::commands_of_staff(shop).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the staff cannot be read; their commands stay as they are");
        Vec::new()
    });
    commands::register(telegram, menu::commands_of_all(), of_staff).await;
}

/// Creates the shop where there is none. Returns whether an owner was appointed in it.
async fn open_shop(db: &Db, shop: ShopId, now: Timestamp, timezone: Tz) -> Result<bool, service::Error> {
    let mut tx = db.begin(shop).await?;
    service::shop::open(&mut tx, now).await?;
    service::shop::set_timezone(&mut tx, timezone).await?;
    let appointed = service::staff::list(&mut tx).await?;
    tx.commit().await?;
    Ok(appointed.iter().any(|member| member.role.allows(Permission::AppointStaff)))
}

/// Calls `getMe` until Telegram answers. Returns the username of the bot; `None` after the signal to stop.
async fn username(
    telegram: &Telegram,
    clock: &dyn Clock,
    stop: &CancellationToken,
) -> Result<Option<String>, RunError> {
    let mut pauses = Pauses::new(PAUSE.0, PAUSE.1);
    loop {
        let Some(answer) = stop.run_until_cancelled(telegram.call_timed(&WhoAmI {})).await else { return Ok(None) };
        match answer {
            Ok((account, answered_at)) => {
                if let Some(answered_at) = answered_at {
                    compare_clocks(clock.now(), answered_at);
                }
                return Ok(Some(account.username));
            }
            Err(ApiError::Unauthorized | ApiError::NotFound) => return Err(RunError::UnknownToken),
            Err(error) => tracing::warn!(%error, "Telegram does not answer; trying again"),
        }
        if !shutdown::sleep(pauses.next(), stop).await {
            return Ok(None);
        }
    }
}

/// Logs a wrong clock: dates, expiry and the age of buttons depend on this machine's clock.
fn compare_clocks(ours: Timestamp, telegrams: Timestamp) {
    let minutes = (ours - telegrams).num_minutes();
    if minutes.unsigned_abs() >= CLOCKS_APART.num_minutes().unsigned_abs() {
        let way = if minutes > 0 { "ahead of" } else { "behind" };
        let minutes = minutes.unsigned_abs();
        tracing::error!(
            "this machine's clock is {minutes} minutes {way} Telegram's: set it, or every date will be wrong"
        );
    }
}

/// `getMe`, of whose result only the username is read: the other fields differ between servers.
#[derive(Serialize)]
struct WhoAmI {}

#[derive(Deserialize)]
struct Account {
    username: String,
}

impl Payload for WhoAmI {
    type Output = Account;
    const NAME: &'static str = "GetMe";
}

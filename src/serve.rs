//! Starts the bot of a shop and serves it until the signal to stop.

mod account;
mod clock_watch;
mod measure;

use std::{sync::Arc, time::Duration};

use axum::Router;
use chrono_tz::Tz;

pub(crate) use self::account::{Account, WhoAmI};
use self::clock_watch::ClockWatch;
pub use self::measure::measure;
use crate::{
    api::{self, Api},
    backoff::Pauses,
    bot::{menu, schema, sent_file, shop_context::ShopContext},
    clock::{Chance, CheckedClock, Clock, Timestamp},
    config::HttpConfig,
    domain::{Currency, Permission, PhoneCountries, ShopId, TelegramId, WebhookHost},
    http::{MetricsReaders, Opener},
    jobs::{Job, Jobs},
    messages::ShopFormat,
    notices,
    service::{self, shop::BotAccount},
    shutdown::{self, CancellationToken},
    storage::Db,
    telegram::{
        self, Limits, WebhookEndpoint,
        alarm::{AlarmHandler, Report},
        client::{ApiError, SetupError, Telegram},
        commands,
        dispatcher::{IdentityError, identity},
        exactly_once::RetryPolicy,
        leader::LeaderTask,
        serve::{BrokenPart, Serving},
    },
    webhooks::{self, ClientError, Resolve},
};

/// The pause after a failed `getMe`, and the longest that it grows to.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));

/// The longest pause that the server can ask for before the start.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

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
    /// Which phone numbers the shop takes.
    pub phones: PhoneCountries,
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
    /// The HTTP server; `None`: there is none.
    pub http: Option<Http>,
    /// The hosts to which events are sent although they are not public.
    pub webhook_hosts: Vec<WebhookHost>,
    /// Asks for the addresses of the hosts to which events are sent.
    pub resolver: Arc<dyn Resolve>,
}

/// The HTTP server that serves the APIs of the shop, beside other routes.
pub struct Http {
    /// Opens the server.
    pub opener: Opener,
    /// The routes beside the APIs.
    pub routes: Router,
    /// Its settings.
    pub config: HttpConfig,
}

/// Why the bot cannot start.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Telegram does not know the token.
    #[error("Telegram does not accept TELOXIDE_TOKEN: get the bot's current token from @BotFather")]
    UnknownToken,
    /// The server answers for another bot.
    #[error(
        "the Bot API server answers for the bot {0}, but TELOXIDE_TOKEN is the token of another: check TELOXIDE_API_URL"
    )]
    OtherBot(i64),
    /// A part of the bot broke down.
    #[error(transparent)]
    Broken(#[from] BrokenPart),
    /// The client of the Bot API cannot be made.
    #[error("the Bot API server cannot be spoken to")]
    Setup(#[from] SetupError),
    /// The client that sends events cannot be made.
    #[error("events cannot be sent to webhooks")]
    Webhooks(#[from] ClientError),
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
/// [`RunError`], before anything was served. Later failures are logged and tried again, except [`RunError::Broken`].
pub async fn run(db: Db, options: Options, stop: CancellationToken) -> Result<(), RunError> {
    let shop = options.shop;
    let checked = Arc::new(CheckedClock::new(options.clock));
    let clock: Arc<dyn Clock> = checked.clone();
    let db = db.with_clock(Arc::clone(&clock));
    let telegram = Telegram::new(&options.token, &options.api_url)?.checking(Arc::clone(&checked));
    let _file_lock = db.lock_file().map_err(|error| RunError::File(error.into()))?;
    let opening = open_shop(&db, shop, clock.now(), options.timezone);
    let Some(has_appointed_owner) = stop.run_until_cancelled(opening).await else { return Ok(()) };
    let has_appointed_owner = has_appointed_owner?;
    if let Some(http) = options.http {
        let api = Api::new(api::Options {
            db: db.clone(),
            shop,
            owners: options.owners.clone(),
            format: ShopFormat { currency: options.currency, timezone: options.timezone },
            phones: options.phones.clone(),
            clock: Arc::clone(&clock),
            chance: Arc::clone(&options.chance),
            token_secret: http.config.token_secret.map(|secret| secret.as_str().to_owned()),
            trusted_proxies: http.config.trusted_proxies,
            cors_origins: http.config.cors_origins,
            stop: stop.clone(),
        })
        .await?;
        let readers = match http.config.metrics_token {
            Some(token) => MetricsReaders::Holders(token.as_str().to_owned()),
            None => MetricsReaders::Neighbours,
        };
        let metrics = http.opener.metrics(measure(db.clone(), shop, Arc::clone(&clock)), readers);
        http.opener.open(db.clone(), http.routes.merge(api::routes(&api)).merge(metrics));
    }
    if !has_appointed_owner && options.owners.is_empty() {
        tracing::warn!("OWNER_IDS is empty, so no one can appoint staff: write your Telegram id there");
    }
    let Some(account) = account(&telegram, shop, &stop).await? else { return Ok(()) };
    let bot_username = account.username.clone();
    if let Err(error) = note_account(&db, shop, account).await {
        tracing::warn!(%error, "the account of the bot cannot be noted: clients of the APIs see an earlier one");
    }
    let bot = identity(shop, &bot_username).await?;
    tracing::info!(bot = bot_username, shop = shop.0, "the bot is at work");
    let shop_context = Arc::new(ShopContext {
        db: db.clone(),
        shop_id: shop,
        owners: options.owners,
        format: ShopFormat { currency: options.currency, timezone: options.timezone },
        phones: options.phones,
        bot_username,
        clock: Arc::clone(&clock),
        chance: Arc::clone(&options.chance),
        webhook_hosts: options.webhook_hosts.clone(),
    });
    let watch = ClockWatch {
        clock: checked,
        db: db.clone(),
        shop,
        telegram: telegram.clone(),
        owners: shop_context.owners.clone(),
        zone: options.timezone,
    };
    let watching = tokio::spawn(watch.run(stop.clone()));
    let registering = tokio::spawn({
        let (telegram, shop) = (telegram.clone(), Arc::clone(&shop_context));
        async move { register_commands(&telegram, &shop).await }
    });
    let jobs = Jobs {
        db: db.clone(),
        shop,
        owners: shop_context.owners.clone(),
        currency: options.currency,
        clock: Arc::clone(&clock),
        jobs: options.jobs,
    };
    let webhooks = webhooks::Sender {
        db: db.clone(),
        shop,
        owners: shop_context.owners.clone(),
        clock: Arc::clone(&clock),
        chance: options.chance,
        client: webhooks::Client::new(options.resolver, options.webhook_hosts)?,
    };
    let send_events: LeaderTask = Arc::new(move |stop, term| Box::pin(webhooks.clone().run(stop, term)));
    let run_jobs: LeaderTask = Arc::new(move |stop, _| {
        let jobs = jobs.clone();
        Box::pin(async move { jobs.run(stop).await })
    });
    let alarms = alarm_handler(Arc::clone(&shop_context));
    let serving = Serving {
        db,
        shop,
        clock,
        telegram,
        bot,
        handlers: schema::schema(),
        on_dead_letter: schema::on_dead_letter(),
        file_gate: sent_file::gate(Arc::clone(&shop_context)),
        dependencies: dptree::deps![shop_context],
        limits: options.limits,
        retry_policy: RetryPolicy::default(),
        webhook: options.webhook,
        leader_tasks: vec![run_jobs, send_events],
        alarms,
    };
    let served = telegram::serve::serve(serving, stop).await;
    registering.abort();
    // It may be in a write, which must not be cancelled.
    drop(watching);
    Ok(served?)
}

/// Tells the owners where another program uses the bot's token.
fn alarm_handler(shop: Arc<ShopContext>) -> AlarmHandler {
    Arc::new(move |report| {
        let shop = Arc::clone(&shop);
        Box::pin(async move {
            let tell = async {
                let mut tx = shop.db.begin(shop.shop_id).await?;
                match report {
                    Report::Raised(alarm) => {
                        notices::alarm::of_another_program(&mut tx, shop.clock.now(), &shop.owners, alarm).await?;
                    }
                    Report::Over(alarm) => drop(service::alarms::clear(&mut tx, alarm).await?),
                }
                Ok::<(), service::Error>(tx.commit().await?)
            };
            if let Err(error) = tell.await {
                tracing::error!(%error, "the owners cannot be told of an alarm");
            }
        })
    })
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

/// Notes how Telegram describes the bot, for the clients of the APIs.
async fn note_account(db: &Db, shop: ShopId, account: Account) -> Result<(), service::Error> {
    let bot = BotAccount { username: Some(account.username), name: account.first_name };
    let mut tx = db.begin(shop).await?;
    service::shop::set_bot(&mut tx, &bot).await?;
    Ok(tx.commit().await?)
}

/// Calls `getMe` until Telegram answers. Returns the account of the bot; `None` after the signal to stop.
async fn account(telegram: &Telegram, shop: ShopId, stop: &CancellationToken) -> Result<Option<Account>, RunError> {
    let mut pauses = Pauses::new(PAUSE.0, PAUSE.1);
    loop {
        let Some(answer) = stop.run_until_cancelled(telegram.call(&WhoAmI {})).await else { return Ok(None) };
        let pause = match answer {
            Ok(Account { id: Some(id), .. }) if id != shop.0 => return Err(RunError::OtherBot(id)),
            Ok(account) => return Ok(Some(account)),
            Err(ApiError::Unauthorized | ApiError::NotFound) => return Err(RunError::UnknownToken),
            Err(error) => {
                let pause = pauses.next().max(error.asked_pause().min(LONGEST_ASKED));
                tracing::warn!(%error, pause_s = pause.as_secs_f32(), "Telegram does not answer; trying again after a pause");
                pause
            }
        };
        if !shutdown::sleep(pause, stop).await {
            return Ok(None);
        }
    }
}

//! `kopilka sandbox`: the real bot on a temporary database with the sample dump, against the Bot API server in the binary.

mod parcels;

use std::{io::Write, net::SocketAddr, sync::Arc};

use axum::Router;
use chrono_tz::Tz;
use tempfile::NamedTempFile;

use crate::{
    clock::{Clock, SystemChance, SystemClock},
    config::{ConfigError, HttpConfig, Settings, ShopConfig, Token},
    domain::{ApiKey, CouponWorth, OperationId, Rate, Role, Scope, ShopId, TelegramId},
    http::{self, Server},
    import, jobs,
    sandbox::{self, ApiLinks, Person, Sandbox},
    serve,
    service::{
        self, Caller,
        api_keys::{self, KeyOptions},
        api_tokens, coupons,
        customers::{self, NewCustomer},
        staff::Member,
    },
    shutdown::CancellationToken,
    storage::{self, Db, Tx},
    telegram::Limits,
    webhooks::SystemResolver,
};

/// The dump of the sample shop.
const SAMPLE: &str = include_str!("../import/customers.json");
/// The owner.
const OWNER: TelegramId = TelegramId(8_000_000_001);
/// The staff: a cashier who uses Russian and a manager who uses English.
const CASHIER: TelegramId = TelegramId(8_000_000_002);
const MANAGER: TelegramId = TelegramId(8_000_000_003);
/// The first customer of the sample.
const GULNUR: TelegramId = TelegramId(9_000_000_000);
/// Customers of the sample with parcels.
const OLGA: TelegramId = TelegramId(9_000_000_012);
const ZOE: TelegramId = TelegramId(9_000_000_008);

/// Why the sandbox cannot start.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The port is taken or not permitted.
    #[error("the page cannot be served on port {0}: choose another one with --port")]
    Port(u16, #[source] std::io::Error),
    /// A temporary file cannot be written.
    #[error("the sandbox cannot be set up")]
    Io(#[from] std::io::Error),
    /// The temporary database failed.
    #[error("the sandbox's database failed")]
    Storage(#[from] storage::Error),
    /// The shop cannot be opened.
    #[error("the sandbox's shop cannot be opened")]
    Service(#[from] service::Error),
    /// The sample cannot be imported.
    #[error("the sample cannot be imported")]
    Import(#[from] import::ImportError),
    /// A setting is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The bot does not start.
    #[error("the bot does not start")]
    Bot(#[from] serve::RunError),
}

/// Where the sandbox listens on this machine; 0: on a free port.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// The page.
    pub page: u16,
    /// The HTTP APIs. A free port where this one is taken.
    pub api: u16,
}

/// Serves the sandbox until `stop`, and then deletes its database. Of the settings it takes the shop's time zone, currency and phone
/// countries, and the hosts of webhooks.
///
/// # Errors
/// [`DemoError`].
pub async fn run(
    settings: &Settings,
    ports: Ports,
    with_browser: bool,
    stop: CancellationToken,
) -> Result<(), DemoError> {
    let port = ports.page;
    let ShopConfig { timezone, currency, phones, webhook_hosts } =
        ShopConfig::from_settings(settings, local_timezone())?;
    let directory = tempfile::TempDir::new()?;
    let db = Db::open(&format!("sqlite:{}", directory.path().join("sandbox.db").display())).await?;
    db.migrate().await?;
    let sandbox = Sandbox::start(sandbox::Options {
        port,
        people: people(),
        time_zone: Some(timezone.name().to_owned()),
        ..Default::default()
    })
    .await;
    let sandbox = sandbox.map_err(|error| DemoError::Port(port, error))?;
    let token: Token = sandbox.token().parse()?;
    let shop = token.shop();
    seed(&db, shop).await?;
    sandbox.reserve_ids(customers::telegram_ids(&mut db.read(shop).await?).await?.into_iter().map(|id| id.0));
    let (key, tenant_key) = demonstration_key(&db, shop).await?;
    let server = listen(ports.api, &stop).await?;
    let options = serve::Options {
        shop,
        token: token.as_str().to_owned(),
        api_url: sandbox.url(),
        owners: vec![OWNER],
        timezone,
        currency,
        phones,
        limits: Limits::default(),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        jobs: jobs::ALL,
        webhook: None,
        http: Some(serve::Http { opener: server.opener(), routes: Router::new(), config: HttpConfig::default() }),
        webhook_hosts,
        resolver: Arc::new(SystemResolver),
    };
    let apis = format!("http://{}/api", server.address());
    sandbox.link_apis(ApiLinks {
        swagger: format!("{apis}/docs"),
        redoc: format!("{apis}/redoc"),
        key: key.as_str().to_owned(),
        tenant_key: tenant_key.clone(),
    });
    let greeting = format!(
        "Kopilka's sandbox: {}\n\
         Its HTTP APIs: {apis}/docs with the key {} for the bot {shop}\n\
         A back office also sends the header X-Tenant-Key: {tenant_key}\n\
         Everything in it is thrown away at the end. Ctrl-C ends it.\n",
        sandbox.url(),
        key.as_str(),
    );
    // The reader of a pipe may have what it wants after the first line; the sandbox goes on.
    if let Err(error) = std::io::stdout().write_all(greeting.as_bytes()) {
        tracing::debug!(%error, "the standard output is closed");
    }
    if with_browser && let Err(error) = open::that_detached(sandbox.url()) {
        tracing::warn!(%error, "the browser cannot be opened: open the address yourself");
    }
    let served = serve::run(db.clone(), options, stop).await;
    server.stop().await;
    served?;
    db.close().await;
    Ok(())
}

/// Listens on the port of the APIs, or on a free one where it is taken.
async fn listen(port: u16, stop: &CancellationToken) -> Result<Server, DemoError> {
    let start = |port| {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Server::start(address, http::Limits::default(), Arc::new(SystemChance), stop)
    };
    match start(port).await {
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Ok(start(0).await?),
        listening => Ok(listening?),
    }
}

/// A key with which a developer tries the APIs, and the one that names the shop.
async fn demonstration_key(db: &Db, shop: ShopId) -> Result<(ApiKey, String), DemoError> {
    let options = KeyOptions {
        name: "demonstration".to_owned(),
        scopes: [Scope::All].into_iter().collect(),
        rate_per_minute: api_keys::RATE * 10,
        days: None,
        asks_consent: true,
    };
    let operation = Caller::operator(SystemClock.now()).operation(OperationId::command("demonstration key"));
    let mut tx = db.begin(shop).await?;
    let made = api_keys::create(&mut tx, &operation, &SystemChance, &options).await?;
    let tenant_key = api_tokens::secrets(&mut tx, &SystemChance, operation.at()).await?.tenant_key;
    tx.commit().await?;
    let key = made.secret.ok_or(service::Error::Corrupt("the demonstration key was made before"))?;
    Ok((key, tenant_key))
}

/// The time zone of this machine: the shop's days and hours are then those of the person at it.
fn local_timezone() -> Tz {
    let name = iana_time_zone::get_timezone().ok();
    name.and_then(|name| name.parse().ok()).unwrap_or(chrono_tz::Asia::Almaty)
}

/// The people of the sandbox: three members of the staff, customers of the sample, and two who have not started the bot yet.
/// The examples in texts and documents sell to the customers here.
pub fn people() -> Vec<Person> {
    vec![
        Person::new(OWNER.0, "Айгерим").last_name("Сапарова").language("ru").role("owner").started(),
        Person::new(CASHIER.0, "Тимур").username("timur_kassa").language("ru").role("cashier").started(),
        Person::new(MANAGER.0, "Emma").username("emma_office").language("en").role("manager").started(),
        Person::new(OLGA.0, "Ольга")
            .last_name("Ахметова")
            .username("sample_user_12")
            .language("ru")
            .role("customer")
            .started(),
        Person::new(GULNUR.0, "Гүлнұр").language("kk").phone("+77000000000").role("customer").started(),
        Person::new(ZOE.0, "Zoë").language("en").role("customer").started(),
        Person::new(9_000_000_020, "Юки 🐈")
            .last_name("Юсупов")
            .username("sample_user_20")
            .language("en")
            .phone("+77000000020")
            .premium()
            .role("customer")
            .started(),
        Person::new(8_000_000_004, "Бегимай").language("ky").phone("+996700123456").role("newcomer"),
        // The sample has this number on the card 10011, which belongs to this person once the number is shared.
        Person::new(8_000_000_005, "Лев").language("ru").phone("+77000000011").role("newcomer"),
    ]
}

/// Gives the first customer a coupon, so that a developer of a till finds one.
async fn give_coupon(tx: &mut Tx) -> Result<(), DemoError> {
    let at = SystemClock.now();
    let Some(customer) = customers::by_telegram_id(tx, GULNUR).await? else { return Ok(()) };
    let operation = Caller::staff(OWNER, Role::Owner, at).operation(OperationId::command("sandbox coupon"));
    let worth = CouponWorth::Percent(Rate::from_bp(10_00));
    coupons::give(tx, &operation, customer.customer_id, "−10 %", worth, None).await?;
    Ok(())
}

/// Imports the sample, appoints the staff, lets the customers have written before, so that the bot knows their languages, and adds
/// parcels.
///
/// # Errors
/// [`DemoError`].
pub async fn seed(db: &Db, shop: ShopId) -> Result<(), DemoError> {
    let mut sample = NamedTempFile::new()?;
    sample.write_all(SAMPLE.as_bytes())?;
    import::run(db, shop, sample.path(), &import::Options::default(), &SystemClock).await?;
    let mut tx = db.begin(shop).await?;
    for (telegram_id, role, name) in [(CASHIER, Role::Cashier, "Тимур"), (MANAGER, Role::Manager, "Emma")] {
        let id = OperationId::command(format_args!("sandbox {role}"));
        let operation = Caller::staff(OWNER, Role::Owner, SystemClock.now()).operation(id);
        let member = Member { telegram_id, role, name: name.to_owned() };
        service::staff::appoint(&mut tx, &operation, &member).await?;
    }
    for person in people().into_iter().filter(|person| person.role.as_deref() == Some("customer")) {
        let seen = NewCustomer {
            telegram_id: Some(TelegramId(person.id)),
            first_name: Some(person.first_name),
            last_name: person.last_name,
            username: person.username,
            is_premium: person.is_premium,
            phone: None,
            email: None,
            telegram_language: person.language_code,
        };
        customers::arrive(&mut tx, &SystemChance, &seen, SystemClock.now()).await?;
    }
    give_coupon(&mut tx).await?;
    let staff = |at| Caller::staff(MANAGER, Role::Manager, at);
    parcels::add(&mut tx, SystemClock.now(), staff, [ZOE, OLGA]).await?;
    tx.commit().await?;
    Ok(())
}

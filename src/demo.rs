//! `kopilka sandbox`: the real bot on a throw-away database with the sample dump, against the Bot API server in the binary.

use std::{io::Write, sync::Arc};

use tempfile::{NamedTempFile, TempDir};

use crate::{
    clock::{Clock, SystemChance, SystemClock},
    config::{ConfigError, Token},
    domain::{CurrencyError, Role, ShopId, TelegramId},
    import,
    jobs::Jobs,
    sandbox::{self, Person, Sandbox},
    serve,
    service::{self, Actor, Call, staff::Member},
    shutdown::CancellationToken,
    storage::{self, Db},
    telegram::{Limits, serve::BackgroundTask},
};

/// The shop that is tried.
const SAMPLE: &str = include_str!("../import/customers.json");
/// Who owns it.
const OWNER: TelegramId = TelegramId(8_000_000_001);
/// Who works in it: the till in Russian, the office in English.
const CASHIER: TelegramId = TelegramId(8_000_000_002);
const MANAGER: TelegramId = TelegramId(8_000_000_003);

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The port is taken, or not ours to take.
    #[error("the page cannot be served on port {0}: choose another one with --port")]
    Port(u16, #[source] std::io::Error),
    /// There is no room for temporary files.
    #[error("the sandbox cannot be set up")]
    Io(#[from] std::io::Error),
    /// The temporary database failed.
    #[error("the sandbox's database failed")]
    Storage(#[from] storage::Error),
    /// The shop could not be opened.
    #[error("the sandbox's shop cannot be opened")]
    Service(#[from] service::Error),
    /// The sample could not be imported.
    #[error("the sample cannot be imported")]
    Import(#[from] import::ImportError),
    /// The sandbox's own settings are wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The sandbox's currency is none.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
    /// The bot did not start.
    #[error("the bot does not start")]
    Bot(#[from] serve::RunError),
}

/// Serves the sandbox on `port` of this machine (0: a free one) until `stop`; then everything in it is gone.
///
/// # Errors
/// [`DemoError`].
pub async fn run(port: u16, with_browser: bool, stop: CancellationToken) -> Result<(), DemoError> {
    let directory = TempDir::new()?;
    let db = Db::open(&format!("sqlite:{}", directory.path().join("sandbox.db").display())).await?;
    db.migrate().await?;
    let sandbox = Sandbox::start(sandbox::Options { port, people: cast(), ..Default::default() }).await;
    let sandbox = sandbox.map_err(|error| DemoError::Port(port, error))?;
    let token: Token = sandbox.token().parse()?;
    let shop = token.shop();
    seed(&db, shop, &directory).await?;
    let jobs = Jobs { db: db.clone(), shop, clock: Arc::new(SystemClock) };
    let run_jobs: BackgroundTask = Box::new(move |stop| Box::pin(async move { jobs.run(stop.cancelled()).await }));
    let options = serve::Options {
        shop,
        token: token.as_str().to_owned(),
        api_url: sandbox.url(),
        owners: vec![OWNER],
        timezone: chrono_tz::Asia::Almaty,
        currency: "KZT".parse()?,
        limits: Limits::default(),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        background: vec![run_jobs],
        webhook: None,
    };
    println!("Kopilka's sandbox: {}", sandbox.url());
    println!("Everything in it is thrown away at the end. Ctrl-C ends it.");
    if with_browser && let Err(error) = open::that_detached(sandbox.url()) {
        tracing::warn!(%error, "no browser opens: open the address yourself");
    }
    serve::run(db.clone(), options, stop).await?;
    db.close().await;
    Ok(())
}

/// People to be: three of the staff, customers of the sample, and two who have never written to the bot.
fn cast() -> Vec<Person> {
    vec![
        Person::new(OWNER.0, "Айгерим").last_name("Сапарова").language("ru").role("owner").started(),
        Person::new(CASHIER.0, "Тимур").username("timur_kassa").language("ru").role("cashier").started(),
        Person::new(MANAGER.0, "Emma").username("emma_office").language("en").role("manager").started(),
        Person::new(9_000_000_012, "Ольга")
            .last_name("Ахметова")
            .username("sample_user_12")
            .language("ru")
            .role("customer")
            .started(),
        Person::new(9_000_000_000, "Гүлнұр").language("kk").phone("+77000000000").role("customer").started(),
        Person::new(9_000_000_020, "Юки 🐈")
            .last_name("Юсупов")
            .username("sample_user_20")
            .language("en")
            .phone("+77000000020")
            .premium()
            .role("customer")
            .started(),
        Person::new(8_000_000_004, "Бегимай").language("ky").phone("+996700123456").role("newcomer"),
        // The shop registered this number: sharing it claims the card 10011.
        Person::new(8_000_000_005, "Лев").language("ru").phone("+77000000011").role("newcomer"),
    ]
}

/// The sample's customers, a cashier and a manager.
async fn seed(db: &Db, shop: ShopId, directory: &TempDir) -> Result<(), DemoError> {
    let mut sample = NamedTempFile::new_in(directory)?;
    sample.write_all(SAMPLE.as_bytes())?;
    import::run(db, shop, sample.path(), &import::Options::default(), &SystemClock).await?;
    let mut tx = db.begin(shop).await?;
    for (telegram_id, role, name) in [(CASHIER, Role::Cashier, "Тимур"), (MANAGER, Role::Manager, "Emma")] {
        let actor = Actor::Staff(OWNER, Role::Owner);
        let call = Call { operation: format!("sandbox: {role}"), actor, at: SystemClock.now() };
        let member = Member { telegram_id, role, name: name.to_owned() };
        service::staff::appoint(&mut tx, &call, &member).await?;
    }
    tx.commit().await?;
    Ok(())
}

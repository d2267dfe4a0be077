//! The command line and its commands.

mod audit;
mod backup;
mod billing;
mod check;
mod database;
mod error;
mod key;
mod output;
mod panics;
mod token;
mod webhook;

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    pin::pin,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

pub use backup::BackupError;
pub use error::Error;

use self::{
    database::{expect_shop, open, open_to_read, open_when_reachable},
    error::one_line,
    output::{print, printed},
};
use crate::{
    clock::{SystemChance, SystemClock},
    config::{Config, Settings, UnknownName},
    demo,
    domain::{ShopId, TelegramId},
    http::{self, Server},
    import, jobs, serve,
    shutdown::{self, CancellationToken},
    storage::Db,
    telegram::{Limits, WebhookEndpoint},
    webhooks::SystemResolver,
};

/// How long the database may take to close when the program stops.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A loyalty program for small shops that lives in Telegram.
///
/// Settings come from the environment and from the file .env, which .env.example explains.
#[derive(Debug, Parser)]
#[command(name = "kopilka", version)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the shop's bot
    Run,
    /// Try everything with no token: the real bot, a sample shop, and a page to chat with it. Takes SHOP_TIMEZONE, SHOP_CURRENCY,
    /// SHOP_PHONE_COUNTRIES and HTTP_WEBHOOK_HOSTS
    Sandbox {
        /// The port of the page on this machine; 0 for a free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The port of the HTTP APIs on this machine; a free one where it is taken, or 0
        #[arg(long, default_value_t = 8081)]
        api_port: u16,
        /// Do not open a browser
        #[arg(long)]
        no_browser: bool,
    },
    /// Take over everything from the earlier bot's file
    Import {
        /// The JSON file of the earlier bot
        file: PathBuf,
        /// Do everything but keep it, and report
        #[arg(long)]
        dry_run: bool,
        /// Leave out customers whose records are faulty, and list them in a file, instead of refusing all
        #[arg(long)]
        accept_faulty: bool,
    },
    /// Write everything into a JSON file like the earlier bot's
    Export {
        /// The file to write; - for the standard output
        file: PathBuf,
        /// Replace FILE where it exists
        #[arg(long)]
        force: bool,
    },
    /// Check that every balance is the sum of its entries, and whatever else must always be true
    Audit {
        /// Print a JSON array instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Tell whether settings, token, clock, webhook, database and disk are in order; nothing is written
    Check {
        /// Print a JSON array instead of a table
        #[arg(long)]
        json: bool,
        /// Only ask the running program at HTTP_ADDR whether it is alive, as a container's health check does
        #[arg(long, conflicts_with = "json")]
        alive: bool,
    },
    /// Copy the whole database into FILE, also while the bot runs
    Backup {
        /// The copy: for SQLite a database file, for PostgreSQL a dump for pg_restore
        file: PathBuf,
        /// Replace FILE where it exists
        #[arg(long)]
        force: bool,
    },
    /// Make, list, replace and revoke keys of the HTTP APIs
    Key {
        #[command(subcommand)]
        command: key::KeyCommand,
    },
    /// Add, list, change and remove webhooks: URLs to which events are sent
    Webhook {
        #[command(subcommand)]
        command: webhook::WebhookCommand,
    },
    /// Print an access token of the HTTP APIs for a member of the staff
    Token {
        /// The Telegram id of the person
        #[arg(value_name = "TELEGRAM_ID")]
        person: i64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make the bills of a month; load key account managers and utility information
    Billing {
        #[command(subcommand)]
        command: billing::BillingCommand,
    },
    /// Bring the tables of the database up to date, as run and import do when they start
    Migrate,
}

impl Command {
    /// The others serve until a signal stops them.
    const fn ends_by_itself(&self) -> bool {
        !matches!(self, Self::Run | Self::Sandbox { .. })
    }
}

/// Runs the command of the command line. An error is printed to the standard error in one line.
pub fn main() -> ExitCode {
    match start(CommandLine::parse()) {
        Ok(code) => code,
        Err(error) => {
            // Without a standard error the exit code is all that is left.
            let _ = writeln!(io::stderr(), "kopilka: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

fn start(line: CommandLine) -> Result<ExitCode, Error> {
    let settings = match Settings::load() {
        Ok(settings) => settings,
        Err(fault) => {
            let Command::Check { json, alive: false } = line.command else { return Err(fault.into()) };
            check::unreadable(fault, json)?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let filter =
        EnvFilter::try_new(settings.log()).map_err(|error| Error::Log(error, settings.line("RUST_LOG").cloned()))?;
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colours).init();
    panics::log_locations_only();
    for directory in settings.env_directories() {
        tracing::warn!(directory = %directory.display(), "is a directory and no file of settings: it is passed over");
    }
    let names = match settings.unknown_names() {
        // It is named beside what else is wrong.
        Err(_) if matches!(line.command, Command::Check { alive: false, .. }) => Vec::new(),
        names => names?,
    };
    for UnknownName { name, nearest, line } in names {
        let nearest = nearest.map(|nearest| format!("; the nearest one is {nearest}")).unwrap_or_default();
        tracing::warn!("{name} is no setting, and is not used{nearest} ({line})");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::Start)?;
    let ended = runtime.block_on(run(line.command, &settings));
    // Tasks that still run are not awaited: unfinished work is in the database and continues at the next start.
    runtime.shutdown_background();
    ended
}

async fn run(command: Command, settings: &Settings) -> Result<ExitCode, Error> {
    let stop = shutdown::on_signals().map_err(Error::Start)?;
    let ends_by_itself = command.ends_by_itself();
    let ended = execute(command, settings, stop.clone());
    if ends_by_itself {
        // What it has begun is undone: transactions, and files that are not complete.
        stop.run_until_cancelled(ended).await.unwrap_or(Err(Error::Stopped))
    } else {
        ended.await
    }
}

async fn execute(command: Command, settings: &Settings, stop: CancellationToken) -> Result<ExitCode, Error> {
    let config = || Config::from_settings(settings);
    match command {
        Command::Run => {
            serve(&config()?, stop).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Sandbox { port, api_port, no_browser } => {
            demo::run(settings, demo::Ports { page: port, api: api_port }, !no_browser, stop).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Import { file, dry_run, accept_faulty } => {
            let config = config()?;
            let shop = config.token()?.shop();
            let options = import::Options { dry_run, accept_faulty, progress: true, phones: config.phones.clone() };
            let db = open(&config).await?;
            let report = import::run(&db, shop, &file, &options, &SystemClock).await;
            db.close().await;
            let mut report = report?;
            if let Err(error) = printed(report.print(&mut io::stdout().lock())) {
                // The exit code says what became of the import, which is over.
                let _ = writeln!(io::stderr(), "kopilka: {} But {}", report.headline(), one_line(&error));
            }
            Ok(if report.is_refused() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
        }
        Command::Export { file, force } => {
            let config = config()?;
            let shop = config.token()?.shop();
            let db = open_to_read(&config).await?;
            let exported = export(&db, shop, &config, &file, force).await;
            db.close().await;
            // The file may be the standard output, so this goes to the standard error.
            let exported = exported?;
            printed(writeln!(io::stderr(), "{exported}"))?;
            if !exported.waiting.is_nothing() {
                printed(writeln!(
                    io::stderr(),
                    "kopilka: not in the file: {}. Start the bot until nothing waits, stop it and export again, or they stay behind",
                    exported.waiting
                ))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Audit { json } => {
            let config = config()?;
            let shop = config.token()?.shop();
            let db = open_to_read(&config).await?;
            let sound = audit::run(&db, shop, json).await;
            db.close().await;
            Ok(if sound? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Check { alive: true, .. } => {
            check::alive::run(&config()?).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { json, alive: false } => {
            let is_in_order = check::run(settings, json).await?;
            Ok(if is_in_order { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Backup { file, force } => {
            let config = config()?;
            backup::run(&config.database, &file, force).await?;
            print(&format!("{} is complete\n", file.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Key { command } => {
            let config = config()?;
            let shop = config.token()?.shop();
            let db = open(&config).await?;
            let done = key::run(&db, shop, command).await;
            db.close().await;
            done?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Webhook { command } => {
            let config = config()?;
            let shop = config.token()?.shop();
            // Asks for addresses, so before any transaction.
            webhook::check(&command, &config.http.webhook_hosts).await?;
            let db = open(&config).await?;
            let done = webhook::run(&db, shop, command, &config.http.webhook_hosts).await;
            db.close().await;
            done?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Token { person, json } => {
            let config = config()?;
            let shop = config.token()?.shop();
            let db = open(&config).await?;
            let done = token::run(&db, shop, &config, TelegramId(person), json).await;
            db.close().await;
            done?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Billing { command } => {
            let config = config()?;
            let shop = config.token()?.shop();
            let db = open(&config).await?;
            let done = billing::run(&db, shop, &config, command).await;
            db.close().await;
            Ok(if done? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Migrate => {
            let config = config()?;
            open(&config).await?.close().await;
            print("the database is up to date\n")?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Serves the bot, and HTTP where it is configured, until a signal stops the program.
async fn serve(config: &Config, stop: CancellationToken) -> Result<(), Error> {
    let token = config.token()?;
    let chance = Arc::new(SystemChance);
    let mut server = match config.http.addr {
        None => None,
        Some(address) => {
            let server = Server::start(address, http::Limits::default(), chance.clone(), &stop).await;
            Some(server.map_err(|error| Error::Listen(address, error))?)
        }
    };
    let (webhook, routes) = match config.webhook_url.clone() {
        None => (None, Router::new()),
        Some(url) => {
            let (webhook, route) = WebhookEndpoint::new(token.as_str(), url);
            // Its path may be secret.
            (Some(webhook), http::labelled("webhook", route))
        }
    };
    let http =
        server.as_ref().map(|server| serve::Http { opener: server.opener(), routes, config: config.http.clone() });
    let options = serve::Options {
        shop: token.shop(),
        token: token.as_str().to_owned(),
        api_url: config.api_url.clone(),
        owners: config.owners.clone(),
        timezone: config.timezone,
        currency: config.currency,
        phones: config.phones.clone(),
        limits: Limits::per_second(config.send_per_second),
        clock: Arc::new(SystemClock),
        chance,
        webhook,
        http,
        jobs: jobs::ALL,
        webhook_hosts: config.http.webhook_hosts.clone(),
        resolver: Arc::new(SystemResolver),
    };
    let Some(db) = open_when_reachable(config, &stop).await? else { return Ok(()) };
    let mut is_server_broken = false;
    let ended = {
        let broke_down = async {
            match &mut server {
                Some(server) => server.broke_down().await,
                None => std::future::pending().await,
            }
        };
        let mut serving = pin!(serve::run(db.clone(), options, stop.clone()));
        tokio::select! {
            biased;
            ended = &mut serving => ended,
            () = broke_down => {
                is_server_broken = !stop.is_cancelled();
                stop.cancel();
                serving.await
            }
        }
    };
    if let Some(server) = server {
        server.stop().await;
    }
    if tokio::time::timeout(CLOSE_TIMEOUT, db.close()).await.is_err() {
        tracing::warn!("the database does not answer: it is left as it is");
    }
    ended?;
    if is_server_broken { Err(Error::ServerBroken) } else { Ok(()) }
}

async fn export(db: &Db, shop: ShopId, config: &Config, file: &Path, force: bool) -> Result<import::Exported, Error> {
    expect_shop(db, shop).await?;
    Ok(import::export(db, shop, config.timezone, file, force).await?)
}

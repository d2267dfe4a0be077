//! The settings: from the environment, else from the file `.env`, here or in a directory above. Each is checked before
//! anything starts.

use std::{collections::HashMap, env, fmt, net::SocketAddr, str::FromStr};

use chrono_tz::Tz;
use reqwest::Url;

use crate::domain::{Currency, ShopId, TelegramId};

/// What is logged where nothing is said: what a shop owner may want to know. (PostgreSQL notices every migration.)
const LOG: &str = "info,sqlx::postgres::notice=warn";
/// The most messages a second that can be asked for; Telegram allows 30, a paid broadcast 1000.
const MOST_PER_SECOND: u32 = 1000;

/// Where settings are looked up.
pub struct Settings(HashMap<String, String>);

/// What the program needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// The bot's token; `None` where none is set. Not every command needs it.
    pub token: Option<Token>,
    /// The Bot API server.
    pub api_url: String,
    /// Where everything is kept. May hold a password.
    pub database: DatabaseUrl,
    /// The shop's owners.
    pub owners: Vec<TelegramId>,
    /// Dates are shown in it.
    pub timezone: Tz,
    /// Money is shown in it.
    pub currency: Currency,
    /// Where Telegram is to bring updates; `None`: it is asked for them.
    pub webhook_url: Option<Url>,
    /// Where the HTTP server listens; `None`: there is none.
    pub http_addr: Option<SocketAddr>,
    /// How many messages may be sent in a second; 0: no limit, also none for one chat.
    pub send_per_second: u32,
}

/// A bot's token. It is a secret: only [`Token::as_str`] shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    shop: ShopId,
    text: String,
}

/// The address of a database, which may hold a password: only [`DatabaseUrl::as_str`] shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

/// A setting that cannot be used. Says nothing of the values of those that are secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It is not what it should be.
    #[error("{name} is {found:?}; it must be {expected}")]
    Wrong {
        /// The setting.
        name: &'static str,
        /// What it is.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// It is not what it should be, and nobody else should see what it is.
    #[error("{name} must be {expected}")]
    WrongSecret {
        /// The setting.
        name: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// It is needed and not set.
    #[error("{name} is not set; it must be {expected}")]
    Missing {
        /// The setting.
        name: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// The file can be read, but not understood.
    #[error("line {line} of .env is not NAME=value")]
    File {
        /// Counted from 1, comments and empty lines left out.
        line: usize,
    },
    /// The file cannot be read.
    #[error(".env cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
}

const TOKEN: (&str, &str) = ("TELOXIDE_TOKEN", "the token that @BotFather gave you, like 123456789:AAE…");

impl Settings {
    /// Those of the environment and of `.env`.
    ///
    /// # Errors
    /// [`ConfigError::File`], [`ConfigError::Unreadable`].
    pub fn load() -> Result<Self, ConfigError> {
        let file = match dotenvy::dotenv_iter() {
            Ok(lines) => lines.collect(),
            Err(error) if error.not_found() => Vec::new(),
            Err(error) => vec![Err(error)],
        };
        let mut settings = HashMap::new();
        for (line, pair) in (1..).zip(file) {
            let (name, value) = pair.map_err(|error| match error {
                dotenvy::Error::Io(error) => ConfigError::Unreadable(error.kind()),
                // The error would show the line, which may be the token.
                _ => ConfigError::File { line },
            })?;
            settings.insert(name, value);
        }
        // A value that is no text is no setting of ours, or is then found wrong.
        settings.extend(
            env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))),
        );
        Ok(Self(settings))
    }

    /// What is logged, as `RUST_LOG` says it.
    pub fn log(&self) -> &str {
        self.get("RUST_LOG").unwrap_or(LOG)
    }

    /// An empty setting is as good as none: that is how `.env.example` leaves them.
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The setting, read; what it is where it is not set.
    fn read<T>(
        &self,
        name: &'static str,
        expected: &'static str,
        default: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let text = self.get(name).unwrap_or(default);
        read(text).ok_or_else(|| ConfigError::Wrong { name, found: text.to_owned(), expected })
    }
}

impl FromIterator<(String, String)> for Settings {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Config {
    /// Checks every setting.
    ///
    /// # Errors
    /// The first that is wrong.
    pub fn from_settings(settings: &Settings) -> Result<Self, ConfigError> {
        let webhook_url = settings.get("WEBHOOK_URL").map(webhook_url).transpose()?;
        Ok(Self {
            token: settings.get(TOKEN.0).map(str::parse).transpose()?,
            api_url: settings.read(
                "TELOXIDE_API_URL",
                "the address of a Bot API server, like https://api.telegram.org",
                "https://api.telegram.org",
                |text| {
                    let url = Url::parse(text).ok()?;
                    (["http", "https"].contains(&url.scheme()) && url.has_host()).then(|| text.to_owned())
                },
            )?,
            database: DatabaseUrl::parse(settings.get("DATABASE_URL").unwrap_or("sqlite:kopilka.db"))?,
            owners: settings.read(
                "OWNER_IDS",
                "the Telegram ids of the shop's owners with commas between them, like 123456789,987654321",
                "",
                owners,
            )?,
            timezone: settings.read(
                "SHOP_TIMEZONE",
                "a time zone by the name of a city, like Asia/Almaty",
                "Asia/Almaty",
                |text| text.parse().ok(),
            )?,
            currency: settings
                .read("SHOP_CURRENCY", "the three letters of a currency, like KZT", "KZT", |text| text.parse().ok())?,
            http_addr: settings.read(
                "HTTP_ADDR",
                "an address of this machine and a port, like 127.0.0.1:8080",
                // Without a webhook, HTTP is off unless it is switched on.
                if webhook_url.is_some() { "127.0.0.1:8080" } else { "" },
                |text| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) },
            )?,
            webhook_url,
            send_per_second: settings.read(
                "SEND_PER_SECOND",
                "a whole number up to 1000; Telegram allows 30, and 0 takes every limit away",
                "30",
                |text| text.parse().ok().filter(|number| *number <= MOST_PER_SECOND),
            )?,
        })
    }

    /// The token, for what cannot do without.
    ///
    /// # Errors
    /// [`ConfigError::Missing`].
    pub fn token(&self) -> Result<&Token, ConfigError> {
        self.token.as_ref().ok_or(ConfigError::Missing { name: TOKEN.0, expected: TOKEN.1 })
    }
}

impl FromStr for Token {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let is_secret =
            |secret: &str| !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
        let shop = text.split_once(':').filter(|(_, secret)| is_secret(secret)).and_then(|(id, _)| positive(id));
        let shop = shop.map(ShopId).ok_or(ConfigError::WrongSecret { name: TOKEN.0, expected: TOKEN.1 })?;
        Ok(Self { shop, text: text.to_owned() })
    }
}

impl Token {
    /// The shop that the bot is of: the number before the colon.
    pub const fn shop(&self) -> ShopId {
        self.shop
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}:…)", self.shop)
    }
}

impl DatabaseUrl {
    fn parse(text: &str) -> Result<Self, ConfigError> {
        let is_file = |rest: &str| {
            let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
            !["", ":memory:"].contains(&path.trim_start_matches("//")) && !options.contains("mode=memory")
        };
        let is_server = || Url::parse(text).is_ok();
        let is_valid = match text.split_once(':') {
            Some(("sqlite", rest)) => is_file(rest),
            Some(("postgres" | "postgresql", rest)) => rest.starts_with("//") && is_server(),
            _ => false,
        };
        let expected = "sqlite: and a file, like sqlite:kopilka.db, or a PostgreSQL server, like postgres://user:password@host/database";
        if is_valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(ConfigError::WrongSecret { name: "DATABASE_URL", expected })
        }
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.0.split(':').next().unwrap_or_default();
        write!(f, "DatabaseUrl({kind}:…)")
    }
}

fn webhook_url(text: &str) -> Result<Url, ConfigError> {
    let is_usable = |url: &Url| ["http", "https"].contains(&url.scheme()) && url.has_host();
    Url::parse(text).ok().filter(is_usable).ok_or_else(|| ConfigError::Wrong {
        name: "WEBHOOK_URL",
        found: text.to_owned(),
        expected: "the address at which Telegram reaches this program, like https://bot.example.org/telegram",
    })
}

fn owners(text: &str) -> Option<Vec<TelegramId>> {
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| positive(id).map(TelegramId)).collect()
}

fn positive(text: &str) -> Option<i64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number > 0)
}

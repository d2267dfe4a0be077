//! The settings, from the environment or from the file `.env` in the working directory or above. All are checked before
//! the program starts its work.

mod env_file;
mod error;
mod http;
mod names;
mod settings;
mod webhook_url;

use std::{fmt, str::FromStr};

use chrono_tz::Tz;
use reqwest::Url;

pub(crate) use self::error::in_file;
use self::settings::Check;
pub use self::{
    error::{ConfigError, Line, LineFault},
    http::{HttpConfig, Secret},
    names::UnknownName,
    settings::Settings,
};
use crate::domain::{Currency, PhoneCountries, ShopId, TelegramId, WebhookHost};

/// The largest `SEND_PER_SECOND`. Telegram allows 30, and 1000 for a paid broadcast.
const MAX_SEND_PER_SECOND: u32 = 1000;

/// The checked settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The bot's token. Some commands work without one.
    pub token: Option<Token>,
    /// The address of the Bot API server.
    pub api_url: String,
    /// The address of the database, which may contain a password.
    pub database: DatabaseUrl,
    /// The shop's owners.
    pub owners: Vec<TelegramId>,
    /// The time zone of the shop.
    pub timezone: Tz,
    /// The currency of the shop.
    pub currency: Currency,
    /// Which phone numbers the shop takes.
    pub phones: PhoneCountries,
    /// The public address to which Telegram delivers updates; `None`: long polling.
    pub webhook_url: Option<Url>,
    /// The HTTP server.
    pub http: HttpConfig,
    /// How many messages may be sent in a second; 0: no limit, also none for one chat.
    pub send_per_second: u32,
}

/// The settings that the sandbox's shop has as well.
#[derive(Clone, Debug)]
pub struct ShopConfig {
    /// The time zone of the shop.
    pub timezone: Tz,
    /// The currency of the shop.
    pub currency: Currency,
    /// Which phone numbers the shop takes.
    pub phones: PhoneCountries,
    /// The hosts to which events are sent although they are not public.
    pub webhook_hosts: Vec<WebhookHost>,
}

/// A bot's token. It is a secret: only [`Token::as_str`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    shop: ShopId,
    text: String,
}

/// The address of a database, which may contain a password: only [`DatabaseUrl::as_str`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

const TOKEN: (&str, &str) = ("TELOXIDE_TOKEN", "the token that @BotFather gave you, like 123456789:AAE…");

impl Config {
    /// Checks every setting.
    ///
    /// # Errors
    /// The first wrong setting.
    pub fn from_settings(settings: &Settings) -> Result<Self, ConfigError> {
        Self::checked(&mut Check::of(settings))
    }

    /// All that is wrong with the settings: misspelled names, and values.
    pub fn faults(settings: &Settings) -> Vec<ConfigError> {
        let mut check = Check::of(settings);
        // What is wrong is in the check.
        let _ = Self::checked(&mut check);
        settings.misspelled_names().into_iter().chain(check.faults()).collect()
    }

    fn checked(check: &mut Check<'_>) -> Result<Self, ConfigError> {
        let settings = check.settings();
        let api_url = check.note(settings.read(
            "TELOXIDE_API_URL",
            "the address of a Bot API server, like https://api.telegram.org",
            "https://api.telegram.org",
            |text| {
                let url = Url::parse(text).ok()?;
                (["http", "https"].contains(&url.scheme()) && url.has_host()).then(|| text.to_owned())
            },
        ));
        let webhook_url = settings.get("WEBHOOK_URL");
        // Without a webhook, HTTP is off unless it is switched on.
        let http_addr = if webhook_url.is_some() { "127.0.0.1:8080" } else { "" };
        let of_api = api_url.as_deref().unwrap_or_default();
        let webhook_url = check.note(webhook_url.map(|text| webhook_url::check(text, of_api)).transpose());
        let token = check.note(settings.get(TOKEN.0).map(str::parse).transpose());
        let database = check.note(DatabaseUrl::parse(settings.get("DATABASE_URL").unwrap_or("sqlite:kopilka.db")));
        let owners = check.note(settings.read(
            "OWNER_IDS",
            "the Telegram ids of the shop's owners with commas between them, like 123456789,987654321",
            "",
            owners,
        ));
        let shop = ShopConfig::checked(check, Tz::Asia__Almaty);
        let http = HttpConfig::checked(check, http_addr);
        let send_per_second = check.note(settings.read(
            "SEND_PER_SECOND",
            "a whole number up to 1000; Telegram allows 30, and 0 takes every limit away",
            "30",
            |text| text.parse().ok().filter(|number| *number <= MAX_SEND_PER_SECOND),
        ));
        let ShopConfig { timezone, currency, phones, .. } = shop?;
        Ok(Self {
            token: token?,
            api_url: api_url?,
            database: database?,
            owners: owners?,
            timezone,
            currency,
            phones,
            webhook_url: webhook_url?,
            http: http?,
            send_per_second: send_per_second?,
        })
    }

    /// The token, for commands that need it.
    ///
    /// # Errors
    /// [`ConfigError::Missing`].
    pub fn token(&self) -> Result<&Token, ConfigError> {
        self.token.as_ref().ok_or(ConfigError::Missing { name: TOKEN.0, expected: TOKEN.1 })
    }
}

impl ShopConfig {
    /// Checks the settings of the shop; its time zone is `otherwise` where none is set.
    ///
    /// # Errors
    /// The first wrong setting.
    pub fn from_settings(settings: &Settings, otherwise: Tz) -> Result<Self, ConfigError> {
        Self::checked(&mut Check::of(settings), otherwise)
    }

    fn checked(check: &mut Check<'_>, otherwise: Tz) -> Result<Self, ConfigError> {
        let settings = check.settings();
        let timezone = check.note(settings.read(
            "SHOP_TIMEZONE",
            "a time zone by the name of a city, like Asia/Almaty",
            otherwise.name(),
            |text| text.parse().ok(),
        ));
        // The machine's time zone does not say whose numbers are typed in the sandbox.
        let home = match (settings.get("SHOP_TIMEZONE"), &timezone) {
            (Some(_), Ok(timezone)) => PhoneCountries::of_timezone(*timezone),
            _ => PhoneCountries::default(),
        };
        let currency = check.note(settings.read(
            "SHOP_CURRENCY",
            "the three letters of a currency, like KZT",
            "KZT",
            |text| text.parse().ok(),
        ));
        let phones = check.note(settings.read(
            "SHOP_PHONE_COUNTRIES",
            "the two letters of each country whose phone numbers the shop takes, with commas between them, like KZ,KG",
            "",
            |text| if text.is_empty() { Some(home) } else { text.parse().ok() },
        ));
        let webhook_hosts = check.note(http::webhook_hosts(settings));
        Ok(Self { timezone: timezone?, currency: currency?, phones: phones?, webhook_hosts: webhook_hosts? })
    }
}

impl FromStr for Token {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let is_secret =
            |secret: &str| !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
        let shop = text.split_once(':').filter(|(_, secret)| is_secret(secret)).and_then(|(id, _)| positive(id));
        let shop = shop.map(ShopId).ok_or(ConfigError::WrongSecret { name: TOKEN.0, expected: TOKEN.1, line: None })?;
        Ok(Self { shop, text: text.to_owned() })
    }
}

impl Token {
    /// The shop of the bot: the number before the colon.
    pub const fn shop(&self) -> ShopId {
        self.shop
    }

    /// The whole token.
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
        let is_server = || Url::parse(text).is_ok_and(|url| !is_cut_in_password(&url));
        let is_valid = match text.split_once(':') {
            Some(("sqlite", rest)) => is_file(rest),
            Some(("postgres" | "postgresql", rest)) => rest.starts_with("//") && is_server(),
            _ => false,
        };
        let expected = "sqlite: and a file, like sqlite:kopilka.db, or a PostgreSQL server, like postgres://user:password@host/database \
                        with %23 for # in the password, %2F for /, %3F for ?, %40 for @ and %25 for %";
        if is_valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(ConfigError::WrongSecret { name: "DATABASE_URL", expected, line: None })
        }
    }

    /// The whole address.
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

/// Was the password cut at a `#`, `/` or `?` that stands in it as it is? Then the user is read as the host, and what is before the
/// cut as the port.
fn is_cut_in_password(url: &Url) -> bool {
    let rest = [Some(url.path()), url.query()];
    let has_at = rest.into_iter().flatten().any(|part| part.contains('@'));
    url.fragment().is_some() || (url.username().is_empty() && url.port().is_some() && has_at)
}

fn owners(text: &str) -> Option<Vec<TelegramId>> {
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| positive(id).map(TelegramId)).collect()
}

fn positive(text: &str) -> Option<i64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number > 0)
}

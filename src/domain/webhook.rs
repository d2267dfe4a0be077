//! Outgoing webhooks: where events are sent, which ones, with what secret they are signed, and why a delivery failed.

use std::{fmt, net::IpAddr, str::FromStr};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::Url;

use super::{ParcelEventKind, UnknownWord, is_public_address};
use crate::clock::Chance;

/// The longest URL of a webhook, in characters.
pub const LONGEST_WEBHOOK_URL: usize = 2_000;

/// What every secret begins with.
const PREFIX: &str = "whsec_";
/// How many random numbers of 64 bits a secret has.
const SECRET_WORDS: usize = 4;
/// Names that are of this machine or of its network wherever they are asked for.
const LOCAL_NAMES: [&str; 8] =
    ["localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "home.arpa"];

/// The URL of a webhook: absolute, without a name, a password and a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookUrl(Url);

/// Why a text is no URL to which the shop sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookUrlError {
    /// It is no URL.
    #[error("no address that begins with https://")]
    NoUrl,
    /// It is too long.
    #[error("longer than 2000 characters")]
    TooLong,
    /// It is not encrypted.
    #[error("not https")]
    NotHttps,
    /// It has a name or a password in it.
    #[error("it has a name or a password in it")]
    HasPassword,
    /// It ends in `#…`, which no server gets.
    #[error("it has a part after #")]
    HasFragment,
    /// The host is on this machine or in its network.
    #[error("not a public address")]
    NotPublic,
}

/// A host to which the shop sends although it is not public, and without encryption too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookHost {
    name: String,
    /// The only port, where one is named.
    port: Option<u16>,
}

/// Which events are sent: a set that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookEvents(u8);

/// What messages are signed with: `whsec_` and base64 of 32 random bytes. Only [`WebhookSecret::as_str`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(String);

/// The text is not such a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a secret of a webhook")]
pub struct WebhookSecretError;

/// Why a message was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryFault {
    /// The name of the host is not known.
    UnknownName,
    /// The host has no public address.
    NotPublic,
    /// No connection, or no encryption that can be trusted.
    NoConnection,
    /// No answer in time.
    NoAnswer,
    /// The answer has another status than 2xx.
    Status(u16),
}

impl WebhookUrl {
    /// Reads a URL. Its host is public, as far as can be seen without asking for its address, or one of `hosts`.
    ///
    /// # Errors
    /// [`WebhookUrlError`].
    pub fn parse(text: &str, hosts: &[WebhookHost]) -> Result<Self, WebhookUrlError> {
        let text = text.trim();
        if text.chars().count() > LONGEST_WEBHOOK_URL {
            return Err(WebhookUrlError::TooLong);
        }
        let url = Url::parse(text).map_err(|_| WebhookUrlError::NoUrl)?;
        let is_web = ["http", "https"].contains(&url.scheme()) && url.has_host() && !text.chars().any(char::is_control);
        if !is_web {
            return Err(WebhookUrlError::NoUrl);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebhookUrlError::HasPassword);
        }
        if url.fragment().is_some() {
            return Err(WebhookUrlError::HasFragment);
        }
        if url.as_str().len() > LONGEST_WEBHOOK_URL {
            return Err(WebhookUrlError::TooLong);
        }
        let url = Self(url);
        url.check(hosts)?;
        Ok(url)
    }

    /// As it was stored.
    pub(crate) fn stored(text: &str) -> Result<Self, WebhookUrlError> {
        Url::parse(text).map(Self).map_err(|_| WebhookUrlError::NoUrl)
    }

    /// Is it still one to which the shop sends?
    ///
    /// # Errors
    /// [`WebhookUrlError::NotHttps`], [`WebhookUrlError::NotPublic`].
    pub fn check(&self, hosts: &[WebhookHost]) -> Result<(), WebhookUrlError> {
        if self.is_let_through(hosts) {
            return Ok(());
        }
        if self.0.scheme() != "https" {
            return Err(WebhookUrlError::NotHttps);
        }
        let is_public = match self.address() {
            Some(address) => is_public_address(address),
            None => !is_local_name(self.0.host_str().unwrap_or_default()),
        };
        if is_public { Ok(()) } else { Err(WebhookUrlError::NotPublic) }
    }

    /// Is its host one of these?
    pub fn is_let_through(&self, hosts: &[WebhookHost]) -> bool {
        let name = self.0.host_str().map(bare).unwrap_or_default();
        let port = self.0.port_or_known_default();
        hosts.iter().any(|host| host.name == name && (host.port.is_none() || host.port == port))
    }

    /// The address, where the URL has one in place of a name, however it was written.
    pub fn address(&self) -> Option<IpAddr> {
        bare(self.0.host_str()?).parse().ok()
    }

    /// The host, without the brackets of an address.
    pub fn host(&self) -> &str {
        let host = self.0.host_str().unwrap_or_default();
        host.trim_start_matches('[').trim_end_matches(']')
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// The URL, to be sent to.
    pub const fn url(&self) -> &Url {
        &self.0
    }

    /// The URL as it is stored and shown.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A host as hosts are compared: without brackets and the dot at the end.
fn bare(host: &str) -> String {
    host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_owned()
}

/// A name of one word, or of a domain that no public host has.
fn is_local_name(host: &str) -> bool {
    let name = bare(host);
    let is_below =
        |domain: &&str| name.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    !name.contains('.') || LOCAL_NAMES.iter().any(is_below)
}

impl FromStr for WebhookHost {
    type Err = WebhookUrlError;

    /// A name or an address, and a port if that is to be the only one: `crm.local`, `10.0.0.5:9000`, `[fd00::5]`.
    fn from_str(text: &str) -> Result<Self, WebhookUrlError> {
        let is_bare_v6 = text.parse::<std::net::Ipv6Addr>().is_ok();
        let host = if is_bare_v6 { format!("[{text}]") } else { text.to_owned() };
        // As no scheme that has a port of its own, so that every port is kept.
        let url = Url::parse(&format!("http://{host}/")).map_err(|_| WebhookUrlError::NoUrl)?;
        let is_host =
            url.path() == "/" && url.username().is_empty() && url.query().is_none() && !host.contains(['/', '#', '@']);
        let name = url.host_str().map(bare).filter(|name| is_host && !name.is_empty()).ok_or(WebhookUrlError::NoUrl)?;
        let port = host.strip_suffix(":80").map_or_else(|| url.port(), |_| Some(80));
        Ok(Self { name, port })
    }
}

impl WebhookEvents {
    /// Is this one among them?
    pub const fn contain(self, kind: ParcelEventKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = ParcelEventKind> {
        ParcelEventKind::ALL.iter().copied().filter(move |kind| self.contain(*kind))
    }

    /// These events; `None` where there are none.
    pub fn of(kinds: impl IntoIterator<Item = ParcelEventKind>) -> Option<Self> {
        let bits = kinds.into_iter().fold(0, |bits, kind| bits | 1 << kind as u8);
        (bits != 0).then_some(Self(bits))
    }
}

impl fmt::Display for WebhookEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(ParcelEventKind::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for WebhookEvents {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let kinds: Vec<ParcelEventKind> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        Self::of(kinds).ok_or_else(|| UnknownWord::new("WebhookEvents", text))
    }
}

impl WebhookSecret {
    /// A new secret.
    pub fn draw(chance: &dyn Chance) -> Self {
        let bytes: Vec<u8> = (0..SECRET_WORDS).flat_map(|_| chance.bits().to_le_bytes()).collect();
        Self(format!("{PREFIX}{}", BASE64_STANDARD.encode(bytes)))
    }

    /// The whole secret.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes of which it is made, which sign.
    pub fn bytes(&self) -> Vec<u8> {
        decoded(&self.0).unwrap_or_default()
    }
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text.strip_prefix(PREFIX)?).ok()
}

impl FromStr for WebhookSecret {
    type Err = WebhookSecretError;

    fn from_str(text: &str) -> Result<Self, WebhookSecretError> {
        let bytes = decoded(text).ok_or(WebhookSecretError)?;
        if bytes.is_empty() { Err(WebhookSecretError) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

impl fmt::Display for DeliveryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownName => f.write_str("unknown_name"),
            Self::NotPublic => f.write_str("not_public"),
            Self::NoConnection => f.write_str("no_connection"),
            Self::NoAnswer => f.write_str("no_answer"),
            Self::Status(status) => write!(f, "status_{status}"),
        }
    }
}

impl FromStr for DeliveryFault {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let status = word.strip_prefix("status_").and_then(|status| status.parse().ok());
        match (word, status) {
            ("unknown_name", _) => Ok(Self::UnknownName),
            ("not_public", _) => Ok(Self::NotPublic),
            ("no_connection", _) => Ok(Self::NoConnection),
            ("no_answer", _) => Ok(Self::NoAnswer),
            (_, Some(status)) => Ok(Self::Status(status)),
            _ => Err(UnknownWord::new("DeliveryFault", word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededChance;

    #[test]
    fn urls_are_https_of_public_hosts() {
        use WebhookUrlError::*;
        let long = format!("https://shop.example/{}", "a".repeat(2_000));
        for (url, expected) in [
            ("https://shop.example/hook", Ok(())),
            (" https://shop.example:8443/hook?token=1\n", Ok(())),
            ("https://8.8.8.8/", Ok(())),
            ("https://[2606:4700:4700::1111]/", Ok(())),
            ("HTTPS://SHOP.EXAMPLE", Ok(())),
            ("", Err(NoUrl)),
            ("shop.example/hook", Err(NoUrl)),
            ("ftp://shop.example/", Err(NoUrl)),
            ("file:///etc/passwd", Err(NoUrl)),
            ("https://", Err(NoUrl)),
            ("https://shop.example/a\tb", Err(NoUrl)),
            ("http://shop.example/hook", Err(NotHttps)),
            ("https://user:word@shop.example/", Err(HasPassword)),
            ("https://user@shop.example/", Err(HasPassword)),
            ("https://shop.example/#part", Err(HasFragment)),
            (long.as_str(), Err(TooLong)),
            ("https://localhost/", Err(NotPublic)),
            ("https://LOCALHOST./", Err(NotPublic)),
            ("https://a.localhost/", Err(NotPublic)),
            ("https://crm/", Err(NotPublic)),
            ("https://crm.local/", Err(NotPublic)),
            ("https://metadata.google.internal/", Err(NotPublic)),
            ("https://127.0.0.1/", Err(NotPublic)),
            ("https://127.1/", Err(NotPublic)),
            ("https://2130706433/", Err(NotPublic)),
            ("https://0x7f000001/", Err(NotPublic)),
            ("https://0177.0.0.1/", Err(NotPublic)),
            ("https://127.0.0.1./", Err(NotPublic)),
            ("https://①②⑦.0.0.1/", Err(NotPublic)),
            ("https://0/", Err(NotPublic)),
            ("https://169.254.169.254/", Err(NotPublic)),
            ("https://[::1]/", Err(NotPublic)),
            ("https://[::ffff:10.0.0.1]/", Err(NotPublic)),
            ("https://[fd00::1]/", Err(NotPublic)),
        ] {
            assert_eq!(WebhookUrl::parse(url, &[]).map(drop), expected, "{url}");
        }
    }

    #[test]
    fn named_hosts_are_let_through() {
        let hosts = |text: &str| vec![text.parse::<WebhookHost>().unwrap()];
        for (host, url, is_let) in [
            ("localhost", "http://localhost:9000/hook", true),
            ("LocalHost", "https://LOCALHOST./hook", true),
            ("10.0.0.5", "http://10.0.0.5/", true),
            ("10.0.0.5", "http://10.0.0.6/", false),
            ("::1", "http://[::1]:9000/", true),
            ("[::1]", "http://[0:0::1]/", true),
            ("127.0.0.1:9000", "http://127.0.0.1:9000/", true),
            ("127.0.0.1:9000", "http://127.0.0.1:9001/", false),
            ("127.0.0.1:80", "http://127.0.0.1/", true),
            ("127.0.0.1:80", "https://127.0.0.1/", false),
            ("crm.local", "http://evil.crm.local/", false),
        ] {
            assert_eq!(WebhookUrl::parse(url, &hosts(host)).is_ok(), is_let, "{host} {url}");
        }
        for text in ["", "http://crm", "crm/path", "crm:99999", "a b", "user@crm", "crm?x"] {
            assert!(text.parse::<WebhookHost>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn secrets_are_drawn_and_shown_nowhere() {
        let chance = SeededChance::new(1);
        let (one, other) = (WebhookSecret::draw(&chance), WebhookSecret::draw(&chance));
        assert_ne!(one, other);
        assert!(one.as_str().starts_with("whsec_"));
        assert_eq!(one.bytes().len(), 32);
        assert_eq!(one.as_str().parse(), Ok(one.clone()));
        assert_eq!(format!("{one:?}"), "WebhookSecret(…)");
        for text in ["", "whsec_", "whsec_!", "MfKQ9r8G", "tb_MfKQ9r8G"] {
            assert_eq!(text.parse::<WebhookSecret>(), Err(WebhookSecretError), "{text}");
        }
    }

    #[test]
    fn words_in_tables_are_read_again() {
        use DeliveryFault::*;
        for fault in [UnknownName, NotPublic, NoConnection, NoAnswer, Status(500)] {
            assert_eq!(fault.to_string().parse::<DeliveryFault>().unwrap(), fault);
        }
        assert!("status_x".parse::<DeliveryFault>().is_err());
        let events = WebhookEvents::of([ParcelEventKind::Status, ParcelEventKind::Created]).unwrap();
        assert_eq!(events.to_string(), "parcel.created parcel.status");
        assert_eq!(events.to_string().parse::<WebhookEvents>().unwrap(), events);
        assert!("".parse::<WebhookEvents>().is_err() && "parcel.lost".parse::<WebhookEvents>().is_err());
    }
}

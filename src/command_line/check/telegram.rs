//! What Telegram says: the token, its clock, the webhook.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Url;
use tokio::time::{Instant, timeout_at};

use super::row::Row;
use crate::{
    clock::{Clock, TOLERANCE, Timestamp},
    config::{Config, Token},
    domain::ShopId,
    serve::{Account, WhoAmI},
    telegram::{
        client::{ApiError, Reason, Telegram},
        webhook_url::{GetWebhookUrl, WebhookUrl},
    },
};

/// A failed delivery counts for so long.
const RECENTLY: TimeDelta = TimeDelta::minutes(10);
/// Telegram keeps updates for a day, so many of them are a sign that no one takes them.
const MANY_UPDATES: i64 = 100;
/// What to do where the token is wrong.
const NEW_TOKEN: &str = "get the bot's current token from @BotFather, and set TELOXIDE_TOKEN";

/// What was found at the Bot API server.
pub(super) struct Looked {
    pub(super) token: Row,
    pub(super) webhook: Row,
    /// What its clock shows, and what this machine's steady one showed then.
    time: Option<(Timestamp, Instant)>,
    /// Whose clock it is: "Telegram", or the server that the shop runs itself.
    server: String,
}

/// Asks the server who the bot is and where it delivers updates; it may take `patience` for both.
pub(super) async fn look(config: &Config, patience: Duration) -> Looked {
    let server = server(&config.api_url);
    let unknown = |token: Row| Looked {
        token,
        webhook: Row::unchecked("webhook", "is looked at once the token is right"),
        time: None,
        server: server.clone(),
    };
    let token = match config.token() {
        Ok(token) => token,
        Err(error) => return unknown(Row::fault("token", error.to_string(), NEW_TOKEN)),
    };
    let telegram = match Telegram::new(token.as_str(), &config.api_url) {
        Ok(telegram) => telegram,
        Err(error) => return unknown(Row::fault("token", error.to_string(), "correct TELOXIDE_API_URL")),
    };
    let until = Instant::now() + patience;
    let (account, at) = timeout_at(until, telegram.call_at(&WhoAmI {})).await.unwrap_or((Err(SILENCE), None));
    let time = at.map(|at| (at, Instant::now()));
    let is_known = account.is_ok();
    let token = of_token(token, account, &server);
    if !is_known || token.is_fault() {
        return Looked { time, ..unknown(token) };
    }
    let answer = timeout_at(until, telegram.call(&GetWebhookUrl {})).await.unwrap_or(Err(SILENCE));
    let webhook = of_webhook(config.webhook_url.as_ref(), answer, time.map(|(at, _)| at));
    Looked { token, webhook, time, server }
}

const SILENCE: ApiError = ApiError::Network("no answer in time");

/// The server by its name; the address may contain a password.
fn server(api_url: &str) -> String {
    let host = Url::parse(api_url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    if host == "api.telegram.org" { "Telegram".to_owned() } else { format!("the Bot API server at {host}") }
}

fn of_token(token: &Token, account: Result<Account, ApiError>, server: &str) -> Row {
    let shop: ShopId = token.shop();
    match account {
        Ok(Account { id: Some(id), .. }) if id != shop.0 => Row::fault(
            "token",
            format!("{server} answers for the bot {id}, and TELOXIDE_TOKEN is of another"),
            "check TELOXIDE_API_URL",
        ),
        Ok(account) => Row::ok("token", format!("@{}, shop {shop}", account.username)),
        Err(ApiError::Unauthorized | ApiError::NotFound) => {
            Row::fault("token", format!("{server} does not accept TELOXIDE_TOKEN"), NEW_TOKEN)
        }
        Err(error) => Row::fault(
            "token",
            format!("{server} does not answer: {error}"),
            "see that this machine reaches it: the network, a firewall, a proxy, TELOXIDE_API_URL",
        ),
    }
}

/// The machine's clock beside the server's and the database's.
pub(super) fn clock(looked: &Looked, of_database: Option<Timestamp>, machine: &dyn Clock) -> Row {
    const WHAT: &str = "clock";
    let now = machine.now();
    let Some((at, read_at)) = looked.time else {
        return Row::unchecked(WHAT, format!("the time of {} is not known", looked.server));
    };
    let since = TimeDelta::from_std(read_at.elapsed()).unwrap_or_default();
    if let Some(differs) = difference(now - (at + since)) {
        return Row::fault(
            WHAT,
            format!("this machine's clock is {differs} that of {}", looked.server),
            "set it, and have it kept right (timedatectl set-ntp true); until then nothing expires",
        );
    }
    // Only the lease of the leader is by the database's clock.
    if let Some(differs) = of_database.and_then(|of_database| difference(now - of_database)) {
        return Row::note(
            WHAT,
            format!("as that of {}; {differs} the database server's", looked.server),
            "set the clock of the database's machine",
        );
    }
    Row::ok(WHAT, format!("as that of {}", looked.server))
}

/// `7 minutes ahead of`; `None`: the clocks agree.
fn difference(ahead: TimeDelta) -> Option<String> {
    let way = if ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
    (ahead.abs() > TOLERANCE).then(|| format!("{} minutes {way}", ahead.num_minutes().unsigned_abs()))
}

fn of_webhook(wanted: Option<&Url>, answer: Result<WebhookUrl, ApiError>, now: Option<Timestamp>) -> Row {
    const WHAT: &str = "webhook";
    let webhook = match answer {
        Ok(webhook) => webhook,
        Err(ApiError::NotFound) => return Row::unchecked(WHAT, "this server does not say where it delivers updates"),
        Err(error) => return Row::fault(WHAT, format!("cannot be asked for: {error}"), "look again"),
    };
    let waiting = webhook.pending_update_count;
    let waits = if waiting > 0 { format!("; {waiting} updates wait") } else { String::new() };
    // The paths may be secret.
    let host = |url: &Url| url.host_str().unwrap_or_default().to_owned();
    match wanted {
        None if webhook.is_set() => Row::fault(
            WHAT,
            format!("one is registered, at {}, and WEBHOOK_URL is not set{waits}", host_of(&webhook.url)),
            "kopilka run removes it: start it; where it comes back, another program uses the token",
        ),
        Some(wanted) if !webhook.is_set() => Row::note(
            WHAT,
            format!("none is registered yet for {}{waits}", host(wanted)),
            "kopilka run registers it: start it; where it goes again, another program uses the token",
        ),
        Some(wanted) if !webhook.is_at(wanted) => Row::fault(
            WHAT,
            format!("another one is registered, at {}, than WEBHOOK_URL{waits}", host_of(&webhook.url)),
            "kopilka run registers its own: start it; where it changes again, another program uses the token",
        ),
        Some(_) if failed_recently(&webhook, now) => {
            let reason = Reason::of(webhook.last_error_message.as_deref().unwrap_or_default());
            let found = format!("Telegram could not deliver lately: {reason}{waits}");
            Row::fault(WHAT, found, "see that WEBHOOK_URL leads from outside to HTTP_ADDR, and that the bot runs")
        }
        _ if waiting >= MANY_UPDATES => Row::note(
            WHAT,
            format!("{waiting} updates wait at Telegram"),
            "see that kopilka run runs, and read its log",
        ),
        None => Row::ok(WHAT, format!("none: the bot asks for updates{waits}")),
        Some(wanted) => Row::ok(WHAT, format!("registered at {}{waits}", host(wanted))),
    }
}

fn failed_recently(webhook: &WebhookUrl, now: Option<Timestamp>) -> bool {
    let failed_at = webhook.last_error_date.map(Timestamp::from_seconds);
    failed_at.is_some_and(|at| now.is_none_or(|now| now - at < RECENTLY))
}

fn host_of(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::row::State, *};

    const NOW: Timestamp = Timestamp(1_795_168_800_000_000);
    const URL: &str = "https://bot.example.org/s3cret";

    fn webhook(url: &str, waiting: i64, failed_ago: Option<TimeDelta>) -> WebhookUrl {
        let failed = failed_ago.map(|ago| (NOW - ago).seconds());
        let text = failed.map(|_| "Wrong response from the webhook: 502 Bad Gateway");
        let json = serde_json::json!({
            "url": url, "pending_update_count": waiting, "last_error_date": failed, "last_error_message": text,
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_webhook_is_compared_with_the_setting() {
        let (minute, hour) = (Some(TimeDelta::minutes(1)), Some(TimeDelta::hours(1)));
        for (wanted, set, waiting, failed_ago, state, found) in [
            (None, "", 0, None, State::Ok, "none: the bot asks for updates"),
            (None, "", 7, None, State::Ok, "none: the bot asks for updates; 7 updates wait"),
            (None, "", 100, None, State::Note, "100 updates wait at Telegram"),
            (None, URL, 7, None, State::Fault, "at bot.example.org, and WEBHOOK_URL is not set; 7 updates wait"),
            (Some(URL), "", 0, None, State::Note, "none is registered yet for bot.example.org"),
            (Some(URL), URL, 0, None, State::Ok, "registered at bot.example.org"),
            (Some(URL), URL, 3, hour, State::Ok, "registered at bot.example.org; 3 updates wait"),
            (Some(URL), URL, 3, minute, State::Fault, "could not deliver lately: Wrong response from the webhook: 502"),
            (Some(URL), "https://bot.example.org/other", 0, None, State::Fault, "another one is registered, at bot."),
        ] {
            let wanted = wanted.map(|url: &str| Url::parse(url).unwrap());
            let row = of_webhook(wanted.as_ref(), Ok(webhook(set, waiting, failed_ago)), Some(NOW));
            assert_eq!(row.state, state, "{found}");
            assert!(row.found.contains(found) && !row.found.contains("s3cret"), "{}", row.found);
            assert_eq!(row.to_do.is_some(), state != State::Ok, "{found}");
        }
    }

    #[test]
    fn clocks_that_agree_are_not_named() {
        for (ahead, expected) in [
            (TimeDelta::minutes(5), None),
            (TimeDelta::minutes(-5), None),
            (TimeDelta::minutes(61), Some("61 minutes ahead of")),
            (TimeDelta::minutes(-6), Some("6 minutes behind")),
        ] {
            assert_eq!(difference(ahead).as_deref(), expected);
        }
    }
}

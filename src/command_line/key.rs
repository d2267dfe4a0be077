//! `kopilka key`: the keys of the HTTP APIs.

use std::fmt::Write as _;

use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde_json::json;

use super::{Error, output::print};
use crate::{
    clock::{Chance, Clock, SystemChance, SystemClock, Timestamp},
    domain::{KeyId, OperationId, Scope, ShopId, random_text, visible},
    service::{
        self, Caller, Operation, Refusal,
        api_keys::{self, Key, KeyOptions, LoggedUse, MAX_NAME, Made},
        api_tokens,
    },
    storage::{Db, Tx},
};

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(super) enum KeyCommand {
    /// Make a key, and print it: it is shown only once
    Create(Create),
    /// List the keys, without their secrets
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the last requests of a key: when, method, path, status, address
    Uses {
        /// The number of the key, as key list shows it
        id: i64,
        /// How many at most
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=100_000))]
        last: i64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// End a key at once
    Revoke {
        /// The number of the key, as key list shows it
        id: i64,
    },
    /// Make a key in place of another one, which goes on working for some hours
    Rotate {
        /// The number of the key, as key list shows it
        id: i64,
        /// How many hours both keys work
        #[arg(long, value_name = "HOURS", default_value_t = 24, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(0..=api_keys::MOST_OVERLAP_HOURS))]
        overlap: i64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// A key to be made.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// What the key may do; may be given several times: till, platform:read, platform:write, customers:read, customers:update,
    /// bills:read, bills:create, bills:update, all
    #[arg(long = "scope", value_name = "SCOPE", required = true, value_parser = scopes())]
    scopes: Vec<Scope>,
    /// What people call it
    #[arg(long, value_name = "TEXT", default_value = "", value_parser = key_name)]
    name: String,
    /// Requests a minute; 0 for no limit
    #[arg(long, value_name = "N", default_value_t = api_keys::RATE, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(0..=api_keys::MOST_RATE))]
    rate: i64,
    /// How many days it works; for ever where it is not said
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(1..=api_keys::MOST_DAYS))]
    days: Option<i64>,
    /// The key spends points without asking the customer
    #[arg(long)]
    no_consent: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Reads a scope; a wrong one is answered with the list.
fn scopes() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.iter().map(|scope| scope.as_str())).try_map(|word| word.parse::<Scope>())
}

fn key_name(text: &str) -> Result<String, String> {
    let name = visible(text);
    let length = name.chars().count();
    if length > MAX_NAME { Err(format!("it has {length} characters, and may have {MAX_NAME}")) } else { Ok(name) }
}

/// Runs a command on the keys of a shop.
pub(super) async fn run(db: &Db, shop: ShopId, command: KeyCommand) -> Result<(), Error> {
    let at = SystemClock.now();
    let mut tx = db.begin(shop).await.map_err(service::Error::from)?;
    service::shop::open(&mut tx, at).await?;
    let text = match command {
        KeyCommand::Create(create) => {
            let as_json = create.json;
            let options = KeyOptions {
                name: create.name,
                scopes: create.scopes.into_iter().collect(),
                rate_per_minute: create.rate,
                days: create.days,
                asks_consent: !create.no_consent,
            };
            let made = api_keys::create(&mut tx, &operation("create", at), &SystemChance, &options).await?;
            told(&mut tx, &made, as_json, at).await?
        }
        KeyCommand::Rotate { id, overlap, json } => {
            let overlap = chrono::Duration::hours(overlap);
            let made = api_keys::rotate(&mut tx, &operation("rotate", at), &SystemChance, KeyId(id), overlap).await;
            let made = made.map_err(|error| unknown(error, id))?;
            told(&mut tx, &made, json, at).await?
        }
        KeyCommand::Revoke { id } => {
            let is_new = api_keys::revoke(&mut tx, &operation("revoke", at), KeyId(id)).await;
            let is_new = is_new.map_err(|error| unknown(error, id))?;
            format!("key {id} {}\n", if is_new { "is revoked" } else { "was revoked before" })
        }
        KeyCommand::Uses { id, last, json } => {
            let uses = api_keys::last_uses(&mut tx, &Caller::operator(at), KeyId(id), last).await;
            let uses = uses.map_err(|error| unknown(error, id))?;
            if json { format!("{}\n", uses.iter().map(use_view).collect::<serde_json::Value>()) } else { log(&uses) }
        }
        KeyCommand::List { json } => {
            let keys = api_keys::list(&mut tx, &Caller::operator(at)).await?;
            if json { format!("{}\n", keys.iter().map(view).collect::<serde_json::Value>()) } else { table(&keys, at) }
        }
    };
    tx.commit().await.map_err(service::Error::from)?;
    print(&text)
}

fn operation(name: &str, at: Timestamp) -> Operation {
    let id = OperationId::command(format_args!("key {name} {}", random_text(&SystemChance as &dyn Chance, 24)));
    Caller::operator(at).operation(id)
}

fn unknown(error: service::Error, id: i64) -> Error {
    match error {
        service::Error::Refused(Refusal::UnknownKey) => Error::UnknownKey(id),
        error => error.into(),
    }
}

/// The key that was made, with its secret, for the only time; a key for a back office with the one that names the shop beside it.
async fn told(tx: &mut Tx, made: &Made, as_json: bool, at: Timestamp) -> Result<String, Error> {
    let secret = made.secret.as_ref().map(|secret| secret.as_str()).unwrap_or_default();
    let secrets = api_tokens::secrets(tx, &SystemChance, at).await?;
    if !as_json {
        // Only a back office sends both.
        let needs_tenant_key =
            made.key.scopes.allow(Scope::CustomersRead) || made.key.scopes.allow(Scope::CustomersUpdate);
        let tenant = if needs_tenant_key { format!("X-Tenant-Key: {}\n", secrets.tenant_key) } else { String::new() };
        return Ok(format!("{secret}\n{tenant}"));
    }
    let mut view = view(&made.key);
    view["key"] = json!(secret);
    view["bot_id"] = json!(tx.shop());
    view["tenant_key"] = json!(secrets.tenant_key);
    Ok(format!("{view}\n"))
}

fn view(key: &Key) -> serde_json::Value {
    json!({
        "id": key.key_id,
        "shown": key.shown,
        "name": key.name,
        "scopes": key.scopes.iter().map(Scope::as_str).collect::<Vec<_>>(),
        "rate_per_minute": key.rate_per_minute,
        "asks_consent": key.asks_consent,
        "created_at": moment(Some(key.created_at)),
        "expires_at": moment(key.expires_at),
        "revoked_at": moment(key.revoked_at),
        "last_used_at": moment(key.last_used_at),
        "uses": key.uses,
    })
}

fn use_view(used: &LoggedUse) -> serde_json::Value {
    json!({
        "used_at": moment(Some(used.used_at)),
        "method": used.method,
        "path": used.route,
        "status": used.status,
        "address": used.address,
    })
}

fn log(uses: &[LoggedUse]) -> String {
    let mut text = String::new();
    if uses.is_empty() {
        text.push_str("the key was not used yet\n");
    }
    for LoggedUse { used_at, method, route, status, address } in uses {
        // Writing into a text does not fail.
        let _ =
            writeln!(text, "{}  {method:<6} {route}  {status}  {address}", moment(Some(*used_at)).unwrap_or_default());
    }
    text
}

fn moment(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn table(keys: &[Key], at: Timestamp) -> String {
    let mut text = String::new();
    if keys.is_empty() {
        text.push_str("there are no keys: kopilka key create --scope till makes one\n");
    }
    for key in keys {
        let state = match (key.revoked_at, key.expires_at) {
            (Some(_), _) => "revoked".to_owned(),
            (None, Some(ends)) if ends <= at => "expired".to_owned(),
            (None, Some(_)) => format!("until {}", moment(key.expires_at).unwrap_or_default()),
            (None, None) => "valid".to_owned(),
        };
        let used = moment(key.last_used_at).map_or_else(|| "never used".to_owned(), |last| format!("last used {last}"));
        let rate =
            if key.rate_per_minute == 0 { "no limit".to_owned() } else { format!("{}/min", key.rate_per_minute) };
        let name = if key.name.is_empty() { "-" } else { &key.name };
        // Writing into a text does not fail.
        let _ = writeln!(
            text,
            "{:>8}  {}…  {:<20}  {}  {rate}  {state}  {used}, {} uses",
            key.key_id, key.shown, name, key.scopes, key.uses
        );
    }
    text
}

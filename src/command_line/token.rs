//! `kopilka token`: an access token for a member of the staff.

use super::{Error, output::print};
use crate::{
    api,
    clock::{Clock, SystemChance, SystemClock},
    config::Config,
    domain::{ShopId, TelegramId},
    service::{self, api_tokens},
    storage::Db,
};

/// Prints the tokens of a person, as `POST /api/auth/token/` answers them.
pub(super) async fn run(
    db: &Db,
    shop: ShopId,
    config: &Config,
    person: TelegramId,
    as_json: bool,
) -> Result<(), Error> {
    let at = SystemClock.now();
    let mut tx = db.begin(shop).await.map_err(service::Error::from)?;
    service::shop::open(&mut tx, at).await?;
    let mut secrets = api_tokens::secrets(&mut tx, &SystemChance, at).await?;
    if let Some(secret) = &config.http.token_secret {
        secrets.token_secret = secret.as_str().to_owned();
    }
    let bearer = api_tokens::of_staff(&mut tx, &config.owners, person).await?.ok_or(Error::NotStaff(person))?;
    let tokens = api::issue(&mut tx, &secrets, &SystemChance, &bearer, at).await?;
    tx.commit().await.map_err(service::Error::from)?;
    if as_json {
        let json = serde_json::to_value(&tokens).map_err(|_| service::Error::Corrupt("tokens that are no JSON"))?;
        return print(&format!("{json}\n"));
    }
    print(&format!(
        "access: {}\nrefresh: {}\nexpires_in: {}\ntenant_key: {}\n",
        tokens.access, tokens.refresh, tokens.expires_in, tokens.tenant_key
    ))
}

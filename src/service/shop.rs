//! The shop: its organization, its time zone, its program.

use chrono_tz::Tz;

use super::{
    Operation, Result, ledger,
    operations::{self, Begun},
};
use crate::{
    clock::Timestamp,
    domain::{CardQr, Lifetime, Money, Permission, Program, Verb},
    storage::{Tx, shops},
};

pub use crate::storage::shops::{BotAccount, Organization};

/// Makes the shop with the default program, unless it is there already.
///
/// # Errors
/// The database's.
pub async fn open(tx: &mut Tx, at: Timestamp) -> Result<()> {
    Ok(shops::ensure(tx, at).await?)
}

/// Sets the time zone of the shop, which the configuration gives.
///
/// # Errors
/// The database's.
pub async fn set_timezone(tx: &mut Tx, timezone: Tz) -> Result<()> {
    Ok(shops::set_timezone(tx, timezone).await?)
}

/// The time zone of the shop.
///
/// # Errors
/// The database's.
pub async fn timezone(tx: &mut Tx) -> Result<Tz> {
    Ok(shops::timezone(tx).await?)
}

/// Is the shop in this database?
///
/// # Errors
/// The database's.
pub async fn is_open(tx: &mut Tx) -> Result<bool> {
    Ok(shops::exists(tx).await?)
}

/// The name and the contacts of the shop.
///
/// # Errors
/// The database's.
pub async fn organization(tx: &mut Tx) -> Result<Organization> {
    Ok(shops::organization(tx).await?)
}

/// The account of the shop's bot, as Telegram last described it.
///
/// # Errors
/// The database's.
pub async fn bot(tx: &mut Tx) -> Result<BotAccount> {
    Ok(shops::bot(tx).await?)
}

/// Notes how Telegram describes the account of the shop's bot.
///
/// # Errors
/// The database's.
pub async fn set_bot(tx: &mut Tx, bot: &BotAccount) -> Result<()> {
    if shops::bot(tx).await? != *bot {
        shops::set_bot(tx, bot).await?;
    }
    Ok(())
}

/// The settings of the program.
///
/// # Errors
/// The database's.
pub async fn program(tx: &mut Tx) -> Result<Program> {
    Ok(shops::program(tx).await?)
}

/// An owner sets the lifetime of points that are earned from now on; `None`: they never expire. Lots without an expiry get a
/// whole lifetime from today; the expiry of other lots does not change. Returns how many lots got an expiry.
///
/// # Errors
/// [`NotAllowed`](super::Refusal::NotAllowed), [`OperationReused`](super::Refusal::OperationReused); the database's.
pub async fn set_points_lifetime(tx: &mut Tx, operation: &Operation, lifetime: Option<Lifetime>) -> Result<u64> {
    operation.require(Permission::ChangeProgram)?;
    // The lock keeps sales from adding lots under the old setting after the lots were dated.
    shops::lock(tx).await?;
    let under_way = match operations::begin(tx, operation, Verb::SetPointsLifetime, &lifetime).await? {
        Begun::Before(dated) => return Ok(dated),
        Begun::Now(under_way) => under_way,
    };
    let before = shops::program(tx).await?.points_lifetime;
    shops::set_points_lifetime(tx, lifetime).await?;
    let dated = match lifetime {
        Some(lifetime) => {
            let zone = shops::timezone(tx).await?;
            ledger::date_lots(tx, lifetime, zone, operation.at()).await?
        }
        None => 0,
    };
    let details = serde_json::json!({ "days": lifetime, "days_before": before, "dated_lots": dated });
    under_way.finish(tx, None, &details, dated).await
}

/// An owner sets the number of points from which staff need the customer's consent to a spend; `None`: never.
///
/// # Errors
/// [`NotAllowed`](super::Refusal::NotAllowed), [`OperationReused`](super::Refusal::OperationReused); the database's.
pub async fn set_consent_from(tx: &mut Tx, operation: &Operation, least: Option<Money>) -> Result<()> {
    operation.require(Permission::ChangeProgram)?;
    let under_way = match operations::begin(tx, operation, Verb::SetConsentFrom, &least).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let before = shops::program(tx).await?.consent_from;
    shops::set_consent_from(tx, least).await?;
    let details = serde_json::json!({ "least_minor": least, "before_minor": before });
    under_way.finish(tx, None, &details, ()).await
}

/// An owner sets what the QR code of a card holds.
///
/// # Errors
/// [`NotAllowed`](super::Refusal::NotAllowed), [`OperationReused`](super::Refusal::OperationReused); the database's.
pub async fn set_card_qr(tx: &mut Tx, operation: &Operation, card_qr: CardQr) -> Result<()> {
    operation.require(Permission::ChangeProgram)?;
    let under_way = match operations::begin(tx, operation, Verb::SetCardQr, &card_qr).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let before = shops::program(tx).await?.card_qr;
    shops::set_card_qr(tx, card_qr).await?;
    let details = serde_json::json!({ "card_qr": card_qr, "before": before });
    under_way.finish(tx, None, &details, ()).await
}

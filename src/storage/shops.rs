//! The shop: who it is and the settings of its program.

use chrono_tz::Tz;

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CardQr, EarnRule, Lifetime, Money, Program, Rate},
};

/// A shop as customers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its name; empty until it is set.
    pub name: String,
    /// Phone numbers as the shop writes them.
    pub phone_numbers: Vec<String>,
    /// Street and town; may be empty.
    pub address: String,
    /// May be empty.
    pub whatsapp_link: String,
    /// May be empty.
    pub telegram_link: String,
}

/// The account of the shop's bot, as Telegram last described it.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct BotAccount {
    /// Without `@`; `None`: Telegram was not reached yet.
    #[sqlx(rename = "bot_username")]
    pub username: Option<String>,
    /// What people see above the chat.
    #[sqlx(rename = "bot_name")]
    pub name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct OrganizationRow {
    name: String,
    phone_numbers: String,
    address: String,
    whatsapp_link: String,
    telegram_link: String,
}

#[derive(sqlx::FromRow)]
struct ProgramRow {
    invoice_bonus_bp: Rate,
    referral_promo_bonus_minor: Money,
    referrer_first_purchase_bp: Rate,
    earn_rule: EarnRule,
    max_redeem_bp: Rate,
    min_redeem_minor: Money,
    points_lifetime_days: Option<i64>,
    consent_from_minor: Option<Money>,
    card_qr: CardQr,
}

statements! {
    INSERT = "
        INSERT INTO shops (
            shop_id, name, phone_numbers, address, whatsapp_link, telegram_link, invoice_bonus_bp,
            referral_promo_bonus_minor, referrer_first_purchase_bp, earn_rule, max_redeem_bp, min_redeem_minor, created_at)
        VALUES ($1, '', '[]', '', '', '', $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT DO NOTHING";
    COUNT = "SELECT COUNT(*) FROM shops WHERE shop_id = $1";
    ORGANIZATION = "SELECT name, phone_numbers, address, whatsapp_link, telegram_link FROM shops WHERE shop_id = $1";
    PROGRAM = "
        SELECT invoice_bonus_bp, referral_promo_bonus_minor, referrer_first_purchase_bp, earn_rule, max_redeem_bp,
            min_redeem_minor, points_lifetime_days, consent_from_minor, card_qr
        FROM shops WHERE shop_id = $1";
    TIMEZONE = "SELECT timezone FROM shops WHERE shop_id = $1";
    /// Conflicts with `LOCK`, and with nothing else. SQLite has one writer.
    LIFETIME: sqlite = "SELECT points_lifetime_days, timezone FROM shops WHERE shop_id = $1",
        postgres = "SELECT points_lifetime_days, timezone FROM shops WHERE shop_id = $1 FOR KEY SHARE";
    /// Conflicts with `LIFETIME`, and with inserting anything that refers to the shop.
    LOCK: sqlite = "SELECT shop_id FROM shops WHERE shop_id = $1",
        postgres = "SELECT shop_id FROM shops WHERE shop_id = $1 FOR UPDATE";
    /// Conflicts with itself and `LOCK`. SQLite has one writer.
    LOCK_PHONES: sqlite = "", postgres = "SELECT shop_id FROM shops WHERE shop_id = $1 FOR NO KEY UPDATE";
    BOT = "SELECT bot_username, bot_name FROM shops WHERE shop_id = $1";
    SET_BOT = "UPDATE shops SET bot_username = $2, bot_name = $3 WHERE shop_id = $1";
    SET_TIMEZONE = "UPDATE shops SET timezone = $2 WHERE shop_id = $1";
    SET_POINTS_LIFETIME = "UPDATE shops SET points_lifetime_days = $2 WHERE shop_id = $1";
    SET_CONSENT_FROM = "UPDATE shops SET consent_from_minor = $2 WHERE shop_id = $1";
    SET_CARD_QR = "UPDATE shops SET card_qr = $2 WHERE shop_id = $1";
}

/// Waits for transactions that earn points in the shop, and lets none begin until the end of this one.
pub async fn lock(tx: &mut Tx) -> Result<()> {
    tx.q(LOCK).opt::<(i64,)>().await?;
    Ok(())
}

/// Lets no other transaction note a phone number until the end of this one. An update of a number that another card has would
/// fail, so it is looked up first, and nothing may come between. Taken before the locks of cards.
pub async fn lock_phones(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() {
        tx.q(LOCK_PHONES).opt::<(i64,)>().await?;
    }
    Ok(())
}

/// How long points live that are earned now, and where the shop's days end. Neither changes until the end of the transaction,
/// so that points are earned either before a change, which then dates them, or after it.
pub(super) async fn lock_lifetime(tx: &mut Tx) -> Result<(Option<Lifetime>, Tz)> {
    let (days, timezone): (Option<i64>, String) = tx.q(LIFETIME).one().await?;
    Ok((lifetime(days)?, read_timezone(&timezone)?))
}

/// Makes the shop with the default program, unless it is there already.
pub async fn ensure(tx: &mut Tx, at: Timestamp) -> Result<()> {
    let program = Program::default();
    tx.q(INSERT)
        .bind(program.invoice_bonus)
        .bind(program.referral_promo_bonus)
        .bind(program.referrer_first_purchase)
        .bind(program.earn_rule)
        .bind(program.max_redeem)
        .bind(program.min_redeem)
        .bind(at)
        .run()
        .await?;
    Ok(())
}

/// Is the shop here?
pub async fn exists(tx: &mut Tx) -> Result<bool> {
    Ok(tx.q(COUNT).one::<(i64,)>().await?.0 > 0)
}

/// Who the shop is.
pub async fn organization(tx: &mut Tx) -> Result<Organization> {
    let row: OrganizationRow = tx.q(ORGANIZATION).one().await?;
    Ok(Organization {
        name: row.name,
        phone_numbers: serde_json::from_str(&row.phone_numbers).map_err(|error| sqlx::Error::Decode(error.into()))?,
        address: row.address,
        whatsapp_link: row.whatsapp_link,
        telegram_link: row.telegram_link,
    })
}

/// The account of its bot.
pub async fn bot(tx: &mut Tx) -> Result<BotAccount> {
    tx.q(BOT).one().await
}

/// Sets the account of its bot.
pub async fn set_bot(tx: &mut Tx, bot: &BotAccount) -> Result<()> {
    tx.q(SET_BOT).bind(bot.username.clone()).bind(bot.name.clone()).run().await?;
    Ok(())
}

/// The settings of its program.
pub async fn program(tx: &mut Tx) -> Result<Program> {
    let row: ProgramRow = tx.q(PROGRAM).one().await?;
    Ok(Program {
        invoice_bonus: row.invoice_bonus_bp,
        referral_promo_bonus: row.referral_promo_bonus_minor,
        referrer_first_purchase: row.referrer_first_purchase_bp,
        earn_rule: row.earn_rule,
        max_redeem: row.max_redeem_bp,
        min_redeem: row.min_redeem_minor,
        points_lifetime: lifetime(row.points_lifetime_days)?,
        consent_from: row.consent_from_minor,
        card_qr: row.card_qr,
    })
}

/// Where the shop's days end.
pub async fn timezone(tx: &mut Tx) -> Result<Tz> {
    read_timezone(&tx.q(TIMEZONE).one::<(String,)>().await?.0)
}

/// Sets where the shop's days end.
pub async fn set_timezone(tx: &mut Tx, timezone: Tz) -> Result<()> {
    tx.q(SET_TIMEZONE).bind(timezone.name()).run().await?;
    Ok(())
}

/// Sets how long points live that are earned from now on.
pub async fn set_points_lifetime(tx: &mut Tx, lifetime: Option<Lifetime>) -> Result<()> {
    tx.q(SET_POINTS_LIFETIME).bind(lifetime.map(Lifetime::days)).run().await?;
    Ok(())
}

/// Sets from how many points on a spend needs the customer's consent.
pub async fn set_consent_from(tx: &mut Tx, least: Option<Money>) -> Result<()> {
    tx.q(SET_CONSENT_FROM).bind(least).run().await?;
    Ok(())
}

/// Sets what the QR code of a card holds.
pub async fn set_card_qr(tx: &mut Tx, card_qr: CardQr) -> Result<()> {
    tx.q(SET_CARD_QR).bind(card_qr).run().await?;
    Ok(())
}

/// Reads the column `points_lifetime_days`.
fn lifetime(days: Option<i64>) -> Result<Option<Lifetime>> {
    let lifetime = days.map(Lifetime::from_days).transpose();
    lifetime.map_err(|error| sqlx::Error::Decode(error.into()).into())
}

/// Reads the column `timezone`.
fn read_timezone(name: &str) -> Result<Tz> {
    name.parse().map_err(|error: chrono_tz::ParseError| sqlx::Error::Decode(error.into()).into())
}

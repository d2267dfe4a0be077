//! Stores what the dump says about the shop itself, unless that was changed in Kopilka.

use serde_json::Value;

use crate::{
    clock::Timestamp,
    domain::Program,
    import::{
        findings::{Finding, FindingKind, JsonPath},
        format::{ORGANIZATION, SETTINGS},
        own_settings::OwnSettings,
        read::shop::ShopRecord,
        shop::{ShopLegacy, digest},
    },
    service::ledger,
    storage::{
        self, Tx,
        dump::{self, ShopRow},
        shops,
    },
};

/// What was done with the file's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsOutcome {
    /// They were stored.
    Taken,
    /// The shop has them already.
    Unchanged,
    /// The shop's were changed in Kopilka, and were kept.
    Kept,
    /// The file has none, or faulty ones.
    Missing,
}

/// Stores the details and settings of the shop, unless they were changed in Kopilka; returns the findings of both.
pub(super) async fn store(
    mut record: ShopRecord,
    tx: &mut Tx,
    now: Timestamp,
) -> storage::Result<(SettingsOutcome, Vec<Finding>)> {
    for (key, is_read) in [(ORGANIZATION, record.organization.is_some()), (SETTINGS, record.settings.is_some())] {
        if !is_read && !record.findings.iter().any(|finding| finding.path.starts_with(key)) {
            let message = "this is not in the file; the shop keeps what it has";
            record.findings.push(JsonPath::Key(key).finding(FindingKind::NoSettings, message));
        }
    }
    shops::ensure(tx, now).await?;
    let Some(row) = dump::shop(tx).await? else { return Err(storage::Error::Sqlx(sqlx::Error::RowNotFound)) };
    if record.organization.is_none() && record.settings.is_none() {
        return Ok((SettingsOutcome::Missing, record.findings));
    }
    let new = applied_to(&row, &record);
    let own = record.settings.as_ref().map_or_else(OwnSettings::default, |settings| settings.own);
    let stored_own = OwnSettings::of(&row);
    let is_same = digest(&new) == digest(&row) && own.are_in(stored_own);
    if is_same && row.import_digest.is_some() {
        return Ok((SettingsOutcome::Unchanged, record.findings));
    }
    let is_unchanged_here = own.replace_only_defaults(stored_own)
        && match &row.import_digest {
            Some(imported) => *imported == digest(&row),
            None => is_default(&row),
        };
    if !is_unchanged_here && !is_same {
        let message = "the shop's details or settings were changed here; they stay, and the file's are not taken";
        record.findings.push(JsonPath::Key(SETTINGS).finding(FindingKind::SettingsChanged, message));
        return Ok((SettingsOutcome::Kept, record.findings));
    }
    dump::set_shop(tx, new).await?;
    if let Some(lifetime) = own.points_lifetime {
        // As when an owner sets it: lots without a last day get a lifetime from today.
        let zone = shops::timezone(tx).await?;
        ledger::date_lots(tx, lifetime, zone, now).await?;
    }
    Ok((SettingsOutcome::Taken, record.findings))
}

/// The shop's row with what the record says.
fn applied_to(row: &ShopRow, record: &ShopRecord) -> ShopRow {
    let mut new = row.clone();
    let mut legacy = ShopLegacy::of(row);
    legacy.has_ids |= record.last_id.is_some();
    if let Some(organization) = &record.organization {
        new.name.clone_from(&organization.name);
        new.phone_numbers = Value::from(organization.phone_numbers.clone()).to_string();
        new.address.clone_from(&organization.address);
        new.whatsapp_link.clone_from(&organization.whatsapp_link);
        new.telegram_link.clone_from(&organization.telegram_link);
        legacy.organization = organization.legacy.clone();
    }
    if let Some(settings) = &record.settings {
        new.invoice_bonus_bp = settings.invoice_bonus;
        new.referral_promo_bonus_minor = settings.referral_promo_bonus;
        new.referrer_first_purchase_bp = settings.referrer_first_purchase;
        settings.own.apply_to(&mut new);
        legacy.settings = settings.legacy.clone();
    }
    new.legacy = legacy.to_column();
    new.import_digest = Some(digest(&new));
    new
}

/// Whether the details and settings that the earlier bot had as well are those of a new shop.
fn is_default(row: &ShopRow) -> bool {
    let program = Program::default();
    let texts = [&row.name, &row.address, &row.whatsapp_link, &row.telegram_link];
    texts.into_iter().all(String::is_empty)
        && row.phone_numbers == "[]"
        && row.invoice_bonus_bp == program.invoice_bonus
        && row.referral_promo_bonus_minor == program.referral_promo_bonus
        && row.referrer_first_purchase_bp == program.referrer_first_purchase
}

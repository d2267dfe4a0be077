//! The two special members of the dump: who the shop is, and the settings of its program.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ORGANIZATION, SETTINGS,
    digest::Digest,
    findings::{At, Finding, FindingKind},
    format::{Organization, Raw, Settings},
    json_writer::Object,
    legacy::Legacy,
    program::OwnSettings,
    reader::Reader,
    values,
};
use crate::{
    clock::Timestamp,
    domain::{Money, Program, Rate},
    service::ledger,
    storage::{self, Tx, dump, dump::ShopRow, shops},
};

/// What the file says of the shop.
#[derive(Debug, Default)]
pub(super) struct ShopRecord {
    organization: Option<OrganizationRecord>,
    settings: Option<SettingsRecord>,
    pub(super) findings: Vec<Finding>,
}

#[derive(Debug)]
struct OrganizationRecord {
    name: String,
    phone_numbers: Vec<String>,
    address: String,
    whatsapp_link: String,
    telegram_link: String,
    legacy: Legacy,
}

#[derive(Debug)]
struct SettingsRecord {
    invoice_bonus: Rate,
    referral_promo_bonus: Money,
    referrer_first_purchase: Rate,
    own: OwnSettings,
    legacy: Legacy,
}

/// The column `shops.legacy`.
#[derive(Default, Serialize, Deserialize)]
struct ShopLegacy {
    organization: Legacy,
    settings: Legacy,
}

/// What became of the file's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsOutcome {
    /// They are the shop's now.
    Taken,
    /// They were the shop's already.
    Unchanged,
    /// The shop's were changed here and stay.
    Kept,
    /// The file has none, or faulty ones.
    Missing,
}

impl ShopRecord {
    pub(super) fn read_organization(&mut self, raw: &Organization<'_>) {
        let mut reader = Reader::of_shop();
        let record = organization(&mut reader, &At::Key(ORGANIZATION), raw);
        self.organization = if reader.has_fault() { None } else { Some(record) };
        self.findings.append(&mut reader.findings);
    }

    pub(super) fn read_settings(&mut self, raw: &Settings<'_>) {
        let mut reader = Reader::of_shop();
        self.settings = settings(&mut reader, &At::Key(SETTINGS), raw).filter(|_| !reader.has_fault());
        self.findings.append(&mut reader.findings);
    }

    /// Gives the shop what the file says, unless the shop was changed here.
    pub(super) async fn store(
        mut self,
        tx: &mut Tx,
        now: Timestamp,
    ) -> storage::Result<(SettingsOutcome, Vec<Finding>)> {
        for (key, is_there) in [(ORGANIZATION, self.organization.is_some()), (SETTINGS, self.settings.is_some())] {
            if !is_there && !self.findings.iter().any(|finding| finding.path.starts_with(key)) {
                let message = "this is not in the file; the shop keeps what it has";
                self.findings.push(At::Key(key).finding(FindingKind::NoSettings, message));
            }
        }
        shops::ensure(tx, now).await?;
        let Some(row) = dump::shop(tx).await? else { return Err(storage::Error::Sqlx(sqlx::Error::RowNotFound)) };
        if self.organization.is_none() && self.settings.is_none() {
            return Ok((SettingsOutcome::Missing, self.findings));
        }
        let new = self.applied_to(&row);
        let own = self.settings.as_ref().map_or_else(OwnSettings::default, |settings| settings.own);
        let here = OwnSettings::of(&row);
        let says_the_same = digest(&new) == digest(&row) && own.are_in(here);
        if says_the_same && row.import_digest.is_some() {
            return Ok((SettingsOutcome::Unchanged, self.findings));
        }
        let is_ours_to_change = own.fit(here)
            && match &row.import_digest {
                Some(imported) => *imported == digest(&row),
                None => is_default(&row),
            };
        if !is_ours_to_change && !says_the_same {
            let message = "the shop's details or settings were changed here; they stay, and the file's are not taken";
            self.findings.push(At::Key(SETTINGS).finding(FindingKind::SettingsChanged, message));
            return Ok((SettingsOutcome::Kept, self.findings));
        }
        dump::set_shop(tx, new).await?;
        if let Some(lifetime) = own.points_lifetime {
            // As where the owner sets it: what would live for ever gets a lifetime from today.
            let zone = shops::timezone(tx).await?;
            ledger::date_lots(tx, lifetime, zone, now).await?;
        }
        Ok((SettingsOutcome::Taken, self.findings))
    }

    fn applied_to(&self, row: &ShopRow) -> ShopRow {
        let mut new = row.clone();
        let mut legacy: ShopLegacy =
            row.legacy.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        if let Some(organization) = &self.organization {
            new.name.clone_from(&organization.name);
            new.phone_numbers = Value::from(organization.phone_numbers.clone()).to_string();
            new.address.clone_from(&organization.address);
            new.whatsapp_link.clone_from(&organization.whatsapp_link);
            new.telegram_link.clone_from(&organization.telegram_link);
            legacy.organization = organization.legacy.clone();
        }
        if let Some(settings) = &self.settings {
            new.invoice_bonus_bp = settings.invoice_bonus;
            new.referral_promo_bonus_minor = settings.referral_promo_bonus;
            new.referrer_first_purchase_bp = settings.referrer_first_purchase;
            settings.own.put_into(&mut new);
            legacy.settings = settings.legacy.clone();
        }
        let says_nothing = legacy.organization.is_empty() && legacy.settings.is_empty();
        new.legacy = if says_nothing { None } else { serde_json::to_string(&legacy).ok() };
        new.import_digest = Some(digest(&new));
        new
    }
}

fn organization(reader: &mut Reader, at: &At<'_>, raw: &Organization<'_>) -> OrganizationRecord {
    let mut legacy = Legacy::default();
    reader.shape(at, raw.is_other, &raw.twice, &raw.extra, &mut legacy);
    let mut text = |field: &str, raw: Option<Raw<'_>>| match reader.text(at, field, raw, &mut legacy) {
        Some(text) => text.into_owned(),
        None => {
            legacy.keep(field, raw);
            String::new()
        }
    };
    let (name, address) = (text("name", raw.name), text("address", raw.address));
    let (whatsapp_link, telegram_link) =
        (text("whatsapp_link", raw.whatsapp_link), text("telegram_link", raw.telegram_link));
    let numbers = reader.list(at, "phone_numbers", raw.phone_numbers.as_ref(), &mut legacy);
    let list = At::Field(at, "phone_numbers");
    let mut phone_numbers = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        match values::text(number) {
            Some(number) => phone_numbers.push(number.into_owned()),
            None => {
                let message = "a phone number must be a text; the shop's details are not taken";
                reader.note(&At::Item(&list, index), FindingKind::WrongType, message);
            }
        }
    }
    OrganizationRecord { name, phone_numbers, address, whatsapp_link, telegram_link, legacy }
}

fn settings(reader: &mut Reader, at: &At<'_>, raw: &Settings<'_>) -> Option<SettingsRecord> {
    let mut legacy = Legacy::default();
    reader.shape(at, raw.is_other, &raw.twice, &raw.extra, &mut legacy);
    if raw.is_other {
        return None;
    }
    let mut rate = |field: &str, raw: Option<Raw<'_>>| {
        let raw = reader.present(at, field, raw)?;
        reader.rate(at, field, raw)
    };
    let invoice_bonus = rate("invoice_bonus_percentage", raw.invoice_bonus_percentage);
    let referrer_first_purchase = rate("referrer_first_purchase_percentage", raw.referrer_first_purchase_percentage);
    let referral_promo_bonus = reader.unsigned_money(at, "referral_promo_bonus", raw.referral_promo_bonus);
    Some(SettingsRecord {
        invoice_bonus: invoice_bonus?,
        referral_promo_bonus: referral_promo_bonus?,
        referrer_first_purchase: referrer_first_purchase?,
        own: OwnSettings::read(reader, at, raw),
        legacy,
    })
}

/// Of what the columns say that the earlier bot had as well.
fn digest(row: &ShopRow) -> String {
    let mut digest = Digest::default();
    for text in [&row.name, &row.phone_numbers, &row.address, &row.whatsapp_link, &row.telegram_link] {
        digest.text(text);
    }
    digest
        .int(row.invoice_bonus_bp.bp())
        .int(row.referral_promo_bonus_minor.minor())
        .int(row.referrer_first_purchase_bp.bp());
    let legacy: ShopLegacy = row.legacy.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    digest.legacy(&legacy.organization).legacy(&legacy.settings);
    digest.finish()
}

/// Was it never touched since it was made?
fn is_default(row: &ShopRow) -> bool {
    let program = Program::default();
    let texts = [&row.name, &row.address, &row.whatsapp_link, &row.telegram_link];
    texts.into_iter().all(String::is_empty)
        && row.phone_numbers == "[]"
        && row.invoice_bonus_bp == program.invoice_bonus
        && row.referral_promo_bonus_minor == program.referral_promo_bonus
        && row.referrer_first_purchase_bp == program.referrer_first_purchase
}

/// The two members as the dump has them.
pub(super) fn exported(row: &ShopRow) -> (String, String) {
    let mut legacy: ShopLegacy =
        row.legacy.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    if row.import_digest.as_ref() != Some(&digest(row)) {
        // The columns were changed here: what the file said of them is history, and only what is no column is kept.
        legacy.organization.forget(&["name", "phone_numbers", "address", "whatsapp_link", "telegram_link"]);
        legacy.settings.forget(&[
            "invoice_bonus_percentage",
            "referral_promo_bonus",
            "referrer_first_purchase_percentage",
        ]);
    }
    let mut organization = Object::new(legacy.organization);
    organization.text("name", Some(&row.name));
    organization.json("phone_numbers", &row.phone_numbers);
    organization.text("address", Some(&row.address));
    organization.text("whatsapp_link", Some(&row.whatsapp_link));
    organization.text("telegram_link", Some(&row.telegram_link));
    let mut settings = Object::new(legacy.settings);
    settings.decimal("invoice_bonus_percentage", row.invoice_bonus_bp.to_percent());
    settings.decimal("referral_promo_bonus", row.referral_promo_bonus_minor.to_decimal());
    settings.decimal("referrer_first_purchase_percentage", row.referrer_first_purchase_bp.to_percent());
    OwnSettings::of(row).write(&mut settings);
    (organization.finish(), settings.finish())
}

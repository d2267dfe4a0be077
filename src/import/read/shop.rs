//! Reads what the dump says about the shop itself: its details, and the settings of the program.

use super::{field_reader::FieldReader, own_settings, staff};
use crate::{
    clock::Timestamp,
    domain::{Money, Rate},
    import::{
        findings::{Finding, FindingKind, JsonPath},
        format::{List, ORGANIZATION, Organization, Raw, SETTINGS, Settings, StaffMember},
        legacy::Legacy,
        own_settings::OwnSettings,
        values,
    },
    storage::dump::StaffRow,
};

/// The highest id that can be: numbers of JSON are exact up to there, and ids are drawn beyond it.
const MOST_IDS: i64 = 1 << 50;

/// What a dump says about the shop; `None` for what is missing or faulty.
#[derive(Debug, Default)]
pub(crate) struct ShopRecord {
    pub(crate) organization: Option<OrganizationRecord>,
    pub(crate) settings: Option<SettingsRecord>,
    /// Clients of the APIs know rows of the shop that was exported by ids up to this one: none of them is given again.
    pub(crate) last_id: Option<i64>,
    /// Who works there.
    pub(crate) staff: Vec<StaffRow>,
    pub(crate) findings: Vec<Finding>,
}

/// The details of the shop.
#[derive(Debug)]
pub(crate) struct OrganizationRecord {
    pub(crate) name: String,
    pub(crate) phone_numbers: Vec<String>,
    pub(crate) address: String,
    pub(crate) whatsapp_link: String,
    pub(crate) telegram_link: String,
    pub(crate) legacy: Legacy,
}

/// The settings of the program.
#[derive(Debug)]
pub(crate) struct SettingsRecord {
    pub(crate) invoice_bonus: Rate,
    pub(crate) referral_promo_bonus: Money,
    pub(crate) referrer_first_purchase: Rate,
    pub(crate) own: OwnSettings,
    pub(crate) legacy: Legacy,
}

impl ShopRecord {
    pub(super) fn read_organization(&mut self, raw: &Organization<'_>, now: Timestamp) {
        let mut reader = FieldReader::of_shop(now);
        let record = organization(&mut reader, &JsonPath::Key(ORGANIZATION), raw);
        self.organization = if reader.has_fault() { None } else { Some(record) };
        self.findings.append(&mut reader.findings);
    }

    pub(super) fn read_staff(&mut self, raw: &List<StaffMember<'_>>, now: Timestamp) {
        let (rows, mut findings) = staff::read(raw, now);
        self.staff = rows;
        self.findings.append(&mut findings);
    }

    pub(super) fn read_settings(&mut self, raw: &Settings<'_>, now: Timestamp) {
        let mut reader = FieldReader::of_shop(now);
        let last_id =
            values::non_null(raw.last_id).and_then(|raw| reader.whole(&JsonPath::Key(SETTINGS), "last_id", raw, 0));
        self.last_id = last_id.filter(|last| *last <= MOST_IDS);
        self.settings = settings(&mut reader, &JsonPath::Key(SETTINGS), raw).filter(|_| !reader.has_fault());
        self.findings.append(&mut reader.findings);
    }
}

fn organization(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Organization<'_>) -> OrganizationRecord {
    let mut legacy = Legacy::default();
    reader.check_object(path, &raw.unexpected, &mut legacy);
    let mut text = |field: &str, raw: Option<Raw<'_>>| match reader.text(path, field, raw, &mut legacy) {
        Some(text) => text.into_owned(),
        None => {
            legacy.keep(field, raw);
            String::new()
        }
    };
    let (name, address) = (text("name", raw.name), text("address", raw.address));
    let (whatsapp_link, telegram_link) =
        (text("whatsapp_link", raw.whatsapp_link), text("telegram_link", raw.telegram_link));
    let numbers = reader.list(path, "phone_numbers", raw.phone_numbers.as_ref(), &mut legacy);
    let list = JsonPath::Field(path, "phone_numbers");
    let mut phone_numbers = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        match values::text(number) {
            Some(number) => phone_numbers.push(number.into_owned()),
            None => {
                let message = "a phone number must be a text; the shop's details are not taken";
                reader.note(&JsonPath::Item(&list, index), FindingKind::WrongType, message);
            }
        }
    }
    OrganizationRecord { name, phone_numbers, address, whatsapp_link, telegram_link, legacy }
}

fn settings(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Settings<'_>) -> Option<SettingsRecord> {
    let mut legacy = Legacy::default();
    reader.check_object(path, &raw.unexpected, &mut legacy);
    if raw.unexpected.is_no_object {
        return None;
    }
    let mut rate = |field: &str, raw: Option<Raw<'_>>| {
        let raw = reader.present(path, field, raw)?;
        reader.rate(path, field, raw, &mut legacy)
    };
    let invoice_bonus = rate("invoice_bonus_percentage", raw.invoice_bonus_percentage);
    let referrer_first_purchase = rate("referrer_first_purchase_percentage", raw.referrer_first_purchase_percentage);
    let referral_promo_bonus =
        reader.unsigned_money(path, "referral_promo_bonus", raw.referral_promo_bonus, &mut legacy);
    Some(SettingsRecord {
        invoice_bonus: invoice_bonus?,
        referral_promo_bonus: referral_promo_bonus?,
        referrer_first_purchase: referrer_first_purchase?,
        own: own_settings::read(reader, path, raw),
        legacy,
    })
}

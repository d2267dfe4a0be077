//! Writes what the dump says about the shop itself.

use super::json_writer::{ObjectWriter, json_decimal, json_text};
use crate::{
    domain::Money,
    import::{
        own_settings::OwnSettings,
        shop::{ShopLegacy, digest},
    },
    storage::dump::ShopRow,
};

/// The details of the shop, and the settings of its program, as JSON; `last_id` where others may know ids.
pub(super) fn json(row: &ShopRow, last_id: Option<i64>) -> (String, String) {
    let mut legacy = ShopLegacy::of(row);
    if row.import_digest.as_ref() != Some(&digest(row)) {
        // The columns have changed since the import: only what is not in a column is still valid.
        legacy.organization.forget(&["name", "phone_numbers", "address", "whatsapp_link", "telegram_link"]);
        legacy.settings.forget(&[
            "invoice_bonus_percentage",
            "referral_promo_bonus",
            "referrer_first_purchase_percentage",
        ]);
    }
    let mut organization = ObjectWriter::new(legacy.organization);
    organization.text("name", Some(&row.name));
    organization.json("phone_numbers", &row.phone_numbers);
    organization.text("address", Some(&row.address));
    organization.text("whatsapp_link", Some(&row.whatsapp_link));
    organization.text("telegram_link", Some(&row.telegram_link));
    let mut settings = ObjectWriter::new(legacy.settings);
    settings.decimal("invoice_bonus_percentage", row.invoice_bonus_bp.to_percent());
    settings.decimal("referral_promo_bonus", row.referral_promo_bonus_minor.to_decimal());
    settings.decimal("referrer_first_purchase_percentage", row.referrer_first_purchase_bp.to_percent());
    write_own(OwnSettings::of(row), &mut settings);
    settings.optional("last_id", last_id.map(|last| last.to_string()));
    (organization.finish(), settings.finish())
}

/// Writes the settings that the earlier bot did not have.
fn write_own(own: OwnSettings, object: &mut ObjectWriter) {
    let money = |money: Money| json_decimal(money.to_decimal());
    object.optional("earn_rule", own.earn_rule.map(|rule| json_text(rule.as_str())));
    object.optional("max_redeem_percentage", own.max_redeem.map(|rate| json_decimal(rate.to_percent())));
    object.optional("min_redeem", own.min_redeem.map(money));
    object.optional("points_lifetime_days", own.points_lifetime.map(|lifetime| lifetime.days().to_string()));
    object.optional("consent_from", own.consent_from.map(money));
    object.optional("group_rules_days", own.group_rules_days.map(|days| days.to_string()));
    object.optional("card_qr", own.card_qr.map(|content| json_text(content.as_str())));
}

//! Writes one invoice.

use std::{borrow::Cow, collections::HashMap};

use chrono_tz::Tz;

use super::{
    coupons,
    json_writer::{ObjectWriter, json_decimal, json_text},
    refunds,
    stored::StoredInvoice,
};
use crate::{
    clock::Timestamp,
    domain::{CouponId, EarnRule, Money, PointsWallet, Rate},
    import::{
        legacy::{Legacy, REWARD_FIELDS},
        values::{self, JsonType, utc_offset_s},
    },
    storage::dump::Invoice,
};

/// The invoice as JSON. It refers to coupons by their numbers.
pub(super) fn json(stored: &StoredInvoice, coupon_numbers: &HashMap<CouponId, usize>, timezone: Tz) -> String {
    let invoice = &stored.invoice;
    let mut legacy = Legacy::from_column(invoice.legacy.as_deref());
    if !invoice.is_reward_implied {
        legacy.forget(&REWARD_FIELDS);
    }
    let mut line_legacy = std::mem::take(&mut legacy.lines);
    let items: Vec<String> = stored
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let mut item = ObjectWriter::new(line_legacy.remove(&index).unwrap_or_default());
            item.text("product_name", Some(&line.name));
            item.decimal("quantity", line.quantity_milli.to_decimal());
            item.decimal("unit_price", line.unit_price_minor.to_decimal());
            item.decimal("item_total", line.total_minor.to_decimal());
            item.finish()
        })
        .collect();
    let offset_s = offset_s(invoice.utc_offset_s, invoice.issued_at, timezone);
    let mut object = ObjectWriter::new(legacy);
    object.text("invoice_id", Some(invoice.number.as_str()));
    object.text("date", Some(&values::rfc3339(invoice.issued_at, offset_s)));
    object.text("date_str", Some(&values::local_text(invoice.issued_at, offset_s)));
    object.decimal("total_amount", invoice.total_minor.to_decimal());
    object.list("items", &items);
    object.decimal("bonuses_deducted", invoice.redeemed_minor.to_decimal());
    object.text("bonus_source_used", invoice.redeemed_from.map(PointsWallet::as_str));
    object.optional("receipt", invoice.receipt.as_ref().map(|receipt| json_text(receipt.as_str())));
    let percentage = |rate: Rate| json_decimal(rate.to_percent());
    object.optional("issued_by", invoice.issued_by.staff_id().map(|person| person.to_string()));
    object.optional("earn_rule", invoice.earn_rule.map(EarnRule::as_str).map(json_text));
    object.optional("earn_percentage", invoice.earn_bp.map(percentage));
    object.optional("referrer", invoice.referrer.as_deref().map(json_text));
    object.optional(
        "reward",
        invoice.reward_minor.is_positive().then(|| json_decimal(invoice.reward_minor.to_decimal())),
    );
    object.optional("reward_percentage", invoice.reward_bp.map(percentage));
    let if_positive = |amount: Money| amount.is_positive().then(|| json_decimal(amount.to_decimal()));
    object.optional("discount", if_positive(invoice.discount_minor));
    object.optional("group_discount", if_positive(invoice.group_discount_minor));
    let by_group = Some(invoice.group_discount_bp).filter(|rate| rate.bp() > 0);
    object.optional("group_discount_percentage", by_group.map(percentage));
    let coupons = coupons::used_json(&stored.coupons, coupon_numbers);
    object.optional("coupons", (!coupons.is_empty()).then(|| format!("[{}]", coupons.join(", "))));
    let refunds: Vec<String> =
        stored.refunds.iter().map(|(refund, lines)| refunds::json(refund, lines, timezone)).collect();
    object.optional("refunds", (!refunds.is_empty()).then(|| format!("[{}]", refunds.join(", "))));
    object.finish()
}

/// The number in the file that the invoice was imported from, which may differ from ours.
pub(super) fn exported_number(invoice: &Invoice) -> String {
    let legacy = Legacy::from_column(invoice.legacy.as_deref());
    let given = legacy.given.get("invoice_id").filter(|raw| values::json_type(raw) == JsonType::Text);
    given.and_then(|raw| values::text(raw)).map_or_else(|| invoice.number.to_string(), Cow::into_owned)
}

/// The UTC offset that a row was imported with; without one, that of `timezone` at the moment.
pub(super) fn offset_s(imported: Option<i64>, at: Timestamp, timezone: Tz) -> i32 {
    imported.and_then(|offset| i32::try_from(offset).ok()).unwrap_or_else(|| utc_offset_s(timezone, at))
}

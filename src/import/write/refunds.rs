//! Writes one refund.

use chrono_tz::Tz;

use super::json_writer::{ObjectWriter, json_decimal};
use crate::{
    domain::Money,
    import::{
        legacy::Legacy,
        values::{self, utc_offset_s},
    },
    storage::dump::{Refund, RefundLine},
};

/// The refund as JSON.
pub(super) fn json(refund: &Refund, lines: &[RefundLine], timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("date", Some(&values::rfc3339(refund.refunded_at, utc_offset_s(timezone, refund.refunded_at))));
    object.decimal("total", refund.total_minor.to_decimal());
    let if_positive = |amount: Money| {
        Some(amount).filter(|amount| amount.is_positive()).map(|amount| json_decimal(amount.to_decimal()))
    };
    object.optional("discount", if_positive(refund.discount_minor));
    object.decimal("redeemed", refund.redeemed_minor.to_decimal());
    object.decimal("debt", refund.debt_minor.to_decimal());
    object.decimal("money", refund.money_minor.to_decimal());
    object.decimal("earned", refund.earned_minor.to_decimal());
    object.optional("coupon_points", if_positive(refund.coupon_points_minor));
    object.decimal("reward", refund.reward_minor.to_decimal());
    let lines: Vec<String> = lines.iter().map(line_json).collect();
    object.list("lines", &lines);
    object.json("refunded_by", &refund.actor.staff_id().map_or_else(|| "null".to_owned(), |actor| actor.to_string()));
    object.text("reason", Some(&refund.reason));
    let operation = refund.operation_id.before_import();
    object.text("operation_id", Some(operation));
    object.finish()
}

fn line_json(line: &RefundLine) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("line", &line.position.to_string());
    object.decimal("quantity", line.quantity_milli.to_decimal());
    object.decimal("total", line.total_minor.to_decimal());
    object.finish()
}

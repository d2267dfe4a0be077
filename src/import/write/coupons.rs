//! Writes the coupons of a customer, and what they did on an invoice.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::json_writer::ObjectWriter;
use crate::{
    clock::Timestamp,
    domain::{CouponId, CouponWorth, OperationId},
    import::{
        legacy::Legacy,
        values::{self, utc_offset_s},
    },
    storage::dump::{Coupon, InvoiceCoupon},
};

/// A coupon as JSON.
pub(super) fn json(coupon: &Coupon, timezone: Tz) -> String {
    let moment = |at: Timestamp| values::rfc3339(at, utc_offset_s(timezone, at));
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("title", Some(&coupon.title));
    object.text("kind", Some(coupon.kind.as_str()));
    match CouponWorth::of(coupon.kind, coupon.worth) {
        CouponWorth::Points(amount) | CouponWorth::Amount(amount) => object.decimal("worth", amount.to_decimal()),
        CouponWorth::Percent(rate) => object.decimal("worth", rate.to_percent()),
        CouponWorth::Gift => {}
    }
    object.text("expires_at", coupon.expires_at.map(moment).as_deref());
    object.text("given_at", Some(&moment(coupon.given_at)));
    object.text("given_by", Some(coupon.given_by.before_import()));
    object.text("used_at", coupon.used_at.map(moment).as_deref());
    object.text("used_by", coupon.used_by.as_ref().map(OperationId::before_import));
    object.finish()
}

/// What coupons did on an invoice as JSON, in the order in which they were given.
pub(super) fn used_json(used: &[InvoiceCoupon], numbers: &HashMap<CouponId, usize>) -> Vec<String> {
    let number = |used: &InvoiceCoupon| numbers.get(&used.coupon_id).copied().unwrap_or_default();
    let mut used: Vec<&InvoiceCoupon> = used.iter().collect();
    used.sort_unstable_by_key(|used| number(used));
    let one = |used: &InvoiceCoupon| {
        let mut object = ObjectWriter::new(Legacy::default());
        object.json("coupon", &number(used).to_string());
        object.decimal("discount", used.discount_minor.to_decimal());
        object.decimal("points", used.points_minor.to_decimal());
        object.finish()
    };
    used.into_iter().map(one).collect()
}

//! Reads the coupons of a customer, and what they did on invoices: fields of Kopilka's own.
//!
//! They decide what can still be used, so they are checked against the invoices: after a move no coupon can be used twice.

use std::borrow::Cow;

use super::{
    field_reader::FieldReader,
    record::{CouponRecord, InvoiceRecord, UsedCouponRecord, is_standing},
};
use crate::{
    clock::Timestamp,
    domain::{CouponKind, CouponWorth, GroupDiscount, Money},
    import::{
        digest::Digest,
        findings::{FindingKind, JsonPath},
        format::{Coupon, Raw, UsedCoupon},
        legacy::Legacy,
        values,
    },
};

/// Reads the coupons of a customer; faults become findings.
pub(super) fn read(reader: &mut FieldReader, path: &JsonPath<'_>, coupons: &[Coupon<'_>]) -> Vec<CouponRecord> {
    let list = JsonPath::Field(path, "coupons");
    let read = coupons.iter().enumerate().filter_map(|(index, raw)| coupon(reader, &JsonPath::Item(&list, index), raw));
    let read: Vec<CouponRecord> = read.collect();
    // Files without coupons keep the digest that they had.
    if !read.is_empty() {
        reader.digest.text("coupons").int(read.len() as i64);
    }
    for coupon in &read {
        digest(&mut reader.digest, coupon);
    }
    read
}

fn digest(digest: &mut Digest, coupon: &CouponRecord) {
    let CouponRecord { title, worth, expires_at, given_by, given_at, used } = coupon;
    digest.text(title).text(worth.kind().as_str()).int(worth.number()).opt_int(expires_at.map(|at| at.0));
    digest.text(given_by).int(given_at.0);
    digest.opt_text(used.as_ref().map(|(by, _)| by.as_str())).opt_int(used.as_ref().map(|(_, at)| at.0));
}

fn coupon(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Coupon<'_>) -> Option<CouponRecord> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let title = text(reader, path, "title", raw.title);
    let given_by = text(reader, path, "given_by", raw.given_by);
    let worth = worth(reader, path, raw);
    let given_at = reader.present(path, "given_at", raw.given_at).and_then(|raw| moment(reader, path, "given_at", raw));
    let expires_at = match values::non_null(raw.expires_at) {
        Some(raw) => Some(moment(reader, path, "expires_at", raw)?),
        None => None,
    };
    let used = match (values::non_null(raw.used_by), values::non_null(raw.used_at)) {
        (None, None) => None,
        (Some(by), Some(at)) => {
            let (by, at) = (text(reader, path, "used_by", Some(by)), moment(reader, path, "used_at", at));
            Some((by?, at?))
        }
        _ => {
            let message = "`used_by` and `used_at` go together; the customer is not imported";
            reader.note(path, FindingKind::BadCoupon, message);
            return None;
        }
    };
    Some(CouponRecord { title: title?, worth: worth?, expires_at, given_by: given_by?, given_at: given_at?, used })
}

fn worth(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Coupon<'_>) -> Option<CouponWorth> {
    let kind = reader.present(path, "kind", raw.kind).and_then(|word| reader.word(path, "kind", word))?;
    let mut amount = || reader.unsigned_money(path, "worth", raw.worth, &mut Legacy::default());
    let worth = match kind {
        CouponKind::Points => CouponWorth::Points(amount()?),
        CouponKind::Amount => CouponWorth::Amount(amount()?),
        CouponKind::Percent => {
            let rate = reader.present(path, "worth", raw.worth)?;
            CouponWorth::Percent(reader.rate(path, "worth", rate, &mut Legacy::default())?)
        }
        CouponKind::Gift => CouponWorth::Gift,
    };
    if !worth.is_valid() {
        let message = "a coupon must be worth more than nothing; the customer is not imported";
        reader.note(&JsonPath::Field(path, "worth"), FindingKind::BadCoupon, message);
    }
    Some(worth)
}

fn text(reader: &mut FieldReader, path: &JsonPath<'_>, field: &str, raw: Option<Raw<'_>>) -> Option<String> {
    let raw = reader.present(path, field, raw)?;
    if values::non_null(Some(raw)).is_none() {
        reader.wrong_type(path, field, raw, "a text");
    }
    reader.text(path, field, Some(raw), &mut Legacy::default()).map(Cow::into_owned)
}

fn moment(reader: &mut FieldReader, path: &JsonPath<'_>, field: &str, raw: Raw<'_>) -> Option<Timestamp> {
    reader.date(path, field, raw).map(|(_, moment)| moment.at)
}

/// Reads what coupons did on an invoice.
pub(super) fn used(reader: &mut FieldReader, path: &JsonPath<'_>, used: &[UsedCoupon<'_>]) -> Vec<UsedCouponRecord> {
    let list = JsonPath::Field(path, "coupons");
    let read = used.iter().enumerate().filter_map(|(index, raw)| use_of(reader, &JsonPath::Item(&list, index), raw));
    read.collect()
}

fn use_of(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &UsedCoupon<'_>) -> Option<UsedCouponRecord> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let number = reader.present(path, "coupon", raw.coupon).and_then(|raw| reader.whole(path, "coupon", raw, 1));
    let discount = reader.unsigned_money(path, "discount", raw.discount, &mut Legacy::default());
    let points = reader.unsigned_money(path, "points", raw.points, &mut Legacy::default());
    Some(UsedCouponRecord { number: usize::try_from(number?).ok()?, discount: discount?, points: points? })
}

/// Checks what the customer's group and coupons did on an invoice against its discount, and against the entry of the points that
/// coupons gave.
pub(super) fn check_use(reader: &mut FieldReader, path: &JsonPath<'_>, invoice: &InvoiceRecord) {
    if invoice.discount > invoice.total {
        let message =
            format!("the discount is {} on {}; the customer is not imported", invoice.discount, invoice.total);
        reader.note(&JsonPath::Field(path, "discount"), FindingKind::BadCoupon, message);
    }
    let GroupDiscount { amount: by_group, rate } = invoice.group_discount;
    if by_group > invoice.discount || by_group.is_zero() != (rate.bp() == 0) {
        let message = format!(
            "a group took off {by_group} at {} %, and the discount is {}; the customer is not imported",
            rate.to_percent(),
            invoice.discount
        );
        reader.note(&JsonPath::Field(path, "group_discount"), FindingKind::BadCoupon, message);
    }
    let path = JsonPath::Field(path, "coupons");
    let discount = Money::saturating_sum(invoice.coupons.iter().map(|used| used.discount));
    let left = invoice.discount.saturating_sub(by_group).or_zero();
    if discount > left {
        let message =
            format!("coupons took off {discount}, and the discount leaves them {left}; the customer is not imported");
        reader.note(&path, FindingKind::BadCoupon, message);
    }
    let points = Money::saturating_sum(invoice.coupons.iter().map(|used| used.points));
    if points != invoice.coupon_points {
        let message = format!(
            "coupons gave {points} points, and the entries {}; the customer is not imported",
            invoice.coupon_points
        );
        reader.note(&path, FindingKind::BadCoupon, message);
    }
}

/// Checks that invoices use coupons that there are, each once at a time, and that those are used.
pub(super) fn check(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    coupons: &[CouponRecord],
    invoices: &[InvoiceRecord],
) {
    let list = JsonPath::Field(path, "invoices");
    let mut uses = vec![0_usize; coupons.len()];
    for (index, invoice) in invoices.iter().enumerate() {
        let mut earlier = Vec::new();
        for used in &invoice.coupons {
            let coupon = used.number.checked_sub(1).filter(|_| !earlier.contains(&used.number));
            match coupon.and_then(|index| uses.get_mut(index)) {
                Some(uses) => *uses += usize::from(is_standing(invoice)),
                None => {
                    let message = format!(
                        "there is no coupon {} that this invoice could use; the customer is not imported",
                        used.number
                    );
                    reader.note(&JsonPath::Item(&list, index), FindingKind::BadCoupon, message);
                }
            }
            earlier.push(used.number);
        }
    }
    let list = JsonPath::Field(path, "coupons");
    for (index, (coupon, uses)) in coupons.iter().zip(uses).enumerate() {
        // A till may have used it up for a sale that it keeps itself.
        if uses > 1 || uses == 1 && coupon.used.is_none() {
            let message = format!("{uses} invoices use the coupon; the customer is not imported");
            reader.note(&JsonPath::Item(&list, index), FindingKind::BadCoupon, message);
        }
    }
}

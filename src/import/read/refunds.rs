//! Reads the refunds of an invoice: a field of Kopilka's own, beside the entries that the earlier bot's format has for them.
//!
//! They decide what can still be refunded, so they are checked against the invoice and its entries: after a move
//! nothing can be refunded twice, and no refund is invented.

use super::{
    field_reader::FieldReader,
    record::{InvoiceRecord, RefundRecord, sum_of},
};
use crate::{
    domain::{ActorRef, Money, RefundFigures, ReturnedLine, TelegramId},
    import::{
        digest::Digest,
        findings::{FindingKind, JsonPath},
        format::{Refund, RefundLine},
        legacy::Legacy,
        values,
    },
};

/// Reads the refunds of an invoice; faults become findings.
pub(super) fn read(reader: &mut FieldReader, path: &JsonPath<'_>, refunds: &[Refund<'_>]) -> Vec<RefundRecord> {
    let list = JsonPath::Field(path, "refunds");
    let read = refunds.iter().enumerate().filter_map(|(index, raw)| refund(reader, &JsonPath::Item(&list, index), raw));
    read.collect()
}

fn refund(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Refund<'_>) -> Option<RefundRecord> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let mut amount = |field, raw| reader.unsigned_money(path, field, raw, &mut Legacy::default());
    let total = amount("total", raw.total);
    let discount = values::non_null(raw.discount).map_or(Some(Money::ZERO), |raw| amount("discount", Some(raw)));
    let coupon_points =
        values::non_null(raw.coupon_points).map_or(Some(Money::ZERO), |raw| amount("coupon_points", Some(raw)));
    let (redeemed, debt, money) =
        (amount("redeemed", raw.redeemed), amount("debt", raw.debt), amount("money", raw.money));
    let (earned, reward) = (amount("earned", raw.earned), amount("reward", raw.reward));
    let moment = reader.present(path, "date", raw.date).and_then(|date| reader.date(path, "date", date));
    if let Some((_, moment)) = &moment {
        reader.check_past(path, "date", moment.at, "it is kept as the file says");
    }
    let operation = reader.present(path, "operation_id", raw.operation_id)?;
    let operation = reader.text(path, "operation_id", Some(operation), &mut Legacy::default())?.into_owned();
    let reason = raw.reason.and_then(|reason| reader.text(path, "reason", Some(reason), &mut Legacy::default()));
    let actor = values::non_null(raw.refunded_by);
    let actor = actor.and_then(|by| reader.whole(path, "refunded_by", by, 1)).map(TelegramId);
    let actor = actor.map_or(ActorRef::IMPORT, ActorRef::staff);
    let lines = reader.list(path, "lines", raw.lines.as_ref(), &mut Legacy::default());
    let list = JsonPath::Field(path, "lines");
    let lines: Option<Vec<_>> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| returned_line(reader, &JsonPath::Item(&list, index), line))
        .collect();
    let reason = reason.map(std::borrow::Cow::into_owned).unwrap_or_default();
    let figures = RefundFigures {
        total: total?,
        discount: discount?,
        redeemed: redeemed?,
        debt: debt?,
        money: money?,
        earned: earned?,
        coupon_points: coupon_points?,
        reward: reward?,
    };
    let parts = Money::checked_sum([figures.discount, figures.redeemed, figures.debt, figures.money]);
    if !figures.total.is_positive() || parts != Some(figures.total) {
        let message = format!(
            "`total` is {} and must be above zero and what `discount`, `redeemed`, `debt` and `money` make together; the customer is not imported",
            figures.total
        );
        reader.note(&JsonPath::Field(path, "total"), FindingKind::BadRefund, message);
    }
    Some(RefundRecord { figures, lines: lines?, operation, actor, reason, at: moment?.1.at })
}

fn returned_line(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &RefundLine<'_>) -> Option<(ReturnedLine, Money)> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let position = reader.present(path, "line", raw.line).and_then(|line| reader.whole(path, "line", line, 1));
    let quantity = reader.quantity(path, "quantity", raw.quantity, &mut Legacy::default());
    let total = reader.unsigned_money(path, "total", raw.total, &mut Legacy::default());
    let position = usize::try_from(position?).ok()?;
    Some((ReturnedLine { position, quantity: quantity? }, total?))
}

/// Checks the refunds of an invoice against it, and against the sums of its refund entries in points and in debt.
pub(super) fn check(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    invoice: &InvoiceRecord,
    entered_points: Money,
    entered_debt: Money,
) {
    if invoice.refunds.is_empty() {
        return;
    }
    let path = JsonPath::Field(path, "refunds");
    let sums = sum_of(&invoice.refunds);
    for (what, refunded, most) in [
        ("of the total", sums.total, invoice.total),
        ("of the discount", sums.discount, invoice.discount),
        ("of the points that paid for it", sums.redeemed, invoice.redeemed),
        ("of the points it earned", sums.earned, invoice.earned),
        ("of the points that its coupons gave", sums.coupon_points, invoice.coupon_points),
        ("of the debt it left", sums.debt, invoice.debt),
        ("of the referrer's reward", sums.reward, invoice.reward),
    ] {
        if refunded > most {
            let message =
                format!("{refunded} {what} are refunded, and there were {most}; the customer is not imported");
            reader.note(&path, FindingKind::BadRefund, message);
        }
    }
    let moved = sums.redeemed.saturating_sub(sums.earned).saturating_sub(sums.coupon_points);
    for (what, refunded, entered) in [("points", moved, entered_points), ("debt", sums.debt, entered_debt)] {
        if refunded != entered {
            let message =
                format!("the refunds moved {refunded} {what}, and the entries {entered}; the customer is not imported");
            reader.note(&path, FindingKind::BadRefund, message);
        }
    }
    let mut left: Vec<i64> = invoice.lines.iter().map(|line| line.quantity.milli()).collect();
    for (index, refund) in invoice.refunds.iter().enumerate() {
        let mut last = 0;
        for (line, _) in &refund.lines {
            let returned = line.quantity.milli();
            let left = line.position.checked_sub(1).and_then(|index| left.get_mut(index));
            match left.filter(|left| returned > 0 && returned <= **left && line.position > last) {
                Some(left) => *left -= returned,
                None => {
                    let message = format!(
                        "line {} is not one of which {} were left; the customer is not imported",
                        line.position, line.quantity
                    );
                    reader.note(&JsonPath::Item(&path, index), FindingKind::BadRefund, message);
                }
            }
            last = line.position;
        }
    }
}

/// Adds refunds to the digest of their customer.
pub(super) fn digest(digest: &mut Digest, refunds: &[RefundRecord]) {
    digest.int(refunds.len() as i64);
    for RefundRecord { figures, lines, operation, actor, reason, at } in refunds {
        let RefundFigures { total, discount, redeemed, debt, money, earned, coupon_points, reward } = figures;
        for amount in [total, redeemed, debt, money, earned, reward] {
            digest.int(amount.minor());
        }
        if discount.is_positive() || coupon_points.is_positive() {
            digest.text("discount").int(discount.minor()).int(coupon_points.minor());
        }
        digest
            .text(operation)
            .opt_int(actor.staff_id().map(|person| person.0))
            .text(reason)
            .int(at.0)
            .int(lines.len() as i64);
        for (line, total) in lines {
            digest.int(line.position as i64).int(line.quantity.milli()).int(total.minor());
        }
    }
}

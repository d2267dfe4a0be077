//! What was taken back of an invoice: fields of Kopilka's own, beside the entries that the earlier bot's format has for it.
//!
//! They decide what can still be refunded, so they are held to the invoice and to its entries: nothing may be refunded
//! twice after a move, and nothing that was not.

use super::{
    customer_out::OffsetAt,
    digest::Digest,
    findings::{At, FindingKind},
    format::{Refund, RefundLine},
    invoices::InvoiceRecord,
    json_writer::Object,
    legacy::Legacy,
    reader::Reader,
    values,
};
use crate::{
    clock::Timestamp,
    domain::{InvoiceId, Money, OperationId, RefundFigures, RefundId, ReturnedLine, TelegramId},
    storage::{
        bulk::{RefundLineRow, RefundRow},
        dump,
    },
};

/// A refund of the file.
#[derive(Clone, Debug)]
pub(super) struct RefundRecord {
    figures: RefundFigures,
    lines: Vec<(ReturnedLine, Money)>,
    operation: String,
    actor: Option<TelegramId>,
    reason: String,
    at: Timestamp,
}

/// Reads the refunds of an invoice; faulty ones become findings.
pub(super) fn read(reader: &mut Reader, at: &At<'_>, refunds: &[Refund<'_>]) -> Vec<RefundRecord> {
    let list = At::Field(at, "refunds");
    let read = refunds.iter().enumerate().filter_map(|(index, raw)| refund(reader, &At::Item(&list, index), raw));
    read.collect()
}

fn refund(reader: &mut Reader, at: &At<'_>, raw: &Refund<'_>) -> Option<RefundRecord> {
    reader.own_shape(at, raw.is_other, &raw.twice, &raw.extra);
    if raw.is_other {
        return None;
    }
    let mut amount = |field, raw| reader.unsigned_money(at, field, raw);
    let total = amount("total", raw.total);
    let (redeemed, debt, money) =
        (amount("redeemed", raw.redeemed), amount("debt", raw.debt), amount("money", raw.money));
    let (earned, reward) = (amount("earned", raw.earned), amount("reward", raw.reward));
    let moment = reader.present(at, "date", raw.date).and_then(|date| reader.date(at, "date", date));
    let operation = reader.present(at, "operation_id", raw.operation_id)?;
    let operation = reader.text(at, "operation_id", Some(operation), &mut Legacy::default())?.into_owned();
    let reason = raw.reason.and_then(|reason| reader.text(at, "reason", Some(reason), &mut Legacy::default()));
    let actor = values::given(raw.refunded_by);
    let actor = actor.and_then(|by| reader.whole(at, "refunded_by", by, 1)).map(TelegramId);
    let lines = reader.list(at, "lines", raw.lines.as_ref(), &mut Legacy::default());
    let list = At::Field(at, "lines");
    let lines: Option<Vec<_>> =
        lines.iter().enumerate().map(|(index, line)| returned(reader, &At::Item(&list, index), line)).collect();
    let reason = reason.map(std::borrow::Cow::into_owned).unwrap_or_default();
    let figures = RefundFigures {
        total: total?,
        redeemed: redeemed?,
        debt: debt?,
        money: money?,
        earned: earned?,
        reward: reward?,
    };
    let parts = Money::checked_sum([figures.redeemed, figures.debt, figures.money]);
    if !figures.total.is_positive() || parts != Some(figures.total) {
        let message = format!(
            "`total` is {} and must be above zero and what `redeemed`, `debt` and `money` make together; the customer is not imported",
            figures.total
        );
        reader.note(&At::Field(at, "total"), FindingKind::BadRefund, message);
    }
    Some(RefundRecord { figures, lines: lines?, operation, actor, reason, at: moment?.1.at })
}

fn returned(reader: &mut Reader, at: &At<'_>, raw: &RefundLine<'_>) -> Option<(ReturnedLine, Money)> {
    reader.own_shape(at, raw.is_other, &raw.twice, &raw.extra);
    if raw.is_other {
        return None;
    }
    let position = reader.present(at, "line", raw.line).and_then(|line| reader.whole(at, "line", line, 1));
    let quantity = reader.quantity(at, "quantity", raw.quantity);
    let total = reader.unsigned_money(at, "total", raw.total);
    let position = usize::try_from(position?).ok()?;
    Some((ReturnedLine { position, quantity: quantity? }, total?))
}

/// Holds the refunds of an invoice to it, and to what its entries of refunds come to: points, and debt.
pub(super) fn check(reader: &mut Reader, at: &At<'_>, invoice: &InvoiceRecord, points: Money, debt: Money) {
    if invoice.refunds.is_empty() {
        return;
    }
    let at = At::Field(at, "refunds");
    let sums = figures(&invoice.refunds);
    for (what, refunded, most) in [
        ("of the total", sums.total, invoice.total),
        ("of the points that paid for it", sums.redeemed, invoice.redeemed),
        ("of the points it earned", sums.earned, invoice.earned),
        ("of the debt it left", sums.debt, invoice.debt),
        ("of the referrer's reward", sums.reward, invoice.reward),
    ] {
        if refunded > most {
            let message =
                format!("{refunded} {what} are refunded, and there were {most}; the customer is not imported");
            reader.note(&at, FindingKind::BadRefund, message);
        }
    }
    let moved = sums.redeemed.saturating_sub(sums.earned);
    for (what, refunded, entered) in [("points", moved, points), ("debt", sums.debt, debt)] {
        if refunded != entered {
            let message =
                format!("the refunds moved {refunded} {what}, and the entries {entered}; the customer is not imported");
            reader.note(&at, FindingKind::BadRefund, message);
        }
    }
    let mut left: Vec<i64> = invoice.lines.iter().map(|line| line.quantity.milli()).collect();
    for (index, refund) in invoice.refunds.iter().enumerate() {
        let mut last = 0;
        for (line, _) in &refund.lines {
            let came_back = line.quantity.milli();
            let left = line.position.checked_sub(1).and_then(|index| left.get_mut(index));
            match left.filter(|left| came_back > 0 && came_back <= **left && line.position > last) {
                Some(left) => *left -= came_back,
                None => {
                    let message = format!(
                        "line {} is not one of which {} were left; the customer is not imported",
                        line.position, line.quantity
                    );
                    reader.note(&At::Item(&at, index), FindingKind::BadRefund, message);
                }
            }
            last = line.position;
        }
    }
}

/// What refunds come to.
pub(super) fn figures(refunds: &[RefundRecord]) -> RefundFigures {
    refunds.iter().fold(RefundFigures::default(), |sum, refund| sum.and(&refund.figures))
}

pub(super) fn digest(digest: &mut Digest, refunds: &[RefundRecord]) {
    digest.int(refunds.len() as i64);
    for RefundRecord { figures, lines, operation, actor, reason, at } in refunds {
        let RefundFigures { total, redeemed, debt, money, earned, reward } = figures;
        for amount in [total, redeemed, debt, money, earned, reward] {
            digest.int(amount.minor());
        }
        digest.text(operation).opt_int(actor.map(|actor| actor.0)).text(reason).int(at.0).int(lines.len() as i64);
        for (line, total) in lines {
            digest.int(line.position as i64).int(line.quantity.milli()).int(total.minor());
        }
    }
}

/// The rows of a refund.
pub(super) fn rows(
    refund_id: RefundId,
    invoice_id: InvoiceId,
    record: RefundRecord,
) -> (RefundRow, impl Iterator<Item = RefundLineRow>) {
    let RefundRecord { figures, lines, operation, actor, reason, at } = record;
    let row = RefundRow {
        refund_id,
        invoice_id,
        total_minor: figures.total,
        redeemed_minor: figures.redeemed,
        debt_minor: figures.debt,
        money_minor: figures.money,
        earned_minor: figures.earned,
        reward_minor: figures.reward,
        operation_id: OperationId::import(operation),
        actor_id: actor,
        reason,
        refunded_at: at,
    };
    let lines = lines.into_iter().map(move |(line, total_minor)| RefundLineRow {
        refund_id,
        position: i64::try_from(line.position).unwrap_or(i64::MAX),
        quantity_milli: line.quantity,
        total_minor,
    });
    (row, lines)
}

/// A refund as the dump has it.
pub(super) fn json(refund: &dump::Refund, lines: &[dump::RefundLine], offset_at: OffsetAt<'_>) -> String {
    let mut object = Object::new(Legacy::default());
    object.text("date", Some(&values::rfc3339(refund.refunded_at, offset_at(refund.refunded_at))));
    object.decimal("total", refund.total_minor.to_decimal());
    object.decimal("redeemed", refund.redeemed_minor.to_decimal());
    object.decimal("debt", refund.debt_minor.to_decimal());
    object.decimal("money", refund.money_minor.to_decimal());
    object.decimal("earned", refund.earned_minor.to_decimal());
    object.decimal("reward", refund.reward_minor.to_decimal());
    let lines: Vec<String> = lines.iter().map(line_json).collect();
    object.list("lines", &lines);
    object.json("refunded_by", &refund.actor_id.map_or_else(|| "null".to_owned(), |actor| actor.to_string()));
    object.text("reason", Some(&refund.reason));
    let operation = refund.operation_id.before_import();
    object.text("operation_id", Some(operation));
    object.finish()
}

fn line_json(line: &dump::RefundLine) -> String {
    let mut object = Object::new(Legacy::default());
    object.json("line", &line.position.to_string());
    object.decimal("quantity", line.quantity_milli.to_decimal());
    object.decimal("total", line.total_minor.to_decimal());
    object.finish()
}

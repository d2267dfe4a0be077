//! Reads the invoices of a customer, in all three forms that the earlier bot wrote.

use std::{borrow::Cow, collections::HashMap};

use super::{
    coupons,
    field_reader::{FieldReader, shown},
    record::{InvoiceRecord, RefundRecord, UsedCouponRecord, replacement_number},
    refunds,
};
use crate::{
    domain::{EarnRule, EntryKind, GroupDiscount, Line, Money, PointsWallet, Rate, Receipt, Wallet},
    import::{
        digest::Digest,
        findings::{FindingKind, JsonPath},
        format::{Invoice, Item},
        legacy::Legacy,
        values::{self, JsonType, Moment},
    },
    service::ledger::imported::Account,
};

/// The fields of an invoice that the earlier bot did not have.
struct OwnFields {
    receipt: Option<Receipt>,
    discount: Money,
    group_discount: GroupDiscount,
    coupons: Vec<UsedCouponRecord>,
    earn_rule: Option<EarnRule>,
    earn_rate: Option<Rate>,
    referrer: Option<String>,
    reward: Money,
    reward_rate: Option<Rate>,
    refunds: Vec<RefundRecord>,
}

/// The fields of an invoice. What was earned and redeemed follows from the entries, which are read later.
pub(super) struct ParsedInvoice<'r, 'a> {
    /// Its index in the file's list.
    index: usize,
    raw: &'r Invoice<'a>,
    number: Cow<'a, str>,
    total: Money,
    deducted: Option<Money>,
    moment: Moment,
    lines: Vec<Line>,
    own: OwnFields,
    legacy: Legacy,
}

/// Reads the invoices; faults become findings. The map has the index in the returned list by invoice number.
pub(super) fn parse<'r, 'a>(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    invoices: &'r [Invoice<'a>],
) -> (Vec<ParsedInvoice<'r, 'a>>, HashMap<Cow<'a, str>, usize>) {
    let list = JsonPath::Field(path, "invoices");
    let mut parsed: Vec<ParsedInvoice<'r, 'a>> = Vec::with_capacity(invoices.len());
    let mut indexes = HashMap::with_capacity(invoices.len());
    for (index, raw) in invoices.iter().enumerate() {
        let path = JsonPath::Item(&list, index);
        let Some(invoice) = parse_one(reader, &path, index, raw) else { continue };
        if let Some(earlier) = indexes.get(&invoice.number) {
            let message = format!(
                "{} is there already as {list}[{earlier}]; only one can be right, so the customer is not imported",
                invoice.number
            );
            reader.note(&JsonPath::Field(&path, "invoice_id"), FindingKind::DuplicateInvoice, message);
            continue;
        }
        indexes.insert(invoice.number.clone(), parsed.len());
        parsed.push(invoice);
    }
    (parsed, indexes)
}

fn parse_one<'r, 'a>(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    index: usize,
    raw: &'r Invoice<'a>,
) -> Option<ParsedInvoice<'r, 'a>> {
    let mut legacy = Legacy::default();
    reader.check_object(path, &raw.unexpected, &mut legacy);
    if raw.unexpected.is_no_object {
        return None;
    }
    let number = reader.present(path, "invoice_id", raw.invoice_id).and_then(|id| match values::text(id) {
        Some(number) => Some(number),
        None => {
            reader.wrong_type(path, "invoice_id", id, "a text");
            None
        }
    });
    let moment = reader.moment(path, raw.date, raw.date_str, &mut legacy);
    let total = reader.unsigned_money(path, "total_amount", raw.total_amount, &mut legacy);
    let lines = lines(reader, path, raw, &mut legacy);
    let own = own_fields(reader, path, raw, &mut legacy);
    let deducted = match values::non_null(raw.bonuses_deducted) {
        Some(value) => Some(reader.unsigned_money(path, "bonuses_deducted", Some(value), &mut legacy)?),
        None => None,
    };
    let (number, moment, total, lines) = (number?, moment?, total?, lines?);
    let sum = Money::checked_sum(lines.iter().map(|line| line.total));
    if sum != Some(total) {
        let sum = sum.map_or("more than can be kept".to_owned(), |sum| sum.to_string());
        let message = format!("the total is {total} and the lines make {sum}; both are kept as the file says");
        reader.note(&JsonPath::Field(path, "total_amount"), FindingKind::InvoiceTotalMismatch, message);
    }
    Some(ParsedInvoice { index, raw, number, total, deducted, moment, lines, own, legacy })
}

fn own_fields(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Invoice<'_>, legacy: &mut Legacy) -> OwnFields {
    // The cashier may undo an invoice for a few minutes only, so after a move the field is kept and not used.
    if let Some(raw) = raw.issued_by {
        legacy.keep_value("issued_by", raw);
    }
    let referrer = values::non_null(raw.referrer).and_then(|raw| reader.text(path, "referrer", Some(raw), legacy));
    let reward = values::non_null(raw.reward).and_then(|raw| reader.unsigned_money(path, "reward", Some(raw), legacy));
    let discount =
        values::non_null(raw.discount).and_then(|raw| reader.unsigned_money(path, "discount", Some(raw), legacy));
    let by_group = values::non_null(raw.group_discount)
        .and_then(|raw| reader.unsigned_money(path, "group_discount", Some(raw), legacy));
    let mut rate = |field, raw| values::non_null(raw).and_then(|raw| reader.rate(path, field, raw, legacy));
    let (earn_rate, reward_rate) =
        (rate("earn_percentage", raw.earn_percentage), rate("reward_percentage", raw.reward_percentage));
    let group_rate = rate("group_discount_percentage", raw.group_discount_percentage);
    OwnFields {
        receipt: values::non_null(raw.receipt).and_then(|raw| reader.word(path, "receipt", raw)),
        discount: discount.unwrap_or_default(),
        group_discount: GroupDiscount {
            amount: by_group.unwrap_or_default(),
            rate: group_rate.unwrap_or(Rate::from_bp(0)),
        },
        coupons: match &raw.coupons {
            Some(_) => {
                let list = reader.list(path, "coupons", raw.coupons.as_ref(), legacy);
                coupons::used(reader, path, list)
            }
            None => Vec::new(),
        },
        earn_rule: values::non_null(raw.earn_rule).and_then(|raw| reader.word(path, "earn_rule", raw)),
        earn_rate,
        referrer: referrer.map(Cow::into_owned),
        reward: reward.unwrap_or_default(),
        reward_rate,
        refunds: match &raw.refunds {
            Some(_) => {
                let list = reader.list(path, "refunds", raw.refunds.as_ref(), legacy);
                refunds::read(reader, path, list)
            }
            None => Vec::new(),
        },
    }
}

fn lines(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Invoice<'_>, legacy: &mut Legacy) -> Option<Vec<Line>> {
    let items = reader.list(path, "items", raw.items.as_ref(), legacy);
    let list = JsonPath::Field(path, "items");
    let mut lines = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let mut own = Legacy::default();
        lines.push(line(reader, &JsonPath::Item(&list, index), item, &mut own));
        if !own.is_empty() {
            legacy.lines.insert(index, own);
        }
    }
    lines.into_iter().collect()
}

fn line(reader: &mut FieldReader, path: &JsonPath<'_>, item: &Item<'_>, legacy: &mut Legacy) -> Option<Line> {
    reader.check_object(path, &item.unexpected, legacy);
    if item.unexpected.is_no_object {
        return None;
    }
    let name = match reader.text(path, "product_name", item.product_name, legacy) {
        Some(name) => name.into_owned(),
        None => {
            legacy.keep("product_name", item.product_name);
            String::new()
        }
    };
    let quantity = reader.quantity(path, "quantity", item.quantity, legacy);
    let unit_price = reader.unsigned_money(path, "unit_price", item.unit_price, legacy);
    let total = reader.unsigned_money(path, "item_total", item.item_total, legacy);
    let (quantity, unit_price, total) = (quantity?, unit_price?, total?);
    let product = quantity.at(unit_price);
    if product != total {
        let message = format!("{quantity} at {unit_price} make {product} and not {total}; it is kept as the file says");
        reader.note(&JsonPath::Field(path, "item_total"), FindingKind::LineTotalMismatch, message);
    }
    Some(Line { name, quantity, unit_price, total })
}

/// The sums of an invoice's entries.
#[derive(Clone, Copy, Default)]
struct EntrySums {
    earned: Money,
    coupon_points: Money,
    redeemed: Money,
    redeemed_from: Option<PointsWallet>,
    debt: Money,
    /// The points that refunds moved; below zero: taken back.
    refunded_points: Money,
    refunded_debt: Money,
}

/// Completes the invoices with the sums of their entries.
pub(super) fn complete(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    invoices: Vec<ParsedInvoice<'_, '_>>,
    accounts: &[Account],
) -> Vec<InvoiceRecord> {
    let mut sums = vec![EntrySums::default(); invoices.len()];
    for account in accounts {
        let points = match account.wallet() {
            Wallet::Main => Some(PointsWallet::Main),
            Wallet::Referral => Some(PointsWallet::Referral),
            Wallet::Money => None,
        };
        for entry in account.entries() {
            let Some(sums) = entry.invoice.and_then(|index| sums.get_mut(index)) else { continue };
            let add = |sum: Money, amount: Money| sum.checked_add(amount).unwrap_or(sum);
            match (entry.kind, points) {
                (EntryKind::Earn, Some(_)) => sums.earned = add(sums.earned, entry.amount),
                (EntryKind::Coupon, Some(_)) => sums.coupon_points = add(sums.coupon_points, entry.amount),
                (EntryKind::Redeem, Some(wallet)) => {
                    sums.redeemed = add(sums.redeemed, entry.amount.negated());
                    sums.redeemed_from.get_or_insert(wallet);
                }
                (EntryKind::Refund, Some(_)) => sums.refunded_points = add(sums.refunded_points, entry.amount),
                (EntryKind::Refund, None) => sums.refunded_debt = add(sums.refunded_debt, entry.amount),
                (EntryKind::Debt, None) => sums.debt = add(sums.debt, entry.amount.negated()),
                _ => {}
            }
        }
    }
    let list = JsonPath::Field(path, "invoices");
    invoices
        .into_iter()
        .zip(sums)
        .map(|(invoice, sums)| record(reader, &JsonPath::Item(&list, invoice.index), invoice, sums))
        .collect()
}

fn record(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    invoice: ParsedInvoice<'_, '_>,
    sums: EntrySums,
) -> InvoiceRecord {
    let ParsedInvoice { raw, number: given_number, total, deducted, moment, lines, own, mut legacy, .. } = invoice;
    let number = given_number.parse().unwrap_or_else(|_| {
        let number = replacement_number(path, 0);
        let message = format!("{given_number:?} is not eight upper-case hex digits; the invoice is called {number} here, and exported as it was");
        reader.note(&JsonPath::Field(path, "invoice_id"), FindingKind::BadInvoiceNumber, message);
        number
    });
    if number.as_str() != given_number
        && let Some(raw) = raw.invoice_id
    {
        legacy.keep_value("invoice_id", raw);
    }

    if deducted.is_some_and(|deducted| deducted != sums.redeemed) {
        let message = format!(
            "{} points were redeemed by the invoice and {} by the entries; the entries count, what the invoice says is exported back",
            deducted.unwrap_or_default(),
            sums.redeemed
        );
        reader.note(&JsonPath::Field(path, "bonuses_deducted"), FindingKind::RedeemedMismatch, message);
    }
    // A refund gives back what the entries took and nothing else, so that is what was redeemed.
    let due = total.saturating_sub(own.discount).or_zero();
    let redeemed = sums.redeemed.min(due);
    let most = deducted.unwrap_or_default().max(sums.redeemed);
    if most > due {
        let message = format!(
            "{most} points were redeemed on {due}; the invoice shows {redeemed}, the entries are kept as the file says"
        );
        reader.note(&JsonPath::Field(path, "bonuses_deducted"), FindingKind::RedeemedTooMuch, message);
    }
    if deducted != Some(redeemed) {
        legacy.keep("bonuses_deducted", raw.bonuses_deducted);
    }

    let source = raw.bonus_source_used.and_then(values::text);
    let kind = raw.bonus_type_deducted.and_then(values::text);
    let named = source.as_deref().or(match kind.as_deref() {
        Some("regular") => Some("main"),
        other => other,
    });
    let named = named.and_then(|word| word.parse().ok());
    let redeemed_from = if redeemed.is_positive() { sums.redeemed_from } else { named };
    let is_usual = match (raw.bonus_source_used, redeemed_from) {
        (Some(_), Some(wallet)) => source.as_deref() == Some(wallet.as_str()),
        (Some(raw), None) => values::json_type(raw) == JsonType::Null,
        (None, _) => false,
    };
    if !is_usual {
        legacy.keep("bonus_source_used", raw.bonus_source_used);
    }
    if let Some(raw) = raw
        .bonus_source_used
        .filter(|_| source.is_some() && source.as_deref() != redeemed_from.map(PointsWallet::as_str))
    {
        let message = format!("{} is not the wallet that the entries say; theirs counts", shown(raw));
        reader.note(&JsonPath::Field(path, "bonus_source_used"), FindingKind::RedeemedMismatch, message);
    }
    if let Some(raw) = raw.bonus_type_deducted {
        legacy.keep_value("bonus_type_deducted", raw);
    }

    let record = InvoiceRecord {
        given_number: given_number.into_owned(),
        number,
        total,
        discount: own.discount,
        group_discount: own.group_discount,
        coupons: own.coupons,
        redeemed,
        redeemed_from,
        earned: sums.earned,
        coupon_points: sums.coupon_points,
        debt: sums.debt,
        receipt: own.receipt,
        earn_rule: own.earn_rule,
        earn_rate: own.earn_rate,
        referrer: own.referrer,
        reward: own.reward,
        reward_rate: own.reward_rate,
        refunds: own.refunds,
        issued_at: moment.at,
        utc_offset_s: moment.offset_s,
        lines,
        legacy,
    };
    coupons::check_use(reader, path, &record);
    refunds::check(reader, path, &record, sums.refunded_points, sums.refunded_debt);
    digest(&mut reader.digest, &record);
    record
}

fn digest(digest: &mut Digest, record: &InvoiceRecord) {
    digest.text(&record.given_number).int(record.total.minor()).int(record.redeemed.minor());
    digest
        .opt_text(record.redeemed_from.map(PointsWallet::as_str))
        .int(record.issued_at.0)
        .int(record.utc_offset_s.into());
    digest.int(record.lines.len() as i64);
    for line in &record.lines {
        digest.text(&line.name).int(line.quantity.milli()).int(line.unit_price.minor()).int(line.total.minor());
    }
    digest
        .int(record.debt.minor())
        .opt_text(record.earn_rule.map(EarnRule::as_str))
        .opt_int(record.earn_rate.map(Rate::bp))
        .opt_text(record.referrer.as_deref())
        .int(record.reward.minor())
        .opt_int(record.reward_rate.map(Rate::bp));
    // Files without receipts keep the digest that they had.
    if let Some(receipt) = &record.receipt {
        digest.text(receipt.as_str());
    }
    if record.discount.is_positive() || !record.coupons.is_empty() {
        digest.text("discount").int(record.discount.minor()).int(record.coupons.len() as i64);
    }
    if record.group_discount != GroupDiscount::default() {
        let GroupDiscount { amount, rate } = record.group_discount;
        digest.text("group").int(amount.minor()).int(rate.bp());
    }
    for used in &record.coupons {
        digest.int(used.number as i64).int(used.discount.minor()).int(used.points.minor());
    }
    refunds::digest(digest, &record.refunds);
    digest.legacy(&record.legacy);
}

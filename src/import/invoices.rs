//! The invoices of a customer, of all three generations.

use std::{borrow::Cow, collections::HashMap};

use super::{
    digest::Digest,
    findings::{At, FindingKind},
    format::{Invoice, Item},
    legacy::Legacy,
    reader::{Reader, shown},
    refunds::{self, RefundRecord},
    values::{self, Moment},
};
use crate::{
    clock::Timestamp,
    domain::{EarnRule, EntryKind, InvoiceNumber, Line, Money, PointsWallet, Rate, Wallet},
    service::ledger::imported::Account,
};

/// An invoice of the file.
#[derive(Clone, Debug)]
pub(super) struct InvoiceRecord {
    /// What the file calls it.
    pub(super) given_number: String,
    /// What we call it.
    pub(super) number: InvoiceNumber,
    pub(super) total: Money,
    pub(super) redeemed: Money,
    pub(super) redeemed_from: Option<PointsWallet>,
    pub(super) earned: Money,
    /// What it left unpaid.
    pub(super) debt: Money,
    /// The rule and the rate by which it earned; nothing in files of the earlier bot.
    pub(super) earn_rule: Option<EarnRule>,
    pub(super) earn_rate: Option<Rate>,
    /// The code of who was rewarded for it.
    pub(super) referrer: Option<String>,
    pub(super) reward: Money,
    pub(super) reward_rate: Option<Rate>,
    pub(super) refunds: Vec<RefundRecord>,
    pub(super) issued_at: Timestamp,
    pub(super) utc_offset_s: i32,
    pub(super) lines: Vec<Line>,
    pub(super) legacy: Legacy,
}

/// What only Kopilka writes of an invoice.
struct Own {
    earn_rule: Option<EarnRule>,
    earn_rate: Option<Rate>,
    referrer: Option<String>,
    reward: Money,
    reward_rate: Option<Rate>,
    refunds: Vec<RefundRecord>,
}

/// An invoice that is read, before the entries have been asked what was redeemed on it.
pub(super) struct Draft<'r, 'a> {
    place: usize,
    raw: &'r Invoice<'a>,
    number: Cow<'a, str>,
    total: Money,
    deducted: Option<Money>,
    moment: Moment,
    lines: Vec<Line>,
    own: Own,
    legacy: Legacy,
}

/// Reads the invoices; faulty ones become findings. The places are those of the drafts by their number.
pub(super) fn drafts<'r, 'a>(
    reader: &mut Reader,
    at: &At<'_>,
    invoices: &'r [Invoice<'a>],
) -> (Vec<Draft<'r, 'a>>, HashMap<Cow<'a, str>, usize>) {
    let list = At::Field(at, "invoices");
    let mut drafts: Vec<Draft<'r, 'a>> = Vec::with_capacity(invoices.len());
    let mut places = HashMap::with_capacity(invoices.len());
    for (place, raw) in invoices.iter().enumerate() {
        let at = At::Item(&list, place);
        let Some(draft) = draft(reader, &at, place, raw) else { continue };
        if let Some(earlier) = places.get(&draft.number) {
            let message = format!(
                "{} is there already as {list}[{earlier}]; only one can be right, so the customer is not imported",
                draft.number
            );
            reader.note(&At::Field(&at, "invoice_id"), FindingKind::DuplicateInvoice, message);
            continue;
        }
        places.insert(draft.number.clone(), drafts.len());
        drafts.push(draft);
    }
    (drafts, places)
}

fn draft<'r, 'a>(reader: &mut Reader, at: &At<'_>, place: usize, raw: &'r Invoice<'a>) -> Option<Draft<'r, 'a>> {
    let mut legacy = Legacy::default();
    reader.shape(at, raw.is_other, &raw.twice, &raw.extra, &mut legacy);
    if raw.is_other {
        return None;
    }
    let number = reader.present(at, "invoice_id", raw.invoice_id).and_then(|id| match values::text(id) {
        Some(number) => Some(number),
        None => {
            reader.wrong_type(at, "invoice_id", id, "a text");
            None
        }
    });
    let moment = reader.moment(at, raw.date, raw.date_str, &mut legacy);
    let total = reader.unsigned_money(at, "total_amount", raw.total_amount);
    let lines = lines(reader, at, raw, &mut legacy);
    let own = own(reader, at, raw, &mut legacy);
    let deducted = match values::given(raw.bonuses_deducted) {
        Some(value) => Some(reader.unsigned_money(at, "bonuses_deducted", Some(value))?),
        None => None,
    };
    let (number, moment, total, lines) = (number?, moment?, total?, lines?);
    let sum = Money::checked_sum(lines.iter().map(|line| line.total));
    if sum != Some(total) {
        let sum = sum.map_or("more than can be kept".to_owned(), |sum| sum.to_string());
        let message = format!("the total is {total} and the lines make {sum}; both are kept as the file says");
        reader.note(&At::Field(at, "total_amount"), FindingKind::InvoiceTotalMismatch, message);
    }
    Some(Draft { place, raw, number, total, deducted, moment, lines, own, legacy })
}

fn own(reader: &mut Reader, at: &At<'_>, raw: &Invoice<'_>, legacy: &mut Legacy) -> Own {
    // Who issued it may undo it for some minutes, and those are over: it is kept and not acted upon.
    if let Some(raw) = raw.issued_by {
        legacy.give("issued_by", raw);
    }
    let referrer = values::given(raw.referrer).and_then(|raw| reader.text(at, "referrer", Some(raw), legacy));
    let reward = values::given(raw.reward).and_then(|raw| reader.unsigned_money(at, "reward", Some(raw)));
    let mut rate = |field, raw| values::given(raw).and_then(|raw| reader.rate(at, field, raw));
    let (earn_rate, reward_rate) =
        (rate("earn_percentage", raw.earn_percentage), rate("reward_percentage", raw.reward_percentage));
    Own {
        earn_rule: values::given(raw.earn_rule).and_then(|raw| reader.word(at, "earn_rule", raw)),
        earn_rate,
        referrer: referrer.map(Cow::into_owned),
        reward: reward.unwrap_or_default(),
        reward_rate,
        refunds: match &raw.refunds {
            Some(_) => {
                let list = reader.list(at, "refunds", raw.refunds.as_ref(), legacy);
                refunds::read(reader, at, list)
            }
            None => Vec::new(),
        },
    }
}

fn lines(reader: &mut Reader, at: &At<'_>, raw: &Invoice<'_>, legacy: &mut Legacy) -> Option<Vec<Line>> {
    let items = reader.list(at, "items", raw.items.as_ref(), legacy);
    let list = At::Field(at, "items");
    let mut lines = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let mut own = Legacy::default();
        lines.push(line(reader, &At::Item(&list, index), item, &mut own));
        if !own.is_empty() {
            legacy.lines.insert(index, own);
        }
    }
    lines.into_iter().collect()
}

fn line(reader: &mut Reader, at: &At<'_>, item: &Item<'_>, legacy: &mut Legacy) -> Option<Line> {
    reader.shape(at, item.is_other, &item.twice, &item.extra, legacy);
    if item.is_other {
        return None;
    }
    let name = match reader.text(at, "product_name", item.product_name, legacy) {
        Some(name) => name.into_owned(),
        None => {
            legacy.keep("product_name", item.product_name);
            String::new()
        }
    };
    let quantity = reader.quantity(at, "quantity", item.quantity);
    let unit_price = reader.unsigned_money(at, "unit_price", item.unit_price);
    let total = reader.unsigned_money(at, "item_total", item.item_total);
    let (quantity, unit_price, total) = (quantity?, unit_price?, total?);
    let usual = quantity.at(unit_price);
    if usual != total {
        let message = format!("{quantity} at {unit_price} make {usual} and not {total}; it is kept as the file says");
        reader.note(&At::Field(at, "item_total"), FindingKind::LineTotalMismatch, message);
    }
    Some(Line { name, quantity, unit_price, total })
}

/// What the entries say about an invoice.
#[derive(Clone, Copy, Default)]
struct Linked {
    earned: Money,
    redeemed: Money,
    redeemed_from: Option<PointsWallet>,
    debt: Money,
    /// What refunds moved.
    refunded_points: Money,
    refunded_debt: Money,
}

/// Completes the invoices by what the accounts say of them.
pub(super) fn finish(
    reader: &mut Reader,
    at: &At<'_>,
    drafts: Vec<Draft<'_, '_>>,
    accounts: &[Account],
) -> Vec<InvoiceRecord> {
    let mut linked = vec![Linked::default(); drafts.len()];
    for account in accounts {
        let points = match account.wallet() {
            Wallet::Main => Some(PointsWallet::Main),
            Wallet::Referral => Some(PointsWallet::Referral),
            Wallet::Money => None,
        };
        for step in account.steps() {
            let Some(linked) = step.invoice.and_then(|place| linked.get_mut(place)) else { continue };
            let add = |sum: Money, amount: Money| sum.checked_add(amount).unwrap_or(sum);
            match (step.kind, points) {
                (EntryKind::Earn, Some(_)) => linked.earned = add(linked.earned, step.amount),
                (EntryKind::Redeem, Some(wallet)) => {
                    linked.redeemed = add(linked.redeemed, step.amount.negated());
                    linked.redeemed_from.get_or_insert(wallet);
                }
                (EntryKind::Refund, Some(_)) => linked.refunded_points = add(linked.refunded_points, step.amount),
                (EntryKind::Refund, None) => linked.refunded_debt = add(linked.refunded_debt, step.amount),
                (EntryKind::Debt, None) => linked.debt = add(linked.debt, step.amount.negated()),
                _ => {}
            }
        }
    }
    let list = At::Field(at, "invoices");
    drafts
        .into_iter()
        .zip(linked)
        .map(|(draft, linked)| record(reader, &At::Item(&list, draft.place), draft, linked))
        .collect()
}

fn record(reader: &mut Reader, at: &At<'_>, draft: Draft<'_, '_>, linked: Linked) -> InvoiceRecord {
    let Draft { raw, number: given_number, total, deducted, moment, lines, own, mut legacy, .. } = draft;
    let number = given_number.parse().unwrap_or_else(|_| {
        let number = other_number(at, 0);
        let message = format!("{given_number:?} is not eight upper-case hex digits; the invoice is called {number} here, and exported as it was");
        reader.note(&At::Field(at, "invoice_id"), FindingKind::BadInvoiceNumber, message);
        number
    });
    if number.as_str() != given_number
        && let Some(raw) = raw.invoice_id
    {
        legacy.give("invoice_id", raw);
    }

    if deducted.is_some_and(|deducted| deducted != linked.redeemed) {
        let message = format!(
            "{} points were redeemed by the invoice and {} by the entries; both are kept as the file says",
            deducted.unwrap_or_default(),
            linked.redeemed
        );
        reader.note(&At::Field(at, "bonuses_deducted"), FindingKind::RedeemedMismatch, message);
    }
    let claimed = deducted.unwrap_or(linked.redeemed);
    let redeemed = claimed.min(total);
    if redeemed != claimed {
        let message = format!(
            "{claimed} points were redeemed on {total}; the invoice shows {total}, the entries are kept as the file says"
        );
        reader.note(&At::Field(at, "bonuses_deducted"), FindingKind::RedeemedTooMuch, message);
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
    let redeemed_from = match named.and_then(|word| word.parse().ok()) {
        Some(wallet) => Some(wallet),
        None if redeemed.is_positive() => Some(linked.redeemed_from.unwrap_or(PointsWallet::Main)),
        None => None,
    };
    let usual = match (raw.bonus_source_used, redeemed_from) {
        (Some(_), Some(wallet)) => source.as_deref() == Some(wallet.as_str()),
        (Some(raw), None) => values::shape(raw) == values::Shape::Null,
        (None, _) => false,
    };
    if !usual {
        legacy.keep("bonus_source_used", raw.bonus_source_used);
    }
    if let Some(raw) = raw
        .bonus_source_used
        .filter(|_| source.is_some() && source.as_deref() != redeemed_from.map(PointsWallet::as_str))
    {
        let message = format!("{} is no wallet; the entries say which it was", shown(raw));
        reader.note(&At::Field(at, "bonus_source_used"), FindingKind::RedeemedMismatch, message);
    }
    if let Some(raw) = raw.bonus_type_deducted {
        legacy.give("bonus_type_deducted", raw);
    }

    let record = InvoiceRecord {
        given_number: given_number.into_owned(),
        number,
        total,
        redeemed,
        redeemed_from,
        earned: linked.earned,
        debt: linked.debt,
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
    refunds::check(reader, at, &record, linked.refunded_points, linked.refunded_debt);
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
    refunds::digest(digest, &record.refunds);
    digest.legacy(&record.legacy);
}

/// A number for an invoice that cannot have its own: always the same for the same invoice and attempt.
pub(super) fn other_number(place: &impl std::fmt::Display, attempt: u32) -> InvoiceNumber {
    let mut digest = Digest::default();
    digest.text(&place.to_string()).int(attempt.into());
    let hex = digest.finish();
    InvoiceNumber::from_bits(u32::from_str_radix(&hex[..8], 16).unwrap_or(attempt))
}

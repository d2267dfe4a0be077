//! The three histories of a customer: what their entries mean, and the words that the earlier bot used for them.

use std::{borrow::Cow, collections::HashMap};

use super::{
    findings::{At, FindingKind},
    format::Entry,
    legacy::Legacy,
    reader::{Reader, shown},
    values,
};
use crate::{
    domain::{EntryKind, Money, TelegramId, Wallet},
    service::ledger::imported::Step,
};

/// A history: the wallet it belongs to and the words of its entries.
pub(super) struct Book {
    /// The field with the entries.
    pub(super) field: &'static str,
    /// The field with the balance.
    pub(super) balance: &'static str,
    pub(super) wallet: Wallet,
    pub(super) transaction_type: &'static str,
    /// The `type` of an entry that makes the file's balance larger.
    pub(super) adds: &'static str,
    /// The `type` of one that makes it smaller.
    pub(super) takes: &'static str,
}

/// Every history, in the order of the fields.
pub(super) const BOOKS: [Book; 3] = [
    Book {
        field: "history",
        balance: "bonuses",
        wallet: Wallet::Main,
        transaction_type: "bonus",
        adds: "accrual",
        takes: "deduction",
    },
    Book {
        field: "referral_bonus_history",
        balance: "referral_bonuses",
        wallet: Wallet::Referral,
        transaction_type: "referral",
        adds: "accrual",
        takes: "deduction",
    },
    Book {
        field: "debt_history",
        balance: "debts",
        wallet: Wallet::Money,
        transaction_type: "debt",
        adds: "accrual",
        takes: "payment",
    },
];

impl Book {
    /// What the wallet has where the file's balance says `amount`, and the other way round: debt is money below zero.
    pub(super) const fn turned(&self, amount: Money) -> Money {
        match self.wallet {
            Wallet::Money => amount.negated(),
            Wallet::Main | Wallet::Referral => amount,
        }
    }
}

const EARNED: &str = "Бонус с накладной #";
const REDEEMED: &str = "Оплата по накладной #";
const REFUNDED: &str = "Возврат по накладной #";
const REFUNDED_OF_FRIEND: &str = "Возврат по накладной друга";
const PROMO: &str = "Бонус за промокод";
const FRIEND: &str = "Бонус от друга ";
const GIVEN: &str = "Начисление бонусов (админ)";
const TAKEN: &str = "Списание бонусов (админ)";
const DEBT: &str = "Добавление долга";
const REPAID: &str = "Погашение долга";
const EXPIRED: &str = "Сгорание бонусов";
const FROM_CARD: &str = "Перенос с карты ";
const TO_CARD: &str = "Перенос на карту ";

/// The description that the earlier bot wrote for such an entry. `amount` is the wallet's; `number` the invoice's.
pub(super) fn description(kind: EntryKind, amount: Money, number: Option<&str>, note: &str) -> Cow<'static, str> {
    let into = amount.is_positive();
    match (kind, number) {
        (EntryKind::Earn, Some(number)) => format!("{EARNED}{number}").into(),
        (EntryKind::Redeem, Some(number)) => format!("{REDEEMED}{number}").into(),
        (EntryKind::Refund, Some(number)) => format!("{REFUNDED}{number}").into(),
        (EntryKind::Refund, None) => REFUNDED_OF_FRIEND.into(),
        (EntryKind::PromoBonus, _) => PROMO.into(),
        (EntryKind::ReferralReward, _) => format!("{FRIEND}{note}").into(),
        (EntryKind::Debt, _) => DEBT.into(),
        (EntryKind::Repayment, _) => REPAID.into(),
        (EntryKind::Expire, _) => EXPIRED.into(),
        (EntryKind::Transfer, _) => format!("{}{note}", if into { FROM_CARD } else { TO_CARD }).into(),
        (EntryKind::Earn | EntryKind::Redeem | EntryKind::Manual | EntryKind::Opening, _) => {
            if into { GIVEN } else { TAKEN }.into()
        }
    }
}

/// Does the description of such an entry say its note?
pub(super) const fn says_note(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::ReferralReward | EntryKind::Transfer)
}

/// What a description says.
struct Meaning<'d> {
    kind: EntryKind,
    note: &'d str,
    /// The earlier bot is known to write this.
    is_known: bool,
}

/// What a description says of an entry of a wallet. One that does not belong in the wallet is taken for a manual one.
fn meaning(description: &str, wallet: Wallet, amount: Money) -> Meaning<'_> {
    let meaning = meaning_of_words(description, wallet, amount.is_positive());
    if amount.is_zero() || meaning.kind.allows(wallet, amount) {
        return meaning;
    }
    Meaning { kind: EntryKind::Manual, note: description, is_known: false }
}

fn meaning_of_words(description: &str, wallet: Wallet, into: bool) -> Meaning<'_> {
    let known = |kind, note| Meaning { kind, note, is_known: true };
    let transfer = description.strip_prefix(if into { FROM_CARD } else { TO_CARD });
    if let Some(card) = transfer {
        return known(EntryKind::Transfer, card);
    }
    if description.starts_with(REFUNDED) || description == REFUNDED_OF_FRIEND {
        return known(EntryKind::Refund, "");
    }
    if wallet == Wallet::Money {
        let (kind, usual) = if into { (EntryKind::Repayment, REPAID) } else { (EntryKind::Debt, DEBT) };
        let is_known = description == usual;
        return Meaning { kind, note: if is_known { "" } else { description }, is_known };
    }
    match description {
        PROMO if into => return known(EntryKind::PromoBonus, ""),
        GIVEN if into => return known(EntryKind::Manual, ""),
        TAKEN if !into => return known(EntryKind::Manual, ""),
        EXPIRED if !into => return known(EntryKind::Expire, ""),
        _ => {}
    }
    if let Some(friend) = description.strip_prefix(FRIEND).filter(|_| into) {
        return known(EntryKind::ReferralReward, friend);
    }
    if into && description.starts_with(EARNED) {
        return known(EntryKind::Earn, "");
    }
    if !into && description.starts_with(REDEEMED) {
        return known(EntryKind::Redeem, "");
    }
    Meaning { kind: EntryKind::Manual, note: description, is_known: false }
}

/// The number that a description ends with, behind a `#`.
pub(super) fn number_in(description: &str) -> Option<&str> {
    description.rsplit_once('#').map(|(_, number)| number.trim_end()).filter(|number| !number.is_empty())
}

/// Reads a history. Entries of nothing are kept aside in `customer`; faulty ones become findings.
pub(super) fn steps(
    reader: &mut Reader,
    at: &At<'_>,
    book: &Book,
    entries: &[Entry<'_>],
    invoices: &HashMap<Cow<'_, str>, usize>,
    customer: &mut Legacy,
) -> Vec<Step> {
    let list = At::Field(at, book.field);
    let mut steps = Vec::with_capacity(entries.len());
    reader.digest.text(book.field);
    for (index, entry) in entries.iter().enumerate() {
        let at = At::Item(&list, index);
        let Some(step) = step(reader, &at, book, entry, invoices) else { continue };
        if step.amount.is_zero() {
            reader.note(
                &At::Field(&at, "amount"),
                FindingKind::ZeroAmount,
                "an entry of nothing moves no balance; it is kept and exported back",
            );
            customer.idle.entry(book.field.to_owned()).or_default().insert(index, entry.to_raw());
        } else {
            // An entry before this one, which is the only thing that can be corrected.
            if let Some(corrects) = step.corrects.filter(|corrects| *corrects > steps.len()) {
                let message = format!("entry {corrects} is none of those before; the customer is not imported");
                reader.note(&At::Field(&at, "corrects"), FindingKind::BadAmount, message);
            }
            steps.push(step);
        }
    }
    steps
}

fn step(
    reader: &mut Reader,
    at: &At<'_>,
    book: &Book,
    entry: &Entry<'_>,
    invoices: &HashMap<Cow<'_, str>, usize>,
) -> Option<Step> {
    let mut legacy = Legacy::default();
    reader.shape(at, entry.is_other, &entry.twice, &entry.extra, &mut legacy);
    if entry.is_other {
        return None;
    }
    let direction = direction(reader, at, book, entry);
    let amount = reader.unsigned_money(at, "amount", entry.amount);
    let moment = reader.moment(at, entry.date, entry.date_str, &mut legacy);
    let text = reader.text(at, "description", entry.description, &mut legacy);
    let (amount, moment) = (amount?, moment?);
    let amount = book.turned(if direction? { amount } else { amount.negated() });
    let words = text.as_deref().unwrap_or_default();
    let meaning = meaning(words, book.wallet, amount);
    if !meaning.is_known && text.is_some() && !amount.is_zero() {
        let message =
            format!("{words:?} is not a description of the earlier bot; the entry is taken as `{}`", meaning.kind);
        reader.note(&At::Field(at, "description"), FindingKind::UnknownDescription, message);
    }
    let own_note = if entry.note.is_some() { reader.text(at, "note", entry.note, &mut legacy) } else { None };
    let (invoice, number) = invoice(reader, at, entry, words, invoices, &mut legacy);
    let note = own_note.as_deref().unwrap_or(meaning.note).to_owned();
    let actor = values::given(entry.entered_by).and_then(|raw| reader.whole(at, "entered_by", raw, 1));
    let corrects = values::given(entry.corrects).and_then(|raw| reader.whole(at, "corrects", raw, 1));
    let composed = description(meaning.kind, amount, number.as_deref(), &note);
    match &text {
        Some(text) if *text == composed => {}
        _ => {
            legacy.keep("description", entry.description);
            legacy.given.extend(entry.note.map(|raw| ("note".to_owned(), raw.to_owned())));
        }
    }
    let usual_type = entry.transaction_type.and_then(values::text).is_some_and(|word| word == book.transaction_type);
    if !usual_type {
        legacy.keep("transaction_type", entry.transaction_type);
    }
    let digest = reader.digest.text(meaning.kind.as_str()).int(amount.minor()).opt_text(number.as_deref()).text(&note);
    digest.int(moment.at.0).int(moment.offset_s.into()).opt_int(actor).opt_int(corrects).legacy(&legacy);
    Some(Step {
        kind: meaning.kind,
        amount,
        invoice,
        corrects: corrects.and_then(|entry| usize::try_from(entry).ok()),
        actor: actor.map(TelegramId),
        note,
        at: moment.at,
        utc_offset_s: moment.offset_s,
        legacy: legacy.column(),
    })
}

/// Does the entry make the file's balance larger?
fn direction(reader: &mut Reader, at: &At<'_>, book: &Book, entry: &Entry<'_>) -> Option<bool> {
    let raw = reader.present(at, "type", entry.direction)?;
    match values::text(raw) {
        Some(word) if word == book.adds => Some(true),
        Some(word) if word == book.takes => Some(false),
        _ => {
            let message = format!(
                "{} is neither `{}` nor `{}`, so nobody knows whether it adds or takes; the customer is not imported",
                shown(raw),
                book.adds,
                book.takes
            );
            reader.note(&At::Field(at, "type"), FindingKind::UnknownEntryType, message);
            None
        }
    }
}

/// The invoice that an entry belongs to: named in its description, or in Kopilka's own field.
fn invoice<'e>(
    reader: &mut Reader,
    at: &At<'_>,
    entry: &Entry<'e>,
    words: &'e str,
    invoices: &HashMap<Cow<'_, str>, usize>,
    legacy: &mut Legacy,
) -> (Option<usize>, Option<Cow<'e, str>>) {
    let own = if entry.invoice_id.is_some() { reader.text(at, "invoice_id", entry.invoice_id, legacy) } else { None };
    let (field, number) = match (own, number_in(words)) {
        (Some(number), _) => ("invoice_id", number),
        (None, Some(number)) => ("description", Cow::Borrowed(number)),
        (None, None) => return (None, None),
    };
    let place = invoices.get(&number).copied();
    if place.is_none() {
        let message = format!("the customer has no invoice {number}; the entry is imported without it");
        reader.note(&At::Field(at, field), FindingKind::UnknownInvoice, message);
    }
    let written_back = place.is_some() && number_in(words).is_none();
    if let Some(raw) = entry.invoice_id.filter(|_| !written_back) {
        legacy.give("invoice_id", raw);
    }
    if place.is_none() {
        return (None, None);
    }
    (place, Some(number))
}

//! Reads the entries of a wallet.

use std::{borrow::Cow, collections::HashMap};

use super::field_reader::{FieldReader, shown};
use crate::{
    domain::{ActorRef, EntryKind, Money, TelegramId},
    import::{
        descriptions::{Meaning, description, invoice_number, meaning},
        findings::{FindingKind, JsonPath},
        format::Entry,
        legacy::Legacy,
        values,
        wallets::WalletFormat,
    },
    service::ledger::imported::ImportedEntry,
};

/// Reads a history; faults become findings. Entries of zero are not returned but kept in `customer`.
pub(super) fn read(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    entries: &[Entry<'_>],
    invoices: &HashMap<Cow<'_, str>, usize>,
    customer: &mut Legacy,
) -> Vec<ImportedEntry> {
    let list = JsonPath::Field(path, format.history);
    let mut read: Vec<ImportedEntry> = Vec::with_capacity(entries.len());
    reader.digest.text(format.history);
    for (index, entry) in entries.iter().enumerate() {
        let path = JsonPath::Item(&list, index);
        let Some(imported) = imported(reader, &path, format, entry, invoices) else { continue };
        if imported.amount.is_zero() {
            reader.note(
                &JsonPath::Field(&path, "amount"),
                FindingKind::ZeroAmount,
                "an entry of nothing moves no balance; it is kept and exported back",
            );
            customer.idle.entry(format.history.to_owned()).or_default().insert(index, entry.to_raw());
        } else {
            // An entry can correct only an earlier one.
            if let Some(corrects) = imported.corrects.filter(|corrects| *corrects > read.len()) {
                let message = format!("entry {corrects} is none of those before; the customer is not imported");
                reader.note(&JsonPath::Field(&path, "corrects"), FindingKind::BadAmount, message);
            }
            read.push(imported);
        }
    }
    read
}

fn imported(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    entry: &Entry<'_>,
    invoices: &HashMap<Cow<'_, str>, usize>,
) -> Option<ImportedEntry> {
    let mut legacy = Legacy::default();
    reader.check_object(path, &entry.unexpected, &mut legacy);
    if entry.unexpected.is_no_object {
        return None;
    }
    let adds = adds(reader, path, format, entry);
    let amount = reader.unsigned_money(path, "amount", entry.amount, &mut legacy);
    let moment = reader.moment(path, entry.date, entry.date_str, &mut legacy);
    let text = reader.text(path, "description", entry.description, &mut legacy);
    let (amount, moment) = (amount?, moment?);
    let amount = format.convert(if adds? { amount } else { amount.negated() });

    let words = text.as_deref().unwrap_or_default();
    let meaning = match kind(reader, path, format, entry, amount, &mut legacy) {
        Some(kind) => Meaning { kind, note: "", is_known: true, foreign: None },
        None => meaning(words, format.wallet, amount),
    };
    if !meaning.is_known && text.is_some() && !amount.is_zero() {
        let message =
            format!("{words:?} is not a description of the earlier bot; the entry is taken as `{}`", meaning.kind);
        reader.note(&JsonPath::Field(path, "description"), FindingKind::UnknownDescription, message);
    }
    if let Some(kind) = meaning.foreign {
        let message =
            format!("no `{kind}` belongs in the wallet `{}`; the entry counts as `{}`", format.wallet, meaning.kind);
        reader.note(&JsonPath::Field(path, "description"), FindingKind::ForeignDescription, message);
    }
    let own_note = if entry.note.is_some() { reader.text(path, "note", entry.note, &mut legacy) } else { None };
    let (invoice, number) = invoice(reader, path, entry, words, invoices, &mut legacy);
    let note = own_note.as_deref().unwrap_or(meaning.note).to_owned();
    let actor = values::non_null(entry.entered_by).and_then(|raw| reader.whole(path, "entered_by", raw, 1));
    let corrects = values::non_null(entry.corrects).and_then(|raw| reader.whole(path, "corrects", raw, 1));
    let composed = description(meaning.kind, amount, number.as_deref(), &note);
    match &text {
        Some(text) if *text == composed => {}
        _ => {
            legacy.keep("description", entry.description);
            legacy.given.extend(entry.note.map(|raw| ("note".to_owned(), raw.to_owned())));
        }
    }
    let is_usual_type =
        entry.transaction_type.and_then(values::text).is_some_and(|word| word == format.transaction_type);
    if !is_usual_type {
        legacy.keep("transaction_type", entry.transaction_type);
    }
    let digest = reader.digest.text(meaning.kind.as_str()).int(amount.minor()).opt_text(number.as_deref()).text(&note);
    digest.int(moment.at.0).int(moment.offset_s.into()).opt_int(actor).opt_int(corrects).legacy(&legacy);
    Some(ImportedEntry {
        kind: meaning.kind,
        amount,
        invoice,
        corrects: corrects.and_then(|entry| usize::try_from(entry).ok()),
        actor: actor.map_or(ActorRef::IMPORT, |person| ActorRef::staff(TelegramId(person))),
        note,
        at: moment.at,
        utc_offset_s: moment.offset_s,
        legacy: legacy.to_column(),
    })
}

/// The kind of an entry, where the file names one in Kopilka's own field because the description says another.
fn kind(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    format: &WalletFormat,
    entry: &Entry<'_>,
    amount: Money,
    legacy: &mut Legacy,
) -> Option<EntryKind> {
    let given = entry.kind?;
    let Some(raw) = values::non_null(entry.kind) else {
        legacy.keep_value("kind", given);
        return None;
    };
    let kind: EntryKind = reader.word(path, "kind", raw)?;
    if amount.is_zero() || (kind != EntryKind::Opening && kind.allows(format.wallet, amount)) {
        return Some(kind);
    }
    let message = format!("no such `{kind}` belongs in the wallet `{}`; the customer is not imported", format.wallet);
    reader.note(&JsonPath::Field(path, "kind"), FindingKind::WrongType, message);
    None
}

/// Whether the entry increases the file's balance.
fn adds(reader: &mut FieldReader, path: &JsonPath<'_>, format: &WalletFormat, entry: &Entry<'_>) -> Option<bool> {
    let raw = reader.present(path, "type", entry.direction)?;
    match values::text(raw) {
        Some(word) if word == format.adds => Some(true),
        Some(word) if word == format.takes => Some(false),
        _ => {
            let message = format!(
                "{} is neither `{}` nor `{}`, so nobody knows whether it adds or takes; the customer is not imported",
                shown(raw),
                format.adds,
                format.takes
            );
            reader.note(&JsonPath::Field(path, "type"), FindingKind::UnknownEntryType, message);
            None
        }
    }
}

/// The invoice of an entry, as an index and a number: from Kopilka's own field, or from the description.
fn invoice<'e>(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    entry: &Entry<'e>,
    words: &'e str,
    invoices: &HashMap<Cow<'_, str>, usize>,
    legacy: &mut Legacy,
) -> (Option<usize>, Option<Cow<'e, str>>) {
    let own = if entry.invoice_id.is_some() { reader.text(path, "invoice_id", entry.invoice_id, legacy) } else { None };
    let (field, number) = match (own, invoice_number(words)) {
        (Some(number), _) => ("invoice_id", number),
        (None, Some(number)) => ("description", Cow::Borrowed(number)),
        (None, None) => return (None, None),
    };
    let index = invoices.get(&number).copied();
    if index.is_none() {
        let message = format!("the customer has no invoice {number}; the entry is imported without it");
        reader.note(&JsonPath::Field(path, field), FindingKind::UnknownInvoice, message);
    }
    // The export writes the field where the description does not name the invoice.
    let is_exported = index.is_some() && invoice_number(words).is_none();
    if let Some(raw) = entry.invoice_id.filter(|_| !is_exported) {
        legacy.keep_value("invoice_id", raw);
    }
    if index.is_none() {
        return (None, None);
    }
    (index, Some(number))
}

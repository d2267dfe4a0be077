//! Reads a page of parcels: members of Kopilka's own.

use super::field_reader::FieldReader;
use crate::{
    clock::Timestamp,
    domain::{LONGEST_NOTE, MOST_PIECES, ParcelNumber, ParcelStatus},
    import::{
        findings::{Finding, FindingKind, JsonPath},
        format::{List, Parcel, PastStatus, Raw},
        legacy::Legacy,
        values,
    },
    storage::parcels::Content,
};

/// A parcel without faults.
#[derive(Debug)]
pub(crate) struct ParcelRecord {
    /// Without the customer, whom only the database knows.
    pub(crate) content: Content,
    /// Its statuses, oldest first, of which the last is the present one.
    pub(crate) history: Vec<PastStatusRecord>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A status that a parcel had.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PastStatusRecord {
    pub(crate) status: ParcelStatus,
    pub(crate) is_forced: bool,
    pub(crate) changed_at: Timestamp,
}

/// Reads a page; faulty parcels become findings.
pub(super) fn read(key: &str, page: &List<Parcel<'_>>, now: Timestamp) -> (Vec<ParcelRecord>, Vec<Finding>) {
    let path = JsonPath::Key(key);
    let (mut records, mut findings) = (Vec::new(), Vec::new());
    let List::Items(parcels) = page else {
        findings.push(path.finding(FindingKind::WrongType, "this must be a list of parcels; it is not imported"));
        return (records, findings);
    };
    for (index, raw) in parcels.iter().enumerate() {
        let mut reader = FieldReader::of_parcel(now);
        let record = parcel(&mut reader, &JsonPath::Item(&path, index), raw);
        records.extend(record.filter(|_| !reader.has_fault()));
        findings.append(&mut reader.findings);
    }
    (records, findings)
}

fn parcel(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Parcel<'_>) -> Option<ParcelRecord> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let number: Option<ParcelNumber> = word(reader, path, "number", raw.number);
    let client_code = word(reader, path, "client_code", raw.client_code);
    let list = JsonPath::Field(path, "history");
    let past = reader.list(path, "history", raw.history.as_ref(), &mut Legacy::default());
    let past = past.iter().enumerate().filter_map(|(index, raw)| status(reader, &JsonPath::Item(&list, index), raw));
    let history: Vec<PastStatusRecord> = past.collect();
    let Some(last) = history.last() else {
        reader.note(&list, FindingKind::BadParcel, "a parcel has at least one status; the parcel is not imported");
        return None;
    };
    let quantity = values::non_null(raw.quantity).and_then(|raw| reader.whole(path, "quantity", raw, 0));
    let mut legacy = Legacy::default();
    let weight = values::non_null(raw.weight_kg);
    let weight = weight.and_then(|raw| reader.quantity(path, "weight_kg", Some(raw), &mut legacy));
    let mut money = |field: &str, raw| {
        values::non_null(raw).and_then(|raw| reader.unsigned_money(path, field, Some(raw), &mut legacy))
    };
    let price_per_kg = money("price_per_kg_usd", raw.price_per_kg_usd);
    let cost = money("total_cost_usd", raw.total_cost_usd);
    let note = values::non_null(raw.note).and_then(|raw| reader.text(path, "note", Some(raw), &mut legacy));
    let is_too_long = note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE);
    if is_too_long || quantity.is_some_and(|pieces| pieces > MOST_PIECES) {
        let message = "the note is too long, or there are too many pieces; the parcel is not imported";
        reader.note(path, FindingKind::BadParcel, message);
    }
    let content = Content {
        number: number?,
        client_code: client_code?,
        customer_id: None,
        status: last.status,
        quantity,
        weight,
        price_per_kg,
        cost,
        note: note.map(std::borrow::Cow::into_owned),
    };
    let created_at = moment(reader, path, "created_at", raw.created_at)?;
    let updated_at = moment(reader, path, "updated_at", raw.updated_at)?;
    Some(ParcelRecord { content, history, created_at, updated_at })
}

fn status(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &PastStatus<'_>) -> Option<PastStatusRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let status = word(reader, path, "status", raw.status);
    let changed_at = moment(reader, path, "changed_at", raw.changed_at);
    let is_forced =
        raw.is_forced.is_some_and(|flag| reader.flag(path, "is_forced", Some(flag), &mut Legacy::default()));
    Some(PastStatusRecord { status: status?, is_forced, changed_at: changed_at? })
}

fn word<T: std::str::FromStr>(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    field: &str,
    raw: Option<Raw<'_>>,
) -> Option<T> {
    let raw = reader.present(path, field, raw)?;
    reader.word(path, field, raw)
}

fn moment(reader: &mut FieldReader, path: &JsonPath<'_>, field: &str, raw: Option<Raw<'_>>) -> Option<Timestamp> {
    let raw = reader.present(path, field, raw)?;
    reader.date(path, field, raw).map(|(_, moment)| moment.at)
}

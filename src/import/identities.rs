//! Who has an identity already: a code, a Telegram account, a phone number; here or earlier in the file.

use std::collections::HashMap;

use super::{
    findings::FindingKind,
    record::{Parsed, Record},
};
use crate::{
    domain::{CustomerId, Phone, TelegramId},
    storage::{
        self, Tx,
        bulk::{self, Claim, HeldPlaceRow},
    },
};

/// The kinds of identities.
const CODE: &str = "code";
const TELEGRAM_ID: &str = "telegram_id";
const PHONE: &str = "phone";

/// Who has an identity.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    code: String,
    /// A row that was there before this import.
    before: Option<Claim>,
}

/// Who has which code, account and phone, as far as a batch may ask.
#[derive(Default)]
pub(super) struct Identities {
    codes: HashMap<String, Holder>,
    people: HashMap<TelegramId, Holder>,
    phones: HashMap<String, Holder>,
}

/// Which of its identities a customer can have, because nobody else has them.
#[derive(Clone, Copy)]
pub(super) struct Place {
    code: bool,
    telegram_id: bool,
    phone: bool,
}

impl Holder {
    fn name(&self) -> String {
        match &self.before {
            Some(_) => format!("customer {}, who was here before,", self.code),
            None => format!("customer {}", self.code),
        }
    }
}

impl Identities {
    /// Those who have an identity of somebody of the batch. `first` is the first row of this import.
    pub(super) async fn of(tx: &mut Tx, batch: &[Parsed], first: Option<CustomerId>) -> storage::Result<Self> {
        let codes: Vec<String> =
            batch.iter().filter(|parsed| parsed.has_code()).map(|parsed| parsed.key.clone()).collect();
        let people: Vec<TelegramId> = batch.iter().filter_map(|parsed| parsed.telegram_id).collect();
        let phones: Vec<Phone> = batch.iter().filter_map(|parsed| parsed.phone.clone()).collect();
        let mut values = codes.clone();
        values.extend(people.iter().map(ToString::to_string));
        values.extend(phones.iter().map(ToString::to_string));

        let mut identities = Self::default();
        for claim in bulk::claims(tx, codes, people, phones).await? {
            let is_new = first.is_some_and(|first| claim.customer_id >= first);
            let before = if is_new { None } else { Some(claim.clone()) };
            let holder = Holder { code: claim.code.clone(), before };
            if let Some(person) = claim.telegram_id {
                identities.people.insert(person, holder.clone());
            }
            if let Some(phone) = claim.phone {
                identities.phones.insert(phone.as_str().to_owned(), holder.clone());
            }
            identities.codes.insert(claim.code, holder);
        }
        for place in bulk::held_places(tx, values).await? {
            let holder = Holder { code: place.code, before: None };
            match (place.kind.as_str(), place.value.parse()) {
                (TELEGRAM_ID, Ok(person)) => drop(identities.people.insert(TelegramId(person), holder)),
                (PHONE, _) => drop(identities.phones.insert(place.value, holder)),
                _ => drop(identities.codes.insert(place.value, holder)),
            }
        }
        Ok(identities)
    }

    /// Who was here before with the code of a customer.
    pub(super) fn before(&self, parsed: &Parsed) -> Option<&Claim> {
        self.codes.get(&parsed.key).and_then(|holder| holder.before.as_ref())
    }

    /// Notes who has an identity of a customer; which of them are free.
    pub(super) fn place(&self, parsed: &mut Parsed) -> Place {
        let mut place = Place { code: true, telegram_id: true, phone: true };
        // A faulty record of somebody who was imported before is not a second customer.
        let key = parsed.key.clone();
        let is_another = |holder: &Holder| {
            let imported = holder.before.as_ref().is_some_and(|claim| claim.import_digest.is_some());
            !(imported && holder.code == key)
        };
        if let Some(holder) = self.codes.get(&parsed.key) {
            place.code = false;
            let (kind, message) = match &holder.before {
                None => {
                    (FindingKind::DuplicateCustomer, "the file has this customer before; the later one is not imported")
                }
                Some(_) => (
                    FindingKind::CodeTaken,
                    "a customer who was not imported has this code; the file's is not imported",
                ),
            };
            if is_another(holder) {
                parsed.note(None, kind, message.to_owned());
            }
        }
        if let Some(holder) = parsed.telegram_id.and_then(|person| self.people.get(&person)) {
            place.telegram_id = false;
            if is_another(holder) {
                let message = format!("{} has the same Telegram account; the later one is not imported", holder.name());
                parsed.note(Some(TELEGRAM_ID), FindingKind::DuplicateTelegramId, message);
            }
        }
        if let Some(holder) = parsed.phone.as_ref().and_then(|phone| self.phones.get(phone.as_str())) {
            place.phone = false;
            if is_another(holder) {
                let message = format!("{} has the same phone number; the later one is not imported", holder.name());
                parsed.note(Some("phone_number"), FindingKind::DuplicatePhone, message);
            }
        }
        place
    }

    /// From here on a customer has what was free of their identities.
    pub(super) fn add(&mut self, parsed: &Parsed, place: Place) {
        let holder = Holder { code: parsed.key.clone(), before: None };
        if place.code {
            self.codes.insert(parsed.key.clone(), holder.clone());
        }
        if let Some(person) = parsed.telegram_id.filter(|_| place.telegram_id) {
            self.people.insert(person, holder.clone());
        }
        if let Some(phone) = parsed.phone.as_ref().filter(|_| place.phone) {
            self.phones.insert(phone.as_str().to_owned(), holder);
        }
    }
}

/// Is the customer of a record the one who is here? Both have the same code.
pub(super) fn is_same_person(claim: &Claim, parsed: &Parsed) -> bool {
    claim.import_digest.is_some()
        || (claim.telegram_id.is_some() && claim.telegram_id == parsed.telegram_id)
        || (claim.phone.is_some() && claim.phone == parsed.phone)
}

/// Was a customer imported from the very same record?
pub(super) fn is_imported_from(claim: &Claim, record: &Record) -> bool {
    claim.import_digest.as_ref() == Some(&record.digest)
}

/// What keeps later customers from having the same code, account or phone as one who is left out.
pub(super) fn held_places(parsed: &Parsed, place: Place) -> impl Iterator<Item = HeldPlaceRow> {
    let code = parsed.has_code().then(|| (CODE, parsed.key.clone())).filter(|_| place.code);
    let person = parsed.telegram_id.filter(|_| place.telegram_id).map(|person| (TELEGRAM_ID, person.to_string()));
    let phone = parsed.phone.as_ref().filter(|_| place.phone).map(|phone| (PHONE, phone.to_string()));
    let own = parsed.key.clone();
    let rows = [code, person, phone].into_iter().flatten();
    rows.map(move |(kind, value)| HeldPlaceRow { kind: kind.to_owned(), value, code: own.clone() })
}

//! Which codes, Telegram accounts and phone numbers are taken: by customers who existed before, or by earlier customers
//! of the file.

use std::collections::{HashMap, HashSet};

use crate::{
    domain::{CustomerId, Phone, TelegramId},
    import::{findings::FindingKind, read::record::ParsedCustomer},
    storage::{
        self, Tx,
        bulk::{self, KnownCustomer, RejectedIdentityRow},
    },
};

/// The kinds of identities.
const CODE: &str = "code";
const TELEGRAM_ID: &str = "telegram_id";
const PHONE: &str = "phone";

/// The customer who has an identity.
#[derive(Clone, Debug)]
struct TakenBy {
    code: String,
    /// The customer's row, where it existed before this import.
    known: Option<KnownCustomer>,
}

/// The taken ones of all identities that the customers of a batch have.
#[derive(Default)]
pub(super) struct Identities {
    codes: HashMap<String, TakenBy>,
    accounts: HashMap<TelegramId, TakenBy>,
    phones: HashMap<String, TakenBy>,
}

/// Which identities of a customer are not taken.
#[derive(Clone, Copy)]
pub(super) struct FreeIdentities {
    code: bool,
    telegram_id: bool,
    phone: bool,
}

impl TakenBy {
    /// The card, where it was here before and was not imported.
    fn card_made_here(&self) -> Option<CustomerId> {
        self.known.as_ref().filter(|known| known.import_digest.is_none()).map(|known| known.customer_id)
    }

    /// The customer, for a message.
    fn described(&self) -> String {
        match &self.known {
            Some(_) => format!("customer {}, who was here before,", self.code),
            None => format!("customer {}", self.code),
        }
    }
}

impl Identities {
    /// Looks up the identities of a batch. `first` is the first customer that this import inserted.
    pub(super) async fn of(tx: &mut Tx, batch: &[ParsedCustomer], first: Option<CustomerId>) -> storage::Result<Self> {
        let codes: Vec<String> =
            batch.iter().filter(|parsed| parsed.has_code()).map(|parsed| parsed.key.clone()).collect();
        let accounts: Vec<TelegramId> = batch.iter().filter_map(|parsed| parsed.telegram_id).collect();
        let phones: Vec<Phone> = batch.iter().filter_map(|parsed| parsed.phone.clone()).collect();
        let mut values = codes.clone();
        values.extend(accounts.iter().map(ToString::to_string));
        values.extend(phones.iter().map(ToString::to_string));

        let mut identities = Self::default();
        for customer in bulk::known_customers(tx, codes, accounts, phones).await? {
            // Another process may register customers meanwhile, whose ids are behind the first.
            let is_new = customer.import_digest.is_some() && first.is_some_and(|first| customer.customer_id >= first);
            let known = if is_new { None } else { Some(customer.clone()) };
            let taken_by = TakenBy { code: customer.code.clone(), known };
            if let Some(account) = customer.telegram_id {
                identities.accounts.insert(account, taken_by.clone());
            }
            if let Some(phone) = customer.phone {
                identities.phones.insert(phone.as_str().to_owned(), taken_by.clone());
            }
            identities.codes.insert(customer.code, taken_by);
        }
        for rejected in bulk::rejected_identities(tx, values).await? {
            let taken_by = TakenBy { code: rejected.code, known: None };
            match (rejected.kind.as_str(), rejected.value.parse()) {
                (TELEGRAM_ID, Ok(account)) => drop(identities.accounts.insert(TelegramId(account), taken_by)),
                (PHONE, _) => drop(identities.phones.insert(rejected.value, taken_by)),
                _ => drop(identities.codes.insert(rejected.value, taken_by)),
            }
        }
        Ok(identities)
    }

    /// The customer who existed before and has the code of this one.
    pub(super) fn known(&self, parsed: &ParsedCustomer) -> Option<&KnownCustomer> {
        self.codes.get(&parsed.key).and_then(|taken_by| taken_by.known.as_ref())
    }

    /// The card that has the code of this customer, and was not imported.
    pub(super) fn card_of_code(&self, parsed: &ParsedCustomer) -> Option<CustomerId> {
        self.codes.get(&parsed.key).and_then(TakenBy::card_made_here)
    }

    /// The card that has the Telegram account of this customer, and was not imported.
    pub(super) fn card_of_account(&self, parsed: &ParsedCustomer) -> Option<CustomerId> {
        parsed.telegram_id.and_then(|account| self.accounts.get(&account)).and_then(TakenBy::card_made_here)
    }

    /// Both of these.
    pub(super) fn cards_made_here(&self, parsed: &ParsedCustomer) -> impl Iterator<Item = CustomerId> + use<> {
        self.card_of_code(parsed).into_iter().chain(self.card_of_account(parsed))
    }

    /// Checks the identities of a customer: a taken one is a fault, unless one of the `unused` cards has it.
    pub(super) fn check(&self, parsed: &mut ParsedCustomer, unused: &HashSet<CustomerId>) -> FreeIdentities {
        let mut free = FreeIdentities { code: true, telegram_id: true, phone: true };
        // A faulty record of a customer who was imported before is not a second customer.
        let key = parsed.key.clone();
        let is_another = |taken_by: &TakenBy| {
            let is_imported = taken_by.known.as_ref().is_some_and(|known| known.import_digest.is_some());
            !(is_imported && taken_by.code == key)
        };
        let is_used = |taken_by: &&TakenBy| !taken_by.card_made_here().is_some_and(|card| unused.contains(&card));
        if let Some(taken_by) = self.codes.get(&parsed.key).filter(is_used) {
            free.code = false;
            let (kind, message) = match &taken_by.known {
                None => {
                    (FindingKind::DuplicateCustomer, "the file has this customer before; the later one is not imported")
                }
                Some(_) => (
                    FindingKind::CodeTaken,
                    "a customer who was not imported has this code; the file's is not imported",
                ),
            };
            if is_another(taken_by) {
                parsed.note(None, kind, message.to_owned());
            }
        }
        if let Some(taken_by) = parsed.telegram_id.and_then(|account| self.accounts.get(&account)).filter(is_used) {
            free.telegram_id = false;
            if is_another(taken_by) {
                let message =
                    format!("{} has the same Telegram account; the later one is not imported", taken_by.described());
                parsed.note(Some(TELEGRAM_ID), FindingKind::DuplicateTelegramId, message);
            }
        }
        if let Some(taken_by) = parsed.phone.as_ref().and_then(|phone| self.phones.get(phone.as_str())).filter(is_used)
        {
            free.phone = false;
            if is_another(taken_by) {
                let message =
                    format!("{} has the same phone number; the later one is not imported", taken_by.described());
                parsed.note(Some("phone_number"), FindingKind::DuplicatePhone, message);
            }
        }
        free
    }

    /// Marks the free identities of a customer as taken by this customer.
    pub(super) fn add(&mut self, parsed: &ParsedCustomer, free: FreeIdentities) {
        let taken_by = TakenBy { code: parsed.key.clone(), known: None };
        if free.code {
            self.codes.insert(parsed.key.clone(), taken_by.clone());
        }
        if let Some(account) = parsed.telegram_id.filter(|_| free.telegram_id) {
            self.accounts.insert(account, taken_by.clone());
        }
        if let Some(phone) = parsed.phone.as_ref().filter(|_| free.phone) {
            self.phones.insert(phone.as_str().to_owned(), taken_by);
        }
    }
}

/// Whether two customers with the same code are the same person.
pub(super) fn is_same_person(known: &KnownCustomer, parsed: &ParsedCustomer) -> bool {
    known.import_digest.is_some()
        || (known.telegram_id.is_some() && known.telegram_id == parsed.telegram_id)
        || (known.phone.is_some() && known.phone == parsed.phone)
}

/// The free identities of a rejected customer, as rows by which later customers of the file are found to be duplicates.
pub(super) fn rejected_identities(
    parsed: &ParsedCustomer,
    free: FreeIdentities,
) -> impl Iterator<Item = RejectedIdentityRow> {
    let code = parsed.has_code().then(|| (CODE, parsed.key.clone())).filter(|_| free.code);
    let account = parsed.telegram_id.filter(|_| free.telegram_id).map(|account| (TELEGRAM_ID, account.to_string()));
    let phone = parsed.phone.as_ref().filter(|_| free.phone).map(|phone| (PHONE, phone.to_string()));
    let key = parsed.key.clone();
    let rows = [code, account, phone].into_iter().flatten();
    rows.map(move |(kind, value)| RejectedIdentityRow { kind: kind.to_owned(), value, code: key.clone() })
}

//! Puts read customers into the tables, a batch at a time, and finds what only the database can know: who has a code, a
//! Telegram account, a phone number or an invoice number already.

use std::{collections::HashMap, io, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    ImportError,
    digest::Digest,
    findings::{Finding, FindingKind, Findings, Severity},
    friends::Friends,
    invoices::{InvoiceRecord, other_number},
    record::{Parsed, Record},
    spill::Spill,
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, InvoiceId, Money, Phone, TelegramId, Wallet},
    service::ledger::imported::{Opener, Owner},
    storage::{
        Tx,
        bulk::{self, Claim, CustomerRow, Ids, IdsOf, InvoiceRow, LineRow, TermRow},
        dump,
    },
};

/// The state of an import.
pub(super) struct Store {
    pub(super) tx: Tx,
    pub(super) findings: Findings,
    pub(super) left_out: Spill<LeftOut>,
    pub(super) friends: Friends,
    pub(super) tally: Tally,
    /// The first row of this import.
    pub(super) first: Option<CustomerId>,
    now: Timestamp,
    opener: Opener,
    customer_ids: Ids,
    invoice_ids: Ids,
    digest: Digest,
}

/// What was counted on the way.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) customers: u64,
    pub(super) imported: u64,
    pub(super) unchanged: u64,
    pub(super) changed: u64,
    pub(super) left_out: u64,
    pub(super) invoices: u64,
    pub(super) lines: u64,
    /// By wallet, as the file says.
    pub(super) balances: HashMap<Wallet, i128>,
}

/// A customer who is not imported.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LeftOut {
    pub(super) key: String,
    /// Where the file has them.
    pub(super) place: Range<u64>,
}

/// Who has an identity.
#[derive(Clone, Debug)]
struct Holder {
    code: String,
    /// A row that was there before this import.
    before: Option<Claim>,
}

/// Who has which code, account and phone, as far as a batch may ask.
#[derive(Default)]
struct Holders {
    codes: HashMap<String, Holder>,
    people: HashMap<TelegramId, Holder>,
    phones: HashMap<String, Holder>,
}

/// What becomes of a customer.
enum Fate {
    /// Imported, or kept out with the place held.
    Row(Placeholder),
    /// Imported before.
    Skip,
}

/// Which of its identities a row can have, because nobody else has them.
#[derive(Clone, Copy)]
struct Placeholder {
    code: bool,
    telegram_id: bool,
    phone: bool,
}

impl Store {
    pub(super) fn new(tx: Tx, operation: &str, now: Timestamp) -> io::Result<Self> {
        Ok(Self {
            tx,
            findings: Findings::new()?,
            left_out: Spill::new()?,
            friends: Friends::new()?,
            tally: Tally::default(),
            first: None,
            now,
            opener: Opener::new(operation.to_owned(), now),
            customer_ids: Ids::of(IdsOf::Customers),
            invoice_ids: Ids::of(IdsOf::Invoices),
            digest: Digest::default(),
        })
    }

    pub(super) fn note(&mut self, findings: &[Finding]) -> io::Result<()> {
        findings.iter().try_for_each(|finding| self.findings.add(finding))
    }

    /// Of all records that were imported.
    pub(super) fn digest(&mut self) -> String {
        std::mem::take(&mut self.digest).finish()
    }

    /// Imports the sound customers of a batch and holds the places of the others.
    pub(super) async fn batch(&mut self, mut batch: Vec<Parsed>) -> Result<(), ImportError> {
        let mut holders = self.holders(&batch).await?;
        let mut rows = Vec::with_capacity(batch.len());
        for (index, parsed) in batch.iter_mut().enumerate() {
            self.tally.customers += 1;
            match self.fate(parsed, &holders).await? {
                Fate::Skip => {}
                Fate::Row(place) => {
                    holders.add(parsed, place);
                    rows.push((index, place));
                }
            }
            self.note(&std::mem::take(&mut parsed.findings))?;
        }
        let mut ids = self.customer_ids.draw(&mut self.tx, rows.len()).await?;
        let mut sound = Vec::with_capacity(rows.len());
        let mut customers = Vec::with_capacity(rows.len());
        for (index, place) in rows {
            let Some(id) = ids.next().map(CustomerId) else { break };
            self.first.get_or_insert(id);
            let parsed = &mut batch[index];
            match parsed.record.take() {
                Some(record) => {
                    customers.push(customer_row(id, parsed, &record, self.now));
                    sound.push((id, record));
                }
                None => {
                    customers.push(held_place(id, parsed, place, self.now));
                    self.tally.left_out += 1;
                    self.left_out.push(&LeftOut { key: parsed.key.clone(), place: parsed.place.clone() })?;
                }
            }
        }
        self.friends.link(&mut self.tx, &mut customers, &sound).await?;
        bulk::insert(&mut self.tx, customers).await?;
        self.store_records(sound).await
    }

    async fn store_records(&mut self, sound: Vec<(CustomerId, Box<Record>)>) -> Result<(), ImportError> {
        let mut terms = Vec::new();
        for (customer_id, record) in &sound {
            let customer_id = *customer_id;
            terms.extend(record.terms.iter().map(|term| TermRow { term: term.clone(), customer_id }));
        }
        bulk::insert(&mut self.tx, terms).await?;

        let count = sound.iter().map(|(_, record)| record.invoices.len()).sum();
        let mut ids = self.invoice_ids.draw(&mut self.tx, count).await?.map(InvoiceId);
        let (mut invoices, mut lines, mut accounts) =
            (Vec::with_capacity(count), Vec::new(), Vec::with_capacity(sound.len()));
        for (customer, record) in sound {
            let Record { code, invoices: own, accounts: own_accounts, digest, joined_at, .. } = *record;
            self.digest.text(&digest);
            self.tally.imported += 1;
            let mut own_ids = Vec::with_capacity(own.len());
            for (mut invoice, id) in own.into_iter().zip(&mut ids) {
                own_ids.push(id);
                lines.extend(line_rows(id, &mut invoice));
                invoices.push((code.clone(), invoice_row(id, customer, &invoice), invoice));
            }
            for account in &own_accounts {
                *self.tally.balances.entry(account.wallet()).or_default() += i128::from(account.balance().minor());
            }
            let owner = Owner { customer, joined_at: joined_at.unwrap_or(self.now), invoices: own_ids };
            accounts.push((owner, own_accounts));
        }
        self.tally.invoices += invoices.len() as u64;
        self.tally.lines += lines.len() as u64;
        let rows: Vec<InvoiceRow> = invoices.iter().map(|(_, row, _)| row.clone()).collect();
        let all = rows.len() as u64;
        if bulk::insert(&mut self.tx, rows).await? < all {
            self.renumber(invoices).await?;
        }
        bulk::insert(&mut self.tx, lines).await?;
        self.opener.open(&mut self.tx, accounts).await?;
        Ok(())
    }

    /// Gives other numbers to invoices whose own another customer has.
    async fn renumber(
        &mut self,
        invoices: Vec<(crate::domain::Code, InvoiceRow, InvoiceRecord)>,
    ) -> Result<(), ImportError> {
        let (Some(first), Some(last)) = (invoices.first(), invoices.last()) else { return Ok(()) };
        let present = dump::invoices_present(&mut self.tx, first.1.invoice_id, last.1.invoice_id).await?;
        for (code, mut row, mut record) in invoices {
            if present.binary_search(&row.invoice_id).is_ok() {
                continue;
            }
            let given = serde_json::value::to_raw_value(&record.given_number).map_err(io::Error::from)?;
            record.legacy.give("invoice_id", &given);
            row.legacy = record.legacy.column();
            for attempt in 0_u32.. {
                row.number = other_number(&format_args!("{code} {}", record.given_number), attempt);
                if bulk::insert(&mut self.tx, vec![row.clone()]).await? > 0 {
                    break;
                }
            }
            self.findings.add(&Finding {
                kind: FindingKind::InvoiceNumberTaken,
                customer: code.to_string(),
                path: format!("{code}.invoices"),
                message: format!(
                    "another customer has an invoice {}; this one is called {} here, and exported as it was",
                    record.given_number, row.number
                ),
            })?;
        }
        Ok(())
    }

    async fn holders(&mut self, batch: &[Parsed]) -> Result<Holders, ImportError> {
        let codes = batch.iter().filter(|parsed| parsed.has_code()).map(|parsed| parsed.key.clone()).collect();
        let people: Vec<TelegramId> = batch.iter().filter_map(|parsed| parsed.telegram_id).collect();
        let phones: Vec<Phone> = batch.iter().filter_map(|parsed| parsed.phone.clone()).collect();
        let mut holders = Holders::default();
        for claim in bulk::claims(&mut self.tx, codes, people, phones).await? {
            // A place that is held for a code which is taken is called `!7 10002`.
            let code = claim.code.rsplit(' ').next().unwrap_or(&claim.code).to_owned();
            let before =
                if self.first.is_some_and(|first| claim.customer_id >= first) { None } else { Some(claim.clone()) };
            let holder = Holder { code, before };
            if let Some(person) = claim.telegram_id {
                holders.people.insert(person, holder.clone());
            }
            if let Some(phone) = claim.phone {
                holders.phones.insert(phone.as_str().to_owned(), holder.clone());
            }
            holders.codes.insert(claim.code, holder);
        }
        Ok(holders)
    }

    /// Compares a customer with those who are there.
    async fn fate(&mut self, parsed: &mut Parsed, holders: &Holders) -> Result<Fate, ImportError> {
        let by_code = holders.codes.get(&parsed.key);
        if let (Some(record), Some(Holder { before: Some(claim), .. })) = (&parsed.record, by_code)
            && let Some(imported) = &claim.import_digest
        {
            let (kind, message) = if *imported != record.digest {
                self.tally.changed += 1;
                (
                    FindingKind::DiffersFromImported,
                    "the customer was imported from a file that said something else; nothing is changed",
                )
            } else if dump::changed_since_import(&mut self.tx, claim.customer_id).await? {
                self.tally.changed += 1;
                (
                    FindingKind::ChangedSinceImport,
                    "the customer was imported before and has new entries since; nothing is changed",
                )
            } else {
                self.tally.unchanged += 1;
                return Ok(Fate::Skip);
            };
            parsed.note(None, kind, message.to_owned());
            return Ok(Fate::Skip);
        }
        let mut place = Placeholder { code: true, telegram_id: true, phone: true };
        // A faulty record of somebody who was imported before is not a second customer.
        let key = parsed.key.clone();
        let is_another = |holder: &Holder| {
            let imported = holder.before.as_ref().is_some_and(|claim| claim.import_digest.is_some());
            !(imported && holder.code == key)
        };
        if let Some(holder) = by_code {
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
        if let Some(holder) = parsed.telegram_id.and_then(|person| holders.people.get(&person)) {
            place.telegram_id = false;
            if is_another(holder) {
                let message = format!("{} has the same Telegram account; the later one is not imported", holder.name());
                parsed.note(Some("telegram_id"), FindingKind::DuplicateTelegramId, message);
            }
        }
        if let Some(holder) = parsed.phone.as_ref().and_then(|phone| holders.phones.get(phone.as_str())) {
            place.phone = false;
            if is_another(holder) {
                let message = format!("{} has the same phone number; the later one is not imported", holder.name());
                parsed.note(Some("phone_number"), FindingKind::DuplicatePhone, message);
            }
        }
        Ok(Fate::Row(place))
    }
}

impl Holder {
    fn name(&self) -> String {
        match &self.before {
            Some(_) => format!("customer {}, who was here before,", self.code),
            None => format!("customer {}", self.code),
        }
    }
}

impl Holders {
    fn add(&mut self, parsed: &Parsed, place: Placeholder) {
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

fn customer_row(customer_id: CustomerId, parsed: &Parsed, record: &Record, now: Timestamp) -> CustomerRow {
    let joined_at = record.joined_at.unwrap_or(now);
    let mut legacy = record.legacy.clone();
    if record.visited_at.is_none() {
        legacy.visited_at = Some(joined_at.0);
    }
    CustomerRow {
        customer_id,
        code: bulk::code_text(&record.code),
        telegram_id: parsed.telegram_id,
        first_name: record.first_name.clone(),
        last_name: record.last_name.clone(),
        username: record.username.clone(),
        photo_url: record.photo_url.clone(),
        is_premium: record.is_premium,
        phone: parsed.phone.clone(),
        language: record.language,
        referrer_id: None,
        referred_at: record.referred_at,
        has_purchased: record.has_purchased,
        was_welcomed: record.was_welcomed,
        joined_at,
        visited_at: record.visited_at.unwrap_or(joined_at),
        import_digest: record.digest.clone(),
        legacy: legacy.column(),
    }
}

/// A row without a digest, which only keeps later customers from having the same code, account or phone.
fn held_place(customer_id: CustomerId, parsed: &Parsed, place: Placeholder, now: Timestamp) -> CustomerRow {
    let code = match (place.code, parsed.has_code()) {
        (true, true) => parsed.key.clone(),
        (false, true) => format!("!{customer_id} {}", parsed.key),
        (_, false) => format!("!{customer_id}"),
    };
    CustomerRow {
        customer_id,
        code,
        telegram_id: parsed.telegram_id.filter(|_| place.telegram_id),
        first_name: None,
        last_name: None,
        username: None,
        photo_url: None,
        is_premium: false,
        phone: parsed.phone.clone().filter(|_| place.phone),
        language: None,
        referrer_id: None,
        referred_at: None,
        has_purchased: false,
        was_welcomed: false,
        joined_at: now,
        visited_at: now,
        import_digest: String::new(),
        legacy: None,
    }
}

fn invoice_row(invoice_id: InvoiceId, customer_id: CustomerId, invoice: &InvoiceRecord) -> InvoiceRow {
    InvoiceRow {
        invoice_id,
        customer_id,
        number: invoice.number.clone(),
        total_minor: invoice.total,
        redeemed_minor: invoice.redeemed,
        redeemed_from: invoice.redeemed_from,
        debt_minor: Money::ZERO,
        earned_minor: invoice.earned,
        reward_minor: Money::ZERO,
        issued_at: invoice.issued_at,
        utc_offset_s: invoice.utc_offset_s.into(),
        legacy: invoice.legacy.column(),
    }
}

fn line_rows(invoice_id: InvoiceId, invoice: &mut InvoiceRecord) -> impl Iterator<Item = LineRow> + use<> {
    std::mem::take(&mut invoice.lines).into_iter().zip(1..).map(move |(line, position)| LineRow {
        invoice_id,
        position,
        name: line.name,
        quantity_milli: line.quantity,
        unit_price_minor: line.unit_price,
        total_minor: line.total,
    })
}

impl Tally {
    /// Has the file anything that is not here yet?
    pub(super) const fn changes_something(&self) -> bool {
        self.imported > 0
    }
}

/// Are there findings that refuse the import?
pub(super) fn has_faults(findings: &Findings) -> bool {
    findings.count(Severity::Fault) > 0
}

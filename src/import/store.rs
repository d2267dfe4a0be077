//! Puts read customers into the tables, a batch at a time, and finds what only the database can know: who has a code, a
//! Telegram account, a phone number or an invoice number already.

use std::{collections::HashMap, io, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    ImportError,
    digest::Digest,
    disk_list::DiskList,
    export,
    findings::{Finding, FindingKind, Findings, Severity},
    friends::Friends,
    identities::{Identities, Place, held_places, is_imported_from, is_same_person},
    invoices::{InvoiceRecord, other_number},
    links::{Linked, Links},
    record::{Parsed, Record},
    refunds::{self, RefundRecord},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, InvoiceId, OperationId, RefundId, Wallet},
    service::ledger::imported::{AccountWriter, Owner},
    storage::{
        Tx,
        bulk::{self, CustomerRow, InvoiceRow, LineRow, TermRow},
        dump,
    },
};

/// The state of an import.
pub(super) struct Store {
    pub(super) tx: Tx,
    pub(super) findings: Findings,
    pub(super) rejected: DiskList<Rejected>,
    pub(super) friends: Friends,
    pub(super) links: Links,
    pub(super) tally: Tally,
    /// The first row of this import.
    pub(super) first: Option<CustomerId>,
    now: Timestamp,
    opener: AccountWriter,
    /// At so many customers the database looks again how much it has.
    grown_at: u64,
    digest: Digest,
}

/// What was counted on the way.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) customers: u64,
    pub(super) imported: u64,
    pub(super) unchanged: u64,
    pub(super) changed: u64,
    pub(super) rejected: u64,
    pub(super) invoices: u64,
    pub(super) lines: u64,
    /// By wallet, as the file says.
    pub(super) balances: HashMap<Wallet, i128>,
}

/// A customer who is not imported.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Rejected {
    pub(super) key: String,
    /// Where the file has them.
    pub(super) place: Range<u64>,
}

impl Store {
    pub(super) fn new(tx: Tx, operation: &OperationId, now: Timestamp) -> io::Result<Self> {
        Ok(Self {
            tx,
            findings: Findings::new()?,
            rejected: DiskList::new()?,
            friends: Friends::new()?,
            links: Links::new()?,
            tally: Tally::default(),
            first: None,
            now,
            opener: AccountWriter::new(operation.clone(), now),
            grown_at: 0,
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
    pub(super) async fn batch(&mut self, batch: Vec<Parsed>) -> Result<(), ImportError> {
        let mut identities = Identities::of(&mut self.tx, &batch, self.first).await?;
        let (mut new, mut held) = (Vec::with_capacity(batch.len()), Vec::new());
        for mut parsed in batch {
            self.tally.customers += 1;
            let place = self.place(&mut parsed, &identities).await?;
            self.note(&std::mem::take(&mut parsed.findings))?;
            let Some(place) = place else { continue };
            identities.add(&parsed, place);
            match parsed.record.take() {
                Some(record) => new.push((parsed, record)),
                None => {
                    self.tally.rejected += 1;
                    held.extend(held_places(&parsed, place));
                    self.rejected.push(&Rejected { key: parsed.key, place: parsed.place })?;
                }
            }
        }
        bulk::insert(&mut self.tx, held).await?;
        let ids = self.tx.draw_ids(new.len()).await?.map(CustomerId);
        let (mut sound, mut customers) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
        for ((parsed, record), id) in new.into_iter().zip(ids) {
            self.first.get_or_insert(id);
            customers.push(customer_row(id, &parsed, &record, self.now));
            sound.push((id, record));
        }
        self.friends.link(&mut self.tx, &mut customers, &sound).await?;
        bulk::insert(&mut self.tx, customers).await?;
        self.store_records(sound).await?;
        if self.tally.customers >= self.grown_at {
            bulk::plan_anew(&mut self.tx).await?;
            self.grown_at = self.tally.customers * 2;
        }
        Ok(())
    }

    async fn store_records(&mut self, sound: Vec<(CustomerId, Box<Record>)>) -> Result<(), ImportError> {
        let mut terms = Vec::new();
        for (customer_id, record) in &sound {
            let customer_id = *customer_id;
            terms.extend(record.terms.iter().map(|term| TermRow { term: term.clone(), customer_id }));
        }
        bulk::insert(&mut self.tx, terms).await?;

        let count = sound.iter().map(|(_, record)| record.invoices.len()).sum();
        let mut ids = self.tx.draw_ids(count).await?.map(InvoiceId);
        let (mut invoices, mut lines) = (Vec::with_capacity(count), Vec::new());
        let (mut returned, mut accounts) = (Vec::new(), Vec::with_capacity(sound.len()));
        for (customer, record) in sound {
            let Record { code, invoices: own, accounts: own_accounts, digest, joined_at, merged_into, .. } = *record;
            if let Some(card) = merged_into {
                self.links.add(Linked::Card(customer), code.as_str(), &card)?;
            }
            self.digest.text(&digest);
            self.tally.imported += 1;
            let mut own_ids = Vec::with_capacity(own.len());
            for (mut invoice, id) in own.into_iter().zip(&mut ids) {
                own_ids.push(id);
                lines.extend(line_rows(id, &mut invoice));
                if let Some(referrer) = &invoice.referrer {
                    self.links.add(Linked::Invoice(id), code.as_str(), referrer)?;
                }
                let row = invoice_row(id, customer, &invoice);
                returned.extend(std::mem::take(&mut invoice.refunds).into_iter().map(|refund| (id, refund)));
                invoices.push((code.clone(), row, invoice));
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
        self.store_refunds(returned).await?;
        self.opener.open(&mut self.tx, accounts).await?;
        Ok(())
    }

    async fn store_refunds(&mut self, refunds: Vec<(InvoiceId, RefundRecord)>) -> Result<(), ImportError> {
        let ids = self.tx.draw_ids(refunds.len()).await?.map(RefundId);
        let (mut rows, mut lines) = (Vec::with_capacity(refunds.len()), Vec::new());
        for ((invoice, record), id) in refunds.into_iter().zip(ids) {
            let (row, own_lines) = refunds::rows(id, invoice, record);
            rows.push(row);
            lines.extend(own_lines);
        }
        bulk::insert(&mut self.tx, rows).await?;
        bulk::insert(&mut self.tx, lines).await?;
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

    /// Compares a customer with those who are there; which identities are free, or `None` where the customer is one of them.
    async fn place(&mut self, parsed: &mut Parsed, identities: &Identities) -> Result<Option<Place>, ImportError> {
        let (Some(record), Some(claim)) = (&parsed.record, identities.before(parsed)) else {
            return Ok(Some(identities.place(parsed)));
        };
        let is_imported = is_imported_from(claim, record);
        let has_changed = is_imported && dump::changed_since_import(&mut self.tx, claim.customer_id).await?;
        // What the export would write now is known again, too: the file may be one.
        let is_known = (is_imported && !has_changed)
            || export::digest_of(&mut self.tx, claim.customer_id).await?.as_ref() == Some(&record.digest);
        if is_known {
            self.tally.unchanged += 1;
            return Ok(None);
        }
        if !is_same_person(claim, parsed) {
            return Ok(Some(identities.place(parsed)));
        }
        self.tally.changed += 1;
        let (kind, message) = if is_imported {
            (
                FindingKind::ChangedSinceImport,
                "the customer was imported before and has new entries since; nothing is changed",
            )
        } else if claim.import_digest.is_some() {
            (
                FindingKind::DiffersFromImported,
                "the customer was imported from a file that said something else; nothing is changed",
            )
        } else {
            (FindingKind::DiffersFromHere, "the customer is here, and the file says something else; nothing is changed")
        };
        parsed.note(None, kind, message.to_owned());
        Ok(None)
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

fn invoice_row(invoice_id: InvoiceId, customer_id: CustomerId, invoice: &InvoiceRecord) -> InvoiceRow {
    InvoiceRow {
        invoice_id,
        customer_id,
        number: invoice.number.clone(),
        total_minor: invoice.total,
        redeemed_minor: invoice.redeemed,
        redeemed_from: invoice.redeemed_from,
        debt_minor: invoice.debt,
        earned_minor: invoice.earned,
        earn_rule: invoice.earn_rule,
        earn_bp: invoice.earn_rate,
        reward_minor: invoice.reward,
        reward_bp: invoice.reward_rate,
        refunded_minor: refunds::figures(&invoice.refunds).total,
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

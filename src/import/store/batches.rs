//! Stores the customers of a file, a batch at a time. Only the database knows which codes, Telegram accounts, phone
//! numbers and invoice numbers are taken.

use std::{
    collections::{HashMap, HashSet},
    io,
    ops::Range,
};

use super::{
    billing::Billing,
    friends::Friends,
    groups::Groups,
    identities::{FreeIdentities, Identities, is_same_person, rejected_identities},
    ids::CustomerIds,
    known::{self, Comparison},
    newcomers::{Newcomers, unused_cards},
    rejected::Rejected,
    rows,
    sales::{self, SalesCounts, TakenNumbers},
};
use crate::{
    clock::Timestamp,
    domain::{Code, CouponId, CustomerId, InvoiceId, OperationId, PhoneCountries, RefundId, Wallet},
    import::{
        digest::Digest,
        disk_list::DiskList,
        error::ImportError,
        findings::{Finding, FindingKind, Findings, JsonPath},
        read::record::{CustomerRecord, InvoiceRecord, ParsedCustomer, RefundRecord, replacement_number},
    },
    service::{
        client_codes,
        customers::Customer,
        ledger::imported::{AccountWriter, Owner},
    },
    storage::{
        Tx,
        bulk::{self, InvoiceRow, TermRow},
        customers, dump,
        invoices::by_receipt,
    },
};

/// What is told of an outside code that is another customer's code.
const OUTSIDE_CODE_TAKEN: &str = "another customer has this code; the customer is imported without it";

/// Writes batches of customers; the state of an import between them.
pub(super) struct BatchWriter {
    pub(super) tx: Tx,
    phones: PhoneCountries,
    pub(super) findings: Findings,
    pub(super) rejected: DiskList<Rejected>,
    pub(super) friends: Friends,
    pub(super) newcomers: Newcomers,
    pub(super) groups: Groups,
    pub(super) billing: Billing,
    /// Where the file has what customers refer to by `billing`.
    pub(super) billing_bytes: Option<Range<u64>>,
    pub(super) counts: Counts,
    pub(super) ids: CustomerIds,
    /// The lowest id that a customer of this import can have; `None` before the first of them.
    pub(super) first: Option<CustomerId>,
    now: Timestamp,
    accounts: AccountWriter,
    /// The number of customers at which the database updates its statistics again.
    grown_at: u64,
    /// The digest of all records that were imported.
    digest: Digest,
}

/// What was counted so far, as in [`super::report::Report`].
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) customers: u64,
    pub(super) imported: u64,
    pub(super) unchanged: u64,
    pub(super) changed: u64,
    pub(super) rejected: u64,
    pub(super) invoices: u64,
    pub(super) lines: u64,
    pub(super) sales: SalesCounts,
    /// The sums of the file's balances by wallet, in minor units.
    pub(super) balances: HashMap<Wallet, i128>,
}

impl BatchWriter {
    pub(super) fn new(tx: Tx, operation: &OperationId, phones: PhoneCountries, now: Timestamp) -> io::Result<Self> {
        Ok(Self {
            tx,
            phones,
            findings: Findings::new()?,
            rejected: DiskList::new()?,
            friends: Friends::new()?,
            newcomers: Newcomers::default(),
            groups: Groups::default(),
            billing: Billing::default(),
            billing_bytes: None,
            counts: Counts::default(),
            ids: CustomerIds::default(),
            first: None,
            now,
            accounts: AccountWriter::new(operation.clone(), now),
            grown_at: 0,
            digest: Digest::default(),
        })
    }

    /// Adds findings.
    pub(super) fn note(&mut self, findings: &[Finding]) -> io::Result<()> {
        findings.iter().try_for_each(|finding| self.findings.add(finding))
    }

    /// The digest of all records that were imported.
    pub(super) fn take_digest(&mut self) -> String {
        std::mem::take(&mut self.digest).finish()
    }

    /// Inserts the new customers of a batch. Of those with faults only the identities are stored, so that later
    /// duplicates are found.
    pub(super) async fn write(&mut self, batch: Vec<ParsedCustomer>) -> Result<(), ImportError> {
        let mut identities = Identities::of(&mut self.tx, &batch, self.first).await?;
        let mut numbers = TakenNumbers::of(&mut self.tx, &batch).await?;
        let (mut new, mut rejected) = (Vec::with_capacity(batch.len()), Vec::new());
        for mut parsed in batch {
            self.counts.customers += 1;
            let free = self.compare(&mut parsed, &identities).await?;
            if free.is_some() {
                numbers.check(&mut parsed, &self.billing);
            }
            self.note(&std::mem::take(&mut parsed.findings))?;
            let Some(free) = free else { continue };
            identities.add(&parsed, free);
            match parsed.record.take() {
                Some(record) => new.push((parsed, record)),
                None => {
                    self.counts.rejected += 1;
                    rejected.extend(rejected_identities(&parsed, free));
                    self.rejected.push(&Rejected { key: parsed.key, bytes: parsed.bytes })?;
                }
            }
        }
        bulk::insert(&mut self.tx, rejected).await?;
        self.drop_taken_outside_codes(&mut new).await?;
        let ids = self.ids.of(&mut self.tx, new.iter().map(|(_, record)| &**record)).await?;
        let (mut records, mut customers) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
        for ((parsed, record), id) in new.into_iter().zip(ids) {
            self.first.get_or_insert(self.ids.lowest(id));
            let group = self.groups.of_customer(id, &parsed.key, &record.profile);
            customers.push(rows::customer(id, &parsed, &record, group, self.now));
            records.push((id, record));
        }
        self.friends.link(&mut self.tx, &mut customers, &records).await?;
        bulk::insert(&mut self.tx, customers).await?;
        self.newcomers.note_stored(&records);
        self.write_records(records).await?;
        if self.counts.customers >= self.grown_at {
            bulk::plan_anew(&mut self.tx).await?;
            self.grown_at = self.counts.customers * 2;
        }
        Ok(())
    }

    /// Refuses a customer by whose code another system knows a customer who was here before. One of the same file gives the code up.
    async fn check_outside_codes(&mut self, parsed: &mut ParsedCustomer) -> Result<(), ImportError> {
        let Some(code) = parsed.record.as_ref().map(|record| record.code.clone()) else { return Ok(()) };
        let Some(holder) = customers::by_outside_key(&mut self.tx, code.as_str()).await? else { return Ok(()) };
        let is_of_this_file = self.first.is_some_and(|first| holder.customer_id >= first);
        if is_of_this_file {
            customers::set_outside_code(&mut self.tx, holder.customer_id, None).await?;
            let key = holder.code.to_string();
            let path = JsonPath::Key(&key);
            let path = JsonPath::Field(&path, "outside_code");
            self.findings.add(&path.finding(FindingKind::OutsideCodeTaken, OUTSIDE_CODE_TAKEN))?;
        } else {
            let message = format!(
                "another system knows customer {} by this code; change that first; the customer is not imported",
                holder.code
            );
            parsed.note(None, FindingKind::CodeTaken, message);
            parsed.record = None;
        }
        Ok(())
    }

    /// Takes the outside codes from those whose code another customer has.
    async fn drop_taken_outside_codes(
        &mut self,
        new: &mut [(ParsedCustomer, Box<CustomerRecord>)],
    ) -> Result<(), ImportError> {
        let mut keys = HashSet::new();
        let own: HashSet<String> = new.iter().map(|(_, record)| record.code.as_str().to_owned()).collect();
        for (parsed, record) in new {
            let Some(code) = &record.outside_code else { continue };
            let holder = client_codes::customer(&mut self.tx, code).await?;
            let is_own = |holder: &Customer| holder.code == record.code;
            let is_others = code.key() != record.code.as_str() && own.contains(code.key());
            if holder.as_ref().is_none_or(is_own) && !is_others && keys.insert(code.key().to_owned()) {
                continue;
            }
            let path = JsonPath::Key(&parsed.key);
            let path = JsonPath::Field(&path, "outside_code");
            self.findings.add(&path.finding(FindingKind::OutsideCodeTaken, OUTSIDE_CODE_TAKEN))?;
            record.outside_code = None;
        }
        Ok(())
    }

    async fn write_records(&mut self, records: Vec<(CustomerId, Box<CustomerRecord>)>) -> Result<(), ImportError> {
        let mut terms = Vec::new();
        for (customer_id, record) in &records {
            let customer_id = *customer_id;
            terms.extend(record.terms.iter().map(|term| TermRow { term: term.clone(), customer_id }));
        }
        bulk::insert(&mut self.tx, terms).await?;

        let count = records.iter().map(|(_, record)| record.invoices.len()).sum();
        let mut ids = self.tx.draw_ids(count).await?.map(InvoiceId);
        let (mut invoices, mut lines) = (Vec::with_capacity(count), Vec::new());
        let (mut refunds, mut accounts) = (Vec::new(), Vec::with_capacity(records.len()));
        let coupon_count = records.iter().map(|(_, record)| record.coupons.len()).sum();
        let mut coupon_ids = self.tx.draw_ids(coupon_count).await?.map(CouponId);
        let (mut coupons, mut used_coupons) = (Vec::with_capacity(coupon_count), Vec::new());
        let mut billed = Vec::new();
        for (customer, record) in records {
            let CustomerRecord {
                code,
                coupons: own_coupons,
                invoices: own,
                accounts: own_accounts,
                sales,
                digest,
                joined_at,
                ..
            } = *record;
            self.digest.text(&digest);
            self.counts.imported += 1;
            billed.extend(sales.map(|sales| (customer, sales)));
            let own_coupon_ids: Vec<CouponId> = coupon_ids.by_ref().take(own_coupons.len()).collect();
            let own_coupons = own_coupon_ids.iter().zip(own_coupons);
            coupons.extend(own_coupons.map(|(id, coupon)| rows::coupon(*id, customer, coupon)));
            let mut own_ids = Vec::with_capacity(own.len());
            for (mut invoice, id) in own.into_iter().zip(&mut ids) {
                own_ids.push(id);
                lines.extend(rows::lines(id, &mut invoice));
                used_coupons.extend(rows::invoice_coupons(id, &mut invoice, &own_coupon_ids));
                let row = rows::invoice(id, customer, &invoice);
                refunds.extend(std::mem::take(&mut invoice.refunds).into_iter().map(|refund| (id, refund)));
                invoices.push((code.clone(), row, invoice));
            }
            for account in &own_accounts {
                *self.counts.balances.entry(account.wallet()).or_default() += i128::from(account.balance().minor());
            }
            let owner = Owner { customer, joined_at: joined_at.unwrap_or(self.now), invoices: own_ids };
            accounts.push((owner, own_accounts));
        }
        self.counts.invoices += invoices.len() as u64;
        self.counts.lines += lines.len() as u64;
        let invoice_rows: Vec<InvoiceRow> = invoices.iter().map(|(_, row, _)| row.clone()).collect();
        if bulk::insert(&mut self.tx, invoice_rows).await? < invoices.len() as u64 {
            self.renumber(invoices).await?;
        }
        bulk::insert(&mut self.tx, lines).await?;
        bulk::insert(&mut self.tx, coupons).await?;
        bulk::insert(&mut self.tx, used_coupons).await?;
        self.write_refunds(refunds).await?;
        sales::store(&mut self.tx, &mut self.billing, billed, &mut self.counts.sales).await?;
        self.accounts.write(&mut self.tx, accounts).await?;
        Ok(())
    }

    async fn write_refunds(&mut self, refunds: Vec<(InvoiceId, RefundRecord)>) -> Result<(), ImportError> {
        let ids = self.tx.draw_ids(refunds.len()).await?.map(RefundId);
        let (mut refund_rows, mut lines) = (Vec::with_capacity(refunds.len()), Vec::new());
        for ((invoice, record), id) in refunds.into_iter().zip(ids) {
            let (row, own_lines) = rows::refund(id, invoice, record);
            refund_rows.push(row);
            lines.extend(own_lines);
        }
        bulk::insert(&mut self.tx, refund_rows).await?;
        bulk::insert(&mut self.tx, lines).await?;
        Ok(())
    }

    /// Inserts those of the invoices that were not inserted: without their receipt where another invoice has it, and under another
    /// number where another customer has theirs.
    async fn renumber(&mut self, invoices: Vec<(Code, InvoiceRow, InvoiceRecord)>) -> Result<(), ImportError> {
        let (Some(first), Some(last)) = (invoices.first(), invoices.last()) else { return Ok(()) };
        let present = dump::invoices_present(&mut self.tx, first.1.invoice_id, last.1.invoice_id).await?;
        for (code, mut row, mut record) in invoices {
            if present.binary_search(&row.invoice_id).is_ok() {
                continue;
            }
            if let Some(receipt) = row.receipt.take() {
                if by_receipt(&mut self.tx, &receipt).await?.is_none() {
                    row.receipt = Some(receipt);
                } else {
                    self.findings.add(&Finding {
                        kind: FindingKind::ReceiptTaken,
                        customer: code.to_string(),
                        path: format!("{code}.invoices"),
                        message: format!("another invoice has the receipt {receipt}; {} is stored without", row.number),
                    })?;
                    if bulk::insert(&mut self.tx, vec![row.clone()]).await? > 0 {
                        continue;
                    }
                }
            }
            let given = serde_json::value::to_raw_value(&record.given_number).map_err(io::Error::from)?;
            record.legacy.keep_value("invoice_id", &given);
            row.legacy = record.legacy.to_column();
            for attempt in 0_u32.. {
                row.number = replacement_number(&format_args!("{code} {}", record.given_number), attempt);
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

    /// Checks which of a customer's identities are free. Cards on which staff have done nothing make way.
    async fn check(
        &mut self,
        parsed: &mut ParsedCustomer,
        identities: &Identities,
    ) -> Result<FreeIdentities, ImportError> {
        let unused = unused_cards(&mut self.tx, parsed, identities).await?;
        let free = identities.check(parsed, &unused);
        self.check_outside_codes(parsed).await?;
        if parsed.record.is_some() {
            self.newcomers.make_way(&mut self.tx, parsed, identities, &unused).await?;
        }
        Ok(free)
    }

    /// Compares a customer with those who exist. Returns which of the customer's identities are free, or `None` where
    /// the customer exists already and nothing is to be stored.
    async fn compare(
        &mut self,
        parsed: &mut ParsedCustomer,
        identities: &Identities,
    ) -> Result<Option<FreeIdentities>, ImportError> {
        let (Some(record), Some(known)) = (&parsed.record, identities.known(parsed)) else {
            return self.check(parsed, identities).await.map(Some);
        };
        let comparison = known::compare(&mut self.tx, known, record, self.now, &self.phones).await?;
        if comparison == Comparison::Same {
            self.counts.unchanged += 1;
            return Ok(None);
        }
        // A record with a history is worth more than a card of the same person on which nothing has happened.
        let has_history = record.accounts.iter().any(|account| !account.is_empty()) || !record.invoices.is_empty();
        let is_more = has_history || record.sales.is_some();
        let makes_way = is_more
            && known.import_digest.is_none()
            && unused_cards(&mut self.tx, parsed, identities).await?.contains(&known.customer_id);
        if makes_way || !is_same_person(known, parsed) {
            return self.check(parsed, identities).await.map(Some);
        }
        self.counts.changed += 1;
        let (kind, message) = if comparison == Comparison::ChangedSinceImport {
            (
                FindingKind::ChangedSinceImport,
                "the customer was imported before and has new entries since; nothing is changed",
            )
        } else if known.import_digest.is_some() {
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

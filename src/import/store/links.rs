//! Links other than that of friends: an invoice to the referrer who was rewarded for it, and a merged card to the one
//! that replaces it. They are made when all customers are stored.

use std::{collections::HashMap, io};

use serde::{Deserialize, Serialize};

use crate::{
    domain::{CustomerId, InvoiceId},
    import::{
        disk_list::DiskList,
        error::ImportError,
        findings::{FindingKind, Findings, JsonPath},
    },
    storage::{Tx, bulk, dump},
};

/// The number of links in one query.
const PAGE: usize = 500;

/// The links of a file.
pub(super) struct Links(DiskList<Link>);

#[derive(Debug, Serialize, Deserialize)]
struct Link {
    /// The code of the customer whose record has the link.
    customer: String,
    /// The code of the customer it leads to.
    to: String,
    from: Linked,
}

/// What is linked to another customer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) enum Linked {
    /// An invoice, to the referrer who was rewarded for it.
    Invoice(InvoiceId),
    /// A merged card, to the one that replaces it.
    Card(CustomerId),
}

impl Links {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(DiskList::new()?))
    }

    pub(super) fn add(&mut self, from: Linked, customer: &str, to: &str) -> io::Result<()> {
        self.0.push(&Link { customer: customer.to_owned(), to: to.to_owned(), from })
    }

    /// Makes the links; one that leads to a customer who is not stored is a finding.
    pub(super) async fn finish(&mut self, tx: &mut Tx, findings: &mut Findings) -> Result<(), ImportError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut links = self.0.read()?;
        loop {
            let page = links.by_ref().take(PAGE).collect::<io::Result<Vec<Link>>>()?;
            if page.is_empty() {
                return Ok(());
            }
            let wanted = page.iter().map(|link| link.to.clone()).collect();
            let stored: HashMap<String, CustomerId> = bulk::ids_of_codes(tx, wanted).await?.into_iter().collect();
            for link in page {
                link.make(tx, stored.get(&link.to).copied(), findings).await?;
            }
        }
    }
}

impl Link {
    async fn make(&self, tx: &mut Tx, to: Option<CustomerId>, findings: &mut Findings) -> Result<(), ImportError> {
        let key = JsonPath::Key(&self.customer);
        let code = &self.to;
        let finding = match (self.from, to) {
            (Linked::Invoice(invoice), Some(referrer)) => {
                dump::set_invoice_referrer(tx, invoice, referrer).await?;
                return Ok(());
            }
            (Linked::Invoice(_), None) => JsonPath::Field(&key, "invoices").finding(
                FindingKind::UnknownReferrer,
                format!("{code} was rewarded for an invoice and is nobody who was imported; a refund of it takes no reward back"),
            ),
            (Linked::Card(card), Some(instead)) if dump::set_merged(tx, card, instead).await? => return Ok(()),
            (Linked::Card(_), _) => JsonPath::Field(&key, "merged_into").finding(
                FindingKind::UnknownCard,
                format!("{code} is no card that can be used instead; this one stays a card of its own"),
            ),
        };
        findings.add(&finding)?;
        Ok(())
    }
}

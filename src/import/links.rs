//! Other links between the customers of a file than that of friends: who was rewarded for an invoice, and which card is used
//! instead of another. They wait until all customers are there.

use std::{collections::HashMap, io};

use serde::{Deserialize, Serialize};

use super::{
    ImportError,
    disk_list::DiskList,
    findings::{At, FindingKind, Findings},
};
use crate::{
    domain::{CustomerId, InvoiceId},
    storage::{Tx, bulk, dump},
};

/// How many wait for one query.
const PAGE: usize = 500;

/// Links that wait.
pub(super) struct Links(DiskList<Link>);

#[derive(Debug, Serialize, Deserialize)]
struct Link {
    /// The customer whom the file says it of.
    customer: String,
    /// The code of the other one.
    to: String,
    of: Linked,
}

/// What is linked to a customer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) enum Linked {
    /// An invoice, to who was rewarded for it.
    Invoice(InvoiceId),
    /// A card, to the one that is used instead.
    Card(CustomerId),
}

impl Links {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(DiskList::new()?))
    }

    pub(super) fn add(&mut self, of: Linked, customer: &str, to: &str) -> io::Result<()> {
        self.0.push(&Link { customer: customer.to_owned(), to: to.to_owned(), of })
    }

    /// Makes the links; notes those that lead to nobody.
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
            let there: HashMap<String, CustomerId> = bulk::ids_of_codes(tx, wanted).await?.into_iter().collect();
            for link in page {
                link.make(tx, there.get(&link.to).copied(), findings).await?;
            }
        }
    }
}

impl Link {
    async fn make(&self, tx: &mut Tx, to: Option<CustomerId>, findings: &mut Findings) -> Result<(), ImportError> {
        let key = At::Key(&self.customer);
        let code = &self.to;
        let finding = match (self.of, to) {
            (Linked::Invoice(invoice), Some(referrer)) => {
                dump::set_invoice_referrer(tx, invoice, referrer).await?;
                return Ok(());
            }
            (Linked::Invoice(_), None) => At::Field(&key, "invoices").finding(
                FindingKind::UnknownReferrer,
                format!("{code} was rewarded for an invoice and is nobody who was imported; a refund of it takes no reward back"),
            ),
            (Linked::Card(card), Some(instead)) if dump::set_merged(tx, card, instead).await? => return Ok(()),
            (Linked::Card(_), _) => At::Field(&key, "merged_into").finding(
                FindingKind::UnknownCard,
                format!("{code} is no card that can be used instead; this one stays a card of its own"),
            ),
        };
        findings.add(&finding)?;
        Ok(())
    }
}

//! Links that the file has as codes of customers who were not stored before the row: of a friend to their referrer, of an invoice
//! to the referrer who was rewarded for it, of a merged card to the one that replaces it. They are made when all customers are
//! stored; those whose customer is missing keep the code, and are made when a later file brings the customer.

use crate::{
    domain::{CustomerId, InvoiceId},
    import::{
        error::ImportError,
        findings::{FindingKind, Findings, JsonPath},
    },
    storage::{
        Tx, customers,
        named_links::{self, NamedLink},
    },
};

/// The number of links in one query.
const PAGE: i64 = 500;

/// Makes all links of the customers from `first` on, who are those of this import, and of earlier ones to them. One that cannot be
/// made is a finding.
pub(super) async fn finish(tx: &mut Tx, first: CustomerId, findings: &mut Findings) -> Result<(), ImportError> {
    link_friends(tx, first, findings).await?;
    link_invoices(tx, first, findings).await?;
    link_cards(tx, first, findings).await
}

async fn link_friends(tx: &mut Tx, first: CustomerId, findings: &mut Findings) -> Result<(), ImportError> {
    let mut last = CustomerId(0);
    loop {
        let page = named_links::referrers(tx, first, last, PAGE).await?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.customer_id;
        for friend in page {
            let kept = "the customer has no referrer here, takes no promo code, and is exported with the original";
            let finding = match friend.to_id {
                None => (FindingKind::UnknownReferrer, format!("{} is nobody who was imported; {kept}", friend.named)),
                // Every circle has a link to a customer further down in the file, so circles are looked for only here.
                Some(referrer)
                    if referrer == friend.customer_id
                        || customers::is_invited_by(tx, referrer, friend.customer_id).await? =>
                {
                    let message = format!("{} was invited by this customer, at some remove; {kept}", friend.named);
                    (FindingKind::ReferralCircle, message)
                }
                Some(referrer) => {
                    named_links::set_referrer(tx, friend.customer_id, referrer).await?;
                    note_later(&friend, first, "referred_by", findings)?;
                    note_missed_reward(tx, &friend, first, findings).await?;
                    continue;
                }
            };
            note(&friend.code, "referred_by", finding, findings)?;
        }
    }
}

async fn link_invoices(tx: &mut Tx, first: CustomerId, findings: &mut Findings) -> Result<(), ImportError> {
    let mut last = InvoiceId(0);
    loop {
        let page = named_links::invoices(tx, first, last, PAGE).await?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.invoice_id;
        for invoice in page {
            match invoice.to_id {
                Some(referrer) => named_links::set_invoice_referrer(tx, invoice.invoice_id, referrer).await?,
                None => {
                    let message = format!(
                        "{} was rewarded for an invoice and is nobody who was imported; a refund of it takes no reward back",
                        invoice.named
                    );
                    note(&invoice.code, "invoices", (FindingKind::UnknownReferrer, message), findings)?;
                }
            }
        }
    }
}

async fn link_cards(tx: &mut Tx, first: CustomerId, findings: &mut Findings) -> Result<(), ImportError> {
    let mut last = CustomerId(0);
    loop {
        let page = named_links::cards(tx, first, last, PAGE).await?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.customer_id;
        for card in page {
            match card.to_id {
                Some(instead) if named_links::set_card(tx, card.customer_id, instead).await? => {
                    note_later(&card, first, "merged_into", findings)?;
                }
                _ => {
                    let message =
                        format!("{} is no card that can be used instead; this one stays a card of its own", card.named);
                    note(&card.code, "merged_into", (FindingKind::UnknownCard, message), findings)?;
                }
            }
        }
    }
}

/// Says that a customer of an earlier import is linked to one of this import.
fn note_later(link: &NamedLink, first: CustomerId, field: &str, findings: &mut Findings) -> Result<(), ImportError> {
    if link.customer_id >= first {
        return Ok(());
    }
    let message = format!("this customer was imported before and names {}, who comes now; they are linked", link.named);
    note(&link.code, field, (FindingKind::LinkedLater, message), findings)
}

/// Says that a friend of an earlier import bought before their referrer came: the reward is for the first purchase alone.
async fn note_missed_reward(
    tx: &mut Tx,
    friend: &NamedLink,
    first: CustomerId,
    findings: &mut Findings,
) -> Result<(), ImportError> {
    if friend.customer_id >= first {
        return Ok(());
    }
    let Some(number) = named_links::first_purchase(tx, friend.customer_id).await? else { return Ok(()) };
    let message = format!("invoice {number} was issued before {} came, who gets no reward for it", friend.named);
    note(&friend.code, "referred_by", (FindingKind::RewardMissed, message), findings)
}

fn note(
    code: &str,
    field: &str,
    (kind, message): (FindingKind, String),
    findings: &mut Findings,
) -> Result<(), ImportError> {
    let key = JsonPath::Key(code);
    findings.add(&JsonPath::Field(&key, field).finding(kind, message))?;
    Ok(())
}

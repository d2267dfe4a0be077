//! People who wrote to the bot before their record is imported, so that a shop may switch over while the bot runs. The card that the
//! bot made for them, as long as they alone have left something on it, makes way for the record of the file: their own phone number,
//! which the record must have too, and the bonus for a promo code.

use std::collections::HashSet;

use super::identities::Identities;
use crate::{
    clock::Timestamp,
    domain::{Actor, Code, CustomerId, OperationId},
    import::{
        digest::Digest,
        error::ImportError,
        findings::FindingKind,
        read::record::{CustomerRecord, ParsedCustomer},
    },
    service::{
        Caller,
        customers::{self, Customer},
    },
    storage::{Tx, customers::lock_card, newcomers},
};

/// The length of the shortest codes, in digits, and of the longest that are drawn.
const CODE_DIGITS: std::ops::RangeInclusive<u32> = 5..=12;
/// How many codes of one length are tried.
const TRIES: u32 = 8;

/// Cards of the bot that make way for records.
#[derive(Default)]
pub(super) struct Newcomers {
    /// The card, and the key of the record of the same person, which is not stored yet.
    making_way: Vec<(Customer, String)>,
    /// The card, and that of the record.
    stored: Vec<(Customer, CustomerId)>,
}

/// The cards, among those that have the code or the account of a record, that can make way for it.
pub(super) async fn unused_cards(
    tx: &mut Tx,
    parsed: &ParsedCustomer,
    identities: &Identities,
) -> Result<HashSet<CustomerId>, ImportError> {
    let mut unused = HashSet::new();
    let account = identities.card_of_account(parsed);
    for card in identities.cards_made_here(parsed) {
        // Another person's phone number is their own.
        let phone = parsed.phone.as_ref().filter(|_| account == Some(card));
        if lock_card(tx, card).await?.is_some() && newcomers::is_unused(tx, card, phone).await? {
            unused.insert(card);
        }
    }
    Ok(unused)
}

impl Newcomers {
    /// Frees the code, the account and the phone number of a record without faults that `unused` cards have.
    pub(super) async fn make_way(
        &mut self,
        tx: &mut Tx,
        parsed: &mut ParsedCustomer,
        identities: &Identities,
        unused: &HashSet<CustomerId>,
    ) -> Result<(), ImportError> {
        if let Some(card) = identities.card_of_code(parsed).filter(|card| unused.contains(card)) {
            let code = change_code(tx, card, &parsed.key).await?;
            let message = format!("a person who wrote to the bot before had this code; theirs is {code} now");
            parsed.note(None, FindingKind::CodeChanged, message);
        }
        if let Some(card) = identities.card_of_account(parsed).filter(|card| unused.contains(card))
            && let Some(own) = lock_card(tx, card).await?
        {
            newcomers::release_identities(tx, card).await?;
            let message = format!(
                "the person wrote to the bot before; their card {}, on which staff have done nothing, is merged into this one",
                own.code
            );
            parsed.note(Some("telegram_id"), FindingKind::CardTakenOver, message);
            self.making_way.push((own, parsed.key.clone()));
        }
        Ok(())
    }

    /// Notes the cards of a batch of records, which are stored now.
    pub(super) fn note_stored(&mut self, records: &[(CustomerId, Box<CustomerRecord>)]) {
        for (own, key) in std::mem::take(&mut self.making_way) {
            let record = records.iter().find(|(_, record)| record.code.as_str() == key);
            self.stored.extend(record.map(|(imported, _)| (own, *imported)));
        }
    }

    /// Merges the cards into those of the records, whose wallets and links are complete now.
    pub(super) async fn finish(
        &mut self,
        tx: &mut Tx,
        operation: &OperationId,
        now: Timestamp,
    ) -> Result<(), ImportError> {
        let operation = Caller { actor: Actor::Import, at: now }.operation(operation.clone());
        for (own, imported) in std::mem::take(&mut self.stored) {
            // Its code may be another one by now.
            let Some(card) = lock_card(tx, own.customer_id).await? else { continue };
            let own = Customer { telegram_id: own.telegram_id, phone: own.phone, ..card };
            customers::merge_into_imported(tx, &operation, &own, imported).await?;
        }
        Ok(())
    }
}

/// Gives a card another code than `taken`: one that seems drawn, and is the same when the import is repeated.
async fn change_code(tx: &mut Tx, card: CustomerId, taken: &str) -> Result<Code, ImportError> {
    for digits in CODE_DIGITS {
        let least = 10_u64.pow(digits - 1);
        for attempt in 0..TRIES {
            let mut digest = Digest::default();
            digest.text(taken).int(digits.into()).int(attempt.into());
            let bits = u64::from_str_radix(&digest.finish()[..12], 16).unwrap_or_default();
            let code = Code::from_number(least + bits % (9 * least));
            if newcomers::set_code(tx, card, &code).await? {
                return Ok(code);
            }
        }
    }
    Err(crate::service::Error::Corrupt("no code is free").into())
}

//! The shop decides whether a card moves to the account that shared its phone number.

use chrono::Duration;

use super::{
    Customer,
    claim::{Merged, hand_over, kept, lock_both},
    get, reachable,
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Permission, Phone, Verb},
    service::{
        Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{Tx, card_moves},
};

/// How long a request can be decided.
const LIFETIME: Duration = Duration::days(30);

/// A card that was moved.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The card that the person has now.
    pub card: Customer,
    /// The card that was asked for as it was with the account that had it, where that can be told.
    pub from: Option<Customer>,
    /// What this changed, unless it was done before.
    pub merged: Merged,
}

/// Staff confirm that a customer, who shared the number of the card from a new account, is the person of the card.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::NothingToMove`], [`Refusal::BothCardsInUse`], before anything is written;
/// [`Refusal::OperationReused`]; the database's.
pub async fn move_card(tx: &mut Tx, operation: &Operation, card: CustomerId, customer: CustomerId) -> Result<Moved> {
    operation.require(Permission::MoveCard)?;
    let input = (card, customer);
    if let Some(card) = operations::done_before(tx, operation, Verb::MoveCard, &input).await? {
        return Ok(Moved { card: get(tx, card).await?, from: None, merged: Merged::default() });
    }
    let Request { own, waiting, phone } = open_request(tx, card, customer, operation.at()).await?;
    let kept = kept(tx, &own, &waiting, operation.at()).await?;
    let under_way = match operations::begin(tx, operation, Verb::MoveCard, &input).await? {
        Begun::Before(card) => {
            return Ok(Moved { card: get(tx, card).await?, from: None, merged: Merged::default() });
        }
        Begun::Now(under_way) => under_way,
    };
    card_moves::moved(tx, card, customer, waiting.telegram_id, operation.at()).await?;
    let (moved, merged) = hand_over(tx, operation, &own, &waiting, &phone, kept).await?;
    let details = serde_json::json!({
        "card": waiting.code, "other_card": own.code, "from_account": waiting.telegram_id, "to_account": own.telegram_id,
        "own_invitation": merged.own_invitation,
    });
    under_way.finish(tx, Some(moved.customer_id), &details, moved.customer_id).await?;
    let from = reachable(&waiting).is_some().then_some(waiting);
    Ok(Moved { card: moved, from, merged })
}

/// Staff decide that a card stays where it is. Returns the customer who asked for it.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::NothingToMove`], before anything is written; [`Refusal::OperationReused`]; the
/// database's.
pub async fn keep_card(tx: &mut Tx, operation: &Operation, card: CustomerId, customer: CustomerId) -> Result<Customer> {
    operation.require(Permission::MoveCard)?;
    let input = (card, customer);
    if let Some(customer) = operations::done_before(tx, operation, Verb::KeepCard, &input).await? {
        return get(tx, customer).await;
    }
    let Request { own, waiting, .. } = open_request(tx, card, customer, operation.at()).await?;
    let under_way = match operations::begin(tx, operation, Verb::KeepCard, &input).await? {
        Begun::Before(customer) => return get(tx, customer).await,
        Begun::Now(under_way) => under_way,
    };
    card_moves::kept(tx, card, customer, operation.at()).await?;
    let details = serde_json::json!({ "card": waiting.code, "other_card": own.code, "to_account": own.telegram_id });
    under_way.finish(tx, Some(waiting.customer_id), &details, own.customer_id).await?;
    Ok(own)
}

/// A request that is open, with the card of the customer who asks and the card that they ask for, both locked.
struct Request {
    own: Customer,
    waiting: Customer,
    phone: Phone,
}

async fn open_request(tx: &mut Tx, card: CustomerId, customer: CustomerId, at: Timestamp) -> Result<Request> {
    let request = card_moves::get(tx, card, customer).await?;
    let request = request.filter(|request| request.decided_at.is_none() && at - request.asked_at < LIFETIME);
    let request = request.ok_or(Refusal::NothingToMove)?;
    let (own, waiting) = (get(tx, customer).await?, get(tx, card).await?);
    if (own.customer_id, waiting.customer_id) != (customer, card) {
        return Err(Refusal::NothingToMove.into());
    }
    let (own, waiting) = lock_both(tx, &own, &waiting).await?;
    // Both are in use as they were, and the card has the number still.
    let is_as_it_was = own.merged_into_id.is_none()
        && own.telegram_id.is_some()
        && waiting.merged_into_id.is_none()
        && waiting.phone.as_ref() == Some(&request.phone);
    if is_as_it_was { Ok(Request { own, waiting, phone: request.phone }) } else { Err(Refusal::NothingToMove.into()) }
}

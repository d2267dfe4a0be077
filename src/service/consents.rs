//! A spend for which the customer has shown no card code waits three minutes for the customer's consent. Their tap completes
//! the sale, and the member of the staff who asked is its seller.

use chrono::Duration;

use super::{
    Caller, Error, Operation, Refusal, Result, customers,
    invoices::{self, Agreement, Issued, Quote},
    operations::{self, Begun},
    staff,
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{
        Actor, ActorRef, ConsentId, ConsentState, CustomerId, Draft, Money, OperationId, Permission, Redemption,
        TelegramId, Verb,
    },
    storage::{Tx, consents, shops},
};

pub use crate::storage::{consents::Asked, customers::Customer};

/// How long a request waits for an answer.
pub const ANSWER_TIME: Duration = Duration::minutes(3);

/// A request for consent to be sent to a customer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Question {
    /// The id of the request.
    pub consent_id: ConsentId,
    /// The quote of the sale.
    pub quote: Quote,
    /// This is the result of an earlier call with the same operation id; the customer has been asked.
    #[serde(skip)]
    pub repeated: bool,
}

/// The result of an answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The customer agreed: the sale is made.
    Sold {
        /// The goods of the sale.
        draft: Draft,
        /// The invoice.
        issued: Issued,
        /// The member of the staff who asked.
        seller: TelegramId,
    },
    /// The customer said no.
    Declined {
        /// The member of the staff who asked.
        seller: TelegramId,
    },
    /// The customer agreed after the sale had become impossible. Not an error, since the request has ended.
    Failed {
        /// The member of the staff who asked.
        seller: TelegramId,
        /// The refusal of the sale.
        refusal: Refusal,
    },
}

/// Must the customer agree before staff spend `points` of theirs?
///
/// # Errors
/// The database's.
pub async fn is_needed(tx: &mut Tx, points: Money) -> Result<bool> {
    Ok(shops::program(tx).await?.needs_consent(points))
}

/// Asks a customer to agree to the points that a sale spends. Their consent makes the sale, under the operation id `sale`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::CannotAsk`] where the customer has no Telegram or blocked the bot, those of
/// [`invoices::quote`], [`Refusal::NothingToDo`] where the sale spends no points; the database's.
pub async fn ask(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    draft: &Draft,
    sale: &OperationId,
) -> Result<Question> {
    operation.require(Permission::IssueInvoice)?;
    let seller = operation.caller.staff_id()?;
    let under_way =
        match operations::begin::<Question>(tx, operation, Verb::AskConsent, &(customer, draft, sale)).await? {
            Begun::Before(question) => return Ok(Question { repeated: true, ..question }),
            Begun::Now(under_way) => under_way,
        };
    let customer = customers::get(tx, customer).await?;
    if customers::reachable(&customer).is_none() {
        return Err(Refusal::CannotAsk.into());
    }
    let quote = invoices::quote(tx, customer.customer_id, draft, operation.at()).await?;
    let wallet = quote.redeemed_from.ok_or(Refusal::NothingToDo)?;
    // "All" becomes a number: the customer agrees to exactly these points.
    let draft = Draft { redemption: Some(Redemption { wallet, points: Some(quote.redeemed) }), ..draft.clone() };
    let json = serde_json::to_string(&draft).map_err(|_| Error::Corrupt("a sale cannot be written as JSON"))?;
    let asked = Asked {
        consent_id: ConsentId(0),
        customer_id: customer.customer_id,
        wallet,
        points_minor: quote.redeemed,
        draft: json,
        sale_operation: sale.clone(),
        asked_by: ActorRef::staff(seller),
        state: ConsentState::Waiting,
        expires_at: operation.at() + ANSWER_TIME,
    };
    let consent_id = consents::insert(tx, &asked, operation.at()).await?;
    let details = serde_json::json!({ "consent": consent_id, "points_minor": quote.redeemed, "wallet": wallet });
    let question = Question { consent_id, quote, repeated: false };
    under_way.finish(tx, Some(customer.customer_id), &details, question).await
}

/// A customer answers. Where they agree, the sale is made with exactly the points that were asked for, or not at all. The points
/// were not reserved while the request waited.
///
/// # Errors
/// [`Refusal::UnknownConsent`] also where another customer was asked, [`Refusal::ConsentEnded`], [`Refusal::NotAllowed`]
/// where the seller is no longer staff; those of [`invoices::issue_invoice`] where the points are spent elsewhere at the same
/// time; the database's.
pub async fn answer(
    tx: &mut Tx,
    caller: &Caller,
    chance: &dyn Chance,
    owners: &[TelegramId],
    consent: ConsentId,
    agrees: bool,
) -> Result<Answer> {
    let asked = consents::by_id(tx, consent).await?.ok_or(Refusal::UnknownConsent)?;
    let customer = customers::get(tx, asked.customer_id).await?;
    let is_asked = match caller.actor {
        Actor::Person(person) => customers::get(tx, person).await?.customer_id == customer.customer_id,
        Actor::Staff(person, _) => customer.telegram_id == Some(person),
        Actor::Key(..) | Actor::Rule | Actor::Import => return Err(Refusal::NotAllowed.into()),
    };
    if !is_asked {
        return Err(Refusal::UnknownConsent.into());
    }
    let draft: Draft =
        serde_json::from_str(&asked.draft).map_err(|_| Error::Corrupt("a sale that waited cannot be read"))?;
    let obstacle = match invoices::quote(tx, customer.customer_id, &draft, caller.at).await {
        Err(Error::Refused(refusal)) if agrees => Some(refusal),
        Ok(_) | Err(Error::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    let state = match &obstacle {
        _ if !agrees => ConsentState::Declined,
        None => ConsentState::Given,
        Some(_) => ConsentState::Failed,
    };
    if !consents::end(tx, consent, state, caller.at).await? {
        return Err(Refusal::ConsentEnded(ended(&asked, tx.expired_by(caller.at))).into());
    }
    let seller = asked.asked_by.staff_id().ok_or(Refusal::NotAllowed)?;
    if !agrees {
        return Ok(Answer::Declined { seller });
    }
    if let Some(refusal) = obstacle {
        return Ok(Answer::Failed { seller, refusal });
    }
    let role = staff::role(tx, owners, seller).await?.ok_or(Refusal::NotAllowed)?;
    let sale = Caller::staff(seller, role, caller.at).operation(asked.sale_operation);
    let agreement = Agreement::Tap(asked.points_minor);
    let issued = invoices::issue_agreed(tx, &sale, chance, customer.customer_id, &draft, agreement).await?;
    Ok(Answer::Sold { draft, issued, seller })
}

/// Ends the requests that were not answered in time, and returns them for notices to the staff who asked.
///
/// # Errors
/// The database's.
pub async fn expire_requests(tx: &mut Tx, at: Timestamp) -> Result<Vec<Asked>> {
    Ok(consents::expire(tx, at).await?)
}

/// Has a request expired that still waits?
///
/// # Errors
/// The database's.
pub async fn has_expired_requests(tx: &mut Tx, at: Timestamp) -> Result<bool> {
    Ok(consents::has_expired(tx, at).await?)
}

/// The state of a request that can no longer be answered.
fn ended(asked: &Asked, expired_by: Timestamp) -> ConsentState {
    match asked.state {
        ConsentState::Waiting if asked.expires_at <= expired_by => ConsentState::Expired,
        state => state,
    }
}

//! A request for the customer's consent, from the moment when they are asked.

use chrono::Duration;

use super::{
    super::{
        Error, Operation, Refusal, Result, customers,
        invoices::{self, Quote},
        operations::{self, Begun},
    },
    spend::Spend,
};
use crate::{
    clock::Timestamp,
    domain::{ConsentId, ConsentState, CustomerId, Draft, Money, OperationId, Permission, Redemption, Verb},
    storage::{
        Tx,
        consents::{self, Asked},
        customers::Customer,
    },
};

/// How long a request waits for an answer.
pub const ANSWER_TIME: Duration = Duration::minutes(3);

/// A request for consent to a sale, to be sent to a customer.
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

/// The spend of a customer that waits for their consent.
///
/// # Errors
/// The database's.
pub async fn waiting_for(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Option<Asked>> {
    Ok(consents::waiting_for(tx, customer, at).await?)
}

/// Asks a customer to agree to the points that a sale spends. Their consent makes the sale, under the operation id `sale`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::CannotAsk`] where the customer has no Telegram or blocked the bot,
/// [`Refusal::SaleWaits`], those of [`invoices::quote`], [`Refusal::NothingToDo`] where the sale spends no points; the
/// database's.
pub async fn ask(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    draft: &Draft,
    sale: &OperationId,
) -> Result<Question> {
    operation.require(Permission::IssueInvoice)?;
    operation.caller.staff_id()?;
    let under_way =
        match operations::begin::<Question>(tx, operation, Verb::AskConsent, &(customer, draft, sale)).await? {
            Begun::Before(question) => return Ok(Question { repeated: true, ..question }),
            Begun::Now(under_way) => under_way,
        };
    let customer = askable(tx, customer, operation.at()).await?.customer_id;
    let quote = invoices::quote(tx, customer, draft, operation.at()).await?;
    let wallet = quote.redeemed_from.ok_or(Refusal::NothingToDo)?;
    // "All" becomes a number: the customer agrees to exactly these points.
    let draft = Draft { redemption: Some(Redemption { wallet, points: Some(quote.redeemed) }), ..draft.clone() };
    let consent_id = put(tx, operation, customer, &Spend::Sale(draft), quote.redeemed, sale).await?;
    let details = serde_json::json!({ "consent": consent_id, "points_minor": quote.redeemed, "wallet": wallet });
    let question = Question { consent_id, quote, repeated: false };
    under_way.finish(tx, Some(customer), &details, question).await
}

/// A customer who can be asked now, with a lock on the card: of two who ask in the same moment the second one waits here.
pub(super) async fn askable(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Customer> {
    let customer = customers::get_for_update(tx, customer).await?;
    if customers::reachable(&customer).is_none() {
        return Err(Refusal::CannotAsk.into());
    }
    if waiting_for(tx, customer.customer_id, at).await?.is_some() {
        return Err(Refusal::SaleWaits.into());
    }
    Ok(customer)
}

/// Notes a request, which waits from now on.
pub(super) async fn put(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    spend: &Spend,
    points: Money,
    spend_operation: &OperationId,
) -> Result<ConsentId> {
    let asked = Asked {
        consent_id: ConsentId(0),
        customer_id: customer,
        points_minor: points,
        spend: serde_json::to_string(spend).map_err(|_| Error::Corrupt("a spend cannot be written as JSON"))?,
        spend_operation: spend_operation.clone(),
        asked_by: operation.caller.actor.reference(),
        state: ConsentState::Waiting,
        expires_at: operation.at() + ANSWER_TIME,
    };
    Ok(consents::insert(tx, &asked, operation.at()).await?)
}

/// The state of a request, of which the time may be over.
pub(super) fn state(asked: &Asked, expired_by: Timestamp) -> ConsentState {
    match asked.state {
        ConsentState::Waiting if asked.expires_at <= expired_by => ConsentState::Expired,
        state => state,
    }
}

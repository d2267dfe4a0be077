//! A spend for which the customer has shown no card code waits three minutes for the customer's consent. Their tap completes
//! the sale, and the member of the staff who asked is its seller. So does their card code, and staff may cancel it. For each
//! customer one sale waits at a time.

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
        Actor, ActorRef, CardCode, ConsentId, ConsentState, CustomerId, Draft, OperationId, Permission, Redemption,
        TelegramId, Verb,
    },
    storage::{Tx, consents},
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

/// A sale that waited and is made.
#[derive(Clone, Debug)]
pub struct Sold {
    /// The buyer.
    pub customer: CustomerId,
    /// The goods of the sale.
    pub draft: Draft,
    /// The invoice.
    pub issued: Issued,
    /// The member of the staff who asked.
    pub seller: TelegramId,
}

/// The result of an answer. The seller is `None` where they are no longer staff.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The customer agreed: the sale is made.
    Sold(Box<Sold>),
    /// The customer said no.
    Declined {
        /// The member of the staff who asked.
        seller: Option<TelegramId>,
    },
    /// The customer agreed after the sale had become impossible. Not an error, since the request has ended.
    Failed {
        /// The member of the staff who asked.
        seller: Option<TelegramId>,
        /// The refusal of the sale.
        refusal: Refusal,
    },
}

/// The sale to a customer that waits for their consent.
///
/// # Errors
/// The database's.
pub async fn waiting_for(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Option<Asked>> {
    Ok(consents::waiting_for(tx, customer, at).await?)
}

/// The last sale of a member of the staff that waits for a customer's consent.
///
/// # Errors
/// The database's.
pub async fn waiting_of(tx: &mut Tx, caller: &Caller) -> Result<Option<Asked>> {
    Ok(consents::waiting_of(tx, caller.actor.reference(), caller.at).await?)
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
    let seller = operation.caller.staff_id()?;
    let under_way =
        match operations::begin::<Question>(tx, operation, Verb::AskConsent, &(customer, draft, sale)).await? {
            Begun::Before(question) => return Ok(Question { repeated: true, ..question }),
            Begun::Now(under_way) => under_way,
        };
    // Of two who ask in the same moment the second one waits here.
    let customer = customers::get_for_update(tx, customer).await?;
    if customers::reachable(&customer).is_none() {
        return Err(Refusal::CannotAsk.into());
    }
    if waiting_for(tx, customer.customer_id, operation.at()).await?.is_some() {
        return Err(Refusal::SaleWaits.into());
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
/// were not reserved while the request waited. The tap is the customer's act: it ends the request also where the member of the
/// staff who asked may not sell any more.
///
/// # Errors
/// [`Refusal::UnknownConsent`] also where another customer was asked, [`Refusal::ConsentEnded`]; those of
/// [`invoices::issue_invoice`] where the points are spent elsewhere at the same time; the database's.
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
        Actor::Key(..) | Actor::Rule | Actor::Import | Actor::Operator => return Err(Refusal::NotAllowed.into()),
    };
    if !is_asked {
        return Err(Refusal::UnknownConsent.into());
    }
    let draft = draft_of(&asked)?;
    let seller = asked.asked_by.staff_id().ok_or(Refusal::NotAllowed)?;
    let role = staff::role(tx, owners, seller).await?.filter(|role| role.allows(Permission::IssueInvoice));
    let obstacle = match invoices::quote(tx, customer.customer_id, &draft, caller.at).await {
        _ if role.is_none() => Some(Refusal::SellerLeft),
        Err(Error::Refused(refusal)) => Some(refusal),
        Ok(_) => None,
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
    let told = role.map(|_| seller);
    if !agrees {
        return Ok(Answer::Declined { seller: told });
    }
    let role = match (role, obstacle) {
        (Some(role), None) => role,
        (None, None) => return Err(Refusal::NotAllowed.into()),
        (_, Some(refusal)) => return Ok(Answer::Failed { seller: told, refusal }),
    };
    let sale = Caller::staff(seller, role, caller.at).operation(asked.sale_operation);
    let agreement = Agreement::Tap(asked.points_minor);
    let issued = invoices::issue_agreed(tx, &sale, chance, customer.customer_id, &draft, agreement).await?;
    Ok(Answer::Sold(Box::new(Sold { customer: customer.customer_id, draft, issued, seller })))
}

/// A member of the staff completes a sale that waits, with the card code that the customer shows. `None` where it does not wait
/// any more.
///
/// # Errors
/// [`Refusal::NotAllowed`], those of [`invoices::issue_agreed`]; the database's.
pub async fn complete(
    tx: &mut Tx,
    caller: &Caller,
    chance: &dyn Chance,
    consent: ConsentId,
    code: CardCode,
) -> Result<Option<Sold>> {
    caller.require(Permission::IssueInvoice)?;
    let asked = consents::by_id(tx, consent).await?.ok_or(Refusal::UnknownConsent)?;
    let seller = asked.asked_by.staff_id().ok_or(Refusal::NotAllowed)?;
    if !consents::end(tx, consent, ConsentState::Given, caller.at).await? {
        return Ok(None);
    }
    let draft = draft_of(&asked)?;
    let sale = caller.operation(asked.sale_operation);
    let agreement = Agreement::CardCode(code);
    let issued = invoices::issue_agreed(tx, &sale, chance, asked.customer_id, &draft, agreement).await?;
    Ok(Some(Sold { customer: asked.customer_id, draft, issued, seller }))
}

/// A member of the staff cancels a sale that waits; `None` where it does not wait any more.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownConsent`]; the database's.
pub async fn cancel(tx: &mut Tx, operation: &Operation, consent: ConsentId) -> Result<Option<Asked>> {
    operation.require(Permission::IssueInvoice)?;
    let asked = consents::by_id(tx, consent).await?.ok_or(Refusal::UnknownConsent)?;
    let under_way = match operations::begin::<()>(tx, operation, Verb::CancelSale, &consent).await? {
        Begun::Before(()) => return Ok(None),
        Begun::Now(under_way) => under_way,
    };
    if !consents::end(tx, consent, ConsentState::Cancelled, operation.at()).await? {
        under_way.finish_unchanged(tx, ()).await?;
        return Ok(None);
    }
    let details = serde_json::json!({ "consent": consent, "points_minor": asked.points_minor, "wallet": asked.wallet });
    under_way.finish(tx, Some(asked.customer_id), &details, ()).await?;
    Ok(Some(asked))
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

/// The member of the staff who asked; `None` where they may sell no more, and are to be told nothing of customers.
///
/// # Errors
/// The database's.
pub async fn seller(tx: &mut Tx, owners: &[TelegramId], asked: &Asked) -> Result<Option<TelegramId>> {
    let Some(seller) = asked.asked_by.staff_id() else { return Ok(None) };
    let role = staff::role(tx, owners, seller).await?;
    Ok(role.filter(|role| role.allows(Permission::IssueInvoice)).map(|_| seller))
}

/// The goods of a sale that waits.
///
/// # Errors
/// [`Error::Corrupt`] where they cannot be read.
pub fn draft_of(asked: &Asked) -> Result<Draft> {
    serde_json::from_str(&asked.draft).map_err(|_| Error::Corrupt("a sale that waited cannot be read"))
}

/// The state of a request that can no longer be answered.
fn ended(asked: &Asked, expired_by: Timestamp) -> ConsentState {
    match asked.state {
        ConsentState::Waiting if asked.expires_at <= expired_by => ConsentState::Expired,
        state => state,
    }
}

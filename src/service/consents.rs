//! A spend for which the customer has shown no card code waits three minutes for the customer's consent: a sale of the staff, or a
//! write-off of a till. Their tap completes it, in the name of the actor who asked. So does their card code, and staff may cancel
//! it. For each customer one spend waits at a time.

mod asker;
mod complete;
mod request;
mod spend;
mod till;

pub use self::{
    complete::complete,
    request::{ANSWER_TIME, Question, ask, waiting_for},
    spend::{Made, Sold, Spend},
    till::{Outcome, WriteOffRequest, WriteOffState, write_off, write_off_state},
};
use super::{
    Caller, Operation, Refusal, Result, customers,
    invoices::Agreement,
    operations::{self, Begun},
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{Actor, ConsentId, ConsentState, Permission, TelegramId, Verb},
    storage::{Tx, consents},
};

pub use crate::storage::{consents::Asked, customers::Customer};

/// The result of an answer. The seller is `None` where they are no longer staff, or a till asked.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The customer agreed: the spend is made.
    Made(Made),
    /// The customer said no.
    Declined {
        /// The member of the staff who asked.
        seller: Option<TelegramId>,
    },
    /// The customer agreed after the spend had become impossible. Not an error, since the request has ended.
    Failed {
        /// The member of the staff who asked.
        seller: Option<TelegramId>,
        /// The refusal of the spend.
        refusal: Refusal,
    },
}

/// The last sale of a member of the staff that waits for a customer's consent.
///
/// # Errors
/// The database's.
pub async fn waiting_of(tx: &mut Tx, caller: &Caller) -> Result<Option<Asked>> {
    Ok(consents::waiting_of(tx, caller.actor.reference(), caller.at).await?)
}

/// A customer answers. Where they agree, the spend is made with exactly the points that were asked for, or not at all. The points
/// were not reserved while the request waited. The tap is the customer's act: it ends the request also where the actor who asked
/// may not sell any more.
///
/// # Errors
/// [`Refusal::UnknownConsent`] also where another customer was asked, [`Refusal::ConsentEnded`]; the database's.
pub async fn answer(
    tx: &mut Tx,
    caller: &Caller,
    chance: &dyn Chance,
    owners: &[TelegramId],
    consent: ConsentId,
    agrees: bool,
) -> Result<Answer> {
    let asked = consents::by_id(tx, consent).await?.ok_or(Refusal::UnknownConsent)?;
    // With the card locked, what is possible now stays possible until it is done.
    let customer = customers::get_for_update(tx, asked.customer_id).await?;
    let is_asked = match caller.actor {
        Actor::Person(person) => customers::get(tx, person).await?.customer_id == customer.customer_id,
        Actor::Staff(person, _) => customer.telegram_id == Some(person),
        Actor::Key(..) | Actor::Rule | Actor::Import | Actor::Operator => return Err(Refusal::NotAllowed.into()),
    };
    if !is_asked {
        return Err(Refusal::UnknownConsent.into());
    }
    let spend = Spend::of(&asked)?;
    let asker = asker::now(tx, owners, &asked, caller.at).await?;
    let seller = spend.told(&asked).filter(|_| asker.is_some());
    let able = match asker {
        None => Err(Refusal::SellerLeft),
        Some(asker) => spend.check(tx, customer.customer_id, caller.at).await?.map(|()| asker),
    };
    let state = match &able {
        _ if !agrees => ConsentState::Declined,
        Ok(_) => ConsentState::Given,
        Err(_) => ConsentState::Failed,
    };
    if !consents::end(tx, consent, state, caller.at).await? {
        return Err(Refusal::ConsentEnded(request::state(&asked, tx.expired_by(caller.at))).into());
    }
    match able {
        _ if !agrees => Ok(Answer::Declined { seller }),
        Ok(asker) => {
            let agreement = Agreement::Tap(asked.points_minor);
            Ok(Answer::Made(spend.make(tx, &asker, chance, &asked, agreement).await?))
        }
        Err(refusal) => Ok(Answer::Failed { seller, refusal }),
    }
}

/// A member of the staff cancels a spend that waits; `None` where it does not wait any more.
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
    let details = serde_json::json!({ "consent": consent, "points_minor": asked.points_minor });
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

/// The member of the staff who asked and is to be told how it ended; `None` where they may sell no more, and are to be told nothing
/// of customers, and where a till asked, which asks itself.
///
/// # Errors
/// The database's.
pub async fn seller(tx: &mut Tx, owners: &[TelegramId], asked: &Asked, at: Timestamp) -> Result<Option<TelegramId>> {
    let seller = Spend::of(asked)?.told(asked);
    Ok(match asker::now(tx, owners, asked, at).await? {
        Some(_) => seller,
        None => None,
    })
}

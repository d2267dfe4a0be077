//! A till writes points and money off, and waits for the customer's consent where that is needed.

use super::{
    super::{
        Caller, Operation, Refusal, Result, customers,
        invoices::{self, Agreement},
        operations::{self, Begun},
        write_offs::{self, WriteOff, WrittenOff},
    },
    asker,
    complete::complete,
    request::{self, askable, put, waiting_for},
    spend::{Made, Spend},
};
use crate::{
    clock::Chance,
    domain::{CardCode, ConsentId, ConsentState, CustomerId, EntryId, OperationId, Permission, Verb},
    storage::{
        Tx,
        consents::{self, Asked},
    },
};

/// What became of a till's write-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is made.
    Done(WrittenOff),
    /// It waits for the customer, who is to be asked.
    Waits(WriteOffRequest),
}

/// A request for consent to a write-off, to be sent to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteOffRequest {
    /// The id of the request.
    pub consent_id: ConsentId,
    /// This is the result of an earlier call with the same operation id; the customer has been asked.
    pub repeated: bool,
}

/// What has become of a write-off that waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteOffState {
    /// The state of the request.
    pub state: ConsentState,
    /// The entries of the write-off, once it is made.
    pub entries: Vec<EntryId>,
}

/// A till writes off, or asks the customer first: where it may wait, the shop asks for consent and no code of the card is shown. A
/// code completes the same write-off of this client that waits; another spend of the customer that waits is to be finished first.
///
/// # Errors
/// Those of [`write_offs::write_off`]; [`Refusal::SaleWaits`], [`Refusal::CannotAsk`]; the database's.
pub async fn write_off(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    customer: CustomerId,
    wanted: &WriteOff,
    agreement: &Agreement,
    may_wait: bool,
) -> Result<Outcome> {
    operation.require(Permission::IssueInvoice)?;
    // With the card locked, what waits for its customer and what they have spent stay as they are.
    let card = customers::get_for_update(tx, customer).await?.customer_id;
    match agreement {
        Agreement::CardCode(code) => {
            if let Some(asked) = waiting_for(tx, card, operation.at()).await? {
                return finish(tx, &operation.caller, chance, &asked, wanted, code.clone()).await;
            }
        }
        Agreement::Named if may_wait && invoices::needs_consent(tx, card, wanted.points, operation.at()).await? => {
            return ask(tx, operation, customer, wanted).await.map(Outcome::Waits);
        }
        Agreement::Named | Agreement::Waived | Agreement::Tap(_) => {}
    }
    write_offs::write_off(tx, operation, customer, wanted, agreement).await.map(Outcome::Done)
}

/// What has become of a write-off that waited; `None` where there is none of this id for this customer.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownCustomer`]; the database's.
pub async fn write_off_state(
    tx: &mut Tx,
    caller: &Caller,
    customer: CustomerId,
    consent: ConsentId,
) -> Result<Option<WriteOffState>> {
    caller.require(Permission::IssueInvoice)?;
    let customer = customers::get(tx, customer).await?.customer_id;
    let Some(asked) = consents::by_id(tx, consent).await? else { return Ok(None) };
    let Spend::WriteOff(wanted) = Spend::of(&asked)? else { return Ok(None) };
    if customers::get(tx, asked.customer_id).await?.customer_id != customer {
        return Ok(None);
    }
    let state = request::state(&asked, tx.expired_by(caller.at));
    let operation = caller.operation(asked.spend_operation);
    let done = write_offs::written_off_before(tx, &operation, asked.customer_id, &wanted).await?;
    Ok(Some(WriteOffState { state, entries: done.map(|done| done.entries).unwrap_or_default() }))
}

/// Completes the same write-off that waits.
async fn finish(
    tx: &mut Tx,
    caller: &Caller,
    chance: &dyn Chance,
    asked: &Asked,
    wanted: &WriteOff,
    code: CardCode,
) -> Result<Outcome> {
    let is_same = Spend::of(asked)? == Spend::WriteOff(wanted.clone());
    if !is_same || !asker::is_same(tx, asked.asked_by, caller.actor.reference()).await? {
        return Err(Refusal::SaleWaits.into());
    }
    match complete(tx, caller, chance, asked.consent_id, code).await? {
        Some(Made::WriteOff(done)) => Ok(Outcome::Done(done)),
        Some(Made::Sale(_)) | None => Err(Refusal::SaleWaits.into()),
    }
}

async fn ask(tx: &mut Tx, operation: &Operation, customer: CustomerId, wanted: &WriteOff) -> Result<WriteOffRequest> {
    let under_way = match operations::begin(tx, operation, Verb::AskConsent, &(customer, wanted)).await? {
        Begun::Before(consent_id) => return Ok(WriteOffRequest { consent_id, repeated: true }),
        Begun::Now(under_way) => under_way,
    };
    write_offs::check(tx, customer, wanted, operation.at()).await?;
    let customer = askable(tx, customer, operation.at()).await?.customer_id;
    let spend = Spend::WriteOff(wanted.clone());
    let spend_operation = OperationId::agreed(&operation.id);
    let consent_id = put(tx, operation, customer, &spend, wanted.points, &spend_operation).await?;
    let WriteOff { points, money, coupons } = wanted;
    let details =
        serde_json::json!({ "consent": consent_id, "points_minor": points, "money_minor": money, "coupons": coupons });
    let consent_id = under_way.finish(tx, Some(customer), &details, consent_id).await?;
    Ok(WriteOffRequest { consent_id, repeated: false })
}

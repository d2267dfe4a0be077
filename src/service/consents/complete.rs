//! The digits of the customer's card complete a spend that waits.

use super::{
    super::{Caller, Refusal, Result, customers, invoices::Agreement},
    spend::{Made, Spend},
};
use crate::{
    clock::Chance,
    domain::{CardCode, ConsentId, ConsentState, Permission},
    storage::{Tx, consents},
};

/// Completes a spend that waits, in the name of the caller, with the card code that the customer shows. `None` where it does not
/// wait any more.
///
/// # Errors
/// [`Refusal::NotAllowed`], those of the spend; the database's.
pub async fn complete(
    tx: &mut Tx,
    caller: &Caller,
    chance: &dyn Chance,
    consent: ConsentId,
    code: CardCode,
) -> Result<Option<Made>> {
    caller.require(Permission::IssueInvoice)?;
    let asked = consents::by_id(tx, consent).await?.ok_or(Refusal::UnknownConsent)?;
    // The card before the request, as the customer's tap takes them.
    customers::get_for_update(tx, asked.customer_id).await?;
    if !consents::end(tx, consent, ConsentState::Given, caller.at).await? {
        return Ok(None);
    }
    Spend::of(&asked)?.make(tx, caller, chance, &asked, Agreement::CardCode(code)).await.map(Some)
}

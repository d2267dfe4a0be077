//! The customer's answer to a request for consent to a spend.

use std::sync::Arc;

use crate::{
    bot::context::Context,
    domain::{ConsentId, ConsentState},
    messages::{receipt::Sale, refusal, reply::Reply, write_off},
    notices,
    service::{
        Error, Refusal, Result,
        consents::{self, Answer, Made},
        ledger,
    },
    texts::{Points, consent as texts},
};

/// Takes the answer, and tells the member of the staff who asked.
pub(crate) async fn answer(cx: &mut Context, consent: ConsentId, agrees: bool) -> Result<()> {
    let shop = Arc::clone(&cx.shop);
    let caller = cx.caller();
    let chance = shop.chance.as_ref();
    let answer = match consents::answer(&mut cx.tx, &caller, chance, &shop.owners, consent, agrees).await {
        // Nothing was written. A second tap changes nothing, and the answer to the first one stays as it is.
        Err(Error::Refused(refusal @ Refusal::ConsentEnded(state))) => {
            let text = refusal::text(cx.language, shop.format, &refusal);
            if matches!(state, ConsentState::Given | ConsentState::Declined) {
                cx.alert(text.to_plain());
                return Ok(());
            }
            return cx.show(Reply::text(text)).await;
        }
        answer => answer?,
    };
    match answer {
        Answer::Made(Made::WriteOff(done)) => {
            let left = ledger::balances(&mut cx.tx, done.customer, cx.now).await?;
            cx.show(write_off::written_off(cx.language, shop.format, done.points, done.money, &left)).await
        }
        Answer::Made(Made::Sale(sold)) => {
            cx.show(Reply::text(texts::agreed(cx.language, Points(sold.issued.quote.redeemed)))).await?;
            let sale = Sale::read(&mut cx.tx, sold.customer, &sold.draft, &sold.issued, cx.now).await?;
            notices::sale::completed(&mut cx.tx, cx.now, shop.format, &sale, sold.seller).await
        }
        Answer::Failed { seller, refusal } => {
            cx.show(Reply::text(refusal::text(cx.language, shop.format, &refusal))).await?;
            let Some(seller) = seller else { return Ok(()) };
            notices::consent::failed(&mut cx.tx, cx.now, shop.format, seller, &cx.customer, &refusal).await
        }
        Answer::Declined { seller } => {
            cx.show(Reply::text(texts::declined(cx.language))).await?;
            let Some(seller) = seller else { return Ok(()) };
            notices::consent::declined(&mut cx.tx, cx.now, seller, &cx.customer).await
        }
    }
}

//! Agreeing to a spend that a member of the staff asks for, or not.

use std::sync::Arc;

use crate::{
    bot::{context::Context, refusal, staff},
    domain::ConsentId,
    messages::reply::Reply,
    service::{
        Result,
        consents::{self, Answer},
    },
    texts::{Html, Points, consent as texts, format},
};

/// The customer answered.
pub(super) async fn answer(cx: &mut Context, consent: ConsentId, agrees: bool) -> Result<()> {
    let shop = Arc::clone(&cx.shop);
    let call = cx.call("");
    let chance = shop.chance.as_ref();
    match consents::answer(&mut cx.tx, &call, chance, &shop.owners, consent, agrees).await? {
        Answer::Sold { draft, issued, seller } => {
            cx.show(Reply::text(texts::agreed(cx.language, Points(issued.quote.redeemed)))).await?;
            staff::invoice::tell_of_tap(cx, seller, &draft, &issued).await
        }
        Answer::Failed { seller, refusal } => {
            cx.show(Reply::text(refusal::text(cx, &refusal))).await?;
            let name = format::shortened(&cx.customer.name(), super::MAX_NAME);
            let why = |language| refusal::text_in(language, &shop, &refusal);
            let failed = |language| Html::paragraphs([texts::failed(language, &name), why(language)]);
            cx.notify_person(seller, |language| Reply::text(failed(language))).await
        }
        Answer::Declined { seller } => {
            cx.show(Reply::text(texts::declined(cx.language))).await?;
            let name = format::shortened(&cx.customer.name(), super::MAX_NAME);
            cx.notify_person(seller, |language| Reply::text(texts::not_agreed(language, &name))).await
        }
    }
}

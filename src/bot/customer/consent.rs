//! Agreeing to a spend that a member of the staff asks for, or not.

use crate::{
    bot::{context::Context, reply::Reply, staff},
    domain::ConsentId,
    service::{
        Result,
        consents::{self, Answer},
        customers,
    },
    texts::{Points, consent as texts, format},
};

/// The customer answered.
pub(super) async fn answer(cx: &mut Context<'_>, consent: ConsentId, agrees: bool) -> Result<()> {
    let around = cx.around;
    let call = cx.call("");
    let chance = around.chance.as_ref();
    match consents::answer(&mut cx.tx, &call, chance, &around.owners, consent, agrees).await? {
        Answer::Sold { draft, issued, seller } => {
            cx.show(Reply::text(texts::agreed(cx.language, Points(issued.quote.redeemed)))).await?;
            staff::invoice::tell_of_tap(cx, seller, &draft, &issued).await
        }
        Answer::Declined { seller } => {
            cx.show(Reply::text(texts::declined(cx.language))).await?;
            let name = format::shortened(&cx.customer.name(), super::MAX_NAME);
            match customers::by_telegram_id(&mut cx.tx, seller).await? {
                Some(seller) => cx.notify(&seller, |language| Reply::text(texts::not_agreed(language, &name))).await,
                None => Ok(()),
            }
        }
    }
}

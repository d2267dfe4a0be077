//! The person's own phone number, shared with a key of the keyboard: only then does Telegram confirm whose number it is.

use crate::{
    bot::{context::Context, dialogue::CustomerDialogue, refusal},
    domain::{Language, OperationId, Phone},
    messages::{outgoing::KeyboardButton, reply::Reply},
    notices,
    service::{
        Error, Refusal, Result,
        customers::{self, ClaimOutcome},
        ledger,
    },
    texts::{Html, Points, common, phone},
};

/// Shows the key that shares the number.
pub(crate) async fn ask(cx: &mut Context) -> Result<()> {
    cx.enter(CustomerDialogue::OwnPhone);
    cx.say(with_key(cx.language, phone::ask(cx.language))).await
}

/// The person typed a text instead, which may be the number.
pub(super) async fn remind(cx: &mut Context, text: &str) -> Result<()> {
    cx.enter(CustomerDialogue::OwnPhone);
    let is_number = !cx.shop.phones.typed(text).is_empty();
    let text = if is_number { phone::typed(cx.language) } else { phone::ask(cx.language) };
    cx.say(with_key(cx.language, text)).await
}

/// A contact was shared. A card that waited for the number becomes the person's.
pub(super) async fn shared(cx: &mut Context, number: &str, is_own: bool) -> Result<()> {
    if !is_own {
        cx.enter(CustomerDialogue::OwnPhone);
        return cx.say(with_key(cx.language, phone::not_own(cx.language))).await;
    }
    cx.leave();
    let text = match cx.shop.phones.shared(number) {
        Ok(number) if cx.shop.phones.takes(&number) => claim(cx, &number).await?,
        Ok(number) => phone::foreign(cx.language, &cx.shop.phones.foreign(number.as_str()).unwrap_or_default()),
        Err(_) => phone::unreadable(cx.language),
    };
    let keys = cx.menu_keys().await?;
    cx.say(Reply::text(text).keys(keys, None)).await
}

async fn claim(cx: &mut Context, number: &Phone) -> Result<Html> {
    let operation = cx.operation(OperationId::chat(cx.nonce()));
    let claim = match customers::claim_phone(&mut cx.tx, &operation, &cx.customer, number).await {
        Ok(claim) => claim,
        // Both are refused before anything is written, so the transaction is usable, and the keyboard is restored below.
        Err(Error::Refused(why @ (Refusal::PhoneOfAnother | Refusal::BothCardsInUse))) => {
            return Ok(refusal::text(cx, &why));
        }
        Err(error) => return Err(error),
    };
    let language = cx.language;
    match &claim {
        ClaimOutcome::Noted(card) | ClaimOutcome::Known(card) | ClaimOutcome::Claimed(card, _) => {
            cx.customer = card.clone()
        }
        ClaimOutcome::Asked { .. } => {}
    }
    Ok(match claim {
        ClaimOutcome::Noted(_) => phone::noted(language, number),
        ClaimOutcome::Known(_) => phone::known(language, number),
        ClaimOutcome::Claimed(card, merged) => {
            let points = ledger::balances(&mut cx.tx, card.customer_id, cx.now).await?.all_points();
            let claimed = phone::claimed(language, card.code.as_str(), Points(points));
            notices::card_move::rewarded(&mut cx.tx, cx.now, &card, merged).await?;
            Html::paragraphs([claimed, notices::card_move::after_merge(language, merged)])
        }
        ClaimOutcome::Asked { is_new: false, .. } => phone::asked_before(language),
        ClaimOutcome::Asked { card, is_new: true } => {
            let both = (&card, &cx.customer);
            notices::card_move::ask(&mut cx.tx, cx.now, cx.shop.format, &cx.shop.owners, both, number).await?;
            phone::asked(language)
        }
    })
}

fn with_key(language: Language, text: Html) -> Reply {
    let share = KeyboardButton { label: phone::key_share(language), contact: true };
    let cancel = KeyboardButton { label: common::button_cancel(language), contact: false };
    Reply::text(text).keys(vec![vec![share], vec![cancel]], None)
}

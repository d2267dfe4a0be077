//! The card: a QR code and six digits, to show at the till. Shown digits count as consent to spend points, so a card that can
//! spend none shows no digits.

use super::standing;
use crate::{
    bot::context::Context,
    domain::Language,
    messages::{
        callback::CustomerPress,
        outgoing::Button,
        reply::{Reply, button},
    },
    service::{
        Result,
        card_codes::{self, Shown},
        ledger, shop,
    },
    texts::{Html, Points, card, format, menu},
};

/// Shows the card.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    if let Some(notice) = standing::notice(cx) {
        return show_closed(cx, notice).await;
    }
    let shown = card_codes::show(&mut cx.tx, cx.shop.chance.as_ref(), cx.customer.customer_id, cx.now).await?;
    show_with(cx, &shown).await
}

/// Shows the card with new digits in place of those that were shown before.
pub(crate) async fn renew(cx: &mut Context) -> Result<()> {
    if let Some(notice) = standing::notice(cx) {
        return show_closed(cx, notice).await;
    }
    let shown = card_codes::renew(&mut cx.tx, cx.shop.chance.as_ref(), cx.customer.customer_id, cx.now).await?;
    show_with(cx, &shown).await
}

async fn show_with(cx: &mut Context, shown: &Shown) -> Result<()> {
    let (language, customer) = (cx.language, cx.customer.customer_id);
    let points = ledger::balances(&mut cx.tx, customer, cx.now).await?.all_points();
    let qr = shop::program(&mut cx.tx).await?.card_qr.content(&cx.shop.bot_username, &shown.code);
    let until = format::time(cx.shop.format.timezone, shown.expires_at);
    let code = cx.customer.code.as_str();
    let text = card::card(language, code, Points(points), &shown.code.spaced(), &until);
    let refresh = vec![button(card::button_refresh(language), CustomerPress::NewDigits.encode())];
    cx.show(Reply::text(text).with_qr(qr).buttons(vec![refresh, ways_on(language)])).await
}

/// The code alone, below a notice.
async fn show_closed(cx: &mut Context, notice: Html) -> Result<()> {
    let points = ledger::balances(&mut cx.tx, cx.customer.customer_id, cx.now).await?.all_points();
    let text = card::closed(cx.language, cx.customer.code.as_str(), Points(points));
    let buttons = vec![ways_on(cx.language)];
    cx.show(Reply::text(Html::paragraphs([notice, text])).buttons(buttons)).await
}

fn ways_on(language: Language) -> Vec<Button> {
    vec![
        button(menu::button_balance(language), CustomerPress::Balance.encode()),
        button(menu::button_history(language), CustomerPress::History(0).encode()),
    ]
}

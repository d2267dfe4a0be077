//! The card: a QR code and six digits, to show at the till. Shown digits count as consent to spend points.

use crate::{
    bot::context::Context,
    messages::{
        callback::CustomerPress,
        reply::{Reply, button},
    },
    service::{Result, card_codes, ledger},
    texts::{Points, card, format, menu},
};

/// Shows the card. The QR code holds only the digits, so that a scanner at the till types them.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let (language, customer) = (cx.language, cx.customer.customer_id);
    let points = ledger::balances(&mut cx.tx, customer, cx.now).await?.all_points();
    let shown = card_codes::show(&mut cx.tx, cx.shop.chance.as_ref(), customer, cx.now).await?;
    let until = format::time(cx.shop.format.timezone, shown.expires_at);
    let code = cx.customer.code.as_str();
    let text = card::card(language, code, Points(points), &shown.code.spaced(), &until);
    let buttons = vec![
        vec![button(card::button_refresh(language), CustomerPress::Card.encode())],
        vec![
            button(menu::button_balance(language), CustomerPress::Balance.encode()),
            button(menu::button_history(language), CustomerPress::History(0).encode()),
        ],
    ];
    cx.show(Reply::text(text).with_qr(shown.code.as_str()).buttons(buttons)).await
}

//! The card: a QR code and the digits, to show at the till.

use super::CustomerPress;
use crate::{
    bot::{
        context::Context,
        reply::{Reply, button},
    },
    service::{Result, ledger},
    texts::{Points, card, menu},
};

/// Shows it. The QR code holds the customer's code and nothing else, so that any scanner at a till can type it.
pub(crate) async fn show(cx: &mut Context<'_>) -> Result<()> {
    let language = cx.language;
    let points = ledger::balances(&mut cx.tx, cx.customer.customer_id, cx.now).await?.all_points();
    let code = cx.customer.code.as_str();
    let reply = Reply::text(card::card(language, code, Points(points))).with_qr(code);
    let buttons = vec![vec![
        button(menu::button_balance(language), CustomerPress::Balance.encode()),
        button(menu::button_history(language), CustomerPress::History(0).encode()),
    ]];
    cx.show(reply.buttons(buttons)).await
}

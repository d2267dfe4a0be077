//! The answer of staff to a customer who asks for a card that another account has.

use crate::{
    bot::context::Context,
    domain::{CustomerId, OperationId},
    messages::{
        callback::StaffPress,
        reply::{Reply, button},
    },
    notices,
    service::{Result, customers},
    texts::{Html, Points, phone as texts, staff_find},
};

/// Moves the card.
pub(crate) async fn accept(cx: &mut Context, card: CustomerId, to: CustomerId) -> Result<()> {
    let operation = cx.operation(OperationId::chat(format_args!("move-card:{}", cx.nonce())));
    let moved = customers::move_card(&mut cx.tx, &operation, card, to).await?;
    notices::card_move::moved(&mut cx.tx, cx.now, &moved).await?;
    let code = moved.card.code.as_str();
    let open = StaffPress::Card(moved.card.customer_id).encode();
    let buttons = vec![vec![button(staff_find::button_card(cx.language), open)]];
    let taken = moved.merged.own_invitation.filter(|points| points.is_positive());
    let taken = taken.map(|points| texts::moved_own_invitation(cx.language, Points(points))).unwrap_or_default();
    let text = Html::paragraphs([texts::moved(cx.language, code), taken]);
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// Leaves the card where it is.
pub(crate) async fn refuse(cx: &mut Context, card: CustomerId, to: CustomerId) -> Result<()> {
    let operation = cx.operation(OperationId::chat(format_args!("keep-card:{}", cx.nonce())));
    let asker = customers::keep_card(&mut cx.tx, &operation, card, to).await?;
    notices::card_move::refused(&mut cx.tx, cx.now, &asker).await?;
    let card = customers::get(&mut cx.tx, card).await?;
    cx.show(Reply::text(texts::kept(cx.language, card.code.as_str()))).await
}

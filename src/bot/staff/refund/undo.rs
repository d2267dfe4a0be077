//! Undoing one's own invoice, for some minutes after it was issued. The first tap asks for a confirmation, so that an
//! accidental tap changes nothing.

use super::{finish::finish, invoice_details::InvoiceDetails, screens};
use crate::{
    bot::{context::Context, refusal},
    domain::{CustomerId, InvoiceId, OperationId, Permission},
    messages::{
        callback::StaffPress,
        outgoing::Buttons,
        receipt::{next_buttons, undo_button},
        refund::Cause,
        reply::{Reply, button},
    },
    service::{
        self, Error, Refusal, Result,
        refunds::{self, RefundQuote},
    },
    texts::{Html, staff_invoice, staff_refund as texts},
};

/// Asks for a confirmation.
pub(crate) async fn ask(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<()> {
    let caller = cx.caller();
    match refunds::quote_undo(&mut cx.tx, &caller, invoice).await {
        Ok(quote) => question(cx, &quote, None).await,
        Err(Error::Refused(reason)) => refuse(cx, customer, invoice, reason).await,
        Err(error) => Err(error),
    }
}

/// Shows what undoing does, below a note, and asks for a confirmation of exactly that.
async fn question(cx: &mut Context, quote: &RefundQuote, note: Option<Html>) -> Result<()> {
    let language = cx.language;
    let answer = |label, is_meant, shown| {
        button(label, StaffPress::UndoAnswer(quote.customer, quote.invoice_id, is_meant, shown).encode())
    };
    let buttons = vec![vec![
        answer(texts::button_undo_yes(language), true, Some(quote.digest()?)),
        answer(texts::button_undo_no(language), false, None),
    ]];
    let question = texts::undo_question(language, quote.number.as_str());
    let referrer = screens::referrer_name(cx, quote).await?;
    let reward = screens::reward(language, quote, referrer.as_deref());
    let total = InvoiceDetails::get(cx, quote.customer, quote.invoice_id).await?.invoice.total_minor;
    let effects = Html::lines([screens::sums(language, cx.shop.format, total, quote), reward]);
    let text = Html::paragraphs(note.into_iter().chain([question, effects]));
    show(cx, quote.customer, quote.invoice_id, text, buttons).await
}

/// Undoes the invoice, where `is_meant`, unless its quote has changed since it was shown; a repeated confirmation is only
/// answered that it is done.
pub(crate) async fn answer(
    cx: &mut Context,
    customer: CustomerId,
    invoice: InvoiceId,
    is_meant: bool,
    shown: Option<String>,
) -> Result<()> {
    let id = OperationId::chat(format_args!("undo:{invoice}"));
    if service::was_done(&mut cx.tx, &id).await? {
        cx.alert(staff_invoice::already_done(cx.language));
        return Ok(());
    }
    let operation = cx.operation(id);
    // Quoted first: a refusal by `undo_invoice` comes after writes, and would roll the transaction back.
    match refunds::quote_undo_for_confirmation(&mut cx.tx, &operation.caller, invoice).await {
        Ok(quote) if is_meant && shown != Some(quote.digest()?) => {
            let changed = texts::changed(cx.language);
            question(cx, &quote, Some(changed)).await
        }
        Ok(_) if is_meant => {
            let refunded = refunds::undo_invoice(&mut cx.tx, &operation, invoice).await?;
            finish(cx, &refunded.quote, Cause::Undone).await
        }
        Ok(_) => {
            let mut buttons = next_buttons(cx.language, customer);
            buttons.push(vec![undo_button(cx.language, customer, invoice)]);
            show(cx, customer, invoice, Html::default(), buttons).await
        }
        Err(Error::Refused(reason)) => refuse(cx, customer, invoice, reason).await,
        Err(error) => Err(error),
    }
}

/// Shows the refusal and the invoice, without the undo button.
async fn refuse(cx: &mut Context, customer: CustomerId, invoice: InvoiceId, reason: Refusal) -> Result<()> {
    if matches!(reason, Refusal::NotAllowed | Refusal::NotYourInvoice | Refusal::UnknownInvoice) {
        return Err(reason.into());
    }
    let language = cx.language;
    let refund = button(texts::button_refund(language), StaffPress::Refund(customer, invoice).encode());
    let can_refund = cx.may(Permission::RefundInvoice) && reason != Refusal::NothingLeft;
    let mut buttons = next_buttons(language, customer);
    buttons.insert(0, can_refund.then_some(refund).into_iter().collect());
    let note = refusal::text(cx, &reason);
    show(cx, customer, invoice, note, buttons).await
}

/// Shows the invoice with a text below it.
async fn show(cx: &mut Context, customer: CustomerId, invoice: InvoiceId, below: Html, buttons: Buttons) -> Result<()> {
    let text = InvoiceDetails::get(cx, customer, invoice).await?.text(cx.language, cx.shop.format);
    cx.show(Reply::text(Html::paragraphs([text, below])).buttons(buttons)).await
}

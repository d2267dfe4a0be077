//! The questions of a refund that is not made yet.

use super::{
    super::question::{Question, below},
    form::{RefundForm, Waits},
    invoice_details::InvoiceDetails,
    screens,
};
use crate::{
    bot::{context::Context, refusal},
    domain::{Permission, RefundScope},
    service::{
        Error, Refusal, Result,
        refunds::{self, RefundQuote},
    },
    texts::{Html, staff_refund as texts},
};

/// Asks for the first missing part, below a note; shows the preview where the form is complete.
pub(super) async fn proceed(cx: &mut Context, mut form: RefundForm, note: Option<Html>) -> Result<()> {
    cx.require(Permission::RefundInvoice)?;
    let Some((customer, invoice)) = form.invoice else {
        form.waits = Waits::Invoice;
        let text = below(note, texts::which(cx.language));
        return Question::new(cx).ask(cx, &form, text, Vec::new()).await;
    };
    let details = InvoiceDetails::get(cx, customer, invoice).await?;
    if details.invoice.left().is_zero() {
        let note = note.unwrap_or_else(|| refusal::text(cx, &Refusal::NothingLeft));
        cx.leave();
        return cx.show(screens::nothing_left(cx, &details, note)).await;
    }
    let Some(scope) = form.scope.clone() else { return ask_scope(cx, form, details, note).await };
    let caller = cx.caller();
    match refunds::quote_refund(&mut cx.tx, &caller, details.invoice.invoice_id, &scope).await {
        Ok(quote) => show_quote(cx, form, &details, quote, note).await,
        Err(Error::Refused(reason)) => {
            form.waits = match scope {
                RefundScope::Rest => Waits::Scope,
                RefundScope::Lines(_) => Waits::Lines(0),
                RefundScope::Amount(_) => Waits::Amount,
            };
            form.scope = None;
            let why = refusal::text(cx, &reason);
            ask_scope(cx, form, details, Some(Html::paragraphs(note.into_iter().chain([why])))).await
        }
        Err(error) => Err(error),
    }
}

/// Asks what is refunded: the kind of scope, the goods, or the amount.
async fn ask_scope(cx: &mut Context, mut form: RefundForm, details: InvoiceDetails, note: Option<Html>) -> Result<()> {
    // Another member of the staff may have refunded some of the chosen goods.
    form.returned.retain(|line| line.quantity <= details.left_of(line.position));
    let (language, shop) = (cx.language, cx.shop.format);
    let question = Question::new(cx);
    let (text, buttons) = match form.waits {
        Waits::Lines(page) => {
            let mut so_far = None;
            if !form.returned.is_empty() {
                let scope = RefundScope::Lines(form.returned.clone());
                let caller = cx.caller();
                let quote = refunds::quote_refund(&mut cx.tx, &caller, details.invoice.invoice_id, &scope).await?;
                so_far = Some(quote.figures.total);
            }
            let text = screens::lines_question(language, shop, &details, &form.returned, so_far);
            let buttons = screens::lines_buttons(language, &details, &form.returned, page, &question);
            (text, buttons)
        }
        Waits::Quantity(position, _) => {
            let text = screens::quantity_question(language, &details, position);
            (text, screens::quantity_buttons(language, details.left_of(position), &question))
        }
        Waits::Amount => {
            let left = shop.money(language, details.invoice.left());
            (texts::amount(language, &left), screens::amount_buttons(language, &left, &question))
        }
        Waits::Invoice | Waits::Scope | Waits::Reason | Waits::Confirmation(_) => {
            form.waits = Waits::Scope;
            let left = shop.money(language, details.invoice.left());
            let text = screens::scope_question(language, shop, &details);
            (text, screens::scope_buttons(language, &left, &question))
        }
    };
    question.ask(cx, &form, below(note, text), buttons).await
}

/// Shows the effects of the refund, and asks for the reason, or for the confirmation.
async fn show_quote(
    cx: &mut Context,
    mut form: RefundForm,
    details: &InvoiceDetails,
    quote: RefundQuote,
    note: Option<Html>,
) -> Result<()> {
    let referrer = screens::referrer_name(cx, &quote).await?;
    let language = cx.language;
    let effects = screens::effects(language, cx.shop.format, details, &quote, referrer.as_deref());
    let question = Question::new(cx);
    let (text, buttons) = match &form.reason {
        None => {
            form.waits = Waits::Reason;
            let text = Html::paragraphs([effects, texts::why(language)]);
            (text, screens::reason_buttons(language, &question))
        }
        Some(reason) => {
            form.waits = Waits::Confirmation(Box::new(quote));
            (screens::preview(language, effects, reason), screens::preview_buttons(language, &question))
        }
    };
    question.ask(cx, &form, below(note, text), buttons).await
}

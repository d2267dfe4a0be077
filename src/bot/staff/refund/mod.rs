//! Refunding an invoice: which one, what part of it, why. The refund is made when the preview is confirmed, and only if a new
//! quote equals the shown one.

mod finish;
mod form;
pub(in crate::bot) mod list;
mod invoice_details;
mod questions;
mod screens;
pub(in crate::bot) mod undo;

pub(super) use self::form::RefundForm;
use self::{
    finish::finish,
    form::{RefundStep, Waits, operation_id},
    invoice_details::InvoiceDetails,
    questions::proceed,
};
use super::{
    conversation::{Conversation, Next, not_a_contact},
    named,
};
use crate::{
    bot::{context::Context, incoming::Contact, refusal},
    domain::{
        CustomerId, InvoiceId, InvoiceNumber, Language, OperationId, Permission, Quantity, ReadyReason, RefundScope,
        ReturnedLine,
    },
    messages::{refund::Cause, reply::Reply},
    service::{
        Error, Refusal, Result,
        customers::Customer,
        invoices,
        points::MAX_REASON,
        refunds::{self, RefundQuote},
    },
    texts::{Html, format, menu, staff_invoice, staff_points, staff_refund as texts},
};

/// The longest part of a search text that is shown where nothing was found, in characters.
const SHOWN_TEXT: usize = 100;

impl Conversation for RefundForm {
    const NAME: &'static str = "refund";
    type Step = RefundStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        form::tests::examples()
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        proceed(cx, self, note).await
    }

    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        answer(cx, self, text).await?;
        Ok(Next::Answered)
    }

    async fn press(self, cx: &mut Context, step: RefundStep, nonce: &str) -> Result<Next> {
        press(cx, self, step, nonce).await
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        if self.waits != Waits::Invoice {
            return not_a_contact(cx, self).await;
        }
        cx.require(Permission::RefundInvoice)?;
        let found = named::customers_of_contact(cx, contact).await?;
        invoices_of(cx, &contact.phone, &found).await?;
        Ok(Next::Answered)
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        let is_begun = !self.returned.is_empty() || self.scope.is_some() || self.reason.is_some();
        is_begun.then(|| menu::button_refund(language))
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        named::turn_page(cx, &self, text, page).await
    }

    fn is_preview(&self) -> bool {
        matches!(self.waits, Waits::Confirmation(_))
    }

    fn pick(customer: CustomerId) -> Option<RefundStep> {
        Some(RefundStep::Pick(customer))
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

/// `/refund 965EDA32`; without the number it is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { proceed(cx, RefundForm::default(), None).await } else { read(cx, rest).await }
}

/// Begins for a known invoice.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<()> {
    proceed(cx, RefundForm { invoice: Some((customer, invoice)), ..RefundForm::default() }, None).await
}

/// Opens the invoice that a text names by number, or lists those of the customer whom it names.
async fn read(cx: &mut Context, text: &str) -> Result<()> {
    cx.require(Permission::RefundInvoice)?;
    if let Ok(number) = InvoiceNumber::parse(text) {
        let caller = cx.caller();
        if let Some(invoice) = invoices::by_number(&mut cx.tx, &caller, &number).await? {
            return begin(cx, invoice.customer_id, invoice.invoice_id).await;
        }
    }
    let found = named::customers_named(cx, text).await?;
    invoices_of(cx, text, &found).await
}

/// Lists the invoices of the customer where exactly one was found; else asks which one.
async fn invoices_of(cx: &mut Context, text: &str, found: &[Customer]) -> Result<()> {
    if let [customer] = found {
        return list::show(cx, customer.customer_id, 0).await;
    }
    let not_found = texts::unknown(cx.language, &format::shortened(text, SHOWN_TEXT));
    named::ask_again(cx, &RefundForm::default(), text, found, not_found, None).await
}

async fn answer(cx: &mut Context, mut form: RefundForm, text: &str) -> Result<()> {
    let language = cx.language;
    match form.waits {
        Waits::Invoice => return read(cx, text).await,
        Waits::Quantity(position, page) => match Quantity::parse(text) {
            Ok(quantity) if quantity.milli() > 0 => return choose(cx, form, position, quantity, page).await,
            _ => return cx.say(Reply::text(texts::bad_quantity(language))).await,
        },
        Waits::Scope | Waits::Amount => match cx.reader().amount(text) {
            Some(amount) if amount.is_positive() => {
                form.scope = Some(RefundScope::Amount(amount));
                return proceed(cx, form, None).await;
            }
            _ if form.waits == Waits::Amount => {
                return cx.say(Reply::text(staff_points::bad_amount(language))).await;
            }
            _ => {}
        },
        Waits::Reason if (1..=MAX_REASON).contains(&text.trim().chars().count()) => {
            form.reason = Some(text.trim().to_owned());
            return proceed(cx, form, None).await;
        }
        Waits::Reason => return Err(Refusal::ReasonMissing.into()),
        Waits::Lines(_) | Waits::Confirmation(_) => {}
    }
    cx.say(Reply::text(staff_invoice::press_a_button(language))).await
}

async fn press(cx: &mut Context, mut form: RefundForm, step: RefundStep, nonce: &str) -> Result<Next> {
    match (&form.waits, step) {
        (Waits::Invoice, RefundStep::Pick(customer)) => {
            list::show(cx, customer, 0).await?;
            return Ok(Next::Answered);
        }
        (Waits::Scope | Waits::Amount, RefundStep::Whole) => form.scope = Some(RefundScope::Rest),
        (Waits::Scope, RefundStep::ChooseLines) => form.waits = Waits::Lines(0),
        (Waits::Scope, RefundStep::Amount) => form.waits = Waits::Amount,
        (Waits::Lines(_), RefundStep::Page(page)) => form.waits = Waits::Lines(page),
        (Waits::Lines(page), RefundStep::Line(position)) => {
            let page = *page;
            return pick_line(cx, form, position, page).await;
        }
        (Waits::Lines(_), RefundStep::Done) if !form.returned.is_empty() => {
            form.scope = Some(RefundScope::Lines(form.returned.clone()));
        }
        (Waits::Quantity(position, page), RefundStep::Whole) => {
            let (position, page) = (*position, *page);
            let quantity = left_of(cx, &form, position).await?;
            choose(cx, form, position, quantity, page).await?;
            return Ok(Next::Answered);
        }
        (Waits::Quantity(_, page), RefundStep::ChangeScope) => form.waits = Waits::Lines(*page),
        (Waits::Lines(_) | Waits::Amount | Waits::Reason | Waits::Confirmation(_), RefundStep::ChangeScope) => {
            form.waits = Waits::Scope;
            form.scope = None;
        }
        (Waits::Reason, RefundStep::Reason(place)) => match ReadyReason::OFFERED.get(place) {
            Some(reason) => form.reason = Some(reason.kept()),
            None => return Ok(Next::Unexpected),
        },
        (Waits::Confirmation(shown), RefundStep::Confirm) => {
            let shown = shown.clone();
            confirm(cx, form, nonce, *shown).await?;
            return Ok(Next::Answered);
        }
        _ => return Ok(Next::Unexpected),
    }
    proceed(cx, form, None).await?;
    Ok(Next::Answered)
}

/// Removes a line from the choice, or adds it, and asks for the quantity where more than one is left. `Unexpected` where
/// nothing is left of it.
async fn pick_line(cx: &mut Context, mut form: RefundForm, position: usize, page: usize) -> Result<Next> {
    if form.returned.iter().any(|line| line.position == position) {
        form.returned.retain(|line| line.position != position);
        proceed(cx, form, None).await?;
        return Ok(Next::Answered);
    }
    match left_of(cx, &form, position).await? {
        left if left.milli() <= 0 => return Ok(Next::Unexpected),
        Quantity::ONE => choose(cx, form, position, Quantity::ONE, page).await?,
        _ => {
            form.waits = Waits::Quantity(position, page);
            proceed(cx, form, None).await?;
        }
    }
    Ok(Next::Answered)
}

/// Adds a quantity of a line to the returned goods; asks again where less is left of it.
async fn choose(
    cx: &mut Context,
    mut form: RefundForm,
    position: usize,
    quantity: Quantity,
    page: usize,
) -> Result<()> {
    let left = left_of(cx, &form, position).await?;
    if quantity > left {
        let note = refusal::text(cx, &Refusal::MoreThanLeftOfLine { line: position, left });
        return proceed(cx, form, Some(note)).await;
    }
    form.returned.retain(|line| line.position != position);
    form.returned.push(ReturnedLine { position, quantity });
    form.waits = Waits::Lines(page);
    proceed(cx, form, None).await
}

async fn left_of(cx: &mut Context, form: &RefundForm, position: usize) -> Result<Quantity> {
    let (customer, invoice) = form.invoice.ok_or(Refusal::UnknownInvoice)?;
    Ok(InvoiceDetails::get(cx, customer, invoice).await?.left_of(position))
}

/// Makes the refund, unless its quote has changed since the preview.
async fn confirm(cx: &mut Context, form: RefundForm, nonce: &str, shown: RefundQuote) -> Result<()> {
    let (Some(scope), Some(reason)) = (form.scope.clone(), form.reason.clone()) else {
        return proceed(cx, form, None).await;
    };
    let operation = cx.operation(operation_id(nonce));
    match refunds::quote_for_confirmation(&mut cx.tx, &operation.caller, shown.invoice_id, &scope).await {
        Ok(quote) if quote == shown => {}
        // `proceed` gets the same refusal and shows it.
        Ok(_) => return proceed(cx, form, Some(texts::changed(cx.language))).await,
        Err(Error::Refused(_)) => return proceed(cx, form, None).await,
        Err(error) => return Err(error),
    }
    let refunded = refunds::refund_invoice(&mut cx.tx, &operation, shown.invoice_id, &scope, &reason).await?;
    cx.leave();
    if refunded.repeated {
        cx.alert(staff_invoice::already_done(cx.language));
        return Ok(());
    }
    finish(cx, &refunded.quote, Cause::Reason(&reason)).await
}

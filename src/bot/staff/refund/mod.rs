//! Refunding an invoice: which one, what of it, why. Nothing happens before the preview is confirmed, and then exactly what it
//! said: what decides it is looked at once more.

mod finish;
mod form;
pub(in crate::bot) mod list;
mod opened;
mod questions;
mod screens;
pub(in crate::bot) mod undo;

pub(super) use self::form::RefundForm;
use self::{
    finish::finish,
    form::{RefundStep, Waits, operation_id},
    opened::Opened,
    questions::{REASONS, proceed},
};
use super::{
    conversation::{Conversation, Next, not_a_contact},
    named,
};
use crate::{
    bot::{context::Context, incoming::Contact, refusal},
    domain::{
        CustomerId, InvoiceId, InvoiceNumber, Money, OperationId, Permission, Quantity, RefundScope, ReturnedLine,
    },
    messages::{refund::Cause, reply::Reply},
    service::{
        Error, Refusal, Result,
        customers::Customer,
        invoices,
        points::MAX_REASON,
        refunds::{self, RefundQuote},
    },
    texts::{Html, format, staff_invoice, staff_points, staff_refund as texts},
};

/// The longest text that is repeated where nothing was found by it, in characters.
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

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

/// `/refund 965EDA32`; without the number it is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { proceed(cx, RefundForm::default(), None).await } else { read(cx, rest).await }
}

/// For an invoice that is known.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<()> {
    proceed(cx, RefundForm { invoice: Some((customer, invoice)), ..RefundForm::default() }, None).await
}

/// The invoice that a text names, or those of the customer whom it names.
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

/// The invoices of the one customer whom a text or a contact's number was found to mean, or a question which one.
async fn invoices_of(cx: &mut Context, text: &str, found: &[Customer]) -> Result<()> {
    if let [customer] = found {
        return list::show(cx, customer.customer_id, 0).await;
    }
    let nothing = texts::unknown(cx.language, &format::shortened(text, SHOWN_TEXT));
    named::ask_again(cx, &RefundForm::default(), text, found, nothing, RefundStep::Pick, None).await
}

async fn answer(cx: &mut Context, mut refunding: RefundForm, text: &str) -> Result<()> {
    let language = cx.language;
    match refunding.waits {
        Waits::Invoice => return read(cx, text).await,
        Waits::Quantity(position, page) => match Quantity::parse(text) {
            Ok(quantity) if quantity.milli() > 0 => return choose(cx, refunding, position, quantity, page).await,
            _ => return cx.say(Reply::text(texts::bad_quantity(language))).await,
        },
        Waits::Scope | Waits::Amount => match Money::parse(text) {
            Ok(amount) if amount.is_positive() => {
                refunding.scope = Some(RefundScope::Amount(amount));
                return proceed(cx, refunding, None).await;
            }
            _ if refunding.waits == Waits::Amount => {
                return cx.say(Reply::text(staff_points::bad_amount(language))).await;
            }
            _ => {}
        },
        Waits::Reason if (1..=MAX_REASON).contains(&text.trim().chars().count()) => {
            refunding.reason = Some(text.trim().to_owned());
            return proceed(cx, refunding, None).await;
        }
        Waits::Reason => return Err(Refusal::ReasonMissing.into()),
        Waits::Lines(_) | Waits::Confirmation(_) => {}
    }
    cx.say(Reply::text(staff_invoice::press_a_button(language))).await
}

async fn press(cx: &mut Context, mut refunding: RefundForm, step: RefundStep, nonce: &str) -> Result<Next> {
    match (&refunding.waits, step) {
        (Waits::Invoice, RefundStep::Pick(customer)) => {
            list::show(cx, customer, 0).await?;
            return Ok(Next::Answered);
        }
        (Waits::Scope | Waits::Amount, RefundStep::Whole) => refunding.scope = Some(RefundScope::Rest),
        (Waits::Scope, RefundStep::ChooseLines) => refunding.waits = Waits::Lines(0),
        (Waits::Scope, RefundStep::Amount) => refunding.waits = Waits::Amount,
        (Waits::Lines(_), RefundStep::Page(page)) => refunding.waits = Waits::Lines(page),
        (Waits::Lines(page), RefundStep::Line(position)) => {
            let page = *page;
            return pick_line(cx, refunding, position, page).await;
        }
        (Waits::Lines(_), RefundStep::Done) if !refunding.returned.is_empty() => {
            refunding.scope = Some(RefundScope::Lines(refunding.returned.clone()));
        }
        (Waits::Quantity(position, page), RefundStep::Whole) => {
            let (position, page) = (*position, *page);
            let quantity = left_of(cx, &refunding, position).await?;
            choose(cx, refunding, position, quantity, page).await?;
            return Ok(Next::Answered);
        }
        (Waits::Quantity(_, page), RefundStep::ChangeScope) => refunding.waits = Waits::Lines(*page),
        (Waits::Lines(_) | Waits::Amount | Waits::Reason | Waits::Confirmation(_), RefundStep::ChangeScope) => {
            refunding.waits = Waits::Scope;
            refunding.scope = None;
        }
        (Waits::Reason, RefundStep::Reason(reason)) if reason < REASONS.len() => {
            refunding.reason = Some(REASONS[reason](cx.language));
        }
        (Waits::Confirmation(shown), RefundStep::Confirm) => {
            let shown = shown.clone();
            confirm(cx, refunding, nonce, *shown).await?;
            return Ok(Next::Answered);
        }
        _ => return Ok(Next::NotMine),
    }
    proceed(cx, refunding, None).await?;
    Ok(Next::Answered)
}

/// Takes a line off that was chosen; else chooses it, and asks how much of it where it can be more than one piece. Not
/// its button where nothing is left of it.
async fn pick_line(cx: &mut Context, mut refunding: RefundForm, position: usize, page: usize) -> Result<Next> {
    if refunding.returned.iter().any(|line| line.position == position) {
        refunding.returned.retain(|line| line.position != position);
        proceed(cx, refunding, None).await?;
        return Ok(Next::Answered);
    }
    match left_of(cx, &refunding, position).await? {
        left if left.milli() <= 0 => return Ok(Next::NotMine),
        Quantity::ONE => choose(cx, refunding, position, Quantity::ONE, page).await?,
        _ => {
            refunding.waits = Waits::Quantity(position, page);
            proceed(cx, refunding, None).await?;
        }
    }
    Ok(Next::Answered)
}

/// Adds goods to those that came back; asks again where so much is not left of them.
async fn choose(
    cx: &mut Context,
    mut refunding: RefundForm,
    position: usize,
    quantity: Quantity,
    page: usize,
) -> Result<()> {
    let left = left_of(cx, &refunding, position).await?;
    if quantity > left {
        let note = refusal::text(cx, &Refusal::MoreThanLeftOfLine { line: position, left });
        return proceed(cx, refunding, Some(note)).await;
    }
    refunding.returned.retain(|line| line.position != position);
    refunding.returned.push(ReturnedLine { position, quantity });
    refunding.waits = Waits::Lines(page);
    proceed(cx, refunding, None).await
}

async fn left_of(cx: &mut Context, refunding: &RefundForm, position: usize) -> Result<Quantity> {
    let (customer, invoice) = refunding.invoice.ok_or(Refusal::UnknownInvoice)?;
    Ok(Opened::get(cx, customer, invoice).await?.left_of(position))
}

/// Does what the preview shows, unless it would come to something else by now.
async fn confirm(cx: &mut Context, refunding: RefundForm, nonce: &str, shown: RefundQuote) -> Result<()> {
    let (Some(scope), Some(reason)) = (refunding.scope.clone(), refunding.reason.clone()) else {
        return proceed(cx, refunding, None).await;
    };
    let operation = cx.operation(operation_id(nonce));
    match refunds::quote_for_confirmation(&mut cx.tx, &operation.caller, shown.invoice_id, &scope).await {
        Ok(quote) if quote == shown => {}
        // What is refused now, proceeding says.
        Ok(_) => return proceed(cx, refunding, Some(texts::changed(cx.language))).await,
        Err(Error::Refused(_)) => return proceed(cx, refunding, None).await,
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

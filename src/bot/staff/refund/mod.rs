//! Refunding an invoice: which one, what of it, why. Nothing happens before the preview is confirmed, and then exactly what it
//! said: what decides it is looked at once more.

mod screens;
pub(in crate::bot) mod undo;

use serde::{Deserialize, Serialize};

use self::screens::Opened;
use super::{StaffDialogue, find};
use crate::{
    bot::{context::Context, customer::invoices as customer_invoices, refusal},
    domain::{
        CustomerId, InvoiceId, InvoiceNumber, Language, Money, OperationId, Permission, Quantity, RefundScope,
        ReturnedLine,
    },
    messages::{
        callback::{StaffPress, Step},
        outgoing::Buttons,
        person,
        refund::{Cause, Refund, receipt},
        reply::{Reply, button},
    },
    notices,
    service::{
        Error, Refusal, Result, customers, invoices,
        points::MAX_REASON,
        refunds::{self, RefundQuote},
    },
    texts::{Html, format, staff_find, staff_invoice, staff_points, staff_refund as texts},
};

/// The longest text that is repeated where nothing was found by it, in characters.
const SHOWN_TEXT: usize = 100;

/// Reasons that need not be typed.
const REASONS: [fn(Language) -> String; 3] = [texts::button_faulty, texts::button_unsuitable, texts::button_mistake];

/// A refund in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefundForm {
    /// Of the buttons; the confirmed preview's makes the operation id.
    pub(super) nonce: String,
    invoice: Option<(CustomerId, InvoiceId)>,
    /// Goods that came back, as they are being chosen.
    returned: Vec<ReturnedLine>,
    scope: Option<RefundScope>,
    reason: Option<String>,
    waits: Waits,
}

/// What the conversation waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Waits {
    /// The number of the invoice, or whose it is.
    #[default]
    Invoice,
    /// What of it is refunded.
    Scope,
    /// Which goods came back, from this page of them.
    Lines(usize),
    /// How much of a line, which was chosen from this page.
    Quantity(usize, usize),
    /// How much of the total.
    Amount,
    /// Why.
    Reason,
    /// That what the preview says is right.
    Confirmation(Box<RefundQuote>),
}

/// The operation that confirming a preview is.
pub(super) fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("refund:{nonce}"))
}

/// `/refund 965EDA32`; without the number it is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { proceed(cx, RefundForm::default(), None).await } else { read(cx, rest).await }
}

/// For an invoice that is known.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<()> {
    proceed(cx, RefundForm { invoice: Some((customer, invoice)), ..RefundForm::default() }, None).await
}

/// A page of a customer's invoices, one of which is to be refunded.
pub(crate) async fn list(cx: &mut Context, customer: CustomerId, page: usize) -> Result<()> {
    cx.require(Permission::RefundInvoice)?;
    let language = cx.language;
    let customer = customers::get(&mut cx.tx, customer).await?;
    let id = customer.customer_id;
    let to_page = |page| StaffPress::Refunds(id, page).encode();
    let to_invoice = |invoice, _| StaffPress::Refund(id, invoice).encode();
    let (count, mut buttons) = customer_invoices::page(cx, id, page, to_page, to_invoice).await?;
    let title = staff_find::list_of(language, &person::name(&customer), customer.code.as_str());
    let text = if count == 0 { staff_find::nothing_yet(language) } else { texts::list(language) };
    buttons.push(vec![button(staff_find::button_card(language), StaffPress::Card(id).encode())]);
    cx.leave();
    cx.show(Reply::text(Html::paragraphs([title, text])).buttons(buttons)).await
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
    let found = find::customers_named(cx, text).await?;
    if let [customer] = found.as_slice() {
        return list(cx, customer.customer_id, 0).await;
    }
    let nonce = cx.nonce();
    cx.enter(StaffDialogue::Refund(RefundForm { nonce: nonce.clone(), ..RefundForm::default() }));
    let nothing = texts::unknown(cx.language, &format::shortened(text, SHOWN_TEXT));
    find::ask_again(cx, &nonce, text, &found, nothing, false).await
}

/// An answer in words.
pub(crate) async fn answer(cx: &mut Context, mut refunding: RefundForm, text: &str) -> Result<()> {
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

/// A button of the conversation; false where it belongs to another step.
pub(super) async fn step(cx: &mut Context, mut refunding: RefundForm, step: Step) -> Result<bool> {
    match (&refunding.waits, step) {
        (Waits::Invoice, Step::Pick(customer)) => {
            list(cx, customer, 0).await?;
            return Ok(true);
        }
        (Waits::Scope | Waits::Amount, Step::Whole) => refunding.scope = Some(RefundScope::Rest),
        (Waits::Scope, Step::ChangeLines) => refunding.waits = Waits::Lines(0),
        (Waits::Scope, Step::Amount) => refunding.waits = Waits::Amount,
        (Waits::Lines(_), Step::Page(page)) => refunding.waits = Waits::Lines(page),
        (Waits::Lines(page), Step::Line(position)) => {
            let page = *page;
            return pick_line(cx, refunding, position, page).await;
        }
        (Waits::Lines(_), Step::Done) if !refunding.returned.is_empty() => {
            refunding.scope = Some(RefundScope::Lines(refunding.returned.clone()));
        }
        (Waits::Quantity(position, page), Step::Whole) => {
            let (position, page) = (*position, *page);
            let quantity = left_of(cx, &refunding, position).await?;
            choose(cx, refunding, position, quantity, page).await?;
            return Ok(true);
        }
        (Waits::Quantity(_, page), Step::ChangeScope) => refunding.waits = Waits::Lines(*page),
        (Waits::Lines(_) | Waits::Amount | Waits::Reason | Waits::Confirmation(_), Step::ChangeScope) => {
            refunding.waits = Waits::Scope;
            refunding.scope = None;
        }
        (Waits::Reason, Step::Reason(reason)) if reason < REASONS.len() => {
            refunding.reason = Some(REASONS[reason](cx.language));
        }
        (Waits::Confirmation(shown), Step::Confirm) => {
            let shown = shown.clone();
            confirm(cx, refunding, *shown).await?;
            return Ok(true);
        }
        _ => return Ok(false),
    }
    proceed(cx, refunding, None).await?;
    Ok(true)
}

/// Takes a line off that was chosen; else chooses it, and asks how much of it where it can be more than one piece. False
/// where nothing is left of it.
async fn pick_line(cx: &mut Context, mut refunding: RefundForm, position: usize, page: usize) -> Result<bool> {
    if refunding.returned.iter().any(|line| line.position == position) {
        refunding.returned.retain(|line| line.position != position);
        proceed(cx, refunding, None).await?;
        return Ok(true);
    }
    match left_of(cx, &refunding, position).await? {
        left if left.milli() <= 0 => return Ok(false),
        Quantity::ONE => choose(cx, refunding, position, Quantity::ONE, page).await?,
        _ => {
            refunding.waits = Waits::Quantity(position, page);
            proceed(cx, refunding, None).await?;
        }
    }
    Ok(true)
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

/// Asks for what is missing, below a note on what has just happened; where nothing is, shows the preview.
pub(super) async fn proceed(cx: &mut Context, mut refunding: RefundForm, note: Option<Html>) -> Result<()> {
    cx.require(Permission::RefundInvoice)?;
    let Some((customer, invoice)) = refunding.invoice else {
        refunding.waits = Waits::Invoice;
        return ask(cx, refunding, note, texts::which(cx.language), |_| Vec::new()).await;
    };
    let opened = Opened::get(cx, customer, invoice).await?;
    if opened.invoice.left().is_zero() {
        let note = note.unwrap_or_else(|| refusal::text(cx, &Refusal::NothingLeft));
        cx.leave();
        return cx.show(screens::nothing_left(cx, &opened, note)).await;
    }
    let Some(scope) = refunding.scope.clone() else { return ask_scope(cx, refunding, opened, note).await };
    let caller = cx.caller();
    match refunds::quote_refund(&mut cx.tx, &caller, opened.invoice.invoice_id, &scope).await {
        Ok(quote) => show_quote(cx, refunding, &opened, quote, note).await,
        Err(Error::Refused(reason)) => {
            refunding.waits = match scope {
                RefundScope::Rest => Waits::Scope,
                RefundScope::Lines(_) => Waits::Lines(0),
                RefundScope::Amount(_) => Waits::Amount,
            };
            refunding.scope = None;
            let why = refusal::text(cx, &reason);
            ask_scope(cx, refunding, opened, Some(Html::paragraphs(note.into_iter().chain([why])))).await
        }
        Err(error) => Err(error),
    }
}

/// Asks what is refunded: in general, or which goods, or which amount.
async fn ask_scope(cx: &mut Context, mut refunding: RefundForm, opened: Opened, note: Option<Html>) -> Result<()> {
    // Somebody else may have refunded some of what was chosen.
    refunding.returned.retain(|line| line.quantity <= opened.left_of(line.position));
    let (language, shop) = (cx.language, cx.shop.format);
    match refunding.waits {
        Waits::Lines(page) => {
            let mut so_far = None;
            if !refunding.returned.is_empty() {
                let scope = RefundScope::Lines(refunding.returned.clone());
                let caller = cx.caller();
                let quote = refunds::quote_refund(&mut cx.tx, &caller, opened.invoice.invoice_id, &scope).await?;
                so_far = Some(quote.figures.total);
            }
            let question = screens::lines_question(language, shop, &opened, &refunding.returned, so_far);
            let returned = refunding.returned.clone();
            ask(cx, refunding, note, question, |nonce| {
                screens::lines_buttons(language, &opened, &returned, page, nonce)
            })
            .await
        }
        Waits::Quantity(position, _) => {
            let question = screens::quantity_question(language, &opened, position);
            let buttons = |nonce: &str| screens::quantity_buttons(language, opened.left_of(position), nonce);
            ask(cx, refunding, note, question, buttons).await
        }
        Waits::Amount => {
            let left = shop.money(language, opened.invoice.left());
            let buttons = |nonce: &str| screens::amount_buttons(language, &left, nonce);
            ask(cx, refunding, note, texts::amount(language, &left), buttons).await
        }
        Waits::Invoice | Waits::Scope | Waits::Reason | Waits::Confirmation(_) => {
            refunding.waits = Waits::Scope;
            let question = screens::scope_question(language, shop, &opened);
            let left = shop.money(language, opened.invoice.left());
            ask(cx, refunding, note, question, |nonce| screens::scope_buttons(language, &left, nonce)).await
        }
    }
}

/// Shows what the refund will do, and asks why, or whether it is right.
async fn show_quote(
    cx: &mut Context,
    mut refunding: RefundForm,
    opened: &Opened,
    quote: RefundQuote,
    note: Option<Html>,
) -> Result<()> {
    let referrer = match quote.referrer {
        Some(referrer) => Some(person::name(&customers::get(&mut cx.tx, referrer).await?)),
        None => None,
    };
    let language = cx.language;
    let will_do = screens::will_do(language, cx.shop.format, opened, &quote, referrer.as_deref());
    match refunding.reason.clone() {
        None => {
            refunding.waits = Waits::Reason;
            let question = Html::paragraphs([will_do, texts::why(language)]);
            ask(cx, refunding, note, question, |nonce| screens::reason_buttons(language, &REASONS, nonce)).await
        }
        Some(reason) => {
            refunding.waits = Waits::Confirmation(Box::new(quote));
            let question = screens::preview(language, will_do, &reason);
            ask(cx, refunding, note, question, |nonce| screens::preview_buttons(language, nonce)).await
        }
    }
}

/// Does what the preview shows, unless it would come to something else by now.
async fn confirm(cx: &mut Context, refunding: RefundForm, shown: RefundQuote) -> Result<()> {
    let (Some(scope), Some(reason)) = (refunding.scope.clone(), refunding.reason.clone()) else {
        return proceed(cx, refunding, None).await;
    };
    let operation = cx.operation(operation_id(&refunding.nonce));
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

/// Shows the receipt of a refund, and tells the customer and the referrer.
async fn finish(cx: &mut Context, quote: &RefundQuote, cause: Cause<'_>) -> Result<()> {
    let refund = Refund::read(&mut cx.tx, quote, cause, cx.now).await?;
    cx.show(receipt(cx.language, cx.shop.format, &refund)).await?;
    notices::refund::refunded(&mut cx.tx, cx.now, cx.shop.format, &refund).await
}

/// Asks a question, below the note.
async fn ask(
    cx: &mut Context,
    refunding: RefundForm,
    note: Option<Html>,
    question: Html,
    buttons: impl FnOnce(&str) -> Buttons,
) -> Result<()> {
    let question = Html::paragraphs(note.into_iter().chain([question]));
    super::ask(cx, question, buttons, |nonce| StaffDialogue::Refund(RefundForm { nonce, ..refunding })).await
}

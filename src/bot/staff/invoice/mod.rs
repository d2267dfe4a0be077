//! Selling: an invoice in one message, or step by step with buttons.
//!
//! Both ways fill the same [`InvoiceForm`]; its questions ask for the missing parts and end at the preview. The invoice is issued
//! when the preview is confirmed, and only if a new quote equals the shown one.

mod consent;
mod faults;
mod form;
mod issue;
mod questions;
mod screens;
mod unclear;
pub(in crate::bot) mod waiting;

pub(super) use self::form::InvoiceForm;
use self::{
    form::{InvoiceStep, Waits, operation_id, redeem},
    questions::{ask_amount, ask_customer, proceed},
};
use super::{
    conversation::{Conversation, Next, not_a_contact},
    named, question, register,
};
use crate::{
    bot::{context::Context, incoming::Contact, refusal},
    domain::{
        CardCode, Code, CustomerId, DraftError, Fault, Language, LineError, Money, Named, OperationId, PointsWallet,
        Quantity, Redeem, Redemption, SaleText, Unclear,
    },
    messages::reply::Reply,
    service::{
        Error, Refusal, Result,
        card_codes::{self, Lookup},
        consents,
        customers::Customer,
        invoices::{self, Quote},
    },
    texts::{Html, format, menu, staff_invoice as texts},
};

/// The longest part of a search text that is shown where no customer was found, in characters.
const SHOWN_TEXT: usize = 100;
/// The most lines of a message whose prices are compared with the codes of customers.
const MOST_COMPARED: usize = 20;

impl Conversation for InvoiceForm {
    const NAME: &'static str = "invoice";
    type Step = InvoiceStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        form::tests::examples()
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        match self.waits {
            Waits::Amount(wallet) => ask_amount(cx, self, wallet, note, false).await,
            _ => proceed(cx, self, note).await,
        }
    }

    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let takes_whole_sale = matches!(self.waits, Waits::Customer(_) | Waits::Reading | Waits::Confirmation(_));
        if takes_whole_sale && from_free_text(cx, text).await? {
            return Ok(Next::Interrupted);
        }
        answer(cx, self, text).await?;
        Ok(Next::Answered)
    }

    async fn press(self, cx: &mut Context, step: InvoiceStep, nonce: &str) -> Result<Next> {
        press(cx, self, step, nonce).await
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        if !matches!(self.waits, Waits::Customer(_)) {
            return not_a_contact(cx, self).await;
        }
        let found = named::customers_of_contact(cx, contact).await?;
        let form = Self { contact_name: register::contact_name(&contact.name), ..self };
        choose_among(cx, form, &contact.phone, &found).await?;
        Ok(Next::Answered)
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        // A message that is corrected is sent again.
        let is_begun = !self.lines.is_empty() || !self.unclear.is_empty();
        (is_begun && !self.is_faulty()).then(|| menu::button_invoice(language))
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        named::turn_page(cx, &self, text, page).await
    }

    fn pick(customer: CustomerId) -> Option<InvoiceStep> {
        Some(InvoiceStep::Pick(customer))
    }

    fn with_customer(self, customer: CustomerId) -> Self {
        Self { customer: Some(customer), ..self }
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

/// `/invoice`, with an invoice in the same message or alone.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    // Faults name lines by their numbers in the whole message, so the line of the command is counted too.
    let space = if rest.starts_with(char::is_whitespace) { "" } else { " " };
    read(cx, InvoiceForm::default(), rest, &format!("/invoice{space}{rest}")).await
}

/// Begins with the question for the customer.
pub(crate) async fn new(cx: &mut Context) -> Result<()> {
    command(cx, "").await
}

/// Begins for a known customer, who may have shown a card code. Callback data can be forged, so the code is looked up, and a
/// wrong one counts as a wrong guess.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId, shown: Option<CardCode>) -> Result<()> {
    let mut card_code = None;
    if let Some(code) = shown {
        let caller = cx.caller();
        let found = card_codes::look_up(&mut cx.tx, &caller, &code).await?;
        let is_theirs = matches!(found, Lookup::Found(owner) if owner.customer_id == customer);
        if !is_theirs {
            card_codes::note_wrong_guess(&mut cx.tx, &caller).await?;
        }
        card_code = is_theirs.then_some(code);
    }
    proceed(cx, InvoiceForm { customer: Some(customer), card_code, ..InvoiceForm::default() }, None).await
}

/// An invoice without the command: goods behind or below what names a customer. False where the text is something else.
pub(super) async fn from_free_text(cx: &mut Context, text: &str) -> Result<bool> {
    let message = cx.reader().sale(text);
    let Some(customer) = named_in(&message).cloned() else { return Ok(false) };
    let sells =
        !message.lines.is_empty() || message.unclear.iter().any(|unclear| !unclear.readings[0].lines.is_empty());
    if !sells && text.trim().lines().count() < 2 {
        return Ok(false);
    }
    let is_sale =
        cx.reader().names_by_form(&customer.by) || !named::customers_named(cx, &customer.by).await?.is_empty();
    if is_sale {
        read(cx, InvoiceForm::default(), text, text).await?;
    }
    Ok(is_sale)
}

/// The customer whom a message names, or may name.
fn named_in(message: &SaleText) -> Option<&Named> {
    let unsure = || message.unclear.first()?.readings.first()?.customer.as_ref();
    message.customer.as_ref().or_else(unsure)
}

/// Reads a message that may name the customer and list goods. `typed` is the whole message, shown for correction.
async fn read(cx: &mut Context, mut form: InvoiceForm, text: &str, typed: &str) -> Result<()> {
    let mut message = cx.reader().sale(text);
    refuse_second_customer(cx, &mut message, text).await?;
    if !message.faults.is_empty() {
        return correct(cx, form, &message, typed).await;
    }
    form.apply(&message);
    match message.customer {
        Some(customer) => {
            if named::customers_named(cx, &customer.by).await?.is_empty() && named::phone(cx, &customer.by).is_some() {
                form.name_newcomer(&customer, text, cx.reader().sum_name);
            }
            take_named(cx, form, customer).await
        }
        None => proceed(cx, form, None).await,
    }
}

/// Says what could not be read. The rest is kept where it is certain who buys, so that the line alone can be corrected.
async fn correct(cx: &mut Context, mut form: InvoiceForm, message: &SaleText, typed: &str) -> Result<()> {
    if let Some(named) = &message.customer
        && let [one] = named::customers_named(cx, &named.by).await?.as_slice()
        && unclear::is_called(one, named) != Some(false)
    {
        form.customer = Some(one.customer_id);
        form.card_code = named::card_code(&named.by, one);
        form.keep(message);
        return unclear::ask_to_correct(cx, form, &message.faults, typed).await;
    }
    cx.say(faults::screen(cx.language, &message.faults, typed)).await
}

/// "Анна 10001" below the first line is another customer, where the code is Anna's.
async fn refuse_second_customer(cx: &mut Context, message: &mut SaleText, text: &str) -> Result<()> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in message.lines.iter().filter(|line| line.quantity == Quantity::ONE).take(MOST_COMPARED) {
        let code = line.unit_price.to_decimal().normalize().to_string();
        // Digits of a card are tried with every guess counted.
        if code.parse::<Code>().is_ok() && code.parse::<CardCode>().is_err() {
            lines.push((line.name.clone(), code));
        }
    }
    for (name, code) in lines {
        let called = Named { by: code.clone(), called: Some(name.clone()) };
        let found = named::customers_named(cx, &code).await?;
        if !found.iter().any(|customer| unclear::is_called(customer, &called) == Some(true)) {
            continue;
        }
        let at = text.lines().position(|line| line.contains(&name) && line.contains(&code)).unwrap_or_default();
        let place = message.lines.iter().position(|line| line.name == name).unwrap_or_default();
        message.lines.remove(place);
        for after in message.unclear.iter_mut().map(|unclear| &mut unclear.after).filter(|after| **after > place) {
            *after -= 1;
        }
        for after in message.faults.iter_mut().map(|fault| &mut fault.after).filter(|after| **after > place) {
            *after -= 1;
        }
        let fault = Fault { line: at + 1, text: format!("{name} {code}"), after: place, why: LineError::TwoCustomers };
        message.faults.push(fault);
    }
    Ok(())
}

/// Takes the customer of a first line; asks where the name in it is another one than the customer's.
async fn take_named(cx: &mut Context, mut form: InvoiceForm, customer: Named) -> Result<()> {
    let found = named::customers_named(cx, &customer.by).await?;
    if let [one] = found.as_slice() {
        if unclear::is_called(one, &customer) == Some(false) {
            form.unclear.insert(0, unclear::customer_in_doubt(&customer));
            return proceed(cx, form, None).await;
        }
        form.card_code = named::card_code(&customer.by, one);
    }
    choose_among(cx, form, &customer.by, &found).await
}

/// Takes the customer whom a text names; else asks which one.
async fn choose_customer(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    let found = named::customers_named(cx, text).await?;
    form.contact_name = None;
    if let [customer] = found.as_slice() {
        form.card_code = named::card_code(text, customer);
    }
    choose_among(cx, form, text, &found).await
}

/// Takes the customer where exactly one was found; else asks which one.
async fn choose_among(cx: &mut Context, mut form: InvoiceForm, text: &str, found: &[Customer]) -> Result<()> {
    if let [customer] = found {
        form.customer = Some(customer.customer_id);
        return proceed(cx, form, None).await;
    }
    let sells_nothing = form.lines.is_empty() && form.unclear.is_empty();
    let none_found = if sells_nothing || named::is_too_long(text) {
        named::none_found(cx.language, text)
    } else {
        texts::sale_customer_unknown(cx.language, &format::shortened(text, SHOWN_TEXT))
    };
    form.waits = Waits::Customer(named::phone(cx, text));
    named::ask_again(cx, &form, text, found, none_found, Some(InvoiceStep::Register)).await
}

async fn answer(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    match form.waits {
        Waits::Customer(_) => return answer_customer(cx, form, text).await,
        Waits::Reading => return answer_reading(cx, form, text).await,
        Waits::Lines => return add_lines(cx, form, text).await,
        Waits::Points => {
            let points = || cx.reader().amount(text).map(|points| redeem(PointsWallet::Main, Some(points)));
            form.redemption = cx.reader().lines(text).redemption.or_else(points);
            if form.redemption.is_some() {
                return proceed(cx, form, None).await;
            }
        }
        Waits::Amount(wallet) => {
            let typed = || match cx.reader().lines(text).redemption {
                Some(Redeem::Points(Redemption { wallet: of, points })) if of == wallet => points,
                _ => None,
            };
            if let Some(points) = cx.reader().amount(text).or_else(typed) {
                form.redemption = Some(redeem(wallet, Some(points)));
                return proceed(cx, form, None).await;
            }
            return ask_amount(cx, form, wallet, None, true).await;
        }
        Waits::Payment => {
            if cx.reader().lines(text).on_credit {
                form.on_credit = Some(true);
                return proceed(cx, form, None).await;
            }
        }
        Waits::OtherSale(consent) => {
            if waiting::complete_by_text(cx, &form, consent, text).await? {
                return Ok(());
            }
        }
        Waits::Confirmation(_) => {}
    }
    cx.say(Reply::text(texts::press_a_button(cx.language))).await
}

/// A text where the customer is asked for: goods, or the customer.
async fn answer_customer(cx: &mut Context, form: InvoiceForm, text: &str) -> Result<()> {
    if !named::customers_named(cx, text).await?.is_empty() {
        return choose_customer(cx, form, text).await;
    }
    let message = cx.reader().sale(text);
    let is_one_line = text.trim().lines().count() == 1;
    match named_in(&message).cloned() {
        // Asked for a customer, "Анна 10001" is one.
        Some(customer) if is_one_line && customer.called.is_some() => take_named(cx, form, customer).await,
        Some(customer) if is_one_line => choose_customer(cx, form, &customer.by).await,
        _ if form.lines.is_empty() => read(cx, form, text, text).await,
        _ => choose_customer(cx, form, text).await,
    }
}

/// A text where the reading of a line is asked for: the line, typed anew.
async fn answer_reading(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    let names_customer = |unclear: &Unclear| unclear.readings.iter().any(|reading| reading.customer.is_some());
    let is_first_line = form.unclear.first().is_some_and(names_customer);
    let message = if is_first_line { cx.reader().sale(text) } else { cx.reader().more_lines(text, &form.lines) };
    if !message.faults.is_empty() {
        return cx.say(faults::screen(cx.language, &message.faults, text)).await;
    }
    form.replace_unclear(&message);
    match message.customer {
        Some(customer) => take_named(cx, form, customer).await,
        None => proceed(cx, form, None).await,
    }
}

async fn press(cx: &mut Context, mut form: InvoiceForm, step: InvoiceStep, nonce: &str) -> Result<Next> {
    match (&form.waits, step) {
        (Waits::Customer(_), InvoiceStep::Pick(customer)) => form.customer = Some(customer),
        (Waits::Customer(phone), InvoiceStep::Register) => {
            let name = form.contact_name.clone();
            register::interrupt(cx, phone.clone(), name, question::dialogue(&form, nonce)?).await?;
            return Ok(Next::Answered);
        }
        (Waits::Reading, InvoiceStep::Read(place)) => {
            if !unclear::choose(cx, &mut form, place).await? {
                return Ok(Next::Unexpected);
            }
        }
        (Waits::Lines, InvoiceStep::Done) => form.has_all_lines = true,
        (Waits::Lines, InvoiceStep::Undo) => drop(form.lines.pop()),
        (Waits::Points | Waits::Amount(_), InvoiceStep::NoPoints) => form.redemption = Some(Redeem::Nothing),
        (Waits::Points, InvoiceStep::AllOf(wallet)) => form.redemption = Some(redeem(wallet, None)),
        (Waits::Points, InvoiceStep::SomeOf(wallet)) => {
            ask_amount(cx, form, wallet, None, false).await?;
            return Ok(Next::Answered);
        }
        (Waits::Payment | Waits::Confirmation(_), InvoiceStep::Paid) => form.on_credit = Some(false),
        (Waits::Payment | Waits::Confirmation(_), InvoiceStep::OnCredit) => form.on_credit = Some(true),
        (Waits::Confirmation(_), InvoiceStep::ChangeLines) => form.has_all_lines = false,
        (Waits::Confirmation(_), InvoiceStep::ChangePoints) => form.redemption = None,
        (Waits::Confirmation(quote), InvoiceStep::Confirm) => {
            let quote = quote.clone();
            confirm(cx, form, nonce, &quote).await?;
            return Ok(Next::Answered);
        }
        (Waits::OtherSale(consent), InvoiceStep::Finish) => {
            let (consent, code) = (*consent, form.card_code.take());
            let Some(code) = code else { return Ok(Next::Unexpected) };
            waiting::complete(cx, consent, code).await?;
            return Ok(Next::Answered);
        }
        (Waits::OtherSale(consent), InvoiceStep::Replace) => {
            let consent = *consent;
            waiting::replace(cx, form, consent).await?;
            return Ok(Next::Answered);
        }
        (Waits::OtherSale(_), InvoiceStep::Keep) => {
            waiting::keep(cx, form).await?;
            return Ok(Next::Answered);
        }
        _ => return Ok(Next::Unexpected),
    }
    proceed(cx, form, None).await?;
    Ok(Next::Answered)
}

/// Issues the invoice, unless its quote has changed since the preview.
async fn confirm(cx: &mut Context, form: InvoiceForm, nonce: &str, shown: &Quote) -> Result<()> {
    let Some(customer) = form.customer else { return ask_customer(cx, form, None).await };
    if consents::waiting_for(&mut cx.tx, customer, cx.now).await?.is_some() {
        return proceed(cx, form, None).await;
    }
    let note = match invoices::quote(&mut cx.tx, customer, &form.draft(), cx.now).await {
        Ok(quote) if quote == *shown => return consent::issue_or_ask(cx, form, nonce, customer, &quote).await,
        Ok(_) => texts::changed(cx.language),
        Err(Error::Refused(reason)) => refusal::text(cx, &reason),
        Err(error) => return Err(error),
    };
    proceed(cx, form, Some(note)).await
}

async fn add_lines(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    let mut message = cx.reader().more_lines(text, &form.lines);
    refuse_second_customer(cx, &mut message, text).await?;
    let sum = Money::saturating_sum(form.lines.iter().map(|line| line.total));
    let is_total = cx.reader().amount(text) == Some(sum) && !form.lines.is_empty();
    if is_total {
        message.faults.push(Fault { line: 1, text: text.trim().to_owned(), after: 0, why: LineError::Total });
    }
    if !message.faults.is_empty() {
        return cx.say(faults::screen(cx.language, &message.faults, text)).await;
    }
    form.add(&message);
    match form.draft().total() {
        // Free goods may be typed before the others.
        Ok(_) | Err(DraftError::Empty | DraftError::NothingToPay) => {}
        Err(error) => return Err(Refusal::BadDraft(error).into()),
    }
    proceed(cx, form, None).await
}

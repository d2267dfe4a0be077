//! A message that may hold a whole sale: with the command, with a word for a sale before it, or alone.

use super::{
    super::{named, phone_and_name},
    faults,
    form::InvoiceForm,
    questions::proceed,
    unclear, whom,
};
use crate::{
    bot::context::Context,
    domain::{CardCode, Code, Fault, LineError, Named, Quantity, SaleText, Unclear},
    service::Result,
    texts::typed_words::Typed,
};

/// The most lines of a message whose prices are compared with the codes of customers.
const MOST_COMPARED: usize = 20;

/// An invoice without the command: behind a word for a sale, or goods behind or below what names a customer. False where the
/// text is something else.
pub(in crate::bot::staff) async fn from_free_text(cx: &mut Context, text: &str) -> Result<bool> {
    if let Some(sold) = Typed::Sale.behind(text) {
        read(cx, InvoiceForm::default(), sold, text).await?;
        return Ok(true);
    }
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

/// A name that customers have, with a sum: a sale of its own, also while another one is under way. False where the text is
/// something else.
pub(super) async fn from_name_and_sum(cx: &mut Context, text: &str) -> Result<bool> {
    let message = cx.reader().sale(text);
    let mut form = InvoiceForm::default();
    form.apply(&message);
    match whom::as_person(cx, &mut form, &message).await? {
        Some(hits) => {
            whom::ask(cx, form, &hits).await?;
            Ok(true)
        }
        None => Ok(false),
    }
}

/// An invoice that names no customer, or none whom the shop has: who buys is asked for. False where the text sells nothing, and
/// for a number alone, which may be a customer's all the same.
pub(in crate::bot::staff) async fn without_customer(cx: &mut Context, text: &str) -> Result<bool> {
    let message = cx.reader().sale(text);
    let is_person = named::sum(cx, text).is_some() || !phone_and_name::split(&cx.shop.phones, text).0.is_empty();
    if is_person || !sells(&message) {
        return Ok(false);
    }
    read(cx, InvoiceForm::default(), text, text).await?;
    Ok(true)
}

/// The customer whom a message names, or may name.
pub(super) fn named_in(message: &SaleText) -> Option<&Named> {
    let unsure = || message.unclear.first()?.readings.first()?.customer.as_ref();
    message.customer.as_ref().or_else(unsure)
}

/// Does a message sell something, in any reading?
pub(super) fn sells(message: &SaleText) -> bool {
    !message.lines.is_empty() || message.unclear.iter().any(Unclear::may_sell)
}

/// Reads a message that may name the customer and list goods. `typed` is the whole message, shown for correction.
pub(super) async fn read(cx: &mut Context, mut form: InvoiceForm, text: &str, typed: &str) -> Result<()> {
    let mut message = cx.reader().sale(text);
    refuse_second_customer(cx, &mut message, text).await?;
    if !message.faults.is_empty() {
        return correct(cx, form, &message, typed).await;
    }
    form.apply(&message);
    if let Some(hits) = whom::as_person(cx, &mut form, &message).await? {
        return whom::ask(cx, form, &hits).await;
    }
    if let Some(customer) = &message.customer
        && named::phone(cx, &customer.by).is_some()
        && named::customers_named(cx, &customer.by).await?.is_empty()
    {
        form.name_newcomer(customer, text, cx.reader().sum_name);
    }
    form.named = message.customer;
    proceed(cx, form, None).await
}

/// Says what could not be read. The rest is kept, so that the line alone can be corrected.
async fn correct(cx: &mut Context, mut form: InvoiceForm, message: &SaleText, typed: &str) -> Result<()> {
    let mut is_known = false;
    if let Some(named) = &message.customer {
        match named::customers_named(cx, &named.by).await?.as_slice() {
            [one] if unclear::is_called(one, named) != Some(false) => {
                form.customer = Some(one.customer_id);
                form.card_code = named::card_code(&named.by, one);
                is_known = true;
            }
            _ => form.named = Some(named.clone()),
        }
    }
    if !is_known && !sells(message) {
        return cx.say(faults::screen(cx.language, &message.faults, typed)).await;
    }
    form.keep(message);
    unclear::ask_to_correct(cx, form, &message.faults, Some(typed)).await
}

/// "Анна 10001" below the first line is another customer, where the code is Anna's.
pub(super) async fn refuse_second_customer(cx: &mut Context, message: &mut SaleText, text: &str) -> Result<()> {
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

//! Texts that answer the questions of an invoice that is not issued yet.

use super::{
    super::{named, question},
    faults,
    form::{InvoiceForm, Waits, redeem},
    questions::{ask_amount, proceed},
    read::{named_in, read, refuse_second_customer, sells},
    unclear, waiting, whom,
};
use crate::{
    bot::context::Context,
    domain::{DraftError, Fault, LineError, Money, PointsWallet, Redeem, Redemption, Unclear},
    messages::reply::Reply,
    service::{Refusal, Result, customers::Customer},
    texts::{staff_invoice as texts, typed_words::Typed},
};

/// Takes a text as the answer to the question that is asked.
pub(super) async fn answer(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    if Typed::Cancel.is(text) {
        return question::cancel(cx).await;
    }
    let is_yes = Typed::Yes.is(text);
    let is_no = Typed::No.is(text);
    match form.waits {
        Waits::Customer(_) => return answer_customer(cx, form, text).await,
        Waits::Reading if is_yes && form.has_one_reading() => {
            unclear::choose(cx, &mut form, 0).await?;
            return proceed(cx, form, None).await;
        }
        // No line of goods: which reading is meant is still the question.
        Waits::Reading if is_yes || is_no => return unclear::ask(cx, form, None).await,
        Waits::Reading => return answer_reading(cx, form, text).await,
        Waits::Lines if is_yes || Typed::Done.is(text) => {
            form.has_all_lines = !form.lines.is_empty();
            return proceed(cx, form, None).await;
        }
        Waits::Lines => return add_lines(cx, form, text).await,
        Waits::Points => {
            let points = || cx.reader().amount(text).map(|points| redeem(PointsWallet::Main, Some(points)));
            let none = is_no.then_some(Redeem::Nothing);
            form.redemption = cx.reader().lines(text).redemption.or_else(points).or(none);
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
            let on_credit = cx.reader().lines(text).on_credit || is_no;
            if on_credit || is_yes || cx.reader().says_paid(text) {
                form.on_credit = Some(on_credit);
                return proceed(cx, form, None).await;
            }
        }
        Waits::OtherSale(consent) => {
            if waiting::complete_by_text(cx, &form, consent, text).await? {
                return Ok(());
            }
        }
        Waits::Confirmation(_) => return change_preview(cx, form, text).await,
    }
    cx.say(Reply::text(texts::press_a_button(cx.language))).await
}

/// Takes the customer where exactly one was found; else asks which one.
pub(super) async fn choose_among(
    cx: &mut Context,
    mut form: InvoiceForm,
    text: &str,
    found: Vec<Customer>,
) -> Result<()> {
    match found.as_slice() {
        [customer] => {
            form.customer = Some(customer.customer_id);
            proceed(cx, form, None).await
        }
        _ => whom::ask(cx, form, &(text.to_owned(), found)).await,
    }
}

/// Takes the customer whom a text names; else asks which one.
async fn choose_customer(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    let found = named::customers_named(cx, text).await?;
    form.contact_name = None;
    form.as_goods = if found.is_empty() { whom::as_sum(cx, text) } else { None };
    if let [customer] = found.as_slice() {
        form.card_code = named::card_code(text, customer);
    }
    choose_among(cx, form, text, found).await
}

/// A text where the customer is asked for: goods, or the customer.
async fn answer_customer(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    if !named::customers_named(cx, text).await?.is_empty() {
        return choose_customer(cx, form, text).await;
    }
    let message = cx.reader().sale(text);
    let is_one_line = text.trim().lines().count() == 1;
    // A number alone is a customer, as long as goods wait for one.
    let is_number = is_one_line && !form.lines.is_empty() && named::sum(cx, text).is_some();
    match named_in(&message).cloned() {
        Some(customer) if is_one_line && customer.called.is_some() => {
            let is_known =
                named::phone(cx, &customer.by).is_some() || !named::customers_named(cx, &customer.by).await?.is_empty();
            if !is_known && sells(&message) {
                return read(cx, form, text, text).await;
            }
            // Asked for a customer, "Анна 10001" is one.
            form.named = Some(customer);
            proceed(cx, form, None).await
        }
        Some(customer) if is_one_line => choose_customer(cx, form, &customer.by).await,
        // The sale, sent again as a whole, takes the place of what is kept of it.
        Some(_) if form.lines.iter().all(|line| message.lines.contains(line)) => {
            read(cx, InvoiceForm::default(), text, text).await
        }
        _ if form.lines.is_empty() || (sells(&message) && !is_number) => read(cx, form, text, text).await,
        _ => choose_customer(cx, form, text).await,
    }
}

/// A text where the reading of a line is asked for: the line, typed anew.
async fn answer_reading(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    let names_customer = |unclear: &Unclear| unclear.readings.iter().any(|reading| reading.customer.is_some());
    let is_first_line = form.unclear.first().is_some_and(names_customer);
    let mut message = if is_first_line { cx.reader().sale(text) } else { cx.reader().more_lines(text, &form.lines) };
    if !message.faults.is_empty() {
        return cx.say(faults::screen(cx.language, &message.faults, text)).await;
    }
    form.leave_out_kept(&mut message);
    form.replace_unclear(&message);
    if message.customer.is_some() {
        form.customer = None;
        form.named = message.customer;
    }
    proceed(cx, form, None).await
}

/// A text while the preview is shown: more goods, points to redeem, a debt.
async fn change_preview(cx: &mut Context, form: InvoiceForm, text: &str) -> Result<()> {
    let message = cx.reader().more_lines(text, &form.lines);
    let is_unread = |fault: &Fault| matches!(fault.why, LineError::NoPrice | LineError::NoName);
    let has_number = text.contains(|c: char| c.is_ascii_digit());
    // A number alone may be anything.
    let is_bare = message.lines.iter().any(|line| line.name == cx.reader().sum_name);
    if is_bare || (!has_number && message.faults.iter().any(is_unread)) {
        return cx.say(Reply::text(texts::press_a_button(cx.language))).await;
    }
    add_lines(cx, form, text).await
}

/// Adds goods, and what the text says of points and a debt. A word for the end of the list may stand below them.
async fn add_lines(cx: &mut Context, mut form: InvoiceForm, text: &str) -> Result<()> {
    let ended = text.trim_end().rsplit_once('\n').filter(|(_, last)| Typed::Done.is(last)).map(|(goods, _)| goods);
    let is_ended = ended.is_some();
    let text = ended.unwrap_or(text);
    let mut message = cx.reader().more_lines(text, &form.lines);
    refuse_second_customer(cx, &mut message, text).await?;
    let sum = Money::saturating_sum(form.lines.iter().map(|line| line.total));
    let is_total = cx.reader().amount(text) == Some(sum) && !form.lines.is_empty();
    if is_total {
        message.faults.push(Fault { line: 1, text: text.trim().to_owned(), after: 0, why: LineError::Total });
    }
    if !message.faults.is_empty() {
        if is_total || !sells(&message) {
            return cx.say(faults::screen(cx.language, &message.faults, text)).await;
        }
        form.keep_more(&message);
        return unclear::ask_to_correct(cx, form, &message.faults, None).await;
    }
    form.add(&message);
    // As the button below a sale that leaves a debt.
    if form.on_credit == Some(true) && !message.on_credit && message.unclear.is_empty() && cx.reader().says_paid(text) {
        form.on_credit = Some(false);
    }
    form.has_all_lines |= is_ended;
    match form.draft().total() {
        // Free goods may be typed before the others.
        Ok(_) | Err(DraftError::Empty | DraftError::NothingToPay) => {}
        Err(error) => return Err(Refusal::BadDraft(error).into()),
    }
    proceed(cx, form, None).await
}

//! The questions of an invoice that is not issued yet.

use super::{
    super::question::{Question, below},
    form::{InvoiceForm, InvoiceStep, Waits, redeem},
    screens, unclear, whom,
};
use crate::{
    bot::{context::Context, refusal},
    domain::{Money, PointsWallet, Redeem},
    messages::{person, reply::Reply},
    service::{
        Error, Refusal, Result,
        consents::{self, Asked, Spend},
        customers::{self, Customer},
        debts,
        invoices::{self, Quote, Redeemable},
    },
    texts::{Html, Points, common, consent, format, staff_invoice as texts},
};

/// Asks for the first missing part, below a note; shows the preview where the form is complete.
pub(super) async fn proceed(cx: &mut Context, mut form: InvoiceForm, note: Option<Html>) -> Result<()> {
    if !form.is_faulty()
        && let Some(hits) = whom::settle(cx, &mut form).await?
    {
        if let Some(note) = note {
            cx.say(Reply::text(note)).await?;
        }
        return whom::ask(cx, form, &hits).await;
    }
    if unclear::settle(cx, &mut form).await? {
        return unclear::ask(cx, form, note).await;
    }
    let Some(customer) = form.customer else { return ask_customer(cx, form, note).await };
    let customer = customers::get(&mut cx.tx, customer).await?;
    customers::require_open(&customer)?;
    if let Some(other) = consents::waiting_for(&mut cx.tx, customer.customer_id, cx.now).await? {
        return ask_of_other_sale(cx, form, &customer, &other, note).await;
    }
    if !form.has_all_lines || form.lines.is_empty() {
        return ask_lines(cx, form, &customer, note).await;
    }
    let total = match form.draft().total() {
        Ok(total) => total,
        Err(error) => {
            form.has_all_lines = false;
            let note = refusal::text(cx, &Refusal::BadDraft(error));
            return ask_lines(cx, form, &customer, Some(note)).await;
        }
    };
    let limits = invoices::redeemable(&mut cx.tx, customer.customer_id, total, cx.now).await?;
    let note = resolve_redemption(cx, &mut form, limits).await?.or(note);
    if form.redemption.is_none() {
        return ask_points(cx, form, total, limits, note).await;
    }
    let quote = invoices::quote(&mut cx.tx, customer.customer_id, &form.draft(), cx.now).await?;
    if form.on_credit.is_none() && quote.to_pay.is_positive() {
        return ask_payment(cx, form, quote.to_pay, note).await;
    }
    if let Some(available) = beyond_credit(cx, &customer, &quote).await? {
        form.on_credit = None;
        let note = refusal::text(cx, &Refusal::BeyondCredit { available });
        return ask_payment(cx, form, quote.to_pay, Some(note)).await;
    }
    preview(cx, form, &customer, quote, limits, note).await
}

/// What the customer may still owe, where a sale on credit is more than that.
async fn beyond_credit(cx: &mut Context, customer: &Customer, quote: &Quote) -> Result<Option<Money>> {
    let available = debts::available(&mut cx.tx, customer, cx.now).await?;
    Ok(available.filter(|available| quote.debt.is_positive() && quote.debt > *available))
}

/// Replaces "all" by a number, and removes a redemption that is not possible; returns the reason for that.
async fn resolve_redemption(cx: &mut Context, form: &mut InvoiceForm, limits: Redeemable) -> Result<Option<Html>> {
    let mut note = None;
    if let (Some(Redeem::Points(redemption)), Some(customer)) = (form.redemption, form.customer) {
        let most = limits.of(redemption.wallet);
        match redemption.points {
            Some(Money::ZERO) => form.redemption = Some(Redeem::Nothing),
            _ if most.is_zero() => {
                note = Some(screens::nothing_in_wallet(cx.language, limits, redemption.wallet));
                form.redemption = None;
            }
            None => form.redemption = Some(redeem(redemption.wallet, Some(most))),
            Some(_) => match invoices::quote(&mut cx.tx, customer, &form.draft(), cx.now).await {
                Ok(_) => {}
                Err(Error::Refused(reason)) => {
                    note = Some(refusal::text(cx, &reason));
                    form.redemption = None;
                }
                Err(error) => return Err(error),
            },
        }
    }
    if form.redemption.is_none() && limits.is_nothing() {
        form.redemption = Some(Redeem::Nothing);
    }
    Ok(note)
}

pub(super) async fn ask_customer(cx: &mut Context, mut form: InvoiceForm, note: Option<Html>) -> Result<()> {
    form.waits = Waits::Customer(None);
    form.as_goods = None;
    let question = screens::customer_question(cx.language, cx.shop.format, &form.lines);
    Question::new(cx).ask(cx, &form, below(note, question), Vec::new()).await
}

/// Asks what becomes of another sale to the customer, which waits for their consent.
async fn ask_of_other_sale(
    cx: &mut Context,
    mut form: InvoiceForm,
    customer: &Customer,
    other: &Asked,
    note: Option<Html>,
) -> Result<()> {
    form.waits = Waits::OtherSale(other.consent_id);
    let language = cx.language;
    let (name, points) = (person::name(customer), Points(other.points_minor));
    let text = match Spend::of(other)? {
        Spend::Sale(draft) => {
            let total = cx.shop.format.money(language, draft.total().unwrap_or(Money::ZERO));
            consent::another_waits(language, &name, &total, points)
        }
        Spend::WriteOff(_) => consent::write_off_waits(language, &name, points),
    };
    let question = Question::new(cx);
    let complete = || vec![question.button(consent::button_complete(language), InvoiceStep::Finish)];
    let mut buttons: Vec<_> = form.card_code.is_some().then(complete).into_iter().collect();
    buttons.push(vec![question.button(consent::button_replace(language), InvoiceStep::Replace)]);
    buttons.push(vec![question.button(consent::button_keep(language), InvoiceStep::Keep)]);
    question.show(cx, &form, Reply::text(below(note, text)).buttons(buttons)).await
}

async fn ask_lines(cx: &mut Context, mut form: InvoiceForm, customer: &Customer, note: Option<Html>) -> Result<()> {
    form.waits = Waits::Lines;
    let language = cx.language;
    let name = person::name(customer);
    if form.lines.is_empty() {
        let text = below(note, texts::sale_lines(language, &name));
        return Question::new(cx).ask(cx, &form, text, Vec::new()).await;
    }
    let text = below(note, screens::lines_so_far(language, cx.shop.format, &name, &form.lines));
    let question = Question::new(cx);
    let buttons = vec![vec![
        question.button(texts::button_undo(language), InvoiceStep::Undo),
        question.button(texts::button_done(language), InvoiceStep::Done),
    ]];
    question.ask(cx, &form, text, buttons).await
}

async fn ask_points(
    cx: &mut Context,
    mut form: InvoiceForm,
    total: Money,
    limits: Redeemable,
    note: Option<Html>,
) -> Result<()> {
    form.waits = Waits::Points;
    let language = cx.language;
    let text = below(note, screens::points_question(language, cx.shop.format, total));
    let question = Question::new(cx);
    let buttons = screens::points_buttons(language, limits, &question);
    question.ask(cx, &form, text, buttons).await
}

/// Asks how many points of a wallet are redeemed, below a note. `again`: the last answer was not a number.
pub(super) async fn ask_amount(
    cx: &mut Context,
    mut form: InvoiceForm,
    wallet: PointsWallet,
    note: Option<Html>,
    again: bool,
) -> Result<()> {
    let (Some(customer), Ok(total)) = (form.customer, form.draft().total()) else {
        return proceed(cx, form, note).await;
    };
    let most = invoices::redeemable(&mut cx.tx, customer, total, cx.now).await?.of(wallet);
    form.waits = Waits::Amount(wallet);
    let language = cx.language;
    let most = format::points(language, most);
    let text = if again {
        texts::sale_bad_amount(language, &most)
    } else {
        texts::sale_amount(language, &common::wallet(language, wallet), &most)
    };
    let question = Question::new(cx);
    let buttons = vec![vec![question.button(texts::button_no_points(language), InvoiceStep::NoPoints)]];
    question.ask(cx, &form, below(note, text), buttons).await
}

async fn ask_payment(cx: &mut Context, mut form: InvoiceForm, to_pay: Money, note: Option<Html>) -> Result<()> {
    form.waits = Waits::Payment;
    let language = cx.language;
    let text = below(note, screens::payment_question(language, cx.shop.format, to_pay));
    let question = Question::new(cx);
    let buttons = vec![vec![
        question.button(texts::button_paid(language), InvoiceStep::Paid),
        question.button(texts::button_on_credit(language), InvoiceStep::OnCredit),
    ]];
    question.ask(cx, &form, text, buttons).await
}

async fn preview(
    cx: &mut Context,
    mut form: InvoiceForm,
    customer: &Customer,
    quote: Quote,
    limits: Redeemable,
    note: Option<Html>,
) -> Result<()> {
    let language = cx.language;
    let text = below(note, screens::preview(language, cx.shop.format, customer, &form.lines, &quote));
    let has_points = !limits.is_nothing() || quote.redeemed.is_positive();
    let choices = screens::Choices { has_points, on_credit: form.on_credit.unwrap_or_default(), to_pay: quote.to_pay };
    form.waits = Waits::Confirmation(quote);
    let question = Question::new(cx);
    let buttons = screens::preview_buttons(language, &choices, &question);
    question.ask(cx, &form, text, buttons).await
}

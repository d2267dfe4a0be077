//! What is asked next for an invoice in the making.

use super::{
    super::question::{Question, below},
    form::{InvoiceForm, InvoiceStep, Waits, redeem},
    screens,
};
use crate::{
    bot::{context::Context, refusal},
    domain::{Money, PointsWallet, Redeem},
    messages::person,
    service::{
        Error, Refusal, Result,
        customers::{self, Customer},
        invoices::{self, Quote, Redeemable},
    },
    texts::{Html, common, format, staff_invoice as texts},
};

/// Asks for what is missing, below a note on what has just happened; where nothing is, shows the preview.
pub(super) async fn proceed(cx: &mut Context, mut sale: InvoiceForm, note: Option<Html>) -> Result<()> {
    let Some(customer) = sale.customer else { return ask_customer(cx, sale, note).await };
    let customer = customers::get(&mut cx.tx, customer).await?;
    if !sale.has_all_lines || sale.lines.is_empty() {
        return ask_lines(cx, sale, &customer, note).await;
    }
    let total = match sale.draft().total() {
        Ok(total) => total,
        Err(error) => {
            sale.has_all_lines = false;
            let note = refusal::text(cx, &Refusal::BadDraft(error));
            return ask_lines(cx, sale, &customer, Some(note)).await;
        }
    };
    let limits = invoices::redeemable(&mut cx.tx, customer.customer_id, total, cx.now).await?;
    let note = settle_points(cx, &mut sale, limits).await?.or(note);
    if sale.redemption.is_none() {
        return ask_points(cx, sale, total, limits, note).await;
    }
    let quote = invoices::quote(&mut cx.tx, customer.customer_id, &sale.draft(), cx.now).await?;
    if sale.on_credit.is_none() && quote.to_pay.is_positive() {
        return ask_payment(cx, sale, quote.to_pay, note).await;
    }
    preview(cx, sale, &customer, quote, limits, note).await
}

/// Makes "all" a number, and takes back a wish that cannot be fulfilled; then says why.
async fn settle_points(cx: &mut Context, sale: &mut InvoiceForm, limits: Redeemable) -> Result<Option<Html>> {
    let mut note = None;
    if let (Some(Redeem::Points(redemption)), Some(customer)) = (sale.redemption, sale.customer) {
        let most = limits.of(redemption.wallet);
        match redemption.points {
            Some(Money::ZERO) => sale.redemption = Some(Redeem::Nothing),
            _ if most.is_zero() => {
                note = Some(texts::nothing_to_redeem(cx.language));
                sale.redemption = None;
            }
            None => sale.redemption = Some(redeem(redemption.wallet, Some(most))),
            Some(_) => match invoices::quote(&mut cx.tx, customer, &sale.draft(), cx.now).await {
                Ok(_) => {}
                Err(Error::Refused(reason)) => {
                    note = Some(refusal::text(cx, &reason));
                    sale.redemption = None;
                }
                Err(error) => return Err(error),
            },
        }
    }
    if sale.redemption.is_none() && limits.is_nothing() {
        sale.redemption = Some(Redeem::Nothing);
    }
    Ok(note)
}

pub(super) async fn ask_customer(cx: &mut Context, mut sale: InvoiceForm, note: Option<Html>) -> Result<()> {
    sale.waits = Waits::Customer(None);
    let question = texts::sale_whom(cx.language);
    Question::new(cx).ask(cx, &sale, below(note, question), Vec::new()).await
}

async fn ask_lines(cx: &mut Context, mut sale: InvoiceForm, customer: &Customer, note: Option<Html>) -> Result<()> {
    sale.waits = Waits::Lines;
    let language = cx.language;
    let name = person::name(customer);
    if sale.lines.is_empty() {
        let text = below(note, texts::sale_lines(language, &name));
        return Question::new(cx).ask(cx, &sale, text, Vec::new()).await;
    }
    let text = below(note, screens::lines_so_far(language, cx.shop.format, &name, &sale.lines));
    let question = Question::new(cx);
    let buttons = vec![vec![
        question.button(texts::button_undo(language), InvoiceStep::Undo),
        question.button(texts::button_done(language), InvoiceStep::Done),
    ]];
    question.ask(cx, &sale, text, buttons).await
}

async fn ask_points(
    cx: &mut Context,
    mut sale: InvoiceForm,
    total: Money,
    limits: Redeemable,
    note: Option<Html>,
) -> Result<()> {
    sale.waits = Waits::Points;
    let language = cx.language;
    let text = below(note, screens::points_question(language, cx.shop.format, total));
    let question = Question::new(cx);
    let buttons = screens::points_buttons(language, limits, &question);
    question.ask(cx, &sale, text, buttons).await
}

/// Asks how many points of a wallet are redeemed, below a note on what has just happened; `again`, because the answer was no
/// number.
pub(super) async fn ask_amount(
    cx: &mut Context,
    mut sale: InvoiceForm,
    wallet: PointsWallet,
    note: Option<Html>,
    again: bool,
) -> Result<()> {
    let (Some(customer), Ok(total)) = (sale.customer, sale.draft().total()) else {
        return proceed(cx, sale, note).await;
    };
    let most = invoices::redeemable(&mut cx.tx, customer, total, cx.now).await?.of(wallet);
    sale.waits = Waits::Amount(wallet);
    let language = cx.language;
    let most = format::points(language, most);
    let text = if again {
        texts::sale_bad_amount(language, &most)
    } else {
        texts::sale_amount(language, &common::wallet(language, wallet), &most)
    };
    let question = Question::new(cx);
    let buttons = vec![vec![question.button(texts::button_no_points(language), InvoiceStep::NoPoints)]];
    question.ask(cx, &sale, below(note, text), buttons).await
}

async fn ask_payment(cx: &mut Context, mut sale: InvoiceForm, to_pay: Money, note: Option<Html>) -> Result<()> {
    sale.waits = Waits::Payment;
    let language = cx.language;
    let text = below(note, screens::payment_question(language, cx.shop.format, to_pay));
    let question = Question::new(cx);
    let buttons = vec![vec![
        question.button(texts::button_paid(language), InvoiceStep::Paid),
        question.button(texts::button_on_credit(language), InvoiceStep::OnCredit),
    ]];
    question.ask(cx, &sale, text, buttons).await
}

async fn preview(
    cx: &mut Context,
    mut sale: InvoiceForm,
    customer: &Customer,
    quote: Quote,
    limits: Redeemable,
    note: Option<Html>,
) -> Result<()> {
    let language = cx.language;
    let text = below(note, screens::preview(language, cx.shop.format, customer, &sale.lines, &quote));
    let has_points = !limits.is_nothing() || quote.redeemed.is_positive();
    let choices = screens::Choices { has_points, on_credit: sale.on_credit.unwrap_or_default(), to_pay: quote.to_pay };
    sale.waits = Waits::Confirmation(quote);
    let question = Question::new(cx);
    let buttons = screens::preview_buttons(language, &choices, &question);
    question.ask(cx, &sale, text, buttons).await
}

//! Selling: an invoice in one message, or step by step with buttons.
//!
//! Both ways fill the same [`InvoiceForm`]; its questions ask for the missing parts and end at the preview. The invoice is issued
//! when the preview is confirmed, and only if a new quote equals the shown one.

mod answer;
mod consent;
mod faults;
mod form;
mod issue;
mod questions;
mod read;
mod screens;
mod unclear;
pub(in crate::bot) mod waiting;
mod whom;

use self::{
    answer::{answer, choose_among},
    form::{InvoiceStep, Waits, operation_id, redeem},
    questions::{ask_amount, ask_customer, proceed},
    read::{from_name_and_sum, read},
};
pub(super) use self::{
    form::InvoiceForm,
    read::{from_free_text, without_customer},
};
use super::{
    conversation::{Conversation, Next, not_a_contact},
    named, question, register,
};
use crate::{
    bot::{context::Context, incoming::Contact, refusal},
    domain::{CardCode, CustomerId, Language, Line, Money, OperationId, Quantity, Redeem, SaleText},
    service::{
        Error, Result,
        card_codes::{self, Lookup},
        consents,
        invoices::{self, Quote},
    },
    texts::{Html, menu, staff_invoice as texts},
};

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
        if self.is_preview() && from_name_and_sum(cx, text).await? {
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
        choose_among(cx, form, &contact.phone, found).await?;
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

    fn other_meaning(&self, cx: &Context) -> Option<(String, InvoiceStep)> {
        self.as_goods.as_ref().map(|goods| (whom::as_goods_label(cx, goods), InvoiceStep::Goods))
    }

    fn is_preview(&self) -> bool {
        matches!(self.waits, Waits::Confirmation(_))
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

/// Begins with the sum; the customer is asked for.
pub(crate) async fn sell_sum(cx: &mut Context, sum: Money) -> Result<()> {
    let mut form = InvoiceForm::default();
    let line = Line::new(cx.reader().sum_name, Quantity::ONE, sum);
    form.apply(&SaleText { lines: vec![line], ..SaleText::default() });
    proceed(cx, form, None).await
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

async fn press(cx: &mut Context, mut form: InvoiceForm, step: InvoiceStep, nonce: &str) -> Result<Next> {
    match (&form.waits, step) {
        (Waits::Customer(_), InvoiceStep::Pick(customer)) => form.customer = Some(customer),
        (Waits::Customer(phone), InvoiceStep::Register) => {
            let name = form.contact_name.clone();
            register::interrupt(cx, phone.clone(), name, question::dialogue(&form, nonce)?).await?;
            return Ok(Next::Answered);
        }
        (Waits::Customer(_), InvoiceStep::Goods) => {
            if !form.take_as_goods() {
                return Ok(Next::Unexpected);
            }
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
    let note = match invoices::quote_for_confirmation(&mut cx.tx, customer, &form.draft(), cx.now).await {
        Ok(quote) if quote == *shown => return consent::issue_or_ask(cx, form, nonce, customer, &quote).await,
        Ok(_) => texts::changed(cx.language),
        Err(Error::Refused(reason)) => refusal::text(cx, &reason),
        Err(error) => return Err(error),
    };
    proceed(cx, form, Some(note)).await
}

//! A manager takes a payment of a bill: how much, how it was paid, a preview. Where another payment came meanwhile, it is shown anew.

use serde::{Deserialize, Serialize};

use super::{
    super::{
        conversation::{Conversation, Next},
        question::{Question, below},
        step::steps,
    },
    card,
};
use crate::{
    bot::{context::Context, refusal},
    domain::{BillId, Language, Money, OperationId, Permission, visible},
    messages::{outgoing::Buttons, person},
    notices,
    service::{
        Refusal, Result,
        billing::{
            bills::{self, Bill},
            payments::{self, TakenPayment},
        },
        customers,
    },
    texts::{
        Html, common,
        staff_bills::{self as texts, CASH, MOST_METHOD, TRANSFER},
        staff_invoice, staff_points,
    },
};

/// What is known of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::bot::staff) struct BillPayment {
    bill: BillId,
    amount: Option<Money>,
    /// As it is stored; empty: it is not said.
    method: Option<String>,
    /// What was due when the preview was shown.
    due: Option<Money>,
}

steps! {
    /// The steps of a payment.
    BillPaymentStep {
        /// All that is due.
        Whole = "whole",
        /// It was paid in notes and coins.
        Cash = "cash",
        /// It was paid from an account.
        Transfer = "transfer",
        /// It is not said how.
        Skip = "skip",
        /// Confirms the preview.
        Confirm = "confirm",
    }
}

impl Conversation for BillPayment {
    const NAME: &'static str = "bill_payment";
    type Step = BillPaymentStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let amount = Self { bill: BillId(1), amount: None, method: None, due: None };
        let method = Self { amount: Some(Money::from_minor(1_00)), ..amount.clone() };
        let preview = Self { method: Some(CASH.to_owned()), due: Some(Money::from_minor(1_00)), ..method.clone() };
        vec![amount, method, preview]
    }

    async fn ask(mut self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::MakeBills)?;
        let bill = read(cx, self.bill).await?;
        if bill.is_draft() || !bill.due().is_positive() {
            cx.answered();
            cx.leave();
            return card::show_under(cx, self.bill, 0, Some(texts::nothing_to_pay(cx.language))).await;
        }
        let mut note = note;
        if self.amount.is_some_and(|amount| amount > bill.due()) {
            note = Some(refusal::text(cx, &Refusal::MoreThanDue { due: bill.due() }));
            self.amount = None;
        }
        let question = Question::new(cx);
        let (text, buttons) = self.next_question(cx, &bill, &question).await?;
        question.ask(cx, &self, below(note, text), buttons).await
    }

    async fn answer(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let language = cx.language;
        let complaint = match (self.amount, &self.method) {
            (None, _) => {
                self.amount = cx.reader().amount(text).filter(|amount| amount.is_positive());
                self.amount.is_none().then(|| staff_points::bad_amount(language))
            }
            (Some(_), None) => {
                let method = visible(text);
                let is_method = (1..=MOST_METHOD).contains(&method.chars().count());
                self.method = is_method.then_some(method);
                (!is_method).then(|| common::text_too_long(language, MOST_METHOD))
            }
            (Some(_), Some(_)) => Some(staff_invoice::press_a_button(language)),
        };
        self.ask(cx, complaint).await?;
        Ok(Next::Answered)
    }

    async fn press(mut self, cx: &mut Context, step: BillPaymentStep, nonce: &str) -> Result<Next> {
        let is_asked_how = self.amount.is_some() && self.method.is_none();
        match step {
            BillPaymentStep::Whole if self.amount.is_none() => {
                self.amount = Some(read(cx, self.bill).await?.due());
            }
            BillPaymentStep::Cash if is_asked_how => self.method = Some(CASH.to_owned()),
            BillPaymentStep::Transfer if is_asked_how => self.method = Some(TRANSFER.to_owned()),
            BillPaymentStep::Skip if is_asked_how => self.method = Some(String::new()),
            BillPaymentStep::Confirm => return self.take(cx, nonce).await,
            _ => return Ok(Next::Unexpected),
        }
        self.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    fn is_preview(&self) -> bool {
        self.amount.is_some() && self.method.is_some()
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        self.amount.is_some().then(|| texts::button_pay(language))
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

/// Begins for a bill.
pub(in crate::bot) async fn begin(cx: &mut Context, bill: BillId) -> Result<()> {
    BillPayment { bill, amount: None, method: None, due: None }.ask(cx, None).await
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("bill_payment:{nonce}"))
}

async fn read(cx: &mut Context, bill: BillId) -> Result<Bill> {
    let caller = cx.caller();
    Ok(bills::get(&mut cx.tx, &caller, bill).await?.bill)
}

impl BillPayment {
    /// The question for the first missing part; the preview where the form is complete.
    async fn next_question(
        &mut self,
        cx: &mut Context,
        bill: &Bill,
        question: &Question<Self>,
    ) -> Result<(Html, Buttons)> {
        let customer = customers::get(&mut cx.tx, bill.customer_id).await?;
        let (language, name) = (cx.language, person::name(&customer));
        let money = |amount| cx.shop.format.money(language, amount);
        let Some(amount) = self.amount else {
            let whole =
                question.button(staff_points::button_whole(language, &money(bill.due())), BillPaymentStep::Whole);
            return Ok((texts::amount_ask(language, &name, &bill.number, &money(bill.due())), vec![vec![whole]]));
        };
        let Some(method) = &self.method else {
            let buttons = vec![
                vec![
                    question.button(texts::button_cash(language), BillPaymentStep::Cash),
                    question.button(texts::button_transfer(language), BillPaymentStep::Transfer),
                ],
                vec![question.button(texts::button_skip(language), BillPaymentStep::Skip)],
            ];
            return Ok((texts::method_ask(language), buttons));
        };
        self.due = Some(bill.due());
        let left = money(bill.due().saturating_sub(amount));
        let text = texts::preview(language, &name, customer.code.as_str(), &bill.number, &money(amount), &left);
        let method = texts::method_shown(language, method);
        let method = if method.is_empty() { Html::default() } else { texts::method(language, &method) };
        let confirm = question.button(common::button_confirm(language), BillPaymentStep::Confirm);
        Ok((Html::lines([text, method]), vec![vec![confirm]]))
    }

    /// Takes the payment of the preview, and tells the customer; shows it anew where what is due has changed.
    async fn take(self, cx: &mut Context, nonce: &str) -> Result<Next> {
        let (Some(amount), Some(method), Some(due)) = (self.amount, &self.method, self.due) else {
            return Ok(Next::Unexpected);
        };
        let bill = read(cx, self.bill).await?;
        if bill.is_draft() || bill.due() != due {
            let note = texts::changed(cx.language);
            self.ask(cx, Some(note)).await?;
            return Ok(Next::Answered);
        }
        let operation = cx.operation(operation_id(nonce));
        let taken = TakenPayment { bill_id: self.bill, amount, method: method.clone() };
        let booked = payments::take(&mut cx.tx, &operation, &taken).await?;
        cx.leave();
        let done = texts::done(cx.language, &cx.shop.format.money(cx.language, amount));
        card::show_under(cx, self.bill, 0, Some(done)).await?;
        notices::bill::booked(&mut cx.tx, cx.now, cx.shop.format.currency, &booked).await?;
        Ok(Next::Answered)
    }
}

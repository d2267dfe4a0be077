//! The conversation for changes of points and of debts: customer, direction, amount, reason or note, preview. What differs
//! between the two is in [`Subject`].

mod subject;

pub(super) use self::subject::{
    Adjustment, AdjustmentStep, Change, CommonStep, CustomerBalances, Direction, Subject, TextAndButtons,
};
use super::{
    change_text,
    conversation::{Conversation, Next, not_a_contact},
    named,
    question::{Question, below},
};
use crate::{
    bot::{context::Context, incoming::Contact, refusal},
    domain::{CustomerId, Language, Money, OperationId},
    messages::reply::Reply,
    service::{
        Refusal, Result,
        customers::{self, Customer},
    },
    texts::{Html, common, staff_invoice, staff_points},
};

impl<S: Subject> Conversation for Adjustment<S> {
    const NAME: &'static str = S::NAME;
    type Step = AdjustmentStep<S::Step>;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        S::examples()
    }

    async fn ask(mut self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(S::PERMISSION)?;
        let question = Question::new(cx);
        let Some(customer) = self.customer else {
            return question.ask(cx, &self, below(note, S::whom(cx.language)), Vec::new()).await;
        };
        let current = CustomerBalances::get(cx, customer).await?;
        if let Some(end) = S::preselect(&mut self, cx, &current)? {
            cx.leave();
            return cx.show(Reply::text(below(note, end)).buttons(current.card_button(cx.language))).await;
        }
        // Also where the only direction that is left wants it.
        if S::wants_open(self.direction) {
            customers::require_open(&current.customer)?;
        }
        let (text, buttons) = self.next_question(cx, &current, note, &question);
        question.ask(cx, &self, text, buttons).await
    }

    async fn answer(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let complaint = if self.customer.is_none() {
            return self.read(cx, text).await;
        } else if self.direction.is_none() {
            Some(staff_invoice::press_a_button(cx.language))
        } else if self.amount.is_none() {
            self.amount = cx.reader().amount(text).filter(|amount| amount.is_positive());
            self.amount.is_none().then(|| staff_points::bad_amount(cx.language))
        } else if self.subject.comment_question(cx.language).is_some() {
            self.subject.take_comment(cx.language, text)?
        } else {
            Some(staff_invoice::press_a_button(cx.language))
        };
        match complaint {
            Some(complaint) => cx.say(Reply::text(complaint)).await?,
            None => self.ask(cx, None).await?,
        }
        Ok(Next::Answered)
    }

    async fn press(mut self, cx: &mut Context, step: Self::Step, nonce: &str) -> Result<Next> {
        match step {
            AdjustmentStep::Common(CommonStep::Pick(customer)) if self.customer.is_none() => {
                self.customer = Some(customer);
            }
            AdjustmentStep::Common(CommonStep::Plus) if self.direction.is_none() => {
                self.direction = Some(Direction::Plus);
            }
            AdjustmentStep::Common(CommonStep::Minus) if self.direction.is_none() => {
                self.direction = Some(Direction::Minus);
            }
            AdjustmentStep::Common(CommonStep::Confirm) => return self.confirm(cx, nonce).await,
            AdjustmentStep::Common(_) => return Ok(Next::Unexpected),
            AdjustmentStep::Own(step) => {
                if !S::press(&mut self, cx, step).await? {
                    return Ok(Next::Unexpected);
                }
            }
        }
        self.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        if self.customer.is_some() {
            return not_a_contact(cx, self).await;
        }
        let found = named::customers_of_contact(cx, contact).await?;
        self.choose_among(cx, &contact.phone, &found).await
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        (self.amount.is_some() || self.subject.has_comment()).then(|| S::name(language))
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        named::turn_page(cx, &self, text, page).await
    }

    fn is_preview(&self) -> bool {
        let is_complete = self.customer.is_some() && self.direction.is_some() && self.amount.is_some();
        is_complete && !self.subject.asks_comment()
    }

    fn pick(customer: CustomerId) -> Option<Self::Step> {
        Some(CommonStep::Pick(customer).into())
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id::<S>(nonce))
    }
}

impl<S: Subject> Adjustment<S> {
    /// `/bonus 82423 +500 reason` or `/debt 82423 -500 note`; missing parts are asked for.
    pub(super) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
        if rest.is_empty() {
            Self::default().ask(cx, None).await
        } else {
            Self::default().read(cx, rest).await.map(drop)
        }
    }

    /// Begins for a known customer.
    pub(super) async fn begin(cx: &mut Context, customer: CustomerId) -> Result<()> {
        Self { customer: Some(customer), ..Self::default() }.ask(cx, None).await
    }

    /// Reads a message that names the customer, and may have sign, amount and comment.
    async fn read(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let mut customer = text.to_owned();
        if let Some(typed) = change_text::read(text, cx.reader()) {
            let sign = |is_plus| if is_plus { Direction::Plus } else { Direction::Minus };
            self.direction = typed.is_plus.map(sign);
            self.amount = typed.amount;
            if typed.amount.is_none() {
                cx.say(Reply::text(staff_points::bad_amount(cx.language))).await?;
            }
            let complaint;
            (customer, complaint) = self.subject.read(cx, typed.customer, typed.comment);
            if let Some(complaint) = complaint {
                cx.say(Reply::text(complaint)).await?;
            }
        }
        let found = named::customers_named(cx, &customer).await?;
        self.choose_among(cx, &customer, &found).await
    }

    /// Takes the customer where exactly one was found; else asks which one.
    async fn choose_among(mut self, cx: &mut Context, text: &str, found: &[Customer]) -> Result<Next> {
        if let [customer] = found {
            self.customer = Some(customer.customer_id);
            self.ask(cx, None).await?;
        } else {
            let none_found = named::none_found(cx.language, text);
            named::ask_again(cx, &self, text, found, none_found, None).await?;
        }
        Ok(Next::Answered)
    }

    /// The question for the first missing part; the preview where the form is complete.
    fn next_question(
        &mut self,
        cx: &Context,
        current: &CustomerBalances,
        note: Option<Html>,
        question: &Question<Self>,
    ) -> TextAndButtons {
        if let Some((text, buttons)) = self.subject.first_question(cx, current, question) {
            return (below(note, text), buttons);
        }
        let Some(direction) = self.direction else {
            let (text, buttons) = self.subject.direction_question(cx, current, question);
            return (below(note, text), buttons);
        };
        let mut note = note;
        let most = self.subject.max_decrease(current);
        if direction == Direction::Minus && self.amount.is_some_and(|amount| amount > most) {
            note = Some(refusal::text(cx, &S::excess_refusal(most)));
            self.amount = None;
        }
        if let Some(available) = self.beyond(current, direction) {
            note = Some(refusal::text(cx, &Refusal::BeyondCredit { available }));
            self.amount = None;
        }
        self.amount = self.amount.filter(|amount| amount.is_positive());
        let Some(amount) = self.amount else {
            let (text, buttons) = self.subject.amount_question(cx, current, direction, question);
            return (below(note, text), buttons);
        };
        if let Some(text) = self.subject.comment_question(cx.language) {
            return (below(note, text), Vec::new());
        }
        let change = Change { customer: current.customer.customer_id, direction, amount };
        let (text, others) = self.subject.preview(cx, current, change, question);
        let confirm = question.button(common::button_confirm(cx.language), CommonStep::Confirm.into());
        (below(note, text), [vec![vec![confirm]], others].concat())
    }

    /// The most that can be added, where the amount is more.
    fn beyond(&self, current: &CustomerBalances, direction: Direction) -> Option<Money> {
        let most = self.subject.max_increase(current).filter(|_| direction == Direction::Plus)?;
        self.amount.is_some_and(|amount| amount > most).then_some(most)
    }

    /// Makes the change of the preview; asks again where the balance no longer suffices.
    async fn confirm(self, cx: &mut Context, nonce: &str) -> Result<Next> {
        let (Some(customer), Some(direction), Some(amount)) = (self.customer, self.direction, self.amount) else {
            return Ok(Next::Unexpected);
        };
        let before = CustomerBalances::get(cx, customer).await?;
        let is_too_much = direction == Direction::Minus && amount > self.subject.max_decrease(&before);
        if is_too_much || self.beyond(&before, direction).is_some() {
            self.ask(cx, None).await?;
            return Ok(Next::Answered);
        }
        let change = Change { customer, direction, amount };
        let operation = cx.operation(operation_id::<S>(nonce));
        if !self.subject.apply(cx, &operation, change).await? {
            return Ok(Next::Unexpected);
        }
        cx.leave();
        let current = CustomerBalances::get(cx, customer).await?;
        let done = Reply::text(self.subject.done_text(cx, &current, change));
        cx.show(done.buttons(current.card_button(cx.language))).await?;
        self.subject.notify_customer(cx, &current, change).await?;
        Ok(Next::Answered)
    }
}

fn operation_id<S: Subject>(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("{}:{nonce}", S::NAME))
}

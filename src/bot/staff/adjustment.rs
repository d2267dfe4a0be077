//! What a change of points and a change of a debt have in common: a customer, more or less, an amount, some words, a preview.
//! What differs is the [`Subject`].

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    change_text,
    conversation::{Conversation, Next},
    named,
    question::{Question, below},
    step::{Step, steps},
};
use crate::{
    bot::{context::Context, refusal},
    domain::{CustomerId, Language, Money, OperationId, Permission},
    messages::{
        callback::StaffPress,
        outgoing::Buttons,
        reply::{Reply, button},
    },
    service::{
        Operation, Refusal, Result,
        customers::{self, Customer},
        ledger::{self, Balances},
    },
    texts::{Html, common, staff_find, staff_invoice, staff_points},
};

/// A change: what is known of it so far. The first thing that is missing is what is waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Adjustment<S> {
    pub(super) customer: Option<CustomerId>,
    pub(super) direction: Option<Direction>,
    pub(super) amount: Option<Money>,
    /// What only this kind of change needs.
    pub(super) subject: S,
}

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    /// More: points given, a debt added.
    Plus,
    /// Less: points taken, a debt repaid.
    Minus,
}

/// A customer as they are now.
pub(super) struct About {
    pub(super) customer: Customer,
    pub(super) balances: Balances,
}

/// A change that is complete.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub(super) customer: CustomerId,
    pub(super) direction: Direction,
    pub(super) amount: Money,
}

/// A text and the buttons below it.
pub(super) type Asked = (Html, Buttons);

/// What is changed.
pub(super) trait Subject: Default + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Of the conversation, and at the beginning of its operation ids.
    const NAME: &'static str;
    /// Without it, nothing is asked.
    const PERMISSION: Permission;

    /// The steps that no other change has.
    type Step: Step;

    /// A form for each thing that is waited for, for tests.
    #[cfg(test)]
    fn examples() -> Vec<Adjustment<Self>>;

    /// The question whose it is.
    fn whom(language: Language) -> Html;

    /// Takes what one message says beside sign and amount, and returns what names the customer, and a complaint.
    fn read(&mut self, cx: &Context, customer: String, words: String) -> (String, Option<Html>);

    /// Settles what can be only one way; returns what to say where nothing can be done.
    fn settle(form: &mut Adjustment<Self>, cx: &Context, about: &About) -> Result<Option<Html>> {
        let _ = (form, cx, about);
        Ok(None)
    }

    /// The question that comes before the direction, where there is one and it has not been answered.
    fn choice(&self, cx: &Context, about: &About, question: &Question<Adjustment<Self>>) -> Option<Asked> {
        let _ = (cx, about, question);
        None
    }

    /// The question which way.
    fn direction(&self, cx: &Context, about: &About, question: &Question<Adjustment<Self>>) -> Asked;

    /// The most that can be less.
    fn most(&self, about: &About) -> Money;

    /// Why it cannot be more than the most.
    fn too_much(most: Money) -> Refusal;

    /// The question how much.
    fn amount(&self, cx: &Context, about: &About, way: Direction, question: &Question<Adjustment<Self>>) -> Asked;

    /// The question for words, while they are waited for.
    fn words(&self, language: Language) -> Option<Html>;

    /// Takes the words; returns a complaint where they will not do.
    fn take_words(&mut self, language: Language, words: &str) -> Result<Option<Html>>;

    /// What confirming will do, and the buttons below the one that confirms.
    fn preview(&self, cx: &Context, about: &About, change: Change, question: &Question<Adjustment<Self>>) -> Asked;

    /// Takes a step of its own; false where it belongs to another question.
    fn press(
        form: &mut Adjustment<Self>,
        cx: &mut Context,
        step: Self::Step,
    ) -> impl Future<Output = Result<bool>> + Send;

    /// Makes the change; false where something is missing.
    fn apply(
        &self,
        cx: &mut Context,
        operation: &Operation,
        change: Change,
    ) -> impl Future<Output = Result<bool>> + Send;

    /// What was done, with the customer as they are after it.
    fn done(&self, cx: &Context, about: &About, change: Change) -> Html;

    /// Tells the customer.
    fn tell(&self, cx: &mut Context, about: &About, change: Change) -> impl Future<Output = Result<()>> + Send;
}

steps! {
    /// The steps of every change.
    CommonStep {
        /// This customer.
        Pick(customer: CustomerId) = "pick",
        /// More.
        Plus = "plus",
        /// Less.
        Minus = "minus",
        /// Does what the preview shows.
        Confirm = "confirm",
    }
}

/// A step of every change, or one of this subject.
pub(super) enum AdjustmentStep<O> {
    Common(CommonStep),
    Own(O),
}

impl<O: Step> Step for AdjustmentStep<O> {
    #[cfg(test)]
    fn words() -> Vec<&'static str> {
        [CommonStep::words(), O::words()].concat()
    }

    fn encode(&self) -> String {
        match self {
            Self::Common(step) => step.encode(),
            Self::Own(step) => step.encode(),
        }
    }

    fn decode(text: &str) -> Option<Self> {
        CommonStep::decode(text).map(Self::Common).or_else(|| O::decode(text).map(Self::Own))
    }
}

impl<O> From<CommonStep> for AdjustmentStep<O> {
    fn from(step: CommonStep) -> Self {
        Self::Common(step)
    }
}

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
        let about = About::get(cx, customer).await?;
        if let Some(end) = S::settle(&mut self, cx, &about)? {
            cx.leave();
            return cx.show(Reply::text(below(note, end)).buttons(about.card_button(cx.language))).await;
        }
        let (text, buttons) = self.missing(cx, &about, note, &question);
        question.ask(cx, &self, text, buttons).await
    }

    async fn answer(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let complaint = if self.customer.is_none() {
            return self.read(cx, text).await;
        } else if self.direction.is_none() {
            Some(staff_invoice::press_a_button(cx.language))
        } else if self.amount.is_none() {
            self.amount = Money::parse(text).ok().filter(|amount| amount.is_positive());
            self.amount.is_none().then(|| staff_points::bad_amount(cx.language))
        } else if self.subject.words(cx.language).is_some() {
            self.subject.take_words(cx.language, text)?
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
            AdjustmentStep::Common(_) => return Ok(Next::NotMine),
            AdjustmentStep::Own(step) => {
                if !S::press(&mut self, cx, step).await? {
                    return Ok(Next::NotMine);
                }
            }
        }
        self.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id::<S>(nonce))
    }
}

impl<S: Subject> Adjustment<S> {
    /// `/bonus 82423 +500 reason` or `/debt 82423 -500 note`; what is missing is asked for.
    pub(super) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
        if rest.is_empty() {
            Self::default().ask(cx, None).await
        } else {
            Self::default().read(cx, rest).await.map(drop)
        }
    }

    /// For a customer who is known.
    pub(super) async fn begin(cx: &mut Context, customer: CustomerId) -> Result<()> {
        Self { customer: Some(customer), ..Self::default() }.ask(cx, None).await
    }

    /// Reads a message that names the customer, and perhaps the rest.
    async fn read(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let mut customer = text.to_owned();
        if let Some(typed) = change_text::read(text) {
            let sign = |is_plus| if is_plus { Direction::Plus } else { Direction::Minus };
            self.direction = typed.is_plus.map(sign);
            self.amount = typed.amount.ok();
            if typed.amount.is_err() {
                cx.say(Reply::text(staff_points::bad_amount(cx.language))).await?;
            }
            let complaint;
            (customer, complaint) = self.subject.read(cx, typed.customer, typed.words);
            if let Some(complaint) = complaint {
                cx.say(Reply::text(complaint)).await?;
            }
        }
        let found = named::customers_named(cx, &customer).await?;
        if let [customer] = found.as_slice() {
            self.customer = Some(customer.customer_id);
            self.ask(cx, None).await?;
        } else {
            let nobody = named::nobody(cx.language, &customer);
            let pick = |customer| CommonStep::Pick(customer).into();
            named::ask_again(cx, &self, &customer, &found, nobody, pick, None).await?;
        }
        Ok(Next::Answered)
    }

    /// The question for the first thing that is missing; where nothing is, the preview.
    fn missing(&mut self, cx: &Context, about: &About, note: Option<Html>, question: &Question<Self>) -> Asked {
        if let Some((text, buttons)) = self.subject.choice(cx, about, question) {
            return (below(note, text), buttons);
        }
        let Some(direction) = self.direction else {
            let (text, buttons) = self.subject.direction(cx, about, question);
            return (below(note, text), buttons);
        };
        let mut note = note;
        let most = self.subject.most(about);
        if direction == Direction::Minus && self.amount.is_some_and(|amount| amount > most) {
            note = Some(refusal::text(cx, &S::too_much(most)));
            self.amount = None;
        }
        self.amount = self.amount.filter(|amount| amount.is_positive());
        let Some(amount) = self.amount else {
            let (text, buttons) = self.subject.amount(cx, about, direction, question);
            return (below(note, text), buttons);
        };
        if let Some(text) = self.subject.words(cx.language) {
            return (below(note, text), Vec::new());
        }
        let change = Change { customer: about.customer.customer_id, direction, amount };
        let (text, others) = self.subject.preview(cx, about, change, question);
        let confirm = question.button(common::button_confirm(cx.language), CommonStep::Confirm.into());
        (below(note, text), [vec![vec![confirm]], others].concat())
    }

    /// Does what the preview shows; where less is there by now than it takes, asks again.
    async fn confirm(self, cx: &mut Context, nonce: &str) -> Result<Next> {
        let (Some(customer), Some(direction), Some(amount)) = (self.customer, self.direction, self.amount) else {
            return Ok(Next::NotMine);
        };
        let before = About::get(cx, customer).await?;
        if direction == Direction::Minus && amount > self.subject.most(&before) {
            self.ask(cx, None).await?;
            return Ok(Next::Answered);
        }
        let change = Change { customer, direction, amount };
        let operation = cx.operation(operation_id::<S>(nonce));
        if !self.subject.apply(cx, &operation, change).await? {
            return Ok(Next::NotMine);
        }
        cx.leave();
        let about = About::get(cx, customer).await?;
        let done = Reply::text(self.subject.done(cx, &about, change));
        cx.show(done.buttons(about.card_button(cx.language))).await?;
        self.subject.tell(cx, &about, change).await?;
        Ok(Next::Answered)
    }
}

impl About {
    async fn get(cx: &mut Context, customer: CustomerId) -> Result<Self> {
        let customer = customers::get(&mut cx.tx, customer).await?;
        let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
        Ok(Self { customer, balances })
    }

    fn card_button(&self, language: Language) -> Buttons {
        let card = StaffPress::Card(self.customer.customer_id).encode();
        vec![vec![button(staff_find::button_card(language), card)]]
    }
}

fn operation_id<S: Subject>(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("{}:{nonce}", S::NAME))
}

//! What is changed, and how one kind of change differs from another.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::super::{
    question::Question,
    step::{Step, steps},
};
use crate::{
    bot::context::Context,
    domain::{CustomerId, Language, Money, Permission},
    messages::{callback::StaffPress, outgoing::Buttons, reply::button},
    service::{
        Operation, Refusal, Result,
        customers::{self, Customer},
        ledger::{self, Balances},
    },
    texts::{Html, staff_find},
};

/// A change: what is known of it so far. The first thing that is missing is what is waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::bot::staff) struct Adjustment<S> {
    pub(in crate::bot::staff) customer: Option<CustomerId>,
    pub(in crate::bot::staff) direction: Option<Direction>,
    pub(in crate::bot::staff) amount: Option<Money>,
    /// What only this kind of change needs.
    pub(in crate::bot::staff) subject: S,
}

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::bot::staff) enum Direction {
    /// More: points given, a debt added.
    Plus,
    /// Less: points taken, a debt repaid.
    Minus,
}

/// A customer as they are now.
pub(in crate::bot::staff) struct CustomerBalances {
    pub(in crate::bot::staff) customer: Customer,
    pub(in crate::bot::staff) balances: Balances,
}

/// A change that is complete.
#[derive(Clone, Copy)]
pub(in crate::bot::staff) struct Change {
    pub(in crate::bot::staff) customer: CustomerId,
    pub(in crate::bot::staff) direction: Direction,
    pub(in crate::bot::staff) amount: Money,
}

/// A text and the buttons below it.
pub(in crate::bot::staff) type TextAndButtons = (Html, Buttons);

/// What is changed.
pub(in crate::bot::staff) trait Subject:
    Default + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The name of the conversation, which its operation ids begin with.
    const NAME: &'static str;
    /// The permission that it needs.
    const PERMISSION: Permission;

    /// The steps that no other change has.
    type Step: Step;

    /// A form for each thing that is waited for, for tests.
    #[cfg(test)]
    fn examples() -> Vec<Adjustment<Self>>;

    /// The question whose it is.
    fn whom(language: Language) -> Html;

    /// Takes what a message says beside sign and amount. Returns the part that names the customer, and what is wrong with the
    /// rest.
    fn read(&mut self, cx: &Context, customer: String, comment: String) -> (String, Option<Html>);

    /// Fills in an answer that is the only one possible; returns what to say where nothing can be changed.
    fn preselect(form: &mut Adjustment<Self>, cx: &Context, current: &CustomerBalances) -> Result<Option<Html>> {
        let _ = (form, cx, current);
        Ok(None)
    }

    /// The question that comes before the direction, where there is one and it has not been answered.
    fn first_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        question: &Question<Adjustment<Self>>,
    ) -> Option<TextAndButtons> {
        let _ = (cx, current, question);
        None
    }

    /// The question whether it is more or less.
    fn direction_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        question: &Question<Adjustment<Self>>,
    ) -> TextAndButtons;

    /// The largest amount that can be taken away: the points of the wallet, or the debt.
    fn max_decrease(&self, current: &CustomerBalances) -> Money;

    /// Why a larger amount is refused.
    fn excess_refusal(most: Money) -> Refusal;

    /// The question how much.
    fn amount_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        direction: Direction,
        question: &Question<Adjustment<Self>>,
    ) -> TextAndButtons;

    /// The question for words, while they are waited for.
    fn comment_question(&self, language: Language) -> Option<Html>;

    /// Takes the words; returns what is wrong with them.
    fn take_comment(&mut self, language: Language, comment: &str) -> Result<Option<Html>>;

    /// What confirming will do, and the buttons below the one that confirms.
    fn preview(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        change: Change,
        question: &Question<Adjustment<Self>>,
    ) -> TextAndButtons;

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
    fn done_text(&self, cx: &Context, current: &CustomerBalances, change: Change) -> Html;

    /// Tells the customer.
    fn notify_customer(
        &self,
        cx: &mut Context,
        current: &CustomerBalances,
        change: Change,
    ) -> impl Future<Output = Result<()>> + Send;
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
pub(in crate::bot::staff) enum AdjustmentStep<O> {
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

impl CustomerBalances {
    /// Them, and what they have.
    pub(super) async fn get(cx: &mut Context, customer: CustomerId) -> Result<Self> {
        let customer = customers::get(&mut cx.tx, customer).await?;
        let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
        Ok(Self { customer, balances })
    }

    /// The button that leads to their card.
    pub(super) fn card_button(&self, language: Language) -> Buttons {
        let card = StaffPress::Card(self.customer.customer_id).encode();
        vec![vec![button(staff_find::button_card(language), card)]]
    }
}

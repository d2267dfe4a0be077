//! The form of a change, and the trait by which changes of points and of debts differ.

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

/// The form of a change. The conversation waits for the first missing part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::bot::staff) struct Adjustment<S> {
    pub(in crate::bot::staff) customer: Option<CustomerId>,
    pub(in crate::bot::staff) direction: Option<Direction>,
    pub(in crate::bot::staff) amount: Option<Money>,
    /// The part of the form that only this kind of change has.
    pub(in crate::bot::staff) subject: S,
}

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::bot::staff) enum Direction {
    /// Points are given, or a debt is added.
    Plus,
    /// Points are taken, or a debt is repaid.
    Minus,
}

/// A customer with their balances at this moment.
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

/// What is changed: points or a debt.
pub(in crate::bot::staff) trait Subject:
    Default + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The name of the conversation; its operation ids contain it.
    const NAME: &'static str;
    /// The permission that it needs.
    const PERMISSION: Permission;

    /// The steps that no other change has.
    type Step: Step;

    /// A form for each part that is waited for, for tests.
    #[cfg(test)]
    fn examples() -> Vec<Adjustment<Self>>;

    /// What a change is called on the menu.
    fn name(language: Language) -> String;

    /// Was a reason or note given?
    fn has_comment(&self) -> bool;

    /// The question for the customer.
    fn whom(language: Language) -> Html;

    /// Takes the parts of a message before and after the amount. Returns the part that names the customer, and what is wrong
    /// with the comment.
    fn read(&mut self, cx: &Context, customer: String, comment: String) -> (String, Option<Html>);

    /// Fills in an answer where only one is possible. Returns the final text where no change is possible.
    fn preselect(form: &mut Adjustment<Self>, cx: &Context, current: &CustomerBalances) -> Result<Option<Html>> {
        let _ = (form, cx, current);
        Ok(None)
    }

    /// The question before the direction; `None` where there is none, or it is answered.
    fn first_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        question: &Question<Adjustment<Self>>,
    ) -> Option<TextAndButtons> {
        let _ = (cx, current, question);
        None
    }

    /// The question for the direction.
    fn direction_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        question: &Question<Adjustment<Self>>,
    ) -> TextAndButtons;

    /// The largest amount that can be taken away: the points of the wallet, or the debt.
    fn max_decrease(&self, current: &CustomerBalances) -> Money;

    /// The most that can be added; `None`: any amount.
    fn max_increase(&self, current: &CustomerBalances) -> Option<Money> {
        let _ = current;
        None
    }

    /// Must the customer be one who may earn and spend?
    fn wants_open(direction: Option<Direction>) -> bool {
        let _ = direction;
        true
    }

    /// The refusal of a larger amount.
    fn excess_refusal(most: Money) -> Refusal;

    /// The question for the amount.
    fn amount_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        direction: Direction,
        question: &Question<Adjustment<Self>>,
    ) -> TextAndButtons;

    /// Is the reason or note waited for?
    fn asks_comment(&self) -> bool;

    /// The question for the reason or note; `None` while it is not waited for.
    fn comment_question(&self, language: Language) -> Option<Html>;

    /// Takes the reason or note; returns what is wrong with it.
    fn take_comment(&mut self, language: Language, comment: &str) -> Result<Option<Html>>;

    /// The preview, and the buttons below the one that confirms.
    fn preview(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        change: Change,
        question: &Question<Adjustment<Self>>,
    ) -> TextAndButtons;

    /// Takes a step of this subject; false where it belongs to another question.
    fn press(
        form: &mut Adjustment<Self>,
        cx: &mut Context,
        step: Self::Step,
    ) -> impl Future<Output = Result<bool>> + Send;

    /// Makes the change; false where the form is incomplete.
    fn apply(
        &self,
        cx: &mut Context,
        operation: &Operation,
        change: Change,
    ) -> impl Future<Output = Result<bool>> + Send;

    /// The text after the change, with the balances after it.
    fn done_text(&self, cx: &Context, current: &CustomerBalances, change: Change) -> Html;

    /// Queues the notice to the customer.
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
        /// Chooses this customer.
        Pick(customer: CustomerId) = "pick",
        /// Chooses [`Direction::Plus`].
        Plus = "plus",
        /// Chooses [`Direction::Minus`].
        Minus = "minus",
        /// Confirms the preview.
        Confirm = "confirm",
    }
}

/// A step of every change, or of this subject only.
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
    /// Reads the customer and the balances.
    pub(super) async fn get(cx: &mut Context, customer: CustomerId) -> Result<Self> {
        let customer = customers::get(&mut cx.tx, customer).await?;
        let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
        Ok(Self { customer, balances })
    }

    /// The button to the customer's card.
    pub(super) fn card_button(&self, language: Language) -> Buttons {
        let card = StaffPress::Card(self.customer.customer_id).encode();
        vec![vec![button(staff_find::button_card(language), card)]]
    }
}

//! Giving or taking points, with a reason that the customer is told.

use serde::{Deserialize, Serialize};

use super::{
    adjustment::{
        Adjustment, AdjustmentStep, Change, CommonStep, CustomerBalances, Direction, Subject, TextAndButtons,
    },
    question::Question,
    step::steps,
};
use crate::{
    bot::{context::Context, refusal},
    domain::{CustomerId, Language, Money, Permission, PointsWallet, fold},
    messages::person,
    notices,
    service::{
        Operation, Refusal, Result,
        points::{self, MAX_REASON},
    },
    texts::{Html, Points, common, format, menu, staff_points as texts},
};

/// The form of points given or taken.
pub(super) type PointsForm = Adjustment<PointsChange>;

/// The part of the form that only points have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PointsChange {
    wallet: Option<PointsWallet>,
    reason: Option<String>,
}

steps! {
    /// The steps that only points have.
    PointsStep {
        /// Chooses this wallet.
        Wallet(wallet: PointsWallet) = "wallet",
    }
}

/// `/bonus 82423 +500 reason`; missing parts are asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    PointsForm::command(cx, rest).await
}

/// Begins for a known customer.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId) -> Result<()> {
    PointsForm::begin(cx, customer).await
}

impl Subject for PointsChange {
    const NAME: &'static str = "points";
    const PERMISSION: Permission = Permission::AdjustPoints;
    type Step = PointsStep;

    #[cfg(test)]
    fn examples() -> Vec<PointsForm> {
        let whom = PointsForm::default();
        let wallet = PointsForm { customer: Some(CustomerId(1)), ..whom.clone() };
        let subject = Self { wallet: Some(PointsWallet::Main), reason: None };
        let direction = PointsForm { subject, ..wallet.clone() };
        let amount = PointsForm { direction: Some(Direction::Minus), ..direction.clone() };
        let reason = PointsForm { amount: Some(Money::from_minor(1_00)), ..amount.clone() };
        let subject = Self { reason: Some("A gift".to_owned()), ..reason.subject.clone() };
        let preview = PointsForm { subject, ..reason.clone() };
        vec![whom, wallet, direction, amount, reason, preview]
    }

    fn name(language: Language) -> String {
        menu::button_bonus(language)
    }

    fn has_comment(&self) -> bool {
        self.reason.is_some()
    }

    fn whom(language: Language) -> Html {
        texts::points_whom(language)
    }

    fn read(&mut self, cx: &Context, customer: String, comment: String) -> (String, Option<Html>) {
        let (wallet, customer) = split_wallet(&customer);
        self.wallet = Some(wallet);
        if is_reason(&comment) {
            self.reason = Some(comment);
            return (customer, None);
        }
        let complaint = (!comment.is_empty()).then(|| refusal::text(cx, &Refusal::ReasonMissing));
        (customer, complaint)
    }

    fn first_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        question: &Question<PointsForm>,
    ) -> Option<TextAndButtons> {
        let language = cx.language;
        let button = |wallet: &PointsWallet| {
            let balance = format::points(language, current.balances.points(*wallet));
            let label = texts::button_wallet(language, &common::wallet(language, *wallet), &balance);
            vec![question.button(label, AdjustmentStep::Own(PointsStep::Wallet(*wallet)))]
        };
        let ask = || {
            let text = texts::points_wallet(language, &person::name(&current.customer));
            (text, PointsWallet::ALL.iter().map(button).collect())
        };
        self.wallet.is_none().then(ask)
    }

    fn direction_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        question: &Question<PointsForm>,
    ) -> TextAndButtons {
        let language = cx.language;
        let balance = format::points(language, self.max_decrease(current));
        let text =
            texts::points_direction(language, &person::name(&current.customer), &self.wallet(language), &balance);
        let give = question.button(texts::button_give(language), CommonStep::Plus.into());
        let take = question.button(texts::button_take(language), CommonStep::Minus.into());
        (text, vec![vec![give, take]])
    }

    fn max_decrease(&self, current: &CustomerBalances) -> Money {
        self.wallet.map_or(Money::ZERO, |wallet| current.balances.points(wallet))
    }

    fn excess_refusal(most: Money) -> Refusal {
        Refusal::NotEnoughPoints { available: most.or_zero() }
    }

    fn amount_question(
        &self,
        cx: &Context,
        _: &CustomerBalances,
        _: Direction,
        _: &Question<PointsForm>,
    ) -> TextAndButtons {
        (texts::points_amount(cx.language), Vec::new())
    }

    fn asks_comment(&self) -> bool {
        self.reason.is_none()
    }

    fn comment_question(&self, language: Language) -> Option<Html> {
        self.asks_comment().then(|| texts::points_reason(language))
    }

    fn take_comment(&mut self, _: Language, comment: &str) -> Result<Option<Html>> {
        if !is_reason(comment) {
            return Err(Refusal::ReasonMissing.into());
        }
        self.reason = Some(comment.trim().to_owned());
        Ok(None)
    }

    fn preview(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        change: Change,
        _: &Question<PointsForm>,
    ) -> TextAndButtons {
        let language = cx.language;
        let text = match change.direction {
            Direction::Plus => texts::give_preview,
            Direction::Minus => texts::take_preview,
        };
        let (name, code) = (person::name(&current.customer), current.customer.code.as_str());
        let reason = self.reason.as_deref().unwrap_or_default();
        (text(language, &name, code, Points(change.amount), &self.wallet(language), reason), Vec::new())
    }

    async fn press(form: &mut PointsForm, _: &mut Context, PointsStep::Wallet(wallet): PointsStep) -> Result<bool> {
        let is_asked = form.subject.wallet.is_none();
        form.subject.wallet = form.subject.wallet.or(Some(wallet));
        Ok(is_asked)
    }

    async fn apply(&self, cx: &mut Context, operation: &Operation, change: Change) -> Result<bool> {
        let (Some(wallet), Some(reason)) = (self.wallet, &self.reason) else { return Ok(false) };
        let Change { customer, amount, .. } = change;
        points::adjust_points(&mut cx.tx, operation, customer, wallet, way(change), amount, reason).await?;
        Ok(true)
    }

    fn done_text(&self, cx: &Context, current: &CustomerBalances, change: Change) -> Html {
        let language = cx.language;
        let signed = match change.direction {
            Direction::Plus => change.amount,
            Direction::Minus => change.amount.negated(),
        };
        texts::points_done(
            language,
            &person::name(&current.customer),
            &format::signed_points(language, signed),
            &self.wallet(language),
            &format::points(language, self.max_decrease(current)),
        )
    }

    async fn notify_customer(&self, cx: &mut Context, current: &CustomerBalances, change: Change) -> Result<()> {
        let (Some(wallet), Some(reason)) = (self.wallet, &self.reason) else { return Ok(()) };
        let (amount, balance) = (change.amount, self.max_decrease(current));
        let change = notices::points::Change { wallet, direction: way(change), amount, reason, balance };
        notices::points::changed(&mut cx.tx, cx.now, &current.customer, &change).await
    }
}

impl PointsChange {
    /// The name of the wallet.
    fn wallet(&self, language: Language) -> String {
        self.wallet.map_or_else(String::new, |wallet| common::wallet(language, wallet))
    }
}

const fn way(change: Change) -> points::Direction {
    match change.direction {
        Direction::Plus => points::Direction::Give,
        Direction::Minus => points::Direction::Take,
    }
}

/// Takes the name of a wallet off the end: "82423 referral".
fn split_wallet(customer: &str) -> (PointsWallet, String) {
    let (rest, last) = customer.rsplit_once(' ').unwrap_or((customer, ""));
    let is = |keyword: fn(Language) -> String| Language::ALL.iter().any(|language| keyword(*language) == fold(last));
    if is(common::keyword_referral) {
        (PointsWallet::Referral, rest.to_owned())
    } else if is(common::keyword_bonus) {
        (PointsWallet::Main, rest.to_owned())
    } else {
        (PointsWallet::Main, customer.to_owned())
    }
}

fn is_reason(text: &str) -> bool {
    (1..=MAX_REASON).contains(&text.trim().chars().count())
}

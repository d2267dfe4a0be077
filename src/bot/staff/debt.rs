//! Changing a customer's debt: cashiers take payments, managers can also add debt.

use serde::{Deserialize, Serialize};

use super::{
    adjustment::{
        Adjustment, AdjustmentStep, Change, CommonStep, CustomerBalances, Direction, Subject, TextAndButtons,
    },
    question::Question,
    step::steps,
};
use crate::{
    bot::context::Context,
    domain::{CustomerId, Language, Money, Permission, chargeable},
    messages::person,
    notices,
    service::{Operation, Refusal, Result, customers, debts, ledger, points::MAX_REASON},
    texts::{Html, common, format, menu, staff_find, staff_points as texts},
};

/// The form of an added or repaid debt.
pub(super) type DebtForm = Adjustment<DebtChange>;

/// The part of the form that only debts have: a note, which may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DebtChange {
    note: String,
    /// A note is asked for.
    asks_note: bool,
}

steps! {
    /// The steps that only debts have.
    DebtStep {
        /// Chooses the whole debt as the amount.
        Whole = "whole",
        /// Asks for a note.
        Note = "note",
    }
}

/// `/debt 82423 -500 note`; missing parts are asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    DebtForm::command(cx, rest).await
}

/// Begins for a known customer.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId) -> Result<()> {
    DebtForm::begin(cx, customer).await
}

impl Subject for DebtChange {
    const NAME: &'static str = "debt";
    const PERMISSION: Permission = Permission::RepayDebt;
    type Step = DebtStep;

    #[cfg(test)]
    fn examples() -> Vec<DebtForm> {
        let whom = DebtForm::default();
        let direction = DebtForm { customer: Some(CustomerId(1)), ..whom.clone() };
        let amount = DebtForm { direction: Some(Direction::Plus), ..direction.clone() };
        let preview = DebtForm { amount: Some(Money::from_minor(1_00)), ..amount.clone() };
        let note = DebtForm { subject: Self { asks_note: true, ..Self::default() }, ..preview.clone() };
        vec![whom, direction, amount, preview, note]
    }

    fn name(language: Language) -> String {
        menu::button_debt(language)
    }

    fn has_comment(&self) -> bool {
        !self.note.is_empty()
    }

    fn whom(language: Language) -> Html {
        texts::debt_whom(language)
    }

    fn read(&mut self, _: &Context, customer: String, comment: String) -> (String, Option<Html>) {
        self.note = format::shortened(&comment, MAX_REASON);
        (customer, None)
    }

    /// Cashiers only take payments; where nothing is owed, a debt can only be added.
    fn preselect(form: &mut DebtForm, cx: &Context, current: &CustomerBalances) -> Result<Option<Html>> {
        let may_add = cx.may(Permission::AddDebt);
        if form.direction == Some(Direction::Plus) && !may_add {
            return Err(Refusal::NotAllowed.into());
        }
        let is_owed = current.balances.debt.is_positive();
        if !is_owed && (form.direction == Some(Direction::Minus) || !may_add) {
            let none = texts::debt_none(cx.language, &person::name(&current.customer));
            return Ok(Some(Html::lines([none, advance(cx, current)])));
        }
        let only = match (may_add, is_owed) {
            (false, _) => Some(Direction::Minus),
            (true, false) => Some(Direction::Plus),
            (true, true) => None,
        };
        form.direction = form.direction.or(only);
        Ok(None)
    }

    fn direction_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        question: &Question<DebtForm>,
    ) -> TextAndButtons {
        let language = cx.language;
        let repay = question.button(texts::button_repay(language), CommonStep::Minus.into());
        let add = question.button(texts::button_add(language), CommonStep::Plus.into());
        let text = texts::debt_direction(language, &person::name(&current.customer), &owed(cx, current));
        let may_owe = customers::require_open(&current.customer).is_ok();
        (text, vec![if may_owe { vec![repay, add] } else { vec![repay] }])
    }

    fn max_decrease(&self, current: &CustomerBalances) -> Money {
        current.balances.debt
    }

    fn max_increase(&self, current: &CustomerBalances) -> Option<Money> {
        let limit = current.customer.credit_limit_minor?;
        Some(chargeable(limit, current.balances.debt.negated()).or_zero())
    }

    /// Who is blocked may still pay.
    fn wants_open(direction: Option<Direction>) -> bool {
        direction == Some(Direction::Plus)
    }

    fn excess_refusal(most: Money) -> Refusal {
        Refusal::MoreThanOwed { owed: most }
    }

    fn amount_question(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        direction: Direction,
        question: &Question<DebtForm>,
    ) -> TextAndButtons {
        let (language, name, owed) = (cx.language, person::name(&current.customer), owed(cx, current));
        match direction {
            Direction::Plus => (Html::lines([texts::debt_amount(language, &name), advance(cx, current)]), Vec::new()),
            Direction::Minus => {
                let label = texts::button_whole(language, &owed);
                let whole = question.button(label, AdjustmentStep::Own(DebtStep::Whole));
                (texts::repay_amount(language, &name, &owed), vec![vec![whole]])
            }
        }
    }

    fn asks_comment(&self) -> bool {
        self.asks_note
    }

    fn comment_question(&self, language: Language) -> Option<Html> {
        self.asks_comment().then(|| texts::note_ask(language))
    }

    fn take_comment(&mut self, language: Language, comment: &str) -> Result<Option<Html>> {
        if comment.trim().chars().count() > MAX_REASON {
            return Ok(Some(common::text_too_long(language, MAX_REASON)));
        }
        *self = Self { note: comment.trim().to_owned(), asks_note: false };
        Ok(None)
    }

    fn preview(
        &self,
        cx: &Context,
        current: &CustomerBalances,
        change: Change,
        question: &Question<DebtForm>,
    ) -> TextAndButtons {
        let language = cx.language;
        let money = |amount| cx.shop.format.money(language, amount);
        let owed = current.balances.debt;
        let after = match change.direction {
            Direction::Plus => owed.saturating_add(change.amount),
            Direction::Minus => owed.saturating_sub(change.amount),
        };
        let text = match change.direction {
            Direction::Plus if after.is_negative() => texts::advance_preview,
            Direction::Plus => texts::debt_preview,
            Direction::Minus => texts::repay_preview,
        };
        let (name, code) = (person::name(&current.customer), current.customer.code.as_str());
        let text = text(language, &name, code, &money(change.amount), &money(after.size()));
        let note = question.button(texts::button_note(language), AdjustmentStep::Own(DebtStep::Note));
        (texts::with_note(language, text, self.shown_note()), vec![vec![note]])
    }

    async fn press(form: &mut DebtForm, cx: &mut Context, step: DebtStep) -> Result<bool> {
        match (step, form.customer, form.direction, form.amount) {
            (DebtStep::Whole, Some(customer), Some(Direction::Minus), None) => {
                form.amount = Some(ledger::balances(&mut cx.tx, customer, cx.now).await?.debt);
            }
            (DebtStep::Note, _, _, Some(_)) => form.subject.asks_note = true,
            (DebtStep::Whole | DebtStep::Note, ..) => return Ok(false),
        }
        Ok(true)
    }

    async fn apply(&self, cx: &mut Context, operation: &Operation, change: Change) -> Result<bool> {
        if self.asks_note {
            return Ok(false);
        }
        let Change { customer, amount, .. } = change;
        match change.direction {
            Direction::Plus => debts::add_debt(&mut cx.tx, operation, customer, amount, &self.note).await?,
            Direction::Minus => debts::repay_debt(&mut cx.tx, operation, customer, amount, &self.note).await?,
        };
        Ok(true)
    }

    fn done_text(&self, cx: &Context, current: &CustomerBalances, change: Change) -> Html {
        let (language, name) = (cx.language, person::name(&current.customer));
        let amount = cx.shop.format.money(language, change.amount);
        let text = match change.direction {
            Direction::Plus if current.balances.debt.is_negative() => texts::advance_done,
            Direction::Plus => texts::debt_done,
            Direction::Minus => texts::repay_done,
        };
        texts::with_note(language, text(language, &name, &amount, &owed(cx, current)), self.shown_note())
    }

    async fn notify_customer(&self, cx: &mut Context, current: &CustomerBalances, change: Change) -> Result<()> {
        let (shop, customer) = (cx.shop.format, &current.customer);
        let notice = notices::debt::Change { amount: change.amount, owed: current.balances.debt, note: &self.note };
        match change.direction {
            Direction::Plus => notices::debt::added(&mut cx.tx, cx.now, shop, customer, &notice).await,
            Direction::Minus => notices::debt::repaid(&mut cx.tx, cx.now, shop, customer, &notice).await,
        }
    }
}

impl DebtChange {
    fn shown_note(&self) -> Option<&str> {
        Some(self.note.as_str()).filter(|note| !note.is_empty())
    }
}

/// The debt, or the advance, as text.
fn owed(cx: &Context, current: &CustomerBalances) -> String {
    cx.shop.format.money(cx.language, current.balances.debt.size())
}

/// That the customer has paid in advance; empty where they have not.
fn advance(cx: &Context, current: &CustomerBalances) -> Html {
    let is_advance = current.balances.debt.is_negative();
    if is_advance { staff_find::card_advance(cx.language, &owed(cx, current)) } else { Html::default() }
}

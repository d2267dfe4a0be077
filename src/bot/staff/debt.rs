//! What a customer owes: a cashier takes a payment, a manager can also add to it.

use serde::{Deserialize, Serialize};

use super::{
    adjustment::{About, Adjustment, AdjustmentStep, Asked, Change, CommonStep, Direction, Subject},
    question::Question,
    step::steps,
};
use crate::{
    bot::context::Context,
    domain::{CustomerId, Language, Money, Permission},
    messages::person,
    notices,
    service::{Operation, Refusal, Result, debts, ledger, points::MAX_REASON},
    texts::{Html, common, format, staff_points as texts},
};

/// A debt to be added or repaid.
pub(super) type DebtForm = Adjustment<DebtChange>;

/// With a note, which may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DebtChange {
    note: String,
    /// The preview was left to write a note.
    asks_note: bool,
}

steps! {
    /// The steps that only debts have.
    DebtStep {
        /// The whole debt.
        Whole = "whole",
        /// Adds a note.
        Note = "note",
    }
}

/// `/debt 82423 -500 note`; what is missing is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    DebtForm::command(cx, rest).await
}

/// For a customer who is known.
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

    fn whom(language: Language) -> Html {
        texts::debt_whom(language)
    }

    fn read(&mut self, _: &Context, customer: String, words: String) -> (String, Option<Html>) {
        self.note = format::shortened(&words, MAX_REASON);
        (customer, None)
    }

    /// Cashiers only take payments; where nothing is owed, a debt can only be added.
    fn settle(form: &mut DebtForm, cx: &Context, about: &About) -> Result<Option<Html>> {
        let may_add = cx.may(Permission::AddDebt);
        if form.direction == Some(Direction::Plus) && !may_add {
            return Err(Refusal::NotAllowed.into());
        }
        let is_owed = about.balances.debt.is_positive();
        if !is_owed && (form.direction == Some(Direction::Minus) || !may_add) {
            return Ok(Some(texts::debt_none(cx.language, &person::name(&about.customer))));
        }
        let only = match (may_add, is_owed) {
            (false, _) => Some(Direction::Minus),
            (true, false) => Some(Direction::Plus),
            (true, true) => None,
        };
        form.direction = form.direction.or(only);
        Ok(None)
    }

    fn direction(&self, cx: &Context, about: &About, question: &Question<DebtForm>) -> Asked {
        let language = cx.language;
        let repay = question.button(texts::button_repay(language), CommonStep::Minus.into());
        let add = question.button(texts::button_add(language), CommonStep::Plus.into());
        let text = texts::debt_direction(language, &person::name(&about.customer), &owed(cx, about));
        (text, vec![vec![repay, add]])
    }

    fn most(&self, about: &About) -> Money {
        about.balances.debt
    }

    fn too_much(most: Money) -> Refusal {
        Refusal::MoreThanOwed { owed: most }
    }

    fn amount(&self, cx: &Context, about: &About, way: Direction, question: &Question<DebtForm>) -> Asked {
        let (language, name, owed) = (cx.language, person::name(&about.customer), owed(cx, about));
        match way {
            Direction::Plus => (texts::debt_amount(language, &name), Vec::new()),
            Direction::Minus => {
                let label = texts::button_whole(language, &owed);
                let whole = question.button(label, AdjustmentStep::Own(DebtStep::Whole));
                (texts::repay_amount(language, &name, &owed), vec![vec![whole]])
            }
        }
    }

    fn words(&self, language: Language) -> Option<Html> {
        self.asks_note.then(|| texts::note_ask(language))
    }

    fn take_words(&mut self, language: Language, words: &str) -> Result<Option<Html>> {
        if words.trim().chars().count() > MAX_REASON {
            return Ok(Some(common::text_too_long(language, MAX_REASON)));
        }
        *self = Self { note: words.trim().to_owned(), asks_note: false };
        Ok(None)
    }

    fn preview(&self, cx: &Context, about: &About, change: Change, question: &Question<DebtForm>) -> Asked {
        let language = cx.language;
        let money = |amount| cx.shop.format.money(language, amount);
        let owed = about.balances.debt;
        let (text, after): (fn(_, &_, &_, &_, &_) -> _, _) = match change.direction {
            Direction::Plus => (texts::debt_preview, owed.checked_add(change.amount)),
            Direction::Minus => (texts::repay_preview, owed.checked_sub(change.amount)),
        };
        let (name, code) = (person::name(&about.customer), about.customer.code.as_str());
        let text = text(language, &name, code, &money(change.amount), &money(after.unwrap_or(owed)));
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

    fn done(&self, cx: &Context, about: &About, change: Change) -> Html {
        let (language, name) = (cx.language, person::name(&about.customer));
        let amount = cx.shop.format.money(language, change.amount);
        let text = match change.direction {
            Direction::Plus => texts::debt_done(language, &name, &amount, &owed(cx, about)),
            Direction::Minus => texts::repay_done(language, &name, &amount, &owed(cx, about)),
        };
        texts::with_note(language, text, self.shown_note())
    }

    async fn tell(&self, cx: &mut Context, about: &About, change: Change) -> Result<()> {
        let (shop, customer) = (cx.shop.format, &about.customer);
        let told = notices::debt::Change { amount: change.amount, owed: about.balances.debt, note: &self.note };
        match change.direction {
            Direction::Plus => notices::debt::added(&mut cx.tx, cx.now, shop, customer, &told).await,
            Direction::Minus => notices::debt::repaid(&mut cx.tx, cx.now, shop, customer, &told).await,
        }
    }
}

impl DebtChange {
    fn shown_note(&self) -> Option<&str> {
        Some(self.note.as_str()).filter(|note| !note.is_empty())
    }
}

/// What is owed, as it is shown.
fn owed(cx: &Context, about: &About) -> String {
    cx.shop.format.money(cx.language, about.balances.debt)
}

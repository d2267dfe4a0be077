//! What a customer owes: a cashier takes a payment, a manager can also add to it.

use serde::{Deserialize, Serialize};

use super::{StaffDialogue, change_text, find};
use crate::{
    bot::{context::Context, refusal},
    domain::{CustomerId, Money, OperationId, Permission},
    messages::{
        callback::{StaffPress, Step},
        outgoing::Buttons,
        person,
        reply::{Reply, button},
    },
    notices,
    service::{
        Refusal, Result,
        customers::{self, Customer},
        debts, ledger,
        points::MAX_REASON,
    },
    texts::{Html, common, format, staff_find, staff_points as texts},
};

/// A debt to be added or repaid: what is known of it so far. The first thing that is missing is what is waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DebtForm {
    /// Of the buttons; the confirmed preview's makes the operation id.
    pub(super) nonce: String,
    customer: Option<CustomerId>,
    direction: Option<Direction>,
    amount: Option<Money>,
    note: String,
    /// The preview was left to write a note.
    asks_note: bool,
}

/// Which way a debt changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Direction {
    /// More is owed.
    Add,
    /// Some of it is paid.
    Repay,
}

/// The operation that confirming a preview is.
pub(super) fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("debt:{nonce}"))
}

/// `/debt 82423 -500 note`; what is missing is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { proceed(cx, DebtForm::default()).await } else { read(cx, DebtForm::default(), rest).await }
}

/// For a customer who is known.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId) -> Result<()> {
    proceed(cx, DebtForm { customer: Some(customer), ..DebtForm::default() }).await
}

/// Reads a message that names the customer, and perhaps the rest.
async fn read(cx: &mut Context, mut change: DebtForm, text: &str) -> Result<()> {
    let mut customer = text.to_owned();
    if let Some(typed) = change_text::read(text) {
        customer = typed.customer;
        change.direction = typed.is_plus.map(|is_plus| if is_plus { Direction::Add } else { Direction::Repay });
        change.amount = typed.amount.ok();
        if typed.amount.is_err() {
            cx.say(Reply::text(texts::bad_amount(cx.language))).await?;
        }
        change.note = format::shortened(&typed.words, MAX_REASON);
    }
    let found = find::customers_named(cx, &customer).await?;
    if let [customer] = found.as_slice() {
        change.customer = Some(customer.customer_id);
        return proceed(cx, change).await;
    }
    let nonce = cx.nonce();
    cx.enter(StaffDialogue::Debt(DebtForm { nonce: nonce.clone(), ..change }));
    find::ask_again(cx, &nonce, &customer, &found, find::nobody(cx.language, &customer), false).await
}

/// An answer in words.
pub(crate) async fn answer(cx: &mut Context, mut change: DebtForm, text: &str) -> Result<()> {
    match change {
        DebtForm { customer: None, .. } => return read(cx, change, text).await,
        DebtForm { direction: None, .. } => {}
        DebtForm { amount: None, .. } => match Money::parse(text) {
            Ok(amount) if amount.is_positive() => {
                change.amount = Some(amount);
                return proceed(cx, change).await;
            }
            _ => return cx.say(Reply::text(texts::bad_amount(cx.language))).await,
        },
        DebtForm { asks_note: true, .. } if text.trim().chars().count() <= MAX_REASON => {
            change.note = text.trim().to_owned();
            change.asks_note = false;
            return proceed(cx, change).await;
        }
        DebtForm { asks_note: true, .. } => {
            return cx.say(Reply::text(common::text_too_long(cx.language, MAX_REASON))).await;
        }
        DebtForm { .. } => {}
    }
    cx.say(Reply::text(crate::texts::staff_invoice::press_a_button(cx.language))).await
}

/// A button of the conversation; false where it belongs to another step.
pub(super) async fn step(cx: &mut Context, mut change: DebtForm, step: Step) -> Result<bool> {
    match (&change, step) {
        (DebtForm { customer: None, .. }, Step::Pick(customer)) => change.customer = Some(customer),
        (DebtForm { direction: None, .. }, Step::Plus) => change.direction = Some(Direction::Add),
        (DebtForm { direction: None, .. }, Step::Minus) => change.direction = Some(Direction::Repay),
        (DebtForm { customer: Some(customer), direction: Some(Direction::Repay), amount: None, .. }, Step::Whole) => {
            change.amount = Some(ledger::balances(&mut cx.tx, *customer, cx.now).await?.debt);
        }
        (DebtForm { amount: Some(_), .. }, Step::Note) => change.asks_note = true,
        (_, Step::Confirm) => return confirm(cx, change).await,
        _ => return Ok(false),
    }
    proceed(cx, change).await?;
    Ok(true)
}

/// Asks for what is missing; where nothing is, shows the preview.
pub(super) async fn proceed(cx: &mut Context, mut change: DebtForm) -> Result<()> {
    let language = cx.language;
    let Some(customer) = change.customer else {
        return ask(cx, change, texts::debt_whom(language), |_| Vec::new()).await;
    };
    let customer = customers::get(&mut cx.tx, customer).await?;
    let name = person::name(&customer);
    let owed = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?.debt;
    let may_add = cx.may(Permission::AddDebt);
    if change.direction == Some(Direction::Add) && !may_add {
        return Err(Refusal::NotAllowed.into());
    }
    if !owed.is_positive() && (change.direction == Some(Direction::Repay) || !may_add) {
        return nothing_owed(cx, &customer).await;
    }
    // Cashiers only take payments; where nothing is owed, a debt can only be added.
    let only = match (may_add, owed.is_positive()) {
        (false, _) => Some(Direction::Repay),
        (true, false) => Some(Direction::Add),
        (true, true) => None,
    };
    change.direction = change.direction.or(only);
    let shown = cx.shop.format.money(language, owed);
    let Some(direction) = change.direction else {
        let buttons = |nonce: &str| {
            vec![vec![
                button(texts::button_repay(language), Step::Minus.encode(nonce)),
                button(texts::button_add(language), Step::Plus.encode(nonce)),
            ]]
        };
        return ask(cx, change, texts::debt_direction(language, &name, &shown), buttons).await;
    };
    let mut note = Html::default();
    if direction == Direction::Repay && change.amount.is_some_and(|amount| amount > owed) {
        note = refusal::text(cx, &Refusal::MoreThanOwed { owed });
        change.amount = None;
    }
    let Some(amount) = change.amount.filter(|amount| amount.is_positive()) else {
        change.amount = None;
        let question = match direction {
            Direction::Add => texts::debt_amount(language, &name),
            Direction::Repay => texts::repay_amount(language, &name, &shown),
        };
        let whole = |nonce: &str| match direction {
            Direction::Add => Vec::new(),
            Direction::Repay => {
                vec![vec![button(texts::button_whole(language, &shown), Step::Whole.encode(nonce))]]
            }
        };
        return ask(cx, change, Html::paragraphs([note, question]), whole).await;
    };
    if change.asks_note {
        return ask(cx, change, texts::note_ask(language), |_| Vec::new()).await;
    }
    let text = preview(cx, &customer, direction, amount, owed, &change.note);
    let buttons = |nonce: &str| {
        vec![
            vec![button(common::button_confirm(language), Step::Confirm.encode(nonce))],
            vec![button(texts::button_note(language), Step::Note.encode(nonce))],
        ]
    };
    ask(cx, change, text, buttons).await
}

fn preview(cx: &Context, customer: &Customer, direction: Direction, amount: Money, owed: Money, note: &str) -> Html {
    let language = cx.language;
    let money = |amount| cx.shop.format.money(language, amount);
    let after = match direction {
        Direction::Add => owed.checked_add(amount),
        Direction::Repay => owed.checked_sub(amount),
    };
    let (name, code) = (person::name(customer), customer.code.as_str());
    let (amount, after) = (money(amount), money(after.unwrap_or(owed)));
    let text = match direction {
        Direction::Add => texts::debt_preview(language, &name, code, &amount, &after),
        Direction::Repay => texts::repay_preview(language, &name, code, &amount, &after),
    };
    texts::with_note(language, text, Some(note).filter(|note| !note.is_empty()))
}

async fn nothing_owed(cx: &mut Context, customer: &Customer) -> Result<()> {
    let language = cx.language;
    cx.leave();
    let card = button(staff_find::button_card(language), StaffPress::Card(customer.customer_id).encode());
    cx.show(Reply::text(texts::debt_none(language, &person::name(customer))).buttons(vec![vec![card]])).await
}

async fn confirm(cx: &mut Context, change: DebtForm) -> Result<bool> {
    if let DebtForm { customer: Some(customer), direction: Some(Direction::Repay), asks_note: false, .. } = change
        && change.amount > Some(ledger::balances(&mut cx.tx, customer, cx.now).await?.debt)
    {
        // Some of it was paid since the preview: ask again, with what is owed now.
        proceed(cx, change).await?;
        return Ok(true);
    }
    let DebtForm { nonce, customer, direction, amount, note, asks_note: false } = change else { return Ok(false) };
    let (Some(customer), Some(direction), Some(amount)) = (customer, direction, amount) else { return Ok(false) };
    let operation = cx.operation(operation_id(&nonce));
    let owed = match direction {
        Direction::Add => debts::add_debt(&mut cx.tx, &operation, customer, amount, &note).await?,
        Direction::Repay => debts::repay_debt(&mut cx.tx, &operation, customer, amount, &note).await?,
    };
    cx.leave();
    let customer = customers::get(&mut cx.tx, customer).await?;
    let (language, shop) = (cx.language, cx.shop.format);
    let (shown_amount, shown_owed) = (shop.money(language, amount), shop.money(language, owed));
    let done = match direction {
        Direction::Add => texts::debt_done(language, &person::name(&customer), &shown_amount, &shown_owed),
        Direction::Repay => texts::repay_done(language, &person::name(&customer), &shown_amount, &shown_owed),
    };
    let shown_note = Some(note.as_str()).filter(|note| !note.is_empty());
    let card = button(staff_find::button_card(language), StaffPress::Card(customer.customer_id).encode());
    cx.show(Reply::text(texts::with_note(language, done, shown_note)).buttons(vec![vec![card]])).await?;
    let change = notices::debt::Change { amount, owed, note: &note };
    match direction {
        Direction::Add => notices::debt::added(&mut cx.tx, cx.now, shop, &customer, &change).await?,
        Direction::Repay => notices::debt::repaid(&mut cx.tx, cx.now, shop, &customer, &change).await?,
    }
    Ok(true)
}

/// Asks a question.
async fn ask(cx: &mut Context, change: DebtForm, question: Html, buttons: impl FnOnce(&str) -> Buttons) -> Result<()> {
    super::ask(cx, question, buttons, |nonce| StaffDialogue::Debt(DebtForm { nonce, ..change })).await
}

//! Points that a manager gives or takes, with a reason the customer reads.

use serde::{Deserialize, Serialize};

use super::{StaffDialogue, change_text, find};
use crate::{
    bot::{context::Context, refusal},
    domain::{CustomerId, Language, Money, OperationId, Permission, PointsWallet, fold},
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
        ledger,
        points::{self, Direction, MAX_REASON},
    },
    texts::{Html, Points, common, format, staff_find, staff_points as texts},
};

/// Points to be given or taken: what is known of it so far. The first thing that is missing is what is waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PointsForm {
    /// Of the buttons; the confirmed preview's makes the operation id.
    pub(super) nonce: String,
    customer: Option<CustomerId>,
    wallet: Option<PointsWallet>,
    direction: Option<Direction>,
    amount: Option<Money>,
    reason: Option<String>,
}

/// The operation that confirming a preview is.
pub(super) fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("points:{nonce}"))
}

/// `/bonus 82423 +500 reason`; what is missing is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { proceed(cx, PointsForm::default()).await } else { read(cx, PointsForm::default(), rest).await }
}

/// For a customer who is known.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId) -> Result<()> {
    proceed(cx, PointsForm { customer: Some(customer), ..PointsForm::default() }).await
}

/// Reads a message that names the customer, and perhaps the rest.
async fn read(cx: &mut Context, mut adjustment: PointsForm, text: &str) -> Result<()> {
    let mut customer = text.to_owned();
    if let Some(change) = change_text::read(text) {
        let (wallet, named) = split_wallet(&change.customer);
        customer = named;
        adjustment.wallet = Some(wallet);
        adjustment.direction = change.is_plus.map(|is_plus| if is_plus { Direction::Give } else { Direction::Take });
        adjustment.amount = change.amount.ok();
        if change.amount.is_err() {
            cx.say(Reply::text(texts::bad_amount(cx.language))).await?;
        }
        if is_reason(&change.words) {
            adjustment.reason = Some(change.words);
        } else if !change.words.is_empty() {
            cx.say(Reply::text(refusal::text(cx, &Refusal::ReasonMissing))).await?;
        }
    }
    let found = find::customers_named(cx, &customer).await?;
    if let [customer] = found.as_slice() {
        adjustment.customer = Some(customer.customer_id);
        return proceed(cx, adjustment).await;
    }
    let nonce = cx.nonce();
    cx.enter(StaffDialogue::Points(PointsForm { nonce: nonce.clone(), ..adjustment }));
    find::ask_again(cx, &nonce, &customer, &found, find::nobody(cx.language, &customer), false).await
}

/// An answer in words.
pub(crate) async fn answer(cx: &mut Context, mut adjustment: PointsForm, text: &str) -> Result<()> {
    match adjustment {
        PointsForm { customer: None, .. } => return read(cx, adjustment, text).await,
        PointsForm { wallet: None, .. } | PointsForm { direction: None, .. } => {}
        PointsForm { amount: None, .. } => match Money::parse(text) {
            Ok(amount) if amount.is_positive() => {
                adjustment.amount = Some(amount);
                return proceed(cx, adjustment).await;
            }
            _ => return cx.say(Reply::text(texts::bad_amount(cx.language))).await,
        },
        PointsForm { reason: None, .. } if is_reason(text) => {
            adjustment.reason = Some(text.trim().to_owned());
            return proceed(cx, adjustment).await;
        }
        PointsForm { reason: None, .. } => return Err(Refusal::ReasonMissing.into()),
        PointsForm { .. } => {}
    }
    cx.say(Reply::text(crate::texts::staff_invoice::press_a_button(cx.language))).await
}

/// A button of the conversation; false where it belongs to another step.
pub(super) async fn step(cx: &mut Context, mut adjustment: PointsForm, step: Step) -> Result<bool> {
    match (&adjustment, step) {
        (PointsForm { customer: None, .. }, Step::Pick(customer)) => adjustment.customer = Some(customer),
        (PointsForm { wallet: None, .. }, Step::Wallet(wallet)) => adjustment.wallet = Some(wallet),
        (PointsForm { direction: None, .. }, Step::Plus) => adjustment.direction = Some(Direction::Give),
        (PointsForm { direction: None, .. }, Step::Minus) => adjustment.direction = Some(Direction::Take),
        (_, Step::Confirm) => return confirm(cx, adjustment).await,
        _ => return Ok(false),
    }
    proceed(cx, adjustment).await?;
    Ok(true)
}

/// Asks for what is missing; where nothing is, shows the preview.
pub(super) async fn proceed(cx: &mut Context, mut adjustment: PointsForm) -> Result<()> {
    cx.require(Permission::AdjustPoints)?;
    let language = cx.language;
    let Some(customer) = adjustment.customer else {
        return ask(cx, adjustment, texts::points_whom(language), |_| Vec::new()).await;
    };
    let customer = customers::get(&mut cx.tx, customer).await?;
    let balances = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?;
    let name = person::name(&customer);
    let Some(wallet) = adjustment.wallet else {
        let buttons = |nonce: &str| {
            let wallet = |wallet: &PointsWallet| {
                let balance = format::points(language, balances.points(*wallet));
                let label = texts::button_wallet(language, &common::wallet(language, *wallet), &balance);
                vec![button(label, Step::Wallet(*wallet).encode(nonce))]
            };
            PointsWallet::ALL.iter().map(wallet).collect()
        };
        return ask(cx, adjustment, texts::points_wallet(language, &name), buttons).await;
    };
    let available = balances.points(wallet);
    let Some(direction) = adjustment.direction else {
        let balance = format::points(language, available);
        let question = texts::points_direction(language, &name, &common::wallet(language, wallet), &balance);
        let buttons = |nonce: &str| {
            vec![vec![
                button(texts::button_give(language), Step::Plus.encode(nonce)),
                button(texts::button_take(language), Step::Minus.encode(nonce)),
            ]]
        };
        return ask(cx, adjustment, question, buttons).await;
    };
    let mut question = texts::points_amount(language);
    if direction == Direction::Take && adjustment.amount.is_some_and(|amount| amount > available) {
        let too_many = refusal::text(cx, &Refusal::NotEnoughPoints { available: available.or_zero() });
        question = Html::paragraphs([too_many, question]);
        adjustment.amount = None;
    }
    let Some(amount) = adjustment.amount.filter(|amount| amount.is_positive()) else {
        adjustment.amount = None;
        return ask(cx, adjustment, question, |_| Vec::new()).await;
    };
    let Some(reason) = adjustment.reason.clone() else {
        return ask(cx, adjustment, texts::points_reason(language), |_| Vec::new()).await;
    };
    let text = preview(language, &customer, wallet, direction, amount, &reason);
    let buttons = |nonce: &str| vec![vec![button(common::button_confirm(language), Step::Confirm.encode(nonce))]];
    ask(cx, adjustment, text, buttons).await
}

fn preview(
    language: Language,
    customer: &Customer,
    wallet: PointsWallet,
    direction: Direction,
    amount: Money,
    reason: &str,
) -> Html {
    let text = match direction {
        Direction::Give => texts::give_preview,
        Direction::Take => texts::take_preview,
    };
    let wallet = common::wallet(language, wallet);
    text(language, &person::name(customer), customer.code.as_str(), Points(amount), &wallet, reason)
}

async fn confirm(cx: &mut Context, adjustment: PointsForm) -> Result<bool> {
    if let PointsForm { customer: Some(customer), wallet: Some(wallet), direction: Some(Direction::Take), .. } =
        adjustment
        && adjustment.amount > Some(ledger::balances(&mut cx.tx, customer, cx.now).await?.points(wallet))
    {
        // They were spent since the preview: ask again, with what there is now.
        proceed(cx, adjustment).await?;
        return Ok(true);
    }
    let PointsForm { nonce, customer, wallet, direction, amount, reason } = adjustment;
    let (Some(customer), Some(wallet), Some(direction), Some(amount), Some(reason)) =
        (customer, wallet, direction, amount, reason)
    else {
        return Ok(false);
    };
    let operation = cx.operation(operation_id(&nonce));
    points::adjust_points(&mut cx.tx, &operation, customer, wallet, direction, amount, &reason).await?;
    cx.leave();
    let customer = customers::get(&mut cx.tx, customer).await?;
    let balance = ledger::balances(&mut cx.tx, customer.customer_id, cx.now).await?.points(wallet);
    let language = cx.language;
    let change = match direction {
        Direction::Give => amount,
        Direction::Take => amount.negated(),
    };
    let done = texts::points_done(
        language,
        &person::name(&customer),
        &format::signed_points(language, change),
        &common::wallet(language, wallet),
        &format::points(language, balance),
    );
    let card = button(staff_find::button_card(language), StaffPress::Card(customer.customer_id).encode());
    cx.show(Reply::text(done).buttons(vec![vec![card]])).await?;
    let change = notices::points::Change { wallet, direction, amount, reason: &reason, balance };
    notices::points::changed(&mut cx.tx, cx.now, &customer, &change).await?;
    Ok(true)
}

/// Asks a question.
async fn ask(
    cx: &mut Context,
    adjustment: PointsForm,
    question: Html,
    buttons: impl FnOnce(&str) -> Buttons,
) -> Result<()> {
    super::ask(cx, question, buttons, |nonce| StaffDialogue::Points(PointsForm { nonce, ..adjustment })).await
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

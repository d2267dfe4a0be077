//! The rules of the program that an owner changes in the chat: how long points live, and from how many points on a spend
//! needs the customer's consent. What a change means is said before it is confirmed.

use serde::{Deserialize, Serialize};

use super::StaffDialogue;
use crate::{
    bot::context::Context,
    domain::{Language, Lifetime, Money, OperationId, Permission, Program, expiry},
    messages::{
        callback::{Rule, StaffPress, Step},
        outgoing::{Button, Buttons},
        reply::{Reply, button},
    },
    service::{Result, shop},
    texts::{Html, Points, common, format, staff_points, staff_program as texts},
};

/// Lifetimes that are offered, in days.
const DAYS: [i64; 3] = [90, 180, 365];
/// Amounts that are offered, in points, from which on consent is needed; from nothing on: always.
const CONSENT_FROM: [i64; 3] = [0, 1000, 5000];

/// What a rule is to be. Nothing: points live for ever, consent is never needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    Lifetime(Option<Lifetime>),
    Consent(Option<Money>),
}

/// A rule that is to be changed, and to what, once that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RuleChange {
    /// Of the buttons; the confirmed preview's makes the operation id.
    pub(super) nonce: String,
    rule: Rule,
    wish: Option<Wish>,
}

impl Rule {
    /// What a number that was chosen or typed means; `None` where it cannot be.
    fn wish(self, amount: Money) -> Option<Wish> {
        match self {
            Self::Lifetime if amount.minor() % 100 != 0 => None,
            Self::Lifetime => Lifetime::from_days(amount.minor() / 100).ok().map(|days| Wish::Lifetime(Some(days))),
            Self::Consent if amount.is_negative() => None,
            Self::Consent => Some(Wish::Consent(Some(amount))),
        }
    }

    /// The rule switched off.
    const fn never(self) -> Wish {
        match self {
            Self::Lifetime => Wish::Lifetime(None),
            Self::Consent => Wish::Consent(None),
        }
    }

    fn is(self, program: &Program) -> Wish {
        match self {
            Self::Lifetime => Wish::Lifetime(program.points_lifetime),
            Self::Consent => Wish::Consent(program.consent_from),
        }
    }
}

/// The operation that confirming a preview is.
pub(super) fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("rule:{nonce}"))
}

/// The button below an owner's own settings.
pub(crate) fn program_button(language: Language) -> Button {
    button(texts::button_program(language), StaffPress::Program.encode())
}

/// Shows the rules as they are.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    cx.require(Permission::ChangeProgram)?;
    let reply = overview(cx, None).await?;
    cx.show(reply).await
}

async fn overview(cx: &mut Context, above: Option<Html>) -> Result<Reply> {
    let language = cx.language;
    let program = shop::program(&mut cx.tx).await?;
    let rules = [Rule::Lifetime, Rule::Consent];
    let text = texts::program(language, &Html::lines(rules.map(|rule| as_it_is(language, rule.is(&program)))));
    let buttons = rules.map(|rule| {
        let label = match rule {
            Rule::Lifetime => texts::button_lifetime(language),
            Rule::Consent => texts::button_consent(language),
        };
        vec![button(label, StaffPress::Rule(rule).encode())]
    });
    Ok(Reply::text(Html::paragraphs(above.into_iter().chain([text]))).buttons(buttons.into()))
}

/// Asks what a rule is to be.
pub(crate) async fn begin(cx: &mut Context, rule: Rule) -> Result<()> {
    proceed(cx, RuleChange { nonce: String::new(), rule, wish: None }, None).await
}

/// A number in words.
pub(crate) async fn answer(cx: &mut Context, change: RuleChange, text: &str) -> Result<()> {
    let wish = Money::parse(text).ok().and_then(|amount| change.rule.wish(amount));
    let note = wish.is_none().then(|| match change.rule {
        Rule::Lifetime => texts::lifetime_bad(cx.language, i64::from(Lifetime::MOST_DAYS)),
        Rule::Consent => staff_points::bad_amount(cx.language),
    });
    proceed(cx, RuleChange { wish, ..change }, note).await
}

/// A button of the conversation; false where it belongs to another step.
pub(super) async fn step(cx: &mut Context, change: RuleChange, step: Step) -> Result<bool> {
    let rule = change.rule;
    let wish = match step {
        Step::Number(number) => number.checked_mul(100).map(Money::from_minor).and_then(|number| rule.wish(number)),
        Step::Never => Some(rule.never()),
        Step::Confirm => return confirm(cx, change).await,
        _ => None,
    };
    if wish.is_none() {
        return Ok(false);
    }
    proceed(cx, RuleChange { wish, ..change }, None).await?;
    Ok(true)
}

/// Asks what the rule is to be; where that is known, says what it means.
pub(super) async fn proceed(cx: &mut Context, change: RuleChange, note: Option<Html>) -> Result<()> {
    cx.require(Permission::ChangeProgram)?;
    let language = cx.language;
    let program = shop::program(&mut cx.tx).await?;
    let nonce = cx.nonce();
    let now = change.rule.is(&program);
    let wish = change.wish.filter(|wish| *wish != now);
    let (text, mut buttons) = match wish {
        Some(wish) => {
            let confirm = button(common::button_confirm(language), Step::Confirm.encode(&nonce));
            (meaning(cx, &program, wish), vec![vec![confirm]])
        }
        None => (question(language, change.rule), choices(language, change.rule, now, &nonce)),
    };
    buttons.push(super::cancel_row(cx, &nonce));
    let is_as_it_is = wish.is_none() && change.wish.is_some();
    let above = is_as_it_is.then(|| texts::unchanged(language)).or(note);
    let state = as_it_is(language, now);
    cx.enter(StaffDialogue::Rule(RuleChange { nonce, wish, ..change }));
    cx.show(Reply::text(Html::paragraphs(above.into_iter().chain([state, text]))).buttons(buttons)).await
}

async fn confirm(cx: &mut Context, change: RuleChange) -> Result<bool> {
    cx.require(Permission::ChangeProgram)?;
    let operation = cx.operation(operation_id(&change.nonce));
    match change.wish {
        Some(Wish::Lifetime(lifetime)) => drop(shop::set_points_lifetime(&mut cx.tx, &operation, lifetime).await?),
        Some(Wish::Consent(least)) => shop::set_consent_from(&mut cx.tx, &operation, least).await?,
        None => return Ok(false),
    }
    cx.leave();
    let reply = overview(cx, Some(texts::saved(cx.language))).await?;
    cx.show(reply).await?;
    Ok(true)
}

/// The rule as it is.
fn as_it_is(language: Language, rule: Wish) -> Html {
    match rule {
        Wish::Lifetime(Some(lifetime)) => texts::lifetime(language, &texts::days(language, lifetime.days())),
        Wish::Lifetime(None) => texts::lifetime_none(language),
        Wish::Consent(Some(least)) if least.is_positive() => {
            texts::consent_from(language, &format::points(language, least))
        }
        Wish::Consent(Some(_)) => texts::consent_always(language),
        Wish::Consent(None) => texts::consent_never(language),
    }
}

fn question(language: Language, rule: Rule) -> Html {
    match rule {
        Rule::Lifetime => texts::lifetime_ask(language, i64::from(Lifetime::MOST_DAYS)),
        Rule::Consent => texts::consent_ask(language),
    }
}

/// What is offered, without what is so already.
fn choices(language: Language, rule: Rule, now: Wish, nonce: &str) -> Buttons {
    let (numbers, never) = match rule {
        Rule::Lifetime => (DAYS, texts::button_forever(language)),
        Rule::Consent => (CONSENT_FROM, texts::button_never_ask(language)),
    };
    let label = |number: i64| match (rule, number) {
        (Rule::Lifetime, days) => texts::days(language, days),
        (Rule::Consent, 0) => texts::button_always_ask(language),
        (Rule::Consent, least) => texts::button_from(language, &format::count(language, least)),
    };
    let offered = numbers.into_iter().filter(|number| rule.wish(Money::from_minor(number * 100)) != Some(now));
    let offered = offered.map(|number| vec![button(label(number), Step::Number(number).encode(nonce))]);
    let never = (now != rule.never()).then(|| vec![button(never, Step::Never.encode(nonce))]);
    offered.chain(never).collect()
}

/// What a change would mean, for new points and for those that customers have.
fn meaning(cx: &Context, program: &Program, wish: Wish) -> Html {
    let language = cx.language;
    match wish {
        Wish::Lifetime(Some(lifetime)) => {
            let days = texts::days(language, lifetime.days());
            let zone = cx.shop.format.timezone;
            let last = expiry::last_moment(lifetime.expiry(zone, cx.now));
            let now = match program.points_lifetime {
                None => texts::lifetime_of_present(language, &days, &format::date(language, zone, last)),
                Some(_) => texts::lifetime_of_present_stays(language),
            };
            let warnings = match lifetime.warned_from_start() {
                None => texts::lifetime_warnings(language),
                Some(_) => texts::lifetime_warnings_short(language),
            };
            Html::paragraphs([texts::lifetime_of_new(language, &days), now, warnings])
        }
        Wish::Lifetime(None) => texts::lifetime_off(language),
        Wish::Consent(Some(least)) if least.is_positive() => texts::consent_means(language, Points(least)),
        Wish::Consent(Some(_)) => texts::consent_always_means(language),
        Wish::Consent(None) => texts::consent_never_means(language),
    }
}

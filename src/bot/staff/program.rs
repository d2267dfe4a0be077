//! The rules of the program that an owner changes in the chat: how long points live, and from how many points on a spend
//! needs the customer's consent. What a change means is said before it is confirmed.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::context::Context,
    domain::{Language, Lifetime, Money, OperationId, Permission, Program, expiry},
    messages::{
        callback::{Rule, StaffPress},
        outgoing::Buttons,
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
enum RuleValue {
    Lifetime(Option<Lifetime>),
    Consent(Option<Money>),
}

/// A rule that is to be changed, and to what, once that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RuleChange {
    rule: Rule,
    #[serde(rename = "wish")]
    new_value: Option<RuleValue>,
}

impl Rule {
    /// What a number that was chosen or typed means; `None` where it cannot be.
    fn value_of(self, amount: Money) -> Option<RuleValue> {
        match self {
            Self::Lifetime if amount.minor() % 100 != 0 => None,
            Self::Lifetime => {
                Lifetime::from_days(amount.minor() / 100).ok().map(|days| RuleValue::Lifetime(Some(days)))
            }
            Self::Consent if amount.is_negative() => None,
            Self::Consent => Some(RuleValue::Consent(Some(amount))),
        }
    }

    /// The rule switched off.
    const fn off(self) -> RuleValue {
        match self {
            Self::Lifetime => RuleValue::Lifetime(None),
            Self::Consent => RuleValue::Consent(None),
        }
    }

    fn current_value(self, program: &Program) -> RuleValue {
        match self {
            Self::Lifetime => RuleValue::Lifetime(program.points_lifetime),
            Self::Consent => RuleValue::Consent(program.consent_from),
        }
    }
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
    let text =
        texts::program(language, &Html::lines(rules.map(|rule| rule_line(language, rule.current_value(&program)))));
    let buttons = rules.map(|rule| {
        let label = match rule {
            Rule::Lifetime => texts::button_lifetime(language),
            Rule::Consent => texts::button_consent(language),
        };
        vec![button(label, StaffPress::Rule(rule).encode())]
    });
    Ok(Reply::text(Html::paragraphs(above.into_iter().chain([text]))).buttons(buttons.into()))
}

steps! {
    /// The steps of a change.
    RuleStep {
        /// One of the offered numbers.
        Number(number: i64) = "number",
        /// The rule is switched off.
        Never = "never",
        /// The change is meant.
        Confirm = "confirm",
    }
}

impl Conversation for RuleChange {
    const NAME: &'static str = "rule";
    type Step = RuleStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let of = |rule: Rule| [Self { rule, new_value: None }, Self { rule, new_value: Some(rule.off()) }];
        Rule::ALL.into_iter().flat_map(of).collect()
    }

    /// Asks what the rule is to be; where that is known, says what it means.
    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::ChangeProgram)?;
        let language = cx.language;
        let program = shop::program(&mut cx.tx).await?;
        let question = Question::new(cx);
        let current = self.rule.current_value(&program);
        let new_value = self.new_value.filter(|new_value| *new_value != current);
        let (text, buttons) = match new_value {
            Some(new_value) => {
                let confirm = question.button(common::button_confirm(language), RuleStep::Confirm);
                (effects(cx, &program, new_value), vec![vec![confirm]])
            }
            None => (question_text(language, self.rule), choices(language, self.rule, current, &question)),
        };
        let is_unchanged = new_value.is_none() && self.new_value.is_some();
        let above = is_unchanged.then(|| texts::unchanged(language)).or(note);
        let text = below(above, Html::paragraphs([rule_line(language, current), text]));
        question.ask(cx, &Self { new_value, ..self }, text, buttons).await
    }

    /// A number in words.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let new_value = Money::parse(text).ok().and_then(|amount| self.rule.value_of(amount));
        let note = new_value.is_none().then(|| match self.rule {
            Rule::Lifetime => texts::lifetime_bad(cx.language, i64::from(Lifetime::MOST_DAYS)),
            Rule::Consent => staff_points::bad_amount(cx.language),
        });
        Self { new_value, ..self }.ask(cx, note).await?;
        Ok(Next::Answered)
    }

    async fn press(self, cx: &mut Context, step: RuleStep, nonce: &str) -> Result<Next> {
        let new_value = match step {
            RuleStep::Number(number) => {
                number.checked_mul(100).map(Money::from_minor).and_then(|number| self.rule.value_of(number))
            }
            RuleStep::Never => Some(self.rule.off()),
            RuleStep::Confirm => return confirm(cx, self, nonce).await,
        };
        if new_value.is_none() {
            return Ok(Next::Unexpected);
        }
        Self { new_value, ..self }.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("rule:{nonce}"))
}

/// Asks what a rule is to be.
pub(crate) async fn begin(cx: &mut Context, rule: Rule) -> Result<()> {
    RuleChange { rule, new_value: None }.ask(cx, None).await
}

async fn confirm(cx: &mut Context, change: RuleChange, nonce: &str) -> Result<Next> {
    cx.require(Permission::ChangeProgram)?;
    let operation = cx.operation(operation_id(nonce));
    match change.new_value {
        Some(RuleValue::Lifetime(lifetime)) => drop(shop::set_points_lifetime(&mut cx.tx, &operation, lifetime).await?),
        Some(RuleValue::Consent(least)) => shop::set_consent_from(&mut cx.tx, &operation, least).await?,
        None => return Ok(Next::Unexpected),
    }
    cx.leave();
    let reply = overview(cx, Some(texts::saved(cx.language))).await?;
    cx.show(reply).await?;
    Ok(Next::Answered)
}

/// The rule as it is.
fn rule_line(language: Language, rule: RuleValue) -> Html {
    match rule {
        RuleValue::Lifetime(Some(lifetime)) => texts::lifetime(language, &texts::days(language, lifetime.days())),
        RuleValue::Lifetime(None) => texts::lifetime_none(language),
        RuleValue::Consent(Some(least)) if least.is_positive() => {
            texts::consent_from(language, &format::points(language, least))
        }
        RuleValue::Consent(Some(_)) => texts::consent_always(language),
        RuleValue::Consent(None) => texts::consent_never(language),
    }
}

fn question_text(language: Language, rule: Rule) -> Html {
    match rule {
        Rule::Lifetime => texts::lifetime_ask(language, i64::from(Lifetime::MOST_DAYS)),
        Rule::Consent => texts::consent_ask(language),
    }
}

/// What is offered, without what is so already.
fn choices(language: Language, rule: Rule, current: RuleValue, question: &Question<RuleChange>) -> Buttons {
    let (numbers, never) = match rule {
        Rule::Lifetime => (DAYS, texts::button_forever(language)),
        Rule::Consent => (CONSENT_FROM, texts::button_never_ask(language)),
    };
    let label = |number: i64| match (rule, number) {
        (Rule::Lifetime, days) => texts::days(language, days),
        (Rule::Consent, 0) => texts::button_always_ask(language),
        (Rule::Consent, least) => texts::button_from(language, &format::count(language, least)),
    };
    let offered = numbers.into_iter().filter(|number| rule.value_of(Money::from_minor(number * 100)) != Some(current));
    let offered = offered.map(|number| vec![question.button(label(number), RuleStep::Number(number))]);
    let never = (current != rule.off()).then(|| vec![question.button(never, RuleStep::Never)]);
    offered.chain(never).collect()
}

/// What a change would mean, for new points and for those that customers have.
fn effects(cx: &Context, program: &Program, new_value: RuleValue) -> Html {
    let language = cx.language;
    match new_value {
        RuleValue::Lifetime(Some(lifetime)) => {
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
        RuleValue::Lifetime(None) => texts::lifetime_off(language),
        RuleValue::Consent(Some(least)) if least.is_positive() => texts::consent_means(language, Points(least)),
        RuleValue::Consent(Some(_)) => texts::consent_always_means(language),
        RuleValue::Consent(None) => texts::consent_never_means(language),
    }
}

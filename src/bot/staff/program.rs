//! The rules of the program that an owner changes in the chat: the lifetime of points, the number of points from which a
//! spend needs the customer's consent, and what the QR code of a card holds. The effects of a change are shown before it is
//! confirmed.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::context::Context,
    domain::{CardQr, Language, Lifetime, Money, OperationId, Permission, Program, expiry},
    messages::{
        callback::{Rule, StaffPress},
        outgoing::Buttons,
        reply::{Reply, button},
    },
    service::{Result, shop},
    texts::{Html, Points, common, format, staff_invoice, staff_points, staff_program as texts},
};

/// The offered lifetimes, in days.
const DAYS: [i64; 3] = [90, 180, 365];
/// The offered numbers of points from which consent is needed; 0: always.
const CONSENT_FROM: [i64; 3] = [0, 1000, 5000];

/// The value of a rule. `None`: points never expire, consent is never needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RuleValue {
    Lifetime(Option<Lifetime>),
    Consent(Option<Money>),
    CardQr(CardQr),
}

/// The rule that is changed, and its new value once it is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RuleChange {
    rule: Rule,
    new_value: Option<RuleValue>,
}

impl Rule {
    /// The value that a chosen or typed number stands for; `None` where it is not valid.
    fn value_of(self, amount: Money) -> Option<RuleValue> {
        match self {
            Self::Lifetime if amount.minor() % 100 != 0 => None,
            Self::Lifetime => {
                Lifetime::from_days(amount.minor() / 100).ok().map(|days| RuleValue::Lifetime(Some(days)))
            }
            Self::Consent if amount.is_negative() => None,
            Self::Consent => Some(RuleValue::Consent(Some(amount))),
            Self::CardQr => None,
        }
    }

    /// The value of a rule that is switched off.
    const fn off(self) -> RuleValue {
        match self {
            Self::Lifetime => RuleValue::Lifetime(None),
            Self::Consent => RuleValue::Consent(None),
            Self::CardQr => RuleValue::CardQr(CardQr::Digits),
        }
    }

    fn current_value(self, program: &Program) -> RuleValue {
        match self {
            Self::Lifetime => RuleValue::Lifetime(program.points_lifetime),
            Self::Consent => RuleValue::Consent(program.consent_from),
            Self::CardQr => RuleValue::CardQr(program.card_qr),
        }
    }
}

/// Shows the rules with their current values.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    cx.require(Permission::ChangeProgram)?;
    let reply = overview(cx, None).await?;
    cx.show(reply).await
}

async fn overview(cx: &mut Context, above: Option<Html>) -> Result<Reply> {
    let language = cx.language;
    let program = shop::program(&mut cx.tx).await?;
    let rules = Rule::ALL;
    let text =
        texts::program(language, &Html::lines(rules.map(|rule| rule_line(language, rule.current_value(&program)))));
    let buttons = rules.map(|rule| {
        let label = match rule {
            Rule::Lifetime => texts::button_lifetime(language),
            Rule::Consent => texts::button_consent(language),
            Rule::CardQr => texts::button_card_qr(language),
        };
        vec![button(label, StaffPress::Rule(rule).encode())]
    });
    Ok(Reply::text(Html::paragraphs(above.into_iter().chain([text]))).buttons(buttons.into()))
}

steps! {
    /// The steps of a change.
    RuleStep {
        /// Chooses one of the offered numbers.
        Number(number: i64) = "number",
        /// Lets the QR code of a card hold a link.
        Link = "link",
        /// Switches the rule off.
        Never = "never",
        /// Confirms the change.
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

    /// Asks for the new value; where it is chosen, shows its effects and asks for a confirmation.
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

    /// A typed number.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let new_value = Money::parse(text).ok().and_then(|amount| self.rule.value_of(amount));
        let note = new_value.is_none().then(|| match self.rule {
            Rule::Lifetime => texts::lifetime_bad(cx.language, i64::from(Lifetime::MOST_DAYS)),
            Rule::Consent => staff_points::bad_amount(cx.language),
            Rule::CardQr => staff_invoice::press_a_button(cx.language),
        });
        Self { new_value, ..self }.ask(cx, note).await?;
        Ok(Next::Answered)
    }

    async fn press(self, cx: &mut Context, step: RuleStep, nonce: &str) -> Result<Next> {
        let new_value = match step {
            RuleStep::Number(number) => {
                number.checked_mul(100).map(Money::from_minor).and_then(|number| self.rule.value_of(number))
            }
            RuleStep::Link if self.rule == Rule::CardQr => Some(RuleValue::CardQr(CardQr::Link)),
            RuleStep::Link => None,
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

/// Asks for the new value of a rule.
pub(crate) async fn begin(cx: &mut Context, rule: Rule) -> Result<()> {
    RuleChange { rule, new_value: None }.ask(cx, None).await
}

async fn confirm(cx: &mut Context, change: RuleChange, nonce: &str) -> Result<Next> {
    cx.require(Permission::ChangeProgram)?;
    let operation = cx.operation(operation_id(nonce));
    match change.new_value {
        Some(RuleValue::Lifetime(lifetime)) => drop(shop::set_points_lifetime(&mut cx.tx, &operation, lifetime).await?),
        Some(RuleValue::Consent(least)) => shop::set_consent_from(&mut cx.tx, &operation, least).await?,
        Some(RuleValue::CardQr(content)) => shop::set_card_qr(&mut cx.tx, &operation, content).await?,
        None => return Ok(Next::Unexpected),
    }
    cx.leave();
    let reply = overview(cx, Some(texts::saved(cx.language))).await?;
    cx.show(reply).await?;
    Ok(Next::Answered)
}

/// The line with the value of a rule.
fn rule_line(language: Language, rule: RuleValue) -> Html {
    match rule {
        RuleValue::Lifetime(Some(lifetime)) => texts::lifetime(language, &texts::days(language, lifetime.days())),
        RuleValue::Lifetime(None) => texts::lifetime_none(language),
        RuleValue::Consent(Some(least)) if least.is_positive() => {
            texts::consent_from(language, &format::points(language, least))
        }
        RuleValue::Consent(Some(_)) => texts::consent_always(language),
        RuleValue::Consent(None) => texts::consent_never(language),
        RuleValue::CardQr(CardQr::Digits) => texts::card_qr_digits(language),
        RuleValue::CardQr(CardQr::Link) => texts::card_qr_link(language),
    }
}

fn question_text(language: Language, rule: Rule) -> Html {
    match rule {
        Rule::Lifetime => texts::lifetime_ask(language, i64::from(Lifetime::MOST_DAYS)),
        Rule::Consent => texts::consent_ask(language),
        Rule::CardQr => texts::card_qr_ask(language),
    }
}

/// The offered values, without the current one.
fn choices(language: Language, rule: Rule, current: RuleValue, question: &Question<RuleChange>) -> Buttons {
    let (numbers, never) = match rule {
        Rule::Lifetime => (DAYS, texts::button_forever(language)),
        Rule::Consent => (CONSENT_FROM, texts::button_never_ask(language)),
        Rule::CardQr => {
            let (label, step) = match current {
                RuleValue::CardQr(CardQr::Link) => (texts::button_qr_digits(language), RuleStep::Never),
                _ => (texts::button_qr_link(language), RuleStep::Link),
            };
            return vec![vec![question.button(label, step)]];
        }
    };
    let label = |number: i64| match number {
        days if rule == Rule::Lifetime => texts::days(language, days),
        0 => texts::button_always_ask(language),
        least => texts::button_from(language, &format::count(language, least)),
    };
    let offered = numbers.into_iter().filter(|number| rule.value_of(Money::from_minor(number * 100)) != Some(current));
    let offered = offered.map(|number| vec![question.button(label(number), RuleStep::Number(number))]);
    let never = (current != rule.off()).then(|| vec![question.button(never, RuleStep::Never)]);
    offered.chain(never).collect()
}

/// The effects of a change, on new points and on those that customers have.
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
        RuleValue::CardQr(CardQr::Digits) => texts::card_qr_digits_means(language),
        RuleValue::CardQr(CardQr::Link) => texts::card_qr_link_means(language),
    }
}

//! Giving a customer a coupon: what it gives, its title, until when it can be used.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::context::Context,
    clock::Timestamp,
    domain::{CouponKind, CouponWorth, CustomerId, Language, Lifetime, Money, OperationId, Permission, Rate, visible},
    messages::{
        callback::StaffPress,
        coupon,
        outgoing::Buttons,
        person,
        reply::{Reply, button},
    },
    notices::{self, coupon::Given},
    service::{
        Result,
        coupons::{self, MAX_TITLE},
        customers::{self, Customer},
    },
    texts::{Html, common, staff_coupon as texts, staff_find, staff_invoice, staff_points, staff_program},
};

/// The offered numbers of days.
const DAYS: [i64; 3] = [7, 30, 90];

/// What is known of the coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CouponForm {
    customer: CustomerId,
    kind: Option<CouponKind>,
    worth: Option<CouponWorth>,
    title: Option<String>,
    validity: Option<Validity>,
}

/// Until when a coupon can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Validity {
    Forever,
    /// The first moment at which it cannot be used any more, in microseconds since 1970.
    Until(i64),
}

impl Validity {
    fn expires_at(self) -> Option<Timestamp> {
        match self {
            Self::Forever => None,
            Self::Until(micros) => Some(Timestamp(micros)),
        }
    }
}

steps! {
    /// The steps of a new coupon.
    CouponStep {
        /// Chooses what it gives.
        Kind(kind: CouponKind) = "kind",
        /// Chooses one of the offered numbers of days.
        Number(days: i64) = "number",
        /// It can be used on any day.
        Never = "never",
        /// Confirms the preview.
        Confirm = "confirm",
    }
}

impl Conversation for CouponForm {
    const NAME: &'static str = "coupon";
    type Step = CouponStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let kind = Self { customer: CustomerId(1), kind: None, worth: None, title: None, validity: None };
        let worth = |chosen| Self { kind: Some(chosen), ..kind.clone() };
        let title = Self { worth: Some(CouponWorth::Gift), ..worth(CouponKind::Gift) };
        let days = Self { title: Some("A cup of coffee".to_owned()), ..title.clone() };
        let preview = Self { validity: Some(Validity::Until(i64::MAX)), ..days.clone() };
        let forever = Self { validity: Some(Validity::Forever), ..days.clone() };
        let worths = CouponKind::ALL.iter().map(|chosen| worth(*chosen));
        [kind.clone()].into_iter().chain(worths).chain([title, days, preview, forever]).collect()
    }

    async fn ask(mut self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::GiveCoupon)?;
        let customer = customers::get(&mut cx.tx, self.customer).await?;
        customers::require_open(&customer)?;
        if self.kind == Some(CouponKind::Gift) {
            self.worth = Some(CouponWorth::Gift);
        }
        let question = Question::new(cx);
        let (text, buttons) = self.next_question(cx, &customer, &question);
        question.ask(cx, &self, below(note, text), buttons).await
    }

    async fn answer(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let language = cx.language;
        let complaint = match (self.kind, self.worth, &self.title, self.validity) {
            (None, ..) | (.., Some(_)) => Some(staff_invoice::press_a_button(language)),
            (Some(kind), None, ..) => {
                self.worth = read_worth(cx, kind, text);
                self.worth.is_none().then(|| worth_complaint(language, kind))
            }
            (_, _, None, _) => {
                let title = visible(text);
                let is_title = (1..=MAX_TITLE).contains(&title.chars().count());
                self.title = is_title.then_some(title);
                (!is_title).then(|| texts::title_bad(language, i64::try_from(MAX_TITLE).unwrap_or(i64::MAX)))
            }
            (_, _, Some(_), None) => {
                self.validity = text.trim().parse().ok().and_then(|days| validity(cx, days));
                let most = i64::from(Lifetime::MOST_DAYS);
                self.validity.is_none().then(|| staff_program::lifetime_bad(language, most))
            }
        };
        self.ask(cx, complaint).await?;
        Ok(Next::Answered)
    }

    async fn press(mut self, cx: &mut Context, step: CouponStep, nonce: &str) -> Result<Next> {
        match step {
            CouponStep::Kind(kind) if self.kind.is_none() => self.kind = Some(kind),
            CouponStep::Number(days) if self.title.is_some() && self.validity.is_none() => {
                self.validity = validity(cx, days);
            }
            CouponStep::Never if self.title.is_some() && self.validity.is_none() => {
                self.validity = Some(Validity::Forever);
            }
            CouponStep::Confirm => return self.give(cx, nonce).await,
            CouponStep::Kind(_) | CouponStep::Number(_) | CouponStep::Never => return Ok(Next::Unexpected),
        }
        self.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        (self.worth.is_some() || self.title.is_some()).then(|| texts::button_coupon(language))
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

/// Begins for a customer.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId) -> Result<()> {
    CouponForm { customer, kind: None, worth: None, title: None, validity: None }.ask(cx, None).await
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("coupon:{nonce}"))
}

impl CouponForm {
    /// The question for the first missing part; the preview where the form is complete.
    fn next_question(&self, cx: &Context, customer: &Customer, question: &Question<Self>) -> (Html, Buttons) {
        let (language, name) = (cx.language, person::name(customer));
        let Some(kind) = self.kind else {
            return (texts::kind_ask(language, &name), kind_buttons(language, question));
        };
        let Some(worth) = self.worth else {
            let text = match kind {
                CouponKind::Percent => texts::percent_ask(language),
                CouponKind::Amount => texts::amount_ask(language),
                CouponKind::Points | CouponKind::Gift => texts::points_ask(language),
            };
            return (text, Buttons::new());
        };
        let Some(title) = &self.title else {
            let is_gift = kind == CouponKind::Gift;
            let text = if is_gift { texts::title_of_gift_ask(language) } else { texts::title_ask(language) };
            return (text, Buttons::new());
        };
        let Some(validity) = self.validity else {
            let days = |days: i64| vec![question.button(staff_program::days(language, days), CouponStep::Number(days))];
            let forever = question.button(staff_program::button_forever(language), CouponStep::Never);
            let text = texts::days_ask(language, i64::from(Lifetime::MOST_DAYS));
            return (text, DAYS.into_iter().map(days).chain([vec![forever]]).collect());
        };
        let worth = coupon::worth(language, cx.shop.format, worth);
        let until = coupon::until(language, cx.shop.format, validity.expires_at());
        let text = texts::preview(language, &name, customer.code.as_str(), title, &worth, &until);
        (text, vec![vec![question.button(common::button_confirm(language), CouponStep::Confirm)]])
    }

    /// Gives the coupon of the preview, and tells the customer.
    async fn give(self, cx: &mut Context, nonce: &str) -> Result<Next> {
        let (Some(worth), Some(title), Some(validity)) = (self.worth, &self.title, self.validity) else {
            return Ok(Next::Unexpected);
        };
        let expires_at = validity.expires_at();
        let operation = cx.operation(operation_id(nonce));
        coupons::give(&mut cx.tx, &operation, self.customer, title, worth, expires_at).await?;
        cx.leave();
        let customer = customers::get(&mut cx.tx, self.customer).await?;
        let (language, shop) = (cx.language, cx.shop.format);
        let until = coupon::until(language, shop, expires_at);
        let text =
            texts::done(language, &person::name(&customer), title, &coupon::worth(language, shop, worth), &until);
        let card = button(staff_find::button_card(language), StaffPress::Card(customer.customer_id).encode());
        cx.show(Reply::text(text).buttons(vec![vec![card]])).await?;
        notices::coupon::given(&mut cx.tx, cx.now, shop, &customer, &Given { title, worth, expires_at }).await?;
        Ok(Next::Answered)
    }
}

fn kind_buttons(language: Language, question: &Question<CouponForm>) -> Buttons {
    let button = |(kind, label): (CouponKind, String)| vec![question.button(label, CouponStep::Kind(kind))];
    let kinds = [
        (CouponKind::Percent, texts::button_percent(language)),
        (CouponKind::Amount, texts::button_amount(language)),
        (CouponKind::Points, texts::button_points(language)),
        (CouponKind::Gift, texts::button_gift(language)),
    ];
    kinds.into_iter().map(button).collect()
}

/// Reads what a coupon is worth: a percentage, perhaps with its sign, or an amount.
fn read_worth(cx: &Context, kind: CouponKind, text: &str) -> Option<CouponWorth> {
    let worth = match kind {
        CouponKind::Percent => {
            let percent = Money::parse(text.trim().trim_end_matches('%')).ok()?;
            CouponWorth::Percent(Rate::from_percent(percent.to_decimal()).ok()?)
        }
        CouponKind::Amount => CouponWorth::Amount(cx.reader().amount(text)?),
        CouponKind::Points => CouponWorth::Points(cx.reader().amount(text)?),
        CouponKind::Gift => CouponWorth::Gift,
    };
    worth.is_valid().then_some(worth)
}

fn worth_complaint(language: Language, kind: CouponKind) -> Html {
    if kind == CouponKind::Percent { texts::percent_bad(language) } else { staff_points::bad_amount(language) }
}

/// To the end of the day that many days from now; `None` where there may not be so many.
fn validity(cx: &Context, days: i64) -> Option<Validity> {
    let lifetime = Lifetime::from_days(days).ok()?;
    Some(Validity::Until(lifetime.expiry(cx.shop.format.timezone, cx.now).0))
}

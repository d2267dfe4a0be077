//! What an invoice in the making looks like.

use super::{
    super::question::Question,
    form::{InvoiceForm, InvoiceStep},
};
use crate::{
    domain::{Language, Line, Money, PointsWallet},
    messages::{ShopFormat, outgoing::Buttons, person, receipt},
    service::{
        customers::Customer,
        invoices::{Quote, Redeemable},
    },
    texts::{Html, common, format, staff_invoice as texts},
};

/// What can still be chosen below a preview.
pub(super) struct Choices {
    /// There are points to redeem.
    pub(super) has_points: bool,
    /// The rest is left as a debt.
    pub(super) on_credit: bool,
    /// What is left to pay.
    pub(super) to_pay: Money,
}

/// What was sold so far.
pub(super) fn lines_so_far(language: Language, shop: ShopFormat, name: &str, lines: &[Line]) -> Html {
    let total = Money::checked_sum(lines.iter().map(|line| line.total)).unwrap_or(Money::ZERO);
    let total = shop.money(language, total);
    texts::sale_more(language, name, &receipt::lines(language, shop, lines), &total)
}

/// The question whether points pay for part of it.
pub(super) fn points_question(language: Language, shop: ShopFormat, total: Money) -> Html {
    texts::sale_points(language, &shop.money(language, total))
}

/// For each wallet that has something: all of it, or another amount.
pub(super) fn points_buttons(language: Language, limits: Redeemable, question: &Question<InvoiceForm>) -> Buttons {
    type Labels = (fn(Language, &str) -> String, fn(Language) -> String);
    let of = |wallet: PointsWallet, (all, some): Labels| match limits.of(wallet) {
        most if most.is_positive() => vec![
            question.button(all(language, &format::points(language, most)), InvoiceStep::AllOf(wallet)),
            question.button(some(language), InvoiceStep::SomeOf(wallet)),
        ],
        _ => Vec::new(),
    };
    vec![
        of(PointsWallet::Main, (texts::button_all_main, texts::button_some_main)),
        of(PointsWallet::Referral, (texts::button_all_referral, texts::button_some_referral)),
        vec![question.button(texts::button_no_points(language), InvoiceStep::NoPoints)],
    ]
}

/// The question whether the rest is paid.
pub(super) fn payment_question(language: Language, shop: ShopFormat, to_pay: Money) -> Html {
    texts::sale_payment(language, &shop.money(language, to_pay))
}

/// All that confirming will do.
pub(super) fn preview(
    language: Language,
    shop: ShopFormat,
    customer: &Customer,
    lines: &[Line],
    quote: &Quote,
) -> Html {
    Html::paragraphs([
        texts::preview_title(language, &person::name(customer), customer.code.as_str()),
        receipt::lines(language, shop, lines),
        receipt::sums(language, shop, quote, texts::to_pay, texts::to_earn),
        texts::preview_question(language),
    ])
}

/// Confirming, and changing one's mind.
pub(super) fn preview_buttons(language: Language, choices: &Choices, question: &Question<InvoiceForm>) -> Buttons {
    let payment = match choices {
        Choices { on_credit: true, .. } => Some(question.button(texts::button_paid(language), InvoiceStep::Paid)),
        Choices { to_pay, .. } if to_pay.is_positive() => {
            Some(question.button(texts::button_on_credit(language), InvoiceStep::OnCredit))
        }
        Choices { .. } => None,
    };
    let points =
        choices.has_points.then(|| question.button(texts::button_change_points(language), InvoiceStep::ChangePoints));
    vec![
        vec![question.button(common::button_confirm(language), InvoiceStep::Confirm)],
        points.into_iter().chain(payment).collect(),
        vec![question.button(texts::button_change_lines(language), InvoiceStep::ChangeLines)],
    ]
}

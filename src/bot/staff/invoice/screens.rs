//! The texts and buttons of an invoice that is not issued yet.

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

/// What decides which buttons are below a preview.
pub(super) struct Choices {
    /// Points can be redeemed, or are.
    pub(super) has_points: bool,
    /// The rest is left as a debt.
    pub(super) on_credit: bool,
    /// What is left to pay.
    pub(super) to_pay: Money,
}

/// The question who buys, below the goods that were typed.
pub(super) fn customer_question(language: Language, shop: ShopFormat, lines: &[Line]) -> Html {
    if lines.is_empty() {
        return texts::sale_whom(language);
    }
    texts::sale_whom_goods(language, &receipt::lines(language, shop, lines), &total(language, shop, lines))
}

/// The goods so far, with their total.
pub(super) fn lines_so_far(language: Language, shop: ShopFormat, name: &str, lines: &[Line]) -> Html {
    texts::sale_more(language, name, &receipt::lines(language, shop, lines), &total(language, shop, lines))
}

fn total(language: Language, shop: ShopFormat, lines: &[Line]) -> String {
    let total = Money::checked_sum(lines.iter().map(|line| line.total)).unwrap_or(Money::ZERO);
    shop.money(language, total)
}

/// There are no points in the wallet that was named: what there is in the other one.
pub(super) fn nothing_in_wallet(language: Language, limits: Redeemable, wallet: PointsWallet) -> Html {
    let other = match wallet {
        PointsWallet::Main => PointsWallet::Referral,
        PointsWallet::Referral => PointsWallet::Main,
    };
    match limits.of(other) {
        most if most.is_positive() => {
            let [wallet, other] = [wallet, other].map(|wallet| common::wallet(language, wallet));
            texts::nothing_in_wallet(language, &wallet, &other, &format::points(language, most))
        }
        _ => texts::nothing_to_redeem(language),
    }
}

/// The question whether points are redeemed.
pub(super) fn points_question(language: Language, shop: ShopFormat, total: Money) -> Html {
    texts::sale_points(language, &shop.money(language, total))
}

/// Two buttons for each wallet that has points: all of them, or another amount.
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

/// The preview: what confirming will do.
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

/// The buttons that confirm, or change a part of the form.
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

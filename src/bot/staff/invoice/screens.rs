//! What an invoice in the making looks like.

use super::super::name_of;
use crate::{
    domain::{Currency, Language, Line, Money, PointsWallet, Quantity},
    messages::{callback::Step, outgoing::Buttons, reply::button},
    service::{
        customers::Customer,
        invoices::{Quote, Redeemable},
    },
    texts::{Html, Points, format, staff_invoice as texts},
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
pub(super) fn lines_so_far(language: Language, currency: Currency, name: &str, lines: &[Line]) -> Html {
    let total = Money::checked_sum(lines.iter().map(|line| line.total)).unwrap_or(Money::ZERO);
    let total = format::money(language, currency, total);
    texts::sale_more(language, name, &listed(language, currency, lines), &total)
}

/// The question whether points pay for part of it.
pub(super) fn points_question(language: Language, currency: Currency, total: Money) -> Html {
    texts::sale_points(language, &format::money(language, currency, total))
}

/// For each wallet that has something: all of it, or another amount.
pub(super) fn points_buttons(language: Language, limits: Redeemable, nonce: &str) -> Buttons {
    type Labels = (fn(Language, &str) -> String, fn(Language) -> String);
    let of = |wallet: PointsWallet, (all, some): Labels| match limits.of(wallet) {
        most if most.is_positive() => vec![
            button(all(language, &format::points(language, most)), Step::AllOf(wallet).encode(nonce)),
            button(some(language), Step::SomeOf(wallet).encode(nonce)),
        ],
        _ => Vec::new(),
    };
    vec![
        of(PointsWallet::Main, (texts::button_all_main, texts::button_some_main)),
        of(PointsWallet::Referral, (texts::button_all_referral, texts::button_some_referral)),
        vec![button(texts::button_no_points(language), Step::NoPoints.encode(nonce))],
    ]
}

/// The question whether the rest is paid.
pub(super) fn payment_question(language: Language, currency: Currency, to_pay: Money) -> Html {
    texts::sale_payment(language, &format::money(language, currency, to_pay))
}

/// All that confirming will do.
pub(super) fn preview(
    language: Language,
    currency: Currency,
    customer: &Customer,
    lines: &[Line],
    quote: &Quote,
) -> Html {
    Html::paragraphs([
        texts::preview_title(language, &name_of(customer), customer.code.as_str()),
        listed(language, currency, lines),
        sums(language, currency, quote, texts::to_pay, texts::to_earn),
        texts::preview_question(language),
    ])
}

/// Confirming, and changing one's mind.
pub(super) fn preview_buttons(language: Language, choices: &Choices, nonce: &str) -> Buttons {
    let payment = match choices {
        Choices { on_credit: true, .. } => Some(button(texts::button_paid(language), Step::Paid.encode(nonce))),
        Choices { to_pay, .. } if to_pay.is_positive() => {
            Some(button(texts::button_on_credit(language), Step::OnCredit.encode(nonce)))
        }
        Choices { .. } => None,
    };
    let points =
        choices.has_points.then(|| button(texts::button_change_points(language), Step::ChangePoints.encode(nonce)));
    vec![
        vec![button(crate::texts::common::button_confirm(language), Step::Confirm.encode(nonce))],
        points.into_iter().chain(payment).collect(),
        vec![button(texts::button_change_lines(language), Step::ChangeLines.encode(nonce))],
    ]
}

/// What an invoice did, for the one who issued it.
pub(super) fn receipt(
    language: Language,
    currency: Currency,
    number: &str,
    customer: &Customer,
    lines: &[Line],
    quote: &Quote,
    (main, referral): (Money, Money),
) -> Html {
    let balance = texts::balance(language, &format::points(language, main), &format::points(language, referral));
    Html::paragraphs([
        texts::issued(language, number, &name_of(customer)),
        listed(language, currency, lines),
        Html::lines([sums(language, currency, quote, texts::paid, texts::earned), balance]),
    ])
}

fn listed(language: Language, currency: Currency, lines: &[Line]) -> Html {
    let money = |amount| format::money(language, currency, amount);
    Html::lines(lines.iter().map(|line| match line.quantity {
        Quantity::ONE => texts::line_single(language, &line.name, &money(line.total)),
        quantity => {
            let quantity = format::quantity(language, quantity);
            texts::line(language, &line.name, &quantity, &money(line.unit_price), &money(line.total))
        }
    }))
}

fn sums(
    language: Language,
    currency: Currency,
    quote: &Quote,
    paid: fn(Language, &str) -> Html,
    earned: fn(Language, Points) -> Html,
) -> Html {
    let money = |amount| format::money(language, currency, amount);
    let redeemed = format::points(language, quote.redeemed);
    let where_any = |amount: Money, text: Html| if amount.is_positive() { text } else { Html::default() };
    Html::lines([
        texts::total(language, &money(quote.total)),
        match quote.redeemed_from {
            Some(PointsWallet::Main) => texts::redeemed(language, &redeemed),
            Some(PointsWallet::Referral) => texts::redeemed_referral(language, &redeemed),
            None => Html::default(),
        },
        // What is left as a debt is not paid now.
        match quote.debt {
            Money::ZERO => paid(language, &money(quote.to_pay)),
            debt => texts::debt(language, &money(debt)),
        },
        where_any(quote.earned, earned(language, Points(quote.earned))),
    ])
}

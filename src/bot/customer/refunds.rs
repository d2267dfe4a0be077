//! What was refunded of an invoice, as the customer sees it below the invoice and in the notice of a refund; staff see the
//! same.

use crate::{
    bot::context::ShopContext,
    domain::{Currency, Language, Line, Money, PointsWallet, RefundFigures, RefundedBefore, ReturnedLine},
    service::{invoices::Invoice, ledger::Balances},
    texts::{
        Html,
        format::{self, shortened},
        refund as texts,
    },
};

/// The longest name of goods that is shown, in characters.
const MAX_NAME: usize = 64;

/// What points below zero mean; nothing where none are.
pub(in crate::bot) fn points_debt(language: Language, balances: &Balances) -> Html {
    if balances.has_points_debt() { texts::points_debt(language) } else { Html::default() }
}

/// What all refunds of an invoice come to; nothing where there were none.
pub(super) fn below_invoice(
    language: Language,
    shop: &ShopContext,
    invoice: &Invoice,
    lines: &[Line],
    refunded: &RefundedBefore,
) -> Html {
    let figures = &refunded.figures;
    if !figures.total.is_positive() {
        return Html::default();
    }
    let head = if figures.total >= invoice.total_minor {
        texts::whole(language)
    } else {
        texts::part(language, &format::money(language, shop.currency, figures.total))
    };
    let goods = came_back(language, lines, refunded.lines.iter().copied());
    Html::lines([head, goods, sums(language, shop.currency, figures, invoice.redeemed_from)])
}

/// Goods that came back.
pub(crate) fn came_back(language: Language, lines: &[Line], returned: impl Iterator<Item = ReturnedLine>) -> Html {
    Html::lines(returned.filter_map(|returned| {
        let line = lines.get(returned.position.checked_sub(1)?)?;
        let quantity = format::quantity(language, returned.quantity);
        Some(texts::came_back(language, &shortened(&line.name, MAX_NAME), &quantity))
    }))
}

/// What is given back and taken back; points go to the wallet they were spent from.
pub(crate) fn sums(
    language: Language,
    currency: Currency,
    figures: &RefundFigures,
    points_to: Option<PointsWallet>,
) -> Html {
    let where_any = |amount: Money, text: Html| if amount.is_positive() { text } else { Html::default() };
    let money = |amount| format::money(language, currency, amount);
    let redeemed = match points_to {
        Some(PointsWallet::Referral) => texts::redeemed_referral,
        Some(PointsWallet::Main) | None => texts::redeemed,
    };
    let RefundFigures { redeemed: points, debt, money: cash, earned, .. } = *figures;
    Html::lines([
        where_any(cash, texts::money(language, &money(cash))),
        where_any(debt, texts::debt(language, &money(debt))),
        where_any(points, redeemed(language, &format::points(language, points))),
        where_any(earned, texts::earned(language, &format::points(language, earned))),
    ])
}

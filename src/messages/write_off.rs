//! A write-off of a till, as its customer reads of it.

use super::{ShopFormat, balances, reply::Reply};
use crate::{
    domain::{Language, Money},
    service::ledger::Balances,
    texts::{Html, format, staff_invoice, staff_points as texts},
};

/// What was written off, and what is left.
pub(crate) fn written_off(language: Language, shop: ShopFormat, points: Money, money: Money, left: &Balances) -> Reply {
    Reply::text(Html::paragraphs([
        Html::lines([texts::notice_write_off(language), amounts(language, shop, points, money)]),
        balances::points_with_debt(language, left, staff_invoice::notice_balance),
    ]))
}

/// The points and the money, of what there is.
pub(crate) fn amounts(language: Language, shop: ShopFormat, points: Money, money: Money) -> Html {
    let points = match points.is_positive() {
        true => texts::notice_write_off_points(language, &format::points(language, points)),
        false => Html::default(),
    };
    let money = match money.is_positive() {
        true => texts::notice_write_off_money(language, &shop.money(language, money)),
        false => Html::default(),
    };
    Html::lines([points, money])
}

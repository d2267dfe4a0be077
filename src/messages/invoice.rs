//! An invoice with its lines and what was refunded of it, as customers and staff see it.

use super::{ShopFormat, coupon, refund};
use crate::{
    domain::{Language, Line, Money, PointsWallet, Quantity, RefundedBefore, UsedCoupon},
    service::invoices::Invoice,
    texts::{Html, Points, format, invoices as texts},
};

/// The invoice with its lines, its coupons, its sums, and what was refunded of it.
pub(crate) fn text(
    language: Language,
    shop: ShopFormat,
    invoice: &Invoice,
    lines: &[Line],
    coupons: &[UsedCoupon],
    refunded: &RefundedBefore,
) -> Html {
    let money = |amount| shop.money(language, amount);
    let head = texts::head(language, invoice.number.as_str(), &shop.date_time(language, invoice.issued_at));
    let bought = lines.iter().map(|line| {
        let (name, total) = (line.name.trim(), money(line.total));
        if line.quantity == Quantity::ONE {
            return texts::line_of_one(language, name, &total);
        }
        let quantity = format::quantity(language, line.quantity);
        texts::line(language, name, &quantity, &money(line.unit_price), &total)
    });
    let redeemed = match invoice.redeemed_from {
        _ if !invoice.redeemed_minor.is_positive() => Html::default(),
        Some(PointsWallet::Referral) => texts::redeemed_referral(language, Points(invoice.redeemed_minor)),
        Some(PointsWallet::Main) | None => texts::redeemed(language, Points(invoice.redeemed_minor)),
    };
    let if_positive = |amount: Money, text: fn(Language, &str) -> Html| match amount {
        amount if amount.is_positive() => text(language, &money(amount)),
        _ => Html::default(),
    };
    let earned = match invoice.earned_minor {
        points if points.is_positive() => texts::earned(language, Points(points)),
        _ => Html::default(),
    };
    let sums = Html::lines([
        texts::total(language, &money(invoice.total_minor)),
        coupon::on_invoice(language, shop, invoice.discount_minor, invoice.group_discount(), coupons),
        redeemed,
        if_positive(invoice.paid(), texts::paid),
        if_positive(invoice.debt_minor, texts::debt),
        earned,
    ]);
    let refunded = refund::below_invoice(language, shop, invoice, lines, refunded);
    Html::paragraphs([head, Html::lines(bought), sums, refunded])
}

//! Coupons, as customers and staff see them.

use super::ShopFormat;
use crate::{
    clock::Timestamp,
    domain::{CouponWorth, GroupDiscount, Language, Money, UsedCoupon, expiry},
    texts::{Html, Points, coupon as texts, format},
};

/// What was taken off an invoice by the customer's group, by coupons, and otherwise, and what its coupons gave; empty where there was
/// nothing of that.
pub(super) fn on_invoice(
    language: Language,
    shop: ShopFormat,
    discount: Money,
    group: GroupDiscount,
    coupons: &[UsedCoupon],
) -> Html {
    let by_group = group.amount.is_positive().then(|| {
        let percent = format::percent(language, group.rate);
        texts::group_discount(language, &percent, &shop.money(language, group.amount))
    });
    let line = |used: &UsedCoupon| match used.worth {
        CouponWorth::Percent(_) | CouponWorth::Amount(_) => {
            texts::discount(language, &used.title, &shop.money(language, used.discount))
        }
        CouponWorth::Points(_) => texts::points(language, &used.title, Points(used.points)),
        CouponWorth::Gift => texts::gift(language, &used.title),
    };
    let by_coupons = Money::saturating_sum(coupons.iter().map(|used| used.discount));
    let others = discount.saturating_sub(group.amount).saturating_sub(by_coupons);
    let others = others.is_positive().then(|| texts::other_discount(language, &shop.money(language, others)));
    Html::lines(by_group.into_iter().chain(coupons.iter().map(line)).chain(others))
}

/// What a coupon is worth.
pub(crate) fn worth(language: Language, shop: ShopFormat, worth: CouponWorth) -> String {
    match worth {
        CouponWorth::Points(points) => texts::worth_points(language, Points(points)),
        CouponWorth::Percent(rate) => texts::worth_percent(language, &format::percent(language, rate)),
        CouponWorth::Amount(amount) => texts::worth_amount(language, &shop.money(language, amount)),
        CouponWorth::Gift => texts::worth_gift(language),
    }
}

/// Until when a coupon can be used.
pub(crate) fn until(language: Language, shop: ShopFormat, expires_at: Option<Timestamp>) -> Html {
    match expires_at {
        Some(expires_at) => texts::until(language, &shop.date(language, expiry::last_moment(expires_at))),
        None => texts::forever(language),
    }
}

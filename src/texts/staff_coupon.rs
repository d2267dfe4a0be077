//! Staff: giving a customer a coupon.

use super::{Html, messages};

messages! {
    /// What the conversation is called.
    button button_coupon() = "button-coupon";
    /// Asks what the coupon gives.
    html kind_ask(name: &str) = "give-coupon-kind";
    /// A share of a purchase.
    button button_percent() = "button-coupon-percent";
    /// An amount of a purchase.
    button button_amount() = "button-coupon-amount";
    /// Points.
    button button_points() = "button-coupon-points";
    /// Something that the title says.
    button button_gift() = "button-coupon-gift";
    /// Asks how many percent.
    html percent_ask() = "give-coupon-percent";
    /// The text is no share.
    html percent_bad() = "give-coupon-percent-bad";
    /// Asks which amount.
    html amount_ask() = "give-coupon-amount";
    /// Asks how many points.
    html points_ask() = "give-coupon-points";
    /// Asks for the title.
    html title_ask() = "give-coupon-title";
    /// Asks for the title of a gift.
    html title_of_gift_ask() = "give-coupon-title-of-gift";
    /// The title is too long.
    html title_bad(most: i64) = "give-coupon-title-bad";
    /// Asks until when it can be used.
    html days_ask(most: i64) = "give-coupon-days";
    /// The preview.
    html preview(name: &str, code: &str, title: &str, worth: &str, until: &Html) = "give-coupon-preview";
    /// The coupon is given.
    html done(name: &str, title: &str, worth: &str, until: &Html) = "give-coupon-done";
}
